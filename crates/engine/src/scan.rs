//! Reads files of the lake: a table provider over an explicit list, never a folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_schema::{Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::config::TableParquetOptions;
use datafusion::common::stats::Precision;
use datafusion::common::{Result, ScalarValue, Statistics};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::{TableProvider, TableType};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::object_store::path::Path as StorePath;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use vigie_lake::FileEntry;
use vigie_model::schema::{Access, Table};

use crate::relation::time_scalar;

/// The columns of a table that are not restricted. Everything in the engine is built on these, so
/// that no plan can name the others; apart from the views that only operators read.
pub(crate) fn open_schema(table: &Table) -> SchemaRef {
    chosen(table, |access| access == Access::Open)
}

/// All columns of a table.
pub(crate) fn whole_schema(table: &Table) -> SchemaRef {
    chosen(table, |_| true)
}

fn chosen(table: &Table, access: impl Fn(Access) -> bool) -> SchemaRef {
    let whole = table.schema();
    let fields: Vec<_> = table
        .columns()
        .zip(whole.fields())
        .filter(|(column, _)| access(column.access))
        .map(|(_, field)| field.as_ref().clone().with_metadata(HashMap::new()))
        .collect();
    Arc::new(Schema::new(fields))
}

/// Some files of one table.
#[derive(Debug)]
pub(crate) struct Files {
    schema: SchemaRef,
    files: Vec<PartitionedFile>,
    statistics: Statistics,
}

impl Files {
    /// Files where they lie, with what their commit records say of them.
    pub(crate) fn new<'a>(
        table: &Table,
        schema: SchemaRef,
        entries: impl Iterator<Item = (PathBuf, &'a FileEntry)>,
    ) -> Result<Self> {
        let mut files = Vec::new();
        let mut rows: usize = 0;
        for (path, entry) in entries {
            rows = rows.saturating_add(count(entry.rows));
            files.push(file(table, &schema, &path, entry)?);
        }
        let mut statistics = Statistics::new_unknown(&schema);
        statistics.num_rows = Precision::Exact(rows);
        Ok(Self { schema, files, statistics })
    }
}

fn count(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

/// One file with what the commit record says about it, so that a file without matching rows is
/// never opened.
fn file(
    table: &Table,
    schema: &SchemaRef,
    path: &Path,
    entry: &FileEntry,
) -> Result<PartitionedFile> {
    let mut statistics = Statistics::new_unknown(schema);
    statistics.num_rows = Precision::Exact(count(entry.rows));
    if let (Ok(index), true) = (schema.index_of(table.time_column), entry.timed) {
        let times = &mut statistics.column_statistics[index];
        times.null_count = Precision::Exact(0);
        let exact = |at| Precision::Exact(time_scalar(at));
        times.min_value = entry.min_time.map_or(Precision::Absent, exact);
        times.max_value = entry.max_time.map_or(Precision::Absent, exact);
    }
    if let Ok(index) = schema.index_of("commit_seq") {
        let commits = &mut statistics.column_statistics[index];
        let exact = |seq: u64| {
            i64::try_from(seq)
                .map_or(Precision::Absent, |seq| Precision::Exact(ScalarValue::Int64(Some(seq))))
        };
        commits.null_count = Precision::Exact(0);
        commits.min_value = exact(entry.min_commit);
        commits.max_value = exact(entry.max_commit);
    }
    let path = std::path::absolute(path)?;
    let mut file = PartitionedFile::new("", entry.bytes);
    // A path by way of its parent folder (`../lake`) is none that a store knows.
    let by_parent = path.components().any(|part| part == std::path::Component::ParentDir);
    let path = if by_parent { path.canonicalize()? } else { path };
    file.object_meta.location = StorePath::from_absolute_path(path)?;
    Ok(file.with_statistics(Arc::new(statistics)))
}

#[async_trait]
impl TableProvider for Files {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn statistics(&self) -> Option<Statistics> {
        Some(self.statistics.clone())
    }

    // Filters stay above the scan; DataFusion's physical planner also hands them to the Parquet
    // reader, which skips files, row groups and pages by their statistics.
    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if self.files.is_empty() {
            let schema = match projection {
                Some(columns) => Arc::new(self.schema.project(columns)?),
                None => Arc::clone(&self.schema),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let environment = state.runtime_env();
        let place = ObjectStoreUrl::local_filesystem();
        let reader = CachedParquetFileReaderFactory::new(
            environment.object_store(&place)?,
            environment.cache_manager.get_file_metadata_cache(),
        );
        let options = TableParquetOptions {
            global: state.config_options().execution.parquet.clone(),
            ..TableParquetOptions::default()
        };
        let source = ParquetSource::new(Arc::clone(&self.schema))
            .with_table_parquet_options(options)
            .with_parquet_file_reader_factory(Arc::new(reader));
        // One group: DataFusion splits it over the partitions by bytes once it is large enough.
        let scan = FileScanConfigBuilder::new(place, Arc::new(source))
            .with_file_group(FileGroup::new(self.files.clone()))
            .with_statistics(self.statistics.clone())
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::DataType;
    use datafusion::arrow::array::RecordBatch;
    use datafusion::arrow::util::pretty::pretty_format_batches;
    use datafusion::parquet::arrow::ArrowWriter;
    use datafusion::prelude::{SessionContext, col, lit};
    use vigie_lake::Digest;
    use vigie_model::Timestamp;
    use vigie_model::schema::REJECTED;

    /// A file whose writer did not know the column `detail` yet, and had others in another order.
    fn older_file(path: &Path) -> FileEntry {
        let fields: Vec<_> = REJECTED.schema().fields().iter().rev().cloned().collect();
        let schema = Arc::new(Schema::new(
            fields.into_iter().filter(|field| field.name() != "detail").collect::<Vec<_>>(),
        ));
        let columns = schema.fields().iter().map(|field| {
            let value = ScalarValue::try_from(field.data_type()).unwrap();
            let value = match field.data_type() {
                _ if field.is_nullable() => value,
                DataType::Utf8 => ScalarValue::from(field.name().as_str()),
                DataType::FixedSizeBinary(width) => {
                    ScalarValue::FixedSizeBinary(*width, Some(vec![7; 16]))
                }
                kind => ScalarValue::new_zero(kind).unwrap(),
            };
            value.to_array().unwrap()
        });
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns.collect()).unwrap();
        let file = std::fs::File::create(path).unwrap();
        let mut writer = ArrowWriter::try_new(file, schema, None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        FileEntry {
            table: "rejected".to_owned(),
            path: String::new(),
            rows: 1,
            bytes: std::fs::metadata(path).unwrap().len(),
            memory: 0,
            digest: Digest([0; 32]),
            min_time: None,
            max_time: None,
            timed: false,
            min_commit: 1,
            max_commit: 1,
            schema_version: 0,
        }
    }

    #[test]
    fn rows_of_an_older_schema_read_as_null_where_a_column_is_new() {
        let folder = tempfile::tempdir().unwrap();
        // A name that an address would write differently.
        let path = folder.path().join("a lake %20 é.parquet");
        let entry = older_file(&path);
        let files =
            Files::new(REJECTED, open_schema(REJECTED), [(path, &entry)].into_iter()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let rows = runtime.block_on(async {
            let table = SessionContext::new().read_table(Arc::new(files)).unwrap();
            let columns = ["file", "detail", "line", "signal_id", "claimed_at"].map(col);
            table.select(columns).unwrap().collect().await.unwrap()
        });
        insta::assert_snapshot!(pretty_format_batches(&rows).unwrap(), @"
        +------+--------+------+----------------------------------+------------+
        | file | detail | line | signal_id                        | claimed_at |
        +------+--------+------+----------------------------------+------------+
        | file |        | 0    | 07070707070707070707070707070707 |            |
        +------+--------+------+----------------------------------+------------+
        ");
    }

    #[test]
    fn a_file_whose_times_cannot_match_is_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.parquet");
        let entry = FileEntry {
            rows: 5,
            bytes: 4_000,
            min_time: Some(Timestamp(0)),
            max_time: Some(Timestamp(1_000)),
            timed: true,
            ..older_file(&folder.path().join("other.parquet"))
        };
        let rows_at = |at: i64| {
            let files = Files::new(
                REJECTED,
                open_schema(REJECTED),
                [(missing.clone(), &entry)].into_iter(),
            )
            .unwrap();
            let filter = col("claimed_at").gt_eq(lit(time_scalar(Timestamp(at))));
            let table = SessionContext::new().read_table(Arc::new(files)).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(table.filter(filter).unwrap().collect())
        };
        assert!(rows_at(1_001).unwrap().iter().all(|batch| batch.num_rows() == 0));
        assert!(rows_at(1_000).is_err(), "there is a file to miss");
    }

    #[test]
    fn restricted_columns_are_in_no_schema() {
        for table in vigie_model::schema::ALL_TABLES {
            let schema = open_schema(table);
            for column in table.columns() {
                let open = column.access == Access::Open;
                assert_eq!(schema.index_of(column.name).is_ok(), open, "{}", column.name);
            }
        }
    }
}
