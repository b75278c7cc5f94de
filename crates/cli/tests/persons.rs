//! Private persons: their matter is in no default output, revealing is recorded, and forgetting
//! removes rows and bytes while ids stand.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "tests build texts and stop at the first surprise"
)]

use vigie_testkit::Sealed;

const MAP: &str =
    "native_id=id,author_id=user,text=text,link=link,published_at=at,platform='forum'";

fn posts() -> String {
    let mut rows = String::from("id,user,text,link,at\n");
    for at in 0..3 {
        for (user, second) in [("zora-private", 5), ("yann-private", 20)] {
            rows += &format!(
                "{user}-{at},{user},secret words {at},https://tribune.example/s{at},2027-04-01T2{at}:00:{second:02}Z\n"
            );
        }
    }
    rows
}

fn auth_log() -> String {
    let mut log = String::new();
    for at in 0..30 {
        let name = ["hunter2secret", "oracle", "backup", "deploy", "print"][at % 5];
        log += &format!(
            "2027-04-01T03:00:{at:02}Z gate sshd[{at}]: Failed password for invalid user {name} from 203.0.113.9 port 4{at:03} ssh2\n"
        );
    }
    log += "2027-04-01T09:00:00Z gate sshd[77]: Accepted password for mira from 192.0.2.44 port 50000 ssh2\n";
    log
}

fn place() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("posts.csv", posts()).unwrap();
    place.write("auth.log", auth_log()).unwrap();
    place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap().done().unwrap();
    place.run(&["ingest", "auth.log"]).unwrap().done().unwrap();
    place.run(&["detect"]).unwrap().done().unwrap();
    place
}

fn finding(place: &Sealed, detector: &str) -> String {
    let query = format!(
        "SELECT finding_id FROM findings WHERE detector = '{detector}' ORDER BY finding_id LIMIT 1"
    );
    let answer = place.run(&["sql", &query, "--format", "ndjson"]).unwrap().done().unwrap();
    let start = answer.find("F-").unwrap_or_else(|| panic!("{detector} found nothing"));
    answer[start..start + 34].to_owned()
}

/// Everything that the user typed nowhere and that belongs to private persons.
const PRIVATE: &[&str] =
    &["zora-private", "yann-private", "secret words", "hunter2secret", "192.0.2.44"];

#[test]
fn default_outputs_hold_nothing_of_private_persons() {
    let place = place();
    let pair = finding(&place, "same-object-together");
    let guess = finding(&place, "login-guessing");
    let commands: &[&[&str]] = &[
        &["ingest", "posts.csv", "--map", MAP],
        &["detect"],
        &["detect", "--format", "json"],
        &["today"],
        &["explain", &pair],
        &["explain", &pair, "--format", "json"],
        &["explain", &guess],
        &["sql", "SELECT * FROM publications"],
        &["sql", "SELECT * FROM acts"],
        &["sql", "SELECT * FROM logins"],
        &["sql", "SELECT * FROM findings"],
        &["sql", "SELECT * FROM rejected"],
        &["sql", "SELECT text FROM publication_records"],
        &["sql", "SELECT user_name FROM logins"],
        &["doctor"],
        &["verify"],
    ];
    for arguments in commands {
        let told = place.run(arguments).unwrap().transcript();
        for private in PRIVATE {
            assert!(
                !told.contains(private),
                "{private:?} in vigie {}:\n{told}",
                arguments.join(" ")
            );
        }
    }
}

#[test]
fn unknown_login_names_are_stored_as_hash_and_shape_only() {
    let place = place();
    for file in place.files().unwrap() {
        if file.contains("login_records") {
            let bytes = place.read(&file).unwrap();
            let found = bytes.windows(13).any(|window| window == b"hunter2secret");
            assert!(!found, "an unknown login name stands in {file}");
        }
    }
}

#[test]
fn a_cited_address_is_shown_and_others_are_not() {
    let place = place();
    let told = place.run(&["explain", &finding(&place, "login-guessing")]).unwrap().done().unwrap();
    assert!(told.contains("203.0.113.9"), "{told}");
    assert!(told.contains("‹login›"), "{told}");
}

#[test]
fn revealing_needs_a_reason_and_is_recorded_before_anything_is_shown() {
    let place = place();
    let pair = finding(&place, "same-object-together");
    let refused = place.run(&["explain", &pair, "--reveal", " "]).unwrap();
    assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
    assert!(!refused.out().contains("zora-private"));
    let told =
        place.run(&["explain", &pair, "--reveal", "asked by the editor"]).unwrap().done().unwrap();
    assert!(told.contains("zora-private") && told.contains("secret words"), "{told}");
    let record = place.run(&["case", "journal", "--format", "ndjson"]).unwrap().done().unwrap();
    assert_eq!(record.lines().count(), 1, "{record}");
    assert!(record.contains("asked by the editor") && record.contains(&pair[..12]), "{record}");
}

#[test]
fn forgetting_a_person_removes_rows_and_bytes_and_ids_stand() {
    let place = place();
    let pair = finding(&place, "same-object-together");
    place.run(&["forget", "--person", "forum/zora-private", "--yes"]).unwrap().done().unwrap();
    let rows =
        place.run(&["sql", "SELECT count(*) AS n FROM publications"]).unwrap().done().unwrap();
    assert!(rows.contains('3'), "{rows}");
    let told = place
        .run(&["explain", &pair, "--reveal", "checking what is left"])
        .unwrap()
        .done()
        .unwrap();
    assert!(!told.contains("zora-private"), "{told}");
    assert!(told.contains("yann-private"), "{told}");
    assert!(told.contains("source not held"), "{told}");
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn forgetting_a_mandate_and_a_day_and_by_rule() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place
        .write(
            "vigie.toml",
            "[[mandate]]\nid = \"season\"\npurpose = \"p\"\nbasis = \"b\"\nend = 2028-01-01\n",
        )
        .unwrap();
    place.write("auth.log", auth_log()).unwrap();
    place.write("posts.csv", posts()).unwrap();
    let count = |view: &str| {
        let query = format!("SELECT signal_id FROM {view}");
        let told = place.run(&["sql", &query, "--format", "ndjson"]).unwrap().done().unwrap();
        told.lines().count()
    };
    place
        .run(&["ingest", "posts.csv", "--map", MAP, "--mandate", "season"])
        .unwrap()
        .done()
        .unwrap();
    place.run(&["ingest", "auth.log"]).unwrap().done().unwrap();
    assert_eq!((count("publications"), count("logins")), (6, 31));
    place.run(&["forget", "--mandate", "season", "--yes"]).unwrap().done().unwrap();
    assert_eq!((count("publications"), count("logins"), count("acts")), (0, 31, 0));
    let rule = "login_records.claimed_at < 2027-04-01T06:00:00Z";
    place.run(&["forget", "--rule", rule, "--yes"]).unwrap().done().unwrap();
    assert_eq!(count("logins"), 1);
    place.run(&["forget", "--day", "2027-04-01", "--yes"]).unwrap().done().unwrap();
    assert_eq!(count("logins"), 0);
    place.run(&["verify"]).unwrap().done().unwrap();
}
