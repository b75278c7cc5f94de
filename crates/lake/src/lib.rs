//! The lake: commits, Parquet layout, segment store, compaction, forgetting and key file.
//!
//! Only this crate writes signals, and only through a commit: files are written under names that
//! nobody lists, then one record, written last, makes all of them seen. It must not know
//! DataFusion, detectors, formats or the terminal. Start with [`Lake`] and [`Writer`];
//! [`SegmentCutter`] and [`OccurrenceCounter`] are what an ingest needs to make rows.

#[cfg(test)]
extern crate self as vigie_lake; // What tests share names this crate from outside.

mod compact;
#[cfg(test)]
mod crash_tests;
mod cutter;
mod disk;
mod echo;
mod encode;
mod error;
pub mod failpoint;
mod filter;
mod find;
mod foreign;
mod forget;
mod format;
mod id_set;
mod key_file;
mod known;
mod lake;
mod lane;
mod layout;
mod ledger;
mod log;
mod occurrence;
mod parquet_file;
mod parquet_read;
mod record;
mod release;
mod restricted;
mod segments;
mod snapshot;
mod state;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
#[expect(dead_code, reason = "the crash tests use a part of what all tests share")]
mod support;
mod sweep;
mod tables;
mod transaction;
mod verify;
mod writer;

pub use compact::Compacted;
pub use cutter::{ClosedSegment, Placement, SegmentCutter};
pub use echo::Echo;
pub use error::{LakeError, Result};
pub use failpoint::FAILPOINTS;
pub use find::{Found, Name, Place};
pub use foreign::{ForeignRows, foreign_bytes, foreign_file};
pub use forget::{
    Comparison, Forget, Forgotten, Horizon, Rule, RuleValue, Thinned, Thinner, Thinning, Tombstone,
    TombstoneSegment,
};
pub use key_file::KeyFile;
pub use known::TimeTrust;
pub use lake::{FORMAT, Lake, LakeOptions};
pub use occurrence::OccurrenceCounter;
pub use record::{
    Blanked, CommitKind, CommitRecord, Digest, FileEntry, Keep, SegmentEntry, StreamNote,
    TombstoneEntry,
};
pub use release::Released;
pub use restricted::RestrictedRow;
pub use segments::MAX_SEGMENT;
pub use snapshot::Snapshot;
pub use state::State;
pub use tables::ECHO_ROWS;
pub use verify::{Fault, Problem, Verified};
pub use writer::{Committed, Writer};
