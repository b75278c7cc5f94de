//! Reads the exports of services: records with named fields, as JSON lines, as JSON lists (wrapped
//! or not) and as tables, in any encoding that has a mark. What the fields mean is the format's.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::tz::TimeZone;
use memchr::memchr;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vigie_model::time::Timestamp;

use crate::csv::fields_of;
use crate::csv::header::{Cells, HeaderTable, Rows, Wanted};
use crate::encoding::{self, Decoding};
use crate::fields::{Fields, plain_name};
use crate::json::Picker;
use crate::json::items::{FirstLine, Frame, Items};
use crate::json::spans::masked;
use crate::json_posts::{tell_cut_off, tell_dropped};
use crate::lines::{End, Lines};
use crate::opening::{Kind, Opening};
use crate::owned::Owned;
use crate::record::{Notice, Raw, Reason, Record, RecordSink};
use crate::request_lines::Unfit;
use crate::stamps::Stamps;
use crate::text::lossy;
use crate::{Matter, Parser, ReadOptions, Reading, Score, Span};

/// What one export format is.
pub(crate) trait Format: Sync {
    /// The name of its source.
    fn id(&self) -> &'static str;

    /// Raised when the same bytes are read differently.
    fn version(&self) -> u32;

    /// Keys under which answers of the service wrap a list of records.
    fn lists(&self) -> &'static [&'static str];

    /// The fields that may be shown to anybody, and what kind of matter the known others are; what
    /// is not named here is masked with its key.
    fn shown(&self) -> &'static [(&'static str, Option<Matter>)];

    /// What a record that is not this source's matter is called in the plural, where it is to be
    /// counted and told.
    fn passed_over(&self, _: &Fields<'_>) -> Option<&'static str> {
        None
    }

    /// One record. `Unfit::Other` is a record of the service that is not this source's matter.
    ///
    /// # Errors
    /// When it is none.
    fn read(&self, fields: &Fields<'_>, stamps: &Stamps) -> Result<Owned, Unfit>;
}

/// A parser of such exports.
pub(crate) fn parser(format: &'static dyn Format, options: &ReadOptions) -> Box<dyn Parser> {
    counted_parser(format, options, Arc::default())
}

/// How well the head of a stream fits, at best `best`.
pub(crate) fn probe(format: &'static dyn Format, head: &[u8], best: usize) -> Score {
    let options = ReadOptions {
        mapping: Vec::new(),
        host: String::new(),
        zone: TimeZone::UTC,
        reference: Timestamp(0),
        proxies: crate::Proxies::default(),
    };
    let counts = Arc::new(Counts::default());
    let mut parser = counted_parser(format, &options, Arc::clone(&counts));
    parser.feed(head, &mut Nowhere);
    if counts.all() == 0 {
        parser.finish(&mut Nowhere);
    }
    let ours = counts.ours.load(Ordering::Relaxed);
    Score(u8::try_from(best * ours / counts.all().max(1)).unwrap_or(0))
}

/// The stretches of one record that may not be shown.
pub(crate) fn spans(format: &'static dyn Format, reading: &Reading, record: &[u8]) -> Vec<Span> {
    encoding::spans(&reading.options, record, |options, text| {
        let found = match serde_json::from_str::<Shape>(options) {
            Ok(shape) => table_spans(format, &shape, text),
            Err(_) => object_spans(format, text),
        };
        found.unwrap_or_else(|| Span::over(text))
    })
}

fn object_spans(format: &'static dyn Format, record: &[u8]) -> Option<Vec<Span>> {
    // Positions in repaired text would not be positions in the record.
    let text = std::str::from_utf8(record).ok()?;
    let mut picker = Picker::default();
    for (slot, (path, _)) in format.shown().iter().enumerate() {
        picker.add(path, slot);
    }
    let matter = |slot: usize| format.shown().get(slot).and_then(|(_, matter)| *matter);
    let found = masked(&picker, text, &|slot| matter(slot).is_none())?;
    let span = |(range, slots): (_, Vec<usize>)| Span {
        range,
        matter: slots.first().and_then(|slot| matter(*slot)).unwrap_or(Matter::Text),
    };
    Some(found.into_iter().map(span).collect())
}

fn table_spans(format: &'static dyn Format, shape: &Shape, record: &[u8]) -> Option<Vec<Span>> {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let fields = fields_of(record, u8::try_from(shape.separator).ok()?);
    if fields.len() != shape.header.len() {
        return None;
    }
    let named = fields.iter().zip(&shape.header).filter(|(field, _)| field.start < field.end);
    let closed = named.filter_map(|(field, name)| {
        let name = plain_name(name);
        let known = format.shown().iter().find(|(shown, _)| plain_name(shown) == name);
        let matter = known.map_or(Some(Matter::Text), |(_, matter)| *matter)?;
        Some(Span { range: field.start..field.end, matter })
    });
    Some(closed.collect())
}

/// What decides the meaning of a row's bytes. JSON needs nothing.
#[derive(Serialize, Deserialize)]
struct Shape {
    separator: char,
    header: Vec<String>,
}

/// Records of the format, and rows that are none.
#[derive(Default)]
struct Counts {
    ours: AtomicUsize,
    others: AtomicUsize,
}

impl Counts {
    fn all(&self) -> usize {
        self.ours.load(Ordering::Relaxed) + self.others.load(Ordering::Relaxed)
    }
}

fn counted_parser(
    format: &'static dyn Format,
    options: &ReadOptions,
    counts: Arc<Counts>,
) -> Box<dyn Parser> {
    let reader = Reader {
        format,
        host: options.host.clone(),
        stamps: Stamps::new(options),
        counts,
        dropped: RefCell::default(),
    };
    Box::new(Decoding::new(Box::new(move |offset| {
        Box::new(FieldParser { reader: Some(reader), state: State::Opening(Opening::new(offset)) })
    })))
}

/// Turns records into rows.
struct Reader {
    format: &'static dyn Format,
    host: String,
    stamps: Stamps,
    counts: Arc<Counts>,
    /// What was passed over, and how often.
    dropped: RefCell<BTreeMap<&'static str, u64>>,
}

impl Reader {
    fn reading(&self, options: String) -> Reading {
        Reading {
            source: self.format.id().to_owned(),
            version: self.format.version(),
            options,
            host: self.host.clone(),
        }
    }

    fn reject(&self, raw: Raw<'_>, reason: Reason, detail: &str, sink: &mut dyn RecordSink) {
        self.counts.others.fetch_add(1, Ordering::Relaxed);
        sink.reject(raw, reason, detail);
    }

    fn row(&self, raw: Raw<'_>, fields: &Fields<'_>, sink: &mut dyn RecordSink) {
        match self.format.read(fields, &self.stamps) {
            Ok(row) => row.give(raw, sink),
            Err(Unfit::Other) => {
                if let Some(what) = self.format.passed_over(fields) {
                    *self.dropped.borrow_mut().entry(what).or_default() += 1;
                }
                sink.skipped(raw);
            }
            Err(Unfit::Header(_)) => sink.skipped(raw),
            Err(Unfit::Format(what)) => return self.reject(raw, Reason::MissingField, what, sink),
            Err(Unfit::Json) => {
                return self.reject(raw, Reason::Json, "no JSON object inside", sink);
            }
        }
        self.counts.ours.fetch_add(1, Ordering::Relaxed);
    }

    fn line(&self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        match end {
            End::TooLong => {
                self.reject(raw, Reason::TooLong, "a line longer than a record may be", sink);
            }
            _ if raw.bytes.trim_ascii().is_empty() => sink.skipped(raw),
            _ => self.object(raw, end == End::Newline, sink),
        }
    }

    fn frame(&self, raw: Raw<'_>, frame: Frame, sink: &mut dyn RecordSink) {
        let (reason, detail) = match frame {
            Frame::Object => return self.object(raw, true, sink),
            Frame::Between => return sink.skipped(raw),
            Frame::Broken => (Reason::Json, "no object that ends"),
            Frame::TooLong => (Reason::TooLong, "an object longer than a record may be"),
            Frame::Truncated => (Reason::Truncated, "an object is open at the end"),
        };
        self.reject(raw, reason, detail, sink);
    }

    fn object(&self, raw: Raw<'_>, is_terminated: bool, sink: &mut dyn RecordSink) {
        if memchr(0, raw.bytes).is_some() {
            return self.reject(raw, Reason::Binary, "a NUL byte", sink);
        }
        let text = lossy(raw.bytes);
        match serde_json::from_str::<Map<String, Value>>(text.trim()) {
            Ok(object) => self.row(raw, &Fields::Object(&object), sink),
            Err(error) if error.is_eof() && !is_terminated => {
                self.reject(raw, Reason::Truncated, "the object is open at the end", sink);
            }
            Err(_) => self.reject(raw, Reason::Json, "no JSON object", sink),
        }
    }
}

enum State {
    Opening(Opening),
    /// It begins with an object; its first line tells whether every line is one.
    First(FirstLine),
    Lines(Reader, Lines),
    Items(Reader, Items),
    Table(HeaderTable<TableRows>),
}

struct FieldParser {
    /// Until the state has it.
    reader: Option<Reader>,
    state: State,
}

impl FieldParser {
    /// Feeds what comes before the kind is known. Returns how many bytes were taken.
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let State::Opening(opening) = &mut self.state else { return 0 };
        let (used, known) = opening.feed(bytes, at_end, |raw| sink.skipped(raw));
        let Some((kind, held)) = known else { return used };
        let (offset, line) = (opening.offset, opening.line);
        opening.tell_above(sink);
        match kind {
            Kind::JsonLines => self.state = State::First(FirstLine::new(offset, line)),
            Kind::JsonArray => self.read_items(offset, line, sink),
            Kind::Table { separator } => {
                let Some(reader) = self.reader.take() else { return used };
                let rows = TableRows { reader, header: RefCell::default() };
                self.state = State::Table(HeaderTable::new(rows, separator, offset, line));
            }
        }
        self.feed(&held, sink);
        used
    }

    /// Feeds the first line of a stream of objects, and goes on when it is there.
    fn first(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let State::First(first) = &mut self.state else { return 0 };
        let lists = self.reader.as_ref().map_or(&[][..], |reader| reader.format.lists());
        let (used, known) = first.feed(bytes, at_end, lists);
        let (offset, line) = (first.offset, first.line);
        let Some((is_record, held)) = known else { return used };
        if is_record {
            let Some(reader) = self.reader.take() else { return used };
            sink.reading(&reader.reading(String::new()));
            self.state = State::Lines(reader, Lines::new(offset, line));
        } else {
            self.read_items(offset, line, sink);
        }
        self.feed(&held, sink);
        used
    }

    fn read_items(&mut self, offset: u64, line: u64, sink: &mut dyn RecordSink) {
        let Some(reader) = self.reader.take() else { return };
        sink.reading(&reader.reading(String::new()));
        let items = Items::new(reader.format.lists(), offset, line);
        self.state = State::Items(reader, items);
    }
}

impl Parser for FieldParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = match &mut self.state {
                State::Opening(_) => self.open(rest, false, sink),
                State::First(_) => self.first(rest, false, sink),
                State::Lines(reader, lines) => {
                    lines.feed(rest, sink, |sink, raw, end| reader.line(raw, end, sink));
                    return;
                }
                State::Items(reader, items) => {
                    items.feed(rest, &mut |raw, frame| reader.frame(raw, frame, sink));
                    return;
                }
                State::Table(rows) => return rows.feed(rest, sink),
            };
            rest = &rest[used..];
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(&[], true, sink);
        self.first(&[], true, sink);
        match &mut self.state {
            State::Lines(reader, lines) => {
                lines.finish(|raw, end| reader.line(raw, end, sink));
                tell_dropped(&reader.dropped.borrow(), sink);
            }
            State::Items(reader, items) => {
                items.finish(&mut |raw, frame| reader.frame(raw, frame, sink));
                tell_cut_off(items.cut_off_at(), sink);
                tell_dropped(&reader.dropped.borrow(), sink);
            }
            State::Table(rows) => {
                rows.finish(sink);
                tell_dropped(&rows.rows().reader.dropped.borrow(), sink);
            }
            State::Opening(_) | State::First(_) => {}
        }
    }
}

/// The rows of a table.
struct TableRows {
    reader: Reader,
    /// The names of the header, as [`plain_name`] writes them. Told by a shared reference.
    header: RefCell<Vec<String>>,
}

impl Rows for TableRows {
    fn wanted(&self) -> Vec<Wanted> {
        Vec::new()
    }

    fn reading(&self, separator: u8, header: Vec<String>) -> Reading {
        *self.header.borrow_mut() = header.iter().map(|name| plain_name(name)).collect();
        let shape = Shape { separator: separator.into(), header };
        // Strings and letters always have a JSON form.
        self.reader.reading(serde_json::to_string(&shape).unwrap_or_default())
    }

    fn row(&mut self, raw: Raw<'_>, cells: &Cells<'_>, sink: &mut dyn RecordSink) {
        let header = self.header.get_mut();
        let cells: Vec<_> = (0..header.len()).map_while(|at| cells.at(at)).collect();
        self.reader.row(raw, &Fields::Row(header, &cells), sink);
    }
}

/// Keeps nothing.
struct Nowhere;

impl RecordSink for Nowhere {
    fn reading(&mut self, _: &Reading) {}
    fn record(&mut self, _: Raw<'_>, _: Record<'_>) {}
    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}
    fn skipped(&mut self, _: Raw<'_>) {}
    fn notice(&mut self, _: &Notice) {}
}
