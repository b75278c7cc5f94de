//! The polls that a project holds: tables, and articles that cite polls, in a folder of its own.
//!
//! They are read when the folder changed; nothing of them goes into the lake. What somebody puts there
//! is meant to be shown, so a file that cannot be read is named and the others stand.

use std::path::PathBuf;

use vigie_model::Explained;

use super::rows::{HeldPolls, LeftOutRow, PollsReport};
use super::{Day, PollsRequest, USUAL_LIMIT, file, files, tables};
use crate::gate::harmless;
use crate::inbox::folder;
use crate::press::Pressed;
use crate::words::Words;
use crate::{AppError, Project, Refusal};

/// The most files of the folder that are read.
const MOST_FILES: usize = 100;
/// A screen reads no further file once so many bytes were read.
const MOST_HELD: usize = 128 << 20;

/// What a screen asks of the polls that a project holds.
#[derive(Clone, Debug, Default)]
pub struct HeldAsked {
    /// Only candidates whose name holds this.
    pub about: Option<String>,
    /// A date: what can these polls show of a change on it? Only with `about`.
    pub event: Option<String>,
    /// Whether all tables and candidates are shown.
    pub all: bool,
}

/// The same, read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct PollsShown {
    about: Option<String>,
    event: Option<Day>,
    all: bool,
}

impl Project {
    /// The folder of polls.
    #[must_use]
    pub fn polls_folder(&self) -> PathBuf {
        self.root.join(&self.config.press.polls)
    }

    /// The folder as `vigie.toml` names it.
    pub(crate) fn polls_shown(&self) -> String {
        harmless(&self.config.press.polls.display().to_string())
    }

    /// The files of the folder of polls, by name: what `vigie polls` reads when it is given none.
    ///
    /// # Errors
    /// When the folder or a file cannot be read, or it holds none.
    pub fn polls_held(&self) -> Result<Vec<Pressed>, AppError> {
        let files = folder::files(&self.polls_folder())?;
        if files.is_empty() {
            return Err(Refusal::NoPollsHeld { folder: self.polls_shown() }.into());
        }
        files.iter().take(MOST_FILES).map(|one| self.poll_file(one)).collect()
    }

    /// What the polls of the project's folder say, with the levels through time.
    ///
    /// # Errors
    /// When the folder cannot be read, the date is none, or nobody of the name is polled. A file that
    /// cannot be read is no error.
    pub fn polls_screen(&self, asked: &HeldAsked) -> Result<HeldPolls, AppError> {
        let words = Words::new(self.config.language);
        let given = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let about = given(&asked.about);
        let event = given(&asked.event).map(|text| day(&text)).transpose()?;
        if event.is_some() && about.is_none() {
            return Err(Refusal::EventOfNobody.into());
        }
        let asked = PollsShown { about, event, all: asked.all };
        let shown = self.polls_at_hand(asked, |asked| self.read_polls(asked, &words))?;
        Ok(HeldPolls::clone(&*shown))
    }

    fn read_polls(&self, asked: &PollsShown, words: &Words) -> Result<HeldPolls, AppError> {
        let listed = folder::files(&self.polls_folder())?;
        let mut left_out = Vec::new();
        let mut left = |name: &str, error: &AppError| {
            let told = words.error(error);
            let message =
                told.as_ref().map_or_else(|| error.to_string(), |one| one.message.clone());
            let hint = told.and_then(|one| one.hint).or_else(|| error.hint());
            left_out.push(LeftOutRow {
                name: harmless(name),
                why: harmless(&message),
                hint: hint.as_deref().map(harmless),
            });
        };
        let (mut files, mut looked_at, mut bytes) = (Vec::new(), 0, 0);
        for one in listed.iter().take(MOST_FILES) {
            if bytes > MOST_HELD {
                break;
            }
            looked_at += 1;
            match self.poll_file(one) {
                Ok(file) => {
                    bytes += file.bytes.len();
                    files.push(file);
                }
                Err(error) => left(&one.name, &error),
            }
        }
        let mut sources = Vec::new();
        for (read, file) in files::read(&files).into_iter().zip(&files) {
            match read {
                Ok(source) => sources.push(source),
                Err(error) => left(&file.name, &error),
            }
        }
        let (levels, limit) = (true, if asked.all { 0 } else { USUAL_LIMIT });
        let PollsShown { about, event, all } = asked;
        let request = PollsRequest {
            about: about.clone(),
            event: *event,
            levels,
            limit,
            ..PollsRequest::default()
        };
        let mut report = if sources.is_empty() {
            PollsReport::default()
        } else {
            tables::report(&request, sources, words)?
        };
        // A stranger's table may have a million of them; `vigie polls --asides` lists them.
        report.files.iter_mut().for_each(|row| row.aside_lines.clear());
        Ok(HeldPolls {
            folder: self.polls_shown(),
            left_out,
            files_left: listed.len().saturating_sub(looked_at),
            repeat: repeat(about.as_deref(), *event, *all),
            report,
        })
    }

    /// A file under the name that a person finds it by.
    fn poll_file(&self, one: &folder::File) -> Result<Pressed, AppError> {
        let name = self.config.press.polls.join(&one.name).display().to_string();
        Ok(Pressed { name, ..file(&one.path)? })
    }
}

fn day(text: &str) -> Result<Day, AppError> {
    let read = Day::read_iso(text).filter(|_| text.len() == 10);
    read.ok_or_else(|| AppError::Moment { text: text.to_owned() })
}

fn repeat(about: Option<&str>, event: Option<Day>, all: bool) -> String {
    let mut command = "vigie polls".to_owned();
    if let Some(about) = about {
        command.push_str(&format!(" --about \"{}\"", harmless(about).replace('"', "")));
    }
    if let Some(event) = event {
        command.push_str(&format!(" --event {event}"));
    }
    if all {
        command.push_str(" --limit 0");
    }
    command
}
