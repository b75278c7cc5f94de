//! Taking rows out of files, and remembering what went.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;
use vigie_model::SegmentId;
use vigie_model::schema::{Layer, Table};

use super::matcher::{Matcher, integers};
use crate::compact::{Output, check_unchanged};
use crate::error::{LakeError, Result};
use crate::id_set::{IdSet, id_at};
use crate::layout;
use crate::parquet_read::{GroupReader, up_to_date};
use crate::record::{CommitRecord, FileEntry};
use crate::tables::{self, ECHO_ROWS};
use crate::transaction::Transaction;

/// Rows read at a time.
const BATCH: usize = 4 << 10;

/// What went.
#[derive(Default)]
pub(super) struct Removed {
    /// Ids of observations.
    ids: Vec<u128>,
    /// Rows, by table.
    pub(super) rows: BTreeMap<&'static str, u64>,
    /// Where their bytes are: offset and length.
    pub(super) ranges: BTreeMap<SegmentId, Vec<(u64, u64)>>,
}

impl Removed {
    /// Nothing but stretches of bytes.
    pub(super) fn of_ranges(ranges: BTreeMap<SegmentId, Vec<(u64, u64)>>) -> Self {
        Self { ranges, ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Takes note of the rows of a batch that are picked.
    fn note(&mut self, table: &'static Table, batch: &RecordBatch, picked: &[bool]) {
        let count = picked.iter().filter(|picked| **picked).count() as u64;
        *self.rows.entry(table.name).or_default() += count;
        let column = |name: &str| batch.column_by_name(name)?.as_fixed_size_binary_opt();
        if table.layer == Layer::Observed
            && let Some(ids) = column(table.id_column)
        {
            let rows = picked.iter().enumerate().filter(|(_, picked)| **picked);
            self.ids.extend(rows.map(|(row, _)| id_at(ids, row)));
        }
        let Some(segments) = column("segment") else { return };
        let places = integers(batch, "segment_offset").zip(integers(batch, "length"));
        for (row, (picked, place)) in picked.iter().zip(places).enumerate() {
            if let (true, false, (Some(offset), Some(length))) =
                (*picked, segments.is_null(row), place)
                && let (Ok(offset), Ok(length)) = (u64::try_from(offset), u64::try_from(length))
            {
                let segment = SegmentId(id_at(segments, row).to_be_bytes());
                self.ranges.entry(segment).or_default().push((offset, length));
            }
        }
    }
}

/// Rewrites a file of observations without the rows that match.
pub(super) fn remove_matching(
    transaction: &mut Transaction,
    matcher: &Matcher,
    file: &FileEntry,
    removed: &mut Removed,
    record: &mut CommitRecord,
) -> Result<()> {
    let pick = |table, batch: &RecordBatch| matcher.pick(table, batch);
    remove(transaction, file, &pick, &matcher.columns(named(file)?), removed, record)
}

/// Rewrites files of derived tables without the rows of removed signals.
pub(super) fn remove_derived(
    transaction: &mut Transaction,
    matcher: &Matcher,
    removed: &mut Removed,
    record: &mut CommitRecord,
) -> Result<()> {
    let gone = IdSet::new(&std::mem::take(&mut removed.ids));
    let by_itself = matcher.picks_derived();
    let pick = |table: &'static Table, batch: &RecordBatch| {
        let mut picked =
            if by_itself { matcher.pick(table, batch) } else { vec![false; batch.num_rows()] };
        let ids = batch.column_by_name(table.id_column);
        if let Some(ids) = ids.and_then(|ids| ids.as_fixed_size_binary_opt()) {
            for (row, picked) in picked.iter_mut().enumerate() {
                *picked |= gone.contains(id_at(ids, row));
            }
        }
        picked
    };
    for table in tables::all().filter(|table| table.layer == Layer::Derived) {
        let files: Vec<FileEntry> = transaction.state.files_of(table.name).cloned().collect();
        let mut columns = vec![table.id_column];
        columns.extend(if by_itself { matcher.columns(table) } else { Vec::new() });
        for file in files {
            remove(transaction, &file, &pick, &columns, removed, record)?;
        }
    }
    Ok(())
}

fn named(file: &FileEntry) -> Result<&'static Table> {
    tables::named(&file.table)
        .ok_or_else(|| LakeError::internal(format!("{} is not a table", file.table)))
}

type Pick<'a> = dyn Fn(&'static Table, &RecordBatch) -> Vec<bool> + 'a;

/// Looks with the deciding columns only; rewrites the file if any row is picked.
fn remove(
    transaction: &mut Transaction,
    file: &FileEntry,
    pick: &Pick<'_>,
    deciding: &[&str],
    removed: &mut Removed,
    record: &mut CommitRecord,
) -> Result<()> {
    let table = named(file)?;
    let path = layout::at(transaction.root(), &file.path);
    let reader = GroupReader::open(&path, table)?;
    let mut columns = deciding.to_vec();
    columns.extend([table.id_column, "segment", "segment_offset", "length"]);
    let mut picked_any = false;
    for batch in reader.read(&columns, None, BATCH)? {
        let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
        let picked = pick(table, &batch);
        if picked.contains(&true) {
            picked_any = true;
            removed.note(table, &batch, &picked);
        }
    }
    if !picked_any {
        return Ok(());
    }
    check_unchanged(transaction, file)?;
    let all: Vec<&str> = table.columns().map(|column| column.name).collect();
    let mut output = Output::new(table, file.timed, u64::MAX);
    for batch in reader.read(&all, None, BATCH)? {
        let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
        let stays: BooleanArray = pick(table, &batch).into_iter().map(|gone| Some(!gone)).collect();
        let stays = filter_record_batch(&up_to_date(&batch, table)?, &stays)?;
        output.write(transaction, &stays)?;
    }
    record.added.extend(output.finish()?);
    record.removed.push(file.path.clone());
    Ok(())
}

/// Which of these segments rows of observations still point to, once the record is published.
pub(super) fn still_referred(
    transaction: &Transaction,
    record: &CommitRecord,
    of: &BTreeMap<SegmentId, Vec<(u64, u64)>>,
) -> Result<std::collections::BTreeSet<SegmentId>> {
    let state = transaction.state.after(record);
    let mut found = std::collections::BTreeSet::new();
    for file in state.files.values() {
        let Some(table) = tables::named(&file.table) else { continue };
        if table.layer != Layer::Observed || table.name == ECHO_ROWS.name {
            continue;
        }
        let path = layout::at(transaction.root(), &file.path);
        for batch in GroupReader::open(&path, table)?.read(&["segment"], None, BATCH)? {
            let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
            let segments = batch.column_by_name("segment");
            let Some(segments) = segments.and_then(|column| column.as_fixed_size_binary_opt())
            else {
                continue;
            };
            let ids = (0..segments.len()).filter(|row| segments.is_valid(*row));
            let ids = ids.map(|row| SegmentId(id_at(segments, row).to_be_bytes()));
            found.extend(ids.filter(|id| of.contains_key(id)));
        }
    }
    Ok(found)
}
