//! What every store checks before it takes an entry, whatever it keeps them in.

use crate::body::Body;
use crate::digest::Digest;
use crate::entry::{Draft, Entry, Head, Heads, Target};
use crate::error::{Break, CasesError};
use crate::ids::{AuthorId, EntryId};

/// What a store can be asked inside one transaction.
pub(crate) trait View {
    /// The number and hash of the author's last entry.
    fn last(&self, author: &AuthorId) -> Result<Option<(u64, Digest)>, CasesError>;
    /// One entry.
    fn entry(&self, id: &EntryId) -> Result<Option<Entry>, CasesError>;
    /// The hash of one entry.
    fn hash(&self, id: &EntryId) -> Result<Option<Digest>, CasesError>;
    /// The last entry of each author about one target.
    fn about(&self, target: &Target) -> Result<Heads, CasesError>;
}

/// Gives a draft its place at the end of the author's chain.
pub(crate) fn place(
    view: &impl View,
    author: &AuthorId,
    expected: Option<Head>,
    draft: Draft,
) -> Result<Entry, CasesError> {
    let target = target_of(view, &draft)?;
    let draft = Draft { target, ..draft };
    draft.check()?;
    if let Some(expected) = expected {
        let actual = Head(view.about(&draft.target)?.digest());
        if actual != expected {
            return Err(CasesError::Conflict { target: draft.target, expected, actual });
        }
    }
    let (seq, previous) = view.last(author)?.unwrap_or((0, Digest::NONE));
    let seq = seq.checked_add(1).ok_or(CasesError::Bug("a chain has no end"))?;
    let Draft { at, target, seen, body } = draft;
    Ok(Entry { author: author.clone(), seq, at, target, seen, body, previous })
}

/// An `Undone` is about what the entry is about that it undoes: whoever has that thing on the
/// screen must see it change.
fn target_of(view: &impl View, draft: &Draft) -> Result<Target, CasesError> {
    let Body::Undone { entry: id } = &draft.body else { return Ok(draft.target.clone()) };
    let Some(aimed) = view.entry(id)? else {
        return Err(CasesError::UnknownEntry { entry: id.clone() });
    };
    if !aimed.body.can_be_undone() {
        return Err(CasesError::NotUndoable { entry: id.clone(), kind: aimed.body.kind() });
    }
    Ok(aimed.target)
}

/// Which of a pack's entries of one author are new here: they must follow from what is held.
pub(crate) fn fresh<'a>(
    view: &impl View,
    author: &AuthorId,
    entries: &[&'a Entry],
) -> Result<Vec<&'a Entry>, CasesError> {
    let mut last = view.last(author)?.unwrap_or((0, Digest::NONE));
    let mut new = Vec::new();
    for entry in entries {
        let before = EntryId { author: author.clone(), seq: entry.seq.saturating_sub(1) };
        if entry.seq <= last.0 {
            let ours = view.hash(&entry.id())?.ok_or(CasesError::Bug("a chain has a hole"))?;
            if ours != entry.hash() {
                return Err(CasesError::Fork { entry: entry.id(), ours, theirs: entry.hash() });
            }
        } else if entry.seq > last.0.saturating_add(1) {
            return Err(CasesError::Broken { entry: entry.id(), why: Break::Missing });
        } else if entry.previous != last.1 {
            let (ours, theirs) = (last.1, entry.previous);
            return Err(CasesError::Fork { entry: before, ours, theirs });
        } else {
            check_said(entry)?;
            last = (entry.seq, entry.hash());
            new.push(*entry);
        }
    }
    Ok(new)
}

/// An entry from elsewhere says only what one of ours could.
pub(crate) fn check_said(entry: &Entry) -> Result<(), CasesError> {
    entry
        .body
        .check(&entry.target)
        .map_err(|_| CasesError::Broken { entry: entry.id(), why: Break::NotAllowed })
}
