//! What can go wrong with the journal, and what the person can do about it.

use std::path::PathBuf;

use vigie_model::{ErrorKind, Explained};

use crate::digest::Digest;
use crate::entry::{Head, Target};
use crate::ids::{EntryId, NotAnId};

/// Why a chain does not hold at an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// The bytes are no entry.
    Unreadable,
    /// The bytes are an entry, but not as this program writes it.
    Rewritten,
    /// The stored hash is not the hash of the bytes.
    Tampered,
    /// It names another predecessor than the one there is.
    Unlinked,
    /// An entry before it is missing.
    Missing,
    /// It stands under the name of another entry.
    Misplaced,
    /// It says something that no writer accepts.
    NotAllowed,
}

impl Break {
    /// The reason in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "its bytes are no entry",
            Self::Rewritten => "it was not written by this program",
            Self::Tampered => "its content does not match its hash",
            Self::Unlinked => "it does not follow from the entry before it",
            Self::Missing => "entries before it are missing",
            Self::Misplaced => "it stands in the place of another entry",
            Self::NotAllowed => "it says something that may not be said about its target",
        }
    }
}

/// A failure of the journal.
#[derive(Debug, thiserror::Error)]
pub enum CasesError {
    /// Somebody else wrote about the same thing since it was read.
    #[error("{target} was changed by somebody else in the meantime")]
    Conflict {
        /// About what.
        target: Target,
        /// What the writer had seen.
        expected: Head,
        /// What there is now.
        actual: Head,
    },
    /// A draft that no journal takes.
    #[error("{kind}: {field} {why}")]
    Draft {
        /// The kind of entry.
        kind: &'static str,
        /// Which field.
        field: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// There is no such entry to undo.
    #[error("there is no entry {entry}")]
    UnknownEntry {
        /// As asked for.
        entry: EntryId,
    },
    /// What was told or shown stays told or shown.
    #[error("{entry} ({kind}) cannot be undone")]
    NotUndoable {
        /// Which one.
        entry: EntryId,
        /// What it is.
        kind: &'static str,
    },
    /// Not an id.
    #[error(transparent)]
    NotAnId(#[from] NotAnId),
    /// The journal was written by a newer version.
    #[error("the journal {} is of version {found}; this program knows up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// The file is a database of something else.
    #[error("{} is not a journal", path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// A chain does not hold.
    #[error("the journal is broken at {entry}: {}", why.word())]
    Broken {
        /// The first entry that does not hold.
        entry: EntryId,
        /// Why.
        why: Break,
    },
    /// A chain of a pack does not hold: somebody changed the pack, not this journal.
    #[error("the pack is broken at {entry}: {}", why.word())]
    BrokenPack {
        /// The first entry that does not hold.
        entry: EntryId,
        /// Why.
        why: Break,
    },
    /// Two different entries of one author have the same number.
    #[error("{entry} exists in two versions, {} here and {} there", ours.short(), theirs.short())]
    Fork {
        /// Which one.
        entry: EntryId,
        /// The hash in this journal.
        ours: Digest,
        /// The hash in the pack.
        theirs: Digest,
    },
    /// The file is no pack, or a damaged one.
    #[error("line {line} of the pack: {why}")]
    Pack {
        /// From 1.
        line: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// The pack was written by a newer version.
    #[error("the pack is of version {found}; this program knows up to {known}")]
    PackVersion {
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// Another process holds the journal for longer than anybody should.
    #[error("the journal is held by another process")]
    Busy,
    /// The disk or the database.
    #[error("could not {doing} the journal")]
    Database {
        /// The verb.
        doing: &'static str,
        /// The reason.
        source: rusqlite::Error,
    },
    /// A folder or file beside the database.
    #[error("could not {doing} {}", path.display())]
    File {
        /// The verb.
        doing: &'static str,
        /// Which one.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// Our bug.
    #[error("{0}")]
    Bug(&'static str),
}

impl CasesError {
    /// What was found while a pack was read or taken in: a chain that does not hold is the pack's.
    pub(crate) fn of_pack(self) -> Self {
        match self {
            Self::Broken { entry, why } => Self::BrokenPack { entry, why },
            other => other,
        }
    }

    /// A failure of the database, as far as somebody can do something about it.
    pub(crate) fn database(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy
            }
            _ => Self::Database { doing, source },
        }
    }
}

impl Explained for CasesError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Bug(_) => ErrorKind::Bug,
            _ => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Conflict { .. } => "look at what changed, then decide again; nothing was lost",
            Self::Draft { .. } => "correct the field and try again; nothing was written",
            Self::UnknownEntry { .. } => "entries are named as author#number, as the journal shows",
            Self::NotUndoable { .. } => {
                "what has left the house is recalled, not undone: `vigie brief recall`"
            }
            Self::NotAnId(_) => "copy the id from a screen or a list",
            Self::Newer { .. } | Self::PackVersion { .. } => {
                "use the newer version of vigie that wrote it; nothing was changed"
            }
            Self::NotAJournal { .. } => {
                "cases/journal.db was replaced by another file: restore it from a backup"
            }
            Self::Broken { .. } => {
                "keep the file as it is, find out who changed it, and restore a backup or merge a pack \
                 that was made before"
            }
            Self::BrokenPack { .. } => {
                "nothing was taken from it and the journal here is as it was: ask for the pack again, \
                 and find out who changed this one"
            }
            Self::Fork { .. } => {
                "one author wrote on two copies of the journal: give the second copy its own \
                 cases/author.json; nothing was merged"
            }
            // The first line says that it is one: another file was named.
            Self::Pack { line: 1, .. } => {
                "name a file that `vigie case pack FILE` wrote, or copy it again from its source; nothing \
                 was merged"
            }
            Self::Pack { .. } => "copy the pack again from its source; nothing was merged",
            Self::Busy => "another vigie is writing: try again when it is done",
            Self::Database { .. } | Self::File { .. } => {
                "check that cases/ is yours to write and that its disk has space"
            }
            Self::Bug(_) => "this is our mistake: please report it with the command",
        };
        Some(hint.to_owned())
    }
}
