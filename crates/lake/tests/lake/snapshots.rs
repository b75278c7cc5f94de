//! What readers see, and when.

use std::time::Duration;

use vigie_lake::{CommitKind, Lake, LakeError, LakeOptions, RestrictedRow};
use vigie_model::schema::REQUEST_RECORDS;

use crate::support::stream::{Stream, ingest, ingest_into, lines};
use crate::support::{at, column, files_below, rows, tiny};

fn lake(options: LakeOptions) -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), options).unwrap();
    (folder, lake)
}

#[test]
fn nothing_is_seen_before_the_commit_and_nothing_stays_without_it() {
    let (_folder, lake) = lake(tiny());
    let empty = files_below(lake.root());
    let mut writer = lake.begin(at(0)).unwrap();
    ingest_into(&mut writer, &Stream::of(lines(0..200))).unwrap();
    assert!(files_below(lake.root()).len() > empty.len() + 5);
    assert_eq!(lake.snapshot().unwrap().rows("request_records"), 0);
    drop(writer);
    let mut left = files_below(lake.root());
    left.retain(|name| name != "lock");
    assert_eq!(left, empty);
}

#[test]
fn a_commit_with_nothing_to_tell_is_none() {
    let (_folder, lake) = lake(tiny());
    let committed = lake.begin_as(CommitKind::Detect, at(0)).unwrap().commit().unwrap();
    assert_eq!((committed.seq, committed.changed), (0, false));
    assert!(lake.commits().unwrap().is_empty());
}

#[test]
fn a_snapshot_survives_compaction_for_the_time_of_grace() {
    let (_folder, lake) = lake(tiny());
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 10..commit * 10 + 10)), at(commit)).unwrap();
    }
    let old = lake.snapshot().unwrap();
    let compacted = lake.compact(at(10)).unwrap();
    assert_eq!((compacted.merged, compacted.into), (6, 2));
    assert_eq!(rows(&old, "request_records", &["path"]).len(), 30);
    // Within the grace another writer leaves the files alone; later it deletes them.
    ingest(&lake, &Stream::of(lines(90..91)), at(11)).unwrap();
    assert!(old.files("request_records").iter().all(|file| old.path(file).is_file()));
    ingest(&lake, &Stream::of(lines(91..92)), at(10 + 3601)).unwrap();
    assert!(!old.files("request_records").iter().any(|file| old.path(file).is_file()));
    assert_eq!(column(&lake, "request_records", "path").len(), 32);
}

#[test]
fn an_earlier_commit_can_be_read_from_the_newest_files() {
    let (_folder, lake) = lake(tiny());
    for commit in 0..5 {
        ingest(&lake, &Stream::of(lines(commit * 10..commit * 10 + 10)), at(commit)).unwrap();
    }
    lake.compact(at(9)).unwrap();
    for commit in 0..5 {
        let then = lake.snapshot_at(commit).unwrap();
        assert_eq!(rows(&then, "request_records", &["path"]).len() as u64, commit * 10);
    }
    let newest = lake.snapshot().unwrap().seq;
    let error = lake.snapshot_at(newest + 1).unwrap_err();
    assert!(matches!(error, LakeError::NoSuchCommit { .. }));
}

#[test]
fn many_commits_are_read_the_same_with_and_without_whole_states() {
    let (_folder, lake) = lake(LakeOptions { grace: Duration::ZERO, ..tiny() });
    for commit in 0..20 {
        ingest(&lake, &Stream::of(lines(commit * 4..commit * 4 + 6)), at(commit)).unwrap();
    }
    let fresh = Lake::open_with(lake.root(), tiny()).unwrap();
    let (seen, reread) = (lake.snapshot().unwrap(), fresh.snapshot().unwrap());
    assert_eq!(seen.files("request_records"), reread.files("request_records"));
    assert_eq!(reread.rows("request_records"), 82);
    assert_eq!(fresh.reading("r1").unwrap().unwrap()["source"], "web-access");
    let verified = fresh.verify(&mut |problem| panic!("{problem:?}")).unwrap();
    assert!(verified.commits > 20 && verified.damage == 0);
}

#[test]
fn a_reader_of_another_process_sees_new_commits() {
    let (_folder, lake) = lake(tiny());
    let reader = Lake::open(lake.root()).unwrap();
    assert_eq!(reader.snapshot().unwrap().seq, 0);
    ingest(&lake, &Stream::of(lines(0..5)), at(0)).unwrap();
    assert_eq!(reader.snapshot().unwrap().rows("request_records"), 5);
}

#[test]
fn one_commit_serves_one_mandate() {
    let (_folder, lake) = lake(tiny());
    let mut writer = lake.begin(at(0)).unwrap();
    ingest_into(&mut writer, &Stream::of(lines(0..5))).unwrap();
    let other = Stream { mandate: "season 2027", ..Stream::of(lines(5..9)) };
    assert!(matches!(ingest_into(&mut writer, &other), Err(LakeError::MixedMandates { .. })));
}

#[test]
fn what_is_read_where_something_holds_is_what_reading_all_of_it_gives() {
    let (_folder, lake) = lake(tiny());
    for commit in 0..4 {
        ingest(&lake, &Stream::of(lines(commit * 50..commit * 50 + 50)), at(commit)).unwrap();
    }
    for snapshot in [lake.snapshot().unwrap(), lake.snapshot_at(2).unwrap()] {
        let told = |row: &RestrictedRow<'_>| {
            let texts =
                ["path", "source_address"].map(|column| row.text(column).map(str::to_owned));
            (row.signal, row.claimed_at, texts, row.key("source_key"))
        };
        let is_wanted = |row: &RestrictedRow<'_>| row.signal.0[15].is_multiple_of(7);
        let (mut all, mut some) = (Vec::new(), Vec::new());
        let columns = ["path", "source_address", "source_key"];
        snapshot
            .read_restricted(REQUEST_RECORDS, &columns, |row| {
                all.extend(is_wanted(row).then(|| told(row)));
            })
            .unwrap();
        snapshot
            .read_restricted_where(REQUEST_RECORDS, &["source_key"], &columns, is_wanted, |row| {
                some.push(told(row));
            })
            .unwrap();
        assert!(some.len() > 5 && some.iter().all(|row| row.2[0].is_some() && row.3.is_some()));
        assert_eq!(some, all);
    }
}
