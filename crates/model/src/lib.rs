//! The words of Vigie: identities, times, tables, errors and events.
//!
//! Everything here is plain data and pure functions. This crate must not know files, sockets,
//! threads, the terminal, DataFusion or any format. Start with [`id`] (what names a thing),
//! [`time`] (what "when" means) and [`schema`] (what a table holds).

pub mod confidence;
pub mod config;
pub mod error;
pub mod event;
pub mod finding;
pub mod hash;
pub mod hidden;
pub mod id;
pub mod key;
pub mod mandate;
pub mod schema;
mod tables;
pub mod time;

pub use error::{ErrorKind, ExitCode, Explained};
pub use event::{Event, EventSink, Level};
pub use finding::{Finding, Value, When};
pub use id::{FindingId, Revision, SegmentId, SignalId};
pub use key::{Key, PersonKeys};
pub use time::{Cell, Clock, Precision, Timestamp};
