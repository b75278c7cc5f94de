//! The identity rules of DESIGN section 3.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vigie_lake::{Lake, TimeTrust};

use crate::support::stream::{Line, Stream, ingest, ingest_into, line, lines};
use crate::support::{at, column, tiny};

fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    (folder, lake)
}

fn ids(lake: &Lake) -> Vec<String> {
    column(lake, "request_records", "signal_id")
}

#[test]
fn the_same_bytes_again_add_nothing() {
    let (_folder, lake) = lake();
    let stream = Stream::of(lines(0..100));
    ingest(&lake, &stream, at(0)).unwrap();
    let (before, files) = (ids(&lake), lake.snapshot().unwrap());
    let again = ingest(&lake, &stream, at(1)).unwrap();
    assert!(again.rows.is_empty() && again.segments == 0, "{again:?}");
    assert_eq!(ids(&lake), before);
    assert_eq!(before.len(), 100);
    assert_eq!(lake.snapshot().unwrap().rows("act_rows"), files.rows("act_rows"));
}

#[test]
fn a_grown_stream_adds_its_tail_and_changes_no_id() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..90)), at(0)).unwrap();
    let before = ids(&lake);
    let grown = ingest(&lake, &Stream::of(lines(0..100)), at(1)).unwrap();
    assert_eq!(grown.rows["request_records"], 10);
    let after = ids(&lake);
    assert!(before.iter().all(|id| after.binary_search(id).is_ok()));
    assert_eq!(after.len(), 100);
}

#[test]
fn rotated_and_overlapping_streams_are_kept_once() {
    let (_folder, lake) = lake();
    for (now, range) in [(0, 0..60), (1, 40..110), (2, 0..110)] {
        ingest(&lake, &Stream::of(lines(range)), at(now)).unwrap();
    }
    let mut unique = ids(&lake);
    unique.dedup();
    assert_eq!(unique.len(), 110);
    assert_eq!(ids(&lake).len(), 110);
}

#[test]
fn equal_records_of_one_stream_are_distinct_signals() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(vec![line(7); 40]), at(0)).unwrap();
    let mut unique = ids(&lake);
    unique.dedup();
    assert_eq!(unique.len(), 40);
}

#[test]
fn streams_of_one_commit_are_compared_with_each_other() {
    let (_folder, lake) = lake();
    let mut writer = lake.begin(at(0)).unwrap();
    let first = ingest_into(&mut writer, &Stream::of(lines(0..80))).unwrap();
    let second = ingest_into(&mut writer, &Stream::of(lines(30..120))).unwrap();
    assert_eq!((first, second), ((80, 80, 0), (90, 40, 50)));
    writer.commit().unwrap();
    assert_eq!(ids(&lake).len(), 120);
}

#[test]
fn the_same_line_of_another_host_is_another_signal() {
    let (_folder, lake) = lake();
    let stream = Stream::of(lines(0..10));
    ingest(&lake, &stream, at(0)).unwrap();
    ingest(&lake, &Stream { host: "www2", ..stream }, at(1)).unwrap();
    assert_eq!(ids(&lake).len(), 20);
}

#[test]
fn a_year_assumed_otherwise_is_still_the_same_record() {
    let (_folder, lake) = lake();
    let mut stream = Stream { trust: TimeTrust::YearAssumed, ..Stream::of(lines(0..50)) };
    ingest(&lake, &stream, at(0)).unwrap();
    for line in &mut stream.lines {
        line.at = line.at.map(|at| vigie_model::Timestamp(at.0 + 366 * 86_400_000_000));
    }
    assert!(ingest(&lake, &stream, at(1)).unwrap().rows.is_empty());
    // The test can fail: nobody looks a year away for a time that the bytes decide.
    stream.trust = TimeTrust::Exact;
    assert_eq!(ingest(&lake, &stream, at(2)).unwrap().rows["request_records"], 50);
}

/// Streams of few kinds of line, some without time, some absurd, in any order.
fn streams() -> impl Strategy<Value = Vec<Vec<Line>>> {
    let shaped = |kind: i64| {
        let mut line = line(kind * 37 % 101);
        match kind % 6 {
            0 => line.at = None,
            1 => line.at = Some(vigie_model::Timestamp(-62_167_219_200_000_000)),
            _ => {}
        }
        line
    };
    let stream = proptest::collection::vec((0_i64..40).prop_map(shaped), 0..60);
    proptest::collection::vec(stream, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn equal_records_are_kept_at_the_largest_count_in_any_stream(
        streams in streams(),
        together in any::<bool>(),
    ) {
        let (_folder, lake) = lake();
        let mut expected: BTreeMap<Line, usize> = BTreeMap::new();
        for stream in &streams {
            let mut counts: BTreeMap<Line, usize> = BTreeMap::new();
            for line in stream {
                *counts.entry(line.clone()).or_default() += 1;
            }
            for (line, count) in counts {
                let most = expected.entry(line).or_default();
                *most = count.max(*most);
            }
        }
        if together {
            let mut writer = lake.begin(at(0)).unwrap();
            for stream in streams {
                ingest_into(&mut writer, &Stream::of(stream)).unwrap();
            }
            writer.commit().unwrap();
        } else {
            for (now, stream) in (0..).zip(streams) {
                ingest(&lake, &Stream::of(stream), at(now)).unwrap();
            }
        }
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for text in column(&lake, "request_records", "path") {
            *found.entry(text).or_default() += 1;
        }
        let expected: BTreeMap<String, usize> =
            expected.into_iter().map(|(line, count)| (line.text, count)).collect();
        prop_assert_eq!(found, expected);
        let mut unique = ids(&lake);
        unique.dedup();
        prop_assert_eq!(unique.len(), ids(&lake).len());
        let mut damage = Vec::new();
        lake.verify(&mut |problem| damage.push(problem)).unwrap();
        prop_assert_eq!(damage, vec![]);
    }
}
