//! Killed anywhere, or out of disk anywhere: nothing is lost, nothing is doubled.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vigie_model::Key;

use crate::disk::faults;
use crate::failpoint::{FAILPOINTS, arm_here};
use crate::support::stream::{Stream, ingest, ingest_into, lines};
use crate::support::{at, column, files_below, tiny};
use crate::{Forget, Lake, LakeError, LakeOptions};

/// A lake with a few commits, so that the next one is followed by a compaction.
fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 6..commit * 6 + 6)), at(commit)).unwrap();
    }
    let options = LakeOptions { many_small_files: 3, ..tiny() };
    let lake = Lake::open_with(lake.root(), options).unwrap();
    (folder, lake)
}

/// Dies at a failpoint, as far as a test can: destructors run, but nothing is cleaned up.
fn killed_at(name: &'static str, work: impl FnOnce()) -> bool {
    arm_here(Some(name));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    arm_here(None);
    outcome.is_err()
}

fn ids(lake: &Lake) -> Vec<String> {
    column(lake, "request_records", "signal_id")
}

fn assert_sound(lake: &Lake, context: &str) {
    let mut problems = Vec::new();
    lake.verify(&mut |problem| problems.push(problem)).unwrap();
    assert_eq!(problems, [], "{context}");
}

#[test]
fn killed_at_any_failpoint_an_ingest_is_whole_or_absent_and_can_be_run_again() {
    let stream = Stream::of(lines(10..90));
    for name in FAILPOINTS {
        let (_folder, lake) = lake();
        let before = ids(&lake);
        let killed = killed_at(name, || {
            ingest(&lake, &stream, at(9)).unwrap();
        });
        assert!(killed, "{name} is never passed");
        let lake = Lake::open_with(lake.root(), tiny()).unwrap();
        let seen = ids(&lake);
        assert!(seen == before || seen.len() == 90, "{name}: {} rows", seen.len());
        ingest(&lake, &stream, at(10)).unwrap();
        let after = ids(&lake);
        assert_eq!(after.len(), 90, "{name}");
        assert_eq!(column(&lake, "act_rows", "signal_id"), after, "{name}");
        assert_sound(&lake, name);
    }
}

#[test]
fn killed_at_any_failpoint_a_forget_is_finished_by_running_it_again() {
    for name in FAILPOINTS.iter().filter(|name| **name != "lake.segment_written") {
        let (_folder, lake) = lake();
        let forget = Forget::Person(vec![Key(3)]);
        assert!(killed_at(name, || drop(lake.forget(&forget, at(9)))), "{name}");
        let lake = Lake::open_with(lake.root(), tiny()).unwrap();
        lake.forget(&forget, at(10)).unwrap();
        assert_eq!(ids(&lake).len(), 15, "{name}");
        assert_eq!(column(&lake, "act_rows", "signal_id"), ids(&lake), "{name}");
        // No unlisted file either: what the first attempt left behind is gone.
        assert_sound(&lake, name);
    }
}

#[test]
fn killed_in_a_compaction_rows_stand_once() {
    for name in ["lake.rows_written", "lake.before_commit_rename", "lake.before_clean"] {
        let (_folder, lake) = lake();
        let before = ids(&lake);
        assert!(killed_at(name, || drop(lake.compact(at(9)))), "{name}");
        let lake = Lake::open_with(lake.root(), tiny()).unwrap();
        assert_eq!(ids(&lake), before, "{name}");
        lake.compact(at(10)).unwrap();
        assert_eq!(ids(&lake), before, "{name}");
        assert_sound(&lake, name);
    }
}

#[test]
fn a_disk_that_fills_up_anywhere_leaves_the_lake_as_it_was() {
    let stream = Stream::of(lines(10..90));
    let needed = {
        let (_folder, lake) = lake();
        faults::limit(Some(usize::MAX));
        ingest(&lake, &stream, at(9)).unwrap();
        usize::MAX - faults::left()
    };
    let mut outcomes = std::collections::BTreeMap::new();
    for part in 0..=60 {
        let (_folder, lake) = lake();
        let before = (ids(&lake), files_below(lake.root()));
        faults::limit(Some(needed * part / 60));
        let outcome = ingest(&lake, &stream, at(9));
        faults::limit(None);
        let outcome = match outcome {
            Err(LakeError::DiskFull { .. }) => {
                assert_eq!((ids(&lake), files_below(lake.root())), before);
                "nothing"
            }
            Err(other) => panic!("{other}"),
            Ok(committed) if committed.not_compacted.is_some() => "not compacted",
            Ok(_) => "all",
        };
        *outcomes.entry(outcome).or_insert(0) += 1;
        ingest(&lake, &stream, at(10)).unwrap();
        assert_eq!(ids(&lake).len(), 90);
        assert_sound(&lake, outcome);
    }
    assert!(outcomes["nothing"] > 0 && outcomes["not compacted"] > 0 && outcomes["all"] > 0);
}

#[test]
fn files_of_a_crashed_commit_are_overwritten_or_swept_and_foreign_ones_kept() {
    let (_folder, lake) = lake();
    let root = lake.root().to_owned();
    // As a killed writer of commit 4 leaves them.
    std::fs::write(root.join("dirty"), "").unwrap();
    std::fs::write(root.join("commits/00000004.json.tmp"), "{\"dig").unwrap();
    for name in ["00000004-0000.parquet", "00000004-0077.parquet", "mine.parquet"] {
        std::fs::write(root.join("request_records").join(name), "PAR1 half").unwrap();
    }
    let staged = root.join("segments/ab/abababababababababababababababab.zst");
    std::fs::create_dir_all(staged.parent().unwrap()).unwrap();
    std::fs::write(&staged, "half").unwrap();
    ingest(&lake, &Stream::of(lines(60..65)), at(9)).unwrap();
    assert_eq!(ids(&lake).len(), 23);
    let mut notes = Vec::new();
    lake.verify(&mut |problem| notes.push(problem.path)).unwrap();
    assert_eq!(notes, ["request_records/mine.parquet"]);
}

#[test]
fn a_dropped_writer_that_wrote_much_leaves_nothing() {
    let (_folder, lake) = lake();
    let before = files_below(lake.root());
    let mut writer = lake.begin(at(9)).unwrap();
    ingest_into(&mut writer, &Stream::of(lines(100..400))).unwrap();
    drop(writer);
    assert_eq!(files_below(lake.root()), before);
}
