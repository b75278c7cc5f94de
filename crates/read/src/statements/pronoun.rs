//! Whom a pronoun means: by its sentence, by who spoke last, by what it stands behind.

use crate::lexicon::class;

use super::bodies::{both, is_body};
use super::descriptor_french::named_before;
use super::mention::{Cast, Gender};
use super::naming::{full_words, head_of};
use super::reader::Reader;
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::actor;
use super::speaker::{Entity, Sort, Who};

impl Who {
    /// "X, who": whom a relative stands for.
    pub(super) fn antecedent(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        start: usize,
        not: Option<&str>,
    ) -> Option<Actor> {
        let floor =
            reader.text.units.iter().rfind(|unit| unit.start <= start).map_or(0, |unit| unit.start);
        // "…, both of whom".
        let relative = start;
        let mut start = start;
        let several = start > floor + 2 && reader.lower(start - 1) == "of";
        if start > floor + 2 && reader.lower(start - 1) == "of" {
            start -= 2;
        }
        // "…, selon qui", "…, pour lesquels".
        let prepositional =
            !reader.english() && start > floor + 1 && reader.is(start - 1, class::PREP);
        if prepositional {
            start -= 1;
        }
        let comma = usize::from(start > 0 && reader.lower(start - 1) == ",");
        let left = reader.phrase_left(start - comma, floor);
        let mut before = if reader.english() {
            left?
        } else {
            // "Des messages circulent, selon lesquels".
            left.or_else(|| reader.phrase_right(floor, start, false))?
        };
        // "a été diffusé par le compte X, qui": the agent.
        if let Some(par) = (before.0..before.1)
            .rfind(|at| !reader.english() && reader.lower(*at) == "par" && at + 1 < before.1)
        {
            before.0 = par + 1;
        }
        // "le récit des pompiers, pour qui": only somebody can be meant.
        let head = head_of(reader, before);
        let thing =
            !reader.is(head, class::PERSON | class::PEOPLE | class::BODY) && !reader.is_name(head);
        if prepositional
            && thing
            && let Some(of) = (head + 1..before.1)
                .find(|at| matches!(reader.lower(*at), "de" | "d'" | "du" | "des"))
            && let Some(inner) = reader.phrase_right(of + 1, before.1, false)
        {
            before = inner;
        }
        if let Some(wider) = named_before(reader, cast, before, floor) {
            before = wider;
        }
        if several && let Some((one, other)) = both(reader, cast, before, floor) {
            let span = Some(reader.text.span(relative, relative + 1));
            self.pair = Some((one.clone(), other));
            return Some(actor(one, span, ActorKind::Named, ResolvedBy::Direct));
        }
        if several {
            // The last name before it, not all that the name hangs on.
            let name = (before.0..before.1).rev().take_while(|at| reader.is_name(*at));
            before.0 = name.last().unwrap_or(before.0);
        }
        if before.1 > relative {
            return None;
        }
        self.whom(reader, cast, (before.0.max(before.1.saturating_sub(12)), before.1), not)
    }

    /// "As for the prefect, Olive B., she …": a person named before the pronoun in its own sentence.
    pub(super) fn in_sentence(
        &self,
        reader: &Reader,
        cast: &Cast,
        at: usize,
        word: &str,
        not: Option<&str>,
    ) -> Option<String> {
        let place = reader.text.units.partition_point(|unit| unit.start <= at).checked_sub(1)?;
        let start = reader.text.units[place].start;
        if word == "it" {
            return self.body_of_sentence(reader, cast, start, at, not);
        }
        // "Le parti H. a saisi le site, qu'il accuse": the subject of the sentence.
        if matches!(word, "il" | "elle")
            && at > start
            && matches!(reader.lower(at - 1), "que" | "qu'")
            && let Some(found) = self.body_of_sentence(reader, cast, start, at, not)
        {
            let feminine = matches!(reader.lower(start), "la" | "une");
            let elided = reader.lower(start) == "l'";
            if elided || feminine == (word == "elle") {
                return Some(found);
            }
        }
        if matches!(word, "ils" | "elles") {
            let range = reader.phrase_right(start, at, true)?;
            let several =
                reader.lower(start) == "les" && reader.is(head_of(reader, range), class::PEOPLE);
            return several.then(|| full_words(reader, cast, range));
        }
        let wanted = match word {
            "he" | "him" | "il" | "lui" => Gender::Man,
            "his" if reader.english() => Gender::Man,
            "she" | "elle" => Gender::Woman,
            "her" if reader.english() => Gender::Woman,
            _ => return None,
        };
        let fits = |index: &usize| {
            let member = &cast.members[*index];
            member.person && member.gender == Some(wanted) && not != Some(member.name.as_str())
        };
        // "X's adviser Y resigned after he": Y, not whose adviser he is.
        let owner = (start..at).find(|at| reader.english() && reader.lower(*at) == "'s");
        let owned = owner.and_then(|owner| {
            let verb = (owner + 1..at).find(|at| reader.is_verbish(*at))?;
            cast.within((owner + 1, verb)).into_iter().find(fits)
        });
        let found = owned.or_else(|| cast.within((start, at)).into_iter().find(fits))?;
        Some(cast.members[found].name.clone())
    }

    /// "The campaign has stumbled as it …": the body that is the subject of its own sentence.
    fn body_of_sentence(
        &self,
        reader: &Reader,
        cast: &Cast,
        start: usize,
        at: usize,
        not: Option<&str>,
    ) -> Option<String> {
        let verb = (start + 1..at.min(start + 9)).find(|here| reader.is_verbish(*here))?;
        let range = reader.phrase_left(verb, start)?;
        let head = head_of(reader, range);
        let name = full_words(reader, cast, range);
        (reader.is(head, class::BODY)
            && !reader.is(head, class::PERSON)
            && (range.0..range.1).any(|here| reader.is_name(here))
            && not != Some(name.as_str()))
        .then_some(name)
    }

    pub(super) fn pronoun(&self, word: &str, not: Option<&str>) -> Option<String> {
        let fits = |entity: &&Entity| {
            let man = entity.gender != Some(Gender::Woman);
            let woman = entity.gender != Some(Gender::Man);
            let fit = match word {
                "he" | "him" | "his" | "himself" => entity.sort == Sort::Person && man,
                "she" | "her" | "herself" => entity.sort == Sort::Person && woman,
                "it" | "its" => entity.sort == Sort::Body,
                "they" | "them" | "their" | "ils" | "elles" => entity.sort == Sort::People,
                "il" | "celui-ci" | "lui" => entity.sort != Sort::People && man,
                "elle" | "celle-ci" => entity.sort != Sort::People && woman,
                "sa" | "son" | "ses" => entity.sort == Sort::Person,
                "l'" | "me" => entity.sort != Sort::People,
                _ => return false,
            };
            fit && not != Some(entity.name.as_str())
        };
        // A gender that is known goes before one that is not, within the last few.
        let recent = || self.recent.iter().rev().take(8);
        // "celui-ci": of the last few not who spoke, but whom it was about.
        if matches!(word, "celui-ci" | "celle-ci")
            && let Some(found) = self.recent.iter().rev().take(3).find(|entity| {
                fits(entity) && entity.gender.is_some() && Some(&entity.name) != self.last.as_ref()
            })
        {
            return Some(found.name.clone());
        }
        if matches!(word, "celui-ci" | "celle-ci" | "lui")
            && let Some(found) = recent().find(|entity| fits(entity) && entity.sort == Sort::Person)
        {
            return Some(found.name.clone());
        }
        // Whoever spoke in the sentence before goes on, where nothing speaks against it.
        let goes_on = || {
            self.recent.last().filter(|entity| {
                Some(&entity.name) == self.last.as_ref()
                    && match word {
                        "they" => entity.sort != Sort::Person && not != Some(entity.name.as_str()),
                        "he" | "she" | "il" | "elle" => {
                            entity.sort == Sort::Person && entity.gender.is_none() && fits(entity)
                        }
                        _ => false,
                    }
            })
        };
        if let Some(entity) = goes_on() {
            return Some(entity.name.clone());
        }
        if matches!(word, "il" | "elle")
            && let Some(found) = self.person_before_body(&fits)
        {
            return Some(found.name.clone());
        }
        if word == "it"
            && let Some(found) = recent().find(|entity| fits(entity) && is_body(entity))
        {
            return Some(found.name.clone());
        }
        let sure = recent().take(5).find(|entity| {
            fits(entity)
                && (entity.gender.is_some() || !matches!(word, "il" | "elle" | "he" | "she"))
        });
        let loose = || match word {
            // A name alone may be a person's; several may be a body.
            "he" | "she" | "him" | "her" | "his" => recent().find(|entity| {
                entity.sort == Sort::Body
                    && entity.nouns.is_empty()
                    && !entity.name.contains(' ')
                    && not != Some(entity.name.as_str())
            }),
            "they" | "ils" | "elles" | "their" | "them" => {
                recent().find(|entity| entity.sort == Sort::Body)
            }
            _ => None,
        };
        sure.or_else(|| recent().find(fits)).or_else(loose).map(|entity| entity.name.clone())
    }
}
