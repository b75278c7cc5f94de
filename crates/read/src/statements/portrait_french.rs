//! French words for somebody named before who was never called by them: where he comes from ("le
//! Breton"), what his office is also called ("le chef du gouvernement"), what his trade sounds like.

use crate::lexicon::{class, listed};

use super::mention::{Cast, Gender};
use super::naming::{full_words, gender_of_article, head_of, named_body};
use super::reader::{Range, Reader};
use super::speaker::{Entity, Sort, Who};
use super::whom::Noun;

/// Looked for among so many of those spoken of last.
const NEAR: usize = 6;

/// Endings of words for people of a place, with the gender they show.
const PLACES: &[(&str, Gender)] = &[
    ("aise", Gender::Woman),
    ("oise", Gender::Woman),
    ("ienne", Gender::Woman),
    ("éenne", Gender::Woman),
    ("onne", Gender::Woman),
    ("arde", Gender::Woman),
    ("aine", Gender::Woman),
    ("ine", Gender::Woman),
    ("ais", Gender::Man),
    ("ois", Gender::Man),
    ("ien", Gender::Man),
    ("éen", Gender::Man),
    ("ton", Gender::Man),
    ("ard", Gender::Man),
    ("ain", Gender::Man),
    ("din", Gender::Man),
];

/// Endings of words for somebody by what he does, which no list need have.
const TRADES: &[&str] = &[
    "iste", "ologue", "teur", "trice", "euse", "naire", "cien", "cienne", "crate", "graphe",
    "genaire", "iatre", "ieur", "ateur", "seur",
];

impl Reader<'_> {
    /// "Batirex cherche à se défausser", "Ferrolac emploie trois": a verb that no list has, behind a name
    /// that begins its phrase.
    pub(super) fn acts_behind_name(&self, at: usize, start: usize) -> bool {
        if self.english() || at != start + 1 || !self.is_name(start) {
            return false;
        }
        let word = self.lower(at);
        if !["e", "t", "ent", "d"].iter().any(|end| word.ends_with(end)) {
            return false;
        }
        let next = self.lower(at + 1);
        let takes = self.is(at + 1, class::DET | class::POSS | class::OBJ)
            && !matches!(next, "de" | "d'" | "du" | "des")
            || matches!(next, "à" | "de" | "d'") && self.is_infinitive(at + 2)
            || matches!(next, "à" | "de") && matches!(self.lower(at + 2), "se" | "s'");
        let plain = self.entry(at).classes == 0 && !self.token(at).capital;
        plain && takes && word.len() > 3
    }
}

impl Who {
    /// "la Bretonne": the last person of that gender. "Le Parisien" may be a paper: where the article
    /// opens the sentence somebody must just have been named.
    pub(super) fn of_a_place(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let (start, head) = (noun.range.0, noun.head);
        let alone = noun.stop == head + 1 && head == start + 1;
        let opens = reader.token(start).capital;
        if reader.english()
            || !alone
            || !reader.token(head).capital
            || !matches!(reader.lower(start), "le" | "la" | "l'")
            || reader.is(head, class::PERSON | class::BODY | class::PEOPLE)
        {
            return None;
        }
        let ending = PLACES.iter().find(|(end, _)| noun.role.ends_with(end))?;
        let gender = gender_of_article(reader, start, start).unwrap_or(ending.1);
        if gender != ending.1 {
            return None;
        }
        let near = if opens { 3 } else { NEAR };
        self.last_person(near, Some(gender))
    }

    /// "La Cour des comptes a remis son rapport. Elle …": the subject of a sentence in which nobody speaks
    /// is who a pronoun means next, by all its words.
    pub(super) fn subject_stands(&mut self, reader: &Reader, cast: &Cast, (start, end): Range) {
        if reader.english() {
            return;
        }
        let mut first = start;
        while first < end && reader.is(first, class::ADV | class::TIME | class::COORD) {
            first += 1;
        }
        let article =
            matches!(reader.lower(first), "le" | "la" | "l'" | "les" | "un" | "une" | "des")
                || reader.is(first, class::DET) && reader.is(first + 1, class::PEOPLE);
        let Some(range) = reader.phrase_right(first, end, false).filter(|_| article) else {
            return;
        };
        let head = head_of(reader, range);
        let person = reader.is(head, class::PERSON) && !reader.lower(head).ends_with('s');
        let several = reader.is(head, class::PEOPLE);
        let body = reader.is(head, class::BODY) || listed("viral", reader.lower(head));
        let paper = listed("paper", reader.lower(head)) || listed("official", reader.lower(head));
        let acts = reader.is_verbish(range.1) || reader.is(range.1, class::AUX | class::OBJ);
        let named = cast.within(range).iter().any(|index| cast.members[*index].person);
        if !acts || named || !(person || several || body || paper) {
            return;
        }
        let sort = match () {
            () if several => Sort::People,
            () if person => Sort::Person,
            () => Sort::Body,
        };
        let role = reader.lower(head).to_owned();
        // A body with a name of its own is known by it already, a description by whom it fits.
        let known = self.recent.iter().any(|entity| entity.nouns.contains(&role));
        let whole = range.1 > head + 1;
        if named_body(reader, range.1, head).is_some() || known && !whole {
            return;
        }
        let gender = gender_of_article(reader, first, head);
        let name = full_words(reader, cast, range);
        if several {
            self.recent.retain(|entity| entity.nouns != [role.clone()]);
        }
        self.push(Entity { name, sort, gender, nouns: vec![role] });
    }

    /// "Le second accuse la première": of the two persons in the last sentence that names two.
    pub(super) fn of_two(
        &self,
        reader: &Reader,
        cast: &Cast,
        (start, end): Range,
    ) -> Option<String> {
        if reader.english() || end != start + 2 || !matches!(reader.lower(start), "le" | "la") {
            return None;
        }
        let place = match reader.lower(start + 1) {
            "premier" | "première" => 0,
            "second" | "seconde" => 1,
            _ => return None,
        };
        let units = &reader.text.units;
        let unit = units.partition_point(|unit| unit.start <= start).checked_sub(1)?;
        units[unit.saturating_sub(3)..unit].iter().rev().find_map(|unit| {
            let mut people: Vec<(usize, usize)> = cast
                .within((unit.start, unit.end))
                .into_iter()
                .filter(|index| cast.members[*index].person)
                .filter_map(|index| {
                    let at = cast.members[index].at.iter().find(|at| **at >= unit.start)?;
                    Some((*at, index))
                })
                .collect();
            people.sort_unstable();
            let [one, two] = people.as_slice() else { return None };
            let index = if place == 0 { one.1 } else { two.1 };
            Some(cast.members[index].name.clone())
        })
    }

    /// "un prestataire, la société Signalis. Cette dernière": a body of that gender, named behind the last
    /// person.
    pub(super) fn latter_body(
        &self,
        reader: &Reader,
        cast: &Cast,
        start: usize,
        gender: Option<Gender>,
    ) -> Option<String> {
        let floor = start.saturating_sub(30);
        let gender = gender.filter(|_| !reader.english())?;
        let head = (floor..start.saturating_sub(1)).rev().find(|at| {
            reader.is(*at, class::BODY)
                && !reader.token(*at).capital
                && reader.is(at.wrapping_sub(1), class::DET)
                && gender_of_article(reader, at - 1, *at) == Some(gender)
        })?;
        let after = cast.within((head, start)).iter().any(|index| {
            let member = &cast.members[*index];
            member.person && (member.gender.is_none() || member.gender == Some(gender))
        });
        let range = reader.phrase_right(head, start, false).filter(|_| !after)?;
        named_body(reader, range.1, head)
            .or_else(|| Some(reader.text.words(head - 1, range.1).to_owned()))
            .filter(|name| self.recent.iter().any(|entity| entity.name == *name))
    }

    /// "le chef du gouvernement", "la représentante de l'État": whose office is called so too.
    pub(super) fn of_office(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let (start, head) = (noun.range.0, noun.head);
        if reader.english() || noun.stop < head + 2 {
            return None;
        }
        let list = format!("aka-{}-{}", noun.role, reader.lower(noun.stop - 1));
        let gender = gender_of_article(reader, start, head);
        let holds = |known: &String| known.split(['/', ' ']).any(|word| listed(&list, word));
        self.recent.iter().rev().find(|entity| {
            entity.sort == Sort::Person
                && entity.nouns.iter().any(holds)
                && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
        })
    }

    /// "le navigateur", "la romaniste": a trade that no list has, of the last person named.
    pub(super) fn of_a_trade(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let (start, head) = (noun.range.0, noun.head);
        let alone = noun.stop == head + 1 && head == start + 1;
        let unknown = reader.entry(head).classes == 0 && reader.entry(head).verbs.is_empty();
        let sounds = TRADES.iter().any(|end| noun.role.ends_with(end));
        if reader.english()
            || !alone
            || !unknown
            || !sounds
            || reader.token(head).capital
            || !matches!(reader.lower(start), "le" | "la" | "l'")
        {
            return None;
        }
        let woman = ["trice", "euse", "cienne"].iter().any(|end| noun.role.ends_with(end));
        let gender = gender_of_article(reader, start, start).or(woman.then_some(Gender::Woman));
        self.last_person(3, gender)
    }

    fn last_person(&self, near: usize, gender: Option<Gender>) -> Option<&Entity> {
        self.recent.iter().rev().take(near).find(|entity| {
            entity.sort == Sort::Person
                && entity.name.chars().next().is_some_and(char::is_uppercase)
                && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
        })
    }
}
