//! Texts that share nothing but what thousands share: a footer, or a text that was sent out to be
//! changed a little by everybody. All their pairs would be millions, so each is compared with the
//! first texts of its kind.

use super::probe::{SetBits, pair};
use super::sets::{Distinct, GramSets, shared};
use super::{CopyOptions, NearPair, least_overlap};

/// How many first texts there are at most.
pub(super) const LEADERS: usize = 64;

/// Compares the texts, in the order of their digests (so that it does not matter who came when),
/// with the first ones that are near no earlier one. Returns how many are near none after all
/// places were taken.
pub(super) fn compare(
    distinct: &Distinct,
    sets: &GramSets,
    crowded: &[u32],
    options: CopyOptions,
    found: &mut Vec<NearPair>,
) -> u64 {
    let mut texts = crowded.to_vec();
    texts.sort_unstable_by_key(|text| distinct.digest(*text));
    let mut leaders: Vec<(u32, SetBits)> = Vec::new();
    let mut alone = 0;
    for text in texts {
        let set = sets.set(text);
        let bits = SetBits::of(set);
        let mut near = false;
        for (leader, leader_bits) in &leaders {
            let other = sets.set(*leader);
            let least = least_overlap(set.len() + other.len(), options.permille);
            if bits.most_shared(set.len() + other.len(), leader_bits) < least {
                continue;
            }
            if let Some(shared) = shared(set, other, least) {
                found.push(pair(text, *leader, shared, set.len() + other.len() - shared));
                near = true;
            }
        }
        if near {
            continue;
        }
        if leaders.len() < LEADERS {
            leaders.push((text, bits));
        } else {
            alone += 1;
        }
    }
    alone
}
