//! Why we may hold what we hold: every ingest belongs to a mandate.

use crate::time::Timestamp;

/// Purpose, legal basis and end of a collection.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// Short name, used in `--mandate` and `forget --mandate`.
    pub id: String,
    /// What it is for, in the user's words.
    pub purpose: String,
    /// The legal basis, in the user's words.
    pub basis: String,
    /// When it ends; `None` for the local default, which has no end.
    pub end: Option<Timestamp>,
}

impl Mandate {
    /// The mandate of local use: own logs and files, on own equipment.
    #[must_use]
    pub fn local() -> Self {
        Self {
            id: "local".to_owned(),
            purpose: "local use".to_owned(),
            basis: "own records".to_owned(),
            end: None,
        }
    }
}
