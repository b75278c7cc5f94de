//! Fragments of the changelog are named `<slug>.<kind>.md`.

use crate::problem::Problem;
use crate::repo::{File, Repo};

const KINDS: &[&str] = &["added", "changed", "fixed", "removed", "security", "breaking"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let fragments = repo.files.iter().filter(|file| {
        file.path.starts_with("changelog.d/") && file.path != "changelog.d/README.md"
    });
    fragments.filter_map(problem_of).collect()
}

fn problem_of(file: &File) -> Option<Problem> {
    let parts: Vec<&str> = file.path.trim_start_matches("changelog.d/").split('.').collect();
    let named = matches!(&parts[..], [slug, kind, "md"] if is_slug(slug) && KINDS.contains(kind));
    let says = if !named {
        format!("not <slug>.<kind>.md with a kind of {}", KINDS.join(", "))
    } else if file.text.trim().is_empty() {
        "says nothing".to_owned()
    } else if file.text.lines().any(|line| line.starts_with('#')) {
        "has a heading: a fragment becomes one item of a list".to_owned()
    } else {
        return None;
    };
    Some(Problem::in_file(&file.path, says))
}

fn is_slug(slug: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !slug.is_empty() && slug.chars().all(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn names_and_contents_are_checked() {
        let files = [
            ("changelog.d/README.md", "# How"),
            ("changelog.d/spine.added.md", "Something."),
            ("changelog.d/spine.feature.md", "Something."),
            ("changelog.d/Big_Change.added.md", "Something."),
            ("changelog.d/empty.fixed.md", " \n"),
            ("changelog.d/head.fixed.md", "# Fixed\n"),
        ];
        let said = said(problems, &files);
        let paths: Vec<&str> = said.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(
            paths,
            [
                "changelog.d/spine.feature.md",
                "changelog.d/Big_Change.added.md",
                "changelog.d/empty.fixed.md",
                "changelog.d/head.fixed.md"
            ]
        );
    }
}
