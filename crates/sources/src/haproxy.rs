//! `HAProxy`'s HTTP log (`option httplog`; configuration manual, section 8.2.3), bare or in the frame of
//! a system log.

use crate::encoding;
use crate::forwarded::among_captured;
use crate::lines::sample;
use crate::request_lines::{self, Parsed, Unfit};
use crate::stamps::Stamps;
use crate::text::{lossy, place, split_at};
use crate::{
    Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, took,
};

/// The source.
pub(crate) struct Haproxy;

const VERSION: u32 = 3;

impl Source for Haproxy {
    fn id(&self) -> &'static str {
        "haproxy"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "HTTP logs of HAProxy",
            fr: "journaux HTTP de HAProxy",
            example: "Apr  1 10:00:00 lb1 haproxy[760]: 192.0.2.7:58444 [01/Apr/2027:10:00:00.439] main app/app1 1/0/1/0/2 200 512 - - ---- 3/3/0/0/0 0/0 \"GET /a?b=c HTTP/1.1\"",
            personal: "source addresses, query strings, captured headers",
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
            good += usize::from(split(&lossy(line)).is_some());
        }
        Score(u8::try_from(96 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(request_lines::parser(self, options, String::new(), Box::new(read)))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| spans(record))
    }
}

fn spans(record: &[u8]) -> Vec<Span> {
    let Ok(line) = std::str::from_utf8(record) else { return Span::over(record) };
    let line = line.trim_end_matches(['\n', '\r']);
    let Some(parts) = split(line) else { return Span::over(record) };
    let mut spans = Vec::new();
    let mut add = |part: &str, matter| {
        if !part.is_empty() {
            let start = place(line, part);
            spans.push(Span { range: start..start + part.len(), matter });
        }
    };
    add(parts.peer, Matter::Address);
    add(parts.captured, Matter::Text);
    match parts.request.split_once('?') {
        Some((_, query)) => add(query, Matter::Text),
        None if parts.request.split(' ').count() != 3 => add(parts.request, Matter::Text),
        None => {}
    }
    spans
}

/// A line taken apart.
struct Parts<'a> {
    peer: &'a str,
    stamp: &'a str,
    status: &'a str,
    bytes: &'a str,
    /// `TR/Tw/Tc/Tr/Ta` in milliseconds: the last one is all of it.
    timers: &'a str,
    /// Captured headers and cookies, between the counters and the request.
    captured: &'a str,
    request: &'a str,
}

/// `PEER:PORT [STAMP] FRONTEND BACKEND/SERVER TIMERS STATUS BYTES COOKIE COOKIE FLAGS COUNTS QUEUES
/// [{CAPTURED}…] "REQUEST"`, wherever it begins.
fn split(line: &str) -> Option<Parts<'_>> {
    let (before, rest) = line.split_once(" [")?;
    let (stamp, rest) = rest.split_once("] ")?;
    // The stamp of HAProxy has milliseconds and no zone.
    let is_stamp = stamp.len() == 24 && stamp.as_bytes()[2] == b'/' && stamp.as_bytes()[20] == b'.';
    let peer = before.rsplit(' ').next().filter(|_| is_stamp)?;
    let mut fields = Vec::with_capacity(10);
    let mut rest = rest;
    for _ in 0..10 {
        let (field, after) = split_at(rest, " ")?;
        fields.push(field);
        rest = after;
    }
    let [_, _, timers, status, bytes, ..] = fields.as_slice() else { return None };
    if timers.split('/').count() < 4 {
        return None;
    }
    let (captured, request) = rest.split_once('"')?;
    let request = request.strip_suffix('"').unwrap_or(request);
    Some(Parts { peer, stamp, status, bytes, timers, captured: captured.trim_end(), request })
}

fn read(line: &str, stamps: &mut Stamps) -> Result<Parsed, Unfit> {
    let Some(parts) = split(line) else {
        let is_haproxy = line.contains(" haproxy[");
        let other = crate::sshd::frame::read(line).is_some();
        return Err(if is_haproxy || other {
            Unfit::Other
        } else {
            Unfit::Format("no HTTP log line")
        });
    };
    let mut parsed = Parsed {
        status: parts.status.parse().ok().filter(|status| *status > 0),
        bytes: parts.bytes.trim_start_matches('+').parse().ok(),
        duration_us: parts
            .timers
            .rsplit('/')
            .next()
            .and_then(|ms| took::units(ms, took::MILLISECONDS)),
        ..Parsed::default()
    };
    parsed.take_address(parts.peer);
    parsed.take_request(parts.request);
    // In HTTP/2 and later every request names scheme and host (RFC 9113, section 8.3.1); before, that
    // was asking for a proxy.
    if matches!(&*parsed.protocol, "HTTP/2.0" | "HTTP/3.0")
        && let Some(rest) =
            ["https://", "http://"].iter().find_map(|scheme| parsed.path.strip_prefix(scheme))
    {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = if path.is_empty() { "/" } else { path };
        (parsed.vhost, parsed.path) = (host.to_owned(), path.to_owned());
    }
    among_captured(parts.captured).clone_into(&mut parsed.forwarded);
    let (date, clock) = parts.stamp.split_once(':').unwrap_or_default();
    parsed.claimed = Some(stamps.by_month_name(&format!("{date} {clock}")));
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_http_2_is_for_a_path_of_the_host_that_it_names() {
        let options = ReadOptions::new(jiff::tz::TimeZone::UTC, vigie_model::Timestamp(0));
        let shown = |request: &str| {
            let line = format!(
                "192.0.2.7:5 [01/Apr/2027:10:00:00.439] m a/b 1/0/1/0/2 200 512 - - ---- 3/3/0/0/0 0/0 {{x|203.0.113.9}} \"{request}\""
            );
            let Ok(parsed) = read(&line, &mut Stamps::new(&options)) else { return "-".to_owned() };
            format!("{} {} {} {}", parsed.vhost, parsed.path, parsed.query, parsed.forwarded)
        };
        assert_eq!(
            shown("POST https://www.example/wp-login.php?a=b HTTP/2.0"),
            "www.example /wp-login.php a=b 203.0.113.9"
        );
        assert_eq!(shown("GET https://www.example HTTP/2.0"), "www.example /  203.0.113.9");
        assert_eq!(
            shown("GET /to/https://x.example/ HTTP/2.0"),
            " /to/https://x.example/  203.0.113.9"
        );
        assert_eq!(shown("GET http://x.example/ HTTP/1.1"), " http://x.example/  203.0.113.9");
    }

    #[test]
    fn a_line_is_taken_apart_with_and_without_captures() {
        let shown = |line: &str| {
            split(line).map_or_else(
                || "-".to_owned(),
                |parts| {
                    format!("{} {} {} {}", parts.peer, parts.status, parts.captured, parts.request)
                },
            )
        };
        let start = "lb haproxy[7]: ::ffff:192.0.2.7:5 [01/Apr/2027:10:00:00.439] m a/b 1/0/1/0/2 200 512 - - ---- 3/3/0/0/0 0/0";
        assert_eq!(
            shown(&format!("{start} \"GET /a HTTP/1.1\"")),
            "::ffff:192.0.2.7:5 200  GET /a HTTP/1.1"
        );
        assert_eq!(
            shown(&format!("{start} {{www.example|x}} {{}} \"GET /a?b HTTP/1.1\"")),
            "::ffff:192.0.2.7:5 200 {www.example|x} {} GET /a?b HTTP/1.1"
        );
        assert_eq!(shown("lb haproxy[7]: Proxy main started."), "-");
    }
}
