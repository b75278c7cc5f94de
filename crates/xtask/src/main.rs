//! The tasks of the house: `cargo xtask tidy`, `cargo xtask acceptance`, `cargo xtask one-build`.
//!
//! Never shipped. It must not know any crate of the workspace: it reads them as text, so that it
//! builds in seconds and runs even when they do not compile. Start with [`mod@tidy`].

use std::process::ExitCode;

mod acceptance;
mod one_build;
mod problem;
mod repo;
mod rust_text;
mod tidy;

use problem::Problem;
use repo::Repo;

const HELP: &str = "\
cargo xtask tidy         check the rules that neither rustc nor clippy knows; exit 1 on problems
cargo xtask acceptance   print which test, bench or CI step proves each must
cargo xtask one-build    check that `make run` and `make test` share every built dependency";

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    let done = match task.as_deref() {
        Some("tidy") => tidy(),
        Some("acceptance") => acceptance_table(),
        Some("one-build") => one_build::check().map(|problems| closing("one-build", &problems)),
        Some("help" | "--help" | "-h") => {
            say(HELP);
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            say(HELP);
            Ok(ExitCode::from(2))
        }
    };
    done.unwrap_or_else(|error| {
        say(&format!("xtask could not finish: {error:#}"));
        ExitCode::FAILURE
    })
}

fn tidy() -> anyhow::Result<ExitCode> {
    let repo = Repo::read()?;
    Ok(closing("tidy", &tidy::problems(&repo)))
}

fn acceptance_table() -> anyhow::Result<ExitCode> {
    let repo = Repo::read()?;
    say(&acceptance::table(&repo));
    Ok(ExitCode::SUCCESS)
}

fn closing(task: &str, problems: &[Problem]) -> ExitCode {
    for problem in problems {
        say(&problem.to_string());
    }
    if problems.is_empty() {
        say(&format!("{task}: nothing to say"));
        return ExitCode::SUCCESS;
    }
    say(&format!("{task}: {} problems", problems.len()));
    ExitCode::FAILURE
}

#[expect(clippy::print_stdout, reason = "the one place of xtask that prints")]
fn say(text: &str) {
    println!("{text}");
}
