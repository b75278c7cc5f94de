//! Corrections of statements, their files, and a tagger trained on such files, through the binary.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

/// Invented. Nobody in it exists.
const ARTICLE: &str = "Minister rejects hacking claims\n\n\
    Election commissioner Dora Vane accused Pavel Strand of hacking the results page on Monday.\n\n\
    “I did not hack any page,” said Strand. The quay was closed, ran the refrain of Ilse Varenne.\n";

fn house() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "").unwrap();
    place.write("article.txt", ARTICLE).unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&place.run(&arguments).unwrap().done().unwrap()).unwrap()
}

fn shown(found: &Value) -> Vec<String> {
    let rows = found["statements"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    rows.map(|row| {
        format!("{} {} {}", text(&row["act"]), text(&row["speaker"]), text(&row["read_by"]))
    })
    .collect()
}

#[test]
fn a_correction_holds_when_the_article_is_read_again_and_can_be_taken_back() {
    let place = house();
    let read = ["statements", "article.txt"];
    let rules = shown(&json(&place, &read));
    assert_eq!(rules[0], "accuse Dora Vane rules");
    assert!(!json(&place, &read)["accusations"].as_array().unwrap().is_empty());
    let correct = ["statements", "correct", "article.txt"];
    let with = |more: &[&'static str]| -> Vec<&str> { [&correct[..], more].concat() };
    json(&place, &with(&["1", "--act", "criticise", "--speaker", "the commissioner's office"]));
    let all = json(&place, &read);
    assert_eq!(shown(&all)[0], "criticise the commissioner's office person");
    assert_eq!(all["accusations"].as_array().unwrap().len(), 0, "{all:#}");
    let added =
        ["--add", "--act", "claim", "--cue", "ran the refrain of", "--speaker", "Ilse Varenne"];
    let added = json(&place, &with(&[&added[..], &["--content", "The quay was closed"]].concat()));
    assert!(shown(&added).contains(&"claim Ilse Varenne person".to_owned()), "{added:#}");
    json(&place, &with(&["1", "--not-a-statement"]));
    let all = json(&place, &read);
    assert!(!shown(&all).iter().any(|row| row.starts_with("criticise")), "{all:#}");
    let made = all["articles"][0]["corrections"].as_array().unwrap();
    let done: Vec<&str> = made.iter().map(|row| row["done"].as_str().unwrap()).collect();
    assert_eq!(done, ["changed", "added", "not_a_statement"]);
    place.run(&["case", "undo"]).unwrap().done().unwrap();
    assert_eq!(shown(&json(&place, &read))[0], "criticise the commissioner's office person");
    let page = place.run(&["statements", "article.txt"]).unwrap().done().unwrap();
    assert!(page.contains("[corrected by a person]") && page.contains("reads otherwise"), "{page}");
}

#[test]
fn the_journal_gets_places_and_own_words_and_nothing_of_the_article() {
    let place = house();
    let correct =
        ["statements", "correct", "article.txt", "1", "--speaker", "our own word for her"];
    place.run(&correct).unwrap().done().unwrap();
    // Of this one only the act is changed: whom the article names in full elsewhere stays a place.
    let hinted = ["statements", "correct", "article.txt", "2", "--act", "reject"];
    place.run(&hinted).unwrap().done().unwrap();
    assert_eq!(
        shown(&json(&place, &["statements", "article.txt"]))[1],
        "reject Pavel Strand person"
    );
    let mut held = Vec::new();
    for name in place.files().unwrap().iter().filter(|name| name.contains("journal")) {
        held.extend(place.read(name).unwrap());
    }
    let text = String::from_utf8_lossy(&held);
    assert!(text.contains("statement_corrected") && text.contains("our own word for her"));
    for words in ["hacking", "results page", "Pavel Strand", "accused"] {
        assert!(!text.contains(words), "{words} stands in the journal");
    }
}

#[test]
fn words_that_are_not_in_the_article_are_refused() {
    let place = house();
    for (arguments, says) in [
        (&["1", "--cue", "never there"][..], "does not hold these words"),
        (&["99", "--act", "deny"], "no such statement"),
        (&["1", "--act", "mumble"], "no act of a statement"),
    ] {
        let all = [&["statements", "correct", "article.txt"][..], arguments].concat();
        let refused = place.run(&all).unwrap();
        assert_eq!(refused.code(), Some(1), "{}", refused.err());
        assert!(refused.err().contains(says), "{}", refused.err());
    }
}

#[test]
fn corrected_articles_become_labelled_files_and_too_few_are_refused() {
    let place = house();
    place.write("other.txt", "A headline\n\nMira Oskeld denied everything.\n").unwrap();
    let correct = ["statements", "correct", "article.txt", "1", "--act", "allege"];
    place.run(&correct).unwrap().done().unwrap();
    let export = ["statements", "export-corrections", "labelled", "article.txt", "other.txt"];
    let report = json(&place, &export);
    assert_eq!(report["uncorrected"], 1, "{report:#}");
    assert_eq!(report["corrections"], 1, "{report:#}");
    let file = report["files"][0].as_str().unwrap();
    let text = String::from_utf8(place.read(file).unwrap()).unwrap();
    assert!(text.starts_with("headline: Minister rejects hacking claims\n"), "{text}");
    assert!(text.contains("allege | Dora Vane | "), "{text}");
    assert!(text.contains(" | accused | source=0-31 cue=32-39 "), "{text}");
    let again = place.run(&export).unwrap();
    assert_eq!(again.code(), Some(1), "a file that is there stays");
    let refused = place.run(&["read", "train", "labelled"]).unwrap();
    assert_eq!(refused.code(), Some(1));
    assert!(refused.err().contains("too few") && refused.err().contains("10 documents"));
}

#[test]
fn a_tagger_is_trained_on_a_folder_and_marks_the_rows_that_it_reads() {
    let place = house();
    let names = ["Ana Roe", "Bo Lind", "Cy Orr", "Dora Vane", "Ed Pohl", "Fay Holt", "Gus Adler"];
    let deeds = ["the fund was empty", "no server was touched", "two trucks left at noon"];
    for file in 0..14 {
        let (mut text, mut gold) = (String::new(), String::new());
        for line in 0..7 {
            let (name, deed) = (names[(file + line) % 7], deeds[(file + 2 * line) % 3]);
            let start = text.len();
            let cue = start + name.len() + 1;
            let content = cue + "hummed that".len() + 1;
            text.push_str(&format!("{name} hummed that {deed}.\n\n"));
            gold.push_str(&format!(
                "claim | {name} | - | hummed that | source={start}-{} cue={cue}-{} content={content}-{}\n",
                start + name.len(),
                content - 1,
                content + deed.len()
            ));
        }
        let whole = format!("headline: h\noutlet: o\ndate: 2027-03-02\n\n{text}\n---\n{gold}");
        place.write(&format!("labelled/a{file}.txt"), &whole).unwrap();
    }
    let train =
        ["read", "train", "labelled", "--out", "own.model", "--parts", "2", "--rounds", "3"];
    let report = json(&place, &train);
    let cue = &report["validated"][1];
    assert!(cue["tagger_f1"].as_f64() > cue["rules_f1"].as_f64(), "{report:#}");
    let again = place.run(&train).unwrap();
    assert_eq!(again.code(), Some(1), "a model that is there stays");
    place.write("new.txt", "A headline\n\nHal Moor hummed that the fund was empty.\n").unwrap();
    let alone = json(&place, &["statements", "new.txt"]);
    let tagged = json(&place, &["statements", "new.txt", "--model", "own.model"]);
    assert!(shown(&tagged).contains(&"state Hal Moor tagger".to_owned()), "{tagged:#}");
    assert!(!shown(&alone).iter().any(|row| row.ends_with("tagger")), "{alone:#}");
    place.write("vigie.toml", "[press]\nmodel = \"own.model\"\n").unwrap();
    assert_eq!(shown(&json(&place, &["statements", "new.txt"])), shown(&tagged));
    place.write("own.model", "no model").unwrap();
    let refused = place.run(&["statements", "new.txt"]).unwrap();
    assert_eq!(refused.code(), Some(1));
    assert!(refused.err().contains("vigie read train"), "{}", refused.err());
}
