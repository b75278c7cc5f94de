//! What goes wrong with rumours.

use std::path::PathBuf;

use vigie_model::{ErrorKind, Explained};

/// A rumour could not be registered, matched or shown.
#[derive(Debug, thiserror::Error)]
pub enum RumourError {
    /// The sealed file does not open with this key file.
    #[error("{} cannot be opened with this key file", path.display())]
    Closed {
        /// The file.
        path: PathBuf,
    },
    /// The sealed file was written by a newer version.
    #[error("{} was written by a newer version of vigie", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// Neither a term nor an example was given.
    #[error("a rumour needs a term or an example")]
    Nothing,
    /// A term is too short to mean anything.
    #[error("a term has fewer than {least} letters")]
    ShortTerm {
        /// How many it needs.
        least: usize,
    },
    /// More or longer texts than are kept.
    #[error("a rumour holds at most {most} texts of at most {bytes} bytes each")]
    TooMuch {
        /// How many.
        most: usize,
        /// How long each.
        bytes: usize,
    },
    /// There is no such category.
    #[error("there is no such category")]
    UnknownCategory,
    /// There is no such rumour.
    #[error("there is no rumour of that code")]
    Unknown,
    /// The rumour was registered on another machine.
    #[error("the text of {code} is not held here")]
    NotHeld {
        /// Its code.
        code: String,
    },
    /// The second person is the first.
    #[error("the second person is the one who asks")]
    SamePerson,
    /// The operating system gave no random bytes.
    #[error("this machine gives no random numbers")]
    NoRandom,
}

impl Explained for RumourError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Closed { .. } => {
                "put the key file back from a backup; until then nothing is shown, because what is \
                 sealed could not be kept back"
            }
            Self::Newer { .. } => "use the newer version; nothing was changed",
            Self::Nothing => "give words that name it, or a text that repeats it",
            Self::ShortTerm { .. } => "give a longer word, or a text as an example",
            Self::TooMuch { .. } => "give the most telling ones; near-copies are found as well",
            Self::UnknownCategory => {
                "private_life, health, sexuality, family, money, conduct or other"
            }
            Self::Unknown => "`vigie rumour list` shows the codes",
            Self::NotHeld { .. } => "ask whoever registered it; texts do not travel in packs",
            Self::SamePerson => {
                "name somebody else, or leave it out and wait: rumours.reveal_after in vigie.toml"
            }
            Self::NoRandom => "nothing was written; try again, or look at the machine",
        };
        Some(hint.to_owned())
    }
}
