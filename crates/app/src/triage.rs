//! What people decide about findings: watch, dismiss with a reason, note, restore; and what a
//! rerun changed since they decided.
//!
//! A verdict attaches to the finding's id and records the revision that was on the screen. A rerun
//! on more data makes a new revision and leaves the verdict as it is: what was dismissed stays
//! dismissed, and says that it changed.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use vigie_cases::{Body, Freshness, Note, State, Target, Verdict};
use vigie_detect::{Catalogue, Page};
use vigie_lake::Name;
use vigie_model::finding::Finding;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Key, Revision};

use crate::cases::words_shown;
use crate::desk::{Held, HeldRow, Rows};
use crate::detect;
use crate::screens::rows::{ChangedValue, FindingRow, RevisedRow, VerdictWord, stamp};
use crate::words::{Language, Words};
use crate::{AppError, Project, Refusal, gate};

/// The answer to a verdict.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Judged {
    /// The entry that holds it.
    pub entry: String,
    /// The finding as it stands now.
    pub finding: FindingRow,
}

/// A note on anything, as shown.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NoteRow {
    /// When.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// The words.
    pub text: String,
    /// The entry.
    pub entry: String,
}

/// One kept revision of a finding and what it changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RevisionRow {
    /// The revision.
    pub revision: Revision,
    /// When it was computed.
    #[serde(serialize_with = "stamp::utc")]
    pub computed_at: Timestamp,
    /// Somebody decided on this one.
    pub seen: bool,
    /// What differs from the revision before.
    pub changed: Vec<ChangedValue>,
}

/// What people said about a finding, and how it changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct History {
    /// As in a list.
    pub finding: FindingRow,
    /// Notes, oldest first.
    pub notes: Vec<NoteRow>,
    /// Kept revisions, oldest first.
    pub revisions: Vec<RevisionRow>,
}

/// Findings by what people decided.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Triaged {
    /// Nobody has decided; most urgent first, then newest.
    pub open: Vec<FindingRow>,
    /// Somebody keeps an eye on them.
    pub watched: Vec<FindingRow>,
    /// Set aside.
    pub dismissed: Vec<FindingRow>,
    /// Part of an incident.
    pub attached: Vec<FindingRow>,
    /// Findings that may not be shown until a mandate exists.
    pub withheld: u64,
}

/// Everything that rows are made from, as of one moment.
pub(crate) struct Desktop {
    pub(crate) held: Arc<Held>,
    pub(crate) state: Arc<State>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) now: Timestamp,
    /// Findings about single accounts may be shown.
    pub(crate) shows_accounts: bool,
    /// What stands behind the subjects of findings.
    pub(crate) names: Arc<HashMap<Key, Name>>,
}

impl Project {
    pub(crate) fn desktop(&self) -> Result<Desktop, AppError> {
        Ok(Desktop {
            held: self.held()?,
            state: self.state()?,
            catalogue: self.catalogue()?,
            now: self.system.now(),
            shows_accounts: self.account_level().allowed,
            names: self.names()?,
        })
    }

    /// All findings that may be shown, with what people decided, most urgent first, then newest.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn finding_rows(&self) -> Result<Vec<FindingRow>, AppError> {
        Ok(self.rows_of(&self.desktop()?)?.0.clone())
    }

    /// The rows, and how many findings are withheld.
    pub(crate) fn rows_of(&self, desk: &Desktop) -> Result<Arc<Rows>, AppError> {
        self.rows_at_hand(desk, || self.make_rows(desk))
    }

    fn make_rows(&self, desk: &Desktop) -> Rows {
        let (mut rows, mut withheld) = (Vec::new(), 0);
        for row in desk.held.newest() {
            if self.is_withheld(&row.finding, desk) {
                withheld += 1;
            } else {
                rows.push(self.row(row, desk));
            }
        }
        rows.sort_by(|a, b| (b.when, b.last_at, a.id).cmp(&(a.when, a.last_at, b.id)));
        (rows, withheld)
    }

    /// Findings by verdict. Proposals are asked for apart: they look at evidence.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn triaged(&self) -> Result<Triaged, AppError> {
        let rows = self.rows_of(&self.desktop()?)?;
        let mut triaged = Triaged { withheld: rows.1, ..Triaged::default() };
        for row in rows.0.iter().cloned() {
            match row.verdict {
                VerdictWord::Open => triaged.open.push(row),
                VerdictWord::Watched => triaged.watched.push(row),
                VerdictWord::Dismissed => triaged.dismissed.push(row),
                VerdictWord::Attached => triaged.attached.push(row),
            }
        }
        Ok(triaged)
    }

    /// One finding as it stands in a list, by the beginning of its id.
    ///
    /// # Errors
    /// When no finding, or more than one, begins so.
    pub fn finding_row(&self, id: &str) -> Result<FindingRow, AppError> {
        let finding = self.finding(id)?;
        let desk = self.desktop()?;
        self.row_by_id(finding.id, &desk)?
            .ok_or_else(|| AppError::UnknownFinding { id: gate::harmless(id) })
    }

    /// The row of a finding that is held; `None` when it is not.
    pub(crate) fn row_by_id(
        &self,
        id: FindingId,
        desk: &Desktop,
    ) -> Result<Option<FindingRow>, AppError> {
        let Some(row) = desk.held.revisions(id).next_back() else { return Ok(None) };
        if self.is_withheld(&row.finding, desk) {
            return Err(self.account_level_refused());
        }
        Ok(Some(self.row(row, desk)))
    }

    fn row(&self, row: &HeldRow, desk: &Desktop) -> FindingRow {
        let finding = &row.finding;
        let shown = self.view(finding, self.freshness(finding, desk), &desk.names);
        let verdict = desk.state.verdict(&finding.id, desk.now);
        let (mut reason, mut until, mut incident, mut incident_alias) = (None, None, None, None);
        let word = word_of(&verdict);
        match verdict {
            Verdict::Open => {}
            Verdict::Watched { until: end } => until = end,
            Verdict::Dismissed { reason: why, .. } => reason = Some(words_shown(&why)),
            Verdict::Attached { incident: id } => {
                incident = Some(id.to_string());
                let held = desk.state.incidents.get(&id);
                incident_alias = held.map(|held| held.alias.to_string());
            }
        }
        FindingRow {
            id: shown.id,
            short: shown.short,
            revision: shown.revision,
            title: self.page_title(&finding.detector, &desk.catalogue),
            detector: shown.detector,
            when: shown.when,
            sentence: shown.sentence,
            first_at: shown.first_at,
            last_at: shown.last_at,
            computed_at: row.computed_at,
            provisional: shown.provisional,
            state: shown.state,
            verdict: word,
            reason,
            until,
            incident,
            incident_alias,
            evidence_count: finding.evidence_count,
            has_story: has_story(finding),
        }
    }

    /// Against what a person last saw; where nobody decided, against what was held before.
    fn freshness(&self, finding: &Finding, desk: &Desktop) -> detect::State {
        match desk.state.freshness(&finding.id, finding.revision) {
            Freshness::Unchanged => detect::State::Unchanged,
            Freshness::Revised { .. } => detect::State::Revised,
            Freshness::New if desk.held.revisions(finding.id).count() > 1 => detect::State::Revised,
            Freshness::New => detect::State::New,
        }
    }

    /// The title of a page in the project's language; the id where there is no page.
    pub(crate) fn page_title(&self, detector: &str, catalogue: &Catalogue) -> String {
        let Some(page) = catalogue.get(detector) else { return detector.to_owned() };
        let french = page.french.as_ref().filter(|_| self.config.language == Language::French);
        french.map_or_else(|| page.title.clone(), |french| french.title.clone())
    }

    /// Keeps an eye on a finding, until a moment or until somebody decides. `seen` is the revision
    /// on the screen; without one, the newest.
    ///
    /// # Errors
    /// When there is no such finding or the entry cannot be written.
    pub fn watch(
        &self,
        id: &str,
        seen: Option<Revision>,
        until: Option<Timestamp>,
    ) -> Result<Judged, AppError> {
        self.judge(id, seen, Body::Watched { until })
    }

    /// Sets a finding aside, with a reason, which becomes an example for the detector.
    ///
    /// # Errors
    /// As [`Project::watch`], and without a reason.
    pub fn dismiss(
        &self,
        id: &str,
        seen: Option<Revision>,
        reason: &str,
    ) -> Result<Judged, AppError> {
        self.judge(id, seen, Body::Dismissed { reason: reason.trim().to_owned() })
    }

    /// Writes a note on a finding.
    ///
    /// # Errors
    /// As [`Project::watch`], and without words.
    pub fn note_finding(
        &self,
        id: &str,
        seen: Option<Revision>,
        text: &str,
    ) -> Result<Judged, AppError> {
        self.judge(id, seen, Body::Noted { text: text.trim().to_owned() })
    }

    fn judge(&self, id: &str, seen: Option<Revision>, body: Body) -> Result<Judged, AppError> {
        let finding = self.finding(id)?;
        if self.is_withheld(&finding, &self.desktop()?) {
            return Err(self.account_level_refused());
        }
        let seen = match seen {
            None => finding.revision,
            // A revision that nobody ever kept was not on anybody's screen.
            Some(seen) => self
                .held()?
                .revisions(finding.id)
                .find(|row| row.finding.revision == seen)
                .map(|row| row.finding.revision)
                .ok_or_else(|| Refusal::UnknownRevision { revision: seen.to_string() })?,
        };
        let target = Target::Finding(finding.id);
        let entry = self.write_entry(None, target, Some(seen), body)?;
        self.judged(finding.id, entry.id().to_string())
    }

    fn judged(&self, id: FindingId, entry: String) -> Result<Judged, AppError> {
        let gone = AppError::UnknownFinding { id: id.to_string() };
        let finding = self.row_by_id(id, &self.desktop()?)?.ok_or(gone)?;
        Ok(Judged { entry, finding })
    }

    /// Reads a moment that lies ahead: `2h`, `3d`, `tomorrow`, a date or a time.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn moment_ahead(&self, text: &str) -> Result<Timestamp, AppError> {
        let now = self.system.now();
        let wrong = || AppError::Moment { text: gate::harmless(text) };
        if text.trim() == "tomorrow" {
            let day = now.to_jiff().to_zoned(self.zone()).tomorrow().map_err(|_| wrong())?;
            let start = day.start_of_day().map_err(|_| wrong())?;
            return Ok(Timestamp(start.timestamp().as_microsecond()));
        }
        let at = self.moment(text)?;
        let is_span = text.trim().ends_with(['h', 'd', 'w']) || text.trim().ends_with("min");
        // A span counts back from now; ahead it is the same distance the other way.
        Ok(if is_span { Timestamp(now.0.saturating_add(now.0 - at.0)) } else { at })
    }

    /// Takes back what was decided about a finding; with a reason, the reason is kept as a note.
    ///
    /// # Errors
    /// When nothing was decided, or the finding belongs to an incident, from which it is detached.
    pub fn restore(&self, id: &str, reason: Option<&str>) -> Result<Judged, AppError> {
        let finding = self.finding(id)?;
        let state = self.state()?;
        if let Verdict::Attached { incident } = state.verdict(&finding.id, self.system.now()) {
            let held = state.incidents.get(&incident);
            let incident = held.map_or_else(|| incident.to_string(), |it| it.alias.to_string());
            return Err(Refusal::IsAttached { incident }.into());
        }
        let standing = state.judgements.get(&finding.id).map(|judged| judged.standing.clone());
        let mut written = None;
        for entry in standing.unwrap_or_default() {
            let target = Target::Finding(finding.id);
            written = Some(self.write_entry(None, target, None, Body::Undone { entry })?);
        }
        let Some(written) = written else {
            return Err(Refusal::NothingDecided { id: finding.id.short() }.into());
        };
        if let Some(text) = reason.map(str::trim).filter(|text| !text.is_empty()) {
            let target = Target::Finding(finding.id);
            let body = Body::Noted { text: text.to_owned() };
            self.write_entry(None, target, Some(finding.revision), body)?;
        }
        self.judged(finding.id, written.id().to_string())
    }

    /// What people said about a finding and how it changed.
    ///
    /// # Errors
    /// When no finding, or more than one, begins with the id.
    pub fn history(&self, id: &str) -> Result<History, AppError> {
        let finding = self.finding_row(id)?;
        let desk = self.desktop()?;
        let judged = desk.state.judgements.get(&finding.id);
        let notes = judged.map(|judged| notes(&judged.notes)).unwrap_or_default();
        let seen = judged.and_then(|judged| judged.seen);
        let mut revisions = Vec::new();
        let mut before: Option<&Finding> = None;
        for row in desk.held.revisions(finding.id) {
            revisions.push(RevisionRow {
                revision: row.finding.revision,
                computed_at: row.computed_at,
                seen: seen == Some(row.finding.revision),
                changed: before
                    .map(|before| self.changed(before, &row.finding, &desk))
                    .unwrap_or_default(),
            });
            before = Some(&row.finding);
        }
        Ok(History { finding, notes, revisions })
    }

    /// What differs between the revision that somebody judged and the newest; `None` when nothing
    /// does, or the judged one is not held.
    pub(crate) fn revised(
        &self,
        id: FindingId,
        seen: Revision,
        desk: &Desktop,
    ) -> Option<RevisedRow> {
        let now = &desk.held.revisions(id).next_back()?.finding;
        if now.revision == seen {
            return None;
        }
        let was = desk.held.revisions(id).find(|row| row.finding.revision == seen);
        Some(RevisedRow {
            id,
            short: id.short(),
            seen,
            now: now.revision,
            changed: was.map(|was| self.changed(&was.finding, now, desk)).unwrap_or_default(),
        })
    }

    /// Every value that differs: declared values, the span, the amount of evidence, parameters.
    fn changed(&self, before: &Finding, after: &Finding, desk: &Desktop) -> Vec<ChangedValue> {
        let words = Words::new(self.config.language);
        let page = desk.catalogue.get(&after.detector);
        let mut changed = Vec::new();
        let mut compare = |name: &str, doc: String, one: serde_json::Value, other| {
            if one != other {
                changed.push(ChangedValue {
                    name: name.to_owned(),
                    doc,
                    before: one,
                    after: other,
                });
            }
        };
        for value in &after.values {
            let was = before.values.iter().find(|was| was.name == value.name);
            let was = was.map_or(serde_json::Value::Null, |was| was.value.clone());
            compare(&value.name, doc_of(&value.name, page), was, value.value.clone());
        }
        let count = |finding: &Finding| finding.evidence_count.into();
        compare("signals", words.plain("case-changed-signals"), count(before), count(after));
        let when = |finding: &Finding| finding.when.word().into();
        compare("when", words.plain("case-changed-when"), when(before), when(after));
        let first = |finding: &Finding| finding.first_at.to_string().into();
        compare("first_at", words.plain("case-changed-first"), first(before), first(after));
        let last = |finding: &Finding| finding.last_at.to_string().into();
        compare("last_at", words.plain("case-changed-last"), last(before), last(after));
        if before.parameters != after.parameters {
            let parameters = |finding: &Finding| finding.parameters.clone().into();
            let doc = words.plain("case-changed-parameters");
            compare("parameters", doc, parameters(before), parameters(after));
        }
        if before.versions != after.versions {
            let versions = |finding: &Finding| finding.versions.clone().into();
            let doc = words.plain("case-changed-versions");
            compare("versions", doc, versions(before), versions(after));
        }
        changed
    }
}

fn doc_of(name: &str, page: Option<&Page>) -> String {
    let column = page.and_then(|page| page.values.iter().find(|column| column.name == name));
    column.map_or_else(String::new, |column| column.doc.clone())
}

/// Whether a finding is about something that publications carry.
fn has_story(finding: &Finding) -> bool {
    finding.subject.iter().any(|field| field.kind == "object")
}

/// The word of a verdict.
pub(crate) const fn word_of(verdict: &Verdict) -> VerdictWord {
    match verdict {
        Verdict::Open => VerdictWord::Open,
        Verdict::Watched { .. } => VerdictWord::Watched,
        Verdict::Dismissed { .. } => VerdictWord::Dismissed,
        Verdict::Attached { .. } => VerdictWord::Attached,
    }
}

/// Notes as shown.
pub(crate) fn notes(notes: &[Note]) -> Vec<NoteRow> {
    let row = |note: &Note| NoteRow {
        at: note.mark.at,
        author: note.mark.author.to_string(),
        text: words_shown(&note.text),
        entry: note.mark.entry.to_string(),
    };
    notes.iter().map(row).collect()
}
