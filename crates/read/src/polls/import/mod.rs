//! Open tables of polls: the layouts of nsppolls (and of `MieuxVoter`, which grew from it), of
//! pollsposition (JSON of an election, CSV of party families since 1965, CSV of popularity).
//!
//! Their defects are known and handled here, each counted: dates of another year than the key says,
//! error columns in two conventions, spellings of institutes, results among polls, figures that do not
//! add up, rows that repeat. A row that cannot be used is set aside with its line and reason.

mod csv;
mod nsppolls;
mod pollsposition;
mod popularity;
mod unified;

use serde::Serialize;
use vigie_model::{ErrorKind, Explained};

use super::{At, Caution, Figure};

/// A layout that is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// nsppolls: one row a candidate and hypothesis; columns `candidat`, `intentions`, `id`.
    Nsppolls,
    /// `MieuxVoter`: the same with `poll_id` and the file name of the official notice.
    MieuxVoter,
    /// pollsposition: JSON, one object a poll under `sondages`.
    Pollsposition,
    /// pollsposition: one row a poll, one column a family of parties.
    Unified,
    /// pollsposition: one row a poll of approval.
    Popularity,
}

/// A row that was set aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Aside {
    /// The line of the file, from 1; in JSON the number of the poll.
    pub line: usize,
    /// Why.
    pub why: Why,
}

/// Why a row was set aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The count of an election, not a poll.
    Result,
    /// Seats, not shares.
    Seats,
    /// No figure, or one that is no number from 0 to 100.
    NoFigure,
    /// No date that the calendar has.
    NoDate,
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// Nobody is named.
    NoCandidate,
    /// The row repeats another.
    Repeats,
    /// A table of how votes would move between rounds: no share of votes.
    Transfers,
    /// Fewer columns than the heading, or none of the names it needs.
    Broken,
    /// A question that this layout does not have.
    UnknownQuestion,
}

/// Something that was mended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// The year of a date, from the key of its poll.
    YearFromKey,
    /// The usual spelling of an institute.
    InstituteSpelling,
    /// The error columns hold the ends of the interval, not its halves.
    ErrorColumns,
    /// More people named somebody than were asked: that number was left out.
    MoreExpressedThanAsked,
}

/// A table as figures.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Import {
    /// Its layout.
    pub layout: Layout,
    /// The figures in the order of the file.
    pub figures: Vec<Figure>,
    /// What was set aside.
    pub aside: Vec<Aside>,
    /// How often what was mended.
    pub repairs: Vec<(Repair, usize)>,
    /// Polls whose key and dates are more than a fortnight apart: kept as they are.
    pub odd_dates: Vec<String>,
}

impl Import {
    fn new(layout: Layout) -> Self {
        Self {
            layout,
            figures: Vec::new(),
            aside: Vec::new(),
            repairs: Vec::new(),
            odd_dates: Vec::new(),
        }
    }

    fn aside(&mut self, line: usize, why: Why) {
        self.aside.push(Aside { line, why });
    }

    fn repaired(&mut self, repair: Repair) {
        match self.repairs.binary_search_by_key(&repair, |(repair, _)| *repair) {
            Ok(at) => self.repairs[at].1 += 1,
            Err(at) => self.repairs.insert(at, (repair, 1)),
        }
    }

    /// The usual name of an institute, counted where the file wrote another.
    fn institute(&mut self, name: &str) -> Option<String> {
        let name = name.trim();
        let usual = super::lexicon::usual_name(name);
        if usual != name {
            self.repaired(Repair::InstituteSpelling);
        }
        (!usual.is_empty()).then(|| usual.to_owned())
    }

    /// Marks figures of polls whose shares do not come to 100 within `slack` points.
    fn check_sums(&mut self, slack: f64) {
        let key = |figure: &Figure| {
            (figure.poll.clone(), figure.question, figure.round, figure.hypothesis.clone())
        };
        let mut sums = std::collections::BTreeMap::new();
        for figure in self.figures.iter().filter(|figure| figure.question.is_vote()) {
            *sums.entry(key(figure)).or_insert(0.0) += figure.value;
        }
        for figure in self.figures.iter_mut().filter(|figure| figure.question.is_vote()) {
            let sum = sums.get(&key(figure)).copied().unwrap_or(100.0);
            if (sum - 100.0_f64).abs() > slack {
                figure.caution(Caution::DoesNotAddUp);
            }
        }
    }

    /// What is said of every figure, from its own fields.
    fn finish(mut self, slack: f64) -> Self {
        self.check_sums(slack);
        for figure in &mut self.figures {
            if figure.sample.is_none() && figure.expressed.is_none() {
                figure.caution(Caution::SampleUnstated);
            }
            if figure.institute.is_none() {
                figure.caution(Caution::InstituteUnstated);
            }
            if figure.rolling {
                figure.caution(Caution::Rolling);
            }
        }
        self
    }
}

/// A file that is none of these layouts, or cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Neither heading nor keys are known.
    #[error("this is no table of polls in a known layout")]
    UnknownLayout,
    /// The file is too long.
    #[error("the table is longer than {most} MiB")]
    TooLong {
        /// The longest that is read.
        most: usize,
    },
    /// The JSON is broken.
    #[error("the JSON ends or breaks at line {line}")]
    Json {
        /// Where.
        line: usize,
    },
}

impl Explained for ImportError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownLayout => {
                "known are nsppolls and MieuxVoter CSV, and pollsposition JSON, unified CSV \
                 and popularity CSV"
                    .to_owned()
            }
            Self::TooLong { most } => format!("cut the table into parts of at most {most} MiB"),
            Self::Json { line } => format!("check the file at line {line}, or fetch it again"),
        })
    }
}

/// Longer tables are refused.
const MOST: usize = 64 << 20;

/// Which layout a file has, by its heading or its first keys.
#[must_use]
pub fn layout(bytes: &[u8]) -> Option<Layout> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start();
    if start.starts_with(b"{") {
        let head = String::from_utf8_lossy(&start[..start.len().min(4096)]);
        return head.contains("\"sondages\"").then_some(Layout::Pollsposition);
    }
    let heading = csv::rows(start).next()?;
    let has =
        |names: &[&str]| names.iter().all(|name| heading.fields.iter().any(|field| field == name));
    if has(&["poll_id", "candidat", "intentions", "fin_enquete"]) {
        Some(Layout::MieuxVoter)
    } else if has(&["id", "candidat", "intentions", "fin_enquete"]) {
        Some(Layout::Nsppolls)
    } else if has(&["type", "dateelection", "sondage", "nbfarleft"]) {
        Some(Layout::Unified)
    } else if has(&["president", "sondage", "approve_pr"]) {
        Some(Layout::Popularity)
    } else {
        None
    }
}

/// Reads a table of polls.
///
/// # Errors
/// When the layout is not known, the file is longer than 64 MiB, or its JSON is broken.
pub fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    if bytes.len() > MOST {
        return Err(ImportError::TooLong { most: MOST >> 20 });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match layout(bytes).ok_or(ImportError::UnknownLayout)? {
        layout @ (Layout::Nsppolls | Layout::MieuxVoter) => Ok(nsppolls::read(bytes, layout)),
        Layout::Pollsposition => pollsposition::read(bytes),
        Layout::Unified => Ok(unified::read(bytes)),
        Layout::Popularity => Ok(popularity::read(bytes)),
    }
}

/// A share in percent, or nothing.
fn share(text: &str) -> Option<f64> {
    let value: f64 = text.trim().replace(',', ".").parse().ok()?;
    (0.0..=100.0).contains(&value).then_some(value)
}

/// A count of people: 0 and what is no number are none. Some files write `1245.83`.
fn people(text: &str) -> Option<u32> {
    let value: f64 = text.trim().parse().ok()?;
    let value = value.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within bounds, whole"
    )]
    (1.0..10_000_000.0).contains(&value).then_some(value as u32)
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

const fn row(line: usize) -> At {
    At::Row { line }
}
