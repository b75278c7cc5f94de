//! What a visit tried, as sets that can be compared: Jaccard index, candidates by minimum hashes.
//!
//! Sets are cut to the [`MOST_TOKENS`] smallest of their mixed keys. The index of two cut sets is that
//! of the smallest of their union, which estimates the index of the whole sets without bias (Broder,
//! *On the resemblance and containment of documents*, 1997). Pairs are proposed by bands of two
//! minimum hashes; a pair at index J is proposed with probability 1 - (1 - J²)^16: 99 % at 0.5.

use super::keys::mix;

/// Tokens that are kept of one visit's list.
pub const MOST_TOKENS: usize = 1_024;

/// The smallest mixed keys of a list, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens(Vec<u64>);

impl Tokens {
    pub(super) fn of(keys: impl Iterator<Item = u64>) -> Self {
        let mut all: Vec<u64> = keys.map(mix).collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(MOST_TOKENS);
        all.shrink_to_fit();
        Self(all)
    }

    /// Pairs of neighbours, each key where it first stands: equal orders give equal sets.
    pub(super) fn of_order(keys: impl Iterator<Item = u64>) -> Self {
        let mut known = hashbrown::HashSet::new();
        let mut last = 1;
        let mut pairs = Vec::new();
        for key in keys {
            if known.len() >= 2 * MOST_TOKENS {
                break;
            }
            if known.insert(key) {
                pairs.push(mix(last ^ key.rotate_left(17)));
                last = key;
            }
        }
        Self::of(pairs.into_iter())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The Jaccard index in thousandths.
    pub(super) fn alike(&self, other: &Self) -> u32 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut union, mut shared) = (0_u32, 0_u32);
        let most = u32::try_from(MOST_TOKENS).unwrap_or(u32::MAX);
        while union < most {
            match (left.peek(), right.peek()) {
                (Some(one), Some(two)) => {
                    let (one, two) = (**one, **two);
                    if one <= two {
                        left.next();
                    }
                    if two <= one {
                        right.next();
                    }
                    shared += u32::from(one == two);
                }
                (Some(_), None) => drop(left.next()),
                (None, Some(_)) => drop(right.next()),
                (None, None) => break,
            }
            union += 1;
        }
        shared * 1_000 / union.max(1)
    }

    /// How many keys [`Self::band`] gives.
    pub(super) const BANDS: u64 = 16;

    /// A key that lists which are alike share with some probability.
    pub(super) fn band(&self, band: u64) -> u64 {
        let smallest = |seed: u64| {
            let seed = mix(seed + 1);
            self.0.iter().map(|token| mix(token ^ seed)).min().unwrap_or(0)
        };
        mix(smallest(2 * band) ^ smallest(2 * band + 1).rotate_left(31) ^ band)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_shared_of_all() {
        let list = |range: std::ops::Range<u64>| Tokens::of(range);
        assert_eq!(list(0..10).alike(&list(0..10)), 1_000);
        assert_eq!(list(0..10).alike(&list(5..15)), 333);
        assert_eq!(list(0..10).alike(&list(20..30)), 0);
        assert_eq!(Tokens::default().alike(&Tokens::default()), 0);
        let near = list(0..20_000).alike(&list(0..10_000));
        assert!((450..550).contains(&near), "{near}");
    }

    #[test]
    fn order_matters_where_order_is_compared() {
        let order = |keys: &[u64]| Tokens::of_order(keys.iter().copied());
        assert_eq!(order(&[1, 2, 3, 4]).alike(&order(&[1, 1, 2, 3, 2, 4])), 1_000);
        assert!(order(&[1, 2, 3, 4]).alike(&order(&[4, 3, 2, 1])) < 200);
    }

    #[test]
    fn lists_half_alike_meet_in_a_band() {
        let met = (0..200_u64)
            .filter(|start| {
                let one = Tokens::of((0..20).map(|key| start * 1_000 + key));
                let other = Tokens::of((6..26).map(|key| start * 1_000 + key));
                (0..Tokens::BANDS).any(|band| one.band(band) == other.band(band))
            })
            .count();
        assert!(met >= 190, "{met}");
    }
}
