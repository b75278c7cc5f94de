//! Not to know, not to remember, not to have decided: nothing is denied by it, and nobody accused.

use crate::lexicon::{Act, class, listed};

use super::raw::Raw;
use super::reader::{Range, Reader};

/// So many words of a content are asked, and so many between "not" and what is not known.
const WORDS: usize = 14;
const NEAR: usize = 5;

impl Reader<'_> {
    /// The act where what is said is that something is not known; `found` is what its words give.
    pub(super) fn left_open(&self, raw: &Raw, given: Option<Act>, found: Act) -> Option<Act> {
        let raised = matches!(
            found,
            Act::Deny
                | Act::Accuse
                | Act::Reject
                | Act::Promise
                | Act::Threaten
                | Act::Confirm
                | Act::Announce
                | Act::Allege
        );
        let neutral = matches!(given, None | Some(Act::State | Act::Claim));
        if !raised || !neutral || raw.hearsay && found == Act::Allege {
            return None;
        }
        let (start, end) = raw.contents.first().copied()?;
        let stop = self.open_until(start, end)?;
        // "We do not know who did it, but we had no part in it": what follows tells.
        let mut rest: Vec<Range> = vec![(stop, end)];
        rest.extend(raw.contents.iter().skip(1));
        rest.retain(|(start, end)| start + 1 < *end);
        let reported = !self.opens_quote(start);
        (self.tone(&rest, reported) != Some(found)).then(|| given.unwrap_or(Act::State))
    }

    /// Where a clause ends that says that something is not known.
    fn open_until(&self, start: usize, end: usize) -> Option<usize> {
        let ends = |at: &usize| {
            matches!(self.lower(*at), "." | ";" | "!" | "?" | ":" | "—" | "–")
                || matches!(self.lower(*at), "but" | "mais")
                || self.lower(*at) == ","
                    && (self.is(at + 1, class::PRON | class::COORD) || *at > start + WORDS)
        };
        let stop = (start + 1..end).find(ends).unwrap_or(end);
        let quoted = self.token(start).quote != 0;
        let limit = stop.min(start + WORDS);
        let key = (start..limit).find(|at| {
            if self.english() {
                self.unknown_in_english(*at, start, stop)
            } else {
                self.unknown_in_french(*at, start, stop)
            }
        })?;
        // Of another it would blame: "he does not know what he is doing".
        let own = |at: usize| {
            let word = self.lower(at);
            listed("speaker", word) || listed("nobody", word)
        };
        let nobody = |at: usize| listed("nobody", self.lower(at));
        let mine = if quoted {
            (start..=key).any(own)
        } else {
            !(start..key).any(|at| self.is(at, class::REL)) || (start..key).any(nobody)
        };
        mine.then_some(stop)
    }

    /// Whether a question word, or nothing more, follows.
    fn asks_behind(&self, at: usize, stop: usize, bare: bool) -> bool {
        let small = |at: &usize| {
            self.is_adverb(*at)
                || listed("unsettled", self.lower(*at))
                || self.is(*at, class::NEG) && !self.english()
        };
        let next = (at + 1..stop).find(|at| !small(at)).unwrap_or(stop);
        let open = next >= stop || !self.is_word(next);
        listed("asking", self.lower(next)) || bare && open
    }

    fn unknown_in_english(&self, at: usize, start: usize, stop: usize) -> bool {
        let word = self.lower(at);
        let from = at.saturating_sub(NEAR).max(start);
        let not = (from..at).any(|at| {
            self.is(at, class::NEG) || listed("nobody", self.lower(at)) || self.lower(at) == "no"
        });
        let past =
            (from..at).any(|at| matches!(self.lower(at), "did" | "didn't" | "had" | "hadn't"));
        match word {
            "know" | "knows" => not && self.asks_behind(at, stop, !past),
            "say" | "tell" => {
                let can = |at: usize| {
                    matches!(self.lower(at), "can" | "can't" | "cannot" | "could" | "couldn't")
                };
                not && (from..at).any(can) && self.asks_behind(at, stop, false)
            }
            "sure" | "certain" | "clear" => not && self.asks_behind(at, stop, false),
            "knew" => {
                (from..at).any(|at| listed("nobody", self.lower(at)))
                    && self.asks_behind(at, stop, false)
            }
            "decided" | "remember" | "recall" => not,
            "decide" | "determined" | "settled" => not && self.asks_behind(at, stop, true),
            "mind" | "minds" => not && (from..at).any(|at| self.lower(at) == "up"),
            "decision" => {
                not && (from..stop.min(at + NEAR)).any(|at| {
                    matches!(self.lower(at), "made" | "taken" | "make" | "take" | "reached")
                })
            }
            _ if listed("information", word) => {
                let lacks = (from..at).any(|at| self.is(at, class::HAVE));
                not && lacks
            }
            _ => false,
        }
    }

    fn unknown_in_french(&self, at: usize, start: usize, stop: usize) -> bool {
        let word = self.lower(at);
        let from = at.saturating_sub(NEAR).max(start);
        let ne = (from..at).any(|at| matches!(self.lower(at), "ne" | "n'"));
        let not = ne
            && (from..stop.min(at + NEAR)).any(|at| {
                self.is(at, class::NEG) && !matches!(self.lower(at), "ne" | "n'")
                    || matches!(self.lower(at), "plus" | "personne")
            });
        let none = |at: usize| matches!(self.lower(at), "aucun" | "aucune" | "pas" | "plus");
        match word {
            "savoir" | "sais" | "sait" | "savons" | "savent" => {
                not && self.asks_behind(at, stop, true)
            }
            "savais" | "savait" | "savions" | "savaient" | "dire" => {
                not && self.asks_behind(at, stop, false)
            }
            "ignore" | "ignorons" | "ignorent" | "ignorer" => {
                !ne && self.asks_behind(at, stop, true)
            }
            "ignorait" | "ignorais" | "ignorions" | "ignoraient" => {
                !ne && self.asks_behind(at, stop, false)
            }
            "souviens" | "souvient" | "souvenons" | "souviennent" | "souvenir" | "rappelle"
            | "rappelons" | "rappeler" => not,
            "décidé" | "décidée" | "tranché" | "tranchée" | "statué" => not,
            "décision" => {
                not && (from..stop.min(at + NEAR))
                    .any(|at| matches!(self.lower(at), "pris" | "prise" | "arrêtée" | "prendre"))
            }
            _ if listed("information", word) => {
                let lacks = |at: usize| {
                    self.is(at, class::HAVE)
                        || self.lower(at).starts_with("dispos")
                        || self.lower(at) == "avoir"
                };
                ne && (from..at).any(none) && (from..at).any(lacks)
            }
            _ => false,
        }
    }
}
