//! Co-sharing tables: who shared which object when, as CooRTweet and other coordination tools
//! exchange them.

use serde::{Deserialize, Serialize};

use crate::csv::fields_of;
use crate::csv::header::{Cells, HeaderTable, Rows, Wanted};
use crate::encoding::{self, Decoding};
use crate::ids::is_rounded;
use crate::lines::sample;
use crate::opening::{Kind, Opening};
use crate::record::{Raw, Reason, Record, RecordSink, Share};
use crate::text::lossy;
use crate::{
    Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, csv, stamp,
};

/// The source.
pub(crate) struct CoSharing;

const VERSION: u32 = 2;

const OBJECT: &str = "object_id";
const ACCOUNT: &str = "account_id";
const CONTENT: &str = "content_id";
const TIME: &str = "timestamp_share";
const FIELDS: [&str; 4] = [OBJECT, ACCOUNT, CONTENT, TIME];

/// What decides the meaning of a record's bytes.
#[derive(Serialize, Deserialize)]
struct Shape {
    separator: char,
    header: Vec<String>,
}

impl Source for CoSharing {
    fn id(&self) -> &'static str {
        "co-sharing"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "co-sharing tables: object_id, account_id, content_id, timestamp_share",
            fr: "tables de partages : object_id, account_id, content_id, timestamp_share",
            example: "object_id,account_id,content_id,timestamp_share\nu1,a7,p42,1806566400",
            personal: "account ids, shared objects, and every field beyond the four",
        }
    }

    fn table(&self) -> &'static str {
        "share_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let Some(first) = sample(&head).next() else { return Score(0) };
        let separator = csv::sniff(first);
        let names: Vec<_> = fields_of(first, separator)
            .iter()
            .map(|field| lossy(&field.content(first)).trim().to_owned())
            .collect();
        let has = |name: &&str| names.iter().any(|other| other == name);
        match FIELDS.iter().filter(|name| has(name)).count() {
            4 => Score(98),
            3 if has(&CONTENT) => Score(0),
            3 => Score(90),
            _ => Score(0),
        }
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let shares = Shares { host: options.host.clone(), zone: options.zone.clone() };
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(ShareParser::Opening(Opening::new(offset), Some(shares)))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |options, text| {
            spans(options, text).unwrap_or_else(|| Span::over(text))
        })
    }
}

fn spans(options: &str, record: &[u8]) -> Option<Vec<Span>> {
    let shape: Shape = serde_json::from_str(options).ok()?;
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let fields = fields_of(record, u8::try_from(shape.separator).ok()?);
    if fields.len() != shape.header.len() {
        return None;
    }
    let named = fields.iter().zip(&shape.header).filter(|(field, _)| field.start < field.end);
    let closed = named.filter_map(|(field, name)| {
        let matter = match name.as_str() {
            TIME => return None,
            ACCOUNT => Matter::Person,
            CONTENT => Matter::Id,
            _ => Matter::Text,
        };
        Some(Span { range: field.start..field.end, matter })
    });
    Some(closed.collect())
}

enum ShareParser {
    Opening(Opening, Option<Shares>),
    Rows(HeaderTable<Shares>),
}

impl ShareParser {
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let Self::Opening(opening, shares) = self else { return 0 };
        let blank = |raw: Raw<'_>| sink.skipped(raw);
        let (used, known) = opening.feed(bytes, at_end, blank);
        let Some((kind, held)) = known else { return used };
        opening.tell_above(sink);
        let Some(shares) = shares.take() else { return used };
        let separator = match kind {
            Kind::Table { separator } => separator,
            // Not this format: the header will be missed and every row set aside.
            Kind::JsonLines | Kind::JsonArray => b',',
        };
        *self = Self::Rows(HeaderTable::new(shares, separator, opening.offset, opening.line));
        self.feed(&held, sink);
        used
    }
}

impl Parser for ShareParser {
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

struct Shares {
    host: String,
    zone: jiff::tz::TimeZone,
}

impl Rows for Shares {
    fn wanted(&self) -> Vec<Wanted> {
        let wanted = |name: &'static str| Wanted {
            column: name,
            field: name.to_owned(),
            is_required: name != CONTENT,
        };
        FIELDS.map(wanted).to_vec()
    }

    fn reading(&self, separator: u8, header: Vec<String>) -> Reading {
        // Strings and numbers always have a JSON form.
        let options = serde_json::to_string(&Shape { separator: separator.into(), header })
            .unwrap_or_default();
        Reading {
            source: CoSharing.id().to_owned(),
            version: VERSION,
            options,
            host: self.host.clone(),
        }
    }

    fn row(&mut self, raw: Raw<'_>, cells: &Cells<'_>, sink: &mut dyn RecordSink) {
        let [object, account, content, time] = [0, 1, 2, 3].map(|wanted| {
            let text = cells.get(wanted);
            text.filter(|text| !text.is_empty())
        });
        for (id, name) in [(&object, OBJECT), (&account, ACCOUNT), (&content, CONTENT)] {
            if id.as_deref().is_some_and(is_rounded) {
                let detail = format!("{name} is a rounded floating-point number");
                return sink.reject(raw, Reason::RoundedId, &detail);
            }
        }
        let (Some(object), Some(account)) = (&object, &account) else {
            return sink.reject(raw, Reason::MissingField, "no object_id or no account_id");
        };
        let share = Share {
            claimed: Some(stamp::claimed(time.as_deref(), &self.zone)),
            object_id: object,
            account_id: account,
            content_id: content.as_deref(),
        };
        sink.record(raw, Record::Share(&share));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_recognised_in_any_order() {
        assert_eq!(
            CoSharing.probe(b"\xef\xbb\xbfaccount_id;timestamp_share;object_id;content_id\n1;"),
            Score(98)
        );
        assert_eq!(CoSharing.probe(b"account_id,object_id,timestamp_share\n"), Score(90));
        assert_eq!(CoSharing.probe(b"account_id,url_id,content_id,timestamp\n"), Score(0));
    }

    #[test]
    fn accounts_objects_and_unknown_fields_are_masked() {
        let options = r#"{"separator":",","header":["object_id","account_id","content_id","timestamp_share","name"]}"#;
        let reading = Reading {
            source: "co-sharing".to_owned(),
            version: 1,
            options: options.to_owned(),
            host: String::new(),
        };
        let spans = CoSharing.restricted_spans(&reading, b"u1,\"a7\",p42,1806566400,Ada\r\n");
        let span = |range, matter| Span { range, matter };
        assert_eq!(
            spans,
            [
                span(0..2, Matter::Text),
                span(4..6, Matter::Person),
                span(8..11, Matter::Id),
                span(23..26, Matter::Text),
            ]
        );
        assert_eq!(CoSharing.restricted_spans(&reading, b"u1"), [span(0..2, Matter::Text)]);
    }
}
