//! Acts on their way to the lake, beside the rows that they derive from.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, TimestampMicrosecondBuilder};
use arrow_array::{Array, Int64Array, RecordBatch};
use vigie_model::time::Precision;

use super::pseudonyms::Keys;
use super::rows::{Observed, push_id, words};

/// Builds `act_rows`, which derive from publications and shares.
pub(super) struct ActRows {
    ids: FixedSizeBinaryBuilder,
    /// Numbers of the pseudonyms.
    accounts: Vec<usize>,
    objects: Vec<usize>,
    layers: Vec<Option<&'static str>>,
    at: TimestampMicrosecondBuilder,
    precision: Vec<Option<&'static str>>,
    kernels: Vec<Option<&'static str>>,
    /// The observation row (in its batch) that each act derives from.
    origins: Vec<u32>,
}

impl ActRows {
    pub(super) fn new() -> Self {
        Self {
            ids: FixedSizeBinaryBuilder::new(16),
            accounts: Vec::new(),
            objects: Vec::new(),
            layers: Vec::new(),
            at: TimestampMicrosecondBuilder::new(),
            precision: Vec::new(),
            kernels: Vec::new(),
            origins: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, origin: usize, observed: &Observed, act: &Act) {
        push_id(&mut self.ids, &observed.id.0);
        self.accounts.push(act.account);
        self.objects.push(act.object);
        self.layers.push(Some(act.layer));
        let at = observed.usable_time();
        self.at.append_option(at.map(|at| at.0));
        let precision = observed.claimed.map(|claimed| claimed.precision);
        self.precision.push(at.and(precision).map(Precision::word));
        self.kernels.push(Some(act.kernel));
        self.origins.push(u32::try_from(origin).unwrap_or(u32::MAX));
    }

    /// The acts so far and the origin row of each.
    pub(super) fn finish(
        &mut self,
        commit_seq: i64,
        named: &Keys,
    ) -> Result<(RecordBatch, Vec<u32>), arrow_schema::ArrowError> {
        let origins = std::mem::take(&mut self.origins);
        let ids = self.ids.finish();
        let rows = ids.len();
        let keys = |numbers: &mut Vec<usize>, keys: &[i64]| -> Int64Array {
            let numbers = std::mem::take(numbers).into_iter();
            let keys = numbers.map(|number| keys.get(number).copied().unwrap_or(0));
            Int64Array::from(keys.collect::<Vec<i64>>())
        };
        let batch = RecordBatch::try_new(
            vigie_model::schema::ACT_ROWS.schema(),
            vec![
                Arc::new(ids),
                Arc::new(Int64Array::from_value(commit_seq, rows)),
                Arc::new(keys(&mut self.accounts, &named.accounts)),
                Arc::new(keys(&mut self.objects, &named.objects)),
                words(&mut self.layers),
                Arc::new(self.at.finish().with_timezone("UTC")),
                words(&mut self.precision),
                words(&mut self.kernels),
            ],
        )?;
        Ok((batch, origins))
    }
}

/// One derived act, with the numbers of its pseudonyms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) account: usize,
    pub(super) object: usize,
    pub(super) layer: &'static str,
    pub(super) kernel: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_batch_is_in_the_schema() {
        assert_eq!(ActRows::new().finish(1, &Keys::default()).unwrap().0.num_rows(), 0);
    }
}
