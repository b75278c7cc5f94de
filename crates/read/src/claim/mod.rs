//! A sentence about attacks, taken apart: how many of what, in which time, which share, from where,
//! on what — and what no log can answer.
//!
//! This says what a sentence claims, never whether it is so: the use case that holds the lake does.

mod lexicon;
#[cfg(test)]
mod tests;
mod when;

use serde::Serialize;

use crate::number::{Amount, begins, bounded_behind, number_at, span};
use crate::places::{PlaceForm, Places};
use crate::words::{Span, Word, words};

pub use when::{Date, Edge, Period, When};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// "Attacks": by any of the four counts.
    Attacks,
    /// Tries, attempts.
    Attempts,
    /// Requests, hits, visits: lines of web logs.
    Requests,
    /// Lines of any log, whatever they show.
    Lines,
    /// Lines that belong to attacks.
    AttackLines,
    /// Bursts, as this program counts them.
    Bursts,
    /// Tries to log in.
    Logins,
    /// Mails.
    Mails,
    /// Addresses, machines, computers.
    Sources,
    /// Accounts, profiles.
    Accounts,
    /// Posts, messages, articles.
    Publications,
}

/// A length of time that a count is said for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

impl Every {
    /// Its length in seconds; a month is 30 days.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_592_000,
        }
    }
}

/// What is said to be hit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A web site.
    Web,
    /// Mail servers or mailboxes.
    Mail,
    /// Logins, accounts of staff.
    Logins,
    /// Servers, without saying which.
    Servers,
}

/// One thing that a sentence claims.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    /// So many of these.
    Count {
        /// How many.
        amount: Amount,
        /// Of what.
        unit: Unit,
    },
    /// Again and again in such a time.
    Every {
        /// The time.
        every: Every,
    },
    /// Within so many of these.
    Within {
        /// How many.
        amount: Amount,
        /// Of what length.
        every: Every,
    },
    /// Such a share.
    Share {
        /// Of the whole.
        amount: Amount,
        /// Of what; `None` where nothing is named.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Unit>,
    },
    /// On such days.
    During {
        /// The days.
        period: Period,
    },
    /// So much more or less than before: how much of what was before.
    Change {
        /// As it was said.
        amount: Amount,
    },
    /// From such a country.
    Origin {
        /// ISO 3166-1 alpha-2.
        country: String,
        /// How it was named.
        named: PlaceForm,
    },
    /// From abroad, without a country.
    Abroad,
    /// On such a thing.
    On {
        /// The thing.
        target: Target,
    },
    /// Who did or ordered it: no log can answer this.
    Author,
    /// What somebody or some country is known for: no log can answer this.
    Reputation,
}

/// A part with the words that gave it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ClaimPart {
    /// What is claimed.
    #[serde(flatten)]
    pub part: Part,
    /// Where the words stand.
    pub span: Span,
}

/// What begins at a word. Words may be taken that claim nothing ("300 euros").
struct Found {
    part: Option<Part>,
    taken: usize,
    /// A thing named inside: the web in "150 web attacks", with its place and words.
    inside: Option<(Target, usize, usize)>,
}

impl Found {
    const fn of(part: Part, taken: usize) -> Self {
        Self { part: Some(part), taken, inside: None }
    }

    const fn nothing(taken: usize) -> Self {
        Self { part: None, taken, inside: None }
    }
}

/// Takes a sentence apart, in the order of its words. English and French may be mixed.
#[must_use]
pub fn claim_parts(text: &str) -> Vec<ClaimPart> {
    let words = words(text);
    let mut parts: Vec<ClaimPart> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let plain = |(part, taken)| Found::of(part, taken);
        let found = (reputation(&words, at).map(plain))
            .or_else(|| author(&words, at).map(plain))
            .or_else(|| {
                let (period, taken) = when::period(&words, at)?;
                Some(Found::of(Part::During { period }, taken))
            })
            .or_else(|| time(&words, at).map(plain))
            .or_else(|| amount(&words, at, &parts))
            .or_else(|| origin(&words, at).map(plain))
            .or_else(|| target(&words, at).map(plain));
        let Some(Found { part, taken, inside }) = found else {
            at += 1;
            continue;
        };
        let inside = inside.map(|(target, at, taken)| (Part::On { target }, at, taken));
        for (part, at, taken) in part.map(|part| (part, at, taken)).into_iter().chain(inside) {
            if let Some(span) = span(&words, at, taken) {
                parts.push(ClaimPart { part, span });
            }
        }
        at += taken.max(1);
    }
    parts
}

/// "known for its links to hackers": the rest of the clause is what the reputation is.
fn reputation(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let rest = &words[at..];
    let cue = lexicon::REPUTATION.iter().find(|phrase| begins(rest, phrase))?;
    let clause = rest[cue.len()..].iter().take_while(|word| !word.after_stop).count();
    Some((Part::Reputation, cue.len() + clause))
}

fn author(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let rest = &words[at..];
    if let Some(cue) = lexicon::AUTHOR.iter().find(|phrase| begins(rest, phrase)) {
        let named = (1..=3).find_map(|skip| {
            let (_, _, taken) = Places::shipped().at(words, at + cue.len() + skip - 1)?;
            Some(skip - 1 + taken)
        });
        return Some((Part::Author, cue.len() + named.unwrap_or(0)));
    }
    // "Russian hackers", "pirates russes": a people beside those who do it.
    let people = |at: usize| {
        let (_, form, taken) = Places::shipped().at(words, at)?;
        (form != PlaceForm::Name).then_some(taken)
    };
    let doer = |at: usize| words.get(at).is_some_and(|word| lexicon::DOERS.contains(&&*word.lower));
    if let Some(taken) = people(at).filter(|taken| doer(at + taken)) {
        return Some((Part::Author, taken + 1));
    }
    doer(at).then(|| people(at + 1)).flatten().map(|taken| (Part::Author, taken + 1))
}

/// "a day", "par jour", "chaque semaine", "in 15 minutes".
fn time(words: &[Word], at: usize) -> Option<(Part, usize)> {
    const BEFORE: &[&[&str]] = &[&["a"], &["an"], &["per"], &["par"], &["chaque"], &["à", "l'"]];
    const EACH: &[&[&str]] = &[&["every"], &["each"], &["toutes", "les"], &["tous", "les"]];
    const WITHIN: &[&str] = &["in", "within", "en", "during", "pendant", "over"];
    let rest = &words[at..];
    if let Some(every) = lexicon::every_adverb(&rest.first()?.lower) {
        return Some((Part::Every { every }, 1));
    }
    for each in EACH {
        if begins(rest, each) {
            let number = number_at(words, at + each.len()).filter(|(amount, _)| !amount.is_share);
            let (amount, taken) = number.unwrap_or((ONE, 0));
            let behind = each.len() + taken;
            let every = lexicon::every(&words.get(at + behind)?.lower)?;
            let part =
                if taken > 0 { Part::Within { amount, every } } else { Part::Every { every } };
            return Some((part, behind + 1));
        }
    }
    for before in BEFORE {
        if begins(rest, before) {
            let every = lexicon::every(&rest.get(before.len())?.lower)?;
            return Some((Part::Every { every }, before.len() + 1));
        }
    }
    if WITHIN.contains(&rest[0].lower.as_str()) {
        let (amount, taken) = number_at(words, at + 1).filter(|(amount, _)| !amount.is_share)?;
        let every = lexicon::every(&words.get(at + 1 + taken)?.lower)?;
        return Some((Part::Within { amount, every }, taken + 2));
    }
    None
}

/// How many words may stand between a number and what it counts: "hundreds of cyber attacks".
const REACH: usize = 4;

/// What is counted behind a number: the unit, and where it begins and ends.
fn unit_behind(words: &[Word], at: usize) -> Option<(Unit, usize, usize)> {
    for place in at..(at + REACH).min(words.len()) {
        let word = words.get(place).filter(|word| !word.after_stop)?;
        if let Some((unit, taken)) = lexicon::unit_at(&words[place..]) {
            return Some((unit, place, place + taken));
        }
        let ends = lexicon::ENDS_REACH.contains(&word.lower.as_str())
            || lexicon::every(&word.lower).is_some()
            || number_at(std::slice::from_ref(word), 0).is_some();
        if ends {
            return None;
        }
    }
    None
}

/// Whether no counted thing follows.
fn free(words: &[Word], at: usize) -> bool {
    unit_behind(words, at).is_none()
}

fn lower(words: &[Word], at: Option<usize>) -> &str {
    at.and_then(|at| words.get(at)).map_or("", |word| &word.lower)
}

fn amount(words: &[Word], at: usize, parts: &[ClaimPart]) -> Option<Found> {
    if let Some(found) = none_of(words, at).or_else(|| factor(words, at)) {
        return Some(found);
    }
    let Some((amount, taken)) = number_at(words, at) else { return one_each(words, at) };
    let end = at + taken;
    let before = lower(words, at.checked_sub(1));
    // "One of the attacks", "no one": no number. What is denied is not claimed.
    let one = amount.low.to_bits() == 1.0_f64.to_bits() && taken == 1;
    let is_pronoun = one && (before == "no" || lower(words, Some(end)) == "of");
    if is_pronoun || matches!(before, "not" | "pas" | "isn't" | "aren't" | "weren't") {
        return Some(Found::nothing(taken));
    }
    if amount.is_share {
        return Some(share(words, at, (amount, taken), parts));
    }
    let Some((unit, place, after)) = unit_behind(words, end) else {
        return Some(counted_before(words, at, (amount, taken)));
    };
    let bounded = words.get(after..).and_then(|rest| bounded_behind(rest, amount));
    let (amount, more) = bounded.unwrap_or((amount, 0));
    let inside = (end..place).find_map(|at| match target(words, at)? {
        (Part::On { target }, taken) => Some((target, at, taken)),
        _ => None,
    });
    Some(Found { part: Some(Part::Count { amount, unit }), taken: after + more - at, inside })
}

/// Once.
const ONE: Amount = Amount { low: 1.0, high: 1.0, is_share: false, above: false, below: false };

/// "An attack a day", "une attaque toutes les dix minutes": the article counts where a time follows.
fn one_each(words: &[Word], at: usize) -> Option<Found> {
    let is_article = matches!(lower(words, Some(at)), "a" | "an" | "un" | "une");
    let (unit, _, after) = unit_behind(words, at + 1).filter(|_| is_article)?;
    let follows = after < words.len() && !words[after].after_stop;
    time(words, after).filter(|_| follows)?;
    Some(Found::of(Part::Count { amount: ONE, unit }, after - at))
}

/// "No attacks", "aucune attaque".
fn none_of(words: &[Word], at: usize) -> Option<Found> {
    const NONE: &[&[&str]] = &[
        &["not", "a", "single"],
        &["pas", "une", "seule"],
        &["pas", "la", "moindre"],
        &["no"],
        &["zero"],
        &["zéro"],
        &["aucun"],
        &["aucune"],
        &["pas", "d'"],
        &["pas", "de"],
    ];
    let phrase = NONE.iter().find(|phrase| begins(&words[at..], phrase))?;
    let end = at + phrase.len();
    let (unit, _, after) = unit_behind(words, end).filter(|(_, place, _)| *place <= end + 1)?;
    let amount = Amount { low: 0.0, high: 0.0, is_share: false, above: false, below: false };
    Some(Found::of(Part::Count { amount, unit }, after - at))
}

/// "Doubled", "ont triplé": a change without a number.
fn factor(words: &[Word], at: usize) -> Option<Found> {
    let (low, high) = match words[at].lower.as_str() {
        "doubled" | "doublé" | "doublent" | "doubling" => (1.8, 2.2),
        "tripled" | "triplé" | "trebled" | "triplent" => (2.7, 3.3),
        "quadrupled" | "quadruplé" => (3.6, 4.4),
        "halved" => (0.45, 0.55),
        _ => return None,
    };
    let amount = Amount { low, high, is_share: false, above: false, below: false };
    Some(Found::of(Part::Change { amount }, 1))
}

fn share(
    words: &[Word],
    at: usize,
    (amount, taken): (Amount, usize),
    parts: &[ClaimPart],
) -> Found {
    let end = at + taken;
    let before = lower(words, at.checked_sub(1));
    let last = lower(words, Some(end - 1));
    let next = lower(words, Some(end));
    // "In all", "at most", "the most", "all day": the words of a share without one.
    let is_adverb = matches!(last, "all" | "most" | "none")
        && (matches!(before, "in" | "at" | "after" | "above" | "the")
            || lower(words, Some(at)) == "the" && last == "most"
            || matches!(next, "day" | "night" | "week" | "over" | "again"));
    if is_adverb {
        return Found::nothing(taken);
    }
    // "Up 50 %", "50 % more attacks", "50 % d'attaques en plus": a change, and no part of a whole.
    let is_change = lexicon::CHANGED.contains(&before)
        || (before == "de" && lexicon::CHANGED.contains(&lower(words, at.checked_sub(2))))
        || (0..4).any(|ahead| {
            words.get(end..=end + ahead).is_some_and(|near| {
                near.iter().all(|word| !word.after_stop)
                    && near.last().is_some_and(|w| lexicon::CHANGES.contains(&w.lower.as_str()))
            })
        });
    if is_change {
        return Found::of(Part::Change { amount }, taken);
    }
    let skip = words[end..]
        .iter()
        .take_while(|word| !word.after_stop && lexicon::OF.contains(&word.lower.as_str()))
        .count();
    let inside =
        || (at..end).find_map(|place| lexicon::unit_at(&words[place..]).map(|(unit, _)| unit));
    let named = || unit_behind(words, end + skip).filter(|_| skip > 0).map(|(unit, ..)| unit);
    // "Half of them": of what was counted before.
    let counted = || {
        parts.iter().rev().find_map(|part| match part.part {
            Part::Count { unit, .. } => Some(unit),
            _ => None,
        })
    };
    Found::of(Part::Share { amount, of: inside().or_else(named).or_else(counted) }, taken)
}

/// A number whose unit stands before it: "there are hundreds a day", "attaques : 414",
/// "attacked 300 times a day".
fn counted_before(words: &[Word], at: usize, (amount, taken): (Amount, usize)) -> Found {
    let mut end = at + taken;
    let said = &words[..at];
    let attacked =
        |word: &Word| lexicon::ATTACKED.iter().any(|start| word.lower.starts_with(start));
    if matches!(lower(words, Some(end)), "times" | "fois") {
        let next = lower(words, Some(end + 1));
        let compares = lexicon::CHANGES.contains(&next) || matches!(next, "as" | "the" | "autant");
        return if !compares && said.iter().any(attacked) {
            Found::of(Part::Count { amount, unit: Unit::Attacks }, taken + 1)
        } else {
            Found::nothing(taken + 1)
        };
    }
    let rest = |end: usize| words.get(end..).unwrap_or_default();
    let them =
        lexicon::OF_THEM.iter().find(|them| begins(rest(end), them)).map_or(0, |it| it.len());
    end += them;
    let is_timed = end < words.len() && !words[end].after_stop && {
        matches!(time(words, end), Some((Part::Every { .. }, _)))
    };
    let after_colon = words[at].gap.contains(&':') || words[at].gap.contains(&'=');
    let there_are = lexicon::THERE_ARE.iter().any(|phrase| {
        (1..=2).any(|skip| {
            let start = at.checked_sub(phrase.len() + skip - 1);
            start.is_some_and(|start| begins(&words[start..at], phrase))
        })
    });
    let is_last = words.get(end).is_none_or(|word| word.after_stop);
    // "There were 3 arrests": something else is counted.
    let stands_alone = is_last || them > 0 || when::period(words, end).is_some();
    let is_counted = is_timed || ((after_colon || there_are) && stands_alone);
    let unit = (0..at).rev().find_map(|place| lexicon::unit_at(&words[place..at]));
    match unit.filter(|_| is_counted) {
        Some((unit, _)) => Found::of(Part::Count { amount, unit }, end - at),
        None => Found::nothing(taken),
    }
}

/// A country after a word that says "from", or the people it is named by.
fn origin(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let rest = &words[at..];
    if lexicon::ABROAD.iter().any(|phrase| begins(rest, phrase)) {
        let taken = lexicon::ABROAD.iter().find(|phrase| begins(rest, phrase))?.len();
        return Some((Part::Abroad, taken));
    }
    let (place, named, taken) = Places::shipped().at(words, at)?;
    let from =
        at.checked_sub(1).is_some_and(|before| lexicon::FROM.contains(&&*words[before].lower));
    let article = at.checked_sub(2).is_some_and(|before| {
        matches!(&*words[at - 1].lower, "the" | "l'" | "la" | "le" | "les")
            && lexicon::FROM.contains(&&*words[before].lower)
    });
    let thing = named == PlaceForm::Demonym
        && [at.checked_sub(1), Some(at + taken)].into_iter().flatten().any(|beside| {
            words.get(beside).is_some_and(|word| lexicon::THINGS.contains(&&*word.lower))
        });
    // "80 % des adresses sont ukrainiennes".
    let are = named == PlaceForm::Demonym
        && at.checked_sub(2).is_some_and(|before| {
            matches!(&*words[at - 1].lower, "are" | "were" | "sont" | "étaient")
                && lexicon::THINGS.contains(&&*words[before].lower)
        });
    (from || article || thing || are)
        .then(|| (Part::Origin { country: place.code.clone(), named }, taken))
}

fn target(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let rest = &words[at..];
    let found = lexicon::TARGETS.iter().find(|(phrase, _)| begins(rest, phrase));
    found.map(|(phrase, target)| (Part::On { target: *target }, phrase.len()))
}
