//! Finding any changed byte: of Parquet files, segments, commit records and tombstones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{LakeError, Result};
use crate::forget::Tombstone;
use crate::format;
use crate::lake::Lake;
use crate::layout::{self, FORMAT_FILE};
use crate::log;
use crate::record::{Digest, SegmentEntry};
use crate::segments::{self, MAX_SEGMENT};
use crate::state::State;
use crate::sweep;

/// Something that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file, relative to the root of the lake.
    pub path: String,
    /// What kind of problem.
    pub fault: Fault,
    /// What exactly.
    pub detail: String,
}

/// Kinds of problem.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Its bytes are not those that were written.
    Changed,
    /// A record lists it and it is not there.
    Missing,
    /// It cannot be read at all.
    Unreadable,
    /// No record lists it. A note: leftovers of an interrupted command are deleted by the next
    /// writing command, foreign files are never touched.
    Unlisted,
}

/// What was looked at and how much was wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Verified {
    /// Commit records.
    pub commits: u64,
    /// Parquet files.
    pub files: u64,
    /// Segments.
    pub segments: u64,
    /// Tombstones.
    pub tombstones: u64,
    /// Bytes read of all these.
    pub bytes: u64,
    /// Problems other than unlisted files.
    pub damage: u64,
    /// Unlisted files.
    pub notes: u64,
    /// The digest of the newest commit record: compared with one written down elsewhere, it shows
    /// that no commit was cut off or replaced.
    pub head: Option<Digest>,
}

impl Lake {
    /// Reads every byte of the lake and reports what is not as it was written.
    ///
    /// # Errors
    /// Only when the folder itself cannot be read; damage is reported, not returned.
    pub fn verify(&self, report: &mut dyn FnMut(Problem)) -> Result<Verified> {
        Self::verify_at(self.root(), report)
    }

    /// Like [`Lake::verify`], for a lake that may be too damaged to be opened.
    ///
    /// # Errors
    /// As [`Lake::verify`].
    pub fn verify_at(root: &Path, report: &mut dyn FnMut(Problem)) -> Result<Verified> {
        let mut verifier = Verifier { root: root.to_owned(), report, done: Verified::default() };
        verifier.format();
        let state = verifier.commits()?;
        verifier.files(&state);
        verifier.segments(&state);
        verifier.tombstones(&state);
        // `spill/` is the engine's own, emptied by it.
        let unlisted = sweep::unlisted(root, &state)?;
        for path in unlisted.into_iter().filter(|path| !path.starts_with("spill/")) {
            verifier.tell(path, Fault::Unlisted, "no commit lists it");
        }
        Ok(verifier.done)
    }
}

struct Verifier<'a> {
    root: PathBuf,
    report: &'a mut dyn FnMut(Problem),
    done: Verified,
}

impl Verifier<'_> {
    fn tell(&mut self, path: impl Into<String>, fault: Fault, detail: impl Into<String>) {
        match fault {
            Fault::Unlisted => self.done.notes += 1,
            _ => self.done.damage += 1,
        }
        (self.report)(Problem { path: path.into(), fault, detail: detail.into() });
    }

    fn tell_error(&mut self, path: &str, error: &LakeError) {
        match error {
            LakeError::Damaged { what, .. } => self.tell(path, Fault::Changed, what),
            other => self.tell(path, Fault::Unreadable, other.to_string()),
        }
    }

    fn format(&mut self) {
        match disk::read_bounded(&self.root.join(FORMAT_FILE), 1 << 16) {
            Ok(Some(bytes)) if bytes == format::text().as_bytes() => {}
            Ok(Some(_)) => self.tell(FORMAT_FILE, Fault::Changed, "it is not what was written"),
            Ok(None) => self.tell(FORMAT_FILE, Fault::Missing, "it is missing"),
            Err(error) => self.tell_error(FORMAT_FILE, &error),
        }
    }

    /// Reads all commit records in order and folds those that can be read.
    fn commits(&mut self) -> Result<State> {
        let mut state = State::default();
        // After a record that cannot be read, what stands is known again at the next whole state.
        let mut sure = true;
        for seq in 1..=log::newest(&self.root)? {
            let path = layout::commit_path(&self.root, seq);
            let name = format!("{}/{seq:08}.json", layout::COMMITS);
            self.done.commits += 1;
            self.done.bytes += std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
            match log::read(&self.root, seq) {
                Ok(Some((record, digest))) => {
                    let whole = record.state.clone();
                    if sure && let Err(error) = state.fold(&record, digest, &path) {
                        self.tell_error(&name, &error);
                        sure = false;
                    }
                    if !sure {
                        state = state.after(&record);
                        state.head = Some(digest);
                        sure = true;
                    }
                    self.compare_whole(&name, &mut state, whole);
                }
                Ok(None) => {
                    // Records are numbered without gaps, and none is ever removed.
                    self.tell(&name, Fault::Missing, "the record of this commit was removed");
                    sure = false;
                }
                Err(error) => {
                    self.tell_error(&name, &error);
                    sure = false;
                }
            }
        }
        self.done.head = state.head;
        Ok(state)
    }

    /// A record's own idea of what stands must be what all records before it add up to.
    fn compare_whole(&mut self, name: &str, state: &mut State, whole: Option<Box<State>>) {
        let Some(mut whole) = whole else { return };
        whole.head = state.head;
        if *whole != *state {
            if self.done.damage == 0 {
                self.tell(name, Fault::Changed, "its list of files is not what came before");
            }
            *state = *whole;
        }
    }

    fn files(&mut self, state: &State) {
        for file in state.files.values() {
            self.done.files += 1;
            self.compare_digest(&file.path, &file.digest, |state| {
                state.files.contains_key(&file.path)
            });
        }
    }

    /// Reads a file and compares. A writer may have removed it meanwhile: then it is no problem.
    fn compare_digest(&mut self, name: &str, wanted: &Digest, listed: impl Fn(&State) -> bool) {
        let found = disk::digest_file(&layout::at(&self.root, name));
        if let Ok(Some((digest, bytes))) = &found {
            self.done.bytes += bytes;
            if digest == wanted {
                return;
            }
        }
        if crate::lake::load(&self.root).is_ok_and(|state| !listed(&state)) {
            return;
        }
        match found {
            Ok(Some(_)) => self.tell(name, Fault::Changed, "its digest does not match"),
            Ok(None) => self.tell(name, Fault::Missing, "it is missing"),
            Err(error) => self.tell_error(name, &error),
        }
    }

    fn segments(&mut self, state: &State) {
        for segment in state.segments.values() {
            self.done.segments += 1;
            let name = segment.path();
            let path = layout::at(&self.root, &name);
            let error = match disk::read_bounded(&path, 2 * MAX_SEGMENT as u64) {
                Ok(Some(packed)) => {
                    self.done.bytes += packed.len() as u64;
                    check_segment(&packed, segment, &path).err()
                }
                Ok(None) => Some(LakeError::damaged(&path, "it is missing")),
                Err(error) => Some(error),
            };
            let Some(error) = error else { continue };
            let still = |now: State| now.segments.get(&segment.id) == Some(segment);
            if crate::lake::load(&self.root).is_ok_and(|now| !still(now)) {
                continue;
            }
            match (&error, path.try_exists()) {
                (_, Ok(false)) => self.tell(name, Fault::Missing, "it is missing"),
                _ => self.tell_error(&name, &error),
            }
        }
    }

    fn tombstones(&mut self, state: &State) {
        let mut last = BTreeMap::new();
        for tombstone in &state.tombstones {
            self.done.tombstones += 1;
            self.compare_digest(&tombstone.path, &tombstone.digest, |_| true);
            let path = layout::at(&self.root, &tombstone.path);
            let Ok(Some(text)) = disk::read_bounded(&path, disk::MAX_WHOLE_FILE) else { continue };
            let Ok(told) = serde_json::from_slice::<Tombstone>(&text) else { continue };
            for segment in told.segments {
                last.insert(segment.id, (segment.after, tombstone.path.clone()));
            }
        }
        // What a tombstone says about a segment is what the commit records say.
        for segment in state.segments.values() {
            let Some(blanked) = &segment.blanked else { continue };
            let (after, path) = last.remove(&segment.id).unwrap_or_default();
            if after != Some(blanked.content) {
                let path = if path.is_empty() { segment.path() } else { path };
                self.tell(path, Fault::Changed, "segment and tombstone do not agree");
            }
        }
    }
}

fn check_segment(packed: &[u8], entry: &SegmentEntry, path: &Path) -> Result<()> {
    if Digest::of(packed) != entry.digest {
        return Err(LakeError::damaged(path, "its digest does not match"));
    }
    segments::unpack(packed, entry, path).map(drop)
}
