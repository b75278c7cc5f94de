//! Reading restricted columns row by row, for uses that hand on counts and ids alone: matching
//! what people wrote against what is sealed, or against what somebody searches for.
//!
//! Views and queries never see these columns. What is read here goes no further than the
//! rendering gate.

use std::ops::ControlFlow;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, BooleanArray, Int64Array, RecordBatch, StringArray};
use parquet::arrow::arrow_reader::RowSelection;
use vigie_model::Key;
use vigie_model::SignalId;
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::parquet_read::GroupReader;
use crate::record::FileEntry;
use crate::snapshot::Snapshot;

/// How many rows are held at a time.
const ROWS: usize = 4 << 10;
/// Takes a row, and says whether to go on.
type Each<'a> = &'a mut dyn FnMut(&RestrictedRow<'_>) -> ControlFlow<()>;

/// The key columns that a row may have.
const COMMON: [&str; 3] = ["signal_id", "commit_seq", "claimed_at"];

/// A column as it is asked for, so that no row has to find out again what is in it.
#[derive(Clone, Copy, Debug)]
enum Column<'a> {
    Text(&'a StringArray),
    Key(&'a Int64Array),
}

/// One row with its restricted texts.
#[derive(Debug)]
pub struct RestrictedRow<'a> {
    columns: &'a [(&'a str, Column<'a>)],
    row: usize,
    /// The signal.
    pub signal: SignalId,
    /// When it claims to have happened.
    pub claimed_at: Option<Timestamp>,
}

impl<'a> RestrictedRow<'a> {
    /// The text of a column; `None` where there is none.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&'a str> {
        match self.column(column)? {
            Column::Text(texts) => texts.is_valid(self.row).then(|| texts.value(self.row)),
            Column::Key(_) => None,
        }
    }

    /// The pseudonym in a column; `None` where there is none.
    #[must_use]
    pub fn key(&self, column: &str) -> Option<Key> {
        match self.column(column)? {
            Column::Key(keys) => keys.is_valid(self.row).then(|| Key(keys.value(self.row))),
            Column::Text(_) => None,
        }
    }

    fn column(&self, name: &str) -> Option<Column<'a>> {
        self.columns.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
    }
}

/// The texts and pseudonyms of a batch.
fn columns(batch: &RecordBatch) -> Vec<(&str, Column<'_>)> {
    let schema = batch.schema_ref();
    let named = schema.fields().iter().zip(batch.columns());
    named
        .filter_map(|(field, column)| {
            let texts = column.as_string_opt::<i32>().map(Column::Text);
            let keys = || column.as_primitive_opt::<Int64Type>().map(Column::Key);
            Some((field.name().as_str(), texts.or_else(keys)?))
        })
        .collect()
}

impl Snapshot {
    /// Hands each row of a table of observations to `each`, file by file in the order of time,
    /// with the named columns.
    ///
    /// # Errors
    /// When a file of the lake cannot be read.
    pub fn read_restricted(
        &self,
        table: &'static Table,
        columns: &[&str],
        mut each: impl FnMut(&RestrictedRow<'_>),
    ) -> Result<()> {
        for file in self.files(table.name) {
            let each = &mut |row: &RestrictedRow<'_>| {
                each(row);
                ControlFlow::Continue(())
            };
            let _never_broken = self.read_file(file, table, None, columns, each)?;
        }
        Ok(())
    }

    /// As [`Snapshot::read_restricted`], from the file with the newest rows to that with the
    /// oldest, and each file from its last row group to its first, until `each` breaks. Inside a
    /// row group rows still come oldest first.
    ///
    /// # Errors
    /// When a file of the lake cannot be read.
    pub fn read_restricted_newest(
        &self,
        table: &'static Table,
        columns: &[&str],
        mut each: impl FnMut(&RestrictedRow<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut files: Vec<&FileEntry> = self.files(table.name).iter().collect();
        files.sort_by(|a, b| (b.max_time, &b.path).cmp(&(a.max_time, &a.path)));
        for file in files {
            let groups = GroupReader::open(&self.path(file), table)?.groups();
            for group in (0..groups).rev() {
                if self.read_file(file, table, Some(group), columns, &mut each)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// As [`Snapshot::read_restricted`], of the rows that `is_wanted` says, which sees them with
    /// the columns `probed` alone. The other columns of what nobody wants are not unpacked.
    ///
    /// # Errors
    /// When a file of the lake cannot be read.
    pub fn read_restricted_where(
        &self,
        table: &'static Table,
        probed: &[&str],
        columns: &[&str],
        mut is_wanted: impl FnMut(&RestrictedRow<'_>) -> bool,
        mut each: impl FnMut(&RestrictedRow<'_>),
    ) -> Result<()> {
        let probed: Vec<&str> = COMMON.iter().chain(probed).copied().collect();
        let columns: Vec<&str> = COMMON.iter().chain(columns).copied().collect();
        for file in self.files(table.name) {
            let path = self.path(file);
            let reader = GroupReader::open(&path, table)?;
            for group in 0..reader.groups() {
                let mut wanted = Vec::new();
                for batch in reader.read(&probed, Some(group), ROWS)? {
                    let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
                    let (base, rows) = (wanted.len(), batch.num_rows());
                    wanted.resize(base + rows, false);
                    let _never_broken = self.rows_of(&batch, &path, &mut |row| {
                        wanted[base + row.row] = is_wanted(row);
                        ControlFlow::Continue(())
                    })?;
                }
                if !wanted.contains(&true) {
                    continue;
                }
                let selection = RowSelection::from_filters(&[BooleanArray::from(wanted)]);
                for batch in reader.read_selected(&columns, group, selection, ROWS)? {
                    let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
                    let _never_broken = self.rows_of(&batch, &path, &mut |row| {
                        each(row);
                        ControlFlow::Continue(())
                    })?;
                }
            }
        }
        Ok(())
    }

    fn read_file(
        &self,
        file: &FileEntry,
        table: &'static Table,
        group: Option<usize>,
        columns: &[&str],
        each: Each<'_>,
    ) -> Result<ControlFlow<()>> {
        let columns: Vec<&str> = COMMON.iter().chain(columns).copied().collect();
        let path = self.path(file);
        for batch in GroupReader::open(&path, table)?.read(&columns, group, ROWS)? {
            let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
            if self.rows_of(&batch, &path, each)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Hands on the rows of a batch that the snapshot holds.
    fn rows_of(&self, batch: &RecordBatch, path: &Path, each: Each<'_>) -> Result<ControlFlow<()>> {
        let damaged = || LakeError::damaged(path, "its columns are not those of the table");
        let column = |name| batch.column_by_name(name).ok_or_else(damaged);
        let ids = column("signal_id")?.as_fixed_size_binary_opt().ok_or_else(damaged)?;
        let commits = column("commit_seq")?.as_primitive_opt::<Int64Type>().ok_or_else(damaged)?;
        let times = column("claimed_at")?
            .as_primitive_opt::<TimestampMicrosecondType>()
            .ok_or_else(damaged)?;
        let columns = columns(batch);
        for row in 0..batch.num_rows() {
            if u64::try_from(commits.value(row)).is_ok_and(|at| at > self.read_commit) {
                continue;
            }
            let id = ids.value(row).try_into().map_err(|_| damaged())?;
            let claimed_at = times.is_valid(row).then(|| Timestamp(times.value(row)));
            let row = RestrictedRow { columns: &columns, row, signal: SignalId(id), claimed_at };
            if each(&row).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
