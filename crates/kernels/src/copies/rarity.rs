//! In how many texts a gram stands, counted in a table of fixed size.
#![expect(clippy::cast_possible_truncation, reason = "parts of hashes are taken on purpose")]

use super::sets::GramSets;
use crate::pairs::{Budget, OverBudget};

/// Counts, per bucket of grams, in how many texts they stand; never too few.
pub(super) struct Rarity {
    counts: Vec<u16>,
    mask: u64,
}

impl Rarity {
    pub(super) fn of(sets: &GramSets, budget: &mut dyn Budget) -> Result<Self, OverBudget> {
        let bits = (sets.total().max(1).ilog2() + 1).clamp(10, 20);
        let buckets = 1_usize << bits;
        budget.grow(buckets * 2)?;
        let mut counts = vec![0_u16; buckets];
        let mask = buckets as u64 - 1;
        for gram in sets.all() {
            let count = &mut counts[(gram & mask) as usize];
            *count = count.saturating_add(1);
        }
        Ok(Self { counts, mask })
    }

    pub(super) fn count(&self, gram: u64) -> u16 {
        self.counts[(gram & self.mask) as usize]
    }

    pub(super) fn bucket(&self, gram: u64) -> u32 {
        (gram & self.mask) as u32
    }

    pub(super) fn buckets(&self) -> usize {
        self.counts.len()
    }

    /// How many buckets stand in more texts than this.
    pub(super) fn more_than(&self, crowd: u16) -> u64 {
        self.counts.iter().filter(|count| **count > crowd).count() as u64
    }
}
