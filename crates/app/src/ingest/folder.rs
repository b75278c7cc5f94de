//! The files below a folder, each set of rotated ones in the order in which it was written.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use super::Input;
use crate::{AppError, Project};

/// Folders below the folder.
const DEPTH: usize = 4;

/// More files than this are no folder of logs.
const MOST_FILES: usize = 20_000;

/// Endings of packed files.
const PACKED: [&str; 6] = [".gz", ".zst", ".xz", ".bz2", ".lz4", ".zip"];

impl Project {
    /// Folders that hold what is ours already: nothing of them is an input.
    pub(super) fn own_folders(&self) -> Vec<PathBuf> {
        let beside = ["keys", "watch", "inbox"].map(|name| self.root.join(name));
        let own = std::iter::once(self.lake.root().to_owned()).chain(beside);
        own.filter_map(|folder| folder.canonicalize().ok()).collect()
    }
}

/// The files below a folder, without hidden ones and without what is ours.
///
/// # Errors
/// When a folder cannot be read, or no file is there.
pub(super) fn files(folder: &Path, avoided: &[PathBuf]) -> Result<Vec<Input>, AppError> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let is_ours = folder.canonicalize().is_ok_and(|folder| avoided.contains(&folder));
        if is_ours {
            continue;
        }
        let read = |source| AppError::Read { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(read)? {
            let path = entry.map_err(read)?.path();
            let is_hidden =
                path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
            // A link to a folder may lead anywhere, and in circles.
            let Ok(kind) = std::fs::symlink_metadata(&path) else { continue };
            if is_hidden || found.len() == MOST_FILES {
                continue;
            }
            if kind.is_dir() && depth < DEPTH {
                folders.push((path, depth + 1));
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        return Err(AppError::Folder { path: folder.to_owned() });
    }
    found.sort_by_cached_key(|path| order(path));
    Ok(found.into_iter().map(Input::File).collect())
}

/// Beside each other what rotation made of one log, the oldest first: a higher number is older, a
/// later date is younger, and the log itself is the last.
fn order(path: &Path) -> (PathBuf, bool, Reverse<u64>, u64, PathBuf) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bare = PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let is_sign = |sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '.');
    let stem = bare.trim_end_matches(is_sign);
    let digits: String = bare[stem.len()..].chars().filter(char::is_ascii_digit).collect();
    let number = digits.parse().unwrap_or(0);
    let is_date = digits.len() >= 6;
    let age = if is_date { 0 } else { number };
    let date = if is_date { number } else { 0 };
    (path.with_file_name(stem), digits.is_empty(), Reverse(age), date, path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotated_sets_come_in_the_order_in_which_they_were_written() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x\n").unwrap();
        };
        let nothing = files(dir.path(), &[]);
        assert!(matches!(nothing, Err(AppError::Folder { .. })));
        for name in [
            "access.log",
            "access.log.1",
            "access.log.10.gz",
            "access.log.2.gz",
            "mail.log",
            "mail.log-20270401.xz",
            "mail.log-20270331",
            "site/error.log",
            ".hidden",
            "lake/a.log",
        ] {
            put(name);
        }
        let lake = dir.path().join("lake").canonicalize().unwrap();
        let found = files(dir.path(), &[lake]).unwrap();
        let names: Vec<String> = found.iter().map(Input::name).collect();
        assert_eq!(
            names,
            [
                "access.log.10.gz",
                "access.log.2.gz",
                "access.log.1",
                "access.log",
                "mail.log-20270331",
                "mail.log-20270401.xz",
                "mail.log",
                "error.log",
            ]
        );
    }
}
