//! A frozen brief: everything that its three files say, and nothing else.
//!
//! Texts are in the brief's language. All outside text has passed `app`'s gate before it gets
//! here; sealed matter is here as its code only. Sentences, assessments and reasons are analysts'
//! own words or the sentences of findings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_model::confidence::Confidence;
use vigie_model::finding::When;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Revision};

/// The format that this build writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// Timestamps in RFC 3339, so that the JSON can be read without us.
mod rfc3339 {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use vigie_model::time::Timestamp;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    pub(super) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(at)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Timestamp::parse(&text).ok_or_else(|| D::Error::custom("not a time in RFC 3339"))
    }

    /// The same for times that may be missing.
    pub(super) mod option {
        use serde::{Deserialize, Deserializer, Serializer, de::Error};
        use vigie_model::time::Timestamp;

        #[expect(clippy::ref_option, reason = "the signature is serde's")]
        pub(in crate::model) fn serialize<S: Serializer>(
            at: &Option<Timestamp>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => super::serialize(at, to),
                None => to.serialize_none(),
            }
        }

        pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Timestamp>, D::Error> {
            let Some(text) = <Option<std::borrow::Cow<'de, str>>>::deserialize(from)? else {
                return Ok(None);
            };
            let at = Timestamp::parse(&text);
            at.map(Some).ok_or_else(|| D::Error::custom("not a time in RFC 3339"))
        }
    }
}

/// The frozen brief.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BriefModel {
    /// [`FORMAT`] of the build that froze it.
    pub format: u32,
    /// `B-2027-04-13-1`.
    pub id: String,
    /// `en` or `fr`.
    pub language: String,
    /// What it is called.
    pub title: String,
    /// Who answers for it.
    pub prepared_by: String,
    /// When it was frozen.
    #[serde(with = "rfc3339")]
    pub prepared_at: Timestamp,
    /// When it is to be told.
    #[serde(with = "rfc3339::option", default)]
    pub told_for: Option<Timestamp>,
    /// The zone in which days and hours are shown, by its IANA name.
    pub timezone: String,
    /// What it covers.
    pub period: Period,
    /// The commit of the lake that it was frozen on.
    pub commit: u64,
    /// Digest over all authors' chain heads at freezing, 16 hexadecimal digits.
    pub head: String,
    /// The head of each author's chain, in the order of authors.
    pub heads: Vec<AuthorHead>,
    /// What is known, most important first.
    pub known: Vec<Statement>,
    /// Open incidents, and those closed in the period; most urgent first.
    pub incidents: Vec<Incident>,
    /// Findings that nobody has judged yet, most urgent first: the first of them.
    pub unjudged: Vec<FindingRef>,
    /// How many there are in all.
    pub unjudged_count: u64,
    /// Every finding that the brief refers to, once.
    pub findings: Vec<Finding>,
    /// What came in, over time.
    pub activity: Option<Activity>,
    /// What could not be seen.
    pub blind_spots: Vec<BlindSpot>,
    /// Protection measures.
    pub measures: Vec<Measure>,
    /// What was agreed beforehand: if X, then A calls B within N minutes.
    pub red_lines: Vec<RedLine>,
    /// Sealed rumours by code; never their text.
    pub rumours: Vec<Rumour>,
    /// What looks like a pattern and was not raised, with the measured reason.
    pub not_raised: Vec<NotRaised>,
    /// Briefs recalled since the last brief.
    pub recalled: Vec<Recalled>,
    /// What was revealed since the last brief.
    pub reveals: Vec<Reveal>,
    /// Digests of the pages that were rendered from it, by extension, once it is frozen: whoever
    /// knows the digest of the JSON can check all files.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// From when to when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// Its beginning.
    #[serde(with = "rfc3339")]
    pub from: Timestamp,
    /// Its end.
    #[serde(with = "rfc3339")]
    pub to: Timestamp,
}

/// How far one author's chain went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuthorHead {
    /// The author.
    pub author: String,
    /// The number of the newest entry.
    pub seq: u64,
    /// Its hash in hexadecimal digits.
    pub hash: String,
}

/// A finding at the revision that was on screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct FindingRef {
    /// The finding.
    pub id: FindingId,
    /// Its revision.
    pub revision: Revision,
}

/// What a sentence rests on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reference {
    /// A finding, `F-…@…`.
    Finding(FindingRef),
    /// An incident by its full id and the alias that people use.
    Incident {
        /// `I-` and a ULID.
        id: String,
        /// `I-0007`.
        alias: String,
    },
    /// A measure, `M-…`.
    Measure {
        /// Its id.
        id: String,
    },
}

/// One sentence of "what is known".
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// How soon to look.
    pub when: Option<When>,
    /// How sure, where it is a judgement.
    pub how_sure: Option<Confidence>,
    /// What it rests on.
    pub refs: Vec<Reference>,
    /// The command that repeats or shows it.
    pub repeat: Option<String>,
    /// It has a figure and nothing that it rests on.
    pub unsupported: bool,
}

/// A judged incident.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Incident {
    /// `I-` and a ULID.
    pub id: String,
    /// `I-0007`.
    pub alias: String,
    /// Its title.
    pub title: String,
    /// How soon to look.
    pub when: When,
    /// Still open.
    pub open: bool,
    /// The newest assessment.
    pub assessment: Option<Assessment>,
    /// Attached findings, as judged.
    pub findings: Vec<FindingRef>,
    /// Time of the first evidence.
    #[serde(with = "rfc3339::option", default)]
    pub first_at: Option<Timestamp>,
    /// Time of the last evidence.
    #[serde(with = "rfc3339::option", default)]
    pub last_at: Option<Timestamp>,
    /// What stands on the time axis.
    pub marks: Vec<Mark>,
}

/// A signed, dated judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// How sure.
    pub how_sure: Confidence,
    /// The judgement.
    pub text: String,
    /// When it was made.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Who made it.
    pub author: String,
}

/// What kind of thing stands on the time axis.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Something that accounts did.
    Act,
    /// Something that was done to a machine.
    Attack,
    /// Something that somebody said.
    Statement,
    /// A judgement in the journal.
    Judgement,
    /// What was done about it.
    Response,
}

/// One thing on the time axis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Its kind.
    pub kind: MarkKind,
    /// When it began.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// When it ended, where it lasted.
    #[serde(with = "rfc3339::option", default)]
    pub until: Option<Timestamp>,
    /// What it is called.
    pub label: String,
}

/// A finding as the brief tells it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Stable over reruns.
    pub id: FindingId,
    /// The revision that is told.
    pub revision: Revision,
    /// The detector page.
    pub detector: String,
    /// The page's title in the language.
    pub title: String,
    /// How soon to look.
    pub when: When,
    /// What was seen.
    pub sentence: String,
    /// Time of the first evidence.
    #[serde(with = "rfc3339")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(with = "rfc3339")]
    pub last_at: Timestamp,
    /// How many signals it rests on.
    pub evidence_count: u64,
    /// Its window is still open.
    pub provisional: bool,
    /// What the page says that it does not prove.
    pub does_not_prove: String,
    /// The command that gives the same finding at the same revision.
    pub repeat: String,
}

/// What came in, in equal steps of time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Activity {
    /// The beginning of the first step.
    #[serde(with = "rfc3339")]
    pub from: Timestamp,
    /// The length of a step in seconds.
    pub step_s: u64,
    /// One series of counts a kind of signal.
    pub series: Vec<Series>,
    /// The command that repeats the counts.
    pub repeat: String,
}

/// Counts of one kind of signal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Series {
    /// What is counted: `publications`, `requests` or `logins`.
    pub what: String,
    /// One count a step.
    pub counts: Vec<u64>,
}

/// A source that was late, silent or never there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlindSpot {
    /// The source.
    pub source: String,
    /// The machine or export.
    pub host: Option<String>,
    /// The newest thing seen of it.
    #[serde(with = "rfc3339::option", default)]
    pub last_at: Option<Timestamp>,
    /// Where the gap begins.
    #[serde(with = "rfc3339::option", default)]
    pub gap_from: Option<Timestamp>,
    /// Where it ends; open when missing.
    #[serde(with = "rfc3339::option", default)]
    pub gap_to: Option<Timestamp>,
    /// Why, as far as known.
    pub why: String,
}

/// How far a measure is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureState {
    /// To be done, and its day has passed.
    Overdue,
    /// To be done.
    Planned,
    /// Done.
    InPlace,
    /// Considered and set aside.
    NotApplicable,
}

/// A protection measure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Measure {
    /// `M-…`.
    pub id: String,
    /// What is protected.
    pub asset: String,
    /// By what.
    pub measure: String,
    /// Who sees to it.
    pub owner: String,
    /// The day, `2027-04-10`.
    pub due: Option<String>,
    /// How far it is.
    pub state: MeasureState,
    /// How many are done …
    pub done: Option<u64>,
    /// … of how many.
    pub of: Option<u64>,
    /// How we know.
    pub evidence: String,
}

/// If X, then A calls B within N minutes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RedLine {
    /// `R-…`.
    pub id: String,
    /// X.
    #[serde(rename = "if")]
    pub condition: String,
    /// A.
    pub who: String,
    /// B.
    pub calls: String,
    /// N.
    pub within_minutes: u32,
    /// X has come to pass.
    pub crossed: bool,
}

/// A sealed rumour: code, spread and trend.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rumour {
    /// `RUM-7`.
    pub code: String,
    /// Its kind, in words.
    pub category: String,
    /// Its text is sealed.
    pub sealed: bool,
    /// Since when it is watched.
    #[serde(with = "rfc3339")]
    pub since: Timestamp,
    /// Publications that match it; `None` where nobody counted.
    pub matched: Option<u64>,
    /// Accounts behind them.
    pub accounts: Option<u64>,
    /// Matches a day, oldest first.
    pub trend: Vec<u64>,
    /// The newest match.
    #[serde(with = "rfc3339::option", default)]
    pub last_at: Option<Timestamp>,
    /// What was decided about an answer.
    pub decision: Option<String>,
}

/// What only looks like a pattern.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotRaised {
    /// What it is.
    pub what: String,
    /// What was measured, and why that raises nothing.
    pub reason: String,
}

/// A brief that no longer stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recalled {
    /// `B-…`.
    pub id: String,
    /// When it was recalled.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Somebody looked at what was masked or sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reveal {
    /// What, by its id or code.
    pub what: String,
    /// When.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Who.
    pub who: Option<String>,
    /// Why.
    pub reason: String,
}

impl FindingRef {
    /// `F-…@…` in full.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{}{}", self.id, self.revision)
    }
}

impl BriefModel {
    /// The told finding behind a reference.
    #[must_use]
    pub fn finding(&self, wanted: FindingRef) -> Option<&Finding> {
        self.findings
            .iter()
            .find(|finding| finding.id == wanted.id && finding.revision == wanted.revision)
    }

    /// How many sentences have a figure and nothing that they rest on.
    #[must_use]
    pub fn unsupported(&self) -> usize {
        self.known.iter().filter(|statement| statement.unsupported).count()
    }
}
