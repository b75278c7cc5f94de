//! How much fewer objects than meetings: several acts on one object within the window make many
//! meetings and one joint object.
//!
//! With labels drawn independently, account `i` for a share `a` of a day's acts and `j` for `b`,
//! the chance that no act of `i` lies within the window of an act of `j` on one object follows
//! from one pass over the object's times. Read the acts in order and remember the last one that
//! belongs to either account: an act of `i` at time t is forbidden exactly if that last one is of
//! `j` and within the window (had `j` an act in the window before an act of `i`, that act of `i`
//! were within the window of it too). So three numbers suffice: nobody yet, last was `i`, last was
//! `j`; of the last two what they were at the window's edge tells how much is forbidden.

use super::family::Day;
use super::near;

/// Chance that two accounts with shares `a` and `b` of the acts are within the window of each other
/// on an object with these times (sorted) at least once.
pub(super) fn chance_on(times: &[i64], window_us: u64, a: f64, b: f64, room: &mut Room) -> f64 {
    let rest = (1.0 - a - b).max(0.0);
    room.start(times.len(), rest);
    let (mut hit, mut edge) = (0.0, 0);
    for (at, &time) in times.iter().enumerate() {
        while !near(times[edge], time, window_us) {
            edge += 1;
        }
        let since = room.powers[at - edge];
        let (nobody, last_a, last_b) = (room.powers[at], room.last_a[at], room.last_b[at]);
        // Of those whose last was `j`, the part whose last lies before the window.
        let (old_a, old_b) = (room.last_a[edge] * since, room.last_b[edge] * since);
        hit += a * (last_b - old_b).max(0.0) + b * (last_a - old_a).max(0.0);
        room.last_a.push(rest * last_a + a * (nobody + last_a + old_b));
        room.last_b.push(rest * last_b + b * (nobody + last_b + old_a));
    }
    hit.min(1.0)
}

/// Memory that is used again for each object.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// By act: chance that nothing is forbidden and the last one that counts was of `i`.
    last_a: Vec<f64>,
    last_b: Vec<f64>,
    /// Powers of the chance that an act belongs to neither.
    powers: Vec<f64>,
    rest: f64,
}

impl Room {
    fn start(&mut self, acts: usize, rest: f64) {
        self.last_a.clear();
        self.last_b.clear();
        self.last_a.push(0.0);
        self.last_b.push(0.0);
        if self.rest.to_bits() != rest.to_bits() || self.powers.is_empty() {
            self.rest = rest;
            self.powers.clear();
            self.powers.push(1.0);
        }
        while self.powers.len() <= acts {
            let last = self.powers.last().copied().unwrap_or(1.0);
            self.powers.push(last * rest);
        }
    }
}

/// Corrections below this share of the expectation are left out, which only raises it.
const WORTH_IT: f64 = 0.01;

/// At most how large the correction is, as a share of the expected meetings (Bonferroni's second
/// inequality): two meetings that have an act in common, and two that have none.
pub(super) fn worth_correcting(day: &Day, window: usize, a: f64, b: f64) -> bool {
    let meetings = day.near[window];
    let loss = f64::midpoint(a, b) * day.paths[window] + 2.0 * a * b * day.rivals[window];
    loss > WORTH_IT * meetings
}

/// The next lower step of a ladder with eight steps to a doubling; exact below 32. The share of
/// objects among meetings falls with activity, so that stepping down errs on the safe side, by at
/// most a ninth.
pub(super) fn step_down(acts: u32) -> u32 {
    if acts < 32 {
        return acts;
    }
    let octave = acts.ilog2() - 3;
    acts >> octave << octave
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways to label the acts, one by one.
    fn brute(times: &[i64], window_us: u64, a: f64, b: f64) -> f64 {
        let mut hit = 0.0;
        for code in 0..3_u32.pow(u32::try_from(times.len()).unwrap()) {
            let labels: Vec<u32> = (0..times.len())
                .map(|at| code / 3_u32.pow(u32::try_from(at).unwrap()) % 3)
                .collect();
            let chance: f64 =
                labels.iter().map(|label| [1.0 - a - b, a, b][*label as usize]).product();
            let meets = (0..times.len()).any(|one| {
                (0..times.len()).any(|other| {
                    labels[one] == 1
                        && labels[other] == 2
                        && times[one].abs_diff(times[other]) <= window_us
                })
            });
            hit += if meets { chance } else { 0.0 };
        }
        hit
    }

    #[test]
    fn one_pass_gives_what_all_labellings_give() {
        let mut room = Room::default();
        for times in [
            &[0, 10][..],
            &[0, 5, 10, 11, 30, 31],
            &[0, 0, 0, 0],
            &[0, 9, 18, 27, 36, 45, 54],
            &[0, 100, 200],
            &[],
        ] {
            for (a, b) in [(0.1, 0.2), (0.9, 0.05), (0.5, 0.5), (0.001, 0.3)] {
                let (fast, slow) = (chance_on(times, 10, a, b, &mut room), brute(times, 10, a, b));
                assert!((fast - slow).abs() < 1e-12, "{times:?} {a} {b}: {fast} {slow}");
            }
        }
    }

    #[test]
    fn the_ladder_never_steps_up_and_never_far_down() {
        for acts in 0..100_000 {
            let step = step_down(acts);
            assert!(
                step <= acts && f64::from(acts) < f64::from(step.max(1)) * 1.125 + 1e-9
                    || acts == 0
            );
        }
    }
}
