//! The lake as others see it: opening, snapshots, segments.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use vigie_model::SegmentId;
use vigie_model::time::Timestamp;

use crate::disk;
use crate::error::{LakeError, Result};
use crate::layout;
use crate::log;
use crate::record::{CommitKind, CommitRecord, Digest, SegmentEntry};
use crate::segments;
use crate::snapshot::Snapshot;
use crate::state::{State, check_names};
use crate::transaction::Transaction;
use crate::writer::Writer;

/// The format that this version writes and the newest that it reads.
pub const FORMAT: u64 = 1;

/// Sizes and times that a lake works with. The defaults are for production; tests make them tiny.
#[derive(Clone, Debug)]
pub struct LakeOptions {
    /// How long a file that compaction replaced stays for readers that have it in hand.
    pub grace: Duration,
    /// Rows of a table that are buffered before they are sorted and written.
    pub buffer_rows: usize,
    /// The same in bytes of memory.
    pub buffer_bytes: usize,
    /// Rows at which a Parquet file is full.
    pub file_rows: u64,
    /// Bytes in memory of the rows at which a Parquet file is full.
    pub file_memory: u64,
    /// A file with fewer rows is small and is merged with others.
    pub small_file_rows: u64,
    /// Unless its rows take more memory than this: then it is large enough as it is.
    pub small_file_memory: u64,
    /// So many small files of a table are merged after a commit, even if they stay small.
    pub many_small_files: usize,
    /// Memory for the ids of committed rows that incoming rows are compared with, in bytes.
    pub known_memory: usize,
    /// Every so many commits the record holds the whole state.
    pub state_every: u64,
}

impl Default for LakeOptions {
    fn default() -> Self {
        Self {
            grace: Duration::from_hours(1),
            buffer_rows: 128 << 10,
            buffer_bytes: 32 << 20,
            file_rows: 1 << 20,
            file_memory: 512 << 20,
            small_file_rows: 64 << 10,
            small_file_memory: 256 << 20,
            many_small_files: 8,
            known_memory: 128 << 20,
            state_every: 64,
        }
    }
}

/// A lake in a folder. Cheap to clone; clones share what they have read.
#[derive(Clone)]
pub struct Lake {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) root: PathBuf,
    pub(crate) options: LakeOptions,
    state: Mutex<Arc<State>>,
}

impl Lake {
    /// Opens the lake at `root`, or makes an empty one.
    ///
    /// # Errors
    /// When the folder cannot be read or made, holds something else, or was written by a newer
    /// version.
    pub fn open(root: &Path) -> Result<Self> {
        Self::open_with(root, LakeOptions::default())
    }

    /// Like [`Lake::open`], with other sizes.
    ///
    /// # Errors
    /// As [`Lake::open`].
    pub fn open_with(root: &Path, options: LakeOptions) -> Result<Self> {
        crate::format::open_or_create(root)?;
        let state = Mutex::new(Arc::new(State::default()));
        let lake = Self { shared: Arc::new(Shared { root: root.to_owned(), options, state }) };
        lake.shared.state()?;
        Ok(lake)
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.shared.root
    }

    /// What stands after the newest commit.
    ///
    /// # Errors
    /// When commit records cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        let state = self.shared.state()?;
        Ok(Snapshot::of(&self.shared.root, &state, state.seq))
    }

    /// What stood after commit `seq`: the same rows from the newest files. Rows that were
    /// forgotten since are gone here too.
    ///
    /// # Errors
    /// When there is no such commit.
    pub fn snapshot_at(&self, seq: u64) -> Result<Snapshot> {
        let state = self.shared.state()?;
        if seq > state.seq {
            return Err(LakeError::NoSuchCommit { wanted: seq, newest: state.seq });
        }
        Ok(Snapshot::of(&self.shared.root, &state, seq))
    }

    /// Begins a commit that ingests. Holds the writer lock until it is committed or dropped.
    ///
    /// # Errors
    /// [`LakeError::Busy`] while another writer is at work; a lake that cannot be written.
    pub fn begin(&self, now: Timestamp) -> Result<Writer> {
        self.begin_as(CommitKind::Ingest, now)
    }

    /// Begins a commit of another kind.
    ///
    /// # Errors
    /// As [`Lake::begin`].
    pub fn begin_as(&self, kind: CommitKind, now: Timestamp) -> Result<Writer> {
        Ok(Writer::new(Transaction::begin(&self.shared, now)?, kind))
    }

    /// The content of a segment; `None` when it is not held. Where bytes were forgotten there are
    /// spaces.
    ///
    /// # Errors
    /// When the content is not what its id or tombstone says.
    pub fn segment(&self, id: SegmentId) -> Result<Option<Vec<u8>>> {
        // A writer may drop, pack or blank the segment between the two steps: look again.
        let mut path = self.shared.root.clone();
        for _ in 0..3 {
            let state = self.shared.state()?;
            let Some(entry) = state.segments.get(&id) else { return Ok(None) };
            if let Some(content) = segments::load(&self.shared.root, entry)? {
                return Ok(Some(content));
            }
            path = layout::at(&self.shared.root, &entry.path());
        }
        Err(LakeError::damaged(&path, "it is missing"))
    }

    /// What is recorded about a segment; `None` when it is not held.
    ///
    /// # Errors
    /// When commit records cannot be read.
    pub fn segment_entry(&self, id: SegmentId) -> Result<Option<SegmentEntry>> {
        Ok(self.shared.state()?.segments.get(&id).cloned())
    }

    /// The whole reading behind the short digest that rows carry.
    ///
    /// # Errors
    /// When commit records cannot be read.
    pub fn reading(&self, short: &str) -> Result<Option<serde_json::Value>> {
        Ok(self.shared.state()?.readings.get(short).cloned())
    }

    /// All commits, oldest first, without the state that some records carry.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn commits(&self) -> Result<Vec<CommitRecord>> {
        let newest = self.shared.state()?.seq;
        (1..=newest)
            .map(|seq| {
                let (mut record, _) = log::must_read(&self.shared.root, seq)?;
                record.state = None;
                Ok(record)
            })
            .collect()
    }
}

impl Shared {
    /// What stands after the newest commit on disk; reads only what is new since the last call.
    pub(crate) fn state(&self) -> Result<Arc<State>> {
        let mut held = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if held.seq == 0 {
            *held = Arc::new(load(&self.root)?);
        } else if let Some(next) = log::read(&self.root, held.seq + 1)? {
            *held = Arc::new(catch_up(&self.root, State::clone(&held), next)?);
        }
        Ok(Arc::clone(&held))
    }

    /// Takes over the state that a writer of this process has just published.
    pub(crate) fn published(&self, state: &Arc<State>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(state);
    }
}

/// Reads back from the newest record to one that holds a whole state, then forward again.
pub(crate) fn load(root: &Path) -> Result<State> {
    let mut records = Vec::new();
    let mut state = State::default();
    for seq in (1..=log::newest(root)?).rev() {
        let (mut record, digest) = log::must_read(root, seq)?;
        check_names(&record, &layout::commit_path(root, seq))?;
        let whole = record.state.take();
        if let Some(whole) = whole {
            state = *whole;
            state.head = Some(digest);
            break;
        }
        records.push((record, digest));
    }
    for (record, digest) in records.into_iter().rev() {
        state.fold(&record, digest, &layout::commit_path(root, record.seq))?;
    }
    Ok(state)
}

fn catch_up(root: &Path, mut state: State, next: (CommitRecord, Digest)) -> Result<State> {
    let mut next = Some(next);
    while let Some((record, digest)) = next {
        state.fold(&record, digest, &layout::commit_path(root, record.seq))?;
        next = log::read(root, state.seq + 1)?;
    }
    Ok(state)
}

/// Makes a folder for work files that have no names.
pub(crate) fn staging(root: &Path) -> Result<PathBuf> {
    let path = root.join(layout::STAGING);
    disk::create_dir(&path)?;
    Ok(path)
}
