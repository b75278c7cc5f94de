//! Characters that a reader cannot see or that turn their neighbours, and how they are written
//! instead. One list: what the gate shows, what a brief holds and what a test expects are the same.

use std::fmt::Write;

/// Whether a character changes how its neighbours are shown, or is not shown at all: control
/// characters, bidirectional marks and overrides, and what takes no room (Unicode 16, categories Cc,
/// Cf, Zl and Zp as far as they are not drawn, the fillers and the variation selectors). Line ends
/// count; whoever keeps them says so.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Writes a hidden character so that it is seen: `\u{202e}`.
pub fn push_escape(out: &mut String, letter: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_not_hidden_and_the_rest_is() {
        for letter in ['a', 'é', ' ', '\u{a0}', '\u{202f}', '—', '…', '＜', '\u{301}', '\u{600}']
        {
            assert!(!is_hidden(letter), "{letter:?}");
        }
        for letter in ['\0', '\t', '\n', '\u{1b}', '\u{9b}', '\u{ad}', '\u{200b}', '\u{2028}'] {
            assert!(is_hidden(letter), "{letter:?}");
        }
        for letter in ['\u{202e}', '\u{2069}', '\u{feff}', '\u{fe0f}', '\u{e0041}'] {
            assert!(is_hidden(letter), "{letter:?}");
        }
        let mut out = "x".to_owned();
        push_escape(&mut out, '\u{202e}');
        assert_eq!(out, "x\\u{202e}");
    }
}
