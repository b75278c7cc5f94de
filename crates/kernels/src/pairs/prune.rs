//! Drops what cannot change the result, before anything quadratic is looked at.

use super::acts::Act;
use super::budget::{filled, release};
use super::window::gap;
use super::{Budget, PairOptions, PairsError, place};

/// Rounds end when one drops less than this share of the acts, or after the last one.
const WORTH_ANOTHER_ROUND: usize = 16;
const MOST_ROUNDS: usize = 6;

/// Keeps one act of an account on an object at one moment: the one with the lowest tie-break
/// number, which sorting has put first.
pub(crate) fn repeats(acts: &mut Vec<Act>) {
    acts.dedup_by(|next, kept| {
        (next.object, next.at, next.key) == (kept.object, kept.at, kept.key)
    });
}

/// Drops acts that touch no act of another account, then accounts that touch others on too few
/// objects. Accounts share counters by hash, which spares numbering millions of them that are
/// about to go: a count can only be too high, so nothing is dropped that matters.
pub(crate) fn drop_most(
    acts: &mut Vec<Act>,
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<(), PairsError> {
    let slots = (acts.len() / 4).next_power_of_two().clamp(1 << 10, 1 << 22);
    let shift = 64 - slots.trailing_zeros();
    round(acts, slots, options, budget, |act| {
        place(act.key.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift)
    })?;
    Ok(())
}

/// The same with a counter for each account, again and again, because acts that go leave others
/// alone, and accounts that go leave acts alone (as for the core of a graph).
pub(crate) fn drop_hopeless(
    acts: &mut Vec<Act>,
    accounts: usize,
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<(), PairsError> {
    for _ in 0..MOST_ROUNDS {
        let before = acts.len();
        round(acts, accounts, options, budget, |act| act.account as usize)?;
        if (before - acts.len()) * WORTH_ANOTHER_ROUND <= before {
            break;
        }
    }
    Ok(())
}

fn round(
    acts: &mut Vec<Act>,
    slots: usize,
    options: PairOptions,
    budget: &mut dyn Budget,
    slot: impl Fn(&Act) -> usize,
) -> Result<(), PairsError> {
    let mut tally = filled(Tally::default(), slots, budget)?;
    drop_lonely(acts, options.window_us, &mut tally, &slot);
    acts.retain(|act| tally[slot(act)].objects >= options.min_objects);
    release(tally, budget);
    Ok(())
}

/// On how many objects an account touches another, and which was counted last (from 1).
#[derive(Clone, Copy, Default)]
struct Tally {
    objects: u32,
    last_object: u32,
}

fn drop_lonely(
    acts: &mut Vec<Act>,
    window_us: u64,
    tally: &mut [Tally],
    slot: &impl Fn(&Act) -> usize,
) {
    let mut touching: Vec<bool> = Vec::new();
    let (mut start, mut kept, mut number) = (0, 0, 0);
    while start < acts.len() {
        let object = acts[start].object;
        let length = acts[start..].iter().take_while(|act| act.object == object).count();
        let range = start..start + length;
        start += length;
        if length == 1 {
            continue;
        }
        number += 1;
        mark_touching(&acts[range.clone()], window_us, &mut touching);
        for (at, touches) in range.zip(&touching) {
            if *touches {
                let act = acts[at];
                acts[kept] = act;
                kept += 1;
                let tally = &mut tally[slot(&act)];
                if tally.last_object != number {
                    tally.last_object = number;
                    tally.objects += 1;
                }
            }
        }
    }
    acts.truncate(kept);
}

/// For each act of one object: whether another account acted within the window.
pub(crate) fn mark_touching(object: &[Act], window_us: u64, touching: &mut Vec<bool>) {
    touching.clear();
    let mut last = LastTwo::default();
    for act in object {
        touching.push(last.other_than(act.key).is_some_and(|at| gap(act.at, at) <= window_us));
        last.saw(act);
    }
    let mut next = LastTwo::default();
    for (act, touches) in object.iter().zip(touching).rev() {
        *touches |= next.other_than(act.key).is_some_and(|at| gap(at, act.at) <= window_us);
        next.saw(act);
    }
}

/// The last act, and the last one by another account than that.
#[derive(Default)]
struct LastTwo {
    last: Option<(i64, i64)>,
    other: Option<(i64, i64)>,
}

impl LastTwo {
    fn saw(&mut self, act: &Act) {
        if self.last.is_some_and(|(key, _)| key != act.key) {
            self.other = self.last;
        }
        self.last = Some((act.key, act.at));
    }

    /// When an account other than this one was seen last.
    fn other_than(&self, key: i64) -> Option<i64> {
        match self.last {
            Some((last, at)) if last != key => Some(at),
            _ => self.other.map(|(_, at)| at),
        }
    }
}
