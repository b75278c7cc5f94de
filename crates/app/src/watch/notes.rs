//! What a person should know of the files that are followed, beyond counts.

use std::collections::BTreeSet;

use serde::Serialize;

/// Files named for one reason; the rest is counted.
const NAMED: usize = 20;

/// What happened to a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was cut and is read from its beginning; what was written and cut between two looks is in
    /// no file that is followed.
    Cut,
    /// It went away before it was known to be read to its end.
    Gone,
    /// It is compressed or an archive.
    Compressed,
    /// No source fits.
    Unrecognised,
    /// It cannot be opened or read.
    Unreadable,
    /// Its last line is not whole, and waits until it is.
    Half,
    /// It was recognised by its first lines, and by more of them looks like something else.
    Doubtful,
}

/// Files by what happened to them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note {
    /// What.
    pub what: What,
    /// Their names, through the gate; a few.
    pub files: Vec<String>,
    /// How many more.
    pub more: u64,
}

/// What was noted, each file once.
#[derive(Debug, Default)]
pub(super) struct Notes {
    noted: BTreeSet<(What, String)>,
    /// Beyond what is worth keeping.
    more: u64,
}

/// Names that are kept.
const KEPT: usize = 10_000;

impl Notes {
    pub(super) fn note(&mut self, what: What, file: &str) {
        let entry = (what, crate::gate::harmless(file));
        if self.noted.len() < KEPT || self.noted.contains(&entry) {
            self.noted.insert(entry);
        } else {
            self.more += 1;
        }
    }

    /// By what happened.
    pub(super) fn told(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for (what, file) in &self.noted {
            match notes.last_mut().filter(|note| note.what == *what) {
                Some(note) if note.files.len() < NAMED => note.files.push(file.clone()),
                Some(note) => note.more += 1,
                None => notes.push(Note { what: *what, files: vec![file.clone()], more: 0 }),
            }
        }
        if let Some(last) = notes.last_mut() {
            last.more += self.more;
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_named_once_and_many_are_counted() {
        let mut notes = Notes::default();
        for number in 0..30 {
            notes.note(What::Unrecognised, &format!("{:02}.bin", number % 25));
        }
        notes.note(What::Cut, "a.log");
        let told = notes.told();
        assert_eq!((told[0].what, told[0].files.len(), told[0].more), (What::Cut, 1, 0));
        assert_eq!((told[1].what, told[1].files.len(), told[1].more), (What::Unrecognised, 20, 5));
    }
}
