//! Access logs as one JSON object a line: nginx with `escape=json`, Caddy, Traefik.
//!
//! nginx's keys are the administrator's choice; those of its own variables and the usual short names
//! are known. Addresses are the peer's as the server saw it; what stands in X-Forwarded-For is read
//! where the peer is a proxy of the house.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::encoding;
use crate::lines::sample;
use crate::record::ClaimedTime;
use crate::request_lines::{self, Parsed, Unfit};
use crate::sshd::frame;
use crate::stamps::Stamps;
use crate::text::lossy;
use crate::{
    Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp, took,
    wrapped,
};

/// The source.
pub(crate) struct WebJson;

const VERSION: u32 = 3;

impl Source for WebJson {
    fn id(&self) -> &'static str {
        "web-json"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "web access logs as JSON lines (nginx, Caddy, Traefik)",
            fr: "journaux d’accès web en lignes JSON (nginx, Caddy, Traefik)",
            example: r#"{"time_iso8601":"2027-04-01T10:00:00+02:00","remote_addr":"192.0.2.7","request":"GET /a?b=c HTTP/1.1","status":200}"#,
            personal: "source addresses, user names, query strings, referers",
        }
    }

    fn table(&self) -> &'static str {
        "request_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let (mut good, mut all) = (0, 0);
        for line in sample(&head) {
            all += 1;
            let text = lossy(line);
            let object = inner(&text)
                .ok()
                .and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
            good += usize::from(object.is_some_and(|object| fields(&object).is_some()));
        }
        Score(u8::try_from(96 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(request_lines::parser(self, options, String::new(), Box::new(read)))
    }

    /// All of it: which keys hold what is the administrator's choice.
    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record.strip_suffix(b"\n").unwrap_or(record))
    }
}

fn read(line: &str, stamps: &mut Stamps) -> Result<Parsed, Unfit> {
    let line = inner(line)?;
    let object: Map<String, Value> = serde_json::from_str(&line).map_err(|_| Unfit::Json)?;
    let (mut parsed, time) = fields(&object).ok_or_else(|| {
        // What a server says of itself in the same log.
        let is_message = object.contains_key("level") && object.contains_key("msg");
        if is_message { Unfit::Other } else { Unfit::Format("no address and request") }
    })?;
    parsed.claimed = Some(claimed(&time, stamps));
    Ok(parsed)
}

/// The object: bare, behind the frame of a system log, or in the log of a container or a journal.
fn inner(line: &str) -> Result<Cow<'_, str>, Unfit> {
    let line = line.trim();
    let inner = if line.starts_with('{') {
        wrapped::within(line).map_or(Cow::Borrowed(line), Cow::Owned)
    } else {
        frame::read(line).map_or(Cow::Borrowed(line), |frame| Cow::Borrowed(frame.message))
    };
    // Another program's words.
    if inner.starts_with('{') || inner == line { Ok(inner) } else { Err(Unfit::Other) }
}

fn text(object: &Map<String, Value>, keys: &[&str]) -> String {
    let found = keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !matches!(text.as_str(), "" | "-")),
        Value::Number(number) => Some(number.to_string()),
        // Caddy gives each header as a list.
        Value::Array(list) => list.first()?.as_str().map(str::to_owned),
        _ => None,
    });
    found.unwrap_or_default()
}

/// All values of a header that came more than once, as one list.
fn all(headers: &Map<String, Value>, name: &str) -> String {
    let list = headers.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
}

fn number(object: &Map<String, Value>, keys: &[&str]) -> Option<i64> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// The request and the text of its time; `None` when it lacks an address or a target.
fn fields(object: &Map<String, Value>) -> Option<(Parsed, String)> {
    if let Some(request) = object.get("request").and_then(Value::as_object) {
        return Some(caddy(object, request)).filter(|(parsed, _)| is_whole(parsed));
    }
    let mut parsed = Parsed {
        vhost: text(object, &["host", "server_name", "http_host", "vhost", "RequestHost"]),
        user: text(object, &["remote_user", "user", "ClientUsername"]),
        method: text(object, &["request_method", "method", "RequestMethod"]),
        protocol: text(object, &["server_protocol", "protocol", "RequestProtocol", "http_version"]),
        status: number(object, &["status", "DownstreamStatus", "OriginStatus", "response_code"]),
        bytes: number(
            object,
            &["body_bytes_sent", "bytes_sent", "bytes", "size", "DownstreamContentSize"],
        ),
        duration_us: took(object),
        referer: text(
            object,
            &["http_referer", "http_referrer", "referer", "referrer", "request_Referer"],
        ),
        agent: text(
            object,
            &["http_user_agent", "user_agent", "agent", "request_User-Agent", "useragent"],
        ),
        forwarded: text(
            object,
            &["http_x_forwarded_for", "x_forwarded_for", "xff", "request_X-Forwarded-For"],
        ),
        ..Parsed::default()
    };
    let target = text(object, &["request_uri", "uri", "url", "path", "RequestPath"]);
    let line = text(object, &["request", "request_line"]);
    if target.is_empty() {
        parsed.take_request(&line);
    } else {
        parsed.take_target(&target);
        if parsed.query.is_empty() {
            parsed.query = text(object, &["args", "query_string", "query"]);
        }
    }
    parsed.take_address(&text(
        object,
        &[
            "remote_addr",
            "remote_ip",
            "client_ip",
            "client",
            "clientip",
            "remoteip",
            "ClientHost",
            "ClientAddr",
        ],
    ));
    let time = text(
        object,
        &[
            "time_iso8601",
            "time_local",
            "msec",
            "@timestamp",
            "timestamp",
            "time",
            "ts",
            "StartUTC",
        ],
    );
    let has_request = !target.is_empty() || !line.is_empty();
    (has_request && !parsed.address.is_empty()).then_some((parsed, time))
}

fn caddy(object: &Map<String, Value>, request: &Map<String, Value>) -> (Parsed, String) {
    let empty = Map::new();
    let headers = request.get("headers").and_then(Value::as_object).unwrap_or(&empty);
    let mut parsed = Parsed {
        vhost: text(request, &["host"]),
        user: text(object, &["user_id"]),
        method: text(request, &["method"]),
        protocol: text(request, &["proto"]),
        status: number(object, &["status"]),
        bytes: number(object, &["size"]),
        duration_us: took(object),
        referer: text(headers, &["Referer"]),
        agent: text(headers, &["User-Agent"]),
        forwarded: all(headers, "X-Forwarded-For"),
        ..Parsed::default()
    };
    parsed.take_target(&text(request, &["uri"]));
    parsed.take_address(&text(request, &["remote_ip", "remote_addr"]));
    (parsed, text(object, &["ts", "time"]))
}

/// How long it took, where the key says in which unit.
fn took(object: &Map<String, Value>) -> Option<i64> {
    const TOOK: [(&str, f64); 5] = [
        // nginx's variable and Caddy's key are seconds; Traefik's is nanoseconds.
        ("request_time", took::SECONDS),
        ("duration", took::SECONDS),
        ("Duration", took::NANOSECONDS),
        ("duration_ms", took::MILLISECONDS),
        ("request_time_ms", took::MILLISECONDS),
    ];
    TOOK.iter().find_map(|(key, unit)| took::units(&text(object, &[key]), *unit))
}

fn is_whole(parsed: &Parsed) -> bool {
    !parsed.address.is_empty() && !parsed.path.is_empty()
}

/// A time in any of the spellings of these logs; seconds may have a fraction.
fn claimed(time: &str, stamps: &Stamps) -> ClaimedTime {
    if let Some(at) = vigie_kernels::time::parse_clf(time.as_bytes()) {
        return stamp::of_log(Some((at, vigie_model::time::Precision::Second)), None);
    }
    stamp::claimed(Some(time), stamps.zone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_shapes_are_read() {
        let shown = |line: &str| {
            let object: Map<String, Value> = serde_json::from_str(line).unwrap();
            fields(&object).map_or_else(
                || "-".to_owned(),
                |(parsed, time)| {
                    let Parsed { address, method, path, query, status, agent, .. } = parsed;
                    format!("{address} {method} {path} {query} {status:?} {agent} {time}")
                },
            )
        };
        assert_eq!(
            shown(
                r#"{"msec":"1806566400.5","remote_addr":"192.0.2.7","request":"GET /a?b HTTP/1.1","status":"404","http_user_agent":"x"}"#
            ),
            "192.0.2.7 GET /a b Some(404) x 1806566400.5"
        );
        assert_eq!(
            shown(
                r#"{"ts":1806566400.5,"request":{"remote_ip":"192.0.2.7","client_ip":"192.0.2.9","method":"GET","uri":"/a?b","headers":{"User-Agent":["x"]}},"status":200}"#
            ),
            "192.0.2.7 GET /a b Some(200) x 1806566400.5"
        );
        assert_eq!(
            shown(
                r#"{"ClientHost":"2001:db8::7","RequestMethod":"GET","RequestPath":"/a?b","DownstreamStatus":200,"StartUTC":"2027-04-01T08:00:00Z","request_User-Agent":"x"}"#
            ),
            "2001:db8::7 GET /a b Some(200) x 2027-04-01T08:00:00Z"
        );
        assert_eq!(
            shown(
                r#"{"time":"2027-04-01T08:00:00Z","clientip":"192.0.2.7","request":"GET /a HTTP/1.1","status":200}"#
            ),
            "192.0.2.7 GET /a  Some(200)  2027-04-01T08:00:00Z"
        );
        assert_eq!(shown(r#"{"text":"a","user":"b","url":"https://x.example/"}"#), "-");
    }

    #[test]
    fn objects_are_found_in_frames_containers_and_journals() {
        let object = r#"{"ts":1806566400.5,"request":{"remote_ip":"192.0.2.7","uri":"/a","headers":{"X-Forwarded-For":["203.0.113.9","192.0.2.2"]}},"status":404}"#;
        let quoted = serde_json::to_string(object).unwrap();
        let options = ReadOptions::new(jiff::tz::TimeZone::UTC, vigie_model::Timestamp(0));
        let shown = |line: &str| match read(line, &mut Stamps::new(&options)) {
            Ok(parsed) => format!("{} {} {}", parsed.address, parsed.path, parsed.forwarded),
            Err(Unfit::Other) => "other".to_owned(),
            Err(_) => "-".to_owned(),
        };
        for line in [
            object.to_owned(),
            format!("Apr  1 10:00:00 web caddy[812]: {object}"),
            format!("{{\"log\":{quoted},\"stream\":\"stderr\",\"time\":\"x\"}}"),
            format!("{{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":{quoted}}}"),
        ] {
            assert_eq!(shown(&line), "192.0.2.7 /a 203.0.113.9,192.0.2.2", "{line}");
        }
        for line in [
            r#"{"level":"info","ts":1806566400.5,"logger":"admin","msg":"started"}"#,
            "Apr  1 10:00:00 web caddy[812]: started",
            r#"{"log":"started\n","stream":"stderr"}"#,
        ] {
            assert_eq!(shown(line), "other", "{line}");
        }
        assert_eq!(shown(r#"{"a":1}"#), "-");
        assert_eq!(shown("half a line"), "-");
    }
}
