//! The gate masks, seals and makes harmless.

use super::sealing::Repeats;
use super::*;
use vigie_cases::RumourCode;

const SCREEN: Context = Context { audience: Audience::Screen, cited: false };

fn span(range: std::ops::Range<usize>, matter: Matter) -> Span {
    Span { range, matter }
}

#[test]
fn restricted_spans_are_masked_in_place() {
    let line = b"192.0.2.7 - alice GET /x?q=secret";
    let spans =
        [span(0..9, Matter::Address), span(12..17, Matter::Login), span(25..33, Matter::Text)];
    assert_eq!(record(line, &spans, SCREEN), "‹address› - ‹login› GET /x?‹text›");
    let cited = Context { cited: true, ..SCREEN };
    assert_eq!(record(line, &spans, cited), "192.0.2.7 - ‹login› GET /x?‹text›");
    let revealed = Context { audience: Audience::Revealed, cited: false };
    assert_eq!(record(line, &spans, revealed), "192.0.2.7 - alice GET /x?q=secret");
}

#[test]
fn escapes_bidi_and_invisible_characters_come_out_visible() {
    let hostile = "a\u{1b}[2Jb\u{202e}c\u{200b}d\u{9b}31m\0";
    assert_eq!(harmless(hostile), "a\\u{1b}[2Jb\\u{202e}c\\u{200b}d\\u{9b}31m\\u{0}");
    assert_eq!(record(b"\xff\x1b", &[], SCREEN), "\\xff\\u{1b}");
}

#[test]
fn spans_outside_the_record_do_no_harm() {
    let backwards = std::ops::Range { start: 5, end: 2 };
    let spans =
        [span(backwards, Matter::Text), span(1..99, Matter::Text), span(0..1, Matter::Text)];
    assert_eq!(record(b"abc", &spans[1..], SCREEN), "a‹text›");
    let _ = record(b"abc", &spans, SCREEN);
}

#[test]
fn long_texts_are_cut_and_counted() {
    let shown = harmless(&"é".repeat(2_000));
    assert!(shown.ends_with("… (+2000 bytes)"), "{}", &shown[shown.len() - 30..]);
}

fn sealing() -> Sealing {
    let lake = Known {
        topic: "Clinic at the lake".to_owned(),
        terms: vec!["Lac Noir".to_owned(), "Zed".to_owned()],
        examples: vec![
            "The candidate was seen leaving the lake clinic with two bodyguards at night"
                .to_owned(),
        ],
    };
    let money = Known { terms: vec!["Fonds Azur".to_owned()], ..Known::default() };
    Sealing::of([(RumourCode(7), &lake), (RumourCode(9), &money)])
}

fn sealed_by(sealing: &Sealing, text: &str) -> String {
    sealing.seal(text).into_owned()
}

#[test]
fn near_copies_come_out_as_their_code_whole() {
    let sealing = sealing();
    for text in [
        "The candidate was seen leaving the lake clinic with two bodyguards at night",
        "RT @zora: the CANDIDATE was seen leaving the lake clinic with bodyguards!! https://x.example",
        "The c\u{e1}ndidate was se\u{200b}en leaving the lake cli\u{ad}nic with two bodyguards",
    ] {
        assert_eq!(sealed_by(&sealing, text), "‹RUM-7›", "{text}");
    }
}

#[test]
fn a_term_takes_its_sentence_slug_or_hashtag_with_it() {
    let sealing = sealing();
    let cases = [
        ("Nothing here. They say Lac Noir is closed! And on.", "Nothing here. ‹RUM-7› And on."),
        ("see #LacNoirGate now", "see ‹RUM-7› now"),
        ("GET /a/lac-noir-visite?x=1 HTTP/1.1", "GET ‹RUM-7› HTTP/1.1"),
        ("GET /a/lac%20noir HTTP/1.1", "GET ‹RUM-7› HTTP/1.1"),
        (r#"{"title":"l\u00e0 l\u0061c noir","n":1}"#, r#"{"title":"‹RUM-7›","n":1}"#),
        ("report about lac_noir.csv", "report about ‹RUM-7›"),
        ("Zed fell. Amazed!", "‹RUM-7› Amazed!"),
        ("Lac Noir and Fonds Azur.", "‹RUM-7›‹RUM-9›"),
        ("A. Fonds Azur! Lac Noir? B.", "A. ‹RUM-9› ‹RUM-7› B."),
        ("lac-noir", "‹RUM-7›"),
        ("Nothing.", "Nothing."),
    ];
    for (text, shown) in cases {
        assert_eq!(sealed_by(&sealing, text), shown, "{text}");
    }
}

#[test]
fn four_words_in_a_row_do_not_leave_and_three_do() {
    let sealing = sealing();
    let quote = "He wrote a long letter about many other things, and also: leaving the lake clinic, \
                 he said. The rest is about taxes, schools, roads and the price of bread in town.";
    let shown = sealed_by(&sealing, quote);
    assert!(shown.starts_with("‹RUM-7› The rest is about taxes"), "{shown}");
    let harmless = "They stood beside the lake clinic.";
    assert_eq!(sealed_by(&sealing, harmless), harmless);
    let address = "The programme in full, with all its figures: /2027/leaving-the-lake-clinic.html";
    let shown = sealed_by(&sealing, address);
    assert_eq!(shown, "The programme in full, with all its figures: ‹RUM-7›");
    assert_eq!(sealed_by(&sealing, "see #LeavingTheLakeClinic"), "see ‹RUM-7›");
}

#[test]
fn what_counts_as_spread_is_terms_and_near_copies() {
    let sealing = sealing();
    let copy = "the candidate was seen leaving the lake clinic with two bodyguards";
    assert_eq!(sealing.repeats(copy), [(RumourCode(7), Repeats::Copy)].into());
    assert_eq!(sealing.repeats("at lac noir"), [(RumourCode(7), Repeats::Term)].into());
    let quote = "A long letter about other things that also holds: leaving the lake clinic again";
    assert!(sealing.repeats(quote).is_empty());
}

#[test]
fn a_record_is_sealed_across_its_pieces_and_stray_bytes() {
    let root = std::path::Path::new("here");
    install(root, sealing());
    let line = b"GET /la\xffc-noir HTTP/1.1 \"\x1b[2J\"";
    let revealed = Context { audience: Audience::Revealed, cited: true };
    assert_eq!(record(line, &[], revealed), "GET ‹RUM-7› HTTP/1.1 \"\\u{1b}[2J\"");
    let mut value = serde_json::json!({"a": ["Lac Noir!", 1], "b": {"c": "plain"}});
    seal_json(&mut value);
    assert_eq!(value, serde_json::json!({"a": ["‹RUM-7›", 1], "b": {"c": "plain"}}));
    assert_eq!(unsealed("Lac Noir\u{1b}"), "Lac Noir\\u{1b}");
    install(root, Sealing::default());
    assert_eq!(harmless("Lac Noir"), "Lac Noir");
}

#[test]
fn hostile_texts_are_cut_without_a_panic() {
    let sealing = sealing();
    let long = "a lac noir ".repeat(20_000);
    for text in ["", "‹", "%", "%zz", "\\", "\\u", "\\ud800", "é", "\u{10fffe}", "#", &long] {
        let _ = sealing.seal(text);
    }
    for cut in 0..40 {
        let text = format!("{}lac noir{}", "é".repeat(cut), "%C3".repeat(cut));
        assert!(sealing.seal(&text).contains("RUM-7"));
    }
}
