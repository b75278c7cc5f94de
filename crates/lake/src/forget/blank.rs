//! Overwriting byte ranges in kept segments.

use crate::error::Result;
use crate::layout;
use crate::record::{Blanked, CommitRecord, Digest, Keep, SegmentEntry};
use crate::segments::{self, SegmentPacker};
use crate::transaction::{Cleanup, Transaction};

use super::rows::{Removed, still_referred};
use super::tombstone::TombstoneSegment;

/// Blanks or drops every held segment that holds bytes of removed rows.
pub(super) fn segments(
    transaction: &mut Transaction,
    removed: &Removed,
    record: &mut CommitRecord,
    cleanup: &mut Cleanup,
) -> Result<Vec<TombstoneSegment>> {
    let state = std::sync::Arc::clone(&transaction.state);
    let referred = still_referred(transaction, record, &removed.ranges)?;
    let mut packer = SegmentPacker::new(Keep::Always)?;
    let mut told = Vec::new();
    for (id, ranges) in &removed.ranges {
        let Some(held) = state.segments.get(id) else { continue };
        let ranges = merged(ranges, held.length);
        cleanup.segment_files.push(held.path());
        let mut tell = TombstoneSegment { id: *id, before: held.digest, after: None, ranges };
        if referred.contains(id) {
            let entry = rewrite(transaction, &mut packer, held, &tell.ranges)?;
            tell.after = entry.blanked.map(|blanked| blanked.content);
            record.segments_added.push(entry);
        } else {
            record.segments_removed.push(*id);
        }
        told.push(tell);
    }
    Ok(told)
}

/// Stores a segment with spaces in the ranges, under its old id and a name of its own.
fn rewrite(
    transaction: &mut Transaction,
    packer: &mut SegmentPacker,
    held: &SegmentEntry,
    ranges: &[(u64, u64)],
) -> Result<SegmentEntry> {
    let Some(mut content) = segments::load(transaction.root(), held)? else {
        let path = layout::at(transaction.root(), &held.path());
        return Err(crate::LakeError::damaged(&path, "it is missing"));
    };
    blank(&mut content, ranges);
    let blanked = Some(Blanked { by: transaction.seq(), content: Digest::of(&content) });
    let (_, path) = transaction.stage(layout::segment_name(held.id, blanked.as_ref()))?;
    let (digest, stored) = packer.write(&content, &path)?;
    Ok(SegmentEntry { digest, stored, blanked, ..held.clone() })
}

/// Overwrites ranges of offset and length with spaces, as far as they lie in the content.
fn blank(content: &mut [u8], ranges: &[(u64, u64)]) {
    for &(offset, length) in ranges {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(content.len());
        let to = from.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        let to = to.min(content.len());
        content[from..to].fill(b' ');
    }
}

/// Ranges in order, touching ones joined, cut at the end of the content.
fn merged(ranges: &[(u64, u64)], length: u64) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = ranges
        .iter()
        .map(|&(from, size)| (from.min(length), from.saturating_add(size).min(length)))
        .filter(|(from, to)| from < to)
        .collect();
    ranges.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined.into_iter().map(|(from, to)| (from, to - from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exactly_the_ranges_become_spaces(
            length in 0_usize..60,
            ranges in proptest::collection::vec((0_u64..80, 0_u64..40), 0..6),
        ) {
            let original: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
            let mut blanked = original.clone();
            blank(&mut blanked, &merged(&ranges, length as u64));
            for (at, (byte, was)) in blanked.iter().zip(&original).enumerate() {
                let at = at as u64;
                let inside = ranges.iter().any(|(from, size)| (*from..from + size).contains(&at));
                prop_assert_eq!(*byte, if inside { b' ' } else { *was });
            }
        }
    }

    #[test]
    fn absurd_ranges_stay_inside() {
        let mut content = *b"abc";
        blank(&mut content, &merged(&[(2, u64::MAX), (u64::MAX, u64::MAX)], 3));
        assert_eq!(&content, b"ab ");
    }
}
