//! What a role decides by default: who may see account-level analysis, who must name a mandate,
//! what names become outside the case folder.
//!
//! *Campaign*: no account-level analysis of social media until purpose, basis and end are written
//! down. *Agency*: nothing is read without a mandate. *Newsroom*: names of files that sources
//! brought leave the case folder as keyed hashes only. *Research*: pseudonyms everywhere, of
//! public accounts too.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{RecordBatch, StringArray};
use serde::Serialize;
use vigie_detect::Page;
use vigie_engine::Session;
use vigie_model::finding::Finding;
use vigie_model::key::KeyKind;

use crate::config::Role;
use crate::triage::Desktop;
use crate::words::Words;
use crate::{AppError, Project, Refusal, gate};

/// The family whose findings are about what single accounts do.
const ACCOUNT_LEVEL: &str = "coordination";
/// The one view that holds names of input files.
const REJECTED: &str = "rejected";

/// Whether account-level analysis is allowed here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AccountLevel {
    /// It is.
    pub allowed: bool,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Project {
    /// Whose work this is.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.config.project.role
    }

    /// Whether account-level analysis is allowed: a campaign needs a mandate with purpose, basis
    /// and an end that is not past.
    #[must_use]
    pub fn account_level(&self) -> AccountLevel {
        let allowed = self.role() != Some(Role::Campaign) || self.has_mandate();
        let words = || Words::new(self.config.language).plain("role-account-level");
        AccountLevel { allowed, why: (!allowed).then(words) }
    }

    /// Today in the project's zone: `2027-04-13`.
    pub(crate) fn today_date(&self) -> String {
        self.system.now().to_jiff().to_zoned(self.zone()).date().to_string()
    }

    /// Whether the pages of a family may not run here.
    pub(crate) fn is_refused(&self, page: &Page) -> bool {
        page.family == ACCOUNT_LEVEL && !self.account_level().allowed
    }

    /// Whether a finding may not be shown: it was computed under a role or a mandate that holds no
    /// more.
    pub(crate) fn is_withheld(&self, finding: &Finding, desk: &Desktop) -> bool {
        !desk.shows_accounts
            && desk
                .catalogue
                .get(&finding.detector)
                .is_some_and(|page| page.family == ACCOUNT_LEVEL)
    }

    pub(crate) fn account_level_refused(&self) -> AppError {
        Refusal::AccountLevel.into()
    }

    /// Whether reading anything needs a mandate.
    pub(crate) fn needs_mandate(&self) -> bool {
        self.role() == Some(Role::Agency)
    }

    /// Whether public accounts are shown by name. Research shows pseudonyms of everybody.
    pub(crate) fn names_public_accounts(&self) -> bool {
        self.role() != Some(Role::Research)
    }

    /// A question of a newsroom sees the names of input files as they may leave the case folder,
    /// whatever it does with the column: the view with the names gives way to one without.
    ///
    /// # Errors
    /// When the view cannot be read, or does not fit into the memory of a query.
    pub(crate) fn hide_file_names(&self, session: &Session, query: &str) -> Result<(), AppError> {
        // Nothing else in SQL leads to a name: a view can only be read by writing its own.
        if self.role() != Some(Role::Newsroom) || !query.to_lowercase().contains(REJECTED) {
            return Ok(());
        }
        let mut view = session.query(&format!("SELECT * FROM {REJECTED}"), &[])?;
        for batch in &mut view.batches {
            let at = batch.schema().index_of("file")?;
            let no_names = AppError::Bug("names of files are no texts");
            let names = batch.column(at).as_string_opt::<i32>().ok_or(no_names)?;
            let hidden: StringArray =
                names.iter().map(|name| name.map(|name| self.file_outside(name))).collect();
            let mut columns = batch.columns().to_vec();
            columns[at] = Arc::new(hidden);
            *batch = RecordBatch::try_new(batch.schema(), columns)?;
        }
        Ok(session.register(REJECTED, view)?)
    }

    /// The name of an input file as it may stand in whatever leaves the case folder: briefs, packs
    /// and exports. A newsroom's sources are recognised by the names of their files.
    #[must_use]
    pub fn file_outside(&self, name: &str) -> String {
        if self.role() == Some(Role::Newsroom) {
            let key = self.keys.key_in(KeyKind::Object, "file name", name.as_bytes());
            return format!("file-{:016x}", key.0);
        }
        gate::harmless(name)
    }
}
