//! Counts on how many objects each pair of accounts touches.
//!
//! Nearly all pairs that touch once never do so again. So a first pass counts meetings in a small
//! table of bytes that pairs share by hash, where a count can only be too high (a count-min sketch
//! with one row: Cormode and Muthukrishnan, *An improved data stream summary*, 2005), and the
//! second pass counts exactly, in a hash table, only pairs that may reach the threshold. So that
//! table is hardly larger than the result. When there are more meetings than the small table can
//! tell apart, pairs are dealt into parts by hash, one part at a time.

use std::mem::size_of;

use hashbrown::HashMap;

use super::acts::Act;
use super::budget::{filled, release, reserve, table_bytes};
use super::window::{Visitor, slide};
use super::{Budget, OverBudget, PairOptions, PairsError, place};

/// A pair of ranks and its number of joint objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) key: u64,
    pub(crate) objects: u32,
}

/// Meetings in one part, about.
const PART: u64 = 1 << 24;
/// Counters for each meeting: with four, about one pair in five is looked at without need.
const SLOTS: u64 = 4;
/// Below this many meetings the first pass does not pay.
const FEW: u64 = 4096;

/// Two ranks as one number that orders like `(lower, higher)`.
pub(crate) fn pair_key(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}

/// The ranks of [`pair_key`].
pub(crate) fn ranks(key: u64) -> (usize, usize) {
    (place(key >> 32), place(key & u64::from(u32::MAX)))
}

/// The pairs with at least `min_objects`, ordered by key.
pub(crate) fn count(
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
        let exact = Exact::count(acts, options, part, rough.as_ref(), budget)?;
        if let Some(rough) = rough {
            release(rough.counters, budget);
        }
        reserve(&mut counted, exact.enough(options.min_objects).count(), budget)?;
        counted.extend(exact.enough(options.min_objects));
        budget.shrink(exact.bytes);
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
pub(crate) fn hash(key: u64) -> u64 {
    let product = u128::from(key ^ 0x2127_599B_F432_5C37) * 0x9E37_79B9_7F4A_7C15;
    let folded = (product >> 64) ^ (product & u128::from(u64::MAX));
    // Both halves are below 2^64.
    u64::try_from(folded).unwrap_or(0)
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
        let slots = (touches.min(PART) * SLOTS).next_power_of_two();
        let counters = filled(0, usize::try_from(slots).unwrap_or(usize::MAX), budget)?;
        let mut rough = Self { counters, shift: 64 - slots.trailing_zeros(), part };
        slide(acts, options.window_us, &mut rough)?;
        Ok(rough)
    }

    fn at_most(&self, hash: u64) -> u8 {
        self.counters[place(hash >> self.shift)]
    }
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

/// How often a pair was counted, and on which object last (numbered from 1).
#[derive(Default)]
struct Entry {
    objects: u32,
    last_object: u32,
}

/// The pairs of one part with their joint objects.
struct Counts {
    entries: HashMap<u64, Entry>,
    bytes: usize,
}

impl Counts {
    /// The pairs that reach the threshold, in no order.
    fn enough(&self, least: u32) -> impl Iterator<Item = Counted> {
        let counted = |(&key, entry): (&u64, &Entry)| Counted { key, objects: entry.objects };
        self.entries.iter().map(counted).filter(move |pair| pair.objects >= least)
    }
}

struct Exact<'a> {
    counts: Counts,
    object: u32,
    rough: Option<&'a Rough>,
    least: u8,
    part: Part,
    budget: &'a mut dyn Budget,
    failed: Option<OverBudget>,
}

impl<'a> Exact<'a> {
    fn count(
        acts: &[Act],
        options: PairOptions,
        part: Part,
        rough: Option<&'a Rough>,
        budget: &'a mut dyn Budget,
    ) -> Result<Counts, PairsError> {
        let least = u8::try_from(options.min_objects).unwrap_or(u8::MAX);
        let counts = Counts { entries: HashMap::new(), bytes: 0 };
        let mut exact = Exact { counts, object: 1, rough, least, part, budget, failed: None };
        slide(acts, options.window_us, &mut exact)?;
        Ok(exact.counts)
    }

    /// Whether there is room for one more pair.
    fn has_room(&mut self) -> bool {
        let Counts { entries, bytes } = &mut self.counts;
        if self.failed.is_some() || entries.len() < entries.capacity() {
            return self.failed.is_none();
        }
        let needed = table_bytes(entries.len() + 1, size_of::<(u64, Entry)>());
        match self.budget.grow(needed) {
            Ok(()) => {
                entries.reserve(1);
                self.budget.shrink(std::mem::replace(bytes, needed));
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
        if !self.part.holds(hash)
            || self.rough.is_some_and(|rough| rough.at_most(hash) < self.least)
        {
            return;
        }
        if !self.has_room() {
            return;
        }
        let entry = self.counts.entries.entry(key).or_default();
        if entry.last_object != self.object {
            entry.last_object = self.object;
            entry.objects += 1;
        }
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        self.object += 1;
        self.failed.take().map_or(Ok(()), |failed| Err(failed.into()))
    }
}
