//! Which of two outlets tends to come first, by a sign test over the objects of both.
//!
//! For each object that both have, whoever surely appeared first leads; ties count for nobody. By
//! chance either leads with probability one half (the exact two-sided sign test; Arbuthnott 1710,
//! Dixon & Mood 1946). The false discovery rate is controlled over all pairs that have enough
//! objects in order to reach the level at all (Tarone 1990 for leaving out the others).

use std::collections::BTreeMap;

use super::Appearance;
use crate::discoveries::q_values;

/// What takes part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeadOptions {
    /// Objects that must be in some order for a pair to be tested.
    pub min_decided: u32,
    /// Appearances further apart than this have nothing to do with each other, in microseconds.
    pub within_us: i64,
    /// Outlets that are compared on one object at most: those that came first.
    pub most: usize,
}

impl Default for LeadOptions {
    fn default() -> Self {
        Self { min_decided: 6, within_us: 7 * 86_400_000_000, most: 100 }
    }
}

/// One pair of outlets.
#[derive(Clone, PartialEq, Debug)]
pub struct Lead {
    /// Who came first more often.
    pub leader: i64,
    /// Who came after more often.
    pub follower: i64,
    /// Objects on which the leader surely came first.
    pub leads: u32,
    /// Objects on which the follower surely came first.
    pub lags: u32,
    /// Objects whose stamps do not tell.
    pub ties: u32,
    /// Median of how much later the follower came where the leader came first, in microseconds.
    pub median_us: i64,
    /// Chance of so uneven a split, or a more uneven one.
    pub p: f64,
    /// The least rate of false discoveries at which the direction is one.
    pub q: f64,
}

/// All pairs that were tested.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Leads {
    /// By q, then by names.
    pub pairs: Vec<Lead>,
    /// Objects on which more outlets appeared than were compared.
    pub crowded: usize,
}

/// What a pair has been seen to do; `first` is the outlet with the lower name.
#[derive(Default)]
struct Seen {
    first_leads: Vec<i64>,
    second_leads: Vec<i64>,
    ties: u32,
}

/// Compares outlets over objects; `objects` holds the first appearance of each outlet on each
/// object. Work is linear in objects times `most` squared.
#[must_use]
pub fn leads(objects: &[Vec<Appearance>], options: LeadOptions) -> Leads {
    let mut seen: BTreeMap<(i64, i64), Seen> = BTreeMap::new();
    let mut crowded = 0;
    for object in objects {
        let mut object = object.clone();
        object.sort_by_key(|one| (one.at, one.width_us, one.who));
        crowded += usize::from(object.len() > options.most);
        object.truncate(options.most);
        for (place, early) in object.iter().enumerate() {
            for late in &object[place + 1..] {
                if late.at.saturating_sub(early.at) > options.within_us {
                    break;
                }
                note(&mut seen, early, late);
            }
        }
    }
    Leads { pairs: tested(seen, options.min_decided), crowded }
}

fn note(seen: &mut BTreeMap<(i64, i64), Seen>, early: &Appearance, late: &Appearance) {
    if early.who == late.who {
        return;
    }
    let pair = (early.who.min(late.who), early.who.max(late.who));
    let seen = seen.entry(pair).or_default();
    let delay = late.at.saturating_sub(early.at);
    if !early.is_before(late) {
        seen.ties += 1;
    } else if early.who == pair.0 {
        seen.first_leads.push(delay);
    } else {
        seen.second_leads.push(delay);
    }
}

fn tested(seen: BTreeMap<(i64, i64), Seen>, min_decided: u32) -> Vec<Lead> {
    let count = |delays: &[i64]| u32::try_from(delays.len()).unwrap_or(u32::MAX);
    let mut pairs: Vec<Lead> = Vec::new();
    for ((first, second), seen) in seen {
        let (one, two) = (count(&seen.first_leads), count(&seen.second_leads));
        if one.saturating_add(two) < min_decided.max(1) {
            continue;
        }
        let is_first = one >= two;
        let (leader, follower, mut delays) = if is_first {
            (first, second, seen.first_leads)
        } else {
            (second, first, seen.second_leads)
        };
        delays.sort_unstable();
        pairs.push(Lead {
            leader,
            follower,
            leads: one.max(two),
            lags: one.min(two),
            ties: seen.ties,
            median_us: delays.get(delays.len() / 2).copied().unwrap_or(0),
            p: sign_test(one.max(two), one.min(two)),
            q: 1.0,
        });
    }
    let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
    for (pair, q) in pairs.iter_mut().zip(q_values(&p, 0.0)) {
        pair.q = q;
    }
    pairs.sort_by(|a, b| {
        (a.q.total_cmp(&b.q)).then((a.leader, a.follower).cmp(&(b.leader, b.follower)))
    });
    pairs
}

/// Chance of a split at least as uneven as `more` to `less` by throws of a coin, either way.
fn sign_test(more: u32, less: u32) -> f64 {
    let throws = f64::from(more) + f64::from(less);
    // The probability of each number of throws, from 0 up, in logarithms.
    let mut ln_term = -throws * std::f64::consts::LN_2;
    let mut tail = ln_term.exp();
    for taken in 1..=less {
        ln_term += ((throws - f64::from(taken) + 1.0) / f64::from(taken)).ln();
        tail += ln_term.exp();
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn at(who: i64, second: i64) -> Appearance {
        Appearance { who, at: second * SECOND, width_us: SECOND, tie: 0 }
    }

    #[test]
    fn who_comes_first_nine_times_of_ten_leads() {
        let mut objects: Vec<Vec<Appearance>> =
            (0..9).map(|_| vec![at(1, 0), at(2, 600)]).collect();
        objects.push(vec![at(2, 0), at(1, 60)]);
        objects.push(vec![at(1, 5), at(2, 5)]);
        let found = leads(&objects, LeadOptions::default());
        let lead = &found.pairs[0];
        assert_eq!((lead.leader, lead.follower, lead.leads, lead.lags, lead.ties), (1, 2, 9, 1, 1));
        assert_eq!(lead.median_us, 600 * SECOND);
        // 2 (1 + 10) / 1024
        assert!((lead.p - 0.021_484_375).abs() < 1e-12, "{}", lead.p);
    }

    #[test]
    fn coarse_stamps_and_single_objects_earn_no_direction() {
        let coarse = |who, second| Appearance { width_us: 3_600 * SECOND, ..at(who, second) };
        let objects: Vec<Vec<Appearance>> =
            (0..20).map(|_| vec![coarse(1, 0), coarse(2, 1_800)]).collect();
        assert!(leads(&objects, LeadOptions::default()).pairs.is_empty());
        assert!(leads(&[vec![at(1, 0), at(2, 60)]], LeadOptions::default()).pairs.is_empty());
    }

    #[test]
    fn coins_lead_as_often_as_promised() {
        // 400 pairs of outlets with 30 objects each, whose order is a throw of a coin.
        let mut state = 7_u64;
        let mut coin = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 63 == 0
        };
        let mut false_alarms = 0;
        for _ in 0..20 {
            let mut objects = Vec::new();
            for pair in 0..20 {
                for _ in 0..30 {
                    let (a, b) =
                        if coin() { (2 * pair, 2 * pair + 1) } else { (2 * pair + 1, 2 * pair) };
                    objects.push(vec![at(a, 0), at(b, 60)]);
                }
            }
            let found = leads(&objects, LeadOptions::default());
            false_alarms += usize::from(found.pairs.iter().any(|pair| pair.q <= 0.05));
        }
        assert!(false_alarms <= 4, "{false_alarms} of 20 seasons of coins");
    }

    #[test]
    fn a_crowd_is_cut_and_counted() {
        let crowd: Vec<Appearance> = (0..50).map(|who| at(who, who)).collect();
        let options = LeadOptions { most: 10, min_decided: 1, ..LeadOptions::default() };
        let found = leads(&[crowd], options);
        assert_eq!((found.pairs.len(), found.crowded), (45, 1));
    }
}
