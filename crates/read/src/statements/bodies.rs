//! Whom a phrase names beyond persons: lists, bodies by their names, the other of two.

use crate::lexicon::{class, listed};

use super::mention::{Cast, Gender};
use super::naming::{full_words, gender_of_article, named_body};
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::actor;
use super::speaker::{Entity, Sort, Who};
use super::whom::Noun;

impl Who {
    /// "X, Y and Z": all of them, by their words.
    pub(super) fn several(
        &mut self,
        reader: &Reader,
        cast: &Cast,
        (start, end): Range,
    ) -> Option<Actor> {
        let comma = (start + 1..end).find(|at| reader.lower(*at) == ",")?;
        let and = (comma + 2..end).find(|at| matches!(reader.lower(*at), "and" | "et"))?;
        let named = |range: std::ops::Range<usize>| {
            range.len() <= 6
                && range.clone().any(|at| reader.is_name(at))
                && range.clone().all(|at| {
                    reader.is_name(at)
                        || reader.is(at, class::DET)
                        || reader.lower(at) == ","
                        || reader.token(at).capital
                        // "l'Union du fret": a common noun behind "of".
                        || !reader.english()
                            && matches!(reader.lower(at - 1), "du" | "de" | "d'" | "des" | "l'")
                })
        };
        if !(named(start..comma) && named(comma + 1..and) && named(and + 1..end)) {
            return None;
        }
        let span = Some(reader.text.span(start, end));
        let name = full_words(reader, cast, (start, end));
        let found = actor(name, span, ActorKind::Named, ResolvedBy::Direct);
        self.push(Entity {
            name: found.name.clone(),
            sort: Sort::People,
            gender: None,
            nouns: Vec::new(),
        });
        Some(found)
    }

    /// "celle d'Élodie": the body that was spoken of last, of somebody else.
    pub(super) fn elliptic(&self, reader: &Reader, cast: &Cast, noun: &Noun) -> Option<Actor> {
        let start = noun.range.0;
        if !matches!(reader.lower(start), "celle" | "celui" | "ceux" | "celles") {
            return None;
        }
        // "Celle qui dirige le club": the last person, not a body.
        if matches!(reader.lower(start + 1), "qui" | "que" | "dont") {
            let gender = match reader.lower(start) {
                "celle" => Some(Gender::Woman),
                "celui" => Some(Gender::Man),
                _ => return None,
            };
            let fits = |entity: &&Entity| entity.sort == Sort::Person && entity.gender == gender;
            let name = self.recent.iter().rev().find(fits)?.name.clone();
            let by = ResolvedBy::Descriptor;
            return Some(actor(name, Some(noun.span), ActorKind::Descriptor, by));
        }
        let body = self
            .recent
            .iter()
            .rev()
            .find(|entity| entity.sort == Sort::Body && !entity.nouns.is_empty())?;
        let name =
            format!("{} {}", body.nouns[0], full_words(reader, cast, (start + 1, noun.stop)));
        Some(actor(name, Some(noun.span), ActorKind::Descriptor, ResolvedBy::Descriptor))
    }

    /// "his rival": the other person of the two.
    pub(super) fn other_side(
        &self,
        reader: &Reader,
        noun: &Noun,
        not: Option<&str>,
    ) -> Option<Actor> {
        if !reader.is(noun.range.0, class::POSS) || !listed("rival", &noun.role) {
            return None;
        }
        let woman = reader.is(noun.head, class::WOMAN) && !reader.is(noun.head, class::MAN);
        // "« … », a rétorqué son adversaire": whoever spoke in the sentence before is the one of the two.
        let first = match &self.spoke {
            None if !reader.english() => self.last.as_ref(),
            spoke => spoke.as_ref(),
        };
        let other = self.recent.iter().rev().find(|entity| {
            entity.sort == Sort::Person
                && !(woman && entity.gender == Some(Gender::Man))
                && Some(&entity.name) != first
                && Some(entity.name.as_str()) != not
        })?;
        Some(actor(
            other.name.clone(),
            Some(noun.span),
            ActorKind::Descriptor,
            ResolvedBy::Descriptor,
        ))
    }

    pub(super) fn named_body(&mut self, reader: &Reader, noun: &Noun) -> Option<Actor> {
        let name = named_body(reader, noun.stop, noun.head)?;
        let mut found = actor(name, Some(noun.span), ActorKind::Named, ResolvedBy::Direct);
        found.role = reader.is(noun.head, class::BODY).then(|| noun.role.clone());
        let gender = gender_of_article(reader, noun.range.0, noun.head);
        self.push(Entity {
            name: found.name.clone(),
            sort: Sort::Body,
            gender,
            nouns: vec![noun.role.clone()],
        });
        Some(found)
    }

    /// "the builder, Groves Marine, …": the name beside what a body is.
    pub(super) fn apposed_body(
        &mut self,
        reader: &Reader,
        cast: &Cast,
        noun: &Noun,
    ) -> Option<Actor> {
        let (start, comma) = (noun.range.0, noun.stop);
        let generic = reader.is(noun.head, class::BODY) && !reader.is_name(noun.head);
        if !generic || !listed("definite", reader.lower(start)) || reader.lower(comma) != "," {
            return None;
        }
        let first = comma + 1 + usize::from(reader.is(comma + 1, class::DET));
        let mut end = first;
        while reader.is_name(end) && reader.token(end).quote == 0 {
            end += 1;
        }
        let person = cast.within((comma, end)).iter().any(|index| cast.members[*index].person);
        if end == first || person || reader.lower(end) != "," {
            return None;
        }
        let name = reader.text.words(first, end).to_owned();
        let mut found = actor(name, Some(noun.span), ActorKind::Named, ResolvedBy::Appositive);
        found.role = Some(noun.role.clone());
        let gender = gender_of_article(reader, start, noun.head);
        self.push(Entity {
            name: found.name.clone(),
            sort: Sort::Body,
            gender,
            nouns: vec![noun.role.clone()],
        });
        Some(found)
    }
}

/// "X and far-right candidate Y, both of whom": the two, by their fullest names.
pub(super) fn both(
    reader: &Reader,
    cast: &Cast,
    (start, end): Range,
    floor: usize,
) -> Option<(String, String)> {
    let joint = |at: &usize| matches!(reader.lower(*at), "and" | "et");
    // "praised X and Y, both of whom": a verb may have parted the first from the second.
    let and = (start.saturating_sub(1).max(floor)..end).rfind(joint)?;
    let start = if and < start { reader.phrase_left(and, floor)?.0 } else { start };
    let person = |range: Range| {
        let index = cast.within(range).into_iter().rfind(|index| cast.members[*index].person)?;
        Some(cast.members[index].name.clone())
    };
    Some((person((start, and))?, person((and, end))?))
}

/// A body by its noun or with a name, not any thing that was called something.
pub(super) fn is_body(entity: &Entity) -> bool {
    let lexicon = crate::lexicon::Lexicon::shipped(crate::Language::En);
    entity.nouns.iter().any(|noun| lexicon.entry(noun).is(class::BODY))
        || entity.name.chars().any(char::is_uppercase)
}
