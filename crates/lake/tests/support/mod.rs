//! Rows and streams for tests, benches and the golden lake: everything in them is invented.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, ListBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeBinaryArray, Float64Array, Int64Array, RecordBatch,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field as ArrowField};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use vigie_lake::{Digest, Lake, LakeOptions, Snapshot};
use vigie_model::schema::{ColumnType, Table};
use vigie_model::time::Timestamp;

pub(crate) mod stream;

/// A value of a column.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    Text(String),
    Integer(i64),
    Time(Timestamp),
    Id([u8; 16]),
    Ids(Vec<[u8; 16]>),
}

/// A row: what it does not name is null, or empty where null is not allowed.
pub(crate) type Row = BTreeMap<&'static str, Field>;

/// Rows of one table as a batch of commit `seq`.
pub(crate) fn batch(table: &'static Table, seq: u64, rows: &[Row]) -> RecordBatch {
    let columns = table.columns().map(|column| {
        let values = || rows.iter().map(|row| row.get(column.name));
        let array: ArrayRef = match column.kind {
            _ if column.name == "commit_seq" => {
                Arc::new(Int64Array::from(vec![seq.cast_signed(); rows.len()]))
            }
            ColumnType::Text => {
                Arc::new(values().map(|v| text(v, column.nullable)).collect::<StringArray>())
            }
            ColumnType::Integer | ColumnType::Key => {
                Arc::new(values().map(|v| integer(v, column.nullable)).collect::<Int64Array>())
            }
            ColumnType::Time => Arc::new(
                values()
                    .map(|v| time(v, column.nullable))
                    .collect::<TimestampMicrosecondArray>()
                    .with_timezone("UTC"),
            ),
            ColumnType::Id | ColumnType::Revision => {
                let width = if column.kind == ColumnType::Id { 16 } else { 8 };
                Arc::new(ids(values(), width, column.nullable))
            }
            ColumnType::Ids => id_lists(values()),
            ColumnType::Real => Arc::new(Float64Array::from(vec![0.0; rows.len()])),
            ColumnType::Flag => Arc::new(BooleanArray::from(vec![false; rows.len()])),
        };
        array
    });
    RecordBatch::try_new(table.schema(), columns.collect()).unwrap()
}

fn text(value: Option<&Field>, nullable: bool) -> Option<String> {
    match value {
        Some(Field::Text(text)) => Some(text.clone()),
        _ => (!nullable).then(String::new),
    }
}

fn integer(value: Option<&Field>, nullable: bool) -> Option<i64> {
    match value {
        Some(Field::Integer(integer)) => Some(*integer),
        _ => (!nullable).then_some(0),
    }
}

fn time(value: Option<&Field>, nullable: bool) -> Option<i64> {
    match value {
        Some(Field::Time(time)) => Some(time.0),
        _ => (!nullable).then_some(0),
    }
}

fn ids<'a>(
    values: impl Iterator<Item = Option<&'a Field>>,
    width: usize,
    nullable: bool,
) -> FixedSizeBinaryArray {
    let mut builder = FixedSizeBinaryBuilder::new(i32::try_from(width).unwrap());
    for value in values {
        match value {
            Some(Field::Id(id)) => builder.append_value(&id[..width]).unwrap(),
            _ if nullable => builder.append_null(),
            _ => builder.append_value(vec![0; width]).unwrap(),
        }
    }
    builder.finish()
}

fn id_lists<'a>(values: impl Iterator<Item = Option<&'a Field>>) -> ArrayRef {
    let item = ArrowField::new("item", DataType::FixedSizeBinary(16), false);
    let mut builder = ListBuilder::new(FixedSizeBinaryBuilder::new(16)).with_field(item);
    for value in values {
        if let Some(Field::Ids(ids)) = value {
            for id in ids {
                builder.values().append_value(id).unwrap();
            }
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}

/// Sizes so small that a handful of rows makes files, row groups and states.
pub(crate) fn tiny() -> LakeOptions {
    LakeOptions {
        grace: LakeOptions::default().grace,
        buffer_rows: 16,
        buffer_bytes: 1 << 20,
        file_rows: 64,
        file_memory: 1 << 20,
        small_file_rows: 32,
        small_file_memory: 1 << 20,
        many_small_files: 4,
        known_memory: 4096,
        state_every: 3,
    }
}

/// Seconds after the first of April 2027.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_806_537_600 + seconds)
}

/// Every row of a table that a snapshot shows: `column=value` pairs of the named columns.
pub(crate) fn rows(snapshot: &Snapshot, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for file in snapshot.files(table) {
        for batch in read(&snapshot.path(file)) {
            let commits = batch.column_by_name("commit_seq").unwrap();
            let commits = commits.as_any().downcast_ref::<Int64Array>().unwrap();
            for row in 0..batch.num_rows() {
                if commits.value(row).cast_unsigned() <= snapshot.read_commit {
                    rows.push(columns.iter().map(|name| cell(&batch, name, row)).collect());
                }
            }
        }
    }
    rows
}

/// All batches of a Parquet file.
pub(crate) fn read(path: &Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

fn cell(batch: &RecordBatch, column: &str, row: usize) -> String {
    let array = batch.column_by_name(column).unwrap();
    if array.is_null(row) {
        return "-".to_owned();
    }
    let any = array.as_any();
    if let Some(texts) = any.downcast_ref::<StringArray>() {
        texts.value(row).to_owned()
    } else if let Some(integers) = any.downcast_ref::<Int64Array>() {
        integers.value(row).to_string()
    } else if let Some(times) = any.downcast_ref::<TimestampMicrosecondArray>() {
        Timestamp(times.value(row)).to_string()
    } else if let Some(ids) = any.downcast_ref::<FixedSizeBinaryArray>() {
        vigie_model::hash::to_hex(ids.value(row))
    } else {
        format!("{:?}", array.slice(row, 1))
    }
}

/// One column of every row, sorted.
pub(crate) fn column(lake: &Lake, table: &str, name: &str) -> Vec<String> {
    let rows = rows(&lake.snapshot().unwrap(), table, &[name]);
    let mut values: Vec<String> = rows.into_iter().flatten().collect();
    values.sort();
    values
}

/// Replaces a text in a commit record and gives the record the digest that fits.
pub(crate) fn rewrite_record(lake: &Lake, seq: u64, from: &str, to: &str) {
    let path = lake.root().join(format!("commits/{seq:08}.json"));
    let mut text = String::new();
    let mut file = std::fs::File::open(&path).unwrap().take(1 << 20);
    #[expect(clippy::disallowed_methods, reason = "bounded by take")]
    file.read_to_string(&mut text).unwrap();
    let record = text[text.find("{\"seq\"").unwrap()..].trim_end().strip_suffix('}').unwrap();
    assert!(record.contains(from), "{record}");
    let record = record.replace(from, to);
    let digest = Digest::of(record.as_bytes());
    std::fs::write(&path, format!("{{\"digest\":\"{digest}\",\"record\":{record}}}\n")).unwrap();
}

/// Every file below a folder, relative to it, sorted.
pub(crate) fn files_below(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
