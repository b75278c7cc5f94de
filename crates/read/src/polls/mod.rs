//! Polls: figures with everything one must know to use them, read from text and from tables.
//!
//! The trap that this module is built around: "front-runner" beside a figure of *favourable opinion*.
//! A share of people who like somebody is no share of votes. A [`Figure`] carries its [`Question`];
//! whoever wants to compare figures asks for a [`Series`] of one kind, and only series of votes can
//! be ranked: the compiler refuses the rest.
//!
//! Must not know: files, the clock, the lake.

mod about;
mod figures;
mod import;
mod lexicon;
mod link;
mod names;
mod once;
mod races;
mod sentence;
mod series;
mod step;
mod text;
mod trend;

use serde::Serialize;

pub use import::{Aside, Import, ImportError, Layout, Repair, Why, import, layout};
pub use races::{Asked, Line, OfPoll, Race, races, same_name};
pub use series::{
    Certainty, Duel, Favourable, Intention, Kind, Other, Popularity, Reading, Series, Votes,
};
pub use step::{Moved, Step, moved};
pub use text::{Background, FromText, Left, Unread, from_text};
pub use trend::{House, Level, Parameters, Trend, TrendError, trend};

use crate::day::Day;
use crate::words::Span;

pub(crate) use names::{capital_runs, names_nobody};

/// The dates written out with their year in a short line.
pub(crate) fn dates_in(line: &str) -> Vec<Day> {
    about::dates(line, &crate::words::words(line), None)
}

/// What people were asked. Figures of different questions are never compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// For whom would you vote, among several.
    Intention,
    /// For whom would you vote, of two.
    Duel,
    /// Do you have a good opinion of, would you like to see in office.
    Favourable,
    /// Do you approve of what somebody does in office.
    Popularity,
    /// Are you sure of your choice, or to vote.
    Certainty,
    /// The text does not say.
    Unstated,
}

impl Question {
    /// Whether the figures are shares of votes that exclude each other.
    #[must_use]
    pub const fn is_vote(self) -> bool {
        matches!(self, Self::Intention | Self::Duel)
    }
}

/// Which round of an election in rounds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Whom a figure is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A person.
    Person,
    /// A party or a family of parties: whoever stands for it.
    Bloc,
    /// All who were asked.
    All,
    /// Blank and spoilt votes.
    Blank,
}

/// Where a figure was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum At {
    /// In a text, in bytes of it.
    Text {
        /// The sentence.
        sentence: Span,
        /// The figure with its sign.
        figure: Span,
    },
    /// In a table: the line of the file, from 1; in JSON the number of the poll, from 1.
    Row {
        /// The line.
        line: usize,
    },
}

/// Which of value before, value now and change nobody wrote: it was computed from the two others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Derived {
    /// The value before: value now less the change.
    Previous,
    /// The change: value now less the value before.
    Change,
}

/// What is to be said beside a figure whenever it is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// The sentence speaks of a race ("front-runner"), the figure is no share of votes.
    RaceFromOpinion,
    /// The text does not say what was asked.
    QuestionUnstated,
    /// The text does not say who asked.
    InstituteUnstated,
    /// The sample is not said: no interval can be given.
    SampleUnstated,
    /// The figures of this poll do not add up to 100 %.
    DoesNotAddUp,
    /// A wave of a rolling poll: it shares people with its neighbours.
    Rolling,
}

impl Caution {
    /// The key of its sentence in `locales/`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::RaceFromOpinion => "poll-caution-race-from-opinion",
            Self::QuestionUnstated => "poll-caution-question-unstated",
            Self::InstituteUnstated => "poll-caution-institute-unstated",
            Self::SampleUnstated => "poll-caution-sample-unstated",
            Self::DoesNotAddUp => "poll-caution-does-not-add-up",
            Self::Rolling => "poll-caution-rolling",
        }
    }
}

/// One figure of one poll.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// The poll within its source: figures of one poll share it.
    pub poll: String,
    /// Who asked, by its usual name.
    pub institute: Option<String>,
    /// Who paid.
    pub sponsor: Option<String>,
    /// Who published it, where that is all that is said.
    pub publisher: Option<String>,
    /// First day of asking.
    pub field_start: Option<Day>,
    /// Last day of asking; the only day where a source gives one.
    pub field_end: Option<Day>,
    /// How many people were asked.
    pub sample: Option<u32>,
    /// How many of them named somebody.
    pub expressed: Option<u32>,
    /// The margin that was printed, in points. Of a quota sample it is borrowed from random samples.
    pub stated_margin: Option<f64>,
    /// Who was asked, in the words of the source.
    pub population: Option<String>,
    /// Whether it is a wave of a rolling poll.
    pub rolling: bool,
    /// Which election, in the words of the source.
    pub election: Option<String>,
    /// What was asked.
    pub question: Question,
    /// For which round.
    pub round: Option<Round>,
    /// Under which hypothesis about who stands.
    pub hypothesis: Option<String>,
    /// Whom it is about.
    pub candidate: String,
    /// A person, or what else.
    pub subject: Subject,
    /// The party.
    pub party: Option<String>,
    /// In percent.
    pub value: f64,
    /// Against the poll before, in points.
    pub change: Option<f64>,
    /// In the poll before, in percent.
    pub previous: Option<f64>,
    /// Which of the last two was computed.
    pub derived: Option<Derived>,
    /// What to say beside it.
    pub cautions: Vec<Caution>,
    /// Where it was read.
    pub at: At,
}

impl Figure {
    /// An empty figure of that value, to be filled by whoever reads.
    pub(crate) fn new(at: At, question: Question, candidate: String, value: f64) -> Self {
        Self {
            poll: String::new(),
            institute: None,
            sponsor: None,
            publisher: None,
            field_start: None,
            field_end: None,
            sample: None,
            expressed: None,
            stated_margin: None,
            population: None,
            rolling: false,
            election: None,
            question,
            round: None,
            hypothesis: None,
            candidate,
            subject: Subject::Person,
            party: None,
            value,
            change: None,
            previous: None,
            derived: None,
            cautions: Vec::new(),
            at,
        }
    }

    /// Every text of it that somebody outside wrote, for whoever shows it.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let Self { poll, institute, sponsor, publisher, candidate, party, .. } = self;
        let Self { population, election, hypothesis, .. } = self;
        let rest = [institute, sponsor, publisher, population, election, hypothesis, party];
        [poll, candidate].into_iter().chain(rest.into_iter().flatten())
    }

    /// Adds what is to be said of any figure, from its fields.
    pub(crate) fn caution(&mut self, caution: Caution) {
        if let Err(at) = self.cautions.binary_search(&caution) {
            self.cautions.insert(at, caution);
        }
    }

    /// The day it stands for: the middle of the days of asking.
    #[must_use]
    pub fn middle(&self) -> Option<Day> {
        let end = self.field_end?;
        let start = self.field_start.filter(|start| *start <= end).unwrap_or(end);
        Some(start.plus((end.0 - start.0) / 2))
    }
}
