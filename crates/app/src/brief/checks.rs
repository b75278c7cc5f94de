//! Checking the files of briefs against the journal.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_cases::{BriefId, Digest, State, Told};

use super::files::{ENDINGS, MAX_FILE};
use crate::cases::bounded_bytes;
use crate::verify::ProblemView;
use crate::words::Words;
use crate::{AppError, Project, gate};

/// What was seen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CheckedBriefs {
    /// Told briefs whose files were read.
    pub briefs: u64,
    /// Files that are not as they were told, or are missing.
    pub problems: Vec<ProblemView>,
    /// Files that no entry tells of.
    pub untold: Vec<ProblemView>,
}

impl Project {
    /// Reads the files of all told briefs and compares them with what the journal says; names the
    /// files that it says nothing of.
    ///
    /// # Errors
    /// When the folder or the journal cannot be read.
    pub(crate) fn check_briefs(&self, state: &State) -> Result<CheckedBriefs, AppError> {
        let mut checked = CheckedBriefs::default();
        let words = Words::new(self.config.language);
        for told in state.briefs.values() {
            checked.briefs += told.all().count() as u64;
            self.check_brief(told, &words, &mut checked)?;
        }
        for name in self.brief_files()? {
            let id = name.rsplit_once('.').and_then(|(id, _)| id.parse::<BriefId>().ok());
            if id.as_ref().is_some_and(|id| state.briefs.contains_key(id)) {
                continue;
            }
            let seen = |what| ProblemView {
                file: format!("briefs/{}", gate::harmless(&name)),
                what: words.plain(what),
            };
            if self.head_is_lost(id.as_ref())? {
                checked.problems.push(seen("brief-head-lost"));
            } else {
                checked.untold.push(seen("brief-not-told"));
            }
        }
        Ok(checked)
    }

    /// Whether a frozen brief carries a head that the journal never had: then entries are gone, and
    /// the brief may well have been told.
    fn head_is_lost(&self, id: Option<&BriefId>) -> Result<bool, AppError> {
        let Some(id) = id else { return Ok(false) };
        let text = self.held_file(id, "json")?.and_then(|bytes| String::from_utf8(bytes).ok());
        let model = text.and_then(|text| vigie_brief::from_json(&text).ok());
        let Some(model) = model.filter(|model| !model.heads.is_empty()) else { return Ok(false) };
        if !self.has_journal()? {
            return Ok(true);
        }
        let found = self.journal_unadopted().and_then(|one| Ok(one.find_head(&model.head)?));
        match found {
            Ok(found) => Ok(found.is_none()),
            // What is broken stands among the problems already.
            Err(AppError::Cases(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn check_brief(
        &self,
        told: &Told,
        words: &Words,
        checked: &mut CheckedBriefs,
    ) -> Result<(), AppError> {
        let mut problem = |ending: &str, id: &str| {
            let file = format!("briefs/{}.{ending}", told.id);
            checked.problems.push(ProblemView { file, what: words.plain(id) });
        };
        // A brief of another laptop is in the journal by a pack; its files may never have come.
        let mut held = Vec::new();
        for ending in ENDINGS {
            held.push(self.held_file(&told.id, ending)?);
        }
        if held.iter().all(Option::is_none) {
            let here = self.author()?.id;
            if told.all().any(|one| one.mark.author == here) {
                problem("html", "brief-file-missing");
            }
            return Ok(());
        }
        let pages = match held.last().cloned().flatten() {
            None => {
                problem("json", "brief-file-missing");
                None
            }
            Some(bytes) => {
                let digest = Digest::of(&bytes);
                if told.all().all(|one| one.digest != digest) {
                    problem("json", "brief-file-differs");
                }
                // The digests of the pages stand in it, even when something else was changed.
                let text = String::from_utf8(bytes).ok();
                text.and_then(|text| vigie_brief::from_json(&text).ok()).map(|model| model.files)
            }
        };
        for (ending, bytes) in ENDINGS.into_iter().zip(held).take(2) {
            let expected = pages.as_ref().and_then(|pages| pages.get(ending));
            match (bytes, expected) {
                (None, _) => problem(ending, "brief-file-missing"),
                (Some(_), None) => problem(ending, "brief-file-unchecked"),
                (Some(bytes), Some(expected)) => {
                    if Digest::of(&bytes).to_string() != *expected {
                        problem(ending, "brief-file-differs");
                    }
                }
            }
        }
        Ok(())
    }

    fn held_file(&self, id: &BriefId, ending: &str) -> Result<Option<Vec<u8>>, AppError> {
        let path = self.brief_path(id, ending);
        if !path.try_exists().map_err(|source| AppError::Read { path: path.clone(), source })? {
            return Ok(None);
        }
        bounded_bytes(&path, MAX_FILE).map(Some)
    }

    /// The names in the folder of briefs, sorted.
    fn brief_files(&self) -> Result<BTreeSet<String>, AppError> {
        let folder = self.briefs_folder();
        let read = |source| AppError::Read { path: folder.clone(), source };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeSet::new());
            }
            Err(error) => return Err(read(error)),
        };
        let mut names = BTreeSet::new();
        for entry in entries {
            let name = entry.map_err(read)?.file_name().to_string_lossy().into_owned();
            // Only what looks like a file of ours: people keep their PDFs here too.
            let ours = name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
            if ours && name.starts_with("B-") {
                names.insert(name);
            }
        }
        Ok(names)
    }
}
