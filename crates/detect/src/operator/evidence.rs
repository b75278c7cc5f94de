//! Signal ids as operators hold them, and as columns.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, ListBuilder};
use arrow_array::{FixedSizeBinaryArray, ListArray};
use arrow_schema::{DataType, Field};
use vigie_model::SignalId;
use vigie_model::finding::EVIDENCE_CAP;
use vigie_model::id::evidence_digest;

use crate::error::RunError;

/// The bytes of one id.
pub(crate) const ID_BYTES: usize = 16;

/// The id in a cell of an id column.
pub(crate) fn signal(bytes: &[u8]) -> SignalId {
    bytes.try_into().map_or(SignalId([0; ID_BYTES]), SignalId)
}

/// A number that belongs to a signal, for choices between acts that are equal in all else.
pub(super) fn tie(id: &SignalId) -> i64 {
    let mut low = [0; 8];
    low.copy_from_slice(&id.0[..8]);
    i64::from_le_bytes(low)
}

/// The three evidence columns of an operator: first ids, count, digest of all.
pub(super) struct EvidenceColumns {
    lists: ListBuilder<FixedSizeBinaryBuilder>,
    counts: Vec<i64>,
    digests: FixedSizeBinaryBuilder,
}

impl EvidenceColumns {
    pub(super) fn new() -> Self {
        let size = i32::try_from(ID_BYTES).unwrap_or(i32::MAX);
        let item = Field::new("item", DataType::FixedSizeBinary(size), false);
        Self {
            lists: ListBuilder::new(FixedSizeBinaryBuilder::new(size)).with_field(item),
            counts: Vec::new(),
            digests: FixedSizeBinaryBuilder::new(size),
        }
    }

    /// Adds one row's signals, given in any order and with repeats. `not_kept` more were counted
    /// where they were found and are not among them.
    pub(super) fn push(
        &mut self,
        signals: &mut Vec<SignalId>,
        not_kept: u64,
    ) -> Result<(), RunError> {
        let bug = |error: arrow_schema::ArrowError| RunError::bug(error.to_string());
        signals.sort_unstable();
        signals.dedup();
        self.digests.append_value(evidence_digest(signals)).map_err(bug)?;
        let count = (signals.len() as u64).saturating_add(not_kept);
        self.counts.push(i64::try_from(count).unwrap_or(i64::MAX));
        for signal in signals.iter().take(EVIDENCE_CAP) {
            self.lists.values().append_value(signal.0).map_err(bug)?;
        }
        self.lists.append(true);
        Ok(())
    }

    pub(super) fn finish(mut self) -> (Arc<ListArray>, Vec<i64>, Arc<FixedSizeBinaryArray>) {
        (Arc::new(self.lists.finish()), self.counts, Arc::new(self.digests.finish()))
    }
}
