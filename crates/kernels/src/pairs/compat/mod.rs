//! The rules of two other tools, to the letter, so that results can be laid side by side.
//!
//! Both take rows of (object, content, account, time) as integers; times and window are in one
//! unit (the tools use seconds). [`Codes`] turns texts into such integers. Nothing is capped.
//!
//! **Row order.** Where the tools depend on the order of their input, so do these: pass rows in
//! file order to get the tools' own output, in any fixed order to get the same output always. Only
//! three things depend on it: which of two acts at the same moment is called the first
//! (`CooRTweet`), and which row stands for a message that comes twice (the toolkit). No weight of
//! `CooRTweet` depends on it.

mod codes;
mod coortweet;
mod toolkit;

pub use codes::Codes;
pub use coortweet::{COORTWEET, ContentPair, CoortweetOptions, Edge, coortweet, edges};
pub use toolkit::{DirectedEdge, TOOLKIT, Trace, toolkit};

use super::PairsError;

/// Rows as columns of one length, integer-coded.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// What was shared. A row without object must not be passed.
    pub object: &'a [i64],
    /// The post or message that shared it. Coded in one space with `object`: a post that shares
    /// itself has the same number in both columns.
    pub content: &'a [i64],
    /// Who.
    pub account: &'a [i64],
    /// When.
    pub time: &'a [i64],
}

impl Rows<'_> {
    fn checked_len(&self) -> Result<usize, PairsError> {
        let rows = self.time.len();
        if self.object.len() != rows || self.content.len() != rows || self.account.len() != rows {
            return Err(PairsError::UnequalColumns);
        }
        u32::try_from(rows).map_err(|_| PairsError::TooManyActs)?;
        Ok(rows)
    }
}
