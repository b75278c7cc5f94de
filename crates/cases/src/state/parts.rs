//! The things that a state holds.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::confidence::Confidence;
use vigie_model::{FindingId, Revision, SignalId, Timestamp, When};

use crate::body::{FindingRef, MeasureState, RedLineState, RumourCategory, RumourDecision};
use crate::digest::Digest;
use crate::entry::{Head, Target};
use crate::ids::{
    Alias, AuthorId, BriefId, EntryId, IncidentId, MeasureId, RedLineId, RumourCode, TipId,
};

/// Who wrote something when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mark {
    /// The entry.
    pub entry: EntryId,
    /// By its author's clock.
    pub at: Timestamp,
    /// Who.
    pub author: AuthorId,
}

/// A note on anything.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note {
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
    /// The words.
    pub text: String,
}

/// The judgement on an incident that stands, or one that stood before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Assessment {
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
    /// One of the list of words.
    pub how_sure: Confidence,
    /// The judgement.
    pub text: String,
}

/// Something ended, with a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ended {
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Why.
    pub reason: String,
}

/// A finding that belongs to an incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AttachedFinding {
    /// Which one.
    pub id: FindingId,
    /// As it stood on the screen.
    pub revision: Revision,
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
}

/// An incident: what people hold to belong together, and what they make of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// The number on screens.
    pub alias: Alias,
    /// In a few words.
    pub title: String,
    /// How soon to look.
    pub when: When,
    /// Nobody closed it.
    pub open: bool,
    /// Who opened it when.
    pub opened: Mark,
    /// Who closed it when and why, while it is closed.
    pub closed: Option<Ended>,
    /// What belongs to it.
    pub findings: BTreeMap<FindingId, AttachedFinding>,
    /// Judgements, oldest first; the last stands.
    pub assessments: Vec<Assessment>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// The last entry about it.
    pub changed_at: Timestamp,
    /// What a writer must have seen.
    pub head: Head,
}

impl Incident {
    /// The judgement that stands.
    #[must_use]
    pub fn assessment(&self) -> Option<&Assessment> {
        self.assessments.last()
    }
}

/// How a finding stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody decided.
    Open,
    /// Somebody keeps an eye on it.
    Watched {
        /// Until then; without it, until somebody decides.
        until: Option<Timestamp>,
    },
    /// Somebody set it aside. No rerun brings it back.
    Dismissed {
        /// Why.
        reason: String,
        /// In which state.
        seen: Option<Revision>,
    },
    /// It belongs to an incident.
    Attached {
        /// The one it was attached to last.
        incident: IncidentId,
    },
}

impl Verdict {
    /// The word in answers: `open`, `watched`, `dismissed` or `attached`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Watched { .. } => "watched",
            Self::Dismissed { .. } => "dismissed",
            Self::Attached { .. } => "attached",
        }
    }
}

/// What people said about one finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Judgement {
    /// Which one.
    pub finding: FindingId,
    /// How it stands, whatever the time: see [`Judgement::verdict_at`].
    pub verdict: Verdict,
    /// The revision that was on the screen at the last judgement.
    pub seen: Option<Revision>,
    /// Who said last how it stands; `None` with nothing but notes.
    pub mark: Option<Mark>,
    /// All entries that would each make the verdict what it is. To restore a finding, undo them.
    pub standing: Vec<EntryId>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// What a writer must have seen.
    pub head: Head,
}

impl Judgement {
    /// How it stands at `now`: watching ends by itself.
    #[must_use]
    pub fn verdict_at(&self, now: Timestamp) -> Verdict {
        match &self.verdict {
            Verdict::Watched { until: Some(until) } if *until <= now => Verdict::Open,
            verdict => verdict.clone(),
        }
    }
}

/// Whether a finding is as it was when somebody judged it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Freshness {
    /// Nobody judged it.
    New,
    /// It says something else now.
    Revised {
        /// What it was then.
        seen: Revision,
    },
    /// It says what it said.
    Unchanged,
}

impl Freshness {
    /// The word in answers: `new`, `revised` or `unchanged`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Revised { .. } => "revised",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A protection measure as it stands in the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Measure {
    /// Its name.
    pub id: MeasureId,
    /// What is protected.
    pub asset: String,
    /// How.
    pub measure: String,
    /// Who sees to it; empty when nobody does yet.
    pub owner: String,
    /// A date, `2027-04-13`.
    pub due: Option<String>,
    /// How far it is.
    pub state: MeasureState,
    /// How many of `of` are done.
    pub done: Option<u64>,
    /// How many there are.
    pub of: Option<u64>,
    /// What shows it.
    pub evidence: String,
    /// Who set it when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// What a writer must have seen.
    pub head: Head,
}

impl Measure {
    /// Planned, and its day is before `today` (`2027-04-13`, in the project's time zone).
    #[must_use]
    pub fn is_overdue(&self, today: &str) -> bool {
        // Dates in this form sort as texts.
        self.state == MeasureState::Planned && self.due.as_deref().is_some_and(|due| due < today)
    }
}

/// A red line as it stands in the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RedLine {
    /// Its name.
    pub id: RedLineId,
    /// What would have to happen.
    #[serde(rename = "if")]
    pub if_: String,
    /// Who acts.
    pub who: String,
    /// Whom they call.
    pub calls: String,
    /// How fast.
    pub within_minutes: u32,
    /// How it stands.
    pub state: RedLineState,
    /// Who set it when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// What a writer must have seen.
    pub head: Head,
}

/// A showing of a rumour's text, or the wish for one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RumourReveal {
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Why.
    pub reason: String,
    /// Who else agreed.
    pub second: Option<String>,
}

/// A registered rumour, without any of its text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Rumour {
    /// Its code.
    pub code: RumourCode,
    /// Its matter comes out as its code.
    pub sealed: bool,
    /// What it is about.
    pub category: RumourCategory,
    /// Who registered it when.
    #[serde(flatten)]
    pub mark: Mark,
    /// When its text was shown.
    pub reveals: Vec<RumourReveal>,
    /// When somebody asked to see it and had to wait.
    pub asked: Vec<RumourReveal>,
    /// The last decision about answering.
    pub decision: Option<(Mark, RumourDecision)>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
}

/// A brief that left the house.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Told {
    /// Its name.
    pub id: BriefId,
    /// Of its frozen model.
    pub digest: Digest,
    /// What it rests on.
    pub findings: Vec<FindingRef>,
    /// What it tells of.
    pub incidents: Vec<IncidentId>,
    /// The journal's head at its foot.
    pub head: Digest,
    /// Who told it when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Who recalled it when and why.
    pub recalled: Option<Ended>,
    /// Others of that name, told on laptops that did not know of one another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Told>,
}

impl Told {
    /// This one and its namesakes.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.also)
    }
}

/// Something restricted was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reveal {
    /// Who and when.
    #[serde(flatten)]
    pub mark: Mark,
    /// About what.
    pub target: Target,
    /// What was shown.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// Somebody told us something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tip {
    /// Who took it when.
    #[serde(flatten)]
    pub mark: Mark,
    /// Its name.
    pub tip: TipId,
    /// Where its words are.
    pub signal: SignalId,
    /// What it is about.
    pub about: Option<Target>,
}

/// The terms of a mandate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mandate {
    /// What for.
    pub purpose: String,
    /// On what legal basis.
    pub basis: String,
    /// The last day.
    pub end: Option<String>,
    /// Who set them when.
    #[serde(flatten)]
    pub mark: Mark,
}

/// Something strange that is kept and said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "oddity", rename_all = "snake_case")]
pub enum Oddity {
    /// The author's clock stood before their last entry. The entry counts after it all the same.
    ClockSetBack {
        /// Which one.
        entry: EntryId,
        /// What its clock said.
        at: Timestamp,
        /// When the author had already written.
        after: Timestamp,
    },
    /// Two laptops gave one code, number or id to two things. The earlier entry holds it.
    GivenTwice {
        /// The later entry.
        entry: EntryId,
        /// What both name.
        target: Target,
    },
    /// It speaks of something that was never opened, set or told, or no longer is.
    NoEffect {
        /// Which one.
        entry: EntryId,
    },
}
