//! Web archives (WARC 1.0 and 1.1): pages as a crawler got them, with the moment when it did.
//!
//! `WARC-Date` is when the page was seen; what the page says of its publication is a claim. Answers
//! with HTML and extracted texts (`conversion`) become publications; everything else is passed over
//! and counted. Whatever unpacks the members of a compressed archive stands before this parser.

mod frames;
mod page;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::json_posts::tell_dropped;
use crate::record::{Raw, Reason, RecordSink};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};
use frames::{Frames, Piece};
use page::Found;

/// The source.
pub(crate) struct Warc;

const VERSION: u32 = 2;

impl Source for Warc {
    fn id(&self) -> &'static str {
        "warc"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "web archives (WARC): pages with the moment at which they were seen",
            fr: "archives du Web (WARC) : pages et moment où elles ont été vues",
            example: "WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://gazette.example/port\r\nWARC-Date: 2027-04-01T08:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nSalut\r\n\r\n",
            personal: "everything: pages, addresses, headers",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "records that are no answers",
            "answers of other protocols",
            "answers other than 200",
            "pictures, scripts and other files that are no pages",
            "text beyond 64 KiB",
            "record ids and digests (the bytes keep them)",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let starts = head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.");
        Score(if starts { 99 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(Box::new(WarcParser {
            frames: Frames::default(),
            records: Records {
                host: options.host.clone(),
                zone: options.zone.clone(),
                is_told: false,
                dropped: BTreeMap::new(),
            },
        }))
    }

    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record)
    }
}

struct WarcParser {
    frames: Frames,
    records: Records,
}

impl Parser for WarcParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let records = &mut self.records;
        self.frames.feed(bytes, &mut |raw, piece| records.take(raw, piece, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let records = &mut self.records;
        self.frames.finish(&mut |raw, piece| records.take(raw, piece, sink));
        tell_dropped(&records.dropped, sink);
    }
}

struct Records {
    host: String,
    zone: TimeZone,
    is_told: bool,
    dropped: BTreeMap<&'static str, u64>,
}

impl Records {
    fn take(&mut self, raw: Raw<'_>, piece: Piece, sink: &mut dyn RecordSink) {
        if !self.is_told && piece != Piece::Between {
            self.is_told = true;
            sink.reading(&Reading {
                source: Warc.id().to_owned(),
                version: VERSION,
                options: String::new(),
                host: self.host.clone(),
            });
        }
        let (reason, detail) = match piece {
            Piece::Between => return sink.skipped(raw),
            Piece::Unwanted => return self.drop("records that are no answers", raw, sink),
            Piece::Record { head } => match page::read(raw.bytes, head, &self.zone) {
                Found::Post(post) => return post.give(raw, sink),
                Found::Dropped(what) => return self.drop(what, raw, sink),
                Found::Unfit(detail) => (Reason::Format, detail),
            },
            Piece::TooLong if !page::may_be_page(raw.bytes) => {
                return self.drop(page::NO_PAGE, raw, sink);
            }
            Piece::TooLong => (Reason::TooLong, "a page longer than a record may be"),
            Piece::Broken => (Reason::Format, "no record whose length is right"),
            Piece::Truncated => (Reason::Truncated, "a record is open at the end"),
        };
        sink.reject(raw, reason, detail);
    }

    fn drop(&mut self, what: &'static str, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        *self.dropped.entry(what).or_default() += 1;
        sink.skipped(raw);
    }
}
