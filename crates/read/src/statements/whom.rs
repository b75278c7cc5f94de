//! Whom a phrase means: a name in it, a pronoun's antecedent, whom a description fits.

use crate::lexicon::{alike, class, listed};
use crate::words::Span;

use super::descriptor_french::{named_next, participle_behind};
use super::mention::{Cast, Gender, qualifier};
use super::naming::{
    full_words, gender_of_article, head_of, is_people, past_adjective, trim_article,
};
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::actor;
use super::speaker::{Entity, Sort, Who};

impl Who {
    /// Who speaks.
    pub(super) fn speaker(&mut self, reader: &Reader, cast: &mut Cast, raw: &Raw) -> Option<Actor> {
        if raw.source.is_none() && !reader.english() && reader.lower(raw.cue.0) == "et" {
            // "Et d'ajouter que": whoever spoke last goes on.
            let name = self.spoke.clone().or_else(|| self.last.clone())?;
            return Some(actor(name, None, ActorKind::Pronoun, ResolvedBy::QuoteContinuation));
        }
        let range = raw.source?;
        // "Rumours claimed": nobody.
        let head = reader.lower(head_of(reader, range));
        if listed("rumours", head) {
            return None;
        }
        // "À l'en croire": whoever spoke last.
        if raw.rule == "view"
            && reader.lower(range.0) == "l'"
            && range.1 == range.0 + 1
            && let Some(name) = self.spoke.clone().or_else(|| self.last.clone())
        {
            let span = Some(reader.text.span(range.0, range.1));
            return Some(actor(name, span, ActorKind::Pronoun, ResolvedBy::Pronoun));
        }
        let range = reader.author_of(range).unwrap_or(range);
        self.whom(reader, cast, range, None)
    }

    /// Whom a phrase means; `not` is never meant by a pronoun.
    pub(super) fn whom(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        range: Range,
        not: Option<&str>,
    ) -> Option<Actor> {
        let range = trim_article(reader, range);
        let (start, end) = range;
        if start >= end {
            return None;
        }
        let span = Some(reader.text.span(start, end));
        if end - start == 1 {
            if reader.is(start, class::REL) {
                return self.antecedent(reader, cast, start, not);
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
        if let Some(found) = self.of_two(reader, cast, range) {
            return Some(actor(found, span, ActorKind::Descriptor, ResolvedBy::Descriptor));
        }
        if matches!(reader.lower(start), "ce" | "cette" | "ces" | "the")
            && matches!(reader.lower(start + 1), "derniers" | "dernières")
        {
            let found = self.recent.iter().rev().find(|entity| entity.sort == Sort::People)?;
            let (name, by) = (found.name.clone(), ResolvedBy::Pronoun);
            return Some(actor(name, span, ActorKind::Descriptor, by));
        }
        if matches!(reader.lower(start), "ce" | "cette" | "ces" | "the")
            && matches!(reader.lower(start + 1), "dernier" | "dernière" | "latter")
        {
            // "Ce dernier, Me Paul S.,": the name beside it.
            if let Some(index) = cast.within((start + 2, range.1)).first().copied()
                && reader.lower(start + 2) == ","
                && cast.members[index].person
            {
                let name = cast.members[index].name.clone();
                return Some(actor(name, span, ActorKind::Named, ResolvedBy::Appositive));
            }
            let gender = match reader.lower(start + 1) {
                "dernier" => Some(Gender::Man),
                "dernière" => Some(Gender::Woman),
                _ => None,
            };
            if let Some(found) = self.latter_body(reader, cast, start, gender) {
                return Some(actor(found, span, ActorKind::Descriptor, ResolvedBy::Pronoun));
            }
            let found = cast.before(start).into_iter().find(|index| {
                let member = &cast.members[*index];
                member.person
                    && (gender.is_none() || member.gender.is_none() || member.gender == gender)
            })?;
            return Some(actor(
                cast.members[found].name.clone(),
                span,
                ActorKind::Descriptor,
                ResolvedBy::Pronoun,
            ));
        }
        self.phrase(reader, cast, range, not)
    }

    /// A noun phrase: a name in it, a body, a role.
    fn phrase(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        range: Range,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, end) = range;
        let stop = (start..end)
            .find(|at| reader.lower(*at) == "," || *at > start && reader.is(*at, class::REL))
            .unwrap_or(end);
        if let Some(found) = self.several(reader, cast, range) {
            return Some(found);
        }
        let head = head_of(reader, range);
        let noun = Noun {
            range,
            stop,
            head,
            span: reader.text.span(start, end),
            role: reader.lower(head).to_owned(),
        };
        self.elliptic(reader, cast, &noun)
            .or_else(|| self.named_person(reader, cast, &noun))
            .or_else(|| self.other_side(reader, &noun, not))
            .or_else(|| self.named_body(reader, &noun))
            .or_else(|| self.apposed_body(reader, cast, &noun))
            .or_else(|| self.described(reader, &noun, not))
            .or_else(|| self.owned(reader, &noun))
            .or_else(|| Some(self.as_it_stands(reader, cast, &noun)))
    }

    fn named_person(&self, reader: &Reader, cast: &Cast, noun: &Noun) -> Option<Actor> {
        let head = noun.head;
        let index = self.person_in(reader, cast, noun.range, head, noun.stop)?;
        let bodied = reader.is(head, class::BODY | class::PEOPLE)
            && !reader.is(head, class::PERSON | class::NAME_F | class::NAME_M);
        let behind = cast.members[index].at.iter().any(|at| *at > noun.stop && *at < noun.range.1);
        // "aides to X, the candidate", "aides to a candidate, X": the aides speak.
        if bodied && behind && listed("kin", &noun.role) && reader.english() {
            let name = format!("{}'s {}", cast.members[index].name, noun.role);
            let by = ResolvedBy::Appositive;
            let mut found = actor(name, Some(noun.span), ActorKind::Descriptor, by);
            found.role = Some(noun.role.clone());
            return Some(found);
        }
        if bodied && (!behind || reader.is(head, class::PEOPLE)) {
            return None;
        }
        let beside = reader.is(head, class::PERSON | class::TITLE);
        let by = if beside { ResolvedBy::Appositive } else { ResolvedBy::Direct };
        let mut found =
            actor(cast.members[index].name.clone(), Some(noun.span), ActorKind::Named, by);
        found.role =
            reader.is(head, class::PERSON | class::MAN | class::WOMAN).then(|| noun.role.clone());
        Some(found)
    }

    /// "his aides": those who were called somebody's aides before, or the owner's.
    fn owned(&mut self, reader: &Reader, noun: &Noun) -> Option<Actor> {
        let start = noun.range.0;
        let his = matches!(reader.lower(start), "his" | "her" | "its");
        if !his || !reader.english() || !listed("kin", &noun.role) || start + 1 >= noun.stop {
            return None;
        }
        let owner = self.pronoun(reader.lower(start), None)?;
        let rest = reader.text.words(start + 1, noun.stop);
        let name = format!("{owner}'s {rest}");
        let mut found = actor(name, Some(noun.span), ActorKind::Descriptor, ResolvedBy::Pronoun);
        found.role = Some(noun.role.clone());
        Some(found)
    }

    /// "the candidate", "la ministre", "the 39-year-old": whom it was said of before.
    pub(super) fn described(
        &self,
        reader: &Reader,
        noun: &Noun,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, end) = noun.range;
        let (head, stop) = (noun.head, noun.stop);
        let person = reader.is(head, class::PERSON);
        // "Foreign minister says", as bullets put it.
        let unnamed = || {
            (start..head)
                .all(|at| is_people(reader.lower(at)) || listed("leading", reader.lower(at)))
        };
        let bare =
            stop == end && person && !reader.is(start, class::DET) && head + 1 == end && unnamed();
        let aged = (start..end)
            .any(|at| reader.lower(at).ends_with("-year-old") || reader.lower(at) == "ans");
        if let Some(found) = self
            .of_a_place(reader, noun)
            .or_else(|| self.of_office(reader, noun))
            .or_else(|| self.of_a_trade(reader, noun))
        {
            let (name, by) = (found.name.clone(), ResolvedBy::Descriptor);
            let mut found = actor(name, Some(noun.span), ActorKind::Descriptor, by);
            found.role = Some(noun.role.clone());
            return Some(found);
        }
        let described =
            aged || reader.is(head, class::PERSON | class::BODY | class::MAN | class::WOMAN);
        let short = stop - start <= if person { 7 } else { 4 };
        if !(listed("definite", reader.lower(start)) || bare) || !short || !described {
            return None;
        }
        let mut fitting =
            // "Le Premier ministre défend son ministre": not himself.
            self.recent.iter().rev().filter(|entity| {
                fits_description(reader, noun, entity)
                    && (reader.english()
                        || !reader.is(start, class::POSS)
                        || Some(entity.name.as_str()) != not)
            });
        let known = fitting.next();
        // Which minister a bullet means is only plain where there is one.
        if bare && end - start > 1 && (known.is_none() || fitting.next().is_some()) {
            return None;
        }
        let found = self
            .blamed(reader, noun)
            .or(known)
            .or_else(|| self.described_last(reader, noun))
            .or_else(|| self.pointed_at(reader, noun))
            .or_else(|| self.described_body(reader, noun))
            .or_else(|| self.vaguely(reader, noun, aged))
            .or_else(|| self.described_once(reader, noun))
            .or_else(|| self.only_person(reader, noun))?;
        let mut found = actor(
            found.name.clone(),
            Some(noun.span),
            ActorKind::Descriptor,
            ResolvedBy::Descriptor,
        );
        found.role = Some(noun.role.clone());
        Some(found)
    }

    /// A role that nobody has yet: the last person without one, or anybody for "the candidate".
    fn vaguely(&self, reader: &Reader, noun: &Noun, aged: bool) -> Option<&Entity> {
        let head = noun.head;
        let owned = matches!(reader.lower(noun.range.0), "his" | "her" | "its" | "son" | "sa");
        if !(reader.is(head, class::PERSON) || aged) || owned || listed("official", &noun.role) {
            return None;
        }
        // "reproche au maire son silence": an office, and whoever was named last need not hold it.
        let held = listed("office", &noun.role) || noun.role == "maire";
        let only = !reader.english() && held && noun.range.0 == head;
        if only && matches!(reader.lower(head.wrapping_sub(1)), "au" | "du") {
            return None;
        }
        let woman = reader.is(head, class::WOMAN) && !reader.is(head, class::MAN);
        let man = reader.is(head, class::MAN) && !reader.is(head, class::WOMAN);
        let shown = gender_of_article(reader, noun.range.0, head);
        let fits = |entity: &&Entity, strict: bool| {
            entity.sort == Sort::Person
                && (!strict || entity.nouns.is_empty() || aged)
                && !(shown.is_some() && entity.gender.is_some() && shown != entity.gender)
                && !(woman && entity.gender == Some(Gender::Man))
                && !(man && !reader.english() && entity.gender == Some(Gender::Woman))
        };
        let generic = aged || listed("generic", &noun.role);
        let recent = || self.recent.iter().rev();
        let found = recent().take(4).find(|entity| fits(entity, true));
        found
            .or_else(|| {
                // "La candidate" is none of whom only a post is known, and no spokeswoman.
                recent().find(|entity| {
                    let post = entity.nouns.iter().any(|known| listed("mouthpiece", known))
                        || entity.nouns.iter().any(|known| entity.name.ends_with(known.as_str()));
                    generic && fits(entity, false) && (aged || !post)
                })
            })
            .filter(|_| noun.stop - head <= 1 || generic)
    }

    /// Nobody known: the words themselves, which can be meant from here on.
    pub(super) fn as_it_stands(&mut self, reader: &Reader, cast: &Cast, noun: &Noun) -> Actor {
        let (start, head) = (noun.range.0, noun.head);
        if let Some(found) = named_next(reader, cast, noun) {
            return found;
        }
        // "a person who worked on it": all that is known of somebody without a name.
        let told =
            reader.english() && reader.is(noun.stop, class::REL) && listed("anybody", &noun.role);
        let clause = || {
            (noun.stop..noun.range.1).find(|at| reader.lower(*at) == ",").unwrap_or(noun.range.1)
        };
        let stop = if told {
            clause()
        } else {
            participle_behind(reader, head, noun.stop).unwrap_or(noun.stop)
        };
        let name = full_words(reader, cast, (past_adjective(reader, start), stop));
        let mut found = actor(name, Some(noun.span), ActorKind::Descriptor, ResolvedBy::Direct);
        if found.country.is_some() {
            found.kind = ActorKind::Metonym;
        }
        found.role = Some(noun.role.clone());
        let several = reader.is(head, class::PEOPLE)
            || noun.role.ends_with('s') && reader.is(head, class::PERSON);
        let sort = match () {
            () if several => Sort::People,
            () if reader.is(head, class::PERSON) => Sort::Person,
            () => Sort::Body,
        };
        let another = (start..noun.range.1)
            .any(|at| matches!(reader.lower(at), "autre" | "autres" | "another" | "other"));
        if !another {
            let gender = gender_of_article(reader, start, head);
            self.push(Entity {
                name: found.name.clone(),
                sort,
                gender,
                nouns: vec![noun.role.clone()],
            });
        }
        found
    }

    /// The person that a phrase names: behind the last comma, or not as a possessor.
    fn person_in(
        &self,
        reader: &Reader,
        cast: &Cast,
        range: Range,
        head: usize,
        comma: usize,
    ) -> Option<usize> {
        let within = cast.within(range);
        let fits = |index: &usize| {
            let member = &cast.members[*index];
            member.person
                && member.at.iter().any(|at| {
                    let inside = *at >= range.0 && *at < range.1;
                    let mut end = *at;
                    while end < range.1 && reader.is_name(end) {
                        end += 1;
                    }
                    let owns = reader.lower(end) == "'s" && end < range.1;
                    let hangs = *at > head + 1
                        && *at < comma
                        && hangs_on(reader, head, *at)
                        && reader.is(head, class::PERSON | class::BODY | class::PEOPLE);
                    inside && !owns && !hangs
                })
        };
        within
            .iter()
            .copied()
            .find(|index| {
                fits(index)
                    && cast.members[*index].at.iter().any(|at| *at >= range.0 && *at < comma)
            })
            .or_else(|| {
                // "the government, by the voice of X": X is not who speaks.
                let by = reader.is(comma + 1, class::PREP) && !reader.is(comma + 1, class::DET)
                    || !reader.english() && reader.is(comma + 1, class::REL);
                within.iter().copied().find(fits).filter(|_| !by)
            })
    }
}

/// "the spokesman for candidate X": nothing but a role between "of" and the name, which belongs to
/// whom the head hangs on. "le directeur de campagne X": the name is the head's.
fn hangs_on(reader: &Reader, head: usize, name: usize) -> bool {
    let of = |at: &usize| matches!(reader.lower(*at), "of" | "for" | "de" | "d'" | "du" | "des");
    (head..name).rfind(of).is_some_and(|link| {
        (link + 1..name).all(|at| {
            reader.is(at, class::DET | class::POSS | class::TITLE | class::PERSON)
                || !reader.is_word(at)
        }) || reader.english() && !reader.is(head, class::PERSON)
    })
}

/// A noun phrase taken apart.
pub(super) struct Noun {
    pub(super) range: Range,
    /// Where what is said beside it begins.
    pub(super) stop: usize,
    pub(super) head: usize,
    pub(super) span: Span,
    pub(super) role: String,
}

/// Whether an actor was called so before. "The government" is not one that was named with its country.
fn fits_description(reader: &Reader, noun: &Noun, entity: &Entity) -> bool {
    let (head, stop) = (noun.head, noun.stop);
    let alone = stop - head <= 1;
    // "Son directeur" is nobody's chief elsewhere: what belongs to somebody is called so itself.
    let own = reader.is(noun.range.0, class::POSS) && !reader.english();
    let called = entity
        .nouns
        .iter()
        .any(|known| if own { *known == noun.role } else { alike(known, &noun.role) });
    let name = entity.name.to_lowercase();
    let body = reader.is(head, class::BODY) && !reader.is(head, class::PERSON);
    let last = stop.checked_sub(1).map_or("", |last| reader.lower(last));
    let agrees = alone || entity.sort == Sort::Person && !body || name.contains(last);
    let holds = entity.sort == Sort::Body && alone && name.split(' ').any(|word| word == noun.role);
    if !(called && agrees || holds) {
        return false;
    }
    // "La ministre" is no man, and a minister not the first of them.
    let gender = gender_of_article(reader, noun.range.0, head);
    // "L'association …. Le collectif …": a body has the gender of each of its nouns.
    let renamed =
        entity.sort == Sort::Body && !reader.english() && !entity.nouns.contains(&noun.role);
    if gender.is_some() && entity.gender.is_some() && gender != entity.gender && !renamed {
        return false;
    }
    let mut first = entity.nouns.iter().filter_map(|known| known.split_once('/')).peekable();
    let only = |(_, post): (&str, &str)| matches!(post, "premier" | "première" | "prime");
    if first.peek().is_some() && first.all(only) && qualifier(reader, head).is_none() {
        return false;
    }
    // "The foreign minister" is not the minister of the interior.
    if let Some(post) = qualifier(reader, head) {
        let mut posts = entity.nouns.iter().filter_map(|known| known.split_once('/'));
        let own = |(role, known): (&str, &str)| role != noun.role || known == post;
        let held = posts.clone().any(|(role, _)| role == noun.role);
        if held && !posts.any(|known| own(known) && known.0 == noun.role) {
            return false;
        }
    }
    !listed("national", &noun.role)
        || reader.text.words(noun.range.0, stop).to_lowercase().split(' ').any(is_people)
        || !entity.name.split(' ').any(is_people)
}
