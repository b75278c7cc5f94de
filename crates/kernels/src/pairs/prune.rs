//! Drops what cannot change the result, before anything quadratic is looked at.

use super::acts::Act;
use super::budget::{filled, release};
use super::window::gap;
use super::{Budget, PairOptions, PairsError};

/// Rounds end when one drops less than this share of the acts, or after the last one.
const WORTH_ANOTHER_ROUND: usize = 16;
const MOST_ROUNDS: usize = 6;

/// Keeps one act of an account on an object at one moment: the one with the lowest tie-break
/// number, which sorting has put first.
pub(super) fn repeats(acts: &mut Vec<Act>) {
    acts.dedup_by(|next, kept| {
        (next.object, next.at, next.account) == (kept.object, kept.at, kept.account)
    });
}

/// Drops acts that touch no act of another account, then accounts that touch others on too few
/// objects, and again, because each makes room for the other (as for the core of a graph).
pub(super) fn drop_hopeless(
    acts: &mut Vec<Act>,
    accounts: usize,
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<(), PairsError> {
    let mut tally = Tally {
        objects: filled(0, accounts, budget)?,
        last_object: filled(0, accounts, budget)?,
    };
    for _ in 0..MOST_ROUNDS {
        tally.objects.fill(0);
        tally.last_object.fill(0);
        drop_lonely(acts, options.window_us, &mut tally);
        let before = acts.len();
        acts.retain(|act| tally.objects[act.account as usize] >= options.min_objects);
        if (before - acts.len()) * WORTH_ANOTHER_ROUND <= before {
            break;
        }
    }
    release(tally.objects, budget);
    release(tally.last_object, budget);
    Ok(())
}

/// On how many objects each account touches another.
struct Tally {
    objects: Vec<u32>,
    /// Number of the object that was counted last, from 1.
    last_object: Vec<u32>,
}

fn drop_lonely(acts: &mut Vec<Act>, window_us: u64, tally: &mut Tally) {
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
                let account = act.account as usize;
                if tally.last_object[account] != number {
                    tally.last_object[account] = number;
                    tally.objects[account] += 1;
                }
            }
        }
    }
    acts.truncate(kept);
}

/// For each act of one object: whether another account acted within the window.
fn mark_touching(object: &[Act], window_us: u64, touching: &mut Vec<bool>) {
    touching.clear();
    let mut last = LastTwo::default();
    for act in object {
        touching.push(last.other_than(act.account).is_some_and(|at| gap(act.at, at) <= window_us));
        last.saw(act);
    }
    let mut next = LastTwo::default();
    for (act, touches) in object.iter().zip(touching).rev() {
        *touches |= next.other_than(act.account).is_some_and(|at| gap(at, act.at) <= window_us);
        next.saw(act);
    }
}

/// The last act, and the last one by another account than that.
#[derive(Default)]
struct LastTwo {
    last: Option<(u32, i64)>,
    other: Option<(u32, i64)>,
}

impl LastTwo {
    fn saw(&mut self, act: &Act) {
        if self.last.is_some_and(|(account, _)| account != act.account) {
            self.other = self.last;
        }
        self.last = Some((act.account, act.at));
    }

    /// When an account other than this one was seen last.
    fn other_than(&self, account: u32) -> Option<i64> {
        match self.last {
            Some((last, at)) if last != account => Some(at),
            _ => self.other.map(|(_, at)| at),
        }
    }
}
