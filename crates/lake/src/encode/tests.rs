//! What is encoded here is read back by the Parquet crate's own reader.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "numbers of these tests are small"
)]

use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, ListBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeBinaryArray, Float64Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat;
use bytes::Bytes;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use proptest::prelude::*;
use vigie_model::schema::{Access, Column, ColumnType};

use super::{ChunkEncoder, ColumnPlan};

const KINDS: [ColumnType; 9] = [
    ColumnType::Text,
    ColumnType::Integer,
    ColumnType::Real,
    ColumnType::Flag,
    ColumnType::Time,
    ColumnType::Id,
    ColumnType::Revision,
    ColumnType::Key,
    ColumnType::Ids,
];

/// A column of each kind, first those that may be null.
const COLUMNS: [[Column; KINDS.len()]; 2] = [of_kinds(true), of_kinds(false)];

const fn of_kinds(nullable: bool) -> [Column; KINDS.len()] {
    let (access, doc) = (Access::Open, "");
    let mut columns = [Column { name: "c", kind: KINDS[0], nullable, access, doc }; KINDS.len()];
    let mut at = 0;
    while at < KINDS.len() {
        columns[at].kind = KINDS[at];
        at += 1;
    }
    columns
}

fn column(kind: ColumnType, nullable: bool) -> &'static Column {
    let at = KINDS.iter().position(|known| *known == kind).unwrap();
    &COLUMNS[usize::from(!nullable)][at]
}

/// Writes the arrays as one row group and compares what comes back.
fn assert_comes_back(kind: ColumnType, arrays: &[ArrayRef]) -> Vec<u8> {
    let nullable = kind != ColumnType::Ids && arrays.iter().any(|array| array.null_count() > 0);
    let column = column(kind, nullable);
    let schema = Arc::new(Schema::new(vec![Field::new("c", kind.arrow(), nullable)]));
    let parquet = ArrowSchemaConverter::new().convert(&schema).unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let root = parquet.root_schema_ptr();
    let mut writer = SerializedFileWriter::new(Vec::new(), root, properties).unwrap();
    let description = writer.schema_descr().column(0);
    let plan = ColumnPlan { column, is_id: false, is_pruned_by: false };
    let arrays: Vec<&ArrayRef> = arrays.iter().collect();
    let chunk = ChunkEncoder::new().unwrap().encode(plan, &arrays, description).unwrap();
    let mut group = writer.next_row_group().unwrap();
    group.append_column(&chunk.0, chunk.1).unwrap();
    group.close().unwrap();
    writer.finish().unwrap();
    let file = writer.inner().clone();
    let options = parquet::arrow::arrow_reader::ArrowReaderOptions::new().with_schema(schema);
    let reader =
        ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes::from(file.clone()), options)
            .unwrap()
            .with_batch_size(1000)
            .build()
            .unwrap();
    let mut read: Vec<ArrayRef> = vec![arrow_array::new_empty_array(&kind.arrow())];
    read.extend(reader.map(|batch| batch.unwrap().column(0).clone()));
    let read: Vec<&dyn Array> = read.iter().map(AsRef::as_ref).collect();
    let wanted: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    assert_eq!(concat(&read).unwrap().as_ref(), concat(&wanted).unwrap().as_ref());
    file
}

fn texts(values: impl IntoIterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

fn integers(values: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Int64Array>())
}

fn ids(values: impl IntoIterator<Item = Option<u64>>) -> ArrayRef {
    let wide = |value: u64| [value.to_le_bytes(), value.to_be_bytes()].concat();
    let values = values.into_iter().map(|value| value.map(wide));
    Arc::new(FixedSizeBinaryArray::try_from_sparse_iter_with_size(values, 16).unwrap())
}

/// Numbers that give runs, steps, repeats and noise.
fn numbers() -> impl Strategy<Value = Vec<i64>> {
    let piece =
        (any::<i64>(), 0_i64..20, 1_usize..40, 0_u8..4).prop_map(|(start, step, n, how)| {
            let number = move |at: usize| match how {
                0 => start,
                1 => start.wrapping_add(step * at as i64),
                2 => at as i64 % (step + 1),
                _ => start.wrapping_mul(at as i64 + 7) >> (step * 3),
            };
            (0..n).map(number).collect::<Vec<i64>>()
        });
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn with_nulls(values: &[i64], nulls: u64) -> impl Iterator<Item = Option<i64>> {
    let rotated = move |at: usize| nulls.rotate_right(u32::try_from(at % 64).unwrap()) & 1 == 1;
    values.iter().enumerate().map(move |(at, value)| (!rotated(at)).then_some(*value))
}

/// Whole, and cut into two slices whose offsets are no whole bytes.
fn whole_and_cut(array: &ArrayRef) -> [Vec<ArrayRef>; 2] {
    let cut = array.len() * 3 / 7;
    let parts = vec![array.slice(0, cut), array.slice(cut, array.len() - cut)];
    [vec![array.clone()], parts]
}

proptest! {
    #[test]
    fn any_column_comes_back(values in numbers(), nulls in prop_oneof![Just(0), Just(u64::MAX), any::<u64>()]) {
        let optional = || with_nulls(&values, nulls);
        let times = optional().collect::<TimestampMicrosecondArray>().with_timezone("UTC");
        let texts = texts(optional().map(|v| v.map(|v| "é".repeat((v % 9).unsigned_abs() as usize) + &v.to_string())));
        let columns: [(ColumnType, ArrayRef); 7] = [
            (ColumnType::Text, texts),
            (ColumnType::Integer, integers(optional())),
            (ColumnType::Key, integers(optional())),
            (ColumnType::Time, Arc::new(times)),
            (ColumnType::Id, ids(optional().map(|v| v.map(i64::cast_unsigned)))),
            (ColumnType::Flag, Arc::new(optional().map(|v| v.map(|v| v % 3 == 0)).collect::<BooleanArray>())),
            (ColumnType::Real, Arc::new(optional().map(|v| v.map(|v| v as f64 / 7.0)).collect::<Float64Array>())),
        ];
        for (kind, array) in columns {
            for arrays in whole_and_cut(&array) {
                assert_comes_back(kind, &arrays);
            }
        }
    }

    #[test]
    fn lists_of_ids_come_back(lengths in proptest::collection::vec(0_usize..5, 0..200)) {
        let item = Field::new("item", DataType::FixedSizeBinary(16), false);
        let mut builder = ListBuilder::new(FixedSizeBinaryBuilder::new(16)).with_field(item);
        for (row, length) in lengths.iter().enumerate() {
            for at in 0..*length {
                builder.values().append_value([row as u8 ^ at as u8; 16]).unwrap();
            }
            builder.append(true);
        }
        let array: ArrayRef = Arc::new(builder.finish());
        for arrays in whole_and_cut(&array) {
            assert_comes_back(ColumnType::Ids, &arrays);
        }
    }
}

#[test]
fn large_chunks_of_every_encoding_come_back_in_many_pages() {
    let rows = 100_000_i64;
    let noise = |at: i64| at.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed());
    let long = |at: i64| Some(format!("{at} {}", "word ".repeat(at.rem_euclid(50) as usize)));
    for (name, kind, array) in [
        ("distinct texts", ColumnType::Text, texts((0..rows).map(long))),
        ("repeated texts", ColumnType::Text, texts((0..rows).map(|at| long(noise(at) >> 48)))),
        ("one text", ColumnType::Text, texts((0..rows).map(|_| Some("same".to_owned())))),
        (
            "rare texts",
            ColumnType::Text,
            texts((0..rows).map(|at| (at % 97 == 0).then(|| "x".to_owned()))),
        ),
        ("noise", ColumnType::Integer, integers((0..rows).map(|at| Some(noise(at))))),
        ("steps", ColumnType::Integer, integers((0..rows).map(|at| Some(at * 3 + noise(at) % 2)))),
        ("few keys", ColumnType::Key, integers((0..rows).map(|at| Some(noise(at % 5000))))),
        (
            "extremes",
            ColumnType::Integer,
            integers((0..rows).map(|at| Some([i64::MIN, 0, i64::MAX][at as usize % 3]))),
        ),
        ("segments", ColumnType::Id, ids((0..rows).map(|at| Some((at / 5000).cast_unsigned())))),
    ] {
        let size = assert_comes_back(kind, &whole_and_cut(&array)[1]).len();
        println!("{name}: {size}");
    }
}

#[test]
fn one_value_over_a_row_group_costs_nearly_nothing() {
    let same = texts((0..100_000).map(|_| Some("www1".to_owned())));
    let absent = texts((0..100_000).map(|_| None));
    for array in [same, absent] {
        assert!(assert_comes_back(ColumnType::Text, &[array]).len() < 600);
    }
}

#[test]
fn a_very_long_text_comes_back() {
    let long = "x".repeat(9 << 20);
    let values = [Some("a".to_owned()), Some(long), None, Some(String::new())];
    assert_comes_back(ColumnType::Text, &[texts(values)]);
}
