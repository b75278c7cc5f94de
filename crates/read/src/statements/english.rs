//! English builds that carry a statement: a light verb with a noun for the act, whose paper a paper is,
//! the other party of a phrase, participles that only describe.

use crate::lexicon::{Act, Form, StatementKind, Verb, class, frame, listed};
use crate::text::Unit;

use super::group::Group;
use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};

/// So many words may stand between a light verb and its noun: "issued a fresh and stern warning".
const BETWEEN: usize = 6;

impl Reader<'_> {
    /// "voiced deep unease at", "gave a pledge to", "levelled an accusation against": the noun tells
    /// the act, and whom its preposition brings is whom it is aimed at. Whether the verb has such a noun.
    pub(super) fn light(&self, group: &Group, unit: Unit, raw: &mut Raw) -> bool {
        let verb = self.lexicon.verb(group.verb);
        if group.passive || !verb.rest.is_empty() || !listed("light", &verb.lemma) {
            return false;
        }
        let first = self.past_inserted(group.end, unit.end);
        let limit = unit.end.min(first + BETWEEN);
        let reach = (first..limit).take_while(|at| {
            self.is_word(*at)
                && self.token(*at).quote == 0
                && (!self.is(*at, class::PREP | class::SUB | class::AUX | class::REL)
                    || self.is_adverb(*at))
        });
        let found = reach
            .filter_map(|at| {
                let bearer = &self.lexicon.nouns[usize::from(self.entry(at).noun?)];
                Some((at, bearer.act?))
            })
            .last();
        let Some((noun, act)) = found else { return false };
        let joined = matches!(self.lower(noun + 1), "and" | "or");
        let thing = matches!(act, Act::State | Act::Claim | Act::Announce | Act::Request);
        if joined || thing && self.lower(noun + 1) != "that" {
            return false;
        }
        raw.act = Some(act);
        raw.kind = StatementKind::Speech;
        raw.form = CueForm::Phrasal;
        raw.rule = "light-verb";
        raw.cue.1 = noun + 1;
        let links = matches!(
            self.lower(noun + 1),
            "for"
                | "to"
                | "with"
                | "at"
                | "against"
                | "on"
                | "of"
                | "in"
                | "towards"
                | "about"
                | "over"
        );
        if links {
            raw.cue.1 = noun + 2;
            // "levelled an accusation of fraud at X".
            let whom = (noun + 2..unit.end.min(noun + 2 + BETWEEN))
                .take_while(|at| self.lower(noun + 1) == "of" && self.is_word(*at))
                .find(|at| matches!(self.lower(*at), "at" | "against"));
            raw.object = self.phrase_right(whom.unwrap_or(noun + 1) + 1, unit.end, false);
        }
        true
    }

    /// "a report by X", "an article in the Y": whoever wrote it speaks.
    pub(super) fn author_of(&self, (start, end): Range) -> Option<Range> {
        if !self.english() {
            return None;
        }
        let link = (start + 1..end).find(|at| {
            matches!(self.lower(*at), "by" | "in" | "from")
                && (listed("document", self.lower(at - 1)) || listed("poll", self.lower(at - 1)))
        });
        let Some(link) = link else { return self.institute_of((start, end)) };
        let own = (start..link - 1).all(|at| !self.is(at, class::PREP) || self.is(at, class::DET));
        let (first, last) = self.phrase_right(link + 1, end, false).filter(|_| own)?;
        let named = (first..last).any(|at| self.is_name(at));
        // "Russia's Sputnik news agency": the country is no part of it.
        let owner = (first..last).find(|at| self.lower(*at) == "'s" && at + 1 < last);
        let by_place = owner.filter(|owner| owner - first == 1 && self.is_name(owner + 1));
        named.then(|| by_place.map_or((first, last), |owner| (owner + 1, last)))
    }

    /// "an Opinionlab poll": the name right before the noun.
    fn institute_of(&self, (start, end): Range) -> Option<Range> {
        let noun = (start + 1..end).find(|at| listed("poll", self.lower(*at)))?;
        let first = (start..noun).rev().take_while(|at| self.is_name(*at)).last()?;
        (self.lower(noun - 1) != "'s").then_some((first, noun))
    }

    /// "an allegation the Kremlin dismissed as nonsense": who does it, between the thing and the verb.
    pub(super) fn relative_subject(&self, verb: usize, floor: usize) -> Option<Range> {
        let mut start = verb;
        while start > floor + 1 && self.is_name(start - 1) {
            start -= 1;
        }
        let named = start < verb;
        start -= usize::from(start > floor + 1 && self.lower(start - 1) == "the");
        let thing = start.checked_sub(1).filter(|at| *at > floor)?;
        let fits = self.english()
            && named
            && listed("contested", self.lower(thing))
            && !self.token(thing).capital
            && self.is(thing - 1, class::DET | class::POSS)
            && self.token(thing).quote == 0;
        fits.then_some((start, verb))
    }

    /// "was quick to deny": where the words for how gladly it was done begin.
    pub(super) fn eager(&self, at: usize) -> bool {
        self.english() && listed("eager", self.lower(at)) && self.is(at.wrapping_sub(1), class::BE)
    }

    /// "sought to blame X", "tried to pin it on X": who tries to blame in public has blamed.
    pub(super) fn attempts(&self, at: usize, verb: u16) -> bool {
        let blames =
            matches!(self.lexicon.verb(verb).act, Some(Act::Accuse | Act::Criticise | Act::Reject));
        self.english() && blames && listed("attempts", self.lower(at))
    }

    /// "tries to fend off claims", "sought to blame X": what is tried is the statement.
    pub(super) fn only_tries(&self, group: &Group) -> bool {
        let blames =
            |(place, form): &(u16, Form)| *form == Form::Base && self.attempts(group.head, *place);
        self.lexicon.verb(group.verb).kind == StatementKind::Want
            && self.lower(group.end) == "to"
            && (self.lower(group.end + 1) == "fend"
                || self.entry(group.end + 1).verbs.iter().any(blames))
    }

    /// "were urged to stand together by X", "was dismissed as “absurd” by X": an agent behind what is
    /// asked, or behind a judgement.
    pub(super) fn far_agent(&self, start: usize, limit: usize) -> Option<Range> {
        // "was branded a coward by X".
        let called = self.is(start, class::DET) || self.opens_quote(start);
        let judged = self.lower(start - 1) == "as" || self.lower(start) == "as" || called;
        if !(judged || self.lower(start) == "to") || !self.english() {
            return None;
        }
        let by = (start + 1..limit.min(start + 12))
            .take_while(|at| judged || self.is_word(*at) && self.token(*at).quote == 0)
            .filter(|at| self.token(*at).quote == 0)
            .find(|at| self.lower(*at) == "by")?;
        let (first, last) = self.phrase_right(by + 1, limit, false)?;
        ((first..last).any(|at| self.is_name(at)) && !self.is_word(last)).then_some((first, last))
    }

    /// "the report finds that": what a paper finds it says.
    pub(super) fn paper_finds(&self, raw: &Raw) -> bool {
        let Some((start, end)) = raw.source.filter(|_| self.english() && !raw.passive) else {
            return false;
        };
        let finds = raw.verb.is_some_and(|verb| {
            matches!(self.lexicon.verb(verb).lemma.as_str(), "find" | "show" | "conclude")
        });
        let that = raw.contents.first().is_some_and(|(start, _)| self.lower(*start) == "that");
        let noun = (start..end)
            .take_while(|at| !self.is(*at, class::PREP | class::REL) && self.lower(*at) != ",")
            .last();
        finds && that && noun.is_some_and(|noun| listed("document", self.lower(noun)))
    }

    /// "would not say", "will not be drawn": refused, where "did not say" only tells.
    pub(super) fn refuses(&self, raw: &Raw) -> bool {
        let would = |at: usize| matches!(self.lower(at), "would" | "wouldn't" | "won't");
        self.english()
            && raw.negated
            && raw.verb.is_some_and(|verb| listed("mute", &self.lexicon.verb(verb).lemma))
            && (raw.cue.0..raw.head).any(would)
    }

    /// "it" as an object: the body or thing with a name that its sentence named last.
    pub(super) fn it_before(&self, at: usize, floor: usize) -> Option<Range> {
        let mut here = at;
        while here > floor {
            here -= 1;
            let body = self.is(here, class::BODY)
                && !self.is(here, class::PERSON)
                && !self.is_verbish(here);
            if body && self.token(here).quote == 0 {
                let start = (floor..=here)
                    .rev()
                    .take(5)
                    .find(|start| self.is(*start, class::DET | class::POSS))
                    .unwrap_or(here);
                return Some((start, here + 1));
            }
        }
        None
    }

    /// "took the minister to task", "put the delay down to": what stands inside the cue.
    pub(super) fn object_inside(&self, raw: &Raw) -> Option<Range> {
        let verb = self.lexicon.verb(raw.verb.filter(|_| self.english() && !raw.passive)?);
        let first = verb.rest.first()?;
        let (start, end) = self.phrase_right(raw.head + 1, raw.cue.1, false)?;
        (self.lower(end) == first && end < raw.cue.1).then_some((start, end))
    }

    /// "reminded Norland of its duty": what of is no part of whom.
    pub(super) fn before_matter(&self, start: usize, end: usize, verb: Option<&Verb>) -> usize {
        let of = verb.is_some_and(|verb| verb.prepositions.iter().any(|word| word == "of"));
        let cut = || (start + 1..end).rfind(|at| self.lower(*at) == "of");
        if of && self.english() { cut().unwrap_or(end) } else { end }
    }

    /// "leapt to his friend's defence", "came to her aid": whose, inside a cue of several words.
    pub(super) fn owner_inside(&self, raw: &Raw) -> Option<Range> {
        if !self.english() || raw.cue.1 < raw.head + 3 {
            return None;
        }
        if !matches!(
            self.lower(raw.cue.1 - 1),
            "defence" | "defense" | "aid" | "rescue" | "side" | "door"
        ) {
            return None;
        }
        let owner = (raw.head + 1..raw.cue.1).rfind(|at| self.is(*at, class::POSS))?;
        if self.lower(owner) == "'s" {
            return self.phrase_left(owner, raw.head + 1).map(|(start, end)| {
                let to = (start..end).find(|at| self.lower(*at) == "to").map_or(start, |at| at + 1);
                (to, end)
            });
        }
        matches!(self.lower(owner), "his" | "her" | "their").then_some((owner, owner + 1))
    }

    /// "officials briefed on the inquiry said", "a report published last week found": a participle
    /// that describes the noun before it, since the clause has another verb.
    pub(super) fn describes(&self, at: usize, floor: usize, limit: usize) -> bool {
        let before = at.wrapping_sub(1);
        let participle = self.entry(at).verbs.iter().any(|(_, form)| *form == Form::Participle)
            || self.lower(at).ends_with("ed") && self.lower(at).len() > 4
            || matches!(
                self.lower(at),
                "held" | "seen" | "made" | "sent" | "given" | "taken" | "known"
            );
        let noun = at > floor
            && self.is_word(before)
            && self.token(before).quote == 0
            && self.is_nominal(before)
            && !self.is(before, class::PRON | class::AUX | class::REL | class::TIME)
            && !self.is_name(before);
        // "a post shared 40,000 times".
        let counted = self.lower(at + 1).starts_with(|letter: char| letter.is_ascii_digit())
            && self.lower(at + 2) == "times";
        let hangs = counted
            || self.is(at + 1, class::TIME)
            || self.is(at + 1, class::PREP)
                && !self.is(at + 1, class::SUB)
                && self.lower(at + 1) != "to"
            || matches!(self.lower(at + 1), "last" | "this" | "earlier");
        if !(participle && noun && hangs && self.english()) {
            return false;
        }
        let mut here = at + 2;
        while here < limit.min(at + 10) && self.is_word(here) && self.token(here).quote == 0 {
            if self.is(here, class::COORD | class::SUB | class::REL) && !self.is(here, class::PREP)
                || self.lower(here) == "that"
            {
                return false;
            }
            // "warned on Tuesday the dam could burst".
            if self.is(here - 1, class::TIME) && self.begins_phrase(here) {
                return false;
            }
            let bare = self.lower(here + 1) == "that"
                && self.entry(here).verbs.iter().any(|(_, form)| *form == Form::Base);
            if bare {
                return true;
            }
            if self.is_verbish(here) && !self.is(here - 1, class::PREP | class::DET | class::POSS) {
                return true;
            }
            here += 1;
        }
        false
    }

    /// "what he called", "a man he described as": a name given in passing is no statement.
    pub(super) fn names_in_passing(&self, raw: &Raw) -> bool {
        let Some((start, _)) = raw.source.filter(|_| self.english()) else { return false };
        self.lower(start.wrapping_sub(1)) == "what" && raw.act != Some(Act::Announce)
    }

    /// "said residents had fled", "said staunchly liberal Doe was …": a clause without "that".
    pub(super) fn opens_bare_clause(&self, at: usize, unit: Unit, raw: &Raw) -> bool {
        self.english()
            && raw.frames & frame::CLAUSE != 0
            && self.is_word(at)
            && self.token(at).quote == 0
            && !self.is(at, class::PREP | class::SUB | class::COORD | class::AUX | class::TIME)
            && (at + 1..unit.end.min(at + 9))
                .take_while(|here| self.is_word(*here) && self.token(*here).quote == 0)
                .any(|here| self.is_verbish(here))
    }

    /// "blamed “outsiders”": a phrase that fills its quotation.
    pub(super) fn quoted_phrase(&self, at: usize) -> Option<Range> {
        let quote = self.quote_at(at).filter(|quote| quote.open == at && self.english())?;
        let last = quote.end.checked_sub(1)?;
        // "slammed “shameless” MPs".
        if self.is_nominal(quote.end)
            && !self.is(quote.end, class::TIME | class::PRON)
            && !self.is_verbish(quote.end)
        {
            return self.phrase_right(quote.end, self.text.tokens.len(), false);
        }
        let verb = (at + 1..last).any(|here| self.is(here, class::AUX));
        (last - at <= 7 && !verb && self.phrase_right(at + 1, last, false).is_some())
            .then_some((at + 1, last))
    }
}
