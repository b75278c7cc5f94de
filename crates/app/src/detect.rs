//! Running detectors over a commit and keeping what they found.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, FixedSizeBinaryArray, Int64Array, RecordBatch,
    TimestampMicrosecondArray,
};
use serde::Serialize;
use vigie_detect::{Catalogue, Note, Page, PageError, RunContext, RunError};
use vigie_engine::{Access, Session};
use vigie_lake::{CommitKind, Name};
use vigie_model::event::Event;
use vigie_model::finding::{Finding, When};
use vigie_model::schema::FINDINGS;
use vigie_model::time::Timestamp;
use vigie_model::{Explained as _, FindingId, Key, Revision};

use crate::ingest::HELD_AT_LEAST;
use crate::retention::Retained;
use crate::{AppError, Project, gate};

/// Which detectors to run over what.
#[derive(Clone, Debug, Default)]
pub struct DetectRequest {
    /// Detectors by id; empty for all.
    pub names: Vec<String>,
    /// Read the lake as of this commit instead of the newest.
    pub commit: Option<u64>,
    /// See only what was claimed before this.
    pub until: Option<Timestamp>,
    /// Parameters as `name=value`.
    pub set: Vec<(String, String)>,
    /// Report only findings whose id begins so; nothing is kept then.
    pub only: Option<String>,
}

/// How a finding stands to what was held before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not held before.
    New,
    /// Held at another revision.
    Revised,
    /// Held at this revision.
    Unchanged,
}

/// A finding in a list.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// The full id.
    pub id: FindingId,
    /// The id as shown.
    pub short: String,
    /// The revision.
    pub revision: Revision,
    /// The page.
    pub detector: String,
    /// How soon to look.
    pub when: When,
    /// Time of the first evidence.
    pub first_at: Timestamp,
    /// Time of the last evidence.
    pub last_at: Timestamp,
    /// What was seen, in the language asked for, with pseudonyms.
    pub sentence: String,
    /// How it stands to what was held.
    pub state: State,
    /// Its window is still open.
    pub provisional: bool,
}

/// One detector's run.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The page.
    pub detector: String,
    /// What it found, most urgent first, then newest.
    pub findings: Vec<FindingView>,
    /// What it could not evaluate and where it capped; where it was not run, why.
    pub notes: Vec<String>,
    /// Whether it was run: nothing found and not looked at are two things.
    pub ran: bool,
}

/// A page of one's own that could not be used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct BrokenPage {
    /// The file, through the gate.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl BrokenPage {
    fn of(error: &PageError) -> Self {
        Self {
            file: gate::harmless(&error.file),
            line: error.line,
            message: gate::harmless(&error.message),
            hint: gate::harmless(&error.hint),
        }
    }
}

/// What came of running pages.
#[derive(Default)]
struct Ran<'p> {
    pages: Vec<&'p Page>,
    found: Vec<(Vec<Finding>, Vec<Note>)>,
    broken: Vec<BrokenPage>,
}

/// All runs.
#[derive(Clone, Debug, Serialize)]
pub struct DetectReport {
    /// The commit that was read.
    pub read_commit: u64,
    /// The commit that holds new findings; `None` when nothing was new or nothing was to be kept.
    pub commit: Option<u64>,
    /// One entry a detector.
    pub runs: Vec<RunReport>,
    /// Pages of one's own that could not be used, and were not run.
    pub broken: Vec<BrokenPage>,
    /// What the retention rule did after the run, where vigie.toml asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retained: Option<Retained>,
}

impl DetectReport {
    /// The most urgent finding of all runs.
    #[must_use]
    pub fn most_urgent(&self) -> Option<When> {
        self.runs.iter().flat_map(|run| &run.findings).map(|finding| finding.when).max()
    }
}

impl Project {
    /// Runs detectors. Findings of a run over the newest commit are kept; a run that looks back
    /// (`--commit`, `--until`, `--only`) only reports.
    ///
    /// # Errors
    /// When a detector or parameter is unknown, or the run needs more memory than the pool has.
    pub fn detect(&self, request: &DetectRequest) -> Result<DetectReport, AppError> {
        let catalogue = self.catalogue()?;
        let only =
            request.only.as_deref().map(|only| finding_prefix(only, &catalogue)).transpose()?;
        let (refused, pages): (Vec<&Page>, Vec<&Page>) =
            chosen(&catalogue, &request.names)?.into_iter().partition(|page| self.is_refused(page));
        if !refused.is_empty() && !request.names.is_empty() {
            return Err(self.account_level_refused());
        }
        let snapshot = self.snapshot(request.commit)?;
        let session = self.session(&snapshot, request.until, Access::Detectors)?;
        let context = RunContext {
            read_commit: snapshot.read_commit,
            horizon: request.until,
            now_for_provisional: Some(self.system.now()),
        };
        let Ran { pages, mut found, mut broken } =
            self.run_pages(&session, &pages, &request.set, &context)?;
        drop(session);
        if request.names.is_empty() {
            broken.extend(catalogue.broken().iter().map(BrokenPage::of));
        }
        if let Some(prefix) = &only {
            for (findings, _) in &mut found {
                findings.retain(|finding| finding.id.to_string().starts_with(prefix.as_str()));
            }
        }
        if let (Some(prefix), true) = (&only, found.iter().all(|(list, _)| list.is_empty())) {
            // It may be one of those that were not looked for.
            let unknown = AppError::UnknownFinding { id: prefix.clone() };
            return Err(if refused.is_empty() { unknown } else { self.account_level_refused() });
        }
        let held = self.held_revisions()?;
        let looks_back =
            request.commit.is_some() || request.until.is_some() || request.only.is_some();
        let commit =
            if looks_back { None } else { self.keep_findings(&found, snapshot.read_commit)? };
        let all: Vec<&Finding> = found.iter().flat_map(|(findings, _)| findings).collect();
        let names = self.names_with(&snapshot, &all)?;
        let runs = pages.iter().zip(found).map(|(page, (findings, notes))| RunReport {
            detector: page.id.clone(),
            findings: self.views(&findings, &held, &names),
            notes: notes.iter().map(|note| note.text(self.language())).collect(),
            ran: true,
        });
        let why = self.account_level().why;
        let refused = refused.into_iter().map(|page| RunReport {
            detector: page.id.clone(),
            findings: Vec::new(),
            notes: why.iter().cloned().collect(),
            ran: false,
        });
        let runs = runs.chain(refused).collect();
        let retained = if looks_back { None } else { self.retain_after_run()? };
        Ok(DetectReport { read_commit: snapshot.read_commit, commit, runs, broken, retained })
    }

    /// Runs pages one after the other. One of the project's own that fails is named, and the others
    /// run; an embedded page that fails is a failure of the run.
    fn run_pages<'p>(
        &self,
        session: &Session,
        pages: &[&'p Page],
        set: &[(String, String)],
        context: &RunContext,
    ) -> Result<Ran<'p>, AppError> {
        let task = || "detect".to_owned();
        let events = &self.system.events;
        let total = Some(pages.len() as u64);
        events.emit(Event::Started { task: task(), total, unit: "detectors" });
        let own = self.root.join(&self.config.detectors.folder);
        let set: Vec<(&str, &str)> =
            set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut ran = Ran::default();
        for (page, done) in pages.iter().zip(1..) {
            match vigie_detect::run(session, page, &page.bind(&set)?, context) {
                Ok(outcome) => {
                    ran.pages.push(page);
                    ran.found.push((outcome.findings, outcome.notes));
                }
                Err(error) if Path::new(&page.file).starts_with(&own) => {
                    ran.broken.push(broken_at_run(page, &error));
                }
                Err(error) => return Err(error.into()),
            }
            events.emit(Event::Advanced { task: task(), done });
        }
        events.emit(Event::Finished { task: task() });
        Ok(ran)
    }

    fn views(
        &self,
        findings: &[Finding],
        held: &HashSet<(FindingId, Revision)>,
        names: &HashMap<Key, Name>,
    ) -> Vec<FindingView> {
        let ids: HashSet<FindingId> = held.iter().map(|(id, _)| *id).collect();
        let mut views: Vec<FindingView> = findings
            .iter()
            .map(|finding| {
                let state = if held.contains(&(finding.id, finding.revision)) {
                    State::Unchanged
                } else if ids.contains(&finding.id) {
                    State::Revised
                } else {
                    State::New
                };
                self.view(finding, state, names)
            })
            .collect();
        views.sort_by(|a, b| (b.when, b.last_at, a.id).cmp(&(a.when, a.last_at, b.id)));
        views
    }

    fn held_revisions(&self) -> Result<HashSet<(FindingId, Revision)>, AppError> {
        Ok(self.held_findings()?.iter().map(|finding| (finding.id, finding.revision)).collect())
    }

    /// Writes what is new, and drops held segments that nothing cites.
    fn keep_findings(
        &self,
        found: &[(Vec<Finding>, Vec<Note>)],
        read_commit: u64,
    ) -> Result<Option<u64>, AppError> {
        let now = self.system.now();
        let findings: Vec<&Finding> = found.iter().flat_map(|(list, _)| list).collect();
        let mut commit = None;
        if !findings.is_empty() {
            let mut writer = self.lake.begin_as(CommitKind::Detect, now)?;
            let seq = i64::try_from(writer.seq()).unwrap_or(i64::MAX);
            let batch = batch(&findings, seq, now)?;
            let (Some(ids), Some(times)) = (
                batch.column(0).as_any().downcast_ref::<FixedSizeBinaryArray>(),
                batch
                    .column_by_name(FINDINGS.time_column)
                    .and_then(|times| times.as_any().downcast_ref::<TimestampMicrosecondArray>()),
            ) else {
                return Err(AppError::Bug("the findings table changed its columns"));
            };
            let known = writer.known(FINDINGS, ids, times)?;
            let new: BooleanArray = known.iter().map(|known| known.map(|known| !known)).collect();
            let batch = arrow_select::filter::filter_record_batch(&batch, &new)?;
            if batch.num_rows() > 0 {
                writer.append(FINDINGS, batch)?;
                let committed = writer.commit()?;
                commit = committed.changed.then_some(committed.seq);
                self.tell_commit("detect", commit);
            }
        }
        self.release_held(read_commit, now)?;
        Ok(commit)
    }

    /// Lets go of log bytes that a run has read and nothing cites. Costs nothing while there are
    /// none that are old enough.
    fn release_held(&self, read_commit: u64, now: Timestamp) -> Result<(), AppError> {
        if self.keeps_all() || !self.lake.has_held(now, HELD_AT_LEAST)? {
            return Ok(());
        }
        let snapshot = self.lake.snapshot()?;
        let mut cited = HashSet::new();
        for finding in self.held_findings()? {
            let found = Self::found(&snapshot, &finding)?;
            cited.extend(found.places.iter().filter_map(|place| place.segment));
        }
        self.lake.release_held(&cited, read_commit, now, HELD_AT_LEAST)?;
        Ok(())
    }
}

fn chosen<'a>(catalogue: &'a Catalogue, names: &[String]) -> Result<Vec<&'a Page>, AppError> {
    if names.is_empty() {
        return Ok(catalogue.pages().collect());
    }
    let is_of = |error: &&PageError, name: &str| {
        Path::new(&error.file).file_stem().is_some_and(|stem| stem == name)
    };
    names
        .iter()
        .map(|name| match catalogue.get(name) {
            Some(page) => Ok(page),
            None => Err(match catalogue.broken().iter().find(|error| is_of(error, name)) {
                Some(error) => error.clone().into(),
                None => AppError::UnknownDetector {
                    name: name.clone(),
                    nearest: nearest_page(name, catalogue),
                },
            }),
        })
        .collect()
}

fn nearest_page(name: &str, catalogue: &Catalogue) -> Option<String> {
    let known = catalogue.pages().map(|page| page.id.as_str());
    crate::config::nearest(name, known).map(str::to_owned)
}

/// The beginning of a finding's id, with or without its `F-`; a detector's name is none.
fn finding_prefix(only: &str, catalogue: &Catalogue) -> Result<String, AppError> {
    let only = only.trim();
    let digits = only.strip_prefix("F-").or_else(|| only.strip_prefix("f-")).unwrap_or(only);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(format!("F-{}", digits.to_ascii_lowercase()));
    }
    let nearest = match catalogue.get(only) {
        Some(page) => Some(page.id.clone()),
        None => nearest_page(only, catalogue),
    };
    Err(AppError::OnlyFinding { text: only.to_owned(), nearest })
}

/// What went wrong in a run, told as of its page.
fn broken_at_run(page: &Page, error: &RunError) -> BrokenPage {
    match error {
        RunError::Page(error) => BrokenPage::of(error),
        other => BrokenPage {
            file: gate::harmless(&page.file),
            line: 1,
            message: gate::harmless(&other.to_string()),
            hint: gate::harmless(&other.hint().unwrap_or_default()),
        },
    }
}

/// Findings as rows of the `findings` table.
fn batch(findings: &[&Finding], seq: i64, now: Timestamp) -> Result<RecordBatch, AppError> {
    let rows = findings.len();
    let ids = |bytes: Vec<[u8; 16]>| -> Result<ArrayRef, AppError> {
        Ok(Arc::new(FixedSizeBinaryArray::try_from_iter(bytes.into_iter())?))
    };
    let texts = |pick: &dyn Fn(&Finding) -> String| -> ArrayRef {
        let mut column = StringBuilder::new();
        for finding in findings {
            column.append_value(pick(finding));
        }
        Arc::new(column.finish())
    };
    let times = |pick: &dyn Fn(&Finding) -> Option<Timestamp>| -> ArrayRef {
        let values = findings.iter().map(|finding| pick(finding).map(|at| at.0));
        Arc::new(values.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
    };
    let integers = |pick: &dyn Fn(&Finding) -> u64| -> ArrayRef {
        let values = findings.iter().map(|f| i64::try_from(pick(f)).unwrap_or(i64::MAX));
        Arc::new(values.map(Some).collect::<Int64Array>())
    };
    let revisions = findings.iter().map(|finding| finding.revision.0);
    Ok(RecordBatch::try_new(
        FINDINGS.schema(),
        vec![
            ids(findings.iter().map(|finding| finding.row_id()).collect())?,
            ids(findings.iter().map(|finding| finding.id.0).collect())?,
            Arc::new(FixedSizeBinaryArray::try_from_iter(revisions)?),
            Arc::new(Int64Array::from_value(seq, rows)),
            integers(&|finding| finding.read_commit),
            times(&|finding| finding.horizon),
            times(&|_| Some(now)),
            texts(&|finding| finding.detector.clone()),
            texts(&|finding| finding.versions.clone()),
            texts(&|finding| finding.parameters.clone()),
            texts(&|finding| finding.anchor.clone()),
            texts(&|finding| json(&finding.subject)),
            texts(&|finding| finding.when.word().to_owned()),
            times(&|finding| Some(finding.first_at)),
            times(&|finding| Some(finding.last_at)),
            texts(&|finding| json(&finding.values)),
            evidence(findings),
            integers(&|finding| finding.evidence_count),
            ids(findings.iter().map(|finding| finding.evidence_digest).collect())?,
            texts(&|finding| finding.sentence_en.clone()),
            texts(&|finding| finding.sentence_fr.clone()),
            texts(&|finding| if finding.provisional { "yes" } else { "no" }.to_owned()),
        ],
    )?)
}

fn evidence(findings: &[&Finding]) -> ArrayRef {
    let item = arrow_schema::Field::new("item", arrow_schema::DataType::FixedSizeBinary(16), false);
    let mut lists = ListBuilder::new(FixedSizeBinaryBuilder::new(16)).with_field(Arc::new(item));
    for finding in findings {
        for signal in &finding.evidence {
            crate::ingest::push_id(lists.values(), &signal.0);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// Plain data of our own: writing it as JSON cannot fail.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
