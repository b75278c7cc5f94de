//! What the sources of publications in XML share: a parser that hands over one post an element.

use jiff::tz::TimeZone;

use super::cut::{Cut, Piece};
use super::{Element, elements};
use crate::encoding::Decoding;
use crate::post::Post;
use crate::record::{Notice, Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{Parser, ReadOptions, Reading};

/// How the elements of one source are read.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    pub(crate) source: &'static str,
    pub(crate) version: u32,
    pub(crate) names: &'static [&'static str],
    /// `None` for an element of the format that is no publication.
    pub(crate) read: fn(&[Element<'_>], &TimeZone) -> Result<Option<Post<'static>>, &'static str>,
    /// What such elements are.
    pub(crate) dropped: &'static str,
}

/// A parser for one stream.
pub(crate) fn parser(format: Format, options: &ReadOptions) -> Box<dyn Parser> {
    let (host, zone) = (options.host.clone(), options.zone.clone());
    Box::new(Decoding::new(Box::new(move |offset| {
        let reader = Reader { format, host, zone, is_told: false, dropped: 0 };
        Box::new(ElementParser { cut: Cut::new(format.names, offset), reader })
    })))
}

struct ElementParser {
    cut: Cut,
    reader: Reader,
}

impl Parser for ElementParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let reader = &mut self.reader;
        self.cut.feed(bytes, &mut |raw, piece| reader.take(raw, piece, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let reader = &mut self.reader;
        self.cut.finish(&mut |raw, piece| reader.take(raw, piece, sink));
        if reader.dropped > 0 {
            let (what, count) = (reader.format.dropped, reader.dropped);
            sink.notice(&Notice::Dropped { what, count });
        }
    }
}

struct Reader {
    format: Format,
    host: String,
    zone: TimeZone,
    is_told: bool,
    dropped: u64,
}

impl Reader {
    fn take(&mut self, raw: Raw<'_>, piece: Piece, sink: &mut dyn RecordSink) {
        let (reason, detail) = match piece {
            Piece::Between => return sink.skipped(raw),
            Piece::Element => return self.element(raw, sink),
            Piece::Broken => (Reason::Format, "an element that does not end"),
            Piece::TooLong => (Reason::TooLong, "an element longer than a record may be"),
            Piece::Truncated => (Reason::Truncated, "an element is open at the end"),
            Piece::Nothing => (Reason::Format, "no element of this format"),
        };
        self.tell_reading(sink);
        sink.reject(raw, reason, detail);
    }

    fn tell_reading(&mut self, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&Reading {
                source: self.format.source.to_owned(),
                version: self.format.version,
                options: String::new(),
                host: self.host.clone(),
            });
        }
    }

    fn element(&mut self, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        self.tell_reading(sink);
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(raw.bytes);
        match (self.format.read)(&elements(&text), &self.zone) {
            Ok(Some(post)) => post.give(raw, sink),
            Ok(None) => {
                self.dropped += 1;
                sink.skipped(raw);
            }
            Err(detail) => sink.reject(raw, Reason::MissingField, detail),
        }
    }
}

/// The text of the first element at one of these paths that has any, trimmed.
pub(crate) fn first(elements: &[Element<'_>], paths: &[&str]) -> Option<String> {
    paths
        .iter()
        .find_map(|path| {
            let mut at_path = elements.iter().filter(|element| element.path == *path);
            at_path.find_map(|element| Some(element.text.trim()).filter(|text| !text.is_empty()))
        })
        .map(str::to_owned)
}
