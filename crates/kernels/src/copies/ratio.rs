//! How literally one text repeats another, letter by letter.
//!
//! The similarity that D3lta calls copy-paste above 0.693: `Levenshtein.ratio` of `RapidFuzz`, which
//! is twice the longest common subsequence over both lengths. Computed with one bit a letter
//! (Hyyrö, *Bit-parallel LCS-length computation revisited*, 2004, section 3).

use hashbrown::HashMap;

/// Above, D3lta calls two texts copies.
pub const LITERAL: f64 = 0.693;

/// Letters that are compared; of longer texts the first.
const MOST: usize = 20_000;

/// Twice the longest common subsequence over the sum of the lengths, 0 to 1; 1 for two empty
/// texts. Letters are characters. Of texts longer than 20,000 characters the beginnings count.
#[must_use]
pub fn literal_ratio(one: &str, two: &str) -> f64 {
    let one: Vec<char> = one.chars().take(MOST).collect();
    let two: Vec<char> = two.chars().take(MOST).collect();
    if one.is_empty() && two.is_empty() {
        return 1.0;
    }
    let common = common_letters(&one, &two);
    2.0 * common as f64 / (one.len() + two.len()) as f64
}

/// The length of the longest common subsequence.
fn common_letters(one: &[char], two: &[char]) -> usize {
    let words = one.len().div_ceil(64);
    let mut places: HashMap<char, Vec<u64>> = HashMap::new();
    for (at, letter) in one.iter().enumerate() {
        let bits = places.entry(*letter).or_insert_with(|| vec![0; words]);
        bits[at / 64] |= 1 << (at % 64);
    }
    // A zero bit ends a longest common subsequence of its length.
    let mut open = vec![u64::MAX; words];
    for letter in two {
        let Some(places) = places.get(letter) else { continue };
        let mut carry = false;
        for (open, places) in open.iter_mut().zip(places) {
            let matches = *open & places;
            let (sum, first) = open.overflowing_add(matches);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            carry = first || second;
            *open = sum | (*open - matches);
        }
    }
    let spare = words * 64 - one.len();
    let zeros: u32 = open.iter().map(|word| word.count_zeros()).sum();
    let beyond = open
        .last()
        .map_or(0, |last| if spare == 0 { 0 } else { (!last >> (64 - spare)).count_ones() });
    zeros.saturating_sub(beyond) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_the_book(one: &[char], two: &[char]) -> usize {
        let mut row = vec![0; two.len() + 1];
        for left in one {
            let mut before = 0;
            for (at, right) in two.iter().enumerate() {
                let here = row[at + 1];
                row[at + 1] = if left == right { before + 1 } else { here.max(row[at]) };
                before = here;
            }
        }
        row[two.len()]
    }

    #[test]
    fn ratios_are_those_of_rapidfuzz() {
        for (one, two, ratio) in [
            ("", "", 1.0),
            ("a", "", 0.0),
            ("lewenstein", "levenshtein", 18.0 / 21.0),
            ("vote", "veto", 0.5),
        ] {
            assert!((literal_ratio(one, two) - ratio).abs() < 1e-12, "{one} {two}");
        }
        let long = "ж".repeat(1_000_000);
        assert!((literal_ratio(&long, &long) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_common_subsequence_is_the_longest(
            one in proptest::collection::vec("[a-dé]", 0..150),
            two in proptest::collection::vec("[a-dé]", 0..150),
        ) {
            let letters = |parts: Vec<String>| -> Vec<char> { parts.concat().chars().collect() };
            let (one, two) = (letters(one), letters(two));
            prop_assert_eq!(common_letters(&one, &two), by_the_book(&one, &two));
        }
    }
}
