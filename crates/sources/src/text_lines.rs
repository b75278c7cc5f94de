//! What the sources of plain lines share: one record a line, read by a function.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::encoding::Decoding;
use crate::json_posts::tell_dropped;
use crate::line_parser::{LineParser, ReadLine};
use crate::lines::End;
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
        let reading = Reading {
            source: format.source.to_owned(),
            version: format.version,
            options: String::new(),
            host,
        };
        let reader = Reader { format, zone, dropped: BTreeMap::new() };
        Box::new(LineParser::new(offset, reading, reader))
    })))
}

struct Reader {
    format: Format,
    zone: TimeZone,
    dropped: BTreeMap<&'static str, u64>,
}

impl ReadLine for Reader {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
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

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        tell_dropped(&self.dropped, sink);
    }
}
