//! What an input consists of: itself, the members of an archive, or the files of a folder. Of those, a member that
//! nothing reads is set aside by its name, and the others are read; when nothing reads any, the last
//! reason refuses it all, or the first that offers a mapping.

use std::path::PathBuf;

use serde::Serialize;

use super::{Input, StreamReport, folder, input};
use crate::words::Words;
use crate::{AppError, Project, gate};

/// The streams of an input.
pub(super) struct Members {
    pub(super) streams: Vec<Input>,
    is_archive: bool,
    /// The streams are sheets of this.
    pub(super) book: Option<Input>,
    left_out: Vec<String>,
}

/// # Errors
/// When it cannot be opened, is an archive that cannot be unpacked within bounds, or has no such sheet.
pub(super) fn of(
    input: &Input,
    sheet: Option<&str>,
    avoided: &[PathBuf],
) -> Result<Members, AppError> {
    if let Input::File(path) = input
        && path.is_dir()
    {
        let mut streams = Vec::new();
        for file in folder::files(path, avoided)? {
            streams.extend(input::streams(&file, sheet)?.inputs);
        }
        return Ok(Members { streams, is_archive: true, book: None, left_out: Vec::new() });
    }
    let found = input::streams(input, sheet)?;
    let streams = found.inputs;
    let is_itself = streams.len() == 1 && streams[0].name() == input.name();
    let book = found.are_sheets.then(|| input.clone());
    Ok(Members { streams, is_archive: !is_itself, book, left_out: found.left_out })
}

/// The sheets of one spreadsheet: which were read, and which were not asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SheetsRead {
    /// The spreadsheet, through the gate.
    pub file: String,
    /// How many of its sheets were read.
    pub read: usize,
    /// Those that were not, through the gate.
    pub left_out: Vec<String>,
}

impl Members {
    /// What is told of the sheets, where there is more than one.
    pub(super) fn sheets(&self) -> Option<SheetsRead> {
        let book = self.book.as_ref()?;
        let read = self.streams.len();
        let left_out = self.left_out.iter().map(|name| gate::harmless(name)).collect();
        let told = SheetsRead { file: gate::harmless(&book.name()), read, left_out };
        (read + self.left_out.len() > 1).then_some(told)
    }
}

/// How many members of an archive may still turn out to be unreadable.
pub(super) struct Unread {
    left: usize,
    /// Of several errors the first that says what to do about it.
    offered: Option<AppError>,
}

impl Unread {
    pub(super) fn of(members: &Members) -> Self {
        let count = if members.is_archive { members.streams.len() } else { 0 };
        Self { left: count.saturating_sub(1), offered: None }
    }

    /// The report of a member that could not be read.
    ///
    /// # Errors
    /// The error itself when it is none of the member alone, or no member is left that could be read.
    pub(super) fn set_aside(
        &mut self,
        error: AppError,
        member: &Input,
        project: &Project,
    ) -> Result<StreamReport, AppError> {
        // Both are known before anything of the member reaches the lake.
        let is_of_it = matches!(error, AppError::Unrecognised { .. } | AppError::Broken { .. });
        if !is_of_it || self.left == 0 {
            return Err(error);
        }
        self.left -= 1;
        let told = Words::new(project.config.language).error(&error);
        let why = told.map_or_else(|| error.to_string(), |told| told.message);
        if matches!(error, AppError::Unrecognised { map: Some(_), .. }) {
            self.offered.get_or_insert(error);
        }
        Ok(StreamReport {
            file: gate::harmless(&member.name()),
            source: String::new(),
            bytes: 0,
            new: 0,
            known: 0,
            skipped: 0,
            untimed: 0,
            rejected: 0,
            rejects: Vec::new(),
            incomplete: Some(gate::harmless(&why)),
            absent: Vec::new(),
            dropped: Vec::new(),
            dates: Vec::new(),
        })
    }
}
