//! Statements without a word for saying: "X was firm: “…”", "In X's view, …", "X: We will not …".

use crate::lexicon::{StatementKind, class, frame, listed};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};
use super::resolve::is_actorlike;

/// So many units on each side are asked whether the same name takes another turn.
const NEAR: usize = 200;

/// A predicate is shown with so many of its words at most.
const PREDICATE: usize = 6;

impl Reader<'_> {
    /// Adds what a colon tells: a quotation behind a clause about somebody, or a turn of a transcript.
    pub(super) fn unsaid(&self, unit: Unit, raws: &mut Vec<Raw>) {
        let Some(colon) = (unit.start + 1..unit.end.min(unit.start + 60))
            .find(|at| self.lower(*at) == ":" && self.token(*at).quote == 0)
        else {
            return;
        };
        if let Some(quote) = self.quote_at(colon + 1).filter(|quote| quote.open == colon + 1) {
            let content = (quote.open, quote.end.min(unit.end));
            self.quoted_behind(unit, colon, content, raws);
        } else if raws.is_empty() && unit.opens && self.is_turn(unit, colon) {
            let mut end = unit.end;
            while !self.token(end).new_line && end < self.text.tokens.len() {
                end += 1;
            }
            let mut raw = self.bare(unit.start, None, StatementKind::Speech, CueForm::None, "turn");
            raw.cue = (unit.start, colon + 1);
            raw.source = Some((unit.start, colon));
            raw.contents.push((colon + 1, end));
            raws.push(raw);
        }
    }

    fn quoted_behind(&self, unit: Unit, colon: usize, content: Range, raws: &mut Vec<Raw>) {
        let told = |raw: &Raw| {
            raw.contents.iter().any(|(start, end)| *start <= content.0 && content.0 < *end)
        };
        if raws.iter().any(told) {
            return;
        }
        let quoted = |at: &usize| self.token(*at).quote != 0 || self.lower(*at) == ";";
        let start = (unit.start..colon).rfind(quoted).map_or(unit.start, |at| at + 1);
        // "Her deputy defended him: “…”": the quotation goes on with that.
        if let Some(last) = raws.iter_mut().rev().find(|raw| {
            raw.cue.0 >= start
                && raw.cue.0 < colon
                && raw.kind == StatementKind::Speech
                && matches!(raw.form, CueForm::Verb | CueForm::Phrasal)
                && raw.source.is_some()
                && !raw.negated
                && !raw.passive
        }) {
            last.contents.push(content);
            return;
        }
        let mut verbs = (start + 1..colon).filter(|at| self.is_finite(*at)).take(4);
        let subject = verbs.find_map(|verb| {
            let source = self.phrase_left(verb, start).filter(|source| self.can_speak(*source))?;
            Some((verb, source))
        });
        // "Même son de cloche chez Émilie R. : « … »".
        let at_home = || {
            let chez = (start..colon).find(|at| {
                !self.english() && matches!(self.lower(*at), "chez" | "côté") && *at > start
            })?;
            let source = self.phrase_right(chez + 1, colon, false)?;
            self.can_speak(source).then_some((start, source))
        };
        let Some((verb, source)) = subject.or_else(at_home) else { return };
        let mut raw = self.bare(verb, None, StatementKind::Speech, CueForm::Phrasal, "colon");
        raw.cue = (verb, colon.min(verb + PREDICATE));
        raw.source = Some(source);
        raw.frames = frame::CLAUSE | frame::QUOTE;
        raw.contents.push(content);
        raws.push(raw);
    }

    fn is_finite(&self, at: usize) -> bool {
        // "ne décolère pas", "s'est voulue": what stands before a verb shows it.
        let clitic = !self.english()
            && matches!(self.lower(at), "ne" | "n'" | "se" | "s'")
            && !self.is(at.wrapping_sub(1), class::PREP | class::NEG);
        clitic
            || self.is_verbish(at)
                && !self.is(at.wrapping_sub(1), class::REL | class::PREP | class::DET)
                && (self.is(at, class::AUX) || !self.is(at, class::OBJ))
    }

    /// Whether a phrase names somebody who can be quoted.
    fn can_speak(&self, (start, end): Range) -> bool {
        let pronoun = end == start + 1
            && matches!(self.lower(start), "he" | "she" | "they" | "il" | "elle" | "ils" | "elles");
        pronoun
            || is_actorlike(self, (start, end))
                && !matches!(self.lower(start), "it" | "this" | "that" | "ce" | "c'" | "cela")
                && !self.is(end - 1, class::TIME)
    }

    /// "SHAW: We should have …": the name of a speaker before a colon, as a transcript has it.
    fn is_turn(&self, unit: Unit, colon: usize) -> bool {
        let head = unit.start..colon;
        let names = head.len() <= 5
            && head.clone().all(|at| {
                self.is_name(at) || self.is(at, class::TITLE | class::PERSON) && self.is_word(at)
            });
        let given = || {
            head.clone()
                .any(|at| self.is(at, class::NAME_F | class::NAME_M | class::TITLE | class::PERSON))
        };
        // A name that takes turns takes more than one.
        let again = || {
            let units = &self.text.units;
            let here = units.partition_point(|other| other.start < unit.start);
            let near = here.saturating_sub(NEAR)..(here + NEAR).min(units.len());
            units[near].iter().any(|other| {
                other.opens
                    && other.start != unit.start
                    && other.end - other.start > head.len()
                    && (0..=head.len())
                        .all(|step| self.lower(other.start + step) == self.lower(unit.start + step))
            })
        };
        names
            && !listed("captions", self.lower(unit.start))
            && unit.end > colon + 3
            && (given() || again())
    }

    /// "In her view", "à ses yeux", "aux yeux de X": an opinion, told as X's.
    pub(super) fn view(&self, at: usize, unit: Unit) -> Option<Raw> {
        const NOUNS: &[&str] = &["view", "eyes", "opinion", "words", "telling", "yeux", "avis"];
        let word = |step: usize| self.lower(at + step);
        let noun = |step: usize| NOUNS.contains(&word(step));
        let owned = self.is(at + 1, class::POSS) && noun(2);
        let (cue, source) = match (word(0), word(1), word(2)) {
            ("in", _, _) if owned && self.english() => ((at, at + 3), (at + 1, at + 2)),
            ("à", _, "yeux") if owned => ((at, at + 3), (at + 1, at + 2)),
            ("in", "the", _) if noun(2) && word(3) == "of" => {
                ((at, at + 4), self.phrase_right(at + 4, unit.end, true)?)
            }
            ("aux", "yeux", "de" | "d'" | "du" | "des") => {
                ((at, at + 3), self.phrase_right(at + 3, unit.end, true)?)
            }
            ("de", "l'", "avis") if matches!(word(3), "de" | "d'" | "du" | "des") => {
                ((at, at + 4), self.phrase_right(at + 4, unit.end, true)?)
            }
            ("à", "en", "croire") | ("aux", "dires", "de" | "du" | "d'" | "des") => {
                ((at, at + 3), self.phrase_right(at + 3, unit.end, true)?)
            }
            ("à", "l'", "en" | "entendre") if at == unit.start => {
                ((at, at + if word(2) == "en" { 4 } else { 3 }), (at + 1, at + 2))
            }
            ("à", "entendre", _) if at == unit.start => {
                ((at, at + 2), self.phrase_right(at + 2, unit.end, true)?)
            }
            // "In Doe's view".
            ("in", _, _) if self.english() && self.is_name(at + 1) => {
                let owner = (at + 2..at + 6).find(|here| self.lower(*here) == "'s")?;
                if !NOUNS.contains(&self.lower(owner + 1)) {
                    return None;
                }
                ((at, owner + 2), (at + 1, owner))
            }
            _ => return None,
        };
        if !self.can_speak(source) && !self.is(source.0, class::POSS | class::OBJ) {
            return None;
        }
        let mut raw = self.bare(at, None, StatementKind::Speech, CueForm::Phrasal, "view");
        raw.cue = cue;
        raw.source = Some(source);
        raw.inverted = true;
        raw.frames = frame::CLAUSE;
        Some(raw)
    }

    /// "on indique au ministère": those who stand behind "one".
    pub(super) fn behind_one(&self, unit: Unit, raw: &mut Raw) {
        let Some((start, end)) = raw.source.filter(|(start, end)| end - start == 1) else { return };
        if self.english() || !matches!(self.lower(start), "on" | "-on") {
            return;
        }
        // "Du côté de X, on …", "Chez X, on …".
        if self.lower(start.wrapping_sub(1)) == "," {
            let from = match (self.lower(unit.start), self.lower(unit.start + 1)) {
                ("du", "côté") => unit.start + 3,
                ("chez" | "à" | "au" | "aux" | "dans", _) => unit.start + 1,
                _ => unit.end,
            };
            let found = self.phrase_right(from, start, false);
            if let Some(source) = found.filter(|source| is_actorlike(self, *source)) {
                raw.source = Some(source);
                return;
            }
        }
        let at = raw.cue.1.max(end);
        let begins = match (self.lower(at), self.lower(at + 1)) {
            ("au" | "chez" | "aux", _) => at + 1,
            ("à", _) if self.begins_phrase(at + 1) => at + 1,
            ("dans", _) => at + 1,
            ("du", "côté") => at + 3,
            ("de", "source" | "sources") => at + 1,
            _ => return,
        };
        let found = self.phrase_right(begins, unit.end, false);
        if let Some(source) = found.filter(|source| is_actorlike(self, *source)) {
            raw.source = Some(source);
            raw.inverted = true;
        }
    }
}
