//! Many small commits do not make many small files.

use vigie_lake::{CommitKind, Lake, LakeOptions};

use crate::support::stream::{Stream, ingest, lines};
use crate::support::{at, column, tiny};

fn lake(options: LakeOptions) -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), options).unwrap();
    (folder, lake)
}

#[test]
fn small_files_are_merged_from_the_start() {
    let (_folder, lake) = lake(tiny());
    for commit in 0..40 {
        ingest(&lake, &Stream::of(lines(commit * 5..commit * 5 + 5)), at(commit)).unwrap();
        let snapshot = lake.snapshot().unwrap();
        let small = snapshot.files("request_records").iter().filter(|file| file.rows < 32);
        assert!(small.count() < 4 + 1, "after {commit} commits");
    }
    assert_eq!(column(&lake, "request_records", "path").len(), 200);
    assert!(lake.commits().unwrap().iter().any(|commit| commit.kind == CommitKind::Compact));
}

#[test]
fn rows_keep_their_commit() {
    let (_folder, lake) = lake(tiny());
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 2..commit * 2 + 2)), at(commit)).unwrap();
    }
    lake.compact(at(9)).unwrap();
    assert_eq!(column(&lake, "request_records", "commit_seq"), ["1", "1", "2", "2", "3", "3"]);
    let file = lake.snapshot().unwrap().files("request_records")[0].clone();
    assert_eq!((file.min_commit, file.max_commit, file.rows), (1, 3, 6));
}

#[test]
fn after_a_thorough_compaction_no_file_is_small_if_the_table_is_not() {
    let (_folder, lake) = lake(LakeOptions { many_small_files: 1000, ..tiny() });
    let counts = [40, 3, 100, 1, 7];
    let mut first = 0;
    for (now, count) in (0..).zip(counts) {
        let mut stream = Stream::of(lines(first..first + count));
        if count == 3 {
            stream.lines.iter_mut().for_each(|line| line.at = None);
        }
        ingest(&lake, &stream, at(now)).unwrap();
        first += count;
    }
    lake.compact(at(9)).unwrap();
    let snapshot = lake.snapshot().unwrap();
    let timed = snapshot.files("request_records").iter().filter(|file| file.timed);
    let rows: Vec<u64> = timed.map(|file| file.rows).collect();
    assert_eq!(rows.iter().sum::<u64>(), 148);
    assert!(rows.iter().all(|rows| *rows >= 32), "{rows:?}");
    assert_eq!(lake.compact(at(10)).unwrap().merged, 0, "nothing is left to do");
}

#[test]
fn a_changed_byte_is_not_given_a_new_digest() {
    let (_folder, lake) = lake(LakeOptions { many_small_files: 1000, ..tiny() });
    for commit in 0..2 {
        ingest(&lake, &Stream::of(lines(commit * 2..commit * 2 + 2)), at(commit)).unwrap();
    }
    let snapshot = lake.snapshot().unwrap();
    let path = snapshot.path(&snapshot.files("request_records")[0]);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(lake.compact(at(9)).unwrap_err().to_string().contains("damaged"));
    // An ingest is not stopped by it, but says so.
    let options = LakeOptions { many_small_files: 2, ..tiny() };
    let eager = Lake::open_with(lake.root(), options).unwrap();
    let committed = ingest(&eager, &Stream::of(lines(50..60)), at(10)).unwrap();
    assert!(committed.changed && committed.not_compacted.is_some());
}
