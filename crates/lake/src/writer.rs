//! The writer of one commit: rows, segments and notes in; one record out.

use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, RecordBatch, TimestampMicrosecondArray,
};
use arrow_schema::SchemaRef;
use arrow_select::filter::filter_record_batch;
use vigie_model::SegmentId;
use vigie_model::hash::first;
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;

use crate::compact;
use crate::cutter::ClosedSegment;
use crate::error::{LakeError, Result};
use crate::failpoint::failpoint;
use crate::known::{Known, TimeTrust};
use crate::lane::Lane;
use crate::layout;
use crate::parquet_file::column;
use crate::record::{CommitKind, CommitRecord, Digest, Keep, SegmentEntry, StreamNote};
use crate::segments::SegmentPacker;
use crate::transaction::{Cleanup, Transaction};

/// Writes one commit. Nothing is seen by readers before [`Writer::commit`]; dropped without it,
/// nothing stays.
pub struct Writer {
    transaction: Transaction,
    record: CommitRecord,
    tables: BTreeMap<&'static str, TableLanes>,
    known: Known,
    packers: BTreeMap<Keep, SegmentPacker>,
    segments: BTreeMap<SegmentId, SegmentEntry>,
}

struct TableLanes {
    schema: SchemaRef,
    timed: Lane,
    untimed: Lane,
}

impl TableLanes {
    fn new(table: &'static Table) -> Result<Self> {
        let (timed, untimed) = (Lane::new(table, true)?, Lane::new(table, false)?);
        Ok(Self { schema: table.schema(), timed, untimed })
    }
}

/// What a commit did.
#[derive(Debug)]
#[non_exhaustive]
pub struct Committed {
    /// The newest commit now. Without anything new it is the one before.
    pub seq: u64,
    /// Whether there was anything to record.
    pub changed: bool,
    /// Rows added, by table.
    pub rows: BTreeMap<String, u64>,
    /// Segments added.
    pub segments: u64,
    /// The commit stands, but small files could not be merged after it.
    pub not_compacted: Option<LakeError>,
}

impl Writer {
    pub(crate) fn new(transaction: Transaction, kind: CommitKind) -> Self {
        let record = CommitRecord::new(kind, transaction.now);
        let known = Known::over(&transaction);
        Self {
            transaction,
            record,
            tables: BTreeMap::new(),
            known,
            packers: BTreeMap::new(),
            segments: BTreeMap::new(),
        }
    }

    /// The `commit_seq` that rows of this commit must carry.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.transaction.seq()
    }

    /// Says that rows from here on are of one stream, until this is said again. Ids of one stream
    /// differ, so its rows need not be compared with each other.
    pub fn begin_stream(&mut self) {
        self.known.begin_stream();
    }

    /// Says for each row whether its id is committed already or was appended to this commit.
    /// Ids inside one call are taken to differ, as they do in one stream.
    ///
    /// `times` are the values of the table's time column: equal records claim equal times, so
    /// only files and row groups of those times are looked at. Where the time had to be assumed,
    /// use [`Writer::known_with`].
    ///
    /// # Errors
    /// When committed files cannot be read, or for derived tables, whose rows have no id.
    pub fn known(
        &mut self,
        table: &'static Table,
        ids: &FixedSizeBinaryArray,
        times: &TimestampMicrosecondArray,
    ) -> Result<BooleanArray> {
        self.known_with(table, ids, times, TimeTrust::Exact)
    }

    /// Like [`Writer::known`] for times whose zone or year was assumed: another reading of the
    /// same bytes may have assumed otherwise.
    ///
    /// # Errors
    /// As [`Writer::known`].
    pub fn known_with(
        &mut self,
        table: &'static Table,
        ids: &FixedSizeBinaryArray,
        times: &TimestampMicrosecondArray,
        trust: TimeTrust,
    ) -> Result<BooleanArray> {
        self.known.check(table, ids, times, trust)
    }

    /// Adds rows with the columns of `table.schema()`, in any order. The caller has asked
    /// [`Writer::known`] first.
    ///
    /// # Errors
    /// When the columns are not the table's, rows carry another commit, or the disk refuses.
    pub fn append(&mut self, table: &'static Table, batch: RecordBatch) -> Result<()> {
        let seq = i64::try_from(self.seq()).unwrap_or(i64::MAX);
        let lanes = match self.tables.entry(table.name) {
            btree_map::Entry::Occupied(held) => held.into_mut(),
            btree_map::Entry::Vacant(free) => free.insert(TableLanes::new(table)?),
        };
        let (_, columns, _) = batch.into_parts();
        let batch = RecordBatch::try_new(Arc::clone(&lanes.schema), columns)?;
        check_commit(table, &batch, seq)?;
        let options = self.transaction.shared.options.clone();
        let (timed, untimed) = split(table, batch)?;
        for (lane, batch) in [(&mut lanes.timed, timed), (&mut lanes.untimed, untimed)] {
            let Some(batch) = batch else { continue };
            self.known.appended(table, lane.is_timed(), &batch)?;
            let written = lane.push(batch, &options, &mut self.transaction)?;
            if !written.is_empty() {
                self.known.written(table, lane.is_timed(), &written, lane.buffered())?;
            }
        }
        Ok(())
    }

    /// Stores a run of stream bytes and gives its id.
    ///
    /// # Errors
    /// When the disk refuses, or the content is longer than [`crate::MAX_SEGMENT`].
    pub fn put_segment(&mut self, content: &[u8], keep: Keep) -> Result<SegmentId> {
        let digest = Digest::of(content);
        self.store(digest, content, keep)?;
        Ok(SegmentId(first(&digest.0)))
    }

    /// Stores a segment that a [`crate::SegmentCutter`] has closed and named.
    ///
    /// # Errors
    /// As [`Writer::put_segment`].
    pub fn put_closed(&mut self, segment: &ClosedSegment, keep: Keep) -> Result<()> {
        self.store(segment.digest(), segment.content(), keep)
    }

    fn store(&mut self, content_digest: Digest, content: &[u8], keep: Keep) -> Result<()> {
        let id = SegmentId(first(&content_digest.0));
        let held = self.segments.get(&id).or_else(|| self.transaction.state.segments.get(&id));
        if let Some(held) = held.filter(|held| held.blanked.is_none()) {
            if held.keep < keep {
                let entry = SegmentEntry { keep, ..held.clone() };
                self.segments.insert(id, entry);
            }
            return Ok(());
        }
        let (_, path) = self.transaction.stage(layout::segment_name(id, None))?;
        let packer = match self.packers.entry(keep) {
            btree_map::Entry::Occupied(held) => held.into_mut(),
            btree_map::Entry::Vacant(free) => free.insert(SegmentPacker::new(keep)?),
        };
        let (digest, stored) = packer.write(content, &path)?;
        failpoint!("lake.segment_written");
        let entry = SegmentEntry {
            id,
            digest,
            stored,
            length: content.len() as u64,
            keep,
            added_at: self.transaction.now,
            added_by: self.seq(),
            blanked: None,
        };
        self.segments.insert(id, entry);
        Ok(())
    }

    /// Records what a stream was and what became of its records. One commit serves one mandate.
    ///
    /// # Errors
    /// When an earlier note of this commit names another mandate.
    pub fn note_stream(&mut self, stream: StreamNote) -> Result<()> {
        if let Some(first) = self.record.streams.first()
            && first.mandate.id != stream.mandate.id
        {
            let (first, second) = (first.mandate.id.clone(), stream.mandate.id);
            return Err(LakeError::MixedMandates { first, second });
        }
        self.record.streams.push(stream);
        Ok(())
    }

    /// Records the whole reading behind the short digest that rows carry.
    pub fn note_reading(&mut self, short: &str, reading: serde_json::Value) {
        if !self.transaction.state.readings.contains_key(short) {
            self.record.readings.insert(short.to_owned(), reading);
        }
    }

    /// Makes everything durable and visible at once, then merges small files. A commit without
    /// rows, segments and notes records nothing.
    ///
    /// # Errors
    /// When the disk refuses; then nothing was added.
    pub fn commit(mut self) -> Result<Committed> {
        let options = self.transaction.shared.options.clone();
        for (_, lanes) in std::mem::take(&mut self.tables) {
            for lane in [lanes.timed, lanes.untimed] {
                self.record.added.extend(lane.finish(&options, &mut self.transaction)?);
            }
        }
        let mut rows = BTreeMap::new();
        for file in &self.record.added {
            *rows.entry(file.table.clone()).or_default() += file.rows;
        }
        let segments = self.segments.len() as u64;
        self.record.segments_added = std::mem::take(&mut self.segments).into_values().collect();
        let changed = !self.record.is_empty();
        let mut not_compacted = None;
        if changed {
            let cleanup = self.replaced_segments();
            self.transaction.publish(self.record, &cleanup)?;
            not_compacted = compact::after_commit(&mut self.transaction).err();
        }
        let seq = self.transaction.state.seq;
        Ok(Committed { seq, changed, rows, segments, not_compacted })
    }

    /// Files of blanked segments whose whole content has come in again.
    fn replaced_segments(&self) -> Cleanup {
        let added = self.record.segments_added.iter();
        let replaced = added.filter_map(|entry| {
            let held = self.transaction.state.segments.get(&entry.id)?;
            (held.path() != entry.path()).then(|| held.path())
        });
        Cleanup { spare_nobody: false, segment_files: replaced.collect() }
    }
}

/// A row of another commit would be seen too early or too late.
fn check_commit(table: &'static Table, batch: &RecordBatch, seq: i64) -> Result<()> {
    let commits = batch.column(column(table, "commit_seq")?).as_primitive::<Int64Type>();
    if commits.values().iter().all(|&commit| commit == seq) {
        return Ok(());
    }
    Err(LakeError::internal(format!("rows for {} do not carry commit {seq}", table.name)))
}

/// Rows with a plausible time and rows without.
fn split(
    table: &'static Table,
    batch: RecordBatch,
) -> Result<(Option<RecordBatch>, Option<RecordBatch>)> {
    let times = batch.column(column(table, table.time_column)?);
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let plausible = |at: Option<i64>| at.is_some_and(|at| Timestamp(at).is_plausible());
    let mask: BooleanArray = if times.null_count() == 0 {
        if times.values().iter().all(|&at| Timestamp(at).is_plausible()) {
            return Ok((Some(batch), None));
        }
        times.values().iter().map(|&at| Some(plausible(Some(at)))).collect()
    } else {
        times.iter().map(|at| Some(plausible(at))).collect()
    };
    let timed = filter_record_batch(&batch, &mask)?;
    let untimed = filter_record_batch(&batch, &BooleanArray::new(!mask.values(), None))?;
    Ok((Some(timed), Some(untimed)))
}
