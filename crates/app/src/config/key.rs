//! What a key of `vigie.toml` is.

use super::Config;
use super::given::{Given, Wrong};
use crate::words::Language;

/// One key.
#[derive(Clone, Copy)]
pub struct Key {
    /// Its sections and name, with dots: `*` stands for a name of the user's own, `[]` for one of
    /// several entries.
    pub name: &'static str,
    /// What it takes, for people.
    pub kind: &'static str,
    /// What holds when it is absent.
    pub absent: Absent,
    /// A value as TOML, for the template.
    pub example: &'static str,
    /// What it is for: one line of English.
    pub doc: &'static str,
    pub(super) set: Setter,
}

/// What holds when a key is absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absent {
    /// This value, as TOML.
    Default(&'static str),
    /// Nothing is set, and this follows.
    Unset(Unset),
    /// The entry is refused.
    Refused,
}

/// What follows when nothing is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Unset {
    /// In English.
    pub en: &'static str,
    /// In French.
    pub fr: &'static str,
}

impl Unset {
    /// In a language.
    #[must_use]
    pub const fn say(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::French => self.fr,
        }
    }
}

/// Which entry of its kind a value belongs to.
pub(super) struct Place {
    /// The name that stands for `*`.
    pub(super) name: String,
    /// The number that stands for `[]`, from 0.
    pub(super) index: usize,
}

pub(super) type Setter = fn(&mut Config, &Place, &Given) -> Result<(), Wrong>;

impl Key {
    /// The last part of the name.
    #[must_use]
    pub fn leaf(&self) -> &'static str {
        self.name.rsplit_once('.').map_or(self.name, |(_, leaf)| leaf)
    }

    /// The sections before it: `""`, `"lake"`, `"mandate[]"`, `"maps.*"`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.name.rsplit_once('.').map_or("", |(section, _)| section)
    }

    /// Whether there can be several of it.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.name.contains(['*', '['])
    }
}

/// Two lists as one; `N` is the sum of their lengths.
pub(super) const fn joined<const N: usize>(first: &[Key], rest: &[Key]) -> [Key; N] {
    let mut keys = [first[0]; N];
    let mut at = 1;
    while at < N {
        keys[at] = if at < first.len() { first[at] } else { rest[at - first.len()] };
        at += 1;
    }
    keys
}
