//! Acts by object and by account, and what chance is made of: how active, how popular, how crowded.

use std::mem::size_of;
use std::ops::Range;

use hashbrown::HashMap;

use super::GroupsError;
use crate::pairs::{Acts, Budget, OverBudget};

/// One act: 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) at: i64,
    pub(super) object: u32,
    pub(super) account: u32,
    pub(super) row: u32,
}

/// The acts of a layer, sorted by object and time, without repeats at one moment.
pub(super) struct Index {
    pub(super) acts: Vec<Act>,
    /// Pseudonyms by rank, ascending: comparing ranks compares pseudonyms.
    pub(super) accounts: Vec<i64>,
    pub(super) objects: Vec<i64>,
    object_starts: Vec<u32>,
    account_starts: Vec<u32>,
    /// Positions in `acts` of each account's acts, ascending.
    by_account: Vec<u32>,
    /// By position: other acts on the object within the window.
    crowding: Vec<u32>,
    /// Act pairs of each object that are within the window.
    close: Vec<u64>,
    /// Objects with about as many close act pairs: how many, and how many pairs in all.
    close_classes: Vec<(f64, f64)>,
    /// Objects with about as many acts: how many, and how many acts in all.
    size_classes: Vec<(f64, f64)>,
    charged: usize,
}

impl Index {
    pub(super) fn new(
        batch: Acts<'_>,
        tie: &[i64],
        window_us: u64,
        budget: &mut dyn Budget,
    ) -> Result<Self, GroupsError> {
        let total = batch.at.len();
        if batch.account.len() != total || batch.object.len() != total || tie.len() != total {
            return Err(GroupsError::UnequalColumns);
        }
        u32::try_from(total).map_err(|_| GroupsError::TooManyActs)?;
        let charged = total.saturating_mul(INDEX_BYTES);
        budget.grow(charged)?;
        let (accounts, account_ranks) = ranks(batch.account);
        let (objects, object_ranks) = ranks(batch.object);
        let mut acts: Vec<Act> = (0..)
            .zip(batch.at.iter().zip(account_ranks.iter().zip(&object_ranks)))
            .map(|(row, (&at, (&account, &object)))| Act { at, object, account, row })
            .collect();
        drop((account_ranks, object_ranks));
        sort(&mut acts, objects.len(), tie);
        acts.dedup_by(|next, kept| {
            (next.object, next.at, next.account) == (kept.object, kept.at, kept.account)
        });
        let object_starts = starts(acts.iter().map(|act| act.object), objects.len());
        let account_starts = starts(acts.iter().map(|act| act.account), accounts.len());
        let mut next = account_starts.clone();
        let mut by_account = vec![0; acts.len()];
        for (position, act) in (0..).zip(&acts) {
            let slot = &mut next[act.account as usize];
            by_account[*slot as usize] = position;
            *slot += 1;
        }
        let mut index = Self {
            acts,
            accounts,
            objects,
            object_starts,
            account_starts,
            by_account,
            crowding: Vec::new(),
            close: Vec::new(),
            close_classes: Vec::new(),
            size_classes: Vec::new(),
            charged,
        };
        index.crowding = crowding(&index.acts, window_us);
        index.close = index
            .acts
            .chunk_by(|left, right| left.object == right.object)
            .zip(index.object_starts.windows(2))
            .map(|(_, range)| {
                let near = &index.crowding[range[0] as usize..range[1] as usize];
                near.iter().map(|others| u64::from(*others)).sum::<u64>() / 2
            })
            .collect();
        index.close_classes = classes(index.close.iter().map(|pairs| as_real(*pairs)));
        let sizes = (0..index.objects.len()).map(|object| real(index.on(object).len()));
        index.size_classes = classes(sizes);
        Ok(index)
    }

    pub(super) fn release(self, budget: &mut dyn Budget) {
        let charged = self.charged;
        drop(self);
        budget.shrink(charged);
    }

    /// Where the acts of an object stand.
    pub(super) fn range(&self, object: usize) -> Range<usize> {
        self.object_starts[object] as usize..self.object_starts[object + 1] as usize
    }

    fn on(&self, object: usize) -> &[Act] {
        &self.acts[self.range(object)]
    }

    /// Positions of the acts of an account, by object and time.
    pub(super) fn of(&self, account: u32) -> &[u32] {
        let account = account as usize;
        let range =
            self.account_starts[account] as usize..self.account_starts[account + 1] as usize;
        &self.by_account[range]
    }

    /// Positions of the acts of an account on an object.
    pub(super) fn of_on(&self, account: u32, object: u32) -> &[u32] {
        let all = self.of(account);
        let start = all.partition_point(|&at| self.acts[at as usize].object < object);
        let end =
            start + all[start..].partition_point(|&at| self.acts[at as usize].object <= object);
        &all[start..end]
    }

    /// Whether more acts than that are around this one.
    pub(super) fn is_crowded(&self, position: u32, cap: u32) -> bool {
        self.crowding[position as usize] > cap
    }

    /// Positions of the acts on the same object within the window around an act.
    pub(super) fn near(&self, position: u32, window_us: u64) -> Range<usize> {
        let act = &self.acts[position as usize];
        let range = self.range(act.object as usize);
        let here = position as usize;
        let close = |at: usize| self.acts[at].at.abs_diff(act.at) <= window_us;
        let first = (range.start..here).rev().take_while(|at| close(*at)).last().unwrap_or(here);
        let last = (here + 1..range.end).take_while(|at| close(*at)).last().unwrap_or(here);
        first..last + 1
    }

    /// How many acts an account made.
    pub(super) fn activity(&self, account: u32) -> f64 {
        real(self.of(account).len())
    }

    /// How many acts there are on an object, and what share of its act pairs is within the window.
    pub(super) fn popularity(&self, object: u32) -> (f64, f64) {
        let acts = real(self.range(object as usize).len());
        let pairs = acts * (acts - 1.0) / 2.0;
        let close = if pairs > 0.0 { as_real(self.close[object as usize]) / pairs } else { 0.0 };
        (acts, close)
    }

    /// On how many objects both act, at any time.
    pub(super) fn common_objects(&self, one: u32, other: u32) -> usize {
        let (few, many) =
            if self.of(one).len() <= self.of(other).len() { (one, other) } else { (other, one) };
        let object = |at: &u32| self.acts[*at as usize].object;
        let distinct = self.of(few).chunk_by(|left, right| object(left) == object(right));
        let shared = distinct.filter_map(|same| same.first().map(object));
        shared.filter(|shared| !self.of_on(many, *shared).is_empty()).count()
    }

    /// The ranks of those pseudonyms that act here, ascending.
    pub(super) fn ranks_of(&self, accounts: &[i64]) -> Vec<u32> {
        let mut ranks: Vec<u32> = accounts
            .iter()
            .filter_map(|account| self.accounts.binary_search(account).ok())
            .filter_map(|rank| u32::try_from(rank).ok())
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }

    pub(super) fn total(&self) -> f64 {
        real(self.acts.len())
    }

    /// On how many objects two accounts meet if labels are dealt out by chance: every act pair
    /// within the window is theirs with chance `2 ka kb / (N (N - 1))`, and an object counts once
    /// (research/coordination.md, section 3). Objects of about the same size are reckoned at once.
    pub(super) fn expected_meetings(&self, one: f64, other: f64) -> f64 {
        let total = self.total();
        let each = 2.0 * one * other / (total * (total - 1.0)).max(1.0);
        self.close_classes
            .iter()
            .map(|(objects, pairs)| objects * -(-each * pairs / objects).exp_m1())
            .sum()
    }

    /// On how many objects two accounts both act, at any time, if labels are dealt out by chance.
    pub(super) fn expected_common(&self, one: f64, other: f64) -> f64 {
        let total = self.total().max(1.0);
        let there = |activity: f64, acts: f64| -(-activity * acts / total).exp_m1();
        self.size_classes
            .iter()
            .map(|(objects, acts)| {
                let mean = acts / objects;
                objects * there(one, mean) * there(other, mean)
            })
            .sum()
    }
}

/// What the index takes for an act, with what is needed on the way.
pub(super) const INDEX_BYTES: usize =
    size_of::<Act>() + 2 * size_of::<i64>() + 6 * size_of::<u32>() + 8;

/// Distinct values, ascending, and the rank of each entry among them.
fn ranks(column: &[i64]) -> (Vec<i64>, Vec<u32>) {
    let mut seen: HashMap<i64, u32> = HashMap::new();
    let mut first_ranks = Vec::with_capacity(column.len());
    for value in column {
        let next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        first_ranks.push(*seen.entry(*value).or_insert(next));
    }
    // Renumber from order of appearance to order of value.
    let mut values: Vec<(i64, u32)> = seen.into_iter().collect();
    values.sort_unstable();
    let mut by_value = vec![0; values.len()];
    for (rank, (_, first)) in (0..).zip(&values) {
        by_value[*first as usize] = rank;
    }
    for rank in &mut first_ranks {
        *rank = by_value[*rank as usize];
    }
    (values.into_iter().map(|(value, _)| value).collect(), first_ranks)
}

/// By object, then time, then account, then tie-break number: dealt by object first.
fn sort(acts: &mut Vec<Act>, objects: usize, tie: &[i64]) {
    let mut next = starts(acts.iter().map(|act| act.object), objects);
    let ends = next.clone();
    let mut dealt = vec![Act { at: 0, object: 0, account: 0, row: 0 }; acts.len()];
    for act in &*acts {
        let slot = &mut next[act.object as usize];
        dealt[*slot as usize] = *act;
        *slot += 1;
    }
    let order = |row: u32| tie.get(row as usize).copied().unwrap_or(0);
    for range in ends.windows(2) {
        dealt[range[0] as usize..range[1] as usize].sort_unstable_by(|left, right| {
            (left.at, left.account)
                .cmp(&(right.at, right.account))
                .then_with(|| order(left.row).cmp(&order(right.row)))
        });
    }
    *acts = dealt;
}

/// Where each rank begins when entries stand in the order of their ranks; one more at the end.
fn starts(ranks: impl Iterator<Item = u32>, many: usize) -> Vec<u32> {
    let mut starts = vec![0; many + 1];
    for rank in ranks {
        starts[rank as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

/// For each act: other acts on its object within the window.
fn crowding(acts: &[Act], window_us: u64) -> Vec<u32> {
    let mut crowding = Vec::with_capacity(acts.len());
    for same in acts.chunk_by(|left, right| left.object == right.object) {
        let (mut first, mut end) = (0, 0);
        for act in same {
            while act.at.abs_diff(same[first].at) > window_us {
                first += 1;
            }
            while same
                .get(end)
                .is_some_and(|next| next.at <= act.at || next.at.abs_diff(act.at) <= window_us)
            {
                end += 1;
            }
            crowding.push(u32::try_from(end - first - 1).unwrap_or(u32::MAX));
        }
    }
    crowding
}

/// Sizes in steps of a quarter octave: how many of each step, and their sum.
fn classes(sizes: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut classes: Vec<(f64, f64)> = Vec::new();
    for size in sizes.filter(|size| *size >= 1.0) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "four times a logarithm of at most 2^64"
        )]
        let class = (size.log2() * 4.0) as usize;
        if classes.len() <= class {
            classes.resize(class + 1, (0.0, 0.0));
        }
        classes[class].0 += 1.0;
        classes[class].1 += size;
    }
    classes.retain(|(objects, _)| *objects > 0.0);
    classes
}

/// Counts are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts of acts in memory are far below 2^53")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "pairs of acts in one window; the tail is smooth")]
fn as_real(count: u64) -> f64 {
    count as f64
}

/// A refusal that travels up as the kernel's own error.
impl From<OverBudget> for GroupsError {
    fn from(error: OverBudget) -> Self {
        Self::OverBudget(error)
    }
}
