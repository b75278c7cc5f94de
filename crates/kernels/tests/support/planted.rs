//! Invented seasons of sharing with groups planted in them: what group finding is measured on.
//!
//! The background is made to be hard: objects and accounts with heavy tails, hours of the day,
//! communities whose accounts share the same objects, and cascades in which one act brings forth
//! others within minutes. Groups of 3 to 12 accounts act together on some objects, each member with
//! chance 0.7, within a minute; some share members with an earlier group, and half of them come out
//! of one community. Not made from anybody's data.

use std::collections::BTreeSet;

/// How large and how hard.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    pub seed: u64,
    pub accounts: usize,
    pub objects: usize,
    pub acts: usize,
    pub communities: usize,
    pub groups: usize,
    pub joint_actions: usize,
}

impl Season {
    /// As large as a month of one platform's links in a small country.
    pub const fn new(seed: u64, joint_actions: usize) -> Self {
        Self {
            seed,
            accounts: 12_000,
            objects: 10_000,
            acts: 50_000,
            communities: 30,
            groups: 30,
            joint_actions,
        }
    }
}

/// Acts as columns, and the pairs that were planted.
#[derive(Clone, Debug, Default)]
pub struct Planted {
    pub account: Vec<i64>,
    pub object: Vec<i64>,
    pub at: Vec<i64>,
    pub pairs: BTreeSet<(i64, i64)>,
    pub groups: Vec<Vec<i64>>,
}

impl Planted {
    fn push(&mut self, account: usize, object: usize, at_s: f64) {
        self.account.push(name(account));
        self.object.push(name(object) ^ 0x55);
        self.at.push(1_800_000_000_000_000 + at_s.round() as i64 * 1_000_000);
    }
}

/// Numbers as spread out as pseudonyms are.
fn name(number: usize) -> i64 {
    (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).cast_signed()
}

/// A small generator of random numbers (`SplitMix64`: Steele, Lea and Flood, OOPSLA 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, many: usize) -> usize {
        (self.unit() * many as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.unit(), self.unit());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }

    /// One of `many`, the first ones far more often: the inverse of a power law.
    fn ranked(&mut self, many: usize, steepness: f64) -> usize {
        let place = (many as f64 + 1.0).powf(1.0 - steepness);
        let drawn = (1.0 + self.unit() * (place - 1.0)).powf(1.0 / (1.0 - steepness));
        (drawn as usize - 1).min(many - 1)
    }
}

const DAYS: f64 = 40.0;

/// An hour of the day in which people are awake.
fn waking(dice: &mut Dice, day: f64) -> f64 {
    loop {
        let hour = dice.unit() * 24.0;
        let awake = 0.5 - 0.5 * ((hour - 3.0) / 24.0 * std::f64::consts::TAU).cos();
        if dice.unit() < 0.08 + 0.92 * awake {
            return day.floor() * 86_400.0 + hour * 3_600.0;
        }
    }
}

pub fn season(plan: Season) -> Planted {
    let mut dice = Dice(plan.seed.wrapping_mul(0xA076_1D64_78BD_642F) ^ 0x5EA5_0117);
    let mut made = Planted::default();
    let births: Vec<f64> = (0..plan.objects)
        .map(|_| {
            let day = dice.unit() * DAYS;
            waking(&mut dice, day)
        })
        .collect();
    // A community's accounts and objects are those whose number leaves its own remainder.
    let mut last: Vec<Option<f64>> = vec![None; plan.objects];
    while made.at.len() < plan.acts {
        let account = dice.ranked(plan.accounts, 0.85);
        let object = object_for(&mut dice, plan, account);
        let at = match last[object] {
            // Somebody saw the last act and did the same.
            Some(at) if dice.unit() < 0.25 => at + (4.5 + 1.5 * dice.normal()).exp(),
            _ => births[object] + (9.0 + 2.2 * dice.normal()).exp().min(10.0 * 86_400.0),
        };
        last[object] = Some(at);
        made.push(account, object, at);
    }
    plant(&mut dice, plan, &births, &mut made);
    made
}

/// Seven times in ten an object of one's own community.
fn object_for(dice: &mut Dice, plan: Season, account: usize) -> usize {
    let many = plan.objects / plan.communities;
    if dice.unit() < 0.7 {
        dice.ranked(many, 0.7) * plan.communities + account % plan.communities
    } else {
        dice.ranked(plan.objects, 0.7)
    }
}

fn plant(dice: &mut Dice, plan: Season, births: &[f64], made: &mut Planted) {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for number in 0..plan.groups {
        let size = 3 + dice.ranked(10, 0.9);
        let mut members: BTreeSet<usize> = BTreeSet::new();
        if number % 3 == 2 {
            let earlier = &groups[dice.below(groups.len())];
            let shared = (1 + dice.below(3)).min(size - 1);
            for _ in 0..shared {
                members.insert(earlier[dice.below(earlier.len())]);
            }
        }
        let community = (number % 2 == 0).then(|| dice.below(plan.communities));
        while members.len() < size {
            let one = dice.below(plan.accounts);
            members
                .insert(community.map_or(one, |own| {
                    (one - one % plan.communities + own).min(plan.accounts - 1)
                }));
        }
        let members: Vec<usize> = members.into_iter().collect();
        let mut done: BTreeSet<usize> = BTreeSet::new();
        while done.len() < plan.joint_actions {
            let object = object_for(dice, plan, members[0]);
            if done.insert(object) {
                let day = births[object] / 86_400.0 + dice.unit() * 5.0;
                let at = waking(dice, day);
                act_together(dice, &members, object, at, made);
            }
        }
        let named: Vec<i64> = members.iter().map(|one| name(*one)).collect();
        for one in &named {
            made.pairs.extend(named.iter().filter(|other| one < other).map(|other| (*one, *other)));
        }
        groups.push(members);
        made.groups.push(named);
    }
}

fn act_together(dice: &mut Dice, members: &[usize], object: usize, at: f64, made: &mut Planted) {
    for member in members {
        if dice.unit() < 0.7 {
            let delay = (2.5 + 0.9 * dice.normal()).exp().min(60.0);
            made.push(*member, object, at + delay);
        }
    }
}

/// Deals the account labels out anew: nothing is coordinated any more, and each account's activity,
/// each object's popularity and each act's time stay.
pub fn shuffled(made: &Planted, seed: u64) -> Planted {
    let mut dice = Dice(seed ^ 0xDEA1);
    let mut account = made.account.clone();
    for at in (1..account.len()).rev() {
        account.swap(at, dice.below(at + 1));
    }
    Planted { account, pairs: BTreeSet::new(), groups: Vec::new(), ..made.clone() }
}
