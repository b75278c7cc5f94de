//! What a sentence says about a poll itself: who asked whom, for whom, when, how many.

use crate::day::{Day, month, weekday};
use crate::words::{Span, Word};

use super::figures::digits;
use super::lexicon::{Hit, Sign, institute_at, one_of, usual_name};

/// What is known of one poll so far.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct About {
    pub(super) institute: Option<String>,
    pub(super) sponsor: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) field: Option<(Day, Day)>,
    pub(super) sample: Option<u32>,
    pub(super) margin: Option<f64>,
    pub(super) population: Option<String>,
    pub(super) rolling: bool,
}

impl About {
    /// Takes over what the other knows and this does not.
    pub(super) fn complete(&mut self, other: Self) {
        self.institute = self.institute.take().or(other.institute);
        self.sponsor = self.sponsor.take().or(other.sponsor);
        self.publisher = self.publisher.take().or(other.publisher);
        self.field = self.field.or(other.field);
        self.sample = self.sample.or(other.sample);
        self.margin = self.margin.or(other.margin);
        self.population = self.population.take().or(other.population);
        self.rolling |= other.rolling;
    }
}

const POLL: &[&str] = &[
    "poll",
    "polls",
    "survey",
    "surveys",
    "barometer",
    "sondage",
    "sondages",
    "enquête",
    "étude",
    "baromètre",
    "institut",
    "pollster",
    "pollsters",
];
const BY: &[&[&str]] = &[
    &["poll", "by"],
    &["survey", "by"],
    &["conducted", "by"],
    &["carried", "out", "by"],
    &["polled", "by"],
    &["surveyed", "by"],
    &["questioned", "by"],
    &["pollster"],
    &["pollsters"],
    &["polling", "firm"],
    &["polling", "company"],
    &["polling", "institute"],
    &["institut"],
    &["sondage"],
    &["baromètre"],
    &["réalisé", "par"],
    &["réalisée", "par"],
    &["mené", "par"],
    &["menée", "par"],
    &["effectué", "par"],
    &["effectuée", "par"],
    &["interrogées", "par"],
    &["interrogés", "par"],
];
const PAID: &[&[&str]] = &[
    &["commissioned", "by"],
    &["paid", "for", "by"],
    &["commandé", "par"],
    &["commandée", "par"],
    &["pour", "le", "compte", "de"],
    &["on", "behalf", "of"],
];
const PUBLISHED: &[&str] = &[
    "published",
    "released",
    "publié",
    "publiée",
    "paru",
    "parue",
    "diffusé",
    "diffusée",
    "dévoilé",
    "dévoilée",
];
const OUTLET: &[&str] = &[
    "the",
    "magazine",
    "newspaper",
    "daily",
    "weekly",
    "broadcaster",
    "channel",
    "le",
    "la",
    "l'",
    "quotidien",
    "hebdomadaire",
    "chaîne",
    "radio",
    "journal",
    "site",
    "website",
    "les",
];
const PEOPLE: &[&str] = &[
    "people",
    "adults",
    "voters",
    "respondents",
    "electors",
    "citizens",
    "personnes",
    "électeurs",
    "électrices",
    "inscrits",
    "individus",
    "répondants",
    "internautes",
    "sondés",
    "français",
    "adultes",
];
const POPULATIONS: &[&[&str]] = &[
    &["registered", "voters"],
    &["likely", "voters"],
    &["inscrits", "sur", "les", "listes", "électorales"],
    &["inscrites", "sur", "les", "listes", "électorales"],
    &["among", "those", "certain", "to", "vote"],
    &["certains", "d'", "aller", "voter"],
    &["âgées", "de", "18", "ans", "et", "plus"],
    &["aged", "18", "and", "over"],
];
const FIELD: &[&str] = &[
    "conducted",
    "carried",
    "fieldwork",
    "questioned",
    "interviewed",
    "polled",
    "surveyed",
    "between",
    "réalisé",
    "réalisée",
    "réalisés",
    "mené",
    "menée",
    "effectué",
    "effectuée",
    "conduit",
    "conduite",
    "interrogées",
    "interrogés",
    "entre",
    "terrain",
    "auprès",
];

/// Reads one sentence. The second part says which words are names of institutes and outlets, and so
/// of no candidate. `published` gives the year where none is written.
pub(super) fn about(
    text: &str,
    words: &[Word],
    hits: &[Hit],
    published: Option<Day>,
) -> (About, Vec<bool>) {
    let mut masked = vec![false; words.len()];
    let mut read = About { field: field(text, words, published), ..About::default() };
    let speaks =
        hits.iter().any(|hit| matches!(hit.sign, Sign::Poll | Sign::ThePoll | Sign::OtherPoll));
    let mut mask = |at: usize, taken: usize| {
        masked.iter_mut().skip(at).take(taken).for_each(|one| *one = true);
    };
    let mut at = 0;
    while at < words.len() {
        if let Some((name, taken)) = institute_at(words, at) {
            read.institute.get_or_insert_with(|| name.to_owned());
            mask(at, taken);
            sponsor(text, words, at + taken, &mut read, &mut mask);
            at += taken;
            continue;
        }
        if speaks {
            institute_by_place(text, words, at, &mut read, &mut mask);
            outlets(text, words, at, &mut read, &mut mask);
        }
        at += 1;
    }
    read.sample = sample(words);
    read.margin = margin(words);
    read.population = POPULATIONS.iter().find_map(|phrase| {
        let at = (0..words.len()).find(|at| one_of(&words[*at..], &[phrase]).is_some())?;
        Some(words[at].span.to(words[at + phrase.len() - 1].span).of(text).to_owned())
    });
    read.rolling = words.iter().any(|word| word.lower == "rolling" || word.lower == "quotidien")
        && speaks
        && words.iter().any(|word| matches!(word.lower.as_str(), "rolling" | "tracking"));
    (read, masked)
}

/// "poll by NAME", "a NAME poll", "sondage NAME", "l'institut NAME".
fn institute_by_place(
    text: &str,
    words: &[Word],
    at: usize,
    read: &mut About,
    mask: &mut impl FnMut(usize, usize),
) {
    let behind = one_of(&words[at..], BY).map(|taken| at + taken);
    let begun = behind.map(|at| at + articles(words, at)).filter(|at| run(text, words, *at) > 0);
    // "a Baseline 27 poll": a run of capitals that ends at the word for a poll.
    let before = || {
        let first = words[at].capital && !articles_word(&words[at]);
        let taken = run(text, words, at);
        let poll = words.get(at + taken).is_some_and(|word| POLL.contains(&word.lower.as_str()));
        let article =
            at > 0 && matches!(words[at - 1].lower.as_str(), "a" | "an" | "the" | "latest" | "new");
        let place = crate::places::Places::shipped().at(words, at).is_some();
        (first && poll && article && !place).then_some(at)
    };
    let Some(begun) = begun.or_else(before) else { return };
    if institute_at(words, begun).is_some() {
        // Of the list: read where it stands.
        return;
    }
    let taken = run(text, words, begun);
    let name = words[begun].span.to(words[begun + taken - 1].span).of(text);
    if read.institute.is_none() {
        read.institute = Some(usual_name(name.trim_end_matches(['\'', '’'])).to_owned());
    }
    mask(begun, taken);
    sponsor(text, words, begun + taken, read, mask);
}

/// "for the Tidewater Post", "pour Le Parisien et France Info", a few words behind the institute.
fn sponsor(
    text: &str,
    words: &[Word],
    after: usize,
    read: &mut About,
    mask: &mut impl FnMut(usize, usize),
) {
    for at in after..(after + 4).min(words.len()) {
        if words[at].after_stop {
            return;
        }
        if matches!(words[at].lower.as_str(), "for" | "pour") {
            let begun = at + 1 + articles(words, at + 1);
            let Some(taken) = Some(list(text, words, begun)).filter(|taken| *taken > 0) else {
                return;
            };
            let span = words[begun].span.to(words[begun + taken - 1].span);
            read.sponsor.get_or_insert_with(|| span.of(text).to_owned());
            mask(begun, taken);
            return;
        }
    }
}

/// "commissioned by NAME", "released by the magazine NAME".
fn outlets(
    text: &str,
    words: &[Word],
    at: usize,
    read: &mut About,
    mask: &mut impl FnMut(usize, usize),
) {
    let paid = one_of(&words[at..], PAID).map(|taken| at + taken);
    let published = PUBLISHED.contains(&words[at].lower.as_str()).then(|| {
        (at + 1..(at + 7).min(words.len())).find(|at| {
            matches!(
                words[*at].lower.as_str(),
                "by" | "par" | "dans" | "in" | "sur" | "on" | "for" | "pour"
            ) && run(text, words, at + 1 + articles(words, at + 1)) > 0
        })
    });
    for (place, is_paid) in [(paid, true), (published.flatten().map(|at| at + 1), false)] {
        let Some(place) = place else { continue };
        let begun = place + articles(words, place);
        let taken = list(text, words, begun);
        if taken == 0 || institute_at(words, begun).is_some() {
            continue;
        }
        let name = words[begun].span.to(words[begun + taken - 1].span).of(text).to_owned();
        let slot = if is_paid { &mut read.sponsor } else { &mut read.publisher };
        slot.get_or_insert(name);
        mask(begun, taken);
    }
}

/// Lower-case articles and words for outlets before a name.
fn articles(words: &[Word], at: usize) -> usize {
    words.iter().skip(at).take(4).take_while(|word| !word.capital && articles_word(word)).count()
}

fn articles_word(word: &Word) -> bool {
    OUTLET.contains(&word.lower.as_str())
        || matches!(word.lower.as_str(), "de" | "d'" | "institut" | "a" | "an")
}

/// The length of a run of capitals: numbers inside it, and French particles before a further
/// capital, belong to it. Days and months are no names.
fn run(text: &str, words: &[Word], at: usize) -> usize {
    const INSIDE: &[&str] = &["du", "de", "des", "d'", "la", "l'", "le", "of", "the"];
    let capital = |at: usize| {
        words.get(at).is_some_and(|word| {
            word.capital && month(&word.lower).is_none() && !weekday(&word.lower)
        })
    };
    let joined = |at: usize| {
        let between = text.get(words[at - 1].span.end..words[at].span.start).unwrap_or("x");
        matches!(between.trim(), "" | "-" | "&" | "/")
    };
    if !capital(at) {
        return 0;
    }
    let mut taken = 1;
    while taken < 7 && words.get(at + taken).is_some() && joined(at + taken) {
        let word = &words[at + taken];
        let number = digits(&word.lower).is_some_and(|number| number < 1_000.0)
            && words.get(at + taken + 1).is_none_or(|next| next.lower != "%");
        if capital(at + taken) || number {
            taken += 1;
        } else if INSIDE.contains(&word.lower.as_str()) {
            let further = (1..=2).find(|skip| capital(at + taken + skip));
            match further.filter(|skip| (1..=*skip).all(|skip| joined(at + taken + skip))) {
                Some(skip) => taken += skip + 1,
                None => break,
            }
        } else {
            break;
        }
    }
    taken
}

/// Runs joined by commas and "and": several who pay for one poll.
fn list(text: &str, words: &[Word], at: usize) -> usize {
    let mut taken = run(text, words, at);
    while taken > 0 {
        let next = at + taken;
        let Some(word) = words.get(next) else { break };
        let and = matches!(word.lower.as_str(), "and" | "et") && !word.after_stop;
        let skip = usize::from(and) + articles(words, next + usize::from(and));
        let more = if and { run(text, words, next + skip) } else { 0 };
        if more == 0 {
            break;
        }
        taken += skip + more;
    }
    taken
}

/// "1,200 people", "un échantillon de 1 503 personnes".
fn sample(words: &[Word]) -> Option<u32> {
    (0..words.len()).find_map(|at| {
        let number = digits(&words[at].lower)?;
        let whole = number.fract() == 0.0 && (100.0..200_000.0).contains(&number);
        let behind = words.iter().skip(at + 1).take(4).take_while(|word| !word.after_stop);
        let people = behind.clone().any(|word| PEOPLE.contains(&word.lower.as_str()));
        let percent = words
            .get(at + 1)
            .is_some_and(|word| matches!(word.lower.as_str(), "%" | "percent" | "per" | "pour"));
        let sampled = words[at.saturating_sub(4)..at]
            .iter()
            .any(|word| matches!(word.lower.as_str(), "sample" | "échantillon"));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 100 and 200,000, whole"
        )]
        (whole && !percent && (people || sampled)).then_some(number as u32)
    })
}

fn margin(words: &[Word]) -> Option<f64> {
    const MARGIN: &[&[&str]] =
        &[&["margin", "of", "error"], &["marge", "d'", "erreur"], &["margin", "of"]];
    let (at, taken) =
        (0..words.len()).find_map(|at| one_of(&words[at..], MARGIN).map(|taken| (at, taken)))?;
    let behind = words.iter().skip(at + taken).take(8);
    behind.filter_map(|word| digits(&word.lower)).find(|number| (0.1..15.0).contains(number))
}

/// The days of asking, where the sentence says that it is they.
fn field(text: &str, words: &[Word], published: Option<Day>) -> Option<(Day, Day)> {
    if !words.iter().any(|word| FIELD.contains(&word.lower.as_str())) {
        return None;
    }
    let dates = dates(text, words, published);
    let first = dates.first().copied()?;
    let last = dates.get(1).copied().filter(|last| *last >= first && last.0 - first.0 < 60);
    Some((first, last.unwrap_or(first)))
}

/// Every date with a month, in order; a bare day joined to one ("3 to 5 March") is one as well.
pub(crate) fn dates(text: &str, words: &[Word], published: Option<Day>) -> Vec<Day> {
    const JOIN: &[&str] = &["to", "and", "au", "et", "through"];
    let number = |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(of_month);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(month) = month(&word.lower) else { continue };
        // "May" and "mars" are also words: a month in English has a capital.
        let before = number(at.checked_sub(1));
        let after = number(Some(at + 1));
        let Some(day) = before.or(after) else { continue };
        let year_at = if before.is_some() { at + 1 } else { at + 2 };
        let last = if before.is_some() { at } else { at + 1 };
        let mut other = None;
        if before.is_some() {
            // "3 to 5 March", "le 3 et le 5 mars", "3-5 March".
            let mut back = at - 1;
            let dash = back > 0
                && text
                    .get(words[back - 1].span.end..words[back].span.start)
                    .is_some_and(|between| matches!(between.trim(), "-" | "–" | "—"));
            if back > 1 && words[back - 1].lower == "le" {
                back -= 1;
            }
            if dash {
                other = number(back.checked_sub(1)).map(|day| (day, true));
            } else if back > 1 && JOIN.contains(&words[back - 1].lower.as_str()) {
                other = number(back.checked_sub(2)).map(|day| (day, true));
            }
        } else if words.get(last + 1).is_some_and(|word| JOIN.contains(&word.lower.as_str()))
            || dashed(text, words, last)
        {
            let skip = if dashed(text, words, last) { 1 } else { 2 };
            other = number(Some(last + skip)).map(|day| (day, false));
        }
        let year = (year_at..year_at + 3).find_map(|at| year(words.get(at)?));
        let read = |day| {
            year.map_or_else(|| latest(month, day, published?), |year| Day::new(year, month, day))
        };
        let dates = match other {
            Some((other, true)) => [read(other), read(day)],
            Some((other, false)) => [read(day), read(other)],
            None => [read(day), None],
        };
        found.extend(dates.into_iter().flatten());
    }
    found
}

fn dashed(text: &str, words: &[Word], at: usize) -> bool {
    let (Some(word), Some(next)) = (words.get(at), words.get(at + 1)) else { return false };
    text.get(word.span.end..next.span.start)
        .is_some_and(|between| matches!(between.trim(), "-" | "–" | "—"))
}

fn of_month(word: &Word) -> Option<u32> {
    let digits = word.lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', 'e']);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &Word) -> Option<i32> {
    word.lower.parse().ok().filter(|year| (1900..2100).contains(year))
}

/// The latest such day that is not after the publication.
fn latest(month: u32, day: u32, published: Day) -> Option<Day> {
    let (year, ..) = published.civil();
    [year, year - 1]
        .into_iter()
        .filter_map(|year| Day::new(year, month, day))
        .find(|date| *date <= published.plus(1))
}

/// A stretch of words as a span.
pub(super) fn span(words: &[Word], from: usize, to: usize) -> Option<Span> {
    Some(words.get(from)?.span.to(words.get(to.checked_sub(1)?)?.span))
}
