//! Letting go of segments that were held for detectors and that nothing cites.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use vigie_model::SegmentId;
use vigie_model::time::Timestamp;

use crate::error::Result;
use crate::lake::Lake;
use crate::record::{CommitKind, CommitRecord, Form, Keep};
use crate::segments::{self, SegmentPacker};
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
    /// Segments that stay and were compressed now; an ingest writes them as they are.
    pub packed: u64,
}

impl Lake {
    /// Whether [`Lake::release_held`] may have something to do: a held segment came in at least
    /// `min_age` ago, or one still lies unpacked. Cheap, for deciding whether a release is worth
    /// its reading.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn has_held(&self, now: Timestamp, min_age: Duration) -> Result<bool> {
        let age = i64::try_from(min_age.as_micros()).unwrap_or(i64::MAX);
        let old = Timestamp(now.0.saturating_sub(age));
        let state = self.shared.state()?;
        Ok(state.segments.values().any(|segment| {
            let is_old = segment.keep == Keep::UntilDetect && segment.added_at <= old;
            is_old || segment.form == Form::Raw
        }))
    }

    /// After a detect run: segments that findings cite are kept for good; of the others, those
    /// that were held until a run had read them, that the run at `read_commit` did read, and that
    /// came in at least `min_age` ago, are dropped. What stays is compressed.
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
        let mut packer = SegmentPacker::new()?;
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
            let mut stays = segment.clone();
            if held && is_cited {
                stays.keep = Keep::Always;
                released.kept += 1;
            }
            if segment.form == Form::Raw {
                stays = segments::pack(&mut transaction, &mut packer, &stays)?;
                cleanup.segment_files.push(segment.path());
                released.packed += 1;
            }
            if stays != *segment {
                record.segments_added.push(stays);
            }
        }
        if !record.is_empty() {
            transaction.publish(record, &cleanup)?;
        }
        Ok(released)
    }
}
