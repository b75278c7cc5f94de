//! Error control over a season of looking, for groups.
//!
//! The same accounts are looked at every evening, and their meetings add up. For a set of accounts
//! with `x` meetings, the chance of so many is judged by the acts up to the end of the day of its
//! last meeting: what others do later does not make it less likely, and what the members do later
//! only makes it likelier. So it is smallest on the evening when the x-th meeting came, and a set has
//! one chance for each number of meetings, not for each look. The bar is shared out over these
//! numbers as for pairs (`chance::fdr`, whose sources hold here too): `share(x) = 2 / (x (x + 1))`,
//! and equally over the layers that are searched.
//!
//! What it promises: with nobody acting together, the number of groups as sure as this one that come
//! up in a season, in any layer, at any of its looks, is at most that on average. How many sets could
//! have been looked at is counted in `ln_false` already; no further group is let in because others
//! are surer.

use super::GroupOptions;
use super::grow::{Seen, ln_false};
use super::index::{Index, real};
use super::occasion::Work;
use crate::chance::fdr::season_share;

const DAY_US: i64 = 86_400_000_000;

/// Meetings that a group has at least.
const LEAST: u32 = 2;

/// By group: [`super::Group::season_false`].
pub(super) fn season_false(
    index: &Index,
    standing: &[(Seen, f64)],
    options: GroupOptions,
) -> Vec<f64> {
    let ends: Vec<i64> = standing.iter().map(|(seen, _)| end_of_last_day(index, seen)).collect();
    let until = acts_until(index, &ends);
    // What stands is little, and was looked at before: there is no end to guard here.
    let mut work = Work(u64::MAX);
    let ln_families = f64::from(options.families.max(1)).ln();
    standing
        .iter()
        .zip(until)
        .map(|((seen, _), until)| {
            let busier = index.total() / until.max(1.0);
            let then = ln_false(index, &seen.members, options, busier, &mut work);
            let meetings = u32::try_from(seen.meetings.len()).unwrap_or(u32::MAX);
            let share = season_share(meetings, LEAST);
            (then.max(seen.ln_false) + ln_families - share.ln()).exp()
        })
        .collect()
}

fn end_of_last_day(index: &Index, seen: &Seen) -> i64 {
    let acts = seen.meetings.iter().flat_map(|meeting| &meeting.acts);
    let last = acts.map(|at| index.acts[*at as usize].at).max().unwrap_or(0);
    last.div_euclid(DAY_US).saturating_add(1).saturating_mul(DAY_US)
}

/// By moment: how many acts come before it.
fn acts_until(index: &Index, ends: &[i64]) -> Vec<f64> {
    let mut order: Vec<i64> = ends.to_vec();
    order.sort_unstable();
    order.dedup();
    if order.is_empty() {
        return Vec::new();
    }
    // By moment, in order: acts before it and not before the one before.
    let mut between = vec![0_usize; order.len() + 1];
    for act in &index.acts {
        between[order.partition_point(|end| *end <= act.at)] += 1;
    }
    let mut before = 0;
    for count in &mut between {
        before += *count;
        *count = before;
    }
    ends.iter().map(|end| real(between[order.partition_point(|other| other < end)])).collect()
}
