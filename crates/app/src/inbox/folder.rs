//! Files of the inbox on disk: listing, taking in, and moving without ever replacing one.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use vigie_model::time::Timestamp;

use crate::project::read_bounded;
use crate::{AppError, Refusal, gate};

/// A file that lies in the inbox.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(super) bytes: u64,
    pub(super) modified: Option<Timestamp>,
}

/// The largest file that is taken in over the network, in bytes.
pub(super) const MAX_UPLOAD: u64 = 2 << 30;
/// The longest file name, in bytes.
const MAX_NAME: usize = 150;

/// Plain files of the folder by name: no links, no folders, nothing that begins with a point.
pub(crate) fn files(folder: &Path) -> Result<Vec<File>, AppError> {
    let read = |source| AppError::Read { path: folder.to_owned(), source };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(read(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(read)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // It may have gone since.
        let Ok(about) = std::fs::symlink_metadata(entry.path()) else { continue };
        if name.starts_with('.') || !about.is_file() {
            continue;
        }
        let modified = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|since| i64::try_from(since.as_micros()).ok());
        let modified = modified.map(Timestamp);
        files.push(File { path: entry.path(), name, bytes: about.len(), modified });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What a note's name has behind the name of its file.
const NOTE: &str = ".note.txt";
/// So much of a note is shown, in characters.
const MAX_NOTE: usize = 4 << 10;

/// Files that were set aside, each with what the note beside it says.
pub(super) fn set_aside(folder: &Path) -> Result<Vec<(File, String)>, AppError> {
    let all = files(folder)?;
    let is_note = |file: &File| {
        let about = file.name.strip_suffix(NOTE);
        about.is_some_and(|about| all.iter().any(|other| other.name == about))
    };
    let noted = all.iter().filter(|file| !is_note(file)).map(|file| {
        // A note that somebody took away, or wrote a book into, is no trouble.
        let note = read_bounded(&note_of(file)).ok().flatten().unwrap_or_default();
        (file.clone(), note.trim().chars().take(MAX_NOTE).collect())
    });
    Ok(noted.collect())
}

/// Takes the note away that stood beside a file which was set aside and is now read.
pub(super) fn drop_note(file: &File) -> Result<(), AppError> {
    let path = note_of(file);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(AppError::Write { path, source })
        }
        _ => Ok(()),
    }
}

fn note_of(file: &File) -> PathBuf {
    file.path.with_file_name(format!("{}{NOTE}", file.name))
}

/// Moves a file into another folder, under another name where its own is taken, and writes the
/// note beside it first: a file without its note would be a riddle.
pub(super) fn settle(file: &File, folder: &Path, note: Option<&str>) -> Result<(), AppError> {
    let write = |source| AppError::Write { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(write)?;
    if file.path.parent() == Some(folder) {
        return write_note(folder, &file.name, note).map_err(write);
    }
    for number in 1..10_000_u32 {
        let name = numbered(&file.name, number);
        let to = folder.join(&name);
        // A link, unlike a rename, never replaces what is there.
        match std::fs::hard_link(&file.path, &to) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(write(error)),
            // Some disks know no links.
            Err(_) if !to.try_exists().map_err(write)? => {
                write_note(folder, &name, note).map_err(write)?;
                return std::fs::rename(&file.path, &to).map_err(write);
            }
            Err(_) => continue,
        }
        write_note(folder, &name, note).map_err(write)?;
        return std::fs::remove_file(&file.path).map_err(write);
    }
    Err(Refusal::BadName { name: gate::harmless(&file.name) }.into())
}

/// Copies bytes into a folder under a name that is free, with a note beside them; where a file of
/// that name holds the same already, nothing is written. Gives the name.
pub(crate) fn copy(
    from: &mut dyn Read,
    name: &str,
    folder: &Path,
    note: Option<&str>,
) -> std::io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let name = if name.is_empty() { "file" } else { name };
    // Written under a hidden name first: a half copy must not look like a file that came in.
    let work = folder.join(format!(".{name}.copying"));
    let mut out = std::fs::File::create(&work)?;
    std::io::copy(from, &mut out)?;
    out.sync_all()?;
    for number in 1..10_000_u32 {
        let name = numbered(name, number);
        let to = folder.join(&name);
        if to.try_exists()? {
            if digest(&to)? != digest(&work)? {
                continue;
            }
            std::fs::remove_file(&work)?;
        } else {
            write_note(folder, &name, note)?;
            std::fs::rename(&work, &to)?;
        }
        return Ok(name);
    }
    std::fs::remove_file(&work)?;
    Err(std::io::Error::from(ErrorKind::AlreadyExists))
}

pub(crate) fn digest(path: &Path) -> std::io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize())
}

fn write_note(folder: &Path, name: &str, note: Option<&str>) -> std::io::Result<()> {
    let Some(note) = note else { return Ok(()) };
    let mut file = std::fs::File::create(folder.join(format!("{name}{NOTE}")))?;
    file.write_all(note.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// `posts.csv`, `posts (2).csv`, …
fn numbered(name: &str, number: u32) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, ending))) if !stem.is_empty() => format!("{stem} ({number}).{ending}"),
        _ => format!("{name} ({number})"),
    }
}

/// A file on its way in. Dropped without `finish`, it leaves nothing behind.
pub struct Upload {
    folder: PathBuf,
    part: PathBuf,
    name: String,
    file: Option<std::fs::File>,
    written: u64,
}

impl Upload {
    pub(super) fn begin(folder: &Path, name: &str) -> Result<Self, AppError> {
        let name = plain_name(name)?;
        let write = |source| AppError::Write { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(write)?;
        let random: [u8; 6] = crate::system::random();
        let part = folder.join(format!(".{}.part", vigie_model::hash::to_hex(&random)));
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&part);
        let file = Some(file.map_err(write)?);
        Ok(Self { folder: folder.to_owned(), part, name, file, written: 0 })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// Past `MAX_UPLOAD`, or when they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        self.written = self.written.saturating_add(bytes.len() as u64);
        if self.written > MAX_UPLOAD {
            return Err(Refusal::TooLarge { path: (&self.name).into(), limit: MAX_UPLOAD }.into());
        }
        let Some(file) = &mut self.file else {
            return Err(AppError::Bug("an upload went on after its end"));
        };
        let write = |source| AppError::Write { path: self.part.clone(), source };
        file.write_all(bytes).map_err(write)
    }

    /// Gives the file its name; the name that it got.
    pub(super) fn finish(mut self) -> Result<String, AppError> {
        let write = |source| AppError::Write { path: self.folder.clone(), source };
        if let Some(file) = self.file.take() {
            file.sync_all().map_err(write)?;
        }
        for number in 1..10_000_u32 {
            let name = numbered(&self.name, number);
            let to = self.folder.join(&name);
            match std::fs::hard_link(&self.part, &to) {
                Ok(()) => return Ok(name),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(_) if !to.try_exists().map_err(write)? => {
                    std::fs::rename(&self.part, &to).map_err(write)?;
                    return Ok(name);
                }
                Err(_) => {}
            }
        }
        Err(Refusal::BadName { name: gate::harmless(&self.name) }.into())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Linked under its name, renamed, or given up: the part is no longer needed.
        let _gone_already = std::fs::remove_file(&self.part);
    }
}

/// The last part of a path, without anything that a terminal or a file system would act on.
fn plain_name(name: &str) -> Result<String, AppError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|letter| {
            let odd = letter.is_control() || gate::harmless(&letter.to_string()).len() > 4;
            if odd || matches!(letter, ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                '_'
            } else {
                letter
            }
        })
        .collect();
    let mut plain = plain.trim().trim_start_matches('.').to_owned();
    while plain.len() > MAX_NAME {
        plain.pop();
    }
    if plain.is_empty() {
        return Err(Refusal::BadName { name: gate::harmless(name) }.into());
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_become_plain() {
        let plain = |name: &str| plain_name(name).ok();
        assert_eq!(plain("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(plain("C:\\Users\\x\\posts.csv").as_deref(), Some("posts.csv"));
        assert_eq!(plain(".hidden").as_deref(), Some("hidden"));
        assert_eq!(plain("a\u{202e}b\0\n?.csv").as_deref(), Some("a_b___.csv"));
        assert_eq!(plain("été 日本.csv").as_deref(), Some("été 日本.csv"));
        assert_eq!(plain(".."), None);
        assert_eq!(plain("a/"), None);
        assert!(plain(&"é".repeat(500)).is_some_and(|name| name.len() <= MAX_NAME));
    }

    #[test]
    fn no_file_is_ever_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let kept = dir.path().join("kept");
        for content in ["one", "two", "three"] {
            std::fs::write(dir.path().join("posts.csv"), content).unwrap();
            let file = files(dir.path()).unwrap().remove(0);
            settle(&file, &kept, Some("why")).unwrap();
        }
        let mut names: Vec<_> = std::fs::read_dir(&kept)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                "posts (2).csv",
                "posts (2).csv.note.txt",
                "posts (3).csv",
                "posts (3).csv.note.txt",
                "posts.csv",
                "posts.csv.note.txt"
            ]
        );
        assert!(files(dir.path()).unwrap().is_empty());
    }

    #[test]
    fn an_upload_that_breaks_off_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = Upload::begin(dir.path(), "a.csv").unwrap();
        upload.write(b"half").unwrap();
        drop(upload);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        let mut upload = Upload::begin(dir.path(), "a.csv").unwrap();
        upload.write(b"whole").unwrap();
        assert_eq!(upload.finish().unwrap(), "a.csv");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn links_and_hidden_files_are_no_part_of_the_inbox() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(".part"), "x").unwrap();
        std::fs::create_dir(dir.path().join("kept")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", dir.path().join("link")).unwrap();
        assert!(files(dir.path()).unwrap().is_empty());
    }
}
