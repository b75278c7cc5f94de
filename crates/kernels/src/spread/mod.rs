//! First seen, in what order, and who tends to come before whom.
//!
//! A stamp is an interval: `10:05` to the minute is anything from 10:05:00 to 10:05:59.999999. One
//! appearance comes before another only where the intervals do not overlap (an interval order;
//! Fishburn 1970). Everything else is a tie and stays one. A direction between two outlets is
//! earned by many objects, not by one: by an exact sign test over those that were surely in some
//! order, with the false discovery rate controlled over all pairs ([`leads()`]).
//!
//! First *seen here* is all that can be said: what was published elsewhere before is not in the
//! data.

mod diff;
mod leads;
mod order;

use crate::KernelInfo;

pub use diff::{Piece, differences};
pub use leads::{Lead, LeadOptions, Leads, leads};
pub use order::{Appearance, Ranked, ranked, width_us};

/// The kernel behind [`ranked`] and [`leads()`].
pub const SPREAD: KernelInfo = KernelInfo {
    name: "spread",
    version: 1,
    doc: "The order of appearances as far as their clocks allow, with ties, and which outlets tend \
          to come first.",
};
