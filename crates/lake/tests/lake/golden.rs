//! Lakes written by earlier versions are still read. How one is made: `examples/make_golden.rs`.

use std::fmt::Write;
use std::path::PathBuf;

use vigie_lake::{CommitKind, Lake, TimeTrust};
use vigie_model::schema::ALL_TABLES;

use crate::support::stream::{Stream, ingest, lines, source};
use crate::support::{at, column, files_below, rows};

/// A copy, so that nothing that a test does can change the original.
pub(crate) fn copy_of(version: &str) -> (tempfile::TempDir, Lake) {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(version);
    let folder = tempfile::tempdir().unwrap();
    for name in files_below(&golden) {
        let to = folder.path().join(&name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(golden.join(&name), to).unwrap();
    }
    let lake = Lake::open(folder.path()).unwrap();
    (folder, lake)
}

#[test]
fn the_lake_of_format_1_is_read() {
    let (_folder, lake) = copy_of("v1");
    let snapshot = lake.snapshot().unwrap();
    let mut shown = String::new();
    for table in ALL_TABLES.iter().map(|table| table.name).chain(["echo_rows"]) {
        let files = snapshot.files(table);
        writeln!(shown, "{table}: {} rows in {} files", snapshot.rows(table), files.len()).unwrap();
    }
    insta::assert_snapshot!(shown.trim_end(), @r###"
    publication_records: 2 rows in 2 files
    share_records: 2 rows in 2 files
    request_records: 16 rows in 1 files
    login_records: 2 rows in 2 files
    mail_records: 0 rows in 0 files
    name_records: 0 rows in 0 files
    rejected: 2 rows in 2 files
    act_rows: 16 rows in 1 files
    findings: 2 rows in 2 files
    echo_rows: 3 rows in 1 files
    "###);
    let logins =
        rows(&snapshot, "login_records", &["service", "claimed_at", "user_key", "commit_seq"]);
    insta::assert_snapshot!(
        format!("{logins:?}"),
        @r#"[["service 2", "-", "14", "4"], ["service 1", "2027-04-01T00:00:01Z", "7", "4"]]"#
    );
    let findings = rows(&snapshot, "findings", &["revision", "first_at", "sentence_fr"]);
    insta::assert_snapshot!(
        format!("{findings:?}"),
        @r#"[["0202020202020202", "-", "sentence_fr 2"], ["0101010101010101", "2027-04-01T00:00:01Z", "sentence_fr 1"]]"#
    );
    assert_eq!(lake.reading("r1").unwrap().unwrap()["source"], "web-access");
}

#[test]
fn the_lake_of_format_1_is_sound_and_has_its_sources() {
    let (_folder, lake) = copy_of("v1");
    let verified = lake.verify(&mut |problem| panic!("{problem:?}")).unwrap();
    assert_eq!(verified.tombstones, 1);
    let columns = ["segment", "segment_offset", "length", "path"];
    for row in rows(&lake.snapshot().unwrap(), "request_records", &columns) {
        assert_eq!(source(&lake, &row).as_ref(), Some(&row[3]));
    }
    let kinds: Vec<CommitKind> = lake.commits().unwrap().iter().map(|commit| commit.kind).collect();
    use CommitKind::{Compact, Detect, Forget, Ingest};
    assert_eq!(kinds, [Ingest, Ingest, Forget, Detect, Compact]);
}

#[test]
fn the_lake_of_format_1_is_written_to_and_knows_its_rows() {
    let (_folder, lake) = copy_of("v1");
    let stream = Stream { trust: TimeTrust::Exact, ..Stream::of(lines(0..25)) };
    // Persons 3 was forgotten: lines 3, 8, 13 and 18 come again, and 20 to 24 are new.
    assert_eq!(ingest(&lake, &stream, at(999)).unwrap().rows["request_records"], 9);
    assert_eq!(column(&lake, "request_records", "path").len(), 25);
    lake.verify(&mut |problem| panic!("{problem:?}")).unwrap();
}
