//! Checking the sealed file: it opens under its key with its tag right, and it and the journal know
//! the same rumours. What is said names codes and the file, and no word of a rumour.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_cases::{RumourCode, State};

use super::RumourError;
use super::store::Held;
use crate::verify::ProblemView;
use crate::words::Words;
use crate::{AppError, Project};

/// The file as `verify` names it.
const FILE: &str = "cases/rumours.sealed";

/// What checking the sealed file saw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SealedChecked {
    /// Rumours whose words were read under the key.
    pub rumours: u64,
    /// Codes that are held and that no entry tells of: a command was interrupted between the two.
    /// Their words are sealed all the same.
    pub unrecorded: Vec<String>,
}

impl Project {
    /// Reads the sealed file and compares it with the journal; `None` where there is neither a file
    /// nor a rumour of this author, or where the file does not open, which is a problem then.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn check_sealed(
        &self,
        state: Option<&State>,
        problems: &mut Vec<ProblemView>,
    ) -> Result<Option<SealedChecked>, AppError> {
        let words = Words::new(self.config.language);
        let mut problem = |what| problems.push(ProblemView { file: FILE.to_owned(), what });
        let store = self.sealed_store();
        let is_there = store.stamp()?.is_some();
        let held = match store.read() {
            Ok(held) => held,
            Err(AppError::Rumour(RumourError::Newer { .. })) => {
                problem(words.plain("verify-sealed-newer"));
                return Ok(None);
            }
            Err(AppError::Rumour(_)) => {
                problem(words.plain("verify-sealed-closed"));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let mut unrecorded: BTreeMap<RumourCode, &Held> =
            held.iter().map(|rumour| (rumour.code, rumour)).collect();
        if unrecorded.len() < held.len() {
            problem(words.plain("verify-sealed-twice"));
        }
        // Where the journal does not hold nothing can be compared, and that stands there already.
        if let Some(state) = state.filter(|state| !state.rumours.is_empty()) {
            let here = self.author()?.id;
            for rumour in state.rumours.values() {
                let code = [("code", rumour.code.to_string().into())];
                match unrecorded.remove(&rumour.code) {
                    // Texts do not travel in packs: those of another author need not be here.
                    None if rumour.mark.author == here => {
                        problem(words.say("verify-sealed-lost", &code));
                    }
                    None => {}
                    Some(held)
                        if (held.sealed, held.category) != (rumour.sealed, rumour.category) =>
                    {
                        problem(words.say("verify-sealed-other", &code));
                    }
                    Some(_) => {}
                }
            }
        }
        if state.is_none() {
            unrecorded.clear();
        }
        let checked = SealedChecked {
            rumours: held.len() as u64,
            unrecorded: unrecorded.into_keys().map(|code| code.to_string()).collect(),
        };
        Ok(is_there.then_some(checked))
    }
}
