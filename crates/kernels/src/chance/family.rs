//! Null 1: account labels are permuted over the acts of each day.
//!
//! It keeps how active each account is on each day, how popular each object is, and the time of
//! each act; gone is only who did which. Permuting within days and not over the whole stretch
//! keeps an election evening, when everybody is there at once, from looking like an agreement,
//! and lets the expectation of a pair grow day by day (see `fdr`).
//!
//! With `N` acts on a day, `W` of whose pairs are on one object and within the window, an account
//! with `k_i` acts and one with `k_j` make `2 k_i k_j W / (N (N - 1))` meetings on average, exactly;
//! with acts of neighbouring days (`V` pairs across midnight)
//! `(k_i k'_j + k'_i k_j) V / (N N')`. Several meetings on one object are one object: see `clump`.
//! An object that comes back on another day counts again, which only raises the expectation.

use hashbrown::HashMap;

use super::clump::{Room, chance_on, step_down, worth_correcting};
use super::{MAX_WINDOWS, near};
use crate::pairs::acts::Act;
use crate::pairs::budget::{release, reserve};
use crate::pairs::{Budget, OverBudget, PairsError};

const DAY_US: i64 = 86_400_000_000;

/// Acts looked at for corrections in one run; beyond it expectations stay uncorrected, hence too
/// high.
const MOST_WORK: usize = 400_000_000;

/// What a day of one layer is like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Day {
    /// Days since 1970.
    number: i64,
    acts: f64,
    /// By window: pairs of acts on one object within it.
    pub(super) near: [f64; MAX_WINDOWS],
    /// The same with the day before.
    across: [f64; MAX_WINDOWS],
    /// Pairs of such pairs that have an act in common.
    pub(super) paths: [f64; MAX_WINDOWS],
    /// Pairs of such pairs on one object.
    pub(super) rivals: [f64; MAX_WINDOWS],
    /// Such pairs on objects with two acts on that day.
    lone: [f64; MAX_WINDOWS],
}

/// The acts of one object on one day, three or more.
#[derive(Clone, Copy, Debug)]
struct Cell {
    day: u32,
    start: u32,
    acts: u32,
}

/// What one account did on one day.
#[derive(Clone, Copy, Debug)]
struct Share {
    day: u32,
    acts: u32,
}

/// All that null 1 needs to know of a layer.
#[derive(Debug)]
pub(super) struct Family {
    windows: Vec<u64>,
    days: Vec<Day>,
    cells: Vec<Cell>,
    cells_of: Vec<u32>,
    /// All accounts, sorted.
    accounts: Vec<i64>,
    shares_of: Vec<u32>,
    shares: Vec<Share>,
    corrections: HashMap<(u32, u32, u32, u8), f64>,
    work: usize,
    room: Room,
}

impl Family {
    /// Reads sorted acts without repeats.
    pub(super) fn of(
        acts: &[Act],
        windows: &[u64],
        budget: &mut dyn Budget,
    ) -> Result<Self, PairsError> {
        let mut family = Self {
            windows: windows.to_vec(),
            days: days(acts, budget)?,
            cells: Vec::new(),
            cells_of: Vec::new(),
            accounts: Vec::new(),
            shares_of: Vec::new(),
            shares: Vec::new(),
            corrections: HashMap::new(),
            work: 0,
            room: Room::default(),
        };
        family.count_shares(acts, budget)?;
        family.count_near(acts, budget)?;
        Ok(family)
    }

    pub(super) fn accounts(&self) -> usize {
        self.accounts.len()
    }

    /// The place of an account here.
    pub(super) fn place(&self, key: i64) -> usize {
        self.accounts.binary_search(&key).unwrap_or(usize::MAX)
    }

    fn count_shares(&mut self, acts: &[Act], budget: &mut dyn Budget) -> Result<(), PairsError> {
        let mut whose: Vec<(i64, u32)> = Vec::new();
        reserve(&mut whose, acts.len(), budget)?;
        let mut last = 0;
        for act in acts {
            last = self.day_of(act.at, last);
            whose.push((act.key, small(last)));
        }
        whose.sort_unstable();
        let (mut accounts, mut shares) = (0, 0);
        for (at, one) in whose.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| whose[before]);
            accounts += usize::from(before.is_none_or(|before| before.0 != one.0));
            shares += usize::from(before.is_none_or(|before| before != *one));
        }
        reserve(&mut self.accounts, accounts, budget)?;
        reserve(&mut self.shares_of, accounts + 1, budget)?;
        reserve(&mut self.shares, shares, budget)?;
        for account in whose.chunk_by(|left, right| left.0 == right.0) {
            self.accounts.push(account[0].0);
            self.shares_of.push(small(self.shares.len()));
            for share in account.chunk_by(|left, right| left.1 == right.1) {
                self.shares.push(Share { day: share[0].1, acts: small(share.len()) });
            }
        }
        self.shares_of.push(small(self.shares.len()));
        release(whose, budget);
        Ok(())
    }

    /// The day's place; `guess` is where the last one was.
    fn day_of(&self, at: i64, guess: usize) -> usize {
        let number = at.div_euclid(DAY_US);
        if self.days.get(guess).is_some_and(|day| day.number == number) {
            return guess;
        }
        self.days.binary_search_by_key(&number, |day| day.number).unwrap_or(0)
    }

    fn count_near(&mut self, acts: &[Act], budget: &mut dyn Budget) -> Result<(), PairsError> {
        let same_day = |left: &Act, right: &Act| {
            left.object == right.object && left.at.div_euclid(DAY_US) == right.at.div_euclid(DAY_US)
        };
        let (mut start, mut day, mut before): (usize, usize, &[Act]) = (0, 0, &[]);
        for cell in acts.chunk_by(same_day) {
            day = self.day_of(cell[0].at, day);
            self.days[day].acts += cell.len() as f64;
            for window in 0..self.windows.len() {
                self.count_cell(day, window, cell);
                if before.first().is_some_and(|first| first.object == cell[0].object) {
                    self.days[day].across[window] += across(before, cell, self.windows[window]);
                }
            }
            if cell.len() > 2 {
                reserve(&mut self.cells, 1, budget)?;
                let cell = Cell { day: small(day), start: small(start), acts: small(cell.len()) };
                self.cells.push(cell);
            }
            start += cell.len();
            before = cell;
        }
        self.cells.sort_unstable_by_key(|cell| (cell.day, cell.start));
        reserve(&mut self.cells_of, self.days.len() + 1, budget)?;
        for day in 0..=small(self.days.len()) {
            self.cells_of.push(small(self.cells.partition_point(|cell| cell.day < day)));
        }
        Ok(())
    }

    fn count_cell(&mut self, day: usize, window: usize, cell: &[Act]) {
        let window_us = self.windows[window];
        let day = &mut self.days[day];
        if let [one, other] = cell {
            if near(one.at, other.at, window_us) {
                day.near[window] += 1.0;
                day.lone[window] += 1.0;
            }
            return;
        }
        let (mut first, mut end, mut pairs, mut paths) = (0, 0, 0.0, 0.0);
        for (at, act) in cell.iter().enumerate() {
            while !near(cell[first].at, act.at, window_us) {
                first += 1;
            }
            end = end.max(at);
            while end < cell.len() && near(act.at, cell[end].at, window_us) {
                end += 1;
            }
            let others = (end - first - 1) as f64;
            pairs += others / 2.0;
            paths += others * (others - 1.0) / 2.0;
        }
        day.near[window] += pairs;
        day.paths[window] += paths;
        day.rivals[window] += (pairs * (pairs - 1.0) / 2.0).max(0.0);
    }

    /// Objects on which two accounts meet by chance, on average.
    pub(super) fn expected(
        &mut self,
        acts: &[Act],
        one: usize,
        other: usize,
        window: usize,
    ) -> f64 {
        let (Some(ones), Some(others)) = (self.shares_at(one), self.shares_at(other)) else {
            return 0.0;
        };
        let mut sum = self.over_midnight(ones, others, window);
        sum += self.over_midnight(others, ones, window);
        let (mut a, mut b) = (ones.0, others.0);
        while a < ones.1 && b < others.1 {
            let (first, second) = (self.shares[a], self.shares[b]);
            if first.day == second.day {
                sum += self.within(acts, first.day, (first.acts, second.acts), window);
            }
            a += usize::from(first.day <= second.day);
            b += usize::from(second.day <= first.day);
        }
        sum
    }

    fn shares_at(&self, account: usize) -> Option<(usize, usize)> {
        let start = *self.shares_of.get(account)? as usize;
        let end = *self.shares_of.get(account.checked_add(1)?)? as usize;
        Some((start, end))
    }

    /// Meetings of the earlier account's acts of a day with the later one's of the day after.
    fn over_midnight(&self, one: (usize, usize), other: (usize, usize), window: usize) -> f64 {
        let (mut sum, mut next) = (0.0, other.0);
        for share in &self.shares[one.0..one.1] {
            while next < other.1 && self.shares[next].day <= share.day {
                next += 1;
            }
            let Some(after) = self.shares[..other.1].get(next) else { break };
            let (today, then) = (&self.days[share.day as usize], &self.days[after.day as usize]);
            if today.number.checked_add(1) == Some(then.number) {
                let pairs = f64::from(share.acts) * f64::from(after.acts);
                sum += pairs * then.across[window] / (today.acts * then.acts);
            }
        }
        sum
    }

    fn within(&mut self, acts: &[Act], day: u32, done: (u32, u32), window: usize) -> f64 {
        let today = self.days[day as usize];
        let total = today.acts;
        if total < 2.0 || today.near[window] <= 0.0 {
            return 0.0;
        }
        let (a, b) = (f64::from(done.0), f64::from(done.1));
        let meetings = 2.0 * a * b * today.near[window] / (total * (total - 1.0));
        if worth_correcting(&today, window, a / total, b / total) {
            meetings * self.correction(acts, day, done, window)
        } else {
            meetings
        }
    }

    /// Objects per meeting, at these activities or somewhat lower ones.
    fn correction(&mut self, acts: &[Act], day: u32, done: (u32, u32), window: usize) -> f64 {
        let (low, high) = (step_down(done.0.min(done.1)), step_down(done.0.max(done.1)));
        let key = (day, low, high, u8::try_from(window).unwrap_or(u8::MAX));
        if let Some(known) = self.corrections.get(&key) {
            return *known;
        }
        if self.work > MOST_WORK {
            return 1.0;
        }
        let today = self.days[day as usize];
        let (a, b) = (f64::from(low) / today.acts, f64::from(high) / today.acts);
        let mut objects = 2.0 * a * b * today.lone[window];
        let cells = self.cells_of[day as usize] as usize..self.cells_of[day as usize + 1] as usize;
        let mut times = Vec::new();
        for cell in &self.cells[cells] {
            let (start, length) = (cell.start as usize, cell.acts as usize);
            self.work += length;
            times.clear();
            times.extend(acts[start..start + length].iter().map(|act| act.at));
            objects += chance_on(&times, self.windows[window], a, b, &mut self.room);
        }
        let share = (objects / (2.0 * a * b * today.near[window])).min(1.0);
        self.corrections.insert(key, share);
        share
    }

    /// Gives the memory back.
    pub(super) fn release(self, budget: &mut dyn Budget) {
        release(self.days, budget);
        release(self.cells, budget);
        release(self.cells_of, budget);
        release(self.accounts, budget);
        release(self.shares_of, budget);
        release(self.shares, budget);
    }
}

/// The days on which anything happened.
fn days(acts: &[Act], budget: &mut dyn Budget) -> Result<Vec<Day>, OverBudget> {
    let mut numbers: Vec<i64> = Vec::new();
    let (mut last, mut full) = (None, FIRST_DAYS);
    for act in acts {
        let number = act.at.div_euclid(DAY_US);
        if last != Some(number) {
            last = Some(number);
            reserve(&mut numbers, 1, budget)?;
            numbers.push(number);
        }
        if numbers.len() == full {
            numbers.sort_unstable();
            numbers.dedup();
            full = FIRST_DAYS.max(2 * numbers.len());
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let mut days = Vec::new();
    reserve(&mut days, numbers.len(), budget)?;
    days.extend(numbers.iter().map(|&number| Day { number, ..Day::default() }));
    release(numbers, budget);
    Ok(days)
}

/// Days with repeats that are noted before they are first put in order.
const FIRST_DAYS: usize = 1 << 16;

/// Pairs of acts of one object within the window, one of either day.
fn across(before: &[Act], after: &[Act], window_us: u64) -> f64 {
    let (mut pairs, mut first) = (0, 0);
    for act in after {
        while first < before.len() && !near(before[first].at, act.at, window_us) {
            first += 1;
        }
        if first == before.len() {
            break;
        }
        pairs += before.len() - first;
    }
    pairs as f64
}

/// Acts are numbered in 32 bits.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
