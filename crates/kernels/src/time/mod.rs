//! Parsers for the stamps that logs and exports carry.
//!
//! None allocates, none knows the clock. Each returns `None` for anything that is not wholly a
//! stamp of its kind. Years 0 and 9999 are read like any other: whether a time is absurd is the
//! caller's question ([`vigie_model::Timestamp::is_plausible`]).

mod civil;
mod clf;
mod iso;
mod syslog;
mod unix;

pub use clf::{CLF_TIME, parse_clf};
pub use iso::{ISO_TIME, parse_iso};
pub use syslog::{SYSLOG_TIME, parse_syslog};
pub use unix::{UNIX_TIME, parse_unix};
