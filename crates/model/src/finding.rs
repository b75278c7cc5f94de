//! What a detector returns: the findings contract.

use crate::hash::FieldHasher;
use crate::id::{FindingId, Revision, SignalId};
use crate::time::{Cell, Timestamp};

/// How soon somebody should look. With [`crate::confidence::Confidence`] one of the only two
/// scales on the first level of any screen.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Good to know.
    Note,
    /// Before the day ends.
    Today,
    /// Drop what you are doing.
    Now,
}

impl When {
    /// The word in pages, tables and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Today => "today",
            Self::Now => "now",
        }
    }

    /// The word read back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Note, Self::Today, Self::Now].into_iter().find(|when| when.word() == word)
    }
}

/// One declared value of a finding.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Value {
    /// The column of the page's last step.
    pub name: String,
    /// The number or word.
    pub value: serde_json::Value,
    /// Its unit, as the page declares it; empty for plain counts of nothing in particular.
    pub unit: String,
}

/// One field of a finding's subject, in the order that the page declares.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct SubjectField {
    /// The declared name.
    pub name: String,
    /// What kind of thing it names: `account`, `address`, `login`, `object` or `text`.
    /// Pseudonyms are written as decimal integers, so that the id never depends on display.
    pub kind: String,
    /// The value.
    pub value: String,
}

/// One finding at one revision.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Stable over reruns.
    pub id: FindingId,
    /// Changes whenever what is said changes.
    pub revision: Revision,
    /// The page.
    pub detector: String,
    /// Digest of the page and versions of operators and kernels.
    pub versions: String,
    /// Canonical JSON of the bound parameters.
    pub parameters: String,
    /// The commit that the run read.
    pub read_commit: u64,
    /// The run saw only what was claimed before this time; `None` for everything.
    pub horizon: Option<Timestamp>,
    /// The UTC cell of the first evidence, as [`Cell`] prints it.
    pub anchor: String,
    /// What it is about.
    pub subject: Vec<SubjectField>,
    /// How soon to look.
    pub when: When,
    /// Time of the first evidence.
    pub first_at: Timestamp,
    /// Time of the last evidence.
    pub last_at: Timestamp,
    /// Declared values with units.
    pub values: Vec<Value>,
    /// The first signals by id, at most [`EVIDENCE_CAP`].
    pub evidence: Vec<SignalId>,
    /// How many signals there are in all.
    pub evidence_count: u64,
    /// Digest of the full set.
    pub evidence_digest: [u8; 16],
    /// What was seen, in English.
    pub sentence_en: String,
    /// What was seen, in French.
    pub sentence_fr: String,
    /// The window that it rests on is still open.
    pub provisional: bool,
}

/// How many signals a finding lists by id; the rest stand in the count and the digest.
pub const EVIDENCE_CAP: usize = 200;

impl Finding {
    /// Makes the stable id from what the finding is about.
    #[must_use]
    pub fn make_id(detector: &str, subject: &[SubjectField], anchor: Cell) -> FindingId {
        let fields: Vec<(&str, &str)> =
            subject.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
        FindingId::of(detector, &fields, anchor)
    }

    /// The id of the table row: one for each pair of finding and revision.
    #[must_use]
    pub fn row_id(&self) -> [u8; 16] {
        FieldHasher::new("vigie finding row v1").field(self.id.0).field(self.revision.0).finish()
    }
}
