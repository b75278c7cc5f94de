//! The query engine: DataFusion behind one door.
//!
//! This is the only crate that knows DataFusion, and none of its types stand in a public
//! signature. It must not know cases, terminals or HTTP. Start with [`Session`]: it shows the
//! versioned [`views()`] over a snapshot of the lake, answers single queries with bound parameters,
//! and never more than that: its SQL cannot write, cannot read files, and cannot name restricted
//! columns, because nothing that it can name has any.
//!
//! Memory has one limit for DataFusion's operators, answers, registered relations and the callers'
//! own [`Reservation`]s. What can spill does; what cannot ends in an error that says so.

mod error;
mod functions;
mod information;
mod memo;
mod memory;
mod pool;
mod raw;
mod relation;
mod scan;
mod session;
mod statement;
mod views;
mod workers;

pub use error::{EngineError, Position};
pub use functions::{FUNCTIONS, Function};
pub use memo::Memo;
pub use memory::{Limits, PARTITION_MEMORY, Reservation};
pub use relation::{Param, Relation, RelationStream};
pub use session::{Access, Session};
pub use views::{Readers, View, ViewColumn, view, views};
