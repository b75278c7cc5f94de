//! Sets of 16-byte ids: compact once built, and a cache that holds as many as memory allows.

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use arrow_array::FixedSizeBinaryArray;
use hashbrown::{HashMap, HashSet};

/// Ids that come and go. They are hashes already.
pub(crate) type LiveIds = HashSet<u128, BuildHasherDefault<AsIs>>;

/// Takes the low half of an id as its hash.
#[derive(Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
    fn write_u128(&mut self, id: u128) {
        self.0 = id as u64;
    }
}

/// The id in a row.
pub(crate) fn id_at(ids: &FixedSizeBinaryArray, row: usize) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&ids.value(row)[..16]);
    u128::from_be_bytes(bytes)
}

/// A fixed set, 16 bytes an id and half a byte for the way there: ids are spread evenly, so their
/// first bits say where to look.
pub(crate) struct IdSet {
    shift: u32,
    starts: Vec<u32>,
    ids: Vec<u128>,
}

impl IdSet {
    pub(crate) fn new(unordered: &[u128]) -> Self {
        let bits = (unordered.len() / 8).max(1).ilog2() + 1;
        let shift = 128 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for id in unordered {
            starts[slot(*id, shift) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut ids = vec![0; unordered.len()];
        for id in unordered {
            let place = &mut next[slot(*id, shift)];
            ids[*place as usize] = *id;
            *place += 1;
        }
        for pair in starts.windows(2) {
            ids[pair[0] as usize..pair[1] as usize].sort_unstable();
        }
        Self { shift, starts, ids }
    }

    pub(crate) fn contains(&self, id: u128) -> bool {
        let at = slot(id, self.shift);
        let (from, to) = (self.starts[at] as usize, self.starts[at + 1] as usize);
        self.ids[from..to].binary_search(&id).is_ok()
    }

    fn memory(&self) -> usize {
        self.ids.len() * 16 + self.starts.len() * 4
    }
}

fn slot(id: u128, shift: u32) -> usize {
    usize::try_from(id >> shift).unwrap_or(usize::MAX)
}

/// Sets by number, the least recently used of which leave when memory is short.
pub(crate) struct IdCache {
    limit: usize,
    used: usize,
    clock: u64,
    sets: HashMap<usize, (u64, Arc<IdSet>)>,
}

impl IdCache {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: 0, clock: 0, sets: HashMap::new() }
    }

    pub(crate) fn get(&mut self, number: usize) -> Option<Arc<IdSet>> {
        self.clock += 1;
        let (used_at, set) = self.sets.get_mut(&number)?;
        *used_at = self.clock;
        Some(Arc::clone(set))
    }

    pub(crate) fn put(&mut self, number: usize, set: IdSet) -> Arc<IdSet> {
        self.clock += 1;
        self.used += set.memory();
        let set = Arc::new(set);
        self.sets.insert(number, (self.clock, Arc::clone(&set)));
        while self.used > self.limit && self.sets.len() > 1 {
            let oldest = self.sets.iter().min_by_key(|(_, (used_at, _))| *used_at);
            let Some(oldest) = oldest.map(|(number, _)| *number) else { break };
            if let Some((_, gone)) = self.sets.remove(&oldest) {
                self.used = self.used.saturating_sub(gone.memory());
            }
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_in_and_nothing_else(
            inside in proptest::collection::hash_set(any::<u128>(), 0..300),
            others in proptest::collection::vec(any::<u128>(), 0..300),
            crowd in 0_u128..200,
        ) {
            let mut all: Vec<u128> = inside.iter().copied().collect();
            all.extend(0..crowd); // all in the first slot
            let set = IdSet::new(&all);
            prop_assert!(all.iter().all(|id| set.contains(*id)));
            for other in others {
                prop_assert_eq!(set.contains(other), all.contains(&other));
            }
        }
    }

    #[test]
    fn the_least_recently_used_set_leaves_first() {
        let ids: Vec<u128> = (0..64).map(|id| id << 120).collect();
        let mut cache = IdCache::new(3 * IdSet::new(&ids).memory());
        for number in 0..3 {
            cache.put(number, IdSet::new(&ids));
        }
        assert!(cache.get(0).is_some());
        cache.put(3, IdSet::new(&ids));
        let held: Vec<usize> = (0..4).filter(|number| cache.get(*number).is_some()).collect();
        assert_eq!(held, [0, 2, 3]);
    }
}
