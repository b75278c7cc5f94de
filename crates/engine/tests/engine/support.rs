//! Rows, lakes and sessions for tests. Everything in them is invented.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, ListBuilder};
use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field};
use datafusion::arrow::util::pretty::pretty_format_batches;
use vigie_engine::{Limits, Relation};
use vigie_model::Timestamp;
use vigie_model::schema::{ColumnType, Table};

/// A value in a row.
#[derive(Clone, Debug)]
pub(crate) enum V {
    T(&'static str),
    I(i64),
    At(Timestamp),
    Id(u8),
}

pub(crate) type Row = Vec<(&'static str, V)>;

/// Rows of a table: what a row does not name is null, or empty where null is not allowed. Rows of
/// commit `seq` unless they name another.
pub(crate) fn batch(table: &'static Table, seq: i64, rows: &[Row]) -> RecordBatch {
    let columns = table.columns().map(|column| -> ArrayRef {
        let values: Vec<Option<&V>> = rows
            .iter()
            .map(|row| row.iter().find(|(name, _)| *name == column.name).map(|(_, value)| value))
            .collect();
        match column.kind {
            ColumnType::Text => Arc::new(
                values
                    .iter()
                    .map(|value| match value {
                        Some(V::T(text)) => Some(*text),
                        _ => (!column.nullable).then_some(""),
                    })
                    .collect::<StringArray>(),
            ),
            ColumnType::Integer | ColumnType::Key => {
                let default = if column.name == "commit_seq" { seq } else { 0 };
                Arc::new(
                    values
                        .iter()
                        .map(|value| match value {
                            Some(V::I(number)) => Some(*number),
                            _ => (!column.nullable).then_some(default),
                        })
                        .collect::<Int64Array>(),
                )
            }
            ColumnType::Time => Arc::new(
                values
                    .iter()
                    .map(|value| match value {
                        Some(V::At(at)) => Some(at.0),
                        _ => (!column.nullable).then_some(0),
                    })
                    .collect::<TimestampMicrosecondArray>()
                    .with_timezone("UTC"),
            ),
            ColumnType::Id => Arc::new(ids(&values, 16)),
            ColumnType::Revision => Arc::new(ids(&values, 8)),
            ColumnType::Ids => id_lists(&values),
            ColumnType::Real | ColumnType::Flag => panic!("no table has {:?} yet", column.kind),
        }
    });
    RecordBatch::try_new(table.schema(), columns.collect()).unwrap()
}

fn ids(values: &[Option<&V>], width: i32) -> FixedSizeBinaryArray {
    let mut builder = FixedSizeBinaryBuilder::new(width);
    for value in values {
        let byte = if let Some(V::Id(byte)) = value { *byte } else { 0 };
        builder.append_value(vec![byte; usize::try_from(width).unwrap()]).unwrap();
    }
    builder.finish()
}

fn id_lists(values: &[Option<&V>]) -> ArrayRef {
    let item = Field::new("item", DataType::FixedSizeBinary(16), false);
    let mut builder = ListBuilder::new(FixedSizeBinaryBuilder::new(16)).with_field(item);
    for value in values {
        if let Some(V::Id(byte)) = value {
            builder.values().append_value([*byte; 16]).unwrap();
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}

/// Seconds after 2027-04-01T00:00:00Z.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_806_537_600 + seconds)
}

pub(crate) fn limits() -> Limits {
    limits_of(256 << 20, 2)
}

pub(crate) fn limits_of(memory: u64, partitions: usize) -> Limits {
    Limits { memory, partitions, spill: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("spill") }
}

/// The rows as a table.
pub(crate) fn shown(relation: &Relation) -> String {
    pretty_format_batches(&relation.batches).unwrap().to_string()
}
