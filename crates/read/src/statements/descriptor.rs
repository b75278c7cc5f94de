//! Descriptions of a body or person that was named before, where no noun of theirs is known:
//! "the company", "l'industriel", "the activist", "cette mère de famille".

use crate::lexicon::{class, listed};

use super::mention::Gender;
use super::naming::gender_of_article;
use super::reader::Reader;
use super::record::{ActorKind, ResolvedBy};
use super::resolve::actor;
use super::speaker::{Entity, Sort, Who};
use super::whom::Noun;

/// A description is looked for among so many of those spoken of last.
const NEAR: usize = 6;

impl Who {
    /// "the company", "l'entreprise": the last body with a name of its own of which nothing else is
    /// known, or that is some business too.
    pub(super) fn described_body(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let alone = noun.stop == noun.head + 1
            && noun.head == noun.range.0 + 1
            && !reader.is(noun.stop, class::REL);
        let definite =
            matches!(reader.lower(noun.range.0), "the" | "le" | "la" | "l'" | "cette" | "ce");
        if !(alone && definite && listed("business", &noun.role)) {
            return None;
        }
        self.recent.iter().rev().take(NEAR).find(|entity| {
            let known = entity.nouns.iter().all(|known| listed("business", known));
            let own = entity.name.chars().next().is_some_and(char::is_uppercase)
                && !entity.name.split(' ').any(|word| {
                    let word = word.to_lowercase();
                    reader.lexicon.entry(&word).is(class::BODY | class::PEOPLE)
                        && !listed("business", &word)
                });
            entity.sort == Sort::Body && known && own && !is_place(&entity.name)
        })
    }

    /// "The activist said": the English press, too, seldom writes so of somebody new.
    pub(super) fn described_once(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let alone = noun.stop == noun.head + 1 && noun.head == noun.range.0 + 1;
        let person = reader.is(noun.head, class::PERSON | class::MAN | class::WOMAN)
            && !reader.is(noun.head, class::PEOPLE);
        if !reader.english()
            || !alone
            || !person
            || reader.lower(noun.range.0) != "the"
            || listed("incumbents", &noun.role)
        {
            return None;
        }
        let woman = reader.is(noun.head, class::WOMAN) && !reader.is(noun.head, class::MAN);
        let man = reader.is(noun.head, class::MAN) && !reader.is(noun.head, class::WOMAN);
        let last = self.recent.iter().rev().take(NEAR).find(|entity| {
            entity.sort == Sort::Person
                && entity.name.chars().next().is_some_and(char::is_uppercase)
        })?;
        let other =
            woman && last.gender == Some(Gender::Man) || man && last.gender == Some(Gender::Woman);
        (!other).then_some(last)
    }

    /// "the transport minister", where a single person was named so far, and with no office: a portrait
    /// calls whom it portrays by it.
    pub(super) fn only_person(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let person = reader.is(noun.head, class::PERSON) && !noun.role.ends_with('s');
        let named = (noun.range.0..noun.range.1).any(|at| reader.is_name(at));
        let definite = matches!(reader.lower(noun.range.0), "the" | "le" | "la" | "l'");
        if !person || named || !definite || listed("mouthpiece", &noun.role) {
            return None;
        }
        let mut people = self.recent.iter().filter(|entity| {
            entity.sort == Sort::Person
                && entity.name.chars().next().is_some_and(char::is_uppercase)
        });
        let only = people.next().filter(|only| only.nouns.is_empty())?;
        let gender = gender_of_article(reader, noun.range.0, noun.head);
        let fits = gender.is_none() || only.gender.is_none() || gender == only.gender;
        (people.next().is_none() && fits).then_some(only)
    }

    /// "Cette mère de famille": whoever was spoken of last, where it opens its sentence.
    pub(super) fn pointed_at(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let start = noun.range.0;
        let opens = reader.text.units.iter().any(|unit| unit.start == start);
        let person = reader.is(noun.head, class::PERSON | class::MAN | class::WOMAN)
            && !noun.role.ends_with('s');
        if !opens || !person || !matches!(reader.lower(start), "ce" | "cet" | "cette") {
            return None;
        }
        let gender = gender_of_article(reader, start, noun.head);
        self.recent.iter().rev().take(NEAR).find(|entity| {
            entity.sort == Sort::Person
                && entity.name.chars().next().is_some_and(char::is_uppercase)
                && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
        })
    }
}

fn is_place(name: &str) -> bool {
    actor(name.to_owned(), None, ActorKind::Named, ResolvedBy::Direct).country.is_some()
}
