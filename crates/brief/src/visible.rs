//! The second net under `app`'s gate: nothing invisible leaves in a page.
//!
//! The gate has already made outside text harmless. Analysts paste too, and a frozen file cannot
//! be mended, so what could hide or turn its neighbours is written as a visible escape here.

use vigie_model::hidden::{is_hidden, push_escape};

/// The text with control, bidirectional and invisible characters as visible escapes. Line ends
/// stay.
pub(crate) fn visible(text: String) -> String {
    if !text.contains(must_be_written_out) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for letter in text.chars() {
        if must_be_written_out(letter) {
            push_escape(&mut out, letter);
        } else {
            out.push(letter);
        }
    }
    out
}

/// Lines are part of a page.
fn must_be_written_out(letter: char) -> bool {
    is_hidden(letter) && letter != '\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(
            visible("a\u{202e}b\u{1b}[1m\nc\u{202f}:".to_owned()),
            "a\\u{202e}b\\u{1b}[1m\nc\u{202f}:"
        );
    }
}
