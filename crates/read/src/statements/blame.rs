//! What English clauses say of whoever does it, beyond the verb itself: intent, a second verb, a fault
//! that is owned, what somebody fails to do; and the acts that follow.

use crate::lexicon::{Act, class};

use super::raw::Raw;
use super::reader::Reader;

impl Reader<'_> {
    /// The act where cue and content together tell it in English: by the act of the cue, and the tone.
    pub(super) fn english_act(
        &self,
        raw: &Raw,
        acts: (Option<Act>, Option<Act>),
        leant: bool,
    ) -> Option<(Act, &'static str)> {
        let clause = || self.act_of_clause(raw);
        match acts {
            (Some(Act::Request), _) if self.only_blames(raw) => Some((Act::Criticise, "question")),
            // "I won't let them down", "the minister has no plan".
            (None, Some(Act::Criticise | Act::Deny))
                if matches!(clause(), Some(Act::Promise | Act::Criticise))
                    && !self.is_threat(raw)
                    && (acts.1 == Some(Act::Criticise)) == (clause() == Some(Act::Promise)) =>
            {
                clause().map(|act| (act, "clause"))
            }
            // "Ministers must stop playing games".
            (None, Some(Act::Criticise))
                if !self.is_threat(raw)
                    && raw.contents.first().is_some_and(|(start, end)| {
                        (*start..*end.min(&(start + 6))).any(|at| self.lower(at) == "must")
                    })
                    && clause() == Some(Act::Request) =>
            {
                Some((Act::Request, "clause"))
            }
            // "There is “no truth in it”, according to X".
            (Some(Act::State), Some(tone @ (Act::Deny | Act::Reject)))
                if leant && self.firm_words(raw) =>
            {
                Some((tone, "tone"))
            }
            // "X hid the files, according to Y".
            (Some(Act::State), None) if leant && clause() == Some(Act::Accuse) => {
                Some((Act::Accuse, "clause"))
            }
            // "We will not be used as a punchbag": it binds nobody.
            (None, Some(Act::Promise)) if self.refuses_to_suffer(raw) => Some((Act::State, "")),
            // "The bridge should have been closed".
            (None, Some(Act::Request)) if clause() == Some(Act::Criticise) => {
                Some((Act::Criticise, "clause"))
            }
            // "suggested that the ministry was hiding it".
            (Some(Act::Claim), None)
                if !leant && self.says_clause(raw) && clause() == Some(Act::Accuse) =>
            {
                Some((Act::Accuse, "clause"))
            }
            // "insists its troops never crossed the river".
            (Some(Act::Claim), None)
                if !leant
                    && self.firmly(raw)
                    && self.says_clause(raw)
                    && clause() == Some(Act::Deny) =>
            {
                Some((Act::Deny, "clause"))
            }
            // "insists it is genuine": no confession.
            (Some(Act::Claim), Some(Act::Confirm)) => Some((Act::Claim, "")),
            // "vowed that they “will answer for it”".
            (Some(Act::Promise), Some(Act::Threaten)) => Some((Act::Threaten, "tone")),
            // "complained that ministers had buried it".
            (Some(Act::Criticise), Some(Act::Accuse)) if self.tells(raw) => {
                Some((Act::Accuse, "tone"))
            }
            // "depicted the defendant as “greedy”".
            (Some(Act::State), None) if self.characterises(raw) => {
                self.painted(raw).map(|act| (act, "words"))
            }
            _ => None,
        }
    }

    fn refuses_to_suffer(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            (*start..(*end).min(start + 6)).any(|at| {
                matches!(self.lower(at), "not" | "won't")
                    && self.lower(at + 1) == "be"
                    && self.lower(at + 2).ends_with("ed")
            })
        })
    }

    /// "We got the numbers wrong".
    pub(super) fn owns_fault(&self, from: usize, to: usize) -> bool {
        self.english()
            && (from..to).any(|at| {
                matches!(
                    self.lower(at),
                    "wrong" | "mistake" | "mistakes" | "error" | "errors" | "failed" | "misjudged"
                )
            })
    }

    /// "We are proud of her", but "we are proud supporters of the game".
    pub(super) fn is_glad(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            let next = at + 1;
            self.is(at, class::GOOD)
                && (!self.english()
                    || !self.is_word(next)
                    || self.is(next, class::PREP | class::SUB | class::COORD)
                    || matches!(self.lower(next), "to" | "that"))
        })
    }

    /// "They deliberately chose", "looked us in the eye and lied".
    pub(super) fn tells_malice(&self, from: usize, to: usize) -> bool {
        let meant = |at: usize| {
            matches!(
                self.lower(at),
                "deliberately" | "knowingly" | "wilfully" | "willfully" | "intentionally"
            )
        };
        let second = |at: usize| {
            matches!(self.lower(at), "and" | "then")
                && at + 1 < to
                && self.is(at + 1, class::WRONG)
                && self.lower(at + 1).ends_with("ed")
        };
        self.english() && (from..to).any(|at| meant(at) || second(at))
    }

    /// "They do not listen", "the minister cannot be trusted": negated, of people or a body, now.
    pub(super) fn falls_short(&self, verb: usize) -> bool {
        let now = matches!(
            self.lower(verb),
            "do" | "does"
                | "don't"
                | "doesn't"
                | "cannot"
                | "can't"
                | "has"
                | "hasn't"
                | "haven't"
                | "have"
        );
        let before = verb.wrapping_sub(1);
        let somebody = matches!(self.lower(before), "they" | "you" | "he" | "she")
            || self.is(before, class::PERSON | class::PEOPLE | class::BODY);
        self.english() && now && somebody
    }
}
