//! Counts under 96-bit hashes that come in any order, in bounded memory: the newest in a table, the
//! others in sorted runs on disk.
//!
//! Nearly every record is new, and a filter over what is on disk says so without looking there.
//! The filter grows with the runs up to a bound; beyond it, it is only less sharp.

mod runs;

use std::fs::File;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::error::{LakeError, Result};
use crate::filter::Filter;
use runs::Runs;

/// Bytes of one entry in a work file.
pub(crate) const ENTRY: usize = 16;

/// What is counted: a part of a hash, in words so that an entry takes 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Print([u32; 3]);

impl Print {
    pub(crate) fn of(hash: [u8; 16]) -> Self {
        let hash = u128::from_le_bytes(hash);
        #[expect(clippy::cast_possible_truncation, reason = "parts of a hash")]
        Self([hash as u32, (hash >> 32) as u32, (hash >> 64) as u32])
    }

    /// What they are ordered by first.
    fn head(self) -> u64 {
        u64::from(self.0[0]) << 32 | u64::from(self.0[1])
    }
}

impl Hash for Print {
    fn hash<H: Hasher>(&self, to: &mut H) {
        to.write_u64(self.head());
    }
}

/// The table is never fuller than half.
const FIRST_SLOTS: usize = 1 << 10;
/// Memory for the filter, at most.
const FILTER_BYTES: usize = 64 << 20;

/// A free slot has the count 0.
type Slot = (Print, u32);

pub(crate) struct Ledger {
    limit: usize,
    slots: Vec<Slot>,
    used: usize,
    runs: Runs,
    filter: Filter,
    /// How many prints the filter has room for.
    room: usize,
}

impl Ledger {
    /// With at most so many entries in memory.
    pub(crate) fn new(folder: &Path, limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            slots: vec![Slot::default(); FIRST_SLOTS],
            used: 0,
            runs: Runs::new(folder),
            filter: Filter::with_room_for(0),
            room: 0,
        }
    }

    /// How many records like this one came before.
    pub(crate) fn next(&mut self, print: Print) -> Result<u32> {
        let at = self.find(print);
        let count = &mut self.slots[at].1;
        if *count > 0 {
            *count = count.saturating_add(1);
            return Ok(*count - 1);
        }
        let before = self.on_disk(print)?;
        self.fill(at, (print, before.saturating_add(1)))?;
        Ok(before)
    }

    /// Takes a count over, from somewhere that has each record once.
    pub(crate) fn put(&mut self, print: Print, count: u32) -> Result<()> {
        let at = self.find(print);
        if self.slots[at].1 > 0 {
            self.slots[at].1 = count;
            return Ok(());
        }
        self.fill(at, (print, count))
    }

    /// Whether anything was counted under this.
    pub(crate) fn holds(&mut self, print: Print) -> Result<bool> {
        let at = self.find(print);
        Ok(self.slots[at].1 > 0 || self.on_disk(print)? > 0)
    }

    /// Entries in memory.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.used
    }

    fn on_disk(&mut self, print: Print) -> Result<u32> {
        if self.room == 0 || !self.filter.may_hold(hash(print)) {
            return Ok(0);
        }
        Ok(self.runs.find(print)?.unwrap_or(0))
    }

    /// The slot of a record, or the free one where it belongs.
    fn find(&self, print: Print) -> usize {
        let mut at = place(print, self.slots.len());
        while self.slots[at].1 > 0 && self.slots[at].0 != print {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    fn fill(&mut self, at: usize, slot: Slot) -> Result<()> {
        self.slots[at] = slot;
        self.used += 1;
        if self.used >= self.limit {
            return self.spill();
        }
        if self.used * 2 > self.slots.len() {
            let larger = vec![Slot::default(); self.slots.len() * 4];
            for slot in std::mem::replace(&mut self.slots, larger) {
                if slot.1 > 0 {
                    let at = self.find(slot.0);
                    self.slots[at] = slot;
                }
            }
        }
        Ok(())
    }

    /// Writes the table to disk and begins a new one.
    fn spill(&mut self) -> Result<()> {
        let mut filled = 0;
        for at in 0..self.slots.len() {
            if self.slots[at].1 > 0 {
                self.slots.swap(filled, at);
                filled += 1;
            }
        }
        // Slots are in order of the prints already, but for neighbours.
        let entries = &mut self.slots[..filled];
        entries.sort_unstable();
        self.runs.push(entries)?;
        if self.runs.entries() <= self.room {
            for (print, _) in entries.iter() {
                self.filter.add(hash(*print));
            }
        } else {
            self.sharpen(filled)?;
        }
        self.slots[..filled].fill(Slot::default());
        self.used = 0;
        Ok(())
    }

    /// Makes a larger filter, while that is allowed.
    fn sharpen(&mut self, newest: usize) -> Result<()> {
        let room = (self.runs.entries() * 4).min(Filter::room_in(FILTER_BYTES));
        if room <= self.room {
            let entries = &self.slots[..newest];
            for (print, _) in entries {
                self.filter.add(hash(*print));
            }
            return Ok(());
        }
        let mut filter = Filter::with_room_for(room);
        self.runs.each(|print| filter.add(hash(print)))?;
        (self.filter, self.room) = (filter, room);
        Ok(())
    }
}

/// Prints are hashes: their first bits spread them evenly, and in order.
#[expect(clippy::cast_possible_truncation, reason = "less than the number of slots")]
fn place(print: Print, slots: usize) -> usize {
    ((u128::from(print.head()) * slots as u128) >> 64) as usize
}

/// The filter takes the parts of a print that do not decide its place in the table.
fn hash(print: Print) -> u128 {
    let [first, second, third] = print.0.map(u128::from);
    second << 96 | first << 32 | third
}

/// An entry as it stands in a work file.
pub(crate) fn to_bytes((Print([a, b, c]), count): (Print, u32)) -> [u8; ENTRY] {
    let mut bytes = [0; ENTRY];
    for (part, word) in bytes.as_chunks_mut().0.iter_mut().zip([a, b, c, count]) {
        *part = word.to_le_bytes();
    }
    bytes
}

/// The entry that was written.
pub(crate) fn from_bytes(bytes: &[u8; ENTRY]) -> (Print, u32) {
    let packed = u128::from_le_bytes(*bytes);
    #[expect(clippy::cast_possible_truncation, reason = "the words that were packed")]
    let word = |number: u32| (packed >> (32 * number)) as u32;
    (Print([word(0), word(1), word(2)]), word(3))
}

/// A file without a name.
pub(crate) fn work_file(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::tempfile_in(folder))
        .map_err(|error| LakeError::io("write a work file in", folder, error))
}
