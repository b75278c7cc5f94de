//! What an input consists of: itself, or the members of an archive. Of an archive, a member that
//! nothing reads is set aside by its name, and the others are read; when nothing reads any, the last
//! reason refuses it all.

use super::{Input, StreamReport, input};
use crate::words::Words;
use crate::{AppError, Project, gate};

/// The streams of an input.
pub(super) struct Members {
    pub(super) streams: Vec<Input>,
    is_archive: bool,
}

/// # Errors
/// When it cannot be opened, or is an archive that cannot be unpacked within bounds.
pub(super) fn of(input: &Input) -> Result<Members, AppError> {
    let streams = input::streams(input)?;
    let is_itself = streams.len() == 1 && streams[0].name() == input.name();
    Ok(Members { streams, is_archive: !is_itself })
}

/// How many members of an archive may still turn out to be unreadable.
pub(super) struct Unread {
    left: usize,
}

impl Unread {
    pub(super) fn of(members: &Members) -> Self {
        let count = if members.is_archive { members.streams.len() } else { 0 };
        Self { left: count.saturating_sub(1) }
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
        })
    }
}
