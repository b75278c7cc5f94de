//! Our own source of chance: small, seeded, the same on every machine.
//!
//! `SplitMix64` (Steele, Lea, Flood, *Fast splittable pseudorandom number generators*, OOPSLA
//! 2014).
//! Whole numbers only: floating point would make the bytes of a season depend on a maths library.

/// The golden-ratio increment of `SplitMix64`.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of numbers that look drawn by chance and depend on nothing but the seed.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The stream that belongs to `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// An independent stream for one part of a whole, so that parts can be made in any order.
    #[must_use]
    pub fn of(seed: u64, part: &[u64]) -> Self {
        part.iter().fold(Self::new(seed), |rng, number| Self::new(rng.0 ^ mix(*number)))
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 to `end - 1`, all about equally likely (Lemire 2019, without the rejection
    /// step: its bias is below `end` / 2^64). Zero when `end` is zero.
    pub fn below(&mut self, end: u64) -> u64 {
        high(u128::from(self.bits()) * u128::from(end))
    }

    /// A number from `from` to `until - 1`; `from` when the range is empty.
    pub fn between(&mut self, from: i64, until: i64) -> i64 {
        let width = u64::try_from(until.saturating_sub(from)).unwrap_or(0);
        from.saturating_add_unsigned(self.below(width))
    }

    /// True in `share` of 1000 cases.
    pub fn chance(&mut self, share: u64) -> bool {
        self.below(1000) < share
    }

    /// An index into something of `len` parts; zero when it has none.
    pub fn index(&mut self, len: usize) -> usize {
        index(self.below(count(len)))
    }

    /// One of a fixed, non-empty list.
    pub fn pick<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        const { assert!(N > 0) };
        list[self.index(N)]
    }

    /// `wanted` different numbers below `end`, in the order drawn; fewer when `end` is smaller.
    pub fn distinct(&mut self, wanted: usize, end: u64) -> Vec<u64> {
        let wanted = wanted.min(index(end));
        let mut drawn = Vec::with_capacity(wanted);
        while drawn.len() < wanted {
            let number = self.below(end);
            if !drawn.contains(&number) {
                drawn.push(number);
            }
        }
        drawn
    }
}

/// A heavy tail over ranks `0..count`: rank x comes with density (x + offset)^(-3/4).
///
/// Drawn by inverting the distribution, whose integral is a fourth root. The exponent lies between
/// those measured for posts by account and shares by link; the fourth power needs no maths library.
#[derive(Clone, Copy, Debug)]
pub struct HeavyTail {
    low: u64,
    width: u64,
    offset: u64,
    count: u64,
}

impl HeavyTail {
    /// `offset` flattens the head: the share of the first rank falls as it grows.
    #[must_use]
    pub fn new(count: u64, offset: u64) -> Self {
        // Below 2^31, so that a root scaled by 2^24 to the fourth power stays inside 128 bits.
        let limit = (1 << 31) - 1;
        let offset = offset.clamp(1, limit / 2);
        let count = count.clamp(1, limit / 2);
        let (low, high) = (scaled_root(offset), scaled_root(offset + count));
        Self { low, width: high - low, offset, count }
    }

    /// One rank.
    pub fn draw(&self, rng: &mut Rng) -> u64 {
        let root = u128::from(self.low + rng.below(self.width));
        let square = root * root;
        let power = (square * square) >> 96;
        let place = u64::try_from(power).unwrap_or(u64::MAX);
        place.saturating_sub(self.offset).min(self.count - 1)
    }
}

/// The fourth root of `number`, times 2^24.
fn scaled_root(number: u64) -> u64 {
    let root = (u128::from(number) << 96).isqrt().isqrt();
    u64::try_from(root).unwrap_or(u64::MAX)
}

/// Spreads the bits of `number` over the whole word; different numbers stay different.
#[must_use]
pub const fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn high(product: u128) -> u64 {
    u64::try_from(product >> 64).unwrap_or(u64::MAX)
}

/// A length as a number.
pub(crate) fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// A number as an index. Every number that comes here was drawn below a length.
pub(crate) fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_golden() {
        let mut rng = Rng::of(7, &[1, 2]);
        let drawn: Vec<u64> = (0..6).map(|_| rng.below(1000)).collect();
        insta::assert_snapshot!(format!("{drawn:?}"), @"[660, 800, 213, 641, 812, 210]");
    }

    #[test]
    fn parts_of_a_whole_are_independent() {
        let first: Vec<u64> =
            [[1, 2], [2, 1], [0, 3], [12, 0]].iter().map(|part| Rng::of(7, part).bits()).collect();
        let mut distinct = first.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), first.len());
    }

    #[test]
    fn draws_stay_below_their_end_and_reach_it() {
        let mut rng = Rng::new(1);
        let mut seen = [0_u32; 10];
        for _ in 0..10_000 {
            seen[rng.index(10)] += 1;
        }
        assert!(seen.iter().all(|times| (800..1200).contains(times)), "{seen:?}");
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.between(5, 5), 5);
        assert_eq!(rng.between(5, 4), 5);
    }

    #[test]
    fn distinct_draws_repeat_nothing_and_end() {
        let mut drawn = Rng::new(3).distinct(20, 8);
        drawn.sort_unstable();
        assert_eq!(drawn, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn the_tail_is_heavy_and_bounded() {
        let tail = HeavyTail::new(1000, 3);
        let mut rng = Rng::new(9);
        let mut seen = vec![0_u32; 1000];
        for _ in 0..100_000 {
            seen[index(tail.draw(&mut rng))] += 1;
        }
        let head: u32 = seen[..10].iter().sum();
        let last: u32 = seen[990..].iter().sum();
        assert!(head > 20 * last, "first ten ranks {head}, last ten {last}");
        assert!(last > 0);
        assert_eq!(HeavyTail::new(1, 1).draw(&mut rng), 0);
    }
}
