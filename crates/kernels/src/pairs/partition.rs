//! Sorts acts by object and time.

use super::acts::Act;
use super::place;

/// Acts in one part, about: as many as the second-level cache holds.
const PART: usize = 8192;

/// Brings acts of one object together, by time, then account, then tie-break number.
///
/// Objects themselves come in no particular order: acts are first dealt into parts by a hash of
/// the object (in place, as American flag sort does: *Engineering Radix
/// Sort*, Computing Systems 6(1), 1993), then each part is sorted inside the cache.
pub(crate) fn sort(acts: &mut [Act], tie: &impl Fn(u32) -> i64) {
    let bits = (acts.len() / PART).next_power_of_two().trailing_zeros().min(10);
    let mut rest = acts;
    for length in deal(rest, bits) {
        let (part, after) = rest.split_at_mut(length);
        part.sort_unstable_by(|left, right| {
            (left.object, left.at, left.key)
                .cmp(&(right.object, right.at, right.key))
                .then_with(|| tie(left.row).cmp(&tie(right.row)))
        });
        rest = after;
    }
}

/// Deals acts into `2^bits` parts; returns the length of each.
fn deal(acts: &mut [Act], bits: u32) -> Vec<usize> {
    if bits == 0 {
        return vec![acts.len()];
    }
    // Fibonacci hashing: the upper bits of a product with an odd constant near 2^64 / golden ratio.
    let part_of = |act: &Act| {
        let product = act.object.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // `bits` is at most ten.
        place(product >> (64 - bits))
    };
    let mut lengths = vec![0; 1 << bits];
    for act in &*acts {
        lengths[part_of(act)] += 1;
    }
    let mut next = Vec::with_capacity(lengths.len());
    let mut start = 0;
    for length in &lengths {
        next.push(start);
        start += length;
    }
    let mut end = 0;
    for part in 0..lengths.len() {
        end += lengths[part];
        while next[part] < end {
            let here = next[part];
            let target = part_of(&acts[here]);
            if target != part {
                acts.swap(here, next[target]);
            }
            next[target] += 1;
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_stand_together_and_are_sorted_inside() {
        let mut acts: Vec<Act> = (0..100_000_u32)
            .map(|row| {
                let mixed = u64::from(row).wrapping_mul(0xD134_2543_DE82_EF95);
                Act {
                    object: (mixed >> 50).cast_signed(),
                    at: (mixed >> 20 & 0xFF).cast_signed(),
                    key: i64::from(row & 3),
                    account: 0,
                    row,
                }
            })
            .collect();
        sort(&mut acts, &|row| -i64::from(row));
        let mut objects: Vec<i64> =
            acts.chunk_by(|a, b| a.object == b.object).map(|o| o[0].object).collect();
        let runs = objects.len();
        objects.sort_unstable();
        objects.dedup();
        assert_eq!(objects.len(), runs);
        let inside = |act: &Act| (act.at, act.key, -i64::from(act.row));
        for object in acts.chunk_by(|a, b| a.object == b.object) {
            assert!(object.is_sorted_by_key(inside));
        }
    }
}
