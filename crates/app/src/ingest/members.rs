//! What an input consists of: itself, the members of an archive, or the files of a folder. Of those, a member that
//! nothing reads is set aside by its name, and the others are read; when nothing reads any, the last
//! reason refuses it all, or the first that offers a mapping.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{DroppedCount, Input, StreamReport, folder, input};
use crate::inbox::guessed_map;
use crate::words::Words;
use crate::{AppError, Project, gate};

/// The streams of an input.
pub(super) struct Members {
    pub(super) streams: Vec<Input>,
    is_archive: bool,
    /// The streams are sheets of this.
    pub(super) book: Option<Input>,
    left_out: Vec<String>,
    /// Files that lie beside the export of a chat: its media.
    media: u64,
}

/// What files beside the export of a chat are called.
const MEDIA: &str = "media files beside the chat";

/// # Errors
/// When it cannot be opened, is an archive that cannot be unpacked within bounds, or has no such sheet.
pub(super) fn of(
    input: &Input,
    sheet: Option<&str>,
    mapping: &[(String, String)],
    avoided: &[PathBuf],
) -> Result<Members, AppError> {
    if let Input::File(path) = input
        && path.is_dir()
    {
        let mut streams = Vec::new();
        for file in folder::files(path, avoided)? {
            streams.extend(input::streams(&file, sheet)?.inputs);
        }
        return Ok(Members {
            streams,
            is_archive: true,
            book: None,
            left_out: Vec::new(),
            media: 0,
        });
    }
    let found = input::streams(input, sheet)?;
    let (mut streams, mut left_out) = (found.inputs, found.left_out);
    let is_itself = streams.len() == 1 && streams[0].name() == input.name();
    let book = found.are_sheets.then(|| input.clone());
    // A mapping is of the sheets that have its columns; where none has them, every one says so.
    if found.are_sheets && streams.iter().any(|sheet| has_a_field(sheet, mapping)) {
        let (read, others) = streams.into_iter().partition(|sheet| has_a_field(sheet, mapping));
        streams = read;
        let name = |sheet: &Input| {
            let name = sheet.name();
            name.rsplit_once('/').map_or(name.clone(), |(_, title)| title.to_owned())
        };
        let others: Vec<Input> = others;
        left_out.extend(others.iter().map(name));
    }
    let media = if is_itself || found.are_sheets { 0 } else { take_media(&mut streams) };
    Ok(Members { streams, is_archive: !is_itself, book, left_out, media })
}

/// The first bytes of a member.
fn head(member: &Input) -> &[u8] {
    let Input::Bytes { bytes, .. } = member else { return &[] };
    &bytes[..bytes.len().min(64 << 10)]
}

/// Whether a sheet has a column that the mapping names.
fn has_a_field(sheet: &Input, mapping: &[(String, String)]) -> bool {
    let vigie_sources::Preview::Rows(rows) = vigie_sources::preview(head(sheet), 1) else {
        return false;
    };
    rows.first().is_some_and(|row| mapping.iter().any(|(_, field)| row.contains(field)))
}

/// Of the export of a chat with its media the chat alone; how many files lie beside it.
fn take_media(streams: &mut Vec<Input>) -> u64 {
    let source = |member: &Input| super::best_source(head(member));
    if !streams.iter().any(|member| source(member) == Some("whatsapp")) {
        return 0;
    }
    let before = streams.len();
    streams.retain(|member| source(member).is_some());
    (before - streams.len()) as u64
}

/// The first decompressed bytes of a file; of several sheets or members those of the first that can be
/// read: it may stand behind a page of notes.
///
/// # Errors
/// When it cannot be opened or its first bytes cannot be decompressed.
pub(crate) fn head_of(path: &Path) -> Result<Vec<u8>, AppError> {
    let streams = input::streams(&Input::File(path.to_owned()), None)?.inputs;
    let Some(first) = streams.first() else { return Ok(Vec::new()) };
    let head = |stream: &Input| Ok::<_, AppError>(input::Opened::open(stream)?.head().to_vec());
    let is_readable = |head: &Vec<u8>| {
        super::best_source(head).is_some_and(|source| source != "table")
            || guessed_map(head).is_some()
    };
    let several = if streams.len() > 1 { &streams[..] } else { &[] };
    let found = several.iter().filter_map(|stream| head(stream).ok()).find(is_readable);
    found.map_or_else(|| head(first), Ok)
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
    /// Names the media of a chat where the chat itself was read.
    pub(super) fn tell_media(&self, report: &mut StreamReport) {
        if self.media > 0 && report.source == "whatsapp" {
            report.dropped.push(DroppedCount { what: MEDIA, count: self.media });
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, bytes: &[u8]) -> Input {
        Input::Bytes { name: name.to_owned(), bytes: bytes.into() }
    }

    #[test]
    fn media_beside_a_chat_are_counted_and_other_files_stay() {
        let chat = member("a.zip/_chat.txt", b"[01/04/2027 10:00:05] Ada: Salut\n");
        let picture = member("a.zip/7-PHOTO.jpg", b"\xff\xd8\xff\xe0");
        let mut with_chat = vec![chat, picture.clone()];
        assert_eq!(take_media(&mut with_chat), 1);
        assert_eq!(with_chat.len(), 1);
        let mut without = vec![picture];
        assert_eq!(take_media(&mut without), 0);
        assert_eq!(without.len(), 1);
    }

    #[test]
    fn a_mapping_is_of_the_sheets_that_have_its_columns() {
        let mapping = [("text".to_owned(), "Message".to_owned())];
        assert!(has_a_field(&member("b.xlsx/Data", b"Titre,\nDate,Message\n1,2\n"), &mapping));
        assert!(!has_a_field(&member("b.xlsx/Notes", b"A lire\n"), &mapping));
    }
}
