//! CSV, TSV, NDJSON and JSON arrays by column mapping.
//!
//! The mapping says which field of a row fills which column of a publication. The file says what
//! it is: the first line decides between table and JSON, and the separator of a table. Lists that a
//! service wraps in an object are read like lists.

mod ahead;
mod columns;
mod csv;
mod json;
mod preview;
mod row;

use std::sync::Arc;

use crate::csv::fields_of;
use crate::csv::header::HeaderTable;
use crate::dates::Order;
use crate::encoding::{self, Decoding};
use crate::json::Picker;
use crate::json::items::FirstLine;
use crate::json::spans::masked;
use crate::opening::{ABOVE, Kind, Opening};
use crate::record::{Raw, RecordSink};
use crate::text::lossy;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};
use ahead::Ahead;
use columns::{Column, Mapping, Shape};
pub use preview::{Preview, preview};

/// The source.
pub(crate) struct Table;

const VERSION: u32 = 4;

/// What every row of a stream is read with.
#[derive(Clone, Debug)]
struct Plan {
    mapping: Mapping,
    host: String,
    zone: jiff::tz::TimeZone,
    /// Which of day and month comes first, where that is known.
    order: Option<Order>,
    /// Rows are only asked what they tell of that.
    is_ahead: bool,
}

impl Plan {
    fn reading(&self, shape: &Shape) -> Reading {
        Reading {
            source: Table.id().to_owned(),
            version: VERSION,
            options: shape.text(),
            host: self.host.clone(),
        }
    }
}

impl Source for Table {
    fn id(&self) -> &'static str {
        "table"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "posts and articles in CSV, TSV, NDJSON or a JSON array, by column mapping",
            fr: "publications en CSV, TSV, NDJSON ou tableau JSON, selon une correspondance de colonnes",
            example: "{\"id\":\"17\",\"user\":{\"id\":\"u4\"},\"message\":\"Voir gazette.example\",\"date\":1806566400}",
            personal: "author ids and names, titles, texts, addresses, links, hashtags, domains, images, and every field that is not mapped",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[ABOVE, "fields that the mapping does not name"]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        columns::probe(&encoding::head_text(head))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let mapping = Mapping::read(&options.mapping)?;
        let order = mapping.order;
        let (host, zone) = (options.host.clone(), options.zone.clone());
        let plan = Plan { mapping, host, zone, order, is_ahead: false };
        Ok(Box::new(Decoding::new(Box::new(move |offset| Box::new(Ahead::new(plan, offset))))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |options, text| {
            let spans = Shape::read(options).and_then(|shape| shape_spans(&shape, text));
            spans.unwrap_or_else(|| Span::over(text))
        })
    }
}

/// Keys under which services wrap the list that an answer holds.
const LISTS: &[&str] = &["data", "items", "value", "results", "records", "posts", "rows"];

enum State {
    Opening(Opening),
    First(FirstLine),
    Csv(HeaderTable<csv::Publications>),
    Json(json::JsonRows),
}

struct TableParser {
    plan: Arc<Plan>,
    state: State,
}

impl TableParser {
    const fn new(plan: Arc<Plan>, offset: u64) -> Self {
        Self { plan, state: State::Opening(Opening::new(offset)) }
    }

    /// Feeds the opening and leaves it once the kind is known. Returns how many bytes were taken.
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let State::Opening(opening) = &mut self.state else { return 0 };
        let blank = |raw: Raw<'_>| sink.skipped(raw);
        let (used, known) = opening.feed(bytes, at_end, blank);
        let Some((kind, held)) = known else { return used };
        let (offset, line) = (opening.offset, opening.line);
        opening.tell_above(sink);
        let plan = Arc::clone(&self.plan);
        self.state = match kind {
            Kind::Table { separator } => {
                let rows = csv::Publications::new(plan);
                State::Csv(HeaderTable::new(rows, separator, offset, line))
            }
            Kind::JsonLines => State::First(FirstLine::new(offset, line)),
            Kind::JsonArray => State::Json(json::JsonRows::array(plan, offset, line)),
        };
        self.feed(&held, sink);
        used
    }

    /// Feeds the first line of a stream of objects and leaves it once it is there.
    fn first(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let State::First(first) = &mut self.state else { return 0 };
        let (used, known) = first.feed(bytes, at_end, LISTS);
        let (offset, line) = (first.offset, first.line);
        let Some((is_record, held)) = known else { return used };
        let plan = Arc::clone(&self.plan);
        self.state = State::Json(if is_record {
            json::JsonRows::lines(plan, offset, line)
        } else {
            json::JsonRows::items(plan, LISTS, offset, line)
        });
        self.feed(&held, sink);
        used
    }
}

impl Parser for TableParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = match &self.state {
                State::Opening(_) => self.open(rest, false, sink),
                State::First(_) => self.first(rest, false, sink),
                State::Csv(_) | State::Json(_) => break,
            };
            rest = &rest[used..];
        }
        match &mut self.state {
            State::Csv(rows) => rows.feed(rest, sink),
            State::Json(rows) => rows.feed(rest, sink),
            State::Opening(_) | State::First(_) => {}
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(&[], true, sink);
        self.first(&[], true, sink);
        match &mut self.state {
            State::Csv(rows) => rows.finish(sink),
            State::Json(rows) => rows.finish(sink),
            State::Opening(_) | State::First(_) => {}
        }
    }
}

/// The stretches of one record that are not known to be open.
fn shape_spans(shape: &Shape, record: &[u8]) -> Option<Vec<Span>> {
    let mapping = shape.mapping()?;
    let span = |range, column: Option<Column>| Span {
        range,
        matter: column.map_or(Matter::Text, Column::matter),
    };
    let Some(separator) = shape.separator else {
        let text = lossy(record);
        // Positions in repaired text are not positions in the record.
        if text.len() != record.len() || matches!(text, std::borrow::Cow::Owned(_)) {
            return None;
        }
        let mut picker = Picker::default();
        let mut columns = Vec::new();
        for (column, field) in mapping.fields() {
            picker.add(field, columns.len());
            columns.push(column);
        }
        let found = masked(&picker, &text, &|slot| columns.get(slot).is_some_and(|c| c.is_open()))?;
        let first = |slots: &[usize]| slots.first().and_then(|slot| columns.get(*slot)).copied();
        return Some(found.into_iter().map(|(range, slots)| span(range, first(&slots))).collect());
    };
    let separator = u8::try_from(separator).ok()?;
    let header = shape.header.as_ref()?;
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let fields = fields_of(record, separator);
    if fields.len() != header.len() {
        return None;
    }
    let mut spans = Vec::new();
    for (field, name) in fields.iter().zip(header) {
        let mapped: Vec<Column> =
            mapping.fields().filter(|(_, field)| field == name).map(|(column, _)| column).collect();
        let closed = mapped.iter().copied().find(|column| !column.is_open());
        if (mapped.is_empty() || closed.is_some()) && field.start < field.end {
            spans.push(span(field.start..field.end, closed));
        }
    }
    Some(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(shape: &Shape, record: &str) -> String {
        let reading = Reading {
            source: "table".to_owned(),
            version: 1,
            options: shape.text(),
            host: String::new(),
        };
        let mut out = record.to_owned();
        for span in Table.restricted_spans(&reading, record.as_bytes()).into_iter().rev() {
            out.replace_range(span.range, &format!("<{:?}>", span.matter));
        }
        out
    }

    fn mapping() -> Mapping {
        let pairs =
            [("text", "message"), ("author_id", "user"), ("native_id", "id"), ("platform", "'x'")];
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Mapping::read(&pairs).unwrap()
    }

    #[test]
    fn a_table_shows_its_open_columns_only() {
        let header = ["id", "user", "message", "mail"].map(str::to_owned).to_vec();
        let shape = Shape::table(&mapping(), b';', header);
        assert_eq!(
            shown(&shape, "17;u4;\"Salut; \"\"toi\"\"\";a@mail.example"),
            "<Id>;<Person>;<Text>;<Text>"
        );
        assert_eq!(shown(&shape, "17;;\"x\";"), "<Id>;;\"<Text>\";");
        assert_eq!(shown(&shape, "17;u4"), "<Text>");
    }

    #[test]
    fn json_shows_its_open_fields_only() {
        let shape = Shape::json(&mapping());
        assert_eq!(
            shown(&shape, r#"{"id":17,"user":"u4","message":"Salut","mail":"a@mail.example"}"#),
            r#"{"id":<Id>,"user":"<Person>","message":"<Text>",<Text>}"#
        );
        assert_eq!(shown(&shape, "{"), "<Text>");
    }

    #[test]
    fn an_unknown_reading_masks_everything() {
        let reading = Reading {
            source: "table".to_owned(),
            version: 9,
            options: "?".to_owned(),
            host: String::new(),
        };
        let spans = Table.restricted_spans(&reading, b"a,b");
        assert_eq!(spans, [Span { range: 0..3, matter: Matter::Text }]);
    }

    #[test]
    fn positions_in_utf_16_are_those_of_the_record() {
        let shape = Shape::table(&mapping(), b';', ["id", "message"].map(str::to_owned).to_vec());
        let reading = Reading {
            source: "table".to_owned(),
            version: 1,
            options: format!("{}\nutf-16le", shape.text()),
            host: String::new(),
        };
        let record: Vec<u8> = "1😀;né".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let spans = Table.restricted_spans(&reading, &record);
        assert_eq!(
            spans,
            [Span { range: 0..6, matter: Matter::Id }, Span { range: 8..12, matter: Matter::Text }]
        );
    }
}
