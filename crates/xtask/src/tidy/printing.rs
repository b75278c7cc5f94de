//! Only `cli` prints and ends the process (xtask and build scripts apart): whatever happens is an
//! event first.

use crate::problem::Problem;
use crate::repo::{File, Repo};
use crate::rust_text::{line_of, words};

const MACROS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

const CALLS: &[&str] = &["process::exit(", "process::abort(", "io::stdout(", "io::stderr("];

/// A file, and the call that it may make.
const EXCEPTIONS: &[(&str, &str)] = &[
    // A kill is what a failpoint is for; release builds have none.
    ("crates/lake/src/failpoint.rs", "process::abort("),
];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    repo.rust_files().filter(|file| !may_print(file)).flat_map(problems_of).collect()
}

fn may_print(file: &File) -> bool {
    matches!(file.crate_folder(), Some("cli" | "xtask")) || file.name() == "build.rs"
}

fn problems_of(file: &File) -> Vec<Problem> {
    let code = file.product_code();
    let mut problems = Vec::new();
    for name in MACROS {
        for at in words(code, name).filter(|at| code[at + name.len()..].starts_with('!')) {
            problems.push(problem(file, code, at, &format!("{name}!")));
        }
    }
    let excepted = |call: &str| EXCEPTIONS.contains(&(file.path.as_str(), call));
    for call in CALLS.iter().filter(|call| !excepted(call)) {
        for (at, _) in code.match_indices(call) {
            problems.push(problem(file, code, at, &format!("{call})")));
        }
    }
    problems
}

fn problem(file: &File, code: &str, at: usize, what: &str) -> Problem {
    let message = format!("{what} outside cli: emit an event or return an error");
    Problem::at(&file.path, line_of(code, at), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const TEXT: &str = "fn f() {\n    println!(\"x\");\n    std::process::exit(1);\n    reprintln!();\n}\n\
                        // println!(\n#[cfg(test)]\nmod tests { fn g() { eprintln!(); } }\n";

    #[test]
    fn printing_and_ending_are_found_outside_cli() {
        assert_eq!(
            said(problems, &[("crates/lake/src/a.rs", TEXT)]),
            "crates/lake/src/a.rs:2: println! outside cli: emit an event or return an error\n\
             crates/lake/src/a.rs:3: process::exit() outside cli: emit an event or return an error"
        );
    }

    #[test]
    fn cli_xtask_tests_and_build_scripts_may() {
        for path in [
            "crates/cli/src/a.rs",
            "crates/xtask/src/a.rs",
            "crates/lake/tests/a.rs",
            "crates/app/build.rs",
        ] {
            assert_eq!(said(problems, &[(path, TEXT)]), "");
        }
    }
}
