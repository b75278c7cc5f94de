//! What the sources of plain lines share: one record a line, read by a function.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::encoding::Decoding;
use crate::json_posts::tell_dropped;
use crate::lines::{End, Lines};
use crate::post::Post;
use crate::record::{Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{Parser, ReadOptions, Reading};

/// What a line is.
pub(crate) enum Line<'a> {
    Post(Box<Post<'a>>),
    /// Something else of the format, by its name in the plural.
    Dropped(&'static str),
    /// Nothing: a comment.
    Blank,
    Unfit(&'static str),
}

/// How the lines of one source are read.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    pub(crate) source: &'static str,
    pub(crate) version: u32,
    pub(crate) read: for<'a> fn(&'a str, &TimeZone) -> Line<'a>,
}

/// A parser for one stream.
pub(crate) fn parser(format: Format, options: &ReadOptions) -> Box<dyn Parser> {
    let (host, zone) = (options.host.clone(), options.zone.clone());
    Box::new(Decoding::new(Box::new(move |offset| {
        Box::new(LineParser {
            lines: Lines::new(offset, 1),
            reader: Reader { format, host, zone, is_told: false, dropped: BTreeMap::new() },
        })
    })))
}

struct LineParser {
    lines: Lines,
    reader: Reader,
}

impl Parser for LineParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let reader = &mut self.reader;
        self.lines.feed(bytes, sink, |sink, raw, end| reader.line(raw, end, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let reader = &mut self.reader;
        self.lines.finish(|raw, end| reader.line(raw, end, sink));
        tell_dropped(&reader.dropped, sink);
    }
}

struct Reader {
    format: Format,
    host: String,
    zone: TimeZone,
    is_told: bool,
    dropped: BTreeMap<&'static str, u64>,
}

impl Reader {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&Reading {
                source: self.format.source.to_owned(),
                version: self.format.version,
                options: String::new(),
                host: self.host.clone(),
            });
        }
        if end == End::TooLong {
            return sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
        }
        if raw.bytes.trim_ascii().is_empty() {
            return sink.skipped(raw);
        }
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(raw.bytes);
        match (self.format.read)(&text, &self.zone) {
            Line::Post(post) => post.give(raw, sink),
            Line::Blank => sink.skipped(raw),
            Line::Dropped(what) => {
                *self.dropped.entry(what).or_default() += 1;
                sink.skipped(raw);
            }
            Line::Unfit(detail) => {
                let reason = if end == End::Stream { Reason::Truncated } else { Reason::Format };
                sink.reject(raw, reason, detail);
            }
        }
    }
}
