//! Is this machine fit for the work? Disk, memory, clock, lock, key file, pages and mandates.
//!
//! Every check is looked at even when another one fails, and none changes anything.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use vigie_lake::{Lake, LakeError};
use vigie_model::Explained as _;
use vigie_model::time::Timestamp;

use crate::config::Config;
use crate::origin::Origins;
use crate::surroundings::Surroundings;
use crate::words::Words;
use crate::{System, gate};

/// How a check came out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// As it should be.
    Good,
    /// It works, and somebody should know.
    Attention,
    /// It does not work, or matter is in danger.
    Bad,
}

/// One check with what was seen.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum Check {
    /// `vigie.toml`.
    Config {
        /// Whether there is one.
        has_file: bool,
    },
    /// The disk of the lake.
    Disk {
        /// Bytes free; `None` where the system does not say.
        free: Option<u64>,
    },
    /// The engine's memory.
    Memory {
        /// The pool, in bytes.
        pool: u64,
        /// The machine's memory, in bytes; `None` where the system does not say.
        machine: Option<u64>,
    },
    /// The machine's clock.
    Clock {
        /// Now.
        now: Timestamp,
        /// When the newest commit was begun.
        newest: Option<Timestamp>,
    },
    /// The lake.
    Lake {
        /// Its newest commit; `None` when there is no lake yet.
        commit: Option<u64>,
        /// Another process is writing to it.
        is_busy: bool,
        /// Why it cannot be opened or written.
        problem: Option<String>,
    },
    /// The key file.
    KeyFile {
        /// Its path.
        path: String,
        /// What is wrong with it.
        problem: Option<KeyProblem>,
    },
    /// Detector pages of one's own.
    Detectors {
        /// How many pages there are, embedded ones included.
        pages: usize,
        /// The first page that is not whole.
        problem: Option<String>,
    },
    /// Mandates.
    Mandates {
        /// How many hold.
        active: usize,
        /// The ids of those that have ended.
        ended: Vec<String>,
    },
    /// The databases of countries and networks that vigie.toml names.
    Origins {
        /// What they call themselves.
        names: Vec<String>,
        /// Why one cannot be used, and what to do.
        problem: Option<String>,
    },
    /// What may be asked over the network.
    Network {
        /// The names of the targets.
        targets: Vec<String>,
    },
}

/// What is wrong with a key file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyProblem {
    /// There is a lake and no key: its pseudonyms cannot be made again.
    Missing,
    /// Others on this machine may read it.
    OpenToOthers,
    /// It lies inside the lake and would be copied with it.
    InsideLake,
    /// It cannot be looked at.
    Unreadable,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct DoctorReport {
    /// The checks, each with how it came out.
    pub checks: Vec<Checked>,
}

/// A check and how it came out.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// How it came out.
    pub health: Health,
    /// What was seen.
    pub seen: Check,
}

impl DoctorReport {
    /// The worst of all checks.
    #[must_use]
    pub fn health(&self) -> Health {
        self.checks.iter().map(|checked| checked.health).max().unwrap_or(Health::Good)
    }
}

/// Too little for one commit of a large ingest.
const DISK_BAD: u64 = 200_000_000;
/// Enough for today, not for the season.
const DISK_LOW: u64 = 2_000_000_000;

impl Check {
    /// How it came out.
    #[must_use]
    pub fn health(&self) -> Health {
        let when = |is: bool, health: Health| if is { health } else { Health::Good };
        match self {
            Self::Config { has_file } => when(!has_file, Health::Attention),
            Self::Disk { free: Some(free) } if *free < DISK_BAD => Health::Bad,
            Self::Disk { free } => when(free.is_none_or(|free| free < DISK_LOW), Health::Attention),
            Self::Memory { pool, machine } => {
                when(machine.is_some_and(|machine| *pool > machine / 10 * 9), Health::Attention)
            }
            Self::Clock { now, .. } if !now.is_plausible() => Health::Bad,
            Self::Clock { now, newest } => {
                when(newest.is_some_and(|newest| *now < newest), Health::Bad)
            }
            Self::Lake { problem: Some(_), .. } => Health::Bad,
            Self::Lake { commit, is_busy, .. } => {
                when(commit.is_none() || *is_busy, Health::Attention)
            }
            Self::KeyFile { problem, .. } => when(problem.is_some(), Health::Bad),
            Self::Detectors { problem, .. } => when(problem.is_some(), Health::Bad),
            Self::Mandates { ended, .. } => when(!ended.is_empty(), Health::Attention),
            Self::Origins { problem, .. } => when(problem.is_some(), Health::Attention),
            Self::Network { .. } => Health::Good,
        }
    }
}

/// Looks at everything.
#[must_use]
pub fn examine(root: &Path, found: &Surroundings, system: &System) -> DoctorReport {
    let config = &found.config;
    let now = system.now();
    let lake_root = root.join(&config.lake.path);
    let lake = found.has_lake.then(|| Lake::open(&lake_root));
    let checks = [
        Check::Config { has_file: found.has_file },
        Check::Disk { free: free_bytes(if found.has_lake { &lake_root } else { root }) },
        Check::Memory { pool: config.engine.pool(), machine: crate::system::machine_memory() },
        Check::Clock { now, newest: lake.as_ref().and_then(newest_commit) },
        lake_check(lake.as_ref(), now),
        key_check(root, config, found.has_lake),
        crate::detectors::check(root, config),
        mandate_check(config, now),
        origins_check(root, config),
        Check::Network { targets: config.network.keys().cloned().collect() },
    ];
    let checks = checks.into_iter().map(|seen| Checked { health: seen.health(), seen }).collect();
    DoctorReport { checks }
}

type Opened = Result<Lake, LakeError>;

fn newest_commit(lake: &Opened) -> Option<Timestamp> {
    let commits = lake.as_ref().ok()?.commits().ok()?;
    commits.last().map(|commit| commit.written_at)
}

fn lake_check(lake: Option<&Opened>, now: Timestamp) -> Check {
    let problem = |error: &LakeError| Some(gate::harmless(&error.to_string()));
    match lake {
        None => Check::Lake { commit: None, is_busy: false, problem: None },
        Some(Err(error)) => Check::Lake { commit: None, is_busy: false, problem: problem(error) },
        Some(Ok(lake)) => {
            // Beginning takes the lock and, dropped, leaves nothing behind.
            let (is_busy, problem) = match lake.begin(now) {
                Ok(_) => (false, None),
                Err(LakeError::Busy { .. }) => (true, None),
                Err(error) => (false, problem(&error)),
            };
            let commit = lake.snapshot().ok().map(|snapshot| snapshot.seq);
            Check::Lake { commit, is_busy, problem }
        }
    }
}

fn key_check(root: &Path, config: &Config, has_lake: bool) -> Check {
    let path = root.join(&config.keys.path);
    let problem = match fs::metadata(&path) {
        Ok(_) if is_inside(&path, &root.join(&config.lake.path)) => Some(KeyProblem::InsideLake),
        Ok(metadata) if is_open_to_others(&metadata) => Some(KeyProblem::OpenToOthers),
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            has_lake.then_some(KeyProblem::Missing)
        }
        Err(_) => Some(KeyProblem::Unreadable),
    };
    Check::KeyFile { path: gate::harmless(&config.keys.path.display().to_string()), problem }
}

fn is_inside(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

#[cfg(unix)]
fn is_open_to_others(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &fs::Metadata) -> bool {
    false
}

fn mandate_check(config: &Config, now: Timestamp) -> Check {
    let (ended, active): (Vec<_>, Vec<_>) =
        config.mandates.iter().partition(|mandate| mandate.end.is_some_and(|end| end < now));
    let ended = ended.iter().map(|mandate| gate::harmless(&mandate.id)).collect();
    Check::Mandates { active: active.len(), ended }
}

fn origins_check(root: &Path, config: &Config) -> Check {
    match Origins::of(root, config) {
        Ok(origins) => {
            let names = origins.names().into_iter().map(|database| database.name).collect();
            Check::Origins { names, problem: None }
        }
        Err(error) => {
            let told = Words::new(config.language).error(&error);
            let message =
                told.as_ref().map_or_else(|| error.to_string(), |told| told.message.clone());
            let hint = told.and_then(|told| told.hint).or_else(|| error.hint());
            let problem =
                [Some(message), hint].into_iter().flatten().collect::<Vec<_>>().join("; ");
            Check::Origins { names: Vec::new(), problem: Some(gate::harmless(&problem)) }
        }
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_806_580_800_000_000);

    fn healths(report: &DoctorReport) -> Vec<(String, Health)> {
        let name = |check: &Check| {
            serde_json::to_value(check).unwrap()["check"].as_str().unwrap().to_owned()
        };
        report.checks.iter().map(|checked| (name(&checked.seen), checked.health)).collect()
    }

    fn health_of(report: &DoctorReport, name: &str) -> Health {
        healths(report).into_iter().find(|(check, _)| check == name).unwrap().1
    }

    #[test]
    fn an_empty_folder_wants_attention_and_nothing_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let found = Surroundings::of(dir.path(), &[]).unwrap();
        let report = examine(dir.path(), &found, &System::still(NOON));
        assert_eq!(health_of(&report, "config"), Health::Attention);
        assert_eq!(health_of(&report, "lake"), Health::Attention);
        assert_eq!(health_of(&report, "key_file"), Health::Good);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lost_or_open_key_and_a_clock_set_back_are_bad() {
        let dir = tempfile::tempdir().unwrap();
        let later = Timestamp(NOON.0 + 3_600_000_000);
        let project = crate::Project::open(dir.path(), &[], &System::still(later)).unwrap();
        let lake = Lake::open(&dir.path().join("lake")).unwrap();
        lake.begin(later).unwrap().commit().unwrap();
        let look = |now| {
            let found = Surroundings::of(dir.path(), &[]).unwrap();
            examine(dir.path(), &found, &System::still(now))
        };
        assert_eq!(health_of(&look(later), "key_file"), Health::Good);
        let busy = project.lake().begin(later).unwrap();
        assert_eq!(health_of(&look(later), "lake"), Health::Attention);
        drop(busy);
        let key = dir.path().join("keys/vigie.key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
            assert_eq!(health_of(&look(later), "key_file"), Health::Bad);
        }
        fs::remove_file(&key).unwrap();
        assert_eq!(health_of(&look(later), "key_file"), Health::Bad);
    }

    #[test]
    fn ended_mandates_are_named() {
        let config = Config::load(
            None,
            "[[mandate]]\nid=\"old\"\npurpose=\"a\"\nbasis=\"b\"\nend=2026-01-01",
        )
        .unwrap();
        let check = mandate_check(&config, NOON);
        assert_eq!(check, Check::Mandates { active: 1, ended: vec!["old".to_owned()] });
        assert_eq!(check.health(), Health::Attention);
    }

    #[test]
    fn a_database_that_is_named_and_missing_wants_attention_and_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let text = "[attacks]\ncountry_database = \"geo.mmdb\"";
        let check = origins_check(dir.path(), &Config::load(None, text).unwrap());
        assert_eq!(check.health(), Health::Attention);
        let Check::Origins { problem: Some(problem), .. } = check else { panic!("{check:?}") };
        assert!(problem.contains("geo.mmdb; check the path"), "{problem}");
        let none = origins_check(dir.path(), &Config::load(None, "").unwrap());
        assert_eq!(none, Check::Origins { names: Vec::new(), problem: None });
        assert_eq!(none.health(), Health::Good);
    }

    #[test]
    fn a_clock_before_the_newest_commit_is_bad() {
        let clock = |now, newest| Check::Clock { now, newest }.health();
        assert_eq!(clock(NOON, Some(NOON)), Health::Good);
        assert_eq!(clock(Timestamp(NOON.0 - 1), Some(NOON)), Health::Bad);
        assert_eq!(clock(Timestamp(0), None), Health::Bad);
    }
}
