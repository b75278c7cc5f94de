//! Whom a phrase means: names, roles, descriptions and pronouns, by what was said last.

use crate::lexicon::{StatementKind, class};

use super::mention::{Cast, Gender};
use super::naming::{full_words, gender_of_article, gender_of_role, named_body, sort_of};
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::Actor;

/// Somebody whom a later pronoun or description can mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entity {
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) gender: Option<Gender>,
    /// The nouns it was called by, lower case.
    pub(super) nouns: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Person,
    Body,
    People,
}

/// Who was spoken of so far, latest last.
#[derive(Debug, Default)]
pub(super) struct Who {
    pub(super) recent: Vec<Entity>,
    /// Who spoke last.
    pub(super) spoke: Option<String>,
    /// Whom the last accusation, criticism or demand was aimed at.
    pub(super) aimed: Option<String>,
    /// Who spoke in the unit before.
    pub(super) last: Option<String>,
    /// The two that "both of whom" stands for, where it was asked last.
    pub(super) pair: Option<(String, String)>,
}

/// Beyond so many, the oldest are forgotten.
const KEPT: usize = 60;

impl Who {
    pub(super) fn push(&mut self, entity: Entity) {
        let old =
            self.recent.iter().position(|known| known.name.eq_ignore_ascii_case(&entity.name));
        let mut entity = entity;
        if let Some(old) = old {
            let known = self.recent.remove(old);
            entity.gender = entity.gender.or(known.gender);
            for noun in known.nouns {
                if !entity.nouns.contains(&noun) {
                    entity.nouns.push(noun);
                }
            }
        }
        if self.recent.len() >= KEPT {
            self.recent.remove(0);
        }
        self.recent.push(entity);
    }

    /// A unit has been read: who is in it can be meant next, its first actor before the others.
    pub(super) fn pass(&mut self, reader: &Reader, cast: &Cast, place: usize) {
        let unit = reader.text.units[place];
        self.bodies(reader, cast, (unit.start, unit.end));
        self.subject_passes(reader, cast, (unit.start, unit.end));
        let within = cast.within((unit.start, unit.end));
        let speaks = self.spoke.take();
        self.last.clone_from(&speaks);
        self.groups(reader, (unit.start, unit.end));
        for index in within.into_iter().rev() {
            let member = &cast.members[index];
            let sort = if member.person { Sort::Person } else { Sort::Body };
            self.push(Entity {
                name: member.name.clone(),
                sort,
                gender: member.gender,
                nouns: member.roles.clone(),
            });
        }
        if speaks.is_none() {
            self.subject_stands(reader, cast, (unit.start, unit.end));
        }
        // Whoever spoke comes first.
        if let Some(at) =
            speaks.and_then(|name| self.recent.iter().position(|entity| entity.name == name))
        {
            let entity = self.recent.remove(at);
            self.recent.push(entity);
        }
    }

    /// "the platforms", "fishermen": groups that "they" can mean next.
    fn groups(&mut self, reader: &Reader, (start, end): Range) {
        for head in start..end {
            if !reader.is(head, class::PEOPLE)
                || reader.token(head).quote != 0
                || reader.token(head).capital && head != start
                || !reader.entry(head).verbs.is_empty()
            {
                continue;
            }
            let from = head - usize::from(head > start && reader.is(head - 1, class::DET));
            let bare = usize::from(reader.lower(from) == "the");
            let name = reader.text.words(from + bare, head + 1).to_owned();
            let role = reader.lower(head).to_owned();
            if !self.recent.iter().any(|entity| entity.nouns.contains(&role)) {
                self.push(Entity { name, sort: Sort::People, gender: None, nouns: vec![role] });
            }
        }
    }

    /// Bodies with a name in theirs: "the Harlow campaign", later "the campaign".
    fn bodies(&mut self, reader: &Reader, cast: &Cast, (start, end): Range) {
        for head in start..end {
            if !reader.is(head, class::BODY)
                || reader.token(head).capital
                || reader.token(head).quote != 0
            {
                continue;
            }
            let mut from = head;
            while from > start
                && head - from < 5
                && reader.is_word(from - 1)
                && !reader.is(
                    from - 1,
                    class::DET | class::POSS | class::PREP | class::AUX | class::COORD | class::SUB,
                )
                && !reader.is_verbish(from - 1)
                && reader.english()
            {
                from -= 1;
            }
            let article = from > start && reader.is(from - 1, class::DET | class::POSS);
            let Some((_, to)) = reader.phrase_right(head, end, false) else { continue };
            let named = (from..to).any(|at| reader.is_name(at)) || reader.english() && from < head;
            if !article || !named || to - from > 9 {
                continue;
            }
            let role = reader.lower(head).to_owned();
            if let Some(name) = named_body(reader, to, head) {
                let gender = gender_of_article(reader, from - 1, head);
                self.push(Entity { name, sort: Sort::Body, gender, nouns: vec![role] });
                continue;
            }
            let name = full_words(reader, cast, (from, to));
            if !self.recent.iter().any(|entity| entity.name == name) {
                let gender = gender_of_article(reader, from - 1, head);
                self.recent.insert(0, Entity { name, sort: Sort::Body, gender, nouns: vec![role] });
            }
        }
    }

    /// The speaker of this statement can be meant by the next pronoun.
    pub(super) fn note(&mut self, cast: &mut Cast, speaker: Option<&Actor>, raw: &Raw) {
        let Some(speaker) = speaker.filter(|_| raw.kind == StatementKind::Speech) else { return };
        let member = cast.members.iter().position(|member| member.name == speaker.name);
        let role = speaker.role.clone();
        if let (Some(index), Some(role)) = (member, &role) {
            cast.learn(index, role);
        }
        let known = member.map(|index| &cast.members[index]);
        let sort = match known {
            Some(member) if member.person => Sort::Person,
            _ => self
                .recent
                .iter()
                .find(|entity| entity.name == speaker.name)
                .map_or_else(|| sort_of(speaker), |entity| entity.sort),
        };
        let gender =
            known.and_then(|member| member.gender).or_else(|| gender_of_role(role.as_deref()));
        let nouns = role
            .into_iter()
            .chain(known.into_iter().flat_map(|member| member.roles.clone()))
            .collect();
        self.push(Entity { name: speaker.name.clone(), sort, gender, nouns });
        self.spoke = Some(speaker.name.clone());
    }

    /// "X was asked by Y to …. He": the subject goes on, not who asked.
    pub(super) fn goes_on_with(&mut self, raw: &Raw, targets: &[Actor]) {
        if let Some(subject) = targets.first().filter(|_| raw.passive && !raw.shared) {
            self.spoke = Some(subject.name.clone());
        }
    }

    pub(super) fn recent(&self) -> &[Entity] {
        &self.recent
    }
}
