//! Merging small files, so that many small commits do not make many small files for ever.
//!
//! Rows keep everything, their `commit_seq` too; only the files change. The merge is streamed:
//! inputs are sorted, so that a few thousand rows of each are in memory at a time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use arrow_array::RecordBatch;
use arrow_select::interleave::interleave_record_batch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::lake::{Lake, LakeOptions};
use crate::lane::times;
use crate::layout;
use crate::parquet_file::{PartWriter, column, memory_of};
use crate::parquet_read::{GroupReader, up_to_date};
use crate::record::{CommitKind, CommitRecord, FileEntry};
use crate::tables;
use crate::transaction::{Cleanup, Transaction};

/// Files merged at a time.
const FAN_IN: usize = 64;
/// Memory for the rows of all inputs that are in memory at a time, in bytes.
const MERGE_MEMORY: u64 = 64 << 20;
/// Rows put together at a time.
const MERGED_BATCH: usize = 8 << 10;

/// What compaction did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Compacted {
    /// Files that were merged.
    pub merged: u64,
    /// Files that came of them.
    pub into: u64,
    /// Rows in them.
    pub rows: u64,
}

impl Lake {
    /// Merges small files until each table has at most one file below 64 Ki rows, and none if it
    /// has that many rows at all.
    ///
    /// # Errors
    /// [`LakeError::Busy`], a damaged file, or when the disk refuses; then nothing changed.
    pub fn compact(&self, now: Timestamp) -> Result<Compacted> {
        run(&mut Transaction::begin(&self.shared, now)?, Zeal::Thorough)
    }
}

/// Merges what has piled up, in a commit of its own.
pub(crate) fn after_commit(transaction: &mut Transaction) -> Result<Compacted> {
    run(transaction, Zeal::WhenWorthIt)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Zeal {
    WhenWorthIt,
    Thorough,
}

fn run(transaction: &mut Transaction, zeal: Zeal) -> Result<Compacted> {
    let mut done = Compacted::default();
    let mut record = CommitRecord::new(CommitKind::Compact, transaction.now);
    for group in plan(transaction, zeal)? {
        done.merged += group.inputs.len() as u64;
        let merged = merge(transaction, &group)?;
        done.into += merged.len() as u64;
        done.rows += merged.iter().map(|file| file.rows).sum::<u64>();
        record.added.extend(merged);
        record.removed.extend(group.inputs.into_iter().map(|file| file.path));
    }
    if !record.is_empty() {
        transaction.publish(record, &Cleanup::default())?;
    }
    Ok(done)
}

/// Files of one table that are to become fewer.
struct Group {
    table: &'static Table,
    timed: bool,
    inputs: Vec<FileEntry>,
}

fn plan(transaction: &Transaction, zeal: Zeal) -> Result<Vec<Group>> {
    let options = &transaction.shared.options;
    let mut groups = Vec::new();
    for table in tables::all() {
        for timed in [true, false] {
            let files = transaction.state.files_of(table.name);
            // What a later version wrote has columns that a merge here would lose.
            let ours = files.filter(|file| file.timed == timed && tables::of(file).is_some());
            let files: Vec<FileEntry> = ours.cloned().collect();
            let mut inputs = choose(files, zeal, options);
            inputs.sort_by(|a, b| (a.min_time, &a.path).cmp(&(b.min_time, &b.path)));
            groups.extend(
                inputs.chunks(FAN_IN).filter(|inputs| inputs.len() > 1).map(|inputs| Group {
                    table,
                    timed,
                    inputs: inputs.to_vec(),
                }),
            );
        }
    }
    for file in groups.iter().flat_map(|group| &group.inputs) {
        check_unchanged(transaction, file)?;
    }
    Ok(groups)
}

fn choose(files: Vec<FileEntry>, zeal: Zeal, options: &LakeOptions) -> Vec<FileEntry> {
    let is_small = |file: &FileEntry| {
        file.rows < options.small_file_rows && file.memory < options.small_file_memory
    };
    let (mut small, large): (Vec<_>, Vec<_>) = files.into_iter().partition(is_small);
    let enough = small.iter().map(|file| file.rows).sum::<u64>() >= options.small_file_rows;
    match zeal {
        Zeal::WhenWorthIt if enough || small.len() >= options.many_small_files => small,
        Zeal::WhenWorthIt => Vec::new(),
        Zeal::Thorough => {
            if !enough && !small.is_empty() {
                small.extend(large.into_iter().min_by_key(|file| (file.rows, file.path.clone())));
            }
            small
        }
    }
}

/// A changed byte must not be given a new, matching digest.
pub(crate) fn check_unchanged(transaction: &Transaction, file: &FileEntry) -> Result<()> {
    let path = layout::at(transaction.root(), &file.path);
    match crate::disk::digest_file(&path)? {
        Some((digest, _)) if digest == file.digest => Ok(()),
        Some(_) => Err(LakeError::damaged(&path, "its digest does not match")),
        None => Err(LakeError::damaged(&path, "it is missing")),
    }
}

fn merge(transaction: &mut Transaction, group: &Group) -> Result<Vec<FileEntry>> {
    let options = transaction.shared.options.clone();
    let rows: u64 = group.inputs.iter().map(|file| file.rows).sum();
    let memory: u64 = group.inputs.iter().map(|file| file.memory).sum();
    let files = rows.div_ceil(options.file_rows.max(1)).max(memory / options.file_memory.max(1));
    let mut output = Output::new(group.table, group.timed, rows.div_ceil(files.max(1)));
    let share = MERGE_MEMORY / group.inputs.len().max(1) as u64;
    let mut cursors = group
        .inputs
        .iter()
        .map(|file| Cursor::open(transaction, group, file, share))
        .collect::<Result<Vec<_>>>()?;
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> = cursors
        .iter()
        .enumerate()
        .filter_map(|(at, cursor)| Some(Reverse((cursor.time()?, at))))
        .collect();
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(MERGED_BATCH);
    while let Some(Reverse((_, at))) = heap.pop() {
        order.push((at, cursors[at].row));
        cursors[at].row += 1;
        let exhausted = cursors[at].row >= cursors[at].batch.num_rows();
        if exhausted || order.len() >= MERGED_BATCH {
            let batches: Vec<&RecordBatch> = cursors.iter().map(|cursor| &cursor.batch).collect();
            output.write(transaction, &interleave_record_batch(&batches, &order)?)?;
            order.clear();
        }
        if exhausted {
            cursors[at].refill(group.table)?;
        }
        heap.extend(cursors[at].time().map(|time| Reverse((time, at))));
    }
    output.finish()
}

/// A sorted file that is being read.
struct Cursor {
    reader: ParquetRecordBatchReader,
    path: std::path::PathBuf,
    /// The time column, if it has one to sort by.
    time: Option<usize>,
    batch: RecordBatch,
    row: usize,
}

impl Cursor {
    fn open(at: &Transaction, group: &Group, file: &FileEntry, memory: u64) -> Result<Self> {
        let path = layout::at(at.root(), &file.path);
        let each = (file.memory / file.rows.max(1)).max(1);
        let rows = usize::try_from(memory / each).unwrap_or(1).clamp(1, MERGED_BATCH);
        let names: Vec<&str> = group.table.columns().map(|column| column.name).collect();
        let reader = GroupReader::open(&path, group.table)?.read(&names, None, rows)?;
        let time =
            if group.timed { Some(column(group.table, group.table.time_column)?) } else { None };
        let batch = RecordBatch::new_empty(group.table.schema());
        let mut cursor = Self { reader, path, time, batch, row: 0 };
        cursor.refill(group.table)?;
        Ok(cursor)
    }

    /// Rows without time are all of one time: they stay in order.
    fn time(&self) -> Option<i64> {
        let held = self.row < self.batch.num_rows();
        held.then(|| self.time.map_or(0, |time| times(&self.batch, time)[self.row]))
    }

    fn refill(&mut self, table: &'static Table) -> Result<()> {
        self.row = 0;
        self.batch = match self.reader.next() {
            Some(batch) => {
                up_to_date(&batch.map_err(|error| LakeError::reading(&self.path, error))?, table)?
            }
            None => RecordBatch::new_empty(table.schema()),
        };
        Ok(())
    }
}

/// Writes rows that are sorted already into files of about equal length.
pub(crate) struct Output {
    table: &'static Table,
    timed: bool,
    rows_per_file: u64,
    rows_in_group: usize,
    memory_in_group: usize,
    part: Option<PartWriter>,
    finished: Vec<FileEntry>,
}

impl Output {
    pub(crate) fn new(table: &'static Table, timed: bool, rows_per_file: u64) -> Self {
        let rows_per_file = rows_per_file.max(1);
        Self {
            table,
            timed,
            rows_per_file,
            rows_in_group: 0,
            memory_in_group: 0,
            part: None,
            finished: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, to: &mut Transaction, batch: &RecordBatch) -> Result<()> {
        let mut rest = batch.clone();
        while rest.num_rows() > 0 {
            let part = match &mut self.part {
                Some(part) => part,
                none => none.insert(PartWriter::create(to, self.table, self.timed)?),
            };
            let room = usize::try_from(self.rows_per_file - part.rows()).unwrap_or(usize::MAX);
            let now = rest.slice(0, rest.num_rows().min(room));
            rest = rest.slice(now.num_rows(), rest.num_rows() - now.num_rows());
            self.rows_in_group += now.num_rows();
            self.memory_in_group += memory_of(&now);
            part.write(now);
            if self.rows_in_group >= to.shared.options.buffer_rows
                || self.memory_in_group >= to.shared.options.buffer_bytes
            {
                part.end_group()?;
                (self.rows_in_group, self.memory_in_group) = (0, 0);
            }
            if part.rows() >= self.rows_per_file {
                self.close()?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        (self.rows_in_group, self.memory_in_group) = (0, 0);
        if let Some(part) = self.part.take() {
            self.finished.push(part.finish()?);
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Vec<FileEntry>> {
        self.close()?;
        Ok(self.finished)
    }
}
