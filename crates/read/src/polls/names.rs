//! Names in a sentence of a poll report: who may be the candidate that a figure belongs to.

use hashbrown::HashSet;

use super::lexicon::institute_at;
use crate::day::month;
use crate::places::Places;
use crate::words::{Span, Word};

/// Words that begin sentences with a capital and name nobody.
const NO_NAME: &[&str] = &[
    "a",
    "an",
    "the",
    "in",
    "on",
    "at",
    "while",
    "meanwhile",
    "but",
    "and",
    "or",
    "if",
    "when",
    "as",
    "for",
    "with",
    "among",
    "according",
    "after",
    "before",
    "this",
    "that",
    "these",
    "those",
    "it",
    "its",
    "he",
    "she",
    "they",
    "we",
    "i",
    "his",
    "her",
    "their",
    "only",
    "some",
    "most",
    "more",
    "just",
    "then",
    "by",
    "from",
    "of",
    "to",
    "both",
    "however",
    "still",
    "yet",
    "even",
    "nearly",
    "almost",
    "about",
    "over",
    "under",
    "half",
    "respondents",
    "poll",
    "polls",
    "voters",
    "asked",
    "election",
    "elections",
    "not",
    "no",
    "candidate",
    "results",
    "survey",
    "support",
    "last",
    "behind",
    "ahead",
    "between",
    "under",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "le",
    "la",
    "les",
    "un",
    "une",
    "des",
    "du",
    "de",
    "d'",
    "l'",
    "en",
    "au",
    "aux",
    "dans",
    "selon",
    "avec",
    "pour",
    "par",
    "sur",
    "sous",
    "chez",
    "et",
    "ou",
    "mais",
    "si",
    "comme",
    "alors",
    "après",
    "avant",
    "ce",
    "cet",
    "cette",
    "ces",
    "il",
    "elle",
    "ils",
    "elles",
    "on",
    "son",
    "sa",
    "ses",
    "leur",
    "leurs",
    "plus",
    "moins",
    "seul",
    "seule",
    "seuls",
    "tandis",
    "pendant",
    "toujours",
    "derrière",
    "devant",
    "quant",
    "côté",
    "face",
    "crédité",
    "créditée",
    "interrogés",
    "interrogées",
    "près",
    "environ",
    "parmi",
    "enfin",
    "ainsi",
    "puis",
    "autre",
    "d'après",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "sondage",
    "résultat",
    "premier",
    "second",
    "first",
    "candidat",
    "candidate",
    "s'",
    "qu'",
    "n'",
    "c'",
    "j'",
    "deux",
    "trois",
    "two",
    "three",
    "eu",
    "us",
    "m",
    "mm",
    "mme",
    "mlle",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "president",
    "président",
    "présidente",
    "senator",
    "sénateur",
    "mayor",
    "maire",
    "minister",
    "ministre",
    "ancien",
    "ancienne",
    "former",
    "both",
    "none",
    "neither",
    "today",
    "hier",
    "yesterday",
    "now",
    "here",
    "there",
    "such",
    "each",
    "every",
    "all",
    "any",
    "what",
    "who",
    "l'enquête",
];

/// Words that follow a party's name, not a person's.
const OF_A_PARTY: &[&str] =
    &["candidate", "leader", "party", "nominee", "hopeful", "contender", "supporters", "voters"];

/// Small words inside a name.
const PARTICLES: &[&str] =
    &["de", "van", "von", "der", "den", "bin", "ben", "al", "du", "da", "dos"];

/// A name: which words of the sentence, and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Name {
    pub(super) at: usize,
    pub(super) taken: usize,
    pub(super) text: String,
}

/// The names in these words, without those that `masked` words belong to.
pub(super) fn names(
    text: &str,
    words: &[Word],
    common: &HashSet<String>,
    masked: &[bool],
) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let taken = if masked.get(at).copied().unwrap_or(false) {
            0
        } else if let Some(skip) = no_person(words, at) {
            at += skip;
            continue;
        } else {
            reach(text, words, at, masked)
        };
        if taken == 0 {
            at += 1;
            continue;
        }
        let alone = taken == 1;
        let ordinary = at == 0 && alone && common.contains(&words[at].lower);
        if !ordinary && !of_a_party(text, words, at, taken) {
            found.push(Name { at, taken, text: written(text, words, at, taken) });
        }
        at += taken;
    }
    found
}

/// Whether a word with a capital names nobody: it begins a sentence, or is a title.
pub(crate) fn names_nobody(lower: &str) -> bool {
    NO_NAME.contains(&lower) || month(lower).is_some()
}

/// Every name in these words, with its place: for counting names that are on no list.
pub(crate) fn capital_runs(text: &str, words: &[Word]) -> Vec<(Span, String)> {
    let masked = vec![false; words.len()];
    let found = names(text, words, &common(words), &masked);
    let span = |name: &Name| words[name.at].span.to(words[name.at + name.taken - 1].span);
    found.into_iter().map(|name| (span(&name), name.text)).collect()
}

/// Words lower-cased somewhere in the text: a capital on one of them at the start of a sentence
/// makes it no name.
pub(super) fn common(words: &[Word]) -> HashSet<String> {
    words.iter().filter(|word| !word.capital).map(|word| word.lower.clone()).collect()
}

/// How many words to pass over because they name a country, an institute or a month.
fn no_person(words: &[Word], at: usize) -> Option<usize> {
    let word = &words[at];
    if let Some((.., taken)) = institute_at(words, at) {
        return Some(taken);
    }
    if let Some((.., taken)) = Places::shipped().at(words, at) {
        // "Paris Durand" would be a person: only where no other capital follows directly.
        return Some(taken);
    }
    (word.capital && (month(&word.lower).is_some() || NO_NAME.contains(&word.lower.as_str())))
        .then_some(usize::from(!joined_title(words, at)))
        .filter(|taken| *taken > 0)
}

/// "Le", "La", "De" before another capital inside a sentence belong to the name: "Le Pen".
fn joined_title(words: &[Word], at: usize) -> bool {
    let inside = at > 0 && !words[at].after_stop;
    let article =
        matches!(words[at].lower.as_str(), "le" | "la" | "de" | "du" | "des" | "al" | "ben");
    let next = words.get(at + 1).is_some_and(|next| next.capital && !next.after_stop);
    article && next && (inside || words[at].after_stop)
}

fn reach(text: &str, words: &[Word], at: usize, masked: &[bool]) -> usize {
    let capital = |at: usize| {
        words.get(at).is_some_and(|word| word.capital && !masked.get(at).copied().unwrap_or(false))
    };
    let possessive = words.get(at + 1).is_some_and(|next| next.lower == "s");
    let elided = words[at].lower.ends_with('\'') && !possessive;
    if !capital(at) || elided || words[at].lower.chars().count() < 2 {
        return 0;
    }
    let mut taken = 1;
    loop {
        let next = at + taken;
        let touches = |next: usize| touching(text, words, next);
        if capital(next) && touches(next) {
            taken += 1;
        } else if touches(next)
            && words.get(next).is_some_and(|word| PARTICLES.contains(&word.lower.as_str()))
            && capital(next + 1)
            && touches(next + 1)
            && Places::shipped().at(words, next + 1).is_none()
        {
            taken += 2;
        } else {
            return taken;
        }
    }
}

/// Whether only spaces stand between a word and the one before it.
fn touching(text: &str, words: &[Word], at: usize) -> bool {
    let (Some(before), Some(word)) =
        (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at))
    else {
        return false;
    };
    let between = text.get(before.span.end..word.span.start).unwrap_or("-");
    // The point of "M. Corvel" and of initials is part of the name's run.
    let title = before.span.end - before.span.start <= 3 && between.trim_end() == ".";
    (between.trim().is_empty() || title) && !before.lower.ends_with('\'')
}

fn of_a_party(text: &str, words: &[Word], at: usize, taken: usize) -> bool {
    let behind = words.get(at + taken).map_or("", |word| word.lower.as_str());
    if OF_A_PARTY.contains(&behind) && taken <= 2 && !words[at + taken - 1].lower.ends_with('\'') {
        return true;
    }
    // "candidat de l'Alliance civique", "le candidat du Parti", "(LR)".
    let before: Vec<&str> =
        words[at.saturating_sub(3)..at].iter().map(|word| word.lower.as_str()).collect();
    let stands = before.iter().rev().take(3).any(|word| {
        matches!(
            *word,
            "candidat" | "candidate" | "candidats" | "parti" | "chef" | "cheffe" | "party"
        )
    });
    let linked = before.last().is_some_and(|word| {
        matches!(*word, "du" | "de" | "des" | "la" | "l'" | "d'" | "the" | "of")
    });
    let span = words[at].span;
    let bracketed = text.get(..span.start).is_some_and(|text| text.ends_with('('))
        && span.of(text).chars().all(|letter| letter.is_uppercase() || letter == '-');
    (stands && linked) || bracketed
}

fn written(text: &str, words: &[Word], at: usize, taken: usize) -> String {
    let span = words[at].span.to(words[at + taken - 1].span);
    let name: Vec<&str> = span.of(text).split_whitespace().collect();
    name.join(" ").trim_end_matches(['\'', '’', 'ʼ']).to_owned()
}

/// For each name its fullest form in the text: "Corvel" is "Yann Corvel" where exactly one longer
/// name ends with it. Names handed in (`known`) come before those of the text.
pub(super) fn fullest(name: &str, known: &[String], seen: &[String]) -> String {
    let ends = |full: &&String| {
        full.len() > name.len()
            && full.strip_suffix(name).is_some_and(|front| front.ends_with([' ', '-']))
    };
    let longest = |list: &[String]| {
        let mut fuller: Vec<&String> = list.iter().filter(ends).collect();
        fuller.sort();
        fuller.dedup();
        match fuller[..] {
            [only] => Some(only.clone()),
            _ => None,
        }
    };
    longest(known).or_else(|| longest(seen)).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn read(text: &str) -> Vec<String> {
        let words = words(text);
        let masked = vec![false; words.len()];
        names(text, &words, &common(&words), &masked).into_iter().map(|name| name.text).collect()
    }

    #[test]
    fn people_are_named_and_parties_countries_institutes_are_not() {
        assert_eq!(
            read(
                "While Harlow’s camp waits, the Unity candidate Dan Mercer and Marine Le Guen (PR) met Mr. Rowan in France, Ipsos said on Monday."
            ),
            ["Harlow", "Dan Mercer", "Marine Le Guen", "Rowan"]
        );
        assert_eq!(
            read(
                "Selon M. Corvel, la candidate de l’Alliance civique, Élodie Marchetti, devance Le Guen en mars."
            ),
            ["Corvel", "Élodie Marchetti", "Le Guen"]
        );
    }

    #[test]
    fn a_surname_is_the_one_person_who_bears_it() {
        let seen = ["Anne Harlow", "Dan Mercer", "Eve Mercer"].map(str::to_owned);
        assert_eq!(fullest("Harlow", &[], &seen), "Anne Harlow");
        assert_eq!(fullest("Mercer", &[], &seen), "Mercer");
        assert_eq!(fullest("Mercer", &["Dan Mercer".to_owned()], &seen), "Dan Mercer");
    }
}
