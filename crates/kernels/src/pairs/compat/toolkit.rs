//! The rule of the Coordination Network Toolkit 1.5.2 (`co_retweet`, `co_reply`, `co_link`).
//!
//! Edges are directed: the weight from A to B is the number of distinct messages of A for which B
//! acted on the same object at most `window` before or after (inclusive). Self-loops, which the
//! tool writes for every account, are not given.
//!
//! The tool stores the first row of a message and ignores later ones: one row for each message for
//! reposts and replies, one for each message and link for links.

use hashbrown::HashSet;

use super::Rows;
use crate::KernelInfo;
use crate::pairs::budget::{release, reserve};
use crate::pairs::window::gap;
use crate::pairs::{Budget, PairsError};

/// The kernel.
pub const TOOLKIT: KernelInfo = KernelInfo {
    name: "toolkit-edges",
    version: 1,
    doc: "Edges and weights exactly as the Coordination Network Toolkit 1.5.2 defines them.",
};

/// What the accounts have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trace {
    /// A message has one object (`co_retweet`, `co_reply`).
    OneAMessage,
    /// A message may have several objects (`co_link`).
    SeveralAMessage,
}

/// One edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DirectedEdge {
    /// `user_1`.
    pub from: i64,
    /// `user_2`.
    pub to: i64,
    /// Distinct messages of `from` with a partner message of `to`.
    pub weight: u32,
}

/// A message of `from` that has a partner message of `to`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Partnered {
    from: i64,
    to: i64,
    message: i64,
}

/// The edges with at least `min_edge_weight`, ordered by `(from, to)`.
///
/// # Errors
/// When the columns differ in length, hold too many rows, or the budget is used up.
pub fn toolkit(
    rows: Rows<'_>,
    trace: Trace,
    window: u64,
    min_edge_weight: u32,
    budget: &mut dyn Budget,
) -> Result<Vec<DirectedEdge>, PairsError> {
    let order = stored_rows(rows, trace, budget)?;
    let mut partnered = Vec::new();
    for object in order.chunk_by(|left, right| rows.object[*left] == rows.object[*right]) {
        let mut oldest = 0;
        for (at, newer) in object.iter().enumerate() {
            while gap(rows.time[*newer], rows.time[object[oldest]]) > window {
                oldest += 1;
            }
            for older in &object[oldest..at] {
                if rows.account[*older] != rows.account[*newer] {
                    make_room(&mut partnered, budget)?;
                    partnered.push(one_way(rows, *older, *newer));
                    partnered.push(one_way(rows, *newer, *older));
                }
            }
        }
    }
    release(order, budget);
    distinct(&mut partnered);
    let mut edges = Vec::new();
    for edge in partnered.chunk_by(|left, right| (left.from, left.to) == (right.from, right.to)) {
        let weight = u32::try_from(edge.len()).unwrap_or(u32::MAX);
        if weight >= min_edge_weight {
            reserve(&mut edges, 1, budget)?;
            edges.push(DirectedEdge { from: edge[0].from, to: edge[0].to, weight });
        }
    }
    release(partnered, budget);
    Ok(edges)
}

/// The rows that the tool stores, ordered by object and time.
fn stored_rows(
    rows: Rows<'_>,
    trace: Trace,
    budget: &mut dyn Budget,
) -> Result<Vec<usize>, PairsError> {
    let length = rows.checked_len()?;
    let mut stored = HashSet::new();
    let mut order = Vec::new();
    reserve(&mut order, length, budget)?;
    order.extend((0..length).filter(|row| {
        let object = match trace {
            Trace::OneAMessage => None,
            Trace::SeveralAMessage => Some(rows.object[*row]),
        };
        stored.insert((rows.content[*row], object))
    }));
    order.sort_unstable_by_key(|row| (rows.object[*row], rows.time[*row], *row));
    Ok(order)
}

fn one_way(rows: Rows<'_>, from: usize, to: usize) -> Partnered {
    Partnered { from: rows.account[from], to: rows.account[to], message: rows.content[from] }
}

/// Room for two more; repeats are put out before more memory is asked for.
fn make_room(partnered: &mut Vec<Partnered>, budget: &mut dyn Budget) -> Result<(), PairsError> {
    if partnered.len() + 2 > partnered.capacity() {
        distinct(partnered);
        if partnered.len() >= partnered.capacity() / 4 * 3 {
            reserve(partnered, partnered.capacity() / 2 + 2, budget)?;
        }
    }
    Ok(())
}

fn distinct(partnered: &mut Vec<Partnered>) {
    partnered.sort_unstable();
    partnered.dedup();
}
