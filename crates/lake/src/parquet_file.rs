//! One Parquet file: how columns are encoded, and what the commit record will say about it.

use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use vigie_model::schema::{ColumnType, Table};
use vigie_model::time::Timestamp;

use crate::disk::HashingFile;
use crate::error::{LakeError, Result};
use crate::failpoint::failpoint;
use crate::record::{Digest, FileEntry};
use crate::transaction::Transaction;

/// A Parquet file that is being written.
pub(crate) struct PartWriter {
    writer: ArrowWriter<HashingFile>,
    path: PathBuf,
    entry: FileEntry,
    time: usize,
    commit: usize,
}

impl PartWriter {
    pub(crate) fn create(to: &mut Transaction, table: &'static Table, timed: bool) -> Result<Self> {
        let (name, path) = to.new_part(table.name, timed)?;
        let file = HashingFile::create(&path).map_err(|e| LakeError::io("create", &path, e))?;
        let properties = properties(table, timed)?;
        let writer = ArrowWriter::try_new(file, table.schema(), Some(properties))
            .map_err(|error| LakeError::writing(&path, error))?;
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
        Ok(Self { writer, path, entry, time, commit })
    }

    /// Appends rows; in a timed file they must not be earlier than what is there.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        self.writer.write(batch).map_err(|error| LakeError::writing(&self.path, error))?;
        let entry = &mut self.entry;
        entry.rows += batch.num_rows() as u64;
        entry.memory += memory_of(batch) as u64;
        let commits = batch.column(self.commit).as_primitive::<Int64Type>().values();
        for &seq in commits {
            let seq = u64::try_from(seq).unwrap_or(0);
            entry.min_commit = entry.min_commit.min(seq);
            entry.max_commit = entry.max_commit.max(seq);
        }
        if entry.timed {
            let times = batch.column(self.time).as_primitive::<TimestampMicrosecondType>().values();
            entry.min_time = entry.min_time.or(times.first().copied().map(Timestamp));
            entry.max_time = times.last().copied().map(Timestamp);
        }
        Ok(())
    }

    /// Ends the row group.
    pub(crate) fn end_group(&mut self) -> Result<()> {
        self.writer.flush().map_err(|error| LakeError::writing(&self.path, error))?;
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

fn properties(table: &'static Table, timed: bool) -> Result<WriterProperties> {
    let zstd = ZstdLevel::try_new(1).map_err(|e| LakeError::writing(Path::new(table.name), e))?;
    let mut builder = WriterProperties::builder()
        .set_created_by(concat!("vigie-lake ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(zstd))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(vec![
            KeyValue::new("vigie.table".to_owned(), table.name.to_owned()),
            KeyValue::new("vigie.version".to_owned(), table.version.to_string()),
        ]));
    for (index, column) in table.columns().enumerate() {
        let path = ColumnPath::from(column.name);
        let pruned_by = column.name == table.time_column || column.name == "commit_seq";
        if pruned_by {
            builder = builder
                .set_column_statistics_enabled(path.clone(), EnabledStatistics::Chunk);
        }
        if column.name == table.time_column && timed {
            builder = builder.set_sorting_columns(Some(vec![SortingColumn {
                column_idx: i32::try_from(index).unwrap_or(0),
                descending: false,
                nulls_first: false,
            }]));
        }
        if column.name == table.id_column {
            // Ids are random bits: neither a dictionary nor compression can do anything.
            builder = builder
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path.clone(), Encoding::PLAIN)
                .set_column_compression(path, Compression::UNCOMPRESSED);
        } else if column.kind == ColumnType::Time && column.name == table.time_column {
            builder = builder
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    Ok(builder.build())
}
