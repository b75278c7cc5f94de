//! What an entry may say. Bodies hold ids, digests and the analysts' own words, never outside
//! text: what a rumour, a publication or a stranger said stays behind its id.

use serde::{Deserialize, Serialize};
use vigie_model::confidence::Confidence;
use vigie_model::{FindingId, Revision, SignalId, Timestamp, When};

use crate::correction::{StatementReading, Stretch};
use crate::digest::Digest;
use crate::entry::Target;
use crate::ids::{EntryId, IncidentId, TipId, is_date, is_slug};

/// The longest text of an analyst, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// The most findings or incidents that one entry names.
pub const MAX_REFERENCES: usize = 10_000;

/// A finding as it stood on the screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct FindingRef {
    /// Which one.
    pub id: FindingId,
    /// In which state.
    pub revision: Revision,
}

/// How far a protection measure is. Overdue is no state: it follows from the due date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureState {
    /// To be done.
    Planned,
    /// Done and kept up.
    InPlace,
    /// Looked at and found not to apply here.
    NotApplicable,
}

impl MeasureState {
    /// All of them, in the order of a register.
    pub const ALL: [Self; 3] = [Self::Planned, Self::InPlace, Self::NotApplicable];
}

/// How a red line stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedLineState {
    /// Agreed and watched.
    Set,
    /// It came to pass.
    Crossed,
}

/// What kind of thing a rumour is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RumourCategory {
    /// Private life.
    PrivateLife,
    /// Health.
    Health,
    /// Sexuality.
    Sexuality,
    /// Family.
    Family,
    /// Money and property.
    Money,
    /// Conduct in office.
    Conduct,
    /// Anything else.
    Other,
}

impl RumourCategory {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PrivateLife,
        Self::Health,
        Self::Sexuality,
        Self::Family,
        Self::Money,
        Self::Conduct,
        Self::Other,
    ];

    /// Sealed unless somebody chooses otherwise.
    #[must_use]
    pub const fn seals_by_default(self) -> bool {
        matches!(self, Self::PrivateLife | Self::Health | Self::Sexuality | Self::Family)
    }

    /// The word in journals and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PrivateLife => "private_life",
            Self::Health => "health",
            Self::Sexuality => "sexuality",
            Self::Family => "family",
            Self::Money => "money",
            Self::Conduct => "conduct",
            Self::Other => "other",
        }
    }

    /// The word read back, with hyphens too.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.replace('-', "_");
        Self::ALL.into_iter().find(|category| category.word() == word)
    }
}

/// What was decided about answering a rumour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RumourDecision {
    /// No public answer: the default advice.
    KeepQuiet,
    /// Answer those who asked, and nobody else.
    AnswerDirectly,
    /// Answer in public.
    AnswerInPublic,
}

/// What an entry says about its target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Body {
    /// On an incident: it exists from here.
    Opened {
        /// In a few words.
        title: String,
        /// How soon to look.
        when: When,
        /// Attached from the start.
        findings: Vec<FindingRef>,
    },
    /// On an incident: another title.
    Titled {
        /// In a few words.
        title: String,
    },
    /// On an incident.
    Attached {
        /// As it stood on the screen.
        finding: FindingRef,
    },
    /// On an incident.
    Detached {
        /// Which one.
        finding: FindingId,
        /// Why.
        reason: String,
    },
    /// On an incident: a dated judgement, superseded by the next.
    Assessed {
        /// One of the list of words.
        how_sure: Confidence,
        /// The judgement.
        text: String,
        /// How soon to look, if that changes.
        when: Option<When>,
    },
    /// On an incident.
    Closed {
        /// Why.
        reason: String,
    },
    /// On an incident.
    Reopened {
        /// Why.
        reason: String,
    },
    /// On anything.
    Noted {
        /// The note.
        text: String,
    },
    /// On a finding: keep an eye on it.
    Watched {
        /// Until then; without it, until somebody decides.
        until: Option<Timestamp>,
    },
    /// On a finding: not ours to follow. No rerun resurrects it.
    Dismissed {
        /// Why; kept as an example for the detector.
        reason: String,
    },
    /// On the target of the entry it undoes. Undoing an `Undone` restores.
    Undone {
        /// Of any author.
        entry: EntryId,
    },
    /// On a measure: it stands in the register as said here.
    MeasureSet {
        /// What is protected.
        asset: String,
        /// How.
        measure: String,
        /// Who sees to it.
        owner: String,
        /// A date, `2027-04-13`.
        due: Option<String>,
        /// How far it is.
        state: MeasureState,
        /// How many of `of` are done.
        done: Option<u64>,
        /// How many there are.
        of: Option<u64>,
        /// What shows it.
        evidence: String,
    },
    /// On a measure: out of the register.
    MeasureRemoved {
        /// Why.
        reason: String,
    },
    /// On a red line.
    RedLineSet {
        /// What would have to happen.
        #[serde(rename = "if")]
        if_: String,
        /// Who acts.
        who: String,
        /// Whom they call.
        calls: String,
        /// How fast.
        within_minutes: u32,
        /// How it stands.
        state: RedLineState,
    },
    /// On a red line.
    RedLineRemoved {
        /// Why.
        reason: String,
    },
    /// On a rumour: it is registered. Its text lies sealed elsewhere.
    RumourAdded {
        /// Its matter comes out as its code.
        sealed: bool,
        /// What it is about.
        category: RumourCategory,
    },
    /// On a rumour: its text was shown to somebody.
    RumourRevealed {
        /// Why.
        reason: String,
        /// Who else agreed.
        second: Option<String>,
    },
    /// On a rumour: what was decided about answering.
    RumourAnswered {
        /// The decision.
        decision: RumourDecision,
    },
    /// On a brief: it left the house as frozen here.
    BriefTold {
        /// Of its frozen model.
        digest: Digest,
        /// What it rests on.
        findings: Vec<FindingRef>,
        /// What it tells of.
        incidents: Vec<IncidentId>,
        /// The journal's head when it was frozen, as printed at its foot.
        head: Digest,
    },
    /// On a told brief.
    BriefRecalled {
        /// Why.
        reason: String,
    },
    /// On anything: something restricted was shown.
    Revealed {
        /// What, by id and kind of matter.
        what: String,
        /// Why.
        reason: String,
    },
    /// On the house: somebody told us something; the words are a signal.
    TipTaken {
        /// Names it.
        tip: TipId,
        /// Where its words are.
        signal: SignalId,
        /// What it is about.
        about: Option<Target>,
    },
    /// On a mandate: its terms from here.
    MandateSet {
        /// What for.
        purpose: String,
        /// On what legal basis.
        basis: String,
        /// The last day, `2027-05-31`.
        end: Option<String>,
    },
    /// On an article: what one of its statements is, or that it is none.
    StatementCorrected {
        /// The places lie in its headline, not in its text.
        headline: bool,
        /// The words that say so, as they were read; null: a statement that was not seen.
        on: Option<Stretch>,
        /// What it is; null: no statement.
        reading: Option<StatementReading>,
    },
    /// On a rumour: somebody asked to see its text and must wait; shown after that.
    RevealAsked {
        /// Why.
        reason: String,
    },
}

impl Body {
    /// The word for the kind, as in the JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Titled { .. } => "titled",
            Self::Attached { .. } => "attached",
            Self::Detached { .. } => "detached",
            Self::Assessed { .. } => "assessed",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Noted { .. } => "noted",
            Self::Watched { .. } => "watched",
            Self::Dismissed { .. } => "dismissed",
            Self::Undone { .. } => "undone",
            Self::MeasureSet { .. } => "measure_set",
            Self::MeasureRemoved { .. } => "measure_removed",
            Self::RedLineSet { .. } => "red_line_set",
            Self::RedLineRemoved { .. } => "red_line_removed",
            Self::RumourAdded { .. } => "rumour_added",
            Self::RumourRevealed { .. } => "rumour_revealed",
            Self::RumourAnswered { .. } => "rumour_answered",
            Self::BriefTold { .. } => "brief_told",
            Self::BriefRecalled { .. } => "brief_recalled",
            Self::Revealed { .. } => "revealed",
            Self::TipTaken { .. } => "tip_taken",
            Self::MandateSet { .. } => "mandate_set",
            Self::RevealAsked { .. } => "reveal_asked",
            Self::StatementCorrected { .. } => "statement_corrected",
        }
    }

    /// What has left the house, or was seen by somebody, cannot be taken back by an entry.
    #[must_use]
    pub const fn can_be_undone(&self) -> bool {
        !matches!(
            self,
            Self::BriefTold { .. }
                | Self::RumourRevealed { .. }
                | Self::RevealAsked { .. }
                | Self::Revealed { .. }
                | Self::TipTaken { .. }
        )
    }

    /// What the analyst wrote, for a search or a line of the journal; empty for kinds without.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Opened { title, .. } | Self::Titled { title } => title,
            Self::Assessed { text, .. } | Self::Noted { text } => text,
            Self::Detached { reason, .. }
            | Self::Closed { reason }
            | Self::Reopened { reason }
            | Self::Dismissed { reason }
            | Self::MeasureRemoved { reason }
            | Self::RedLineRemoved { reason }
            | Self::RumourRevealed { reason, .. }
            | Self::RevealAsked { reason }
            | Self::BriefRecalled { reason }
            | Self::Revealed { reason, .. } => reason,
            Self::MeasureSet { measure, .. } => measure,
            Self::RedLineSet { if_, .. } => if_,
            Self::MandateSet { purpose, .. } => purpose,
            _ => "",
        }
    }

    /// Whether the body may stand on the target, and its texts within their bounds.
    ///
    /// # Errors
    /// The field and what is wrong with it.
    pub(crate) fn check(&self, target: &Target) -> Result<(), (&'static str, &'static str)> {
        if !self.fits(target) {
            return Err(("target", "is of a kind that this entry cannot be about"));
        }
        let texts: Vec<(&'static str, &str, bool)> = match self {
            Self::Opened { title, .. } | Self::Titled { title } => vec![("title", title, true)],
            Self::MeasureSet { asset, measure, owner, evidence, .. } => vec![
                ("asset", asset, true),
                ("measure", measure, true),
                ("owner", owner, false),
                ("evidence", evidence, false),
            ],
            Self::RedLineSet { if_, who, calls, .. } => {
                vec![("if", if_, true), ("who", who, true), ("calls", calls, true)]
            }
            Self::MandateSet { purpose, basis, .. } => {
                vec![("purpose", purpose, true), ("basis", basis, true)]
            }
            Self::Revealed { what, reason } => vec![("what", what, true), ("reason", reason, true)],
            Self::RumourRevealed { reason, second } => {
                vec![("reason", reason, true), ("second", second.as_deref().unwrap_or("-"), true)]
            }
            Self::Assessed { text, .. } | Self::Noted { text } => vec![("text", text, true)],
            other if other.has_reason() => vec![("reason", other.words(), true)],
            _ => Vec::new(),
        };
        for (field, text, needed) in texts {
            if needed && text.trim().is_empty() {
                return Err((field, "must not be empty"));
            }
            if text.len() > MAX_TEXT {
                return Err((field, "is longer than 64 KiB"));
            }
        }
        self.check_values()
    }

    fn has_reason(&self) -> bool {
        matches!(
            self,
            Self::Detached { .. }
                | Self::Closed { .. }
                | Self::Reopened { .. }
                | Self::Dismissed { .. }
                | Self::MeasureRemoved { .. }
                | Self::RedLineRemoved { .. }
                | Self::RevealAsked { .. }
                | Self::BriefRecalled { .. }
        )
    }

    fn check_values(&self) -> Result<(), (&'static str, &'static str)> {
        match self {
            Self::MeasureSet { due: Some(day), .. } if !is_date(day) => {
                Err(("due", "is not a date such as 2027-04-13"))
            }
            Self::MandateSet { end: Some(day), .. } if !is_date(day) => {
                Err(("end", "is not a date such as 2027-04-13"))
            }
            Self::MeasureSet { done: Some(done), of: Some(of), .. } if done > of => {
                Err(("done", "is more than there are"))
            }
            Self::StatementCorrected { on, reading, .. } => {
                crate::correction::check(on.as_ref(), reading.as_ref())
            }
            Self::Opened { findings, .. } if findings.len() > MAX_REFERENCES => {
                Err(("findings", "are more than 10,000"))
            }
            Self::BriefTold { findings, incidents, .. }
                if findings.len().max(incidents.len()) > MAX_REFERENCES =>
            {
                Err(("findings", "are more than 10,000"))
            }
            _ => Ok(()),
        }
    }

    fn fits(&self, target: &Target) -> bool {
        match self {
            Self::Opened { .. }
            | Self::Titled { .. }
            | Self::Attached { .. }
            | Self::Detached { .. }
            | Self::Assessed { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. } => matches!(target, Target::Incident(_)),
            Self::Watched { .. } | Self::Dismissed { .. } => matches!(target, Target::Finding(_)),
            Self::MeasureSet { .. } | Self::MeasureRemoved { .. } => {
                matches!(target, Target::Measure(_))
            }
            Self::RedLineSet { .. } | Self::RedLineRemoved { .. } => {
                matches!(target, Target::RedLine(_))
            }
            Self::RumourAdded { .. }
            | Self::RumourRevealed { .. }
            | Self::RevealAsked { .. }
            | Self::RumourAnswered { .. } => matches!(target, Target::Rumour(_)),
            Self::BriefTold { .. } | Self::BriefRecalled { .. } => {
                matches!(target, Target::Brief(_))
            }
            Self::TipTaken { .. } => matches!(target, Target::House),
            Self::StatementCorrected { .. } => matches!(target, Target::Article(_)),
            Self::MandateSet { .. } => {
                matches!(target, Target::Mandate(name) if is_slug(name, 60))
            }
            Self::Noted { .. } | Self::Undone { .. } | Self::Revealed { .. } => true,
        }
    }
}
