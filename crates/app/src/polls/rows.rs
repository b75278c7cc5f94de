//! What polls say, as it is shown: every text has passed the gate.

use serde::Serialize;
use vigie_read::Day;
use vigie_read::polls::{Aside, Asked, Figure, Layout, Moved, Question, Repair, Round, Why};

/// Tables of polls put together.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct PollsReport {
    /// The files, in the order given.
    pub files: Vec<FileRow>,
    /// Figures that were asked for.
    pub figures: usize,
    /// Figures that the filters left out.
    pub not_asked_for: usize,
    /// By question, round, election, and in a duel the two: nothing of one is compared with another.
    pub tables: Vec<TableRow>,
    /// Tables beyond the limit.
    pub tables_left: usize,
    /// What to keep in mind.
    pub caveats: Vec<String>,
    /// Each figure, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordRow>,
}

/// The polls that a project holds, as a screen shows them.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HeldPolls {
    /// The folder that they lie in, as `press.polls` names it.
    pub folder: String,
    /// Files of it that are not shown.
    pub left_out: Vec<LeftOutRow>,
    /// Files beyond what is read.
    pub files_left: usize,
    /// The command that prints the same.
    pub repeat: String,
    /// What the others say.
    #[serde(flatten)]
    pub report: PollsReport,
}

/// A file that is not shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeftOutRow {
    /// Its name.
    pub name: String,
    /// What is in the way.
    pub why: String,
    /// What can be done.
    pub hint: Option<String>,
}

/// One file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// The layout of a table; null is an article.
    pub layout: Option<Layout>,
    /// Figures that were read.
    pub figures: usize,
    /// Polls that they are from, as the file numbers them.
    pub polls: usize,
    /// What was set aside, by reason.
    pub aside: Vec<(Why, usize)>,
    /// Each line that was set aside; in JSON files the number of the poll.
    pub aside_lines: Vec<Aside>,
    /// What was mended, and how often.
    pub mended: Vec<(Repair, usize)>,
    /// Polls whose key and dates are more than a fortnight apart: kept as they are.
    pub odd_dates: Vec<String>,
    /// The election that its name tells, where the table names none.
    pub election_from_name: Option<String>,
    /// Percentages of an article that are no poll figures.
    pub other_percentages: usize,
    /// What it is, in words.
    pub sentence: String,
    /// What was set aside, mended or odd, in words.
    pub notes: Vec<String>,
}

/// One question, round and election.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TableRow {
    /// What was asked. Figures of different questions are never compared.
    pub question: Question,
    /// The question, the round and the election in words.
    pub heading: String,
    /// For which round.
    pub round: Option<Round>,
    /// Which election.
    pub election: Option<String>,
    /// In a duel, the two.
    pub between: Vec<String>,
    /// How many polls.
    pub polls: usize,
    /// The candidates, the most polled first: no order of votes.
    pub lines: Vec<LineRow>,
    /// Candidates beyond the limit.
    pub lines_left: usize,
    /// The polls themselves, the newest first.
    pub asked: Vec<AskedRow>,
    /// Older polls that are not listed.
    pub asked_left: usize,
}

/// One poll of a table.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AskedRow {
    /// The poll, its names through the gate.
    #[serde(flatten)]
    pub poll: Asked,
    /// What it says of each line of the table, in percent; null where it does not ask.
    pub values: Vec<Option<f64>>,
}

/// One candidate of a table.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LineRow {
    /// Whom it is about.
    pub candidate: String,
    /// In a duel, against whom.
    pub against: Option<String>,
    /// How many polls.
    pub polls: usize,
    /// By how many institutes.
    pub institutes: usize,
    /// The last day of the first poll.
    pub first: Option<Day>,
    /// The last day of the last poll.
    pub last: Option<Day>,
    /// What the last poll says, in percent: the mean of its hypotheses.
    pub last_value: f64,
    /// Who asked it.
    pub last_institute: Option<String>,
    /// How many hypotheses it asked.
    pub last_hypotheses: usize,
    /// How far the hypotheses of one poll lie apart at most, in points.
    pub hypotheses_apart: f64,
    /// The level on the last day, with its 95 % interval.
    pub level: Option<LevelRow>,
    /// Why there is no level.
    pub no_level: Option<&'static str>,
    /// Polls that the level rests on.
    pub used: usize,
    /// Waves of rolling polls left out because they share people with one that took part.
    pub thinned: usize,
    /// Polls without a date or a number of people.
    pub unusable: usize,
    /// How far each institute reads above the others, in points.
    pub houses: Vec<HouseRow>,
    /// The levels through time, when that was asked for.
    pub levels: Vec<LevelRow>,
    /// What these polls can show of a change on the date that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventRow>,
}

/// The level on a day, with its 95 % interval, in percent.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct LevelRow {
    /// The day.
    pub day: Day,
    /// The level.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One institute's offset.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HouseRow {
    /// Who.
    pub institute: String,
    /// How far above the others it reads, in points.
    pub offset: f64,
    /// Half of its 95 % interval.
    pub within: f64,
    /// From how many polls.
    pub polls: usize,
}

/// What polls can show of a date.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventRow {
    /// The date.
    pub day: Day,
    /// The answer.
    pub answer: Moved,
    /// The same in words.
    pub sentence: String,
}

/// One figure, whose texts have passed the gate.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RecordRow {
    /// The file.
    pub file: String,
    /// The figure; the line of a table in JSON is the number of the poll.
    #[serde(flatten)]
    pub figure: Figure,
    /// The sentence of an article.
    pub sentence: Option<String>,
}
