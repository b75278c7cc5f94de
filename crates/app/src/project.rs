//! One folder with its `vigie.toml`, its lake, its key file and its record of reveals.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;
use vigie_engine::{Access, Limits, Session};
use vigie_lake::{KeyFile, Lake, LakeError, Snapshot};
use vigie_model::PersonKeys;
use vigie_model::time::Timestamp;

use crate::affiliations;
use crate::attacks;
use crate::cases::CaseDesk;
use crate::config::{self, Config, FILE_NAME, KeepBytes, Overrides};
use crate::desk::Desk;
use crate::rumours::{self, RumourDesk};
use crate::words::Language;
use crate::{AppError, System};

/// The largest `vigie.toml` that is read, in bytes.
const MAX_CONFIG: u64 = 1 << 20;

/// An opened project.
pub struct Project {
    pub(crate) root: PathBuf,
    pub(crate) config: Config,
    pub(crate) lake: Lake,
    pub(crate) keys: PersonKeys,
    pub(crate) system: System,
    pub(crate) desk: Arc<Desk>,
    pub(crate) cases: Arc<CaseDesk>,
    pub(crate) rumours: Arc<RumourDesk>,
}

/// Under this name, beside the readings, a lake keeps the mark of its key file.
const KEY_MARK: &str = "key";

impl Project {
    /// Opens the project in `root`. A folder without `vigie.toml` works too, with the defaults.
    ///
    /// # Errors
    /// When `vigie.toml` is wrong, or the lake or the key file cannot be opened or created.
    pub fn open(root: &Path, overrides: &Overrides, system: &System) -> Result<Self, AppError> {
        let (project, sealed) = Self::opened(root, overrides, system)?;
        // Nothing is rendered before the gate knows what is sealed here.
        sealed?;
        Ok(project)
    }

    /// As [`Project::open`], to check what is kept: that the sealed file does not open is what
    /// [`Project::verify`] tells then. Nothing else may be asked of it, because nothing could be
    /// kept back.
    ///
    /// # Errors
    /// As there, but for a sealed file that does not open.
    pub fn open_to_check(
        root: &Path,
        overrides: &Overrides,
        system: &System,
    ) -> Result<Self, AppError> {
        match Self::opened(root, overrides, system)? {
            (project, Ok(()) | Err(AppError::Rumour(_))) => Ok(project),
            (_, Err(error)) => Err(error),
        }
    }

    /// The project, and whether the gate knows what is sealed in it.
    fn opened(
        root: &Path,
        overrides: &Overrides,
        system: &System,
    ) -> Result<(Self, Result<(), AppError>), AppError> {
        let path = root.join(FILE_NAME);
        let config = match read_bounded(&path)? {
            Some(text) => Config::load_with(Some(&path), &text, overrides)?,
            None => Config::load_with(None, "", overrides)?,
        };
        let lake_root = root.join(&config.lake.path);
        let lake = Lake::open(&lake_root)?;
        let key_file = root.join(&config.keys.path);
        let keys = KeyFile::of_lake(&key_file, &lake_root, &lake)?;
        // With another key no pseudonym would match what is held.
        if let Ok(Some(mark)) = lake.reading(KEY_MARK)
            && mark != KeyFile::mark(&key_file)?
        {
            return Err(LakeError::KeyOther { path: key_file }.into());
        }
        let sealed = rumours::seal_gate(root, &config.keys.path);
        let (root, system) = (root.to_owned(), system.clone());
        let (desk, cases, rumours) = (Arc::default(), Arc::default(), Arc::default());
        Ok((Self { root, config, lake, keys, system, desk, cases, rumours }, sealed))
    }

    /// The same project, lake and memory included, for a reader of another language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        let mut config = self.config.clone();
        config.language = language;
        Self {
            root: self.root.clone(),
            config,
            lake: self.lake.clone(),
            keys: self.keys.clone(),
            system: self.system.clone(),
            desk: Arc::clone(&self.desk),
            cases: Arc::clone(&self.cases),
            rumours: Arc::clone(&self.rumours),
        }
    }

    /// Writes a commented `vigie.toml` into `root` and opens the project.
    ///
    /// # Errors
    /// When there is one already, or it cannot be written.
    pub fn init(
        root: &Path,
        role: config::Role,
        overrides: &Overrides,
        system: &System,
    ) -> Result<Self, AppError> {
        let path = root.join(FILE_NAME);
        let text = config::template(Some(role), overrides)?;
        let write = |source| AppError::Write { path: path.clone(), source };
        std::fs::create_dir_all(root).map_err(write)?;
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = match file {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(AppError::ProjectExists { path: root.to_owned() });
            }
            Err(error) => return Err(write(error)),
        };
        file.write_all(text.as_bytes()).map_err(write)?;
        file.sync_all().map_err(write)?;
        Self::open(root, overrides, system)
    }

    /// The configuration in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The lake, for reports about it.
    #[must_use]
    pub fn lake(&self) -> &Lake {
        &self.lake
    }

    /// The zone that days and "yesterday" follow.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        self.config.timezone.clone()
    }

    /// Has the lake know its key file again.
    ///
    /// # Errors
    /// When the key file cannot be read.
    pub(crate) fn note_key(&self, writer: &mut vigie_lake::Writer) -> Result<(), AppError> {
        let mark = KeyFile::mark(&self.root.join(&self.config.keys.path))?;
        writer.note_reading(KEY_MARK, mark.into());
        Ok(())
    }

    pub(crate) fn keeps_all(&self) -> bool {
        self.config.lake.keep == KeepBytes::All
    }

    pub(crate) fn limits(&self) -> Limits {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Limits {
            memory: self.config.engine.pool(),
            partitions: self.config.engine.partitions.unwrap_or(cores),
            spill: spill(&self.root.join(&self.config.lake.path)),
        }
    }

    /// The newest state, or the state as of a commit.
    pub(crate) fn snapshot(&self, commit: Option<u64>) -> Result<Snapshot, AppError> {
        Ok(match commit {
            Some(commit) => self.lake.snapshot_at(commit)?,
            None => self.lake.snapshot()?,
        })
    }

    pub(crate) fn session(
        &self,
        snapshot: &Snapshot,
        until: Option<Timestamp>,
        access: Access,
    ) -> Result<Session, AppError> {
        let mut session = Session::over(snapshot, until, access, &self.limits())?;
        if access == Access::Detectors {
            session = session.remember(self.desk.operators());
            session.register(affiliations::VIEW, self.affiliated()?)?;
            session.register(attacks::HOUSE, self.house()?)?;
        }
        Ok(session)
    }

    /// Where reveals were recorded before there was a journal.
    #[must_use]
    pub fn reveal_record(&self) -> PathBuf {
        self.root.join("reveals.ndjson")
    }

    /// Reads a moment as people write it: RFC 3339, a date, `yesterday`, `today`, `2h`, `3d`.
    /// Days are days of the configured zone.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn moment(&self, text: &str) -> Result<Timestamp, AppError> {
        moment(text, self.system.now(), &self.zone())
            .ok_or_else(|| AppError::Moment { text: text.to_owned() })
    }
}

impl Project {
    /// Reads an age as people write it (`90min`, `12h`, `7d`, `2w`), in microseconds.
    ///
    /// # Errors
    /// When it is none.
    pub fn age(&self, text: &str) -> Result<i64, AppError> {
        let now = Timestamp(0);
        let is_age = text.trim().starts_with(|first: char| first.is_ascii_digit());
        let at = moment(text, now, &TimeZone::UTC).filter(|at| is_age && at.0 <= 0);
        at.map(|at| -at.0).ok_or_else(|| AppError::Age { text: text.to_owned() })
    }
}

fn moment(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(at) = Timestamp::parse(text) {
        return Some(at);
    }
    let today = now.to_jiff().to_zoned(zone.clone()).date();
    let date = match text {
        "today" => Some(today),
        "yesterday" => today.yesterday().ok(),
        _ => text.parse::<jiff::civil::Date>().ok(),
    };
    if let Some(date) = date {
        let start = date.to_zoned(zone.clone()).ok()?;
        return Some(Timestamp(start.timestamp().as_microsecond()));
    }
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let count: i64 = text[..unit_at].parse().ok()?;
    let seconds = match &text[unit_at..] {
        "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        _ => return None,
    };
    let back = count.checked_mul(seconds)?.checked_mul(1_000_000)?;
    now.0.checked_sub(back).map(Timestamp)
}

/// The text of a small file; `None` when there is none.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub(crate) fn read_bounded(path: &Path) -> Result<Option<String>, AppError> {
    use std::io::Read;
    let read = |source| AppError::Read { path: path.to_owned(), source };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(read(error)),
    };
    let mut text = String::new();
    file.take(MAX_CONFIG).read_to_string(&mut text).map_err(read)?;
    Ok(Some(text))
}

/// Where work goes that does not fit into memory: beside the lake, on the disk that was chosen for
/// it, or where temporary files go when nothing can be written there.
#[expect(
    clippy::disallowed_methods,
    reason = "a lake on a disk for reading only has no other place"
)]
pub(crate) fn spill(lake: &Path) -> PathBuf {
    let folder = lake.join("spill");
    let probe = folder.join(format!("probe-{}", std::process::id()));
    let writable =
        std::fs::create_dir_all(&folder).is_ok() && std::fs::File::create(&probe).is_ok();
    // Another thread may have been faster.
    let _gone = std::fs::remove_file(&probe);
    if writable { folder } else { std::env::temp_dir().join("vigie-spill") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_follow_the_configured_zone() {
        let now = Timestamp::parse("2027-04-01T22:30:00Z").unwrap();
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let shown = |text| moment(text, now, &paris).map(|at| at.to_string());
        assert_eq!(shown("yesterday").as_deref(), Some("2027-03-31T22:00:00Z"));
        assert_eq!(shown("2027-04-01").as_deref(), Some("2027-03-31T22:00:00Z"));
        assert_eq!(shown("2h").as_deref(), Some("2027-04-01T20:30:00Z"));
        assert_eq!(shown("2027-04-01T10:00:00Z").as_deref(), Some("2027-04-01T10:00:00Z"));
        for wrong in ["", "h", "99999999999999h", "soon", "5 apples"] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}
