//! Libraries that live in one crate, tests included.

use super::manifest;
use crate::problem::Problem;
use crate::repo::Repo;

/// The beginning of a package's name, and the crates that may depend on it.
const ROOMS: &[(&str, &[&str])] = &[
    // Half of the build. Everything above sees SQL text, Arrow batches and our own types.
    ("datafusion", &["engine"]),
    ("ballista", &["engine"]),
    // The lake's layout is nobody else's business; a test that damages a file works on bytes.
    ("parquet", &["lake", "engine", "testkit"]),
    // Threads of an async runtime would let calls overlap that callers believe to be in order.
    ("tokio", &["engine", "server", "outbox"]),
    // What the terminal looks like.
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("anstream", &["cli"]),
    ("tracing-subscriber", &["cli"]),
];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (folder, manifest) in repo.manifests() {
        // A manifest that does not parse is reported by `may_use`.
        for dependency in manifest::dependencies(manifest).unwrap_or_default() {
            let package = &dependency.package;
            for (library, rooms) in ROOMS {
                if belongs(package, library) && !rooms.contains(&folder) {
                    let message = format!("{package} lives in {} only", rooms.join(", "));
                    problems.push(Problem::at(&manifest.path, dependency.line, message));
                }
            }
        }
    }
    problems
}

fn belongs(package: &str, library: &str) -> bool {
    package.strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn datafusion_has_one_room_even_in_tests() {
        let text =
            "[dependencies]\ndatafusion-expr = \"1\"\n[dev-dependencies]\ndatafusion = \"1\"\n";
        assert_eq!(
            said(
                problems,
                &[("crates/detect/Cargo.toml", text), ("crates/engine/Cargo.toml", text)]
            ),
            "crates/detect/Cargo.toml:2: datafusion-expr lives in engine only\n\
             crates/detect/Cargo.toml:4: datafusion lives in engine only"
        );
    }
}
