//! A detector page is whole: its sections, its cases, its French page.
//!
//! The loader in `detect` reads far more than this; tidy says what can be seen without building
//! anything, and what only shows when all pages lie side by side.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::repo::{File, Repo};

const PROSE: &[&str] = &["What it sees", "What it does not prove"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let in_folder = |file: &&File| file.path.starts_with("detectors/") && file.has_extension("md");
    for file in repo.files.iter().filter(in_folder) {
        let parts: Vec<&str> = file.path.split('/').collect();
        let [_, family, name] = parts[..] else {
            problems.push(Problem::in_file(&file.path, "not detectors/<family>/<name>.md"));
            continue;
        };
        if let Some(name) = name.strip_suffix(".fr.md") {
            french_page(repo, file, &format!("detectors/{family}/{name}.md"), &mut problems);
        } else if let Some(name) = name.strip_suffix(".md") {
            page(repo, file, family, name, &mut problems);
            if let Some(first) = ids.insert(name, &file.path) {
                problems.push(Problem::in_file(&file.path, format!("{first} has the same id")));
            }
        }
    }
    problems
}

fn page(repo: &Repo, file: &File, family: &str, name: &str, problems: &mut Vec<Problem>) {
    let mut say =
        |line: usize, message: String| problems.push(Problem::at(&file.path, line, message));
    let headings = headings(&file.text);
    if headings.first().is_none_or(|heading| heading.level != 1 || !titles(heading.title, name)) {
        say(1, format!("the page does not begin with \"# {name}\" or \"# {name}: a title\""));
    }
    for (key, wanted) in [("id", name), ("family", family)] {
        let line = format!("{key} = \"{wanted}\"");
        if !file.text.lines().any(|written| written.trim() == line) {
            say(1, format!("no line {line}, as the file is called"));
        }
    }
    let sections: Vec<&str> =
        headings.iter().filter(|heading| heading.level == 2).map(|heading| heading.title).collect();
    for section in PROSE {
        if !sections.contains(section) {
            say(1, format!("the section \"## {section}\" is missing"));
        }
    }
    let steps = sections.iter().filter(|title| title.starts_with("Step ")).count();
    if steps == 0 {
        say(1, "no \"## Step …\"".to_owned());
    }
    let findings = file.text.lines().filter(|line| line.trim_end() == "```csv findings").count();
    if findings == 0 {
        say(1, "no case that raises a finding (```csv findings)".to_owned());
    }
    if sections.len().saturating_sub(steps + PROSE.len()) < 2 {
        say(1, "fewer than two cases: one must fire and one stay silent".to_owned());
    }
    let french = format!("detectors/{family}/{name}.fr.md");
    if repo.file(&french).is_none() {
        say(1, format!("{french} is missing"));
    }
}

fn french_page(repo: &Repo, file: &File, english: &str, problems: &mut Vec<Problem>) {
    if repo.file(english).is_none() {
        problems.push(Problem::in_file(&file.path, format!("{english} is missing")));
    }
    let levels: Vec<usize> = headings(&file.text).iter().map(|heading| heading.level).collect();
    if levels != [1, 2, 2] {
        let message = "not a title and the two prose sections, which is all that is translated";
        problems.push(Problem::in_file(&file.path, message));
    }
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with("```") {
            let message = "steps and cases stand once, in the English page";
            problems.push(Problem::at(&file.path, index + 1, message));
        }
    }
}

fn titles(title: &str, name: &str) -> bool {
    title.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

struct Heading<'a> {
    level: usize,
    title: &'a str,
}

/// Headings outside code fences.
fn headings(text: &str) -> Vec<Heading<'_>> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        let level = line.bytes().take_while(|&byte| byte == b'#').count();
        if !fenced && level > 0 && line[level..].starts_with(' ') {
            found.push(Heading { level, title: line[level..].trim() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const PAGE: &str = "# two-at-once: Two logins at once\n```toml\nid = \"two-at-once\"\nfamily = \"logins\"\n# a comment\n```\n\
        ## What it sees\nx\n## What it does not prove\nx\n## Step findings: sql\n```sql\nSELECT 1\n```\n\
        ## Two raise one\n```csv findings\na\n1\n```\n## One raises nothing\nx\n";
    const FRENCH: &str = "# Deux à la fois\n## Ce qu'il voit\nx\n## Ce qu'il ne prouve pas\nx\n";

    #[test]
    fn a_whole_page_passes() {
        let files = [
            ("detectors/logins/two-at-once.md", PAGE),
            ("detectors/logins/two-at-once.fr.md", FRENCH),
        ];
        assert_eq!(said(problems, &files), "");
    }

    #[test]
    fn what_is_missing_is_said() {
        let files =
            [("detectors/mails/other.md", "# two-at-once\n## What it sees\n## Step a: sql\n")];
        assert_eq!(
            said(problems, &files),
            "detectors/mails/other.md:1: the page does not begin with \"# other\" or \"# other: a title\"\n\
             detectors/mails/other.md:1: no line id = \"other\", as the file is called\n\
             detectors/mails/other.md:1: no line family = \"mails\", as the file is called\n\
             detectors/mails/other.md:1: the section \"## What it does not prove\" is missing\n\
             detectors/mails/other.md:1: no case that raises a finding (```csv findings)\n\
             detectors/mails/other.md:1: fewer than two cases: one must fire and one stay silent\n\
             detectors/mails/other.md:1: detectors/mails/other.fr.md is missing"
        );
    }

    #[test]
    fn ids_are_unique_over_families_and_french_pages_hold_prose_only() {
        let french = format!("{FRENCH}```sql\n```\n");
        let twin = PAGE.replace("\"logins\"", "\"mails\"");
        let files = [
            ("detectors/logins/two-at-once.md", PAGE),
            ("detectors/logins/two-at-once.fr.md", &french),
            ("detectors/mails/two-at-once.md", &twin),
            ("detectors/mails/two-at-once.fr.md", "# Titre\n## Un\n"),
        ];
        let said = said(problems, &files);
        assert!(said.contains("logins/two-at-once.fr.md:6: steps and cases stand once"));
        assert!(
            said.contains(
                "mails/two-at-once.md:1: detectors/logins/two-at-once.md has the same id"
            )
        );
        assert!(said.contains("mails/two-at-once.fr.md:1: not a title and the two prose sections"));
    }
}
