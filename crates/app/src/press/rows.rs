//! What reading the press gives, as it is shown: every text has passed the gate.

use serde::Serialize;
use vigie_read::polls::{Caution, Derived, Question, Round};
use vigie_read::statements::ledger::Answers;
use vigie_read::statements::{Act, Modality, Quoted};

use super::corrections::CorrectionRow;
use crate::attacks::check::CheckReport;

/// Articles, what is said in them, and how it hangs together.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct PressReport {
    /// The articles, in the order given.
    pub articles: Vec<ArticleRow>,
    /// How many outlets they are from.
    pub outlets: usize,
    /// Statements that were asked for.
    pub statements: Vec<StatementRow>,
    /// Statements that `about` and `acts` left out.
    pub not_asked_for: usize,
    /// What somebody did not say, where an article says so; none of it is a statement.
    pub not_said: Vec<NotSaidRow>,
    /// Accusations with their replies.
    pub accusations: Vec<AccusationRow>,
    /// Headlines that say more than the words under them.
    pub drifts: Vec<DriftRow>,
    /// Poll figures.
    pub polls: Vec<PollRow>,
    /// Percentages that are no poll figures.
    pub other_percentages: usize,
    /// Who of the watch list, and which countries, are named.
    pub actors: Vec<ActorRow>,
    /// Names that are not on the watch list.
    pub unlisted_names: usize,
    /// What to keep in mind.
    pub caveats: Vec<String>,
}

/// One article.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct ArticleRow {
    /// The name of the file.
    pub name: String,
    /// The headline.
    pub headline: Option<String>,
    /// The outlet as the page names itself.
    pub outlet: Option<String>,
    /// `en` or `fr`; null where it is neither.
    pub language: Option<vigie_read::Language>,
    /// The day of publication; null is unknown.
    pub date: Option<String>,
    /// How the day is known.
    pub date_basis: Option<vigie_read::article::Basis>,
    /// Where it was published first, when it repeats another.
    pub original: Option<String>,
    /// The earlier article of the list that it repeats; it is not counted again.
    pub repeats: Option<usize>,
    /// How many sealed rumours it repeats, also to report or deny them.
    pub repeats_rumour: usize,
    /// What was cut or guessed.
    pub reservations: Vec<vigie_read::article::Reservation>,
    /// What people corrected in it.
    pub corrections: Vec<CorrectionRow>,
    /// Its text in pieces, those that are part of a statement marked.
    pub pieces: Vec<Piece>,
}

/// A stretch of an article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// What they are of a statement.
    pub part: Option<PieceOf>,
    /// Of which: its place in [`PressReport::statements`].
    pub statement: Option<usize>,
}

/// What words are of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceOf {
    /// The words that say so.
    Cue,
    /// Who speaks.
    Speaker,
    /// Whom it is about.
    Target,
    /// What is said.
    Content,
}

/// One statement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StatementRow {
    /// The article, by its place.
    pub article: usize,
    /// Its number in the article, from 1, whatever is left out: how people name it.
    pub number: usize,
    /// What is done by saying it.
    pub act: Act,
    /// The same in words.
    pub act_word: String,
    /// Who speaks, by the fullest name in the article; null where nobody is named.
    pub speaker: Option<String>,
    /// What the article calls the speaker.
    pub role: Option<String>,
    /// Who is accused, warned, asked …
    pub targets: Vec<String>,
    /// What is said.
    pub content: String,
    /// The words that say so.
    pub cue: String,
    /// The sentence.
    pub sentence: String,
    /// Whether the words are the speaker's own.
    pub quoted: Quoted,
    /// How firmly it is said.
    pub modality: Modality,
    /// The rule that found it.
    pub rule: &'static str,
    /// An ordering, 0 to 1; not a probability.
    pub certainty: f32,
    /// Who has the last word on it.
    pub read_by: ReadBy,
    /// Its words stand in the headline.
    pub headline: bool,
    /// The bytes of its cue in the headline or the other words: how a correction names it.
    pub cue_at: (u64, u64),
    /// What the logs say of its numbers, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<CheckReport>,
}

/// What an article says that somebody did not say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NotSaidRow {
    /// The article, by its place.
    pub article: usize,
    /// What would have been done by saying it.
    pub act: Act,
    /// Who did not say it; null where nobody is named.
    pub speaker: Option<String>,
    /// The words that say so: "did not say".
    pub cue: String,
    /// What was not said, as far as the article tells.
    pub content: String,
    /// The sentence.
    pub sentence: String,
}

/// Who read a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadBy {
    /// The rules.
    #[default]
    Rules,
    /// A tagger gave some of its words.
    Tagger,
    /// A person corrected or added it.
    Person,
}

impl ReadBy {
    /// The word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Tagger => "tagger",
            Self::Person => "person",
        }
    }
}

/// An accusation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AccusationRow {
    /// Its place in [`PressReport::statements`].
    pub accusation: usize,
    /// The replies, by their places, and why each is one.
    pub replies: Vec<(usize, Answers)>,
    /// The same in words: "denied by …", or that no reply was found, in how many outlets.
    pub sentence: String,
}

/// A headline that says more than the words under it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DriftRow {
    /// The article, by its place.
    pub article: usize,
    /// In words.
    pub sentence: String,
}

/// One poll figure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PollRow {
    /// The article, by its place.
    pub article: usize,
    /// Who asked.
    pub institute: Option<String>,
    /// Who paid or published.
    pub sponsor: Option<String>,
    /// The days of asking.
    pub field: Option<String>,
    /// How many were asked.
    pub sample: Option<u32>,
    /// What was asked: figures of different questions are never compared.
    pub question: Question,
    /// The same in words.
    pub question_word: String,
    /// For which round.
    pub round: Option<Round>,
    /// Whom it is about.
    pub candidate: String,
    /// In percent.
    pub value: f64,
    /// Against the poll before, in points.
    pub change: Option<f64>,
    /// Which of change and value before was computed.
    pub derived: Option<Derived>,
    /// What to say beside it.
    pub cautions: Vec<Caution>,
    /// The same in words.
    pub caution_words: Vec<String>,
    /// The sentence it was read from.
    pub sentence: String,
}

/// Who is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ActorRow {
    /// What it is.
    pub kind: vigie_read::actors::ActorKind,
    /// Its id on the list, or the country's code.
    pub id: String,
    /// How often.
    pub mentions: usize,
}
