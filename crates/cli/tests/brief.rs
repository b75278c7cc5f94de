//! From outside bytes to a brief that can be handed over, checked, and taken back. Read it as
//! documentation.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use vigie_testkit::Sealed;

const MAP: &str =
    "native_id=id,author_id=user,text=text,link=link,published_at=at,platform='forum'";

/// Two accounts share four links within seconds of each other, three days before.
fn table() -> String {
    let mut rows = String::from("id,user,text,link,at\n");
    for (number, minute) in [0, 10, 20, 30].into_iter().enumerate() {
        for (user, second) in [("mona", 10), ("rene", 17)] {
            rows += &format!(
                "{user}{number},{user},look,https://tribune.example/{number},2027-04-10T21:{minute:02}:{second}Z\n"
            );
        }
    }
    rows
}

/// A project with one incident on one finding, on the morning of 13 April.
fn project() -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_clock("2027-04-13T06:41:00Z");
    place.write("posts.csv", table()).unwrap();
    // Pseudonyms, and with them ids, hang on the key file.
    place.write("keys/vigie.key", [7; 32]).unwrap();
    place.write("cases/author.json", r#"{"id":"mira-3f2a","name":"Mira Sandoval"}"#).unwrap();
    for arguments in [
        vec!["ingest", "posts.csv", "--map", MAP],
        vec!["detect", "same-object-together"],
        vec!["case", "open", "F-", "--title", "The same links at the same second", "--when", "now"],
        vec!["case", "assess", "1", "--sure", "likely", "--text", "They act together."],
    ] {
        place.run(&arguments).unwrap().done().unwrap();
    }
    place
}

fn read(place: &Sealed, name: &str) -> String {
    String::from_utf8(place.read(name).unwrap()).unwrap()
}

/// The head at the foot of a brief.
fn head(markdown: &str) -> String {
    let line = markdown.lines().find(|line| line.contains("verify --head ")).unwrap();
    line.split("--head ").nth(1).unwrap().trim_end_matches('`').to_owned()
}

#[test]
fn a_brief_is_told_checked_changed_found_out_and_recalled() {
    let mut place = project();
    let told =
        place.run(&["brief", "--for", "09:00", "--title", "Tuesday"]).unwrap().done().unwrap();
    assert!(told.contains("Told B-2027-04-13-1") && told.contains("1 incident"), "{told}");
    let markdown = read(&place, "briefs/B-2027-04-13-1.md");
    for said in [
        "# Tuesday",
        "For Tuesday 13 April 2027, 09:00",
        "The same links at the same second",
        "likely (55–75\u{202f}%)",
        "They act together.",
        "What it does not prove",
        "vigie detect same-object-together --commit",
        "Prepared by Mira Sandoval from its own records; others not observed.",
    ] {
        assert!(markdown.contains(said), "{said} is not in\n{markdown}");
    }
    let html = read(&place, "briefs/B-2027-04-13-1.html");
    assert!(html.contains("They act together.") && html.len() < 300_000);

    let sound = place.run(&["verify", "--head", &head(&markdown)]).unwrap().done().unwrap();
    assert!(sound.contains("1 told brief read."), "{sound}");
    let other = place.run(&["verify", "--head", "0123456789abcdef"]).unwrap();
    assert_eq!(other.code(), Some(1), "{}", other.transcript());

    for ending in ["html", "md", "json"] {
        let name = format!("briefs/B-2027-04-13-1.{ending}");
        let whole = place.read(&name).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        place.write(&name, &changed).unwrap();
        let found = place.run(&["verify"]).unwrap();
        assert_eq!(found.code(), Some(1), "{name}");
        assert!(found.out().contains(&name), "{}", found.transcript());
        place.write(&name, &whole).unwrap();
    }
    place.run(&["verify"]).unwrap().done().unwrap();

    let reason = "one figure counted a file twice";
    place.run(&["brief", "recall", "B-2027-04-13-1", "--reason", reason]).unwrap().done().unwrap();
    let again = place.run(&["brief", "recall", "B-2027-04-13-1", "--reason", "x"]).unwrap();
    assert_eq!(again.code(), Some(1));
    assert!(again.err().contains("recalled already"), "{}", again.transcript());
    let list = place.run(&["brief", "list"]).unwrap().done().unwrap();
    assert!(list.contains("recalled on") && list.contains(reason), "{list}");

    place.set_clock("2027-04-13T09:41:00Z");
    place.run(&["brief", "--for", "12:00", "--language", "fr"]).unwrap().done().unwrap();
    let next = read(&place, "briefs/B-2027-04-13-2.md");
    assert!(next.contains("ne vaut plus") && next.contains("B-2027-04-13-1"), "{next}");
    assert!(next.contains(reason), "{next}");
    assert!(next.contains("d’après ses propres relevés\u{202f};"), "{next}");
    let sound = place.run(&["verify"]).unwrap().done().unwrap();
    assert!(sound.contains("2 told briefs read."), "{sound}");

    // What was recalled is said once.
    place.run(&["brief"]).unwrap().done().unwrap();
    assert!(!read(&place, "briefs/B-2027-04-13-3.md").contains(reason));
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let (one, other) = (project(), project());
    // Ids of incidents are drawn; everything else follows from the state.
    let page = |place: &Sealed| {
        place.run(&["brief"]).unwrap().done().unwrap();
        let html = read(place, "briefs/B-2027-04-13-1.html");
        let id = html.split("class=\"alias\" title=\"").nth(1).unwrap().split('"').next().unwrap();
        html.replace(id, "I").replace(&head(&read(place, "briefs/B-2027-04-13-1.md")), "H")
    };
    assert_eq!(page(&one), page(&other));
}

#[test]
fn a_brief_that_was_frozen_and_not_told_is_named_and_its_number_left_alone() {
    let place = project();
    place.write("briefs/B-2027-04-13-1.html", "<!DOCTYPE html>half a brie").unwrap();
    let found = place.run(&["verify"]).unwrap().done().unwrap();
    assert!(found.contains("briefs/B-2027-04-13-1.html: frozen, and never told"), "{found}");
    let told = place.run(&["brief"]).unwrap().done().unwrap();
    assert!(told.contains("Told B-2027-04-13-2"), "{told}");
    assert_eq!(read(&place, "briefs/B-2027-04-13-1.html"), "<!DOCTYPE html>half a brie");
}

#[test]
fn a_sentence_with_a_figure_and_no_evidence_is_marked() {
    let place = project();
    let draft = r#"{"title":"Draft","language":null,"blocks":[
        {"id":"1","kind":"text","text":"They did it 4 times (F-nothing). It was in 2 towns."},
        {"id":"2","kind":"text","text":"Four links in one minute, 38 times over."},
        {"id":"3","kind":"incident","ref":"I-0001"}]}"#;
    place.write("cases/draft.json", draft).unwrap();
    let told = place.run(&["brief"]).unwrap().done().unwrap();
    assert!(told.contains("1 sentence has a figure and nothing that it rests on."), "{told}");
    let markdown = read(&place, "briefs/B-2027-04-13-1.md");
    let line = |text: &str| markdown.lines().find(|line| line.contains(text)).unwrap().to_owned();
    assert!(line("4 times").contains("a figure without evidence"));
    assert!(!line("38 times over").contains("a figure without evidence"));
    assert!(line("38 times over").contains("likely (55–75"), "the incident's judgement");
    // Tomorrow's brief does not repeat today's sentences.
    assert!(!read(&place, "cases/draft.json").contains("38 times"));
}

#[test]
fn a_copy_is_never_put_over_a_file() {
    let place = project();
    place.write("note.html", "mine").unwrap();
    let refused = place.run(&["brief", "--out", "note.html"]).unwrap();
    assert_eq!(refused.code(), Some(1));
    assert!(refused.err().contains("note.html exists already"), "{}", refused.transcript());
    assert!(place.run(&["brief", "list"]).unwrap().done().unwrap().contains("No brief was told"));
    place.run(&["brief", "--out", "copy.md"]).unwrap().done().unwrap();
    assert_eq!(read(&place, "copy.md"), read(&place, "briefs/B-2027-04-13-1.md"));
}

#[test]
fn hostile_words_stay_words() {
    let place = project();
    let title = "</title><script>alert(1)</script> [x](javascript:y) \u{202e}";
    place.run(&["case", "title", "1", "--title", title]).unwrap().done().unwrap();
    place.run(&["brief", "--title", title]).unwrap().done().unwrap();
    let html = read(&place, "briefs/B-2027-04-13-1.html");
    assert!(!html.contains("<script") && !html.contains('\u{202e}'), "{html}");
    assert!(html.contains("&#60;script&#62;alert(1)"), "{html}");
    let markdown = read(&place, "briefs/B-2027-04-13-1.md");
    assert!(markdown.contains("\\<script\\>") && markdown.contains("\\[x\\]"), "{markdown}");
}
