//! Sorts acts by object and time.

use super::acts::Act;

/// Acts in one part, about: as many as the second-level cache holds.
const PART: usize = 16_384;

/// Brings acts of one object together, by time, then account, then tie-break number.
///
/// Objects themselves come in no particular order: acts are first dealt into parts by a hash of
/// the object (in place, as American flag sort does: McIlroy, Bostic and McIlroy, *Engineering
/// Radix Sort*, 1993), then each part is sorted inside the cache.
pub(super) fn sort(acts: &mut [Act], tie: &impl Fn(u32) -> i64) {
    let bits = (acts.len() / PART).next_power_of_two().trailing_zeros().min(10);
    let mut rest = acts;
    for length in deal(rest, bits) {
        let (part, after) = rest.split_at_mut(length);
        part.sort_unstable_by(|left, right| {
            (left.object, left.at, left.account)
                .cmp(&(right.object, right.at, right.account))
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
        (act.object.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
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
                    object: (mixed >> 50) as i64,
                    at: (mixed >> 20 & 0xFF) as i64,
                    account: (mixed & 3) as u32,
                    row,
                }
            })
            .collect();
        sort(&mut acts, &|row| -i64::from(row));
        let mut objects: Vec<i64> = acts.chunk_by(|a, b| a.object == b.object).map(|o| o[0].object).collect();
        let runs = objects.len();
        objects.sort_unstable();
        objects.dedup();
        assert_eq!(objects.len(), runs);
        let inside = |act: &Act| (act.at, act.account, -i64::from(act.row));
        for object in acts.chunk_by(|a, b| a.object == b.object) {
            assert!(object.is_sorted_by_key(inside));
        }
    }
}
