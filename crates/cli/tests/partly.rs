//! What works in part says which part did not: a detector page that is not whole, a lake of which a
//! commit record was removed, and a filter that names nothing.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "files of a sealed folder are small and ours")]

use vigie_testkit::Sealed;

/// A lake of three commits.
fn place() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    for minute in 0..3 {
        let line = format!(
            "192.0.2.7 - - [01/Apr/2027:10:0{minute}:00 +0000] \"GET /{minute} HTTP/1.1\" 200 5\n"
        );
        place.write("access.log", line).unwrap();
        place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    }
    place
}

#[test]
fn a_page_that_is_not_whole_is_named_and_the_others_run() {
    let place = place();
    place.write("detectors/mine.md", "# mine\n\nno front matter\n").unwrap();
    let ran = place.run(&["detect"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}{}", ran.out(), ran.err());
    let said = ran.out();
    assert!(said.contains("Not run: ") && said.contains("detectors/mine.md:"), "{said}");
    assert!(said.contains("What to write: "), "{said}");
    assert!(said.contains("login-guessing  nothing found"), "{said}");
    // Asked for by its name, it is the error.
    let asked = place.run(&["detect", "mine"]).unwrap();
    assert_eq!(asked.code(), Some(1));
    assert!(asked.err().contains("mine.md:"), "{}", asked.err());
    // Others are run by name as if it were not there.
    assert_eq!(place.run(&["detect", "login-guessing"]).unwrap().code(), Some(0));
}

#[test]
fn only_takes_findings_and_offers_the_detector_that_was_meant() {
    let place = place();
    for name in ["login-gessing", "login-guessing"] {
        let ran = place.run(&["detect", "--only", name]).unwrap();
        assert_eq!(ran.code(), Some(1));
        let said = ran.err();
        assert!(said.contains("is no finding's id"), "{said}");
        assert!(said.contains("`vigie detect login-guessing`"), "{said}");
    }
    let unknown = place.run(&["detect", "--only", "3f9a"]).unwrap().err();
    assert!(unknown.contains("no finding begins with \"F-3f9a\""), "{unknown}");
}

#[test]
fn a_commit_record_that_was_removed_is_named() {
    let place = place();
    std::fs::remove_file(place.folder().join("lake/commits/00000002.json")).unwrap();
    let english = place.run(&["verify"]).unwrap();
    assert_eq!(english.code(), Some(1));
    let said = english.out();
    assert!(
        said.contains("commits/00000002.json  the record of this commit was removed"),
        "{said}"
    );
    let french = place.run(&["verify", "--lang", "fr"]).unwrap().out();
    assert!(french.contains("l’enregistrement de ce commit a été retiré"), "{french}");
}
