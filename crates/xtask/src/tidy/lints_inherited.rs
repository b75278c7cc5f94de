//! Every crate takes the lints of the workspace, whole.

use super::manifest;
use crate::problem::Problem;
use crate::repo::Repo;

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let inherits = |table: &toml::Table| {
        table.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool)
    };
    let manifests = repo.manifests().filter_map(|(_, file)| {
        // A manifest that does not parse is reported by `may_use`.
        let table = manifest::parse(file).ok()?;
        (inherits(&table) != Some(true)).then_some(file)
    });
    manifests
        .map(|file| Problem::in_file(&file.path, "needs [lints] with workspace = true"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn a_crate_without_the_lints_is_found() {
        let files = [
            ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n"),
            ("crates/b/Cargo.toml", "[lints]\nworkspace = true\n"),
        ];
        assert_eq!(
            said(problems, &files),
            "crates/a/Cargo.toml:1: needs [lints] with workspace = true"
        );
    }
}
