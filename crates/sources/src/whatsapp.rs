//! The text file into which WhatsApp exports a chat.
//!
//! How a date is written follows the phone's language, and no message says which: day or month
//! first is taken from the first date of the opening that allows only one of the two. A message may
//! run over several lines. Lines of the system have a date and no author. Times are wall times of the
//! phone, to the minute or second, in a zone that nobody names: the configured one is assumed.

mod line;
mod message;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use line::{Head, Order};

use crate::encoding::{self, Decoding};
use crate::json_posts::tell_dropped;
use crate::lines::{End, Lines, keep_start};
use crate::record::{Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{
    Description, KEPT_OF_TOO_LONG, MAX_RECORD, Matter, Parser, ReadOptions, Reading, Score, Source,
    SourceError, Span,
};

/// The source.
pub(crate) struct Whatsapp;

const VERSION: u32 = 2;

/// Bytes after which the order of day and month must be decided.
const HEAD: usize = 64 << 10;

impl Source for Whatsapp {
    fn id(&self) -> &'static str {
        "whatsapp"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "WhatsApp chat exports (_chat.txt), in the usual languages of phones",
            fr: "exports de discussions WhatsApp (_chat.txt), dans les langues usuelles des téléphones",
            example: "[01/04/2027 10:00:05] Ada d'essai: Salut\n[01/04/2027 10:01:00] Bob d'essai: Voir https://gazette.example/a",
            personal: "names and numbers of members, every word of the messages, names of files",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "messages of the system",
            "the name of the chat",
            "which message is answered: the export does not say",
            "media files that were left out",
            "media files beside the chat",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let (mut dated, mut spoken, mut all) = (0_usize, 0_usize, 0_usize);
        for line in crate::lines::sample(&head) {
            let text = lossy(line);
            let found = line::head(&text);
            all += 1;
            if let Some(head) = found {
                dated += 1;
                spoken += usize::from(message::author(head.rest).is_some());
            }
        }
        // Long messages have many lines without date.
        let is_chat = spoken > 0 && dated * 6 >= all;
        Score(if is_chat { 90 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let (host, zone) = (options.host.clone(), options.zone.clone());
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(Chat {
                held: Some(Vec::new()),
                lines: Lines::new(offset, 1),
                messages: Messages {
                    host,
                    zone,
                    order: Order::DayFirst,
                    is_told: false,
                    pending: None,
                    dropped: BTreeMap::new(),
                },
            })
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            let Ok(text) = std::str::from_utf8(record) else { return Span::over(record) };
            let Some(head) = line::head(text) else { return Span::over(record) };
            let start = text.len() - head.rest.len();
            let Some((author, _)) = message::author(head.rest) else {
                return vec![Span { range: start..text.len(), matter: Matter::Text }]
                    .into_iter()
                    .filter(|span| !span.range.is_empty())
                    .collect();
            };
            let end = start + author.len();
            let spans = [(start..end, Matter::Person), (end..text.len(), Matter::Text)];
            let spans = spans.into_iter().filter(|(range, _)| !range.is_empty());
            spans.map(|(range, matter)| Span { range, matter }).collect()
        })
    }
}

struct Chat {
    /// The opening, until the order of day and month is known.
    held: Option<Vec<u8>>,
    lines: Lines,
    messages: Messages,
}

impl Chat {
    /// Takes bytes of the opening; how many.
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let Some(held) = &mut self.held else { return 0 };
        let used = bytes.len().min(HEAD.saturating_sub(held.len()));
        let grew_by_line = memchr::memchr(b'\n', &bytes[..used]).is_some();
        held.extend_from_slice(&bytes[..used]);
        let must = at_end || held.len() >= HEAD;
        if !must && !grew_by_line {
            return used;
        }
        let Some(order) = order(held, at_end, must) else { return used };
        let held = self.held.take().unwrap_or_default();
        self.messages.order = order;
        self.feed(&held, sink);
        used
    }
}

/// Day or month first: the first date of a whole line that is possible in one way only.
fn order(held: &[u8], at_end: bool, must: bool) -> Option<Order> {
    let whole = memchr::memrchr(b'\n', held).map_or(0, |end| end + 1);
    let whole = if at_end { held.len() } else { whole };
    let mut guess = Order::DayFirst;
    for line in held[..whole].split(|byte| *byte == b'\n') {
        let text = lossy(line);
        let Some(head) = line::head(&text) else { continue };
        match head.order() {
            Some(order) => return Some(order),
            // `4/1/27, 10:05 AM`: only American phones write capitals there.
            None if head.is_american() => guess = Order::MonthFirst,
            None => {}
        }
    }
    must.then_some(guess)
}

impl Parser for Chat {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        while self.held.is_some() && !rest.is_empty() {
            let used = self.open(rest, false, sink);
            rest = &rest[used..];
        }
        let messages = &mut self.messages;
        self.lines.feed(rest, sink, |sink, raw, end| messages.line(raw, end, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(&[], true, sink);
        let messages = &mut self.messages;
        self.lines.finish(|raw, end| messages.line(raw, end, sink));
        messages.flush(sink);
        tell_dropped(&messages.dropped, sink);
    }
}

/// A message that may still go on.
struct Pending {
    offset: u64,
    line: u64,
    length: u64,
    bytes: Vec<u8>,
    /// What ended the last line that is in it.
    terminator: &'static [u8],
    is_too_long: bool,
}

struct Messages {
    host: String,
    zone: TimeZone,
    order: Order,
    is_told: bool,
    pending: Option<Pending>,
    dropped: BTreeMap<&'static str, u64>,
}

impl Messages {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        let is_head = line::head(&lossy(raw.bytes)).is_some();
        if is_head || self.pending.is_none() {
            self.flush(sink);
            if !is_head {
                return self.astray(raw, end, sink);
            }
        }
        let terminator: &'static [u8] = match raw.length - raw.bytes.len() as u64 {
            _ if end == End::TooLong => b"",
            0 => b"",
            1 => b"\n",
            _ => b"\r\n",
        };
        let pending = self.pending.get_or_insert_with(|| Pending {
            offset: raw.offset,
            line: raw.line,
            length: 0,
            bytes: Vec::new(),
            terminator: b"",
            is_too_long: false,
        });
        pending.length += raw.length;
        if !pending.is_too_long {
            pending.bytes.extend_from_slice(pending.terminator);
            pending.bytes.extend_from_slice(raw.bytes);
            pending.terminator = terminator;
        }
        if pending.bytes.len() > MAX_RECORD || end == End::TooLong {
            pending.is_too_long = true;
            keep_start(&mut pending.bytes, &[]);
        }
    }

    /// A line before any message.
    fn astray(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        if raw.bytes.trim_ascii().is_empty() && end != End::TooLong {
            return sink.skipped(raw);
        }
        self.tell_reading(sink);
        let reason = if end == End::TooLong { Reason::TooLong } else { Reason::Format };
        sink.reject(raw, reason, "no date at the start of a chat");
    }

    fn tell_reading(&mut self, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&Reading {
                source: Whatsapp.id().to_owned(),
                version: VERSION,
                options: String::new(),
                host: self.host.clone(),
            });
        }
    }

    fn flush(&mut self, sink: &mut dyn RecordSink) {
        let Some(pending) = self.pending.take() else { return };
        self.tell_reading(sink);
        let Pending { offset, line, length, ref bytes, is_too_long, .. } = pending;
        let raw = Raw { offset, line, length, bytes };
        if is_too_long {
            let bytes = &bytes[..bytes.len().min(KEPT_OF_TOO_LONG)];
            let detail = "a message longer than a record may be";
            return sink.reject(Raw { bytes, ..raw }, Reason::TooLong, detail);
        }
        if memchr::memchr(0, bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(bytes);
        let Some(head) = line::head(&text) else {
            return sink.reject(raw, Reason::Format, "no date at the start of a message");
        };
        let Head { rest, .. } = head;
        match message::read(rest, head.claimed(self.order, &self.zone)) {
            Some(post) => post.give(raw, sink),
            None => {
                *self.dropped.entry("messages of the system").or_default() += 1;
                sink.skipped(raw);
            }
        }
    }
}
