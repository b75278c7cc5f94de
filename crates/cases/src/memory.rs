//! A store that keeps nothing beyond its own life: for previews and tests.

use std::sync::{Mutex, MutexGuard};

use crate::digest::Digest;
use crate::entry::{Draft, Entry, Head, Heads, Target};
use crate::error::CasesError;
use crate::ids::{AuthorId, EntryId};
use crate::rules::{self, View};
use crate::store::Store;

/// Entries in memory.
#[derive(Debug)]
pub struct MemoryStore {
    author: AuthorId,
    entries: Mutex<Vec<Entry>>,
}

impl MemoryStore {
    /// An empty journal of one author.
    #[must_use]
    pub fn new(author: AuthorId) -> Self {
        Self { author, entries: Mutex::default() }
    }

    fn entries(&self) -> Result<MutexGuard<'_, Vec<Entry>>, CasesError> {
        self.entries.lock().map_err(|_| CasesError::Bug("a writer of the journal panicked"))
    }
}

impl View for Vec<Entry> {
    fn last(&self, author: &AuthorId) -> Result<Option<(u64, Digest)>, CasesError> {
        let last = self.iter().rfind(|entry| entry.author == *author);
        Ok(last.map(|entry| (entry.seq, entry.hash())))
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, CasesError> {
        Ok(self.iter().find(|entry| entry.id() == *id).cloned())
    }

    fn hash(&self, id: &EntryId) -> Result<Option<Digest>, CasesError> {
        Ok(self.iter().find(|entry| entry.id() == *id).map(Entry::hash))
    }

    fn about(&self, target: &Target) -> Result<Heads, CasesError> {
        Ok(Heads::of(self.iter().filter(|entry| entry.target == *target)))
    }
}

impl Store for MemoryStore {
    fn append_all(&self, drafts: Vec<(Option<Head>, Draft)>) -> Result<Vec<Entry>, CasesError> {
        let mut entries = self.entries()?;
        let before = entries.len();
        for (expected, draft) in drafts {
            match rules::place(&*entries, &self.author, expected, draft) {
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    entries.truncate(before);
                    return Err(error);
                }
            }
        }
        Ok(entries[before..].to_vec())
    }

    fn read(&self, from: &Heads) -> Result<Vec<Entry>, CasesError> {
        let entries = self.entries()?;
        Ok(entries.iter().filter(|entry| entry.seq > from.seq(&entry.author)).cloned().collect())
    }

    fn head(&self) -> Result<Heads, CasesError> {
        Ok(Heads::of(self.entries()?.iter()))
    }
}
