//! What the sources of posts in tables with a known header share.
//!
//! A source gives the fields it knows, a function from the cells of a row to a post, and the fields
//! that may be shown to anybody; every other cell is masked.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::csv::fields_of;
use crate::csv::header::{Cells, HeaderTable, Rows, Wanted};
use crate::encoding::{self, Decoding};
use crate::lines::sample;
use crate::opening::{Kind, Opening};
use crate::post::{Post, Text};
use crate::record::{Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{Matter, Parser, ReadOptions, Reading, Span, csv};

/// How the rows of one source are read.
#[derive(Debug)]
pub(crate) struct Format {
    pub(crate) source: &'static str,
    pub(crate) version: u32,
    /// Fields without which a table is another one.
    pub(crate) required: &'static [&'static str],
    /// Fields that are read where they stand.
    pub(crate) optional: &'static [&'static str],
    pub(crate) read: for<'a> fn(&Line<'a>) -> Result<Post<'a>, &'static str>,
    /// Fields that may be shown.
    pub(crate) open: &'static [&'static str],
}

/// The cells of one row, by field name.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    format: &'static Format,
    cells: Cells<'a>,
    zone: &'a TimeZone,
}

impl<'a> Line<'a> {
    /// The cell under a field, trimmed; an empty one is absent.
    pub(crate) fn get(&self, field: &str) -> Text<'a> {
        let Format { required, optional, .. } = self.format;
        let at = required.iter().chain(*optional).position(|name| *name == field)?;
        let cell = match self.cells.get(at)? {
            Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
            Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
        };
        (!cell.is_empty()).then_some(cell)
    }

    /// The first of these fields that has something in it.
    pub(crate) fn first_of(&self, fields: &[&str]) -> Text<'a> {
        fields.iter().find_map(|field| self.get(field))
    }

    /// Whether a cell says yes.
    pub(crate) fn is_true(&self, field: &str) -> bool {
        let yes =
            |cell: &str| ["true", "yes", "1", "t"].iter().any(|yes| cell.eq_ignore_ascii_case(yes));
        self.get(field).is_some_and(|cell| yes(&cell))
    }

    pub(crate) const fn zone(&self) -> &'a TimeZone {
        self.zone
    }
}

/// What decides the meaning of a record's bytes.
#[derive(Serialize, Deserialize)]
struct Shape {
    separator: char,
    header: Vec<String>,
}

/// A parser for one stream.
pub(crate) fn parser(format: &'static Format, options: &ReadOptions) -> Box<dyn Parser> {
    let sheet = Sheet { format, host: options.host.clone(), zone: options.zone.clone() };
    Box::new(Decoding::new(Box::new(move |offset| {
        Box::new(SheetParser::Opening(Opening::new(offset), Some(sheet)))
    })))
}

enum SheetParser {
    Opening(Opening, Option<Sheet>),
    Rows(Box<HeaderTable<Sheet>>),
}

impl SheetParser {
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let Self::Opening(opening, sheet) = self else { return 0 };
        let (used, known) = opening.feed(bytes, at_end, |raw: Raw<'_>| sink.skipped(raw));
        let Some((kind, held)) = known else { return used };
        opening.tell_above(sink);
        let Some(sheet) = sheet.take() else { return used };
        let separator = match kind {
            Kind::Table { separator } => separator,
            // Not this format: the header will be missed and every row set aside.
            Kind::JsonLines | Kind::JsonArray => b',',
        };
        let table = HeaderTable::new(sheet, separator, opening.offset, opening.line);
        *self = Self::Rows(Box::new(table));
        self.feed(&held, sink);
        used
    }
}

impl Parser for SheetParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        while let (Self::Opening(..), false) = (&*self, rest.is_empty()) {
            let used = self.open(rest, false, sink);
            rest = &rest[used..];
        }
        if let Self::Rows(rows) = self {
            rows.feed(rest, sink);
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(&[], true, sink);
        if let Self::Rows(rows) = self {
            rows.finish(sink);
        }
    }
}

struct Sheet {
    format: &'static Format,
    host: String,
    zone: TimeZone,
}

impl Rows for Sheet {
    fn wanted(&self) -> Vec<Wanted> {
        let wanted = |is_required: bool| {
            move |name: &&'static str| Wanted {
                column: name,
                field: (*name).to_owned(),
                is_required,
            }
        };
        let required = self.format.required.iter().map(wanted(true));
        required.chain(self.format.optional.iter().map(wanted(false))).collect()
    }

    fn reading(&self, separator: u8, header: Vec<String>) -> Reading {
        // Strings and numbers always have a JSON form.
        let options = serde_json::to_string(&Shape { separator: separator.into(), header })
            .unwrap_or_default();
        Reading {
            source: self.format.source.to_owned(),
            version: self.format.version,
            options,
            host: self.host.clone(),
        }
    }

    fn row(&mut self, raw: Raw<'_>, cells: &Cells<'_>, sink: &mut dyn RecordSink) {
        let line = Line { format: self.format, cells: *cells, zone: &self.zone };
        match (self.format.read)(&line) {
            Ok(post) => post.give(raw, sink),
            Err(detail) => sink.reject(raw, Reason::MissingField, detail),
        }
    }
}

/// Masks every cell but those of the open fields.
pub(crate) fn spans(format: &Format, reading: &Reading, record: &[u8]) -> Vec<Span> {
    encoding::spans(&reading.options, record, |options, text| {
        closed(format, options, text).unwrap_or_else(|| Span::over(text))
    })
}

fn closed(format: &Format, options: &str, record: &[u8]) -> Option<Vec<Span>> {
    let shape: Shape = serde_json::from_str(options).ok()?;
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let fields = fields_of(record, u8::try_from(shape.separator).ok()?);
    if fields.len() != shape.header.len() {
        return None;
    }
    let named = fields.iter().zip(&shape.header).filter(|(field, _)| field.start < field.end);
    let closed = named.filter(|(_, name)| !format.open.contains(&name.as_str()));
    Some(
        closed
            .map(|(field, _)| Span { range: field.start..field.end, matter: Matter::Text })
            .collect(),
    )
}

/// The names in the first line of a table.
pub(crate) fn header_of(head: &[u8]) -> Vec<String> {
    let head = encoding::head_text(head);
    let Some(first) = sample(&head).next() else { return Vec::new() };
    let name = |field: &csv::Field| lossy(&field.content(first)).trim().to_owned();
    fields_of(first, csv::sniff(first)).iter().map(name).collect()
}

/// Whether the header of a table names all of these.
pub(crate) fn has_all(header: &[String], names: &[&str]) -> bool {
    names.iter().all(|name| header.iter().any(|other| other == name))
}
