//! From lines of the lake to events of the kernel that groups them to attacks.
//!
//! What visitors ask for, addresses and login names are read here and go no further: out come keys,
//! counts and words of ours, and of outside text only names of targets and tools, which stand in open
//! columns. Operators and the use case *attacks* read by the same code.

mod house;
mod read;

use std::collections::BTreeMap;

use vigie_engine::{EngineError, Param, RelationStream, Reservation};
use vigie_kernels::attacks::group::{AttackReport, Event, Params};
use vigie_model::{SignalId, Timestamp};

pub use house::House;
pub use read::{REQUEST_COLUMNS, Request, requests};

use crate::error::RunError;

/// Opens the rows of a view: its name, columns, conditions with their values.
pub type Open<'a> =
    dyn Fn(&str, &str, &str, &[(String, Param)]) -> Result<RelationStream, RunError> + 'a;

/// Where lines are read from.
pub struct Source<'a> {
    /// Opens a view.
    pub open: &'a Open<'a>,
    /// Names an error of the engine.
    pub failed: &'a dyn Fn(EngineError) -> RunError,
    /// The memory that events count against.
    pub memory: &'a Reservation,
    /// Lines before this time are not read.
    pub since: Option<Timestamp>,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Source").field("since", &self.since).finish_non_exhaustive()
    }
}

/// Lines as events, with what belongs to each.
#[derive(Debug, Default)]
pub struct Lines {
    /// The events; `row` is a part of the signal's id.
    pub events: Vec<Event>,
    /// The signal of each.
    pub signals: Vec<SignalId>,
    /// What targets are called.
    pub targets: BTreeMap<u64, String>,
    /// What tools call themselves, without version.
    pub tools: BTreeMap<u64, String>,
    /// What is known of the house, with the sources that are apart.
    pub house: House,
}

impl Lines {
    /// Reads requests and logins.
    ///
    /// # Errors
    /// When a view cannot be read, or the events need more memory than there is.
    pub fn read(from: &Source<'_>) -> Result<Self, RunError> {
        let mut lines = Self { house: House::read(from)?, ..Self::default() };
        read::all(from, &mut lines)?;
        Ok(lines)
    }

    /// Groups the events. `day_of` gives the day of a moment as a number.
    #[must_use]
    pub fn group(&self, mut params: Params, day_of: &dyn Fn(Timestamp) -> i64) -> AttackReport {
        params.apart.clone_from(&self.house.apart);
        AttackReport::of(&self.events, &params, day_of)
    }
}

pub use crate::operator::attacks::{class as class_of, labels as labels_of, shown_id};
