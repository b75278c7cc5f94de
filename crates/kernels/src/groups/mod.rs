//! Groups of accounts that act together: who belongs, on which objects they met, and how often
//! chance alone would have made such a group.
//!
//! # The rule (`groups@1`)
//!
//! Members of a group *meet* on an object when at least two of them act on it within the window;
//! that makes one *occasion* (the moment with the most members, however often they repeat it).
//! A group is a set of three or more accounts for which two things hold.
//!
//! *Each member belongs.* The occasions of the others are found without looking at the member.
//! How often would its acts fall into them by chance? Labels are dealt out anew: each of the
//! `s` free places of an occasion is the account's with chance `k / N` (its acts of all acts), so
//! an occasion has it with chance `1 - (1 - k/N)^s`, and the number of occasions that have it is a
//! Poisson-binomial number, whose tail is computed exactly. An account that turns up on the same
//! objects at other times too is reckoned with that higher rate instead of `k / N`: shared interest
//! is no coordination. In a set of up to seven, meeting its members one at a time counts too, with
//! the member that would matter most left out. Besides, a member must have met most of the others
//! and not only a few who belong to two groups. Error control inside a group: Benjamini and Hochberg (*Journal of the
//! Royal Statistical Society B* 57, 1995) over all accounts of the layer that are not in it.
//!
//! *The group is no accident.* Members are put in a chain: the pair that is least likely by chance,
//! then each time the account that is least likely given those before it. The tests along the chain
//! are joined by Fisher's method. That is multiplied with the number of chains that could have been
//! looked at, `n (n - 1) / 2 * n^(m - 2)`, which bounds the number of false groups that a layer
//! without coordination shows (number of false alarms: Desolneux, Moisan and Morel, *Meaningful
//! alignments*, International Journal of Computer Vision 40, 2000). The first two, three, … members
//! of a chain may stand for all: each length takes half of what the shorter one left. Over the
//! groups of a layer, Benjamini and Hochberg with that number of implicit hypotheses.
//!
//! Over a season of looking the bar is shared out as for pairs (`season`).
//!
//! Groups may overlap. Two are made one only if each member of their union passes the test of
//! membership in it; nothing is merged because it hangs together.
//!
//! Validated projections (Tumminello and others, *`PLoS` ONE* 6(3), 2011; Saracco and others, *New
//! Journal of Physics* 19, 2017) test pairs in this spirit; here sets are tested.
//!
//! # Bounds
//!
//! An occasion with more than `crowd_cap` free places says nothing about anybody and is left out.
//! Growing stops after `work_cap` looks at acts; what was not grown is counted.

mod affiliation;
mod choose;
mod grow;
mod index;
mod member;
mod occasion;
mod season;
mod tail;

use vigie_model::{ErrorKind, Explained};

pub use affiliation::{Affiliation, Explained as ExplainedBy};

use crate::KernelInfo;
use crate::pairs::{Acts, Budget, OverBudget, Pairs};

/// The kernel.
pub const GROUPS: KernelInfo = KernelInfo {
    name: "groups",
    version: 1,
    doc: "Overlapping groups of accounts that act together, each member and each group tested.",
};

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GroupOptions {
    /// Acts at most this many microseconds apart are together.
    pub window_us: u64,
    /// Least number of members; at least 3.
    pub min_members: u32,
    /// False groups among those returned, at most, on average.
    pub alpha: f64,
    /// False members among those of a group, at most, on average.
    pub member_alpha: f64,
    /// Occasions with more free places than this are left out.
    pub crowd_cap: u32,
    /// Looks at acts after which no further group is grown.
    pub work_cap: u64,
    /// Layers that share [`Group::season_false`].
    pub families: u32,
}

impl GroupOptions {
    /// Groups of three or more at 5 %, members at 5 %, with the usual caps.
    #[must_use]
    pub const fn new(window_us: u64) -> Self {
        Self {
            window_us,
            min_members: 3,
            alpha: 0.05,
            member_alpha: 0.05,
            crowd_cap: 200,
            work_cap: 2_000_000_000,
            families: 1,
        }
    }
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Groups {
    /// The groups, the least likely by chance first.
    pub groups: Vec<Group>,
    /// What lists of affiliated accounts explain, one entry for each list that explains anything.
    pub explained: Vec<ExplainedBy>,
    /// Pairs from which a group could have begun and was not looked for, because `work_cap` was
    /// reached.
    pub not_grown: u64,
    /// Candidates that were tested as groups.
    pub tested: u64,
}

/// Accounts that act together.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The members, by pseudonym.
    pub members: Vec<Member>,
    /// The occasions, by time.
    pub occasions: Vec<Occasion>,
    /// On how many objects any two of the members would meet by chance (null 1: labels dealt out
    /// anew), summed over their pairs: an upper bound for the number of occasions.
    pub expected: f64,
    /// The natural logarithm of how many groups as unlikely as this one chance shows in the layer.
    pub ln_false: f64,
    /// The share of false ones among the groups at least as unlikely as this one, at most.
    pub q: f64,
    /// How many groups as unlikely as this one chance shows in a whole season, however often it is
    /// looked at, in all layers together, at most on average.
    pub season_false: f64,
}

/// An account in a group.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Member {
    /// Its pseudonym.
    pub account: i64,
    /// Occasions of the group on which it was there.
    pub occasions: u32,
    /// On how many objects it would meet others of the group by chance, at most (null 1).
    pub expected: f64,
    /// The natural logarithm of its chance to be so often with the others.
    pub ln_p: f64,
}

/// One object on which members of a group met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occasion {
    /// The object.
    pub object: i64,
    /// Time of the first act, in microseconds.
    pub first_at: i64,
    /// Time of the last act, in microseconds.
    pub last_at: i64,
    /// Which acts: rows of the input, one for each member that was there, by time.
    pub rows: Vec<u32>,
    /// Whose acts these are, in the same order.
    pub accounts: Vec<i64>,
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GroupsError {
    /// The columns have different lengths.
    #[error("the columns of the acts differ in length")]
    UnequalColumns,
    /// Rows are numbered in 32 bits.
    #[error("more than 4 billion acts in one run")]
    TooManyActs,
    /// The memory budget did not give what was needed.
    #[error(transparent)]
    OverBudget(OverBudget),
}

impl Explained for GroupsError {
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
            Self::OverBudget(_) => {
                Some("raise the memory limit, or look at a shorter stretch of time".to_owned())
            }
        }
    }
}

/// Finds the groups of one layer.
///
/// `pairs` are the pairs that meet on two or more objects in the same acts and window (see
/// [`crate::pairs`]): groups are looked for from there. `tie[row]` is a number that belongs to the
/// act itself, so that nothing depends on the order of rows.
///
/// When it returns, the budget is charged with nothing: the result is small.
///
/// # Errors
/// When the columns differ in length, hold too many acts, or the budget is used up.
pub fn find(
    acts: Acts<'_>,
    tie: &[i64],
    pairs: &Pairs,
    affiliations: &[Affiliation],
    options: GroupOptions,
    budget: &mut dyn Budget,
) -> Result<Groups, GroupsError> {
    let index = index::Index::new(acts, tie, options.window_us, budget)?;
    let options = GroupOptions { min_members: options.min_members.max(3), ..options };
    let found = choose::choose(&index, pairs, affiliations, options);
    index.release(budget);
    Ok(found)
}

/// About how many bytes a run over this many acts asks its budget for, the pair step not counted.
#[must_use]
pub const fn memory_estimate(acts: usize) -> usize {
    acts.saturating_mul(index::INDEX_BYTES)
}
