//! What a commit says: the record that is written last and decides what readers see.
//!
//! Records are JSON, one file each, chained by digest. Fields are only ever added, with a default;
//! readers skip what they do not know.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use vigie_model::SegmentId;
use vigie_model::hash::{from_hex, to_hex};
use vigie_model::mandate::Mandate;
use vigie_model::time::Timestamp;

use crate::state::State;

/// A BLAKE3 digest of bytes as they lie on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        from_hex(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not a digest"))
    }
}

/// What a commit was made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommitKind {
    /// Outside bytes came in.
    Ingest,
    /// A detector ran.
    Detect,
    /// Rows and bytes were removed on purpose.
    Forget,
    /// Small files were merged; no row came or went.
    Compact,
    /// Segments that nothing cites were let go.
    Release,
    /// A kind that a later version added.
    #[serde(other)]
    Other,
}

/// One Parquet file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileEntry {
    /// The name of its table.
    pub table: String,
    /// Where it lies, relative to the root of the lake, with `/`.
    pub path: String,
    /// How many rows it has.
    pub rows: u64,
    /// Its size on disk.
    pub bytes: u64,
    /// The size of its rows in memory, as Arrow arrays.
    pub memory: u64,
    /// Of its bytes on disk.
    pub digest: Digest,
    /// The earliest time in the table's time column; `None` in untimed files.
    pub min_time: Option<Timestamp>,
    /// The latest.
    pub max_time: Option<Timestamp>,
    /// Every row has a plausible time and rows are sorted by it. Otherwise no row has one.
    pub timed: bool,
    /// The earliest commit that added one of its rows.
    pub min_commit: u64,
    /// The latest.
    pub max_commit: u64,
    /// The version of the table's schema that it was written with.
    pub schema_version: u32,
}

/// How long a segment is to be held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Until a detect run has read it and cites nothing of it.
    UntilDetect,
    /// For good.
    Always,
}

/// One segment in the segment store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SegmentEntry {
    /// Its name, made from its content as it was read.
    pub id: SegmentId,
    /// The digest of its file.
    pub digest: Digest,
    /// The size of its file.
    pub stored: u64,
    /// The size of its content.
    pub length: u64,
    /// How long it is to be held.
    pub keep: Keep,
    /// When it came in.
    pub added_at: Timestamp,
    /// The commit that added it.
    pub added_by: u64,
    /// Set when bytes were blanked: content and id no longer agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blanked: Option<Blanked>,
}

/// What `forget` made of a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Blanked {
    /// The commit that blanked it last; it is part of the file's name.
    pub by: u64,
    /// The digest of the content after that.
    pub content: Digest,
}

/// One stream that a commit read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StreamNote {
    /// The name of the file, as the user gave it.
    pub name: String,
    /// The host label.
    pub host: String,
    /// The short digest of the reading that its rows carry; see [`CommitRecord::readings`].
    pub reading: String,
    /// Its size as it lay on disk or came in, before decompression, in bytes.
    pub raw_bytes: u64,
    /// The digest of those bytes.
    pub raw_digest: Digest,
    /// Its size after decompression, in bytes.
    pub bytes: u64,
    /// Records read.
    pub read: u64,
    /// Of these, added by this commit.
    pub added: u64,
    /// Of these, in the lake already.
    pub known: u64,
    /// Stretches that could not be read.
    pub rejected: u64,
    /// Whether it was read to its end.
    pub complete: bool,
    /// What it was collected for.
    pub mandate: Mandate,
}

/// One commit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CommitRecord {
    /// From 1, without gaps.
    pub seq: u64,
    /// The digest of the record before it; `None` for the first.
    pub previous: Option<Digest>,
    /// When it was begun.
    pub written_at: Timestamp,
    /// What for.
    pub kind: CommitKind,
    /// What was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamNote>,
    /// Readings that came up first in this commit: the short digest that rows carry and the
    /// whole reading.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, serde_json::Value>,
    /// Files that readers see from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<FileEntry>,
    /// Paths of files that readers no longer see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Paths of files, removed by this or earlier commits, that are deleted after this commit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<String>,
    /// Segments that came in or whose entry changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments_added: Vec<SegmentEntry>,
    /// Segments that are no longer held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments_removed: Vec<SegmentId>,
    /// What was forgotten, for a commit that forgets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tombstone: Option<TombstoneEntry>,
    /// Everything that stands after this commit, in some records, so that opening a lake need
    /// not read all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Box<State>>,
}

/// Where a tombstone lies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TombstoneEntry {
    /// Relative to the root of the lake, with `/`.
    pub path: String,
    /// Of the file.
    pub digest: Digest,
}

impl CommitRecord {
    /// An empty record; sequence number and chain are filled in when it is published.
    pub(crate) fn new(kind: CommitKind, written_at: Timestamp) -> Self {
        Self {
            seq: 0,
            previous: None,
            written_at,
            kind,
            streams: Vec::new(),
            readings: BTreeMap::new(),
            added: Vec::new(),
            removed: Vec::new(),
            deleted: Vec::new(),
            segments_added: Vec::new(),
            segments_removed: Vec::new(),
            tombstone: None,
            state: None,
        }
    }

    /// Whether publishing it would change nothing and tell nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.streams.is_empty()
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.segments_added.is_empty()
            && self.segments_removed.is_empty()
            && self.tombstone.is_none()
    }
}
