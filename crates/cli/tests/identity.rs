//! What must hold for identity, with the real binary on real files: the same bytes in any wrapping
//! add only what is new, equal lines are kept, and overlaps keep the largest count.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use vigie_testkit::{Sealed, packed};

fn line(number: u32) -> String {
    let (minute, second) = (number / 60, number % 60);
    format!(
        "192.0.2.{} - - [01/Apr/2027:10:{minute:02}:{second:02} +0000] \"GET /page/{number} HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"\n",
        number % 200
    )
}

fn lines(range: std::ops::Range<u32>) -> String {
    range.map(line).collect()
}

fn ingest(place: &Sealed, file: &str) {
    place.run(&["ingest", file]).unwrap().done().unwrap();
}

fn requests(place: &Sealed) -> String {
    ids(place, "SELECT signal_id FROM requests ORDER BY signal_id")
}

fn ids(place: &Sealed, query: &str) -> String {
    place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
}

fn count(place: &Sealed) -> usize {
    requests(place).lines().count()
}

#[test]
fn the_same_bytes_again_rotated_grown_or_compressed_add_only_what_is_new() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("access.log", lines(0..500)).unwrap();
    ingest(&place, "access.log");
    let first = requests(&place);
    assert_eq!(first.lines().count(), 500);
    ingest(&place, "access.log");
    assert_eq!(requests(&place), first, "read again");

    place.write("access.log.1", lines(0..500)).unwrap();
    ingest(&place, "access.log.1");
    assert_eq!(requests(&place), first, "rotated");

    place.write("access.log.gz", packed::gzip(lines(0..500).as_bytes()).unwrap()).unwrap();
    ingest(&place, "access.log.gz");
    place.write("access.log.zst", packed::zstd(lines(0..500).as_bytes()).unwrap()).unwrap();
    ingest(&place, "access.log.zst");
    let members = packed::gzip_members(lines(0..500).as_bytes(), 7).unwrap();
    place.write("members.gz", members).unwrap();
    ingest(&place, "members.gz");
    assert_eq!(requests(&place), first, "compressed");

    place.write("access.log", lines(0..800)).unwrap();
    ingest(&place, "access.log");
    let grown = requests(&place);
    assert_eq!(grown.lines().count(), 800);
    let kept: std::collections::BTreeSet<&str> = grown.lines().collect();
    assert!(first.lines().all(|id| kept.contains(id)), "no id changed when the file grew");
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn equal_lines_of_one_stream_are_distinct_signals() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("access.log", line(1).repeat(5)).unwrap();
    ingest(&place, "access.log");
    assert_eq!(count(&place), 5);
}

#[test]
fn overlapping_streams_keep_the_largest_count_never_the_sum() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let twice = line(50).repeat(2);
    let thrice = line(50).repeat(3);
    place.write("a.log", lines(0..50) + &twice + &lines(51..100)).unwrap();
    place.write("b.log", lines(40..50) + &thrice + &lines(51..150)).unwrap();
    ingest(&place, "a.log");
    assert_eq!(count(&place), 101);
    ingest(&place, "b.log");
    assert_eq!(count(&place), 152, "150 lines, one of them three times");
    ingest(&place, "a.log");
    assert_eq!(count(&place), 152);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let mut seen = Vec::new();
    for order in [["a.log", "b.log"], ["b.log", "a.log"]] {
        let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
        place.write("a.log", lines(0..60) + &line(7)).unwrap();
        place.write("b.log", lines(30..90)).unwrap();
        for file in order {
            ingest(&place, file);
        }
        seen.push(requests(&place));
    }
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn hosts_are_apart_and_files_of_one_host_are_not() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("access.log", lines(0..10)).unwrap();
    for host in ["www1", "www2", "www1"] {
        place.run(&["ingest", "access.log", "--host", host]).unwrap().done().unwrap();
    }
    assert_eq!(count(&place), 20);
}
