//! `vigie statements` through the binary: an invented article, its ledger, replies, a poll, a table,
//! a check against logs, a sealed rumour, and a scandal that is nobody's interference.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

/// Invented. Nobody in it exists.
const ARTICLE: &str = "Minister rejects hacking claims\n\n\
    12 April 2027\n\n\
    Election commissioner Dora Vane accused Pavel Strand of hacking the results page on Monday.\n\n\
    “I did not hack any page,” said Strand, who heads Utopian Telecom. He denied the accusation.\n\n\
    Interior minister Ines Corvane warned that 300 attacks a day hit the results page.\n\n\
    According to a Sondix poll of 1,004 people conducted on 8 and 9 April, 41 % have a favourable \
    opinion of Mira Oskeld.\n";

/// Invented. A denial without a figure, in French, and nobody from abroad in it.
const SCANDAL: &str = "Le trésorier du parti mis en cause\n\n\
    Le 12 avril 2027\n\n\
    La députée Ilse Varenne a accusé le trésorier Paul Brisac d’avoir détourné les fonds du parti.\n\n\
    « Je n’ai rien détourné », a déclaré Paul Brisac. Il dément ces accusations.\n";

fn house() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "").unwrap();
    place.write("article.txt", ARTICLE).unwrap();
    place.write("scandale.txt", SCANDAL).unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&place.run(&arguments).unwrap().done().unwrap()).unwrap()
}

fn rows(found: &Value) -> &Vec<Value> {
    found["statements"].as_array().unwrap()
}

fn acts(found: &Value) -> Vec<&str> {
    rows(found).iter().map(|row| row["act"].as_str().unwrap()).collect()
}

#[test]
fn each_statement_stands_with_its_words_and_an_accusation_with_its_reply() {
    let place = house();
    let found = json(&place, &["statements", "article.txt"]);
    let all = rows(&found);
    let accusation = all.iter().find(|row| row["act"] == "accuse").unwrap();
    assert_eq!(accusation["speaker"], "Dora Vane", "{found:#}");
    assert!(accusation["targets"][0].as_str().unwrap().contains("Pavel Strand"), "{found:#}");
    let denial = all.iter().position(|row| row["act"] == "deny").unwrap();
    assert!(acts(&found).contains(&"warn"), "{found:#}");
    for row in all {
        assert!(
            ARTICLE.contains(row["cue"].as_str().unwrap()),
            "words that are not there: {row:#}"
        );
    }
    let paired = &found["accusations"][0];
    let replies = paired["replies"].as_array().unwrap();
    assert!(replies.iter().any(|reply| reply[0] == denial), "{found:#}");
    // The text in pieces is the text: nothing is lost or said twice.
    let pieces = found["articles"][0]["pieces"].as_array().unwrap();
    let text: String = pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    assert_eq!(text.matches("accused Pavel Strand of hacking").count(), 1, "{text}");
    let page = place.run(&["statements", "article.txt"]).unwrap().done().unwrap();
    assert!(page.contains("Dora Vane · accuses → Pavel Strand"), "{page}");
}

#[test]
fn what_was_not_said_stands_apart_and_is_no_statement() {
    const SILENCES: &str = "An hour at the ministry\n\n\
        Interior minister Ines Corvane did not say who was behind the attack, nor did she accuse \
        any country.\n\nPavel Strand denied that votes were changed.\n";
    let place = house();
    place.write("silences.txt", SILENCES).unwrap();
    let found = json(&place, &["statements", "silences.txt"]);
    assert_eq!(acts(&found), ["deny"], "{found:#}");
    let apart: Vec<[&str; 3]> = found["not_said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["speaker", "cue", "content"].map(|part| row[part].as_str().unwrap()))
        .collect();
    let expected = [
        ["Ines Corvane", "did not say", "who was behind the attack"],
        ["Ines Corvane", "nor did she accuse", "any country"],
    ];
    assert_eq!(apart, expected, "{found:#}");
    let page = place.run(&["statements", "silences.txt"]).unwrap().done().unwrap();
    assert!(page.contains("Ines Corvane · nor did she accuse"), "{page}");
    let about = json(&place, &["statements", "silences.txt", "--about", "strand"]);
    assert!(about["not_said"].as_array().unwrap().is_empty(), "{about:#}");
}

#[test]
fn what_is_not_asked_for_is_left_out_and_counted() {
    let place = house();
    let whole = rows(&json(&place, &["statements", "article.txt"])).len();
    let denials = json(&place, &["statements", "article.txt", "--act", "deny"]);
    assert!(!rows(&denials).is_empty() && acts(&denials).iter().all(|act| *act == "deny"));
    let left_out = usize::try_from(denials["not_asked_for"].as_u64().unwrap()).unwrap();
    assert_eq!(left_out + rows(&denials).len(), whole);
    let about = json(&place, &["statements", "article.txt", "--about", "CORVANE"]);
    assert!(!rows(&about).is_empty() && rows(&about).len() < whole, "{about:#}");
    assert!(rows(&about).iter().all(|row| row.to_string().contains("Corvane")));
    let refused = place.run(&["statements", "article.txt", "--act", "mumble"]).unwrap();
    assert_ne!(refused.code(), Some(0));
    assert!(refused.err().contains("decline_comment"), "the acts are listed: {}", refused.err());
}

#[test]
fn a_poll_of_opinion_is_named_as_one_in_both_languages() {
    let place = house();
    let found = json(&place, &["statements", "article.txt"]);
    let polls = found["polls"].as_array().unwrap();
    assert_eq!(polls.len(), 1, "{found:#}");
    assert_eq!(polls[0]["question"], "favourable");
    assert_eq!(polls[0]["question_word"], "favourable opinion");
    assert_eq!(
        [&polls[0]["candidate"], &polls[0]["sample"]],
        [&Value::from("Mira Oskeld"), &Value::from(1004)]
    );
    let page = place.run(&["statements", "article.txt", "--lang", "fr"]).unwrap().done().unwrap();
    assert!(page.contains("opinion favorable"), "{page}");
    assert!(!page.contains("poll-question"), "{page}");
}

#[test]
fn a_table_goes_into_a_new_file_and_none_is_written_over() {
    let place = house();
    let ask = ["statements", "article.txt", "--csv", "ledger.csv"];
    let told = place.run(&ask).unwrap().done().unwrap();
    assert!(told.contains("ledger.csv"), "{told}");
    let table = String::from_utf8(place.read("ledger.csv").unwrap()).unwrap();
    assert!(table.starts_with("\u{feff}article,number,outlet,date,act,speaker"), "{table}");
    assert!(table.contains("accuse,Dora Vane"), "{table}");
    assert_ne!(place.run(&ask).unwrap().code(), Some(0));
}

#[test]
fn numbers_are_checked_against_logs_only_when_that_is_asked() {
    let place = house();
    let plain = json(&place, &["statements", "article.txt"]);
    assert!(rows(&plain).iter().all(|row| row.get("checked").is_none()), "{plain:#}");
    let checked = json(&place, &["statements", "article.txt", "--check"]);
    let warning = rows(&checked).iter().find(|row| row["act"] == "warn").unwrap();
    let parts = warning["checked"]["parts"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["part"] == "count"), "{warning:#}");
    // No log was read: that is said, and nothing is made up.
    assert!(parts.iter().all(|part| part["checked"] != "measured"), "{warning:#}");
}

#[test]
fn no_words_of_a_sealed_rumour_come_out_and_repeating_it_is_told() {
    const RUMOUR: &str = "Commissioner Dora Vane was treated in secret at the Corbel hospital";
    let place = house();
    let said = format!("topic: Vane\nterm: Corbel hospital\nexample: {RUMOUR}\n");
    place
        .run_with_input(&["rumour", "add", "--category", "health"], said.as_bytes())
        .unwrap()
        .done()
        .unwrap();
    let article =
        format!("{ARTICLE}\nPavel Strand claimed that “{RUMOUR}”. Dora Vane denied it.\n");
    place.write("rumour.txt", article).unwrap();
    for more in [&["--format", "json"][..], &["--format", "ndjson"], &[], &["--csv", "sealed.csv"]]
    {
        let arguments = [&["statements", "rumour.txt"], more].concat();
        let out = place.run(&arguments).unwrap().done().unwrap();
        for words in ["treated in secret", "Corbel hospital", "in secret at the"] {
            assert!(!out.contains(words), "{more:?} says it:\n{out}");
        }
    }
    let table = String::from_utf8(place.read("sealed.csv").unwrap()).unwrap();
    assert!(!table.contains("treated in secret"), "{table}");
    let found = json(&place, &["statements", "rumour.txt"]);
    assert_eq!(found["articles"][0]["repeats_rumour"], 1, "{found:#}");
}

#[test]
fn a_scandal_at_home_is_in_the_ledger_and_makes_no_finding_and_no_incident() {
    let place = house();
    let found = json(&place, &["statements", "article.txt", "scandale.txt"]);
    let scandal: Vec<&Value> = rows(&found).iter().filter(|row| row["article"] == 1).collect();
    assert!(scandal.iter().any(|row| row["act"] == "accuse"), "{found:#}");
    assert!(scandal.iter().any(|row| row["act"] == "deny"), "{found:#}");
    // Both accusations are rows of one list: neither carries a mark that the other lacks.
    let keys = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let accusations = found["accusations"].as_array().unwrap();
    assert_eq!(accusations.len(), 2, "{found:#}");
    assert_eq!(keys(&accusations[0]), keys(&accusations[1]));
    place.run(&["detect"]).unwrap().done().unwrap();
    let today = place.run(&["today", "--since", "2027-01-01"]).unwrap().done().unwrap();
    for word in ["Varenne", "Brisac", "F-", "I-"] {
        assert!(!today.contains(word), "{word} in\n{today}");
    }
    let cases = place.run(&["case", "list"]).unwrap();
    assert!(!cases.done().unwrap().contains("Brisac"));
}
