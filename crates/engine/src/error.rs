//! What can go wrong in the engine, and what the person can do about it.

use std::fmt;

use datafusion::arrow::error::ArrowError;
use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;
use vigie_model::{ErrorKind, Explained};

/// A place in the text of a query, both from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The character in the line.
    pub column: u64,
}

/// What can go wrong between a query and its answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The query does not parse, names what is not there, or fails on the data.
    #[error("{}{message}", at(.position.as_ref()))]
    Query {
        /// What is wrong, with control characters escaped: it may quote the query or the data.
        message: String,
        /// Where in the query, when the parser or planner knows.
        position: Option<Position>,
    },
    /// The text is not exactly one query.
    #[error("one query is answered here and nothing else: {what}")]
    NotAQuery {
        /// What it is instead.
        what: String,
    },
    /// The query names a parameter without a value.
    #[error("the query names ${name}, which has no value")]
    NoValue {
        /// Its name, without the dollar sign.
        name: String,
    },
    /// The query names a view that only operators read.
    #[error("the view {view:?} is read by operators only")]
    ForOperators {
        /// Its name.
        view: &'static str,
    },
    /// The query puts visitors of web sites beside persons.
    #[error("one query does not read both {visitors:?} and {persons:?}")]
    VisitorsAndPersons {
        /// The view of visits.
        visitors: &'static str,
        /// The view of persons.
        persons: &'static str,
    },
    /// The name cannot stand for a relation.
    #[error("{name:?} cannot name a relation")]
    Name {
        /// As given.
        name: String,
    },
    /// The work does not fit into the memory that the engine may use, even with spilling.
    #[error("{} of memory are not enough: {detail}", bytes(*.limit))]
    MemoryExhausted {
        /// The limit in bytes.
        limit: u64,
        /// Who asked for how much.
        detail: String,
    },
    /// A file of the lake is missing or damaged.
    #[error("a file of the lake cannot be read: {message}")]
    Unreadable {
        /// The reader's words.
        message: String,
    },
    /// Reading from or writing to the disk failed.
    #[error("the disk does not do as asked: {0}")]
    Disk(String),
    /// Worker threads could not be started.
    #[error("worker threads cannot be started: {0}")]
    Workers(std::io::Error),
    /// Our bug.
    #[error("unexpected: {0}")]
    Bug(String),
}

impl Explained for EngineError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Bug(_) => ErrorKind::Bug,
            _ => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Query { .. } => {
                "`SHOW TABLES` lists the views, `DESCRIBE acts` the columns of one".to_owned()
            }
            Self::NotAQuery { .. } => {
                "write one SELECT; the lake is changed by `vigie ingest` and `vigie forget` only"
                    .to_owned()
            }
            Self::NoValue { name } => format!("give a value to {name}, or correct its name"),
            Self::Name { .. } => {
                "use lower-case letters, digits and underscores, a letter first".to_owned()
            }
            Self::ForOperators { .. } => {
                "it holds what persons wrote; read what a page found in it, with `vigie explain`, \
                 or in a page give it to an operator"
                    .to_owned()
            }
            Self::VisitorsAndPersons { .. } => {
                "visitors are not joined with persons: ask for each by itself; what both show of an \
                 attack is in `vigie attacks`"
                    .to_owned()
            }
            Self::MemoryExhausted { limit, .. } => format!(
                "raise `[engine] memory` in vigie.toml (now {}), or ask for a shorter time",
                bytes(*limit)
            ),
            Self::Unreadable { .. } => {
                "run `vigie verify` to see which files of the lake are damaged".to_owned()
            }
            Self::Disk(_) => {
                "make room on the disk of the lake and check who may write there".to_owned()
            }
            Self::Workers(_) => "lower `[engine] threads` in vigie.toml".to_owned(),
            Self::Bug(_) => return None,
        };
        Some(hint)
    }
}

impl EngineError {
    /// What DataFusion's error means in this house. `limit` is the memory limit in bytes.
    pub(crate) fn from_datafusion(error: DataFusionError, limit: u64) -> Self {
        let error = match into_own(error) {
            Ok(own) => return own,
            Err(error) => error,
        };
        let position = position(&error);
        match error.find_root() {
            DataFusionError::ResourcesExhausted(detail) => {
                Self::MemoryExhausted { limit, detail: harmless(detail) }
            }
            DataFusionError::SQL(syntax, _) => syntax_error(syntax),
            DataFusionError::Plan(message)
            | DataFusionError::NotImplemented(message)
            | DataFusionError::Execution(message) => {
                Self::Query { message: harmless(message), position }
            }
            DataFusionError::SchemaError(schema, _) => {
                Self::Query { message: harmless(&schema.to_string()), position }
            }
            DataFusionError::ArrowError(arrow, _) => from_arrow(arrow, position),
            DataFusionError::ParquetError(inner) => {
                Self::Unreadable { message: harmless(&inner.to_string()) }
            }
            DataFusionError::ObjectStore(inner) => {
                Self::Unreadable { message: harmless(&inner.to_string()) }
            }
            DataFusionError::IoError(inner) => Self::Disk(harmless(&inner.to_string())),
            other => Self::Bug(harmless(&other.strip_backtrace())),
        }
    }
}

/// Gives back an error of ours that travelled through DataFusion.
fn into_own(error: DataFusionError) -> Result<EngineError, DataFusionError> {
    match error {
        DataFusionError::External(inner) => {
            inner.downcast::<EngineError>().map(|own| *own).map_err(DataFusionError::External)
        }
        DataFusionError::Context(text, inner) => {
            into_own(*inner).map_err(|inner| DataFusionError::Context(text, Box::new(inner)))
        }
        DataFusionError::Diagnostic(note, inner) => {
            into_own(*inner).map_err(|inner| DataFusionError::Diagnostic(note, Box::new(inner)))
        }
        other => Err(other),
    }
}

fn from_arrow(error: &ArrowError, position: Option<Position>) -> EngineError {
    match error {
        ArrowError::DivideByZero
        | ArrowError::ArithmeticOverflow(_)
        | ArrowError::CastError(_)
        | ArrowError::ParseError(_)
        | ArrowError::ComputeError(_)
        | ArrowError::InvalidArgumentError(_)
        | ArrowError::NotYetImplemented(_) => {
            EngineError::Query { message: harmless(&error.to_string()), position }
        }
        ArrowError::MemoryError(_) | ArrowError::OffsetOverflowError(_) => EngineError::Query {
            message: format!("a single value or batch grows too large: {error}"),
            position,
        },
        ArrowError::ParquetError(message) => EngineError::Unreadable { message: harmless(message) },
        ArrowError::IoError(message, _) => EngineError::Disk(harmless(message)),
        other => EngineError::Bug(harmless(&other.to_string())),
    }
}

fn syntax_error(error: &ParserError) -> EngineError {
    let message = match error {
        ParserError::ParserError(message) | ParserError::TokenizerError(message) => message,
        ParserError::RecursionLimitExceeded => {
            return EngineError::Query { message: "it nests too deep".to_owned(), position: None };
        }
    };
    // The parser writes the place behind its message and nowhere else.
    let (text, place) = message.rsplit_once(" at Line: ").unwrap_or((message, ""));
    EngineError::Query { message: harmless(text), position: read_place(place) }
}

/// Reads `3, Column: 14`.
fn read_place(text: &str) -> Option<Position> {
    let (line, column) = text.split_once(", Column: ")?;
    Some(Position { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
}

fn position(error: &DataFusionError) -> Option<Position> {
    let start = error.diagnostic()?.span?.start;
    Some(Position { line: start.line, column: start.column })
}

fn at(position: Option<&Position>) -> impl fmt::Display {
    struct Shown(Option<Position>);
    impl fmt::Display for Shown {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                Some(Position { line, column }) => {
                    write!(out, "line {line}, character {column}: ")
                }
                None => Ok(()),
            }
        }
    }
    Shown(position.copied())
}

/// Messages may quote the query or the data, so control characters are written out.
fn harmless(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut out = String::with_capacity(message.len());
    for letter in message.chars() {
        match letter {
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() => out.extend(letter.escape_unicode()),
            letter => out.push(letter),
        }
    }
    out
}

/// `256 MB`, `1.5 GB`, or bytes below a kilobyte.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut tenths = count.saturating_mul(10);
    let mut unit = "bytes";
    for next in UNITS {
        if tenths < 10_000 {
            break;
        }
        tenths /= 1_000;
        unit = next;
    }
    match tenths % 10 {
        0 => format!("{} {unit}", tenths / 10),
        rest => format!("{}.{rest} {unit}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_readable() {
        let shown = [0, 999, 1_000, 1_500_000, 256_000_000, 1 << 30].map(bytes);
        assert_eq!(shown, ["0 bytes", "999 bytes", "1 kB", "1.5 MB", "256 MB", "1 GB"]);
    }

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(harmless("a\u{1b}[31m\nb."), "a\\u{1b}[31m b");
    }

    #[test]
    fn an_error_of_ours_comes_back_whole() {
        let inside = DataFusionError::External(Box::new(EngineError::Bug("x".to_owned())));
        let wrapped = inside.context("while planning");
        let out = EngineError::from_datafusion(wrapped, 0);
        assert_eq!(out.to_string(), "unexpected: x");
    }

    #[test]
    fn memory_errors_name_the_setting_and_the_limit() {
        let inside = DataFusionError::ResourcesExhausted("pairs wanted 9 MB".to_owned());
        let out = EngineError::from_datafusion(inside, 64_000_000);
        assert_eq!(out.kind(), ErrorKind::User);
        assert_eq!(out.to_string(), "64 MB of memory are not enough: pairs wanted 9 MB");
        let hint = out.hint().unwrap();
        assert!(hint.contains("`[engine] memory` in vigie.toml (now 64 MB)"), "{hint}");
    }
}
