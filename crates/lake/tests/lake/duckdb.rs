//! Another program reads the lake: DuckDB, where its Python wheel is installed.

use std::fmt::Write;
use std::process::Command;

use vigie_lake::Lake;

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
    let snapshot = lake.snapshot().unwrap();
    let (mut script, mut expected) = ("import duckdb\n".to_owned(), String::new());
    for table in ["request_records", "act_rows", "echo_rows"] {
        let time = vigie_model::schema::Table::named(table).map_or("claimed_at", |t| t.time_column);
        let paths: Vec<String> =
            snapshot.files(table).iter().map(|f| format!("{:?}", snapshot.path(f))).collect();
        assert!(!paths.is_empty(), "{table}");
        writeln!(
            script,
            "print(*duckdb.sql(\"select count(*), epoch_us(min({time})), epoch_us(max({time})) \
             from read_parquet([{}])\").fetchone())",
            paths.join(", ").replace('"', "'")
        )
        .unwrap();
        let files = snapshot.files(table);
        let min = files.iter().filter_map(|file| file.min_time).min().unwrap();
        let max = files.iter().filter_map(|file| file.max_time).max().unwrap();
        writeln!(expected, "{} {} {}", snapshot.rows(table), min.0, max.0).unwrap();
    }
    let output = Command::new("python3").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{output:?}");
}
