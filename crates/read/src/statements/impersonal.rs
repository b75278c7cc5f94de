//! English builds in which nobody who could be named says it: "it emerged that", "is said to have
//! bribed", "the alleged meddling by X", "the article called “X could be a spy”".
//!
//! They are read before verbs are, since each of these verbs means something else with a subject.

use crate::lexicon::{Act, Form, StatementKind, class, frame, listed};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};

/// So many words may stand between "it" and its verb, and between the verb and "that".
const BETWEEN: usize = 5;
/// "the alleged hacking of the commission by X": so far off is who did it.
const REACH: usize = 9;

impl Reader<'_> {
    /// "it emerged on Friday that", "it has been alleged that": the act is the verb's.
    pub(super) fn impersonal(&self, at: usize, unit: Unit) -> Option<Raw> {
        if !self.english() || self.lower(at) != "it" || !self.opens_here(at, unit) {
            return None;
        }
        let verb = (at + 1..unit.end.min(at + 1 + BETWEEN))
            .find(|here| !(self.is(*here, class::AUX) || self.is_adverb(*here)))?;
        if (at + 1..verb).any(|here| self.is(here, class::NEG | class::MODAL)) {
            return None;
        }
        let be = (at + 1..verb).any(|here| self.is(here, class::BE));
        let word = self.lower(verb);
        let (act, end) = match word {
            "emerged" | "emerges" | "transpired" | "transpires" if !be => (Act::Reveal, verb + 1),
            "came" | "come" if self.lower(verb + 1) == "to" && self.lower(verb + 2) == "light" => {
                (Act::Reveal, verb + 3)
            }
            _ if be => (self.told_act(verb)?, verb + 1),
            _ => return None,
        };
        let that = self.that_behind(end, unit)?;
        let mut raw =
            self.bare(verb, Some(act), StatementKind::Speech, CueForm::Verb, "impersonal");
        raw.cue = (at, end);
        raw.frames = frame::CLAUSE;
        let end = (that..unit.end).find(|at| self.ends_at(*at, unit)).unwrap_or(unit.end);
        raw.contents.push((that, end));
        Some(raw)
    }

    /// At the beginning of a clause: "after it was revealed", "Yesterday it emerged".
    fn opens_here(&self, at: usize, unit: Unit) -> bool {
        at == unit.start
            || !self.is_word(at - 1)
            || self.is(at - 1, class::SUB | class::COORD | class::TIME | class::ADV)
    }

    /// What "it was claimed" does, where nobody is named.
    fn told_act(&self, verb: usize) -> Option<Act> {
        const HEARSAY: &[&str] = &["claimed", "alleged", "reported", "rumoured", "rumored"];
        let word = self.lower(verb);
        if HEARSAY.contains(&word) {
            return Some(Act::Allege);
        }
        let told = |act: &Act| {
            matches!(act, Act::Reveal | Act::Announce | Act::Confirm | Act::ExpressConcern)
        };
        let participle = |form: Form| matches!(form, Form::Past | Form::Participle);
        self.entry(verb)
            .verbs
            .iter()
            .filter(|(_, form)| participle(*form))
            .find_map(|(place, _)| self.lexicon.verb(*place).act.filter(told))
    }

    /// "that" right behind, or behind words of time and place.
    fn that_behind(&self, from: usize, unit: Unit) -> Option<usize> {
        let that = (from..unit.end.min(from + BETWEEN)).find(|at| self.lower(*at) == "that")?;
        let between = |at: usize| {
            self.is(at, class::TIME | class::PREP | class::DET)
                || self.is_adverb(at)
                || self.is_name(at)
        };
        (from..that).all(between).then_some(that)
    }

    /// "is said to have bribed", "was found to have lied": hearsay of somebody, and a finding.
    pub(super) fn said_to_have_done(&self, raw: &mut Raw) {
        let Some(verb) = raw.verb.filter(|_| self.english() && raw.passive) else { return };
        if self.lower(raw.head + 1) != "to" || raw.negated {
            return;
        }
        let act = match self.lexicon.verb(verb).lemma.as_str() {
            "say" | "report" | "claim" | "rumour" | "understand" | "believe" | "think" => {
                Act::Allege
            }
            "find" => Act::Accuse,
            _ => return,
        };
        let deed = (raw.head + 2..raw.head + 6).take_while(|at| self.is_word(*at)).any(|at| {
            // "is said to have been invented by monks": it suffered that.
            self.is(at, class::WRONG) && !self.is(at - 1, class::DET | class::PREP | class::BE)
        });
        if deed {
            raw.act = Some(act);
            raw.kind = StatementKind::Speech;
            raw.rule = "said-to";
        }
    }

    /// "anyone accused of theft may see a lawyer": nobody is.
    pub(super) fn accuses_anyone(&self, raw: &Raw) -> bool {
        let Some((start, end)) = raw.object.filter(|_| self.english() && raw.passive) else {
            return false;
        };
        let subject = (start..end).rev().find(|at| self.is_word(*at)).unwrap_or(start);
        matches!(
            self.lower(subject),
            "anyone" | "anybody" | "those" | "whoever" | "everyone" | "everybody"
        )
    }

    /// "Norland's alleged meddling", "the alleged hacking of the commission by Norland": an allegation
    /// by nobody against a body or a state with a name. Of a person who is only suspected of a crime
    /// the law speaks so, without anybody who alleges.
    pub(super) fn alleged_deed(&self, at: usize, unit: Unit) -> Option<Raw> {
        if !self.english() || self.lower(at) != "alleged" || self.token(at).capital {
            return None;
        }
        let deed = (at + 1..unit.end.min(at + 4)).find(|here| {
            !self.is_word(here + 1)
                || self.is(here + 1, class::PREP | class::AUX | class::SUB | class::COORD)
        })?;
        let owner = || {
            let by = at.checked_sub(1).filter(|by| *by > unit.start && self.lower(*by) == "'s")?;
            let end = by;
            let named = |here: &usize| self.is_name(*here) || self.lower(*here) == "of";
            let start = (unit.start..end).rev().take_while(named).last()?;
            let in_what = matches!(self.lower(deed + 1), "in" | "with" | "of" | "to");
            let field = in_what.then(|| self.phrase_right(deed + 2, unit.end, true)).flatten();
            Some(((start, end), (at, field.map_or(deed + 1, |(_, last)| last))))
        };
        let doer = || {
            let by = (deed + 1..unit.end.min(at + REACH)).find(|here| self.lower(*here) == "by")?;
            let clear = (deed + 1..by).all(|here| {
                self.is_word(here) && !self.is(here, class::AUX | class::SUB & !class::PREP)
            });
            let (start, end) = self.phrase_right(by + 1, unit.end, false).filter(|_| clear)?;
            let named = (start..end).any(|here| self.is_name(here));
            named.then_some(((start, end), (at, by)))
        };
        let (target, content) = owner().or_else(doer)?;
        let mut raw =
            self.bare(at, Some(Act::Allege), StatementKind::Speech, CueForm::Phrasal, "alleged");
        raw.object = Some(target);
        raw.contents.push(content);
        Some(raw)
    }

    /// "The article called “Minister X could be a spy” was …": what a title says of somebody is
    /// printed, and by nobody who is named unless the article's paper is.
    pub(super) fn title_alleges(&self, at: usize, unit: Unit) -> Option<Raw> {
        const CALLED: &[&str] = &["called", "titled", "entitled", "headlined"];
        if !self.english() || !CALLED.contains(&self.lower(at)) {
            return None;
        }
        let quote = self.quote_at(at + 1).filter(|quote| quote.open == at + 1)?;
        let paper = at.checked_sub(1).filter(|paper| *paper >= unit.start)?;
        let close = quote.end.min(unit.end);
        let verb = (quote.open + 2..close).find(|here| {
            self.is(*here, class::MODAL | class::BE | class::HAVE | class::WRONG)
                && !self.is(here - 1, class::DET)
        })?;
        let subject = (quote.open + 1..verb).rev().take_while(|here| self.is_name(*here)).last()?;
        if !listed("document", self.lower(paper)) {
            return None;
        }
        let mut raw =
            self.bare(at, Some(Act::Allege), StatementKind::Speech, CueForm::Phrasal, "title");
        let start = paper - usize::from(self.is(paper.wrapping_sub(1), class::DET));
        raw.cue = (start, at + 1);
        raw.object = Some(last_name(self, (subject, verb)));
        raw.contents.push((quote.open, close));
        Some(raw)
    }
}

/// Titles write every word with a capital: of "Ex-French Economy Minister X" the words behind the role.
fn last_name(reader: &Reader, (start, end): Range) -> Range {
    let role = (start..end - 1).rfind(|at| reader.is(*at, class::PERSON | class::TITLE));
    (role.map_or(start, |role| role + 1), end)
}
