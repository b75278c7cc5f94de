//! Sealed rumours: registered, matched, counted, and shown to nobody without a record.
//!
//! The journal knows a rumour by its code; its words lie in `cases/rumours.sealed` and in the gate
//! of this process. Threat model: readers of screens, briefs, exports and logs, not the owner of
//! the disk.

mod check;
mod error;
mod reveal;
mod spread;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use vigie_cases::{Body, Head, RumourCode, Target};
use vigie_model::time::Timestamp;

pub use check::SealedChecked;
pub use error::RumourError;
pub use reveal::{RevealToTell, RumourAnswer, RumourText};
pub(crate) use spread::Spread;
pub(crate) use store::Stamp;
pub use vigie_cases::RumourCategory;

use crate::desk::Memo;
use crate::gate::{self, Sealing};
use crate::screens::rows::stamp;
use crate::{AppError, Project};
use store::{Held, Store};

/// How many days a trend has.
pub const TREND_DAYS: usize = 14;
/// How many terms, and how many examples, a rumour holds.
const MOST: usize = 64;
/// The longest topic, term or example, in bytes.
const LONGEST: usize = 16 << 10;

/// A rumour to register.
#[derive(Clone, Debug)]
pub struct NewRumour {
    /// What to call it.
    pub topic: String,
    /// Words and names that give it away.
    pub terms: Vec<String>,
    /// Texts that repeat it; near-copies of them are found.
    pub examples: Vec<String>,
    /// What it is about.
    pub category: RumourCategory,
    /// Sealed or open; as its category has it when nothing is said.
    pub sealed: Option<bool>,
}

/// A rumour as everybody may see it: code and spread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RumourRow {
    /// `RUM-7`.
    pub code: String,
    /// What it is about.
    pub category: RumourCategory,
    /// Its matter comes out as its code.
    pub sealed: bool,
    /// When it was registered.
    #[serde(serialize_with = "stamp::utc")]
    pub since: Timestamp,
    /// Publications that repeat it.
    pub matched: u64,
    /// Accounts that repeat it.
    pub accounts: u64,
    /// Hashtags and addresses that repeat it.
    pub tags: u64,
    /// Publications on each of the last [`TREND_DAYS`] days, oldest first.
    pub trend: Vec<u64>,
    /// When it was last repeated.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub last_at: Option<Timestamp>,
    /// Its words are on this machine; without them nothing can be matched.
    pub held: bool,
}

/// What is kept at hand of rumours.
#[derive(Default)]
pub(crate) struct RumourDesk {
    read: Mutex<Option<Stamp>>,
    spreads: Memo<(u64, Stamp), BTreeMap<RumourCode, Spread>>,
}

/// Lets the gate of this process know what is sealed in a project, before anything is shown.
/// Without a sealed file nothing is sealed.
///
/// # Errors
/// When the file cannot be opened: then nothing can be shown, because nothing could be kept back.
pub(crate) fn seal_gate(root: &Path, key_file: &Path) -> Result<(), AppError> {
    install(root, &store(root, key_file).read()?);
    Ok(())
}

fn store(root: &Path, key_file: &Path) -> Store {
    Store::new(&root.join("cases"), root.join(key_file))
}

fn install(root: &Path, held: &[Held]) {
    let known: Vec<_> = held
        .iter()
        .filter(|rumour| rumour.sealed)
        .map(|rumour| (rumour.code, rumour.known()))
        .collect();
    gate::install(root, Sealing::of(known.iter().map(|(code, known)| (*code, known))));
}

impl Project {
    fn sealed_store(&self) -> Store {
        store(&self.root, &self.config.keys.path)
    }

    /// Lets the gate know what another process sealed meanwhile. Costs one look at a file.
    ///
    /// # Errors
    /// As [`seal_gate`].
    pub(crate) fn refresh_sealing(&self) -> Result<(), AppError> {
        let now = self.sealed_store().stamp()?;
        let mut read = self.rumours.read.lock().unwrap_or_else(PoisonError::into_inner);
        if *read != Some(now) {
            seal_gate(&self.root, &self.config.keys.path)?;
            *read = Some(now);
        }
        Ok(())
    }

    /// Registers a rumour: its words in the sealed file, then its code in the journal.
    ///
    /// # Errors
    /// When it says too little or too much, or cannot be written.
    pub fn rumour_add(&self, new: &NewRumour) -> Result<RumourRow, AppError> {
        check(new)?;
        let sealed = new.sealed.unwrap_or(new.category.seals_by_default());
        let given = self.state()?.next_rumour();
        let code = self.sealed_store().change(|held| {
            // A code in the file that the journal does not know was left by a kill between the two.
            let last = held.iter().map(|rumour| rumour.code.0).max().unwrap_or(0);
            let code = RumourCode(given.0.max(last.saturating_add(1)));
            let trimmed = |texts: &[String]| texts.iter().map(|it| it.trim().to_owned()).collect();
            held.push(Held {
                code,
                sealed,
                category: new.category,
                topic: new.topic.trim().to_owned(),
                terms: trimmed(&new.terms),
                examples: trimmed(&new.examples),
            });
            Ok(code)
        })?;
        self.refresh_sealing()?;
        let body = Body::RumourAdded { sealed, category: new.category };
        self.write_entry(Some(Head::untouched()), Target::Rumour(code), None, body)?;
        let rows = self.rumours()?;
        let row = rows.into_iter().find(|row| row.code == code.to_string());
        row.ok_or(AppError::Bug("a rumour that was just registered is not there"))
    }

    /// Every rumour with its spread, by code.
    ///
    /// # Errors
    /// When the journal, the sealed file or the lake cannot be read.
    pub fn rumours(&self) -> Result<Vec<RumourRow>, AppError> {
        let state = self.state()?;
        if state.rumours.is_empty() {
            return Ok(Vec::new());
        }
        let held: Vec<RumourCode> =
            self.sealed_store().read()?.into_iter().map(|rumour| rumour.code).collect();
        let spreads = self.spreads()?;
        let (now, nothing) = (self.system.now(), Spread::default());
        let rows = state.rumours.values().map(|rumour| {
            let spread = spreads.get(&rumour.code).unwrap_or(&nothing);
            RumourRow {
                code: rumour.code.to_string(),
                category: rumour.category,
                sealed: rumour.sealed,
                since: rumour.mark.at,
                matched: spread.signals.len() as u64,
                accounts: spread.accounts.len() as u64,
                tags: spread.tags.len() as u64,
                trend: spread.trend(self, now, TREND_DAYS),
                last_at: spread.last_at(),
                held: held.contains(&rumour.code),
            }
        });
        Ok(rows.collect())
    }

    /// Who repeats which rumour, read once for a commit and a sealed file.
    pub(crate) fn spreads(&self) -> Result<Arc<BTreeMap<RumourCode, Spread>>, AppError> {
        let store = self.sealed_store();
        let snapshot = self.sight()?;
        self.rumours.spreads.get((snapshot.read_commit, store.stamp()?), || {
            let held: Vec<_> =
                store.read()?.into_iter().map(|rumour| (rumour.code, rumour.known())).collect();
            // Open rumours are counted too.
            let sealing = Sealing::of(held.iter().map(|(code, known)| (*code, known)));
            spread::spreads(&snapshot, &sealing)
        })
    }
}

fn check(new: &NewRumour) -> Result<(), RumourError> {
    let texts = || new.terms.iter().chain(&new.examples);
    if texts().all(|text| text.trim().is_empty()) {
        return Err(RumourError::Nothing);
    }
    let many = new.terms.len().max(new.examples.len()) > MOST;
    if many || texts().chain([&new.topic]).any(|text| text.len() > LONGEST) {
        return Err(RumourError::TooMuch { most: MOST, bytes: LONGEST });
    }
    let least = gate::LEAST_TERM;
    if new.terms.iter().any(|term| gate::letters_of(term) < least) {
        return Err(RumourError::ShortTerm { least });
    }
    Ok(())
}
