//! One text and what is near it, for whoever asks about one text only.

use super::probe::pair;
use super::sets::{GramSets, shared};
use super::{NearPair, least_overlap};
use crate::hash::Digest128;

/// The number that names a text where objects are named by 64 bits: the first of its 128. Among a
/// million texts two have the same with odds of one in 10^7.
#[must_use]
pub fn key_of(digest: Digest128) -> i64 {
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// The pairs of [`super::near_pairs`] in which a text takes part, by the other text. `sets` are those
/// of all texts.
#[must_use]
pub fn near_of(sets: &GramSets, text: u32, permille: u32) -> Vec<NearPair> {
    let own = sets.set(text);
    let count = u32::try_from(sets.len()).unwrap_or(u32::MAX);
    (0..count)
        .filter(|number| *number != text && !own.is_empty())
        .filter_map(|number| {
            let other = sets.set(number);
            let sizes = own.len() + other.len();
            let shared = shared(own, other, least_overlap(sizes, permille).max(1))?;
            Some(pair(text, number, shared, sizes - shared))
        })
        .collect()
}
