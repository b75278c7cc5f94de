//! Collects the acts that show each pair.

use std::cmp::Ordering;
use std::mem::size_of;

use hashbrown::HashMap;

use super::acts::Act;
use super::budget::{filled, release, reserve, table_bytes};
use super::count::{Counted, pair_key, ranks};
use super::window::{Visitor, gap, slide};
use super::{Budget, Joint, OverBudget, Pair, PairOptions, PairsError};

/// The pairs with their evidence.
pub(super) fn collect(
    acts: &[Act],
    accounts: &[i64],
    options: PairOptions,
    counted: &[Counted],
    tie: &impl Fn(u32) -> i64,
    budget: &mut dyn Budget,
) -> Result<(Vec<Pair>, Vec<Joint>), PairsError> {
    let mut pairs = lay_out(accounts, counted, budget)?;
    let total = pairs.last().map_or(0, |pair| pair.first_joint + pair.objects as usize);
    let unset = Joint { at: 0, delay_us: 0, row_a: 0, row_b: 0 };
    let joints = filled(unset, total, budget)?;
    let found = filled(0, pairs.len(), budget)?;
    let index_bytes = table_bytes(counted.len(), size_of::<(u64, u32)>());
    budget.grow(index_bytes)?;
    let index = counted.iter().zip(0..).map(|(pair, number)| (pair.key, number)).collect();
    let mut gather = Gather {
        index,
        meetings: Vec::new(),
        pairs: &pairs,
        joints,
        found,
        tie,
        budget,
        failed: None,
    };
    slide(acts, options.window_us, &mut gather)?;
    let Gather { meetings, mut joints, found, budget, .. } = gather;
    release(meetings, budget);
    release(found, budget);
    budget.shrink(index_bytes);
    let mut delays = Vec::new();
    for pair in &mut pairs {
        let evidence = &mut joints[pair.first_joint..][..pair.objects as usize];
        sum_up(pair, evidence, &mut delays, tie);
    }
    Ok((pairs, joints))
}

/// One row for each pair, with the place of its evidence.
fn lay_out(
    accounts: &[i64],
    counted: &[Counted],
    budget: &mut dyn Budget,
) -> Result<Vec<Pair>, PairsError> {
    let mut pairs = Vec::new();
    reserve(&mut pairs, counted.len(), budget)?;
    let mut first_joint = 0;
    for pair in counted {
        let (a, b) = ranks(pair.key);
        pairs.push(Pair {
            account_a: accounts[a],
            account_b: accounts[b],
            objects: pair.objects,
            first_at: 0,
            last_at: 0,
            delay_median_s: 0.0,
            first_joint,
        });
        first_joint += pair.objects as usize;
    }
    Ok(pairs)
}

/// Two acts of a pair that met.
struct Meeting {
    pair: u32,
    gap: u64,
    joint: Joint,
}

struct Gather<'a, T> {
    /// Pair key to number of the pair.
    index: HashMap<u64, u32>,
    /// The meetings of the present object.
    meetings: Vec<Meeting>,
    pairs: &'a [Pair],
    joints: Vec<Joint>,
    /// By pair: how many joints are written.
    found: Vec<u32>,
    tie: &'a T,
    budget: &'a mut dyn Budget,
    failed: Option<OverBudget>,
}

impl<T: Fn(u32) -> i64> Gather<'_, T> {
    /// Leaves the best meeting of each pair.
    fn choose(&mut self) {
        let tie = self.tie;
        self.meetings.sort_unstable_by(|left, right| {
            (left.pair, left.gap).cmp(&(right.pair, right.gap)).then_with(|| {
                by_time(&left.joint, &right.joint, tie)
            })
        });
        self.meetings.dedup_by_key(|meeting| meeting.pair);
    }

    #[cold]
    fn make_room(&mut self) {
        self.choose();
        let capacity = self.meetings.capacity();
        if self.meetings.len() >= capacity / 4 * 3 {
            self.failed = reserve(&mut self.meetings, capacity / 2 + 1, self.budget).err();
        }
    }
}

impl<T: Fn(u32) -> i64> Visitor for Gather<'_, T> {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        let Some(&pair) = self.index.get(&pair_key(earlier.account, later.account)) else {
            return;
        };
        let (a, b) = if earlier.account < later.account { (earlier, later) } else { (later, earlier) };
        let delay_us = b.at.saturating_sub(a.at);
        let joint = Joint { at: earlier.at, delay_us, row_a: a.row, row_b: b.row };
        if self.meetings.len() == self.meetings.capacity() {
            self.make_room();
        }
        if self.failed.is_none() {
            self.meetings.push(Meeting { pair, gap: gap(later.at, earlier.at), joint });
        }
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed.into());
        }
        self.choose();
        for meeting in self.meetings.drain(..) {
            let number = meeting.pair as usize;
            let place = self.pairs[number].first_joint + self.found[number] as usize;
            self.joints[place] = meeting.joint;
            self.found[number] += 1;
        }
        Ok(())
    }
}

/// By time of the earlier act, then by the acts' own numbers.
fn by_time(left: &Joint, right: &Joint, tie: &impl Fn(u32) -> i64) -> Ordering {
    left.at
        .cmp(&right.at)
        .then_with(|| tie(left.row_a).cmp(&tie(right.row_a)))
        .then_with(|| tie(left.row_b).cmp(&tie(right.row_b)))
}

fn sum_up(
    pair: &mut Pair,
    evidence: &mut [Joint],
    delays: &mut Vec<u64>,
    tie: &impl Fn(u32) -> i64,
) {
    evidence.sort_unstable_by(|left, right| by_time(left, right, tie));
    let last = |joint: &Joint| joint.at.saturating_add_unsigned(joint.delay_us.unsigned_abs());
    pair.first_at = evidence.first().map_or(0, |joint| joint.at);
    pair.last_at = evidence.iter().map(last).max().unwrap_or(0);
    delays.clear();
    delays.extend(evidence.iter().map(|joint| joint.delay_us.unsigned_abs()));
    delays.sort_unstable();
    let upper = delays.get(delays.len() / 2).copied().unwrap_or(0);
    let lower = delays.get(delays.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    pair.delay_median_s = (lower as f64 + upper as f64) / 2e6;
}
