//! Polls from tables and articles: what each candidate's polls say by what was asked, and how the
//! level moved. Nothing is stored.
//!
//! Favourable opinion and voting intention never share a table, and no table is an order of votes. A
//! date is answered by what these polls can show; that something moved them is no answer of ours.

mod csv;
mod files;
mod held;
pub mod rows;
mod tables;
mod told;

use std::path::Path;

pub use held::HeldAsked;
pub(crate) use held::PollsShown;
use vigie_read::polls::{Figure, same_name};

pub use vigie_read::Day;
pub use vigie_read::polls::{Layout, Question, Repair, Round, Why, layout};

use crate::press::Pressed;
use crate::words::Words;
use crate::{AppError, Project};
use rows::PollsReport;

/// The most bytes of one table that are read.
pub const MOST_BYTES: u64 = 64 << 20;
/// So many tables of a question, and candidates of a table, are shown without being asked for more.
pub const USUAL_LIMIT: usize = 10;

/// Reads a file that may be a table of polls or an article.
///
/// # Errors
/// When it cannot be read, is a folder, or is longer than [`MOST_BYTES`].
pub fn file(path: &Path) -> Result<Pressed, AppError> {
    let bytes = crate::cases::bounded_bytes(path, MOST_BYTES)?;
    Ok(Pressed { name: path.display().to_string(), bytes })
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct PollsRequest {
    /// Tables and articles.
    pub files: Vec<Pressed>,
    /// Only this question.
    pub question: Option<Question>,
    /// Only this round.
    pub round: Option<Round>,
    /// Only candidates whose name holds this.
    pub about: Option<String>,
    /// Only elections whose name holds this.
    pub election: Option<String>,
    /// Only hypotheses whose words hold this.
    pub hypothesis: Option<String>,
    /// Only polls that ended on this day or later.
    pub since: Option<Day>,
    /// Only polls that ended on this day or earlier.
    pub until: Option<Day>,
    /// Whether each figure is told, too.
    pub records: bool,
    /// Whether the levels through time are told.
    pub levels: bool,
    /// How far the levels are apart; by the length of the season without it.
    pub pace: Option<Pace>,
    /// A date: what can these polls show of a change on it?
    pub event: Option<Day>,
    /// The most tables of a question and candidates of a table; 0 for all.
    pub limit: usize,
}

/// How far levels are apart in a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Each day.
    Day,
    /// Each seventh day, back from the last.
    Week,
    /// Each thirtieth day, back from the last.
    Month,
}

impl Pace {
    /// As the command line writes them.
    pub const WORDS: [&str; 3] = ["day", "week", "month"];

    /// Reads one of [`Pace::WORDS`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    /// The one that gives a table of a page or two.
    const fn of(days: usize) -> Self {
        match days {
            0..=45 => Self::Day,
            46..=730 => Self::Week,
            _ => Self::Month,
        }
    }

    const fn days(self) -> usize {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

/// The questions as the command line writes them.
pub const QUESTIONS: [(&str, Question); 6] = [
    ("intention", Question::Intention),
    ("duel", Question::Duel),
    ("favourable", Question::Favourable),
    ("popularity", Question::Popularity),
    ("certainty", Question::Certainty),
    ("unstated", Question::Unstated),
];

/// Reads one of [`QUESTIONS`].
#[must_use]
pub fn question(word: &str) -> Option<Question> {
    QUESTIONS.iter().find(|(name, _)| *name == word).map(|(_, question)| *question)
}

/// The word of a question, as in JSON.
#[must_use]
pub fn question_name(question: Question) -> &'static str {
    QUESTIONS.iter().find(|(_, one)| *one == question).map_or("unstated", |(name, _)| *name)
}

impl PollsRequest {
    fn wants(&self, figure: &Figure) -> bool {
        let holds = |wanted: &Option<String>, text: &Option<String>| {
            wanted.as_deref().is_none_or(|wanted| {
                same_name(text.as_deref().unwrap_or_default()).contains(&same_name(wanted))
            })
        };
        let day = figure.field_end;
        self.question.is_none_or(|question| figure.question == question)
            && self.round.is_none_or(|round| figure.round == Some(round))
            && holds(&self.election, &figure.election)
            && holds(&self.hypothesis, &figure.hypothesis)
            && self.since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
    }

    fn is_about(&self, candidate: &str) -> bool {
        let about = self.about.as_deref().map(same_name).filter(|about| !about.is_empty());
        about.is_none_or(|about| same_name(candidate).contains(&about))
    }
}

impl Project {
    /// Reads tables of polls, and the poll figures of articles.
    ///
    /// # Errors
    /// When a file is neither, is broken, or nobody of the name that was asked for is polled.
    pub fn polls(&self, request: &PollsRequest) -> Result<PollsReport, AppError> {
        let words = Words::new(self.config.language);
        let sources = files::read(&request.files).into_iter().collect::<Result<_, _>>()?;
        tables::report(request, sources, &words)
    }
}
