//! The rows that screens, the command line and the server share, as they go out.
//!
//! Times are written as RFC 3339 in UTC; every text has passed the gate. Rows hold no behaviour
//! beyond that: what stands in them is decided in `triage`, `incidents` and `measures`.

use serde::Serialize;
use vigie_model::confidence::Confidence;
use vigie_model::finding::When;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Revision};

use crate::detect::State;

/// Writes a time as RFC 3339 in UTC.
pub mod stamp {
    use serde::Serializer;
    use vigie_model::time::Timestamp;

    /// For `#[serde(serialize_with)]`.
    ///
    /// # Errors
    /// As the serializer.
    pub fn utc<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(at)
    }

    /// As [`utc`], for a time that may be unknown.
    ///
    /// # Errors
    /// As the serializer.
    pub fn utc_or_null<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => to.collect_str(at),
            None => to.serialize_none(),
        }
    }
}

/// Which commit an answer stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct AsOf {
    /// The commit.
    pub commit: u64,
    /// There is a newer one, which is being read.
    pub newer: bool,
}

/// What people decided about a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictWord {
    /// Nobody has decided.
    Open,
    /// Somebody keeps an eye on it.
    Watched,
    /// Set aside, with a reason.
    Dismissed,
    /// Part of an incident.
    Attached,
}

/// A finding in a list, with what people decided about it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FindingRow {
    /// The full id.
    pub id: FindingId,
    /// The id as shown.
    pub short: String,
    /// The newest revision.
    pub revision: Revision,
    /// The page.
    pub detector: String,
    /// The page's title in the project's language.
    pub title: String,
    /// How soon to look.
    pub when: When,
    /// What was seen, with pseudonyms.
    pub sentence: String,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// When the newest revision was computed.
    #[serde(serialize_with = "stamp::utc")]
    pub computed_at: Timestamp,
    /// Its window is still open.
    pub provisional: bool,
    /// How its newest revision stands to what a person last saw of it (or, where nobody has
    /// decided anything, to what was held before).
    pub state: State,
    /// What people decided.
    pub verdict: VerdictWord,
    /// Why it was dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Until when it is watched.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub until: Option<Timestamp>,
    /// The incident that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The incident as people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_alias: Option<String>,
    /// How many signals it rests on.
    pub evidence_count: u64,
    /// It is about something that publications carry: how that spread can be shown.
    pub has_story: bool,
}

/// What an incident is called and how it stands.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct IncidentCore {
    /// The full id.
    pub id: String,
    /// The number as shown.
    pub alias: String,
    /// What people call it.
    pub title: String,
    /// How soon to look.
    pub when: When,
    /// How sure its last assessment is.
    pub how_sure: Option<Confidence>,
    /// Nobody has closed it.
    pub open: bool,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub first_at: Option<Timestamp>,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub last_at: Option<Timestamp>,
    /// When somebody last wrote about it.
    #[serde(serialize_with = "stamp::utc")]
    pub changed_at: Timestamp,
    /// The last entry about it; a change has to name it.
    pub head: String,
}

/// An incident in a list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct IncidentRow {
    /// Its name and state.
    #[serde(flatten)]
    pub core: IncidentCore,
    /// How many findings belong to it.
    pub findings: usize,
}

/// How a person judges an incident.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AssessmentRow {
    /// How sure.
    pub how_sure: Confidence,
    /// In the person's words.
    pub text: String,
    /// When.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Who.
    pub author: String,
}

/// One journal entry, in words.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct JournalRow {
    /// The entry.
    pub entry: String,
    /// When it was written.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Who wrote it.
    pub author: String,
    /// What kind of entry.
    pub kind: String,
    /// What it is about, as shown: the number of an incident, the short id of a finding.
    pub target: String,
    /// What it says.
    pub text: String,
    /// Somebody took it back.
    pub undone: bool,
}

/// One value that differs between two revisions of a finding.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChangedValue {
    /// Its name on the page.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What was seen.
    pub before: serde_json::Value,
    /// What holds now.
    pub after: serde_json::Value,
}

/// What changed in a finding since somebody judged it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RevisedRow {
    /// The finding.
    pub id: FindingId,
    /// As shown.
    pub short: String,
    /// The revision that was judged.
    pub seen: Revision,
    /// The newest.
    pub now: Revision,
    /// What differs; empty when only the evidence or a version does.
    pub changed: Vec<ChangedValue>,
}

/// An incident in full. Lanes are laid out by `screens::incident`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Incident {
    /// Its name and state.
    #[serde(flatten)]
    pub core: IncidentCore,
    /// The assessment that holds.
    pub assessment: Option<AssessmentRow>,
    /// Its findings, first evidence first.
    pub findings: Vec<FindingRow>,
    /// How many findings are attached that no commit of this lake holds.
    pub not_held: usize,
    /// Everything that was written about it and its findings.
    pub journal: Vec<JournalRow>,
    /// Findings that changed since they were attached.
    pub revised: Vec<RevisedRow>,
}

/// A protection measure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MeasureRow {
    /// Its id.
    pub id: String,
    /// What is protected.
    pub asset: String,
    /// How.
    pub measure: String,
    /// Who sees to it.
    pub owner: String,
    /// By when, as a day.
    pub due: Option<String>,
    /// `planned`, `in_place` or `not_applicable`.
    pub state: MeasureWord,
    /// Planned, and its day is over in the project's time zone.
    pub overdue: bool,
    /// How many are done …
    pub done: Option<u64>,
    /// … of how many.
    pub of: Option<u64>,
    /// How anyone can check it.
    pub evidence: String,
    /// The last entry about it.
    pub head: String,
}

/// How far a measure is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureWord {
    /// Not done yet.
    Planned,
    /// Done.
    InPlace,
    /// Looked at, and not needed here.
    NotApplicable,
}

impl MeasureWord {
    /// All words, as in spreadsheets and options.
    pub const WORDS: &'static [&'static str] = &["planned", "in_place", "not_applicable"];

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InPlace => "in_place",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The word read back; spaces and hyphens count as underscores.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '-'], "_");
        [Self::Planned, Self::InPlace, Self::NotApplicable]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A red line: if X, then A calls B within N minutes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RedLineRow {
    /// Its id.
    pub id: String,
    /// What has to happen.
    #[serde(rename = "if")]
    pub if_: String,
    /// Who acts.
    pub who: String,
    /// Whom they call.
    pub calls: String,
    /// How fast, in minutes.
    pub within_minutes: u32,
    /// `set`, or `crossed` when it came to pass.
    pub state: RedLineWord,
    /// The last entry about it.
    pub head: String,
}

/// How a red line stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedLineWord {
    /// Agreed and watched.
    Set,
    /// It came to pass.
    Crossed,
}

impl RedLineWord {
    /// All words, as in spreadsheets and options.
    pub const WORDS: &'static [&'static str] = &["set", "crossed"];

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Crossed => "crossed",
        }
    }

    /// The word read back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        [Self::Set, Self::Crossed].into_iter().find(|state| state.word() == word)
    }
}
