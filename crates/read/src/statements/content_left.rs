//! Contents that do not follow their cue: before a source, around "according to", of a passive.

use crate::lexicon::{StatementKind, class, frame};
use crate::text::Unit;

use super::raw::Raw;
use super::reader::{Range, Reader};

impl Reader<'_> {
    /// The words before the source, or the quotation before it.
    pub(super) fn take_left(&self, unit: Unit, raw: &mut Raw, earlier: &[Range], before: &[Raw]) {
        let quoted = raw
            .source
            .map_or(raw.cue.0, |source| source.0.min(raw.cue.0))
            .checked_sub(1)
            .is_some_and(|left| {
                self.token(left).quote != 0
                    || self.lower(left) == ","
                        && left > unit.start
                        && self.token(left - 1).quote != 0
            });
        if raw.frames & frame::QUOTE == 0 && !(quoted && raw.kind == StatementKind::Speech) {
            return;
        }
        let first = match raw.source.filter(|_| !raw.inverted) {
            Some(source) => source.0.min(raw.cue.0),
            None => raw.cue.0,
        };
        let mut end = first;
        if end > unit.start && matches!(self.lower(end - 1), "comme" | "as") {
            end -= 1;
        }
        if end == unit.start {
            self.take_quote_before(unit, raw, before);
            return;
        }
        let left = end - 1;
        let closes = self.quote_at(left).filter(|quote| quote.end == left + 1);
        let parted = matches!(self.lower(left), "," | "—" | "–" | "-");
        if closes.is_none() && !parted {
            return;
        }
        if parted {
            end = left;
        }
        let closes = closes.or_else(|| {
            end.checked_sub(1).and_then(|last| self.quote_at(last)).filter(|quote| quote.end == end)
        });
        let mut start = unit.start;
        for (from, to) in earlier {
            if *from < end && *to <= raw.cue.0 {
                start = start.max(*to);
            }
        }
        if let Some(quote) = closes.filter(|quote| quote.open >= start) {
            // Words before the quotation belong to it unless they are a clause that ended.
            let lead = (start..quote.open).any(|at| matches!(self.lower(at), ":" | ";"));
            if lead {
                start = quote.open;
            }
        }
        while start < end
            && (matches!(self.lower(start), "," | "." | ";") && self.token(start).quote == 0
                || self.is(start, class::COORD) && start < end)
        {
            start += 1;
        }
        // "Asked about it, X said" and "In August, X said that": no content of theirs.
        let word = self.lower(start);
        let participle =
            ["é", "ée", "és", "ées", "ed", "ing"].iter().any(|end| word.ends_with(end))
                || matches!(word, "joint" | "jointe" | "met");
        // "Faux, rétorque l'intéressé".
        let word_alone = !self.english()
            && end == start + 1
            && matches!(
                self.lower(start),
                "faux" | "non" | "oui" | "impossible" | "mensonge" | "absurde"
            );
        let clause = closes.is_some()
            || word_alone
            || !participle && (start..end).any(|at| self.is_verbish(at) || self.is(at, class::AUX));
        if start < end && clause {
            raw.contents.push((start, end));
        }
    }

    /// "“Wow!” X said.": the quotation is the unit before.
    fn take_quote_before(&self, unit: Unit, raw: &mut Raw, before: &[Raw]) {
        if unit.opens || unit.start == 0 {
            return;
        }
        let Some(quote) = self.quote_at(unit.start - 1).filter(|quote| quote.end == unit.start)
        else {
            return;
        };
        let taken = before.iter().rev().take(8).any(|raw| {
            raw.contents.iter().any(|(start, end)| *start <= quote.open && quote.open < *end)
        });
        if !taken {
            raw.contents.push((quote.open, quote.end));
        }
    }

    /// A quotation right behind, with or without a comma.
    pub(super) fn quoted_right(&self, at: usize, unit: Unit, raw: &mut Raw) {
        let at = if matches!(self.lower(at), "," | ":") { at + 1 } else { at };
        let quote = self.quote_at(at).filter(|quote| at < unit.end && quote.open == at);
        raw.contents.extend(quote.map(|quote| (quote.open, quote.end.min(unit.end))));
    }

    /// "A, he said, B": what follows the comma goes on with the content.
    pub(super) fn rest_right(&self, at: usize, unit: Unit, raw: &mut Raw, next: &[Raw]) {
        if self.lower(at) != ","
            || raw.contents.len() > 1
            || at + 1 >= unit.end
            || self.opens_quote(at + 1)
        {
            return;
        }
        if next.first().is_some_and(|next| next.cue.0 <= at + 3)
            || self.breaks_clause(at + 1, raw)
            || self.is(at + 1, class::COORD)
        {
            return;
        }
        let gerund = self.lower(at + 1).ends_with("ing") && self.english();
        if !gerund && !self.is(at + 1, class::REL) {
            let end = self.clause_end(at + 1, unit, raw, next);
            if end > at + 1 {
                raw.contents.push((at + 1, end));
            }
        }
    }

    /// "according to X": what stands before it, or behind its comma.
    pub(super) fn content_around(&self, unit: Unit, raw: &mut Raw, earlier: &[Range]) {
        let source_end = raw.source.map_or(raw.cue.1, |source| source.1.max(raw.cue.1));
        // "…, selon lesquels l'eau serait": what follows.
        let relative = raw.source.is_some_and(|source| self.is(source.0, class::REL))
            || self.lower(raw.cue.0.wrapping_sub(1)) == ":";
        let mut start = if relative && !self.english() { raw.cue.0 } else { unit.start };
        for (from, to) in earlier {
            if *to <= raw.cue.0 && *from < raw.cue.0 {
                start = start.max(*to);
            }
        }
        while start < raw.cue.0
            && (self.is(start, class::COORD)
                || !self.is_word(start) && self.token(start).quote == 0)
        {
            start += 1;
        }
        let mut end = raw.cue.0;
        while end > start && self.lower(end - 1) == "," && self.token(end - 1).quote == 0 {
            end -= 1;
        }
        if end > start + 1 {
            raw.contents.push((start, end));
            if self.lower(source_end) != "," || self.ends_at(source_end + 1, unit) {
                return;
            }
        }
        let behind = if self.lower(source_end) == "," { source_end + 1 } else { source_end };
        if behind < unit.end && !self.ends_at(behind, unit) && raw.contents.is_empty() {
            let mut last = unit.end;
            while last > behind && self.ends_at(last - 1, unit) {
                last -= 1;
            }
            // "X, selon qui la situation est grave, appelle": the relative ends where X acts.
            let who = raw.source.is_some_and(|source| self.is(source.0, class::REL));
            if who && !self.english() {
                let acts = |at: usize| {
                    (at + 1..at + 4).take_while(|at| self.is_word(*at)).any(|here| {
                        self.is_verbish(here) && (at + 1..here).all(|at| !self.is_nominal(at))
                    })
                };
                last = (behind..last)
                    .find(|at| self.lower(*at) == "," && self.token(*at).quote == 0 && acts(*at))
                    .unwrap_or(last);
            }
            raw.contents.push((behind, last));
        }
    }

    /// "was accused of Y", "is expected to Y": subject and what follows.
    pub(super) fn content_of_passive(&self, unit: Unit, raw: &mut Raw, next: &[Raw]) {
        let agent = raw.source.filter(|source| {
            !raw.shared
                && matches!(self.lower(raw.cue.1.wrapping_sub(1)), "by" | "par")
                && source.0 == raw.cue.1
        });
        let behind = agent.map_or(raw.cue.1, |source| source.1.max(raw.cue.1));
        if let Some(subject) = raw.object.filter(|subject| subject.1 <= raw.cue.0) {
            raw.contents.push(subject);
        }
        if behind >= unit.end || self.ends_at(behind, unit) {
            return;
        }
        if matches!(self.lower(behind), "to" | "that" | "of" | "as" | "de" | "d'" | "que" | "qu'")
            || self.opens_quote(behind)
        {
            let mut start = behind;
            if matches!(self.lower(start), "of" | "as") {
                if start == raw.cue.1 {
                    raw.cue.1 = start + 1;
                }
                start += 1;
            }
            self.take_right(start, unit, raw, next);
        }
    }

    /// "Ces propos, écrit-il, sont mensongers": the clause that a verb of saying parts.
    pub(super) fn around_incise(&self, unit: Unit, raw: &mut Raw, behind: usize) {
        let Some(left) = raw.cue.0.checked_sub(1).filter(|left| *left > unit.start) else { return };
        let parts = self.lower(left) == "," && self.lower(behind) == ",";
        if self.english() || !raw.contents.is_empty() || !parts {
            return;
        }
        let start = (unit.start..left)
            .rfind(|at| matches!(self.lower(*at), ";" | ":") && self.token(*at).quote == 0)
            .map_or(unit.start, |at| at + 1);
        let mut end = unit.end;
        while end > behind && self.ends_at(end - 1, unit) {
            end -= 1;
        }
        if start < left && behind + 1 < end {
            raw.contents.push((start, left));
            raw.contents.push((behind + 1, end));
        }
    }

    /// "X, qui a requis l'anonymat, raconte": behind the comma X's own verb goes on.
    pub(super) fn resumes(&self, start: usize, comma: usize, next: &[Raw]) -> bool {
        !self.english()
            && next.iter().take(3).any(|next| {
                (comma + 1..=comma + 2).contains(&next.cue.0)
                    && !next.inverted
                    && next.source.is_some_and(|source| source.1 > source.0 + 2 && source.0 < start)
            })
    }
}
