//! The rendering gate: the one way in which outside text reaches a screen, a file or a log.
//!
//! It does three things. Restricted spans are masked in place for every audience that gave no
//! reason; what repeats a sealed rumour comes out as its code for every audience; and whatever is
//! left is made harmless: control bytes, terminal escapes, bidirectional overrides and invisible
//! characters come out as visible escapes, so that what a reader sees is what is there. HTML and
//! spreadsheets add their own escaping where they are written.
//!
//! What is sealed is known to the process and not handed in: an error or a log line is rendered
//! far from any project, and no caller can forget what it is not asked for.

mod letters;
mod sealing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write;

use vigie_kernels::text::mail_addresses;
use vigie_model::config::Audience;
use vigie_model::hidden::{is_hidden, push_escape};
use vigie_sources::{Matter, Span};

pub(crate) use sealing::{Known, LEAST_TERM, Sealing, install, letters_of};

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

/// Renders one record: restricted spans masked, what repeats a sealed rumour as its code, the rest
/// made harmless.
#[must_use]
pub fn record(bytes: &[u8], spans: &[Span], context: Context) -> String {
    let mut raw = String::with_capacity(bytes.len());
    let mut at = 0;
    for span in spans {
        let start = span.range.start.clamp(at, bytes.len());
        let end = span.range.end.clamp(start, bytes.len());
        push_raw(&mut raw, &bytes[at..start]);
        if is_shown(span.matter, context) {
            push_raw(&mut raw, &bytes[start..end]);
        } else if start < end {
            raw.push_str(mask(span.matter));
        }
        at = end;
    }
    push_raw(&mut raw, &bytes[at..]);
    harmless(&raw)
}

/// A text of a log with its mail addresses masked: they are matter of private persons, wherever in
/// a line they stand.
#[must_use]
pub(crate) fn without_mail(text: &str) -> Cow<'_, str> {
    let found = mail_addresses(text.as_bytes());
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(mask(Matter::Person));
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// The restricted spans of a line of a log, with the mail addresses that stand outside of them.
#[must_use]
pub(crate) fn with_mail(mut spans: Vec<Span>, line: &[u8]) -> Vec<Span> {
    let found = mail_addresses(line).into_iter();
    let outside = found.filter(|range| {
        !spans.iter().any(|span| span.range.start < range.end && range.start < span.range.end)
    });
    let outside: Vec<Span> = outside.map(|range| Span { range, matter: Matter::Person }).collect();
    spans.extend(outside);
    spans.sort_by_key(|span| span.range.start);
    spans
}

/// Makes a text harmless: what repeats a sealed rumour comes out as its code, and nothing in it
/// changes how its neighbours are shown. For names of files, words of errors, and matter that is
/// open.
#[must_use]
pub fn harmless(text: &str) -> String {
    let sealed = sealed(text);
    let mut out = String::with_capacity(sealed.len().min(MAX_RENDERED));
    push_harmless(&mut out, &sealed);
    shorten(out)
}

/// What repeats a sealed rumour cut out, and nothing else changed: the last net of printers, for
/// lines that were put together from texts that each passed the gate.
#[must_use]
pub fn sealed(text: &str) -> Cow<'_, str> {
    let mut shown = Cow::Borrowed(text);
    for sealing in sealing::all() {
        if let Cow::Owned(sealed) = sealing.seal(&shown) {
            shown = Cow::Owned(sealed);
        }
    }
    shown
}

/// Whether anything is sealed here.
#[must_use]
pub fn is_sealing() -> bool {
    !sealing::all().is_empty()
}

/// How many sealed rumours a text repeats, whatever it says of them: reporting and denying spread
/// them too.
#[must_use]
pub(crate) fn rumours_repeated(text: &str) -> usize {
    sealing::all().iter().map(|sealing| sealing.repeats(text).len()).sum()
}

/// As [`sealed`], for every text in a value; names of fields are ours and stay.
pub fn seal_json(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            if let Cow::Owned(sealed) = sealed(text) {
                *text = sealed;
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(seal_json),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(seal_json),
        _ => {}
    }
}

/// Makes a text harmless without cutting anything out: for the words of a rumour itself, once
/// showing them is on record.
#[must_use]
pub(crate) fn unsealed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_harmless(&mut out, text);
    out
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

/// Bytes that are no text stand as marks in a text until it is made harmless, so that they part
/// no word.
const RAW_BYTES: u32 = 0x10_fe00;

/// Whether the letter stands for a byte that is no text.
pub(crate) const fn is_raw_byte(letter: char) -> bool {
    matches!(letter as u32, RAW_BYTES..=0x10_feff)
}

fn push_raw(out: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        let marks = chunk.invalid().iter().map(|byte| RAW_BYTES + u32::from(*byte));
        out.extend(marks.filter_map(char::from_u32));
    }
}

fn push_harmless(out: &mut String, text: &str) {
    for character in text.chars() {
        if is_raw_byte(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\x{:02x}", u32::from(character) - RAW_BYTES);
        } else if is_hidden(character) {
            push_escape(out, character);
        } else {
            out.push(character);
        }
    }
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
