//! Whom a content is aimed at: its subject, "you", whom trust is put in, who is asked to do something.

use crate::lexicon::{Act, class, listed};

use super::mention::Cast;
use super::naming::head_of;
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::{actor, is_actorlike};
use super::speaker::{Sort, Who};

impl Who {
    /// "You lied", said to X; "he is lying", said of the last other person.
    pub(super) fn accused_by_words(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        not: Option<&str>,
    ) -> Option<Actor> {
        if let Some(range) = said_of(reader, raw).or_else(|| reader.blamed_in(raw)) {
            return self.whom(reader, cast, range, not);
        }
        // "a lancé X à Y".
        let behind = raw.source.filter(|_| raw.inverted).map_or(raw.cue.1, |source| source.1);
        if matches!(reader.lower(behind), "à" | "to" | "at")
            && let Some(range) = reader.phrase_right(behind + 1, reader.text.tokens.len(), false)
            && !reader.is(head_of(reader, range), class::VENUE)
        {
            return self.whom(reader, cast, range, not);
        }
        let (start, end) = raw.contents.first().copied()?;
        // "has proof that X did it": X.
        let proof = (start + 1..end.min(start + 12)).find(|at| {
            reader.english()
                && reader.lower(*at) == "that"
                && matches!(
                    reader.lower((at - 1).wrapping_sub(usize::from(!reader.is_word(at - 1)))),
                    "evidence" | "proof" | "doubt" | "clear" | "obvious" | "sign" | "signs"
                )
        });
        let start = proof.map_or(start, |that| that + 1);
        for at in start..end.min(start + 8) {
            let word = reader.lower(at);
            if let Some(again) = self.again(reader, cast, at, not) {
                return Some(again);
            }
            if matches!(word, "he" | "she" | "they" | "il" | "elle" | "ils" | "elles") {
                return self.whom(reader, cast, (at, at + 1), not);
            }
            if matches!(word, "you" | "vous") {
                return self.told(reader, cast, raw, not).or_else(|| self.other(not));
            }
            if matches!(word, "that" | "que" | "qu'") {
                continue;
            }
            if reader.begins_phrase(at) {
                let range = reader.phrase_right(at, end, false)?;
                if is_actorlike(reader, range) {
                    return self.whom(reader, cast, range, not);
                }
            }
        }
        None
    }

    /// "“You sat on this,” she told him": whom the words are spoken to, a newspaper apart.
    fn told(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        not: Option<&str>,
    ) -> Option<Actor> {
        let range = raw.object?;
        let head = head_of(reader, range);
        let person = reader.is(head, class::PERSON | class::PRON | class::OBJ)
            || reader.english() && reader.is(head, class::PEOPLE)
            || cast.within(range).iter().any(|index| cast.members[*index].person);
        person.then(|| self.whom(reader, cast, range, not)).flatten()
    }

    /// "They have done nothing", "X has my full confidence", "the government must act": whom a
    /// content is about, where that is somebody.
    pub(super) fn subject_of(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        act: Act,
        not: Option<&str>,
    ) -> Option<Actor> {
        if act == Act::Support
            && let Some(range) = trusted(reader, raw)
        {
            return self.whom(reader, cast, range, not);
        }
        if reader.characterises(raw)
            && let Some(object) = raw.object.filter(|object| is_actorlike(reader, *object))
        {
            return self.whom(reader, cast, object, not);
        }
        if let Some(range) = said_of(reader, raw) {
            return self.whom(reader, cast, range, not);
        }
        let (start, end) = raw.contents.first().copied()?;
        let first = (start..end.min(start + 3)).find(|at| {
            reader.is_word(*at) && !matches!(reader.lower(*at), "that" | "que" | "qu'")
        })?;
        if matches!(reader.lower(first), "you" | "vous") {
            return self.told(reader, cast, raw, not);
        }
        // "told officials they must …"; "“Stay indoors,” the brigade told residents".
        let ordered = reader.english()
            && matches!(reader.lower(first), "they" | "he" | "she" | "it")
            || raw.act.is_none() && reader.bare_call(start, end, true).is_some();
        if act == Act::Request
            && ordered
            && let Some(told) = self.told(reader, cast, raw, not)
        {
            return Some(told);
        }
        // "Let her publish it".
        let first = first + usize::from(reader.english() && reader.lower(first) == "let");
        if let Some(again) = self.again(reader, cast, first, not) {
            return Some(again);
        }
        if matches!(reader.lower(first), "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos") {
            return None;
        }
        let range = reader.phrase_right(first, end, false)?;
        if reader.english() && is_suffered(reader, range.1, end) {
            return None;
        }
        if reader.lower(first.wrapping_sub(1)) == "let" && reader.english() {
            let pronoun = reader.is(first, class::OBJ);
            let range = if pronoun { (first, first + 1) } else { range };
            return (pronoun || is_actorlike(reader, range))
                .then(|| self.whom(reader, cast, range, not))
                .flatten();
        }
        if let Some(found) = called_by_first_name(reader, cast, range, not) {
            return Some(found);
        }
        let sign = |at: &usize| !reader.is_word(*at) && reader.token(*at).quote != 0;
        let after =
            (range.1..end.min(range.1 + 4)).find(|at| !reader.is_adverb(*at) && !sign(at))?;
        let verb =
            reader.is_verbish(after) || reader.is(after, class::AUX | class::MODAL | class::NEG);
        let quoted_verb = reader.token(after).quote != 0 && reader.is_word(after);
        let pronoun =
            matches!(reader.lower(first), "he" | "she" | "they" | "il" | "elle" | "ils" | "elles");
        let person = cast.within(range).iter().any(|index| cast.members[*index].person);
        let head = head_of(reader, range);
        let body = matches!(act, Act::Request | Act::Criticise | Act::Support)
            && reader.is(head, class::PERSON | class::PEOPLE | class::BODY);
        let named = act != Act::Request && !cast.within(range).is_empty();
        let wish = !reader.english()
            && pronoun
            && reader.token(first).quote != 0
            && matches!(reader.lower(first.wrapping_sub(1)), "que" | "qu'");
        let must = act != Act::Request
            || wish
            || (range.1..end.min(range.1 + 2)).any(|at| reader.is(at, class::MODAL))
            // "has to explain".
            || matches!(reader.lower(range.1), "has" | "have" | "needs" | "need")
                && reader.lower(range.1 + 1) == "to";
        let impersonal = matches!(reader.lower(range.1), "faut" | "est" | "y" | "is")
            && matches!(reader.lower(first), "il" | "it");
        ((verb || quoted_verb || wish)
            && must
            && !impersonal
            && (pronoun || person || body || named))
            .then(|| self.whom(reader, cast, range, not))
            .flatten()
    }

    /// "called for X to resign", "demande que le ministre s'explique".
    pub(super) fn asked(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, end) = raw.contents.first().copied()?;
        // "demanded an answer from X".
        let from = (start + 1..end.min(start + 8))
            .find(|at| reader.english() && reader.lower(*at) == "from");
        if let Some(range) = from.and_then(|from| reader.phrase_right(from + 1, end, false))
            && reader.is(head_of(reader, range), class::PERSON | class::PEOPLE | class::BODY)
                | cast.within(range).iter().any(|index| cast.members[*index].person)
        {
            return self.whom(reader, cast, range, not);
        }
        let that = matches!(reader.lower(start), "that" | "que" | "qu'");
        let first = start + usize::from(that);
        if that && matches!(reader.lower(first), "he" | "she" | "they" | "elle" | "ils" | "elles") {
            return self.whom(reader, cast, (first, first + 1), not);
        }
        let mut range = reader.phrase_right(first, end, false)?;
        // "that the minister hand over": the verb stands bare.
        if that && reader.english() {
            let noun = (range.0..range.1.saturating_sub(1)).find(|at| {
                reader.is(*at, class::PERSON | class::PEOPLE) && !reader.is_name(at + 1)
            });
            range.1 = noun.map_or(range.1, |noun| noun + 1);
        }
        let does = reader.lower(range.1) == "to"
            || that && reader.is_word(range.1) && !reader.is(range.1, class::BE | class::PREP);
        let head = head_of(reader, range);
        let somebody = !that && reader.is(head, class::PERSON | class::PEOPLE | class::BODY)
            || reader.is(head, class::PERSON)
            || reader.english()
                && matches!(reader.lower(range.0), "those" | "anyone" | "everyone" | "whoever")
            || cast.within(range).iter().any(|index| cast.members[*index].person);
        (does && somebody && reader.lower(range.1 + 1) != "be")
            .then(|| self.whom(reader, cast, range, not))
            .flatten()
    }

    /// "to sue X", "to take X to court", "traîner X devant les tribunaux".
    pub(super) fn threatened(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, end) = raw.contents.first().copied()?;
        // "“He will answer for this”".
        let first = start + usize::from(reader.opens_quote(start));
        if reader.english() && matches!(reader.lower(first), "he" | "she") && first > start {
            return self.whom(reader, cast, (first, first + 1), not);
        }
        let at = (start..end.min(start + 8)).find(|at| {
            let word = reader.lower(*at);
            matches!(
                word,
                "sue"
                    | "suing"
                    | "take"
                    | "drag"
                    | "haul"
                    | "against"
                    | "pursue"
                    | "prosecute"
                    | "punish"
                    | "traîner"
                    | "attaquer"
                    | "traduire"
                    | "contre"
            ) || word.starts_with("poursuiv")
        })?;
        let range = reader.phrase_right(at + 1, end, false)?;
        let head = head_of(reader, range);
        (reader.is_name(head) || reader.is(head, class::PERSON | class::BODY | class::PEOPLE))
            .then(|| self.whom(reader, cast, range, not))
            .flatten()
    }

    /// "“They sat on it,” she said", behind what was said against somebody: the same.
    fn again(&self, reader: &Reader, cast: &Cast, at: usize, not: Option<&str>) -> Option<Actor> {
        if !reader.english() || reader.token(at).quote == 0 {
            return None;
        }
        let name = self.aimed.as_deref().filter(|name| Some(*name) != not)?;
        let member = cast.members.iter().find(|member| member.name == name);
        let fits = match reader.lower(at) {
            "they" => member.is_none_or(|member| !member.person),
            _ => false,
        };
        fits.then(|| {
            let span = Some(reader.text.span(at, at + 1));
            actor(name.to_owned(), span, ActorKind::Pronoun, ResolvedBy::Pronoun)
        })
    }

    fn other(&self, not: Option<&str>) -> Option<Actor> {
        let found = self
            .recent()
            .iter()
            .rev()
            .find(|entity| entity.sort == Sort::Person && Some(entity.name.as_str()) != not)?;
        Some(actor(found.name.clone(), None, ActorKind::Pronoun, ResolvedBy::Pronoun))
    }

    /// Of whom it is alleged: the subject of the content.
    pub(super) fn alleged(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        raw: &Raw,
        not: Option<&str>,
    ) -> Option<Actor> {
        let (start, end) = raw.contents.first().copied()?;
        let skip = usize::from(matches!(reader.lower(start), "that" | "que" | "qu'"));
        let first = start + skip;
        if matches!(reader.lower(first), "he" | "she" | "elle")
            || reader.lower(first) == "il" && skip == 1
        {
            return self.whom(reader, cast, (first, first + 1), not);
        }
        // "had been put under pressure by X": who did it.
        let done = |at: usize| {
            let word = reader.lower(at.wrapping_sub(1));
            reader.english()
                || ["é", "ée", "és", "ées", "i", "ie", "is", "u", "ue", "us", "it", "ite"]
                    .iter()
                    .any(|end| word.ends_with(end))
        };
        if let Some(by) =
            (first..end).find(|at| matches!(reader.lower(*at), "by" | "par") && done(*at))
        {
            let range = reader.phrase_right(by + 1, end, false)?;
            let head = reader.lower(head_of(reader, range));
            let means = matches!(head, "compte" | "account" | "email" | "courriel" | "site");
            return (is_actorlike(reader, range) && !means)
                .then(|| self.whom(reader, cast, range, not))
                .flatten();
        }
        let range = reader.phrase_right(first, end, false)?;
        // "X aurait versé un million, selon une lettre".
        let clause = skip == 1
            || reader.english() && reader.is_verbish(range.1)
            || !reader.english() && reader.is(range.1, class::COND);
        let head = head_of(reader, range);
        let described = !reader.english()
            && listed("definite", reader.lower(range.0))
            && (reader.is(head, class::PERSON)
                || reader.is(head, class::BODY) && reader.is(range.1, class::HAVE));
        // "that ministers had known".
        let bare = raw.rule == "impersonal"
            && skip == 1
            && head == range.0
            && reader.is(head, class::PEOPLE);
        let person = bare
            || reader.lower(head).ends_with("-year-old")
            || described
            || reader.is(head, class::PERSON | class::BODY)
                && listed("definite", reader.lower(range.0))
            || !cast.within(range).is_empty();
        (clause && person).then(|| self.whom(reader, cast, range, not)).flatten()
    }
}

/// "…, she said of X".
fn said_of(reader: &Reader, raw: &Raw) -> Option<Range> {
    let of = reader.english() && reader.lower(raw.cue.1) == "of";
    reader
        .phrase_right(raw.cue.1 + 1, reader.text.tokens.len(), false)
        .filter(|range| of && is_actorlike(reader, *range))
}

/// "voters are being treated", "they should be given": it is done to whom the clause is about.
fn is_suffered(reader: &Reader, verb: usize, end: usize) -> bool {
    let mut at = verb;
    let mut be = false;
    while at < end.min(verb + 6) {
        let word = reader.lower(at);
        if reader.is(at, class::BE) {
            be = true;
        } else if !(reader.is(at, class::AUX) || reader.is_adverb(at) || !reader.is_word(at)) {
            return be
                && (word.ends_with("ed") || matches!(word, "given" | "told" | "kept" | "left"))
                && reader.lower(at + 1) != "to";
        }
        at += 1;
    }
    false
}

/// "Clara has my full confidence": the first name of somebody known by both.
fn called_by_first_name(
    reader: &Reader,
    cast: &Cast,
    (first, end): Range,
    not: Option<&str>,
) -> Option<Actor> {
    let word = reader.text.words(first, first + 1);
    let mut called = cast.members.iter().filter(|member| {
        member.person
            && member.name.split_once(' ').is_some_and(|(given, _)| given == word)
            && Some(member.name.as_str()) != not
    });
    let (Some(member), None) = (called.next().filter(|_| end == first + 1), called.next()) else {
        return None;
    };
    let span = Some(reader.text.span(first, end));
    Some(actor(member.name.clone(), span, ActorKind::Named, ResolvedBy::Direct))
}

/// "full confidence in X", "stands with X", "toute confiance à X".
fn trusted(reader: &Reader, raw: &Raw) -> Option<Range> {
    let (start, end) = raw.contents.first().copied()?;
    // "I trust X completely".
    let trusts = (start..end.min(start + 5)).find(|at| {
        matches!(
            reader.lower(*at),
            "trust"
                | "believe"
                | "admire"
                | "back"
                | "support"
                | "crois"
                | "soutiens"
                | "soutenons"
        ) && reader.is_name(at + 1)
    });
    if let Some(at) = trusts {
        return reader.phrase_right(at + 1, end, false);
    }
    let at = (start..end.min(start + 16)).find(|at| {
        matches!(
            (reader.lower(*at), reader.lower(at + 1)),
            ("confidence" | "faith" | "trust" | "confiance", "in" | "en" | "à" | "au" | "dans")
                | ("proud", "of")
                | ("voterai" | "voterons" | "vote" | "votez" | "voter", "pour")
                | ("fier" | "fière" | "fiers" | "fières", "de" | "des" | "du")
                | ("grateful", "to")
                | ("soutien", "à" | "au" | "aux")
                | ("stand" | "stands" | "stood" | "shoulder", "with" | "by" | "behind")
                | ("côtés", "de" | "du" | "des" | "d'")
        )
    })?;
    let range = reader.phrase_right(at + 2, end, false)?;
    let pronoun = reader.english()
        && matches!(reader.lower(range.0), "him" | "her" | "them")
        && range.1 == range.0 + 1;
    (pronoun || is_actorlike(reader, range)).then_some(range)
}

/// "Kasteva, which X accuses of bankrolling": what stands before the relative.
pub(super) fn accused_before(reader: &Reader, raw: &Raw) -> Option<Range> {
    let which = raw.source?.0.checked_sub(1)?;
    let fits = reader.english()
        && !raw.inverted
        && matches!(reader.lower(which), "which" | "whom" | "who")
        && matches!(reader.lower(raw.cue.1), "of" | "over" | "for" | "with");
    let place = reader.text.units.get(raw.unit).filter(|_| fits)?;
    let comma = usize::from(reader.lower(which.wrapping_sub(1)) == ",");
    let range = reader.phrase_left(which - comma, place.start)?;
    is_actorlike(reader, range).then_some(range)
}

/// "attributed the attack to X", "blamed it on X": behind the last word for whose deed it is.
pub(super) fn ascribed(reader: &Reader, raw: &Raw) -> Option<Range> {
    let verb = reader.lexicon.verb(raw.verb?);
    let words: &[&str] = match verb.lemma.as_str() {
        "attribute" | "ascribe" => &["to"],
        "blame" => &["on"],
        "attribuer" | "imputer" => &["à", "au", "aux"],
        _ => return None,
    };
    let limit = (raw.cue.1 + 16).min(reader.text.tokens.len());
    let at = (raw.cue.1..limit)
        .take_while(|at| !matches!(reader.lower(*at), "," | "." | ";"))
        .find(|at| words.contains(&reader.lower(*at)))?;
    let behind = at + 1;
    let range = reader.phrase_right(behind, reader.text.tokens.len(), false);
    range.or_else(|| reader.quoted_phrase(behind))
}
