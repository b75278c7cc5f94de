//! Counts on how many objects each two accounts meet, for all windows in one pass.
//!
//! The pass is that of the pair kernel over the widest window: it sees at least the closest two
//! acts of each two accounts on each object, and the distance of those says in which of the windows
//! the object counts. As there, a rough count in bytes that pairs share by hash comes first, so
//! that only pairs that may reach the threshold are counted exactly.

use std::mem::size_of;

use hashbrown::HashMap;

use super::{MAX_WINDOWS, near};
use crate::pairs::acts::Act;
use crate::pairs::budget::{filled, release, reserve, table_bytes};
use crate::pairs::count::{hash, pair_key};
use crate::pairs::window::{Visitor, gap, slide_reaching};
use crate::pairs::{Budget, OverBudget, PairsError, place};

/// Two accounts by rank, and on how many objects they meet: in each window that number or fewer
/// than the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    pub(super) key: u64,
    pub(super) objects: [u32; MAX_WINDOWS],
}

/// How far back an act looks, and what that left out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    /// Acts before it that an act is compared with at most.
    pub(super) acts: usize,
    /// Objects on which that was not enough for the widest window.
    pub(super) objects: u64,
    /// Acts that were not compared with all that they met.
    pub(super) cut: u64,
    touches: u64,
}

/// The reach that keeps comparisons below `most`, at most `cap`.
pub(super) fn reach(acts: &[Act], widest_us: u64, cap: u32, most: u64) -> Reach {
    let cap = cap as usize;
    // How many acts have that many others before them within the widest window.
    let mut with = vec![0_u64; cap.saturating_add(1).min(1 << 16)];
    let last = with.len() - 1;
    each_crowd(acts, widest_us, |before| with[before.min(last)] += 1);
    let cost = |reach: usize| -> u64 {
        with.iter().enumerate().map(|(before, acts)| before.min(reach) as u64 * acts).sum()
    };
    let mut reach = last;
    while reach > 1 && cost(reach) > most {
        reach /= 2;
    }
    let (mut objects, mut cut) = (0, 0);
    for object in acts.chunk_by(|left, right| left.object == right.object) {
        let before = cut;
        each_crowd(object, widest_us, |crowd| cut += u64::from(crowd > reach));
        objects += u64::from(cut > before);
    }
    Reach { acts: reach, objects, cut, touches: cost(reach) }
}

/// Calls with the number of acts within the window before each act on its object.
fn each_crowd(acts: &[Act], window_us: u64, mut call: impl FnMut(usize)) {
    let mut first = 0;
    for (at, act) in acts.iter().enumerate() {
        while acts[first].object != act.object || !near(acts[first].at, act.at, window_us) {
            first += 1;
        }
        call(at - first);
    }
}

/// Comparisons in one part, about.
const PART: u64 = 1 << 24;
/// Counters for each comparison.
const SLOTS: u64 = 4;

/// All pairs that meet on at least `least` objects within the widest window, ordered by key.
pub(super) fn count(
    acts: &[Act],
    windows: &[u64],
    least: u32,
    reach: Reach,
    budget: &mut dyn Budget,
) -> Result<Vec<Met>, PairsError> {
    let widest = windows.last().copied().unwrap_or(0);
    let parts = reach.touches.div_ceil(PART).max(1);
    let mut met = Vec::new();
    for number in 0..parts {
        let part = Part { number, parts };
        let slots = (reach.touches.min(PART) * SLOTS).next_power_of_two().max(64);
        let counters = filled(0_u8, place(slots), budget)?;
        let mut rough = Rough { counters, shift: 64 - slots.trailing_zeros(), part };
        slide_reaching(acts, widest, reach.acts, &mut rough)?;
        let exact = Exact {
            entries: HashMap::new(),
            bytes: 0,
            object: 1,
            rough: &rough,
            least: u8::try_from(least).unwrap_or(u8::MAX),
            windows,
            budget,
            failed: None,
        };
        let (entries, bytes) = exact.run(acts, widest, reach.acts)?;
        let enough = |entry: &&Entry| entry.objects.iter().sum::<u32>() >= least;
        reserve(&mut met, entries.values().filter(enough).count(), budget)?;
        for (&key, entry) in entries.iter().filter(|(_, entry)| enough(entry)) {
            let mut objects = entry.objects;
            for window in 1..MAX_WINDOWS {
                objects[window] += objects[window - 1];
            }
            met.push(Met { key, objects });
        }
        drop(entries);
        budget.shrink(bytes);
        release(rough.counters, budget);
    }
    met.sort_unstable_by_key(|pair| pair.key);
    Ok(met)
}

#[derive(Clone, Copy)]
struct Part {
    number: u64,
    parts: u64,
}

impl Part {
    fn holds(self, hash: u64) -> bool {
        self.parts == 1 || ((hash & u64::from(u32::MAX)) * self.parts) >> 32 == self.number
    }
}

struct Rough {
    counters: Vec<u8>,
    shift: u32,
    part: Part,
}

impl Visitor for Rough {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        let hash = hash(pair_key(earlier.account, later.account));
        if self.part.holds(hash) {
            let counter = &mut self.counters[place(hash >> self.shift)];
            *counter = counter.saturating_add(1);
        }
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        Ok(())
    }
}

/// Objects of a pair by the narrowest window that they count in, and the last one of them.
#[derive(Clone, Copy, Default)]
struct Entry {
    objects: [u32; MAX_WINDOWS],
    last_object: u32,
    last_window: u8,
}

struct Exact<'a> {
    entries: HashMap<u64, Entry>,
    bytes: usize,
    object: u32,
    rough: &'a Rough,
    least: u8,
    windows: &'a [u64],
    budget: &'a mut dyn Budget,
    failed: Option<OverBudget>,
}

impl Exact<'_> {
    fn run(
        mut self,
        acts: &[Act],
        widest: u64,
        reach: usize,
    ) -> Result<(HashMap<u64, Entry>, usize), PairsError> {
        slide_reaching(acts, widest, reach, &mut self)?;
        Ok((self.entries, self.bytes))
    }

    fn has_room(&mut self) -> bool {
        if self.failed.is_some() || self.entries.len() < self.entries.capacity() {
            return self.failed.is_none();
        }
        let needed = table_bytes(self.entries.len() + 1, size_of::<(u64, Entry)>());
        match self.budget.grow(needed) {
            Ok(()) => {
                self.entries.reserve(1);
                self.budget.shrink(std::mem::replace(&mut self.bytes, needed));
            }
            Err(failed) => self.failed = Some(failed),
        }
        self.failed.is_none()
    }
}

impl Visitor for Exact<'_> {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        let key = pair_key(earlier.account, later.account);
        let hash = hash(key);
        if !self.rough.part.holds(hash)
            || self.rough.counters[place(hash >> self.rough.shift)] < self.least
            || !self.has_room()
        {
            return;
        }
        let distance = gap(later.at, earlier.at);
        let window = self.windows.iter().take_while(|window| **window < distance).count();
        let entry = self.entries.entry(key).or_default();
        if entry.last_object == self.object {
            let last = usize::from(entry.last_window);
            if window >= last {
                return;
            }
            entry.objects[last] -= 1;
        }
        entry.last_object = self.object;
        // At most MAX_WINDOWS.
        entry.last_window = u8::try_from(window).unwrap_or(0);
        entry.objects[window] += 1;
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        self.object += 1;
        self.failed.take().map_or(Ok(()), |failed| Err(failed.into()))
    }
}
