//! Whom a statement is aimed at: accused, warned, asked, supported, apologised to.

use crate::lexicon::{Act, class};

use super::aim::{accused_before, ascribed};
use super::mention::{Cast, Gender};
use super::naming::head_of;
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::{actor, is_actorlike};
use super::speaker::{Sort, Who};
use super::target_french::{addresses, asked_from, excused_to, nobody_blamed, relative_object};
use super::target_object::{
    before_of, french_object, is_to_be_done, leads_to_whom, listeners, named_beside, named_to,
    put_about, said_to, to_before,
};

impl Who {
    /// The targets of a statement; none where the act has none.
    pub(super) fn targets(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        act: Act,
        speaker: Option<&Actor>,
    ) -> Vec<Actor> {
        // "It was revealed that X had lied": nobody is named who says so, and X has to answer.
        let unmasked = act == Act::Reveal
            && raw.rule == "impersonal"
            && (reader.tone(&raw.contents, true) == Some(Act::Accuse)
                || reader.act_of_clause(raw) == Some(Act::Accuse));
        let aimed = unmasked
            || matches!(
                act,
                Act::Accuse
                    | Act::Allege
                    | Act::Criticise
                    | Act::Warn
                    | Act::Threaten
                    | Act::Urge
                    | Act::Request
                    | Act::Support
                    | Act::Apologise
            )
            || raw.object.is_some()
                && raw.verb.is_some_and(|verb| {
                    matches!(reader.lexicon.verb(verb).lemma.as_str(), "remind")
                });
        if let Some(reminded) = self.reminded(reader, cast, raw) {
            return vec![reminded];
        }
        if !aimed {
            return Vec::new();
        }
        let not = speaker.map(|speaker| speaker.name.clone());
        let found = self.aim(reader, cast, raw, act, not.as_deref());
        let mut all: Vec<Actor> = Vec::new();
        let more = if raw.passive {
            Vec::new()
        } else {
            self.joined(reader, cast, raw, act, not.as_deref())
        };
        for target in found.into_iter().chain(more) {
            if Some(&target.name) != not.as_ref()
                && !all.iter().any(|known| known.name == target.name)
            {
                self.touch(reader, &target.name);
                all.push(target);
            }
        }
        all
    }

    fn aim(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        act: Act,
        not: Option<&str>,
    ) -> Option<Actor> {
        let direct = takes_object(act);
        let by_object = reader.by_object(raw) == Some(act);
        let tone = !by_object && (raw.act.is_none() || raw.act != Some(act));
        if raw.passive {
            let object = raw.object?;
            // "Une enquête est réclamée par": what is asked for, not of whom.
            let head = head_of(reader, object);
            let thing = !reader.english()
                && (matches!(act, Act::Request | Act::Allege)
                    && !reader.is(head, class::PERSON | class::PEOPLE)
                    || act == Act::Criticise && !is_actorlike(reader, object));
            return if thing { None } else { self.whom(reader, cast, object, None) };
        }
        if let Some(clitic) = self.clitic(reader, raw, not) {
            return Some(clitic);
        }
        let elsewhere = ascribed(reader, raw)
            .filter(|_| act == Act::Accuse)
            .or_else(|| accused_before(reader, raw).filter(|_| !tone))
            .or_else(|| asked_from(reader, raw, act))
            .or_else(|| relative_object(reader, raw));
        if let Some(range) = elsewhere {
            return self.whom(reader, cast, range, not);
        }
        let deed = act == Act::Threaten && matches!(reader.lower(raw.cue.1), "de" | "d'");
        if !reader.english()
            && !deed
            && let Some(range) = french_object(reader, raw, act)
        {
            return self.target_in(reader, cast, range, raw, act, not);
        }
        let told = act == Act::Request && reader.is_told_to(raw);
        if let Some(range) = raw.object.filter(|_| direct && (!tone || told) && !deed) {
            if let Some(wider) = any_or(reader, range) {
                return self.whom(reader, cast, wider, not);
            }
            return self.target_in(reader, cast, before_of(reader, range, raw), raw, act, not);
        }
        if act == Act::Apologise
            && let Some(range) = excused_to(reader, raw)
        {
            return self.whom(reader, cast, range, not);
        }
        if act == Act::Apologise
            && let Some((start, _)) = raw.contents.first().copied()
        {
            let to = (raw.cue.1.min(start)..=start)
                .find(|at| matches!(reader.lower(*at), "to" | "à" | "aux" | "au"))?;
            let range = reader.phrase_right(to + 1, reader.text.tokens.len(), false)?;
            return self.whom(reader, cast, range, not);
        }
        if let Some(range) = named_to(reader, raw)
            .filter(|_| direct && !tone)
            .or_else(|| put_about(reader, raw, act))
        {
            return self.whom(reader, cast, range, not);
        }
        self.aim_by_act(reader, cast, raw, (act, tone), not)
    }

    /// The same where only what is said can tell.
    fn aim_by_act(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        (act, tone): (Act, bool),
        not: Option<&str>,
    ) -> Option<Actor> {
        match act {
            Act::Accuse if raw.act == Some(Act::Allege) && reader.english() => {
                self.alleged(reader, cast, raw, not)
            }
            Act::Accuse => self.accused_by_words(reader, cast, raw, not),
            Act::Allege if matches!(raw.rule, "alleged" | "title") => {
                self.whom(reader, cast, raw.object?, None)
            }
            Act::Allege | Act::Reveal => self.alleged(reader, cast, raw, not),
            Act::Criticise | Act::Support | Act::Request if tone => {
                self.subject_of(reader, cast, raw, act, not)
            }
            Act::Request => self.asked(reader, cast, raw, not),
            Act::Criticise
                if raw.object.is_none()
                    && raw
                        .contents
                        .first()
                        .is_some_and(|(start, _)| reader.opens_quote(*start)) =>
            {
                self.subject_of(reader, cast, raw, act, not)
            }
            // "s'étonne que le parquet n'ait rien fait", "complained that the council had lied".
            Act::Criticise
                if raw.object.is_none()
                    && raw.contents.first().is_some_and(|(start, _)| {
                        matches!(reader.lower(*start), "que" | "qu'" | "that")
                    }) =>
            {
                self.subject_of(reader, cast, raw, act, not)
            }
            Act::Threaten => self.threatened(reader, cast, raw, not),
            _ => None,
        }
    }

    /// "rappelle aux électeurs que …".
    fn reminded(&mut self, reader: &Reader, cast: &mut Cast, raw: &Raw) -> Option<Actor> {
        let verb = reader.lexicon.verb(raw.verb?);
        if verb.lemma != "rappeler" || !matches!(reader.lower(raw.cue.1), "à" | "au" | "aux") {
            return None;
        }
        let range = reader.phrase_right(raw.cue.1 + 1, reader.text.tokens.len(), false)?;
        let head = head_of(reader, range);
        let somebody = reader.is(head, class::PERSON | class::PEOPLE | class::BODY)
            || cast.within(range).iter().any(|index| cast.members[*index].person);
        somebody.then(|| self.whom(reader, cast, range, None)).flatten()
    }

    /// "X and Y of waging": the further parts of an object.
    fn joined(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        act: Act,
        not: Option<&str>,
    ) -> Vec<Actor> {
        let mut all = Vec::new();
        let Some((_, mut end)) = raw.object.filter(|_| raw.act == Some(act)) else { return all };
        for _ in 0..5 {
            if reader.lower(end) == "(" {
                let Some(close) = (end..end + 6).find(|at| reader.lower(*at) == ")") else { break };
                end = close + 1;
                if !reader.is(end, class::COORD | class::PREP) && reader.is_nominal(end) {
                    end += 1;
                }
            }
            if !matches!(reader.lower(end), "and" | "et" | "ainsi") {
                break;
            }
            let Some(next) = reader.phrase_right(end + 1, reader.text.tokens.len(), false) else {
                break;
            };
            if reader.is_verbish(next.1) && !reader.is(next.1, class::PREP)
                || reader.english() && reader.is_verbish(end + 1)
                || !reader.english()
                    && reader.is(end + 1, class::OBJ)
                    && !reader.entry(end + 2).verbs.is_empty()
            {
                break;
            }
            end = next.1;
            let cut = before_of(reader, next, raw);
            all.extend(self.target_in(reader, cast, cut, raw, act, not));
        }
        all
    }

    /// "lui a exprimé", "l'a exhortée": the pronoun before the verb.
    fn clitic(&self, reader: &Reader, raw: &Raw, not: Option<&str>) -> Option<Actor> {
        if reader.english() {
            return None;
        }
        let at = (raw.cue.0..raw.head).find(|at| {
            matches!(reader.lower(*at), "lui" | "leur")
                && !reader.is(at.wrapping_sub(1), class::PREP)
                && !matches!(reader.lower(at.wrapping_sub(1)), "quant" | "à")
                && reader.lower(at + 1) != ","
                && reader.lower(at + 1) != "aussi"
                || reader.lower(*at) == "l'" && reader.is(at + 1, class::HAVE)
                || matches!(reader.lower(*at), "l'" | "le" | "la" | "les") && at + 1 == raw.head
        })?;
        let other = |entity: &&super::speaker::Entity| {
            Some(entity.name.as_str()) != not
                && (entity.sort == Sort::People) == matches!(reader.lower(at), "leur" | "les")
                && (reader.lower(at) != "la" || entity.gender != Some(Gender::Man))
                && (reader.lower(at) != "le" || entity.gender != Some(Gender::Woman))
        };
        let recent = || self.recent().iter().rev();
        let found = recent()
            .take(6)
            .find(|entity| other(entity) && entity.sort == Sort::Person)
            .or_else(|| recent().find(other))?;
        Some(actor(
            found.name.clone(),
            Some(reader.text.span(at, at + 1)),
            ActorKind::Pronoun,
            ResolvedBy::Pronoun,
        ))
    }

    /// The actor in an object phrase: its head, or whose thing it is.
    fn target_in(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        range: Range,
        raw: &Raw,
        act: Act,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, mut end) = range;
        // "his opponent, Ian L., of …".
        if reader.lower(end) == ","
            && reader.is_name(end + 1)
            && (reader.is(head_of(reader, range), class::PERSON)
                || cast.within((end + 1, end + 2)).iter().any(|index| cast.members[*index].person)
                    && (reader.is(start, class::DET)
                        || !reader.english() && reader.is(start, class::POSS)))
            && let Some((_, name)) = reader.phrase_right(end + 1, reader.text.tokens.len(), false)
            && matches!(reader.lower(name), "," | "." | "of" | "de" | "d'")
        {
            end = name;
        }
        // "un prestataire, la société Signalis.": the name beside.
        if let Some(beside) = named_beside(reader, end) {
            return self.whom(reader, cast, beside, not);
        }
        let range = (start, end);
        if reader.is(start, class::OBJ) && end == start + 1 && !reader.is(start, class::DET)
            || reader.is(start, class::PRON) && end == start + 1
        {
            if is_whom(reader, range, act) {
                return self.it(reader, cast, start, not);
            }
            if is_nobody_else(reader.lower(start)) {
                return None;
            }
            return self.whom(reader, cast, range, not);
        }
        let head = head_of(reader, range);
        let addressed = (matches!(act, Act::Urge | Act::Warn)
            || act == Act::Request
                && (reader.english() || to_before(reader, start) || addresses(reader, raw)))
            && raw.frames & crate::lexicon::frame::ADDRESSEE != 0;
        if !addressed && listeners(reader.lower(head)) {
            return None;
        }
        // "his resignation", "sa démission".
        if matches!(
            reader.lower(start),
            "his" | "her" | "their" | "its" | "sa" | "son" | "ses" | "leur" | "leurs"
        ) && !reader.is(head, class::PERSON | class::PEOPLE | class::BODY)
        {
            return self.of_owner(reader, cast, range, raw, act, not);
        }
        if act == Act::Request && is_to_be_done(reader, raw, end) {
            return None;
        }
        // "cautioned against jumping to conclusions".
        if reader.english() && reader.lower(start).ends_with("ing") && !reader.token(start).capital
        {
            return None;
        }
        if nobody_blamed(reader, raw, act, range) {
            return None;
        }
        let anyone = addressed && said_to(reader, range) || takes_anyone(reader, raw, act);
        if anyone && !reader.is(head, class::VENUE | class::TIME) {
            return self.whom(reader, cast, range, not);
        }
        let addressee = raw.frames & crate::lexicon::frame::ADDRESSEE != 0;
        let led = leads_to_whom(reader, raw, end);
        let asks = act == Act::Request && !led && (!addressee || !reader.english() && !addressed);
        let headed = !asks
            && (reader
                .is(head, class::PERSON | class::PEOPLE | class::BODY | class::MAN | class::WOMAN)
                || reader.is_name(head)
                || reader.lower(head) == "former");
        if headed
            && is_actorlike(reader, (head, head + 1))
            && (!reader.is(head, class::VENUE) || reader.is(head, class::BODY))
        {
            return self.whom(reader, cast, range, not);
        }
        self.owner_of(reader, cast, range, act, not)
    }

    /// "accusing it of": the body of its own sentence, or the last.
    fn it(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        at: usize,
        not: Option<&str>,
    ) -> Option<Actor> {
        let place = reader.text.units.partition_point(|unit| unit.start <= at).checked_sub(1)?;
        let floor = reader.text.units[place].start;
        let named = cast.within((floor, at)).into_iter().rev().find(|index| {
            let member = &cast.members[*index];
            let placed = |first: &usize| {
                *first >= floor && *first < at && reader.is(first.wrapping_sub(1), class::PREP)
            };
            !member.person && Some(member.name.as_str()) != not && !member.at.iter().any(placed)
        });
        if let Some(index) = named {
            let span = Some(reader.text.span(at, at + 1));
            let name = cast.members[index].name.clone();
            return Some(actor(name, span, ActorKind::Pronoun, ResolvedBy::Pronoun));
        }
        let body = reader
            .it_before(at, floor)
            .and_then(|range| self.whom(reader, cast, range, not))
            .filter(|found| Some(found.name.as_str()) != not);
        body.or_else(|| self.whom(reader, cast, (at, at + 1), not))
    }

    /// "the minister's firmness", "la fermeté du ministre": whose thing it is.
    fn owner_of(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        (start, end): Range,
        act: Act,
        not: Option<&str>,
    ) -> Option<Actor> {
        let head = head_of(reader, (start, end));
        let aimed = matches!(act, Act::Support | Act::Criticise | Act::Accuse | Act::Request);
        if !aimed {
            return None;
        }
        if let Some(owner) = (start..end).find(|at| reader.lower(*at) == "'s") {
            return (owner > start && is_actorlike(reader, (start, owner)))
                .then(|| self.whom(reader, cast, (start, owner), not))
                .flatten();
        }
        let of = (head + 1..end)
            .find(|at| matches!(reader.lower(*at), "of" | "du" | "de" | "d'" | "des"))?;
        let inner = reader.phrase_right(of + 1, end, false)?;
        let inner_head = head_of(reader, inner);
        let blames = !reader.english() && matches!(act, Act::Criticise | Act::Accuse);
        let person = reader.is(inner_head, class::PERSON)
            || blames && reader.is(inner_head, class::BODY | class::PEOPLE)
            || reader.english() && reader.is(inner_head, class::PEOPLE)
            || cast.within(inner).iter().any(|index| cast.members[*index].person);
        person.then(|| self.whom(reader, cast, inner, not)).flatten()
    }
}

/// Acts whose object may be whom they are aimed at.
const fn takes_object(act: Act) -> bool {
    matches!(
        act,
        Act::Accuse
            | Act::Criticise
            | Act::Support
            | Act::Urge
            | Act::Request
            | Act::Warn
            | Act::Threaten
            | Act::Apologise
            | Act::State
            | Act::Allege
    )
}

/// "any group or country": both, as one.
fn any_or(reader: &Reader, (start, end): Range) -> Option<Range> {
    let any = reader.english() && matches!(reader.lower(start), "any" | "either");
    let last = end + 2;
    let plain = matches!(reader.lower(end), "or" | "and")
        && reader.is_nominal(end + 1)
        && !reader.is_verbish(end + 1)
        && !reader.is_nominal(last);
    (any && plain).then_some((start, last))
}

/// Pronouns for a thing, or for whoever speaks.
fn is_nobody_else(word: &str) -> bool {
    matches!(
        word,
        "it" | "that" | "this" | "me" | "us" | "himself" | "herself" | "itself" | "themselves"
    )
}

/// Verbs whose object is somebody, whatever it is called.
fn takes_anyone(reader: &Reader, raw: &Raw, act: Act) -> bool {
    let verb = raw.verb.map(|verb| reader.lexicon.verb(verb));
    act == Act::Apologise
        || praises_people(reader, raw)
        || verb.is_some_and(|verb| {
            let sides = act == Act::Support && verb.clitics.is_empty();
            let calls = reader.english()
                && !verb.rest.is_empty()
                && (verb.act == Some(Act::Urge)
                    && raw.object.is_some_and(|object| reader.lower(object.1) == "to")
                    || verb.act == Some(Act::Request)
                        && verb.rest.last().is_some_and(|last| {
                            matches!(last.as_str(), "with" | "on" | "upon" | "to" | "from")
                        }));
            calls
                || matches!(verb.lemma.as_str(), "accuse" | "accuser" | "blame")
                || (sides || verb.act == Some(Act::Accuse)) && !verb.rest.is_empty()
        })
}

/// Thanks and congratulations go to people, whatever they are called.
fn praises_people(reader: &Reader, raw: &Raw) -> bool {
    raw.verb.map(|verb| reader.lexicon.verb(verb)).is_some_and(|verb| {
        verb.clitics.is_empty()
            && matches!(verb.lemma.as_str(), "thank" | "congratulate" | "remercier" | "féliciter")
    })
}

/// "accused it of", "asked it to": somebody, not something.
fn is_whom(reader: &Reader, (start, end): Range, act: Act) -> bool {
    reader.english()
        && matches!(act, Act::Accuse | Act::Request | Act::Urge | Act::Warn)
        && reader.lower(start) == "it"
        && matches!(reader.lower(end), "of" | "to" | "against" | "over")
}
