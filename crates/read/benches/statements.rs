//! Statements: the press test set, PolNeAR where it is at hand, and speed. Prints a table.
//!
//! `cargo bench -p vigie-read --bench statements`; `-- errors open|FILE [N]` prints what is wrong.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench may stop at the first surprise"
)]

#[path = "../tests/score/mod.rs"]
mod score;

use std::path::PathBuf;
use std::time::Instant;

use score::{Count, articles, labelled, line, polnear, press};
use vigie_read::{Language, read_statements};

fn total(language: Language, half: &str, loose: bool, report: &mut Vec<String>) -> Count {
    articles(language, half).iter().fold(Count::default(), |sum, article| {
        let mut errors = Vec::new();
        let count = press(article, language, loose, &mut errors);
        // What is held stays unread: only totals leave it.
        if half != "held" {
            report.extend(errors);
        }
        Count {
            hit: sum.hit + count.hit,
            gold: sum.gold + count.gold,
            found: sum.found + count.found,
        }
    })
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let mut report = Vec::new();
    if let Some(path) = words.get(1).filter(|_| words[0] == "read") {
        let text = std::fs::read_to_string(path).unwrap();
        let (headline, body) = text.split_once('\n').unwrap();
        for (at, statement) in read_statements(
            body,
            headline,
            if words.get(2).is_some_and(|word| word == "fr") { Language::Fr } else { Language::En },
        )
        .iter()
        .enumerate()
        {
            let mark = if statement.is_booked() { " " } else { "x" };
            println!(
                "{mark}{at:3} {:?} {:?} dup {:?} in {:?} neg {}  {}",
                statement.kind,
                statement.context,
                statement.duplicate_of,
                statement.reported_by,
                statement.negated,
                line(statement, body, headline)
            );
        }
        return;
    }
    println!("press test set: speaker + act + target, F1 (and with claim = state)");
    for (language, name) in [(Language::En, "en"), (Language::Fr, "fr")] {
        for half in ["open", "held"] {
            let exact = total(language, half, false, &mut report);
            let loose = total(language, half, true, &mut Vec::new());
            println!("  {name} {half}: {}   {:.3}", exact.show(), loose.f1());
            let mut confused = std::collections::BTreeMap::new();
            let parts = articles(language, half)
                .iter()
                .map(|article| score::parts(article, language, &mut confused))
                .fold([0; 5], |mut sums, parts| {
                    sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
                    sums
                });
            if words.first().is_some_and(|word| word == "acts") {
                for (act, count) in score::by_act(&articles(language, half), language) {
                    println!("           {act:16} {}", count.show());
                }
            }
            println!(
                "           of {} expected: cue found {}, there act right {}, speaker {}, target {}",
                parts[0], parts[1], parts[2], parts[3], parts[4]
            );
            if words.first().is_some_and(|word| word == "acts") {
                let wrong = confused.iter().filter(|((gold, found), _)| gold != found);
                println!(
                    "           acts read as others: {}",
                    wrong
                        .map(|((gold, found), count)| format!("{gold}>{found} {count}"))
                        .collect::<Vec<_>>()
                        .join(", ")
                );
            }
        }
    }
    if words.first().is_some_and(|word| word == "errors") && words[1] == "open" {
        report.iter().for_each(|line| println!("{line}"));
    }
    let shared = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/statements/polnear"
    ));
    let given = words.get(1).filter(|word| *word != "open").map(PathBuf::from);
    let path = given.clone().unwrap_or_else(|| shared.join("cofenet_valid.jsonl"));
    let Some(lines) = labelled(&path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let mut report = Vec::new();
    let begin = Instant::now();
    let counts = polnear(&lines, &mut report);
    let took = begin.elapsed().as_secs_f64();
    println!("PolNeAR, exact: {} lines in {took:.2} s with scoring", lines.len());
    for (kind, count) in &counts {
        println!("  {kind:8} {}", count.show());
    }
    if given.is_some() {
        let many: usize = words.get(2).and_then(|word| word.parse().ok()).unwrap_or(60);
        report
            .iter()
            .step_by((report.len() / many.max(1)).max(1))
            .for_each(|line| println!("{line}"));
        return;
    }
    let texts: Vec<String> = lines
        .chunk_by(|one, two| one.id == two.id)
        .map(|article| score::rebuilt(article).0)
        .collect();
    let sentences: usize = texts.iter().map(|text| text.matches(['.', '?', '!']).count()).sum();
    let begin = Instant::now();
    let found: usize = texts.iter().map(|text| read_statements(text, "", Language::En).len()).sum();
    let took = begin.elapsed().as_secs_f64();
    println!(
        "speed: {found} statements in {took:.3} s: {:.0} lines/s, about {:.0} sentences/s, one thread",
        lines.len() as f64 / took,
        sentences as f64 / took
    );
}
