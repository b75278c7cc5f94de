//! English and French hold the same messages with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::Problem;
use crate::repo::{File, Repo};

/// A message (or `message.attribute`), where it stands and which variables it uses.
type Messages<'a> = BTreeMap<String, (usize, BTreeSet<&'a str>)>;

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in repo.files.iter().filter(|file| file.has_extension("ftl")) {
        let Some(other_path) = counterpart(&file.path) else { continue };
        let Some(other) = repo.file(&other_path) else {
            problems.push(Problem::in_file(&file.path, format!("{other_path} is missing")));
            continue;
        };
        compare(file, other, &mut problems);
    }
    problems
}

fn counterpart(path: &str) -> Option<String> {
    let rest = path.strip_prefix("locales/")?;
    let (language, name) = rest.split_once('/')?;
    match language {
        "en" => Some(format!("locales/fr/{name}")),
        "fr" => Some(format!("locales/en/{name}")),
        _ => None,
    }
}

/// Messages whose English is written beside the code that says it: errors, and the invented season.
fn english_stands_in_code(path: &str) -> bool {
    ["locales/fr/errors.ftl", "locales/fr/scenario.ftl"].contains(&path)
}

fn compare(file: &File, other: &File, problems: &mut Vec<Problem>) {
    let (here, there) = (messages(&file.text), messages(&other.text));
    for (id, (line, variables)) in &here {
        let message = match there.get(id) {
            None if english_stands_in_code(&file.path) => continue,
            None => format!("{id} is not in {}", other.path),
            // Said once, in the French file.
            Some((_, theirs)) if theirs != variables && file.path.contains("/fr/") => {
                let listed = |set: &BTreeSet<&str>| {
                    set.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(" ")
                };
                format!("{id} uses {{{}}}, English uses {{{}}}", listed(variables), listed(theirs))
            }
            Some(_) => continue,
        };
        problems.push(Problem::at(&file.path, *line, message));
    }
}

fn messages(text: &str) -> Messages<'_> {
    let mut found = Messages::new();
    let (mut message, mut current) = (String::new(), String::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        if let Some(id) = id_before_equals(line) {
            id.clone_into(&mut message);
            id.clone_into(&mut current);
            found.insert(current.clone(), (index + 1, BTreeSet::new()));
        } else if let Some(id) = line.trim_start().strip_prefix('.').and_then(id_before_equals) {
            current = format!("{message}.{id}");
            found.insert(current.clone(), (index + 1, BTreeSet::new()));
        }
        if let Some((_, variables)) = found.get_mut(&current) {
            variables.extend(variables_in(line));
        }
    }
    found
}

fn id_before_equals(line: &str) -> Option<&str> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let starts = id.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic());
    (starts && id.chars().all(plain)).then_some(id)
}

fn variables_in(line: &str) -> impl Iterator<Item = &str> {
    line.split('$').skip(1).filter_map(|rest| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        rest.split(|c| !plain(c)).next().filter(|name| !name.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn missing_messages_and_other_variables_are_found() {
        let en = "# comment = x\none = A\ntwo =\n    { $count ->\n        [one] a\n       *[other] b\n    }\n    .label = C\nthree = D\n";
        let fr = "one = A\ntwo = { $compte }\n    .label = C\nfour = E\n";
        assert_eq!(
            said(problems, &[("locales/en/a.ftl", en), ("locales/fr/a.ftl", fr)]),
            "locales/en/a.ftl:9: three is not in locales/fr/a.ftl\n\
             locales/fr/a.ftl:4: four is not in locales/en/a.ftl\n\
             locales/fr/a.ftl:2: two uses {$compte}, English uses {$count}"
        );
    }

    #[test]
    fn a_missing_file_is_found() {
        assert_eq!(
            said(problems, &[("locales/en/a.ftl", "one = A\n")]),
            "locales/en/a.ftl:1: locales/fr/a.ftl is missing"
        );
    }
}
