//! Who is looking at what.

use serde::Serialize;
use vigie_model::time::Timestamp;

use super::rows::{AsOf, stamp};
use crate::cases::Author;
use crate::config::Role;
use crate::roles::AccountLevel;
use crate::words::Language;
use crate::{AppError, Project, gate};

/// The frame around every screen.
#[derive(Debug, Serialize)]
pub struct SessionScreen {
    /// The project's name.
    pub project: String,
    /// Whose work it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The language of everything.
    pub language: Language,
    /// The languages there are.
    pub languages: &'static [&'static str],
    /// Whose midnight ends a day.
    pub timezone: String,
    /// Who writes in the journal from here; `None` until somebody wrote.
    pub author: Option<Author>,
    /// Now.
    #[serde(serialize_with = "stamp::utc")]
    pub now: Timestamp,
    /// What answers stand on now.
    pub as_of: AsOf,
    /// Mandates that an ingest may name: those that have not ended.
    pub mandates: Vec<String>,
    /// Mappings stored in `vigie.toml`, by name.
    pub maps: Vec<String>,
    /// The version of Vigie.
    pub version: &'static str,
    /// The project is the demo's invented season.
    pub demo: bool,
    /// Whether findings about accounts may be shown, and why not.
    pub account_level: AccountLevel,
}

impl Project {
    /// The project's name: of `vigie.toml`, or of its folder.
    #[must_use]
    pub fn name_shown(&self) -> String {
        let folder = || {
            let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
            root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        gate::harmless(&self.config.project.name.clone().unwrap_or_else(folder))
    }

    /// The frame around every screen.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn session_screen(&self, demo: bool) -> Result<SessionScreen, AppError> {
        Ok(SessionScreen {
            project: self.name_shown(),
            role: self.config.project.role,
            language: self.config.language,
            languages: Language::CODES,
            timezone: self.config.timezone_name().to_owned(),
            author: self.author_shown(),
            now: self.system.now(),
            as_of: self.as_of()?,
            mandates: self.mandates_that_hold()?.iter().map(|id| gate::harmless(id)).collect(),
            maps: self.config.maps.keys().map(|name| gate::harmless(name)).collect(),
            version: env!("CARGO_PKG_VERSION"),
            demo,
            account_level: self.account_level(),
        })
    }
}
