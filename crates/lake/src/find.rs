//! Finding observations by id: where the bytes of a signal lie, and what stands behind the
//! pseudonyms of its row.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, BooleanArray, RecordBatch};
use arrow_buffer::BooleanBuffer;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowPredicateFn, ParquetRecordBatchReaderBuilder, RowFilter};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use vigie_model::schema::{ALL_TABLES, Layer, Table};
use vigie_model::time::Timestamp;
use vigie_model::{Key, SegmentId, SignalId};

use crate::error::{LakeError, Result};
use crate::id_set::{LiveIds, id_at};
use crate::record::FileEntry;
use crate::snapshot::Snapshot;

/// Where one signal stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The signal.
    pub signal: SignalId,
    /// The name of its table.
    pub table: &'static str,
    /// The short digest of the reading that it was seen through.
    pub reading: String,
    /// The host label of its stream.
    pub host: String,
    /// When it claims to have happened.
    pub claimed_at: Option<Timestamp>,
    /// The segment that holds, or held, its bytes.
    pub segment: Option<SegmentId>,
    /// Where in the segment its bytes begin.
    pub offset: u64,
    /// How many there are.
    pub length: u64,
}

impl Place {
    /// The record's bytes out of its segment's content; `None` when they do not fit.
    #[must_use]
    pub fn slice<'a>(&self, content: &'a [u8]) -> Option<&'a [u8]> {
        let start = usize::try_from(self.offset).ok()?;
        let end = start.checked_add(usize::try_from(self.length).ok()?)?;
        content.get(start..end)
    }
}

/// What stands behind a pseudonym. Restricted matter: it goes no further than the rendering gate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The platform of an account; empty for anything else.
    pub space: String,
    /// The account id, address or login name as the source gave it.
    pub text: String,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// One place a signal, in no particular order.
    pub places: Vec<Place>,
    /// Names by pseudonym, from the same rows.
    pub names: HashMap<Key, Name>,
}

/// Pseudonyms with the columns that hold the text they stand for.
const NAMED: &[(&str, &str)] = &[
    ("author_key", "author_id"),
    ("author_key", "author_name"),
    ("account_key", "account_id"),
    ("source_key", "source_address"),
    ("user_key", "user_name"),
];

const PLACED: &[&str] = &[
    "signal_id",
    "reading",
    "host",
    "claimed_at",
    "segment",
    "segment_offset",
    "length",
    "platform",
];

impl Snapshot {
    /// Finds signals that claim a time from `first` to `last`, or none.
    ///
    /// # Errors
    /// When a file of the lake cannot be read.
    pub fn find(
        &self,
        ids: &HashSet<SignalId>,
        first: Timestamp,
        last: Timestamp,
    ) -> Result<Found> {
        let mut found = Found::default();
        if ids.is_empty() {
            return Ok(found);
        }
        for table in ALL_TABLES.iter().filter(|table| table.layer == Layer::Observed) {
            for file in self.files(table.name) {
                if found.places.len() == ids.len() {
                    return Ok(found);
                }
                if overlaps(file, first, last) {
                    read(table, &self.path(file), ids, (first, last), &mut found)?;
                }
            }
        }
        Ok(found)
    }

    /// How many rows of each table the snapshot's files hold.
    #[must_use]
    pub fn rows_by_table(&self) -> std::collections::BTreeMap<&'static str, u64> {
        ALL_TABLES.iter().map(|table| (table.name, self.rows(table.name))).collect()
    }
}

fn overlaps(file: &FileEntry, first: Timestamp, last: Timestamp) -> bool {
    match (file.min_time, file.max_time) {
        (Some(min), Some(max)) => min <= last && max >= first,
        _ => true,
    }
}

fn read(
    table: &'static Table,
    path: &Path,
    ids: &HashSet<SignalId>,
    times: (Timestamp, Timestamp),
    found: &mut Found,
) -> Result<()> {
    let broken = |error: &dyn std::fmt::Display| LakeError::damaged(path, error.to_string());
    let file = File::open(path).map_err(|error| LakeError::io("read", path, error))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| broken(&e))?;
    let parquet = builder.parquet_schema();
    let columns = NAMED.iter().flat_map(|(key, text)| [*key, *text]).chain(PLACED.iter().copied());
    let wanted = ProjectionMask::columns(parquet, columns);
    let id_only = ProjectionMask::columns(parquet, [table.id_column]);
    let groups: Vec<usize> = builder
        .metadata()
        .row_groups()
        .iter()
        .enumerate()
        .filter(|(_, group)| group_overlaps(group, table, times))
        .map(|(at, _)| at)
        .collect();
    let wanted_ids: LiveIds = ids.iter().map(|id| u128::from_be_bytes(id.0)).collect();
    let matches = ArrowPredicateFn::new(id_only, move |batch| {
        let column = batch.column(0).as_fixed_size_binary();
        let is_wanted = |row| wanted_ids.contains(&id_at(column, row));
        Ok(BooleanArray::new(BooleanBuffer::collect_bool(column.len(), is_wanted), None))
    });
    let reader = builder
        .with_row_groups(groups)
        .with_projection(wanted)
        .with_row_filter(RowFilter::new(vec![Box::new(matches)]))
        .build()
        .map_err(|e| broken(&e))?;
    for batch in reader {
        take(table, &batch.map_err(|e| broken(&e))?, found).ok_or_else(|| {
            LakeError::damaged(path, "its columns are not those of the table".to_owned())
        })?;
    }
    Ok(())
}

/// Whether a row group may hold rows of these times, by its statistics.
fn group_overlaps(group: &RowGroupMetaData, table: &Table, times: (Timestamp, Timestamp)) -> bool {
    let column =
        group.columns().iter().find(|column| column.column_path().string() == table.time_column);
    match column.and_then(|column| column.statistics()) {
        Some(Statistics::Int64(range)) => match (range.min_opt(), range.max_opt()) {
            (Some(&min), Some(&max)) => Timestamp(min) <= times.1 && Timestamp(max) >= times.0,
            _ => true,
        },
        _ => true,
    }
}

/// Takes places and names out of rows that were asked for.
fn take(table: &'static Table, batch: &RecordBatch, found: &mut Found) -> Option<()> {
    let text = |name: &str, row: usize| -> Option<String> {
        let column = batch.column_by_name(name)?.as_string_opt::<i32>()?;
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let number = |name: &str, row: usize| -> Option<i64> {
        let column = batch.column_by_name(name)?.as_primitive_opt::<Int64Type>()?;
        column.is_valid(row).then(|| column.value(row))
    };
    let ids = batch.column_by_name("signal_id")?.as_fixed_size_binary_opt()?;
    let segments = batch.column_by_name("segment")?.as_fixed_size_binary_opt()?;
    let times =
        batch.column_by_name("claimed_at")?.as_primitive_opt::<TimestampMicrosecondType>()?;
    for row in 0..batch.num_rows() {
        let segment = segments.is_valid(row).then(|| segments.value(row).try_into().ok()).flatten();
        found.places.push(Place {
            signal: SignalId(ids.value(row).try_into().ok()?),
            table: table.name,
            reading: text("reading", row)?,
            host: text("host", row)?,
            claimed_at: times.is_valid(row).then(|| Timestamp(times.value(row))),
            segment: segment.map(SegmentId),
            offset: u64::try_from(number("segment_offset", row)?).ok()?,
            length: u64::try_from(number("length", row)?).ok()?,
        });
        for (key, column) in NAMED {
            if let (Some(key), Some(name)) = (number(key, row), text(column, row)) {
                let space = text("platform", row).unwrap_or_default();
                found.names.entry(Key(key)).or_insert(Name { space, text: name });
            }
        }
    }
    Some(())
}
