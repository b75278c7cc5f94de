//! Another program reads the lake: DuckDB, where its Python wheel is installed.

use std::fmt::Write;
use std::process::Command;

use vigie_lake::{ECHO_ROWS, Lake};
use vigie_model::schema::ALL_TABLES;

use crate::golden::copy_of;
use crate::support::stream::{Stream, ingest, lines};
use crate::support::{at, tiny};

#[test]
fn duckdb_reads_every_table() {
    let probe = Command::new("python3").args(["-c", "import duckdb"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!("skipped: no duckdb wheel");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 40..commit * 40 + 50)), at(commit)).unwrap();
    }
    assert_eq!(compare(&lake), 3);
    // The golden lake has rows in every table.
    assert_eq!(compare(&copy_of("v1").1), ALL_TABLES.len() + 1);
}

/// Compares counts and times of all tables that have rows, and reads every value; gives how many.
fn compare(lake: &Lake) -> usize {
    let snapshot = lake.snapshot().unwrap();
    let (mut script, mut expected) = ("import duckdb\n".to_owned(), String::new());
    let mut compared = 0;
    for table in ALL_TABLES.iter().chain([&ECHO_ROWS]) {
        let files = snapshot.files(table.name);
        let Some(min) = files.iter().filter_map(|file| file.min_time).min() else { continue };
        let max = files.iter().filter_map(|file| file.max_time).max().unwrap();
        let paths: Vec<String> =
            files.iter().map(|file| format!("'{}'", snapshot.path(file).display())).collect();
        writeln!(
            script,
            "r = '''read_parquet([{}])'''\n\
             print(*duckdb.sql(f'select count(*), epoch_us(min(\"{time}\")), \
             epoch_us(max(\"{time}\")) from {{r}}').fetchall()[0], \
             duckdb.sql(f'select bit_xor(hash(t)) is not null from {{r}} t').fetchall()[0][0])",
            paths.join(", "),
            time = table.time_column
        )
        .unwrap();
        let rows = snapshot.rows(table.name);
        // The hash of all rows makes DuckDB decode every value.
        writeln!(expected, "{rows} {} {} True", min.0, max.0).unwrap();
        compared += 1;
    }
    let output = Command::new("python3").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{output:?}");
    compared
}
