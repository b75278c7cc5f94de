//! The whole way on one page: a table of 40 rows becomes signals, signals become findings, a
//! finding is explained with its source lines. Read it as documentation.

#![expect(clippy::format_push_string, reason = "tests build texts and stop at the first surprise")]

use vigie_testkit::{Normaliser, Sealed};

/// Forty posts of an invented evening. `mona` and `rene` share the same four links within seconds
/// of each other; everybody else shares what everybody shares, when they happen to.
fn table() -> String {
    let mut rows = String::from("message_id,user_id,message,link,timestamp\n");
    for at in 0..32 {
        let user = ["ada", "bela", "cleo", "dirk", "ella", "finn", "gaia", "hugo"][at % 8];
        let link = ["debate", "weather", "budget", "trains"][at / 8];
        let minute = at * 7 % 60;
        rows += &format!(
            "{at},{user},reading this,https://gazette.example/{link},2027-04-01T{:02}:{minute:02}:00Z\n",
            18 + at / 8
        );
    }
    for (at, story) in ["rumour-1", "rumour-2", "rumour-3", "rumour-4"].iter().enumerate() {
        for (user, second) in [("mona", 10), ("rene", 10 + 9 * (at + 1))] {
            rows += &format!(
                "{}{at},{user},look!,https://tribune.example/{story}?utm_source={user},2027-04-01T21:{:02}:{second:02}Z\n",
                user.len() + at,
                at * 10
            );
        }
    }
    rows
}

/// What `verify` read and the digest of the head change whenever the files' encoding does.
fn without_sizes(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let shown = match (line.split_once(", head "), line.split_once(" segment, ")) {
            (Some((before, _)), _) => format!("{before}, head […]"),
            (None, Some((before, _))) => format!("{before} segment, […] read."),
            (None, None) => line.to_owned(),
        };
        kept += &shown;
        kept.push('\n');
    }
    kept
}

#[test]
fn forty_rows_become_a_finding_that_can_be_shown() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("posts.csv", table()).unwrap();
    // The key file is fixed so that pseudonyms, and with them ids, are the same everywhere.
    place.write("keys/vigie.key", [7; 32]).unwrap();
    let map = "native_id=message_id,author_id=user_id,text=message,link=link,\
               published_at=timestamp,platform='forum'";
    let mut told = String::new();
    for (title, arguments) in [
        ("Outside bytes come in", vec!["ingest", "posts.csv", "--map", map]),
        ("The same bytes again add nothing", vec!["ingest", "posts.csv", "--map", map]),
        ("Detectors read the commit", vec!["detect", "same-object-together"]),
        ("The finding is shown", vec!["explain", "F-"]),
        ("Every byte is as it was written", vec!["verify"]),
    ] {
        let ran = place.run(&arguments).unwrap();
        let text = Normaliser::of(&place).normalise(&ran.transcript());
        let text = without_sizes(&text);
        told += &format!("# {title}\n$ vigie {}\n{text}\n", arguments.join(" "));
    }
    insta::assert_snapshot!("walking_skeleton", told);
}

#[test]
fn the_printed_command_repeats_the_finding_at_the_same_revision() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("posts.csv", table()).unwrap();
    let map = "author_id=user_id,link=link,published_at=timestamp,platform='forum'";
    place.run(&["ingest", "posts.csv", "--map", map]).unwrap().done().unwrap();
    place.run(&["detect", "same-object-together", "--set", "window_s=40"]).unwrap().done().unwrap();
    let shown = place.run(&["explain", "F-", "--format", "json"]).unwrap().done().unwrap();
    let field = |name: &str| {
        let start = shown.find(&format!("\"{name}\"")).unwrap();
        let value = &shown[start + name.len() + 3..];
        value.split('"').nth(1).unwrap().to_owned()
    };
    let (revision, repeat) = (field("revision"), field("repeat"));
    assert!(repeat.contains("--set window_s=40"), "{repeat}");
    // More data, later: the repeated run still reads the commit that it names.
    let more = table().replace("rumour-", "other-");
    place.write("more.csv", more).unwrap();
    place.run(&["ingest", "more.csv", "--map", map]).unwrap().done().unwrap();
    let arguments: Vec<&str> = repeat.split(' ').skip(1).collect();
    let again = place.run(&arguments).unwrap().done().unwrap();
    assert!(again.contains(&revision), "{revision} is not in\n{again}");
}
