//! Judging from the command line: verdicts that outlive reruns, incidents, two laptops, kills, and
//! journals that are not as they should be.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests build texts and stop at the first surprise"
)]

use serde_json::Value;
use vigie_testkit::Sealed;
use vigie_testkit::kill::{Moments, run_until};

/// A burst of guessing from one address, `tries` lines long.
fn guesses(tries: u32) -> String {
    let names = ["oracle", "backup", "deploy", "print", "guest"];
    (0..tries)
        .map(|at| {
            format!(
                "2027-04-01T03:{:02}:{:02}Z gate sshd[{at}]: Failed password for invalid user {} from 203.0.113.9 port 4{:03} ssh2\n",
                at / 60,
                at % 60,
                names[at as usize % names.len()],
                at % 1000
            )
        })
        .collect()
}

fn place() -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_variable("USER", "Mira");
    place.write("auth.log", guesses(30)).unwrap();
    place.run(&["ingest", "auth.log"]).unwrap().done().unwrap();
    place.run(&["detect", "login-guessing"]).unwrap().done().unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    let told = place.run(&arguments).unwrap().done().unwrap();
    serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// The first finding that awaits a judgement.
fn finding(place: &Sealed) -> String {
    let listed = json(place, &["case", "list"]);
    listed["findings"]["open"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_was_dismissed_stays_dismissed_and_says_what_changed() {
    let place = place();
    let id = finding(&place);
    place.run(&["case", "dismiss", &id, "--reason", "our own test"]).unwrap().done().unwrap();
    let before = json(&place, &["case", "show", &id]);
    assert_eq!(before["finding"]["verdict"], "dismissed");
    assert_eq!(before["finding"]["state"], "unchanged");
    // The same log, grown: the finding says something else now.
    place.write("auth.log", guesses(55)).unwrap();
    place.run(&["ingest", "auth.log"]).unwrap().done().unwrap();
    place.run(&["detect", "login-guessing"]).unwrap().done().unwrap();
    let after = json(&place, &["case", "show", &id]);
    assert_eq!(after["finding"]["verdict"], "dismissed", "{after:#}");
    assert_eq!(after["finding"]["state"], "revised");
    assert_ne!(after["finding"]["revision"], before["finding"]["revision"]);
    let changed = &after["revisions"][1]["changed"];
    let signals = changed.as_array().unwrap().iter().find(|one| one["name"] == "signals").unwrap();
    assert!(signals["before"].as_u64() < signals["after"].as_u64(), "{changed:#}");
    let listed = json(&place, &["case", "list", "--all"]);
    assert_eq!(listed["findings"]["open"].as_array().unwrap().len(), 0);
    let proposed = json(&place, &["case", "proposals"]);
    assert_eq!(proposed["proposals"].as_array().unwrap().len(), 0);
    // And back, by hand only.
    place.run(&["case", "restore", &id, "--reason", "it grew"]).unwrap().done().unwrap();
    let restored = json(&place, &["case", "show", &id]);
    assert_eq!(restored["finding"]["verdict"], "open");
    assert_eq!(restored["notes"][0]["text"], "it grew");
}

#[test]
fn a_dismissal_becomes_a_case_for_the_page() {
    let place = place();
    let id = finding(&place);
    place.run(&["case", "dismiss", &id, "--reason", "our own test"]).unwrap().done().unwrap();
    let told = place.run(&["case", "examples", "login-guessing"]).unwrap().done().unwrap();
    assert!(told.contains("## our own test raises nothing"), "{told}");
    assert!(told.contains("```csv logins\n") && told.contains(",s1,"), "{told}");
    assert!(told.contains("```csv findings\nsource\n```"), "{told}");
    for private in ["203.0.113.9", "oracle"] {
        assert!(!told.contains(private), "{private} in {told}");
    }
}

#[test]
fn an_incident_lives_from_opening_to_closing() {
    let place = place();
    let id = finding(&place);
    let opened =
        json(&place, &["case", "open", &id, "--title", "Guessing at the gate", "--when", "now"]);
    assert_eq!((&opened["alias"], &opened["open"]), (&"I-0001".into(), &true.into()));
    assert_eq!(opened["findings"][0]["verdict"], "attached");
    let told = "called the host\nat nine\n";
    place.run_with_input(&["case", "note", "1"], told.as_bytes()).unwrap().done().unwrap();
    let assessed = json(
        &place,
        &["case", "assess", "i-0001", "--sure", "highly-likely", "--text", "one tool, one night"],
    );
    assert_eq!(assessed["how_sure"], "highly_likely");
    let stale = opened["head"].as_str().unwrap();
    let refused =
        place.run(&["case", "close", "1", "--reason", "done", "--expected-head", stale]).unwrap();
    assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
    assert!(refused.err().contains("was changed by somebody else"), "{}", refused.transcript());
    let closed = json(&place, &["case", "close", "1", "--reason", "password changed"]);
    assert_eq!(closed["open"], false);
    let again = place.run(&["case", "close", "1", "--reason", "again"]).unwrap();
    assert_eq!(again.code(), Some(1));
    let undone = json(&place, &["case", "undo"]);
    assert!(undone["undone"].as_str().unwrap().starts_with("mira-"), "{undone}");
    let shown = json(&place, &["case", "show", "1"]);
    assert_eq!(shown["open"], true);
    let journal = shown["journal"].as_array().unwrap();
    assert_eq!(journal.len(), 5, "{shown:#}");
    assert_eq!(journal.iter().filter(|row| row["undone"] == true).count(), 1);
    let text = place.run(&["case", "show", "I-0001"]).unwrap().done().unwrap();
    assert!(text.contains("called the host ⏎ at nine"), "{text}");
}

/// A second laptop with the same lake: copied before anybody wrote.
fn second(first: &Sealed, user: &str) -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_variable("USER", user);
    for name in first.files().unwrap() {
        if !name.starts_with("cases/") {
            place.write(&name, first.read(&name).unwrap()).unwrap();
        }
    }
    place
}

fn head(place: &Sealed) -> String {
    json(place, &["case", "journal", "--limit", "0"])["head"].as_str().unwrap().to_owned()
}

#[test]
fn two_laptops_that_exchange_packs_end_equal() {
    let mira = place();
    let yann = second(&mira, "Yann");
    let id = finding(&mira);
    mira.run(&["case", "open", &id, "--title", "By Mira"]).unwrap().done().unwrap();
    yann.run(&["case", "watch", &id]).unwrap().done().unwrap();
    yann.run(&["case", "open", &id, "--title", "By Yann"]).unwrap().done().unwrap();
    mira.run(&["case", "pack", "m.pack"]).unwrap().done().unwrap();
    yann.write("m.pack", mira.read("m.pack").unwrap()).unwrap();
    let merged = json(&yann, &["case", "merge", "m.pack"]);
    assert_eq!(merged["added"], 1);
    // The answer holds only what Mira lacks.
    yann.run(&["case", "pack", "y.pack", "--beyond", "m.pack"]).unwrap().done().unwrap();
    mira.write("y.pack", yann.read("y.pack").unwrap()).unwrap();
    let merged = json(&mira, &["case", "merge", "y.pack"]);
    assert_eq!((&merged["added"], &merged["known"]), (&2.into(), &0.into()));
    let again = json(&mira, &["case", "merge", "y.pack"]);
    assert_eq!((&again["added"], &again["known"]), (&0.into(), &2.into()));
    assert_eq!(head(&mira), head(&yann));
    let shown = |place: &Sealed| {
        let mut titles: Vec<String> = json(place, &["case", "list"])["incidents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| format!("{} {} {}", row["id"], row["title"], row["findings"]))
            .collect();
        titles.sort();
        titles
    };
    assert_eq!(shown(&mira), shown(&yann));
    mira.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn incidents_that_both_wrote_about_unseen_are_named() {
    let mira = place();
    let yann = second(&mira, "Yann");
    let id = finding(&mira);
    mira.run(&["case", "open", &id, "--title", "By Mira"]).unwrap().done().unwrap();
    mira.run(&["case", "pack", "m.pack"]).unwrap().done().unwrap();
    yann.write("m.pack", mira.read("m.pack").unwrap()).unwrap();
    assert_eq!(json(&yann, &["case", "merge", "m.pack"])["both_wrote"], serde_json::json!([]));
    let said = |place: &Sealed, words: &str| {
        place.run(&["case", "note", "I-0001", "--text", words]).unwrap().done().unwrap();
    };
    said(&mira, "likely");
    said(&yann, "unlikely");
    yann.run(&["case", "pack", "y.pack", "--beyond", "m.pack"]).unwrap().done().unwrap();
    mira.write("y.pack", yann.read("y.pack").unwrap()).unwrap();
    assert_eq!(
        json(&mira, &["case", "merge", "y.pack"])["both_wrote"],
        serde_json::json!(["I-0001"])
    );
}

#[test]
fn a_pack_with_a_broken_chain_changes_nothing() {
    let mira = place();
    let yann = second(&mira, "Yann");
    let id = finding(&mira);
    for text in ["first", "second", "third"] {
        mira.run(&["case", "note", &id, "--text", text]).unwrap().done().unwrap();
    }
    mira.run(&["case", "pack", "m.pack"]).unwrap().done().unwrap();
    let pack = String::from_utf8(mira.read("m.pack").unwrap()).unwrap();
    let lines: Vec<&str> = pack.lines().collect();
    let broken = [
        pack.replace("second", "sekond"),
        [lines[0], lines[1], lines[3]].join("\n") + "\n",
        lines[..2].join("\n") + "\n",
        pack.replace("\"version\":1", "\"version\":99"),
        String::new(),
        "not a pack".to_owned(),
    ];
    for (at, text) in broken.iter().enumerate() {
        yann.write("bad.pack", text).unwrap();
        let refused = yann.run(&["case", "merge", "bad.pack"]).unwrap();
        assert_eq!(refused.code(), Some(1), "{at}: {}", refused.transcript());
        assert!(refused.err().contains("hint:"), "{at}: {}", refused.transcript());
        // Whoever reads it must not think that their own journal is damaged.
        assert!(!refused.err().contains("the journal is broken"), "{at}: {}", refused.transcript());
        let told = yann.run(&["case", "journal"]).unwrap().done().unwrap();
        assert!(told.contains("Nobody has written anything"), "{at}: {told}");
    }
}

#[test]
fn a_changed_byte_of_the_journal_is_found_and_a_printed_head_is_compared() {
    let place = place();
    let id = finding(&place);
    place.run(&["case", "note", &id, "--text", "as it was told"]).unwrap().done().unwrap();
    let printed = head(&place);
    place.run(&["case", "note", &id, "--text", "later"]).unwrap().done().unwrap();
    let told = place.run(&["verify", "--head", &printed]).unwrap().done().unwrap();
    assert!(told.contains(&format!("had the head {printed} after mira-")), "{told}");
    let wrong = place.run(&["verify", "--head", "0123456789abcdef"]).unwrap();
    assert_eq!(wrong.code(), Some(1), "{}", wrong.transcript());
    // The words stand in the database as plain text: somebody changes one letter.
    let mut bytes = place.read("cases/journal.db").unwrap();
    let wal = place.read("cases/journal.db-wal").unwrap_or_default();
    let name = if find(&wal, b"as it was told").is_some() {
        bytes = wal;
        "cases/journal.db-wal"
    } else {
        "cases/journal.db"
    };
    let at = find(&bytes, b"as it was told").unwrap();
    bytes[at] = b'A';
    place.write(name, &bytes).unwrap();
    let broken = place.run(&["verify"]).unwrap();
    assert_eq!(broken.code(), Some(1), "{}", broken.transcript());
    assert!(broken.out().contains("journal.db"), "{}", broken.transcript());
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[test]
fn another_file_in_place_of_the_journal_is_left_alone() {
    let place = place();
    let id = finding(&place);
    place
        .write("cases/journal.db", "this is no database at all, but a letter to somebody")
        .unwrap();
    let refused = place.run(&["case", "note", &id, "--text", "x"]).unwrap();
    assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
    assert!(refused.err().contains("hint:"), "{}", refused.transcript());
    let kept = place.read("cases/journal.db").unwrap();
    assert!(kept.starts_with(b"this is no database"), "the file was changed");
    assert_eq!(place.run(&["verify"]).unwrap().code(), Some(1));
    // What is not about the journal still works.
    place.run(&["today"]).unwrap().done().unwrap();
}

#[test]
fn a_clock_that_was_set_back_loses_nothing_and_is_said() {
    let mut place = place();
    let id = finding(&place);
    place.run(&["case", "dismiss", &id, "--reason", "first"]).unwrap().done().unwrap();
    place.set_clock("2027-05-01T00:00:00Z");
    place.run(&["case", "watch", &id]).unwrap().done().unwrap();
    let shown = json(&place, &["case", "show", &id]);
    assert_eq!(shown["finding"]["verdict"], "watched", "the later entry counts: {shown:#}");
    let told = place.run(&["verify"]).unwrap().done().unwrap();
    assert!(told.contains("the clock was set back"), "{told}");
}

#[test]
fn a_kill_at_any_moment_loses_no_entry_that_was_told() {
    let place = place();
    let id = finding(&place);
    let started = std::time::Instant::now();
    place.run(&["case", "note", &id, "--text", "whole"]).unwrap().done().unwrap();
    let moments = Moments::new(20_270_422, started.elapsed());
    let mut told = 1;
    for moment in moments.take(15) {
        let arguments = ["case", "note", &id, "--text", "maybe"];
        let ran = run_until(&place, &arguments, moment).unwrap();
        told += usize::from(ran.code() == Some(0));
        place.run(&["verify"]).unwrap().done().unwrap();
    }
    let notes = json(&place, &["case", "show", &id])["notes"].as_array().unwrap().len();
    assert!((told..=16).contains(&notes), "{told} were told, {notes} are there");
}

#[test]
fn hostile_words_are_harmless_wherever_they_come_out() {
    let place = place();
    let id = finding(&place);
    let hostile = "a\u{1b}[2J\u{1b}]0;x\u{7}b\u{202e}c\u{200b}<script>alert(1)</script>\u{9b}31m";
    let title = format!("title {hostile}");
    place
        .run_with_input(&["case", "open", &id, "--title", "-"], title.as_bytes())
        .unwrap()
        .done()
        .unwrap();
    let note = format!("note {hostile}");
    place.run_with_input(&["case", "note", "1"], note.as_bytes()).unwrap().done().unwrap();
    let sure = ["case", "assess", "1", "--sure", "likely"];
    place.run_with_input(&sure, hostile.as_bytes()).unwrap().done().unwrap();
    for arguments in [
        &["case", "list"][..],
        &["case", "show", "1"],
        &["case", "show", "1", "--format", "json"],
        &["case", "journal"],
        &["case", "journal", "--format", "ndjson"],
    ] {
        let told = place.run(arguments).unwrap().done().unwrap();
        for odd in ['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}', '\u{9b}'] {
            assert!(!told.contains(odd), "{odd:?} in vigie {}:\n{told}", arguments.join(" "));
        }
        assert!(told.contains("title a"), "{told}");
    }
    let long = "x".repeat(200_000);
    let cut = place.run_with_input(&["case", "note", "1"], long.as_bytes()).unwrap();
    assert!(matches!(cut.code(), Some(0 | 1)), "{}", cut.err());
    let empty = place.run(&["case", "open", &id, "--title", "  "]).unwrap();
    assert_eq!(empty.code(), Some(2), "{}", empty.transcript());
}

#[test]
fn unknown_things_are_said_with_a_hint() {
    let place = place();
    let id = finding(&place);
    let commands: &[&[&str]] = &[
        &["case", "show", "I-0099"],
        &["case", "show", "../../etc"],
        &["case", "attach", "5", &id],
        &["case", "undo", "nobody-0000#9"],
        &["case", "undo"],
        &["case", "restore", &id],
        &["case", "dismiss", "F-ffffffffffff", "--reason", "x"],
        &["case", "merge", "absent.pack"],
        &["tip", "show", "T-1", "--reason", "x"],
        &["inbox", "read", "absent.csv"],
    ];
    for arguments in commands {
        let refused = place.run(arguments).unwrap();
        assert_eq!(
            refused.code(),
            Some(1),
            "vigie {}: {}",
            arguments.join(" "),
            refused.transcript()
        );
        assert!(refused.err().contains("hint:"), "{}", refused.transcript());
    }
}

#[test]
fn reveals_of_before_the_journal_are_adopted_once() {
    let place = place();
    let id = finding(&place);
    let line = format!(
        "{{\"at\":1809000000000000,\"target\":\"{id}\",\"reason\":\"asked by the editor\",\"previous\":\"\"}}\n"
    );
    place.write("reveals.ndjson", &line).unwrap();
    place.run(&["case", "note", &id, "--text", "one"]).unwrap().done().unwrap();
    place.run(&["case", "note", &id, "--text", "two"]).unwrap().done().unwrap();
    let told = place.run(&["case", "journal"]).unwrap().done().unwrap();
    assert_eq!(told.matches("asked by the editor").count(), 1, "{told}");
    assert_eq!(place.read("reveals.ndjson").unwrap(), line.as_bytes());
}

#[test]
fn findings_that_share_a_source_are_proposed_together_with_the_reason() {
    let place = place();
    // The same address again past midnight: another day's finding, hours later.
    let later = guesses(30).replace("2027-04-01T03:", "2027-04-02T01:");
    let evening = guesses(30).replace("2027-04-01T03:", "2027-04-01T21:");
    place.write("later.log", evening + &later).unwrap();
    place.run(&["ingest", "later.log"]).unwrap().done().unwrap();
    place.run(&["detect", "login-guessing"]).unwrap().done().unwrap();
    let proposed = json(&place, &["case", "proposals"]);
    let proposals = proposed["proposals"].as_array().unwrap();
    assert_eq!(proposals.len(), 1, "{proposed:#}");
    assert_eq!(proposals[0]["links"][0]["reason"], "shared_source", "{proposed:#}");
    let ids: Vec<&str> = proposals[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 2);
    let text = place.run(&["case", "proposals"]).unwrap().done().unwrap();
    assert!(
        text.contains("share 1 source address") && text.contains("vigie case open F-"),
        "{text}"
    );
    assert!(!text.contains("203.0.113.9"), "{text}");
    place.run(&["case", "open", ids[0], "--title", "Night work"]).unwrap().done().unwrap();
    let text = place.run(&["case", "proposals"]).unwrap().done().unwrap();
    assert!(text.contains("1 finding goes with I-0001"), "{text}");
    place.run(&["case", "attach", "1", ids[1]]).unwrap().done().unwrap();
    let text = place.run(&["case", "proposals"]).unwrap().done().unwrap();
    assert!(text.contains("Nothing to look at together"), "{text}");
}

#[test]
fn people_read_the_number_of_an_incident_and_not_its_long_id() {
    let place = place();
    let id = finding(&place);
    let opened = json(&place, &["case", "open", &id, "--title", "Guessing"]);
    let long = opened["id"].as_str().unwrap().to_owned();
    place.run(&["case", "note", "1", "--text", "called the host"]).unwrap().done().unwrap();
    let tip = ["tip", "take", "--text", "a van", "--about", &long];
    place.run(&tip).unwrap().done().unwrap();
    for arguments in [
        &["case", "journal"][..],
        &["case", "list", "--all"],
        &["case", "show", &id],
        &["tip", "list"],
    ] {
        let told = place.run(arguments).unwrap().done().unwrap();
        assert!(!told.contains(&long), "{} {told}", arguments.join(" "));
        assert!(told.contains("I-0001"), "{} {told}", arguments.join(" "));
    }
    let told = place.run(&["case", "show", "1"]).unwrap().done().unwrap();
    assert_eq!(told.matches(&long).count(), 1, "once, under the title: {told}");
}
