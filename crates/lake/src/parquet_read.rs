//! Reading back what this crate wrote, as far as it needs to itself.

use std::fs::File;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::file::statistics::Statistics;
use vigie_model::schema::Table;

use crate::error::{LakeError, Result};
use crate::id_set::id_at;

/// A file whose footer is read and whose row groups can be read one by one.
pub(crate) struct GroupReader {
    path: PathBuf,
    table: &'static Table,
    metadata: ArrowReaderMetadata,
}

impl GroupReader {
    pub(crate) fn open(path: &Path, table: &'static Table) -> Result<Self> {
        let file = open(path)?;
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
            .map_err(|error| LakeError::reading(path, error))?;
        Ok(Self { path: path.to_owned(), table, metadata })
    }

    pub(crate) fn groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// The times of a row group; `None` when its statistics do not say.
    pub(crate) fn window(&self, group: usize) -> Option<RangeInclusive<i64>> {
        let time = self.position(self.table.time_column)?;
        match self.metadata.metadata().row_group(group).column(time).statistics()? {
            Statistics::Int64(times) => Some(*times.min_opt()?..=*times.max_opt()?),
            _ => None,
        }
    }

    /// The ids of a row group, in file order.
    pub(crate) fn ids(&self, group: usize) -> Result<Vec<u128>> {
        let mut ids = Vec::new();
        for batch in self.read(&[self.table.id_column], Some(group), 8 << 10)? {
            let batch = batch.map_err(|error| LakeError::reading(&self.path, error))?;
            let Some(column) = batch.column(0).as_fixed_size_binary_opt() else {
                return Err(LakeError::reading(&self.path, "its ids are not 16 bytes long"));
            };
            if column.value_length() != 16 {
                return Err(LakeError::reading(&self.path, "its ids are not 16 bytes long"));
            }
            ids.extend((0..column.len()).map(|row| id_at(column, row)));
        }
        Ok(ids)
    }

    /// Batches with the named columns that the file has, in file order; all groups or one.
    pub(crate) fn read(
        &self,
        columns: &[&str],
        group: Option<usize>,
        rows: usize,
    ) -> Result<ParquetRecordBatchReader> {
        self.built(self.reading(columns, group, rows)?)
    }

    /// As [`GroupReader::read`], of the rows of one group that are selected: what else stands on
    /// pages without any is not unpacked.
    pub(crate) fn read_selected(
        &self,
        columns: &[&str],
        group: usize,
        selection: RowSelection,
        rows: usize,
    ) -> Result<ParquetRecordBatchReader> {
        self.built(self.reading(columns, Some(group), rows)?.with_row_selection(selection))
    }

    fn built(
        &self,
        builder: ParquetRecordBatchReaderBuilder<File>,
    ) -> Result<ParquetRecordBatchReader> {
        builder.build().map_err(|error| LakeError::reading(&self.path, error))
    }

    fn reading(
        &self,
        columns: &[&str],
        group: Option<usize>,
        rows: usize,
    ) -> Result<ParquetRecordBatchReaderBuilder<File>> {
        let roots: Vec<usize> = columns.iter().filter_map(|name| self.position(name)).collect();
        let schema = self.metadata.metadata().file_metadata().schema_descr();
        let mask = ProjectionMask::roots(schema, roots);
        let file = open(&self.path)?;
        let mut builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                .with_projection(mask)
                .with_batch_size(rows);
        if let Some(group) = group {
            builder = builder.with_row_groups(vec![group]);
        }
        Ok(builder)
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.metadata.schema().fields().iter().position(|field| field.name() == column)
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| LakeError::io("read", path, error))
}

/// A batch as the current version of its table has it: columns that the file does not have yet
/// are added, all null.
pub(crate) fn up_to_date(batch: &RecordBatch, table: &'static Table) -> Result<RecordBatch> {
    let schema = table.schema();
    let held = batch.schema();
    let columns = schema.fields().iter().map(|field| match held.index_of(field.name()) {
        Ok(at) => batch.column(at).clone(),
        Err(_) => arrow_array::new_null_array(field.data_type(), batch.num_rows()),
    });
    Ok(RecordBatch::try_new(schema.clone(), columns.collect())?)
}
