//! The rule of `CooRTweet` 2.1.3 (`detect_groups`, then `generate_coordinated_network`).
//!
//! 1. Accounts with fewer than `min_participation` rows are left out.
//! 2. On each object, any two rows at most `window` apart (inclusive) make a pair. The older one
//!    comes first; of two at the same moment the one that comes first when rows are grouped by
//!    account, accounts in order of their first row.
//! 3. Pairs are dropped when either content is the object itself, both contents are one, or both
//!    accounts are one.
//! 4. Contents that are in some pair count for their accounts, one for each row they have. A pair
//!    stays when **either** of its contents has a row of an account that has `min_participation`
//!    of them.
//! 5. An edge's weight is the number of its pairs, so repeats on one object count.

use hashbrown::{HashMap, HashSet};

use super::Rows;
use crate::KernelInfo;
use crate::pairs::budget::{release, reserve};
use crate::pairs::window::gap;
use crate::pairs::{Budget, PairsError};

/// The kernel.
pub const COORTWEET: KernelInfo = KernelInfo {
    name: "coortweet-pairs",
    version: 1,
    doc: "Pairs, edges and weights exactly as CooRTweet 2.1.3 defines them.",
};

/// The parameters of `detect_groups`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CoortweetOptions {
    /// `time_window`, in the unit of the rows' times.
    pub window: u64,
    /// `min_participation`.
    pub min_participation: u32,
}

/// One row of `detect_groups`' result.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ContentPair {
    /// `object_id`.
    pub object: i64,
    /// `content_id`: the older content.
    pub content: i64,
    /// `content_id_y`: the newer content.
    pub content_y: i64,
    /// `time_delta`, never negative.
    pub time_delta: u64,
    /// `account_id`: who published the older content.
    pub account: i64,
    /// `account_id_y`.
    pub account_y: i64,
}

/// One edge of the network, which is undirected: the tool's files name its two ends in no fixed
/// order. The tool's `edge_symmetry_score` is not given: it swaps accounts but
/// not contents and is wrong on edges with several contents.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edge {
    /// The end with the lower number.
    pub from: i64,
    /// The end with the higher number.
    pub to: i64,
    /// `weight`: how many pairs.
    pub weight: u64,
    /// `avg_time_delta`: their mean.
    pub avg_time_delta: f64,
    /// On how many distinct objects; the tool does not say.
    pub objects: u32,
}

/// The pairs, ordered by object and time.
///
/// # Errors
/// When the columns differ in length, hold too many rows, or the budget is used up.
pub fn coortweet(
    rows: Rows<'_>,
    options: CoortweetOptions,
    budget: &mut dyn Budget,
) -> Result<Vec<ContentPair>, PairsError> {
    let order = participants(rows, options, budget)?;
    let mut pairs = Vec::new();
    for object in order.chunk_by(|left, right| rows.object[left.row()] == rows.object[right.row()])
    {
        let mut oldest = 0;
        for (at, newer) in object.iter().enumerate() {
            let time = rows.time[newer.row()];
            while gap(time, rows.time[object[oldest].row()]) > options.window {
                oldest += 1;
            }
            for older in &object[oldest..at] {
                if let Some(pair) = content_pair(rows, older.row(), newer.row()) {
                    reserve(&mut pairs, 1, budget)?;
                    pairs.push(pair);
                }
            }
        }
    }
    let qualified = qualified_contents(rows, options, &order, &pairs);
    pairs.retain(|pair| qualified.contains(&pair.content) || qualified.contains(&pair.content_y));
    release(order, budget);
    Ok(pairs)
}

/// A row, and its place when rows are grouped by account.
#[derive(Clone, Copy)]
struct Placed {
    place: u32,
    row: u32,
}

impl Placed {
    const fn row(self) -> usize {
        self.row as usize
    }
}

/// The rows of step 1, ordered by object, time and place.
fn participants(
    rows: Rows<'_>,
    options: CoortweetOptions,
    budget: &mut dyn Budget,
) -> Result<Vec<Placed>, PairsError> {
    let length = rows.checked_len()?;
    let mut accounts: HashMap<i64, (u32, u32)> = HashMap::new();
    for account in rows.account {
        let first_seen = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        accounts.entry(*account).or_insert((first_seen, 0)).1 += 1;
    }
    let mut by_account = Vec::new();
    reserve(&mut by_account, length, budget)?;
    for (row, account) in (0..).zip(rows.account) {
        if let Some(&(first_seen, count)) = accounts.get(account)
            && count >= options.min_participation
        {
            by_account.push((first_seen, row));
        }
    }
    by_account.sort_unstable();
    let mut order = Vec::new();
    reserve(&mut order, by_account.len(), budget)?;
    order.extend((0..).zip(&by_account).map(|(place, &(_, row))| Placed { place, row }));
    release(by_account, budget);
    order.sort_unstable_by_key(|row| (rows.object[row.row()], rows.time[row.row()], row.place));
    Ok(order)
}

fn content_pair(rows: Rows<'_>, older: usize, newer: usize) -> Option<ContentPair> {
    let pair = ContentPair {
        object: rows.object[older],
        content: rows.content[older],
        content_y: rows.content[newer],
        time_delta: gap(rows.time[newer], rows.time[older]),
        account: rows.account[older],
        account_y: rows.account[newer],
    };
    let loops = pair.object == pair.content
        || pair.object == pair.content_y
        || pair.content == pair.content_y
        || pair.account == pair.account_y;
    (!loops).then_some(pair)
}

/// The contents of step 4. Any row of a content counts, on whatever object.
fn qualified_contents(
    rows: Rows<'_>,
    options: CoortweetOptions,
    order: &[Placed],
    pairs: &[ContentPair],
) -> HashSet<i64> {
    let paired: HashSet<i64> =
        pairs.iter().flat_map(|pair| [pair.content, pair.content_y]).collect();
    let counting = || {
        order
            .iter()
            .map(|row| (rows.account[row.row()], rows.content[row.row()]))
            .filter(|(_, content)| paired.contains(content))
    };
    let mut participation: HashMap<i64, u32> = HashMap::new();
    for (account, _) in counting() {
        *participation.entry(account).or_default() += 1;
    }
    counting()
        .filter(|(account, _)| {
            participation.get(account).is_some_and(|count| *count >= options.min_participation)
        })
        .map(|(_, content)| content)
        .collect()
}

/// The edges, ordered by `(from, to)`.
#[must_use]
pub fn edges(pairs: &[ContentPair]) -> Vec<Edge> {
    let ends =
        |pair: &ContentPair| (pair.account.min(pair.account_y), pair.account.max(pair.account_y));
    let mut sorted: Vec<&ContentPair> = pairs.iter().collect();
    sorted.sort_unstable_by_key(|pair| (ends(pair), pair.object));
    sorted
        .chunk_by(|left, right| ends(left) == ends(right))
        .map(|edge| {
            let (from, to) = ends(edge[0]);
            let total: f64 = edge.iter().map(|pair| pair.time_delta as f64).sum();
            let objects = edge.chunk_by(|left, right| left.object == right.object).count();
            Edge {
                from,
                to,
                weight: edge.len() as u64,
                avg_time_delta: total / edge.len() as f64,
                objects: u32::try_from(objects).unwrap_or(u32::MAX),
            }
        })
        .collect()
}
