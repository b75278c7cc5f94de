//! What every writer does: lock, clean up after a crash, write files nobody sees yet, publish one
//! record that makes them seen, delete what nobody may need any more.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use vigie_model::time::Timestamp;

use crate::disk;
use crate::error::{LakeError, Result};
use crate::failpoint::failpoint;
use crate::lake::Shared;
use crate::layout::{self, COMMITS, DIRTY_FILE, LOCK_FILE};
use crate::log;
use crate::record::CommitRecord;
use crate::state::State;
use crate::sweep;

/// The one writer of a lake. Dropped without publishing, it takes its files with it.
pub(crate) struct Transaction {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: Arc<State>,
    pub(crate) now: Timestamp,
    _lock: File,
    next_part: u32,
    /// Files written since the last publication, relative to the root.
    staged: Vec<String>,
    /// Folders that are known to be there.
    folders: BTreeSet<PathBuf>,
    /// What could not be cleaned up. The mark of a writer at work then stays.
    unclean: Option<LakeError>,
    keep_mark: bool,
}

/// What to delete right after a record is published.
#[derive(Default)]
pub(crate) struct Cleanup {
    /// Also the files that older readers may have in hand.
    pub(crate) spare_nobody: bool,
    /// Files of segments that are no longer held or were rewritten, relative to the root.
    pub(crate) segment_files: Vec<String>,
}

impl Transaction {
    pub(crate) fn begin(shared: &Arc<Shared>, now: Timestamp) -> Result<Self> {
        let lock = lock(&shared.root)?;
        let state = shared.state()?;
        let dirty = shared.root.join(DIRTY_FILE);
        if dirty.try_exists().map_err(|error| LakeError::io("read", &dirty, error))? {
            sweep::leftovers(&shared.root, &state)?;
        } else {
            File::create(&dirty)
                .and_then(|file| file.sync_all())
                .map_err(|error| LakeError::io("create", &dirty, error))?;
            disk::sync_dir(&shared.root)?;
        }
        failpoint!("lake.begin");
        let shared = Arc::clone(shared);
        Ok(Self {
            shared,
            state,
            now,
            _lock: lock,
            next_part: 0,
            staged: Vec::new(),
            folders: BTreeSet::new(),
            unclean: None,
            keep_mark: false,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.shared.root
    }

    /// The commit that is being made.
    pub(crate) fn seq(&self) -> u64 {
        self.state.seq + 1
    }

    /// A name for the next Parquet file and where it lies; its folder is made.
    pub(crate) fn new_part(&mut self, table: &str, timed: bool) -> Result<(String, PathBuf)> {
        let name = layout::part_name(table, self.seq(), self.next_part, timed);
        self.next_part += 1;
        self.stage(name)
    }

    /// Takes note of a file that is about to be written; its folder is made.
    pub(crate) fn stage(&mut self, name: String) -> Result<(String, PathBuf)> {
        let path = layout::at(self.root(), &name);
        if let Some(folder) = path.parent()
            && !self.folders.contains(folder)
        {
            disk::create_dir(folder)?;
            self.folders.insert(folder.to_owned());
        }
        self.staged.push(name.clone());
        Ok((name, path))
    }

    /// Makes staged files durable, publishes the record and cleans up. When this returns an
    /// error, nothing was published; only if the very last step fails, making the new name
    /// durable, the commit stands all the same, and running the command again adds nothing.
    pub(crate) fn publish(&mut self, mut record: CommitRecord, cleanup: &Cleanup) -> Result<()> {
        self.sync_staged()?;
        failpoint!("lake.before_commit");
        record.seq = self.seq();
        record.previous = self.state.head;
        record.deleted = self.deletable(&record, cleanup);
        let mut next = self.state.after(&record);
        if record.seq.is_multiple_of(self.shared.options.state_every.max(1)) {
            record.state = Some(Box::new(next.clone()));
        }
        let (text, digest) = log::encode(&record)?;
        let path = layout::commit_path(self.root(), record.seq);
        let beside = disk::write_beside(&path, text.as_bytes())?;
        failpoint!("lake.before_commit_rename");
        disk::put_in_place(&beside, &path)?;
        // From here on the commit stands, whatever happens.
        self.staged.clear();
        failpoint!("lake.after_commit");
        disk::sync_dir(&self.root().join(COMMITS))?;
        next.head = Some(digest);
        self.state = Arc::new(next);
        self.shared.published(&self.state);
        failpoint!("lake.before_clean");
        self.clean_up(record.deleted.iter().chain(&cleanup.segment_files));
        Ok(())
    }

    /// Files first, then the folders that name them, then the folders that name those.
    fn sync_staged(&self) -> Result<()> {
        let paths: Vec<PathBuf> =
            self.staged.iter().map(|name| layout::at(self.root(), name)).collect();
        sync_together(&paths)?;
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
        let above: BTreeSet<&Path> = folders.iter().filter_map(|folder| folder.parent()).collect();
        folders.iter().chain(&above).try_for_each(|folder| disk::sync_dir(folder))
    }

    fn deletable(&self, record: &CommitRecord, cleanup: &Cleanup) -> Vec<String> {
        let grace = i64::try_from(self.shared.options.grace.as_micros()).unwrap_or(i64::MAX);
        let until = Timestamp(self.now.0.saturating_sub(grace));
        let pending = self.state.pending.iter();
        let old = pending.filter(|pending| cleanup.spare_nobody || pending.removed_at <= until);
        let mut deleted: Vec<String> = old.map(|pending| pending.path.clone()).collect();
        if cleanup.spare_nobody {
            deleted.extend(record.removed.iter().cloned());
        }
        deleted
    }

    fn clean_up<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        for name in names {
            if let Err(error) = disk::delete(&layout::at(&self.shared.root, name)) {
                tracing::warn!(%error, "left for the next writer to delete");
                self.unclean = Some(error);
            }
        }
    }

    /// Why something that should be gone is not, if so. The next writer tries again.
    pub(crate) fn take_unclean(&mut self) -> Option<LakeError> {
        let error = self.unclean.take();
        self.keep_mark |= error.is_some();
        error
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // After a panic files are left as a crash leaves them: the next writer sweeps.
        if std::thread::panicking() {
            return;
        }
        let staged = std::mem::take(&mut self.staged);
        self.clean_up(staged.iter());
        if self.unclean.is_none()
            && !self.keep_mark
            && let Err(error) = disk::delete(&self.shared.root.join(DIRTY_FILE))
        {
            tracing::warn!(%error, "the next writer will look for leftovers");
        }
    }
}

fn lock(root: &Path) -> Result<File> {
    let path = root.join(LOCK_FILE);
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| LakeError::io("create", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LakeError::Busy { path: root.to_owned() }),
        Err(TryLockError::Error(error)) => Err(LakeError::io("lock", &path, error)),
    }
}

/// An ingest of a gigabyte leaves a thousand segments. A file system that is asked for many files
/// at once writes them together; one after the other each would wait for the disk.
fn sync_together(paths: &[PathBuf]) -> Result<()> {
    const AT_ONCE: usize = 16;
    if paths.len() <= AT_ONCE {
        return paths.iter().try_for_each(|path| disk::sync_file(path));
    }
    let sync = |paths: &[PathBuf]| paths.iter().try_for_each(|path| disk::sync_file(path));
    std::thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(AT_ONCE));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || sync(part))).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(LakeError::internal("a thread panicked")))
        })
    })
}
