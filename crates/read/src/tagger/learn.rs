//! Learning: an averaged structured perceptron over the chain (Collins 2002, "Discriminative Training
//! Methods for Hidden Markov Models", section 2), with a margin: while it learns, each wrong tag gets
//! a bonus, so that the right one must win by as much (Taskar et al. 2003, "Max-Margin Markov
//! Networks"). The same seed and documents give the same weights.

use hashbrown::HashMap;

use super::chain::{STEPS, Worth, before, best, states, step_place, tag_of};
use super::features::{Joined, Page};
use super::labels::{TAGS, Tag};

/// A feature that was not seen often enough to be learnt.
const UNKNOWN: u32 = u32::MAX;
/// A feature counts once it was seen so often.
const LEAST_SEEN: u32 = 2;
/// The bonus of a wrong tag while learning.
const MARGIN: f32 = 1.0;

/// A line with its features as places in the table.
#[derive(Default)]
struct Line {
    document: usize,
    plain: Vec<u32>,
    ends: Vec<usize>,
    joined: Vec<Joined>,
    places: Vec<u8>,
    gold: Vec<Tag>,
}

/// Labelled lines with their features, made once and learnt from several times.
#[derive(Default)]
pub(super) struct Lessons {
    lines: Vec<Line>,
    /// The hash of each feature, in the order of their places.
    features: Vec<u32>,
    tokens: usize,
}

/// What was learnt.
pub(super) struct Learnt {
    pub(super) rows: Vec<(u32, [f32; TAGS])>,
    pub(super) steps: Vec<f32>,
}

impl Lessons {
    /// Takes a page with one tag a token in.
    pub(super) fn add(&mut self, document: usize, page: &Page<'_>, gold: &[Tag]) {
        for line in &page.lines {
            let seen = page.seen(*line);
            let mut one =
                Line { document, places: seen.places, joined: seen.joined, ..Line::default() };
            one.gold = gold.get(line.0..line.1).unwrap_or_default().to_vec();
            one.gold.resize(line.1 - line.0, 0);
            for features in seen.plain {
                one.plain.extend(features);
                one.ends.push(one.plain.len());
            }
            self.tokens += one.gold.len();
            self.lines.push(one);
        }
    }

    /// How many tokens were taken in.
    pub(super) const fn tokens(&self) -> usize {
        self.tokens
    }

    /// Counts features and puts their places where their hashes stood. Call it once, before learning.
    pub(super) fn close(&mut self) {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for line in &self.lines {
            for feature in &line.plain {
                *counts.entry(*feature).or_default() += 1;
            }
            for (state, joined) in states(&line.gold).into_iter().zip(&line.joined) {
                for feature in &joined[before(state)] {
                    *counts.entry(*feature).or_default() += 1;
                }
            }
        }
        counts.retain(|_, count| *count >= LEAST_SEEN);
        let mut features: Vec<u32> = counts.into_keys().collect();
        features.sort_unstable();
        let place: HashMap<u32, u32> =
            features.iter().zip(0..).map(|(feature, place)| (*feature, place)).collect();
        let find = |feature: &mut u32| *feature = place.get(feature).copied().unwrap_or(UNKNOWN);
        for line in &mut self.lines {
            line.plain.iter_mut().for_each(find);
            line.joined.iter_mut().flatten().flatten().for_each(find);
        }
        self.features = features;
    }

    /// Learns from the documents that `wanted` wants, in `rounds` rounds.
    pub(super) fn learn(&self, rounds: u32, seed: u64, wanted: impl Fn(usize) -> bool) -> Learnt {
        let mut order: Vec<usize> =
            (0..self.lines.len()).filter(|at| wanted(self.lines[*at].document)).collect();
        let mut random = seed ^ 0x9E37_79B9_7F4A_7C15;
        let mut learner = Learner::new(self.features.len());
        for _ in 0..rounds {
            shuffle(&mut order, &mut random);
            for at in &order {
                learner.line(&self.lines[*at]);
            }
        }
        learner.done(&self.features)
    }
}

/// Fisher and Yates, with xorshift64* (Vigna 2016).
pub(super) fn shuffle<T>(all: &mut [T], random: &mut u64) {
    for at in (1..all.len()).rev() {
        *random ^= *random >> 12;
        *random ^= *random << 25;
        *random ^= *random >> 27;
        let next = random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        all.swap(at, usize::try_from(next).unwrap_or(0) % (at + 1));
    }
}

struct Learner {
    rows: Vec<[f32; TAGS]>,
    /// The same weights, each change times when it was made: what to take off for the average.
    row_sums: Vec<[f32; TAGS]>,
    steps: Vec<f32>,
    step_sums: Vec<f32>,
    clock: f32,
}

impl Learner {
    fn new(features: usize) -> Self {
        Self {
            rows: vec![[0.0; TAGS]; features],
            row_sums: vec![[0.0; TAGS]; features],
            steps: vec![0.0; STEPS],
            step_sums: vec![0.0; STEPS],
            clock: 1.0,
        }
    }

    fn worth(&self, line: &Line) -> Vec<Worth> {
        let mut start = 0;
        let mut out = Vec::with_capacity(line.gold.len());
        for (at, end) in line.ends.iter().enumerate() {
            let mut base = [0.0; TAGS];
            self.sum(&line.plain[start..*end], &mut base);
            start = *end;
            for (tag, worth) in base.iter_mut().enumerate() {
                if tag != usize::from(line.gold[at]) {
                    *worth += MARGIN;
                }
            }
            let joined = &line.joined[at];
            out.push(std::array::from_fn(|before| {
                let mut all = base;
                self.sum(&joined[before], &mut all);
                all
            }));
        }
        out
    }

    fn sum(&self, features: &[u32], into: &mut [f32; TAGS]) {
        for row in features.iter().filter_map(|one| self.rows.get(*one as usize)) {
            into.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
    }

    fn line(&mut self, line: &Line) {
        self.clock += 1.0;
        let found = best(&self.worth(line), &line.places, &self.steps);
        let gold = states(&line.gold);
        if found == gold {
            return;
        }
        let (mut start, mut was, mut should) = (0, 0, 0);
        for (at, end) in line.ends.iter().enumerate() {
            let (is, ought) = (found[at], gold[at]);
            let (tag, right) = (tag_of(is), tag_of(ought));
            if tag != right {
                self.change(&line.plain[start..*end], right, 1.0);
                self.change(&line.plain[start..*end], tag, -1.0);
            }
            if is != ought {
                self.change(&line.joined[at][before(ought)], right, 1.0);
                self.change(&line.joined[at][before(is)], tag, -1.0);
            }
            if (was, tag) != (should, right) {
                self.change_step(step_place(line.places[at], should, right), 1.0);
                self.change_step(step_place(line.places[at], was, tag), -1.0);
            }
            (start, was, should) = (*end, is, ought);
        }
    }

    fn change(&mut self, features: &[u32], tag: Tag, by: f32) {
        for feature in features.iter().filter(|one| **one != UNKNOWN) {
            let at = *feature as usize;
            self.rows[at][usize::from(tag)] += by;
            self.row_sums[at][usize::from(tag)] += by * self.clock;
        }
    }

    fn change_step(&mut self, at: usize, by: f32) {
        self.steps[at] += by;
        self.step_sums[at] += by * self.clock;
    }

    fn done(self, features: &[u32]) -> Learnt {
        let average = |weight: f32, sum: f32| weight - sum / self.clock;
        let rows =
            features.iter().zip(self.rows.iter().zip(&self.row_sums)).map(|(feature, row)| {
                let weights = std::array::from_fn(|tag| average(row.0[tag], row.1[tag]));
                (*feature, weights)
            });
        let steps = self.steps.iter().zip(&self.step_sums).map(|(step, sum)| average(*step, *sum));
        Learnt {
            rows: rows.filter(|row| row.1.iter().any(|weight| weight.abs() > 0.0)).collect(),
            steps: steps.collect(),
        }
    }
}
