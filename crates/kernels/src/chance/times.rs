//! Null 2: times are permuted within each object; who shared what stays.
//!
//! For each object that both accounts acted on: how likely is it that two of its acts lie within
//! the window? The object's *other* acts say that: without those of the two accounts themselves,
//! and without those of accounts that null 1 ties to either of them, because the haste of a group
//! must not excuse itself. Few other acts say little. So what they say is weighed against what is
//! usual for objects of about that size that began in the same quarter of a day:
//!
//! `P = (s * usual + (n / 2) * own) / (s + n / 2)`
//!
//! with n other acts (n / 2 disjoint pairs: pairs that share an act say nothing new), `own` the
//! share of all their pairs within the window, and s the weight of the usual, which is larger the
//! less objects of that class differ (empirical Bayes, beta-binomial by moments: Kleinman,
//! *Proportions with extraneous variance*, 1973). `usual` leaves out the objects on which the two
//! meet, and counts one meeting more than was seen, so that a class of a few objects proves
//! nothing. Two accounts with several acts have more chances: `1 - (1 - P)^(r_a r_b)`, which is at
//! least the exact value, as these chances help each other.
//!
//! The number of joint objects is then a sum of independent events with these chances.

use hashbrown::{HashMap, HashSet};

use super::{MAX_WINDOWS, near};
use crate::pairs::acts::Act;
use crate::pairs::budget::{filled, release, reserve};
use crate::pairs::{Budget, PairsError, place};

/// Classes of objects: by size, doubling, and by quarter of the UTC day.
const SIZES: usize = 8;
const QUARTERS: usize = 4;
const QUARTER_US: i64 = 6 * 3_600_000_000;

/// A class with less weight than this many disjoint pairs stands back for all quarters together.
const ENOUGH: f64 = 20.0;
/// The weight of the usual, in pairs: at least and at most.
const LEAST_WEIGHT: f64 = 1.0;
const MOST_WEIGHT: f64 = 64.0;

/// Fewer other acts than this say nothing of their own.
const OWN_ACTS: usize = 2;

/// What is usual in a class, in one window.
#[derive(Clone, Copy, Debug, Default)]
struct Usual {
    objects: f64,
    /// Disjoint pairs of acts.
    pairs: f64,
    /// Of these within the window; each object's share of all its pairs counts.
    hits: f64,
    squares: f64,
}

impl Usual {
    fn add(&mut self, pairs: f64, share: f64) {
        self.objects += 1.0;
        self.pairs += pairs;
        self.hits += pairs * share;
        self.squares += pairs * share * share;
    }

    /// How many pairs the usual is worth.
    fn weight(&self) -> f64 {
        if self.pairs <= 0.0 {
            return LEAST_WEIGHT;
        }
        let mean = self.hits / self.pairs;
        let spread = (self.squares / self.pairs - mean * mean).max(0.0);
        let (one, alone) = (mean * (1.0 - mean), self.objects / self.pairs);
        let extra = (spread - one * alone) / (one * (1.0 - alone));
        // Not above 0, or not a number: objects differ no more than pairs do.
        if extra > 0.0 { (1.0 / extra - 1.0).clamp(LEAST_WEIGHT, MOST_WEIGHT) } else { MOST_WEIGHT }
    }
}

/// What null 2 says of two accounts.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// For each common object, the chance that the two meet on it.
    pub(super) chances: Vec<f64>,
    /// Common objects with fewer than two other acts.
    pub(super) pooled: u32,
}

/// One act of an account that is asked for.
#[derive(Clone, Copy, Debug)]
struct Own {
    account: u32,
    object: u32,
    act: u32,
}

/// All that null 2 needs to know of a layer.
#[derive(Debug)]
pub(super) struct Times<'a> {
    acts: &'a [Act],
    windows: &'a [u64],
    /// Where each object begins, and the end.
    starts: Vec<u32>,
    usual: Vec<[Usual; MAX_WINDOWS]>,
    own: Vec<Own>,
    numbers: HashMap<i64, u32>,
    /// By number of the account: the numbers of those that null 1 ties to it.
    company: Vec<Vec<u32>>,
    /// Pairs of acts within each window, of objects that were asked for.
    near: HashMap<u32, [f64; MAX_WINDOWS]>,
    /// At least how many pairs of accounts have that many objects in common.
    pub(super) family: f64,
}

impl<'a> Times<'a> {
    /// Reads sorted acts without repeats; `asked` are the accounts that [`Times::shared`] will be
    /// asked for, `ties` pairs of them that null 1 does not explain, `least` the objects that a pair
    /// needs.
    pub(super) fn of(
        acts: &'a [Act],
        windows: &'a [u64],
        asked: &HashSet<i64>,
        ties: &[(i64, i64)],
        least: u32,
        budget: &mut dyn Budget,
    ) -> Result<Self, PairsError> {
        let mut starts = Vec::new();
        let same = |left: &Act, right: &Act| left.object == right.object;
        reserve(&mut starts, acts.chunk_by(same).count() + 1, budget)?;
        let mut own = Vec::new();
        let mut usual = vec![[Usual::default(); MAX_WINDOWS]; SIZES * (QUARTERS + 1)];
        let mut keys: Vec<i64> = asked.iter().copied().collect();
        keys.sort_unstable();
        let numbers: HashMap<i64, u32> = keys.iter().copied().zip(0..).collect();
        let company = company(ties, &numbers);
        let mut start = 0_usize;
        for object in acts.chunk_by(same) {
            let number = small(starts.len());
            starts.push(small(start));
            for (act, at) in object.iter().zip(start..) {
                if let Some(&account) = numbers.get(&act.key) {
                    reserve(&mut own, 1, budget)?;
                    own.push(Own { account, object: number, act: small(at) });
                }
            }
            start += object.len();
            if object.len() > 1 {
                let within = pairs_within(object, windows);
                let all = pairs_of(object.len());
                for (window, within) in within.iter().enumerate().take(windows.len()) {
                    for class in classes(object) {
                        usual[class][window].add(object.len() as f64 / 2.0, within / all);
                    }
                }
            }
        }
        starts.push(small(start));
        own.sort_unstable_by_key(|own| (own.account, own.object, own.act));
        let family = family(acts, least, budget)?;
        let near = HashMap::new();
        Ok(Self { acts, windows, starts, usual, own, numbers, company, near, family })
    }

    fn object(&self, number: u32) -> &'a [Act] {
        let number = number as usize;
        let (Some(&start), Some(&end)) = (self.starts.get(number), self.starts.get(number + 1))
        else {
            return &[];
        };
        self.acts.get(start as usize..end as usize).unwrap_or(&[])
    }

    fn own(&self, number: u32) -> &[Own] {
        let start = self.own.partition_point(|own| own.account < number);
        let length = self.own[start..].partition_point(|own| own.account == number);
        &self.own[start..start + length]
    }

    /// What is known of two accounts in a window.
    pub(super) fn shared(&mut self, one: i64, other: i64, window: usize) -> Shared {
        let numbers = (self.numbers.get(&one).copied(), self.numbers.get(&other).copied());
        let (Some(one), Some(other)) = numbers else { return Shared::default() };
        let mut common: Vec<Common> = Vec::new();
        let (ones, others) = (self.own(one), self.own(other));
        let mut next = 0;
        for mine in ones.chunk_by(|left, right| left.object == right.object) {
            let object = mine[0].object;
            next += others[next..].partition_point(|own| own.object < object);
            let length = others[next..].iter().take_while(|own| own.object == object).count();
            if length > 0 {
                let theirs = &others[next..next + length];
                common.push(Common::of(object, mine, theirs, self.acts, self.windows[window]));
            }
        }
        let mut company: Vec<u32> = Vec::new();
        for number in [one, other] {
            company.extend(self.company.get(number as usize).into_iter().flatten());
        }
        company.sort_unstable();
        company.dedup();
        for friend in company.into_iter().filter(|friend| *friend != one && *friend != other) {
            let theirs = self.own(friend);
            for common in &mut common {
                let start = theirs.partition_point(|own| own.object < common.object);
                let those = theirs[start..].iter().take_while(|own| own.object == common.object);
                common.acts.extend(those.map(|own| self.acts[own.act as usize].at));
            }
        }
        for common in &mut common {
            common.acts.sort_unstable();
        }
        self.judge(&common, window)
    }

    fn judge(&mut self, common: &[Common], window: usize) -> Shared {
        // What the objects on which the two meet give to the usual is taken out again.
        let mut without: HashMap<usize, (f64, f64)> = HashMap::new();
        for own in common.iter().filter(|common| common.meet) {
            let object = self.object(own.object);
            let share = self.near(own.object)[window] / pairs_of(object.len());
            for class in classes(object) {
                let taken = without.entry(class).or_default();
                let pairs = object.len() as f64 / 2.0;
                *taken = (taken.0 + pairs, taken.1 + pairs * share);
            }
        }
        let mut shared = Shared::default();
        for own in common {
            let object = self.object(own.object);
            let left = object.len().saturating_sub(own.acts.len());
            let [quarter, whole] = classes(object);
            let taken = |class: usize| without.get(&class).copied().unwrap_or_default();
            let usual = &self.usual[quarter][window];
            let class = if usual.pairs - taken(quarter).0 >= ENOUGH { quarter } else { whole };
            let (usual, taken) = (&self.usual[class][window], taken(class));
            let common_rate = (usual.hits - taken.1).max(0.0) + 1.0;
            let rate = (common_rate / ((usual.pairs - taken.0).max(0.0) + 1.0)).min(1.0);
            let weight = usual.weight();
            let mut chance = rate;
            if left >= OWN_ACTS {
                let others = self.others_within(object, own, window).max(0.0);
                let (share, pairs) = (others / pairs_of(left), left as f64 / 2.0);
                chance = (weight * rate + pairs * share.min(1.0)) / (weight + pairs);
            } else {
                shared.pooled += 1;
            }
            let chances = own.ones as f64 * own.others as f64;
            shared.chances.push(1.0 - (1.0 - chance.clamp(0.0, 1.0)).powf(chances));
        }
        shared
    }

    /// Pairs within the window among the acts of others.
    fn others_within(&mut self, object: &[Act], own: &Common, window: usize) -> f64 {
        let window_us = self.windows[window];
        let all = self.near(own.object)[window];
        let mut with_own = 0;
        for &time in &own.acts {
            let first =
                object.partition_point(|act| act.at < time && !near(act.at, time, window_us));
            let end = object.partition_point(|act| act.at <= time || near(time, act.at, window_us));
            // Not with itself.
            with_own += (end - first).saturating_sub(1);
        }
        // Pairs of two own acts were taken out twice.
        all - with_own as f64 + within(&own.acts, window_us)
    }

    fn near(&mut self, number: u32) -> [f64; MAX_WINDOWS] {
        let (object, windows) = (self.object(number), self.windows);
        *self.near.entry(number).or_insert_with(|| pairs_within(object, windows))
    }

    /// Gives the memory back.
    pub(super) fn release(self, budget: &mut dyn Budget) {
        release(self.starts, budget);
        release(self.own, budget);
    }
}

/// An object that both accounts acted on.
#[derive(Debug)]
struct Common {
    object: u32,
    /// Times of the acts of both and of their company, sorted.
    acts: Vec<i64>,
    /// How many of them are the first account's, and the other's.
    ones: usize,
    others: usize,
    /// Whether the two are within the window anywhere.
    meet: bool,
}

impl Common {
    fn of(object: u32, mine: &[Own], theirs: &[Own], acts: &[Act], window_us: u64) -> Self {
        let time = |own: &Own| acts[own.act as usize].at;
        let mut meet = false;
        let mut next = 0;
        for one in mine.iter().map(time) {
            while next < theirs.len() && time(&theirs[next]) < one {
                next += 1;
            }
            let before = next.checked_sub(1).map(|before| time(&theirs[before]));
            let after = theirs.get(next).map(time);
            meet |= before.is_some_and(|before| near(before, one, window_us))
                || after.is_some_and(|after| near(one, after, window_us));
        }
        let acts = mine.iter().chain(theirs).map(time).collect();
        Self { object, acts, ones: mine.len(), others: theirs.len(), meet }
    }
}

/// An account's company is so many accounts at most: of a larger one those that come first in the
/// list of ties, the strongest.
const MOST_COMPANY: usize = 256;

fn company(ties: &[(i64, i64)], numbers: &HashMap<i64, u32>) -> Vec<Vec<u32>> {
    let mut company: Vec<Vec<u32>> = vec![Vec::new(); numbers.len()];
    for (one, other) in ties {
        let (Some(&one), Some(&other)) = (numbers.get(one), numbers.get(other)) else { continue };
        for (mine, theirs) in [(one, other), (other, one)] {
            let friends = company.get_mut(mine as usize);
            if let Some(friends) = friends.filter(|friends| friends.len() < MOST_COMPANY) {
                friends.push(theirs);
            }
        }
    }
    company
}

/// The class by size and quarter of a day, and that by size alone.
fn classes(object: &[Act]) -> [usize; 2] {
    let size = place(u64::from(object.len().max(2).ilog2() - 1)).min(SIZES - 1);
    let first = object.first().map_or(0, |act| act.at);
    let quarter = first.div_euclid(QUARTER_US).rem_euclid(4);
    let quarter = usize::try_from(quarter).unwrap_or(0);
    [size * (QUARTERS + 1) + quarter, size * (QUARTERS + 1) + QUARTERS]
}

fn pairs_of(acts: usize) -> f64 {
    let acts = acts as f64;
    (acts * (acts - 1.0) / 2.0).max(1.0)
}

fn pairs_within(object: &[Act], windows: &[u64]) -> [f64; MAX_WINDOWS] {
    let mut pairs = [0.0; MAX_WINDOWS];
    for (pairs, &window_us) in pairs.iter_mut().zip(windows) {
        let (mut first, mut sum) = (0, 0);
        for (at, act) in object.iter().enumerate() {
            while !near(object[first].at, act.at, window_us) {
                first += 1;
            }
            sum += at - first;
        }
        *pairs = sum as f64;
    }
    pairs
}

fn within(times: &[i64], window_us: u64) -> f64 {
    let (mut first, mut sum) = (0, 0);
    for (at, &time) in times.iter().enumerate() {
        while !near(times[first], time, window_us) {
            first += 1;
        }
        sum += at - first;
    }
    sum as f64
}

/// At most how many pairs of accounts have `least` objects in common: all pairs on each object, of
/// accounts that acted on that many objects at all, over `least`. Accounts share counters by hash,
/// which only raises the number.
fn family(acts: &[Act], least: u32, budget: &mut dyn Budget) -> Result<f64, PairsError> {
    let least = least.max(1);
    let slots = acts.len().next_power_of_two().clamp(1 << 10, 1 << 22);
    let shift = 64 - slots.trailing_zeros();
    let slot = |key: i64| place(key.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift);
    let mut tally = filled((0_u32, 0_u32), slots, budget)?;
    let objects = || acts.chunk_by(|left: &Act, right: &Act| left.object == right.object);
    for (object, number) in objects().zip(1..) {
        for act in object {
            let tally = &mut tally[slot(act.key)];
            if tally.1 != number {
                *tally = (tally.0.saturating_add(1), number);
            }
        }
    }
    let mut pairs = 0.0;
    for object in objects() {
        let able = object.iter().filter(|act| tally[slot(act.key)].0 >= least).count() as f64;
        pairs += (able * (able - 1.0) / 2.0).max(0.0);
    }
    release(tally, budget);
    Ok(pairs / f64::from(least))
}

/// Acts are numbered in 32 bits.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
