//! Following logs with the real binary: rotation, cutting, half lines, sudden death, the journal. What
//! is followed a part at a time gives the ids and findings of what is read at once.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::Value;
use vigie_testkit::kill::{Moments, run_to_failpoint, run_until};
use vigie_testkit::{Sealed, packed};

fn place() -> Sealed {
    Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap()
}

/// Every third line equals the one before it; some others are attacks.
fn line(number: u32) -> String {
    let number = number - u32::from(number % 3 == 2);
    let (minute, second) = (number / 60 % 60, number % 60);
    let path = if number.is_multiple_of(30) {
        format!("/page?id=1%27%20UNION%20SELECT%20{number}--")
    } else {
        format!("/page/{number}?q=winter")
    };
    format!(
        "203.0.113.{} - - [01/May/2027:{:02}:{minute:02}:{second:02} +0000] \"GET {path} HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"\n",
        number % 7,
        8 + number / 3_600,
    )
}

fn lines(range: std::ops::Range<u32>) -> String {
    range.map(line).collect()
}

fn append(place: &Sealed, name: &str, text: impl AsRef<[u8]>) {
    let path = place.folder().join(name);
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(text.as_ref()).unwrap();
}

fn rename(place: &Sealed, from: &str, to: &str) {
    std::fs::rename(place.folder().join(from), place.folder().join(to)).unwrap();
}

fn watch(place: &Sealed, what: &[&str]) -> Value {
    let mut arguments = vec!["watch", "--once", "--format", "json"];
    arguments.extend(what);
    let ran = place.run(&arguments).unwrap();
    let text = ran.transcript();
    serde_json::from_str(&ran.done().unwrap()).unwrap_or_else(|_| panic!("{text}"))
}

fn ids(place: &Sealed) -> String {
    let query = "SELECT signal_id, at, path FROM requests ORDER BY signal_id";
    place.run(&["sql", query, "--format", "ndjson", "--limit", "100000"]).unwrap().done().unwrap()
}

fn findings(place: &Sealed) -> String {
    place.run(&["detect"]).unwrap().done().unwrap();
    let query = "SELECT finding_id, detector, revision FROM findings ORDER BY finding_id";
    place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
}

/// The same files read at once; under the secret of `live`, where findings are compared: what a finding
/// is about may be a pseudonym.
fn batch(live: Option<&Sealed>, files: &[(&str, String)]) -> Sealed {
    let place = place();
    if let Some(live) = live {
        std::fs::create_dir_all(place.folder().join("keys")).unwrap();
        let key = "keys/vigie.key";
        std::fs::copy(live.folder().join(key), place.folder().join(key)).unwrap();
    }
    let mut arguments = vec!["ingest"];
    for (name, text) in files {
        place.write(name, text).unwrap();
        arguments.push(name);
    }
    place.run(&arguments).unwrap().done().unwrap();
    place
}

#[test]
fn what_is_followed_through_rotation_is_what_is_read_at_once() {
    let live = place();
    live.write("access.log", lines(0..101)).unwrap();
    assert_eq!(watch(&live, &["access.log"])["new"], 101);
    // Equal lines on both sides of a commit, and a line that is half written.
    let next = lines(101..200);
    let half = next.len() - 30;
    append(&live, "access.log", &next[..half]);
    assert_eq!(watch(&live, &["access.log"])["new"], 98);
    assert_eq!(watch(&live, &["access.log"])["new"], 0, "a half line waits");
    append(&live, "access.log", &next[half..]);
    // Renamed before it was read to its end, and a new one in its place. Its first line equals the
    // last one of the other: overlapping streams keep the larger count, which is one.
    append(&live, "access.log", lines(200..260));
    rename(&live, "access.log", "access.log.1");
    live.write("access.log", lines(260..300)).unwrap();
    let report = watch(&live, &["access.log"]);
    assert_eq!((&report["new"], &report["rotated"]), (&100.into(), &1.into()), "{report:#}");
    let whole =
        batch(Some(&live), &[("access.log.1", lines(0..260)), ("access.log", lines(260..300))]);
    assert_eq!(ids(&live), ids(&whole));
    assert_eq!(findings(&live), findings(&whole));
    assert!(!findings(&live).is_empty(), "there was something to find");
    let again = live.run(&["ingest", "access.log.1", "access.log"]).unwrap().done().unwrap();
    assert!(again.contains("0"), "{again}");
    assert_eq!(ids(&live), ids(&whole), "reading it all once more adds nothing");
    live.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn a_log_that_is_copied_and_cut_is_read_from_its_beginning_again() {
    let live = place();
    live.write("logs/access.log", lines(0..60)).unwrap();
    assert_eq!(watch(&live, &["logs"])["new"], 60);
    append(&live, "logs/access.log", lines(60..80));
    live.write("logs/access.log.1", lines(0..80)).unwrap();
    // Cut in place: the file keeps its number, and grows beyond where it was.
    live.write("logs/access.log", lines(80..200)).unwrap();
    let report = watch(&live, &["logs"]);
    assert_eq!(report["new"], 139, "{report:#}");
    assert_eq!(report["notes"][0]["what"], "cut");
    let whole = batch(None, &[("access.log.1", lines(0..80)), ("access.log", lines(80..200))]);
    assert_eq!(ids(&live), ids(&whole));
}

#[test]
fn a_half_line_waits_and_is_set_aside_once_rotation_has_left_it_behind() {
    let live = place();
    let half = line(60);
    // First seen under the name that rotation gave it.
    live.write("logs/access.log.1", lines(0..60) + &half[..half.len() - 40]).unwrap();
    live.write("logs/access.log", lines(61..70)).unwrap();
    let rejected = || {
        let query = "SELECT file, line, reason FROM rejected";
        live.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
    };
    let report = watch(&live, &["logs"]);
    assert_eq!(report["new"], 69, "{report:#}");
    assert_eq!(report["notes"][0]["what"], "half", "it is said: {report:#}");
    assert_eq!(rejected(), "");
    // Whoever writes it may not have heard of the rotation yet.
    for _ in 0..6 {
        watch(&live, &["logs"]);
    }
    assert_eq!(rejected().trim(), r#"{"file":"access.log.1","line":61,"reason":"truncated"}"#);
    let report = watch(&live, &["logs"]);
    assert_eq!(report["notes"].as_array().map(Vec::len), Some(0), "{report:#}");
}

#[test]
fn a_kill_at_any_failpoint_loses_nothing_and_doubles_nothing() {
    let whole = batch(None, &[("access.log", lines(0..300))]);
    let expected = ids(&whole);
    for failpoint in vigie_lake::FAILPOINTS {
        let live = place();
        live.write("access.log", lines(0..100)).unwrap();
        watch(&live, &["access.log"]);
        append(&live, "access.log", lines(100..300));
        let killed =
            run_to_failpoint(&live, &["watch", "--once", "access.log"], failpoint).unwrap();
        assert_ne!(killed.code(), Some(0), "{failpoint} was never passed");
        watch(&live, &["access.log"]);
        assert_eq!(ids(&live), expected, "after a kill at {failpoint}");
    }
}

#[test]
fn a_watch_that_is_killed_and_one_whose_state_is_lost_go_on() {
    let live = place();
    live.write("access.log", "").unwrap();
    let mut moments = Moments::new(20_270_501, std::time::Duration::from_millis(300));
    for round in 0..4 {
        append(&live, "access.log", lines(round * 500..(round + 1) * 500));
        let moment = moments.next().unwrap();
        run_until(&live, &["watch", "access.log", "--every", "1"], moment).unwrap();
    }
    watch(&live, &["access.log"]);
    let whole = batch(None, &[("access.log", lines(0..2_000))]);
    assert_eq!(ids(&live), ids(&whole));
    live.write("watch/state.json", "{").unwrap();
    assert_eq!(watch(&live, &["access.log"])["new"], 0);
    append(&live, "access.log", lines(2_000..2_002));
    assert_eq!(watch(&live, &["access.log"])["new"], 2);
}

#[test]
fn a_folder_of_anything_is_followed_as_far_as_it_is_logs() {
    let live = place();
    live.write("logs/a/access.log", lines(0..10)).unwrap();
    live.write("logs/a/old.log.gz", packed::gzip(b"x").unwrap()).unwrap();
    live.write("logs/noise.bin", [0_u8, 1, 10, 255].repeat(500)).unwrap();
    live.write("logs/empty.log", "").unwrap();
    live.write("logs/half.log", &line(40)[..40]).unwrap();
    live.write("logs/gzip-without-name", packed::gzip(b"x\n").unwrap()).unwrap();
    let mut odd = lines(20..22).into_bytes();
    odd.extend_from_slice(b"\0\0\0\n\xff\xfe\n");
    live.write("logs/odd.log", odd).unwrap();
    let report = watch(&live, &["logs"]);
    assert_eq!(report["new"], 12, "{report:#}");
    let noted: Vec<&str> =
        report["notes"].as_array().unwrap().iter().map(|n| n["what"].as_str().unwrap()).collect();
    assert!(noted.contains(&"compressed") && noted.contains(&"unrecognised"), "{report:#}");
    std::fs::remove_file(live.folder().join("logs/a/access.log")).unwrap();
    append(&live, "logs/half.log", &line(40)[40..]);
    let report = watch(&live, &["logs"]);
    assert_eq!(report["new"], 1, "{report:#}");
}

#[test]
fn the_journal_goes_on_after_the_last_entry_that_was_stored() {
    let mut live = place();
    let entry = |number: u32| {
        format!(
            "{{\"__CURSOR\":\"s=1;i={number}\",\"__REALTIME_TIMESTAMP\":\"18094320000000{number:02}\",\"_HOSTNAME\":\"bastion\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"Failed password for root from 192.0.2.{number} port 5 ssh2\"}}\n"
        )
    };
    let entries = |range: std::ops::Range<u32>| range.map(entry).collect::<String>();
    live.write("first.json", entries(0..5)).unwrap();
    live.write("second.json", entries(5..8)).unwrap();
    let script = "#!/bin/sh\ncase \"$*\" in\n*--after-cursor=s=1\\;i=7*) ;;\n*--after-cursor=s=1\\;i=4*) cat second.json ;;\n*--after-cursor=*) echo \"odd cursor\" >&2; exit 1 ;;\n*) cat first.json ;;\nesac\n";
    let path = live.write("bin/journalctl", script).unwrap();
    make_executable(&path);
    let folder = live.folder().join("bin");
    live.set_variable("PATH", &format!("{}:/usr/bin:/bin", folder.display()));
    for new in [5, 3, 0] {
        assert_eq!(watch(&live, &["--journald", "--unit", "ssh"])["new"], new);
    }
    let query = "SELECT signal_id FROM logins ORDER BY signal_id";
    let shown = |place: &Sealed| place.run(&["sql", query]).unwrap().done().unwrap();
    let whole = batch(None, &[("journal.json", entries(0..8))]);
    assert_eq!(shown(&live), shown(&whole));
    live.write("bin/journalctl", "#!/bin/sh\necho no journal >&2\nexit 3\n").unwrap();
    let ended = live.run(&["watch", "--once", "--journald"]).unwrap();
    assert_eq!(ended.code(), Some(3));
    assert!(ended.out().contains("no journal"), "{}", ended.transcript());
}

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_watch_that_is_asked_to_end_says_what_it_did() {
    let live = place();
    live.write("access.log", lines(0..30)).unwrap();
    let running = live.start(&["watch", "access.log", "--every", "3600"]).unwrap();
    // The first commit is behind it once this stands.
    while live.read("watch/state.json").is_err() {
        std::thread::yield_now();
    }
    let second = live.run(&["watch", "access.log", "--once"]).unwrap();
    assert!(second.err().contains("at work in"), "{}", second.err());
    let id = running.id().to_string();
    let kill = format!("kill -TERM {id}");
    std::process::Command::new("/bin/sh").args(["-c", &kill]).status().unwrap();
    let out = running.end().unwrap().done().unwrap();
    assert!(out.contains("30 new lines in 1 commit"), "{out}");
}

#[test]
fn what_cannot_be_followed_is_refused_with_a_way_out() {
    let place = place();
    for (arguments, code, hint) in [
        (&["watch"][..], 2, "--syslog"),
        (&["watch", "gone.log", "--once"], 1, "check the path"),
        (&["watch", "--syslog", "0.0.0.0:5514"], 1, "127.0.0.1:5514"),
        (&["watch", "--syslog", "192.0.2.7:5514", "--lang", "fr"], 1, "127.0.0.1:5514"),
        (&["watch", "--syslog", "127.0.0.1:5514", "--once"], 2, "cannot be used"),
    ] {
        let ran = place.run(arguments).unwrap();
        assert_eq!(ran.code(), Some(code), "{}", ran.transcript());
        assert!(ran.err().contains(hint), "{}", ran.transcript());
    }
}
