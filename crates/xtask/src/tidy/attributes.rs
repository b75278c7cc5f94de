//! Attributes that hide what should be seen.

use crate::problem::Problem;
use crate::repo::{File, Repo};
use crate::rust_text::{line_of, words};

/// The word in the attribute, and what to do instead.
const HIDING: &[(&str, &str)] = &[
    ("allow", "`#[allow]` stays for ever: use `#[expect(lint, reason = \"…\")]`"),
    ("ignore", "an ignored test guards nothing: assert what happens today and say why it is wrong"),
    ("should_panic", "check for `None` or `Err`: we do not panic on purpose"),
];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    repo.rust_files().flat_map(problems_of).collect()
}

fn problems_of(file: &File) -> Vec<Problem> {
    let code = file.code();
    let mut problems = Vec::new();
    for attribute in attributes(code) {
        for (word, instead) in HIDING {
            for at in words(&code[attribute.clone()], word) {
                let line = line_of(code, attribute.start + at);
                problems.push(Problem::at(&file.path, line, *instead));
            }
        }
    }
    problems
}

/// The ranges of `#[…]` and `#![…]`.
fn attributes(code: &str) -> Vec<std::ops::Range<usize>> {
    let starts = code.match_indices('#').filter(|(at, _)| {
        let rest = code[at + 1..].trim_start_matches('!');
        rest.starts_with('[')
    });
    starts.map(|(at, _)| at..end_of_brackets(code, at)).collect()
}

fn end_of_brackets(code: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b'[' => depth += 1,
            b']' if depth <= 1 => return offset,
            b']' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn hiding_attributes_are_found_also_when_conditional() {
        let text = "#![cfg_attr(test, allow(dead_code))]\n#[test]\n#[ignore = \"slow\"]\nfn f() { allow(); }\n#[expect(x, reason = \"allow\")]\nfn g() {}\n";
        let said = said(problems, &[("a.rs", text)]);
        let lines: Vec<&str> = said.lines().map(|line| &line[..6]).collect();
        assert_eq!(lines, ["a.rs:1", "a.rs:3"]);
    }
}
