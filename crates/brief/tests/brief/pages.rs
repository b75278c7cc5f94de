//! The pages of an invented brief, as people read them. The rendered files of the usual brief are
//! also left in the target folder's `tmp`, to be looked at in a browser.

use crate::support::{usual, words};

/// The page as text: tags away, blocks on lines of their own. Good enough for a page of ours.
fn text_dump(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let mut out = String::new();
    let mut rest = body;
    while let Some((text, tag_and_rest)) = rest.split_once('<') {
        out += text;
        let (tag, after) = tag_and_rest.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match name {
            "td" | "th" | "span" | "small" | "b" | "a" | "code" | "title" | "text" => out.push(' '),
            "svg" | "rect" | "circle" | "path" | "line" | "polygon" | "polyline" => {}
            "h1" | "h2" | "h3" if !tag.starts_with('/') => out += &format!("\n\n[{name}] "),
            _ => out.push('\n'),
        }
        rest = after;
    }
    let lines = out
        .lines()
        .map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    let mut dump = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if line.starts_with("[h") {
            dump.push('\n');
        }
        dump += &line.replace("&#39;", "'").replace("&#38;", "&");
        dump.push('\n');
    }
    dump
}

#[test]
fn the_usual_brief_in_english() {
    let page = vigie_brief::render(&usual("en"), &words("en")).unwrap();
    leave("brief-en.html", &page.html);
    insta::assert_snapshot!("english_page", text_dump(&page.html));
    insta::assert_snapshot!("english_markdown", page.markdown);
}

#[test]
fn the_usual_brief_in_french() {
    let page = vigie_brief::render(&usual("fr"), &words("fr")).unwrap();
    leave("brief-fr.html", &page.html);
    insta::assert_snapshot!("french_page", text_dump(&page.html));
    insta::assert_snapshot!("french_markdown", page.markdown);
}

fn leave(name: &str, page: &str) {
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), page).unwrap();
}

#[test]
fn the_usual_brief_is_small_and_asks_nobody() {
    let page = vigie_brief::to_html(&usual("en"), &words("en")).unwrap();
    assert!(page.len() < 60_000, "{}", page.len());
    for asking in ["http:", "https:", "//", "url(", "@import", "src=", "<script", "<link", "<img"] {
        assert!(!page.contains(asking), "{asking}");
    }
    assert_eq!(page.matches("<style>").count(), 1);
    assert!(
        page.contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;")
    );
}

#[test]
fn every_link_leads_to_a_place_on_the_page() {
    let page = vigie_brief::to_html(&usual("en"), &words("en")).unwrap();
    let targets: Vec<&str> =
        page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(targets.len() > 8, "{targets:?}");
    for target in targets {
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
}

#[test]
fn every_finding_has_its_command_and_its_limit() {
    let model = usual("en");
    let page = vigie_brief::render(&model, &words("en")).unwrap();
    for finding in &model.findings {
        for file in [&page.html, &page.markdown] {
            assert!(file.contains(&finding.repeat), "{}", finding.repeat);
            assert!(file.contains(&finding.revision.to_string()), "{}", finding.revision);
        }
    }
    let limit = "closeness in time says nothing about who asked for it";
    assert!(page.html.contains(limit) && page.markdown.contains(limit));
}

#[test]
fn a_sealed_rumour_is_only_its_code() {
    let page = vigie_brief::render(&usual("en"), &words("en")).unwrap();
    let line = page.markdown.lines().find(|line| line.contains("RUM-7")).unwrap();
    assert_eq!(
        line,
        "| RUM-7 | private life | 214 publications, 96 accounts | 13 Apr 07:52 | 45 on the last of 8 days, at most 70 | not decided |"
    );
}

#[test]
fn french_puts_narrow_spaces_before_high_punctuation() {
    let page = vigie_brief::render(&usual("fr"), &words("fr")).unwrap();
    let body = text_dump(&page.html);
    assert!(body.contains("Ce que cela ne prouve pas\u{202f}:"), "{body}");
    for line in include_str!("../../../../locales/fr/brief.ftl").lines() {
        let Some((_, said)) = line.split_once(" = ") else { continue };
        for wrong in [" :", " ;", " ?", " !", " %", "'"] {
            assert!(!said.contains(wrong), "{wrong:?} in {line}");
        }
    }
}
