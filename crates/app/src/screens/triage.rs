//! Triage: what needs a person's judgement now?

use serde::Serialize;

use super::rows::{AsOf, FindingRow};
use crate::proposals::ProposalRow;
use crate::{AppError, Project};

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
    /// How many may not be shown until a mandate exists.
    pub withheld: u64,
    /// Which open ones seem to belong together, each with its reasons.
    pub proposals: Vec<ProposalRow>,
}

impl Project {
    /// What needs a person's judgement now.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn triage_screen(&self) -> Result<TriageScreen, AppError> {
        let triaged = self.triaged()?;
        Ok(TriageScreen {
            as_of: self.as_of()?,
            open: triaged.open,
            watched: triaged.watched,
            dismissed: triaged.dismissed,
            withheld: triaged.withheld,
            proposals: self.proposals()?,
        })
    }
}
