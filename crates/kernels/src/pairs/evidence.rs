//! Collects the acts that show each pair.

use std::cmp::Ordering;
use std::mem::size_of;

use hashbrown::HashMap;

use super::acts::Act;
use super::budget::{filled, release, reserve, table_bytes};
use super::count::{Counted, pair_key, ranks};
use super::window::{Visitor, slide_reaching};
use super::{Budget, Joint, Pair, PairOptions, PairsError};

/// The pairs with their evidence. `reach` as it was when they were counted.
pub(crate) fn collect(
    acts: &[Act],
    accounts: &[i64],
    options: PairOptions,
    reach: usize,
    counted: &[Counted],
    tie: &impl Fn(u32) -> i64,
    budget: &mut dyn Budget,
) -> Result<(Vec<Pair>, Vec<Joint>), PairsError> {
    let (mut pairs, mut places) = lay_out(accounts, counted, options, budget)?;
    let slots = places.last().map_or(0, |last| last.first + last.slots as usize);
    let mut joints = filled(UNSET, slots, budget)?;
    let index_bytes = table_bytes(counted.len(), size_of::<(u64, u32)>());
    budget.grow(index_bytes)?;
    let index = counted.iter().zip(0..).map(|(pair, number)| (pair.key, number)).collect();
    let mut wanted = filled(false, accounts.len(), budget)?;
    for pair in counted {
        let (a, b) = ranks(pair.key);
        (wanted[a], wanted[b]) = (true, true);
    }
    let mut gather = Gather {
        index,
        wanted: &wanted,
        pairs: &mut pairs,
        places: &mut places,
        joints: &mut joints,
        object: 1,
        cap: options.evidence_cap,
        tie,
    };
    slide_reaching(acts, options.window_us, reach, &mut gather)?;
    gather.close();
    drop(gather);
    release(wanted, budget);
    budget.shrink(index_bytes);
    release(places, budget);
    Ok((pairs, joints))
}

const UNSET: Joint = Joint { at: 0, delay_us: 0, row_a: 0, row_b: 0 };

/// Where the evidence of a pair is written.
#[derive(Clone, Copy, Default)]
struct Place {
    first: usize,
    /// Room, in joints: for all, or twice the cap.
    slots: u32,
    written: u32,
    /// The object of the joint that was written last (from 1).
    last_object: u32,
}

/// One row for each pair, and room for its evidence.
fn lay_out(
    accounts: &[i64],
    counted: &[Counted],
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<(Vec<Pair>, Vec<Place>), PairsError> {
    let (mut pairs, mut places) = (Vec::new(), Vec::new());
    reserve(&mut pairs, counted.len(), budget)?;
    reserve(&mut places, counted.len(), budget)?;
    let mut first = 0;
    for pair in counted {
        let (a, b) = ranks(pair.key);
        pairs.push(Pair {
            account_a: accounts[a],
            account_b: accounts[b],
            objects: pair.objects,
            first_at: i64::MAX,
            last_at: i64::MIN,
            delay_median_s: 0.0,
            first_joint: 0,
            joints: 0,
        });
        let slots = pair.objects.min(options.evidence_cap.saturating_mul(2));
        places.push(Place { first, slots, ..Place::default() });
        first += slots as usize;
    }
    Ok((pairs, places))
}

/// Keeps the best meeting of each pair on each object.
struct Gather<'a, T> {
    /// Pair key to number of the pair.
    index: HashMap<u64, u32>,
    /// By rank: whether the account is in any of the pairs. Spares most looks into the index.
    wanted: &'a [bool],
    pairs: &'a mut [Pair],
    places: &'a mut [Place],
    joints: &'a mut Vec<Joint>,
    object: u32,
    cap: u32,
    tie: &'a T,
}

impl<T: Fn(u32) -> i64> Visitor for Gather<'_, T> {
    #[inline]
    fn meet(&mut self, earlier: &Act, later: &Act) {
        if !self.wanted[earlier.account as usize] || !self.wanted[later.account as usize] {
            return;
        }
        let Some(&number) = self.index.get(&pair_key(earlier.account, later.account)) else {
            return;
        };
        let number = number as usize;
        let (a, b) =
            if earlier.account < later.account { (earlier, later) } else { (later, earlier) };
        let delay_us = b.at.saturating_sub(a.at);
        let joint = Joint { at: earlier.at, delay_us, row_a: a.row, row_b: b.row };
        if self.places[number].last_object == self.object {
            let place = self.places[number];
            let present = &mut self.joints[place.first + place.written as usize - 1];
            if is_closer(&joint, present, self.tie) {
                *present = joint;
            }
            return;
        }
        if self.places[number].written == self.places[number].slots {
            self.keep_earliest(number);
        }
        let place = &mut self.places[number];
        self.joints[place.first + place.written as usize] = joint;
        place.written += 1;
        place.last_object = self.object;
    }

    fn object_done(&mut self) -> Result<(), PairsError> {
        self.object += 1;
        Ok(())
    }
}

impl<T: Fn(u32) -> i64> Gather<'_, T> {
    /// Notes the times of all joints of a pair and keeps the earliest of them, up to the cap.
    fn keep_earliest(&mut self, number: usize) {
        let (place, pair) = (&mut self.places[number], &mut self.pairs[number]);
        let evidence = &mut self.joints[place.first..][..place.written as usize];
        for joint in &*evidence {
            let last_at = joint.at.saturating_add_unsigned(joint.delay_us.unsigned_abs());
            pair.first_at = pair.first_at.min(joint.at);
            pair.last_at = pair.last_at.max(last_at);
        }
        if place.written > self.cap {
            evidence.select_nth_unstable_by(self.cap as usize - 1, |one, other| {
                by_time(one, other, self.tie)
            });
            place.written = self.cap;
        }
    }

    /// Brings the evidence of each pair in order and moves it together.
    fn close(&mut self) {
        let (mut end, mut delays) = (0, Vec::new());
        for number in 0..self.pairs.len() {
            self.keep_earliest(number);
            let (place, pair) = (self.places[number], &mut self.pairs[number]);
            let written = place.first..place.first + place.written as usize;
            self.joints[written.clone()]
                .sort_unstable_by(|one, other| by_time(one, other, self.tie));
            self.joints.copy_within(written, end);
            pair.first_joint = end;
            pair.joints = place.written;
            end += place.written as usize;
            pair.delay_median_s = median_s(&self.joints[pair.first_joint..end], &mut delays);
        }
        self.joints.truncate(end);
    }
}

/// Closer in time; among equally close ones earlier; then by the acts' own numbers.
fn is_closer(one: &Joint, other: &Joint, tie: &impl Fn(u32) -> i64) -> bool {
    one.delay_us
        .unsigned_abs()
        .cmp(&other.delay_us.unsigned_abs())
        .then_with(|| by_time(one, other, tie))
        .is_lt()
}

/// By time of the earlier act, then by the acts' own numbers.
fn by_time(one: &Joint, other: &Joint, tie: &impl Fn(u32) -> i64) -> Ordering {
    one.at
        .cmp(&other.at)
        .then_with(|| tie(one.row_a).cmp(&tie(other.row_a)))
        .then_with(|| tie(one.row_b).cmp(&tie(other.row_b)))
        .then_with(|| one.delay_us.cmp(&other.delay_us))
}

fn median_s(evidence: &[Joint], delays: &mut Vec<u64>) -> f64 {
    delays.clear();
    delays.extend(evidence.iter().map(|joint| joint.delay_us.unsigned_abs()));
    delays.sort_unstable();
    let upper = delays.get(delays.len() / 2).copied().unwrap_or(0);
    let lower = delays.get(delays.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    f64::midpoint(lower as f64, upper as f64) / 1e6
}
