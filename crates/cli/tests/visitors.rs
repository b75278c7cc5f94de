//! Visitors are people: old lines that nothing flagged are shortened in rows and bytes, what is
//! flagged stays, and nobody joins visits with persons.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

/// The values that a visitor typed, and the end of an address of theirs.
const PRIVATE: [&str; 3] = ["my-illness", "doctor-near-me", "192.0.2.77"];

/// Ten visits of one person and a scan, twenty days before the sealed clock's now; three visits today.
fn log() -> String {
    let mut log = String::new();
    for at in 0..10 {
        log += &format!(
            "192.0.2.77 - - [14/Apr/2027:10:00:{at:02} +0000] \"GET /find?q=my-illness&page={at} HTTP/1.1\" 200 512 \"https://search.example/?q=doctor-near-me\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"\n"
        );
    }
    for at in 0..30 {
        log += &format!(
            "203.0.113.9 - - [14/Apr/2027:11:00:{at:02} +0000] \"GET /find?q=1%27%20UNION%20SELECT%20password,{at}%20FROM%20users-- HTTP/1.1\" 404 5 \"-\" \"sqlmap/1.8\"\n"
        );
    }
    log + &(0..3).map(young).collect::<String>()
}

fn young(at: u32) -> String {
    format!(
        "198.51.100.5 - - [04/May/2027:10:00:{at:02} +0000] \"GET /find?q=still-whole HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"\n"
    )
}

fn place() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "[lake]\nkeep = \"all\"\n").unwrap();
    place.write("access.log", log()).unwrap();
    place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    // A file that has grown leaves a second copy of its first lines.
    place.write("access.log", log() + &young(3)).unwrap();
    place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    place.run(&["detect"]).unwrap().done().unwrap();
    std::fs::remove_file(place.folder().join("access.log")).unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    serde_json::from_str(&place.run(&all).unwrap().done().unwrap()).unwrap()
}

/// The lines whose unpacked segments hold a text.
fn held(place: &Sealed, text: &str) -> bool {
    let is_segment = |file: &String| file.contains("segments/");
    place.files().unwrap().iter().filter(|file| is_segment(file)).any(|file| {
        let packed = place.read(file).unwrap();
        let whole = vigie_testkit::packed::unzstd(&packed).unwrap();
        whole.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn old_visits_are_shortened_and_what_is_flagged_or_young_stays() {
    let place = place();
    let ids = "SELECT signal_id, at, path FROM requests ORDER BY signal_id";
    let before = json(&place, &["sql", ids]);
    let attacks = json(&place, &["attacks"])["total"].clone();
    assert!(held(&place, "my-illness"), "the test sees into segments");

    let morning = place.run(&["today"]).unwrap().done().unwrap();
    assert!(morning.contains("still hold visitors’ addresses and queries"), "{morning}");
    let would = json(&place, &["forget", "--rule", "visitors", "--dry-run"]);
    assert_eq!((&would["lines"], &would["is_dry"]), (&10.into(), &true.into()), "{would:#}");
    assert!(held(&place, "my-illness"), "a dry run changes nothing");

    let done = json(&place, &["forget", "--rule", "visitors", "--yes"]);
    assert_eq!(done["lines"], 10, "{done:#}");
    for text in PRIVATE {
        assert!(!held(&place, text), "{text} is in a segment");
    }
    assert!(held(&place, "192.0.2.") && held(&place, "q=") && held(&place, "&page="));
    assert!(held(&place, "still-whole") && held(&place, "UNION") && held(&place, "203.0.113.9"));
    assert_eq!(json(&place, &["sql", ids]), before, "ids, times and paths stand");
    assert_eq!(json(&place, &["attacks"])["total"], attacks, "attacks are counted as before");
    place.run(&["verify"]).unwrap().done().unwrap();
    assert!(json(&place, &["today"])["visitors_due"].is_null());
    let again = json(&place, &["forget", "--rule", "visitors", "--yes"]);
    assert_eq!((&again["lines"], again["commits"].as_array().unwrap().len()), (&0.into(), 0));
    let text = place.run(&["forget", "--rule", "visitors", "--dry-run"]).unwrap().done().unwrap();
    assert!(text.starts_with("No web line is due"), "{text}");
}

#[test]
fn flagged_lines_are_kept_twelve_months_at_most() {
    let mut place = place();
    place.set_clock("2028-04-30T18:00:00Z");
    let done = json(&place, &["forget", "--rule", "visitors", "--yes"]);
    assert_eq!(done["lines"], 44, "{done:#}");
    assert!(!held(&place, "UNION") && !held(&place, "203.0.113.9"));
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn the_rule_runs_with_the_detectors_where_vigie_toml_says_so() {
    let place = place();
    place.write("vigie.toml", "[retention]\nvisitors = \"3d\"\nruns = \"detect\"\n").unwrap();
    let findings = "SELECT finding_id, revision FROM findings ORDER BY finding_id, revision";
    let before = json(&place, &["sql", findings]);
    let out = place.run(&["detect"]).unwrap().done().unwrap();
    assert!(out.contains("10 web lines were shortened"), "{out}");
    let out = place.run(&["detect", "--lang", "fr"]).unwrap().done().unwrap();
    assert!(!out.contains("raccourcies"), "{out}");
    assert_eq!(json(&place, &["sql", findings]), before, "no finding was revised");
    for (arguments, hint) in [
        (&["forget", "--rule", "visitors", "--older-than", "soon", "--yes"][..], "7d"),
        (&["forget", "--rule", "login_records.service = 'x'", "--dry-run"], "visitors"),
    ] {
        let refused = place.run(arguments).unwrap();
        assert_ne!(refused.code(), Some(0));
        assert!(refused.err().contains(hint), "{}", refused.err());
    }
}

#[test]
fn visits_are_not_joined_with_persons() {
    let place = place();
    for query in [
        "SELECT * FROM requests JOIN logins ON requests.source = logins.source",
        "SELECT source FROM requests WHERE source IN (SELECT source FROM logins)",
        "WITH r AS (SELECT source FROM requests) SELECT 1 FROM r, publications",
        "SELECT source FROM requests UNION SELECT account FROM acts",
    ] {
        let refused = place.run(&["sql", query]).unwrap();
        assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
        assert!(refused.err().contains("one query does not read both"), "{}", refused.err());
        let refused = place.run(&["sql", query, "--lang", "fr"]).unwrap();
        assert!(refused.err().contains("une même question"), "{}", refused.err());
    }
    for query in ["SELECT query FROM requests", "SELECT source_address FROM requests"] {
        assert_eq!(place.run(&["sql", query]).unwrap().code(), Some(1), "{query}");
    }
    place.run(&["sql", "SELECT count(*) FROM requests"]).unwrap().done().unwrap();
}
