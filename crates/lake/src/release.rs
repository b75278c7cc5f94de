//! Letting go of segments that were held for detectors and that nothing cites.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use vigie_model::SegmentId;
use vigie_model::time::Timestamp;

use crate::error::Result;
use crate::lake::Lake;
use crate::record::{CommitKind, CommitRecord, Keep, SegmentEntry};
use crate::transaction::{Cleanup, Transaction};

/// What became of held segments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Released {
    /// Segments that are no longer held; rows still say where their bytes were.
    pub dropped: u64,
    /// Their size on disk, in bytes.
    pub freed: u64,
    /// Segments that are now kept for good, because they are cited.
    pub kept: u64,
}

impl Lake {
    /// Whether any held segment came in at least `min_age` ago: cheap, for deciding whether a
    /// release is worth its reading.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn has_held(&self, now: Timestamp, min_age: Duration) -> Result<bool> {
        let age = i64::try_from(min_age.as_micros()).unwrap_or(i64::MAX);
        let old = Timestamp(now.0.saturating_sub(age));
        let state = self.shared.state()?;
        let mut held = state.segments.values().filter(|s| s.keep == Keep::UntilDetect);
        Ok(held.any(|segment| segment.added_at <= old))
    }

    /// After a detect run: segments that findings cite are kept for good; of the others, those
    /// that were held until a run had read them, that the run at `read_commit` did read, and that
    /// came in at least `min_age` ago, are dropped.
    ///
    /// # Errors
    /// [`crate::LakeError::Busy`], or when the disk refuses; then nothing changed.
    pub fn release_held(
        &self,
        cited: &HashSet<SegmentId>,
        read_commit: u64,
        now: Timestamp,
        min_age: Duration,
    ) -> Result<Released> {
        let mut transaction = Transaction::begin(&self.shared, now)?;
        let state = Arc::clone(&transaction.state);
        let mut record = CommitRecord::new(CommitKind::Release, now);
        let mut cleanup = Cleanup::default();
        let mut released = Released::default();
        let age = i64::try_from(min_age.as_micros()).unwrap_or(i64::MAX);
        let old = Timestamp(now.0.saturating_sub(age));
        for segment in state.segments.values() {
            let held = segment.keep == Keep::UntilDetect;
            let is_cited = cited.contains(&segment.id);
            if held && !is_cited && segment.added_by <= read_commit && segment.added_at <= old {
                record.segments_removed.push(segment.id);
                cleanup.segment_files.push(segment.path());
                released.dropped += 1;
                released.freed += segment.stored;
                continue;
            }
            if held && is_cited {
                let keep = Keep::Always;
                record.segments_added.push(SegmentEntry { keep, ..segment.clone() });
                released.kept += 1;
            }
        }
        if !record.is_empty() {
            transaction.publish(record, &cleanup)?;
        }
        Ok(released)
    }
}
