//! One entry of the journal: who, when, about what, having seen what, saying what.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use vigie_model::hash::FieldHasher;
use vigie_model::{FindingId, Revision, Timestamp};

use crate::body::Body;
use crate::digest::{Digest, canonical};
use crate::error::CasesError;
use crate::ids::{
    AuthorId, BriefId, EntryId, IncidentId, MeasureId, NotAnId, RedLineId, RumourCode, as_text,
    is_slug,
};

/// What an entry is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The project as a whole: `house`.
    House,
    /// A finding: `F-…`.
    Finding(FindingId),
    /// An incident: `I-…`.
    Incident(IncidentId),
    /// A brief: `B-…`.
    Brief(BriefId),
    /// A measure: `M-…`.
    Measure(MeasureId),
    /// A red line: `R-…`.
    RedLine(RedLineId),
    /// A rumour: `RUM-…`.
    Rumour(RumourCode),
    /// A mandate of `vigie.toml`: `mandate:NAME`.
    Mandate(String),
    /// An article that was read, by the digest of its words: `article:HEX`.
    Article(Digest),
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::House => out.write_str("house"),
            Self::Finding(id) => fmt::Display::fmt(id, out),
            Self::Incident(id) => fmt::Display::fmt(id, out),
            Self::Brief(id) => fmt::Display::fmt(id, out),
            Self::Measure(id) => fmt::Display::fmt(id, out),
            Self::RedLine(id) => fmt::Display::fmt(id, out),
            Self::Rumour(code) => fmt::Display::fmt(code, out),
            Self::Mandate(name) => write!(out, "mandate:{name}"),
            Self::Article(digest) => write!(out, "article:{digest}"),
        }
    }
}

impl FromStr for Target {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId {
            text: text.chars().take(80).collect(),
            wanted: "a finding, incident, brief, measure, red line, rumour, mandate, article or house",
        };
        if text == "house" {
            return Ok(Self::House);
        }
        if let Some(name) = text.strip_prefix("mandate:") {
            return if is_slug(name, 60) {
                Ok(Self::Mandate(name.to_owned()))
            } else {
                Err(wrong())
            };
        }
        if let Some(digest) = text.strip_prefix("article:") {
            return digest.parse().map(Self::Article).map_err(|_| wrong());
        }
        if text.starts_with("RUM-") {
            return text.parse().map(Self::Rumour);
        }
        match text.get(..2) {
            Some("F-") => text.parse().map(Self::Finding).map_err(|_| wrong()),
            Some("I-") => text.parse().map(Self::Incident),
            Some("B-") => text.parse().map(Self::Brief),
            Some("M-") => text.parse().map(Self::Measure),
            Some("R-") => text.parse().map(Self::RedLine),
            _ => Err(wrong()),
        }
    }
}

as_text!(Target);

/// An entry that has its place in its author's chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Who wrote it.
    pub author: AuthorId,
    /// Its place in the author's chain, from 1.
    pub seq: u64,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// About what.
    pub target: Target,
    /// The revision that was on the screen, where there was one.
    pub seen: Option<Revision>,
    /// What it says.
    pub body: Body,
    /// The hash of the author's entry before; [`Digest::NONE`] for the first.
    pub previous: Digest,
}

impl Entry {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> EntryId {
        EntryId { author: self.author.clone(), seq: self.seq }
    }

    /// The bytes that are hashed, stored and exchanged.
    ///
    /// # Errors
    /// Never for an entry that was read or appended; a bug otherwise.
    pub fn canonical(&self) -> Result<String, CasesError> {
        let value =
            serde_json::to_value(self).map_err(|_| CasesError::Bug("an entry has no JSON"))?;
        Ok(canonical(&value))
    }

    /// The digest that the author's next entry names as `previous`.
    #[must_use]
    pub fn hash(&self) -> Digest {
        // Every entry has JSON: its types have no maps with keys other than text.
        self.canonical().map_or(Digest::NONE, |text| Digest::of_entry(&text))
    }
}

/// An entry before it has a place: the journal adds author, number and predecessor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// When, by the clock of whoever writes.
    pub at: Timestamp,
    /// About what.
    pub target: Target,
    /// The revision on the screen.
    pub seen: Option<Revision>,
    /// What it says.
    pub body: Body,
}

impl Draft {
    /// An entry about something that has no revisions.
    #[must_use]
    pub fn new(at: Timestamp, target: Target, body: Body) -> Self {
        Self { at, target, seen: None, body }
    }

    /// An entry about a finding as it stood on the screen.
    #[must_use]
    pub fn on_finding(at: Timestamp, finding: FindingId, seen: Revision, body: Body) -> Self {
        Self { at, target: Target::Finding(finding), seen: Some(seen), body }
    }

    /// Whether it may be appended at all.
    ///
    /// # Errors
    /// [`CasesError::Draft`] with the field.
    pub fn check(&self) -> Result<(), CasesError> {
        self.body.check(&self.target).map_err(|(field, why)| CasesError::Draft {
            kind: self.body.kind(),
            field,
            why,
        })
    }
}

/// The last entry of one author.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChainHead {
    /// Its number.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
}

/// The last entry of each author: how far somebody has read, or what a digest stands for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heads(pub BTreeMap<AuthorId, ChainHead>);

impl Heads {
    /// Nobody has written anything.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The last entries of `entries`, by author, whatever their order.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut heads = Self::default();
        for entry in entries {
            heads.advance(entry);
        }
        heads
    }

    /// Takes one more entry into account.
    pub fn advance(&mut self, entry: &Entry) {
        if entry.seq > self.seq(&entry.author) {
            self.advance_to(entry, entry.hash());
        }
    }

    /// As [`Heads::advance`], for an entry whose hash is known: hashing is what folding costs.
    pub(crate) fn advance_to(&mut self, entry: &Entry, hash: Digest) {
        if entry.seq > self.seq(&entry.author) {
            self.0.insert(entry.author.clone(), ChainHead { seq: entry.seq, hash });
        }
    }

    /// The number of the author's last entry, 0 without one.
    #[must_use]
    pub fn seq(&self, author: &AuthorId) -> u64 {
        self.0.get(author).map_or(0, |head| head.seq)
    }

    /// One digest for all of them. [`Digest::short`] of it is printed on briefs.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = FieldHasher::new("vigie journal heads v1");
        for (author, head) in &self.0 {
            hasher.add(author.as_str());
            hasher.add(head.seq.to_le_bytes());
            hasher.add(head.hash.0);
        }
        Digest(hasher.finish())
    }
}

/// What a writer had before their eyes: the [`Heads::digest`] of the entries about one target.
/// An append that names an old one is a conflict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head(pub Digest);

impl Head {
    /// Nobody wrote about the target yet. To expect it makes sure that an id is given once.
    #[must_use]
    pub fn untouched() -> Self {
        Self(Heads::none().digest())
    }
}

impl fmt::Display for Head {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

impl FromStr for Head {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse().map(Self)
    }
}

as_text!(Head);
