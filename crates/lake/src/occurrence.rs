//! Counting equal records inside one stream, in bounded memory whatever their order.
//!
//! Equal records claim equal times, so for a stream in time order counts are kept in cells of a
//! minute of claimed time: small tables that stay in the cache. When there are too many, the
//! oldest cells go to a work file; a late record brings its cell back. A stream whose times jump
//! would bring a cell back for nearly every record, so from then on its counts are kept in one
//! ledger whatever their times: so are those of a stream with more distinct records in a
//! minute, or without any time, than memory should hold.
//!
//! A record is told apart by the first 96 bits of its 128-bit hash: that two different records of
//! a billion meet has a chance below 1 in 10^10, and the later one would then only be counted as a
//! repeat, which is still a stable, distinct id.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::ledger::{ENTRY, Ledger, Print, from_bytes, to_bytes, work_file};

/// Entries in memory; about 25 bytes each.
const LIMIT: usize = 2 << 20;
/// What an empty cell weighs, in entries.
const CELL_WEIGHT: usize = 8;
const MICROSECONDS: i64 = 60_000_000;

type Counts = HashMap<Print, u32>;

/// Says how many equal records came before, in one stream.
pub struct OccurrenceCounter {
    folder: PathBuf,
    limit: usize,
    weight: usize,
    untimed: Counts,
    cells: BTreeMap<i64, Counts>,
    /// The cell of the last record, outside the map: most records fall into it.
    current: (i64, Counts),
    newest: i64,
    /// How often a record asked for an older cell than the one before, out of how many.
    turned_back: usize,
    records: usize,
    spilled: HashMap<i64, Stretch>,
    file: Option<File>,
    end: u64,
    /// What counts everything, once the cells do not fit the stream.
    ledger: Option<Ledger>,
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
            newest: i64::MIN,
            turned_back: 0,
            records: 0,
            spilled: HashMap::new(),
            file: None,
            end: 0,
            ledger: None,
        }
    }

    /// How many records equal to this one came before it. `at` is the time that the record
    /// claims, whatever it is.
    ///
    /// # Errors
    /// When the work file cannot be written or read.
    pub fn next(&mut self, record: [u8; 16], at: Option<Timestamp>) -> Result<u32> {
        let print = Print::of(record);
        if let Some(ledger) = &mut self.ledger {
            return ledger.next(print);
        }
        self.records += 1;
        let Some(at) = at else {
            let before = count(&mut self.untimed, print).0;
            if self.untimed.len() > self.limit {
                self.change_over()?;
            }
            return Ok(before);
        };
        let cell = at.0.div_euclid(MICROSECONDS);
        if cell != self.current.0 {
            self.enter(cell)?;
            if let Some(ledger) = &mut self.ledger {
                return ledger.next(print);
            }
        }
        let (before, is_new) = count(&mut self.current.1, print);
        self.weight += usize::from(is_new);
        // A single minute may hold more than memory should.
        if is_new && self.current.1.len() > self.limit {
            self.change_over()?;
        }
        Ok(before)
    }

    /// Makes `cell` the current one.
    fn enter(&mut self, cell: i64) -> Result<()> {
        self.turned_back += usize::from(cell < self.newest);
        self.newest = self.newest.max(cell);
        // A quarter of the records, and enough of them that a few late ones do not matter.
        if self.turned_back > self.limit / 32 + 16 && self.turned_back * 4 > self.records {
            return self.change_over();
        }
        let counts = match self.cells.remove(&cell) {
            Some(counts) => counts,
            None => self.bring_back(cell)?,
        };
        let (left, old) = std::mem::replace(&mut self.current, (cell, counts));
        if !old.is_empty() {
            self.cells.insert(left, old);
        }
        if self.weight <= self.limit {
            return Ok(());
        }
        self.spill()?;
        if self.weight > self.limit { self.change_over() } else { Ok(()) }
    }

    fn bring_back(&mut self, cell: i64) -> Result<Counts> {
        self.weight += CELL_WEIGHT;
        let Some(stretch) = self.spilled.remove(&cell) else { return Ok(Counts::new()) };
        let counts = self.read(stretch)?;
        self.weight += stretch.entries;
        Ok(counts.into_iter().collect())
    }

    fn read(&mut self, stretch: Stretch) -> Result<Vec<(Print, u32)>> {
        let Some(file) = &mut self.file else { return Ok(Vec::new()) };
        let mut bytes = vec![0; stretch.entries * ENTRY];
        file.seek(SeekFrom::Start(stretch.at))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|error| LakeError::io("read a work file in", &self.folder, error))?;
        Ok(bytes.as_chunks().0.iter().map(from_bytes).collect())
    }

    /// Moves the oldest cells to the work file until a quarter of the room is free.
    fn spill(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        let aim = self.limit - self.limit / 4;
        while self.weight > aim {
            let Some((cell, counts)) = self.cells.pop_first() else { break };
            let at = self.end + bytes.len() as u64;
            let mut entries: Vec<(Print, u32)> = counts.into_iter().collect();
            entries.sort_unstable();
            bytes.extend(entries.iter().flat_map(|entry| to_bytes(*entry)));
            self.weight = self.weight.saturating_sub(entries.len() + CELL_WEIGHT);
            self.spilled.insert(cell, Stretch { at, entries: entries.len() });
        }
        self.append(&bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let failed = |error| LakeError::io("write a work file in", &self.folder, error);
        if self.file.is_none() {
            self.file = Some(work_file(&self.folder)?);
        }
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(self.end))
                .and_then(|_| file.write_all(bytes))
                .map_err(failed)?;
        }
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Hands all counts over to a ledger.
    fn change_over(&mut self) -> Result<()> {
        let mut ledger = Ledger::new(&self.folder, self.limit);
        let mut spilled: Vec<Stretch> = self.spilled.drain().map(|(_, stretch)| stretch).collect();
        spilled.sort_unstable_by_key(|stretch| stretch.at);
        for stretch in spilled {
            for (print, count) in self.read(stretch)? {
                ledger.put(print, count)?;
            }
        }
        let cells = std::mem::take(&mut self.cells).into_values();
        let current = std::mem::take(&mut self.current.1);
        for counts in cells.chain([current, std::mem::take(&mut self.untimed)]) {
            let mut entries: Vec<(Print, u32)> = counts.into_iter().collect();
            entries.sort_unstable();
            entries.into_iter().try_for_each(|(print, count)| ledger.put(print, count))?;
        }
        self.file = None;
        self.ledger = Some(ledger);
        Ok(())
    }
}

/// The count so far, which goes up by one, and whether the record is new.
fn count(counts: &mut Counts, print: Print) -> (u32, bool) {
    let entry = counts.entry(print).or_insert(0);
    let before = *entry;
    *entry = before.saturating_add(1);
    (before, before == 0)
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
        let record = hashed(i64::from(kind));
        let minute = i64::from(kind % 40) - 5;
        (
            record,
            (!kind.is_multiple_of(7)).then_some(Timestamp(minute * MICROSECONDS + i64::from(kind))),
        )
    }

    fn hashed(number: i64) -> [u8; 16] {
        vigie_model::hash::first(blake3::hash(&number.to_le_bytes()).as_bytes())
    }

    fn check(kinds: &[u8], limit: usize) -> (bool, std::result::Result<(), TestCaseError>) {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = OccurrenceCounter::with_limit(folder.path(), limit);
        let mut plain: HashMap<[u8; 16], u32> = HashMap::new();
        for kind in kinds {
            let (record, at) = shaped(*kind);
            let expected = plain.entry(record).or_insert(0);
            let seen = counter.next(record, at).unwrap();
            if seen != *expected {
                let why = format!("record {kind}: {seen} instead of {expected}");
                return (false, Err(TestCaseError::fail(why)));
            }
            *expected += 1;
        }
        (counter.ledger.is_some(), Ok(()))
    }

    proptest! {
        #[test]
        fn counts_are_exact_whatever_the_limit(kinds in stream(), limit in 0_usize..60) {
            check(&kinds, limit).1?;
        }

        #[test]
        fn counts_are_exact_in_time_order(mut kinds in stream(), limit in 0_usize..60) {
            kinds.sort_unstable_by_key(|kind| (kind % 40, *kind));
            check(&kinds, limit).1?;
        }
    }

    #[test]
    fn a_stream_in_time_order_keeps_its_cells_and_one_that_jumps_does_not() {
        let in_order: Vec<u8> = (0..40).flat_map(|minute| [minute; 10]).collect();
        assert!(!check(&in_order, 50).0);
        let jumps: Vec<u8> = (0..400_u32).map(|number| (number * 17 % 251) as u8).collect();
        assert!(check(&jumps, 50).0);
    }

    #[test]
    fn memory_is_flat_for_a_stream_in_time_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = OccurrenceCounter::with_limit(folder.path(), 1000);
        for number in 0..100_000_i64 {
            counter.next(hashed(number), Some(Timestamp(number * 1_000_000))).unwrap();
            let held: usize = counter.cells.values().map(HashMap::len).sum();
            assert!(held <= 1000 && counter.ledger.is_none(), "{held} at record {number}");
        }
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "a named work file");
    }

    #[test]
    fn memory_is_flat_for_jumping_and_for_missing_times() {
        let ways: [fn(i64) -> Option<Timestamp>; 3] = [
            |_| None,
            |_| Some(Timestamp(0)),
            |number| Some(Timestamp(number * 48_271 % 10_007 * MICROSECONDS)),
        ];
        for at in ways {
            let folder = tempfile::tempdir().unwrap();
            let mut counter = OccurrenceCounter::with_limit(folder.path(), 100);
            for number in 0..10_000_i64 {
                assert_eq!(counter.next(hashed(number), at(number)).unwrap(), 0);
                let cells: usize = counter.cells.values().map(HashMap::len).sum();
                let held = cells + counter.untimed.len() + counter.current.1.len();
                let held = held + counter.ledger.as_ref().map_or(0, Ledger::held);
                assert!(held <= 102, "{held} entries at record {number}");
            }
            for number in (0..10_000).step_by(7) {
                assert_eq!(counter.next(hashed(number), at(number)).unwrap(), 1, "{number}");
                assert_eq!(counter.next(hashed(number), at(number)).unwrap(), 2, "{number}");
            }
        }
    }

    #[test]
    fn extreme_times_are_cells_like_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = OccurrenceCounter::with_limit(folder.path(), 1);
        for expected in 0..3 {
            for at in [i64::MIN, 0, i64::MAX] {
                assert_eq!(counter.next(hashed(at), Some(Timestamp(at))).unwrap(), expected);
            }
        }
    }
}
