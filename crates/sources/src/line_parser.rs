//! The stream side of sources whose lines each stand alone: cuts the stream, tells once how its lines
//! are read, and sets aside what is no line of text.

use crate::lines::{End, Lines};
use crate::record::{Raw, Reason, RecordSink};
use crate::{Parser, ReadOptions, Reading, Source};

/// What a source makes of its lines.
pub(crate) trait ReadLine: Send {
    /// Whether [`line`](Self::line) finds NUL bytes itself while it splits the line.
    const FINDS_NUL: bool = false;

    /// Reads a line that is neither blank nor too long.
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink);

    /// The stream ended.
    fn finish(&mut self, _sink: &mut dyn RecordSink) {}
}

/// Reads a stream line by line.
pub(crate) struct LineParser<R> {
    lines: Lines,
    rows: Rows<R>,
}

struct Rows<R> {
    reading: Reading,
    is_told: bool,
    reader: R,
}

impl<R: ReadLine> LineParser<R> {
    /// For a stream whose first `offset` bytes were taken by somebody else.
    pub(crate) fn new(offset: u64, reading: Reading, reader: R) -> Self {
        Self { lines: Lines::new(offset, 1), rows: Rows { reading, is_told: false, reader } }
    }
}

/// How a source reads when nothing but its version decides it.
pub(crate) fn plain_reading(source: &dyn Source, options: &ReadOptions) -> Reading {
    Reading {
        source: source.id().to_owned(),
        version: source.version(),
        options: String::new(),
        host: options.host.clone(),
    }
}

impl<R: ReadLine> Parser for LineParser<R> {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let rows = &mut self.rows;
        self.lines.feed(bytes, sink, |sink, raw, end| rows.line(raw, end, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let rows = &mut self.rows;
        self.lines.finish(|raw, end| rows.line(raw, end, sink));
        rows.reader.finish(sink);
    }
}

impl<R: ReadLine> Rows<R> {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&self.reading);
        }
        if end == End::TooLong {
            sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
        } else if raw.bytes.trim_ascii().is_empty() {
            sink.skipped(raw);
        } else if !R::FINDS_NUL && memchr::memchr(0, raw.bytes).is_some() {
            sink.reject(raw, Reason::Binary, "a NUL byte");
        } else {
            self.reader.line(raw, end, sink);
        }
    }
}
