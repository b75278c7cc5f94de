//! How much is seen, and how much is said wrongly: the table of research/attacks.md, section 5, as a
//! curve over thresholds.
//!
//! `cargo bench -p vigie-kernels --bench attacks [-- table|misses SET|alarms SET|cross]`. The sets are
//! read from ../shared/data/attacks, others' data; without it the bench says so. `misses` and
//! `alarms` list requests for reading, they are no part of the table.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

use std::collections::BTreeMap;

use serde_json::Value;
use vigie_kernels::attacks::page::{Case, Page};
use vigie_kernels::attacks::{Class, Classifier, PAGES, RequestLine, THRESHOLD};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks");
const THRESHOLDS: [u16; 7] = [2, 3, 4, 5, 6, 8, 10];

/// One request with what was said of it.
struct Judged {
    set: &'static str,
    label: String,
    class: String,
    family: String,
    request: String,
    scores: Vec<(Class, u16)>,
    rules: String,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    if words.first().is_some_and(|word| word == "cases") {
        return cases();
    }
    if !std::path::Path::new(FOLDER).is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    let all = judged();
    match words.first().map(String::as_str) {
        Some("misses") => list(&all, words.get(1), true),
        Some("alarms") => list(&all, words.get(1), false),
        Some("cross") => left_out(&all),
        _ => {
            table(&all);
            left_out(&all);
        }
    }
}

/// The pages as they stand in the checkout, so that a change of a page needs no build.
fn pages() -> Vec<Page> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/web");
    let read = |id: &str| std::fs::read_to_string(format!("{folder}/{id}.md")).unwrap();
    PAGES.iter().map(|(id, ..)| Page::read(id, &read(id)).unwrap()).collect()
}

/// The highest score of a case that must stay quiet: a threshold lies above it.
fn loudest_quiet() -> u16 {
    let pages = pages();
    let mut classifier = Classifier::with(&pages, THRESHOLD).unwrap();
    let quiet = pages.iter().flat_map(|page| &page.quiet);
    let scores = quiet.flat_map(|case| classifier.scores(&line_of(case)));
    scores.map(|(_, score)| score).max().unwrap_or(0)
}

fn line_of(case: &Case) -> RequestLine<'_> {
    let target = case.target.as_bytes();
    let at = target.iter().position(|byte| *byte == b'?').unwrap_or(target.len());
    RequestLine {
        method: case.method.as_bytes(),
        path: &target[..at],
        query: target.get(at + 1..).unwrap_or_default(),
        referer: case.referer.as_bytes(),
        agent: case.agent.as_bytes(),
        status: 200,
    }
}

/// What the cases of the pages say, for whoever writes one.
fn cases() {
    let pages = pages();
    let mut classifier = Classifier::with(&pages, THRESHOLD).unwrap();
    for page in &pages {
        let marked = page.fires.iter().map(|case| (case, true));
        for (case, must) in marked.chain(page.quiet.iter().map(|case| (case, false))) {
            let line = line_of(case);
            let scores = classifier.scores(&line);
            let says =
                scores.iter().any(|(class, score)| *class == page.class && *score >= THRESHOLD);
            let any = scores.iter().any(|(_, score)| *score >= THRESHOLD);
            if says != must || (!must && any) {
                let rules: Vec<_> = classifier.broken().collect();
                println!("{} {must} {case:?} {scores:?} {rules:?}", page.id);
            }
        }
    }
    println!("rules, and those without words: {:?}", classifier.counts());
}

fn judged() -> Vec<Judged> {
    let mut classifier = Classifier::with(&pages(), THRESHOLD).unwrap();
    let mut all = Vec::new();
    for set in ["crs", "gotestwaf", "httpparams", "csic2010", "elastic-apache"] {
        let path = format!("{FOLDER}/requests.{set}.jsonl");
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        for row in text.lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            let word = |key: &str| row[key].as_str().unwrap_or_default();
            if word("log_visible") != "yes" {
                continue;
            }
            let uri = word("uri").as_bytes();
            let at = uri.iter().position(|byte| *byte == b'?');
            let (path, query) = at.map_or((uri, &b""[..]), |at| (&uri[..at], &uri[at + 1..]));
            let line = RequestLine {
                method: word("method").as_bytes(),
                path,
                query,
                referer: word("referer").as_bytes(),
                agent: word("ua").as_bytes(),
                status: 200,
            };
            let scores = classifier.scores(&line);
            let rules: Vec<String> = classifier
                .broken()
                .map(|(rule, field)| format!("{rule}@{}", field.word()))
                .collect();
            let family = if word("rule_id").is_empty() { word("class") } else { word("rule_id") };
            all.push(Judged {
                set,
                label: word("label").to_owned(),
                class: word("class").to_owned(),
                family: family.to_owned(),
                request: format!("{} | {} | {}", word("uri"), word("referer"), word("ua")),
                scores,
                rules: rules.join(" "),
            });
        }
    }
    all
}

impl Judged {
    fn is_attack(&self) -> bool {
        self.label == "attack"
    }

    fn strongest(&self) -> u16 {
        self.scores.iter().map(|(_, score)| *score).max().unwrap_or(0)
    }

    fn is_said(&self, threshold: u16) -> bool {
        self.strongest() >= threshold
    }

    /// A class that is neither a tool's name nor a broken request.
    fn is_alarm(&self, threshold: u16) -> bool {
        self.scores.iter().any(|(class, score)| {
            *score >= threshold && !matches!(class, Class::InvalidProtocol | Class::ScannerTool)
        })
    }
}

fn table(all: &[Judged]) {
    let mut rows: BTreeMap<(&str, &str, String), Vec<&Judged>> = BTreeMap::new();
    for judged in all {
        rows.entry((judged.set, &judged.label, judged.class.clone())).or_default().push(judged);
        if judged.set == "crs" {
            rows.entry((judged.set, &judged.label, "ALL".to_owned())).or_default().push(judged);
        }
        if judged.set == "gotestwaf" {
            rows.entry((judged.set, &judged.label, "ALL".to_owned())).or_default().push(judged);
        }
    }
    print!("{:<16} {:<10} {:<22} {:>6}", "set", "label", "class", "n");
    for threshold in THRESHOLDS {
        let mark = if threshold == THRESHOLD { "*" } else { "" };
        print!(" {:>8}", format!("{mark}>={threshold}"));
    }
    println!("   (share of lines of which any class is said)");
    for ((set, label, class), judged) in &rows {
        let label: String = label.chars().take(10).collect();
        print!("{set:<16} {label:<10} {class:<22} {:>6}", judged.len());
        for threshold in THRESHOLDS {
            let said = judged.iter().filter(|judged| judged.is_said(threshold)).count();
            print!(" {:>7.2}%", 100.0 * said as f64 / judged.len() as f64);
        }
        if *set == "elastic-apache" {
            let said = judged.iter().filter(|judged| judged.is_alarm(THRESHOLD)).count();
            print!(
                "   attack classes: {said} lines, {:.3}%",
                100.0 * said as f64 / judged.len() as f64
            );
        }
        println!();
    }
}

/// For each family of attacks: the threshold that serves all others best within the allowed false
/// alarms, and what it sees of the family.
fn left_out(all: &[Judged]) {
    let share = |rows: &[&Judged], threshold: u16| {
        let said = rows.iter().filter(|judged| judged.is_said(threshold)).count();
        said as f64 / rows.len().max(1) as f64
    };
    let benign: Vec<&Judged> = all
        .iter()
        .filter(|judged| {
            judged.set == "elastic-apache" || matches!(&*judged.class, "norm" | "normal" | "texts")
        })
        .collect();
    let alarms = |threshold: u16| {
        let said = benign.iter().filter(|judged| judged.is_alarm(threshold)).count();
        said as f64 / benign.len().max(1) as f64
    };
    let loudest = loudest_quiet();
    let attacks: Vec<&Judged> =
        all.iter().filter(|judged| judged.set == "crs" && judged.is_attack()).collect();
    let mut families: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in &attacks {
        families.entry(&judged.family).or_default().push(judged);
    }
    let mut chosen: BTreeMap<u16, usize> = BTreeMap::new();
    let (mut seen, mut count) = (0.0, 0);
    for (family, rows) in &families {
        let others: Vec<&Judged> =
            attacks.iter().filter(|judged| judged.family != *family).copied().collect();
        let best = THRESHOLDS
            .into_iter()
            .filter(|threshold| alarms(*threshold) <= 0.0012 && *threshold > loudest)
            .max_by(|one, other| share(&others, *one).total_cmp(&share(&others, *other)));
        let best = best.unwrap_or(THRESHOLD);
        *chosen.entry(best).or_default() += 1;
        seen += share(rows, best) * rows.len() as f64;
        count += rows.len();
    }
    println!("the loudest case that must stay quiet scores {loudest}");
    println!(
        "leaving out one of {} families: thresholds chosen {chosen:?}; of the family left out {:.1}% of {count} lines are said",
        families.len(),
        100.0 * seen / f64::from(u32::try_from(count).unwrap())
    );
}

fn list(all: &[Judged], set: Option<&String>, misses: bool) {
    for judged in all {
        let is_wanted = set.is_none_or(|set| judged.set == set || judged.class == *set);
        let is_wrong = if misses {
            judged.is_attack() && !judged.is_said(THRESHOLD)
        } else {
            !judged.is_attack() && judged.is_said(THRESHOLD)
        };
        if is_wanted && is_wrong {
            println!(
                "{} {} {:?} [{}] {}",
                judged.class, judged.family, judged.scores, judged.rules, judged.request
            );
        }
    }
}
