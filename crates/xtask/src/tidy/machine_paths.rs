//! No path of anybody's machine and no registry but the public ones: a clone works everywhere, and
//! says nothing about where it was made.

use crate::problem::Problem;
use crate::repo::{File, Repo};
use crate::rust_text::{line_of, test_items};

/// Folders of the place where this was built; found in any file, tests included.
const OURS: &[&str] = &[
    concat!("/work", "/main"),
    concat!("/work", "/shared"),
    concat!("/work", "/.library"),
    concat!("/tmp", "/vigie"),
];

/// Folders of some machine. Tests may name them: outside text holds such paths too.
const SOMEBODYS: &[&str] =
    &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Use", "rs/"), concat!("/t", "mp/")];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    repo.files.iter().flat_map(|file| [paths(file), registries(file)].concat()).collect()
}

fn paths(file: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut find = |folders: &[&str], tolerated: &dyn Fn(usize) -> bool| {
        for folder in folders {
            let hits = file.text.match_indices(folder).map(|(at, _)| at);
            for at in hits.filter(|&at| !tolerated(at)) {
                let line = line_of(&file.text, at);
                problems.push(Problem::at(&file.path, line, format!("a machine's path: {folder}")));
            }
        }
    };
    find(OURS, &|_| false);
    if holds_no_outside_text(file) {
        let tests = if file.is_rust() { test_items(file.code()) } else { Vec::new() };
        find(SOMEBODYS, &|at| {
            inside_a_longer_path(&file.text, at) || tests.iter().any(|test| test.contains(&at))
        });
    }
    problems
}

/// Documents, settings, scripts and product code. Detector and rule pages hold cases, which are
/// outside text, and so do fixtures.
fn holds_no_outside_text(file: &File) -> bool {
    let ours = ["rs", "md", "toml", "sh", "ts", "svelte", "yml"];
    let kind =
        ours.iter().any(|e| file.has_extension(e)) || matches!(file.name(), "Makefile" | "run");
    let holds_cases = ["detectors/", "rules/"].iter().any(|folder| file.path.starts_with(folder));
    kind && !file.is_for_tests() && !holds_cases
}

/// `crates/home/…` and `target/tmp/…` are below the checkout.
fn inside_a_longer_path(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].last();
    before.is_some_and(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'}' | b'.'))
}

/// Lock files name the public registries; settings name none.
fn registries(file: &File) -> Vec<Problem> {
    let foreign = |line: &str| match file.name() {
        "Cargo.lock" => {
            line.starts_with("source = ")
                && !line.contains("registry+https://github.com/rust-lang/crates.io-index")
        }
        "package-lock.json" => {
            line.trim_start().starts_with("\"resolved\": \"")
                && !line.contains("\"https://registry.npmjs.org/")
        }
        "config.toml" => file.path.contains(".cargo/") && line.starts_with("[source"),
        // `omit-lockfile-registry-resolved` keeps addresses out of the lock; it names none.
        ".npmrc" => line.contains("registry") && line.contains("://"),
        _ => false,
    };
    let lines = file.text.lines().enumerate().filter(|(_, line)| foreign(line));
    lines
        .map(|(index, _)| Problem::at(&file.path, index + 1, "a registry of one machine"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn paths_of_machines_are_found_outside_tests() {
        let (ours, somebodys) = (OURS[1], SOMEBODYS[0]);
        let code = format!(
            "const A: &str = \"{somebodys}ada\";\n#[cfg(test)]\nmod tests {{\nconst B: &str = \"{somebodys}ada\";\nconst C: &str = \"{ours}/x\";\n}}\n"
        );
        let log = format!("192.0.2.1 GET {somebodys}news\n");
        let files =
            [("crates/lake/src/a.rs", code.as_str()), ("tests/fixtures/a.log", log.as_str())];
        assert_eq!(
            said(problems, &files),
            format!(
                "crates/lake/src/a.rs:5: a machine's path: {ours}\n\
                 crates/lake/src/a.rs:1: a machine's path: {somebodys}"
            )
        );
    }

    #[test]
    fn folders_of_the_checkout_are_no_machine() {
        let text = format!("see target{}x and ${{dir}}{}x\n", SOMEBODYS[3], SOMEBODYS[3]);
        assert_eq!(said(problems, &[("README.md", &text)]), "");
    }

    #[test]
    fn registries_of_one_machine_are_found() {
        let cargo = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\nsource = \"registry+https://mirror.example/\"\n";
        let npm = "  \"resolved\": \"https://mirror.example/a.tgz\",\n";
        assert_eq!(
            said(problems, &[("Cargo.lock", cargo), ("web/package-lock.json", npm)]),
            "Cargo.lock:2: a registry of one machine\n\
             web/package-lock.json:1: a registry of one machine"
        );
    }
}
