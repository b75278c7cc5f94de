//! Whom a phrase means: names, roles, descriptions and pronouns, by what was said last.

use crate::lexicon::{Act, StatementKind, class};

use super::mention::{Cast, Gender};
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::actor;

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
    recent: Vec<Entity>,
    /// Who spoke last.
    spoke: Option<String>,
}

/// Beyond so many, the oldest are forgotten.
const KEPT: usize = 60;

impl Who {
    fn push(&mut self, entity: Entity) {
        let old = self.recent.iter().position(|known| known.name.eq_ignore_ascii_case(&entity.name));
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
        let within = cast.within((unit.start, unit.end));
        let speaks = self.spoke.take();
        for index in within.into_iter().rev() {
            let member = &cast.members[index];
            let sort = if member.person { Sort::Person } else { Sort::Body };
            self.push(Entity { name: member.name.clone(), sort, gender: member.gender, nouns: member.roles.clone() });
        }
        // Whoever spoke comes first.
        if let Some(at) = speaks.and_then(|name| self.recent.iter().position(|entity| entity.name == name)) {
            let entity = self.recent.remove(at);
            self.recent.push(entity);
        }
    }

    /// Bodies with a name in theirs: "the Harlow campaign", later "the campaign".
    fn bodies(&mut self, reader: &Reader, cast: &Cast, (start, end): Range) {
        for head in start..end {
            if !reader.is(head, class::BODY) || reader.token(head).capital || reader.token(head).quote != 0 {
                continue;
            }
            let mut from = head;
            while from > start && head - from < 5 && reader.is_word(from - 1) && !reader.is(from - 1, class::DET | class::POSS | class::PREP | class::AUX | class::COORD | class::SUB)
                && !reader.is_verbish(from - 1) && reader.english()
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
            _ => self.recent.iter().find(|entity| entity.name == speaker.name).map_or_else(|| sort_of(speaker), |entity| entity.sort),
        };
        let gender = known.and_then(|member| member.gender).or_else(|| gender_of_role(role.as_deref()));
        let nouns = role.into_iter().chain(known.into_iter().flat_map(|member| member.roles.clone())).collect();
        self.push(Entity { name: speaker.name.clone(), sort, gender, nouns });
        self.spoke = Some(speaker.name.clone());
    }

    /// Who speaks.
    pub(super) fn speaker(&mut self, reader: &Reader, cast: &mut Cast, raw: &Raw) -> Option<Actor> {
        let range = raw.source?;
        // "Rumours claimed": nobody.
        let head = reader.lower(head_of(reader, range));
        if matches!(head, "rumours" | "rumors" | "rumour" | "rumor" | "rumeur" | "rumeurs") {
            return None;
        }
        self.whom(reader, cast, range, None)
    }

    /// Whom a phrase means; `not` is never meant by a pronoun.
    pub(super) fn whom(&mut self, reader: &Reader, cast: &mut Cast, range: Range, not: Option<&str>) -> Option<Actor> {
        let range = trim_article(reader, range);
        let (start, end) = range;
        if start >= end {
            return None;
        }
        let span = Some(reader.text.span(start, end));
        if end - start == 1 {
            if reader.is(start, class::REL) {
                let floor = reader.text.units.iter().rfind(|unit| unit.start <= start).map_or(0, |unit| unit.start);
                let comma = usize::from(start > 0 && reader.lower(start - 1) == ",");
                let before = reader.phrase_left(start - comma, floor)?;
                return self.whom(reader, cast, (before.0.max(before.1.saturating_sub(12)), before.1), not);
            }
            let pronoun = reader.lower(start).trim_start_matches('-');
            if let Some(found) = self.in_sentence(reader, cast, start, pronoun, not) {
                return Some(actor(found, span, ActorKind::Pronoun, ResolvedBy::Pronoun));
            }
            if let Some(found) = self.pronoun(pronoun, not) {
                return Some(actor(found, span, ActorKind::Pronoun, ResolvedBy::Pronoun));
            }
            if reader.is(start, class::PRON | class::OBJ | class::POSS) && !reader.is_name(start) {
                return None;
            }
        }
        if matches!(reader.lower(start), "ce" | "cette" | "ces" | "the") && matches!(reader.lower(start + 1), "dernier" | "dernière" | "latter") {
            let gender = match reader.lower(start + 1) {
                "dernier" => Some(Gender::Man),
                "dernière" => Some(Gender::Woman),
                _ => None,
            };
            let found = cast.before(start).into_iter().find(|index| {
                let member = &cast.members[*index];
                member.person && (gender.is_none() || member.gender.is_none() || member.gender == gender)
            })?;
            return Some(actor(cast.members[found].name.clone(), span, ActorKind::Descriptor, ResolvedBy::Pronoun));
        }
        self.phrase(reader, cast, range, not)
    }

    /// "As for the prefect, Olive B., she …": a person named before the pronoun in its own sentence.
    fn in_sentence(&self, reader: &Reader, cast: &Cast, at: usize, word: &str, not: Option<&str>) -> Option<String> {
        let wanted = match word {
            "he" | "il" | "lui" => Gender::Man,
            "she" | "elle" => Gender::Woman,
            _ => return None,
        };
        let place = reader.text.units.partition_point(|unit| unit.start <= at).checked_sub(1)?;
        let start = reader.text.units[place].start;
        let found = cast.within((start, at)).into_iter().map(|index| &cast.members[index])
            .find(|member| member.person && member.gender == Some(wanted) && not != Some(member.name.as_str()))?;
        Some(found.name.clone())
    }

    fn pronoun(&self, word: &str, not: Option<&str>) -> Option<String> {
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
        if matches!(word, "celui-ci" | "celle-ci" | "lui") && let Some(found) = recent().find(|entity| fits(entity) && entity.sort == Sort::Person) {
            return Some(found.name.clone());
        }
        let sure = recent().take(5).find(|entity| fits(entity) && (entity.gender.is_some() || !matches!(word, "il" | "elle" | "he" | "she")));
        let loose = || match word {
            // A name alone may be a person's; several may be a body.
            "he" | "she" | "him" | "her" | "his" => recent().find(|entity| {
                entity.sort == Sort::Body && entity.nouns.is_empty() && !entity.name.contains(' ') && not != Some(entity.name.as_str())
            }),
            "they" | "ils" | "elles" | "their" | "them" => recent().find(|entity| entity.sort == Sort::Body),
            _ => None,
        };
        sure.or_else(|| recent().find(fits)).or_else(loose).map(|entity| entity.name.clone())
    }

    /// A noun phrase: a name in it, a body, a role.
    fn phrase(&mut self, reader: &Reader, cast: &mut Cast, range: Range, not: Option<&str>) -> Option<Actor> {
        let (start, end) = range;
        let span = Some(reader.text.span(start, end));
        let head = head_of(reader, range);
        let role = reader.lower(head).to_owned();
        let definite = matches!(reader.lower(start), "the" | "le" | "la" | "l'" | "les" | "this" | "cet" | "ce" | "cette" | "that" | "these" | "ces" | "its" | "his" | "her" | "son" | "sa");
        let first_comma = (start..end).find(|at| reader.lower(*at) == "," || *at > start && reader.is(*at, class::REL)).unwrap_or(end);
        if matches!(reader.lower(start), "celle" | "celui" | "ceux" | "celles") && let Some(body) = self.recent.iter().rev().find(|entity| entity.sort == Sort::Body && !entity.nouns.is_empty()) {
            let name = format!("{} {}", body.nouns[0], full_words(reader, cast, (start + 1, first_comma)));
            return Some(actor(name, span, ActorKind::Descriptor, ResolvedBy::Descriptor));
        }
        let person = self.person_in(reader, cast, range, head, first_comma);
        let bodied = reader.is(head, class::BODY | class::PEOPLE) && !reader.is(head, class::PERSON) && !reader.is(head, class::NAME_F | class::NAME_M);
        if let Some(index) = person.filter(|_| !bodied || first_comma < end && cast.members[person.unwrap_or_default()].at.iter().any(|at| *at > first_comma && *at < end)) {
            let by = if reader.is(head, class::PERSON | class::TITLE) { ResolvedBy::Appositive } else { ResolvedBy::Direct };
            let mut found = actor(cast.members[index].name.clone(), span, ActorKind::Named, by);
            found.role = reader.is(head, class::PERSON | class::MAN | class::WOMAN).then_some(role);
            return Some(found);
        }
        if reader.is(start, class::POSS) && matches!(role.as_str(), "rival" | "rivale" | "adversaire" | "opponent" | "opposant" | "opposante" | "concurrent" | "concurrente") {
            let spoke = self.spoke.clone();
            let woman = reader.is(head, class::WOMAN) && !reader.is(head, class::MAN);
            let other = self.recent.iter().rev().find(|entity| entity.sort == Sort::Person && !(woman && entity.gender == Some(Gender::Man)) && Some(&entity.name) != spoke.as_ref() && Some(entity.name.as_str()) != not);
            if let Some(other) = other {
                return Some(actor(other.name.clone(), span, ActorKind::Descriptor, ResolvedBy::Descriptor));
            }
        }
        if let Some(name) = named_body(reader, first_comma, head) {
            let mut found = actor(name, span, ActorKind::Named, ResolvedBy::Direct);
            found.role = reader.is(head, class::BODY).then_some(role.clone());
            let gender = gender_of_article(reader, start, head);
            self.push(Entity { name: found.name.clone(), sort: Sort::Body, gender, nouns: vec![role] });
            return Some(found);
        }
        let bare = first_comma == end && end - start <= 3 && reader.is(head, class::PERSON) && !reader.is(start, class::DET);
        let aged = (start..end).any(|at| reader.lower(at).ends_with("-year-old") || reader.lower(at) == "ans");
        let described = aged || reader.is(head, class::PERSON | class::BODY | class::MAN | class::WOMAN);
        let short = first_comma - start <= if reader.is(head, class::PERSON) { 7 } else { 4 };
        let own = reader.text.words(start, first_comma).to_lowercase();
        let country = super::resolve::actor(own.clone(), None, ActorKind::Named, ResolvedBy::Direct).country.is_some() || own.split(' ').any(is_people);
        if (definite || bare) && short && described {
            let alone = first_comma - head <= 1;
            let found = self.recent.iter().rev().find(|entity| {
                let name = entity.name.to_lowercase();
                let called = entity.nouns.iter().any(|noun| alike(noun, &role));
                let last = reader.lower(first_comma - 1);
                let agrees = alone || entity.sort == Sort::Person && !definite_body(reader, head) || name.contains(last);
                let national = !matches!(role.as_str(), "gouvernement" | "government" | "présidence" | "presidency" | "parlement" | "parliament" | "opposition" | "président" | "president" | "minister" | "ministre")
                    || country || !name.split(' ').any(is_people);
                let holds = entity.sort == Sort::Body && name.split(' ').any(|word| word == role) && alone;
                (called && agrees || holds) && national
            });
            if let Some(found) = found {
                let name = found.name.clone();
                let mut actor = actor(name, span, ActorKind::Descriptor, ResolvedBy::Descriptor);
                actor.role = Some(role);
                return Some(actor);
            }
            let vague = reader.is(head, class::PERSON) || aged;
            if vague && !matches!(reader.lower(start), "his" | "her" | "its" | "son" | "sa") && !role.starts_with("spokes") && role != "porte-parole" {
                let woman = reader.is(head, class::WOMAN) && !reader.is(head, class::MAN);
                let man = reader.is(head, class::MAN) && !reader.is(head, class::WOMAN);
                let fits = |entity: &&Entity, strict: bool| {
                    entity.sort == Sort::Person && (!strict || entity.nouns.is_empty() || aged) && !(woman && entity.gender == Some(Gender::Man)) && !(man && !reader.english() && entity.gender == Some(Gender::Woman))
                };
                // Whoever has no role yet goes before those who have another.
                let generic = aged || matches!(role.as_str(), "candidate" | "candidat" | "élu" | "élue" | "man" | "woman" | "homme" | "femme" | "lawmaker" | "politician" | "intéressé" | "intéressée" | "nominee" | "contender");
                let found = self.recent.iter().rev().take(4).find(|entity| fits(entity, true)).or_else(|| {
                    self.recent.iter().rev().find(|entity| generic && fits(entity, false))
                });
                if let Some(found) = found.filter(|_| alone || generic) {
                    let mut actor = actor(found.name.clone(), span, ActorKind::Descriptor, ResolvedBy::Descriptor);
                    actor.role = Some(role);
                    return Some(actor);
                }
            }
        }
        let name = full_words(reader, cast, (start, first_comma));
        let country = super::resolve::actor(name.clone(), None, ActorKind::Named, ResolvedBy::Direct).country;
        let kind = if country.is_some() { ActorKind::Metonym } else { ActorKind::Descriptor };
        let mut found = actor(name, span, kind, ResolvedBy::Direct);
        found.role = Some(role.clone());
        let sort = if reader.is(head, class::PEOPLE) || reader.lower(head).ends_with('s') && reader.is(head, class::PERSON) {
            Sort::People
        } else if reader.is(head, class::PERSON) {
            Sort::Person
        } else {
            Sort::Body
        };
        let another = (start..end).any(|at| matches!(reader.lower(at), "autre" | "autres" | "another" | "other"));
        if !another {
            self.push(Entity { name: found.name.clone(), sort, gender: gender_of_article(reader, start, head), nouns: vec![role] });
        }
        Some(found)
    }

    /// The person that a phrase names: behind the last comma, or not as a possessor.
    fn person_in(&self, reader: &Reader, cast: &Cast, range: Range, head: usize, comma: usize) -> Option<usize> {
        let within = cast.within(range);
        let fits = |index: &usize| {
            let member = &cast.members[*index];
            member.person && member.at.iter().any(|at| {
                let inside = *at >= range.0 && *at < range.1;
                let mut end = *at;
                while end < range.1 && reader.is_name(end) {
                    end += 1;
                }
                let owns = reader.lower(end) == "'s" && end < range.1;
                let hangs = *at > head + 1 && *at < comma && (head..*at).any(|at| matches!(reader.lower(at), "of" | "for" | "de" | "d'" | "du" | "des"))
                    && reader.is(head, class::PERSON | class::BODY | class::PEOPLE);
                inside && !owns && !hangs
            })
        };
        within.iter().copied().find(|index| {
            fits(index) && cast.members[*index].at.iter().any(|at| *at >= range.0 && *at < comma)
        }).or_else(|| within.iter().copied().find(fits))
    }

    /// The act where the speaker matters: who has a stake claims, others state; nameless sources allege.
    pub(super) fn settle(&self, reader: &Reader, cast: &Cast, raw: &Raw, act: Act, speaker: Option<&Actor>) -> Act {
        let Some(speaker) = speaker else { return act };
        let start = raw.source.map_or(0, |source| source.0);
        const NAMELESS: &[&str] = &[
            "employee", "employees", "aide", "aides", "source", "sources", "witness", "witnesses", "people", "person", "insider", "insiders", "officials",
            "collaborateur", "collaborateurs", "proche", "proches", "salarié", "salariés", "témoin", "témoins", "anciens", "ex-employees", "blog", "compte", "account",
        ];
        let nameless = speaker.kind == ActorKind::Descriptor && speaker.resolved_by == ResolvedBy::Direct
            && speaker.role.as_deref().is_some_and(|role| NAMELESS.contains(&role))
            && !matches!(reader.lower(start), "the" | "his" | "her" | "its" | "le" | "la" | "les" | "l'" | "ses" | "son" | "sa");
        let vague = speaker.kind == ActorKind::Descriptor && speaker.resolved_by == ResolvedBy::Direct
            && matches!(reader.lower(start), "a" | "an" | "un" | "une" | "one" | "some" | "des" | "plusieurs" | "several");
        let official = matches!(speaker.role.as_deref(), Some("spokesman" | "spokeswoman" | "spokesperson" | "porte-parole" | "report" | "rapport" | "poll" | "sondage" | "study" | "étude"));
        if (nameless || vague && !official && sort_of(speaker) != Sort::Body) && matches!(act, Act::State | Act::Claim) {
            return Act::Allege;
        }
        let known = self.recent.iter().find(|entity| entity.name == speaker.name);
        let outlet = known.is_some_and(|entity| entity.nouns.iter().any(|noun| matches!(noun.as_str(), "site" | "website" | "blog" | "portal")));
        let says = raw.verb.is_some_and(|verb| matches!(reader.lexicon.verb(verb).lemma.as_str(), "claim" | "allege" | "suggest"));
        if outlet && act == Act::Claim && (says || self.blames(reader, cast, raw, speaker)) {
            return Act::Allege;
        }
        let paper = matches!(speaker.role.as_deref(), Some("site" | "website" | "blog" | "message" | "document" | "note" | "courriel" | "compte" | "memo" | "rumeur" | "lettre"));
        if raw.rule == "selon" && paper && reader.is_hearsay(&raw.contents) {
            return Act::Allege;
        }
        if act == Act::Claim && matches!(speaker.role.as_deref(), Some("site" | "website" | "newspaper" | "magazine" | "outlet" | "journal" | "quotidien" | "blog" | "channel" | "chaîne" | "portal" | "média" | "agence" | "hebdomadaire" | "tabloid")) && self.blames(reader, cast, raw, speaker) {
            return Act::Allege;
        }
        let neutral = raw.act.is_none() && act == Act::State;
        if neutral && self.has_stake(speaker, cast) && !self.is_own(reader, raw) && raw.verb.is_some_and(|verb| matches!(reader.lexicon.verb(verb).lemma.as_str(), "say" | "tell" | "dire" | "déclarer")) {
            return Act::Claim;
        }
        act
    }

    fn has_stake(&self, speaker: &Actor, cast: &Cast) -> bool {
        const STAKE: &[&str] = &["campaign", "camp", "team", "candidate", "aide", "aides", "campagne", "équipe", "candidat", "candidate", "rival", "rivale", "leader", "senator", "lawmaker", "manager"];
        let member = cast.members.iter().find(|member| member.name == speaker.name);
        let roles = member.into_iter().flat_map(|member| member.roles.iter().map(String::as_str)).chain(speaker.role.as_deref());
        let words = speaker.name.to_lowercase();
        roles.into_iter().any(|role| STAKE.contains(&role)) || words.split(' ').any(|word| matches!(word, "campaign" | "team" | "camp" | "campagne" | "équipe"))
    }

    /// Whether the content begins with the speaker: "I will", "we have".
    fn is_own(&self, reader: &Reader, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            (*start..(*end).min(start + 4)).any(|at| matches!(reader.lower(at), "i" | "we" | "je" | "j'" | "nous" | "i'm"))
        })
    }

    fn blames(&self, reader: &Reader, cast: &Cast, raw: &Raw, speaker: &Actor) -> bool {
        let Some((start, end)) = raw.contents.first().copied() else { return false };
        let other = cast.within((start, end)).into_iter().any(|index| cast.members[index].person && cast.members[index].name != speaker.name);
        let described = (start..end.min(start + 4)).any(|at| reader.is(at, class::PERSON));
        other || described || (start..end.min(start + 4)).any(|at| matches!(reader.lower(at), "he" | "she" | "il" | "elle"))
    }

    pub(super) fn recent(&self) -> &[Entity] {
        &self.recent
    }
}

/// Two nouns for one thing: "site" and "website", "company" and "platform".
fn alike(one: &str, two: &str) -> bool {
    const GROUPS: &[&[&str]] = &[
        &["site", "website", "outlet", "portal", "journal", "média"],
        &["company", "firm", "platform", "business"],
        &["entreprise", "plateforme", "société", "hébergeur", "compagnie"],
        &["newspaper", "paper", "daily", "weekly"],
        &["journal", "quotidien", "hebdomadaire", "titre"],
        &["group", "association", "collective", "organisation", "organization"],
        &["collectif", "association", "organisation"],
        &["spokesman", "spokeswoman", "spokesperson"],
        &["journaliste", "rédacteur", "rédactrice", "éditorialiste", "chroniqueur", "chroniqueuse", "reporter"],
        &["journalist", "reporter", "editor", "columnist", "writer"],
        &["chercheur", "politologue", "économiste", "sociologue", "expert", "universitaire", "historien", "professeur", "scientifique", "spécialiste"],
        &["chercheuse", "politologue", "économiste", "sociologue", "experte", "universitaire", "historienne", "professeure", "spécialiste"],
        &["researcher", "scientist", "expert", "professor", "academic", "economist", "analyst", "historian", "scholar"],
        &["lawyer", "attorney", "counsel"],
        &["procureur", "magistrat"],
        &["procureure", "magistrate"],
        &["responsable", "dirigeant", "patron", "directeur", "président", "chef"],
        &["responsable", "dirigeante", "patronne", "directrice", "présidente", "cheffe"],
        &["official", "director", "head", "chief", "boss", "executive"],
        &["minister", "politician"],
        &["chief", "head", "director", "boss"],
        &["patron", "patronne", "directeur", "directrice", "dirigeant", "dirigeante"],
        &["lawmaker", "senator", "mp"],
        &["élu", "député"],
        &["élu", "maire"],
        &["élu", "sénateur"],
        &["élue", "députée"],
        &["élue", "maire"],
        &["élue", "sénatrice"],
        &["team", "campaign", "camp"],
        &["équipe", "campagne", "camp"],
        &["agency", "authority", "office", "body", "watchdog"],
    ];
    one == two || GROUPS.iter().any(|group| group.contains(&one) && group.contains(&two))
}

/// Whether a word is one for a country or its people.
fn is_people(word: &str) -> bool {
    let words = crate::words::words(word);
    crate::places::Places::shipped().at(&words, 0).is_some()
}

fn definite_body(reader: &Reader, head: usize) -> bool {
    reader.is(head, class::BODY) && !reader.is(head, class::PERSON)
}

fn sort_of(speaker: &Actor) -> Sort {
    let lexicon = crate::lexicon::Lexicon::shipped(crate::Language::En);
    let french = crate::lexicon::Lexicon::shipped(crate::Language::Fr);
    let role = speaker.role.as_deref().unwrap_or_default();
    let is = |classes| lexicon.entry(role).is(classes) || french.entry(role).is(classes);
    if is(class::PEOPLE) {
        Sort::People
    } else if is(class::PERSON) && !is(class::BODY) {
        Sort::Person
    } else {
        Sort::Body
    }
}

fn gender_of_role(role: Option<&str>) -> Option<Gender> {
    let entry = crate::lexicon::Lexicon::shipped(crate::Language::En).entry(role?);
    match (entry.is(class::MAN), entry.is(class::WOMAN)) {
        (true, false) => Some(Gender::Man),
        (false, true) => Some(Gender::Woman),
        _ => None,
    }
}

fn gender_of_article(reader: &Reader, start: usize, head: usize) -> Option<Gender> {
    if reader.english() {
        return None;
    }
    match reader.lower(start) {
        "le" | "un" | "ce" | "cet" | "son" | "du" => Some(Gender::Man),
        "la" | "une" | "cette" | "sa" => Some(Gender::Woman),
        _ => match (reader.is(head, class::MAN), reader.is(head, class::WOMAN)) {
            (true, false) => Some(Gender::Man),
            (false, true) => Some(Gender::Woman),
            _ if ["té", "tion", "sion", "ance", "ence", "ure", "ette", "ie", "ée", "ise", "ade", "aire", "esse"].iter().any(|end| reader.lower(head).ends_with(end)) => Some(Gender::Woman),
            _ if ["ment", "age", "eur", "isme", "al", "eau", "ère", "at", "ut"].iter().any(|end| reader.lower(head).ends_with(end)) => Some(Gender::Man),
            _ => None,
        },
    }
}

/// Without signs around it.
fn trim_article(reader: &Reader, (mut start, mut end): Range) -> Range {
    while end > start && !reader.is_word(end - 1) && reader.token(end - 1).quote == 0 {
        end -= 1;
    }
    while start < end && !reader.is_word(start) {
        start += 1;
    }
    (start, end)
}

/// The noun that a phrase is about: the first in French, the last before "of" in English.
pub(super) fn head_of(reader: &Reader, (start, end): Range) -> usize {
    let nounlike = |at: usize| reader.is_word(at) && !reader.is(at, class::DET | class::POSS | class::ADV | class::NEG) || reader.is(at, class::BODY | class::PERSON);
    let stop = (start + 1..end).find(|at| {
        matches!(reader.lower(*at), "close" | "familiar" | "proche" | "proches") && reader.is(at + 1, class::PREP) || !reader.is_word(*at) || reader.is(*at, class::PREP | class::REL | class::COORD | class::SUB) && !reader.is(*at, class::DET) || matches!(reader.lower(*at), "de" | "du" | "des" | "d'") && *at > start + 1
    }).unwrap_or(end);
    if reader.english() {
        let role = (start..stop).rev().find(|at| reader.is(*at, class::PERSON | class::BODY | class::PEOPLE) && (*at + 1 >= stop || reader.is_name(*at + 1)));
        return role.unwrap_or_else(|| (start..stop).rev().find(|at| nounlike(*at)).unwrap_or(start));
    }
    (start..stop).find(|at| reader.is(*at, class::PERSON | class::BODY | class::PEOPLE)).unwrap_or_else(|| (start..stop).find(|at| nounlike(*at)).unwrap_or(start))
}

/// "the website Valdor Info", "le collectif Archives libres", "the National Network Agency".
fn named_body(reader: &Reader, end: usize, head: usize) -> Option<String> {
    let generic = reader.is(head, class::BODY) && !reader.token(head).capital;
    let behind = (head + 1..end).find(|at| reader.is_name(*at));
    if generic && let Some(first) = behind {
        let between = (head + 1..first).all(|at| reader.is_word(at) && !matches!(reader.lower(at), "of" | "for" | "de" | "du" | "des" | "d'"));
        if between && !super::resolve::actor(reader.text.words(first, end).to_owned(), None, ActorKind::Named, ResolvedBy::Direct).country.is_some() {
            let mut last = first;
            while last < end && reader.is_word(last) && !reader.is(last, class::PREP | class::COORD) {
                last += 1;
            }
            return Some(reader.text.words(first, last).to_owned());
        }
    }
    // "un sondage de l'institut Baromètre 27".
    if matches!(reader.lower(head), "sondage" | "enquête" | "étude" | "poll" | "survey") {
        let inner = (head + 1..end).find(|at| reader.is(*at, class::BODY) && reader.is_name(*at + 1))?;
        return Some(reader.text.words(inner + 1, reader.phrase_right(inner + 1, end, false)?.1).to_owned());
    }
    None
}

/// The words of a phrase, its persons by their fullest names, without the article in English.
fn full_words(reader: &Reader, cast: &Cast, (start, end): Range) -> String {
    let mut out = String::new();
    let mut at = start;
    if reader.english() && matches!(reader.lower(start), "the") {
        at += 1;
    }
    while at < end {
        let title = matches!(reader.lower(at), "m." | "mme" | "mr." | "mrs." | "ms.") && at + 1 < end;
        if title {
            at += 1;
        }
        let member = cast.members.iter().find(|member| member.person && member.at.binary_search(&at).is_ok());
        let token = reader.token(at);
        let gap = token.spaced && !out.is_empty();
        if gap {
            out.push(' ');
        }
        if let Some(member) = member.filter(|_| !reader.english()) {
            out.push_str(&member.name);
            while at < end && reader.is_name(at) {
                at += 1;
            }
        } else {
            out.push_str(reader.text.words(at, at + 1));
            at += 1;
        }
    }
    out
}
