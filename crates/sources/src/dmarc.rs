//! DMARC aggregate reports (RFC 7489, appendix C): what other mail servers saw of mail that names
//! one's domain.
//!
//! Each `record` element is one row; what stands before the first says whose report it is and for
//! which days, and is part of how its records are read. The results kept are those of the policy
//! (aligned with the author's domain), not the raw ones: a forger's own SPF passes. The claimed time is
//! the day on which the report's range begins, the observed time is its end. Dropped: selectors,
//! raw results, reasons, the published policy beside its domain.

use memchr::{memchr_iter, memmem};
use serde::{Deserialize, Serialize};
use vigie_model::time::Precision;

use crate::encoding::{self, Decoding};
use crate::lines::keep_start;
use crate::owned::{MailRow, Owned};
use crate::record::{ClaimedTime, Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::xml_pieces::{Piece, pieces, resolved};
use crate::{
    Description, KEPT_OF_TOO_LONG, MAX_RECORD, Matter, Parser, ReadOptions, Reading, Score, Source,
    SourceError, Span, stamp,
};

/// The source.
pub(crate) struct Dmarc;

const VERSION: u32 = 1;

impl Source for Dmarc {
    fn id(&self) -> &'static str {
        "dmarc"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "DMARC aggregate reports (XML)",
            fr: "rapports agrégés DMARC (XML)",
            example: "<feedback><report_metadata><org_name>boite.example</org_name><date_range><begin>1806537600</begin><end>1806623999</end></date_range></report_metadata><record><row><source_ip>192.0.2.7</source_ip><count>3</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row><identifiers><header_from>essai.example</header_from></identifiers></record></feedback>",
            personal: "addresses of sending servers, and free texts of the reporter",
        }
    }

    fn table(&self) -> &'static str {
        "mail_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let has = |mark: &[u8]| memmem::find(&head, mark).is_some();
        let is_report =
            has(b"<feedback") && (has(b"<report_metadata") || has(b"<policy_published"));
        Score(if is_report { 98 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let host = options.host.clone();
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(Reports {
                cutter: Cutter { offset, line: 1, ..Cutter::default() },
                report: Report::default(),
                reading_told: false,
                host,
            })
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, text| {
            std::str::from_utf8(text).map_or_else(|_| Span::over(text), spans)
        })
    }
}

/// Elements of a record that are words of the protocol, numbers and domains.
const OPEN: [&str; 12] = [
    "count",
    "disposition",
    "dkim",
    "spf",
    "header_from",
    "envelope_from",
    "envelope_to",
    "domain",
    "selector",
    "result",
    "scope",
    "type",
];

fn spans(record: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    pieces(record, |around, piece, range| {
        let matter = match (piece, around.last()) {
            (Piece::Text, Some(&"source_ip")) => Matter::Address,
            (Piece::Text, Some(name)) if OPEN.contains(name) => return,
            _ => Matter::Text,
        };
        spans.push(Span { range, matter });
    });
    spans
}

/// What a report says of itself: its canonical text is part of what its records mean.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Report {
    org: String,
    id: String,
    begin: String,
    end: String,
    domain: String,
}

impl Report {
    /// Takes what stands before, between or behind records.
    fn take(&mut self, text: &str) {
        if text.contains("<report_metadata") || text.contains("<policy_published") {
            *self = Self::default();
        }
        pieces(text, |around, piece, range| {
            let place = match (piece, around) {
                (Piece::Text, [.., "report_metadata", "org_name"]) => &mut self.org,
                (Piece::Text, [.., "report_metadata", "report_id"]) => &mut self.id,
                (Piece::Text, [.., "date_range", "begin"]) => &mut self.begin,
                (Piece::Text, [.., "date_range", "end"]) => &mut self.end,
                (Piece::Text, [.., "policy_published", "domain"]) => &mut self.domain,
                _ => return,
            };
            *place = resolved(&text[range]).chars().take(256).collect();
        });
    }

    fn claimed(&self) -> ClaimedTime {
        let claimed = stamp::claimed(Some(&self.begin), &jiff::tz::TimeZone::UTC);
        ClaimedTime { precision: Precision::Day, ..claimed }
    }
}

/// One record element; `None` when it names no sender.
fn row(record: &str, report: &Report) -> Option<MailRow> {
    let mut row = MailRow {
        kind: "dmarc",
        claimed: Some(report.claimed()),
        observed_at: stamp::observed(Some(&report.end), &jiff::tz::TimeZone::UTC),
        reporter: report.org.clone(),
        ..MailRow::default()
    };
    let mut to = String::new();
    pieces(record, |around, piece, range| {
        if piece != Piece::Text {
            return;
        }
        let text = || resolved(&record[range.clone()]).into_owned();
        match around {
            [.., "row", "source_ip"] => row.source = text(),
            [.., "row", "count"] => row.count = text().parse().ok().filter(|count| *count >= 0),
            [.., "policy_evaluated", "disposition"] => row.outcome = text().to_lowercase(),
            [.., "policy_evaluated", "dkim"] => row.dkim = text().to_lowercase(),
            [.., "policy_evaluated", "spf"] => row.spf = text().to_lowercase(),
            [.., "identifiers", "header_from"] => row.from_domain = text(),
            [.., "identifiers", "envelope_from"] => row.envelope_domain = text(),
            [.., "identifiers", "envelope_to"] => to = text(),
            _ => {}
        }
    });
    // The policy passes when one of the two does (RFC 7489, section 6.6.2).
    row.dmarc = match (row.dkim.as_str(), row.spf.as_str()) {
        ("", "") => String::new(),
        ("pass", _) | (_, "pass") => "pass".to_owned(),
        _ => "fail".to_owned(),
    };
    if row.from_domain.is_empty() {
        row.from_domain.clone_from(&report.domain);
    }
    (!row.source.is_empty() && row.source.parse::<std::net::IpAddr>().is_ok()).then_some(row)
}

struct Reports {
    cutter: Cutter,
    report: Report,
    reading_told: bool,
    host: String,
}

impl Reports {
    fn tell(&mut self, sink: &mut dyn RecordSink) {
        if !std::mem::replace(&mut self.reading_told, true) {
            sink.reading(&Reading {
                source: Dmarc.id().to_owned(),
                version: VERSION,
                // Texts always have a JSON form.
                options: serde_json::to_string(&self.report).unwrap_or_default(),
                host: self.host.clone(),
            });
        }
    }

    fn take(&mut self, raw: Raw<'_>, part: Part, sink: &mut dyn RecordSink) {
        let text = lossy(raw.bytes);
        let reject = match part {
            Part::Around => {
                let is_blank = raw.bytes.trim_ascii().is_empty();
                if is_blank || text.contains("<feedback") || text.contains("</feedback") {
                    self.report.take(&text);
                    return sink.skipped(raw);
                }
                (Reason::Format, "no part of a report")
            }
            Part::TooLong => (Reason::TooLong, "an element longer than a record may be"),
            Part::Open => (Reason::Truncated, "a record is open at the end"),
            Part::Record if memchr::memchr(0, raw.bytes).is_some() => {
                (Reason::Binary, "a NUL byte")
            }
            Part::Record => match row(&text, &self.report) {
                Some(row) => {
                    self.tell(sink);
                    return Owned::Mail(Box::new(row)).give(raw, sink);
                }
                None => (Reason::MissingField, "no source_ip that is an address"),
            },
        };
        self.tell(sink);
        sink.reject(raw, reject.0, reject.1);
    }

    fn cut(&mut self, at_end: bool, sink: &mut dyn RecordSink) {
        while let Some((piece, part)) = self.cutter.next(at_end) {
            let raw = Raw {
                offset: piece.offset,
                line: piece.line,
                length: piece.length,
                bytes: &piece.bytes,
            };
            self.take(raw, part, sink);
        }
    }
}

impl Parser for Reports {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        // Small blocks keep what is held close to the limit.
        for block in bytes.chunks(1 << 20) {
            self.cutter.held.extend_from_slice(block);
            self.cut(false, sink);
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.cut(true, sink);
    }
}

/// What a stretch of a report is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Around,
    Record,
    TooLong,
    /// A record without its end tag.
    Open,
}

struct Stretch {
    offset: u64,
    line: u64,
    length: u64,
    bytes: Vec<u8>,
}

/// Cuts a stream at the tags of `record` elements.
#[derive(Default)]
struct Cutter {
    held: Vec<u8>,
    /// Bytes at the front in which the next mark does not begin.
    searched: usize,
    in_record: bool,
    offset: u64,
    line: u64,
    /// The beginning of a stretch that is too long, and how many of its bytes are held no more.
    start: Vec<u8>,
    dropped: u64,
    dropped_lines: u64,
}

const END: &[u8] = b"</record>";

impl Cutter {
    fn next(&mut self, at_end: bool) -> Option<(Stretch, Part)> {
        let rest = self.held.get(self.searched..).unwrap_or_default();
        let found = if self.in_record {
            memmem::find(rest, END).map(|at| at + END.len())
        } else {
            ["<record>", "<record ", "<record\n", "<record\t", "<record\r"]
                .iter()
                .filter_map(|mark| memmem::find(rest, mark.as_bytes()))
                .min()
        };
        if let Some(found) = found {
            let end = self.searched + found;
            let part = if self.in_record { Part::Record } else { Part::Around };
            self.in_record = !self.in_record;
            if end == 0 {
                return self.next(at_end);
            }
            return Some(self.take(end, part));
        }
        if at_end {
            let part = if self.in_record { Part::Open } else { Part::Around };
            return (self.dropped > 0 || !self.held.is_empty())
                .then(|| self.take(self.held.len(), part));
        }
        self.searched = self.held.len().saturating_sub(END.len() - 1);
        // So much more that whatever ends the stretch, it is too long.
        if self.held.len() > MAX_RECORD + 2 * END.len() {
            self.drop_searched();
        }
        None
    }

    /// Counts what is too long instead of keeping it.
    fn drop_searched(&mut self) {
        let gone = self.searched;
        if self.dropped == 0 {
            keep_start(&mut self.start, &self.held[..gone.min(KEPT_OF_TOO_LONG)]);
        }
        self.dropped += gone as u64;
        self.dropped_lines += memchr_iter(b'\n', &self.held[..gone]).count() as u64;
        self.held.drain(..gone);
        self.searched = 0;
    }

    fn take(&mut self, end: usize, part: Part) -> (Stretch, Part) {
        let length = self.dropped + end as u64;
        let is_long = length > MAX_RECORD as u64;
        let lines = self.dropped_lines + memchr_iter(b'\n', &self.held[..end]).count() as u64;
        let mut bytes = std::mem::take(&mut self.start);
        let room = if is_long { KEPT_OF_TOO_LONG.saturating_sub(bytes.len()) } else { end };
        bytes.extend_from_slice(&self.held[..end.min(room)]);
        self.held.drain(..end);
        (self.searched, self.dropped, self.dropped_lines) = (0, 0, 0);
        let stretch = Stretch { offset: self.offset, line: self.line, length, bytes };
        self.offset += length;
        self.line += lines;
        (stretch, if is_long { Part::TooLong } else { part })
    }
}
