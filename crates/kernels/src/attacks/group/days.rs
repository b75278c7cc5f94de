//! Counts by day and target: lines, sources, bursts, attacks, side by side.

use super::report::{Attack, Burst};

/// One day at one target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DayCount {
    /// The day, as the caller numbers days.
    pub day: i64,
    /// The target; `None` is all targets together, each source, burst and attack counted once.
    pub target: Option<u64>,
    /// Lines that belong to attacks.
    pub lines: u64,
    /// Sources of those lines.
    pub sources: u64,
    /// Bursts with a line that day.
    pub bursts: u64,
    /// Attacks with a line that day at that target.
    pub attacks_active: u64,
    /// Attacks whose first line is of that day (for a target: whose first line there is).
    pub attacks_started: u64,
}

/// A burst's lines of one day.
#[derive(Clone, Copy)]
pub(super) struct DayLines {
    pub(super) day: i64,
    pub(super) burst: u32,
    pub(super) lines: u64,
}

/// Counts. `rows` hold each (day, burst) once.
pub(super) fn counted(rows: &[DayLines], bursts: &[Burst], attacks: &[Attack]) -> Vec<DayCount> {
    let target = |row: &DayLines| bursts[row.burst as usize].target;
    let mut days: Vec<DayCount> = Vec::new();
    for by_target in [false, true] {
        let key = |row: &DayLines| (if by_target { Some(target(row)) } else { None }, row.day);
        let mut rows = rows.to_vec();
        rows.sort_unstable_by_key(|row| (key(row), row.burst));
        let mut began = vec![None; attacks.len()];
        // Days ascend within a target, so the first one of an attack is its start there.
        for run in rows.chunk_by(|one, next| key(one) == key(next)) {
            let (Some(first), mut sources, mut active) = (run.first(), Vec::new(), Vec::new())
            else {
                continue;
            };
            for row in run {
                let burst = &bursts[row.burst as usize];
                sources.push(burst.source);
                active.push(burst.attack);
            }
            let (target, day) = key(first);
            let attacks = distinct(&mut active);
            let mut started = 0;
            for attack in &active {
                let known = &mut began[*attack as usize];
                if *known != Some(target) {
                    *known = Some(target);
                    started += 1;
                }
            }
            days.push(DayCount {
                day,
                target,
                lines: run.iter().map(|row| row.lines).sum(),
                sources: distinct(&mut sources),
                bursts: run.len() as u64,
                attacks_active: attacks,
                attacks_started: started,
            });
        }
    }
    days.sort_unstable();
    days
}

fn distinct<T: Ord>(all: &mut Vec<T>) -> u64 {
    all.sort_unstable();
    all.dedup();
    all.len() as u64
}
