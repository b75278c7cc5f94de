//! What somebody told us: one JSON object a line, written by `vigie tip` and kept like any other
//! record. Read as a table with a mapping of its own; the words and the person are restricted.

use crate::encoding;
use crate::lines::sample;
use crate::record::{Notice, Raw, Reason, Record, RecordSink};
use crate::table::Table;
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Tip;

const VERSION: u32 = 1;

/// Which field fills which column.
const MAPPING: [(&str, &str); 6] = [
    ("native_id", "tip"),
    ("author_name", "from"),
    ("text", "text"),
    ("published_at", "at"),
    ("platform", "'tip'"),
    ("kind", "'tip'"),
];

impl Source for Tip {
    fn id(&self) -> &'static str {
        "tip"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "tips: what somebody told us, as vigie tip writes it",
            fr: "signalements : ce que l’on nous a dit, tel que vigie tip l’écrit",
            example: "{\"tip\":\"T-01\",\"from\":\"a neighbour\",\"at\":\"2027-04-01T10:00:00Z\",\"text\":\"a van with our logo\"}",
            personal: "who told, and every word of it",
        }
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let is_tip = |line: &[u8]| line.trim_ascii_start().starts_with(b"{\"tip\":\"T-");
        Score(if sample(&head).next().is_some_and(is_tip) { 95 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let mapping = MAPPING.map(|(column, field)| (column.to_owned(), field.to_owned()));
        let options = ReadOptions { mapping: mapping.to_vec(), ..options.clone() };
        Ok(Box::new(TipParser(Table.parser(&options)?)))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        Table.restricted_spans(reading, record)
    }
}

struct TipParser(Box<dyn Parser>);

impl Parser for TipParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        self.0.feed(bytes, &mut Renamed(sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.0.finish(&mut Renamed(sink));
    }
}

/// Gives the reading of a table the name of this source.
struct Renamed<'a>(&'a mut dyn RecordSink);

impl RecordSink for Renamed<'_> {
    fn reading(&mut self, reading: &Reading) {
        let (source, version) = (Tip.id().to_owned(), VERSION);
        self.0.reading(&Reading { source, version, ..reading.clone() });
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        self.0.record(raw, record);
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, detail: &str) {
        self.0.reject(raw, reason, detail);
    }

    fn skipped(&mut self, raw: Raw<'_>) {
        self.0.skipped(raw);
    }

    fn notice(&mut self, notice: &Notice) {
        self.0.notice(notice);
    }
}
