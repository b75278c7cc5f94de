//! The folder where people drop files: what is in it, what each looks like, reading it, and
//! keeping what cannot be read.
//!
//! Nothing is ever deleted here. A file that was read goes to `inbox/read/`, one that cannot be
//! read to `inbox/kept/` with a note beside it that says why.

mod columns;
pub(crate) mod folder;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use vigie_model::hash::{FieldHasher, to_hex};

pub use columns::{ColumnView, TargetView};
pub(crate) use columns::{guessed_map, looks_like_log};
pub use folder::Upload;

use crate::ingest::{IngestReport, IngestRequest, Input};
use crate::words::Words;
use crate::{AppError, Project, Refusal, gate};

/// How a file of the inbox stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxStatus {
    /// It is still being written.
    Arriving,
    /// Its format is known; it can be read.
    Ready,
    /// A table: somebody has to say which column is what.
    NeedsMapping,
    /// Nothing here reads it.
    Unknown,
    /// It was read and moved to `inbox/read/`.
    Read,
    /// It could not be read (to its end) and was moved to `inbox/kept/`.
    Kept,
}

/// A file of the inbox.
#[derive(Clone, Debug, Serialize)]
pub struct InboxItem {
    /// Names it in commands and requests.
    pub id: String,
    /// Its file name, through the gate.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The source that fits best.
    pub looks_like: Option<String>,
    /// How well, from 0 to 100.
    pub score: u8,
    /// How it stands.
    pub status: InboxStatus,
    /// What is in the way, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What reading it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<IngestReport>,
    /// Its columns, with guesses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnView>,
    /// What a column can be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<TargetView>,
}

/// How to read a file of the inbox.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReadHow {
    /// A mapping stored in `vigie.toml`.
    #[serde(default, rename = "as")]
    pub stored_map: Option<String>,
    /// Which column of the lake comes from which field of the file; constants in single quotes.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    /// The same, as typed on a command line.
    #[serde(default, skip)]
    pub map: Option<String>,
    /// The machine or export that it comes from.
    #[serde(default)]
    pub host: Option<String>,
    /// The mandate that it belongs to.
    #[serde(default)]
    pub mandate: Option<String>,
    /// Force a source.
    #[serde(default)]
    pub source: Option<String>,
    /// Of spreadsheets this sheet alone.
    #[serde(default, skip)]
    pub sheet: Option<String>,
}

/// Below this score a format counts as not recognised, as in `ingest`.
const RECOGNISED: u8 = 30;

impl Project {
    /// The folder.
    #[must_use]
    pub fn inbox_folder(&self) -> PathBuf {
        self.root.join("inbox")
    }

    /// What lies in the inbox, by name, and then what was set aside, each with its note: nobody is
    /// to think that a file was read because it is gone.
    ///
    /// # Errors
    /// When the folder cannot be read. No folder is an empty inbox.
    pub fn inbox(&self) -> Result<Vec<InboxItem>, AppError> {
        let files = folder::files(&self.inbox_folder())?;
        let mut items: Vec<_> = files.iter().map(|file| self.recognise_file(file)).collect();
        for (file, note) in folder::set_aside(&self.kept_folder())? {
            let mut item = self.recognise_file(&file);
            if files.iter().any(|waiting| waiting.name == file.name) {
                item.id = kept_id(&file.name);
            }
            let note: Vec<String> = note.lines().map(gate::harmless).collect();
            (item.status, item.note) = (InboxStatus::Kept, Some(note.join(" ")));
            items.push(item);
        }
        Ok(items)
    }

    fn kept_folder(&self) -> PathBuf {
        self.inbox_folder().join("kept")
    }

    /// One file of the inbox, by its id or its name.
    ///
    /// # Errors
    /// When there is none.
    pub fn inbox_item(&self, id: &str) -> Result<InboxItem, AppError> {
        Ok(self.recognise_file(&self.inbox_file(id)?))
    }

    fn inbox_file(&self, id: &str) -> Result<folder::File, AppError> {
        let files = folder::files(&self.inbox_folder())?;
        let wanted = id.trim();
        let is_it = |file: &folder::File| file_id(&file.name) == wanted || file.name == wanted;
        if let Some(file) = files.into_iter().find(is_it) {
            return Ok(file);
        }
        let kept = folder::set_aside(&self.kept_folder())?.into_iter().map(|(file, _)| file);
        kept.into_iter()
            .find(|file| is_it(file) || kept_id(&file.name) == wanted)
            .ok_or_else(|| Refusal::UnknownInbox { id: gate::harmless(wanted) }.into())
    }

    fn recognise_file(&self, file: &folder::File) -> InboxItem {
        let words = Words::new(self.config.language);
        let mut item = InboxItem {
            id: file_id(&file.name),
            name: gate::harmless(&file.name),
            bytes: file.bytes,
            looks_like: None,
            score: 0,
            status: InboxStatus::Unknown,
            note: None,
            report: None,
            columns: Vec::new(),
            targets: Vec::new(),
        };
        let Ok(head) = crate::ingest::head_of(&file.path) else {
            item.note = Some(words.plain("inbox-damaged"));
            return item;
        };
        if head.is_empty() {
            item.note = Some(words.plain("inbox-empty-file"));
            return item;
        }
        if crate::polls::layout(&head).is_some() {
            // Its columns would fit posts: nobody is to map opinions to authors.
            item.note = Some(words.say("inbox-polls", &[("folder", self.polls_shown().into())]));
            item.status = InboxStatus::Ready;
            if self.is_arriving(file) {
                item.status = InboxStatus::Arriving;
            }
            return item;
        }
        let best = vigie_sources::best(&head).into_iter().next();
        let Some((source, score)) = best.filter(|(_, score)| score.0 >= RECOGNISED) else {
            if head.starts_with(b"PK\x03\x04") {
                item.note = Some(words.plain("inbox-spreadsheet"));
            } else if guessed_map(&head).is_some() {
                waiting(&mut item, &head, &words);
            } else {
                let looks = words.plain(crate::ingest::looks(&head).0);
                item.note = Some(words.say("inbox-looks", &[("looks", looks.into())]));
            }
            return item;
        };
        (item.looks_like, item.score) = (Some(source.id().to_owned()), score.0);
        item.status = InboxStatus::Ready;
        if source.id() == "table" {
            waiting(&mut item, &head, &words);
        }
        if self.is_arriving(file) {
            item.status = InboxStatus::Arriving;
        }
        item
    }

    /// A file that changed a moment ago may still be growing.
    fn is_arriving(&self, file: &folder::File) -> bool {
        const SETTLED: i64 = 10_000_000;
        let age = file.modified.map(|at| self.system.now().0.saturating_sub(at.0));
        age.is_some_and(|age| (0..SETTLED).contains(&age))
    }

    /// Reads one file. What was read to its end moves to `inbox/read/`, what was not to
    /// `inbox/kept/`; where the command itself was wrong (a mapping, a mandate) it stays.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read so; it stays where it is then.
    pub fn inbox_read(&self, id: &str, how: &ReadHow) -> Result<InboxItem, AppError> {
        let file = self.inbox_file(id)?;
        let mut item = self.recognise_file(&file);
        if crate::ingest::head_of(&file.path)
            .is_ok_and(|head| crate::polls::layout(&head).is_some())
        {
            return self.take_polls(&file, item);
        }
        let report = self.ingest(&IngestRequest {
            inputs: vec![Input::File(file.path.clone())],
            source: how.source.clone(),
            map: how.typed(),
            stored_map: how.stored_map.clone(),
            host: how.host.clone(),
            mandate: how.mandate.clone(),
            sheet: how.sheet.clone(),
        })?;
        let words = Words::new(self.config.language);
        let why = report.streams.iter().find_map(|stream| {
            if let Some(incomplete) = &stream.incomplete {
                return Some(words.say("inbox-incomplete", &[("why", incomplete.as_str().into())]));
            }
            let nothing = stream.new + stream.known == 0 && stream.rejected > 0;
            nothing.then(|| words.say("inbox-all-rejected", &[("count", stream.rejected.into())]))
        });
        (item.columns, item.targets) = (Vec::new(), Vec::new());
        item.looks_like = report.streams.first().map(|stream| stream.source.clone());
        item.report = Some(report);
        match why {
            None => {
                folder::settle(&file, &self.inbox_folder().join("read"), None)?;
                if file.path.parent() == Some(&self.kept_folder()) {
                    folder::drop_note(&file)?;
                }
                item.status = InboxStatus::Read;
                item.note = None;
            }
            Some(why) => {
                self.keep(&file, &why)?;
                item.status = InboxStatus::Kept;
                item.note = Some(why);
            }
        }
        Ok(item)
    }

    /// Polls are no signals: a table of them moves to the folder that the screen reads.
    fn take_polls(&self, file: &folder::File, mut item: InboxItem) -> Result<InboxItem, AppError> {
        folder::settle(file, &self.polls_folder(), None)?;
        let words = Words::new(self.config.language);
        item.status = InboxStatus::Read;
        item.note = Some(words.say("inbox-polls-taken", &[("folder", self.polls_shown().into())]));
        Ok(item)
    }

    /// Sets a file aside, with a note that says why and when; one that is aside gets a new note.
    fn keep(&self, file: &folder::File, why: &str) -> Result<(), AppError> {
        let at = self.system.now().shown_in(&self.zone());
        let words = Words::new(self.config.language);
        let note = words.say("inbox-note", &[("at", at.into()), ("why", why.into())]);
        folder::settle(file, &self.kept_folder(), Some(&note))
    }

    /// Reads all that is ready and sets aside what nothing here reads; tables wait for a mapping.
    ///
    /// # Errors
    /// When the folder cannot be read or written. A file that cannot be read is no error.
    pub fn inbox_sweep(&self, how: &ReadHow) -> Result<Vec<InboxItem>, AppError> {
        let mut swept = Vec::new();
        for file in folder::files(&self.inbox_folder())? {
            let mut item = self.recognise_file(&file);
            if item.status == InboxStatus::Ready {
                match self.inbox_read(&file.name, how) {
                    Ok(read) => item = read,
                    // The command has to change, not the file.
                    Err(error @ AppError::Refused(_)) => return Err(error),
                    Err(
                        error @ (AppError::UnknownMandate { .. } | AppError::MandateEnded { .. }),
                    ) => {
                        return Err(error);
                    }
                    Err(error @ AppError::Lake(_)) => return Err(error),
                    Err(error) => {
                        let why = gate::harmless(&error.to_string());
                        self.keep(&file, &why)?;
                        (item.status, item.note) = (InboxStatus::Kept, Some(why));
                    }
                }
            } else if item.status == InboxStatus::Unknown && !self.is_arriving(&file) {
                let why = item.note.clone().unwrap_or_default();
                self.keep(&file, &why)?;
                item.status = InboxStatus::Kept;
            }
            swept.push(item);
        }
        Ok(swept)
    }

    /// Begins to take a file in: bytes are written to a hidden file first.
    ///
    /// # Errors
    /// When the name cannot be used or the folder cannot be written.
    pub fn inbox_upload(&self, name: &str) -> Result<Upload, AppError> {
        Upload::begin(&self.inbox_folder(), name)
    }

    /// Ends an upload: the file stands in the inbox now, and is read at once where its format is
    /// known and nothing else is needed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn inbox_take(&self, upload: Upload, how: &ReadHow) -> Result<InboxItem, AppError> {
        let name = upload.finish()?;
        let file = self.inbox_file(&name)?;
        let mut item = self.recognise_file(&file);
        if matches!(item.status, InboxStatus::Ready)
            || item.status == InboxStatus::Arriving && item.columns.is_empty()
        {
            match self.inbox_read(&name, how) {
                Ok(read) => item = read,
                Err(error) => {
                    item.status = InboxStatus::Ready;
                    item.note = Some(gate::harmless(&error.to_string()));
                }
            }
        } else if item.status == InboxStatus::Arriving {
            item.status = InboxStatus::NeedsMapping;
        }
        Ok(item)
    }
}

/// One entry of a mapping, as typed.
fn pair(column: &str, field: &str) -> String {
    let is_plain = field.starts_with('\'') || !field.contains([',', '"', ' ', '=']);
    if is_plain { format!("{column}={field}") } else { format!("{column}=\"{field}\"") }
}

impl ReadHow {
    /// The mapping as `ingest` reads it.
    fn typed(&self) -> Option<String> {
        if self.mapping.is_empty() {
            return self.map.clone();
        }
        let pairs: Vec<String> = self
            .mapping
            .iter()
            .filter(|(_, field)| !field.trim().is_empty())
            .map(|(column, field)| pair(column, field))
            .collect();
        Some(pairs.join(","))
    }
}

/// A table waits for somebody who says which column is what.
fn waiting(item: &mut InboxItem, head: &[u8], words: &Words) {
    item.status = InboxStatus::NeedsMapping;
    item.note = Some(words.plain("inbox-table"));
    item.columns = columns::of_head(head);
    item.targets = columns::targets(words);
}

/// The short name of a file that was set aside while another of its name lies in the inbox.
fn kept_id(name: &str) -> String {
    file_id(&format!("kept/{name}"))
}

/// A short name for a file that can stand in an address.
fn file_id(name: &str) -> String {
    let digest: [u8; 6] = FieldHasher::new("vigie inbox file v1").field(name).finish();
    to_hex(&digest)
}
