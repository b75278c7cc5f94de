//! Files that a tool left behind: snapshots nobody accepted, merges nobody finished.

use crate::problem::Problem;
use crate::repo::{File, Repo};

const ENDINGS: &[&str] = &[".pending-snap", ".snap.new", ".orig", ".rej", ".bak", "~"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let left = |file: &&File| ENDINGS.iter().any(|ending| file.path.ends_with(ending));
    let files = repo.files.iter().filter(left);
    files.map(|file| Problem::in_file(&file.path, "left behind by a tool")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn pending_snapshots_are_found() {
        let files = [("crates/a/src/.b.rs.pending-snap", ""), ("crates/a/src/b.rs", "")];
        assert_eq!(
            said(problems, &files),
            "crates/a/src/.b.rs.pending-snap:1: left behind by a tool"
        );
    }
}
