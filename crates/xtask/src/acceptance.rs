//! `tests/acceptance.toml`: which test, bench or CI step proves each must.
//!
//! An entry is one of
//! - `test:<crate>::<file.rs or modules>::<test function>`: a test in that crate, or with `tests`
//!   for the crate in the folder `tests/`;
//! - `bench:<crate>/<bench>`: `crates/<crate>/benches/<bench>.rs`; with `product` for the crate a
//!   program in `benches/`;
//! - `ci:<step>`: a target of the Makefile that `make test` runs.

use crate::problem::Problem;
use crate::repo::{File, Repo};
use crate::rust_text::line_of;

/// Where the entries stand.
const FILE: &str = "tests/acceptance.toml";

/// The musts of every issue taken so far, in the issues' own words.
const MUSTS: &[&str] = &[
    "SP-1", "SP-2", "SP-3", "SP-4", "SP-5", "SP-6", "SP-7", "SP-8", "SP-9", "SP-10", "SP-11",
    "SP-12", "SP-F", "SP-B", "JT-1", "JT-2", "JT-3", "JT-4", "JT-5", "JT-6", "JT-7", "JT-8",
    "JT-9", "JT-10", "JT-11", "JT-F", "JT-B", "CO-1", "CO-2", "CO-3", "CO-4", "CO-5", "CO-6",
    "CO-7", "CO-F", "CO-B", "AT-1", "AT-2", "AT-3", "AT-4", "AT-5", "AT-6", "AT-7", "AT-8", "AT-9",
    "AT-F", "AT-B", "PR-1", "PR-2", "PR-3", "PR-4", "PR-5", "PR-6", "PR-7", "PR-8", "PR-9", "PR-F",
    "PR-B", "IN-1", "IN-2", "IN-3", "IN-4", "IN-5", "IN-6", "IN-7", "IN-8", "IN-F",
];

/// Musts without proof, proofs that do not exist, ids of no must.
pub(crate) fn problems(repo: &Repo) -> Vec<Problem> {
    let Some(file) = repo.file(FILE) else {
        return vec![Problem::in_file(FILE, "the file is missing")];
    };
    let entries = match parse(file) {
        Ok(entries) => entries,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    for must in MUSTS {
        if !entries.iter().any(|entry| entry.must == *must && entry.proof.is_some()) {
            let line = entries.iter().find(|entry| entry.must == *must).map_or(1, |e| e.line);
            problems.push(Problem::at(FILE, line, format!("{must} has no proof")));
        }
    }
    for entry in &entries {
        if !MUSTS.contains(&entry.must.as_str()) {
            problems.push(Problem::at(FILE, entry.line, format!("{} is no must", entry.must)));
        }
        if let Some(Err(why)) = entry.proof.as_deref().map(|proof| find(repo, proof)) {
            problems.push(Problem::at(FILE, entry.line, format!("{}: {why}", entry.must)));
        }
    }
    problems
}

/// All entries as a table for people.
pub(crate) fn table(repo: &Repo) -> String {
    let entries = repo.file(FILE).and_then(|file| parse(file).ok()).unwrap_or_default();
    let mut lines = Vec::new();
    for must in MUSTS {
        let mut label = *must;
        let proofs = entries.iter().filter(|entry| entry.must == *must);
        for proof in proofs.filter_map(|entry| entry.proof.as_deref()) {
            let state = if find(repo, proof).is_ok() { "" } else { "  (does not exist)" };
            lines.push(format!("{label:<6} {proof}{state}"));
            label = "";
        }
        if !label.is_empty() {
            lines.push(format!("{label:<6} nothing proves it yet"));
        }
    }
    lines.join("\n")
}

/// One proof of one must; `None` keeps the place of a must with an empty list.
struct Entry {
    must: String,
    proof: Option<String>,
    line: usize,
}

fn parse(file: &File) -> Result<Vec<Entry>, Problem> {
    let table: toml::Table = file.text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| line_of(&file.text, span.start));
        Problem::at(FILE, line, format!("not TOML: {}", error.message()))
    })?;
    let mut entries = Vec::new();
    for (must, value) in &table {
        let line = line_with(&file.text, |line| line.starts_with(&format!("{must} ")));
        let proofs = value.as_array().ok_or_else(|| {
            Problem::at(FILE, line, format!("{must} is not a list of test:, bench: or ci: entries"))
        })?;
        if proofs.is_empty() {
            entries.push(Entry { must: must.clone(), proof: None, line });
        }
        for proof in proofs {
            let proof = proof.as_str().unwrap_or_default().to_owned();
            let line = line_with(&file.text, |line| line.contains(&format!("\"{proof}\"")));
            entries.push(Entry { must: must.clone(), proof: Some(proof), line });
        }
    }
    Ok(entries)
}

fn line_with(text: &str, holds: impl Fn(&str) -> bool) -> usize {
    text.lines().position(holds).map_or(1, |index| index + 1)
}

/// Whether a proof exists; the error says what was looked for.
fn find(repo: &Repo, proof: &str) -> Result<(), String> {
    match proof.split_once(':') {
        Some(("test", path)) => find_test(repo, path),
        Some(("bench", path)) => find_bench(repo, path),
        Some(("ci", step)) => find_step(repo, step),
        _ => Err(format!("{proof:?} is no test:, bench: or ci: entry")),
    }
}

fn find_test(repo: &Repo, path: &str) -> Result<(), String> {
    let parts: Vec<&str> = path.split("::").collect();
    let [place, middle @ .., function] = &parts[..] else {
        return Err(format!("{path:?} is not <crate>::<file or modules>::<test>"));
    };
    let folder = place.strip_prefix("vigie-").unwrap_or(place);
    let root = if folder == "tests" { "tests/".to_owned() } else { format!("crates/{folder}/") };
    let one_file = middle.first().filter(|part| part.contains('.'));
    let mut files = repo.rust_files().filter(|file| {
        let Some(rest) = file.path.strip_prefix(&root) else { return false };
        one_file.is_none_or(|wanted| rest == *wanted)
    });
    if files.any(|file| holds_test(file.code(), function)) {
        return Ok(());
    }
    let place = one_file.map_or(root.clone(), |file| format!("{root}{file}"));
    Err(format!("no #[test] fn {function} in {place}"))
}

/// Whether `fn name` stands in the code with `#[test]` among the attributes above it.
fn holds_test(code: &str, name: &str) -> bool {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let declares = |line: &str| {
        let rest = line.trim_start_matches("pub ").trim_start_matches("async ");
        let rest = rest.strip_prefix("fn ").and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(['(', '<']))
    };
    lines.iter().enumerate().filter(|(_, line)| declares(line)).any(|(index, _)| {
        let above = lines[..index].iter().rev();
        // Comments above a function are blank lines by now.
        let attributes = above.take_while(|line| line.is_empty() || line.starts_with("#["));
        attributes.into_iter().any(|line| *line == "#[test]")
    })
}

fn find_bench(repo: &Repo, path: &str) -> Result<(), String> {
    let (folder, bench) =
        path.split_once('/').ok_or_else(|| format!("{path:?} is not <crate>/<bench>"))?;
    let folder = folder.strip_prefix("vigie-").unwrap_or(folder);
    let places = if folder == "product" {
        vec![
            format!("benches/{bench}.rs"),
            format!("benches/{bench}.sh"),
            format!("benches/{bench}.py"),
        ]
    } else {
        vec![format!("crates/{folder}/benches/{bench}.rs")]
    };
    if places.iter().any(|place| repo.file(place).is_some()) {
        return Ok(());
    }
    Err(format!("no bench at {}", places.join(" or ")))
}

fn find_step(repo: &Repo, step: &str) -> Result<(), String> {
    let makefile = repo.file("Makefile").map(|file| file.text.as_str()).unwrap_or_default();
    let prerequisites = makefile.lines().filter_map(|line| line.strip_prefix("test:"));
    if prerequisites.flat_map(str::split_whitespace).any(|name| name == step) {
        return Ok(());
    }
    Err(format!("`make test` has no step {step}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const TEST: &str = "// why\n#[test]\n// more\nfn holds() {}\nfn helper() {}\n";

    fn proofs(entries: &str) -> String {
        let all: Vec<String> =
            MUSTS[1..].iter().map(|must| format!("{must} = [\"ci:tidy\"]\n")).collect();
        let text = format!("SP-1 = [{entries}]\n{}", all.concat());
        let files = [
            (FILE, text.as_str()),
            ("Makefile", "test: fmt tidy\n\nfuzz: prepare\n"),
            ("crates/lake/src/a.rs", TEST),
            ("tests/spine/whole.rs", TEST),
            ("crates/lake/benches/ingest.rs", ""),
            ("benches/product.sh", ""),
        ];
        said(problems, &files)
    }

    #[test]
    fn entries_that_exist_pass() {
        let entries = [
            "test:lake::src/a.rs::holds",
            "test:vigie-lake::a::tests::holds",
            "test:tests::spine/whole.rs::holds",
            "bench:lake/ingest",
            "bench:product/product",
            "ci:fmt",
        ];
        assert_eq!(proofs(&entries.map(|entry| format!("\"{entry}\"")).join(",")), "");
    }

    #[test]
    fn a_must_without_proof_is_found() {
        assert_eq!(proofs(""), "tests/acceptance.toml:1: SP-1 has no proof");
        assert_eq!(said(problems, &[]), "tests/acceptance.toml:1: the file is missing");
    }

    #[test]
    fn proofs_that_do_not_exist_are_found() {
        for (entry, why) in [
            ("test:lake::a::helper", "no #[test] fn helper in crates/lake/"),
            ("test:lake::src/b.rs::holds", "no #[test] fn holds in crates/lake/src/b.rs"),
            ("test:model::holds", "no #[test] fn holds in crates/model/"),
            ("bench:lake/other", "no bench at crates/lake/benches/other.rs"),
            ("ci:fuzz", "`make test` has no step fuzz"),
            ("holds", "\"holds\" is no test:, bench: or ci: entry"),
        ] {
            let said = proofs(&format!("\"{entry}\""));
            assert_eq!(said, format!("tests/acceptance.toml:1: SP-1: {why}"));
        }
    }

    #[test]
    fn ids_of_no_must_are_found() {
        let text = "SP-99 = [\"ci:tidy\"]\n";
        let said = said(problems, &[(FILE, text), ("Makefile", "test: tidy\n")]);
        assert!(said.contains("tests/acceptance.toml:1: SP-99 is no must"));
    }
}
