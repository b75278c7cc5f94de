//! Forgetting by mandate, person, day and rule.

use vigie_lake::{
    Comparison, Fault, Forget, Forgotten, Keep, Lake, LakeError, Rule, RuleValue, Tombstone,
};
use vigie_model::schema::{ACT_ROWS, FINDINGS, REQUEST_RECORDS};
use vigie_model::time::Timestamp;
use vigie_model::{Explained, Key, SegmentId};

use crate::support::stream::{Stream, ingest, line, lines, source};
use crate::support::{
    Field, Row, at, batch, column, files_below, read, rewrite_record, rows, tiny,
};

fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open_with(&folder.path().join("lake"), tiny()).unwrap();
    (folder, lake)
}

fn verify(lake: &Lake) {
    lake.verify(&mut |problem| panic!("{problem:?}")).unwrap();
}

/// Everything that the lake's files hold, unpacked: rows as text, segments as text.
fn everything(lake: &Lake) -> String {
    let mut all = String::new();
    for name in files_below(lake.root()) {
        let path = lake.root().join(&name);
        if path.extension().is_some_and(|ending| ending == "parquet") {
            all.extend(read(&path).iter().map(|batch| format!("{batch:?}")));
        } else if path.extension().is_some_and(|ending| ending == "zst") {
            let packed = std::fs::read(&path).unwrap();
            let content = zstd::bulk::decompress(&packed, 1 << 20).unwrap();
            all.push_str(&String::from_utf8(content).unwrap());
        } else {
            all.push_str(&String::from_utf8(std::fs::read(&path).unwrap()).unwrap());
        }
    }
    all
}

/// Each row's text as its segment holds it.
fn sources(lake: &Lake) -> Vec<(String, Option<String>)> {
    let columns = ["segment", "segment_offset", "length", "path"];
    let rows = rows(&lake.snapshot().unwrap(), "request_records", &columns);
    rows.iter().map(|row| (row[3].clone(), source(lake, row))).collect()
}

#[test]
fn a_person_is_gone_from_rows_derived_rows_and_bytes() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..100)), at(0)).unwrap();
    let snapshot = lake.snapshot().unwrap();
    let ids = column(&lake, "request_records", "signal_id");
    let done = lake.forget(&Forget::Person(vec![Key(3)]), at(9)).unwrap();
    assert_eq!((done.rows["request_records"], done.rows["act_rows"]), (20, 20));
    assert!(done.segments_blanked > 0 && done.commits == [2]);
    let left = column(&lake, "request_records", "signal_id");
    assert_eq!(left.len(), 80);
    assert!(left.iter().all(|id| ids.contains(id)), "ids stand");
    let all = everything(&lake);
    for number in 0..100 {
        let text = line(number).text;
        let whole = |end| all.contains(&format!("{text}{end}"));
        assert_eq!(whole("\n") || whole("\""), number % 5 != 3, "{text}");
    }
    for (text, source) in sources(&lake) {
        assert_eq!(source.as_ref(), Some(&text), "rows that stay have their source");
    }
    let old = snapshot.files("request_records");
    assert!(!old.iter().any(|file| snapshot.path(file).is_file()), "old files are gone at once");
    verify(&lake);
}

#[test]
fn copies_of_the_bytes_in_later_segments_are_blanked_too() {
    let (_folder, lake) = lake();
    // The file grows: its last segment comes in again with more behind it.
    for (now, end, keep) in
        [(0, 30, Keep::UntilDetect), (1, 34, Keep::Always), (2, 41, Keep::Always)]
    {
        ingest(&lake, &Stream { keep, ..Stream::of(lines(0..end)) }, at(now)).unwrap();
    }
    let text = line(28).text;
    assert!(everything(&lake).matches(&format!("{text}\n")).count() > 1, "there are copies");
    lake.forget(&Forget::Person(vec![Key(3)]), at(9)).unwrap();
    assert!(!everything(&lake).contains(&text));
    verify(&lake);
}

#[test]
fn files_kept_for_running_readers_are_deleted_as_well() {
    let (_folder, lake) = lake();
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 10..commit * 10 + 10)), at(commit)).unwrap();
    }
    lake.compact(at(4)).unwrap();
    lake.forget(&Forget::Person(vec![Key(3)]), at(5)).unwrap();
    assert!(!everything(&lake).contains(&line(3).text));
    verify(&lake);
}

#[test]
fn a_mandate_goes_whole_and_only_that() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..40)), at(0)).unwrap();
    let season = Stream { mandate: "season 2027", ..Stream::of(lines(30..80)) };
    ingest(&lake, &season, at(1)).unwrap();
    lake.compact(at(2)).unwrap();
    let done = lake.forget(&Forget::Mandate("season 2027".to_owned()), at(3)).unwrap();
    assert_eq!((done.rows["request_records"], done.rows["act_rows"]), (40, 40));
    assert!(done.segments_removed > 0);
    assert_eq!(sources(&lake).len(), 40);
    assert!(sources(&lake).iter().all(|(text, source)| source.as_ref() == Some(text)));
    assert!(!everything(&lake).contains(&line(77).text));
    verify(&lake);
    let error = lake.forget(&Forget::Mandate("seasn".to_owned()), at(4)).unwrap_err();
    assert!(matches!(error, LakeError::NoSuchMandate { .. }));
    assert_eq!(error.hint().unwrap(), "known mandates: local, season 2027");
}

#[test]
fn days_go_from_the_first_moment_to_before_the_last() {
    let (_folder, lake) = lake();
    let mut stream = Stream::of(lines(0..50));
    stream.lines[20].at = None;
    ingest(&lake, &stream, at(0)).unwrap();
    // Line n claims second 10 n.
    let days = Forget::Days { table: None, from: at(100), until: at(300) };
    assert_eq!(lake.forget(&days, at(9)).unwrap().rows["request_records"], 19);
    let left = column(&lake, "request_records", "path");
    let there = |number| left.contains(&line(number).text);
    assert_eq!([9, 10, 19, 20, 29, 30].map(there), [true, false, false, true, false, true]);
    assert_eq!(lake.forget(&days, at(10)).unwrap(), Forgotten::default(), "nothing is left");
    verify(&lake);
}

#[test]
fn retention_is_a_forget_by_rule() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..50)), at(0)).unwrap();
    let rule = |column: &str, comparison, value| {
        let table = "request_records".to_owned();
        Forget::Rule(Rule { table, column: column.to_owned(), comparison, value })
    };
    let old = rule("claimed_at", Comparison::Less, RuleValue::Time(at(200)));
    assert_eq!(lake.forget(&old, at(1)).unwrap().rows["request_records"], 20);
    let path = RuleValue::Text(line(33).text);
    let one = rule("path", Comparison::Equal, path);
    assert_eq!(lake.forget(&one, at(2)).unwrap().rows["request_records"], 1);
    assert_eq!(column(&lake, "request_records", "path").len(), 29);
    verify(&lake);
    for (column, value) in [
        ("colour", RuleValue::Integer(1)),
        ("path", RuleValue::Integer(1)),
        ("segment", RuleValue::Text(String::new())),
    ] {
        let error = lake.forget(&rule(column, Comparison::Equal, value), at(3)).unwrap_err();
        assert!(matches!(error, LakeError::BadRule { .. }), "{column}");
    }
}

#[test]
fn findings_that_cite_a_forgotten_signal_stay() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..10)), at(0)).unwrap();
    let mut writer = lake.begin(at(1)).unwrap();
    let finding = Row::from([("first_at", Field::Time(at(0))), ("evidence", Field::Ids(vec![]))]);
    let findings = batch(FINDINGS, writer.seq(), &[finding]);
    writer.append(FINDINGS, findings).unwrap();
    writer.commit().unwrap();
    lake.forget(&Forget::Mandate("local".to_owned()), at(2)).unwrap();
    let snapshot = lake.snapshot().unwrap();
    assert_eq!((snapshot.rows("findings"), snapshot.rows("request_records")), (1, 0));
}

#[test]
fn the_tombstone_says_what_went_and_names_nobody() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..12)), at(0)).unwrap();
    lake.forget(&Forget::Person(vec![Key(3)]), at(9)).unwrap();
    let text = std::fs::read(lake.root().join("tombstones/00000002.json")).unwrap();
    let tombstone: Tombstone = serde_json::from_slice(&text).unwrap();
    assert_eq!(tombstone.what, "person, 1 pseudonyms");
    assert_eq!(tombstone.rows["request_records"], 2);
    let blanked: u64 = tombstone.segments.iter().flat_map(|s| &s.ranges).map(|r| r.1).sum();
    assert_eq!(blanked, (line(3).text.len() + line(8).text.len()) as u64);
    let record = lake.commits().unwrap().pop().unwrap();
    assert_eq!(record.tombstone.unwrap().path, "tombstones/00000002.json");
}

#[test]
fn verify_accepts_the_blanked_content_and_no_other() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..12)), at(0)).unwrap();
    lake.forget(&Forget::Person(vec![Key(3)]), at(9)).unwrap();
    verify(&lake);
    let rows = rows(&lake.snapshot().unwrap(), "request_records", &["segment"]);
    let id: SegmentId = format!("G-{}", rows[0][0]).parse().unwrap();
    let entry = lake.segment_entry(id).unwrap().unwrap();
    let mut content = lake.segment(id).unwrap().unwrap();
    assert_ne!(SegmentId::of(&content), id);
    content[0] = b' ';
    let packed = zstd::bulk::compress(&content, 1).unwrap();
    std::fs::write(lake.root().join(entry.path()), packed).unwrap();
    assert!(lake.segment(id).is_err());
    let mut found = Vec::new();
    lake.verify(&mut |problem| found.push(problem)).unwrap();
    assert_eq!((found.len(), found[0].fault), (1, Fault::Changed));
}

#[test]
fn the_same_bytes_can_come_in_again_and_are_whole() {
    let (_folder, lake) = lake();
    let stream = Stream::of(lines(0..40));
    ingest(&lake, &stream, at(0)).unwrap();
    let before = column(&lake, "request_records", "signal_id");
    lake.forget(&Forget::Person(vec![Key(3)]), at(9)).unwrap();
    let again = ingest(&lake, &stream, at(10)).unwrap();
    assert_eq!(again.rows["request_records"], 8);
    assert_eq!(column(&lake, "request_records", "signal_id"), before);
    assert!(sources(&lake).iter().all(|(text, source)| source.as_ref() == Some(text)));
    verify(&lake);
}

#[test]
fn rows_that_were_forgotten_are_gone_from_earlier_commits_too() {
    let (_folder, lake) = lake();
    ingest(&lake, &Stream::of(lines(0..10)), at(0)).unwrap();
    let days = Forget::Days { table: None, from: Timestamp(i64::MIN), until: at(50) };
    lake.forget(&days, at(1)).unwrap();
    assert_eq!(rows(&lake.snapshot_at(1).unwrap(), "request_records", &["path"]).len(), 5);
}

#[test]
fn what_a_later_version_added_is_neither_half_forgotten_nor_merged_away() {
    let (_folder, lake) = lake();
    for commit in 0..2 {
        ingest(&lake, &Stream::of(lines(commit * 5..commit * 5 + 5)), at(commit)).unwrap();
    }
    let version = |version| format!("\"schema_version\":{version}");
    for ours in [REQUEST_RECORDS.version, ACT_ROWS.version] {
        rewrite_record(&lake, 2, &version(ours), &version(90 + ours));
    }
    let lake = Lake::open_with(lake.root(), tiny()).unwrap();
    let error = lake.forget(&Forget::Mandate("local".to_owned()), at(3)).unwrap_err();
    assert!(matches!(error, LakeError::NewerTable { .. }));
    assert!(error.hint().unwrap().contains("newer"));
    assert_eq!(lake.compact(at(4)).unwrap().merged, 0);
    assert_eq!(column(&lake, "request_records", "path").len(), 10);
}
