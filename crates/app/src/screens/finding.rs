//! One finding in full: what was seen, its evidence, what it does not prove, what people decided
//! and how it changed.

use serde::Serialize;
use vigie_model::time::Timestamp;

use super::rows::{VerdictWord, stamp};
use crate::explain::{ExplainRequest, Explanation};
use crate::triage::{NoteRow, RevisionRow};
use crate::{AppError, Project};

/// The screen of one finding.
#[derive(Debug, Serialize)]
pub struct FindingScreen {
    /// What was seen, with its evidence.
    #[serde(flatten)]
    pub explanation: Explanation,
    /// What people decided.
    pub verdict: VerdictWord,
    /// Why it was dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Until when it is watched.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub until: Option<Timestamp>,
    /// The incident that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The incident as people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_alias: Option<String>,
    /// How what it is about spread can be shown.
    pub has_story: bool,
    /// Notes, oldest first.
    pub notes: Vec<NoteRow>,
    /// Kept revisions, oldest first.
    pub revisions: Vec<RevisionRow>,
}

impl Project {
    /// A finding in full, with at most `lines` lines of evidence.
    ///
    /// # Errors
    /// When no finding, or more than one, begins with the id, or it may not be shown.
    pub fn finding_screen(&self, id: &str, lines: usize) -> Result<FindingScreen, AppError> {
        let history = self.history(id)?;
        let row = history.finding;
        let request = ExplainRequest { id: row.id.to_string(), reveal: None, lines };
        Ok(FindingScreen {
            explanation: self.explain(&request)?,
            verdict: row.verdict,
            reason: row.reason,
            until: row.until,
            incident: row.incident,
            incident_alias: row.incident_alias,
            has_story: row.has_story,
            notes: history.notes,
            revisions: history.revisions,
        })
    }
}
