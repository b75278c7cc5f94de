//! Statements: the press test set, `PolNeAR` where it is at hand, and speed. Prints a table.
//!
//! `cargo bench -p vigie-read --bench statements`; `-- errors` prints what is wrong in the open half,
//! `-- polnear FILE [N]` N of the lines read wrongly in a file, `-- read FILE [fr]` one article's statements
//! (its first line is the headline), `-- score FOLDER [fr]` annotated articles elsewhere, each by itself. Of what is held or fresh only totals are printed.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads its files, measures time, prints, and may stop at the first surprise"
)]

#[path = "../tests/score/mod.rs"]
mod score;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use score::{Count, Labelled, articles, labelled, line, polnear, press};
use vigie_read::{Language, read_statements};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let given: Vec<&str> = words.iter().map(String::as_str).collect();
    match given[..] {
        ["score", path, ref rest @ ..] => folder(path, rest.contains(&"fr")),
        ["read", path, ref rest @ ..] => read(Path::new(path), rest.contains(&"fr")),
        ["polnear", path, ref rest @ ..] => {
            let many = rest.first().and_then(|word| word.parse().ok()).unwrap_or(40);
            attributions(Path::new(path), many);
        }
        ref rest => {
            test_set(rest.contains(&"errors"));
            let shared =
                concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/statements/polnear");
            attributions(&PathBuf::from(shared).join("cofenet_valid.jsonl"), 0);
        }
    }
}

fn read(path: &Path, french: bool) {
    let language = if french { Language::Fr } else { Language::En };
    let text = std::fs::read_to_string(path).unwrap();
    let (headline, body) = text.split_once('\n').unwrap();
    for (at, statement) in read_statements(body, headline, language).iter().enumerate() {
        let mark = if statement.is_booked() { ' ' } else { 'x' };
        println!(
            "{mark}{at:3} {:?} {:?} repeats {:?} inside {:?} negated {}  {}",
            statement.kind,
            statement.context,
            statement.duplicate_of,
            statement.reported_by,
            statement.negated,
            line(statement, body, headline)
        );
    }
}

fn folder(path: &str, french: bool) {
    let language = if french { Language::Fr } else { Language::En };
    let mut sum = Count::default();
    for article in articles(language, path) {
        let mut report = Vec::new();
        let count = press(&article, language, false, &mut report);
        sum = Count {
            hit: sum.hit + count.hit,
            gold: sum.gold + count.gold,
            found: sum.found + count.found,
        };
        println!("{}: {}", article.name, count.show());
        report.iter().for_each(|line| println!("  {line}"));
    }
    println!("all: {}", sum.show());
}

fn test_set(errors: bool) {
    println!("press test set: speaker + act + target (and with claim = state)");
    for (language, name) in [(Language::En, "en"), (Language::Fr, "fr")] {
        for folder in ["open", "held", "fresh", "blind", "blind2", "blind3"] {
            print!("  {name} ");
            // What is held or fresh stays unread: only totals leave it.
            half(language, folder, errors && folder == "open");
        }
    }
}

fn half(language: Language, folder: &str, errors: bool) {
    let all = articles(language, folder);
    let mut report = Vec::new();
    let mut sums = [Count::default(); 2];
    for article in &all {
        for (sum, loose) in sums.iter_mut().zip([false, true]) {
            let mut wrong = Vec::new();
            let count = press(article, language, loose, &mut wrong);
            report.extend(wrong.into_iter().filter(|_| !loose));
            *sum = Count {
                hit: sum.hit + count.hit,
                gold: sum.gold + count.gold,
                found: sum.found + count.found,
            };
        }
    }
    println!("{folder}: {}   {:.3}", sums[0].show(), sums[1].f1());
    let mut confused = BTreeMap::new();
    let parts = all.iter().map(|article| score::parts(article, language, &mut confused)).fold(
        [0; 5],
        |mut sums, parts| {
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            sums
        },
    );
    println!(
        "           of {} expected: cue found {}, there act right {}, speaker {}, target {}",
        parts[0], parts[1], parts[2], parts[3], parts[4]
    );
    if errors {
        report.sort();
        report.dedup();
        for line in report {
            println!("{line}");
        }
    }
}

fn attributions(path: &Path, many: usize) {
    let Some(lines) = labelled(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let mut report = Vec::new();
    println!("PolNeAR, exact: {} lines", lines.len());
    for (kind, count) in &polnear(&lines, &mut report) {
        println!("  {kind:8} {}", count.show());
    }
    if let Some(step) = report.len().checked_div(many) {
        for line in report.iter().step_by(step.max(1)) {
            println!("{line}");
        }
        return;
    }
    speed(&lines);
}

fn speed(lines: &[Labelled]) {
    let texts: Vec<String> = lines
        .chunk_by(|one, two| one.id == two.id)
        .map(|article| score::rebuilt(article).0)
        .collect();
    let sentences: usize = texts.iter().map(|text| text.matches(['.', '?', '!']).count()).sum();
    println!("  {sentences} sentence ends, {} lines", lines.len());
    let begin = Instant::now();
    let found: usize = texts.iter().map(|text| read_statements(text, "", Language::En).len()).sum();
    let took = begin.elapsed().as_secs_f64();
    println!(
        "speed: {found} statements in {took:.3} s, one thread: {:.0} lines/s, about {:.0} sentences/s",
        lines.len() as f64 / took,
        sentences as f64 / took
    );
}
