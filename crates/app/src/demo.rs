//! The demo: an invented season is written, read, searched, and compared with its truth.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use vigie_detect::RunContext;
use vigie_detect::page::Bounds;
use vigie_engine::{Access, Param};
use vigie_model::event::{Event, EventSink};
use vigie_model::key::KeyKind;
use vigie_model::time::FixedClock;
use vigie_model::{Finding, FindingId, Key, PersonKeys};
pub use vigie_scenario::Size;
use vigie_scenario::{END, Kind, POSTS_MAPPING, Raised, Score, Season, Subject, Truth, ZONE};

use crate::config::{FILE_NAME, Overrides, Role};
use crate::detect::DetectRequest;
use crate::ingest::{IngestRequest, Input, StreamReport, account_key, address_key};
use crate::{AppError, Project, System};

/// One planted thing and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct PlantedView {
    /// Its name.
    pub id: &'static str,
    /// What it is.
    pub why: &'static str,
    /// The detector that it was made for.
    pub detector: &'static str,
    /// Findings that belong to it, as shown.
    pub findings: Vec<String>,
    /// How many of those who take part are named by a finding.
    pub named: usize,
    /// How many take part.
    pub subjects: usize,
}

/// One decoy and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct DecoyView {
    /// Its name.
    pub id: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Findings that took it for something else.
    pub findings: Vec<String>,
    /// Raised: the must that will tell it apart.
    pub must: Option<&'static str>,
    /// Not raised: what was measured.
    pub measured: Option<Measured>,
}

/// Why a decoy was not raised.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measured {
    /// With the thresholds of the page lowered as far as they go, this is the most that it showed.
    Below {
        /// The page.
        detector: String,
        /// What was measured, the threshold's name and what the page asks for.
        values: Vec<Shortfall>,
    },
    /// Even then it showed nothing.
    Nothing {
        /// The page.
        detector: String,
        /// The lowered thresholds, as `name=value`.
        lowered: Vec<String>,
    },
    /// No detector reads such lines yet.
    NotRead {
        /// How many of its lines the lake holds.
        lines: u64,
    },
}

/// One threshold that was not reached.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Shortfall {
    /// The value.
    pub name: String,
    /// The most that any finding about the decoy showed.
    pub measured: f64,
    /// What the page asks for.
    pub wanted: f64,
}

/// What the demo did.
#[derive(Clone, Debug, Serialize)]
pub struct DemoReport {
    /// The seed.
    pub seed: u64,
    /// Posts, web lines and login lines.
    pub lines: [u64; 3],
    /// What reading them gave.
    pub ingest: Vec<StreamReport>,
    /// What was planted.
    pub planted: Vec<PlantedView>,
    /// What only looks like something.
    pub decoys: Vec<DecoyView>,
    /// Findings that belong to neither: chance, or matter for CO-2.
    pub others: Vec<String>,
    /// How many findings there are in all.
    pub findings: usize,
    /// The command that shows the first planted finding.
    pub next: Option<String>,
}

/// Writes a season into `folder`, makes a project there, reads the season, runs every detector and
/// compares. The clock stands at the end of the season, so that stamps without a year fall into it.
///
/// # Errors
/// When the size is too small, or anything that a project does fails.
pub fn run(
    folder: &Path,
    seed: u64,
    size: Size,
    overrides: &Overrides,
    events: &Arc<dyn EventSink>,
) -> Result<DemoReport, AppError> {
    let season = Season::new(seed, size)?;
    write_season(&season, &folder.join("season"), &**events)?;
    let system = System { clock: Arc::new(FixedClock(END)), events: Arc::clone(events) };
    let project = if folder.join(FILE_NAME).is_file() {
        Project::open(folder, overrides, &system)?
    } else {
        // Stamps without a zone are local time in the season.
        let mut local = vec![("timezone".to_owned(), ZONE.to_owned())];
        local.extend_from_slice(overrides);
        Project::init(folder, Role::Campaign, &local, &system)?
    };
    let ingest = read_season(&project, &season, &folder.join("season"))?;
    let detected = project.detect(&DetectRequest::default())?;
    let compared = Comparison::new(&project, season.truth())?;
    let decoys = compared.decoys(season.truth())?;
    let planted = compared.planted(season.truth());
    let next = planted.iter().find_map(|view| view.findings.first().cloned());
    Ok(DemoReport {
        seed,
        lines: [size.posts, size.web_lines, size.login_lines],
        ingest,
        others: compared.score.other.iter().map(|&at| compared.shown(at)).collect(),
        findings: detected.runs.iter().map(|run| run.findings.len()).sum(),
        planted,
        decoys,
        next,
    })
}

fn write_season(season: &Season, folder: &Path, events: &dyn EventSink) -> Result<(), AppError> {
    let files = season.files();
    let task = "season".to_owned();
    let total = Some(files.len() as u64);
    events.emit(Event::Started { task: task.clone(), total, unit: "files" });
    for (done, file) in files.iter().enumerate() {
        let path = folder.join(&file.path);
        let failed = |source| AppError::Write { path: path.clone(), source };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
        season.write(file, |bytes| out.write_all(bytes).map_err(failed))?;
        out.flush().map_err(failed)?;
        events.emit(Event::Advanced { task: task.clone(), done: done as u64 + 1 });
    }
    events.emit(Event::Finished { task });
    Ok(())
}

/// Reads the season's files, those of one host in one request.
fn read_season(
    project: &Project,
    season: &Season,
    folder: &Path,
) -> Result<Vec<StreamReport>, AppError> {
    let mut requests: Vec<(Kind, IngestRequest)> = Vec::new();
    for file in season.files() {
        let input = Input::File(folder.join(&file.path));
        let same = requests.iter_mut().find(|(kind, request)| {
            *kind == file.kind && request.host.as_deref() == Some(file.host)
        });
        match same {
            Some((_, request)) => request.inputs.push(input),
            None => requests.push((
                file.kind,
                IngestRequest {
                    inputs: vec![input],
                    map: (file.kind == Kind::Posts).then(|| POSTS_MAPPING.to_owned()),
                    host: Some(file.host.to_owned()),
                    ..IngestRequest::default()
                },
            )),
        }
    }
    let mut streams = Vec::new();
    for (_, request) in requests {
        streams.extend(project.ingest(&request)?.streams);
    }
    Ok(streams)
}

/// Findings held against the truth.
struct Comparison<'a> {
    project: &'a Project,
    findings: Vec<Finding>,
    score: Score,
}

impl<'a> Comparison<'a> {
    fn new(project: &'a Project, truth: &Truth) -> Result<Self, AppError> {
        let mut newest: BTreeMap<FindingId, Finding> = BTreeMap::new();
        for finding in project.held_findings()? {
            newest.insert(finding.id, finding);
        }
        let findings: Vec<Finding> = newest.into_values().collect();
        let score = score(truth, &findings, &project.keys);
        Ok(Self { project, findings, score })
    }

    fn shown(&self, at: usize) -> String {
        self.findings[at].id.short()
    }

    fn planted(&self, truth: &Truth) -> Vec<PlantedView> {
        truth
            .planted
            .iter()
            .zip(&self.score.planted)
            .map(|(planted, found)| PlantedView {
                id: planted.id,
                why: planted.why,
                detector: planted.detector,
                findings: found.findings.iter().map(|&at| self.shown(at)).collect(),
                named: found.named,
                subjects: found.subjects,
            })
            .collect()
    }

    fn decoys(&self, truth: &Truth) -> Result<Vec<DecoyView>, AppError> {
        let mut lowered: BTreeMap<&str, Lowered> = BTreeMap::new();
        let mut views = Vec::new();
        for (at, decoy) in truth.decoys.iter().enumerate() {
            let raised = &self.score.decoys[at].findings;
            let measured = match decoy.resembles {
                _ if !raised.is_empty() => None,
                None => Some(Measured::NotRead { lines: self.lines_of(&decoy.members)? }),
                Some(detector) => {
                    if !lowered.contains_key(detector) {
                        lowered.insert(detector, Lowered::run(self.project, detector, truth)?);
                    }
                    lowered.get(detector).map(|run| run.measure(at))
                }
            };
            views.push(DecoyView {
                id: decoy.id,
                what: decoy.what,
                findings: raised.iter().map(|&at| self.shown(at)).collect(),
                must: decoy.must.filter(|_| !raised.is_empty()),
                measured,
            });
        }
        Ok(views)
    }

    /// How many requests and logins came from these addresses.
    fn lines_of(&self, members: &[Subject]) -> Result<u64, AppError> {
        let snapshot = self.project.snapshot(None)?;
        let session = self.project.session(&snapshot, None, Access::Open)?;
        let mut lines = 0;
        for member in members {
            let key = ("source".to_owned(), Param::Integer(key_of(&self.project.keys, member).0));
            for view in ["requests", "logins"] {
                let query = format!("SELECT signal_id FROM {view} WHERE source = $source");
                lines += session.query(&query, std::slice::from_ref(&key))?.rows() as u64;
            }
        }
        Ok(lines)
    }
}

/// A run with every threshold as low as its page allows: what it shows about a decoy is the
/// measure of how far the decoy stays below the line.
struct Lowered {
    detector: String,
    /// Threshold parameters: the value they are compared with, what the page asks for, the lowest.
    thresholds: Vec<(String, f64, i64)>,
    findings: Vec<Finding>,
    score: Score,
}

/// A parameter of this form is the least that a value of the rest of its name must reach.
const THRESHOLD: &str = "min_";

impl Lowered {
    fn run(project: &Project, detector: &str, truth: &Truth) -> Result<Self, AppError> {
        let catalogue = project.catalogue()?;
        let page = catalogue.get(detector).ok_or(AppError::Bug("the truth names no detector"))?;
        let thresholds: Vec<(String, f64, i64)> = page
            .params
            .iter()
            .filter_map(|param| match (&param.bounds, param.name.strip_prefix(THRESHOLD)) {
                (Bounds::Integer { default, min, .. }, Some(value)) => {
                    Some((value.to_owned(), as_real(*default), *min))
                }
                _ => None,
            })
            .collect();
        let set: Vec<(String, String)> = thresholds
            .iter()
            .map(|(value, _, min)| (format!("{THRESHOLD}{value}"), min.to_string()))
            .collect();
        let set: Vec<(&str, &str)> =
            set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let snapshot = project.snapshot(None)?;
        let session = project.session(&snapshot, None, Access::Detectors)?;
        let context = RunContext { read_commit: snapshot.read_commit, ..RunContext::default() };
        let findings = vigie_detect::run(&session, page, &page.bind(&set)?, &context)?.findings;
        let score = score(truth, &findings, &project.keys);
        Ok(Self { detector: detector.to_owned(), thresholds, findings, score })
    }

    fn measure(&self, decoy: usize) -> Measured {
        let about: Vec<&Finding> =
            self.score.decoys[decoy].findings.iter().map(|&at| &self.findings[at]).collect();
        if about.is_empty() {
            let lowered =
                self.thresholds.iter().map(|(value, _, min)| format!("{THRESHOLD}{value}={min}"));
            return Measured::Nothing {
                detector: self.detector.clone(),
                lowered: lowered.collect(),
            };
        }
        let most = |name: &str| {
            let values = about.iter().flat_map(|finding| &finding.values);
            let values = values.filter(|value| value.name == name);
            values.filter_map(|value| value.value.as_f64()).reduce(f64::max)
        };
        let values = self.thresholds.iter().filter_map(|(name, wanted, _)| {
            let measured = most(name)?;
            Some(Shortfall { name: name.clone(), measured, wanted: *wanted })
        });
        Measured::Below { detector: self.detector.clone(), values: values.collect() }
    }
}

/// Thresholds are small whole numbers: nothing is lost.
#[expect(clippy::cast_precision_loss, reason = "thresholds are far below 2^53")]
fn as_real(number: i64) -> f64 {
    number as f64
}

fn score(truth: &Truth, findings: &[Finding], keys: &PersonKeys) -> Score {
    let raised: Vec<Raised> = findings.iter().map(Raised::of).collect();
    truth.score(&raised, &|subject| key_of(keys, subject))
}

fn key_of(keys: &PersonKeys, subject: &Subject) -> Key {
    match subject {
        Subject::Account { platform, id } => account_key(keys, Some(platform), id),
        Subject::Address(address) => address_key(keys, address),
        Subject::Login(name) => keys.key(KeyKind::Login, name.as_bytes()),
    }
}
