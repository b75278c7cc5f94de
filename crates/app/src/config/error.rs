//! What can be wrong with `vigie.toml`, said with file, line and what would be right.

use std::fmt;

use vigie_model::{ErrorKind, Explained};

/// Where a value was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// In the file.
    Line {
        /// As given to [`super::Config::load`].
        file: String,
        /// From 1.
        line: usize,
    },
    /// On the command line.
    CommandLine,
}

impl fmt::Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { file, line } => write!(out, "{file}:{line}"),
            Self::CommandLine => out.write_str("command line"),
        }
    }
}

/// What is wrong. The first problem in the file ends the reading.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Not TOML.
    #[error("{at}: {message}")]
    Syntax {
        /// Where.
        at: At,
        /// In the words of the TOML parser.
        message: String,
    },
    /// A key that Vigie does not know.
    #[error("{at}: unknown key {key:?}")]
    UnknownKey {
        /// Where.
        at: At,
        /// With its sections.
        key: String,
        /// What to write instead.
        hint: String,
    },
    /// A value where a section belongs, or the other way round.
    #[error("{at}: {key} is {found}, expected {expected}")]
    Shape {
        /// Where.
        at: At,
        /// With its sections.
        key: String,
        /// What stands there.
        found: &'static str,
        /// What belongs there.
        expected: &'static str,
        /// How to write it.
        hint: String,
    },
    /// A value that the key cannot take.
    #[error("{at}: {key} = {found} is not {expected}")]
    Value {
        /// Where.
        at: At,
        /// With its sections.
        key: String,
        /// The value as TOML, cut when long.
        found: String,
        /// What it should be.
        expected: String,
        /// How to write it.
        hint: String,
    },
    /// An entry without a key that it needs.
    #[error("{at}: {entry} has no {key:?}")]
    Missing {
        /// Where the entry begins.
        at: At,
        /// The entry, with its sections.
        entry: String,
        /// The last part of the key.
        key: &'static str,
        /// How to write it.
        hint: String,
    },
}

impl ConfigError {
    /// Where the problem stands.
    #[must_use]
    pub const fn at(&self) -> &At {
        match self {
            Self::Syntax { at, .. }
            | Self::UnknownKey { at, .. }
            | Self::Shape { at, .. }
            | Self::Value { at, .. }
            | Self::Missing { at, .. } => at,
        }
    }
}

impl Explained for ConfigError {
    fn kind(&self) -> ErrorKind {
        match self.at() {
            At::Line { .. } => ErrorKind::Config,
            At::CommandLine => ErrorKind::Usage,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Syntax { message, .. } => Some(syntax_hint(message).to_owned()),
            Self::UnknownKey { hint, .. }
            | Self::Shape { hint, .. }
            | Self::Value { hint, .. }
            | Self::Missing { hint, .. } => Some(hint.clone()),
        }
    }
}

/// The commonest slips; the parser's message says the rest.
fn syntax_hint(message: &str) -> &'static str {
    if message.contains("quoted") {
        "put texts in double quotes: key = \"value\""
    } else if message.contains("duplicate") {
        "keep one of the two lines"
    } else {
        "a setting is key = value on a line of its own, a section [name]"
    }
}
