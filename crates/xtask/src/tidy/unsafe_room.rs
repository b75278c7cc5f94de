//! `unsafe` in kernels only. The compiler denies it too; this keeps anyone from lifting the denial
//! elsewhere.

use crate::problem::Problem;
use crate::repo::Repo;
use crate::rust_text::{line_of, words};

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let outside = repo.rust_files().filter(|file| file.crate_folder() != Some("kernels"));
    outside
        .flat_map(|file| {
            let found = ["unsafe", "unsafe_code"].into_iter().flat_map(|w| words(file.code(), w));
            found.map(|at| {
                Problem::at(&file.path, line_of(file.code(), at), "unsafe outside kernels")
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn unsafe_and_lifting_its_denial_are_found() {
        let text = "#![expect(unsafe_code, reason = \"fast\")]\nfn f() { unsafe {} }\n// unsafe\n";
        let files = [("crates/lake/src/a.rs", text), ("crates/kernels/src/a.rs", text)];
        assert_eq!(
            said(problems, &files),
            "crates/lake/src/a.rs:2: unsafe outside kernels\n\
             crates/lake/src/a.rs:1: unsafe outside kernels"
        );
    }
}
