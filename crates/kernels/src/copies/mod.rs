//! Near-copies among many texts: which of them say the same, how literally, and in which groups.
//!
//! Texts are spelled in one way ([`spelling`]), equal ones become one ([`Distinct`]), and distinct
//! ones are compared by the Jaccard measure of their sets of character 5-grams. [`near_pairs`]
//! finds every pair above a threshold; [`groups()`] puts texts around medoids. Everything is a
//! function of the set of texts and their order by first appearance; what was not compared is
//! counted in [`Left`].

mod around;
mod crowd;
mod edges;
mod groups;
mod index;
mod join;
mod kinds;
mod known;
mod minhash;
mod probe;
mod rarity;
mod ratio;
mod rewording;
mod sets;
pub mod spelling;

pub use around::{key_of, near_of};
pub use groups::{Group, Member, groups};
pub use index::{CopyIndex, IndexError};
pub use kinds::{Kind, TextFacts, is_short, kind_of, wire_credit};
pub use known::Compared;
pub use ratio::{LITERAL, literal_ratio};
pub use rewording::{Reworded, RewordingOptions, Rewordings, rewordings};
pub use sets::{Distinct, GRAM, GramSets};

use crate::KernelInfo;
use crate::pairs::{Budget, OverBudget};
use probe::Fresh;

/// The kernel behind [`near_pairs`] and [`groups()`].
pub const NEAR_COPIES: KernelInfo = KernelInfo {
    name: "near-copies",
    version: 3,
    doc: "Pairs of texts with similar sets of five-letter runs, every one verified, and their groups.",
};

/// The Jaccard measure from which two texts are copies, in thousandths.
pub const COPY_PERMILLE: u32 = 500;

/// What counts as near, and where comparing ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopyOptions {
    /// The least Jaccard measure of a pair, in thousandths, 1 to 1000.
    pub permille: u32,
    /// Texts made of grams that stand in more texts than this are compared by the rest of their
    /// grams with each other, and as a whole with a few of their kind only.
    pub crowd: u32,
    /// Bytes of distinct spelled texts up to which every pair is found for certain. Beyond, pairs
    /// are found by [`minhash`](MINHASH_RECALL).
    pub certain_bytes: usize,
    /// The same for the steps that finding for certain would take.
    pub certain_visits: u64,
}

impl Default for CopyOptions {
    fn default() -> Self {
        Self {
            permille: COPY_PERMILLE,
            crowd: 4_096,
            certain_bytes: 48 << 20,
            certain_visits: 300_000_000,
        }
    }
}

/// The expected share of the pairs at a Jaccard measure of exactly 0.5 that are found by hashes:
/// 1 - (1 - 0.5³)^42. It grows with the measure: 0.9999 at 0.6. Texts that thousands resemble
/// ([`Left::crowded_keys`]) and texts of less than fifty grams are found less surely.
pub const MINHASH_RECALL: f64 = 0.996;

/// How pairs were looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Every pair above the threshold is there, except those in [`Left`].
    #[default]
    Certain,
    /// By minimum hashes: every pair that is there is verified, and few are missing
    /// ([`MINHASH_RECALL`]).
    Hashes,
}

/// Two near texts, `one < two`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct NearPair {
    /// The text with the lower number.
    pub one: u32,
    /// The other.
    pub two: u32,
    /// Grams in both.
    pub shared: u32,
    /// Grams in either.
    pub either: u32,
}

impl NearPair {
    /// The Jaccard measure, 0 to 1.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        if self.either == 0 { 0.0 } else { f64::from(self.shared) / f64::from(self.either) }
    }
}

/// What was not compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Left {
    /// Grams that stand in more texts than the crowd allows.
    pub crowd_grams: u64,
    /// Texts that are made of these so far that they were compared as a whole with a few only.
    pub crowd_texts: u64,
    /// Of them those that are near none of these few.
    pub alone_in_crowd: u64,
    /// Runs of texts with one key, of which only the first were compared with the others.
    pub crowded_keys: u64,
}

/// The result of [`near_pairs`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NearPairs {
    /// Sorted, each once.
    pub pairs: Vec<NearPair>,
    /// How they were looked for.
    pub method: Method,
    /// What was not compared.
    pub left: Left,
}

/// All pairs of distinct texts whose measure reaches the threshold. Texts without any letter left
/// are near nothing.
///
/// # Errors
/// When the budget is used up.
pub fn near_pairs(
    texts: &Distinct,
    options: CopyOptions,
    budget: &mut dyn Budget,
) -> Result<NearPairs, OverBudget> {
    let bytes: usize = texts.iter().map(<[u8]>::len).sum();
    if bytes > options.certain_bytes {
        return minhash::near_pairs(texts, options, budget);
    }
    // At most one gram a byte; while a set is made it may hold every gram of the text.
    let taken = bytes.saturating_mul(8);
    budget.grow(taken)?;
    let sets = GramSets::of(texts);
    let found = near_sets(texts, &sets, Fresh::All, options, budget);
    drop(sets);
    budget.shrink(taken);
    found
}

/// As [`near_pairs`] with the sets at hand, and only pairs with a fresh text.
fn near_sets(
    texts: &Distinct,
    sets: &GramSets,
    fresh: Fresh<'_>,
    options: CopyOptions,
    budget: &mut dyn Budget,
) -> Result<NearPairs, OverBudget> {
    match join::join(texts, sets, fresh, options, budget)? {
        join::Joined::Pairs(found) => Ok(found),
        join::Joined::TooMany => minhash::near_pairs(texts, options, budget),
    }
}

/// The least overlap of two sets of these sizes that makes their measure reach the threshold.
const fn least_overlap(sizes: usize, permille: u32) -> usize {
    (sizes * permille as usize).div_ceil(1_000 + permille as usize)
}

/// The least size of a set that can be near one of this size.
const fn least_size(size: usize, permille: u32) -> usize {
    (size * permille as usize).div_ceil(1_000)
}

#[cfg(test)]
mod tests;
