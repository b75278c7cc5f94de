//! What a project keeps at hand between two questions: findings, the catalogue and a query session,
//! each with the commit or the files that it was read from.
//!
//! Nothing here is state of its own: every part can be thrown away and is read again when what it
//! came from has changed. A long-running server asks the same things hundreds of times between
//! two commits; the command line asks once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use vigie_detect::Catalogue;
use vigie_engine::{Access, Session};
use vigie_lake::CommitRecord;
use vigie_model::FindingId;
use vigie_model::event::Event;
use vigie_model::finding::Finding;
use vigie_model::time::Timestamp;

use crate::hours::Hours;
use crate::{AppError, Project};

/// One value and what it was made from.
pub(crate) struct Memo<K, V>(Mutex<Option<(K, Arc<V>)>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`, made when another one, or none, is held. Whoever asks meanwhile
    /// waits, so that it is made once.
    pub(crate) fn get(
        &self,
        key: K,
        make: impl FnOnce() -> Result<V, AppError>,
    ) -> Result<Arc<V>, AppError> {
        // Nothing is left half done by a panic: the value is stored whole.
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((held_key, value)) = held.as_ref()
            && *held_key == key
        {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(make()?);
        *held = Some((key, Arc::clone(&value)));
        Ok(value)
    }
}

/// Everything at hand.
#[derive(Default)]
pub(crate) struct Desk {
    held: Memo<u64, Held>,
    session: Memo<u64, Session>,
    catalogue: Memo<Vec<PageFile>, Catalogue>,
    commits: Memo<u64, Vec<CommitRecord>>,
    pub(crate) hours: Memo<u64, Hours>,
}

/// One kept revision of a finding.
#[derive(Clone, Debug)]
pub(crate) struct HeldRow {
    /// The finding at that revision.
    pub(crate) finding: Finding,
    /// When it was computed.
    pub(crate) computed_at: Timestamp,
}

/// Every kept revision, in the order in which they were kept.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The revisions.
    pub(crate) rows: Vec<HeldRow>,
    /// For each finding the places of its revisions, oldest first.
    pub(crate) of: BTreeMap<FindingId, Vec<usize>>,
}

impl Held {
    pub(crate) fn new(rows: Vec<HeldRow>) -> Self {
        let mut of: BTreeMap<FindingId, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            of.entry(row.finding.id).or_default().push(place);
        }
        Self { rows, of }
    }

    /// The newest revision of each finding, by id.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &HeldRow> {
        self.of.values().filter_map(|places| self.rows.get(*places.last()?))
    }

    /// All revisions of a finding, oldest first.
    pub(crate) fn revisions(&self, id: FindingId) -> impl DoubleEndedIterator<Item = &HeldRow> {
        let places = self.of.get(&id).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.rows.get(*place))
    }
}

/// One file of the project's own pages, as a folder listing shows it.
type PageFile = (PathBuf, u64, Option<SystemTime>);

impl Project {
    /// Every kept revision, read once a commit.
    pub(crate) fn held(&self) -> Result<Arc<Held>, AppError> {
        let snapshot = self.lake.snapshot()?;
        self.desk.held.get(snapshot.seq, || Ok(Held::new(self.read_held(&snapshot)?)))
    }

    /// A session for people over the newest commit, opened once a commit.
    pub(crate) fn open_session(&self) -> Result<Arc<Session>, AppError> {
        let snapshot = self.lake.snapshot()?;
        self.desk.session.get(snapshot.seq, || self.session(&snapshot, None, Access::Open))
    }

    /// Says that a commit was made, so that whoever looks on asks again.
    pub(crate) fn tell_commit(&self, kind: &str, commit: Option<u64>) {
        if let Some(commit) = commit {
            let body = serde_json::json!({ "kind": kind, "commit": commit });
            self.system.events.emit(Event::Result { kind: "commit", body });
        }
    }

    /// All commit records, oldest first, read once a commit.
    pub(crate) fn commits(&self) -> Result<Arc<Vec<CommitRecord>>, AppError> {
        let seq = self.lake.snapshot()?.seq;
        self.desk.commits.get(seq, || Ok(self.lake.commits()?))
    }

    /// All detector pages: embedded ones, replaced and joined by those in the project's folder.
    ///
    /// # Errors
    /// When a page in the folder is not whole.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, AppError> {
        let folder = self.root.join(&self.config.detectors.folder);
        let mut files = Vec::new();
        list_pages(&folder, 0, &mut files);
        files.sort();
        self.desk.catalogue.get(files, || crate::detectors::catalogue(&self.root, &self.config))
    }
}

/// What stands in a folder of pages. A folder that cannot be read is left to whoever reads the
/// pages: it gives the error.
fn list_pages(folder: &Path, depth: usize, files: &mut Vec<PageFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            if depth < 4 {
                list_pages(&entry.path(), depth + 1, files);
            }
        } else {
            files.push((entry.path(), about.len(), about.modified().ok()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_a_key() {
        let memo = Memo::default();
        let made = |key: u64, value: u64| *memo.get(key, || Ok(value)).unwrap();
        assert_eq!((made(1, 10), made(1, 11), made(2, 12), made(1, 13)), (10, 10, 12, 13));
        assert!(memo.get(3, || Err(AppError::ReasonMissing)).is_err());
        assert_eq!(made(3, 14), 14, "an error is not kept");
    }
}
