//! From batches in any order to files sorted by time, in bounded memory.
//!
//! A lane buffers the rows of one table. When the buffer is full it is sorted, and its earlier
//! three quarters are written as one row group; the later quarter stays, so that a stream that is
//! only slightly out of order still gives files that are sorted from end to end. Rows earlier than
//! what a file already holds begin a new file: every file is sorted as a whole.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_select::interleave::interleave_record_batch;
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;

use crate::error::Result;
use crate::lake::LakeOptions;
use crate::parquet_file::{PartWriter, column, memory_of};
use crate::record::FileEntry;
use crate::transaction::Transaction;

/// Rows that are put together at a time when a buffer is sorted.
const SORTED_BATCH: usize = 8 << 10;

/// The rows of one table on their way into files: either all with a plausible time or all without.
pub(crate) struct Lane {
    table: &'static Table,
    time: usize,
    timed: bool,
    buffered: Vec<RecordBatch>,
    rows: usize,
    memory: usize,
    /// The buffer is sorted as it stands.
    ordered: bool,
    latest: i64,
    part: Option<PartWriter>,
    finished: Vec<FileEntry>,
}

/// How much of the buffer a flush writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flush {
    AllButLatest,
    All,
}

impl Lane {
    pub(crate) fn new(table: &'static Table, timed: bool) -> Result<Self> {
        Ok(Self {
            table,
            time: column(table, table.time_column)?,
            timed,
            buffered: Vec::new(),
            rows: 0,
            memory: 0,
            ordered: true,
            latest: i64::MIN,
            part: None,
            finished: Vec::new(),
        })
    }

    /// Takes rows; returns what left the buffer for a file, if it was full.
    pub(crate) fn push(
        &mut self,
        batch: RecordBatch,
        options: &LakeOptions,
        to: &mut Transaction,
    ) -> Result<Vec<RecordBatch>> {
        if batch.num_rows() == 0 {
            return Ok(Vec::new());
        }
        self.hold(batch);
        if self.rows < options.buffer_rows && self.memory < options.buffer_bytes {
            return Ok(Vec::new());
        }
        self.flush(Flush::AllButLatest, options, to)
    }

    /// Writes what is left and gives the files.
    pub(crate) fn finish(
        mut self,
        options: &LakeOptions,
        to: &mut Transaction,
    ) -> Result<Vec<FileEntry>> {
        self.flush(Flush::All, options, to)?;
        self.close_part()?;
        Ok(self.finished)
    }

    pub(crate) fn is_timed(&self) -> bool {
        self.timed
    }

    pub(crate) fn buffered(&self) -> &[RecordBatch] {
        &self.buffered
    }

    fn hold(&mut self, batch: RecordBatch) {
        if self.timed && self.ordered {
            let times = times(&batch, self.time);
            let sorted = times.is_sorted() && times.first().is_none_or(|&at| at >= self.latest);
            self.ordered = sorted;
            self.latest = times.last().copied().unwrap_or(self.latest);
        }
        self.rows += batch.num_rows();
        self.memory += memory_of(&batch);
        self.buffered.push(batch);
    }

    fn flush(
        &mut self,
        how: Flush,
        options: &LakeOptions,
        to: &mut Transaction,
    ) -> Result<Vec<RecordBatch>> {
        let batches = std::mem::take(&mut self.buffered);
        let rows = std::mem::take(&mut self.rows);
        self.memory = 0;
        let ordered = std::mem::replace(&mut self.ordered, true);
        self.latest = i64::MIN;
        let sorted = if ordered { batches } else { sorted(&batches, self.time)? };
        let goes = if how == Flush::All || !self.timed { rows } else { rows - rows / 4 };
        let mut written = Vec::new();
        let mut seen = 0;
        for batch in sorted {
            seen += batch.num_rows();
            // The first batch always goes, so that one huge batch cannot stay for ever.
            if seen <= goes || written.is_empty() {
                self.write(batch.clone(), options, to)?;
                written.push(batch);
            } else {
                self.hold(batch);
            }
        }
        if let Some(part) = &mut self.part {
            part.end_group()?;
        }
        Ok(written)
    }

    fn write(
        &mut self,
        batch: RecordBatch,
        options: &LakeOptions,
        to: &mut Transaction,
    ) -> Result<()> {
        let begins = self.timed.then(|| times(&batch, self.time).first().copied().map(Timestamp));
        let fits = |part: &PartWriter| {
            part.rows() < options.file_rows
                && part.memory() < options.file_memory
                && begins.flatten().zip(part.max_time()).is_none_or(|(begin, max)| begin >= max)
        };
        if !self.part.as_ref().is_some_and(fits) {
            self.close_part()?;
        }
        let part = match &mut self.part {
            Some(part) => part,
            none => none.insert(PartWriter::create(to, self.table, self.timed)?),
        };
        part.write(batch);
        Ok(())
    }

    fn close_part(&mut self) -> Result<()> {
        if let Some(part) = self.part.take() {
            self.finished.push(part.finish()?);
        }
        Ok(())
    }
}

/// The values of a time column without nulls.
pub(crate) fn times(batch: &RecordBatch, column: usize) -> &[i64] {
    batch.column(column).as_primitive::<TimestampMicrosecondType>().values()
}

/// Sorts by time; rows of one time stay in the order in which they came.
fn sorted(batches: &[RecordBatch], time: usize) -> Result<Vec<RecordBatch>> {
    let mut order = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
    for (at, batch) in batches.iter().enumerate() {
        order.extend(times(batch, time).iter().enumerate().map(|(row, &time)| (time, (at, row))));
    }
    order.sort_by_key(|&(time, _)| time);
    let rows: Vec<(usize, usize)> = order.into_iter().map(|(_, row)| row).collect();
    let batches: Vec<&RecordBatch> = batches.iter().collect();
    rows.chunks(SORTED_BATCH).map(|rows| Ok(interleave_record_batch(&batches, rows)?)).collect()
}
