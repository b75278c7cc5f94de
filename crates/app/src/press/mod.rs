//! Reading the press: articles in, a ledger of who says what out, with the words it was read from.
//!
//! Nothing of an article is stored. What the article says is shown through the gate; whoever hands an article in
//! has read it. Names that are not on the watch list are counted, except those of speakers, whose
//! words stand in the article.

pub mod corrections;
pub mod export;
mod pieces;
mod read;
pub mod rows;
pub mod second;
mod table;
pub mod tagger;

use std::path::{Path, PathBuf};

use vigie_read::actors::{Problem, WatchList};
use vigie_read::statements::Act;

use crate::gate::harmless;
use crate::project::read_bounded;
use crate::{AppError, Project, Refusal};
pub(crate) use read::poll_figures;
use rows::PressReport;

/// The most articles that are read together.
pub const MOST_ARTICLES: usize = 500;
/// The most bytes of one article that are read.
pub const MOST_BYTES: usize = vigie_read::article::MOST_BYTES;
/// The file beside `vigie.toml` that holds the watch list.
pub const WATCH_LIST: &str = "actors.toml";

/// One file, page or pasted text.
#[derive(Clone, Debug, Default)]
pub struct Pressed {
    /// The name of the file, or what the person called it; empty for what was pasted.
    pub name: String,
    /// Its bytes: HTML or text.
    pub bytes: Vec<u8>,
}

impl Pressed {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is a folder, or is longer than [`MOST_BYTES`].
    pub fn file(path: &Path) -> Result<Self, AppError> {
        let bytes = crate::cases::bounded_bytes(path, MOST_BYTES as u64)?;
        Ok(Self { name: path.display().to_string(), bytes })
    }
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct PressRequest {
    /// The articles.
    pub articles: Vec<Pressed>,
    /// Only statements whose speaker, target or words hold this.
    pub about: Option<String>,
    /// Only these acts; empty for all.
    pub acts: Vec<Act>,
    /// Whether each statement with a number is checked against the lake.
    pub check: bool,
    /// A tagger's model; without it, the one that `vigie.toml` names, if it names one.
    pub model: Option<PathBuf>,
}

/// Reads the name of an act as it is typed: `deny`.
///
/// # Errors
/// When there is no such act; the refusal lists them.
pub fn act(text: &str) -> Result<Act, AppError> {
    let wanted = text.trim().to_ascii_lowercase().replace('-', "_");
    Act::ALL.into_iter().find(|act| act.name() == wanted).ok_or_else(|| {
        let known: Vec<&str> = Act::ALL.iter().map(|act| act.name()).collect();
        Refusal::UnknownAct { text: harmless(text), known: known.join(", ") }.into()
    })
}

impl Project {
    /// Reads articles: statements, accusations with their replies, headlines that say more than the
    /// words under them, polls, and who is named.
    ///
    /// # Errors
    /// When the watch list cannot be read, or the lake while statements are checked.
    pub fn press(&self, request: &PressRequest) -> Result<PressReport, AppError> {
        read::report(self, request)
    }

    /// The watch list beside `vigie.toml`; countries are always on it.
    fn watch_list(&self) -> Result<WatchList, AppError> {
        let Some(text) = read_bounded(&self.root.join(WATCH_LIST))? else {
            return Ok(WatchList::default());
        };
        let wrong = |detail: &str| Refusal::WatchList { detail: harmless(detail) };
        let list: WatchList = toml::from_str(&text).map_err(|error| wrong(error.message()))?;
        let private = |problem: &Problem| match problem {
            Problem::NoRole(id) => Some(wrong(&format!("{id}: no public role"))),
            _ => None,
        };
        // Other problems leave names out; a private person must not be watched at all.
        match list.problems().iter().find_map(private) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(list),
        }
    }
}
