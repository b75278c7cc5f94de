//! Reads files of the lake: a table provider over an explicit list, never a folder.

use std::path::Path;
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
use vigie_lake::{FileEntry, Snapshot};
use vigie_model::schema::{Access, Table};

use crate::relation::time_scalar;

/// The columns of a table that are not restricted. Everything in the engine is built on these, so
/// that no plan can name the others.
pub(crate) fn open_schema(table: &Table) -> SchemaRef {
    let whole = table.schema();
    let fields: Vec<_> = table
        .columns()
        .zip(whole.fields())
        .filter(|(column, _)| column.access == Access::Open)
        .map(|(_, field)| field.as_ref().clone().with_metadata(Default::default()))
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
    /// The files that commit records describe as `entries`, which lie in `snapshot`'s lake.
    pub(crate) fn new(table: &Table, snapshot: &Snapshot, entries: &[&FileEntry]) -> Result<Self> {
        let schema = open_schema(table);
        let mut files = Vec::with_capacity(entries.len());
        let mut rows = 0;
        for entry in entries {
            rows += usize::try_from(entry.rows).unwrap_or(usize::MAX);
            files.push(file(table, &schema, &snapshot.path(entry), entry)?);
        }
        let mut statistics = Statistics::new_unknown(&schema);
        statistics.num_rows = Precision::Exact(rows);
        Ok(Self { schema, files, statistics })
    }
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
    let rows = usize::try_from(entry.rows).unwrap_or(usize::MAX);
    statistics.num_rows = Precision::Exact(rows);
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
