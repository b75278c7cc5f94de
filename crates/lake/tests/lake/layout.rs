//! What the files look like to any Parquet reader.

use std::fmt::Write;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::{FileReader, SerializedFileReader};
use vigie_lake::{FileEntry, Lake, LakeOptions};
use vigie_model::id::SignalScope;
use vigie_model::schema::{ALL_TABLES, REQUEST_RECORDS};
use vigie_model::time::Timestamp;

use crate::support::stream::{Line, line, lines, request};
use crate::support::{Row, at, batch, read, rows, tiny};

fn row(line: &Line) -> Row {
    let scope = SignalScope::new("web-access", "", "www1");
    request(scope.signal(scope.record(line.text.as_bytes()), 0), None, line, "www1")
}

fn written(options: LakeOptions, lines: &[Line]) -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), options).unwrap();
    let mut writer = lake.begin(at(0)).unwrap();
    for lines in lines.chunks(5) {
        let rows: Vec<Row> = lines.iter().map(row).collect();
        let batch = batch(REQUEST_RECORDS, writer.seq(), &rows);
        writer.append(REQUEST_RECORDS, batch).unwrap();
    }
    writer.commit().unwrap();
    (folder, lake)
}

fn files(lake: &Lake) -> Vec<FileEntry> {
    lake.snapshot().unwrap().files("request_records").to_vec()
}

fn numbers(lines: impl IntoIterator<Item = i64>) -> String {
    let mut out = String::new();
    for number in lines {
        write!(out, "{number} ").unwrap();
    }
    out
}

#[test]
fn a_stream_a_little_out_of_order_gives_files_sorted_from_end_to_end() {
    // Each pair of neighbours is swapped, as when a log is written at the end of requests.
    let swapped = lines((0..200).map(|number| number ^ 1));
    let (_folder, lake) = written(LakeOptions { file_rows: 100_000, ..tiny() }, &swapped);
    assert_eq!(files(&lake).len(), 1);
    let entry = &files(&lake)[0];
    assert_eq!((entry.min_time, entry.max_time), (Some(at(0)), Some(at(1990))));
    let times = rows(&lake.snapshot().unwrap(), "request_records", &["claimed_at"]).concat();
    assert_eq!(times.len(), 200);
    assert!(times.is_sorted());
}

#[test]
fn every_file_is_sorted_whatever_the_order_of_rows() {
    let shuffled = lines((0..500).map(|number| number * 383 % 500));
    let (_folder, lake) = written(LakeOptions { small_file_rows: 0, ..tiny() }, &shuffled);
    let snapshot = lake.snapshot().unwrap();
    assert_eq!(snapshot.rows("request_records"), 500);
    for file in snapshot.files("request_records") {
        let times: Vec<i64> = read(&snapshot.path(file))
            .iter()
            .flat_map(|batch| {
                let column = batch.column_by_name("claimed_at").unwrap();
                let times =
                    column.as_any().downcast_ref::<arrow_array::TimestampMicrosecondArray>();
                times.unwrap().values().to_vec()
            })
            .collect();
        assert!(times.is_sorted());
        assert_eq!(file.min_time, times.first().copied().map(Timestamp));
        assert_eq!(file.max_time, times.last().copied().map(Timestamp));
        assert_eq!(file.rows, times.len() as u64);
    }
}

#[test]
fn rows_without_a_plausible_time_are_kept_apart() {
    let mut mixed = lines(0..20);
    mixed[3].at = None;
    mixed[8].at = Timestamp::parse("9999-12-31T23:59:59Z");
    mixed[9].at = Timestamp::parse("0000-01-01T00:00:00Z");
    let (_folder, lake) = written(tiny(), &mixed);
    let shown: Vec<_> = files(&lake)
        .iter()
        .map(|file| (file.timed, file.rows, file.path.clone(), file.min_time.is_some()))
        .collect();
    assert_eq!(
        shown,
        [
            (false, 3, "request_records/00000001-0001-untimed.parquet".to_owned(), false),
            (true, 17, "request_records/00000001-0000.parquet".to_owned(), true),
        ]
    );
}

#[test]
fn files_are_plain_and_say_what_they_are() {
    let (_folder, lake) = written(tiny(), &lines(0..20));
    let path = lake.snapshot().unwrap().path(&files(&lake)[0]);
    let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
    let footer = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let value =
        |key: &str| footer.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone());
    assert_eq!(value("vigie.table").as_deref(), Some("request_records"));
    assert_eq!(
        value("vigie.version").as_deref(),
        Some(REQUEST_RECORDS.version.to_string().as_str())
    );
    let file = std::fs::File::open(&path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert_eq!(builder.schema().fields(), REQUEST_RECORDS.schema().fields());
    for group in reader.metadata().row_groups() {
        for (name, pruned) in [("claimed_at", true), ("commit_seq", true), ("path", false)] {
            let mut columns = group.columns().iter();
            let column = columns.find(|c| c.column_descr().name() == name).unwrap();
            assert_eq!(column.statistics().is_some(), pruned, "{name}");
        }
    }
}

#[test]
fn large_buffers_become_several_row_groups_and_files() {
    let (_folder, lake) = written(LakeOptions { small_file_rows: 0, ..tiny() }, &lines(0..300));
    let files = files(&lake);
    assert_eq!(numbers(files.iter().map(|file| file.rows.cast_signed())), "65 65 65 65 40 ");
    assert!(files.windows(2).all(|pair| pair[0].max_time <= pair[1].min_time));
}

#[test]
fn every_table_can_be_written_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    let mut writer = lake.begin(at(0)).unwrap();
    for table in ALL_TABLES {
        let rows = [Row::new(), row_with_time(table.time_column)];
        writer.append(table, batch(table, writer.seq(), &rows)).unwrap();
    }
    writer.commit().unwrap();
    let snapshot = lake.snapshot().unwrap();
    for table in ALL_TABLES {
        assert_eq!(snapshot.rows(table.name), 2, "{}", table.name);
        for file in snapshot.files(table.name) {
            let batches = read(&snapshot.path(file));
            assert_eq!(batches[0].schema().fields(), table.schema().fields());
        }
    }
}

fn row_with_time(column: &'static str) -> Row {
    Row::from([(column, crate::support::Field::Time(at(0)))])
}

#[test]
fn rows_of_another_commit_or_shape_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    let mut writer = lake.begin(at(0)).unwrap();
    let rows = [row(&line(1))];
    let other = writer.append(REQUEST_RECORDS, batch(REQUEST_RECORDS, 7, &rows));
    assert!(other.unwrap_err().to_string().contains("do not carry commit 1"));
    let batch = batch(REQUEST_RECORDS, writer.seq(), &rows);
    assert!(writer.append(vigie_model::schema::ACT_ROWS, batch).is_err());
    assert!(!writer.commit().unwrap().changed);
}
