//! Reading restricted columns row by row, for uses that hand on counts and ids alone: matching
//! what people wrote against what is sealed, or against what somebody searches for.
//!
//! Views and queries never see these columns. What is read here goes no further than the
//! rendering gate.

use std::ops::ControlFlow;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
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
/// The key columns that a row may have.
const COMMON: [&str; 3] = ["signal_id", "commit_seq", "claimed_at"];

/// One row with its restricted texts.
#[derive(Debug)]
pub struct RestrictedRow<'a> {
    batch: &'a RecordBatch,
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
        let column = self.batch.column_by_name(column)?.as_string_opt::<i32>()?;
        column.is_valid(self.row).then(|| column.value(self.row))
    }

    /// The pseudonym in a column; `None` where there is none.
    #[must_use]
    pub fn key(&self, column: &str) -> Option<Key> {
        let column = self.batch.column_by_name(column)?.as_primitive_opt::<Int64Type>()?;
        column.is_valid(self.row).then(|| Key(column.value(self.row)))
    }
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

    fn read_file(
        &self,
        file: &FileEntry,
        table: &'static Table,
        group: Option<usize>,
        columns: &[&str],
        each: &mut dyn FnMut(&RestrictedRow<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let columns: Vec<&str> = COMMON.iter().chain(columns).copied().collect();
        let path = self.path(file);
        let damaged = || LakeError::damaged(&path, "its columns are not those of the table");
        for batch in GroupReader::open(&path, table)?.read(&columns, group, ROWS)? {
            let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
            let column = |name| batch.column_by_name(name).ok_or_else(damaged);
            let ids = column("signal_id")?.as_fixed_size_binary_opt().ok_or_else(damaged)?;
            let commits =
                column("commit_seq")?.as_primitive_opt::<Int64Type>().ok_or_else(damaged)?;
            let times = column("claimed_at")?
                .as_primitive_opt::<TimestampMicrosecondType>()
                .ok_or_else(damaged)?;
            for row in 0..batch.num_rows() {
                if u64::try_from(commits.value(row)).is_ok_and(|at| at > self.read_commit) {
                    continue;
                }
                let id = ids.value(row).try_into().map_err(|_| damaged())?;
                let claimed_at = times.is_valid(row).then(|| Timestamp(times.value(row)));
                let row = RestrictedRow { batch: &batch, row, signal: SignalId(id), claimed_at };
                if each(&row).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
