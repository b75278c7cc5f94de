//! One file that is followed: how far it was read, and the parser that goes on from there.

use std::fs::File;
use std::io;
use std::path::Path;

use super::notes::What;
use super::place::{Head, Seen, read_at};
use super::state::FileState;
use crate::ingest::{How, Live};
use crate::{AppError, Project};

/// Bytes read at a time.
const CHUNK: u64 = 4 << 20;

/// A line longer than this is given on in parts; parsers set it aside.
const LONGEST_LINE: u64 = 16 << 20;

/// How much of a file is looked at to recognise it.
const HEAD: u64 = 64 << 10;

/// A file that was replaced is read to its end once so many looks showed nothing new: whoever
/// writes it may not have heard of the rotation yet.
const QUIET: u32 = 5;

/// Years that stamps leave out are guessed anew after so long, in microseconds.
const REOPEN_AFTER: i64 = 20 * 3_600_000_000;

/// See the module.
pub(super) struct Followed {
    /// What stands in the state file.
    pub(super) state: FileState,
    /// Its length at the last look.
    length: u64,
    written: i128,
    live: Option<Live>,
    file: Option<File>,
    /// Its length when no source fitted.
    refused_at: Option<u64>,
    /// It was recognised by less than its whole head.
    is_doubtful: bool,
    /// The pass in which it was read last.
    pub(super) touched: u64,
}

/// The next bytes of a file.
pub(super) struct Next {
    pub(super) bytes: Vec<u8>,
    /// It ends here.
    pub(super) is_last: bool,
}

impl Followed {
    /// A file that was never read.
    pub(super) fn new(path: &Path, seen: Seen) -> Self {
        let state = FileState {
            path: path.to_owned(),
            id: seen.id,
            head: Head::default(),
            offset: 0,
            source: None,
            is_replaced: false,
            length: seen.length,
            quiet: 0,
            is_done: false,
        };
        Self { length: seen.length, written: seen.written, ..Self::restored(state) }
    }

    /// A file that was read as far as its state says.
    pub(super) fn restored(state: FileState) -> Self {
        Self {
            length: state.offset.max(state.length),
            written: i128::MIN,
            state,
            live: None,
            file: None,
            refused_at: None,
            is_doubtful: false,
            touched: 0,
        }
    }

    /// Its name without folders.
    pub(super) fn name(&self) -> String {
        let name = self.state.path.file_name();
        name.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The source that reads it.
    pub(super) fn source(&self) -> &str {
        self.live.as_ref().map_or("", Live::source)
    }

    /// Whether it is open.
    pub(super) const fn is_open(&self) -> bool {
        self.file.is_some()
    }

    /// Whether a parser waits for more of it.
    pub(super) const fn is_live(&self) -> bool {
        self.live.is_some()
    }

    /// Lets go of the file; it is opened again when needed.
    pub(super) fn close(&mut self) {
        self.file = None;
    }

    /// Lets go of the parser; what was read is gone over when it is needed again.
    pub(super) fn forget_parser(&mut self) {
        self.live = None;
    }

    /// Takes note of a look at it. `false` when it is the same file no more: it was cut, or another
    /// one took its place and its number.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn look(&mut self, path: &Path, seen: Seen) -> io::Result<bool> {
        let is_renamed = self.state.path != path;
        let is_unchanged = (self.length, self.written) == (seen.length, seen.written);
        if is_unchanged && !is_renamed {
            self.count_quiet(seen);
            return Ok(true);
        }
        if is_renamed {
            path.clone_into(&mut self.state.path);
            self.state.is_replaced = self.state.offset > 0;
        }
        if seen.length < self.state.offset {
            return Ok(false);
        }
        if self.state.is_done && self.state.offset > 0 && seen.length > self.state.offset {
            // Whoever wrote it had not heard of the rotation for a long time.
            self.state.is_done = false;
            self.live = None;
        }
        let file = self.opened()?;
        if !self.state.head.is_of(&file)? {
            return Ok(false);
        }
        if self.file.is_none() {
            self.file = Some(file);
        }
        self.count_quiet(seen);
        Ok(true)
    }

    /// It is at no place that is followed any more, but open, or found elsewhere.
    pub(super) fn leave(&mut self, seen: Seen) {
        self.state.is_replaced = true;
        self.count_quiet(seen);
    }

    /// How it lies on disk, if it is open.
    pub(super) fn seen_open(&self) -> Option<Seen> {
        let metadata = self.file.as_ref()?.metadata().ok()?;
        Some(Seen::of(&metadata))
    }

    fn count_quiet(&mut self, seen: Seen) {
        if self.length == seen.length {
            self.state.quiet = self.state.quiet.saturating_add(1);
        } else {
            self.state.quiet = 0;
        }
        (self.length, self.written) = (seen.length, seen.written);
        self.state.length = seen.length;
    }

    fn opened(&mut self) -> io::Result<File> {
        if let Some(file) = &self.file {
            return file.try_clone();
        }
        let file = File::open(&self.state.path)?;
        if Seen::of(&file.metadata()?).id != self.state.id {
            // It was renamed a moment ago; the next look finds it.
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(file)
    }

    /// It is read to its end: nothing is written to it any more.
    const fn is_ending(&self) -> bool {
        self.state.is_replaced && self.state.quiet >= QUIET
    }

    /// Whether there may be something to read.
    pub(super) fn has_more(&self) -> bool {
        let is_refused = self.refused_at.is_some_and(|at| self.length <= at || at >= HEAD);
        !self.state.is_done && !is_refused && (self.length > self.state.offset || self.is_ending())
    }

    /// Whether something behind the last whole line waits to be one.
    pub(super) const fn has_half_line(&self) -> bool {
        let is_known = self.live.is_some() || self.state.source.is_some();
        !self.state.is_done && is_known && self.length > self.state.offset
    }

    /// Whole lines that stand there and were not read; a half-written one waits until it is whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Next>> {
        let file = self.opened()?;
        let offset = self.state.offset;
        let mut bytes = read_at(&file, offset, CHUNK)?;
        let mut whole = end_of_lines(&bytes);
        let mut asked = CHUNK;
        if whole.is_none() && bytes.len() as u64 == CHUNK {
            bytes = read_at(&file, offset, LONGEST_LINE)?;
            whole = end_of_lines(&bytes);
            asked = LONGEST_LINE;
        }
        self.file.get_or_insert(file);
        let is_at_end = (bytes.len() as u64) < asked;
        if is_at_end && self.is_ending() {
            return Ok(Some(Next { bytes, is_last: true }));
        }
        match whole {
            Some(end) => bytes.truncate(end),
            None if is_at_end => return Ok(None),
            None => {}
        }
        Ok(Some(Next { bytes, is_last: false }))
    }

    /// Goes on: these bytes are in the writer's commit.
    pub(super) fn advance(&mut self, next: &Next) {
        self.state.offset = self.state.offset.saturating_add(next.bytes.len() as u64);
        self.state.is_done |= next.is_last;
        self.state.source = self.live.as_ref().map(|live| live.source().to_owned());
        // A head that cannot be read now is one that tells less.
        if self.state.head.may_grow()
            && let Some(Ok(head)) = self.file.as_ref().map(|file| Head::of(file, self.state.offset))
        {
            self.state.head = head;
        }
    }

    /// Its content was stored and taken away; what comes now is the same stream.
    pub(super) fn emptied(&mut self) {
        self.state.offset = 0;
        self.state.head = Head::default();
        (self.length, self.written) = (0, i128::MIN);
    }

    /// The parser that goes on, made or brought to where the file was read to. Says what is wrong
    /// where none can be.
    ///
    /// # Errors
    /// When the options do not fit the source, or a work file cannot be written.
    pub(super) fn live(
        &mut self,
        project: &Project,
        how: &How,
    ) -> Result<Result<&mut Live, What>, AppError> {
        let now = project.system.now();
        let is_old = |live: &Live| now.0.saturating_sub(live.opened_at().0) > REOPEN_AFTER;
        if self.live.as_ref().is_none_or(is_old) {
            match self.open_live(project, how)? {
                Ok(live) => self.live = Some(live),
                Err(what) => {
                    self.refused_at = Some(self.length);
                    self.state.is_done |= what == What::Compressed;
                    return Ok(Err(what));
                }
            }
        }
        self.live.as_mut().map(Ok).ok_or(AppError::Bug("a parser that was made is not there"))
    }

    fn open_live(&mut self, project: &Project, how: &How) -> Result<Result<Live, What>, AppError> {
        let opened = self.opened().and_then(|file| Ok((read_at(&file, 0, HEAD)?, file)));
        let Ok((mut head, file)) = opened else { return Ok(Err(What::Unreadable)) };
        if crate::ingest::is_packed(&head) {
            return Ok(Err(What::Compressed));
        }
        self.is_doubtful = (head.len() as u64) < HEAD;
        if let Some(end) = end_of_lines(&head) {
            head.truncate(end);
        }
        let how = match &self.state.source {
            Some(source) => how.or_source(source),
            None => how.clone(),
        };
        let mut live = match project.live(&head, &self.name(), &how) {
            Ok(live) => live,
            Err(AppError::Unrecognised { .. }) => return Ok(Err(What::Unrecognised)),
            Err(error) => return Err(error),
        };
        let mut at = 0;
        while at < self.state.offset {
            let count = CHUNK.min(self.state.offset - at);
            match read_at(&file, at, count) {
                Ok(bytes) if !bytes.is_empty() => {
                    live.pass_over(&bytes)?;
                    at += bytes.len() as u64;
                }
                _ => return Ok(Err(What::Unreadable)),
            }
        }
        Ok(Ok(live))
    }

    /// Once its whole head is there: whether it would be recognised as something else.
    pub(super) fn looks_different(&mut self) -> bool {
        if !self.is_doubtful || self.state.offset < HEAD {
            return false;
        }
        self.is_doubtful = false;
        let head = self.opened().and_then(|file| read_at(&file, 0, HEAD));
        let best = head.ok().and_then(|head| crate::ingest::best_source(&head));
        best.is_some_and(|best| best != self.source())
    }
}

/// The length of what ends with a newline.
fn end_of_lines(bytes: &[u8]) -> Option<usize> {
    bytes.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1)
}
