//! The rendering gate: the one way in which outside text reaches a screen, a file or a log.
//!
//! It does two things. Restricted spans are masked in place for every audience that gave no
//! reason; and whatever is left is made harmless: control bytes, terminal escapes, bidirectional
//! overrides and invisible characters come out as visible escapes, so that what a reader sees is
//! what is there. HTML and spreadsheets add their own escaping where they are written.

use std::fmt::Write;

use vigie_model::config::Audience;
use vigie_sources::{Matter, Span};

/// The longest piece of outside text that is rendered in one go, in bytes. The rest is counted.
pub const MAX_RENDERED: usize = 2_000;

/// What the gate knows about a record besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Who will read it.
    pub audience: Audience,
    /// A finding cites the record: its source address is evidence and no longer restricted.
    pub cited: bool,
}

/// Renders one record: restricted spans masked, the rest made harmless.
#[must_use]
pub fn record(bytes: &[u8], spans: &[Span], context: Context) -> String {
    let mut out = String::with_capacity(bytes.len().min(MAX_RENDERED));
    let mut at = 0;
    for span in spans {
        let start = span.range.start.clamp(at, bytes.len());
        let end = span.range.end.clamp(start, bytes.len());
        push_harmless(&mut out, &bytes[at..start]);
        if is_shown(span.matter, context) {
            push_harmless(&mut out, &bytes[start..end]);
        } else if start < end {
            out.push_str(mask(span.matter));
        }
        at = end;
    }
    push_harmless(&mut out, &bytes[at..]);
    shorten(out)
}

/// Makes a text harmless without masking anything: for names of files, words of errors, and
/// matter that is open.
#[must_use]
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MAX_RENDERED));
    push_harmless(&mut out, text.as_bytes());
    shorten(out)
}

fn is_shown(matter: Matter, context: Context) -> bool {
    match context.audience {
        Audience::Revealed => true,
        Audience::Screen | Audience::Export => context.cited && matter == Matter::Address,
    }
}

/// What stands in place of a masked span. Its length says nothing about what it hides.
const fn mask(matter: Matter) -> &'static str {
    match matter {
        Matter::Address => "‹address›",
        Matter::Login => "‹login›",
        Matter::Person => "‹person›",
        Matter::Text => "‹text›",
        Matter::Id => "‹id›",
    }
}

fn push_harmless(out: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_hidden(character) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            } else {
                out.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
}

/// Characters that change how their neighbours are shown, or that are not shown at all.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
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

fn shorten(mut text: String) -> String {
    if text.len() <= MAX_RENDERED {
        return text;
    }
    let mut end = MAX_RENDERED;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let left = text.len() - end;
    text.truncate(end);
    let _ = write!(text, "… (+{left} bytes)");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Context = Context { audience: Audience::Screen, cited: false };

    fn span(range: std::ops::Range<usize>, matter: Matter) -> Span {
        Span { range, matter }
    }

    #[test]
    fn restricted_spans_are_masked_in_place() {
        let line = b"192.0.2.7 - alice GET /x?q=secret";
        let spans =
            [span(0..9, Matter::Address), span(12..17, Matter::Login), span(25..33, Matter::Text)];
        assert_eq!(record(line, &spans, SCREEN), "‹address› - ‹login› GET /x?‹text›");
        let cited = Context { cited: true, ..SCREEN };
        assert_eq!(record(line, &spans, cited), "192.0.2.7 - ‹login› GET /x?‹text›");
        let revealed = Context { audience: Audience::Revealed, cited: false };
        assert_eq!(record(line, &spans, revealed), "192.0.2.7 - alice GET /x?q=secret");
    }

    #[test]
    fn escapes_bidi_and_invisible_characters_come_out_visible() {
        let hostile = "a\u{1b}[2Jb\u{202e}c\u{200b}d\u{9b}31m\0";
        assert_eq!(harmless(hostile), "a\\u{1b}[2Jb\\u{202e}c\\u{200b}d\\u{9b}31m\\u{0}");
        assert_eq!(record(b"\xff\x1b", &[], SCREEN), "\\xff\\u{1b}");
    }

    #[test]
    fn spans_outside_the_record_do_no_harm() {
        let backwards = std::ops::Range { start: 5, end: 2 };
        let spans =
            [span(backwards, Matter::Text), span(1..99, Matter::Text), span(0..1, Matter::Text)];
        assert_eq!(record(b"abc", &spans[1..], SCREEN), "a‹text›");
        let _ = record(b"abc", &spans, SCREEN);
    }

    #[test]
    fn long_texts_are_cut_and_counted() {
        let shown = harmless(&"é".repeat(2_000));
        assert!(shown.ends_with("… (+2000 bytes)"), "{}", &shown[shown.len() - 30..]);
    }
}
