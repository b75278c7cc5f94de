//! Copies of files in the inbox, be they read, kept or waiting: what was forgotten in the lake must not stay
//! there. A copy goes whole, because a part of a file cannot be taken out of it; what the lake holds of
//! the rest of it stays in the lake.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::ForgetRequest;
use crate::inbox::folder;
use crate::{AppError, Project, gate};

/// What became of the copies.
#[derive(Default)]
pub(super) struct Copies {
    /// Names of those that are gone, through the gate.
    pub(super) removed: Vec<String>,
    /// How many may hold it still.
    pub(super) left: u64,
}

impl Project {
    /// Removes the copies that hold what was asked to be forgotten, as far as that can be told:
    /// those that were read under the mandate alone, and those in which the person's name stands,
    /// whether they were read or still wait. Of
    /// days and rules it cannot be told: such copies are counted.
    ///
    /// # Errors
    /// When the folders or a commit cannot be read, or a copy cannot be removed.
    pub(super) fn forget_copies(&self, request: &ForgetRequest) -> Result<Copies, AppError> {
        let commits = self.lake.commits()?;
        let mut copies = Copies::default();
        for place in ["", "read", "kept"] {
            let folder = self.inbox_folder().join(place);
            for file in folder::files(&folder)? {
                if file.name.ends_with(NOTE) {
                    continue;
                }
                let read = |source| AppError::Read { path: file.path.clone(), source };
                let digest = *folder::digest(&file.path).map_err(read)?.as_bytes();
                let inside = format!("{}/", file.name);
                let streams = commits.iter().flat_map(|commit| &commit.streams).filter(|stream| {
                    stream.raw_digest.0 == digest || stream.name.starts_with(&inside)
                });
                let mandates: BTreeSet<&str> =
                    streams.map(|stream| stream.mandate.id.as_str()).collect();
                // What never got into the lake was not what was asked for, unless the person stands
                // in it.
                if mandates.is_empty() && !matches!(request, ForgetRequest::Person(_)) {
                    continue;
                }
                let goes = match request {
                    ForgetRequest::Mandate(id) if !mandates.contains(id.as_str()) => continue,
                    ForgetRequest::Mandate(_) => mandates.len() == 1,
                    ForgetRequest::Person(text) => match name_in(text) {
                        Some(name) if !is_packed(&file.path).map_err(read)? => {
                            if !holds(&file.path, name).map_err(read)? {
                                continue;
                            }
                            true
                        }
                        _ => false,
                    },
                    ForgetRequest::Day { .. } | ForgetRequest::Rule(_) => false,
                };
                if goes {
                    remove(&file.path)?;
                    let path = Path::new("inbox").join(place).join(&file.name);
                    copies.removed.push(gate::harmless(&path.display().to_string()));
                } else {
                    copies.left += 1;
                }
            }
        }
        Ok(copies)
    }
}

const NOTE: &str = ".note.txt";

/// The bytes by which a person stands in files; `None` for a pseudonym, which stands in none.
fn name_in(text: &str) -> Option<&[u8]> {
    let text = text.trim();
    let is_key =
        text.len() == 18 && ["A-", "N-", "L-"].iter().any(|prefix| text.starts_with(prefix));
    let name = text.split_once('/').map_or(text, |(_, account)| account);
    (!is_key && !name.is_empty()).then_some(name.as_bytes())
}

/// Whether a file is packed, so that nothing can be looked for in it.
fn is_packed(path: &Path) -> io::Result<bool> {
    let mut head = [0; 4];
    let count = File::open(path)?.read(&mut head)?;
    let head = &head[..count];
    let packed: [&[u8]; 5] =
        [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"];
    Ok(packed.iter().any(|magic| head.starts_with(magic)))
}

/// Whether bytes stand anywhere in a file.
fn holds(path: &Path, name: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut held: Vec<u8> = Vec::new();
    let mut block = vec![0; 256 << 10];
    loop {
        let count = file.read(&mut block)?;
        if count == 0 {
            return Ok(false);
        }
        held.extend_from_slice(&block[..count]);
        if held.windows(name.len()).any(|window| window == name) {
            return Ok(true);
        }
        // A name may lie across two blocks.
        held.drain(..held.len().saturating_sub(name.len()));
    }
}

/// Removes a copy with the note beside it.
fn remove(path: &Path) -> Result<(), AppError> {
    let write = |source| AppError::Write { path: path.to_owned(), source };
    let mut note = path.as_os_str().to_owned();
    note.push(NOTE);
    match std::fs::remove_file(Path::new(&note)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(write(error)),
        _ => {}
    }
    std::fs::remove_file(path).map_err(write)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_across_blocks_and_a_pseudonym_is_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.ndjson");
        let mut bytes = vec![b'x'; (256 << 10) - 2];
        bytes.extend_from_slice(b"zora and more");
        std::fs::write(&path, &bytes).unwrap();
        assert!(holds(&path, b"zora").unwrap());
        assert!(!holds(&path, b"zara").unwrap());
        assert_eq!(name_in("telegram/zora"), Some(b"zora".as_slice()));
        assert_eq!(name_in("A-0123456789abcdef"), None);
    }
}
