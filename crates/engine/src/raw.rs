//! The tables of the lake as views see them: at one commit, before one horizon.
//!
//! Whether a row counts is decided here and nowhere above. Files that hold no such row are left
//! out by what the commit record says of them, and a filter is added only when some file that
//! stays holds both kinds, which is never the case for a session on the newest commit without a
//! horizon.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::datasource::{MemTable, TableProvider, ViewTable, provider_as_source};
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, TableSource, col, lit};
use vigie_lake::{FileEntry, Snapshot};
use vigie_model::Timestamp;
use vigie_model::schema::Table;
use vigie_model::time::PLAUSIBLE;

use crate::relation::time_scalar;
use crate::scan::{Files, open_schema, whole_schema};
use crate::views::Readers;

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

    /// What `schema.table` in the SQL of a view stands for. Restricted columns are there for the
    /// views of operators only.
    pub(crate) fn source(
        &self,
        readers: Readers,
        schema: &str,
        table: &str,
    ) -> Result<Arc<dyn TableSource>> {
        let (Some(rows), Some(table)) = (Rows::named(schema), Table::named(table)) else {
            return Err(DataFusionError::Plan(format!("there is no table {schema}.{table}")));
        };
        let columns =
            if readers == Readers::Operators { whole_schema(table) } else { open_schema(table) };
        let (provider, filter) = match &self.store {
            Store::Lake(snapshot) => {
                let (files, filter) = self.choose(rows, table, snapshot.files(table.name));
                let files = files.into_iter().map(|file| (snapshot.path(file), file));
                (Arc::new(Files::new(table, columns, files)?) as Arc<dyn TableProvider>, filter)
            }
            Store::Memory(tables) => {
                let batches = tables.get(table.name).map_or(&[][..], Vec::as_slice);
                (in_memory(table, columns, batches)?, self.whole_filter(rows, table))
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

fn in_memory(
    table: &Table,
    schema: SchemaRef,
    batches: &[RecordBatch],
) -> Result<Arc<dyn TableProvider>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_lake::Digest;
    use vigie_model::schema::ACT_ROWS;

    fn file(commits: (u64, u64), times: Option<(i64, i64)>) -> FileEntry {
        FileEntry {
            table: "act_rows".to_owned(),
            path: format!("{commits:?} {times:?}"),
            rows: 1,
            bytes: 1,
            memory: 1,
            digest: Digest([0; 32]),
            min_time: times.map(|(min, _)| Timestamp(min)),
            max_time: times.map(|(_, max)| Timestamp(max)),
            timed: times.is_some(),
            min_commit: commits.0,
            max_commit: commits.1,
            schema_version: 1,
        }
    }

    /// Which of the files stay, and the filter over their rows.
    fn chosen(rows: Rows, read_commit: u64, until: Option<i64>) -> String {
        let files =
            [file((1, 1), Some((10, 20))), file((2, 3), Some((20, 30))), file((1, 2), None)];
        let raw = Raw { read_commit, until: until.map(Timestamp), ..Raw::nothing() };
        let (stay, filter) = raw.choose(rows, ACT_ROWS, &files);
        let stay: Vec<usize> = stay
            .iter()
            .filter_map(|stays| files.iter().position(|file| file.path == stays.path))
            .collect();
        format!("{stay:?} {}", filter.map_or(String::new(), |filter| filter.to_string()))
    }

    #[test]
    fn rows_are_filtered_only_where_a_file_holds_both_kinds() {
        assert_eq!(chosen(Rows::Timed, 3, None), "[0, 1] ");
        assert_eq!(chosen(Rows::Observed, 3, None), "[0, 1, 2] ");
        assert_eq!(chosen(Rows::Kept, 3, Some(15)), "[0, 1, 2] ");
        assert_eq!(chosen(Rows::Timed, 1, None), "[0] ");
        assert_eq!(chosen(Rows::Timed, 2, None), "[0, 1] commit_seq <= Int64(2)");
        assert_eq!(chosen(Rows::Observed, 3, Some(10)), "[] ");
        let filtered = chosen(Rows::Observed, 3, Some(20));
        assert_eq!(filtered, "[0] at < TimestampMicrosecond(20, Some(\"UTC\"))");
        assert_eq!(chosen(Rows::Timed, 3, Some(31)), "[0, 1] ");
    }
}
