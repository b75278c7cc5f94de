//! Telling the lake that a segment also holds records that were read before.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Int64Array, RecordBatch, TimestampMicrosecondArray,
};
use vigie_model::time::Timestamp;
use vigie_model::{SegmentId, SignalId};

use crate::error::Result;
use crate::tables::ECHO_ROWS;
use crate::writer::Writer;

/// A record whose row points elsewhere and whose bytes are in a stored segment as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Echo {
    /// The record.
    pub signal: SignalId,
    /// The time that it claims.
    pub at: Option<Timestamp>,
    /// Where in the segment it begins, in bytes.
    pub offset: usize,
    /// How long it is, in bytes.
    pub length: usize,
}

impl Writer {
    /// Tells which known records a segment that is stored now holds too, so that `forget` finds
    /// every copy of their bytes. To be called for each stored segment with known records in it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn note_echoes(&mut self, segment: SegmentId, echoes: &[Echo]) -> Result<()> {
        if echoes.is_empty() {
            return Ok(());
        }
        let seq = i64::try_from(self.seq()).unwrap_or(i64::MAX);
        let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        let times = echoes.iter().map(|echo| echo.at.map(|at| at.0));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(FixedSizeBinaryArray::try_from_iter(echoes.iter().map(|e| e.signal.0))?),
            Arc::new(Int64Array::from(vec![seq; echoes.len()])),
            Arc::new(times.collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
            Arc::new(FixedSizeBinaryArray::try_from_iter(echoes.iter().map(|_| segment.0))?),
            Arc::new(Int64Array::from_iter_values(echoes.iter().map(|e| number(e.offset)))),
            Arc::new(Int64Array::from_iter_values(echoes.iter().map(|e| number(e.length)))),
        ];
        self.append(ECHO_ROWS, RecordBatch::try_new(ECHO_ROWS.schema(), columns)?)
    }
}
