//! The pair rule, written down once more: every act against every act, nothing clever.

use std::collections::BTreeMap;

/// One act with its tie-break number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Act {
    pub account: i64,
    pub object: i64,
    pub at: i64,
    pub tie: i64,
}

/// A pair; evidence as (time of the earlier act, delay, tie of a's act, tie of b's act).
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    pub accounts: (i64, i64),
    pub first_at: i64,
    pub last_at: i64,
    pub delay_median_s: f64,
    pub evidence: Vec<(i64, i64, i64, i64)>,
}

type Closest = (i64, i64, i64, i64, i64);

/// All pairs with at least `min_objects` joint objects.
pub fn windowed(acts: &[Act], window_us: i64, min_objects: usize) -> Vec<Pair> {
    let mut joint: BTreeMap<(i64, i64), BTreeMap<i64, Closest>> = BTreeMap::new();
    for a in acts {
        for b in acts {
            let delay = b.at - a.at;
            if a.object != b.object || a.account >= b.account || delay.abs() > window_us {
                continue;
            }
            let touch = (delay.abs(), a.at.min(b.at), a.tie, b.tie, delay);
            let objects = joint.entry((a.account, b.account)).or_default();
            let closest = objects.entry(a.object).or_insert(touch);
            *closest = (*closest).min(touch);
        }
    }
    joint.retain(|_, objects| objects.len() >= min_objects.max(1));
    joint.into_iter().map(|(accounts, objects)| pair(accounts, &objects)).collect()
}

fn pair(accounts: (i64, i64), objects: &BTreeMap<i64, Closest>) -> Pair {
    let mut delays: Vec<i64> = objects.values().map(|closest| closest.0).collect();
    delays.sort_unstable();
    let half = delays.len() / 2;
    let median = if delays.len() % 2 == 1 {
        delays[half] as f64
    } else {
        f64::midpoint(delays[half - 1] as f64, delays[half] as f64)
    };
    let mut evidence: Vec<_> =
        objects.values().map(|&(_, at, tie_a, tie_b, delay)| (at, delay, tie_a, tie_b)).collect();
    evidence.sort_unstable_by_key(|&(at, delay, tie_a, tie_b)| (at, tie_a, tie_b, delay));
    Pair {
        accounts,
        first_at: objects.values().map(|closest| closest.1).min().unwrap_or(0),
        last_at: objects.values().map(|closest| closest.1 + closest.0).max().unwrap_or(0),
        delay_median_s: median / 1e6,
        evidence,
    }
}
