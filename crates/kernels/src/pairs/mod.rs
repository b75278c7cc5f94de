//! Accounts that act together: which two accounts did the same thing within a window, on how many
//! distinct objects, and by which acts.
//!
//! # The rule (`windowed-pairs@1`)
//!
//! Two acts *touch* when they are on the same object, by different accounts, at most `window_us`
//! apart (inclusive). A pair of accounts is returned when its acts touch on at least `min_objects`
//! distinct objects; that number is its weight. An account counts once per object, however often
//! it repeats itself, and both accounts have to qualify: the threshold is on what the two did
//! together, not on what either did elsewhere (research/coordination.md, section 5; `CooRTweet`
//! asks one side only and counts repeats).
//!
//! Nothing depends on the order of the rows. Where the rule has to choose (which of two acts at the
//! same moment is evidence, which accounts of a crowd take part) it chooses by values: times, the
//! account's pseudonym, and the caller's tie-break number.
//!
//! # How
//!
//! No self-join. Acts are sorted by (object, time), 32 bytes each, and a window slides over each
//! object; an act by an account meets only the accounts seen since that account's own last act,
//! because earlier ones have met it already, and closer. Acts that touch nothing and accounts that
//! touch on too few objects are dropped first, which changes no result. Pairs are counted twice:
//! roughly, in a small table of counters that can only be too high, then exactly for those that may
//! reach the threshold. Evidence is collected for the pairs that did.
//!
//! # Crowds
//!
//! An object on which more than `crowd_cap` accounts act inside one window would make a number of
//! pairs that grows with the square of the crowd. Then only some of the accounts take part on that
//! object, in that unbroken run of acts: those with the lowest lots, where a lot is a fixed
//! function of the account's pseudonym. The same accounts stay in every crowd, so that a group
//! that always acts in crowds is thinned, not broken up. What was left out is returned in
//! [`Pairs::crowds`]. `touch_cap` bounds the work over all objects: beyond it the crowd cap is
//! halved until the rest fits.

pub(crate) mod acts;
pub(crate) mod budget;
pub mod compat;
pub(crate) mod count;
mod crowd;
pub(crate) mod evidence;
pub(crate) mod partition;
pub(crate) mod prune;
pub(crate) mod window;

pub use acts::PairFinder;
pub use budget::{Budget, OverBudget, Unlimited};
use vigie_model::{ErrorKind, Explained};

use crate::KernelInfo;

/// The kernel.
pub const WINDOWED_PAIRS: KernelInfo = KernelInfo {
    name: "windowed-pairs",
    version: 1,
    doc: "Pairs of accounts that act on the same objects within a window of each other.",
};

/// Acts as columns of one length.
#[derive(Clone, Copy, Debug)]
pub struct Acts<'a> {
    /// Pseudonym of the account.
    pub account: &'a [i64],
    /// Pseudonym of the object (unique over layers if several are mixed).
    pub object: &'a [i64],
    /// When, in microseconds.
    pub at: &'a [i64],
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PairOptions {
    /// Acts at most this many microseconds apart touch.
    pub window_us: u64,
    /// Least number of distinct joint objects; 0 counts as 1.
    pub min_objects: u32,
    /// Most accounts that may act on one object inside one window; see the module. At least 2.
    pub crowd_cap: u32,
    /// Most touches that are looked at in all; see the module.
    pub touch_cap: u64,
    /// Most joint objects of one pair for which evidence is kept: the earliest. At least 1.
    pub evidence_cap: u32,
}

impl PairOptions {
    /// A window and a threshold with the usual caps: 200 accounts in a window, 100 million touches,
    /// 1,000 joint objects of evidence for each pair.
    #[must_use]
    pub const fn new(window_us: u64, min_objects: u32) -> Self {
        let (crowd_cap, touch_cap, evidence_cap) = (200, 100_000_000, 1000);
        Self { window_us, min_objects, crowd_cap, touch_cap, evidence_cap }
    }

    /// The same without caps: for small inputs and for comparing.
    #[must_use]
    pub const fn uncapped(self) -> Self {
        Self { crowd_cap: u32::MAX, touch_cap: u64::MAX, evidence_cap: u32::MAX, ..self }
    }
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pairs {
    /// The pairs, ordered by `(account_a, account_b)`.
    pub pairs: Vec<Pair>,
    /// The evidence of all pairs; see [`Pairs::evidence`].
    pub joints: Vec<Joint>,
    /// Objects on which accounts were left out, ordered by object.
    pub crowds: Vec<Crowd>,
    /// The crowd cap that was used in the end: lower than asked for when `touch_cap` was reached.
    pub crowd_cap: u32,
}

/// Two accounts that act together.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// The lower pseudonym.
    pub account_a: i64,
    /// The higher pseudonym.
    pub account_b: i64,
    /// Distinct objects on which they touch: the weight.
    pub objects: u32,
    /// Time of the first act of all joints (whether kept as evidence or not), in microseconds.
    pub first_at: i64,
    /// Time of the last act of all joints, in microseconds.
    pub last_at: i64,
    /// Median over the evidence of the time between the two acts, in seconds. With an even number
    /// the mean of the two in the middle.
    pub delay_median_s: f64,
    first_joint: usize,
    joints: u32,
}

impl Pair {
    pub(crate) const fn first_joint(&self) -> usize {
        self.first_joint
    }

    pub(crate) const fn joints(&self) -> u32 {
        self.joints
    }

    /// How many acts show the pair: one of each account for each joint object.
    #[must_use]
    pub const fn acts(&self) -> u32 {
        self.objects.saturating_mul(2)
    }
}

/// The two acts that show a pair on one object: of all that touch, the two closest in time; among
/// equally close ones the earliest; then those with the lowest tie-break numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Joint {
    /// Time of the earlier act, in microseconds.
    pub at: i64,
    /// Time of `account_b`'s act minus time of `account_a`'s, in microseconds.
    pub delay_us: i64,
    /// Row of `account_a`'s act: its position in everything pushed.
    pub row_a: u32,
    /// Row of `account_b`'s act.
    pub row_b: u32,
}

/// An object on which a crowd acted and some accounts were left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crowd {
    /// The object.
    pub object: i64,
    /// Acts on it that touch another account's act and could still have mattered.
    pub acts: u32,
    /// How many of them were left out.
    pub left_out: u32,
    /// The most accounts inside one window.
    pub accounts: u32,
}

impl Pairs {
    /// The evidence of one pair, by time: one joint for each of its objects, or the earliest
    /// `evidence_cap` of them.
    #[must_use]
    pub fn evidence(&self, pair: &Pair) -> &[Joint] {
        let first = pair.first_joint;
        self.joints.get(first..first + pair.joints as usize).unwrap_or(&[])
    }
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PairsError {
    /// The columns have different lengths.
    #[error("the columns of the acts differ in length")]
    UnequalColumns,
    /// Rows are numbered in 32 bits.
    #[error("more than 4 billion acts in one run")]
    TooManyActs,
    /// The memory budget did not give what was needed.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
}

impl Explained for PairsError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::UnequalColumns => ErrorKind::Bug,
            Self::TooManyActs | Self::OverBudget(_) => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::UnequalColumns => None,
            Self::TooManyActs => Some("look at a shorter stretch of time".to_owned()),
            Self::OverBudget(_) => Some(
                "raise the memory limit, raise min_objects, or look at a shorter window".to_owned(),
            ),
        }
    }
}

/// A number that is known to be small, as an index.
#[inline]
pub(crate) fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Pairs over acts that are in memory already.
///
/// `tie[row]` is a number that belongs to the act itself (folded from its signal id), so that
/// choices between otherwise equal acts do not depend on row order.
///
/// # Errors
/// When the columns differ in length, hold too many acts, or the budget is used up.
pub fn windowed(
    acts: Acts<'_>,
    tie: &[i64],
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<Pairs, PairsError> {
    if tie.len() != acts.at.len() {
        return Err(PairsError::UnequalColumns);
    }
    let mut finder = PairFinder::new(options);
    finder.expect(acts.at.len(), budget)?;
    finder.push(acts, budget)?;
    finder.finish(|row| tie.get(row as usize).copied().unwrap_or(0), budget)
}

/// About how many bytes a run over this many acts asks its budget for, the result not counted: 32
/// for each act, and room for counters and for the accounts that are left after the first round.
/// When nearly all acts touch, more is needed.
#[must_use]
pub const fn memory_estimate(acts: usize) -> usize {
    acts.saturating_mul(32 + 4 + 8).saturating_add(1 << 16)
}
