//! A file of source holds one responsibility, which never takes more than 500 lines.

use crate::problem::Problem;
use crate::repo::Repo;

const MOST: usize = 500;

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let sources = repo
        .files
        .iter()
        .filter(|file| ["rs", "ts", "svelte"].iter().any(|e| file.has_extension(e)));
    let lengths = sources.map(|file| (file, file.text.lines().count()));
    lengths
        .filter(|(_, lines)| *lines > MOST)
        .map(|(file, lines)| {
            Problem::at(
                &file.path,
                MOST + 1,
                format!("{lines} lines; {MOST} is the most: split it"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn line_501_is_one_too_many() {
        let (most, more) = ("x\n".repeat(MOST), "x\n".repeat(MOST + 1));
        let files = [("a.rs", most.as_str()), ("b.rs", more.as_str()), ("c.md", more.as_str())];
        assert_eq!(said(problems, &files), "b.rs:501: 501 lines; 500 is the most: split it");
    }
}
