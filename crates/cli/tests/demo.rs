//! The demo, whole: an invented season is read, searched, judged, told and checked.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use vigie_testkit::Sealed;

#[test]
fn a_season_is_read_judged_told_and_checked() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let arguments =
        ["demo", "--no-serve", "--size", "small", "--keep", "season", "--format", "json"];
    let told = place.run(&arguments).unwrap().done().unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let of = |list: &str, id: &str| {
        let all = told[list].as_array().unwrap().clone();
        all.into_iter().find(|one| one["id"] == id).unwrap_or_default()
    };
    // What is plain to see is found whole; of what keeps further apart than a minute the wider
    // windows of acting-together find most.
    assert_eq!(of("planted", "links-six")["named"], 6, "{told:#}");
    assert_eq!(of("planted", "links-slow")["named"], 4);
    assert_eq!(of("planted", "guessing-one-source")["named"], 1);
    // Each decoy has a measured reason, or the must that will settle it.
    for decoy in told["decoys"].as_array().unwrap() {
        assert_ne!(decoy["measured"].is_null(), decoy["must"].is_null(), "{decoy:#}");
    }
    assert!(of("decoys", "activists-hour")["must"].is_null());
    // The changed byte is found, and only in the copy.
    place.run(&["verify", "--dir", "season"]).unwrap().done().unwrap();
    let morning = &told["morning"];
    assert_eq!(morning["incidents"].as_array().unwrap().len(), 1);
    assert!(morning["measures"].as_array().unwrap().iter().any(|one| one["overdue"] == true));
    assert!(!morning["blind"].as_array().unwrap().is_empty());
    let brief = place.files().unwrap().into_iter().find(|file| file.ends_with("-1.html")).unwrap();
    let page = String::from_utf8(place.read(&brief).unwrap()).unwrap();
    assert!(page.len() < 300_000 && !page.contains("http://") && !page.contains("<script"));
}
