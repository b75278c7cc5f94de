//! Whatever a page holds, reading it ends in a page or in an error with file, line and hint.

use proptest::prelude::*;
use vigie_detect::Page;

const PAGES: [&str; 3] = [
    include_str!("../../../../detectors/coordination/same-object-together.md"),
    include_str!("../../../../detectors/logins/login-guessing.md"),
    include_str!("../../../../detectors/logins/shared-login-list.md"),
];

fn check(text: &str) -> Result<(), TestCaseError> {
    match Page::parse(text, "p.md") {
        Ok(page) => prop_assert!(!page.steps.is_empty()),
        Err(error) => {
            prop_assert_eq!(&error.file, "p.md");
            prop_assert!(error.line >= 1 && error.line <= text.lines().count().max(1), "{}", error);
            prop_assert!(!error.message.is_empty() && !error.hint.is_empty(), "{}", error);
        }
    }
    Ok(())
}

/// Cuts `text` at `start` of a thousand, drops `length` characters and puts `put` there.
fn mutated(text: &str, start: usize, length: usize, put: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let start = letters.len() * start / 1_000;
    let end = (start + length).min(letters.len());
    let before = letters[..start].iter();
    let after = letters[end..].iter();
    before.copied().chain(put.chars()).chain(after.copied()).collect()
}

proptest! {
    #[test]
    fn a_mutated_page_is_read_or_refused(
        page in 0_usize..3,
        cuts in prop::collection::vec((0_usize..1_000, 0_usize..40, "[ -~\n`#=$|,{}é]{0,12}"), 1..4),
    ) {
        let mut text = PAGES[page].to_owned();
        for (start, length, put) in &cuts {
            text = mutated(&text, *start, *length, put);
        }
        check(&text)?;
    }

    #[test]
    fn lines_in_another_order_are_read_or_refused(page in 0_usize..3, from in 0_usize..400, to in 0_usize..400) {
        let mut lines: Vec<&str> = PAGES[page].lines().collect();
        let (from, to) = (from % lines.len(), to % lines.len());
        lines.swap(from, to);
        check(&lines.join("\n"))?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        check(&text)?;
        check(&format!("# x\n```toml\n{text}\n```\n"))?;
    }
}
