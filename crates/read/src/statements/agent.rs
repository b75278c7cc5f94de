//! Who does it where a verb has no subject of its own before it: behind "by", before a comma, at the
//! head of the sentence.

use crate::text::Unit;

use super::group::Group;
use super::raw::Raw;
use super::reader::{Range, Reader};

impl Reader<'_> {
    /// Who does it: "by X" behind a passive, or behind what somebody is accused of or asked.
    pub(super) fn passive_agent(&self, group: &Group, unit: Unit, raw: &mut Raw) {
        if let Some(by) = self.french_agent(group.end, unit.end) {
            raw.source = self.agent_right(by + 1, unit.end);
        } else if matches!(self.lower(group.end), "by" | "par") {
            raw.source = self.agent_right(group.end + 1, unit.end);
            raw.cue.1 = group.end + 1;
        } else if matches!(self.lower(group.end), "of" | "de" | "d'") {
            // "accused of X by Y".
            let by = (group.end..unit.end.min(group.end + 9))
                .take_while(|at| self.lower(*at) != ",")
                .find(|at| matches!(self.lower(*at), "by" | "par"));
            raw.source = by
                .and_then(|by| self.phrase_right(by + 1, unit.end, false))
                .filter(|range| super::resolve::is_actorlike(self, *range));
        } else {
            raw.source = self.far_agent(group.end, unit.end);
        }
    }

    /// For a participle behind a comma: the phrase before it.
    pub(super) fn inserted_behind(&self, start: usize, unit: Unit) -> Option<Range> {
        let mut at = start;
        while at > unit.start && self.is_adverb(at - 1) {
            at -= 1;
        }
        let comma = at.checked_sub(1).filter(|comma| *comma > unit.start)?;
        (self.lower(comma) == ",").then(|| self.phrase_left(comma, unit.start)).flatten()
    }

    /// The subject of the first verb of a unit, or of the clause behind a leading participle.
    pub(super) fn main_subject(&self, group: &Group, unit: Unit) -> Option<Range> {
        if group.start <= unit.start + 2 {
            let comma = (group.end..unit.end)
                .find(|at| self.lower(*at) == "," && self.token(*at).quote == 0)?;
            return self.phrase_right(comma + 1, unit.end, false);
        }
        let verb = (unit.start..group.start).find(|at| self.is_verbish(*at))?;
        self.phrase_left(verb, unit.start)
    }
}
