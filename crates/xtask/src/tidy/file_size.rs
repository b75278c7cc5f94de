//! No tracked file over 1 MiB: what is larger is generated, or belongs to somebody else.

use crate::problem::Problem;
use crate::repo::{LARGEST, Repo};

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let large = repo.files.iter().filter(|file| file.bytes > LARGEST);
    large
        .map(|file| {
            Problem::in_file(&file.path, format!("{} bytes; {LARGEST} is the most", file.bytes))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn a_mebibyte_is_the_most() {
        let (most, more) = ("x".repeat(1 << 20), "x".repeat((1 << 20) + 1));
        assert_eq!(
            said(problems, &[("a.csv", &most), ("b.csv", &more)]),
            "b.csv:1: 1048577 bytes; 1048576 is the most"
        );
    }
}
