//! Rows of the journal, and what is asked of them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::entry::{ChainHead, Entry, Heads, Target};
use crate::error::{Break, CasesError};
use crate::ids::{AuthorId, EntryId};
use crate::rules::View;
use crate::verify::StoredEntry;

const READ: &str = "read";

/// One row as it lies on disk.
pub(super) struct Stored {
    pub(super) place: i64,
    pub(super) stored: StoredEntry,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let stored = StoredEntry {
            author: row.get(1)?,
            seq: row.get(2)?,
            target: row.get(3)?,
            hash: row.get(4)?,
            bytes: row.get(5)?,
        };
        Ok(Self { place: row.get(0)?, stored })
    }

    /// The entry, if its bytes match their hash and follow from what was read before, which it
    /// joins.
    pub(super) fn checked(self, heads: &mut Heads) -> Result<Entry, CasesError> {
        let entry = self.stored.entry()?;
        let last = heads.0.get(&entry.author);
        let (seq, hash) = last.map_or((0, Digest::NONE), |head| (head.seq, head.hash));
        let why = match () {
            () if entry.seq != seq + 1 => Break::Missing,
            () if entry.previous != hash => Break::Unlinked,
            () => {
                heads.advance_to(&entry, Digest::of_entry(&self.stored.bytes));
                return Ok(entry);
            }
        };
        Err(CasesError::Broken { entry: entry.id(), why })
    }
}

/// The rows that arrived after `place`, in the order of arrival.
pub(super) fn after(connection: &Connection, place: i64) -> Result<Vec<Stored>, CasesError> {
    let sql = "SELECT place, author, seq, target, hash, bytes FROM entries \
               WHERE place > ?1 ORDER BY place";
    let mut statement = connection.prepare_cached(sql).map_err(CasesError::database(READ))?;
    let rows = statement.query_map([place], Stored::of).map_err(CasesError::database(READ))?;
    rows.collect::<Result<_, _>>().map_err(CasesError::database(READ))
}

/// All rows, author by author.
pub(super) fn all(connection: &Connection) -> Result<Vec<StoredEntry>, CasesError> {
    let sql = "SELECT place, author, seq, target, hash, bytes FROM entries ORDER BY author, seq";
    let mut statement = connection.prepare(sql).map_err(CasesError::database(READ))?;
    let rows = statement.query_map([], Stored::of).map_err(CasesError::database(READ))?;
    rows.map(|row| row.map(|row| row.stored))
        .collect::<Result<_, _>>()
        .map_err(CasesError::database(READ))
}

/// Whether SQLite finds its own pages in order.
pub(super) fn is_sound(connection: &Connection) -> Result<bool, CasesError> {
    let answer: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(CasesError::database(READ))?;
    Ok(answer == "ok")
}

/// Adds one entry.
pub(super) fn insert(connection: &Connection, entry: &Entry) -> Result<(), CasesError> {
    let bytes = entry.canonical()?;
    let seq = i64::try_from(entry.seq).map_err(|_| CasesError::Bug("a chain has no end"))?;
    let sql = "INSERT INTO entries (author, seq, target, hash, bytes) VALUES (?1, ?2, ?3, ?4, ?5)";
    let hash = Digest::of_entry(&bytes).to_string();
    let target = entry.target.to_string();
    connection
        .prepare_cached(sql)
        .and_then(|mut insert| {
            insert.execute(params![entry.author.as_str(), seq, target, hash, bytes])
        })
        .map_err(CasesError::database("write"))?;
    Ok(())
}

impl View for Connection {
    fn last(&self, author: &AuthorId) -> Result<Option<(u64, Digest)>, CasesError> {
        let sql = "SELECT seq, hash FROM entries WHERE author = ?1 ORDER BY seq DESC LIMIT 1";
        let found: Option<(i64, String)> = self
            .prepare_cached(sql)
            .and_then(|mut ask| {
                ask.query_row([author.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .map_err(CasesError::database(READ))?;
        found
            .map(|(seq, hash)| head(author, seq, &hash).map(|head| (head.seq, head.hash)))
            .transpose()
    }

    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, CasesError> {
        let sql = "SELECT place, author, seq, target, hash, bytes FROM entries \
                   WHERE author = ?1 AND seq = ?2";
        let Ok(seq) = i64::try_from(id.seq) else { return Ok(None) };
        let found = self
            .prepare_cached(sql)
            .and_then(|mut ask| {
                ask.query_row(params![id.author.as_str(), seq], Stored::of).optional()
            })
            .map_err(CasesError::database(READ))?;
        found.map(|row| row.stored.entry()).transpose()
    }

    fn hash(&self, id: &EntryId) -> Result<Option<Digest>, CasesError> {
        let sql = "SELECT hash FROM entries WHERE author = ?1 AND seq = ?2";
        let Ok(seq) = i64::try_from(id.seq) else { return Ok(None) };
        let found: Option<String> = self
            .prepare_cached(sql)
            .and_then(|mut ask| {
                ask.query_row(params![id.author.as_str(), seq], |row| row.get(0)).optional()
            })
            .map_err(CasesError::database(READ))?;
        found.map(|hash| head(&id.author, seq, &hash).map(|head| head.hash)).transpose()
    }

    fn about(&self, target: &Target) -> Result<Heads, CasesError> {
        // With one max(), SQLite takes the other columns from the row that holds it.
        let sql = "SELECT author, max(seq), hash FROM entries WHERE target = ?1 GROUP BY author";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let mut ask = self.prepare_cached(sql).map_err(CasesError::database(READ))?;
        let rows = ask.query_map([target.to_string()], read).map_err(CasesError::database(READ))?;
        let mut heads = Heads::none();
        for row in rows {
            let (author, seq, hash): (String, i64, String) =
                row.map_err(CasesError::database(READ))?;
            let author: AuthorId = author.parse()?;
            let head = head(&author, seq, &hash)?;
            heads.0.insert(author, head);
        }
        Ok(heads)
    }
}

fn head(author: &AuthorId, seq: i64, hash: &str) -> Result<ChainHead, CasesError> {
    let seq = u64::try_from(seq).unwrap_or_default();
    let broken = || CasesError::Broken {
        entry: EntryId { author: author.clone(), seq },
        why: Break::Tampered,
    };
    Ok(ChainHead { seq, hash: hash.parse().map_err(|_| broken())? })
}
