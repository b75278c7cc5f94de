//! What parsers hand over: typed, borrowed rows and rejects, each with its raw bytes.

use vigie_model::time::{Precision, Timestamp};

/// The raw bytes of one record and where they stand in the decompressed stream.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    /// Offset of the first byte in the stream.
    pub offset: u64,
    /// Line number (for CSV: the line on which the record begins), from 1.
    pub line: u64,
    /// Length in the stream, terminator included. Larger than `bytes.len()` when the record was
    /// too long to be kept whole or when its terminator is not part of its identity.
    pub length: u64,
    /// The record's own bytes, without terminator. Identity is made from these.
    pub bytes: &'a [u8],
}

/// When a record says it happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimedTime {
    /// The moment, if it could be read.
    pub at: Option<Timestamp>,
    /// How fine it is.
    pub precision: Precision,
    /// What had to be assumed or why there is none.
    pub note: Option<TimeNote>,
}

/// What is odd about a claimed time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeNote {
    /// The record holds none.
    Missing,
    /// It holds something that is not a time.
    Unreadable,
    /// It lies outside [`vigie_model::time::PLAUSIBLE`]; it is kept but not used.
    Absurd,
    /// It names no zone; the configured one was assumed.
    ZoneAssumed,
    /// It names no year; the latest year not after the reference time was assumed.
    YearAssumed,
}

impl TimeNote {
    /// The word in the lake.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Absurd => "absurd",
            Self::ZoneAssumed => "zone assumed",
            Self::YearAssumed => "year assumed",
        }
    }
}

/// One observed record. Every text is as the source gave it, with the escapes of its format (JSON,
/// CSV, access log) resolved and invalid UTF-8 replaced. Empty means absent. A list or
/// object in JSON is given as its JSON text.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// Goes to `publication_records`.
    Publication(&'a Publication<'a>),
    /// Goes to `share_records`.
    Share(&'a Share<'a>),
    /// Goes to `request_records`.
    Request(&'a Request<'a>),
    /// Goes to `login_records`.
    Login(&'a Login<'a>),
    /// Goes to `mail_records`.
    Mail(&'a Mail<'a>),
    /// Goes to `name_records`.
    Name(&'a Name<'a>),
}

/// A post or article.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Publication<'a> {
    pub claimed: Option<ClaimedTime>,
    pub observed_at: Option<Timestamp>,
    pub platform: Option<&'a str>,
    pub native_id: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub author_id: Option<&'a str>,
    pub author_name: Option<&'a str>,
    pub title: Option<&'a str>,
    pub text: Option<&'a str>,
    pub url: Option<&'a str>,
    pub language: Option<&'a str>,
    pub links: Option<&'a str>,
    pub hashtags: Option<&'a str>,
    pub domains: Option<&'a str>,
    pub images: Option<&'a str>,
    pub repost_of: Option<&'a str>,
    pub reply_to: Option<&'a str>,
    pub label: Option<&'a str>,
}

/// A row of a co-sharing table.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Share<'a> {
    pub claimed: Option<ClaimedTime>,
    pub object_id: &'a str,
    pub account_id: &'a str,
    pub content_id: Option<&'a str>,
}

/// A line of a web access log.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Request<'a> {
    pub claimed: Option<ClaimedTime>,
    pub vhost: Option<&'a str>,
    pub source_address: &'a str,
    pub remote_user: Option<&'a str>,
    pub method: Option<&'a str>,
    pub path: Option<&'a str>,
    pub query: Option<&'a str>,
    pub protocol: Option<&'a str>,
    pub status: Option<i64>,
    pub bytes: Option<i64>,
    /// From the first byte asked to the last byte answered, in microseconds.
    pub duration_us: Option<i64>,
    pub referer: Option<&'a str>,
    pub agent: Option<&'a str>,
}

/// What became of a login attempt, in the service's own words and no further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A credential was refused.
    Failed,
    /// A credential was accepted.
    Accepted,
    /// The service says that the name does not exist (or is not allowed).
    InvalidUser,
    /// The peer left or was cut off after failures, with a name attached.
    Disconnected,
    /// The peer left or was cut off before any credential, no name attached.
    PreauthClosed,
    /// Something else that names a source.
    Other,
}

impl Outcome {
    /// The word in the lake.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::InvalidUser => "invalid_user",
            Self::Disconnected => "disconnected",
            Self::PreauthClosed => "preauth_closed",
            Self::Other => "other",
        }
    }
}

/// A line of a login log.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Login<'a> {
    pub claimed: Option<ClaimedTime>,
    pub service: &'static str,
    pub machine: Option<&'a str>,
    pub outcome: Outcome,
    pub method: Option<&'a str>,
    pub source_address: Option<&'a str>,
    /// The name as typed. Whoever stores it must hash it unless `user_known`.
    pub user: Option<&'a str>,
    /// Whether the service says that the name exists.
    pub user_known: bool,
    pub session: Option<&'a str>,
}

/// A message, one row of a message trace, or one row of a DMARC report. Lists are separated by
/// spaces; names of attachments by newlines.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Mail<'a> {
    pub claimed: Option<ClaimedTime>,
    pub observed_at: Option<Timestamp>,
    pub kind: &'static str,
    pub outcome: Option<&'a str>,
    pub direction: Option<&'a str>,
    pub reporter: Option<&'a str>,
    pub message_id: Option<&'a str>,
    pub source_address: Option<&'a str>,
    pub from_address: Option<&'a str>,
    pub from_name: Option<&'a str>,
    pub from_domain: Option<&'a str>,
    pub return_path: Option<&'a str>,
    pub envelope_domain: Option<&'a str>,
    pub reply_to: Option<&'a str>,
    pub reply_domain: Option<&'a str>,
    pub recipients: Option<&'a str>,
    pub subject_line: Option<&'a str>,
    pub spf: Option<&'a str>,
    pub dkim: Option<&'a str>,
    pub dmarc: Option<&'a str>,
    pub count: Option<i64>,
    pub bytes: Option<i64>,
    pub links: Option<&'a str>,
    pub link_domains: Option<&'a str>,
    pub attachment_names: Option<&'a str>,
    pub attachment_hashes: Option<&'a str>,
    pub note: Option<&'a str>,
}

/// A domain name, or the names of one certificate.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the column of the same name in model::schema")]
pub struct Name<'a> {
    pub claimed: Option<ClaimedTime>,
    pub observed_at: Option<Timestamp>,
    pub kind: &'static str,
    pub name: &'a str,
    pub names: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub fingerprint: Option<&'a str>,
    pub log: Option<&'a str>,
    pub log_index: Option<i64>,
    pub entry: Option<&'a str>,
    pub detail: Option<&'a str>,
}

/// Why a stretch of input was set aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// Not in the format of this source.
    Format,
    /// Longer than the record limit.
    TooLong,
    /// A NUL or other byte that no text log holds.
    Binary,
    /// JSON that does not parse, or nests too deep.
    Json,
    /// CSV with the wrong number of fields or an unclosed quote.
    Csv,
    /// A field that the mapping needs is absent.
    MissingField,
    /// An id that went through floating point and lost digits (`1.2345678901234567e17`).
    RoundedId,
    /// The input ended inside the record.
    Truncated,
    /// A date of which nothing tells whether the day or the month comes first.
    AmbiguousDate,
}

impl Reason {
    /// The word in the lake and in summaries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::TooLong => "too long",
            Self::Binary => "binary",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::MissingField => "missing field",
            Self::RoundedId => "rounded id",
            Self::Truncated => "truncated",
            Self::AmbiguousDate => "ambiguous date",
        }
    }
}

/// Takes what a parser finds, in stream order.
pub trait RecordSink {
    /// Called once, before the first record, when the parser knows how it reads (a CSV parser
    /// needs the header line first).
    fn reading(&mut self, reading: &crate::Reading);

    /// One row.
    fn record(&mut self, raw: Raw<'_>, record: Record<'_>);

    /// One stretch set aside. `detail` says what was expected and never quotes the input.
    fn reject(&mut self, raw: Raw<'_>, reason: Reason, detail: &str);

    /// Bytes that are neither record nor reject: headers, blank lines, lines of other programs.
    /// Together the stretches cover the whole stream. `raw.bytes` may be empty here.
    fn skipped(&mut self, raw: Raw<'_>);

    /// The stretches that are handed over next, in this order: whoever hashes records can hash
    /// these together. A hint that may come or not, and that a stretch may fail to follow.
    fn ahead(&mut self, _next: &[Raw<'_>]) {}

    /// Something about the stream as a whole that whoever reads it should hear; a few at most.
    fn notice(&mut self, _notice: &Notice) {}
}

/// What a parser noticed about a stream as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Notice {
    /// A field that the mapping names is not in the header of the table, so no row was read; or no
    /// record of the stream held it, so the column stayed empty.
    FieldAbsent {
        /// The column that it was to fill.
        column: String,
        /// The field, as the mapping names it.
        field: String,
        /// Fields that the stream does have, nearest first, made harmless.
        nearest: Vec<String>,
        /// Whether rows were set aside because of it.
        rows_rejected: bool,
    },
    /// How the dates of a column were read, where that is no matter of course.
    Dates {
        /// The column that they fill.
        column: String,
        /// The field, as the mapping names it.
        field: String,
        /// What the reading rests on.
        basis: DateBasis,
    },
    /// The stream ends between two records of a list that is not closed: it was cut off.
    CutOff {
        /// The line on which it ends.
        line: u64,
    },
    /// Records that were read and are no publication, request or login: they were passed over.
    Dropped {
        /// What they are, in the plural.
        what: &'static str,
        /// How many there were.
        count: u64,
    },
}

/// What the reading of a column of dates rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateBasis {
    /// A date on this line has a number above twelve in front: the day comes first.
    DayFirst {
        /// The line.
        line: u64,
    },
    /// A date on this line has a number above twelve behind: the month comes first.
    MonthFirst {
        /// The line.
        line: u64,
    },
    /// Points between the numbers: the day comes first.
    Points,
    /// Numbers of days, as spreadsheets count them from the end of 1899.
    Counted,
}

impl DateBasis {
    /// The word for it in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayFirst { .. } => "day first",
            Self::MonthFirst { .. } => "month first",
            Self::Points => "points",
            Self::Counted => "counted days",
        }
    }

    /// The line that it rests on, where it is one.
    #[must_use]
    pub const fn line(self) -> Option<u64> {
        match self {
            Self::DayFirst { line } | Self::MonthFirst { line } => Some(line),
            Self::Points | Self::Counted => None,
        }
    }
}
