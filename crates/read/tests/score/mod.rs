//! Scores statements against the press test set and against `PolNeAR`. Only data files are read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigie_read::{Language, Statement, read_statements};

/// One article of the press test set.
pub(crate) struct Article {
    pub(crate) name: String,
    pub(crate) headline: String,
    pub(crate) text: String,
    pub(crate) gold: Vec<Gold>,
}

/// One annotated statement.
pub(crate) struct Gold {
    pub(crate) act: String,
    pub(crate) speaker: String,
    pub(crate) targets: Vec<String>,
    pub(crate) cue: String,
}

/// Hits, what was expected and what was found.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Count {
    pub(crate) hit: usize,
    pub(crate) gold: usize,
    pub(crate) found: usize,
}

impl Count {
    pub(crate) fn f1(&self) -> f64 {
        if self.gold + self.found == 0 {
            0.0
        } else {
            2.0 * self.hit as f64 / (self.gold + self.found) as f64
        }
    }

    pub(crate) fn show(&self) -> String {
        let share = |of: usize| if of == 0 { 0.0 } else { self.hit as f64 / of as f64 };
        format!(
            "P {:.3}  R {:.3}  F1 {:.3}  ({} of {} found, {} expected)",
            share(self.found),
            share(self.gold),
            self.f1(),
            self.hit,
            self.found,
            self.gold
        )
    }
}

pub(crate) fn articles(language: Language, half: &str) -> Vec<Article> {
    let folder = if language == Language::En { "en" } else { "fr" };
    let root: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "press", folder, half].iter().collect();
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| article(path)).collect()
}

fn article(path: &Path) -> Article {
    let whole = std::fs::read_to_string(path).unwrap();
    let (head, rest) = whole.split_once("\n\n").unwrap();
    let (text, gold) = rest.split_once("\n---\n").unwrap();
    let headline = head
        .lines()
        .find_map(|line| line.strip_prefix("headline:"))
        .unwrap_or_default()
        .trim()
        .to_owned();
    let gold = gold
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let targets = fields[2]
                .split(';')
                .map(str::trim)
                .filter(|name| *name != "-")
                .map(str::to_owned)
                .collect();
            Gold {
                act: fields[0].into(),
                speaker: fields[1].into(),
                targets,
                cue: fields[3].into(),
            }
        })
        .collect();
    Article {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        headline,
        text: text.to_owned(),
        gold,
    }
}

/// A name without articles, titles and signs.
pub(crate) fn plain(name: &str) -> String {
    const LEFT_OUT: &[&str] = &[
        "the", "a", "an", "le", "la", "les", "un", "une", "mr", "mrs", "ms", "m", "mme", "senator",
        "me", "other", "all", "ses", "his", "her", "their", "autres", "toutes", "tous", "leurs",
    ];
    let lower = name.to_lowercase().replace('’', "'");
    let lower = lower.strip_prefix("l'").unwrap_or(&lower);
    lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '-')
        .filter(|word| !word.is_empty() && !LEFT_OUT.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Equal names, or one the end or the beginning of the other where both are more than a bare word.
pub(crate) fn same(one: &str, two: &str) -> bool {
    let (one, two) = (plain(one), plain(two));
    let (long, short) = if one.len() >= two.len() { (&one, &two) } else { (&two, &one) };
    let words = short.split(' ').count();
    let surname = |long: &str, short: &str| {
        !short.contains(' ')
            && short.len() > 2
            && long.split(' ').count() == 2
            && long.ends_with(&format!(" {short}"))
    };
    one == two
        || surname(long, short)
        || (words >= 2
            && !short.is_empty()
            && (long.ends_with(&format!(" {short}")) || long.starts_with(&format!("{short} ")))
            && !long.contains(" of ")
            && !long.contains(" de "))
}

fn agrees(gold: &Gold, text: &str, headline: &str, found: &Statement, loose: bool) -> bool {
    let act = found.act.name();
    let plainly = |act: &str| if act == "claim" { "state".to_owned() } else { act.to_owned() };
    let acts = gold.act == act || loose && plainly(&gold.act) == plainly(act);
    let speaker = match &found.speaker {
        None => gold.speaker == "-",
        Some(speaker) => same(&gold.speaker, &speaker.name),
    };
    let targets = gold.targets.len() == found.targets.len()
        && gold
            .targets
            .iter()
            .all(|want| found.targets.iter().any(|target| same(want, &target.name)));
    acts && speaker && targets && cue_agrees(gold, text, headline, found)
}

/// Of the annotated statements of an article: cue found, and there the act, speaker and target right.
pub(crate) fn parts(
    article: &Article,
    language: Language,
    confused: &mut BTreeMap<(String, String), usize>,
) -> [usize; 5] {
    let found: Vec<Statement> = read_statements(&article.text, &article.headline, language)
        .into_iter()
        .filter(Statement::is_booked)
        .collect();
    // Both lists are in the order of the text: the longest common sequence of cues pairs them.
    let (rows, columns) = (article.gold.len(), found.len());
    let mut best = vec![vec![(0_usize, 0_usize); columns + 1]; rows + 1];
    let rights = |gold: &Gold, statement: &Statement| {
        let speaker = statement
            .speaker
            .as_ref()
            .map_or(gold.speaker == "-", |speaker| same(&gold.speaker, &speaker.name));
        let targets = gold.targets.len() == statement.targets.len()
            && gold
                .targets
                .iter()
                .all(|want| statement.targets.iter().any(|target| same(want, &target.name)));
        [usize::from(gold.act == statement.act.name()), usize::from(speaker), usize::from(targets)]
    };
    for row in 0..rows {
        for column in 0..columns {
            let mut value = best[row][column + 1].max(best[row + 1][column]);
            if cue_agrees(&article.gold[row], &article.text, &article.headline, &found[column]) {
                let (cues, hits) = best[row][column];
                value = value.max((
                    cues + 1,
                    hits + rights(&article.gold[row], &found[column]).iter().sum::<usize>(),
                ));
            }
            best[row + 1][column + 1] = value;
        }
    }
    let mut sums = [rows, 0, 0, 0, 0];
    let (mut row, mut column) = (rows, columns);
    while row > 0 && column > 0 {
        if best[row][column] == best[row - 1][column] {
            row -= 1;
        } else if best[row][column] == best[row][column - 1] {
            column -= 1;
        } else {
            (row, column) = (row - 1, column - 1);
            sums[1] += 1;
            *confused
                .entry((article.gold[row].act.clone(), found[column].act.name().to_owned()))
                .or_default() += 1;
            for (sum, hit) in sums[2..].iter_mut().zip(rights(&article.gold[row], &found[column])) {
                *sum += hit;
            }
        }
    }
    sums
}

/// The cues share a word.
fn cue_agrees(gold: &Gold, text: &str, headline: &str, found: &Statement) -> bool {
    let source =
        if found.context == vigie_read::statements::Context::Headline { headline } else { text };
    let cue = plain(found.cue.of(source)).replace(['\'', '-'], " ");
    let want = plain(&gold.cue).replace(['\'', '-'], " ");
    want.split(' ').any(|word| word.len() > 2 && cue.split(' ').any(|other| other == word))
        || cue == want
}

/// Scores one article on speaker, act and target; `report` gets what was wrong.
pub(crate) fn press(
    article: &Article,
    language: Language,
    loose: bool,
    report: &mut Vec<String>,
) -> Count {
    let found: Vec<Statement> = read_statements(&article.text, &article.headline, language)
        .into_iter()
        .filter(Statement::is_booked)
        .collect();
    let mut used = vec![false; found.len()];
    let mut count = Count { hit: 0, gold: article.gold.len(), found: found.len() };
    for gold in &article.gold {
        let hit = found.iter().enumerate().position(|(at, statement)| {
            !used[at] && agrees(gold, &article.text, &article.headline, statement, loose)
        });
        match hit {
            Some(at) => {
                used[at] = true;
                count.hit += 1;
            }
            None => report.push(format!(
                "{} missing: {} | {} | {} | {}",
                article.name,
                gold.act,
                gold.speaker,
                gold.targets.join("; "),
                gold.cue
            )),
        }
    }
    for (at, statement) in found.iter().enumerate().filter(|(at, _)| !used[*at]) {
        let _ = at;
        report.push(format!(
            "{} extra:   {}",
            article.name,
            line(statement, &article.text, &article.headline)
        ));
    }
    report.sort();
    count
}

/// One statement as a line.
pub(crate) fn line(statement: &Statement, text: &str, headline: &str) -> String {
    let source = if statement.context == vigie_read::statements::Context::Headline {
        headline
    } else {
        text
    };
    let name = statement.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
    let targets: Vec<&str> = statement.targets.iter().map(|target| target.name.as_str()).collect();
    let content: Vec<&str> = statement.content.iter().map(|span| span.of(source)).collect();
    format!(
        "{} | {} | {} | {} | {} [{} {}]",
        statement.act.name(),
        name,
        if targets.is_empty() { "-".to_owned() } else { targets.join("; ") },
        statement.cue.of(source),
        content.join(" … "),
        statement.rule,
        statement.act_basis
    )
}

/// Sentences of `PolNeAR` in the `CofeNet` form.
pub(crate) struct Labelled {
    pub(crate) id: String,
    pub(crate) tokens: Vec<String>,
    pub(crate) labels: Vec<String>,
}

pub(crate) fn labelled(path: &Path) -> Option<Vec<Labelled>> {
    let file = std::fs::read_to_string(path).ok()?;
    let list = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_array()
            .map(|all| all.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect())
            .unwrap_or_default()
    };
    Some(
        file.lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .map(|value| Labelled {
                id: value["id"].as_str().unwrap_or_default().to_owned(),
                tokens: list(&value["tokens"]),
                labels: list(&value["labels"]),
            })
            .collect(),
    )
}

/// The text of some lines, one a paragraph, with where each token stands.
pub(crate) fn rebuilt(lines: &[Labelled]) -> (String, Vec<Vec<(usize, usize)>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for line in lines {
        let mut at = Vec::new();
        for token in &line.tokens {
            let token = match token.as_str() {
                "``" => "“",
                "''" => "”",
                "`" => "‘",
                "-LRB-" => "(",
                "-RRB-" => ")",
                other => other,
            };
            let glued = matches!(
                token,
                "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "n't" | "n’t" | "%"
            ) || token.starts_with('\'') && token.len() > 1
                || token.starts_with('’') && token.chars().count() > 1
                || text.ends_with('“')
                || text.ends_with('(')
                || text.ends_with('‘')
                || text.ends_with('$');
            if !glued && !text.ends_with('\n') && !text.is_empty() {
                text.push(' ');
            }
            at.push((text.len(), text.len() + token.len()));
            text.push_str(token);
        }
        places.push(at);
        text.push_str("\n\n");
    }
    (text, places)
}

/// The labels that the rules give, in the form of the data: outermost first, one label a token.
pub(crate) fn predicted(lines: &[Labelled]) -> Vec<Vec<(usize, usize, &'static str)>> {
    let (text, places) = rebuilt(lines);
    let statements = read_statements(&text, "", Language::En);
    let mut spans: Vec<(usize, usize, &'static str)> = Vec::new();
    for statement in statements
        .iter()
        .filter(|statement| statement.reported_by.is_none() && !statement.content.is_empty())
    {
        let mut add = |span: vigie_read::Span, kind: &'static str| {
            if spans.iter().all(|(start, end, _)| span.end <= *start || *end <= span.start) {
                spans.push((span.start, span.end, kind));
            }
        };
        for span in &statement.content {
            add(*span, "content");
        }
        add(statement.cue, "cue");
        if let Some(span) = statement.speaker_span {
            add(span, "source");
        }
    }
    spans.sort_unstable();
    places
        .iter()
        .map(|tokens| {
            let mut out = Vec::new();
            for (start, end, kind) in &spans {
                let inside: Vec<usize> = tokens
                    .iter()
                    .enumerate()
                    .filter(|(_, (from, to))| from < end && start < to)
                    .map(|(at, _)| at)
                    .collect();
                if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
                    out.push((*first, last + 1, *kind));
                }
            }
            out
        })
        .collect()
}

pub(crate) fn spans(labels: &[String]) -> Vec<(usize, usize, &'static str)> {
    let mut out: Vec<(usize, usize, &'static str)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let kind = match label.get(2..) {
            Some("source") => "source",
            Some("cue") => "cue",
            Some("content") => "content",
            _ => continue,
        };
        match out.last_mut() {
            Some(last) if label.starts_with('I') && last.1 == at && last.2 == kind => {
                last.1 = at + 1;
            }
            _ => out.push((at, at + 1, kind)),
        }
    }
    out
}

/// Exact F1 by kind over lines grouped by article.
pub(crate) fn polnear(
    lines: &[Labelled],
    report: &mut Vec<String>,
) -> BTreeMap<&'static str, Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for article in lines.chunk_by(|one, two| one.id == two.id) {
        for (line, found) in article.iter().zip(predicted(article)) {
            let gold = spans(&line.labels);
            for kind in ["source", "cue", "content"] {
                let count = counts.entry(kind).or_default();
                count.gold += gold.iter().filter(|span| span.2 == kind).count();
                count.found += found.iter().filter(|span| span.2 == kind).count();
                count.hit +=
                    gold.iter().filter(|span| span.2 == kind && found.contains(span)).count();
            }
            if gold != found {
                report.push(format!(
                    "GOLD {}\nMINE {}\n",
                    marked(&line.tokens, &gold),
                    marked(&line.tokens, &found)
                ));
            }
        }
    }
    counts
}

fn marked(tokens: &[String], spans: &[(usize, usize, &'static str)]) -> String {
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if spans.iter().any(|span| span.1 == at) {
            out.push_str("} ");
        }
        if let Some(span) = spans.iter().find(|span| span.0 == at) {
            out.push_str(match span.2 {
                "source" => "{S ",
                "cue" => "{C ",
                _ => "{T ",
            });
        }
        out.push_str(token);
        out.push(' ');
    }
    out
}
