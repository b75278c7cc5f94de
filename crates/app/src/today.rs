//! What was found lately, and the reading back of findings.

use std::collections::{BTreeMap, HashMap};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use serde::Serialize;
use vigie_cases::Verdict;
use vigie_engine::Access;
use vigie_lake::{Name, Snapshot};
use vigie_model::config::Audience;
use vigie_model::finding::{Finding, When};
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Key, Revision, SignalId};

use crate::desk::HeldRow;
use crate::detect::{FindingView, State};
use crate::retention::VisitorsDue;
use crate::{AppError, Project};

/// What was found since a moment.
#[derive(Clone, Debug, Serialize)]
pub struct TodayReport {
    /// The moment.
    pub since: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// The newest commit.
    pub commit: u64,
    /// Findings computed since then, most urgent first; without those that were dismissed.
    pub findings: Vec<FindingView>,
    /// How many were dismissed.
    pub dismissed: usize,
    /// Signals by table.
    pub signals: BTreeMap<&'static str, u64>,
    /// Rows set aside.
    pub rejected: u64,
    /// Lines of visitors that are held longer than vigie.toml says.
    pub visitors_due: Option<VisitorsDue>,
}

impl Project {
    /// What was found since `since` (the beginning of yesterday, when not given).
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn today(&self, since: Option<Timestamp>) -> Result<TodayReport, AppError> {
        let now = self.system.now();
        let since = match since {
            Some(since) => since,
            None => self.moment("yesterday")?,
        };
        let mut newest: BTreeMap<FindingId, (Finding, Timestamp, State)> = BTreeMap::new();
        for HeldRow { finding, computed_at } in &self.held()?.rows {
            let state = if newest.contains_key(&finding.id) { State::Revised } else { State::New };
            newest.insert(finding.id, (finding.clone(), *computed_at, state));
        }
        newest.retain(|_, (_, computed_at, _)| *computed_at >= since);
        let (names, all) = (self.names()?, newest.len());
        match self.state() {
            Ok(judged) => {
                newest
                    .retain(|id, _| !matches!(judged.verdict(id, now), Verdict::Dismissed { .. }));
            }
            // What was found is told whatever became of the journal.
            Err(AppError::Cases(_)) => {}
            Err(error) => return Err(error),
        }
        let dismissed = all - newest.len();
        let mut findings: Vec<FindingView> = newest
            .into_values()
            .map(|(finding, _, state)| self.view(&finding, state, &names))
            .collect();
        findings.sort_by(|a, b| (b.when, b.last_at, a.id).cmp(&(a.when, a.last_at, b.id)));
        let signals = BTreeMap::clone(&*self.rows_held()?);
        let rejected = signals.get("rejected").copied().unwrap_or(0);
        let commit = self.sight()?.read_commit;
        let visitors_due = self.visitors_due()?;
        Ok(TodayReport { since, now, commit, findings, dismissed, signals, rejected, visitors_due })
    }

    /// A finding as it stands in a list: it names what the finding in full names.
    pub(crate) fn view(
        &self,
        finding: &Finding,
        state: State,
        names: &HashMap<Key, Name>,
    ) -> FindingView {
        let subject = self.subject_known(finding, names, Audience::Screen);
        FindingView {
            id: finding.id,
            short: finding.id.short(),
            revision: finding.revision,
            detector: finding.detector.clone(),
            when: finding.when,
            first_at: finding.first_at,
            last_at: finding.last_at,
            sentence: self.sentence(finding, &subject),
            state,
            provisional: finding.provisional,
        }
    }

    /// Every kept revision, in the order in which they were kept.
    pub(crate) fn held_findings(&self) -> Result<Vec<Finding>, AppError> {
        Ok(self.held()?.rows.iter().map(|row| row.finding.clone()).collect())
    }

    /// Reads the kept revisions of a snapshot; [`Project::held`] keeps them at hand.
    pub(crate) fn read_held(&self, snapshot: &Snapshot) -> Result<Vec<HeldRow>, AppError> {
        if snapshot.rows_by_table().get("findings").copied().unwrap_or(0) == 0 {
            return Ok(Vec::new());
        }
        let session = self.session(snapshot, None, Access::Open)?;
        let relation = session
            .query("SELECT * FROM findings ORDER BY commit_seq, finding_id, revision", &[])?;
        let mut rows = Vec::new();
        for batch in &relation.batches {
            let read = (0..batch.num_rows()).map(|row| read_back(batch, row));
            let read: Option<Vec<_>> = read.collect();
            rows.extend(read.ok_or(AppError::Bug("a row of findings cannot be read back"))?);
        }
        Ok(rows)
    }
}

/// One row of the `findings` view.
fn read_back(batch: &RecordBatch, row: usize) -> Option<HeldRow> {
    let text = |name: &str| -> Option<String> {
        let column = batch.column_by_name(name)?;
        match column.as_string_opt::<i32>() {
            Some(column) => Some(column.value(row).to_owned()),
            None => Some(column.as_string_view_opt()?.value(row).to_owned()),
        }
    };
    let time = |name: &str| -> Option<Timestamp> {
        let column = batch.column_by_name(name)?.as_primitive_opt::<TimestampMicrosecondType>()?;
        column.is_valid(row).then(|| Timestamp(column.value(row)))
    };
    let integer = |name: &str| -> Option<u64> {
        let column = batch.column_by_name(name)?.as_primitive_opt::<Int64Type>()?;
        u64::try_from(column.value(row)).ok()
    };
    let bytes = |name: &str| -> Option<&[u8]> {
        Some(batch.column_by_name(name)?.as_fixed_size_binary_opt()?.value(row))
    };
    let signals = batch.column_by_name("evidence")?.as_list_opt::<i32>()?.value(row);
    let signals = signals.as_fixed_size_binary_opt()?;
    let finding = Finding {
        id: FindingId(bytes("finding_id")?.try_into().ok()?),
        revision: Revision(bytes("revision")?.try_into().ok()?),
        detector: text("detector")?,
        versions: text("versions")?,
        parameters: text("parameters")?,
        read_commit: integer("read_commit")?,
        horizon: time("horizon"),
        anchor: text("anchor")?,
        subject: serde_json::from_str(&text("subject")?).ok()?,
        when: When::from_word(&text("urgency")?)?,
        first_at: time("first_at")?,
        last_at: time("last_at")?,
        values: serde_json::from_str(&text("details")?).ok()?,
        evidence: signals
            .iter()
            .map(|signal| Some(SignalId(signal?.try_into().ok()?)))
            .collect::<Option<_>>()?,
        evidence_count: integer("evidence_count")?,
        evidence_digest: bytes("evidence_digest")?.try_into().ok()?,
        sentence_en: text("sentence_en")?,
        sentence_fr: text("sentence_fr")?,
        provisional: text("provisional")? == "yes",
    };
    Some(HeldRow { finding, computed_at: time("computed_at")? })
}
