//! What was compared before is not compared again.
//!
//! Whether two texts are near depends on nothing but the two, as long as no crowd and no hash took
//! part ([`stands`]). So pairs that were found once stand whatever comes later, and only texts that
//! were not there are looked up, among all. The result is the one of comparing everything anew, row
//! for row: where it could be another, everything is compared anew.

use std::sync::Arc;

use super::probe::Fresh;
use super::sets::{Distinct, GramSets};
use super::{CopyOptions, Method, NearPair, NearPairs, near_pairs, near_sets};
use crate::hash::Digest128;
use crate::pairs::{Budget, OverBudget};

/// Texts that were compared with each other, by their names, and the pairs among them. No text is
/// kept.
#[derive(Clone, Debug)]
pub struct Compared {
    options: CopyOptions,
    digests: Vec<Digest128>,
    found: Arc<NearPairs>,
}

impl Compared {
    /// What comparing these texts gave.
    #[must_use]
    pub fn of(texts: &Distinct, options: CopyOptions, found: Arc<NearPairs>) -> Self {
        let numbers = 0..u32::try_from(texts.len()).unwrap_or(u32::MAX);
        Self { options, digests: numbers.map(|text| texts.digest(text)).collect(), found }
    }

    /// What comparing them gave.
    #[must_use]
    pub fn found(&self) -> Arc<NearPairs> {
        Arc::clone(&self.found)
    }

    /// As [`near_pairs`] of all texts; pairs of two that are known here are taken from here. Texts
    /// may have gone, come, and be numbered in any other way since.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn near_pairs(
        &self,
        texts: &Distinct,
        options: CopyOptions,
        budget: &mut dyn Budget,
    ) -> Result<NearPairs, OverBudget> {
        let bytes: usize = texts.iter().map(<[u8]>::len).sum();
        if options != self.options || bytes > options.certain_bytes || !stands(&self.found) {
            return near_pairs(texts, options, budget);
        }
        let taken =
            bytes.saturating_mul(8).saturating_add(self.memory()).saturating_add(texts.len());
        budget.grow(taken)?;
        let now: Vec<Option<u32>> =
            self.digests.iter().map(|digest| texts.number_of(*digest)).collect();
        let mut fresh = vec![true; texts.len()];
        for text in now.iter().flatten() {
            if let Some(fresh) = fresh.get_mut(*text as usize) {
                *fresh = false;
            }
        }
        let sets = GramSets::of(texts);
        let number = |text: u32| now.get(text as usize).copied().flatten();
        let known = self.found.pairs.iter().filter_map(|pair| {
            let (one, two) = (number(pair.one)?, number(pair.two)?);
            Some(NearPair { one: one.min(two), two: one.max(two), ..*pair })
        });
        let found = near_with(texts, &sets, &fresh, known, options, budget);
        drop(sets);
        budget.shrink(taken);
        found
    }

    /// Bytes of memory in use.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.digests.capacity() * size_of::<Digest128>()
            + self.found.pairs.capacity() * size_of::<NearPair>()
    }
}

/// Pairs with a fresh text, and the known ones of the others, as if all had been compared.
pub(super) fn near_with(
    texts: &Distinct,
    sets: &GramSets,
    fresh: &[bool],
    known: impl Iterator<Item = NearPair>,
    options: CopyOptions,
    budget: &mut dyn Budget,
) -> Result<NearPairs, OverBudget> {
    let mut found = near_sets(texts, sets, Fresh::These(fresh), options, budget)?;
    if found.method == Method::Hashes {
        // Too many to compare for certain: then all were compared.
        return Ok(found);
    }
    if !stands(&found) {
        return near_sets(texts, sets, Fresh::All, options, budget);
    }
    found.pairs.extend(known);
    found.pairs.sort_unstable();
    Ok(found)
}

/// Whether every pair is there and stands whatever comes: who is compared in a crowd depends on
/// all texts, and hashes may miss some.
pub(super) fn stands(found: &NearPairs) -> bool {
    found.method == Method::Certain && found.left.crowd_texts == 0
}
