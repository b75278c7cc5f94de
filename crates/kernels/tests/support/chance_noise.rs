//! Invented acts without any agreement behind them, and shuffles of given ones.

use std::collections::HashMap;

use vigie_kernels::chance::{Options, edges};
use vigie_kernels::pairs::{Acts, Unlimited};

/// Acts as columns.
#[derive(Clone, Default)]
pub struct Columns {
    pub account: Vec<i64>,
    pub object: Vec<i64>,
    pub tie: Vec<i64>,
    pub at: Vec<i64>,
}

impl Columns {
    pub fn acts(&self) -> Acts<'_> {
        Acts { account: &self.account, object: &self.object, at: &self.at }
    }

    /// Adds an act, at a second.
    pub fn add(&mut self, account: i64, object: i64, second: i64) {
        self.tie.push(i64::try_from(self.at.len()).unwrap_or(0));
        self.account.push(account);
        self.object.push(object);
        self.at.push(second * 1_000_000);
    }

    /// Permutes the times within each object.
    pub fn shuffle_times(&mut self, dice: &mut Dice) {
        let mut rows: HashMap<i64, Vec<usize>> = HashMap::new();
        for (row, object) in self.object.iter().enumerate() {
            rows.entry(*object).or_default().push(row);
        }
        let mut objects: Vec<(i64, Vec<usize>)> = rows.into_iter().collect();
        objects.sort_unstable();
        for (_, rows) in objects {
            let mut times: Vec<i64> = rows.iter().map(|row| self.at[*row]).collect();
            dice.shuffle(&mut times);
            for (row, time) in rows.into_iter().zip(times) {
                self.at[row] = time;
            }
        }
    }
}

/// A fixed sequence of numbers (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    pub fn unit(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, bound: i64) -> i64 {
        (self.roll() >> 1).cast_signed() % bound.max(1)
    }

    /// Small numbers are likelier the higher the power.
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and `bound`")]
    pub fn uneven(&mut self, power: i32, bound: i64) -> i64 {
        (self.unit().powi(power) * bound as f64) as i64
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.roll() % (last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }
}

fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

const DAY: i64 = 86_400;

/// A day of noise: uneven accounts, uneven objects of the day, half of which come in bursts.
pub fn day(columns: &mut Columns, dice: &mut Dice, day: i64, accounts: i64, acts: i64) {
    let bursts: Vec<i64> = (0..8).map(|_| dice.below(DAY - 4000)).collect();
    for _ in 0..acts {
        let account = dice.uneven(2, accounts);
        let object = dice.uneven(2, 16);
        let burst = usize::try_from(object).ok().and_then(|object| bursts.get(object));
        let second = match burst {
            Some(start) => start + dice.uneven(3, 4000),
            None => dice.below(DAY),
        };
        columns.add(account, day * 16 + object, day * DAY + second);
    }
}

/// Noise over many days.
pub fn days(seed: u64, days: i64, accounts: i64, acts: i64) -> Columns {
    let (mut columns, mut dice) = (Columns::default(), Dice(seed));
    for number in 0..days {
        day(&mut columns, &mut dice, number, accounts, acts);
    }
    columns
}

/// A season of noise, looked at each evening: whether the season's rule raised anything, and whether
/// q at 5 % at each look did.
pub fn season(seed: u64, days: i64, accounts: i64, acts: i64) -> (bool, bool) {
    let (mut columns, mut dice) = (Columns::default(), Dice(seed));
    let options = Options { families: 4, evidence_cap: 1, ..Options::default() };
    let (mut with_rule, mut without) = (false, false);
    for number in 0..days {
        day(&mut columns, &mut dice, number, accounts, acts);
        let found = edges(columns.acts(), &columns.tie, &options, &mut Unlimited);
        for edge in found.map(|found| found.edges).unwrap_or_default() {
            with_rule |= edge.season_q <= options.alpha;
            without |= edge.q_1 <= options.alpha;
        }
    }
    (with_rule, without)
}

/// Many acts over thirty days with 2 % by groups of eight that act within 45 seconds.
pub fn busy(acts: i64) -> Columns {
    let (mut columns, mut dice) = (Columns::default(), Dice(2027));
    let (accounts, objects, month) = (acts / 10 + 1, acts * 3 / 10 + 1, 30 * DAY);
    let key = |number: i64| mixed(number.cast_unsigned()).cast_signed();
    for group in 0..acts / 50 / 96 {
        for object in 0..12 {
            let start = dice.below(month);
            for member in 0..8 {
                let account = key(accounts + group * 8 + member);
                columns.add(account, key(objects + group * 12 + object), start + dice.below(45));
            }
        }
    }
    for _ in 0..acts - acts / 50 / 96 * 96 {
        let (account, object) = (dice.uneven(2, accounts), dice.uneven(3, objects));
        columns.add(key(account), key(object), dice.below(month));
    }
    columns
}

/// One link, shared by so many accounts over so many seconds.
pub fn one_link(acts: i64, spread: i64) -> Columns {
    let (mut columns, mut dice) = (Columns::default(), Dice(5));
    for account in 0..acts {
        columns.add(mixed(account.cast_unsigned()).cast_signed(), 1, dice.below(spread));
    }
    columns
}
