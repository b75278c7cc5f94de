//! What lists of accounts that belong together in the open explain.

use super::GroupOptions;
use super::grow::{self, Seen};
use super::index::Index;
use super::occasion::Work;

/// Accounts that are known to belong together: a party's, a newsroom's.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Affiliation {
    /// The caller's number of the list.
    pub list: u32,
    /// Pseudonyms of its accounts, in any order.
    pub accounts: Vec<i64>,
}

/// What one list explains.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Explained {
    /// The caller's number of the list.
    pub list: u32,
    /// Groups that are gone without its accounts.
    pub groups: u64,
    /// Groups whose other members stand without its accounts.
    pub parts: u64,
    /// Accounts of the list that were taken out of any group.
    pub accounts: u64,
}

/// Takes accounts that one list has two or more of out of a group; the rest is tested again by
/// itself. A single account of a list is explained by nothing.
pub(super) fn take_out(
    index: &Index,
    found: Vec<Seen>,
    affiliations: &[Affiliation],
    options: GroupOptions,
    work: &mut Work,
) -> (Vec<Seen>, Vec<Explained>) {
    let mut lists: Vec<(u32, Vec<u32>)> =
        affiliations.iter().map(|one| (one.list, index.ranks_of(&one.accounts))).collect();
    lists.sort();
    let mut explained: Vec<(Explained, Vec<u32>)> = lists
        .iter()
        .map(|(list, _)| (Explained { list: *list, ..Explained::default() }, Vec::new()))
        .collect();
    let mut left = Vec::new();
    for group in found {
        let mut rest = group.members.clone();
        let mut by: Vec<usize> = Vec::new();
        for (at, (_, accounts)) in lists.iter().enumerate() {
            let on: Vec<u32> = group
                .members
                .iter()
                .copied()
                .filter(|one| accounts.binary_search(one).is_ok())
                .collect();
            if on.len() >= 2 {
                rest.retain(|one| !on.contains(one));
                by.push(at);
                explained[at].1.extend(on);
            }
        }
        if by.is_empty() {
            left.push(group);
            continue;
        }
        let rest = grow::keep_members(index, rest, options, work);
        for &at in &by {
            let counts = &mut explained[at].0;
            if rest.is_some() { counts.parts += 1 } else { counts.groups += 1 }
        }
        left.extend(rest.filter(|rest| left.iter().all(|one| !one.holds(&rest.members))));
    }
    let told = explained.into_iter().filter(|(_, accounts)| !accounts.is_empty());
    let told = told.map(|(counts, mut accounts)| {
        accounts.sort_unstable();
        accounts.dedup();
        Explained { accounts: accounts.len() as u64, ..counts }
    });
    (left, told.collect())
}
