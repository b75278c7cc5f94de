//! Statements of any text, in both languages: every span lies in it, whatever its signs.
#![no_main]

use vigie_read::statements::Context;
use vigie_read::{Language, Span, read_statements};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    // The first line is the headline, as in an article that somebody pastes.
    let (headline, body) = text.split_once('\n').unwrap_or(("", &text));
    for language in [Language::En, Language::Fr] {
        for statement in read_statements(body, headline, language) {
            let source = if statement.context == Context::Headline { headline } else { body };
            let inside = |span: &Span| source.get(span.start..span.end).is_some();
            let whole = inside(&statement.cue) && statement.content.iter().all(inside);
            assert!(whole, "a span outside the text: {statement:?}");
        }
    }
});
