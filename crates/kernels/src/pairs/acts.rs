//! Takes acts in, keeps 32 bytes of each, and runs the steps.

use std::mem::size_of;

use hashbrown::HashMap;

use super::budget::{release, reserve, table_bytes};
use super::{
    Acts, Budget, PairOptions, Pairs, PairsError, count, crowd, evidence, partition, prune,
};

/// One act: 32 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    pub(crate) object: i64,
    pub(crate) at: i64,
    /// The account's pseudonym.
    pub(crate) key: i64,
    /// The account's rank by pseudonym among the accounts that are left; set by [`rank`].
    pub(crate) account: u32,
    pub(crate) row: u32,
}

/// Takes acts in batch by batch, so that the caller need not hold their columns, and finds the
/// pairs at the end.
///
/// The rows of the result are positions in everything pushed. One finder serves one layer; mixing
/// layers is fine when their objects differ.
#[derive(Debug)]
pub struct PairFinder {
    options: PairOptions,
    acts: Vec<Act>,
}

impl PairFinder {
    /// An empty finder.
    #[must_use]
    pub fn new(options: PairOptions) -> Self {
        let options = PairOptions {
            min_objects: options.min_objects.max(1),
            crowd_cap: options.crowd_cap.max(2),
            evidence_cap: options.evidence_cap.max(1),
            ..options
        };
        Self { options, acts: Vec::new() }
    }

    /// Makes room for this many more acts at once, when the caller knows.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn expect(&mut self, acts: usize, budget: &mut dyn Budget) -> Result<(), PairsError> {
        Ok(reserve(&mut self.acts, acts, budget)?)
    }

    /// Takes a batch in.
    ///
    /// # Errors
    /// When the columns differ in length, there are too many acts, or the budget is used up.
    pub fn push(&mut self, batch: Acts<'_>, budget: &mut dyn Budget) -> Result<(), PairsError> {
        append(&mut self.acts, batch, budget)
    }

    /// Finds the pairs. `tie(row)` is a number that belongs to the act itself (folded from its
    /// signal id), so that choices between otherwise equal acts do not depend on row order.
    ///
    /// When it returns, the budget is charged with the result and nothing else. After an error the
    /// charge is not given back: drop the reservation.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn finish(
        self,
        tie: impl Fn(u32) -> i64,
        budget: &mut dyn Budget,
    ) -> Result<Pairs, PairsError> {
        let Self { options, mut acts } = self;
        partition::sort(&mut acts, &tie);
        prune::repeats(&mut acts);
        prune::drop_most(&mut acts, options, budget)?;
        let accounts = rank(&mut acts, budget)?;
        prune::drop_hopeless(&mut acts, accounts.len(), options, budget)?;
        let thinned = crowd::thin(&mut acts, accounts.len(), options, budget)?;
        let counted = count::count(&acts, options, thinned.touches, budget)?;
        let (pairs, joints) =
            evidence::collect(&acts, &accounts, options, usize::MAX, &counted, &tie, budget)?;
        release(counted, budget);
        release(acts, budget);
        release(accounts, budget);
        Ok(Pairs { pairs, joints, crowds: thinned.crowds, crowd_cap: thinned.crowd_cap })
    }
}

/// Takes a batch in, numbering its rows on.
pub(crate) fn append(
    acts: &mut Vec<Act>,
    batch: Acts<'_>,
    budget: &mut dyn Budget,
) -> Result<(), PairsError> {
    let Acts { account, object, at } = batch;
    if account.len() != at.len() || object.len() != at.len() {
        return Err(PairsError::UnequalColumns);
    }
    let too_many = |_| PairsError::TooManyActs;
    let first = u32::try_from(acts.len()).map_err(too_many)?;
    let added = u32::try_from(at.len()).map_err(too_many)?;
    let end = first.checked_add(added).ok_or(PairsError::TooManyActs)?;
    reserve(acts, at.len(), budget)?;
    let columns = account.iter().zip(object).zip(at);
    acts.extend((first..end).zip(columns).map(|(row, ((&key, &object), &at))| Act {
        object,
        at,
        key,
        account: 0,
        row,
    }));
    Ok(())
}

/// Numbers the accounts that are left by their pseudonyms, so that comparing ranks compares
/// pseudonyms. Returns the pseudonym of each rank.
pub(crate) fn rank(acts: &mut [Act], budget: &mut dyn Budget) -> Result<Vec<i64>, PairsError> {
    let mut accounts: Vec<i64> = Vec::new();
    reserve(&mut accounts, acts.len(), budget)?;
    accounts.extend(acts.iter().map(|act| act.key));
    accounts.sort_unstable();
    accounts.dedup();
    let bytes = table_bytes(accounts.len(), size_of::<(i64, u32)>());
    budget.grow(bytes)?;
    let ranks: HashMap<i64, u32> = accounts.iter().copied().zip(0..).collect();
    for act in acts {
        act.account = ranks.get(&act.key).copied().unwrap_or(0);
    }
    drop(ranks);
    budget.shrink(bytes);
    Ok(accounts)
}
