//! The three calls behind which a journal is kept: SQLite today, PostgreSQL later.

use crate::entry::{Draft, Entry, Head, Heads};
use crate::error::CasesError;

/// A place that keeps entries. Whatever keeps them, the same tests hold: `tests/cases/conformance.rs`.
pub trait Store: Send + Sync {
    /// Adds entries at the end of this author's chain, in their order, all of them or none: each
    /// with the head that its target must have by then. When it returns, they are on disk.
    ///
    /// # Errors
    /// [`CasesError::Conflict`] when an expected head is not that of the draft's target,
    /// [`CasesError::Draft`], [`CasesError::UnknownEntry`] and [`CasesError::NotUndoable`] for a
    /// draft that no journal takes; then nothing is written.
    fn append_all(&self, drafts: Vec<(Option<Head>, Draft)>) -> Result<Vec<Entry>, CasesError>;

    /// Adds one entry: [`Store::append_all`] of one.
    ///
    /// # Errors
    /// As there.
    fn append(&self, expected: Option<Head>, draft: Draft) -> Result<Entry, CasesError> {
        let mut written = self.append_all(vec![(expected, draft)])?;
        written.pop().ok_or(CasesError::Bug("an entry was not written"))
    }

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
