//! How far each file was read, kept in the project's folder and written after each commit.
//!
//! It only saves work: a line that is read twice is one signal, so a state that is older than the
//! lake, damaged or gone costs time and nothing else.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::place::{FileId, Head};
use crate::AppError;

/// The folder in the project.
const FOLDER: &str = "watch";
const STATE: &str = "state.json";
const LOCK: &str = "lock";
/// Messages from the socket wait here until they are in a commit.
const SPOOL: &str = "syslog";

/// A state longer than this is not ours.
const MOST: u64 = 256 << 20;

/// Where the files of a watch lie.
pub(super) struct Folder {
    path: PathBuf,
    /// Held as long as the watch goes on.
    _lock: File,
}

impl Folder {
    /// Makes the folder and takes it.
    ///
    /// # Errors
    /// When it cannot be made, or somebody else watches here already.
    pub(super) fn take(root: &Path) -> Result<Self, AppError> {
        let path = root.join(FOLDER);
        let lock = path.join(LOCK);
        let failed = |source| AppError::Write { path: lock.clone(), source };
        std::fs::create_dir_all(&path).map_err(failed)?;
        let file = File::options().write(true).create(true).truncate(false).open(&lock);
        let file = file.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _lock: file }),
            Err(std::fs::TryLockError::WouldBlock) => {
                Err(AppError::Watching { path: root.to_owned() })
            }
            Err(std::fs::TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn spool(&self) -> PathBuf {
        self.path.join(SPOOL)
    }

    /// What was written last; the beginning of everything where there is none.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(super) fn load(&self) -> Result<State, AppError> {
        let path = self.path.join(STATE);
        let read = |source| AppError::Read { path: path.clone(), source };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(State::default());
            }
            Err(error) => return Err(read(error)),
        };
        let bytes = super::place::read_at(&file, 0, MOST).map_err(read)?;
        let state: Option<State> = serde_json::from_slice(&bytes).ok();
        if state.is_none() {
            tracing::warn!("the state of vigie watch is damaged; everything is read once more");
        }
        Ok(state.filter(|state| state.version == VERSION).unwrap_or_default())
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn save(&self, state: &State) -> Result<(), AppError> {
        let (path, beside) = (self.path.join(STATE), self.path.join("state.json.new"));
        let failed = |source| AppError::Write { path: path.clone(), source };
        let text = serde_json::to_vec(state)?;
        let mut file = File::create(&beside).map_err(failed)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)
    }
}

const VERSION: u32 = 1;

/// What is written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    /// One entry a file.
    pub(super) files: Vec<FileState>,
    /// The last entry of the journal that was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cursor: Option<String>,
}

impl State {
    /// Of these files, and the last entry of the journal.
    pub(super) const fn new(files: Vec<FileState>, cursor: Option<String>) -> Self {
        Self { version: VERSION, files, cursor }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new(Vec::new(), None)
    }
}

/// How far one file was read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct FileState {
    /// Where it was seen last.
    pub(super) path: PathBuf,
    /// Which it is.
    pub(super) id: FileId,
    /// How it begins.
    pub(super) head: Head,
    /// Bytes that were read.
    pub(super) offset: u64,
    /// The source that reads it.
    pub(super) source: Option<String>,
    /// It was renamed or replaced: nothing is expected of it any more.
    #[serde(default)]
    pub(super) is_replaced: bool,
    /// How long it was at the last look, so that quiet counts on through a restart.
    #[serde(default)]
    pub(super) length: u64,
    /// Looks at it, replaced, that showed nothing new.
    #[serde(default)]
    pub(super) quiet: u32,
    /// It was read to its end and is passed over.
    #[serde(default)]
    pub(super) is_done: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_is_damaged_or_absent_is_the_beginning_and_nobody_watches_twice() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::take(dir.path()).unwrap();
        assert!(matches!(Folder::take(dir.path()), Err(AppError::Watching { .. })));
        assert_eq!(folder.load().unwrap(), State::default());
        let state = State::new(Vec::new(), Some("s=1".to_owned()));
        folder.save(&state).unwrap();
        assert_eq!(folder.load().unwrap(), state);
        std::fs::write(folder.path().join(STATE), "{\"version\":1,").unwrap();
        assert_eq!(folder.load().unwrap(), State::default());
        std::fs::write(folder.path().join(STATE), "{\"version\":9,\"files\":[]}").unwrap();
        assert_eq!(folder.load().unwrap(), State::default());
    }
}
