//! The journal in one SQLite file, written by one thread.
//!
//! Several processes may have it open: each append, of one entry or of many, is one immediate
//! transaction, whose commit is on disk (`synchronous = FULL`) before it is acknowledged. Reading is done beside the writer and
//! folds again only when something arrived.

mod file;
mod rows;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use rusqlite::Connection;

use crate::digest::Digest;
use crate::entry::{Draft, Entry, Head, Heads};
use crate::error::CasesError;
use crate::ids::{AuthorId, EntryId, IncidentId};
use crate::pack::{Merged, Pack};
use crate::state::{State, fold};
use crate::store::Store;
use crate::verify::{JournalReport, report};
use crate::{Body, Target};
use writer::Writer;

/// An opened journal.
pub struct Journal {
    author: AuthorId,
    writer: Writer,
    reader: Mutex<Reader>,
}

/// What was read so far. Entries are never changed, so only the rest is read again.
struct Reader {
    connection: Connection,
    place: i64,
    entries: Vec<Entry>,
    heads: Heads,
    state: Option<Arc<State>>,
}

impl Journal {
    /// Opens the journal at `path` for `author`, and makes it where there is none.
    ///
    /// # Errors
    /// [`CasesError::Newer`] for a journal of a newer version, [`CasesError::NotAJournal`] for
    /// another kind of file; nothing is changed then. Otherwise when the disk refuses.
    pub fn open(path: &Path, author: &AuthorId) -> Result<Self, CasesError> {
        file::create_if_absent(path)?;
        let connection = file::connect(path)?;
        let writer = Writer::start(file::connect(path)?, author.clone())?;
        let reader =
            Reader { connection, place: 0, entries: Vec::new(), heads: Heads::none(), state: None };
        Ok(Self { author: author.clone(), writer, reader: Mutex::new(reader) })
    }

    /// Whose entries this process adds.
    #[must_use]
    pub fn author(&self) -> &AuthorId {
        &self.author
    }

    /// The state after the last entry that is on disk now. Incidents are numbered in the order in
    /// which this journal came to know them.
    ///
    /// # Errors
    /// When the journal cannot be read or a chain does not hold.
    pub fn state(&self) -> Result<Arc<State>, CasesError> {
        let mut reader = self.reader()?;
        if let Some(state) = &reader.state {
            return Ok(Arc::clone(state));
        }
        let mut state = fold(&reader.entries);
        state.number(opened(&reader.entries));
        let state = Arc::new(state);
        reader.state = Some(Arc::clone(&state));
        Ok(state)
    }

    /// What another laptop needs that has read up to `from`.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn pack(&self, from: &Heads) -> Result<Pack, CasesError> {
        let reader = self.reader()?;
        Pack::of(&reader.entries, from)
    }

    /// Takes in what another laptop wrote: all of it, or nothing.
    ///
    /// # Errors
    /// [`CasesError::Fork`] and [`CasesError::Broken`] with the entry at which the pack does not
    /// go with this journal.
    pub fn merge(&self, pack: Pack) -> Result<Merged, CasesError> {
        self.writer.merge(pack).map_err(CasesError::of_pack)
    }

    /// Checks every chain from the bytes on disk.
    ///
    /// # Errors
    /// When the file cannot be read at all; what does not hold stands in the report.
    pub fn verify(&self) -> Result<JournalReport, CasesError> {
        let reader = self.locked()?;
        Ok(report(&rows::all(&reader.connection)?, rows::is_sound(&reader.connection)?))
    }

    /// After which entry this journal had the head that is printed on a brief: 16 digits or all
    /// 64. `None` when it never had.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_head(&self, printed: &str) -> Result<Option<EntryId>, CasesError> {
        let reader = self.reader()?;
        let mut heads = Heads::none();
        for entry in &reader.entries {
            heads.advance(entry);
            let digest = heads.digest();
            let told = match &entry.body {
                // On another laptop entries arrived in another order: the entry that told the
                // brief holds what its foot says.
                Body::BriefTold { head, .. } => is_printed(head, printed),
                _ => false,
            };
            if told || is_printed(&digest, printed) {
                return Ok(Some(entry.id()));
            }
        }
        Ok(None)
    }

    fn locked(&self) -> Result<MutexGuard<'_, Reader>, CasesError> {
        self.reader.lock().map_err(|_| CasesError::Bug("a reader of the journal panicked"))
    }

    fn reader(&self) -> Result<MutexGuard<'_, Reader>, CasesError> {
        let mut reader = self.locked()?;
        reader.catch_up()?;
        Ok(reader)
    }
}

impl Reader {
    fn catch_up(&mut self) -> Result<(), CasesError> {
        for row in rows::after(&self.connection, self.place)? {
            let place = row.place;
            let entry = row.checked(&mut self.heads)?;
            self.entries.push(entry);
            self.place = place;
            self.state = None;
        }
        Ok(())
    }
}

impl Store for Journal {
    fn append_all(&self, drafts: Vec<(Option<Head>, Draft)>) -> Result<Vec<Entry>, CasesError> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        self.writer.append(drafts)
    }

    fn read(&self, from: &Heads) -> Result<Vec<Entry>, CasesError> {
        let reader = self.reader()?;
        let new = reader.entries.iter().filter(|entry| entry.seq > from.seq(&entry.author));
        Ok(new.cloned().collect())
    }

    fn head(&self) -> Result<Heads, CasesError> {
        Ok(self.reader()?.heads.clone())
    }
}

/// Incidents in the order in which their first entry arrived.
fn opened(entries: &[Entry]) -> Vec<IncidentId> {
    let mut ids = Vec::new();
    for entry in entries {
        if let (Body::Opened { .. }, Target::Incident(id)) = (&entry.body, &entry.target) {
            ids.push(*id);
        }
    }
    ids
}

fn is_printed(digest: &Digest, printed: &str) -> bool {
    digest.short() == printed || digest.to_string() == printed
}
