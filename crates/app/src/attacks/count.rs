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

/// What was counted under the key that is being looked at: for each number the place of the last
/// key that it was seen under. Keys come one after the other, so that no key needs a set of its own.
struct Seen(Vec<u32>);

impl Seen {
    fn of(count: usize) -> Self {
        Self(vec![0; count])
    }

    /// Whether it is new under the key at this place, which is 1 or more.
    fn is_new(&mut self, number: u32, place: u32) -> bool {
        let Some(last) = self.0.get_mut(number as usize) else { return false };
        std::mem::replace(last, place) != place
    }
}

impl Taken {
    /// Counts parts by a key. An attack counts under every key that it has a part of.
    pub(super) fn counted<K: Ord + Copy>(
        &self,
        parts: &[Part],
        key: impl Fn(&Part) -> K,
        starts: impl Fn(&Part, K) -> bool,
    ) -> BTreeMap<K, Counts> {
        let mut keyed: Vec<(K, &Part)> = parts.iter().map(|part| (key(part), part)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        let (bursts, attacks) = (self.report.bursts.len(), self.report.attacks.len());
        let mut seen_sources = Seen::of(self.sources);
        let mut seen_bursts = Seen::of(bursts);
        let (mut seen_attacks, mut seen_started) = (Seen::of(attacks), Seen::of(attacks));
        let mut rows = BTreeMap::new();
        for (place, group) in (1..).zip(keyed.chunk_by(|one, two| one.0 == two.0)) {
            let mut counts = Counts::default();
            for (key, part) in group {
                let Some(burst) = self.report.bursts.get(part.burst as usize) else { continue };
                counts.lines += part.lines;
                let source = self.source_of(part.burst);
                counts.sources += u64::from(seen_sources.is_new(source, place));
                counts.bursts += u64::from(seen_bursts.is_new(part.burst, place));
                if seen_attacks.is_new(burst.attack, place) {
                    self.count_attack(burst.attack, &mut counts);
                }
                if starts(part, *key) {
                    counts.started += u64::from(seen_started.is_new(burst.attack, place));
                }
            }
            if let Some((key, _)) = group.first() {
                rows.insert(*key, counts);
            }
        }
        rows
    }

    /// The number of a burst's source.
    fn source_of(&self, burst: u32) -> u32 {
        self.source_of.get(burst as usize).copied().unwrap_or(u32::MAX)
    }

    fn count_attack(&self, attack: u32, counts: &mut Counts) {
        counts.attacks += 1;
        match self.report.attacks.get(attack as usize).map(|attack| attack.aim) {
            Some(Aim::Targeted) => counts.targeted += 1,
            Some(Aim::Background) => counts.background += 1,
            Some(Aim::Open) | None => {}
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
            let mut counts = Counts {
                lines: held.lines,
                sources: held.sources.len() as u64,
                bursts: held.bursts.len() as u64,
                started: held.attacks.iter().filter(|at| starts(**at)).count() as u64,
                ..Counts::default()
            };
            held.attacks.iter().for_each(|attack| self.count_attack(*attack, &mut counts));
            counts
        };
        rows.into_iter().map(|(place, held)| (place, counts(held))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_number_is_new_once_under_each_key() {
        let mut seen = Seen::of(2);
        let asked = [(0, 1), (0, 1), (1, 1), (0, 2), (1, 2), (0, 2), (7, 2)];
        let new = asked.map(|(number, place)| seen.is_new(number, place));
        assert_eq!(new, [true, false, true, true, true, false, false], "7 is no number of these");
    }
}
