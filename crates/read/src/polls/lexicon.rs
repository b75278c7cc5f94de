//! The words of poll reports, from `data/polls/lexicon.txt`, and the institutes' names.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::number::begins;
use crate::words::{Word, words};

/// What a phrase says about the figures beside it. The groups are explained in the data file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Sign {
    Poll,
    ThePoll,
    OtherPoll,
    Intention,
    Duel,
    Favourable,
    Popularity,
    Unfavourable,
    Certainty,
    First,
    Second,
    NotPoll,
    Result,
    Up,
    Down,
    Lead,
    Race,
    Undecided,
}

impl Sign {
    fn named(group: &str) -> Option<Self> {
        Some(match group {
            "poll" => Self::Poll,
            "the_poll" => Self::ThePoll,
            "other_poll" => Self::OtherPoll,
            "intention" => Self::Intention,
            "duel" => Self::Duel,
            "favourable" => Self::Favourable,
            "popularity" => Self::Popularity,
            "unfavourable" => Self::Unfavourable,
            "certainty" => Self::Certainty,
            "first" => Self::First,
            "second" => Self::Second,
            "not_poll" => Self::NotPoll,
            "result" => Self::Result,
            "up" => Self::Up,
            "down" => Self::Down,
            "lead" => Self::Lead,
            "race" => Self::Race,
            "undecided" => Self::Undecided,
            _ => return None,
        })
    }
}

/// A phrase found: which words, and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) sign: Sign,
    pub(super) at: usize,
    pub(super) taken: usize,
}

type Phrases = HashMap<String, Vec<(Vec<String>, Sign)>>;

fn phrases() -> &'static Phrases {
    static READ: LazyLock<Phrases> = LazyLock::new(|| {
        let mut read = Phrases::new();
        for (sign, phrase) in lines(include_str!("../../data/polls/lexicon.txt")) {
            let mut lower = words(phrase).into_iter().map(|word| word.lower);
            if let (Some(sign), Some(first)) = (Sign::named(sign), lower.next()) {
                read.entry(first).or_default().push((lower.collect(), sign));
            }
        }
        read
    });
    &READ
}

/// (first field, each of the comma-separated rest), without comments.
fn lines(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let (group, rest) = line.split_once('|').unwrap_or_default();
        rest.split(',').map(move |phrase| (group.trim(), phrase.trim()))
    })
}

/// Every phrase of the lexicon in these words, in order. Phrases may overlap.
pub(super) fn hits(words: &[Word]) -> Vec<Hit> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        for (rest, sign) in phrases().get(&word.lower).into_iter().flatten() {
            let next = &words[at + 1..];
            let meets = next.len() >= rest.len()
                && rest.iter().zip(next).all(|(wanted, word)| *wanted == word.lower);
            if meets {
                found.push(Hit { sign: *sign, at, taken: 1 + rest.len() });
            }
        }
    }
    found
}

/// A name for comparing: lower case, letters and digits only.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn institutes() -> &'static HashMap<String, &'static str> {
    static READ: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let table = include_str!("../../data/polls/institutes.txt");
        let mut read = HashMap::new();
        for (usual, other) in lines(table) {
            read.insert(folded(usual), usual);
            read.insert(folded(other), usual);
        }
        read.remove("");
        read
    });
    &READ
}

/// The usual name of an institute; the name as it stands where the list does not have it.
pub(super) fn usual_name(name: &str) -> &str {
    institutes().get(&folded(name)).copied().unwrap_or(name)
}

/// The institute of the list named at `words[at]`, and in how many words: the longest that fits.
pub(super) fn institute_at(words: &[Word], at: usize) -> Option<(&'static str, usize)> {
    if !words.get(at)?.capital {
        return None;
    }
    (1..=4)
        .rev()
        .find_map(|taken| {
            let named: String =
                words.get(at..at + taken)?.iter().map(|word| folded(&word.lower)).collect();
            institutes().get(&named).map(|usual| (*usual, taken))
        })
        .or_else(|| {
            // "Ifop-JDD": who asked, and who paid.
            let (asked, _) = words.get(at)?.lower.split_once('-')?;
            institutes().get(&folded(asked)).map(|usual| (*usual, 1))
        })
}

/// Whether `words` begins with one of `phrases`, and in how many words.
pub(super) fn one_of(words: &[Word], phrases: &[&[&str]]) -> Option<usize> {
    phrases.iter().filter(|phrase| begins(words, phrase)).map(|phrase| phrase.len()).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_names_a_group() {
        for (group, phrase) in lines(include_str!("../../data/polls/lexicon.txt")) {
            assert!(Sign::named(group).is_some() && !phrase.is_empty(), "{group} | {phrase}");
            let read = words(phrase);
            assert!(!hits(&read).is_empty(), "{phrase}");
        }
    }

    #[test]
    fn institutes_are_one_under_all_their_spellings() {
        let named =
            ["IFOP", "Ifop-Fiducial", "Opinion Way", "Opinionway", "ELABE", "Nobody & Sons"];
        assert_eq!(
            named.map(usual_name),
            ["Ifop", "Ifop", "OpinionWay", "OpinionWay", "Elabe", "Nobody & Sons"]
        );
        let text = words("a Kantar Sofres poll");
        assert_eq!(institute_at(&text, 1), Some(("Kantar", 2)));
    }
}
