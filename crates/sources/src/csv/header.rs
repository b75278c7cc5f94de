//! Tables whose first record names the fields.

use std::borrow::Cow;
use std::fmt::Write;

use memchr::{memchr, memchr_iter};

use super::{CsvReader, Field, Row};
use crate::Reading;
use crate::record::{Notice, Raw, Reason, RecordSink};
use crate::text::{cell_text, harmless_name, nearest};

/// Lines that the sink hears of before the first of them is handed over.
const TOGETHER: usize = 64;

/// A field that a source asks a table for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wanted {
    /// What it fills.
    pub(crate) column: &'static str,
    /// Its name in the header.
    pub(crate) field: String,
    /// Whether a table without it cannot be read.
    pub(crate) is_required: bool,
}

/// What a source does with the rows of a table.
pub(crate) trait Rows: Send {
    /// The fields it wants; [`Cells::get`] takes their index.
    fn wanted(&self) -> Vec<Wanted>;

    /// How the stream is read, once the header is known.
    fn reading(&self, separator: u8, header: Vec<String>) -> Reading;

    /// One row.
    fn row(&mut self, raw: Raw<'_>, cells: &Cells<'_>, sink: &mut dyn RecordSink);
}

/// The cells of one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells<'a> {
    record: &'a [u8],
    /// The record, when it is UTF-8.
    text: Option<&'a str>,
    fields: &'a [Field],
    places: &'a [Option<usize>],
}

impl<'a> Cells<'a> {
    /// The cell under the wanted field of that index, if the table has it.
    pub(crate) fn get(&self, wanted: usize) -> Option<Cow<'a, str>> {
        self.at((*self.places.get(wanted)?)?)
    }

    /// The cell in that place of the row.
    pub(crate) fn at(&self, place: usize) -> Option<Cow<'a, str>> {
        let field = self.fields.get(place)?;
        if let (true, Some(text)) = (field.plain, self.text) {
            return text.get(field.start..field.end).map(Cow::Borrowed);
        }
        Some(cell_text(field.content(self.record)))
    }
}

/// Reads a table for a source.
pub(crate) struct HeaderTable<R> {
    reader: CsvReader,
    rest: Rest<R>,
}

struct Rest<R> {
    separator: u8,
    rows: R,
    state: State,
}

enum State {
    /// The header comes next.
    Header,
    /// It came: so many fields, the wanted ones at these places.
    Rows { width: usize, places: Vec<Option<usize>> },
    /// It came and cannot be used.
    Unusable,
}

impl<R: Rows> HeaderTable<R> {
    pub(crate) const fn new(rows: R, separator: u8, offset: u64, line: u64) -> Self {
        Self {
            reader: CsvReader::new(separator, offset, line),
            rest: Rest { separator, rows, state: State::Header },
        }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut coming = bytes;
        while !coming.is_empty() {
            let (block, after) = coming.split_at(end_of_lines(coming));
            // Lines are records, but for quoted newlines: what comes otherwise is no harm.
            if let Some(begin) = self.reader.boundary() {
                announce(block, begin, sink);
            }
            let rest = &mut self.rest;
            self.reader.feed(block, &mut |raw, row| rest.take(raw, row, sink));
            coming = after;
        }
    }

    /// What takes the rows.
    pub(crate) const fn rows(&self) -> &R {
        &self.rest.rows
    }

    pub(crate) fn finish(&mut self, sink: &mut dyn RecordSink) {
        let rest = &mut self.rest;
        self.reader.finish(&mut |raw, row| rest.take(raw, row, sink));
    }
}

/// Where so many lines end, or all there are.
fn end_of_lines(bytes: &[u8]) -> usize {
    memchr_iter(b'\n', bytes).nth(TOGETHER - 1).map_or(bytes.len(), |newline| newline + 1)
}

/// Tells the sink of the whole lines of a block that begins at this offset and line.
fn announce(block: &[u8], (mut offset, mut line): (u64, u64), sink: &mut dyn RecordSink) {
    let mut lines = [Raw { offset: 0, line: 0, length: 0, bytes: &[] }; TOGETHER];
    let mut found = 0;
    let mut start = 0;
    for (place, newline) in lines.iter_mut().zip(memchr_iter(b'\n', block)) {
        let content = &block[start..newline];
        let bytes = content.strip_suffix(b"\r").unwrap_or(content);
        let length = content.len() as u64 + 1;
        *place = Raw { offset, line, length, bytes };
        (offset, line, start) = (offset + length, line + 1, newline + 1);
        found += 1;
    }
    sink.ahead(&lines[..found]);
}

impl<R: Rows> Rest<R> {
    fn take(&mut self, raw: Raw<'_>, row: Row<'_>, sink: &mut dyn RecordSink) {
        let broken = match row {
            Row::Blank => return sink.skipped(raw),
            Row::Fields { fields, count, is_terminated } => {
                return self.fields(raw, fields, count, is_terminated, sink);
            }
            Row::TooLong => (Reason::TooLong, "a line longer than a record may be"),
            Row::OpenQuote => (Reason::Csv, "a quote that does not close"),
            Row::Truncated => (Reason::Truncated, "a quote is open at the end"),
        };
        if matches!(self.state, State::Header) {
            sink.reading(&self.rows.reading(self.separator, Vec::new()));
            self.state = State::Unusable;
        }
        sink.reject(raw, broken.0, broken.1);
    }

    fn fields(
        &mut self,
        raw: Raw<'_>,
        fields: &[Field],
        count: usize,
        is_terminated: bool,
        sink: &mut dyn RecordSink,
    ) {
        let (width, places) = match &self.state {
            State::Header => return self.header(raw, fields, count, sink),
            State::Unusable => {
                let detail = "the header cannot be used";
                return sink.reject(raw, Reason::MissingField, detail);
            }
            State::Rows { width, places } => (*width, places),
        };
        if memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        if count != width {
            let is_cut = !is_terminated && count < width;
            let reason = if is_cut { Reason::Truncated } else { Reason::Csv };
            let mut detail = format!("{count} fields where the header has {width}");
            let breaks = memchr_iter(b'\n', raw.bytes).count();
            if breaks > 0 {
                // Whatever stands inside a stray pair of quotes is lost, so say how much. Reading it
                // line by line instead could turn lines of a text into rows.
                let _ = write!(detail, ", over {} lines", breaks + 1);
            }
            return sink.reject(raw, reason, &detail);
        }
        let text = simdutf8::basic::from_utf8(raw.bytes).ok();
        let cells = Cells { record: raw.bytes, text, fields, places };
        self.rows.row(raw, &cells, sink);
    }

    fn header(&mut self, raw: Raw<'_>, fields: &[Field], count: usize, sink: &mut dyn RecordSink) {
        let name = |field: &Field| cell_text(field.content(raw.bytes)).trim().to_owned();
        let names: Vec<String> = fields.iter().map(name).collect();
        let wanted = self.rows.wanted();
        let place = |wanted: &Wanted| names.iter().position(|name| *name == wanted.field);
        let places: Vec<Option<usize>> = wanted.iter().map(place).collect();
        sink.reading(&self.rows.reading(self.separator, names.clone()));
        let missing =
            wanted.iter().zip(&places).filter(|(field, at)| field.is_required && at.is_none());
        let missing: Vec<&Wanted> = missing.map(|(field, _)| field).collect();
        let Some(first) = missing.first() else {
            let is_whole = names.len() == count && memchr(0, raw.bytes).is_none();
            if !is_whole {
                self.state = State::Unusable;
                return sink.reject(raw, Reason::Binary, "no header that text could have");
            }
            self.state = State::Rows { width: count, places };
            return sink.skipped(raw);
        };
        self.state = State::Unusable;
        let near = |field: &str| -> Vec<String> {
            let names = nearest(field, names.iter().map(String::as_str));
            names.into_iter().take(5).map(harmless_name).collect()
        };
        for field in &missing {
            sink.notice(&Notice::FieldAbsent {
                column: field.column.to_owned(),
                field: field.field.clone(),
                nearest: near(&field.field),
                rows_rejected: true,
            });
        }
        let detail = format!(
            "no field {:?} in the header; nearest: {}",
            first.field,
            near(&first.field).join(", ")
        );
        sink.reject(raw, Reason::MissingField, &detail);
    }
}
