//! The three calls behind which a journal is kept: SQLite today, PostgreSQL later.

use crate::entry::{Draft, Entry, Head, Heads};
use crate::error::CasesError;

/// A place that keeps entries. Whatever keeps them, the same tests hold: `tests/cases/conformance.rs`.
pub trait Store: Send + Sync {
    /// Adds one entry at the end of this author's chain. When it returns, the entry is on disk.
    ///
    /// # Errors
    /// [`CasesError::Conflict`] when `expected` is not the head of the draft's target,
    /// [`CasesError::Draft`], [`CasesError::UnknownEntry`] and [`CasesError::NotUndoable`] for a
    /// draft that no journal takes; then nothing is written.
    fn append(&self, expected: Option<Head>, draft: Draft) -> Result<Entry, CasesError>;

    /// All entries after `from`, in the order in which they arrived here.
    ///
    /// # Errors
    /// When the store cannot be read, or holds something that is no entry.
    fn read(&self, from: &Heads) -> Result<Vec<Entry>, CasesError>;

    /// The last entry of each author.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn head(&self) -> Result<Heads, CasesError>;
}
