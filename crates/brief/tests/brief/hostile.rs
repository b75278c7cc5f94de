//! Hostile texts, huge briefs, and bytes that must not change.

use crate::support::{at, finding_ref, usual, words};
use proptest::prelude::*;
use vigie_brief::model::{FindingRef, MeasureState, Statement};
use vigie_brief::{BriefModel, from_json, render, to_html, to_json, to_markdown};
use vigie_model::{FindingId, Revision};
use vigie_testkit::{hostile_texts, terminal_harm};

/// The usual brief with one text everywhere.
fn full_of(text: &str) -> BriefModel {
    let mut model = usual("en");
    let put = |places: &mut [&mut String]| {
        for place in places {
            text.clone_into(place);
        }
    };
    put(&mut [&mut model.id, &mut model.title, &mut model.prepared_by, &mut model.timezone]);
    put(&mut [&mut model.head]);
    for one in &mut model.known {
        put(&mut [&mut one.text]);
        one.repeat = Some(text.to_owned());
    }
    for one in &mut model.incidents {
        put(&mut [&mut one.id, &mut one.alias, &mut one.title]);
        if let Some(assessment) = &mut one.assessment {
            put(&mut [&mut assessment.text, &mut assessment.author]);
        }
        for mark in &mut one.marks {
            put(&mut [&mut mark.label]);
        }
    }
    for one in &mut model.findings {
        put(&mut [&mut one.detector, &mut one.title, &mut one.sentence, &mut one.repeat]);
        put(&mut [&mut one.does_not_prove]);
    }
    for one in &mut model.blind_spots {
        put(&mut [&mut one.source, &mut one.why]);
        one.host = Some(text.to_owned());
    }
    for one in &mut model.measures {
        put(&mut [&mut one.id, &mut one.asset, &mut one.measure, &mut one.owner]);
        put(&mut [&mut one.evidence]);
        one.due = Some(text.to_owned());
    }
    for one in &mut model.red_lines {
        put(&mut [&mut one.id, &mut one.condition, &mut one.who, &mut one.calls]);
    }
    for one in &mut model.rumours {
        put(&mut [&mut one.code, &mut one.category]);
        one.decision = Some(text.to_owned());
    }
    for one in &mut model.not_raised {
        put(&mut [&mut one.what, &mut one.reason]);
    }
    for one in &mut model.recalled {
        put(&mut [&mut one.id, &mut one.reason]);
    }
    for one in &mut model.reveals {
        put(&mut [&mut one.what, &mut one.reason]);
    }
    if let Some(activity) = &mut model.activity {
        put(&mut [&mut activity.repeat]);
        for series in &mut activity.series {
            put(&mut [&mut series.what]);
        }
    }
    model
}

/// Every tag of the page, quotes respected: what a browser would take for markup.
fn tags(page: &str) -> Vec<String> {
    let (head, rest) = page.split_once("<style>").unwrap();
    let page = format!("{head}{}", rest.split_once("</style>").unwrap().1);
    page.split('<').skip(1).map(|tag| tag.split_once('>').unwrap().0.to_owned()).collect()
}

/// A tag with the values of its attributes away: `a class= href= title=`.
fn shape(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

#[test]
fn hostile_texts_add_no_markup_anywhere() {
    // The plain text makes a page with the same tags: whatever is more or other is hostile.
    let known: std::collections::BTreeSet<String> =
        tags(&to_html(&full_of("plain"), &words("en")).unwrap())
            .iter()
            .map(|tag| shape(tag))
            .collect();
    for hostile in hostile_texts() {
        let page = render(&full_of(&hostile.text), &words("en")).unwrap();
        for tag in tags(&page.html) {
            assert!(known.contains(&shape(&tag)), "{:?} makes <{tag}>", hostile.text);
        }
        let lower = page.html.to_lowercase();
        assert!(!lower.contains("<script") && !lower.contains("<iframe"), "{:?}", hostile.text);
        assert!(page.html.len() < 300_000, "{:?}: {}", hostile.class, page.html.len());
        for file in [&page.html, &page.markdown] {
            assert_eq!(terminal_harm(file.as_bytes()), [], "{:?}", hostile.text);
        }
        assert_eq!(from_json(&page.json).unwrap(), full_of(&hostile.text));
    }
}

#[test]
fn hostile_texts_add_no_markup_to_markdown() {
    for hostile in hostile_texts() {
        let markdown = to_markdown(&full_of(&hostile.text), &words("en"));
        let parser =
            pulldown_cmark::Parser::new_ext(&markdown, pulldown_cmark::Options::ENABLE_TABLES);
        for event in parser {
            use pulldown_cmark::{Event, Tag};
            let harmful = matches!(
                event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))
            );
            assert!(!harmful, "{:?} makes {event:?}", hostile.text);
        }
    }
}

proptest! {
    #[test]
    fn any_text_reads_back_from_the_page(text in "\\PC{1,80}") {
        let mut model = usual("en");
        model.known.truncate(1);
        model.known[0].text.clone_from(&text);
        let page = to_html(&model, &words("en")).unwrap();
        let shown = page.split_once("<p class=\"text\">").unwrap().1.split_once("</p>").unwrap().0;
        prop_assert!(!shown.contains(['<', '>', '"', '\'']));
        let read = shown
            .replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"")
            .replace("&#39;", "'").replace("&#38;", "&");
        // Invisible characters come out as escapes, for which there is a test of their own.
        let escaped = read.contains("\\u");
        prop_assert!(read == text || escaped, "{read}");
    }
}

#[test]
fn ten_thousand_findings_fit_and_the_cap_is_said() {
    let mut model = usual("en");
    for number in 0..10_000_u32 {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        let revision = Revision([7; 8]);
        let mut finding = model.findings[0].clone();
        (finding.id, finding.revision) = (FindingId(id), revision);
        finding.sentence = "<&\"'>".repeat(400);
        model.findings.push(finding);
        model.unjudged.push(FindingRef { id: FindingId(id), revision });
        model.incidents[0].findings.push(FindingRef { id: FindingId(id), revision });
        let mut statement: Statement = model.known[0].clone();
        statement.text = "<&\"'>".repeat(400);
        model.known.push(statement);
    }
    for index in 0..2_000 {
        let mut measure = model.measures[0].clone();
        measure.id = format!("M-{index}");
        measure.state = MeasureState::Overdue;
        model.measures.push(measure);
        model.rumours.push(model.rumours[0].clone());
        model.incidents.push(model.incidents[1].clone());
    }
    let page = render(&model, &words("en")).unwrap();
    assert!(page.html.len() < 300_000, "{}", page.html.len());
    assert!(page.html.contains("more, in the JSON file beside this one"));
    assert!(page.markdown.contains("more, in the JSON file beside this one"));
    assert_eq!(from_json(&page.json).unwrap().findings.len(), 10_004);
}

#[test]
fn the_same_brief_is_the_same_bytes() {
    let first = render(&usual("fr"), &words("fr")).unwrap();
    let read = from_json(&first.json).unwrap();
    assert_eq!(read, usual("fr"));
    assert_eq!(render(&read, &words("fr")).unwrap(), first);
}

#[test]
fn other_formats_are_refused() {
    let mut model = usual("en");
    model.format = 99;
    let refused = from_json(&to_json(&model).unwrap()).unwrap_err();
    assert_eq!(refused.to_string(), "the brief has format 99; this vigie reads formats up to 1");
    assert!(from_json("{}").unwrap_err().to_string().starts_with("this is not a brief in JSON"));
}

#[test]
fn an_empty_brief_says_that_it_is_empty() {
    let mut model = usual("en");
    model.known.clear();
    model.incidents.clear();
    model.unjudged.clear();
    model.unjudged_count = 0;
    model.findings.clear();
    model.activity = None;
    model.blind_spots.clear();
    model.measures.clear();
    model.red_lines.clear();
    model.rumours.clear();
    model.not_raised.clear();
    model.recalled.clear();
    model.reveals.clear();
    let markdown = to_markdown(&model, &words("en"));
    assert!(markdown.contains("Nothing has been put into words for this brief."));
    assert!(markdown.contains("No gap is known in the sources that we read."));
    assert!(to_html(&model, &words("en")).unwrap().contains("Nothing has been put into words"));
}

#[test]
fn times_outside_reason_do_no_harm() {
    let mut model = usual("en");
    let finding = finding_ref(0);
    for extreme in [i64::MIN, i64::MAX] {
        let extreme = vigie_model::Timestamp(extreme);
        model.period.from = extreme;
        model.incidents[0].marks[0].at = extreme;
        model.activity.as_mut().unwrap().from = extreme;
        let told = model.findings.iter_mut().find(|told| told.id == finding.id).unwrap();
        told.first_at = extreme;
        model.blind_spots[0].gap_from = Some(extreme);
        model.blind_spots[0].gap_to = Some(at("2027-04-13T00:00:00Z"));
        assert!(!to_html(&model, &words("en")).unwrap().is_empty());
    }
}
