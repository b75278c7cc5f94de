//! What is left of what was forgotten: how much, where, and what `verify` accepts from now on.

use std::collections::BTreeMap;
use std::io::Write;

use serde::{Deserialize, Serialize};
use vigie_model::SegmentId;
use vigie_model::time::Timestamp;

use super::{Forget, Horizon, RuleValue};
use crate::disk::HashingFile;
use crate::error::{LakeError, Result};
use crate::layout;
use crate::record::{CommitRecord, Digest, TombstoneEntry};
use crate::transaction::Transaction;

/// The record of one forgetting commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tombstone {
    /// The commit.
    pub seq: u64,
    /// When.
    pub written_at: Timestamp,
    /// What was asked for, without naming anybody.
    pub what: String,
    /// Rows removed, by table.
    pub rows: BTreeMap<String, u64>,
    /// Rows of which a part went, by table.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thinned: BTreeMap<String, u64>,
    /// Up to when rows were thinned, once all of them were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<Horizon>,
    /// Segments that were blanked or removed.
    pub segments: Vec<TombstoneSegment>,
}

/// What became of one segment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TombstoneSegment {
    /// Its id, which stands.
    pub id: SegmentId,
    /// The digest of its file before.
    pub before: Digest,
    /// The digest of its content with the ranges blanked; `None` when it was removed whole.
    pub after: Option<Digest>,
    /// Offset and length of what was blanked, in bytes, in order.
    pub ranges: Vec<(u64, u64)>,
}

/// What a forgetting commit did, before its tombstone is written.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) rows: BTreeMap<String, u64>,
    pub(super) thinned: BTreeMap<String, u64>,
    pub(super) horizon: Option<Horizon>,
    pub(super) segments: Vec<TombstoneSegment>,
}

pub(super) fn write(
    transaction: &mut Transaction,
    told: Told,
    record: &mut CommitRecord,
) -> Result<()> {
    let tombstone = Tombstone {
        seq: transaction.seq(),
        written_at: transaction.now,
        what: told.what,
        rows: told.rows,
        thinned: told.thinned,
        horizon: told.horizon,
        segments: told.segments,
    };
    let mut text = serde_json::to_string(&tombstone)
        .map_err(|error| LakeError::internal(format!("a tombstone: {error}")))?;
    text.push('\n');
    let (name, path) = transaction.stage(layout::tombstone_name(tombstone.seq))?;
    let failed = |error| LakeError::io("write", &path, error);
    let mut file = HashingFile::create(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    record.tombstone = Some(TombstoneEntry { path: name, digest: file.digest() });
    Ok(())
}

/// What was asked for, without naming anybody.
pub(super) fn describe(what: &Forget) -> String {
    match what {
        Forget::Mandate(id) => format!("mandate {id}"),
        Forget::Person(keys) => format!("person, {} pseudonyms", keys.len()),
        Forget::Days { table, from, until } => {
            format!("{} from {from} to {until}", table.as_deref().unwrap_or("everything"))
        }
        Forget::Rule(rule) => {
            // A value may be a name; a time says nothing about anybody.
            let value = match &rule.value {
                RuleValue::Time(at) => at.to_string(),
                RuleValue::Integer(_) | RuleValue::Text(_) => "a value".to_owned(),
            };
            format!("rule: {}.{} {:?} {value}", rule.table, rule.column, rule.comparison)
        }
    }
}
