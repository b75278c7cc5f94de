//! Counting equal records inside one stream, in flat memory for streams in time order.
//!
//! Equal records claim equal times, so counts are kept in cells of a minute of claimed time. When
//! there are too many, the oldest cells go to a work file; a late record brings its cell back.
//! Records without time share one cell that never leaves memory: it grows by about 17 bytes for
//! each distinct record. A single minute with more distinct records than the limit stays in
//! memory as well.
//!
//! A record is told apart by the first 64 bits of its 128-bit hash: that two different records of
//! the same minute meet has a chance below 1 in 10^9 for 100,000 of them, and the later one would
//! then only be counted as a repeat, which is still a stable, distinct id.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};

/// Entries in memory; about 25 bytes each.
const LIMIT: usize = 2 << 20;
/// What an empty cell weighs, in entries.
const CELL_WEIGHT: usize = 8;
const MICROSECONDS: i64 = 60_000_000;
/// One entry in the work file: fingerprint and count.
const ENTRY: usize = 12;

type Counts = HashMap<u64, u32>;

/// Says how many equal records came before, in one stream.
pub struct OccurrenceCounter {
    folder: PathBuf,
    limit: usize,
    weight: usize,
    untimed: Counts,
    cells: BTreeMap<i64, Counts>,
    /// The cell of the last record, outside the map: most records fall into it.
    current: (i64, Counts),
    spilled: HashMap<i64, Stretch>,
    file: Option<File>,
    end: u64,
}

/// Where a cell lies in the work file.
#[derive(Clone, Copy)]
struct Stretch {
    at: u64,
    entries: usize,
}

impl OccurrenceCounter {
    /// For one stream. `folder` takes the work file if one is needed; it has no name and is gone
    /// with the process.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self::with_limit(folder, LIMIT)
    }

    /// With another limit on entries in memory.
    #[must_use]
    pub fn with_limit(folder: &Path, limit: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            limit,
            weight: 0,
            untimed: Counts::new(),
            cells: BTreeMap::new(),
            current: (i64::MIN, Counts::new()),
            spilled: HashMap::new(),
            file: None,
            end: 0,
        }
    }

    /// How many records equal to this one came before it. `at` is the time that the record
    /// claims, whatever it is.
    ///
    /// # Errors
    /// When the work file cannot be written or read.
    pub fn next(&mut self, record: [u8; 16], at: Option<Timestamp>) -> Result<u32> {
        let mut fingerprint = [0; 8];
        fingerprint.copy_from_slice(&record[..8]);
        let fingerprint = u64::from_le_bytes(fingerprint);
        let Some(at) = at else { return Ok(count(&mut self.untimed, fingerprint).0) };
        let cell = at.0.div_euclid(MICROSECONDS);
        if cell != self.current.0 {
            self.enter(cell)?;
        }
        let (before, is_new) = count(&mut self.current.1, fingerprint);
        self.weight += usize::from(is_new);
        Ok(before)
    }

    /// Makes `cell` the current one.
    fn enter(&mut self, cell: i64) -> Result<()> {
        let counts = match self.cells.remove(&cell) {
            Some(counts) => counts,
            None => self.bring_back(cell)?,
        };
        let (left, old) = std::mem::replace(&mut self.current, (cell, counts));
        if !old.is_empty() {
            self.cells.insert(left, old);
        }
        if self.weight > self.limit { self.spill() } else { Ok(()) }
    }

    fn bring_back(&mut self, cell: i64) -> Result<Counts> {
        self.weight += CELL_WEIGHT;
        let Some(stretch) = self.spilled.remove(&cell) else { return Ok(Counts::new()) };
        let Some(file) = &mut self.file else { return Ok(Counts::new()) };
        let mut bytes = vec![0; stretch.entries * ENTRY];
        file.seek(SeekFrom::Start(stretch.at))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|error| LakeError::io("read a work file in", &self.folder, error))?;
        self.weight += stretch.entries;
        Ok(bytes.chunks_exact(ENTRY).map(entry).collect())
    }

    /// Moves the oldest cells to the work file until a quarter of the room is free.
    fn spill(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        let aim = self.limit - self.limit / 4;
        while self.weight > aim {
            let Some((cell, counts)) = self.cells.pop_first() else { break };
            let at = self.end + bytes.len() as u64;
            let mut entries: Vec<(u64, u32)> = counts.into_iter().collect();
            entries.sort_unstable();
            for (fingerprint, count) in &entries {
                bytes.extend_from_slice(&fingerprint.to_le_bytes());
                bytes.extend_from_slice(&count.to_le_bytes());
            }
            self.weight = self.weight.saturating_sub(entries.len() + CELL_WEIGHT);
            self.spilled.insert(cell, Stretch { at, entries: entries.len() });
        }
        self.append(&bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let failed = |error| LakeError::io("write a work file in", &self.folder, error);
        if self.file.is_none() {
            std::fs::create_dir_all(&self.folder).map_err(failed)?;
            self.file = Some(tempfile::tempfile_in(&self.folder).map_err(failed)?);
        }
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(self.end))
                .and_then(|_| file.write_all(bytes))
                .map_err(failed)?;
        }
        self.end += bytes.len() as u64;
        Ok(())
    }
}

/// The count so far, which goes up by one, and whether the fingerprint is new.
fn count(counts: &mut Counts, fingerprint: u64) -> (u32, bool) {
    let entry = counts.entry(fingerprint).or_insert(0);
    let before = *entry;
    *entry = before.saturating_add(1);
    (before, before == 0)
}

fn entry(bytes: &[u8]) -> (u64, u32) {
    let mut fingerprint = [0; 8];
    fingerprint.copy_from_slice(&bytes[..8]);
    let mut count = [0; 4];
    count.copy_from_slice(&bytes[8..ENTRY]);
    (u64::from_le_bytes(fingerprint), u32::from_le_bytes(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Records of few kinds at few minutes; equal records have equal times.
    fn stream() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(any::<u8>(), 0..400)
    }

    fn shaped(kind: u8) -> ([u8; 16], Option<Timestamp>) {
        let record = vigie_model::hash::first(blake3::hash(&[kind]).as_bytes());
        let minute = i64::from(kind % 40) - 5;
        (
            record,
            (!kind.is_multiple_of(7)).then_some(Timestamp(minute * MICROSECONDS + i64::from(kind))),
        )
    }

    proptest! {
        #[test]
        fn counts_are_exact_whatever_the_limit(kinds in stream(), limit in 0_usize..60) {
            let folder = tempfile::tempdir().unwrap();
            let mut counter = OccurrenceCounter::with_limit(folder.path(), limit);
            let mut plain: HashMap<[u8; 16], u32> = HashMap::new();
            for kind in kinds {
                let (record, at) = shaped(kind);
                let expected = plain.entry(record).or_insert(0);
                prop_assert_eq!(counter.next(record, at).unwrap(), *expected);
                *expected += 1;
            }
        }
    }

    #[test]
    fn memory_is_flat_for_a_stream_in_time_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = OccurrenceCounter::with_limit(folder.path(), 1000);
        for number in 0..100_000_i64 {
            let record = vigie_model::hash::first(blake3::hash(&number.to_le_bytes()).as_bytes());
            counter.next(record, Some(Timestamp(number * 1_000_000))).unwrap();
            let held: usize = counter.cells.values().map(HashMap::len).sum();
            assert!(held <= 1000, "{held} entries at record {number}");
        }
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "a named work file");
    }

    #[test]
    fn extreme_times_are_cells_like_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = OccurrenceCounter::with_limit(folder.path(), 1);
        for expected in 0..3 {
            for at in [i64::MIN, 0, i64::MAX] {
                assert_eq!(counter.next([1; 16], Some(Timestamp(at))).unwrap(), expected);
            }
        }
    }
}
