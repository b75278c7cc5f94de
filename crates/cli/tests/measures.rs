//! The register from the command line: starting sets, overdue by the project's zone, spreadsheets
//! out and in.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

fn place(role: &str) -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_variable("USER", "Yann");
    let arguments = ["init", "--role", role, "--timezone", "Europe/Paris"];
    place.run(&arguments).unwrap().done().unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&place.run(&arguments).unwrap().done().unwrap()).unwrap()
}

fn measure(place: &Sealed, id: &str) -> Value {
    let listed = json(place, &["measure", "list"]);
    let rows = listed["measures"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap().clone()
}

#[test]
fn a_starting_set_is_offered_taken_and_offered_no_more() {
    let place = place("campaign");
    let offered = json(&place, &["measure", "list"]);
    let count = offered["starting_set"].as_array().unwrap().len();
    assert!(count >= 15, "{count}");
    let told = place.run(&["measure", "start"]).unwrap().done().unwrap();
    assert!(told.contains("M-dmarc") && told.contains("R-documents-appear"), "{told}");
    place.run(&["measure", "start", "--take", "dmarc"]).unwrap().done().unwrap();
    let taken = json(&place, &["measure", "start", "--take", "all"]);
    assert_eq!(taken["known"], 1);
    let after = json(&place, &["measure", "list"]);
    assert_eq!(after["measures"].as_array().unwrap().len(), count);
    assert_eq!(after["starting_set"].as_array().unwrap().len(), 0);
    let wrong = place.run(&["measure", "start", "--take", "nonsense"]).unwrap();
    assert_eq!(wrong.code(), Some(1), "{}", wrong.transcript());
}

#[test]
fn a_day_is_over_when_it_is_over_in_the_project_s_zone() {
    let mut place = place("campaign");
    let set = [
        "measure",
        "set",
        "M-dmarc",
        "--asset",
        "mail",
        "--measure",
        "DMARC",
        "--due",
        "2027-05-04",
    ];
    place.run(&set).unwrap().done().unwrap();
    place.set_clock("2027-05-04T21:59:00Z");
    assert_eq!(measure(&place, "M-dmarc")["overdue"], false);
    place.set_clock("2027-05-04T22:01:00Z");
    assert_eq!(measure(&place, "M-dmarc")["overdue"], true, "midnight in Paris is 22:00 UTC");
    let told = place.run(&["measure", "list", "--overdue"]).unwrap().done().unwrap();
    assert!(told.contains("overdue") && told.contains("M-dmarc"), "{told}");
    place.run(&["measure", "set", "dmarc", "--state", "in_place"]).unwrap().done().unwrap();
    assert_eq!(measure(&place, "M-dmarc")["overdue"], false);
}

#[test]
fn what_is_not_given_stays_as_it_is() {
    let place = place("newsroom");
    let set = [
        "measure",
        "set",
        "--asset",
        "staff accounts",
        "--measure",
        "second factor",
        "--owner",
        "Mira",
    ];
    let first = json(&place, &set);
    assert_eq!(first["id"], "M-second-factor");
    let second = json(&place, &["measure", "set", "second-factor", "--done", "31", "--of", "34"]);
    assert_eq!((&second["owner"], &second["done"]), (&"Mira".into(), &31.into()));
    let more = place.run(&["measure", "set", "second-factor", "--done", "35"]).unwrap();
    assert_eq!(more.code(), Some(1), "{}", more.transcript());
    let day = place.run(&["measure", "set", "second-factor", "--due", "2027-02-30"]).unwrap();
    assert_eq!(day.code(), Some(1), "{}", day.transcript());
    let stale = first["head"].as_str().unwrap();
    let late = ["measure", "set", "second-factor", "--owner", "Yann", "--expected-head", stale];
    assert_eq!(place.run(&late).unwrap().code(), Some(1));
    place
        .run(&["measure", "remove", "second-factor", "--reason", "merged"])
        .unwrap()
        .done()
        .unwrap();
    assert_eq!(
        place.run(&["measure", "remove", "second-factor", "--reason", "x"]).unwrap().code(),
        Some(1)
    );
    place.run(&["case", "undo"]).unwrap().done().unwrap();
    assert_eq!(measure(&place, "M-second-factor")["done"], 31);
}

#[test]
fn red_lines_are_set_crossed_and_removed() {
    let place = place("campaign");
    let set = [
        "measure",
        "red-line",
        "--if",
        "the site is down",
        "--who",
        "Yann",
        "--calls",
        "the host",
        "--within",
        "10",
    ];
    let told = place.run(&set).unwrap().done().unwrap();
    assert!(
        told.contains("If the site is down, then Yann calls the host within 10 minutes."),
        "{told}"
    );
    let crossed = json(&place, &["measure", "red-line", "the-site-is-down", "--state", "crossed"]);
    assert_eq!((&crossed["state"], &crossed["within_minutes"]), (&"crossed".into(), &10.into()));
    let gone = ["measure", "remove-red-line", "the-site-is-down", "--reason", "x"];
    place.run(&gone).unwrap().done().unwrap();
    assert!(json(&place, &["measure", "list"])["red_lines"].as_array().unwrap().is_empty());
}

#[test]
fn a_register_that_leaves_as_a_spreadsheet_comes_back_the_same() {
    let first = place("campaign");
    first.run(&["measure", "start", "--take", "all"]).unwrap().done().unwrap();
    let hostile =
        ["measure", "set", "--asset", "=HYPERLINK(\"http://a\")", "--measure", "@cmd, \"x\""];
    first.run(&hostile).unwrap().done().unwrap();
    for file in ["m.xlsx", "m.csv"] {
        first.run(&["measure", "export", file]).unwrap().done().unwrap();
        let back = json(&first, &["measure", "import", file]);
        assert_eq!((&back["added"], &back["changed"]), (&0.into(), &0.into()), "{file}: {back}");
        let other = place("campaign");
        other.write(file, first.read(file).unwrap()).unwrap();
        let report = json(&other, &["measure", "import", file]);
        assert_eq!(report["rejected"].as_array().unwrap().len(), 0, "{file}: {report}");
        let strip = |place: &Sealed| {
            let mut rows = json(place, &["measure", "list"])["measures"].clone();
            for row in rows.as_array_mut().unwrap() {
                row.as_object_mut().unwrap().remove("head");
            }
            rows
        };
        assert_eq!(strip(&first), strip(&other), "{file}");
    }
    let csv = String::from_utf8(first.read("m.csv").unwrap()).unwrap();
    assert!(csv.contains("'=HYPERLINK") && csv.contains("'@cmd"), "{csv}");
    let taken = first.run(&["measure", "export", "m.csv"]).unwrap();
    assert_eq!(taken.code(), Some(1), "no file is replaced: {}", taken.transcript());
}

#[test]
fn bad_rows_are_set_aside_with_their_number_and_the_reason() {
    let place = place("campaign");
    let csv = "Mesure;Actif;Responsable;Échéance;État;fait;sur\r\n\
        sauvegarde;documents;Léa;13/04/2027;prévue;;\r\n\
        ;documents;;;;;\r\n\
        second facteur;comptes;;2027-99-99;;;\r\n\
        DMARC;courrier;;;bientôt;;\r\n\
        clés;comptes;;;;5;3\r\n\
        verrou;domaines;;25/04/2027;en place;x;\r\n\
        site;site;Paul;25/04/2027;en place;1;1\r\n";
    // As French spreadsheets write it: Windows-1252.
    let bytes: Vec<u8> = csv.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    place.write("mesures.csv", bytes).unwrap();
    let report = json(&place, &["measure", "import", "mesures.csv", "--lang", "fr"]);
    assert_eq!(report["added"], 2, "{report:#}");
    let rows: Vec<u64> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [3, 4, 5, 6, 7], "{report:#}");
    assert_eq!(measure(&place, "M-sauvegarde")["due"], "2027-04-13");
    assert_eq!(measure(&place, "M-sauvegarde")["owner"], "Léa");
    // In English a day that reads both ways is refused.
    place.write("us.csv", "measure,asset,due\nbackups,documents,03/04/2027\n").unwrap();
    let told = place.run(&["measure", "import", "us.csv"]).unwrap().done().unwrap();
    assert!(
        told.contains("row 2") && told.contains("03/04/2027 can be read day first or month first"),
        "{told}"
    );
}

#[test]
fn what_is_no_register_is_refused_and_changes_nothing() {
    let place = place("campaign");
    let cases: &[(&str, &[u8])] = &[
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 but no spreadsheet"),
        ("binary.csv", b"\x7fELF\0\0\0"),
        ("other.csv", b"name,phone\nMira,1\n"),
    ];
    for (name, bytes) in cases {
        place.write(name, bytes).unwrap();
        let refused = place.run(&["measure", "import", name]).unwrap();
        assert_eq!(refused.code(), Some(1), "{name}: {}", refused.transcript());
        assert!(refused.err().contains("hint:"), "{name}: {}", refused.transcript());
    }
    assert_eq!(place.run(&["measure", "import", "absent.csv"]).unwrap().code(), Some(1));
    assert!(json(&place, &["measure", "list"])["measures"].as_array().unwrap().is_empty());
}
