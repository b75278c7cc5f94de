//! The rules of the house that neither rustc nor clippy knows, one file each.
//!
//! A rule is a function from the repository to its problems. To add one: a file here, with a test
//! that shows it failing, and a line in [`RULES`].

use crate::problem::Problem;
use crate::repo::Repo;

mod attributes;
mod changelog;
mod detector_pages;
mod file_length;
mod file_size;
mod leftovers;
mod lints_inherited;
mod locales;
mod machine_paths;
mod manifest;
mod may_use;
mod printing;
mod pure_crates;
mod rooms;
mod unfinished;
mod unsafe_room;
mod words;

/// Every rule.
const RULES: &[fn(&Repo) -> Vec<Problem>] = &[
    crate::acceptance::problems,
    attributes::problems,
    changelog::problems,
    detector_pages::problems,
    file_length::problems,
    file_size::problems,
    leftovers::problems,
    lints_inherited::problems,
    locales::problems,
    machine_paths::problems,
    may_use::problems,
    printing::problems,
    pure_crates::problems,
    rooms::problems,
    unfinished::problems,
    unsafe_room::problems,
    words::problems,
];

/// What every rule says, in the order of files.
pub(crate) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut all: Vec<Problem> = RULES.iter().flat_map(|rule| rule(repo)).collect();
    all.sort();
    all.dedup();
    all
}

/// What a rule says of a made-up repository, one problem a line.
#[cfg(test)]
pub(crate) fn said(rule: fn(&Repo) -> Vec<Problem>, files: &[(&str, &str)]) -> String {
    let lines: Vec<String> = rule(&Repo::of(files)).iter().map(ToString::to_string).collect();
    lines.join("\n")
}
