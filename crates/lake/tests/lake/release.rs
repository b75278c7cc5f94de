//! Segments held for detectors, and what becomes of them.

use std::collections::HashSet;
use std::time::Duration;

use vigie_lake::{Keep, Lake};
use vigie_model::SegmentId;

use crate::support::stream::{Stream, ingest, lines, source};
use crate::support::{at, rows, tiny};

const WEEK: Duration = Duration::from_hours(7 * 24);

#[test]
fn what_nothing_cites_is_dropped_after_a_run_and_a_week() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    let held = Stream { keep: Keep::UntilDetect, ..Stream::of(lines(0..60)) };
    ingest(&lake, &held, at(0)).unwrap();
    ingest(&lake, &Stream::of(lines(100..130)), at(1)).unwrap();
    let snapshot = lake.snapshot().unwrap();
    let places = rows(&snapshot, "request_records", &["segment", "segment_offset", "length"]);
    let cited: SegmentId = format!("G-{}", places[0][0]).parse().unwrap();
    let cited = HashSet::from([cited]);
    let week = at(7 * 86_400 + 1);

    // Too young, or not read by the run yet: only the cited one changes.
    let young = lake.release_held(&cited, 2, at(100), WEEK).unwrap();
    assert_eq!((young.dropped, young.kept), (0, 1));
    assert!(places.iter().all(|place| source(&lake, place).is_some()));
    assert_eq!(lake.release_held(&cited, 0, week, WEEK).unwrap().dropped, 0);

    let done = lake.release_held(&HashSet::new(), 2, week, WEEK).unwrap();
    assert!(done.dropped >= 2 && done.freed > 0, "{done:?}");
    let sources: Vec<bool> = places.iter().map(|row| source(&lake, row).is_some()).collect();
    let first = places.iter().filter(|place| place[0] == places[0][0]).count();
    // The cited segment and those of the second stream are held, the others are not.
    assert_eq!(sources.iter().filter(|held| **held).count(), first + 30);
    assert_eq!(lake.release_held(&HashSet::new(), 9, week, WEEK).unwrap().dropped, 0);
    lake.verify(&mut |problem| panic!("{problem:?}")).unwrap();
}

#[test]
fn a_segment_that_comes_again_to_stay_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    let mut writer = lake.begin(at(0)).unwrap();
    let id = writer.put_segment(b"a few lines\n", Keep::UntilDetect).unwrap();
    writer.commit().unwrap();
    let mut writer = lake.begin(at(1)).unwrap();
    writer.put_segment(b"a few lines\n", Keep::Always).unwrap();
    writer.commit().unwrap();
    let late = at(9_000_000);
    assert_eq!(lake.release_held(&HashSet::new(), 2, late, WEEK).unwrap().dropped, 0);
    assert_eq!(lake.segment(id).unwrap().unwrap(), b"a few lines\n");
}
