//! What makes ids, apart from the bytes: the scope of a stream and how often each record came before.
//!
//! A stream that is followed is read a part at a time, each part in a commit of its own; this goes on
//! from part to part, so that every record has the id that it has when the stream is read at once.

use vigie_lake::{OccurrenceCounter, Result as LakeResult};
use vigie_model::SignalId;
use vigie_model::id::SignalScope;
use vigie_model::time::Timestamp;
use vigie_sources::{ClaimedTime, Raw, Reading, Reason, Record, RecordSink};

use super::ahead::Ahead;
use crate::AppError;

/// See the module.
pub(super) struct Carried {
    pub(super) reading: Reading,
    pub(super) scope: SignalScope,
    counter: OccurrenceCounter,
}

impl Carried {
    /// For a stream of which nothing was read.
    pub(super) fn new(reading: Reading, counter: OccurrenceCounter) -> Self {
        Self { scope: scope_of(&reading), reading, counter }
    }

    /// The parser says how it reads.
    pub(super) fn read_as(&mut self, reading: &Reading) {
        self.reading = reading.clone();
        self.scope = scope_of(reading);
    }

    /// The id of a record with this hash that claims this time; counts it.
    ///
    /// # Errors
    /// When a work file cannot be written or read.
    pub(super) fn id(&mut self, hash: [u8; 16], at: Option<Timestamp>) -> LakeResult<SignalId> {
        let occurrence = self.counter.next(hash, at)?;
        Ok(self.scope.signal(hash, occurrence))
    }
}

fn scope_of(reading: &Reading) -> SignalScope {
    SignalScope::new(&reading.source, &reading.options, &reading.host)
}

/// The time that decides where a record is counted.
pub(super) fn usable(claimed: Option<ClaimedTime>) -> Option<Timestamp> {
    claimed.and_then(|claimed| claimed.at).filter(|at| at.is_plausible())
}

/// When a record says it happened.
pub(super) const fn claimed_of(record: &Record<'_>) -> Option<ClaimedTime> {
    match record {
        Record::Publication(row) => row.claimed,
        Record::Share(row) => row.claimed,
        Record::Request(row) => row.claimed,
        Record::Login(row) => row.claimed,
        Record::Mail(row) => row.claimed,
        Record::Name(row) => row.claimed,
    }
}

/// Goes over records that are in the lake already, and stores nothing: only counts them.
pub(super) struct Counting<'a> {
    carried: &'a mut Carried,
    ahead: Ahead,
    failure: Option<AppError>,
}

impl<'a> Counting<'a> {
    pub(super) fn new(carried: &'a mut Carried) -> Self {
        Self { carried, ahead: Ahead::default(), failure: None }
    }

    /// Whether all could be counted.
    pub(super) fn finish(self) -> Result<(), AppError> {
        self.failure.map_or(Ok(()), Err)
    }

    fn count(&mut self, raw: &Raw<'_>, at: Option<Timestamp>) {
        let hash = self.ahead.take(raw).unwrap_or_else(|| self.carried.scope.record(raw.bytes));
        if let Err(error) = self.carried.id(hash, at) {
            self.failure.get_or_insert(error.into());
        }
    }
}

impl RecordSink for Counting<'_> {
    fn ahead(&mut self, next: &[Raw<'_>]) {
        self.ahead.hash(&self.carried.scope, next);
    }

    fn reading(&mut self, reading: &Reading) {
        self.ahead.clear();
        self.carried.read_as(reading);
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        self.count(&raw, usable(claimed_of(&record)));
    }

    fn reject(&mut self, raw: Raw<'_>, _: Reason, _: &str) {
        self.count(&raw, None);
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}
