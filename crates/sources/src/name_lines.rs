//! What lists and zones of domain names share: a line is a name.

use crate::encoding::Decoding;
use crate::lines::{End, Lines};
use crate::owned::{NameRow, Owned};
use crate::record::{Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{Parser, ReadOptions, Reading, Source};

/// What a line is.
pub(crate) enum Line {
    Name(NameRow),
    /// A comment, a header, a record of no interest.
    Aside,
    /// None of these: what was expected.
    Unfit(&'static str),
}

/// Reads lines, which may depend on those before.
pub(crate) trait ReadLines: Send {
    fn line(&mut self, text: &str) -> Line;

    /// What decides how a line is read, known when the first name comes.
    fn options(&self) -> String;
}

pub(crate) struct NameLines<R> {
    reading: Reading,
    reading_told: bool,
    lines: Lines,
    rows: R,
}

/// A parser over the lines of a stream in any encoding with a mark.
pub(crate) fn parser<R: ReadLines + 'static>(
    source: &dyn Source,
    options: &ReadOptions,
    rows: R,
) -> Box<dyn Parser> {
    let reading = Reading {
        source: source.id().to_owned(),
        version: source.version(),
        options: String::new(),
        host: options.host.clone(),
    };
    Box::new(Decoding::new(Box::new(move |offset| {
        Box::new(NameLines { reading, reading_told: false, lines: Lines::new(offset, 1), rows })
    })))
}

impl<R: ReadLines> Parser for NameLines<R> {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let Self { reading, reading_told, lines, rows } = self;
        lines.feed(bytes, sink, |sink, raw, end| {
            take(reading, reading_told, rows, raw, end, sink);
        });
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let Self { reading, reading_told, lines, rows } = self;
        lines.finish(|raw, end| take(reading, reading_told, rows, raw, end, sink));
    }
}

fn take(
    reading: &mut Reading,
    reading_told: &mut bool,
    rows: &mut impl ReadLines,
    raw: Raw<'_>,
    end: End,
    sink: &mut dyn RecordSink,
) {
    if raw.bytes.trim_ascii().is_empty() {
        return sink.skipped(raw);
    }
    let text = lossy(raw.bytes);
    let line = match end {
        End::TooLong => Line::Unfit("a line longer than a record may be"),
        _ => rows.line(&text),
    };
    if matches!(line, Line::Aside) {
        return sink.skipped(raw);
    }
    if !std::mem::replace(reading_told, true) {
        reading.options = rows.options();
        sink.reading(reading);
    }
    match (line, end) {
        (_, End::TooLong) => {
            sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
        }
        _ if memchr::memchr(0, raw.bytes).is_some() => {
            sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        (Line::Name(row), _) => Owned::Name(Box::new(row)).give(raw, sink),
        (Line::Unfit(what), _) => sink.reject(raw, Reason::Format, what),
        (Line::Aside, _) => {}
    }
}
