//! Figures of one kind. A kind is a type: a function that ranks takes votes, and a series of
//! opinions handed to it does not compile.
//!
//! ```compile_fail
//! use vigie_read::polls::{Favourable, Series};
//! let liked: Series<Favourable> = Series::of(&[]);
//! liked.ranked(); // no such method: good opinions are no race
//! ```
//! ```compile_fail
//! use vigie_read::polls::{Favourable, Intention, Series};
//! let mut votes: Series<Intention> = Series::of(&[]);
//! let liked: Series<Favourable> = Series::of(&[]);
//! votes.join(liked); // two kinds are two types
//! ```
//! ```
//! use vigie_read::polls::{Intention, Series};
//! let votes: Series<Intention> = Series::of(&[]);
//! assert!(votes.ranked().is_empty());
//! ```

use std::marker::PhantomData;

use serde::Serialize;

use super::{Figure, Question, Round};
use crate::day::Day;

mod sealed {
    pub trait Sealed {}
}

/// A kind of question, as a type.
pub trait Kind: sealed::Sealed {
    /// The questions that belong to it: exactly one.
    const QUESTION: Question;
}

/// Kinds whose figures are shares of the same votes, and so may be ranked.
pub trait Votes: Kind {}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $question:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl sealed::Sealed for $name {}
        impl Kind for $name {
            const QUESTION: Question = Question::$question;
        }
    )*};
}

kinds! {
    /// Voting intention among several.
    Intention: Intention,
    /// Voting intention between two.
    Duel: Duel,
    /// Good opinion.
    Favourable: Favourable,
    /// Approval in office.
    Popularity: Popularity,
    /// Certainty of choice or of voting.
    Certainty: Certainty,
    /// A question that the text does not state.
    Other: Unstated,
}

impl Votes for Intention {}
impl Votes for Duel {}

/// One reading of one person.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reading {
    /// The poll.
    pub poll: String,
    /// Who asked; empty when not said.
    pub institute: String,
    /// Whom it is about.
    pub candidate: String,
    /// First day of asking, where known.
    pub start: Option<Day>,
    /// Last day of asking, where known.
    pub end: Option<Day>,
    /// The day it stands for.
    pub day: Option<Day>,
    /// In percent.
    pub value: f64,
    /// How many people answered: those who named somebody where known, all who were asked otherwise.
    pub answered: Option<u32>,
    /// A wave of a rolling poll.
    pub rolling: bool,
    /// The election, in the words of the source.
    pub election: Option<String>,
    /// The round, of votes.
    pub round: Option<Round>,
    /// The hypothesis, of votes.
    pub hypothesis: Option<String>,
}

/// Readings of one kind, sorted by day, poll and candidate.
#[derive(Clone, Debug)]
pub struct Series<K: Kind> {
    readings: Vec<Reading>,
    kind: PhantomData<K>,
}

impl<K: Kind> Series<K> {
    /// Those of the figures that are of this kind.
    #[must_use]
    pub fn of(figures: &[Figure]) -> Self {
        let ours = figures.iter().filter(|figure| figure.question == K::QUESTION);
        let mut readings: Vec<Reading> = ours
            .map(|figure| Reading {
                poll: figure.poll.clone(),
                institute: figure.institute.clone().unwrap_or_default(),
                candidate: figure.candidate.clone(),
                start: figure.field_start.or(figure.field_end),
                end: figure.field_end,
                day: figure.middle(),
                value: figure.value,
                answered: figure.expressed.or(figure.sample),
                rolling: figure.rolling,
                election: figure.election.clone(),
                round: figure.round,
                hypothesis: figure.hypothesis.clone(),
            })
            .collect();
        readings.sort_by(|a, b| {
            (a.day, &a.poll, &a.hypothesis, &a.candidate)
                .cmp(&(b.day, &b.poll, &b.hypothesis, &b.candidate))
                .then(a.value.total_cmp(&b.value))
        });
        Self { readings, kind: PhantomData }
    }

    /// Readings of this kind that were put together already.
    pub(super) fn read(readings: Vec<Reading>) -> Self {
        let mut none = Self { readings: Vec::new(), kind: PhantomData };
        none.join(Self { readings, kind: PhantomData });
        none
    }

    /// The readings.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Those that a rule keeps: one election, one hypothesis, one candidate.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Reading) -> bool) -> Self {
        let readings = self.readings.iter().filter(|one| keep(one)).cloned().collect();
        Self { readings, kind: PhantomData }
    }

    /// Adds another series of the same kind.
    pub fn join(&mut self, other: Self) {
        self.readings.extend(other.readings);
        self.readings.sort_by(|a, b| {
            (a.day, &a.poll, &a.hypothesis, &a.candidate)
                .cmp(&(b.day, &b.poll, &b.hypothesis, &b.candidate))
                .then(a.value.total_cmp(&b.value))
        });
    }
}

impl<K: Votes> Series<K> {
    /// The readings of each poll, round and hypothesis from the highest: an order of votes.
    #[must_use]
    pub fn ranked(&self) -> Vec<Vec<&Reading>> {
        let mut groups: Vec<Vec<&Reading>> = Vec::new();
        let key = |one: &Reading| (one.poll.clone(), one.round, one.hypothesis.clone());
        let mut sorted: Vec<&Reading> = self.readings.iter().collect();
        sorted.sort_by_key(|one| key(one));
        for reading in sorted {
            match groups.last_mut() {
                Some(group) if key(group[0]) == key(reading) => group.push(reading),
                _ => groups.push(vec![reading]),
            }
        }
        for group in &mut groups {
            group.sort_by(|a, b| {
                b.value.total_cmp(&a.value).then_with(|| a.candidate.cmp(&b.candidate))
            });
        }
        groups
    }
}
