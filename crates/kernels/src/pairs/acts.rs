//! Takes acts in, codes them to 24 bytes each, and runs the steps.

use std::mem::size_of;

use hashbrown::HashMap;

use super::budget::{filled, release, reserve, table_bytes};
use super::{Acts, Budget, PairOptions, Pairs, PairsError, count, crowd, evidence, partition, prune};

/// One act: 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) object: i64,
    pub(super) at: i64,
    /// While acts are taken in: the account's place in order of appearance. Afterwards its rank
    /// among the accounts that are left, by pseudonym.
    pub(super) account: u32,
    pub(super) row: u32,
}

/// The rank of accounts that are left out.
const DROPPED: u32 = u32::MAX;

/// Takes acts in batch by batch, so that the caller need not hold their columns, and finds the
/// pairs at the end.
///
/// The rows of the result are positions in everything pushed. One finder serves one layer; mixing
/// layers is fine when their objects differ.
#[derive(Debug)]
pub struct PairFinder {
    options: PairOptions,
    acts: Vec<Act>,
    rows: usize,
    codes: HashMap<i64, u32>,
    codes_bytes: usize,
    /// By code: the pseudonym, and how many acts it has.
    accounts: Vec<i64>,
    acts_of: Vec<u32>,
}

impl PairFinder {
    /// An empty finder.
    #[must_use]
    pub fn new(options: PairOptions) -> Self {
        let options = PairOptions {
            min_objects: options.min_objects.max(1),
            crowd_cap: options.crowd_cap.max(2),
            ..options
        };
        Self {
            options,
            acts: Vec::new(),
            rows: 0,
            codes: HashMap::new(),
            codes_bytes: 0,
            accounts: Vec::new(),
            acts_of: Vec::new(),
        }
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
        let Acts { account, object, at } = batch;
        if account.len() != at.len() || object.len() != at.len() {
            return Err(PairsError::UnequalColumns);
        }
        // One number is kept free for `DROPPED`.
        if u32::try_from(self.rows + at.len()).is_err() || self.rows + at.len() >= DROPPED as usize {
            return Err(PairsError::TooManyActs);
        }
        reserve(&mut self.acts, at.len(), budget)?;
        for ((&account, &object), &at) in account.iter().zip(object).zip(at) {
            let code = self.code(account, budget)?;
            let row = u32::try_from(self.rows).map_err(|_| PairsError::TooManyActs)?;
            self.rows += 1;
            self.acts.push(Act { object, at, account: code, row });
        }
        Ok(())
    }

    #[inline]
    fn code(&mut self, account: i64, budget: &mut dyn Budget) -> Result<u32, PairsError> {
        if let Some(&code) = self.codes.get(&account) {
            self.acts_of[code as usize] += 1;
            return Ok(code);
        }
        if self.codes.len() == self.codes.capacity() {
            let bytes = table_bytes(self.codes.len() + 1, size_of::<(i64, u32)>());
            budget.grow(bytes)?;
            self.codes.reserve(1);
            budget.shrink(std::mem::replace(&mut self.codes_bytes, bytes));
        }
        reserve(&mut self.accounts, 1, budget)?;
        reserve(&mut self.acts_of, 1, budget)?;
        let code = u32::try_from(self.accounts.len()).map_err(|_| PairsError::TooManyActs)?;
        self.codes.insert(account, code);
        self.accounts.push(account);
        self.acts_of.push(1);
        Ok(code)
    }

    /// Finds the pairs. `tie(row)` is a number that belongs to the act itself (folded from its
    /// signal id), so that choices between otherwise equal acts do not depend on row order.
    ///
    /// When it returns, the budget is charged with the result and nothing else.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn finish(
        mut self,
        tie: impl Fn(u32) -> i64,
        budget: &mut dyn Budget,
    ) -> Result<Pairs, PairsError> {
        let options = self.options;
        let accounts = self.rank_accounts(budget)?;
        let mut acts = self.acts;
        partition::sort(&mut acts, &tie);
        prune::repeats(&mut acts);
        prune::drop_hopeless(&mut acts, accounts.len(), options, budget)?;
        let thinned = crowd::thin(&mut acts, &accounts, options, budget)?;
        let counted = count::count(&acts, options, thinned.touches, budget)?;
        let (pairs, joints) =
            evidence::collect(&acts, &accounts, options, &counted, &tie, budget)?;
        release(counted, budget);
        release(acts, budget);
        release(accounts, budget);
        Ok(Pairs { pairs, joints, crowds: thinned.crowds, crowd_cap: thinned.crowd_cap })
    }

    /// Replaces codes by ranks, so that comparing ranks compares pseudonyms. Accounts with fewer
    /// acts than the objects they need, and their acts, are dropped.
    fn rank_accounts(&mut self, budget: &mut dyn Budget) -> Result<Vec<i64>, PairsError> {
        self.codes = HashMap::new();
        budget.shrink(std::mem::take(&mut self.codes_bytes));
        let mut by_value = Vec::new();
        for (code, acts) in (0..).zip(&self.acts_of) {
            if *acts >= self.options.min_objects {
                reserve(&mut by_value, 1, budget)?;
                by_value.push(code);
            }
        }
        by_value.sort_unstable_by_key(|code: &u32| self.accounts[*code as usize]);
        let mut ranks = filled(DROPPED, self.accounts.len(), budget)?;
        let mut ranked = Vec::new();
        reserve(&mut ranked, by_value.len(), budget)?;
        for (rank, code) in (0..).zip(&by_value) {
            ranks[*code as usize] = rank;
            ranked.push(self.accounts[*code as usize]);
        }
        self.acts.retain_mut(|act| {
            act.account = ranks[act.account as usize];
            act.account != DROPPED
        });
        release(ranks, budget);
        release(by_value, budget);
        release(std::mem::take(&mut self.accounts), budget);
        release(std::mem::take(&mut self.acts_of), budget);
        Ok(ranked)
    }
}
