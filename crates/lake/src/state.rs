//! What stands after a commit: the fold of all commit records up to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_model::SegmentId;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::layout;
use crate::record::{CommitRecord, Digest, FileEntry, SegmentEntry, TombstoneEntry};

/// A removed file that readers of an older snapshot may still have in hand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) path: String,
    pub(crate) removed_at: Timestamp,
}

/// Everything that stands after a commit.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The commit; 0 for the empty lake.
    pub(crate) seq: u64,
    /// The digest of its record. Not in the record itself, which cannot hold its own digest.
    #[serde(skip)]
    pub(crate) head: Option<Digest>,
    #[serde(with = "as_list")]
    pub(crate) files: BTreeMap<String, FileEntry>,
    #[serde(with = "as_list")]
    pub(crate) segments: BTreeMap<SegmentId, SegmentEntry>,
    #[serde(default)]
    pub(crate) pending: Vec<Pending>,
    #[serde(default)]
    pub(crate) readings: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub(crate) tombstones: Vec<TombstoneEntry>,
}

impl State {
    /// Adds what the next record says.
    pub(crate) fn fold(&mut self, record: &CommitRecord, digest: Digest, at: &Path) -> Result<()> {
        if record.seq != self.seq + 1 || record.previous != self.head {
            return Err(LakeError::damaged(
                at,
                format!("it does not follow commit {}; the chain of commits is broken", self.seq),
            ));
        }
        check_names(record, at)?;
        self.apply(record);
        self.head = Some(digest);
        Ok(())
    }

    fn apply(&mut self, record: &CommitRecord) {
        self.seq = record.seq;
        for path in &record.removed {
            if self.files.remove(path).is_some() {
                let removed_at = record.written_at;
                self.pending.push(Pending { path: path.clone(), removed_at });
            }
        }
        for file in &record.added {
            self.files.insert(file.path.clone(), file.clone());
        }
        if !record.deleted.is_empty() {
            let deleted: BTreeSet<&String> = record.deleted.iter().collect();
            self.pending.retain(|pending| !deleted.contains(&pending.path));
        }
        for id in &record.segments_removed {
            self.segments.remove(id);
        }
        for segment in &record.segments_added {
            self.segments.insert(segment.id, segment.clone());
        }
        for (short, reading) in &record.readings {
            self.readings.entry(short.clone()).or_insert_with(|| reading.clone());
        }
        self.tombstones.extend(record.tombstone.clone());
    }

    /// The state after `record`, which is about to be published by its only writer.
    pub(crate) fn after(&self, record: &CommitRecord) -> Self {
        let mut next = self.clone();
        next.apply(record);
        next
    }

    /// The files of one table, by path.
    pub(crate) fn files_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a FileEntry> {
        self.files.values().filter(move |file| file.table == table)
    }
}

/// Files are read and deleted by the names in records: none may lead out of the lake.
pub(crate) fn check_names(record: &CommitRecord, at: &Path) -> Result<()> {
    let added = record.added.iter().map(|file| &file.path);
    let whole = record.state.iter().flat_map(|state| {
        state.files.keys().chain(state.pending.iter().map(|pending| &pending.path))
    });
    let tombstone = record.tombstone.iter().map(|tombstone| &tombstone.path);
    let names = added.chain(&record.removed).chain(&record.deleted).chain(tombstone).chain(whole);
    match names.into_iter().find(|name| !layout::is_plain(name)) {
        Some(name) => Err(LakeError::damaged(at, format!("it names the file {name:?}"))),
        None => Ok(()),
    }
}

/// Maps keyed by a part of their values are written as plain lists.
mod as_list {
    use std::collections::BTreeMap;

    use serde::de::{Deserialize, Deserializer};
    use serde::ser::{Serialize, Serializer};

    use crate::record::{FileEntry, SegmentEntry};
    use vigie_model::SegmentId;

    pub(super) trait Keyed {
        type Key: Ord;
        fn key(&self) -> Self::Key;
    }

    impl Keyed for FileEntry {
        type Key = String;
        fn key(&self) -> String {
            self.path.clone()
        }
    }

    impl Keyed for SegmentEntry {
        type Key = SegmentId;
        fn key(&self) -> SegmentId {
            self.id
        }
    }

    pub(super) fn serialize<S: Serializer, V: Keyed + Serialize>(
        map: &BTreeMap<V::Key, V>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(map.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, V: Keyed + Deserialize<'de>>(
        from: D,
    ) -> Result<BTreeMap<V::Key, V>, D::Error> {
        let values = Vec::<V>::deserialize(from)?;
        Ok(values.into_iter().map(|value| (value.key(), value)).collect())
    }
}
