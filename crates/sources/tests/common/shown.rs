//! What was read, for people.

use std::fmt::Write;

use vigie_sources::{Matter, Reading, Source};

use crate::check::{Kind, Transcript};

/// The stretches for people: what was read, and what is left when restricted spans are masked.
pub(crate) fn shown(source: &dyn Source, bytes: &[u8], transcript: &Transcript) -> String {
    let mut out = String::new();
    for reading in &transcript.readings {
        let _ = writeln!(out, "reading {}", reading.options.escape_debug());
    }
    for found in &transcript.found {
        let start = usize::try_from(found.offset).unwrap_or(usize::MAX);
        let raw = &bytes[start..start + found.kept];
        let _ =
            writeln!(out, "\n{}+{} #{} {:?}", found.offset, found.length, found.line, found.kind);
        if !found.what.is_empty() {
            let _ = writeln!(out, "  {}", without_absent(&found.what));
        }
        let Some(reading) = transcript.readings.first() else { continue };
        if found.kind != Kind::Skipped {
            let _ = writeln!(out, "  {}", masked(source, reading, raw));
        }
    }
    for notice in &transcript.notices {
        let _ = writeln!(out, "\n{notice}");
    }
    out
}

/// A debug text without the fields that are `None`.
fn without_absent(what: &str) -> String {
    let mut out = what.to_owned();
    while let Some(end) = out.find(": None") {
        let name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let start = out[..end].trim_end_matches(name).len();
        let after = end + ": None".len();
        let after = if out[after..].starts_with(", ") { after + 2 } else { after };
        out.replace_range(start..after, "");
    }
    out.replace(",  }", " }")
}

/// A record with its restricted spans masked.
pub(crate) fn masked(source: &dyn Source, reading: &Reading, raw: &[u8]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for span in source.restricted_spans(reading, raw) {
        let mask = match span.matter {
            Matter::Address => "‹address›",
            Matter::Login => "‹login›",
            Matter::Person => "‹person›",
            Matter::Text => "‹text›",
            Matter::Id => "‹id›",
        };
        let _ = write!(out, "{}{mask}", raw[at..span.range.start].escape_ascii());
        at = span.range.end;
    }
    let _ = write!(out, "{}", raw[at..].escape_ascii());
    out
}
