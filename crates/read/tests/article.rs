//! Pages of fourteen invented outlets (the last two were written after the rules): what is read from each, and hostile pages.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and reads its own pages"
)]

use std::fmt::Write as _;

use vigie_read::Language;
use vigie_read::article::{Article, ParagraphKind, Reservation, from_bytes, from_html, from_plain};

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");

/// As the truth beside each page is written.
fn told(article: &Article, like: &str) -> String {
    let mut out = String::new();
    let none = || "-".to_owned();
    for line in like.lines().take_while(|line| !line.is_empty()) {
        let (key, given) = line.split_once(": ").unwrap();
        let value = match key {
            "date" => article.date.map_or_else(
                || "unknown".to_owned(),
                |date| {
                    let basis = serde_json::to_value(date.basis).unwrap();
                    format!("{} {}", date.day, basis.as_str().unwrap())
                },
            ),
            "language" => article.language.map_or_else(none, |one| match one {
                Language::En => "en".to_owned(),
                Language::Fr => "fr".to_owned(),
            }),
            "outlet" => article.outlet.clone().unwrap_or_else(none),
            "canonical" => article.canonical.clone().unwrap_or_else(none),
            "original" => article.original.as_ref().map_or_else(none, |one| one.link.clone()),
            _ => given.to_owned(),
        };
        writeln!(out, "{key}: {value}").unwrap();
    }
    out.push('\n');
    for one in &article.paragraphs {
        let kind = serde_json::to_value(one.kind).unwrap();
        writeln!(out, "{} | {}", kind.as_str().unwrap(), one.text).unwrap();
    }
    out
}

#[test]
fn every_page_is_read_as_it_was_written() {
    let mut names: Vec<String> = std::fs::read_dir(PAGES)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    assert_eq!(names.len(), 14);
    let mut wrong = String::new();
    for name in names {
        let html = std::fs::read_to_string(format!("{PAGES}/{name}.html")).unwrap();
        let truth = std::fs::read_to_string(format!("{PAGES}/{name}.txt")).unwrap();
        let address = truth.lines().find_map(|line| line.strip_prefix("address: "));
        let got = told(&from_html(&html, address), &truth);
        for (side, text, other) in [("missing", &truth, &got), ("extra", &got, &truth)] {
            for line in text.lines().filter(|line| !other.lines().any(|one| one == *line)) {
                writeln!(wrong, "{name} {side}: {line}").unwrap();
            }
        }
        if wrong.is_empty() {
            assert_eq!(got, truth, "{name}: the order");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn spans_give_the_words_of_each_paragraph() {
    let html = std::fs::read_to_string(format!("{PAGES}/03-quotidien.html")).unwrap();
    let article = from_html(&html, None);
    for one in &article.paragraphs {
        assert_eq!(one.span.of(&article.text), one.text);
    }
    assert!(article.said().all(|one| one.kind != ParagraphKind::Boilerplate));
}

#[test]
fn a_repost_counts_as_its_original() {
    let html = std::fs::read_to_string(format!("{PAGES}/05-blog-repost.html")).unwrap();
    let article =
        from_html(&html, Some("https://watchfuleye.blog.example/2027/ministers-vow.html"));
    assert_eq!(
        article.counts_as(),
        Some("http://www.dailybeacon.example/news/article-423/ministers-vow.html")
    );
}

#[test]
fn two_dates_that_disagree_and_two_languages_are_said() {
    let english =
        "The ministry said on Tuesday that it would look into the reports without delay. "
            .repeat(3);
    let french =
        "Le ministère a déclaré mardi qu’il examinerait les signalements sans délai. ".repeat(3);
    let html = format!(
        "<title>A tale of two dates</title><meta property='article:published_time' content='2027-03-05'>\
         <article><h1>A tale of two dates</h1><p>{english}</p><p>{french}</p></article>"
    );
    let article = from_html(&html, Some("https://x.example/2026/03/05/tale"));
    assert_eq!(article.reservations, [Reservation::DatesDisagree, Reservation::TwoLanguages]);
    let languages: Vec<Option<Language>> =
        article.paragraphs.iter().map(|one| one.language).collect();
    assert_eq!(languages, [None, Some(Language::En), Some(Language::Fr)]);
}

#[test]
fn hostile_pages_are_bounded_and_answered() {
    let deep = format!("{}<p>Deep down somebody said a word to the wise.", "<div>".repeat(100_000));
    let wide = "<p>One more line of the same kind of text.".repeat(31_000);
    let long = format!("<h1>Long</h1><p>A short text.</p><style>{}", "x".repeat(5_100_000));
    let unclosed = "<ul><li><a href=x><b><i>".repeat(5_000);
    let pages = [
        deep.as_str(),
        &wide,
        &unclosed,
        "",
        "<",
        "<script>while(1){}",
        "<title>x",
        "<!--",
        "<p \u{0}\u{202e}>&#x110000;&nosuch;",
        "<table><tr><td><p></table></p></td>",
    ];
    for page in pages {
        let article = from_html(page, Some("not an address"));
        assert!(article.text.len() <= 6_000_000);
    }
    let deep = from_html(&deep, None);
    assert!(deep.text.contains("Deep down"), "{:?}", deep.reservations);
    assert!(deep.reservations.contains(&Reservation::OneReading));
    assert!(from_html(&long, None).reservations.contains(&Reservation::Cut));
    assert!(
        from_bytes(b"<p>caf\xe9 and \xff\xfe words that are here.</p>", None).text.contains("caf")
    );
}

#[test]
fn a_pasted_text_has_its_bullets_captions_and_boilerplate_told() {
    let text = "Ministers vow to hit back if Valdoria meddles\n- The first thing to know\n\
        The minister said on Tuesday that no interference would be accepted.\nScroll down for video\n\
        Foreign minister Alan Verrier (pictured) threatened ‘measures’ on Tuesday\n\
        Read more: http://www.dailybeacon.example/news/article-1.html#x\nNo comments:\nPost a Comment\n";
    let kinds: Vec<String> =
        from_plain(text).paragraphs.iter().map(|one| format!("{:?}", one.kind)).collect();
    assert_eq!(
        kinds,
        [
            "Headline",
            "Bullet",
            "Body",
            "Boilerplate",
            "Caption",
            "Boilerplate",
            "Boilerplate",
            "Boilerplate"
        ]
    );
    assert_eq!(
        from_plain(text).counts_as(),
        Some("http://www.dailybeacon.example/news/article-1.html")
    );
}

#[test]
fn fields_above_a_pasted_text_are_understood() {
    let article = from_plain(
        "titre : Le gouvernement répond\nsource : L’Écho du Delta\ndate : 2027-03-05\n\nLe ministre a répondu mardi à la question.\n",
    );
    assert_eq!(article.headline.as_deref(), Some("Le gouvernement répond"));
    assert_eq!(article.outlet.as_deref(), Some("L’Écho du Delta"));
    assert_eq!(article.date.map(|date| date.day), vigie_read::Day::new(2027, 3, 5));
    assert_eq!(article.paragraphs.len(), 2);
}

#[test]
fn the_press_article_is_sorted() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/press/france-vows-to-retaliate-2017-02.txt"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let article = from_plain(&text);
    for one in &article.paragraphs {
        println!("{:?} | {}", one.kind, one.text.chars().take(70).collect::<String>());
    }
    let count = |kind| article.paragraphs.iter().filter(|one| one.kind == kind).count();
    assert_eq!(count(ParagraphKind::Headline), 1);
    assert_eq!(count(ParagraphKind::Bullet), 6);
    assert_eq!(count(ParagraphKind::Boilerplate), 6);
    assert_eq!(article.language, Some(Language::En));
    assert!(article.original.is_some());
}
