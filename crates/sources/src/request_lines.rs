//! What readers of web logs share whose lines are not the combined format: a line becomes one
//! request.

use crate::encoding::Decoding;
use crate::forwarded::Proxies;
use crate::lines::{End, Lines};
use crate::record::{ClaimedTime, Raw, Reason, Record, RecordSink, Request};
use crate::stamps::Stamps;
use crate::text::lossy;
use crate::{Parser, ReadOptions, Reading, Source};

/// One request with its own texts. Empty texts are absent.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) claimed: Option<ClaimedTime>,
    pub(crate) vhost: String,
    pub(crate) address: String,
    pub(crate) user: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) protocol: String,
    pub(crate) status: Option<i64>,
    pub(crate) bytes: Option<i64>,
    pub(crate) duration_us: Option<i64>,
    pub(crate) referer: String,
    pub(crate) agent: String,
    /// What the peer says of the way the request took: X-Forwarded-For.
    pub(crate) forwarded: String,
}

impl Parsed {
    /// `GET /a?b HTTP/1.1`; what is no request leaves all empty.
    pub(crate) fn take_request(&mut self, line: &str) {
        let (method, rest) = line.split_once(' ').unwrap_or(("", ""));
        let is_method = !method.is_empty()
            && method.len() <= 20
            && method.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        if !is_method {
            return;
        }
        let (target, protocol) = match rest.rsplit_once(' ') {
            Some((target, protocol)) if protocol.starts_with("HTTP/") => (target, protocol),
            _ => (rest, ""),
        };
        method.clone_into(&mut self.method);
        protocol.clone_into(&mut self.protocol);
        self.take_target(target);
    }

    /// `/a?b`.
    pub(crate) fn take_target(&mut self, target: &str) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        path.clone_into(&mut self.path);
        query.clone_into(&mut self.query);
    }

    /// An address, maybe with a port or brackets; an IPv4 address mapped into IPv6 without its prefix.
    pub(crate) fn take_address(&mut self, text: &str) {
        bare_address(text).clone_into(&mut self.address);
    }
}

pub(crate) fn bare_address(text: &str) -> &str {
    let text = text.trim();
    if let Some((host, _)) = text.split_once('%') {
        // The zone of an address of IPv6 (RFC 4007, section 11) says something to that machine alone.
        let host = host.trim_start_matches('[');
        if host.parse::<std::net::IpAddr>().is_ok() {
            return host;
        }
    }
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let host = match inside {
        Some((inside, _)) => inside,
        None if text.parse::<std::net::IpAddr>().is_ok() => text,
        None => text.rsplit_once(':').map_or(text, |(host, _)| host),
    };
    let is_mapped = host.len() > 7
        && host.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("::ffff:"))
        && host.contains('.');
    if is_mapped { &host[7..] } else { host }
}

/// Why a line is no request.
pub(crate) enum Unfit {
    /// Not in the format: what was expected.
    Format(&'static str),
    /// JSON that does not parse.
    Json,
    /// A line of another program.
    Other,
    /// A line that says how the following are to be read.
    Header(String),
}

/// Reads one line.
pub(crate) type ReadLine = Box<dyn FnMut(&str, &mut Stamps) -> Result<Parsed, Unfit> + Send>;

/// Reads a stream line by line.
pub(crate) struct RequestParser {
    lines: Lines,
    rows: Rows,
}

/// A parser of such lines in any encoding with a mark. `decided` is what decides how they are read.
pub(crate) fn parser(
    source: &dyn Source,
    options: &ReadOptions,
    decided: String,
    read: ReadLine,
) -> Box<dyn Parser> {
    let reading = Reading {
        source: source.id().to_owned(),
        version: source.version(),
        options: decided,
        host: options.host.clone(),
    };
    let (stamps, proxies) = (Stamps::new(options), options.proxies.clone());
    let rows = Rows { reading, reading_told: false, stamps, proxies, read };
    Box::new(Decoding::new(Box::new(move |offset| {
        Box::new(RequestParser { lines: Lines::new(offset, 1), rows })
    })))
}

struct Rows {
    reading: Reading,
    reading_told: bool,
    stamps: Stamps,
    proxies: Proxies,
    read: ReadLine,
}

impl Parser for RequestParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let rows = &mut self.rows;
        self.lines.feed(bytes, sink, |sink, raw, end| rows.line(raw, end, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let rows = &mut self.rows;
        self.lines.finish(|raw, end| rows.line(raw, end, sink));
    }
}

impl Rows {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        if raw.bytes.trim_ascii().is_empty() {
            return sink.skipped(raw);
        }
        let text = lossy(raw.bytes);
        let read = match end {
            End::TooLong => Err(Unfit::Other),
            _ => (self.read)(&text, &mut self.stamps),
        };
        if let Err(Unfit::Header(options)) = read {
            // The first one is part of what its records mean.
            if !self.reading_told {
                self.reading.options = options;
            }
            return sink.skipped(raw);
        }
        if !self.reading_told {
            self.reading_told = true;
            sink.reading(&self.reading);
        }
        if end == End::TooLong {
            return sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
        }
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        match read {
            Ok(parsed) => {
                let source = self.proxies.source(&parsed.address, &parsed.forwarded);
                let row = Request { source_address: source, ..parsed.row() };
                sink.record(raw, Record::Request(&row));
            }
            Err(Unfit::Other | Unfit::Header(_)) => sink.skipped(raw),
            Err(_) if end == End::Stream => {
                sink.reject(raw, Reason::Truncated, "the last line is not complete");
            }
            Err(Unfit::Format(what)) => sink.reject(raw, Reason::Format, what),
            Err(Unfit::Json) => sink.reject(raw, Reason::Json, "no JSON object"),
        }
    }
}

impl Parsed {
    pub(crate) fn row(&self) -> Request<'_> {
        fn given(text: &str) -> Option<&str> {
            Some(text).filter(|text| !matches!(*text, "" | "-"))
        }
        Request {
            claimed: self.claimed,
            vhost: given(&self.vhost),
            source_address: &self.address,
            remote_user: given(&self.user),
            method: given(&self.method),
            path: given(&self.path),
            query: given(&self.query),
            protocol: given(&self.protocol),
            status: self.status,
            bytes: self.bytes,
            duration_us: self.duration_us,
            referer: given(&self.referer),
            agent: given(&self.agent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_ports_brackets_and_mapping() {
        for (text, bare) in [
            ("192.0.2.7:58444", "192.0.2.7"),
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7:58430", "192.0.2.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("fe80::7%eth0", "fe80::7"),
            ("[fe80::7%25eth0]:443", "fe80::7"),
            ("%", "%"),
            ("", ""),
        ] {
            assert_eq!(bare_address(text), bare, "{text}");
        }
    }
}
