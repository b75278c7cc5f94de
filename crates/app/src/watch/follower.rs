//! All files that are followed: finding them, telling rotation from growth, and bounds on what is
//! open at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::followed::Followed;
use super::notes::{Notes, What};
use super::place::{FileId, Seen};
use super::state::FileState;
use crate::AppError;

/// Folders below a folder that is followed.
const DEPTH: usize = 4;

/// Files that are followed at a time.
const MOST_FILES: usize = 20_000;

/// Files that stay open, so that one that is renamed and removed can be read to its end.
const MOST_OPEN: usize = 200;

/// Parsers that stay in memory.
const MOST_LIVE: usize = 400;

/// Names of files that rotation has packed: `vigie ingest` reads them.
const PACKED: [&str; 6] = ["gz", "zst", "xz", "bz2", "lz4", "zip"];

/// See the module.
pub(super) struct Follower {
    roots: Vec<PathBuf>,
    /// Our own folders.
    avoided: Vec<PathBuf>,
    pub(super) files: BTreeMap<FileId, Followed>,
    pub(super) notes: Notes,
    /// Files that were replaced by another one.
    pub(super) rotated: u64,
}

impl Follower {
    /// Over files and folders, going on from states.
    pub(super) fn new(roots: Vec<PathBuf>, avoided: &[&Path], states: Vec<FileState>) -> Self {
        let files = states.into_iter().map(|state| (state.id, Followed::restored(state)));
        let avoided = avoided.iter().filter_map(|path| path.canonicalize().ok());
        Self {
            roots,
            avoided: avoided.collect(),
            files: files.collect(),
            notes: Notes::default(),
            rotated: 0,
        }
    }

    /// What the state file holds: of files that were read.
    pub(super) fn states(&self) -> Vec<FileState> {
        let read = self.files.values().filter(|file| file.state.offset > 0 || file.state.is_done);
        read.map(|file| file.state.clone()).collect()
    }

    /// Looks at every file once.
    pub(super) fn look(&mut self) {
        let mut present = BTreeSet::new();
        for (path, seen) in self.found() {
            // A file may have several names.
            if present.insert(seen.id) {
                self.meet(&path, seen);
            }
        }
        self.look_for_absent(&present);
        self.find_rotated_before();
    }

    /// Files that were met first under the name that rotation gave them. Nothing is expected of them any
    /// more, as of files that were seen when they were renamed: a half line at their end is read, too.
    fn find_rotated_before(&mut self) {
        let names: BTreeSet<&Path> =
            self.files.values().map(|file| file.state.path.as_path()).collect();
        let is_rotated = |file: &&Followed| {
            let path = &file.state.path;
            !file.state.is_replaced && live_name(path).is_some_and(|live| names.contains(&*live))
        };
        let rotated: Vec<FileId> =
            self.files.values().filter(is_rotated).map(|file| file.state.id).collect();
        for id in rotated {
            if let Some(file) = self.files.get_mut(&id) {
                file.state.is_replaced = true;
            }
        }
    }

    /// Notes the files whose last line is not whole: it is in no commit yet.
    pub(super) fn note_half_lines(&mut self) {
        for file in self.files.values().filter(|file| file.has_half_line()) {
            self.notes.note(What::Half, &file.name());
        }
    }

    fn meet(&mut self, path: &Path, seen: Seen) {
        let Some(followed) = self.files.get_mut(&seen.id) else {
            self.files.insert(seen.id, Followed::new(path, seen));
            return;
        };
        let was_replaced = followed.state.is_replaced;
        match followed.look(path, seen) {
            Ok(true) => self.rotated += u64::from(followed.state.is_replaced && !was_replaced),
            Ok(false) => {
                self.notes.note(What::Cut, &followed.name());
                *followed = Followed::new(path, seen);
            }
            // A moment of rotation; the next look knows more.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) => self.notes.note(What::Unreadable, &followed.name()),
        }
    }

    /// Files that are at no place that is followed: renamed, removed, or both.
    fn look_for_absent(&mut self, present: &BTreeSet<FileId>) {
        let absent: Vec<FileId> =
            self.files.keys().filter(|id| !present.contains(id)).copied().collect();
        for id in absent {
            let Some(followed) = self.files.get_mut(&id) else { continue };
            if followed.state.is_done {
                self.files.remove(&id);
                continue;
            }
            let was_replaced = followed.state.is_replaced;
            if let Some(seen) = followed.seen_open() {
                followed.leave(seen);
                self.rotated += u64::from(!was_replaced);
                continue;
            }
            match beside(&followed.state.path, id) {
                Some((path, seen)) => {
                    self.meet(&path, seen);
                    if let Some(followed) = self.files.get_mut(&id) {
                        followed.state.is_replaced = true;
                    }
                }
                None => {
                    self.notes.note(What::Gone, &followed.name());
                    self.files.remove(&id);
                }
            }
        }
    }

    /// Regular files at the places that are followed.
    fn found(&mut self) -> Vec<(PathBuf, Seen)> {
        let mut found = Vec::new();
        let mut folders: Vec<(PathBuf, usize)> = Vec::new();
        for root in &self.roots {
            match std::fs::metadata(root) {
                Ok(metadata) if metadata.is_dir() => folders.push((root.clone(), 0)),
                Ok(metadata) if metadata.is_file() => {
                    found.push((root.clone(), Seen::of(&metadata)));
                }
                // It may come back: rotation leaves a gap.
                _ => {}
            }
        }
        while let Some((folder, depth)) = folders.pop() {
            if self.is_avoided(&folder) {
                continue;
            }
            let Ok(entries) = std::fs::read_dir(&folder) else {
                self.notes.note(What::Unreadable, &folder.display().to_string());
                continue;
            };
            let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths {
                if found.len() == MOST_FILES {
                    return found;
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if name.starts_with('.') {
                    continue;
                }
                let Ok(kind) = std::fs::symlink_metadata(&path) else { continue };
                if kind.is_dir() {
                    if depth < DEPTH {
                        folders.push((path, depth + 1));
                    }
                    continue;
                }
                let end = path.extension().unwrap_or_default().to_string_lossy();
                if PACKED.iter().any(|packed| end.eq_ignore_ascii_case(packed)) {
                    self.notes.note(What::Compressed, &name);
                    continue;
                }
                if let Ok(Some(seen)) = Seen::at(&path) {
                    found.push((path, seen));
                }
            }
        }
        found
    }

    fn is_avoided(&self, folder: &Path) -> bool {
        let Ok(folder) = folder.canonicalize() else { return false };
        self.avoided.contains(&folder)
    }

    /// Files that may have more to read, those that waited longest first.
    pub(super) fn waiting(&self) -> Vec<FileId> {
        let waiting = self.files.iter().filter(|(_, file)| file.has_more());
        let mut waiting: Vec<(u64, FileId)> =
            waiting.map(|(id, file)| (file.touched, *id)).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, id)| id).collect()
    }

    /// Lets go of what is open or in memory beyond bounds, what was read least lately first.
    pub(super) fn trim(&mut self) {
        let mut order: Vec<(u64, FileId)> =
            self.files.iter().map(|(id, file)| (file.touched, *id)).collect();
        order.sort_unstable();
        let count = |is: fn(&Followed) -> bool| self.files.values().filter(|f| is(f)).count();
        let mut open = count(Followed::is_open).saturating_sub(MOST_OPEN);
        let mut live = count(Followed::is_live).saturating_sub(MOST_LIVE);
        for (_, id) in order {
            let Some(file) = self.files.get_mut(&id) else { continue };
            if open > 0 && file.is_open() {
                file.close();
                open -= 1;
            }
            if live > 0 && file.is_live() {
                file.forget_parser();
                live -= 1;
            }
        }
    }
}

/// The name before rotation: `a.log` of `a.log.1`, `a.log-20270401` and `a-20270401.log`.
fn live_name(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let without = |text: &str, least: usize| {
        let bare = text.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '-');
        let digits = text[bare.len()..].bytes().filter(u8::is_ascii_digit).count();
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        (digits >= least && !bare.is_empty()).then(|| bare.to_owned())
    };
    let of_whole = || {
        // A number stands behind a point, a date behind a hyphen as well.
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        let is_number = !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit());
        without(name, if is_number { 1 } else { DATE })
    };
    let of_stem = || {
        let (stem, end) = name.rsplit_once('.')?;
        without(stem, DATE).map(|stem| format!("{stem}.{end}"))
    };
    let live = of_whole().or_else(of_stem)?;
    Some(path.with_file_name(live))
}

/// Digits of a date.
const DATE: usize = 6;

/// The file of that number beside where it was.
fn beside(path: &Path, id: FileId) -> Option<(PathBuf, Seen)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    entries.flatten().take(MOST_FILES).find_map(|entry| {
        let seen = Seen::at(&entry.path()).ok()??;
        (seen.id == id).then(|| (entry.path(), seen))
    })
}

impl Follower {
    /// Whether any of the places is there at all.
    ///
    /// # Errors
    /// For one that is not, or may not be looked at.
    pub(super) fn check_roots(&self) -> Result<(), AppError> {
        for root in &self.roots {
            let read = |source| AppError::Read { path: root.clone(), source };
            std::fs::metadata(root).map_err(read)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_rotation_gives_lead_back_to_the_name_before() {
        let live = |name: &str| {
            let path = live_name(&Path::new("/var/log").join(name));
            path.map_or("-".to_owned(), |path| path.display().to_string())
        };
        for (name, expected) in [
            ("a.log.1", "/var/log/a.log"),
            ("a.log.12", "/var/log/a.log"),
            ("a.log-20270401", "/var/log/a.log"),
            ("a.log.2027-04-01", "/var/log/a.log"),
            ("a-20270401.log", "/var/log/a.log"),
            ("syslog.1", "/var/log/syslog"),
            ("maillog-20270401", "/var/log/maillog"),
            ("site-2.log", "-"),
            ("a.log", "-"),
            ("log2", "-"),
            (".1", "-"),
            ("1", "-"),
        ] {
            assert_eq!(live(name), expected, "{name}");
        }
    }
}
