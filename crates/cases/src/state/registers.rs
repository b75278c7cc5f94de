//! Folding of what stands in registers: measures, red lines and rumours.

use super::fold::{Folding, mark, no_head, note};
use super::parts::{Measure, RedLine, Rumour, RumourReveal};
use crate::body::Body;
use crate::entry::{Entry, Target};

impl Folding {
    pub(super) fn on_measure(&mut self, entry: &Entry) -> bool {
        let Target::Measure(id) = &entry.target else { return false };
        let held = self.state.measures.get_mut(id);
        match (&entry.body, held) {
            (Body::MeasureSet { asset, measure, owner, due, state, done, of, evidence }, held) => {
                let notes = held.map(|held| std::mem::take(&mut held.notes)).unwrap_or_default();
                let set = Measure {
                    id: id.clone(),
                    asset: asset.clone(),
                    measure: measure.clone(),
                    owner: owner.clone(),
                    due: due.clone(),
                    state: *state,
                    done: *done,
                    of: *of,
                    evidence: evidence.clone(),
                    mark: mark(entry),
                    notes,
                    head: no_head().0,
                };
                self.state.measures.insert(id.clone(), set);
                true
            }
            (Body::MeasureRemoved { .. }, Some(_)) => self.state.measures.remove(id).is_some(),
            (Body::Noted { text }, Some(held)) => {
                held.notes.push(note(entry, text));
                true
            }
            _ => false,
        }
    }

    pub(super) fn on_red_line(&mut self, entry: &Entry) -> bool {
        let Target::RedLine(id) = &entry.target else { return false };
        let held = self.state.red_lines.get_mut(id);
        match (&entry.body, held) {
            (Body::RedLineSet { if_, who, calls, within_minutes, state }, held) => {
                let notes = held.map(|held| std::mem::take(&mut held.notes)).unwrap_or_default();
                let set = RedLine {
                    id: id.clone(),
                    if_: if_.clone(),
                    who: who.clone(),
                    calls: calls.clone(),
                    within_minutes: *within_minutes,
                    state: *state,
                    mark: mark(entry),
                    notes,
                    head: no_head().0,
                };
                self.state.red_lines.insert(id.clone(), set);
                true
            }
            (Body::RedLineRemoved { .. }, Some(_)) => self.state.red_lines.remove(id).is_some(),
            (Body::Noted { text }, Some(held)) => {
                held.notes.push(note(entry, text));
                true
            }
            _ => false,
        }
    }

    pub(super) fn on_rumour(&mut self, entry: &Entry) -> bool {
        let Target::Rumour(code) = entry.target else { return false };
        if let Body::RumourAdded { sealed, category } = &entry.body {
            if self.state.rumours.contains_key(&code) {
                return self.twice(entry);
            }
            let added = Rumour {
                code,
                sealed: *sealed,
                category: *category,
                mark: mark(entry),
                reveals: Vec::new(),
                asked: Vec::new(),
                decision: None,
                notes: Vec::new(),
            };
            self.state.rumours.insert(code, added);
            return true;
        }
        let Some(rumour) = self.state.rumours.get_mut(&code) else { return false };
        match &entry.body {
            Body::RumourRevealed { reason, second } => {
                let (reason, second) = (reason.clone(), second.clone());
                rumour.reveals.push(RumourReveal { mark: mark(entry), reason, second });
            }
            Body::RevealAsked { reason } => {
                let reason = reason.clone();
                rumour.asked.push(RumourReveal { mark: mark(entry), reason, second: None });
            }
            Body::RumourAnswered { decision } => rumour.decision = Some((mark(entry), *decision)),
            Body::Noted { text } => rumour.notes.push(note(entry, text)),
            _ => return false,
        }
        true
    }
}
