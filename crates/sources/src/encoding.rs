//! Byte order marks and UTF-16, outside the parsers: they see UTF-8, everybody else sees the bytes
//! of the stream.
//!
//! Each unit of UTF-16 becomes a fixed number of UTF-8 bytes (a pair four, a lone surrogate the
//! three of U+FFFD), so every position in the decoded text has one in the stream, and identity,
//! evidence and masking work on the bytes that were there.

use std::ops::Range;

use crate::record::{Notice, Raw, Reason, Record, RecordSink};
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD, Parser, Reading, Span};

/// Makes the inner parser, told at which offset of the stream its first byte stands.
pub(crate) type Build = Box<dyn FnOnce(u64) -> Box<dyn Parser> + Send>;

/// Bytes that are decoded in one go.
const BLOCK: usize = 64 << 10;

/// The order of the two bytes of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    Little,
    Big,
}

impl Order {
    const fn word(self) -> &'static str {
        match self {
            Self::Little => "utf-16le",
            Self::Big => "utf-16be",
        }
    }

    const fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }
}

/// Reads the byte order mark and hands the rest to the parser that it builds.
pub(crate) struct Decoding {
    state: State,
}

enum State {
    Head { held: Vec<u8>, build: Build },
    Plain(Box<dyn Parser>),
    Utf16(Box<Utf16>),
    Ended,
}

impl Decoding {
    pub(crate) fn new(build: Build) -> Self {
        Self { state: State::Head { held: Vec::new(), build } }
    }

    /// Leaves the head behind, which is three bytes or all there is.
    fn open(&mut self, sink: &mut dyn RecordSink) {
        let (held, build) = match std::mem::replace(&mut self.state, State::Ended) {
            State::Head { held, build } => (held, build),
            other => {
                self.state = other;
                return;
            }
        };
        let mark = |length: usize| Raw {
            offset: 0,
            line: 1,
            length: length as u64,
            bytes: &held[..length],
        };
        let (order, rest) = match *held {
            [0xff, 0xfe, ..] => (Order::Little, 2),
            [0xfe, 0xff, ..] => (Order::Big, 2),
            [0xef, 0xbb, 0xbf, ..] => {
                sink.skipped(mark(3));
                self.state = State::Plain(build(3));
                return;
            }
            _ => {
                self.state = State::Plain(build(0));
                self.feed(&held, sink);
                return;
            }
        };
        sink.skipped(mark(rest));
        self.state = State::Utf16(Box::new(Utf16::new(order, build(0))));
        self.feed(&held[rest..], sink);
    }
}

impl Parser for Decoding {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        if let State::Head { held, .. } = &mut self.state {
            let missing = 3_usize.saturating_sub(held.len()).min(rest.len());
            let (head, after) = rest.split_at(missing);
            held.extend_from_slice(head);
            rest = after;
            if held.len() < 3 {
                return;
            }
            self.open(sink);
        }
        match &mut self.state {
            State::Plain(inner) => inner.feed(rest, sink),
            State::Utf16(decoder) => decoder.feed(rest, sink),
            State::Head { .. } | State::Ended => {}
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(sink);
        match &mut self.state {
            State::Plain(inner) => inner.finish(sink),
            State::Utf16(decoder) => decoder.finish(sink),
            State::Head { .. } | State::Ended => {}
        }
    }
}

/// Decodes for the inner parser and keeps the bytes that it has not accounted for yet.
struct Utf16 {
    inner: Box<dyn Parser>,
    text: String,
    pending: Pending,
}

impl Utf16 {
    const fn new(order: Order, inner: Box<dyn Parser>) -> Self {
        let pending = Pending {
            order,
            offset: 2,
            bytes: Vec::new(),
            done: 0,
            decoded: 0,
            folded: Folded { at: 0, bytes: 0, text: 0 },
        };
        Self { inner, text: String::new(), pending }
    }

    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        for block in bytes.chunks(BLOCK) {
            self.pending.bytes.extend_from_slice(block);
            self.decode(false);
            let mut back = Back { pending: &mut self.pending, sink };
            self.inner.feed(self.text.as_bytes(), &mut back);
            self.pending.forget_done();
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.decode(true);
        let mut back = Back { pending: &mut self.pending, sink };
        self.inner.feed(self.text.as_bytes(), &mut back);
        self.inner.finish(&mut back);
    }

    fn decode(&mut self, at_end: bool) {
        self.text.clear();
        let pending = &mut self.pending;
        while let Some(piece) = piece_at(pending.order, &pending.bytes[pending.decoded..], at_end) {
            self.text.push(piece.letter);
            pending.decoded += piece.bytes;
        }
    }
}

/// One letter and how many bytes of the stream it came from.
struct Piece {
    letter: char,
    bytes: usize,
}

fn piece_at(order: Order, bytes: &[u8], at_end: bool) -> Option<Piece> {
    let unit = |at: usize| Some(order.unit([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let Some(first) = unit(0) else {
        let is_odd = at_end && bytes.len() == 1;
        return is_odd.then_some(Piece { letter: char::REPLACEMENT_CHARACTER, bytes: 1 });
    };
    let second = unit(2);
    if (0xd800..0xdc00).contains(&first) && second.is_none() && !at_end {
        return None;
    }
    let pair = [first, second.unwrap_or(0)];
    let letter = char::decode_utf16(pair).next()?.unwrap_or(char::REPLACEMENT_CHARACTER);
    Some(Piece { letter, bytes: 2 * letter.len_utf16() })
}

/// Bytes of the stream that the inner parser has not put into a stretch yet.
struct Pending {
    order: Order,
    /// Where in the stream the first byte that is not done stands.
    offset: u64,
    bytes: Vec<u8>,
    /// Bytes at the front that are in a stretch.
    done: usize,
    /// Bytes at the front that were given to the inner parser.
    decoded: usize,
    folded: Folded,
}

/// The middle of a line without end, counted instead of kept.
struct Folded {
    /// Where in `Pending::bytes` it was.
    at: usize,
    bytes: u64,
    text: u64,
}

impl Pending {
    /// Turns a stretch of the decoded text, the next one in order, into one of the stream.
    fn take(&mut self, inner: &Raw<'_>) -> (u64, u64, Range<usize>) {
        let start = self.done;
        let mut content = start;
        let (mut text, mut extra) = (0, 0);
        while text < inner.length {
            if self.folded.bytes > 0 && self.done >= self.folded.at {
                text += self.folded.text;
                extra += self.folded.bytes;
                self.folded = Folded { at: 0, bytes: 0, text: 0 };
                continue;
            }
            let Some(piece) = piece_at(self.order, &self.bytes[self.done..], true) else { break };
            self.done += piece.bytes;
            text += piece.letter.len_utf8() as u64;
            if text <= inner.bytes.len() as u64 {
                content = self.done;
            }
        }
        let length = (self.done - start) as u64 + extra;
        let offset = self.offset;
        self.offset += length;
        (offset, length, start..content)
    }

    fn forget_done(&mut self) {
        self.bytes.drain(..self.done);
        self.decoded -= self.done;
        self.folded.at = self.folded.at.saturating_sub(self.done);
        self.done = 0;
        // So much text is more than a record may hold: the inner parser has stopped keeping it.
        if self.bytes.len() > 4 * MAX_RECORD {
            self.fold();
        }
    }

    fn fold(&mut self) {
        if self.folded.bytes == 0 {
            let mut at = 0;
            while at < 2 * KEPT_OF_TOO_LONG {
                let Some(piece) = piece_at(self.order, &self.bytes[at..], true) else { break };
                at += piece.bytes;
            }
            self.folded.at = at;
        }
        let mut at = self.folded.at;
        while at < self.decoded {
            let Some(piece) = piece_at(self.order, &self.bytes[at..], true) else { break };
            at += piece.bytes;
            self.folded.text += piece.letter.len_utf8() as u64;
        }
        self.folded.bytes += (at - self.folded.at) as u64;
        self.bytes.drain(self.folded.at..at);
        self.decoded = self.folded.at;
    }
}

/// Passes on what the inner parser finds, in positions of the stream.
struct Back<'a> {
    pending: &'a mut Pending,
    sink: &'a mut dyn RecordSink,
}

impl Back<'_> {
    fn give(&mut self, inner: Raw<'_>, pass: impl FnOnce(&mut dyn RecordSink, Raw<'_>)) {
        let (offset, length, bytes) = self.pending.take(&inner);
        let bytes = self.pending.bytes.get(bytes).unwrap_or_default();
        pass(self.sink, Raw { offset, line: inner.line, length, bytes });
    }
}

impl RecordSink for Back<'_> {
    fn reading(&mut self, reading: &Reading) {
        let options = format!("{}\n{}", reading.options, self.pending.order.word());
        self.sink.reading(&Reading { options, ..reading.clone() });
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        self.give(raw, |sink, raw| sink.record(raw, record));
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, detail: &str) {
        self.give(raw, |sink, raw| sink.reject(raw, reason, detail));
    }

    fn skipped(&mut self, raw: Raw<'_>) {
        self.give(raw, |sink, raw| sink.skipped(raw));
    }

    fn notice(&mut self, notice: &Notice) {
        self.sink.notice(notice);
    }
}

/// The text of a stream's head, whatever its encoding, for probing.
pub(crate) fn head_text(head: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let (order, rest) = match head {
        [0xef, 0xbb, 0xbf, rest @ ..] => return rest.into(),
        [0xff, 0xfe, rest @ ..] => (Order::Little, rest),
        [0xfe, 0xff, rest @ ..] => (Order::Big, rest),
        _ => return head.into(),
    };
    decoded(order, rest).into_bytes().into()
}

fn decoded(order: Order, bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut at = 0;
    while let Some(piece) = piece_at(order, &bytes[at..], true) {
        text.push(piece.letter);
        at += piece.bytes;
    }
    text
}

/// Restricted spans of a record: found by `find` in its text (told the options of the inner
/// reading), given in positions of the record.
pub(crate) fn spans(
    options: &str,
    record: &[u8],
    find: impl FnOnce(&str, &[u8]) -> Vec<Span>,
) -> Vec<Span> {
    let (options, order) = match options.rsplit_once('\n') {
        Some((inner, word)) if word == Order::Little.word() => (inner, Order::Little),
        Some((inner, word)) if word == Order::Big.word() => (inner, Order::Big),
        _ => return find(options, record),
    };
    let text = decoded(order, record);
    let mut spans = find(options, text.as_bytes());
    for span in &mut spans {
        let place = |at: usize| {
            let before = text.get(..at).unwrap_or(&text);
            (2 * before.chars().map(char::len_utf16).sum::<usize>()).min(record.len())
        };
        span.range = place(span.range.start)..place(span.range.end);
    }
    spans
}
