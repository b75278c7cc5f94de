//! One changed byte: a copy of the lake in which one byte differs, and what a check says of it.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigie_lake::{Fault, Lake};

use crate::{AppError, Project, gate};

/// What a check said about a changed byte.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProofView {
    /// The file in which a byte was changed, relative to the lake.
    pub changed: String,
    /// Where in the file.
    pub at: u64,
    /// The file that the check named.
    pub named: Option<String>,
    /// What it said.
    pub said: Option<String>,
    /// How many files it read.
    pub files: u64,
}

/// Copies the lake to `copy`, changes one byte in the middle of its largest table file, checks the
/// copy, and takes it away again.
///
/// # Errors
/// When the copy cannot be made or read.
pub(super) fn change_one_byte(project: &Project, copy: &Path) -> Result<ProofView, AppError> {
    let snapshot = project.snapshot(None)?;
    let files = snapshot.tables().flat_map(|table| snapshot.files(table));
    let largest = files.max_by_key(|file| (file.bytes, file.path.clone()));
    let largest = largest.ok_or(AppError::Bug("the demo's lake holds no file"))?;
    let changed = PathBuf::from(&largest.path);
    remove(copy)?;
    mirror(snapshot.root(), copy, &changed, Path::new(""))?;
    let at = largest.bytes / 2;
    flip(&copy.join(&changed), at)?;
    let mut problem = None;
    let verified = Lake::open(copy)?.verify(&mut |found| {
        if found.fault != Fault::Unlisted && problem.is_none() {
            problem = Some((gate::harmless(&found.path), gate::harmless(&found.detail)));
        }
    })?;
    remove(copy)?;
    let (named, said) = problem.unzip();
    Ok(ProofView { changed: gate::harmless(&largest.path), at, named, said, files: verified.files })
}

/// A copy that shares every file with the original but one: nothing in a lake is ever changed in
/// place, and that one is copied before it is.
fn mirror(from: &Path, to: &Path, changed: &Path, under: &Path) -> Result<(), AppError> {
    let folder = from.join(under);
    let read = |source| AppError::Read { path: folder.clone(), source };
    let target = to.join(under);
    let write = |source| AppError::Write { path: target.clone(), source };
    std::fs::create_dir_all(&target).map_err(write)?;
    for entry in std::fs::read_dir(&folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let path = under.join(entry.file_name());
        if entry.file_type().map_err(read)?.is_dir() {
            mirror(from, to, changed, &path)?;
            continue;
        }
        let (old, new) = (from.join(&path), to.join(&path));
        let is_shared = path != changed && std::fs::hard_link(&old, &new).is_ok();
        if !is_shared {
            std::fs::copy(&old, &new).map_err(write)?;
        }
    }
    Ok(())
}

fn flip(path: &Path, at: u64) -> Result<(), AppError> {
    let changed = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().read(true).write(true).open(path)?;
        let mut byte = [0];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut byte)?;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&[byte[0] ^ 1])?;
        file.sync_all()
    };
    changed().map_err(|source| AppError::Write { path: path.to_owned(), source })
}

fn remove(copy: &Path) -> Result<(), AppError> {
    match std::fs::remove_dir_all(copy) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(AppError::Write { path: copy.to_owned(), source }),
    }
}
