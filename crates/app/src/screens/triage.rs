//! Triage: what needs a person's judgement now?

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::FindingId;

use super::rows::{AsOf, FindingRow, VerdictWord};
use crate::proposals::ProposalRow;
use crate::{AppError, Project};

/// How many rows of each list are sent when nobody asked for more: a loud night has thousands, and
/// a screen that reads them all is slow for everybody.
pub const ROWS: usize = 200;

/// Findings by verdict, and which seem to belong together.
#[derive(Debug, Serialize)]
pub struct TriageScreen {
    /// What this stands on.
    pub as_of: AsOf,
    /// Nobody has decided; most urgent first, then newest.
    pub open: Vec<FindingRow>,
    /// Somebody keeps an eye on them.
    pub watched: Vec<FindingRow>,
    /// Set aside.
    pub dismissed: Vec<FindingRow>,
    /// How many there are of each in all.
    pub counts: TriageCounts,
    /// How many may not be shown until a mandate exists.
    pub withheld: u64,
    /// Which open ones seem to belong together, each with its reasons.
    pub proposals: Vec<ProposalRow>,
    /// Findings that stand for a proposal and are too far down to be in a list.
    pub beside: Vec<FindingRow>,
}

/// How many findings wait, are watched and were set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct TriageCounts {
    /// Nobody has decided.
    pub open: usize,
    /// Somebody keeps an eye on them.
    pub watched: usize,
    /// Set aside.
    pub dismissed: usize,
}

impl Project {
    /// What needs a person's judgement now; the first `limit` rows of each list.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn triage_screen(&self, limit: usize) -> Result<TriageScreen, AppError> {
        let rows = self.rows_of(&self.desktop()?)?;
        let mut screen = TriageScreen {
            as_of: self.as_of()?,
            open: Vec::new(),
            watched: Vec::new(),
            dismissed: Vec::new(),
            counts: TriageCounts::default(),
            withheld: rows.1,
            proposals: self.proposals()?,
            beside: Vec::new(),
        };
        let named: HashSet<FindingId> =
            screen.proposals.iter().flat_map(|row| &row.fold.strongest).copied().collect();
        for row in &rows.0 {
            let (list, count) = match row.verdict {
                VerdictWord::Open => (&mut screen.open, &mut screen.counts.open),
                VerdictWord::Watched => (&mut screen.watched, &mut screen.counts.watched),
                VerdictWord::Dismissed => (&mut screen.dismissed, &mut screen.counts.dismissed),
                VerdictWord::Attached => continue,
            };
            *count += 1;
            if list.len() < limit {
                list.push(row.clone());
            } else if named.contains(&row.id) {
                screen.beside.push(row.clone());
            }
        }
        Ok(screen)
    }

    /// Findings that nobody set aside and whose story can be looked at: the first `limit`, in the
    /// order of triage.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn stories(&self, limit: usize) -> Result<Vec<FindingRow>, AppError> {
        let rows = self.rows_of(&self.desktop()?)?;
        let of = |verdict| rows.0.iter().filter(move |row| row.has_story && row.verdict == verdict);
        let waiting = of(VerdictWord::Open).chain(of(VerdictWord::Watched));
        Ok(waiting.take(limit).cloned().collect())
    }
}
