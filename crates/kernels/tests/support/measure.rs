//! Groups in planted acts, held against what was planted.

use std::collections::BTreeSet;

use vigie_kernels::groups::{self, GroupOptions, Groups};
use vigie_kernels::pairs::{Acts, PairOptions, Pairs, Unlimited, windowed};

use super::planted::Planted;

pub const WINDOW_US: u64 = 60_000_000;

/// How well planted pairs were found.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    pub precision: f64,
    pub recall: f64,
    pub pairs: usize,
    pub groups: usize,
}

pub fn acts(made: &Planted) -> Acts<'_> {
    Acts { account: &made.account, object: &made.object, at: &made.at }
}

fn tie(made: &Planted) -> Vec<i64> {
    (0..).take(made.at.len()).collect()
}

pub fn pairs(made: &Planted) -> Pairs {
    windowed(acts(made), &tie(made), PairOptions::new(WINDOW_US, 2), &mut Unlimited).unwrap()
}

pub fn find_from(made: &Planted, pairs: &Pairs) -> Groups {
    let options = GroupOptions::new(WINDOW_US);
    groups::find(acts(made), &tie(made), pairs, &[], options, &mut Unlimited).unwrap()
}

pub fn find(made: &Planted) -> Groups {
    find_from(made, &pairs(made))
}

/// Those that are told: sure enough for a season of looking, as the page of groups asks.
pub fn told(mut found: Groups) -> Groups {
    found.groups.retain(|group| group.season_false <= 0.05);
    found
}

/// The pairs inside groups.
pub fn pairs_of(found: &Groups) -> BTreeSet<(i64, i64)> {
    let mut pairs = BTreeSet::new();
    for group in &found.groups {
        for (at, one) in group.members.iter().enumerate() {
            pairs.extend(group.members[at + 1..].iter().map(|other| (one.account, other.account)));
        }
    }
    pairs
}

pub fn score(truth: &BTreeSet<(i64, i64)>, found: &Groups) -> Score {
    let pairs = pairs_of(found);
    let right = pairs.intersection(truth).count() as f64;
    Score {
        precision: if pairs.is_empty() { 1.0 } else { right / pairs.len() as f64 },
        recall: right / truth.len().max(1) as f64,
        pairs: pairs.len(),
        groups: found.groups.len(),
    }
}
