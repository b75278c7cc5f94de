//! A matrix of constructions: how a subject, a verb group, a position and a content may be built, one
//! sentence each (`constructions/en.txt`). A third is set aside by the hash of its sentence and scored
//! as a total only, so that it shows whether a rule generalises; nobody looks at its rows.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test reads its file and may stop at the first surprise; the scorer serves the bench too"
)]

mod score;

use std::fmt::Write as _;
use std::path::Path;

use score::{Article, Count, Gold, press};
use vigie_read::{Language, read_statements};

/// One sentence with what it says, and words that the content of a row must hold.
struct Case {
    article: Article,
    held: Vec<String>,
    aside: bool,
}

fn cases(name: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructions");
    let whole = std::fs::read_to_string(root.join(name)).unwrap();
    whole.lines().filter_map(case).collect()
}

fn case(line: &str) -> Option<Case> {
    let (sentence, rows) = line.split_once(" => ").filter(|_| !line.starts_with('#'))?;
    let mut held = Vec::new();
    let mut gold = Vec::new();
    for row in rows.split(" && ").filter(|row| row.trim() != "none") {
        let fields: Vec<&str> = row.split('|').map(str::trim).collect();
        let targets = fields[2].split(';').map(str::trim).filter(|name| *name != "-");
        gold.push(Gold {
            act: fields[0].into(),
            speaker: fields[1].into(),
            targets: targets.map(str::to_owned).collect(),
            cue: fields[3].into(),
        });
        held.extend(fields.get(4).map(|words| (*words).to_owned()));
    }
    let (headline, text) = match sentence.strip_prefix("H: ") {
        Some(headline) => (headline.to_owned(), String::new()),
        None => (String::new(), sentence.replace(" ¶ ", "\n\n")),
    };
    let aside = blake3::hash(sentence.as_bytes()).as_bytes()[0] % 3 == 0;
    Some(Case { article: Article { name: sentence.into(), headline, text, gold }, held, aside })
}

/// Whether each stretch of words that a content must hold stands in one.
fn holds(case: &Case, language: Language) -> bool {
    let Article { text, headline, .. } = &case.article;
    let found = read_statements(text, headline, language);
    case.held.iter().all(|words| {
        found.iter().filter(|one| one.is_booked()).any(|one| {
            let headed = one.context == vigie_read::statements::Context::Headline;
            let source = if headed { headline } else { text };
            one.content.iter().any(|span| span.of(source).contains(words.as_str()))
        })
    })
}

/// Rows right, found and expected; sentences wholly right and all; what is wrong in the open part.
fn score_all(name: &str, language: Language, aside: bool) -> (Count, usize, usize, String) {
    let mut sum = Count::default();
    let (mut right, mut all) = (0, 0);
    let mut wrong = String::new();
    for case in cases(name).iter().filter(|case| case.aside == aside) {
        let mut report = Vec::new();
        let count = press(&case.article, language, false, &mut report);
        sum.hit += count.hit;
        sum.gold += count.gold;
        sum.found += count.found;
        let holds = holds(case, language);
        all += 1;
        if report.is_empty() && holds {
            right += 1;
            continue;
        }
        writeln!(wrong, "{}{}", case.article.name, if holds { "" } else { "  [content]" }).unwrap();
        for line in &report {
            writeln!(wrong, "    {}", line.replace(&case.article.name, "").trim()).unwrap();
        }
    }
    (sum, right, all, wrong)
}

#[test]
fn the_matrix_of_constructions_is_read_as_well_as_before() {
    for (name, language, floors) in [("en.txt", Language::En, (0.88, 0.74))] {
        let (open, right, all, wrong) = score_all(name, language, false);
        let (held, held_right, held_all, _) = score_all(name, language, true);
        println!("{wrong}");
        println!("{name} open: {right} of {all} sentences, {}", open.show());
        println!("{name} set aside: {held_right} of {held_all} sentences, {}", held.show());
        assert!(open.f1() >= floors.0, "{name}: {}\n{wrong}", open.show());
        assert!(held.f1() >= floors.1, "{name} set aside: {}", held.show());
    }
}
