//! Where to go on with a target: one small file a target, `network/NAME.json` in the project.

use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;
use vigie_model::time::Timestamp;

use crate::{AppError, Project};

/// What is remembered of a target.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// Its address: another one is another target.
    pub(super) url: String,
    /// When it was last read.
    pub(super) fetched_at: Option<Timestamp>,
    /// When its server wants to be asked again.
    pub(super) wait_until: Option<Timestamp>,
    /// The mark of the last answer that was kept.
    pub(super) etag: Option<String>,
    /// Its date, as the server wrote it.
    pub(super) last_modified: Option<String>,
    /// The time of the last event that was kept, in microseconds.
    pub(super) cursor: Option<i64>,
    /// The first entry of a log that was not read yet.
    pub(super) next: Option<u64>,
    /// The log's last word on itself, with its signatures.
    pub(super) checkpoint: Option<String>,
}

impl State {
    /// What is remembered of the target; nothing when it stands elsewhere by now.
    ///
    /// # Errors
    /// When the file cannot be read. One that is damaged counts as none: what is read twice adds
    /// nothing.
    pub(super) fn load(project: &Project, name: &str, url: &Url) -> Result<Self, AppError> {
        let text = crate::project::read_bounded(&path(project, name))?.unwrap_or_default();
        let known =
            serde_json::from_str(&text).ok().filter(|state: &Self| state.url == url.as_str());
        Ok(known.unwrap_or_else(|| Self { url: url.to_string(), ..Self::default() }))
    }

    /// Writes it in place of the last one, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn save(&self, project: &Project, name: &str) -> Result<(), AppError> {
        let path = path(project, name);
        let text = serde_json::to_string_pretty(self)?;
        let write = |source| AppError::Write { path: path.clone(), source };
        let folder = project.root.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(write)?;
        let work = folder.join(format!(".{name}.json"));
        let mut file = std::fs::File::create(&work).map_err(write)?;
        file.write_all(text.as_bytes()).map_err(write)?;
        file.sync_all().map_err(write)?;
        std::fs::rename(&work, &path).map_err(write)
    }
}

const FOLDER: &str = "network";

fn path(project: &Project, name: &str) -> PathBuf {
    // The configuration takes plain names only.
    project.root.join(FOLDER).join(format!("{name}.json"))
}
