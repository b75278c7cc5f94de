//! The record of reveals of before there was a journal. It is read, checked and adopted by the
//! journal (`cases`), and never written any more: a reveal is an entry now.
//!
//! One JSON object a line; each carries the digest of the line before, so that a removed or changed
//! line is found.

use std::fs::File;
use std::io::{BufRead, BufReader};
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

/// All reveals on record, oldest first; none without a file.
///
/// # Errors
/// When a line is not a reveal or does not follow the one before.
#[expect(clippy::disallowed_methods, reason = "the record is our own file, line by line")]
pub fn all(path: &Path) -> Result<Vec<Reveal>, AppError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(AppError::Read { path: path.to_owned(), source }),
    };
    let mut last: Option<String> = None;
    let mut reveals = Vec::new();
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let broken = AppError::RevealRecord { line: at + 1 };
        let Ok(line) = line else { return Err(broken) };
        let Ok(reveal) = serde_json::from_str::<Reveal>(&line) else { return Err(broken) };
        let expected = last.as_deref().map(digest).unwrap_or_default();
        if reveal.previous != expected {
            return Err(broken);
        }
        last = Some(line);
        reveals.push(reveal);
    }
    Ok(reveals)
}

fn digest(line: &str) -> String {
    to_hex(&FieldHasher::new("vigie reveal v1").field(line).finish::<16>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(reasons: &[&str]) -> String {
        let mut text = String::new();
        let mut previous = String::new();
        for reason in reasons {
            let target = "F-1".to_owned();
            let reason = (*reason).to_owned();
            let reveal = Reveal { at: Timestamp(1), target, reason, previous };
            let line = serde_json::to_string(&reveal).unwrap();
            previous = digest(&line);
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    #[test]
    fn a_record_is_read_and_a_changed_line_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("reveals.ndjson");
        assert!(all(&path).unwrap().is_empty());
        let text = recorded(&["first", "second", "third"]);
        std::fs::write(&path, &text).unwrap();
        let reasons: Vec<_> = all(&path).unwrap().into_iter().map(|one| one.reason).collect();
        assert_eq!(reasons, ["first", "second", "third"]);
        std::fs::write(&path, text.replace("second", "sekond")).unwrap();
        assert!(matches!(all(&path), Err(AppError::RevealRecord { line: 3 })));
    }
}
