//! What can go wrong with labelled files and models.

use vigie_model::{ErrorKind, Explained};

/// Why a tagger could not be trained, read or used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TaggerError {
    /// A labelled file that cannot be read.
    #[error("{file}, line {line}: {reason}")]
    Labels {
        /// Its name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong, in our words.
        reason: &'static str,
    },
    /// Too little to learn from.
    #[error("{documents} labelled documents with {spans} spans are too few to learn from")]
    TooLittle {
        /// How many documents there are.
        documents: usize,
        /// How many labelled spans.
        spans: usize,
    },
    /// More than is held in memory at once.
    #[error("the labelled files hold more than {most} words")]
    TooMuch {
        /// The bound.
        most: usize,
    },
    /// A file that is no model, or was damaged.
    #[error("not a tagger model that this version reads: {0}")]
    Model(&'static str),
}

impl Explained for TaggerError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Labels { .. } => {
                "`vigie read train --help` shows the forms of labelled files".to_owned()
            }
            Self::TooLittle { .. } => format!(
                "label at least {} documents with {} spans; the rules need none",
                super::LEAST_DOCUMENTS,
                super::LEAST_SPANS
            ),
            Self::TooMuch { .. } => "train on a part of the files".to_owned(),
            Self::Model(_) => "train it again with `vigie read train DIR --out FILE`".to_owned(),
        })
    }
}
