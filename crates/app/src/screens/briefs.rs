//! Briefs that were told, and their files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use vigie_cases::{BriefId, Told};
use vigie_model::time::Timestamp;

use super::rows::stamp;
use crate::cases::{bounded_bytes, words_shown};
use crate::{AppError, Project};

/// The largest file of a brief that is read, in bytes.
const MAX_FILE: u64 = 16 << 20;

/// How the files of a brief end.
const ENDINGS: [&str; 3] = ["html", "md", "json"];

/// A brief in a list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BriefRow {
    /// Its id.
    pub id: String,
    /// When it was frozen.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Who told it.
    pub author: String,
    /// Set when it was recalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recalled: Option<Recalled>,
    /// Of its frozen model.
    pub digest: String,
    /// Where its files are served, by ending.
    pub files: BTreeMap<&'static str, String>,
}

/// A brief was taken back.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Recalled {
    /// When.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

impl BriefRow {
    fn new(told: &Told) -> Self {
        let id = told.id.to_string();
        let files = ENDINGS.map(|ending| (ending, format!("/briefs/{id}.{ending}")));
        Self {
            id,
            at: told.mark.at,
            author: told.mark.author.to_string(),
            recalled: told
                .recalled
                .as_ref()
                .map(|ended| Recalled { at: ended.mark.at, reason: words_shown(&ended.reason) }),
            digest: told.digest.to_string(),
            files: files.into_iter().collect(),
        }
    }

    /// When it was told, or recalled.
    #[must_use]
    pub fn changed_at(&self) -> Timestamp {
        self.recalled.as_ref().map_or(self.at, |recalled| recalled.at)
    }
}

impl Project {
    /// Briefs that were told, newest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn brief_rows(&self) -> Result<Vec<BriefRow>, AppError> {
        let state = self.state()?;
        let mut rows: Vec<BriefRow> =
            state.briefs.values().flat_map(Told::all).map(BriefRow::new).collect();
        rows.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        Ok(rows)
    }

    /// The bytes of a file of a brief by its name; `None` when there is none of that name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn brief_file(&self, name: &str) -> Result<Option<Vec<u8>>, AppError> {
        let Some((id, ending)) = name.rsplit_once('.') else { return Ok(None) };
        // Only what could have been written: no name leads out of the folder.
        let id: Option<BriefId> = id.parse().ok();
        let (Some(id), true) = (id, ENDINGS.contains(&ending)) else { return Ok(None) };
        let path: PathBuf = self.root.join("briefs").join(format!("{id}.{ending}"));
        if !path.try_exists().map_err(|source| AppError::Read { path: path.clone(), source })? {
            return Ok(None);
        }
        bounded_bytes(&path, MAX_FILE).map(Some)
    }
}
