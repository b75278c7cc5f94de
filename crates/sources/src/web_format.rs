//! Access logs in a format that somebody wrote down: an nginx `log_format`, an Apache `LogFormat`, or
//! the `#Fields:` line of the W3C extended format (IIS, content networks).
//!
//! The format comes with the mapping, `format='$remote_addr [$time_local] "$request" $status'`, or from
//! the stream's own `#Fields:`. Addresses are the peer's as the server saw it; X-Forwarded-For counts
//! where the peer is a proxy of the house. Lines of IIS are known without that line, too.

mod given;
mod headless;

use crate::encoding;
use crate::lines::sample;
use crate::record::ClaimedTime;
use crate::request_lines::{self, Parsed, ReadLine, Unfit};
use crate::stamps::Stamps;
use crate::text::lossy;
use crate::{
    Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp, took,
};

/// The source.
pub(crate) struct WebFormat;

const VERSION: u32 = 4;

impl Source for WebFormat {
    fn id(&self) -> &'static str {
        "web-format"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "web access logs in a format given as nginx log_format or Apache LogFormat (--map format='…'), or by a #Fields: line (W3C, IIS)",
            fr: "journaux d’accès web au format donné par log_format de nginx ou LogFormat d’Apache (--map format='…'), ou par une ligne #Fields: (W3C, IIS)",
            example: "#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status\n2027-04-01 08:00:00 192.0.2.7 GET /a b=c 200",
            personal: "source addresses, user names, query strings, referers",
        }
    }

    fn table(&self) -> &'static str {
        "request_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = &*encoding::head_text(head);
        let is_w3c = head.split(|byte| *byte == b'\n').take_while(|line| line.starts_with(b"#"));
        let mut fields = is_w3c.filter_map(|line| line.strip_prefix(b"#Fields:"));
        let has_peer = fields.any(|fields| memchr::memmem::find(fields, b"c-ip").is_some());
        if has_peer {
            return Score(97);
        }
        let (mut good, mut all) = (0, 0);
        for line in sample(head) {
            all += 1;
            good += usize::from(headless::read(&lossy(line)).is_some());
        }
        Score(u8::try_from(95 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let given = options.mapping.iter().find(|(column, _)| column == "format");
        let text = given.map(|(_, text)| given::bare(text)).unwrap_or_default();
        let mut format = Format::of_string(&text);
        let read: ReadLine = Box::new(move |line, stamps| {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some(fields) = comment.strip_prefix("Fields:") {
                    format = Format::of_fields(fields);
                    return Err(Unfit::Header(fields.trim().to_owned()));
                }
                return Err(Unfit::Other);
            }
            if format.pieces.is_empty()
                && let Some(parsed) = headless::read(line)
            {
                let claimed = Some(stamps.civil(&headless::stamp(line)));
                return Ok(Parsed { claimed, ..parsed });
            }
            format.read(line, stamps)
        });
        Ok(request_lines::parser(self, options, text, read))
    }

    /// All of it: what stands where is the administrator's choice.
    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record.strip_suffix(b"\n").unwrap_or(record))
    }
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Address,
    User,
    /// `01/Apr/2027:10:00:00 +0200`, maybe in brackets; ISO; or seconds since 1970.
    Time,
    Date,
    Clock,
    Request,
    Method,
    Target,
    Path,
    Query,
    Protocol,
    Status,
    Bytes,
    /// How long the answer took, in units of so many microseconds.
    Took(Unit),
    Referer,
    Agent,
    Host,
    /// What the peer says of the way the request took.
    Forwarded,
    Other,
}

/// Units of time in which servers log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Unit {
    const fn us(self) -> f64 {
        match self {
            Self::Seconds => took::SECONDS,
            Self::Milliseconds => took::MILLISECONDS,
            Self::Microseconds => took::MICROSECONDS,
        }
    }
}

/// Names of fields: nginx variables, Apache directives, W3C fields.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Address, &["remote_addr", "h", "a", "{c}a", "c-ip"]),
    (Kind::User, &["remote_user", "u", "cs-username"]),
    (Kind::Time, &["time_local", "time_iso8601", "msec", "t"]),
    (Kind::Date, &["date"]),
    (Kind::Clock, &["time"]),
    (Kind::Request, &["request", "r"]),
    (Kind::Method, &["request_method", "m", "cs-method"]),
    (Kind::Target, &["request_uri", "cs-uri"]),
    (Kind::Path, &["uri", "document_uri", "U", "cs-uri-stem"]),
    (Kind::Query, &["args", "query_string", "q", "cs-uri-query"]),
    (Kind::Protocol, &["server_protocol", "H", "cs-version", "cs-protocol-version"]),
    (Kind::Status, &["status", "s", ">s", "<s", "sc-status"]),
    (Kind::Bytes, &["body_bytes_sent", "bytes_sent", "b", "B", "O", "sc-bytes"]),
    (Kind::Took(Unit::Seconds), &["request_time", "T", "{s}T"]),
    (Kind::Took(Unit::Milliseconds), &["{ms}T", "time-taken"]),
    (Kind::Took(Unit::Microseconds), &["D", "{us}T"]),
    (Kind::Referer, &["http_referer", "{Referer}i", "cs(Referer)"]),
    (Kind::Agent, &["http_user_agent", "{User-Agent}i", "cs(User-Agent)"]),
    (
        Kind::Forwarded,
        &["http_x_forwarded_for", "{X-Forwarded-For}i", "cs(X-Forwarded-For)", "X-Forwarded-For"],
    ),
    (Kind::Host, &["host", "http_host", "server_name", "v", "V", "{Host}i", "cs-host"]),
];

fn kind(name: &str) -> Kind {
    // `%400,501{User-Agent}i` and `%!200…`: only for some answers.
    let name = name.trim_start_matches(|sign: char| sign.is_ascii_digit() || ",!".contains(sign));
    // Names of headers are the same in any case.
    let is_header = name.starts_with('{') && name.ends_with('i') || name.contains('(');
    let is = |known: &&str| *known == name || (is_header && known.eq_ignore_ascii_case(name));
    let found = KINDS.iter().find(|(_, names)| names.iter().any(is));
    match found {
        Some((kind, _)) => *kind,
        None if given::is_time(name) => Kind::Time,
        None => Kind::Other,
    }
}

/// A field and the text that stands behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Piece {
    kind: Kind,
    /// How Apache was told to write the time, where it was.
    pattern: Option<String>,
    after: String,
}

impl Piece {
    fn new(name: &str, after: &str) -> Self {
        let pattern = given::pattern(name).map(str::to_owned);
        Self { kind: kind(name), pattern, after: after.to_owned() }
    }
}

/// A format: a text, then fields with the text behind each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Format {
    before: String,
    pieces: Vec<Piece>,
    /// W3C logs write `+` for a space in texts, and their stamps are in UTC.
    is_w3c: bool,
}

impl Format {
    /// `#Fields: date time c-ip …`.
    fn of_fields(fields: &str) -> Self {
        let pieces = fields.split_ascii_whitespace().map(|name| Piece::new(name, " ")).collect();
        Self { before: String::new(), pieces, is_w3c: true }
    }

    /// An nginx or Apache string: the one has `$`, the other `%`.
    fn of_string(text: &str) -> Self {
        let text = text.replace("\\\"", "\"");
        let is_nginx = text.contains('$');
        let mut format = Self::default();
        let mut rest = text.as_str();
        while let Some(letter) = rest.chars().next() {
            let length = match (letter, is_nginx) {
                ('$', true) => nginx_name(rest),
                ('%', false) => apache_name(rest),
                _ => None,
            };
            if let Some(length) = length {
                let name = rest[1..length].trim_matches(['{', '}'].as_slice());
                let name = if is_nginx { name } else { &rest[1..length] };
                format.pieces.push(Piece::new(name, ""));
                rest = &rest[length..];
            } else {
                let literal = match format.pieces.last_mut() {
                    Some(piece) => &mut piece.after,
                    None => &mut format.before,
                };
                literal.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
        format
    }

    fn read(&self, line: &str, stamps: &mut Stamps) -> Result<Parsed, Unfit> {
        if self.pieces.is_empty() {
            return Err(Unfit::Format("no format is known: give --map format='…'"));
        }
        // Some content networks write tabs between the fields.
        let spaced = (self.is_w3c && line.contains('\t')).then(|| line.replace('\t', " "));
        let line = spaced.as_deref().unwrap_or(line);
        let mut parsed = Parsed::default();
        let mut rest =
            line.strip_prefix(&*self.before).ok_or(Unfit::Format("not in the given format"))?;
        let (mut date, mut clock) = ("", "");
        for (at, piece) in self.pieces.iter().enumerate() {
            let is_last = at + 1 == self.pieces.len();
            let end = match (piece.after.as_str(), is_last) {
                ("", _) | (" ", true) => rest.len(),
                (after, _) => {
                    // A stamp in brackets holds a space.
                    let from = match piece.kind {
                        Kind::Time if rest.starts_with('[') => rest.find(']').unwrap_or(0),
                        _ => 0,
                    };
                    let end = rest.get(from..).and_then(|rest| end_of(rest, after));
                    from + end.ok_or(Unfit::Format("not in the given format"))?
                }
            };
            let text = &rest[..end];
            rest = rest[end..].strip_prefix(&*piece.after).unwrap_or_default();
            match piece.kind {
                Kind::Date => date = text,
                Kind::Clock => clock = text,
                Kind::Time if piece.pattern.is_some() => {
                    let pattern = piece.pattern.as_deref().unwrap_or_default();
                    parsed.claimed = Some(given::time(pattern, text, stamps));
                }
                kind => self.take(kind, text, &mut parsed, stamps),
            }
        }
        if !date.is_empty() && !clock.is_empty() {
            let zone = if self.is_w3c { "Z" } else { "" };
            parsed.claimed = Some(stamps.civil(&format!("{date}T{clock}{zone}")));
        }
        if parsed.address.is_empty() || parsed.address.contains(' ') {
            return Err(Unfit::Format("no address where the format has it"));
        }
        Ok(parsed)
    }

    fn take(&self, kind: Kind, text: &str, parsed: &mut Parsed, stamps: &Stamps) {
        let spaced = || if self.is_w3c { text.replace('+', " ") } else { unescaped(text) };
        match kind {
            Kind::Address => parsed.take_address(text),
            Kind::User => parsed.user = spaced(),
            Kind::Time => parsed.claimed = Some(time(text, stamps)),
            Kind::Request => parsed.take_request(&unescaped(text)),
            Kind::Method => text.clone_into(&mut parsed.method),
            Kind::Target => parsed.take_target(&unescaped(text)),
            Kind::Path => parsed.path = unescaped(text),
            Kind::Query => parsed.query = unescaped(text.trim_start_matches('?')),
            Kind::Protocol => text.clone_into(&mut parsed.protocol),
            Kind::Status => parsed.status = text.parse().ok(),
            Kind::Bytes => parsed.bytes = text.parse().ok(),
            Kind::Took(unit) => parsed.duration_us = took::units(text, unit.us()),
            Kind::Referer => parsed.referer = unescaped(text),
            Kind::Agent => parsed.agent = spaced(),
            Kind::Host => text.clone_into(&mut parsed.vhost),
            Kind::Forwarded => text.clone_into(&mut parsed.forwarded),
            Kind::Date | Kind::Clock | Kind::Other => {}
        }
    }
}

/// Where a field ends: at the next occurrence of what stands behind it that no backslash escapes.
fn end_of(text: &str, after: &str) -> Option<usize> {
    text.match_indices(after).map(|(at, _)| at).find(|at| {
        let backslashes = text.as_bytes()[..*at].iter().rev().take_while(|b| **b == b'\\').count();
        !after.starts_with('"') || backslashes % 2 == 0
    })
}

/// `\"` and `\xNN`, as servers escape them.
fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let code = after.strip_prefix('x').and_then(|digits| digits.get(..2));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                let quoted = after.starts_with(['"', '\\', '\'']);
                if !quoted {
                    bytes.push(b'\\');
                }
                let length = after.chars().next().map_or(0, char::len_utf8);
                bytes.extend_from_slice(&after.as_bytes()[..length]);
                rest = &after[length..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Length of `$name` or `${name}`.
fn nginx_name(text: &str) -> Option<usize> {
    if text.starts_with("${") {
        return text.find('}').map(|at| at + 1);
    }
    let name = text[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    (name > 0).then_some(name + 1)
}

/// Length of `%h`, `%>s`, `%{Referer}i`, `%{%s}t`.
fn apache_name(text: &str) -> Option<usize> {
    let inside = &text[1..];
    let modifiers = inside
        .bytes()
        .take_while(|byte| matches!(byte, b'>' | b'<' | b'!' | b',' | b'0'..=b'9'))
        .count();
    let rest = &inside[modifiers..];
    let braces = if rest.starts_with('{') { rest.find('}')? + 1 } else { 0 };
    let has_letter = rest[braces..].starts_with(|letter: char| letter.is_ascii_alphabetic());
    has_letter.then_some(1 + modifiers + braces + 1)
}

/// A time in any of the spellings of these formats.
fn time(text: &str, stamps: &Stamps) -> ClaimedTime {
    let text = text.trim_matches(['[', ']'].as_slice());
    if let Some(at) = vigie_kernels::time::parse_clf(text.as_bytes()) {
        return stamp::of_log(Some((at, vigie_model::time::Precision::Second)), None);
    }
    stamp::claimed(Some(text), stamps.zone())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use vigie_model::Timestamp;

    use super::*;

    fn shown(format: &Format, line: &str) -> String {
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: TimeZone::UTC,
            reference: Timestamp(0),
            proxies: crate::Proxies::default(),
        };
        format.read(line, &mut Stamps::new(&options)).map_or_else(
            |_| "-".to_owned(),
            |parsed| {
                let Parsed { address, method, path, query, status, agent, claimed, .. } = parsed;
                let at = claimed.and_then(|claimed| claimed.at);
                let at = at.map_or_else(String::new, |at| at.to_string());
                format!("{address} {method} {path} {query} {status:?} {agent} {at}")
            },
        )
    }

    #[test]
    fn formats_of_nginx_and_apache_are_read() {
        let nginx = Format::of_string(
            r#"$host $remote_addr [$time_local] $status "$request" rt=$request_time "$http_user_agent""#,
        );
        assert_eq!(
            shown(
                &nginx,
                r#"www.example 192.0.2.7 [01/Apr/2027:10:00:00 +0200] 404 "GET /a?b HTTP/1.1" rt=0.1 "x \"y\" z""#
            ),
            "192.0.2.7 GET /a b Some(404) x \"y\" z 2027-04-01T08:00:00Z"
        );
        let apache = Format::of_string(
            r#"%{X-Forwarded-For}i %h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" %D"#,
        );
        assert_eq!(
            shown(
                &apache,
                r#"203.0.113.9 192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] "GET /a?b HTTP/1.1" 200 5 "-" "x" 17"#
            ),
            "192.0.2.7 GET /a b Some(200) x 2027-04-01T08:00:00Z"
        );
        assert_eq!(shown(&apache, "something else"), "-");
    }

    #[test]
    fn directives_are_read_as_they_stand_in_the_configuration() {
        let read =
            |directive: &str, line: &str| shown(&Format::of_string(&given::bare(directive)), line);
        let seen = "192.0.2.7 GET /a b Some(200)  2027-04-01T08:00:00Z";
        let request = "\"GET /a?b HTTP/1.1\" 200";
        for (directive, line) in [
            (
                "log_format main '$remote_addr [$time_local] '\n  '\"$request\" $status';",
                "192.0.2.7 [01/Apr/2027:10:00:00 +0200]",
            ),
            (
                "'$remote_addr [$time_local] \"$request\" $status'",
                "192.0.2.7 [01/Apr/2027:10:00:00 +0200]",
            ),
            (
                "LogFormat \"%{c}a %t \\\"%r\\\" %>s\" short",
                "192.0.2.7 [01/Apr/2027:10:00:00 +0200]",
            ),
            ("%a %{%Y-%m-%dT%H:%M:%S%z}t \"%r\" %>s", "192.0.2.7 2027-04-01T10:00:00+0200"),
            ("%a %{%d.%m.%Y %H:%M:%S}t \"%r\" %>s", "192.0.2.7 01.04.2027 08:00:00"),
            ("%a %{msec}t \"%r\" %>s", "192.0.2.7 1806566400000"),
            ("%a %{sec}t \"%r\" %>s", "192.0.2.7 1806566400"),
            (
                "%a %{X-Forwarded-for}i %t \"%r\" %>s",
                "192.0.2.7 203.0.113.9 [01/Apr/2027:10:00:00 +0200]",
            ),
            ("%a %t %400{user-agent}i \"%r\" %>s", "192.0.2.7 [01/Apr/2027:10:00:00 +0200] -"),
        ] {
            let seen = if directive.contains("user-agent") {
                seen.replace("  ", " - ")
            } else {
                seen.to_owned()
            };
            assert_eq!(read(directive, &format!("{line} {request}")), seen, "{directive}");
        }
        assert_eq!(
            read("%a %{%H:%M}t \"%r\" %>s", &format!("192.0.2.7 10:00 {request}")),
            "192.0.2.7 GET /a b Some(200)  "
        );
    }

    #[test]
    fn fields_that_a_log_names_itself_are_read() {
        let w3c = Format::of_fields(
            " date time s-ip cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status",
        );
        assert_eq!(
            shown(&w3c, "2027-04-01 08:00:00 192.0.2.1 GET /a b=c 192.0.2.7 Mozilla/5.0+(x) 200"),
            "192.0.2.7 GET /a b=c Some(200) Mozilla/5.0 (x) 2027-04-01T08:00:00Z"
        );
        let tabs = Format::of_fields(" date time c-ip cs-method cs-uri-stem sc-status");
        assert_eq!(
            shown(&tabs, "2027-04-01\t08:00:00\t192.0.2.7\tGET\t/a\t200"),
            "192.0.2.7 GET /a  Some(200)  2027-04-01T08:00:00Z"
        );
    }
}
