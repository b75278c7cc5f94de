//! Cutting a stream into segments at record boundaries that depend on content alone.
//!
//! Two streams that overlap are cut at the same places soon after their overlap begins, so that
//! the shared bytes are stored once. The idea is that of content-defined chunking (Muthitacharoen,
//! Chen, Mazières, *A low-bandwidth network file system*, 2001), with record hashes in place of a
//! rolling hash: records are hashed anyway, and evidence must not be cut in the middle.

use vigie_model::SegmentId;
use vigie_model::hash::first;

use crate::record::Digest;

/// No cut before so many bytes.
const MIN: usize = 512 << 10;
/// On average a cut comes so many bytes after the minimum.
const MEAN_BEYOND_MIN: u64 = 512 << 10;
/// A cut at the latest before the record that would pass this.
const MAX: usize = 2 << 20;
/// Used segments whose memory is held.
const SPARE: usize = 16;

/// Cuts one stream.
#[derive(Debug)]
pub struct SegmentCutter {
    open: Vec<u8>,
    min: usize,
    mean_beyond_min: u64,
    max: usize,
    spare: Vec<Vec<u8>>,
}

/// Where a record stands in its segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placement {
    /// Its first byte, counted from the start of the segment that is open now.
    pub offset: usize,
    /// The segment that ended before it: all records placed since the last one belong to it.
    pub closed: Option<ClosedSegment>,
}

/// A whole segment and its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedSegment {
    digest: Digest,
    content: Vec<u8>,
}

impl ClosedSegment {
    /// Names a run of bytes.
    #[must_use]
    pub fn of(content: Vec<u8>) -> Self {
        Self { digest: Digest::of(&content), content }
    }

    /// Its name: the first half of the digest of its content.
    #[must_use]
    pub fn id(&self) -> SegmentId {
        SegmentId(first(&self.digest.0))
    }

    /// The digest of its content.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Its bytes.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

impl Default for SegmentCutter {
    fn default() -> Self {
        Self::new()
    }
}

impl SegmentCutter {
    /// For one stream, from its first byte: segments of 512 KiB to 2 MiB, about 1 MiB on average.
    #[must_use]
    pub fn new() -> Self {
        Self::with_sizes(MIN, MEAN_BEYOND_MIN, MAX)
    }

    /// With other sizes in bytes, for tests.
    #[must_use]
    pub fn with_sizes(min: usize, mean_beyond_min: u64, max: usize) -> Self {
        let (open, mean_beyond_min) = (Vec::with_capacity(max), mean_beyond_min.max(1));
        Self { open, min, mean_beyond_min, max, spare: Vec::new() }
    }

    /// Places the next stretch of the stream: a record, reject or skipped stretch with its
    /// terminator. `hash` depends on the record's bytes alone (the first half of the record hash,
    /// or 0 for what has none: then it is never cut before).
    pub fn push(&mut self, hash: u64, bytes: &[u8]) -> Placement {
        self.place(hash, bytes, &[])
    }

    /// Like [`SegmentCutter::push`] for a line without its terminator, which becomes a newline.
    pub fn push_line(&mut self, hash: u64, line: &[u8]) -> Placement {
        self.place(hash, line, b"\n")
    }

    fn place(&mut self, hash: u64, bytes: &[u8], terminator: &[u8]) -> Placement {
        let length = self.open.len();
        let added = bytes.len() + terminator.len();
        let full = length > 0 && length + added > self.max;
        let closed = if full || (length >= self.min && self.cuts_before(hash, added)) {
            self.close()
        } else {
            None
        };
        let offset = self.open.len();
        self.open.extend_from_slice(bytes);
        self.open.extend_from_slice(terminator);
        Placement { offset, closed }
    }

    /// Ends the segment that is open, if it holds anything: the stream ended, or rows must be
    /// written now.
    pub fn close(&mut self) -> Option<ClosedSegment> {
        if self.open.is_empty() {
            return None;
        }
        let room = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(self.max));
        let content = std::mem::replace(&mut self.open, room);
        Some(ClosedSegment::of(content))
    }

    /// Takes back the memory of a segment that is stored, for one that is still to come: fresh
    /// memory costs more than filling it.
    pub fn recycle(&mut self, segment: ClosedSegment) {
        let mut content = segment.content;
        // What one huge record needed is not held for ever.
        if self.spare.len() < SPARE && content.capacity() <= 2 * self.max {
            content.clear();
            self.spare.push(content);
        }
    }

    /// A longer record cuts more often, so that the mean holds in bytes whatever the records.
    fn cuts_before(&self, hash: u64, length: usize) -> bool {
        let odds = (u64::MAX / self.mean_beyond_min).saturating_mul(length as u64);
        hash.wrapping_sub(1) < odds
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn record(number: u64) -> (u64, Vec<u8>) {
        let text = format!("line {number} {}\n", "x".repeat((number % 97) as usize));
        (u64::from_le_bytes(first(blake3::hash(text.as_bytes()).as_bytes())), text.into_bytes())
    }

    fn cut(numbers: std::ops::Range<u64>, mut cutter: SegmentCutter) -> Vec<ClosedSegment> {
        let mut closed = Vec::new();
        for number in numbers {
            let (hash, bytes) = record(number);
            closed.extend(cutter.push(hash, &bytes).closed);
        }
        closed.extend(cutter.close());
        closed
    }

    #[test]
    fn segments_together_are_the_stream() {
        let cutter = || SegmentCutter::with_sizes(512, 512, 2048);
        let whole: Vec<u8> = (0..5000).flat_map(|number| record(number).1).collect();
        let segments = cut(0..5000, cutter());
        assert_eq!(segments.iter().flat_map(|s| s.content.clone()).collect::<Vec<_>>(), whole);
        let (last, inner) = segments.split_last().unwrap();
        assert!(inner.iter().all(|s| (512..=2048).contains(&s.content.len())));
        assert!(last.content.len() <= 2048);
        let mean = whole.len() / segments.len();
        assert!((800..1300).contains(&mean), "mean {mean}");
    }

    #[test]
    fn a_segment_has_the_name_that_the_model_gives_it() {
        let segment = ClosedSegment::of(b"a line\n".to_vec());
        assert_eq!(segment.id(), SegmentId::of(segment.content()));
    }

    #[test]
    fn placement_finds_the_record_again() {
        let mut cutter = SegmentCutter::with_sizes(512, 512, 2048);
        let mut open: Vec<(usize, Vec<u8>)> = Vec::new();
        for number in 0..1000 {
            let (hash, bytes) = record(number);
            let placed = cutter.push(hash, &bytes);
            if let Some(segment) = placed.closed {
                for (offset, bytes) in open.drain(..) {
                    assert_eq!(segment.content()[offset..offset + bytes.len()], bytes);
                }
            }
            open.push((placed.offset, bytes));
        }
        let last = cutter.close().unwrap();
        assert!(open.iter().all(|(offset, b)| last.content()[*offset..offset + b.len()] == b[..]));
    }

    #[test]
    fn recycled_memory_changes_no_segment() {
        let mut cutter = SegmentCutter::with_sizes(512, 512, 2048);
        let mut closed = Vec::new();
        for number in 0..1000 {
            let (hash, bytes) = record(number);
            if let Some(segment) = cutter.push(hash, &bytes).closed {
                closed.push(segment.clone());
                cutter.recycle(segment);
            }
        }
        closed.extend(cutter.close());
        assert_eq!(closed, cut(0..1000, SegmentCutter::with_sizes(512, 512, 2048)));
    }

    #[test]
    fn a_line_is_placed_as_with_its_terminator() {
        let (mut one, mut other) =
            (SegmentCutter::with_sizes(512, 512, 2048), SegmentCutter::with_sizes(512, 512, 2048));
        for number in 0..1000 {
            let (hash, bytes) = record(number);
            assert_eq!(one.push(hash, &bytes), other.push_line(hash, &bytes[..bytes.len() - 1]));
        }
    }

    #[test]
    fn overlapping_streams_share_segments() {
        let cutter = || SegmentCutter::with_sizes(512, 512, 2048);
        let ids =
            |range| cut(range, cutter()).iter().map(ClosedSegment::id).collect::<BTreeSet<_>>();
        let (one, two) = (ids(0..8000), ids(3003..11_000));
        let shared = one.intersection(&two).count();
        // The overlap holds about 5/8 of the first stream's segments.
        assert!(shared * 2 > one.len(), "{shared} of {}", one.len());
    }

    #[test]
    fn a_growing_tail_changes_only_the_last_segment() {
        let cutter = || SegmentCutter::with_sizes(512, 512, 2048);
        let (short, long) = (cut(0..3000, cutter()), cut(0..3500, cutter()));
        assert_eq!(short[..short.len() - 1], long[..short.len() - 1]);
    }

    #[test]
    fn a_record_beyond_the_maximum_stands_alone() {
        let mut cutter = SegmentCutter::with_sizes(8, 8, 16);
        assert_eq!(cutter.push(0, b"short\n").closed, None);
        let placed = cutter.push(0, &[b'x'; 100]);
        assert_eq!((placed.offset, placed.closed.unwrap().content()), (0, &b"short\n"[..]));
        assert_eq!(cutter.push(0, b"y").closed.unwrap().content().len(), 100);
    }
}
