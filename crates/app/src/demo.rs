//! The demo: an invented season is written, read, searched, and compared with its truth.

mod compare;
mod proof;
mod team;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compare::Comparison;
pub use proof::ProofView;
use serde::Serialize;
use vigie_model::Timestamp;
use vigie_model::event::{Event, EventSink};
pub use vigie_scenario::Size;
use vigie_scenario::{FIRST_ROUND, Kind, MORNING, POSTS_MAPPING, Season, SeasonFile, ZONE};

use crate::config::{FILE_NAME, Overrides, Role};
use crate::detect::DetectRequest;
use crate::hours::HOUR;
use crate::ingest::{IngestRequest, Input, StreamReport};
use crate::rumours::RumourRow;
use crate::screens::rows::{FindingRow, IncidentRow, MeasureRow};
use crate::system::StageClock;
use crate::words::{Language, Words};
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
    /// A list of affiliated accounts, given by the user, explains it.
    Listed {
        /// Its name.
        list: String,
        /// Who says so.
        source: String,
        /// How many of its accounts are on the list.
        accounts: usize,
    },
}

impl Measured {
    /// The reason in words.
    #[must_use]
    pub fn told(&self, words: &Words) -> String {
        match self {
            Self::Below { detector, values } => {
                // What reaches its threshold is no reason, unless everything does.
                let short = values.iter().filter(|value| value.measured < value.wanted);
                let mut reasons: Vec<_> = short.map(|value| value.told(words)).collect();
                if reasons.is_empty() {
                    reasons = values.iter().map(|value| value.told(words)).collect();
                }
                let values = reasons.join(", ");
                words.say(
                    "demo-below",
                    &[("detector", detector.as_str().into()), ("values", values.into())],
                )
            }
            Self::Nothing { detector, lowered } => words.say(
                "demo-nothing",
                &[("detector", detector.as_str().into()), ("lowered", lowered.join(", ").into())],
            ),
            Self::Listed { list, source, accounts } => words.say(
                "demo-listed",
                &[
                    ("list", list.as_str().into()),
                    ("source", source.as_str().into()),
                    ("count", (*accounts).into()),
                ],
            ),
            Self::NotRead { lines } => words.say("demo-not-read", &[("count", (*lines).into())]),
        }
    }
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

impl Shortfall {
    fn told(&self, words: &Words) -> String {
        words.say(
            "demo-shortfall",
            &[
                ("name", self.name.replace('_', " ").into()),
                ("measured", self.measured.into()),
                ("wanted", self.wanted.into()),
            ],
        )
    }
}

/// What the season says of itself stands in English in the scenario, in French in `locales/`.
#[must_use]
pub fn about(id: &str, english: &str, words: &Words) -> String {
    match words.language() {
        Language::English => english.to_owned(),
        Language::French => {
            words.find(&format!("about-{id}")).unwrap_or_else(|| english.to_owned())
        }
    }
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
    /// What the small team sees this morning.
    pub morning: Option<MorningView>,
}

/// What the demo's small team sees this morning.
#[derive(Clone, Debug, Serialize)]
pub struct MorningView {
    /// Days until the first round.
    pub days_before: i64,
    /// Where they could not see.
    pub blind: Vec<String>,
    /// The register.
    pub measures: Vec<MeasureRow>,
    /// Incidents.
    pub incidents: Vec<IncidentRow>,
    /// What they set aside.
    pub dismissed: Vec<FindingRow>,
    /// Rumours by code.
    pub rumours: Vec<RumourRow>,
    /// The page of the first brief; it opens offline.
    pub brief: String,
    /// How large it is.
    pub brief_bytes: u64,
    /// One changed byte, and what a check said.
    pub proof: ProofView,
    /// Where files can be dropped.
    pub inbox: String,
}

/// The demo on its way: a project whose season is read and judged step by step.
pub struct Demo {
    project: Arc<Project>,
    season: Season,
    folder: PathBuf,
    clock: Arc<StageClock>,
    seed: u64,
    size: Size,
}

/// The people of the demo looked at their screens for the first time two days before the morning.
const FIRST_LOOK: Timestamp = Timestamp(MORNING.0 - 2 * 24 * HOUR);
/// Since when one of the two web servers has sent nothing.
const QUIET_FROM: Timestamp = Timestamp(MORNING.0 - 7 * HOUR);
const QUIET_HOST: &str = "www2";

impl Demo {
    /// Makes a project in `folder`, or opens the one that an earlier demo made there. Takes a
    /// second at most: nothing is read yet.
    ///
    /// # Errors
    /// When the size is too small or the folder cannot be written.
    pub fn open(
        folder: &Path,
        seed: u64,
        size: Size,
        overrides: &Overrides,
        system: &System,
    ) -> Result<Self, AppError> {
        let season = Season::as_of(seed, size, MORNING)?;
        let clock = Arc::new(StageClock::at(FIRST_LOOK, &system.clock));
        let system = System { clock: Arc::clone(&clock) as _, events: Arc::clone(&system.events) };
        if !folder.join(FILE_NAME).is_file() {
            // Stamps without a zone are local time in the season.
            let mut local = vec![
                ("timezone".to_owned(), ZONE.to_owned()),
                ("project.name".to_owned(), "Solvane 2027".to_owned()),
                ("project.person".to_owned(), "Ines".to_owned()),
            ];
            local.extend_from_slice(overrides);
            drop(Project::init(folder, Role::Campaign, &local, &system)?);
            team::give_mandate(&folder.join(FILE_NAME))?;
            team::give_affiliations(&folder.join(FILE_NAME), season.truth())?;
        }
        let project = Arc::new(Project::open(folder, overrides, &system)?);
        Ok(Self { project, season, folder: folder.to_owned(), clock, seed, size })
    }

    /// The project, for whoever shows it meanwhile.
    #[must_use]
    pub fn project(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    /// Plays it: the register, a look two days before, this morning's look, the judgement of a
    /// small team, a brief, and one changed byte in a copy. `None` when `goes_on` said no on the
    /// way.
    ///
    /// # Errors
    /// When anything that a project does fails.
    pub fn play(&self, goes_on: &dyn Fn() -> bool) -> Result<Option<DemoReport>, AppError> {
        let project = &*self.project;
        team::set_up(project)?;
        self.read(FIRST_LOOK)?;
        if !goes_on() {
            return Ok(None);
        }
        project.detect(&DetectRequest::default())?;
        let first = Comparison::new(project, self.season.truth())?;
        let opened = team::judge(project, &first, self.season.truth())?;
        if !goes_on() {
            return Ok(None);
        }
        self.clock.set(MORNING);
        let ingest = self.read(MORNING)?;
        if !goes_on() {
            return Ok(None);
        }
        let detected = project.detect(&DetectRequest::default())?;
        let compared = Comparison::new(project, self.season.truth())?;
        let decoys = compared.decoys(self.season.truth())?;
        team::this_morning(project, opened.as_ref())?;
        let brief = team::tell(project, opened.as_ref(), &decoys)?;
        if !goes_on() {
            return Ok(None);
        }
        let proof = proof::change_one_byte(project, &self.folder.join("changed-copy"))?;
        let planted = compared.planted(self.season.truth());
        let next = planted.iter().find_map(|view| view.findings.first().cloned());
        let Size { posts, web_lines, login_lines } = self.size;
        Ok(Some(DemoReport {
            seed: self.seed,
            lines: [posts, web_lines, login_lines],
            ingest,
            others: compared.score.other.iter().map(|&at| compared.shown(at)).collect(),
            findings: detected.runs.iter().map(|run| run.findings.len()).sum(),
            planted,
            decoys,
            next,
            morning: Some(MorningView {
                // The vote begins a few minutes earlier in the day than the morning is looked at.
                days_before: (FIRST_ROUND.0 - MORNING.0 + HOUR) / (24 * HOUR),
                blind: project
                    .blind_spots_since(project.moment("yesterday")?)?
                    .into_iter()
                    .map(|spot| spot.why)
                    .collect(),
                measures: project.measures()?.measures,
                incidents: project.incidents()?,
                dismissed: project.triaged()?.dismissed,
                rumours: project.rumours()?,
                brief: self.folder.join(&brief.html).display().to_string(),
                brief_bytes: brief.bytes,
                proof,
                inbox: project.inbox_folder().display().to_string(),
            }),
        }))
    }

    /// Writes the season's files as they stood at a moment and reads them, those of one host in
    /// one request.
    fn read(&self, until: Timestamp) -> Result<Vec<StreamReport>, AppError> {
        let mut files = self.season.files_at(until);
        if until > QUIET_FROM {
            let quiet = self.season.files_at(QUIET_FROM);
            for file in files.iter_mut().filter(|file| file.host == QUIET_HOST) {
                if let Some(earlier) = quiet.iter().find(|earlier| earlier.path == file.path) {
                    file.clone_from(earlier);
                }
            }
        }
        let folder = self.folder.join("season");
        write_season(&self.season, &files, &folder, &*self.project.system.events)?;
        read_season(&self.project, &files, &folder)
    }
}

fn write_season(
    season: &Season,
    files: &[SeasonFile],
    folder: &Path,
    events: &dyn EventSink,
) -> Result<(), AppError> {
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
    files: &[SeasonFile],
    folder: &Path,
) -> Result<Vec<StreamReport>, AppError> {
    let mut requests: Vec<(Kind, IngestRequest)> = Vec::new();
    for file in files {
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
                    mandate: Some(team::MANDATE.to_owned()),
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
