//! Certificates as they appear in transparency logs: messages of certstream servers (whole, or names
//! only), and answers of crt.sh as JSON.
//!
//! A precertificate and its certificate are two entries with the same names: both are kept, and `entry`
//! tells them apart. The claimed time is the start of validity, which the issuer chose; the observed
//! time is when the log or the stream saw the entry. Dropped: subject, end of validity, serial number,
//! extensions, chain.

use serde_json::Value;

use crate::field_rows::{self, Format};
use crate::fields::{Fields, utc, value_text};
use crate::names::clean;
use crate::owned::{NameRow, Owned};
use crate::request_lines::Unfit;
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Certstream;

const VERSION: u32 = 1;

impl Source for Certstream {
    fn id(&self) -> &'static str {
        "certstream"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "certificates from transparency logs (certstream JSON, crt.sh JSON)",
            fr: "certificats des journaux de transparence (JSON de certstream, JSON de crt.sh)",
            example: r#"{"message_type":"certificate_update","data":{"update_type":"PrecertLogEntry","cert_index":5,"seen":1806566400.1,"source":{"name":"journal"},"leaf_cert":{"all_domains":["mail.essai.example"],"fingerprint":"AA:BB","not_before":1806537600}}}"#,
            personal: "every field that is not read",
        }
    }

    fn table(&self) -> &'static str {
        "name_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&Entries, head, 97)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&Entries, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&Entries, reading, record)
    }
}

struct Entries;

/// Names that are kept of one certificate.
const MOST: usize = 200;

impl Format for Entries {
    fn id(&self) -> &'static str {
        Certstream.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &[]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("message_type", None),
            ("data.update_type", None),
            ("data.cert_index", None),
            ("data.seen", None),
            ("data.source.name", None),
            ("data.leaf_cert.all_domains", None),
            ("data.leaf_cert.fingerprint", None),
            ("data.leaf_cert.not_before", None),
            ("data.leaf_cert.not_after", None),
            ("issuer_name", None),
            ("common_name", None),
            ("name_value", None),
            ("entry_timestamp", None),
            ("not_before", None),
            ("not_after", None),
            ("id", None),
        ]
    }

    fn read(&self, fields: &Fields<'_>, _: &Stamps) -> Result<Owned, Unfit> {
        let row = match fields.text(&["message_type"]).as_deref() {
            Some("heartbeat") => return Err(Unfit::Other),
            Some("certificate_update") => update(fields),
            Some("dns_entries") => NameRow {
                names: names(fields.value("data")),
                claimed: Some(utc(None)),
                ..NameRow::default()
            },
            _ if fields.text(&["name_value"]).is_some() => answer(fields),
            _ => return Err(Unfit::Format("no certificate of a log")),
        };
        if row.names.is_empty() {
            return Err(Unfit::Format("no domain name in the certificate"));
        }
        Ok(Owned::Name(Box::new(NameRow { kind: "certificate", ..row })))
    }
}

fn update(fields: &Fields<'_>) -> NameRow {
    let entry = match fields.text(&["data.update_type"]).as_deref() {
        Some("PrecertLogEntry") => Some("precertificate".to_owned()),
        Some("X509LogEntry") => Some("certificate".to_owned()),
        _ => None,
    };
    let organisation = fields.owned(&["data.leaf_cert.issuer.O", "data.leaf_cert.issuer.CN"]);
    NameRow {
        claimed: Some(utc(fields.text(&["data.leaf_cert.not_before"]).as_deref())),
        observed_at: seen(fields, "data.seen"),
        names: names(fields.value("data.leaf_cert.all_domains")),
        issuer: organisation,
        fingerprint: fields.owned(&["data.leaf_cert.sha256", "data.leaf_cert.fingerprint"]),
        log: fields.owned(&["data.source.name", "data.source.url"]),
        log_index: fields.number(&["data.cert_index"]),
        entry,
        ..NameRow::default()
    }
}

fn answer(fields: &Fields<'_>) -> NameRow {
    let names = fields.text(&["name_value"]).unwrap_or_default();
    NameRow {
        claimed: Some(utc(fields.text(&["not_before"]).as_deref())),
        observed_at: seen(fields, "entry_timestamp"),
        names: unique(names.split(['\n', ' ']).filter_map(clean)),
        issuer: fields.owned(&["issuer_name"]),
        log: Some("crt.sh".to_owned()),
        log_index: fields.number(&["id"]),
        ..NameRow::default()
    }
}

fn seen(fields: &Fields<'_>, name: &str) -> Option<vigie_model::time::Timestamp> {
    utc(fields.text(&[name]).as_deref()).at.filter(|at| at.is_plausible())
}

fn names(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    unique(list.iter().filter_map(|name| clean(&value_text(name)?)))
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if kept.len() < MOST && !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
