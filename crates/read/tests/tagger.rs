//! The trainable tagger from outside: it learns, says the same twice, and survives any file.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use vigie_model::Explained;
use vigie_read::tagger::{
    Document, Model, Trained, Training, improve, labels_of, read_labelled, train,
};
use vigie_read::{Language, read_statements};

/// Invented rows in which people attribute in ways that the rules know ("said") and do not know
/// ("per", "had it that").
fn rows(many: usize) -> String {
    let names = ["Ana Roe", "Bo Lind", "Cy Orr", "Dora Vane", "Ed Pohl", "Fay Holt", "Gus Adler"];
    let deeds = ["the fund is empty", "no server was touched", "two trucks left at noon"];
    let ends = ["in the north", "by Tuesday", "before the vote", "after all"];
    let mut out = String::new();
    for at in 0..many {
        let (name, deed) = (names[at % 7], format!("{} {}", deeds[at % 3], ends[at % 4]));
        let (mut tokens, mut labels): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut put = |words: &'static str, kind: &'static str| {
            for (place, word) in words.split(' ').enumerate() {
                tokens.push(word);
                labels.push(match (kind, place) {
                    ("O", _) => "O",
                    ("source", 0) => "B-source",
                    ("source", _) => "I-source",
                    ("cue", 0) => "B-cue",
                    ("cue", _) => "I-cue",
                    (_, 0) => "B-content",
                    _ => "I-content",
                });
            }
        };
        let deed: &'static str = Box::leak(deed.into_boxed_str());
        match at % 4 {
            0 => [(name, "source"), ("said", "cue"), (deed, "content")].map(|(a, b)| put(a, b)),
            1 => [(deed, "content"), ("per", "cue"), (name, "source")].map(|(a, b)| put(a, b)),
            2 => [(name, "source"), ("had it that", "cue"), (deed, "content")]
                .map(|(a, b)| put(a, b)),
            _ => [("Rain fell", "O"), (deed, "O"), ("again", "O")].map(|(a, b)| put(a, b)),
        };
        put(".", "O");
        let row =
            serde_json::json!({ "id": (at / 8).to_string(), "tokens": tokens, "labels": labels });
        out.push_str(&format!("{row}\n"));
    }
    out
}

fn documents(many: usize) -> Vec<Document> {
    read_labelled("rows.jsonl", &rows(many), None).unwrap()
}

fn trained(how: Training) -> Trained {
    train(&documents(160), how, |_, _| ()).unwrap()
}

#[test]
fn it_learns_cues_that_the_rules_do_not_know_on_documents_that_it_did_not_see() {
    let trained = trained(Training { rounds: 4, parts: 4, seed: 1 });
    let validated = trained.validated.unwrap();
    assert!(validated.rules.cue.f1() < 0.75, "{:?}", validated.rules.cue);
    assert!(validated.tagger.cue.f1() > 0.95, "{:?}", validated.tagger.cue);
    assert!(validated.tagger.content.f1() > 0.9, "{:?}", validated.tagger.content);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_a_file_reads_back() {
    let how = Training { rounds: 2, parts: 0, seed: 7 };
    let (one, two) = (trained(how).model.to_bytes(), trained(how).model.to_bytes());
    assert_eq!(one, two);
    let model = Model::from_bytes(&one).unwrap();
    assert_eq!(model.to_bytes(), one);
    assert_eq!(model.about().documents, 20);
    assert_eq!(model.about().training.len(), 64);
}

#[test]
fn too_little_is_refused_with_what_is_missing() {
    let error = train(&documents(16), Training::default(), |_, _| ()).unwrap_err();
    assert_eq!(error.to_string(), "2 labelled documents with 36 spans are too few to learn from");
    assert!(error.hint().unwrap().contains("at least 10 documents"));
}

#[test]
fn spans_of_the_tagger_come_into_the_ledger_marked_and_the_rules_stay() {
    let model = trained(Training { rounds: 4, parts: 0, seed: 1 }).model;
    let text = "Ana Roe said no server was touched by Tuesday.\n\
                two trucks left at noon by Tuesday per Bo Lind .\n";
    let mut statements = read_statements(text, "", Language::En);
    let rules = statements.clone();
    let marks = improve(&model, text, Language::En, &mut statements);
    assert_eq!(statements.len(), marks.len());
    assert_eq!(statements.len(), rules.len() + 1, "{statements:#?}");
    assert_eq!(statements[0].act, rules[0].act);
    let new = statements.last().unwrap();
    assert_eq!((new.rule, marks.last()), ("tagger", Some(&true)));
    assert_eq!(new.cue.of(text), "per");
    assert_eq!(new.speaker.as_ref().unwrap().name, "Bo Lind");
    assert_eq!(new.content[0].of(text), "two trucks left at noon by Tuesday");
    assert!(labels_of(&statements).len() > labels_of(&rules).len());
}

#[test]
fn a_model_that_was_changed_or_cut_is_refused() {
    let bytes = trained(Training { rounds: 1, parts: 0, seed: 1 }).model.to_bytes();
    for end in [0, 7, 8, 12, 16, 40, bytes.len() / 2, bytes.len() - 1] {
        let error = Model::from_bytes(&bytes[..end]).unwrap_err();
        assert!(error.hint().unwrap().contains("vigie read train"), "{error}");
    }
    let mut other = bytes.clone();
    other[9] = 9;
    assert!(Model::from_bytes(&other).unwrap_err().to_string().contains("another version"));
    for at in [20, 200, bytes.len() / 2, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(Model::from_bytes(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn a_model_that_lies_about_its_size_is_refused_with_a_right_digest() {
    for (length, heading) in [(u32::MAX, "{}"), (2, "{}"), (9, "{\"a\": 1}")] {
        let mut file = b"VIGIETAG".to_vec();
        file.extend_from_slice(&1_u32.to_le_bytes());
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(heading.as_bytes());
        let digest = blake3::hash(&file);
        file.extend_from_slice(digest.as_bytes());
        assert!(Model::from_bytes(&file).is_err(), "{length}");
    }
    let about = |features: u64| {
        format!(
            "{{\"features\":{features},\"documents\":1,\"words\":1,\"training\":\"\",\
             \"rounds\":1,\"seed\":1,\"scale\":1.0}}"
        )
    };
    for features in [1, 1_000_000_000, u64::MAX] {
        let heading = about(features);
        let mut file = b"VIGIETAG".to_vec();
        file.extend_from_slice(&1_u32.to_le_bytes());
        file.extend_from_slice(&u32::try_from(heading.len()).unwrap().to_le_bytes());
        file.extend_from_slice(heading.as_bytes());
        let digest = blake3::hash(&file);
        file.extend_from_slice(digest.as_bytes());
        assert!(Model::from_bytes(&file).is_err(), "{features}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_model_panic(
        head in prop::sample::select(vec![&b""[..], b"VIGIETAG", b"VIGIETAG\x01\x00\x00\x00"]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        prop_assert!(Model::from_bytes(&[head, &rest].concat()).is_err());
    }

    #[test]
    fn no_text_makes_labelled_files_panic(
        text in "[\\PC\n|{}\"\\[\\]:=,-]{0,200}",
        end in prop::sample::select(vec!["txt", "jsonl"]),
    ) {
        let _ = read_labelled(&format!("a.{end}"), &text, None);
        let _ = read_labelled(&format!("a.{end}"), &format!("headline: x\n\n{text}\n---\n{text}"), None);
    }
}
