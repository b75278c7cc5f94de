//! One parser per format, push-based and free of IO.
//!
//! This crate must not know files, sockets, compression or the lake. Bytes come in by
//! [`Parser::feed`]; rows, rejects and skipped stretches go out through a [`RecordSink`], in order,
//! covering every byte of the stream. Start with [`Source`]; the list of all sources is [`ALL`].

use std::ops::Range;

use vigie_model::error::{ErrorKind, Explained};
use vigie_model::time::Timestamp;

mod address_list;
mod certstream;
mod charset;
mod cloudflare;
mod co_sharing;
pub mod container;
mod crowdtangle;
mod csv;
mod ct_tiles;
mod dates;
mod dmarc;
mod domain_list;
mod eml;
mod encoding;
mod entra;
mod feed;
mod field_rows;
mod fields;
mod forwarded;
mod fourcat;
mod gdelt;
mod google_login;
mod haproxy;
mod html_page;
mod html_text;
mod ids;
mod jetstream;
mod json;
mod json_feed;
mod json_posts;
mod line_parser;
mod lines;
mod m365_audit;
mod mail;
mod mastodon;
mod mbox;
mod message_trace;
mod name_lines;
mod names;
mod opening;
mod owned;
mod post;
pub mod record;
mod request_lines;
mod service_log;
mod sheet;
mod sitemap;
mod sshd;
mod stamp;
mod stamps;
pub mod syslog_framing;
mod table;
mod telegram_export;
mod telegram_html;
mod telethon;
mod text;
mod text_lines;
mod tiktok_research;
mod tip;
mod took;
mod troll_csv;
mod warc;
mod web_access;
mod web_format;
mod web_json;
mod whatsapp;
mod wrapped;
mod x_api;
mod x_io_csv;
mod xml;
mod xml_pieces;
mod youtube;
mod youtube_api;
mod zeeschuimer;
mod zone_file;

pub use forwarded::Proxies;
pub use record::{
    ClaimedTime, DateBasis, Login, Mail, Name, Notice, Outcome, Publication, Raw, Reason, Record,
    RecordSink, Request, Share, TimeNote,
};

pub use table::{Preview, preview};

/// Every source, by name. A new one is a file, a line here and a fixture.
#[rustfmt::skip]
pub const ALL: &[&dyn Source] = &[
    &address_list::AddressList,
    &certstream::Certstream,
    &cloudflare::Cloudflare,
    &co_sharing::CoSharing,
    &crowdtangle::Crowdtangle,
    &ct_tiles::CtTiles,
    &dmarc::Dmarc,
    &domain_list::DomainList,
    &eml::Eml,
    &entra::Entra,
    &feed::Feed,
    &fourcat::Fourcat,
    &gdelt::Gdelt,
    &google_login::GoogleLogin,
    &haproxy::Haproxy,
    &html_page::HtmlPage,
    &jetstream::Jetstream,
    &json_feed::JsonFeed,
    &m365_audit::M365Audit,
    &mastodon::Mastodon,
    &mbox::Mbox,
    &message_trace::MessageTrace,
    &service_log::ServiceLog,
    &sitemap::Sitemap,
    &sshd::Sshd,
    &table::Table,
    &telegram_export::TelegramExport,
    &telegram_html::TelegramHtml,
    &telethon::Telethon,
    &tiktok_research::TiktokResearch,
    &tip::Tip,
    &troll_csv::TrollCsv,
    &warc::Warc,
    &web_access::WebAccess,
    &web_format::WebFormat,
    &web_json::WebJson,
    &whatsapp::Whatsapp,
    &x_api::XApi,
    &x_io_csv::XIoCsv,
    &youtube::Youtube,
    &youtube_api::YoutubeApi,
    &zeeschuimer::Zeeschuimer,
    &zone_file::ZoneFile,
];

/// The sources that the first bytes of a stream fit at all, best first.
#[must_use]
pub fn best(head: &[u8]) -> Vec<(&'static dyn Source, Score)> {
    let mut scored: Vec<_> = ALL.iter().map(|source| (*source, source.probe(head))).collect();
    scored.retain(|(_, score)| *score > Score(0));
    scored.sort_by(|(_, one), (_, other)| other.cmp(one));
    scored
}

/// The longest record that is kept whole, in bytes.
pub const MAX_RECORD: usize = 8 << 20;

/// How much of a record longer than [`MAX_RECORD`] is kept for the `rejected` table.
pub const KEPT_OF_TOO_LONG: usize = 4 << 10;

/// How a stream is to be read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// `column=field` pairs of the column mapping, in the order given; a quoted constant
    /// (`platform='telegram'`) is kept with its quotes.
    pub mapping: Vec<(String, String)>,
    /// The host label of the stream.
    pub host: String,
    /// The zone of stamps that name none.
    pub zone: jiff::tz::TimeZone,
    /// Stamps without a year are taken to lie at most a day after this.
    pub reference: Timestamp,
    /// Proxies of the house: what they say of where a request came from is believed.
    pub proxies: Proxies,
}

impl ReadOptions {
    /// Nothing mapped, no host named, no proxy believed.
    #[must_use]
    pub fn new(zone: jiff::tz::TimeZone, reference: Timestamp) -> Self {
        let (mapping, host, proxies) = (Vec::new(), String::new(), Proxies::default());
        Self { mapping, host, zone, reference, proxies }
    }
}

/// How a stream was read, in full: enough to read one of its records again by itself.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// Id of the source.
    pub source: String,
    /// Version of the parser; not part of a signal's identity.
    pub version: u32,
    /// Canonical text of what decides the meaning of a record's bytes: mapping, header fields,
    /// separator. Part of a signal's identity.
    pub options: String,
    /// The host label. Part of a signal's identity.
    pub host: String,
}

/// How well the head of a file fits a source, from 0 (not at all) to 100 (certain).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Score(pub u8);

/// What a user sees in `vigie sources`.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// One line in English.
    pub en: &'static str,
    /// One line in French.
    pub fr: &'static str,
    /// A tiny invented example.
    pub example: &'static str,
    /// Which fields are matter of private persons.
    pub personal: &'static str,
}

/// A format.
pub trait Source: Sync {
    /// Its name: a noun.
    fn id(&self) -> &'static str;

    /// Raised when the parser reads the same bytes differently.
    fn version(&self) -> u32;

    /// For people.
    fn description(&self) -> Description;

    /// The names of the lake tables that its records go to.
    fn table(&self) -> &'static str;

    /// What its records say that the lake does not keep, in a few words each. The bytes keep it.
    fn dropped(&self) -> &'static [&'static str] {
        &[]
    }

    /// How well the first bytes of a stream (up to 64 KiB, maybe cut mid-record) fit.
    fn probe(&self, head: &[u8]) -> Score;

    /// A parser for one stream.
    ///
    /// # Errors
    /// When the options cannot be used with this source (an unknown column, a missing mapping).
    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError>;

    /// The stretches of one record that are matter of private persons, sorted and disjoint.
    /// What cannot be read comes back as one stretch over everything.
    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span>;
}

/// A stretch of a record that is matter of private persons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// Where in the record, in bytes.
    pub range: Range<usize>,
    /// What it holds.
    pub matter: Matter,
}

impl Span {
    /// One stretch over a whole record that cannot be read.
    fn over(record: &[u8]) -> Vec<Self> {
        if record.is_empty() {
            return Vec::new();
        }
        vec![Self { range: 0..record.len(), matter: Matter::Text }]
    }
}

/// What kind of personal matter a stretch holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    /// A source address. Shown on lines that a finding cites, masked on all others.
    Address,
    /// A login name or anything typed in its place.
    Login,
    /// An account id, handle or name.
    Person,
    /// Texts, links, query strings.
    Text,
    /// The id of a publication: many platforms write the account into it.
    Id,
}

/// Reads one stream.
pub trait Parser: Send {
    /// Takes the next bytes. What does not end a record yet is kept inside, at most
    /// [`MAX_RECORD`] bytes.
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink);

    /// The stream ended. A last record without terminator is read like any other.
    fn finish(&mut self, sink: &mut dyn RecordSink);
}

/// Options that a source cannot work with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The mapping names a column that does not exist.
    #[error("the mapping names the unknown column {name:?}")]
    UnknownColumn {
        /// As written.
        name: String,
        /// The columns that exist, nearest first.
        known: Vec<String>,
    },
    /// The source needs a mapping.
    #[error("{source_id} needs a column mapping")]
    NeedsMapping {
        /// The source.
        source_id: &'static str,
    },
    /// The mapping contradicts itself.
    #[error("the mapping gives {column} twice")]
    Repeated {
        /// The column.
        column: String,
    },
    /// The mapping says an order of day and month that there is not.
    #[error("{value:?} is no order of day and month")]
    DateOrder {
        /// As written.
        value: String,
    },
    /// A column is mapped to nothing.
    #[error("the mapping names no field for {column}")]
    NoField {
        /// The column.
        column: String,
    },
}

impl Explained for SourceError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownColumn { known, .. } => format!(
                "nearest: {}; all columns: {}",
                known.first().map_or("none", String::as_str),
                known.join(", ")
            ),
            Self::NeedsMapping { .. } => {
                "say which field is what: --map text=message,author_id=user_id,published_at=date"
                    .to_owned()
            }
            Self::DateOrder { .. } => {
                "write date_order='day-first' or date_order='month-first'".to_owned()
            }
            Self::Repeated { column } => format!("keep one of the two entries for {column}"),
            Self::NoField { column } => {
                format!("write {column}=FIELD, or {column}='constant', or leave it out")
            }
        })
    }
}
