//! `make run` and `make test` must share every built dependency: a second build of DataFusion
//! costs a new machine a quarter of an hour.
//!
//! Cargo unifies the features of what is built together. When a test-only dependency switches on a
//! feature of a library that the binary uses too, cargo builds that library, and everything above
//! it, once for each. This asks cargo which features each side gets and compares.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::Context;

use crate::problem::Problem;
use crate::repo::root;

/// Packages that the binary would build with other features than the tests.
pub(crate) fn check() -> anyhow::Result<Vec<Problem>> {
    let run = tree(&["--package", "vigie-cli", "--edges", "normal,build"])?;
    let test = tree(&["--workspace", "--edges", "normal,build,dev"])?;
    Ok(compare(&run, &test))
}

fn tree(arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("cargo")
        .args(["tree", "--quiet", "--locked", "--prefix", "none", "--format", "{p}\t{f}"])
        .args(arguments)
        .current_dir(root())
        .output()
        .context("cargo tree does not start")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo tree failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn compare(run: &str, test: &str) -> Vec<Problem> {
    let (run, test) = (built(run), built(test));
    let twice = run.difference(&test).map(|(package, features)| {
        let in_tests: Vec<&str> = test
            .iter()
            .filter(|(name, _)| name == package)
            .map(|(_, features)| *features)
            .collect();
        Problem::in_file(
            "Cargo.toml",
            format!(
                "{package} is built twice: `make run` has the features [{features}], `make test` \
                 [{}]; name the missing ones in [workspace.dependencies]",
                in_tests.join("] and [")
            ),
        )
    });
    twice.collect()
}

/// Each package with its features. Cargo marks what it has listed before with `(*)`. Our own crates
/// may differ: they build in seconds, and nothing below them follows.
fn built(tree: &str) -> BTreeSet<(&str, &str)> {
    let lines = tree.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("vigie-"));
    lines
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
        .map(|(package, features)| (package, features.trim_end_matches("(*)").trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_with_other_features_in_tests_is_found() {
        let run = "a v1.0.0\tstd\nb v1.0.0\t\n";
        let test = "a v1.0.0\talloc,std\nb v1.0.0\t (*)\nc v1.0.0\t\n";
        let said: Vec<String> = compare(run, test).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "Cargo.toml:1: a v1.0.0 is built twice: `make run` has the features [std], `make test` \
              [alloc,std]; name the missing ones in [workspace.dependencies]"
            ]
        );
    }

    #[test]
    fn more_packages_in_tests_are_no_problem() {
        assert_eq!(compare("a v1.0.0\tstd\n", "a v1.0.0\tstd (*)\nc v1.0.0\t\n"), []);
    }

    #[test]
    fn features_of_our_own_crates_are_no_problem() {
        assert_eq!(compare("vigie-lake v0.1.0\t\n", "vigie-lake v0.1.0\tfailpoints\n"), []);
    }
}
