//! Web access logs of Apache, nginx and others: common and combined format, with a virtual host in
//! front where there is one.
//!
//! A line is taken apart from its first unescaped quote: the stamp stands right before it and the
//! request in it, so nothing that a client sends can pass for either.

mod front;
mod line;

use vigie_kernels::time::parse_clf;
use vigie_model::time::{Precision, Timestamp};

use crate::encoding::{self, Decoding};
use crate::forwarded::{self, Proxies};
use crate::line_parser::{LineParser, ReadLine, plain_reading};
use crate::lines::{End, sample};
use crate::record::{ClaimedTime, Raw, Reason, Record, RecordSink, Request};
use crate::stamps::Stamps;
use crate::{
    Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp,
    took, wrapped,
};
use line::{Parts, Place, Unfit, split};

/// The source.
pub(crate) struct WebAccess;

const VERSION: u32 = 4;

impl Source for WebAccess {
    fn id(&self) -> &'static str {
        "web-access"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "web access logs in common or combined format (Apache, nginx), also in system and container logs",
            fr: "journaux d'accès web au format common ou combined (Apache, nginx), aussi dans les journaux système et de conteneurs",
            example: "192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET /a?b=c HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"",
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
            let line = &*wrapped::bytes(line);
            good += usize::from(split(line).is_ok_and(|parts| has_stamp(line, &parts)));
        }
        Score(u8::try_from(95 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let requests = Requests {
            last_stamp: [0; STAMP],
            last_time: None,
            stamps: Stamps::new(options),
            proxies: options.proxies.clone(),
            scratch: <[String; TEXTS]>::default(),
        };
        let reading = plain_reading(self, options);
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(LineParser::new(offset, reading, requests))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            match split(record) {
                Ok(parts) => spans(record, &parts),
                Err(_) => Span::over(record),
            }
        })
    }
}

/// Length of a stamp in common log format.
const STAMP: usize = 26;

/// Whether the stamp is a time, with or without a zone.
fn has_stamp(line: &[u8], parts: &Parts) -> bool {
    let stamp = parts.stamp.of(line);
    parse_clf(stamp).is_some() || without_zone(stamp).is_some()
}

/// `01/Apr/2027:10:00:00` as `01/Apr/2027 10:00:00`: some formats leave the zone out.
fn without_zone(stamp: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(stamp).ok()?.trim();
    let (date, clock) = text.split_once(':')?;
    let is_stamp = date.len() == 11 && clock.len() == 8 && !clock.contains(' ');
    is_stamp.then(|| format!("{date} {clock}"))
}

fn spans(line: &[u8], parts: &Parts) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut add = |place: Place, matter| {
        if !matches!(place.of(line), b"" | b"-") {
            spans.push(Span { range: place.start..place.end, matter });
        }
    };
    if let Some(first) = parts.prefix {
        add(first, Matter::Address);
    }
    add(parts.address, Matter::Address);
    add(parts.ident, Matter::Login);
    add(parts.user, Matter::Login);
    match parts.target {
        Some(target) => add(target.query, Matter::Text),
        None => add(parts.request, Matter::Text),
    }
    add(parts.referer, Matter::Text);
    add(parts.rest, Matter::Text);
    spans
}

/// Turns lines into requests.
struct Requests {
    /// Neighbouring lines mostly carry the same stamp.
    last_stamp: [u8; STAMP],
    last_time: Option<Timestamp>,
    /// For stamps without a zone.
    stamps: Stamps,
    proxies: Proxies,
    scratch: [String; TEXTS],
}

/// Texts of a request that may need escapes resolved.
const TEXTS: usize = 5;

impl ReadLine for Requests {
    const FINDS_NUL: bool = true;

    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        let unwrapped = wrapped::bytes(raw.bytes);
        match split(&unwrapped) {
            Err(Unfit::Binary) => sink.reject(raw, Reason::Binary, "a NUL byte"),
            Ok(parts) if parts.is_open && end == End::Stream => {
                sink.reject(raw, Reason::Truncated, "a quote is open at the end");
            }
            Ok(parts) => self.request(raw, &unwrapped, &parts, sink),
            Err(_) if end == End::Stream && raw.bytes == &*unwrapped => {
                sink.reject(raw, Reason::Truncated, "the last line is not complete");
            }
            // What else a container or a journal holds.
            Err(_) if raw.bytes != &*unwrapped => sink.skipped(raw),
            Err(Unfit::Lacks(what)) => sink.reject(raw, Reason::Format, what),
        }
    }
}

impl Requests {
    fn claimed(&mut self, line: &[u8], parts: &Parts) -> ClaimedTime {
        let Ok(stamp) = <&[u8; STAMP]>::try_from(parts.stamp.of(line)) else {
            // Of the first nine days of a month, from programs that write one digit.
            let at = parse_clf(parts.stamp.of(line));
            if at.is_none()
                && let Some(text) = without_zone(parts.stamp.of(line))
            {
                return self.stamps.by_month_name(&text);
            }
            return stamp::of_log(at.map(|at| (at, Precision::Second)), None);
        };
        if self.last_stamp != *stamp {
            self.last_time = parse_clf(stamp);
            self.last_stamp = *stamp;
        }
        stamp::of_log(self.last_time.map(|at| (at, Precision::Second)), None)
    }

    fn request(&mut self, raw: Raw<'_>, line: &[u8], parts: &Parts, sink: &mut dyn RecordSink) {
        let claimed = self.claimed(line, parts);
        let whole = simdutf8::basic::from_utf8(line).ok();
        let has_escapes = parts.has_escapes;
        let text = |place: Place| Text { line, whole, place, has_escapes };
        let plain = |place: Place| text(place).plain();
        let target = parts.target.as_ref();
        let [user, path, query, referer, agent] = &mut self.scratch;
        let absent = Place::default();
        let mut source = plain(parts.address).unwrap_or_default();
        if !self.proxies.is_empty() {
            let list = match parts.prefix {
                Some(prefix) => plain(prefix).unwrap_or_default(),
                None => plain(parts.rest).map_or("", forwarded::behind_combined),
            };
            source = self.proxies.source(source, list);
        }
        let request = Request {
            claimed: Some(claimed),
            vhost: parts.vhost.and_then(plain),
            source_address: source,
            remote_user: text(parts.user).resolved(user),
            method: target.and_then(|target| plain(target.method)),
            path: text(target.map_or(absent, |target| target.path)).resolved(path),
            query: text(target.map_or(absent, |target| target.query)).resolved(query),
            protocol: target.and_then(|target| plain(target.protocol)),
            status: number(parts.status.of(line)),
            bytes: number(parts.bytes.of(line)),
            duration_us: plain(parts.rest).and_then(took::behind_combined),
            referer: text(parts.referer).resolved(referer),
            agent: text(parts.agent).resolved(agent),
        };
        sink.record(raw, Record::Request(&request));
    }
}

/// A stretch of a line that may hold escapes or bytes that are no UTF-8.
#[derive(Clone, Copy)]
struct Text<'a> {
    line: &'a [u8],
    /// The line, when it is UTF-8.
    whole: Option<&'a str>,
    place: Place,
    has_escapes: bool,
}

impl<'a> Text<'a> {
    /// As it stands; absent when empty, a dash, or no UTF-8.
    fn plain(self) -> Option<&'a str> {
        let text = match self.whole {
            Some(whole) => whole.get(self.place.start..self.place.end),
            None => std::str::from_utf8(self.place.of(self.line)).ok(),
        };
        text.filter(|text| !matches!(*text, "" | "-"))
    }

    /// With escapes resolved and what is no UTF-8 replaced.
    fn resolved<'s>(self, scratch: &'s mut String) -> Option<&'s str>
    where
        'a: 's,
    {
        if self.whole.is_some() && !self.has_escapes {
            return self.plain();
        }
        let bytes = unescaped(self.place.of(self.line));
        scratch.clear();
        scratch.push_str(&String::from_utf8_lossy(&bytes));
        Some(scratch.as_str()).filter(|text| !matches!(*text, "" | "-"))
    }
}

/// Resolves what servers write for bytes that would break a line: `\"`, `\\`, `\n`, `\xNN`.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        let (byte, used) = match after {
            [b'x', high, low, ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'\\', 0),
            },
            [b'n', ..] => (b'\n', 1),
            [b't', ..] => (b'\t', 1),
            [b'r', ..] => (b'\r', 1),
            [b'b', ..] => (8, 1),
            [b'v', ..] => (11, 1),
            [b'f', ..] => (12, 1),
            [sign @ (b'"' | b'\\' | b'\''), ..] => (*sign, 1),
            _ => (b'\\', 0),
        };
        out.push(byte);
        rest = &after[used..];
    }
    out.extend_from_slice(rest);
    out
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0_i64, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_servers_are_resolved() {
        let shown = |text: &str| String::from_utf8_lossy(&unescaped(text.as_bytes())).into_owned();
        assert_eq!(shown(r#"a\"b\\c\x41\n"#), "a\"b\\cA\n");
        assert_eq!(shown(r"\xe9\xC3\xA9"), "\u{fffd}é");
        assert_eq!(shown(r"\x4 \q \"), r"\x4 \q \");
    }

    #[test]
    fn numbers_are_read_whole_or_not_at_all() {
        assert_eq!(number(b"0200"), Some(200));
        for text in ["", "-", "12a", "9999999999999999999", "-1"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_strange_stamp_does_not_spoil_the_next() {
        struct Times(Vec<bool>);
        impl RecordSink for Times {
            fn reading(&mut self, _: &Reading) {}
            fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
                let Record::Request(request) = record else { return };
                self.0.push(request.claimed.is_some_and(|claimed| claimed.at.is_some()));
            }
            fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}
            fn skipped(&mut self, _: Raw<'_>) {}
        }
        let line = |stamp: &str| format!("192.0.2.7 - - [{stamp}] \"GET / HTTP/1.1\" 200 5\n");
        let good = line("01/Apr/2027:10:00:00 +0200");
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: jiff::tz::TimeZone::UTC,
            reference: Timestamp(0),
            proxies: Proxies::default(),
        };
        let mut parser = WebAccess.parser(&options).unwrap();
        let mut times = Times(Vec::new());
        for line in [&good, &line("1/Apr/2027"), &good, &line("99/Apr/2027:10:00:00 +0200"), &good]
        {
            parser.feed(line.as_bytes(), &mut times);
        }
        for stamp in ["01/Apr/2027:10:00:00", "01/Apr/2027:10:00:00 ", "01/Foo/2027:10:00:00"] {
            parser.feed(line(stamp).as_bytes(), &mut times);
        }
        assert_eq!(times.0, [true, false, true, false, true, true, true, false]);
    }

    #[test]
    fn a_probe_wants_stamps_that_are_times() {
        let line = b"192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5\n";
        assert_eq!(WebAccess.probe(line), Score(95));
        assert_eq!(WebAccess.probe(&[line.as_slice(), b"x\ny\nz\n"].concat()), Score(23));
        assert_eq!(WebAccess.probe(b"a,b\n"), Score(0));
    }
}
