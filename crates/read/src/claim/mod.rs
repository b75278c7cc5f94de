//! A sentence about attacks, taken apart: how many of what, in which time, which share, from where,
//! on what — and what no log can answer.
//!
//! This says what a sentence claims, never whether it is so: the use case that holds the lake does.

mod lexicon;

use serde::Serialize;

use crate::number::{Amount, begins, number_at, span};
use crate::places::{PlaceForm, Places};
use crate::words::{Span, Word, words};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// "Attacks": by any of the four counts.
    Attacks,
    /// Tries, attempts.
    Attempts,
    /// Requests, hits, connections, visits: lines of a log.
    Lines,
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

/// Takes a sentence apart, in the order of its words. English and French may be mixed.
#[must_use]
pub fn claim_parts(text: &str) -> Vec<ClaimPart> {
    let words = words(text);
    let mut parts: Vec<ClaimPart> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = reputation(&words, at)
            .or_else(|| author(&words, at))
            .or_else(|| time(&words, at))
            .or_else(|| amount(&words, at))
            .or_else(|| origin(&words, at))
            .or_else(|| target(&words, at));
        let Some((part, taken)) = found else {
            at += 1;
            continue;
        };
        if let Some(span) = span(&words, at, taken) {
            parts.push(ClaimPart { part, span });
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
    const BEFORE: &[&[&str]] =
        &[&["a"], &["an"], &["per"], &["each"], &["every"], &["par"], &["chaque"], &["à", "l'"]];
    const WITHIN: &[&str] = &["in", "within", "en", "during", "pendant", "over"];
    let rest = &words[at..];
    if let Some(every) = lexicon::every_adverb(&rest[0].lower) {
        return Some((Part::Every { every }, 1));
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

fn amount(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let (amount, taken) = number_at(words, at)?;
    if amount.is_share {
        return Some((Part::Share { amount }, taken));
    }
    let behind = words.get(at + taken..)?;
    let reach = behind.iter().take(REACH).enumerate();
    let (place, unit) = reach
        .take_while(|(_, word)| {
            !word.after_stop && number_at(std::slice::from_ref(word), 0).is_none()
        })
        .find_map(|(place, word)| lexicon::unit(&word.lower).map(|unit| (place, unit)))?;
    Some((Part::Count { amount, unit }, taken + place + 1))
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
    (from || article || thing).then(|| (Part::Origin { country: place.code.clone(), named }, taken))
}

fn target(words: &[Word], at: usize) -> Option<(Part, usize)> {
    let rest = &words[at..];
    lexicon::TARGETS
        .iter()
        .find(|(phrase, _)| begins(rest, phrase))
        .map(|(phrase, target)| (Part::On { target: *target }, phrase.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let part = |part: &ClaimPart| {
            let what = serde_json::to_string(&part.part).unwrap();
            format!("  {} <- {}\n", what, part.span.of(text))
        };
        format!("{text}\n{}", claim_parts(text).iter().map(part).collect::<String>())
    }

    #[test]
    fn a_sentence_about_attacks_is_taken_apart() {
        let said = [
            "hundreds of attacks a day, half of them from Ukraine",
            "des centaines d’attaques par jour, dont la moitié vient d’Ukraine",
            "185,000 visits in 15 minutes, with the attacks coming mainly from Russia and China",
            "Notre site et nos serveurs de messagerie subissent plus de 2 000 tentatives chaque jour.",
            "Half of the attacks come from Ukraine, which is known for its links to hackers",
            "Russian hackers ordered by Moscow sent 300 phishing e-mails last week",
            "un tiers des connexions provenaient d’adresses russes",
            "Hello, nothing is claimed here.",
        ];
        let all: Vec<String> = said.iter().map(|text| read(text)).collect();
        insta::assert_snapshot!(all.join("\n"), @r###"
        hundreds of attacks a day, half of them from Ukraine
          {"part":"count","amount":{"low":200.0,"high":999.0,"is_share":false},"unit":"attacks"} <- hundreds of attacks
          {"part":"every","every":"day"} <- a day
          {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true}} <- half
          {"part":"origin","country":"UA","named":"name"} <- Ukraine

        des centaines d’attaques par jour, dont la moitié vient d’Ukraine
          {"part":"count","amount":{"low":200.0,"high":999.0,"is_share":false},"unit":"attacks"} <- des centaines d’attaques
          {"part":"every","every":"day"} <- par jour
          {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true}} <- la moitié
          {"part":"origin","country":"UA","named":"name"} <- Ukraine

        185,000 visits in 15 minutes, with the attacks coming mainly from Russia and China
          {"part":"count","amount":{"low":185000.0,"high":185000.0,"is_share":false},"unit":"lines"} <- 185,000 visits
          {"part":"within","amount":{"low":15.0,"high":15.0,"is_share":false},"every":"minute"} <- in 15 minutes
          {"part":"origin","country":"RU","named":"name"} <- Russia
          {"part":"origin","country":"CN","named":"name"} <- China

        Notre site et nos serveurs de messagerie subissent plus de 2 000 tentatives chaque jour.
          {"part":"on","target":"web"} <- site
          {"part":"on","target":"mail"} <- serveurs de messagerie
          {"part":"count","amount":{"low":2000.0,"high":null,"is_share":false},"unit":"attempts"} <- plus de 2 000 tentatives
          {"part":"every","every":"day"} <- chaque jour

        Half of the attacks come from Ukraine, which is known for its links to hackers
          {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true}} <- Half
          {"part":"origin","country":"UA","named":"name"} <- Ukraine
          {"part":"reputation"} <- known for its links to hackers

        Russian hackers ordered by Moscow sent 300 phishing e-mails last week
          {"part":"author"} <- Russian hackers
          {"part":"author"} <- ordered by Moscow
          {"part":"count","amount":{"low":300.0,"high":300.0,"is_share":false},"unit":"mails"} <- 300 phishing e-mails

        un tiers des connexions provenaient d’adresses russes
          {"part":"share","amount":{"low":0.283,"high":0.383,"is_share":true}} <- un tiers
          {"part":"origin","country":"RU","named":"demonym"} <- russes

        Hello, nothing is claimed here.
        "###);
    }
}
