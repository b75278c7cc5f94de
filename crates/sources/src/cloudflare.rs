//! Cloudflare's Logpush data sets of a zone: HTTP requests and firewall events, as JSON lines or CSV.
//!
//! Fields as the vendor's reference of log fields (data sets `http_requests` and `firewall_events`)
//! names them. The address is the client's as the edge saw it; what the client claims in headers is
//! not in these data sets. A request that a rule acted on stands in both, so reading both counts it
//! twice: the ray id tells. Dropped: country, network and bot scores of the client, cache and origin
//! fields, and the rule and action of a firewall event, for which a request has no column.

use crate::field_rows::{self, Format};
use crate::fields::{Fields, utc};
use crate::owned::Owned;
use crate::request_lines::{Parsed, Unfit};
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Cloudflare;

const VERSION: u32 = 1;

impl Source for Cloudflare {
    fn id(&self) -> &'static str {
        "cloudflare"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "requests and firewall events of Cloudflare (Logpush, JSON lines or CSV)",
            fr: "requêtes et événements de pare-feu de Cloudflare (Logpush, lignes JSON ou CSV)",
            example: r#"{"ClientIP":"192.0.2.7","ClientRequestMethod":"GET","ClientRequestURI":"/a?b=c","EdgeResponseStatus":200,"EdgeStartTimestamp":1806566400000000000}"#,
            personal: "source addresses, query strings, referers, and every field that is not read",
        }
    }

    fn table(&self) -> &'static str {
        "request_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&Requests, head, 97)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&Requests, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&Requests, reading, record)
    }
}

struct Requests;

/// When, by data set.
const TIMES: [&str; 3] = ["EdgeStartTimestamp", "Datetime", "EdgeEndTimestamp"];

impl Format for Requests {
    fn id(&self) -> &'static str {
        Cloudflare.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &["result", "data"]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("EdgeStartTimestamp", None),
            ("EdgeEndTimestamp", None),
            ("Datetime", None),
            ("ClientIP", Some(Matter::Address)),
            ("ClientRequestHost", None),
            ("ClientRequestMethod", None),
            ("ClientRequestPath", None),
            ("ClientRequestProtocol", None),
            ("ClientRequestUserAgent", None),
            ("EdgeResponseStatus", None),
            ("EdgeResponseBytes", None),
            ("Action", None),
            ("RuleID", None),
            ("RayID", None),
        ]
    }

    fn read(&self, fields: &Fields<'_>, _: &Stamps) -> Result<Owned, Unfit> {
        let own = |names: &[&str]| fields.owned(names).unwrap_or_default();
        let mut parsed = Parsed {
            claimed: Some(utc(fields.text(&TIMES).as_deref())),
            vhost: own(&["ClientRequestHost"]),
            method: own(&["ClientRequestMethod"]),
            protocol: own(&["ClientRequestProtocol"]),
            status: fields.number(&["EdgeResponseStatus", "OriginResponseStatus"]),
            bytes: fields.number(&["EdgeResponseBytes"]),
            referer: own(&["ClientRequestReferer"]),
            agent: own(&["ClientRequestUserAgent"]),
            ..Parsed::default()
        };
        parsed.take_address(&own(&["ClientIP"]));
        parsed.take_target(&own(&["ClientRequestURI", "ClientRequestPath"]));
        if parsed.query.is_empty() {
            own(&["ClientRequestQuery"]).trim_start_matches('?').clone_into(&mut parsed.query);
        }
        if parsed.address.is_empty() || parsed.path.is_empty() && parsed.method.is_empty() {
            return Err(Unfit::Format("no ClientIP with a request"));
        }
        Ok(Owned::Request(Box::new(parsed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firewall_events_have_their_query_apart() {
        let object = serde_json::from_str(
            r#"{"Action":"block","ClientIP":"2001:db8::7","ClientRequestHost":"www.essai.example","ClientRequestMethod":"GET","ClientRequestPath":"/a","ClientRequestQuery":"?q=1","Datetime":"2027-04-01T08:00:00Z","RuleID":"r"}"#,
        );
        let object: serde_json::Map<_, _> = object.unwrap();
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: jiff::tz::TimeZone::UTC,
            reference: vigie_model::Timestamp(0),
            proxies: crate::Proxies::default(),
        };
        let Ok(Owned::Request(row)) =
            Requests.read(&Fields::Object(&object), &Stamps::new(&options))
        else {
            panic!("no request");
        };
        assert_eq!((row.path.as_str(), row.query.as_str(), row.status), ("/a", "q=1", None));
    }
}
