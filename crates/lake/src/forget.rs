//! Forgetting on purpose: rows, what was derived from them, and their bytes.
//!
//! Rows that match go from observation tables, derived rows of those signals go, their byte ranges
//! in kept segments are overwritten with spaces, segments that no row points to any more go whole.
//! Findings that cite a forgotten signal stay: ids stand. A tombstone says how much went, which
//! ranges of which segments, and what digests they have now; it names nobody. Nothing keeps the
//! same bytes from coming in again: whoever holds the source has to remove them there as well.
//!
//! Large forgets work in passes of bounded memory, each a commit: interrupted, they are gone on
//! with by the same call.

mod blank;
mod matcher;
mod rows;
mod thin;
mod tombstone;

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::Key;
use vigie_model::schema::Layer;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::lake::Lake;
use crate::log;
use crate::record::{CommitKind, CommitRecord, FileEntry};
use crate::tables;
use crate::transaction::{Cleanup, Transaction};
use matcher::Matcher;
use rows::Removed;
pub use thin::{Horizon, Thinned, Thinner, Thinning};
pub use tombstone::{Tombstone, TombstoneSegment};

/// Rows removed in one pass.
const PASS_ROWS: usize = 4 << 20;

/// What to forget.
#[derive(Clone, PartialEq, Debug)]
pub enum Forget {
    /// Everything that was ingested under a mandate, by its id.
    Mandate(String),
    /// Every row with one of these pseudonyms in any key column: author, account, source address
    /// or login.
    Person(Vec<Key>),
    /// What claims a time from `from` (included) to `until` (excluded), in one table or in all.
    /// Rows without a plausible time do not match.
    Days {
        /// The table, or `None` for all observations.
        table: Option<String>,
        /// The first moment.
        from: Timestamp,
        /// The first moment that is not forgotten.
        until: Timestamp,
    },
    /// What a comparison picks out. Retention is a rule on a time column.
    Rule(Rule),
}

/// A comparison that picks rows of one observation table.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// The table.
    pub table: String,
    /// One of its columns, of type text, integer, key or time.
    pub column: String,
    /// How to compare; absent values never match.
    pub comparison: Comparison,
    /// What to compare with, of the column's type.
    pub value: RuleValue,
}

/// How to compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Smaller, earlier.
    Less,
    /// Larger, later.
    Greater,
}

/// What to compare with.
#[derive(Clone, PartialEq, Debug)]
pub enum RuleValue {
    /// For integer and key columns.
    Integer(i64),
    /// For text columns.
    Text(String),
    /// For time columns.
    Time(Timestamp),
}

/// What was forgotten.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Forgotten {
    /// Rows removed, by table; echo rows (see [`crate::ECHO_ROWS`]) included.
    pub rows: BTreeMap<String, u64>,
    /// Segments in which bytes were overwritten.
    pub segments_blanked: u64,
    /// Segments removed whole.
    pub segments_removed: u64,
    /// The commits that did it, each with a tombstone; none when nothing matched.
    pub commits: Vec<u64>,
}

impl Lake {
    /// Forgets. Files with forgotten rows, those kept for running readers too, are gone from disk
    /// when this returns; readers of that moment may find a file missing.
    ///
    /// # Errors
    /// [`LakeError::Busy`], an unknown mandate, table or column, a damaged file, or when the disk
    /// refuses. If a file could not be deleted after the commit, that is an error too; the next
    /// writing command tries again.
    pub fn forget(&self, what: &Forget, now: Timestamp) -> Result<Forgotten> {
        let mut transaction = Transaction::begin(&self.shared, now)?;
        let matcher = match what {
            Forget::Mandate(id) => Matcher::Commits(commits_under(&transaction, id)?),
            other => Matcher::new(other)?,
        };
        let mut done = Forgotten::default();
        refuse_unknown(&transaction)?;
        let mut waiting = observations(&transaction, &matcher);
        // At least one pass: derived rows may match by themselves.
        loop {
            pass(&mut transaction, what, &matcher, &mut waiting, &mut done)?;
            if waiting.is_empty() {
                return transaction.take_unclean().map_or(Ok(done), Err);
            }
        }
    }
}

/// What a later version added cannot be searched: better nothing than half is forgotten.
fn refuse_unknown(transaction: &Transaction) -> Result<()> {
    let mut files = transaction.state.files.values();
    match files.find(|file| tables::of(file).is_none()) {
        Some(file) => Err(LakeError::NewerTable { table: file.table.clone() }),
        None => Ok(()),
    }
}

/// The commits whose streams were read under a mandate.
fn commits_under(transaction: &Transaction, id: &str) -> Result<BTreeSet<u64>> {
    let mut commits = BTreeSet::new();
    let mut known = BTreeSet::new();
    for seq in 1..=transaction.state.seq {
        let (record, _) = log::must_read(transaction.root(), seq)?;
        for stream in record.streams {
            if stream.mandate.id == id {
                commits.insert(seq);
            }
            known.insert(stream.mandate.id);
        }
    }
    if known.contains(id) {
        return Ok(commits);
    }
    Err(LakeError::NoSuchMandate { id: id.to_owned(), known: known.into_iter().collect() })
}

/// Files of observations that may hold matching rows.
fn observations(transaction: &Transaction, matcher: &Matcher) -> Vec<FileEntry> {
    let files = transaction.state.files.values();
    let mut files: Vec<FileEntry> = files
        .filter(|file| {
            tables::of(file).is_some_and(|table| {
                table.layer == Layer::Observed && matcher.may_match(table, file)
            })
        })
        .cloned()
        .collect();
    files.reverse();
    files
}

/// One commit's worth: observations until enough rows are found, then all that hangs on them.
fn pass(
    transaction: &mut Transaction,
    what: &Forget,
    matcher: &Matcher,
    waiting: &mut Vec<FileEntry>,
    done: &mut Forgotten,
) -> Result<()> {
    let mut record = CommitRecord::new(CommitKind::Forget, transaction.now);
    let mut removed = Removed::default();
    while removed.len() < PASS_ROWS
        && let Some(file) = waiting.pop()
    {
        rows::remove_matching(transaction, matcher, &file, &mut removed, &mut record)?;
    }
    rows::remove_derived(transaction, matcher, &mut removed, &mut record)?;
    if record.is_empty() {
        return Ok(());
    }
    let mut cleanup = Cleanup { spare_nobody: true, segment_files: Vec::new() };
    let segments = blank::segments(transaction, &removed, &mut record, &mut cleanup)?;
    let rows = removed.rows.iter().map(|(table, rows)| ((*table).to_owned(), *rows)).collect();
    let told = tombstone::Told {
        what: tombstone::describe(what),
        rows,
        thinned: BTreeMap::new(),
        horizon: None,
        segments,
    };
    tombstone::write(transaction, told, &mut record)?;
    done.segments_removed += record.segments_removed.len() as u64;
    done.segments_blanked += record.segments_added.len() as u64;
    for (table, rows) in &removed.rows {
        *done.rows.entry((*table).to_owned()).or_default() += rows;
    }
    done.commits.push(transaction.seq());
    transaction.publish(record, &cleanup)
}
