//! Where things lie under the root of a lake, and which names are ours.

use std::path::{Path, PathBuf};

use vigie_model::SegmentId;
use vigie_model::hash::to_hex;

use crate::record::{Blanked, SegmentEntry};

pub(crate) const FORMAT_FILE: &str = "format.json";
pub(crate) const LOCK_FILE: &str = "lock";
/// Stands while a writer is at work; found by a writer that holds the lock, it tells of a crash.
pub(crate) const DIRTY_FILE: &str = "dirty";
pub(crate) const COMMITS: &str = "commits";
pub(crate) const SEGMENTS: &str = "segments";
pub(crate) const TOMBSTONES: &str = "tombstones";
/// Work files of a writer; they have no names, so none outlives its process.
pub(crate) const STAGING: &str = "staging";

/// `commits/00000012.json`
pub(crate) fn commit_path(root: &Path, seq: u64) -> PathBuf {
    root.join(COMMITS).join(format!("{seq:08}.json"))
}

/// The sequence number that a name in `commits/` stands for.
pub(crate) fn commit_seq(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".json")?;
    (digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// `<table>/00000012-0003.parquet`, relative to the root.
pub(crate) fn part_name(table: &str, seq: u64, part: u32, timed: bool) -> String {
    let untimed = if timed { "" } else { "-untimed" };
    format!("{table}/{seq:08}-{part:04}{untimed}.parquet")
}

/// `tombstones/00000012.json`, relative to the root.
pub(crate) fn tombstone_name(seq: u64) -> String {
    format!("{TOMBSTONES}/{seq:08}.json")
}

/// `segments/ab/<hex>.zst`, relative to the root; blanked content has a name of its own, so that
/// old and new can stand side by side until the commit decides.
pub(crate) fn segment_name(id: SegmentId, blanked: Option<&Blanked>) -> String {
    let hex = to_hex(&id.0);
    let folder = &hex[..2];
    match blanked {
        None => format!("{SEGMENTS}/{folder}/{hex}.zst"),
        Some(blanked) => format!("{SEGMENTS}/{folder}/{hex}-{:08}.zst", blanked.by),
    }
}

impl SegmentEntry {
    /// Where its file lies, relative to the root of the lake, with `/`.
    #[must_use]
    pub fn path(&self) -> String {
        segment_name(self.id, self.blanked.as_ref())
    }
}

/// The absolute path of a name with `/`.
pub(crate) fn at(root: &Path, name: &str) -> PathBuf {
    let mut path = root.to_owned();
    path.extend(name.split('/'));
    path
}

/// Whether a name that a record gives stays inside the lake: `<folder>/<file>`, plain characters.
pub(crate) fn is_plain(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    parts.len() == 2
        && parts.iter().all(|part| {
            !part.is_empty()
                && !part.starts_with('.')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        })
}

/// Whether a name in a table's folder is one that we give.
pub(crate) fn is_part(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".parquet") else { return false };
    let stem = stem.strip_suffix("-untimed").unwrap_or(stem);
    let Some((seq, part)) = stem.split_once('-') else { return false };
    [seq, part]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_lake_are_not_plain() {
        assert!(is_plain("act_rows/00000012-0003.parquet"));
        for name in ["../x", "a/../b", "/etc/x", "a/.b", "a\\b/c", "a", "a/b/c", "a/", "a/b\0"] {
            assert!(!is_plain(name), "{name:?}");
        }
    }

    #[test]
    fn only_our_names_are_swept() {
        assert!(is_part(&part_name("t", 12, 3, false)["t/".len()..]));
        for name in ["mine.parquet", "1-.parquet", "00000001-0001.csv", "a-b.parquet"] {
            assert!(!is_part(name), "{name}");
        }
        assert_eq!(commit_seq("00000012.json"), Some(12));
        assert_eq!(commit_seq("00000012.json.tmp"), None);
    }
}
