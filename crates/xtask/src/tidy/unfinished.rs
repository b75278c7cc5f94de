//! Nothing is left half done: what is not there is said in the documents, not in the code.

use crate::problem::Problem;
use crate::repo::{File, Repo};
use crate::rust_text::{line_of, words};

const MACROS: &[&str] = &["todo", "unimplemented"];

/// Spelt in halves, so that this file does not find itself.
const MARKS: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO")];

const WRITTEN_BY_US: &[&str] =
    &["rs", "ts", "svelte", "md", "sql", "toml", "sh", "ftl", "yml", "css", "html"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    repo.files.iter().flat_map(problems_of).collect()
}

fn problems_of(file: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    if file.is_rust() {
        let code = file.code();
        for name in MACROS {
            for at in words(code, name).filter(|at| code[at + name.len()..].starts_with('!')) {
                problems.push(Problem::at(&file.path, line_of(code, at), format!("{name}!")));
            }
        }
    }
    let ours = WRITTEN_BY_US.iter().any(|extension| file.has_extension(extension));
    if ours || matches!(file.name(), "Makefile" | "run") {
        for mark in MARKS {
            for at in words(&file.text, mark) {
                let message = format!("{mark}: do it, or say in a document that it is not there");
                problems.push(Problem::at(&file.path, line_of(&file.text, at), message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn stubs_and_marks_are_found() {
        let mark = MARKS[0];
        let text = format!("fn f() {{ todo!() }}\n// {mark}: later\n// \"todo!\"\n");
        assert_eq!(
            said(problems, &[("a.rs", &text)]),
            format!(
                "a.rs:1: todo!\na.rs:2: {mark}: do it, or say in a document that it is not there"
            )
        );
    }
}
