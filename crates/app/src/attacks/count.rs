//! The four counts, side by side: lines, sources, bursts, attacks. One alone misleads: "hundreds a
//! day" can be true of bursts and be three attacks.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use serde::Serialize;
use vigie_kernels::attacks::group::Aim;

use super::take::{Part, Taken};

/// The counts of one day, target, country or network.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// Lines that belong to attacks.
    pub lines: u64,
    /// Addresses that they came from.
    pub sources: u64,
    /// Bursts with such a line.
    pub bursts: u64,
    /// Attacks with such a line.
    pub attacks: u64,
    /// Of these, attacks that began then.
    pub started: u64,
    /// Of these, attacks that name the house.
    pub targeted: u64,
    /// Of these, what is tried everywhere.
    pub background: u64,
}

impl Counts {
    /// The four, in the order in which they are said.
    #[must_use]
    pub const fn four(&self) -> [u64; 4] {
        [self.lines, self.sources, self.bursts, self.attacks]
    }
}

#[derive(Default)]
struct Sets {
    lines: u64,
    sources: HashSet<u64>,
    bursts: HashSet<u32>,
    attacks: HashSet<u32>,
}

impl Taken {
    /// Counts parts by a key. An attack counts under every key that it has a part of.
    pub(super) fn counted<K: Ord + Copy>(
        &self,
        parts: &[Part],
        key: impl Fn(&Part) -> K,
        starts: impl Fn(&Part, K) -> bool,
    ) -> BTreeMap<K, Counts> {
        let mut sets: BTreeMap<K, (Sets, HashSet<u32>)> = BTreeMap::new();
        for part in parts {
            let Some(burst) = self.report.bursts.get(part.burst as usize) else { continue };
            let key = key(part);
            let (held, started) = sets.entry(key).or_default();
            held.lines += part.lines;
            held.sources.insert(burst.source);
            held.bursts.insert(part.burst);
            held.attacks.insert(burst.attack);
            if starts(part, key) {
                started.insert(burst.attack);
            }
        }
        sets.into_iter().map(|(key, (held, started))| (key, self.counts(&held, &started))).collect()
    }

    fn counts(&self, held: &Sets, started: &HashSet<u32>) -> Counts {
        let aimed = |aim: Aim| {
            let aims = held.attacks.iter().filter_map(|at| self.report.attacks.get(*at as usize));
            aims.filter(|attack| attack.aim == aim).count() as u64
        };
        Counts {
            lines: held.lines,
            sources: held.sources.len() as u64,
            bursts: held.bursts.len() as u64,
            attacks: held.attacks.len() as u64,
            started: started.len() as u64,
            targeted: aimed(Aim::Targeted),
            background: aimed(Aim::Background),
        }
    }

    /// Counts by place, so that each line, source, burst and attack counts once: an attack counts
    /// where most of its lines came from, at equal numbers under the first name.
    pub(super) fn by_place(
        &self,
        parts: &[Part],
        starts: impl Fn(u32) -> bool,
        place: impl Fn(u64) -> Option<String>,
    ) -> BTreeMap<Option<String>, Counts> {
        let mut known: HashMap<u64, Option<String>> = HashMap::new();
        let mut rows: BTreeMap<Option<String>, Sets> = BTreeMap::new();
        let mut of_attack: BTreeMap<u32, BTreeMap<Option<String>, u64>> = BTreeMap::new();
        for part in parts {
            let Some(burst) = self.report.bursts.get(part.burst as usize) else { continue };
            let at = known.entry(burst.source).or_insert_with(|| place(burst.source)).clone();
            *of_attack.entry(burst.attack).or_default().entry(at.clone()).or_default() +=
                part.lines;
            let held = rows.entry(at).or_default();
            held.lines += part.lines;
            held.sources.insert(burst.source);
            held.bursts.insert(part.burst);
        }
        for (attack, lines) in of_attack {
            let most = lines.iter().rev().max_by_key(|(_, lines)| **lines);
            if let Some((at, _)) = most {
                rows.entry(at.clone()).or_default().attacks.insert(attack);
            }
        }
        let counts = |held: Sets| {
            let started = held.attacks.iter().copied().filter(|at| starts(*at)).collect();
            self.counts(&held, &started)
        };
        rows.into_iter().map(|(place, held)| (place, counts(held))).collect()
    }
}
