//! The tables of the lake as views see them: at one commit, before one horizon.
//!
//! Whether a row counts is decided here and nowhere above. Files that hold no such row are left
//! out by what the commit record says of them, and a filter is added only when some file that
//! stays holds both kinds, which is never the case for a session on the newest commit without a
//! horizon.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::datasource::{MemTable, TableProvider, ViewTable, provider_as_source};
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, TableSource, col, lit};
use vigie_lake::{FileEntry, Snapshot};
use vigie_model::Timestamp;
use vigie_model::schema::Table;
use vigie_model::time::PLAUSIBLE;

use crate::relation::time_scalar;
use crate::scan::{Files, open_schema};

/// Which rows of a table a view reads; the name of the schema in its SQL.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rows {
    Timed,
    Observed,
    Kept,
}

impl Rows {
    fn named(schema: &str) -> Option<Self> {
        match schema {
            "timed" => Some(Self::Timed),
            "observed" => Some(Self::Observed),
            "kept" => Some(Self::Kept),
            _ => None,
        }
    }
}

/// Where the rows of the tables lie.
pub(crate) enum Store {
    /// In files.
    Lake(Snapshot),
    /// In memory, by the name of their table.
    Memory(BTreeMap<&'static str, Vec<RecordBatch>>),
}

/// The tables at one commit, before one horizon.
pub(crate) struct Raw {
    pub(crate) store: Store,
    pub(crate) read_commit: u64,
    pub(crate) until: Option<Timestamp>,
}

impl Raw {
    /// No rows at all.
    pub(crate) fn nothing() -> Self {
        Self { store: Store::Memory(BTreeMap::new()), read_commit: 0, until: None }
    }

    /// What `schema.table` in the SQL of a view stands for.
    pub(crate) fn source(&self, schema: &str, table: &str) -> Result<Arc<dyn TableSource>> {
        let (Some(rows), Some(table)) = (Rows::named(schema), Table::named(table)) else {
            return Err(DataFusionError::Plan(format!("there is no table {schema}.{table}")));
        };
        let (provider, filter) = match &self.store {
            Store::Lake(snapshot) => {
                let (files, filter) = self.choose(rows, table, snapshot.files(table.name));
                let files = files.into_iter().map(|file| (snapshot.path(file), file));
                (Arc::new(Files::new(table, files)?) as Arc<dyn TableProvider>, filter)
            }
            Store::Memory(tables) => {
                let batches = tables.get(table.name).map_or(&[][..], Vec::as_slice);
                (in_memory(table, batches)?, self.whole_filter(rows, table))
            }
        };
        let source = provider_as_source(provider);
        let Some(filter) = filter else { return Ok(source) };
        let plan = LogicalPlanBuilder::scan(table.name, source, None)?.filter(filter)?.build()?;
        Ok(provider_as_source(Arc::new(ViewTable::new(plan, None))))
    }

    /// The horizon, where it decides about rows.
    fn horizon(&self, rows: Rows) -> Option<Timestamp> {
        self.until.filter(|_| rows != Rows::Kept)
    }

    fn needs_time(&self, rows: Rows) -> bool {
        rows == Rows::Timed || self.horizon(rows).is_some()
    }

    /// The files that may hold rows that count, and what still has to be asked of each row. In the
    /// lake either every row of a file has a usable time or none has.
    fn choose<'a>(
        &self,
        rows: Rows,
        table: &Table,
        files: &'a [FileEntry],
    ) -> (Vec<&'a FileEntry>, Option<Expr>) {
        let until = self.horizon(rows);
        let before =
            |at: Option<Timestamp>| until.is_none_or(|until| at.is_some_and(|at| at < until));
        let chosen: Vec<&FileEntry> = files
            .iter()
            .filter(|file| file.min_commit <= self.read_commit)
            .filter(|file| !self.needs_time(rows) || file.timed)
            .filter(|file| before(file.min_time))
            .collect();
        let newer = chosen.iter().any(|file| file.max_commit > self.read_commit);
        let later = chosen.iter().any(|file| !before(file.max_time));
        let filters = [
            newer.then(|| committed(self.read_commit)),
            until.filter(|_| later).map(|until| col(table.time_column).lt(time(until))),
        ];
        (chosen, filters.into_iter().flatten().reduce(Expr::and))
    }

    /// Everything that has to be asked of a row about whose batch nothing is known.
    fn whole_filter(&self, rows: Rows, table: &Table) -> Option<Expr> {
        let claimed = || col(table.time_column);
        let usable = claimed().gt_eq(time(PLAUSIBLE.start)).and(claimed().lt(time(PLAUSIBLE.end)));
        let filters = [
            Some(committed(self.read_commit)),
            self.needs_time(rows).then_some(usable),
            self.horizon(rows).map(|until| claimed().lt(time(until))),
        ];
        filters.into_iter().flatten().reduce(Expr::and)
    }
}

fn committed(read_commit: u64) -> Expr {
    // No commit comes near the largest integer, so nothing is lost by stopping there.
    col("commit_seq").lt_eq(lit(i64::try_from(read_commit).unwrap_or(i64::MAX)))
}

fn time(at: Timestamp) -> Expr {
    let value: ScalarValue = time_scalar(at);
    lit(value)
}

fn in_memory(table: &Table, batches: &[RecordBatch]) -> Result<Arc<dyn TableProvider>> {
    let schema = open_schema(table);
    let batches = batches
        .iter()
        .map(|batch| {
            let columns = schema
                .fields()
                .iter()
                .map(|field| {
                    batch.column_by_name(field.name()).cloned().ok_or_else(|| {
                        DataFusionError::Internal(format!("{} lacks {}", table.name, field.name()))
                    })
                })
                .collect::<Result<Vec<_>>>()?;
            Ok(RecordBatch::try_new(Arc::clone(&schema), columns)?)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(MemTable::try_new(schema, vec![batches])?))
}
