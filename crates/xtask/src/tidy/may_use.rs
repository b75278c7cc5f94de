//! Which crate may use which: the table of ARCHITECTURE.md.
//!
//! Dev-dependencies are free: a test may look at a crate from above.

use super::manifest;
use crate::problem::Problem;
use crate::repo::{File, Repo};

/// A crate folder and the folders that it may name under `[dependencies]`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("kernels", &["model"]),
    ("sources", &["model", "kernels"]),
    ("lake", &["model"]),
    ("engine", &["model", "kernels", "lake"]),
    ("detect", &["model", "kernels", "engine"]),
    ("read", &["model", "kernels"]),
    ("cases", &["model"]),
    ("brief", &["model"]),
    ("exchange", &["model"]),
    ("outbox", &["model"]),
    ("scenario", &["model"]),
    (
        "app",
        &[
            "model", "kernels", "sources", "lake", "engine", "detect", "read", "cases", "brief",
            "exchange", "outbox", "scenario",
        ],
    ),
    ("server", &["app"]),
    ("cli", &["app", "server"]),
];

/// Never shipped, and free to use anything.
const NEVER_SHIPPED: &[&str] = &["testkit", "xtask"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (folder, manifest) in repo.manifests() {
        if NEVER_SHIPPED.contains(&folder) {
            continue;
        }
        match MAY_USE.iter().find(|(name, _)| *name == folder) {
            Some((_, may_use)) => check(folder, manifest, may_use, &mut problems),
            None => problems.push(Problem::in_file(
                &manifest.path,
                format!("the crate {folder} has no line in the may-use table of ARCHITECTURE.md"),
            )),
        }
    }
    problems
}

fn check(folder: &str, manifest: &File, may_use: &[&str], problems: &mut Vec<Problem>) {
    let dependencies = match manifest::dependencies(manifest) {
        Ok(dependencies) => dependencies,
        Err(problem) => return problems.push(problem),
    };
    for dependency in dependencies.iter().filter(|dependency| !dependency.dev) {
        let Some(used) = ours(&dependency.package) else { continue };
        if !may_use.contains(&used) {
            let message = format!("{folder} may not use {used} (it may use: {})", list(may_use));
            problems.push(Problem::at(&manifest.path, dependency.line, message));
        }
    }
}

fn ours(package: &str) -> Option<&str> {
    if package == "xtask" { Some(package) } else { package.strip_prefix("vigie-") }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn a_crate_below_may_not_use_one_above() {
        let text = "[package]\nname = \"vigie-lake\"\n[dependencies]\nvigie-model.workspace = true\nvigie-engine.workspace = true\n";
        assert_eq!(
            said(problems, &[("crates/lake/Cargo.toml", text)]),
            "crates/lake/Cargo.toml:5: lake may not use engine (it may use: model)"
        );
    }

    #[test]
    fn tests_may_look_from_above_and_shipped_code_may_not_use_the_testkit() {
        let text = "[dependencies]\nvigie-testkit.workspace = true\n[dev-dependencies]\nvigie-app.workspace = true\n";
        assert_eq!(
            said(problems, &[("crates/model/Cargo.toml", text)]),
            "crates/model/Cargo.toml:2: model may not use testkit (it may use: nothing)"
        );
    }

    #[test]
    fn a_new_crate_needs_a_line_in_the_table() {
        assert_eq!(
            said(problems, &[("crates/extra/Cargo.toml", "")]),
            "crates/extra/Cargo.toml:1: the crate extra has no line in the may-use table of ARCHITECTURE.md"
        );
    }
}
