//! The tagger that people train on their own labelled articles: reading the files, keeping the model.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use vigie_model::event::{Event, EventSink};
pub use vigie_read::tagger::Training;
use vigie_read::tagger::{
    About, Compared, Document, Kind, MOST_FILE_BYTES, MOST_MODEL_BYTES, Model, compare,
    read_labelled, train,
};

use crate::cases::bounded_bytes;
use crate::gate::harmless;
use crate::measures::decode;
use crate::{AppError, Project, Refusal};

/// More labelled files are not looked for.
const MOST_FILES: usize = 20_000;
/// Folders are looked into so deep.
const DEEPEST: usize = 6;

/// What to train on.
#[derive(Clone, Debug)]
pub struct TrainRequest {
    /// A folder with labelled files, or one of them.
    pub from: PathBuf,
    /// Where the model goes; there must be no file yet.
    pub out: PathBuf,
    /// A labelled file to score the model on; it is not learnt from, wherever it lies.
    pub held: Option<PathBuf>,
    /// Of rows of JSON, only those with this `compartment`.
    pub compartment: Option<String>,
    /// How.
    pub how: Training,
}

/// What training gave.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TrainReport {
    /// The file of the model.
    pub model: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it says of itself.
    pub about: About,
    /// How many labelled files were read.
    pub files: usize,
    /// On documents that were not learnt from: the rules alone, and the tagger.
    pub validated: Vec<ComparedRow>,
    /// The same on the file that was held back.
    pub held: Vec<ComparedRow>,
}

/// The rules and the tagger on one kind of span, exact in both ends.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct ComparedRow {
    /// Source, cue or content.
    pub kind: Kind,
    /// How many are labelled.
    pub expected: usize,
    /// F1 of the rules alone.
    pub rules_f1: f64,
    /// F1 of the tagger.
    pub tagger_f1: f64,
    /// Of what the tagger finds, the share that is labelled.
    pub tagger_precision: f64,
    /// Of what is labelled, the share that the tagger finds.
    pub tagger_recall: f64,
}

fn rows(compared: &Compared) -> Vec<ComparedRow> {
    let row = |kind| {
        let (rules, tagger) = (compared.rules.of(kind), compared.tagger.of(kind));
        ComparedRow {
            kind,
            expected: rules.gold,
            rules_f1: rules.f1(),
            tagger_f1: tagger.f1(),
            tagger_precision: tagger.precision(),
            tagger_recall: tagger.recall(),
        }
    };
    Kind::ALL.into_iter().map(row).collect()
}

/// Trains a tagger on labelled files and writes the model.
///
/// # Errors
/// When a file cannot be read or is not of its form, there is too little to learn from, or the model
/// cannot be written.
pub fn train_tagger(
    request: &TrainRequest,
    events: &dyn EventSink,
) -> Result<TrainReport, AppError> {
    let taken = Refusal::FileExists { path: request.out.clone() };
    let read = |source| AppError::Read { path: request.out.clone(), source };
    if request.out.try_exists().map_err(read)? {
        return Err(taken.into());
    }
    let mut files = Vec::new();
    find(&request.from, 0, &mut files)?;
    files.sort();
    let same = |one: &Path, two: &Path| {
        std::fs::canonicalize(one)
            .ok()
            .is_some_and(|one| std::fs::canonicalize(two).ok() == Some(one))
    };
    if let Some(held) = &request.held {
        files.retain(|file| !same(file, held));
    }
    let mut documents = Vec::new();
    for file in &files {
        documents.extend(labelled(file, request.compartment.as_deref())?);
    }
    let held = match &request.held {
        Some(file) => Some(labelled(file, None)?),
        None => None,
    };
    let task = "train".to_owned();
    let unit = "parts";
    let mut begun = false;
    let trained = train(&documents, request.how, |done, of| {
        if !begun {
            begun = true;
            let total = Some(of as u64);
            events.emit(Event::Started { task: task.clone(), total, unit });
        }
        events.emit(Event::Advanced { task: task.clone(), done: done as u64 });
    })?;
    events.emit(Event::Finished { task });
    let bytes = trained.model.to_bytes();
    crate::attacks::hand_over::write_new(&request.out, &bytes)?;
    Ok(TrainReport {
        model: harmless(&request.out.display().to_string()),
        bytes: bytes.len() as u64,
        about: trained.model.about().clone(),
        files: files.len(),
        validated: trained.validated.as_ref().map(rows).unwrap_or_default(),
        held: held.map(|held| rows(&compare(&trained.model, &held))).unwrap_or_default(),
    })
}

/// Labelled files in a folder and those below it; a page about them is none.
fn find(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), AppError> {
    let read = |source| AppError::Read { path: path.to_owned(), source };
    if !std::fs::metadata(path).map_err(read)?.is_dir() {
        if files.len() < MOST_FILES {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(read)? {
        let entry = entry.map_err(read)?.path();
        let end = entry.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let labelled = ["txt", "jsonl", "ndjson"].contains(&end);
        if depth < DEEPEST && (labelled || entry.is_dir()) {
            find(&entry, depth + 1, files)?;
        }
    }
    Ok(())
}

fn labelled(path: &Path, compartment: Option<&str>) -> Result<Vec<Document>, AppError> {
    let bytes = bounded_bytes(path, MOST_FILE_BYTES as u64)?;
    let text = decode(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned());
    Ok(read_labelled(&harmless(&path.display().to_string()), &text, compartment)?)
}

impl Project {
    /// The tagger that is asked for, or else the one that `vigie.toml` names; most projects have none.
    pub(super) fn tagger(&self, asked: Option<&Path>) -> Result<Option<Arc<Model>>, AppError> {
        let named = self.config.press.model.as_ref().map(|path| self.root.join(path));
        let Some(path) = asked.map(Path::to_owned).or(named) else { return Ok(None) };
        let model = Model::from_bytes(&bounded_bytes(&path, MOST_MODEL_BYTES as u64)?)?;
        Ok(Some(Arc::new(model)))
    }
}
