//! Killing the real binary at every named failpoint and at random moments: nothing that was
//! committed is lost, nothing is doubled, and the next run finishes the work.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use vigie_testkit::Sealed;
use vigie_testkit::kill::{Moments, run_to_failpoint, run_until};

const LINES: u32 = 3_000;

fn lines() -> String {
    (0..LINES)
        .map(|n| {
            format!(
                "198.51.100.{} - - [01/Apr/2027:{:02}:{:02}:{:02} +0000] \"GET /{} HTTP/1.1\" 200 1 \"-\" \"x\"\n",
                n % 250,
                n / 3600,
                n / 60 % 60,
                n % 60,
                n / 3
            )
        })
        .collect()
}

fn count(place: &Sealed) -> String {
    let query = "SELECT count(*) AS n, count(DISTINCT signal_id) AS ids FROM requests";
    place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
}

fn whole() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("access.log", lines()).unwrap();
    place
}

#[test]
fn a_kill_at_any_failpoint_loses_nothing_and_doubles_nothing() {
    let reference = whole();
    reference.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    let expected = count(&reference);
    for failpoint in vigie_lake::FAILPOINTS {
        let place = whole();
        let killed = run_to_failpoint(&place, &["ingest", "access.log"], failpoint).unwrap();
        assert_ne!(killed.code(), Some(0), "{failpoint} was never passed");
        place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
        assert_eq!(count(&place), expected, "after a kill at {failpoint}");
        place.run(&["verify"]).unwrap().done().unwrap();
    }
}

#[test]
fn a_kill_at_a_random_moment_loses_nothing_and_doubles_nothing() {
    let reference = whole();
    let started = std::time::Instant::now();
    reference.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    let took = started.elapsed();
    let expected = count(&reference);
    let mut moments = Moments::new(20_270_411, took);
    let place = whole();
    for _ in 0..12 {
        let moment = moments.next().unwrap();
        run_until(&place, &["ingest", "access.log"], moment).unwrap();
    }
    place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    assert_eq!(count(&place), expected);
    place.run(&["verify"]).unwrap().done().unwrap();
}

/// As `vigie_app::brief` names them, in the order in which a freeze passes them.
const FREEZE: [&str; 7] = [
    "brief.collected",
    "brief.html_written",
    "brief.md_written",
    "brief.json_written",
    "brief.before_entry",
    "brief.after_entry",
    "brief.draft_cleared",
];

/// Told once and lost nowhere.
const SENTENCE: &str = "The second factor is on for everybody";

/// The briefs that the journal knows.
fn told(place: &Sealed) -> Vec<String> {
    let listed = place.run(&["brief", "list", "--format", "json"]).unwrap().done().unwrap();
    listed
        .match_indices("\"id\"")
        .map(|(at, _)| listed[at..].split('"').nth(3))
        .map(Option::unwrap)
        .filter(|id| id.starts_with("B-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_kill_anywhere_in_a_freeze_tells_nothing_twice_and_loses_nothing() {
    for failpoint in FREEZE {
        let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
        place.write("vigie.toml", "").unwrap();
        let draft = format!(
            r#"{{"title":null,"language":null,"blocks":[
            {{"id":"1","kind":"text","text":"{SENTENCE}."}}]}}"#
        );
        place.write("cases/draft.json", draft).unwrap();
        let killed = run_to_failpoint(&place, &["brief"], failpoint).unwrap();
        assert_ne!(killed.code(), Some(0), "{failpoint} was never passed");
        let is_told = matches!(failpoint, "brief.after_entry" | "brief.draft_cleared");
        assert_eq!(told(&place).len(), usize::from(is_told), "after a kill at {failpoint}");
        // Sound, and what lies about untold is named with what to do.
        let found = place.run(&["verify"]).unwrap().done().unwrap();
        let lies_about = failpoint != "brief.collected" && !is_told;
        let named =
            found.contains("briefs/B-2027-05-04-1.html: frozen, and never told: freeze again");
        assert_eq!(named, lies_about, "after a kill at {failpoint}: {found}");

        place.run(&["brief"]).unwrap().done().unwrap();
        let briefs = told(&place);
        assert_eq!(briefs.len(), 1 + usize::from(is_told), "after a kill at {failpoint}");
        let says = |id: &&String| {
            let page = place.read(&format!("briefs/{id}.md")).unwrap();
            String::from_utf8(page).unwrap().contains(SENTENCE)
        };
        assert_eq!(briefs.iter().filter(says).count(), 1, "after a kill at {failpoint}");
        place.run(&["verify"]).unwrap().done().unwrap();
        // The same words in a new draft are new words.
        if failpoint == "brief.after_entry" {
            let draft = r#"{"title":null,"language":null,"blocks":[
                {"id":"2","kind":"text","text":"The second factor is on for everybody."}]}"#;
            place.write("cases/draft.json", draft).unwrap();
            place.run(&["brief"]).unwrap().done().unwrap();
            assert_eq!(told(&place).iter().filter(says).count(), 2);
        }
    }
}
