//! What one reader sees: a fixed list of files, whatever is committed meanwhile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::layout;
use crate::record::FileEntry;
use crate::state::State;

/// The files that hold the rows of one commit and all before it.
///
/// Files may also hold rows of later commits (after compaction): readers keep the rows with
/// `commit_seq <= read_commit`. Files replaced by compaction stay on disk for a grace time;
/// `forget` deletes at once, so that a reader of that moment may find a file missing.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The newest commit whose files these are.
    pub seq: u64,
    /// Rows of later commits are not part of the snapshot.
    pub read_commit: u64,
    root: PathBuf,
    tables: BTreeMap<String, Vec<FileEntry>>,
}

impl Snapshot {
    pub(crate) fn of(root: &Path, state: &State, read_commit: u64) -> Self {
        let mut tables: BTreeMap<String, Vec<FileEntry>> = BTreeMap::new();
        for file in state.files.values().filter(|file| file.min_commit <= read_commit) {
            tables.entry(file.table.clone()).or_default().push(file.clone());
        }
        for files in tables.values_mut() {
            files.sort_by(|a, b| (a.min_time, &a.path).cmp(&(b.min_time, &b.path)));
        }
        Self { seq: state.seq, read_commit, root: root.to_owned(), tables }
    }

    /// The files of a table, by time; none for a table without rows.
    #[must_use]
    pub fn files(&self, table: &str) -> &[FileEntry] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// Where a file lies.
    #[must_use]
    pub fn path(&self, file: &FileEntry) -> PathBuf {
        layout::at(&self.root, &file.path)
    }

    /// The root of the lake.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Names of tables that have files.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// How many rows the files of a table hold; those of later commits count here.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        self.files(table).iter().map(|file| file.rows).sum()
    }
}
