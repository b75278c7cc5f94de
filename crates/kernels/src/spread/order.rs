//! Appearances in the order that their clocks allow.

use vigie_model::Precision;

/// One appearance of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appearance {
    /// Who: an account or an outlet.
    pub who: i64,
    /// The stamp in microseconds: the earliest moment that it may mean.
    pub at: i64,
    /// How long the stamp may mean, in microseconds: 60,000,000 for one to the minute.
    pub width_us: i64,
    /// Decides between appearances that are equal in all else, so that lists do not depend on the
    /// order of rows.
    pub tie: i64,
}

/// An appearance with its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ranked {
    /// Where it stands in the list that was given.
    pub index: usize,
    /// 1 for what nothing surely precedes; else one more than the number that surely does.
    pub rank: usize,
    /// Appearances of which neither it nor they surely come first.
    pub ties: usize,
}

/// How long a stamp of this precision may mean, in microseconds.
#[must_use]
pub const fn width_us(precision: Precision) -> i64 {
    match precision {
        Precision::Microsecond => 1,
        Precision::Millisecond => 1_000,
        Precision::Second => 1_000_000,
        Precision::Minute => 60_000_000,
        Precision::Hour => 3_600_000_000,
        Precision::Day => 86_400_000_000,
    }
}

impl Appearance {
    /// The first moment that it cannot mean any more.
    #[must_use]
    pub const fn until(&self) -> i64 {
        self.at.saturating_add(if self.width_us > 0 { self.width_us } else { 1 })
    }

    /// Whether it surely came before another.
    #[must_use]
    pub const fn is_before(&self, other: &Self) -> bool {
        self.until() <= other.at
    }
}

/// All appearances by rank, then by stamp. Work is that of two sorts.
#[must_use]
pub fn ranked(appearances: &[Appearance]) -> Vec<Ranked> {
    let mut starts: Vec<i64> = appearances.iter().map(|one| one.at).collect();
    let mut ends: Vec<i64> = appearances.iter().map(Appearance::until).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let mut ranked: Vec<Ranked> = appearances
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let before = ends.partition_point(|end| *end <= one.at);
            let after = starts.len() - starts.partition_point(|start| *start < one.until());
            let ties = appearances.len().saturating_sub(before + after + 1);
            Ranked { index, rank: before + 1, ties }
        })
        .collect();
    ranked.sort_by_key(|place| {
        let one = &appearances[place.index];
        (place.rank, one.at, one.width_us, one.who, one.tie)
    });
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECOND: i64 = 1_000_000;

    fn at(who: i64, at: i64, width_us: i64) -> Appearance {
        Appearance { who, at, width_us, tie: 0 }
    }

    #[test]
    fn a_stamp_to_the_minute_ties_with_every_second_in_it() {
        let minute = 60 * SECOND;
        let all = [
            at(1, 0, minute),
            at(2, 30 * SECOND, SECOND),
            at(3, 31 * SECOND, SECOND),
            at(4, minute, SECOND),
        ];
        let places: Vec<(i64, usize, usize)> =
            ranked(&all).iter().map(|p| (all[p.index].who, p.rank, p.ties)).collect();
        assert_eq!(places, [(1, 1, 2), (2, 1, 1), (3, 2, 1), (4, 4, 0)]);
    }

    proptest! {
        #[test]
        fn ranks_and_ties_are_those_of_counting(
            rows in prop::collection::vec((0_i64..40, 1_i64..15), 0..30)
        ) {
            let all: Vec<Appearance> = rows.iter().map(|(start, width)| at(0, *start, *width)).collect();
            for place in ranked(&all) {
                let one = &all[place.index];
                let before = all.iter().filter(|other| other.is_before(one)).count();
                let after = all.iter().filter(|other| one.is_before(other)).count();
                prop_assert_eq!(place.rank, before + 1);
                prop_assert_eq!(place.ties, all.len() - before - after - 1);
            }
        }
    }
}
