//! Counts on how many objects each pair of accounts touches.
//!
//! Nearly all pairs that touch once never do so again. So a first pass counts meetings in a small
//! table of bytes that pairs share by hash, where a count can only be too high (a count-min sketch
//! with one row: Cormode and Muthukrishnan, *An improved data stream summary*, 2005), and the
//! second pass counts exactly, by sorting, only pairs that may reach the threshold. When there are
//! more meetings than memory should hold, pairs are dealt into parts by hash, one part at a time.

use super::acts::Act;
use super::budget::{filled, release, reserve};
use super::window::{Visitor, slide};
use super::{Budget, OverBudget, PairOptions, PairsError};

/// A pair of ranks and its number of joint objects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) key: u64,
    pub(super) objects: u32,
}

/// Meetings in one part, about.
const PART: u64 = 1 << 25;
/// Below this many meetings sorting all is faster.
const FEW: u64 = 4096;
const LARGEST_TABLE: u64 = 1 << 26;

/// Two ranks as one number that orders like `(lower, higher)`.
pub(super) fn pair_key(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}

/// The ranks of [`pair_key`].
pub(super) fn ranks(key: u64) -> (usize, usize) {
    ((key >> 32) as usize, (key & u64::from(u32::MAX)) as usize)
}

/// The pairs with at least `min_objects`, ordered by key.
pub(super) fn count(
    acts: &[Act],
    options: PairOptions,
    touches: u64,
    budget: &mut dyn Budget,
) -> Result<Vec<Counted>, PairsError> {
    let mut counted = Vec::new();
    let parts = touches.div_ceil(PART).max(1);
    for number in 0..parts {
        let part = Part { number, parts };
        let rough = if options.min_objects > 1 && touches > FEW {
            Some(Rough::count(acts, options, part, touches / parts, budget)?)
        } else {
            None
        };
        let keys = Exact::collect(acts, options, part, rough.as_ref(), budget)?;
        if let Some(rough) = rough {
            release(rough.counters, budget);
        }
        for equal in keys.chunk_by(|left, right| left == right) {
            let objects = u32::try_from(equal.len()).unwrap_or(u32::MAX);
            if objects >= options.min_objects {
                reserve(&mut counted, 1, budget)?;
                counted.push(Counted { key: equal[0], objects });
            }
        }
        release(keys, budget);
    }
    counted.sort_unstable_by_key(|pair| pair.key);
    Ok(counted)
}

/// A share of all pairs, by hash.
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

/// Both halves of a full product with an odd constant, folded together.
#[inline]
fn hash(key: u64) -> u64 {
    let product = u128::from(key ^ 0x2127_599B_F432_5C37) * 0x9E37_79B9_7F4A_7C15;
    (product >> 64) as u64 ^ product as u64
}

struct Rough {
    counters: Vec<u8>,
    shift: u32,
    part: Part,
}

impl Rough {
    fn count(
        acts: &[Act],
        options: PairOptions,
        part: Part,
        touches: u64,
        budget: &mut dyn Budget,
    ) -> Result<Self, PairsError> {
        let slots = (touches * 2).next_power_of_two().min(LARGEST_TABLE);
        let counters = filled(0, usize::try_from(slots).unwrap_or(usize::MAX), budget)?;
        let mut rough = Self { counters, shift: 64 - slots.trailing_zeros(), part };
        slide(acts, options.window_us, &mut rough)?;
        Ok(rough)
    }

    fn at_most(&self, hash: u64) -> u8 {
        self.counters[(hash >> self.shift) as usize]
    }
}

impl Visitor for Rough {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        let hash = hash(pair_key(earlier.account, later.account));
        if self.part.holds(hash) {
            let counter = &mut self.counters[(hash >> self.shift) as usize];
            *counter = counter.saturating_add(1);
        }
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        Ok(())
    }
}

/// Collects the key of each pair once for each joint object.
struct Exact<'a> {
    keys: Vec<u64>,
    /// Where the keys of the present object begin.
    object: usize,
    rough: Option<&'a Rough>,
    least: u8,
    part: Part,
    budget: &'a mut dyn Budget,
    failed: Option<OverBudget>,
}

impl<'a> Exact<'a> {
    fn collect(
        acts: &[Act],
        options: PairOptions,
        part: Part,
        rough: Option<&'a Rough>,
        budget: &'a mut dyn Budget,
    ) -> Result<Vec<u64>, PairsError> {
        let least = u8::try_from(options.min_objects).unwrap_or(u8::MAX);
        let (keys, failed) = (Vec::new(), None);
        let mut exact = Exact { keys, object: 0, rough, least, part, budget, failed };
        slide(acts, options.window_us, &mut exact)?;
        exact.keys.sort_unstable();
        Ok(exact.keys)
    }

    /// An object may hold a pair many times: its keys are made distinct before more room is taken.
    #[cold]
    fn make_room(&mut self) {
        self.distinct();
        let capacity = self.keys.capacity();
        if self.keys.len() >= capacity / 4 * 3 {
            self.failed = reserve(&mut self.keys, capacity / 2 + 1, self.budget).err();
        }
    }

    fn distinct(&mut self) {
        let present = &mut self.keys[self.object..];
        present.sort_unstable();
        let mut kept = 0;
        for at in 0..present.len() {
            if kept == 0 || present[at] != present[kept - 1] {
                present[kept] = present[at];
                kept += 1;
            }
        }
        self.keys.truncate(self.object + kept);
    }
}

impl Visitor for Exact<'_> {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        let key = pair_key(earlier.account, later.account);
        if let Some(rough) = self.rough {
            let hash = hash(key);
            if !self.part.holds(hash) || rough.at_most(hash) < self.least {
                return;
            }
        } else if !self.part.holds(hash(key)) {
            return;
        }
        if self.keys.len() == self.keys.capacity() {
            self.make_room();
        }
        if self.failed.is_none() {
            self.keys.push(key);
        }
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed.into());
        }
        if self.keys.len() - self.object > 1 {
            self.distinct();
        }
        self.object = self.keys.len();
        Ok(())
    }
}
