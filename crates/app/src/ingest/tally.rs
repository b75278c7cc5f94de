//! What became of the records of one stream, counted.

use vigie_model::SignalId;
use vigie_sources::Reason;

/// How one stream ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) new: u64,
    pub(super) known: u64,
    pub(super) skipped: u64,
    pub(super) rejects: Rejects,
    pub(super) untimed: u64,
    pub(super) absent: Vec<AbsentField>,
    pub(super) dropped: Vec<DroppedCount>,
    pub(super) dates: Vec<DatesRead>,
    /// The line on which the stream ends inside something.
    pub(super) cut_off: Option<u64>,
    /// The first record that was read.
    pub(super) first: Option<SignalId>,
}

/// A field that the mapping names and the stream does not have.
#[derive(Clone, Debug, serde::Serialize)]
pub struct AbsentField {
    /// The column that it was to fill.
    pub column: String,
    /// The field, as the mapping names it, through the gate.
    pub field: String,
    /// Fields that the stream does have, nearest first, through the gate.
    pub nearest: Vec<String>,
    /// Every row was set aside because of it.
    pub rows_rejected: bool,
}

/// How the dates of a column were read, where that is no matter of course.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct DatesRead {
    /// The column that they fill.
    pub column: String,
    /// The field, as the mapping names it, through the gate.
    pub field: String,
    /// What the reading rests on, in a word: `day first`, `month first`, `points`, `counted days`.
    pub basis: &'static str,
    /// The line that tells, where one does.
    pub line: Option<u64>,
}

/// Records of a kind that nothing here keeps as a signal: read, counted and passed over.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct DroppedCount {
    /// What they are, in the plural.
    pub what: &'static str,
    /// How many.
    pub count: u64,
}

/// Rejected rows: counts by reason and the first lines of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Rejects {
    pub(super) new: u64,
    pub(super) by_reason: Vec<RejectCount>,
}

/// How often one reason was given.
#[derive(Clone, Debug, serde::Serialize)]
pub struct RejectCount {
    /// The short word for why.
    pub reason: &'static str,
    /// What was expected, from the first such row.
    pub detail: String,
    /// How many.
    pub count: u64,
    /// The first lines, at most five.
    pub lines: Vec<u64>,
}

/// Lines that are kept of one reason.
const LINES: usize = 5;

impl RejectCount {
    /// Adds those of the next part of the stream.
    pub(super) fn go_on(&mut self, more: Self) {
        self.count = self.count.saturating_add(more.count);
        self.lines.extend(more.lines);
        self.lines.truncate(LINES);
    }
}

impl Rejects {
    pub(super) fn count(&mut self, reason: Reason, detail: &str, line: u64) {
        let word = reason.word();
        let at = self.by_reason.iter().position(|entry| entry.reason == word);
        let entry = match at {
            Some(at) => &mut self.by_reason[at],
            None => {
                self.by_reason.push(RejectCount {
                    reason: word,
                    detail: detail.to_owned(),
                    count: 0,
                    lines: Vec::new(),
                });
                let last = self.by_reason.len() - 1;
                &mut self.by_reason[last]
            }
        };
        entry.count += 1;
        if entry.lines.len() < LINES {
            entry.lines.push(line);
        }
    }

    /// How many rows were set aside, new or known.
    pub(super) fn total(&self) -> u64 {
        self.by_reason.iter().map(|entry| entry.count).sum()
    }
}
