//! Which entries are undone.
//!
//! An entry has no effect while an `Undone` that has effect points at it; so undoing an `Undone`
//! restores. Each `Undone` points at one entry, so the arrows form trees and, when a forged pack
//! says so, rings. Trees are decided from their leaves; entries of a ring undo nothing and one
//! another, whatever the order in which they came.

use std::collections::BTreeMap;

use crate::body::Body;
use crate::entry::Entry;
use crate::ids::EntryId;

/// For each entry, in the given order, whether it is undone.
pub(super) fn undone(entries: &[&Entry]) -> Vec<bool> {
    let places: BTreeMap<EntryId, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id(), at)).collect();
    let points_at: Vec<Option<usize>> =
        entries.iter().map(|entry| aim(entry, entries, &places)).collect();
    let mut waiting_for = vec![0_usize; entries.len()];
    for target in points_at.iter().flatten() {
        waiting_for[*target] += 1;
    }
    let mut undone = vec![false; entries.len()];
    let mut decided = vec![false; entries.len()];
    let mut ready: Vec<usize> =
        (0..entries.len()).filter(|place| waiting_for[*place] == 0).collect();
    while let Some(place) = ready.pop() {
        decided[place] = true;
        let Some(target) = points_at[place] else { continue };
        undone[target] |= !undone[place];
        waiting_for[target] -= 1;
        if waiting_for[target] == 0 {
            ready.push(target);
        }
    }
    undone.iter().zip(decided).map(|(undone, decided)| *undone || !decided).collect()
}

/// The entry that an `Undone` points at, if it is one that may be undone.
fn aim(entry: &Entry, entries: &[&Entry], places: &BTreeMap<EntryId, usize>) -> Option<usize> {
    let Body::Undone { entry: wanted } = &entry.body else { return None };
    let place = *places.get(wanted)?;
    let aimed = entries[place];
    (aimed.body.can_be_undone() && aimed.target == entry.target).then_some(place)
}
