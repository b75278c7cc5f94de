//! From judged lines to bursts and attacks (research/attacks.md, section 3).
//!
//! An *event* is a line with its keys. A *visit* is what one source sends to one house until it is
//! quiet for the join gap. A *burst* is what one source sends at one target of one family without a
//! pause; an *attack* is bursts that stand in one house, of one family, close in time and joined by a
//! strong link, each join with its reason. What belongs to no attack is counted too, so that no
//! line is lost.
//!
//! Nothing here knows addresses, names or texts: keys only. The result does not depend on the order
//! of the events. Work is a few sorts; sets are cut at [`MOST_TOKENS`].

mod assemble;
mod challenges;
mod days;
mod doors;
mod event;
mod join;
mod keys;
mod lists;
mod report;
mod visits;

pub use challenges::Challenges;
pub use days::DayCount;
pub use doors::{request_marks, web_login, what_of_login, what_of_request};
pub use event::{Apart, Event, Family, Params, What, marks};
pub use keys::{HouseWords, hash_key, is_private, network_key, path_key, skeleton_key, tool_key};
pub use lists::MOST_TOKENS;
pub use report::{Aim, Attack, AttackReport, Burst, Join, Label, Left, Outcome, Reason};

use vigie_model::time::Timestamp;

use crate::KernelInfo;

/// The kernel.
pub const ATTACKS: KernelInfo = KernelInfo {
    name: "attacks",
    version: 2,
    doc: "Judged lines of web, mail and login logs, joined to bursts and attacks for stated reasons.",
};

impl AttackReport {
    /// Groups events. `day_of` gives the day of a moment as a number, in the zone of the house; it
    /// may change on quarters of an hour only, as all zones do.
    #[must_use]
    pub fn of(events: &[Event], params: &Params, day_of: &dyn Fn(Timestamp) -> i64) -> Self {
        let mut visits = visits::Visits::of(events, params);
        let joined = join::joined(&mut visits, params);
        assemble::assemble(visits, joined, params, day_of)
    }
}

#[cfg(test)]
mod tests;
