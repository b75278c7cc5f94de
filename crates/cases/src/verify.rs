//! Checking every chain from the stored bytes, and saying where the first break is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::digest::Digest;
use crate::entry::{ChainHead, Entry, Heads};
use crate::error::{Break, CasesError};
use crate::ids::{AuthorId, EntryId};
use crate::rules;

/// One author's chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AuthorChain {
    /// Whose.
    pub author: AuthorId,
    /// How many entries.
    pub entries: u64,
    /// The hash of the last one that holds.
    pub head: Digest,
}

/// An entry that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// As its row names it: `author#number`.
    pub entry: String,
    /// Why.
    pub why: Break,
}

/// What checking found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct JournalReport {
    /// Every author's chain.
    pub chains: Vec<AuthorChain>,
    /// How many entries there are in all.
    pub entries: u64,
    /// The head of the whole journal, as printed on briefs in its short form.
    pub digest: Digest,
    /// Entries that do not hold; after the first of a chain the rest is not looked at.
    pub problems: Vec<Problem>,
    /// SQLite finds its own pages in order.
    pub pages_sound: bool,
}

impl JournalReport {
    /// Nothing was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.pages_sound
    }
}

/// One row, as a store holds it.
pub(crate) struct StoredEntry {
    pub(crate) author: String,
    pub(crate) seq: i64,
    pub(crate) target: String,
    pub(crate) hash: String,
    pub(crate) bytes: String,
}

impl StoredEntry {
    fn name(&self) -> String {
        let author: String = self.author.chars().take(40).collect();
        format!("{author}#{}", self.seq)
    }

    /// The entry, if the bytes are what was hashed and say what the row says.
    pub(crate) fn entry(&self) -> Result<Entry, CasesError> {
        self.read().map_err(|why| match self.name().parse() {
            Ok(entry) => CasesError::Broken { entry, why },
            Err(error) => CasesError::NotAnId(error),
        })
    }

    fn read(&self) -> Result<Entry, Break> {
        if Digest::of_entry(&self.bytes).to_string() != self.hash {
            return Err(Break::Tampered);
        }
        let entry: Entry = serde_json::from_str(&self.bytes).map_err(|_| Break::Unreadable)?;
        let placed = entry.author.as_str() == self.author
            && i64::try_from(entry.seq) == Ok(self.seq)
            && entry.target.to_string() == self.target;
        if placed { Ok(entry) } else { Err(Break::Misplaced) }
    }
}

/// Checks rows that are sorted by author and number.
pub(crate) fn report(rows: &[StoredEntry], pages_sound: bool) -> JournalReport {
    let mut by_author: BTreeMap<&str, Vec<&StoredEntry>> = BTreeMap::new();
    for row in rows {
        by_author.entry(&row.author).or_default().push(row);
    }
    let (mut chains, mut heads, mut problems) = (Vec::new(), Heads::none(), Vec::new());
    for (author, rows) in by_author {
        let (head, problem) = check_chain(&rows);
        problems.extend(problem);
        // A row whose author is no author cannot be in a chain; it stands among the problems.
        let Ok(author) = author.parse::<AuthorId>() else { continue };
        let (entries, hash) = head.map_or((0, Digest::NONE), |head| (head.seq, head.hash));
        chains.push(AuthorChain { author: author.clone(), entries, head: hash });
        if let Some(head) = head {
            heads.0.insert(author, head);
        }
    }
    let entries = rows.len() as u64;
    JournalReport { chains, entries, digest: heads.digest(), problems, pages_sound }
}

fn check_chain(rows: &[&StoredEntry]) -> (Option<ChainHead>, Option<Problem>) {
    let mut head: Option<ChainHead> = None;
    for row in rows {
        match check_link(row, head) {
            Ok(next) => head = Some(next),
            Err(why) => return (head, Some(Problem { entry: row.name(), why })),
        }
    }
    (head, None)
}

fn check_link(row: &StoredEntry, head: Option<ChainHead>) -> Result<ChainHead, Break> {
    let entry = row.read()?;
    if entry.canonical().ok().as_deref() != Some(row.bytes.as_str()) {
        return Err(Break::Rewritten);
    }
    follows(&entry, head)?;
    rules::check_said(&entry).map_err(|_| Break::NotAllowed)?;
    Ok(ChainHead { seq: entry.seq, hash: entry.hash() })
}

/// Whether the entry is the next one after `head`.
pub(crate) fn follows(entry: &Entry, head: Option<ChainHead>) -> Result<(), Break> {
    let (seq, hash) = head.map_or((0, Digest::NONE), |head| (head.seq, head.hash));
    if entry.seq != seq.saturating_add(1) {
        return Err(Break::Missing);
    }
    if entry.previous != hash { Err(Break::Unlinked) } else { Ok(()) }
}

/// The name of an entry that does not hold.
pub(crate) fn broken(entry: &Entry, why: Break) -> CasesError {
    let entry: EntryId = entry.id();
    CasesError::Broken { entry, why }
}
