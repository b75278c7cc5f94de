//! One Parquet file: row groups in, and what the commit record will say about it.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;

use crate::disk::HashingFile;
use crate::encode::{ChunkEncoder, ColumnPlan};
use crate::error::{LakeError, Result};
use crate::failpoint::failpoint;
use crate::record::{Digest, FileEntry};
use crate::transaction::Transaction;

/// A Parquet file that is being written.
pub(crate) struct PartWriter {
    writer: SerializedFileWriter<HashingFile>,
    encoder: ChunkEncoder,
    path: PathBuf,
    entry: FileEntry,
    table: &'static Table,
    time: usize,
    commit: usize,
    /// Rows of the row group that is open.
    group: Vec<RecordBatch>,
}

impl PartWriter {
    pub(crate) fn create(to: &mut Transaction, table: &'static Table, timed: bool) -> Result<Self> {
        let (name, path) = to.new_part(table.name, timed)?;
        let failed = |error| LakeError::writing(&path, error);
        let schema = ArrowSchemaConverter::new().convert(&table.schema()).map_err(failed)?;
        let file = HashingFile::create(&path).map_err(|e| LakeError::io("create", &path, e))?;
        let properties = Arc::new(properties(table, timed));
        let writer = SerializedFileWriter::new(file, schema.root_schema_ptr(), properties);
        let writer = writer.map_err(failed)?;
        let entry = FileEntry {
            table: table.name.to_owned(),
            path: name,
            rows: 0,
            bytes: 0,
            memory: 0,
            digest: Digest([0; 32]),
            min_time: None,
            max_time: None,
            timed,
            min_commit: u64::MAX,
            max_commit: 0,
            schema_version: table.version,
        };
        let (time, commit) = (column(table, table.time_column)?, column(table, "commit_seq")?);
        let (encoder, group) = (ChunkEncoder::new()?, Vec::new());
        Ok(Self { writer, encoder, path, entry, table, time, commit, group })
    }

    /// Appends rows to the row group that is open, and holds them until it ends. In a timed file
    /// they must not be earlier than what is there.
    pub(crate) fn write(&mut self, batch: RecordBatch) {
        if batch.num_rows() == 0 {
            return;
        }
        let entry = &mut self.entry;
        entry.rows += batch.num_rows() as u64;
        entry.memory += memory_of(&batch) as u64;
        let commits = batch.column(self.commit).as_primitive::<Int64Type>().values();
        let (min, max) = (commits.iter().min(), commits.iter().max());
        let seq = |seq: Option<&i64>| seq.and_then(|seq| u64::try_from(*seq).ok()).unwrap_or(0);
        entry.min_commit = entry.min_commit.min(seq(min));
        entry.max_commit = entry.max_commit.max(seq(max));
        if entry.timed {
            let times = batch.column(self.time).as_primitive::<TimestampMicrosecondType>().values();
            entry.min_time = entry.min_time.or(times.first().copied().map(Timestamp));
            entry.max_time = times.last().copied().map(Timestamp);
        }
        self.group.push(batch);
    }

    /// Encodes and writes the row group that is open, if it has rows.
    pub(crate) fn end_group(&mut self) -> Result<()> {
        let batches = std::mem::take(&mut self.group);
        if batches.is_empty() {
            return Ok(());
        }
        let failed = |error: ParquetError| LakeError::writing(&self.path, error);
        let descriptions = self.writer.schema_descr().columns().to_vec();
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for ((at, column), description) in self.table.columns().enumerate().zip(descriptions) {
            let plan = ColumnPlan {
                column,
                is_id: column.name == self.table.id_column,
                is_pruned_by: at == self.time || at == self.commit,
            };
            let arrays: Vec<&ArrayRef> = batches.iter().map(|batch| batch.column(at)).collect();
            let (bytes, close) = self.encoder.encode(plan, &arrays, description)?;
            group.append_column(&bytes, close).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        failpoint!("lake.rows_written");
        Ok(())
    }

    pub(crate) fn rows(&self) -> u64 {
        self.entry.rows
    }

    pub(crate) fn memory(&self) -> u64 {
        self.entry.memory
    }

    pub(crate) fn max_time(&self) -> Option<Timestamp> {
        self.entry.max_time
    }

    /// Writes the footer and gives what the commit record will say.
    pub(crate) fn finish(mut self) -> Result<FileEntry> {
        self.end_group()?;
        self.writer.finish().map_err(|error| LakeError::writing(&self.path, error))?;
        let file = self.writer.inner();
        failpoint!("lake.part_closed");
        Ok(FileEntry { digest: file.digest(), bytes: file.bytes(), ..self.entry })
    }
}

/// Where a column stands in its table.
pub(crate) fn column(table: &'static Table, name: &str) -> Result<usize> {
    table
        .columns()
        .position(|column| column.name == name)
        .ok_or_else(|| LakeError::internal(format!("{} has no column {name}", table.name)))
}

/// The memory that the rows of a batch need by themselves, whatever larger arrays they are
/// slices of.
pub(crate) fn memory_of(batch: &RecordBatch) -> usize {
    let columns = batch.columns().iter();
    columns.map(|column| column.to_data().get_slice_memory_size().unwrap_or(0)).sum()
}

fn properties(table: &'static Table, timed: bool) -> WriterProperties {
    let time = table.columns().position(|column| column.name == table.time_column);
    let time = time.and_then(|time| i32::try_from(time).ok()).filter(|_| timed);
    let sorting = time.map(|column_idx| {
        vec![SortingColumn { column_idx, descending: false, nulls_first: false }]
    });
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("vigie-lake ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_sorting_columns(sorting)
        .set_key_value_metadata(Some(vec![
            KeyValue::new("vigie.table".to_owned(), table.name.to_owned()),
            KeyValue::new("vigie.version".to_owned(), table.version.to_string()),
        ]))
        .build();
    // Readers that know Arrow get the exact types back, with the access of each column.
    add_encoded_arrow_schema_to_metadata(&table.schema(), &mut properties);
    properties
}
