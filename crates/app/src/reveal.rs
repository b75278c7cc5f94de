//! The record of reveals: who looked behind the mask is on file before they see anything.
//!
//! One JSON object a line, appended and synced; each carries the digest of the line before, so
//! that a removed or changed line is found. The journal of incidents will adopt the file.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_model::hash::{FieldHasher, to_hex};
use vigie_model::time::Timestamp;

use crate::AppError;

/// One reveal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reveal {
    /// When.
    pub at: Timestamp,
    /// The finding, incident or command whose evidence was shown.
    pub target: String,
    /// Why, in the person's words.
    pub reason: String,
    /// Digest of the line before; empty on the first.
    pub previous: String,
}

/// Appends a reveal; it is on disk when this returns.
///
/// # Errors
/// Without a reason, when the file cannot be written, or when what stands in it is broken.
pub fn record(path: &Path, at: Timestamp, target: &str, reason: &str) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::ReasonMissing);
    }
    let previous = check(path)?.map(|line| digest(&line)).unwrap_or_default();
    let reveal =
        Reveal { at, target: target.to_owned(), reason: reason.trim().to_owned(), previous };
    let mut line = serde_json::to_string(&reveal)?;
    line.push('\n');
    let write = |source| AppError::Write { path: path.to_owned(), source };
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(write)?;
    file.write_all(line.as_bytes()).map_err(write)?;
    file.sync_all().map_err(write)
}

/// Reads the record through and gives its last line; `None` when there is none.
///
/// # Errors
/// When a line is not a reveal or does not follow the one before.
pub fn check(path: &Path) -> Result<Option<String>, AppError> {
    Ok(read(path)?.1)
}

/// How many reveals stand on record.
///
/// # Errors
/// As [`check`].
pub fn count(path: &Path) -> Result<u64, AppError> {
    Ok(read(path)?.0)
}

#[expect(clippy::disallowed_methods, reason = "the record is our own file, line by line")]
fn read(path: &Path) -> Result<(u64, Option<String>), AppError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok((0, None)),
        Err(source) => return Err(AppError::Read { path: path.to_owned(), source }),
    };
    let mut last: Option<String> = None;
    let mut count = 0;
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let broken = AppError::RevealRecord { line: at + 1 };
        let Ok(line) = line else { return Err(broken) };
        let Ok(reveal) = serde_json::from_str::<Reveal>(&line) else { return Err(broken) };
        let expected = last.as_deref().map(digest).unwrap_or_default();
        if reveal.previous != expected {
            return Err(broken);
        }
        last = Some(line);
        count += 1;
    }
    Ok((count, last))
}

fn digest(line: &str) -> String {
    to_hex(&FieldHasher::new("vigie reveal v1").field(line).finish::<16>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reveals_chain_and_a_changed_line_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("reveals.ndjson");
        assert!(matches!(record(&path, Timestamp(1), "F-1", "  "), Err(AppError::ReasonMissing)));
        assert!(!path.exists(), "nothing is written without a reason");
        for reason in ["first", "second", "third"] {
            record(&path, Timestamp(1), "F-1", reason).unwrap();
        }
        assert!(check(&path).unwrap().unwrap().contains("third"));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("second", "sekond")).unwrap();
        assert!(matches!(check(&path), Err(AppError::RevealRecord { line: 3 })));
    }
}
