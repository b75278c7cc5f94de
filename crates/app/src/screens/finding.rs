//! One finding in full: what was seen, its evidence, what it does not prove, what people decided
//! and how it changed.

use serde::Serialize;
use vigie_model::finding::When;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Revision, SignalId};

use super::rows::{VerdictWord, stamp};
use crate::explain::{ExplainRequest, Explanation, ShownValue};
use crate::triage::{NoteRow, RevisionRow};
use crate::{AppError, Project};

/// The screen of one finding.
#[derive(Debug, Serialize)]
pub struct FindingScreen {
    /// The full id.
    pub id: FindingId,
    /// The id as shown.
    pub short: String,
    /// The revision that is shown.
    pub revision: Revision,
    /// The page.
    pub detector: String,
    /// The page's title.
    pub title: String,
    /// How far the page has come.
    pub maturity: String,
    /// How soon to look.
    pub when: When,
    /// What was seen.
    pub sentence: String,
    /// What it is about.
    pub subject: Vec<SubjectShown>,
    /// The UTC cell of the first evidence.
    pub anchor: String,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// Its window is still open.
    pub provisional: bool,
    /// Declared values with units.
    pub values: Vec<ShownValue>,
    /// Parameters in force.
    pub parameters: Vec<ShownValue>,
    /// The evidence that is shown.
    pub evidence: Vec<EvidenceRow>,
    /// How many signals there are in all.
    pub evidence_count: u64,
    /// Digest of all of them.
    pub evidence_digest: String,
    /// What the page says that it does not prove.
    pub does_not_prove: String,
    /// The command that repeats it.
    pub repeat: String,
    /// Restricted spans are shown.
    pub revealed: bool,
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
    /// Notes, oldest first.
    pub notes: Vec<NoteRow>,
    /// Kept revisions, oldest first.
    pub revisions: Vec<RevisionRow>,
}

/// One field of the subject.
#[derive(Debug, Serialize)]
pub struct SubjectShown {
    /// Its name on the page.
    pub name: String,
    /// As the audience may see it.
    pub value: String,
}

/// One signal of the evidence.
#[derive(Debug, Serialize)]
pub struct EvidenceRow {
    /// The signal.
    pub signal: SignalId,
    /// When it claims to have happened.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub at: Option<Timestamp>,
    /// The machine or export that it came from.
    pub host: String,
    /// The source that read it.
    pub source: String,
    /// The source line through the gate; `None` when the bytes are not held.
    pub line: Option<String>,
}

impl Project {
    /// A finding in full, with at most `lines` lines of evidence.
    ///
    /// # Errors
    /// When no finding, or more than one, begins with the id, or it may not be shown.
    pub fn finding_screen(&self, id: &str, lines: usize) -> Result<FindingScreen, AppError> {
        let history = self.history(id)?;
        let request = ExplainRequest { id: history.finding.id.to_string(), reveal: None, lines };
        let Explanation {
            id,
            revision,
            detector,
            title,
            maturity,
            when,
            sentence,
            subject,
            anchor,
            first_at,
            last_at,
            provisional,
            values,
            parameters,
            evidence,
            evidence_count,
            evidence_digest,
            does_not_prove,
            repeat,
            revealed,
        } = self.explain(&request)?;
        let row = history.finding;
        let subject =
            subject.into_iter().map(|(name, value)| SubjectShown { name, value }).collect();
        let evidence = evidence.into_iter().map(|line| EvidenceRow {
            signal: line.signal,
            at: line.at,
            host: line.host,
            source: line.source,
            line: line.line,
        });
        Ok(FindingScreen {
            id,
            short: id.short(),
            revision,
            detector,
            title,
            maturity,
            when,
            sentence,
            subject,
            anchor,
            first_at,
            last_at,
            provisional,
            values,
            parameters,
            evidence: evidence.collect(),
            evidence_count,
            evidence_digest,
            does_not_prove,
            repeat,
            revealed,
            verdict: row.verdict,
            reason: row.reason,
            until: row.until,
            incident: row.incident,
            incident_alias: row.incident_alias,
            notes: history.notes,
            revisions: history.revisions,
        })
    }
}
