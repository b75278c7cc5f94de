//! False discoveries within a family, and over a season.
//!
//! # Within a family
//!
//! Benjamini and Hochberg ([`crate::discoveries`]) over *all* pairs of the family, of which only
//! those that met are listed: a pair with fewer joint objects than asked for
//! counts with p = 1, which no bar is low enough for.
//!
//! # Over a season
//!
//! The same pair is looked at every day, and its objects add up. Under null 1 the joint objects of
//! a pair come like the events of a Poisson process whose clock is the expected number: days are
//! permuted each by itself, so the expectation only grows, and what one day adds depends on no
//! other day. When the x-th object comes, its p-value is the chance that it comes that early, and
//! until the next object p only rises. So a pair gets one chance for each number of objects, not
//! for each look, and the bar is shared out over these numbers:
//!
//! `share(x) = m / (x (x + 1))` for `x >= m`, where m is the least number of objects; the shares
//! add up to 1. Then `p / share(x)` is a p-value at every look at once, of any number of looks in a
//! season of any length, and nothing has to be remembered between runs: the rule is a function of
//! what is known at the horizon. (Alpha spending: *Discrete sequential boundaries for clinical
//! trials*, Biometrika 70, 1983; validity at any time: Howard, Ramdas and others, *Time-uniform,
//! nonparametric, nonasymptotic confidence sequences*, 2021.)
//! Families (layers times windows) share the bar equally.
//!
//! What it promises: with nobody acting together, at most a share `alpha` of all seasons ever
//! raises any pair in any family at the close of any day.

/// What the bar is multiplied with for a pair that has this many objects.
#[must_use]
pub fn season_share(objects: u32, min_objects: u32) -> f64 {
    let (objects, least) = (f64::from(objects.max(1)), f64::from(min_objects.max(1)));
    (least / (objects * (objects + 1.0))).min(1.0)
}

/// The p-value of a pair at every look of a season, over that many families.
#[must_use]
pub fn season_p(p: f64, objects: u32, min_objects: u32, families: u32) -> f64 {
    (p * f64::from(families.max(1)) / season_share(objects, min_objects)).min(1.0)
}

/// How many pairs there are of so many accounts.
#[must_use]
pub fn all_pairs(accounts: usize) -> f64 {
    let accounts = accounts as f64;
    (accounts * (accounts - 1.0) / 2.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_a_season_add_up_to_one() {
        for least in [1, 2, 3, 10] {
            let sum: f64 = (least..1_000_000).map(|x| season_share(x, least)).sum();
            assert!(sum <= 1.0 + 1e-9 && sum > 0.999, "{least}: {sum}");
        }
    }

    #[test]
    fn every_account_may_meet_every_other() {
        assert_eq!(all_pairs(5), 10.0);
        assert_eq!(all_pairs(0), 0.0);
    }
}
