//! Who is named in a text: persons, organisations and outlets of a watch list, and countries.
//!
//! Only what is on the list is named in an answer. Names that are not are counted and not kept: a
//! private person who happens to be quoted is nobody's finding.
//!
//! A surname alone is a mention only where the same text gives the full name, a title or a role; one
//! that is a word of every day ("Blanc", "Hope") only behind that place. Whoever is known by the
//! surname alone gets it as an alias. "the Kremlin" and "l'Élysée" speak for a government; "in Moscow"
//! is a town.

mod fold;
mod list;
mod namesake;
mod search;

use serde::Serialize;

pub use list::{Organisation, OrganisationKind, Person, Problem, Role, WatchList};

use crate::day::Day;
use crate::words::Span;
use search::Index;

/// What an actor is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person of the watch list.
    Person,
    /// An organisation or outlet of the watch list.
    Organisation,
    /// A country: its id is the ISO code.
    Country,
}

/// By which words an actor is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// The full name.
    Name,
    /// An alias of the list.
    Alias,
    /// The surname alone, the full name standing elsewhere in the text.
    Surname,
    /// A title and the surname: "Mme Marchetti".
    TitleAndSurname,
    /// The role alone: "the foreign minister", held on the day of the text.
    Role,
    /// The word for a country's people or what is theirs.
    Demonym,
    /// A seat or capital that stands for a government.
    Metonym,
    /// A capital as a place: "in Moscow".
    Town,
}

/// One mention.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Mention {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What is named.
    pub kind: ActorKind,
    /// Its id on the list, or the country's code.
    pub actor: String,
    /// How.
    pub form: MentionForm,
}

/// All mentions of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Mentions {
    /// In the order of the text, none overlapping another.
    pub mentions: Vec<Mention>,
    /// How many different names are in the text that are not on the list. They are not kept.
    pub unlisted: usize,
}

impl Mentions {
    /// The actors, each once, in the order of their first mention.
    #[must_use]
    pub fn actors(&self) -> Vec<(ActorKind, &str)> {
        let mut seen: Vec<(ActorKind, &str)> = Vec::new();
        for one in &self.mentions {
            let actor = (one.kind, one.actor.as_str());
            if !seen.contains(&actor) {
                seen.push(actor);
            }
        }
        seen
    }
}

/// A watch list, ready to be looked for.
#[derive(Debug)]
pub struct Actors {
    index: Index,
}

impl From<&WatchList> for Actors {
    fn from(list: &WatchList) -> Self {
        Self { index: Index::new(list) }
    }
}

impl Actors {
    /// Who is named in a text of that day. Roles are those held on it; without a day only roles
    /// without dates are read.
    #[must_use]
    pub fn mentions(&self, text: &str, on: Option<Day>) -> Mentions {
        self.index.mentions(text, on)
    }
}
