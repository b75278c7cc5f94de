//! Where the fields of an access log line stand.

use memchr::{memchr, memchr3, memrchr};

use super::front::{frame_end, is_host, is_vhost};

/// A stretch of the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Place {
    pub(super) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(super) fn of(self, line: &[u8]) -> &[u8] {
        line.get(self.start..self.end).unwrap_or_default()
    }
}

/// The fields of a line. What is absent is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Parts {
    /// Further addresses in front, where a list of forwarders is logged.
    pub(super) prefix: Option<Place>,
    pub(super) vhost: Option<Place>,
    pub(super) address: Place,
    pub(super) ident: Place,
    pub(super) user: Place,
    pub(super) stamp: Place,
    pub(super) request: Place,
    /// The request taken apart, where it is one.
    pub(super) target: Option<Target>,
    pub(super) status: Place,
    pub(super) bytes: Place,
    pub(super) referer: Place,
    pub(super) agent: Place,
    /// Fields beyond the combined format.
    pub(super) rest: Place,
    /// Whether the line ends inside quotes.
    pub(super) is_open: bool,
    /// Whether a backslash stands anywhere.
    pub(super) has_escapes: bool,
}

/// A request line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Target {
    pub(super) method: Place,
    pub(super) path: Place,
    pub(super) query: Place,
    pub(super) protocol: Place,
}

/// Why a line cannot be taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unfit {
    /// It holds a NUL byte.
    Binary,
    /// It lacks something that every line has.
    Lacks(&'static str),
}

impl From<&'static str> for Unfit {
    fn from(lacks: &'static str) -> Self {
        Self::Lacks(lacks)
    }
}

/// Takes a line apart.
pub(super) fn split(line: &[u8]) -> Result<Parts, Unfit> {
    // One pass for all: most lines hold none.
    let first_odd = memchr3(0, b'\\', b'\r', line);
    if let Some(at) = first_odd {
        if memchr(0, &line[at..]).is_some() {
            return Err(Unfit::Binary);
        }
        if memchr(b'\r', &line[at..]).is_some() {
            // Servers escape it: somebody's lines were joined, and all but one would be lost.
            return Err(crate::lines::JOINED.into());
        }
    }
    let has_escapes = first_odd.is_some();
    let next_quote = if has_escapes { next_unescaped_quote } else { next_quote };
    let mut quote = next_quote(line, 0).ok_or("no quoted request")?;
    if line[quote + 1..].starts_with(b"\" [") {
        // Apache writes an empty user name as two quotes.
        quote = next_quote(line, quote + 2).ok_or("no quoted request")?;
    }
    let (head, host) = stamped(&line[..quote]).ok_or("no stamp before the request")?;
    let open = match head.len().checked_sub(27) {
        // The usual stamp has 26 bytes.
        Some(open) if head[open] == b'[' => open,
        _ => memrchr(b'[', head).ok_or("no stamp before the request")?,
    };
    let names = head[..open].strip_suffix(b" ").ok_or("no address before the stamp")?;
    let stamp = Place::new(open + 1, head.len());
    let mut parts = Parts { stamp, has_escapes, ..Parts::default() };
    parts.take_names(names, frame_end(names))?;
    parts.vhost = parts.vhost.or(host);
    let end = request_end(line, quote + 1, next_quote).ok_or("no status after the request")?;
    parts.request = Place::new(quote + 1, end);
    parts.target = target(line, parts.request);
    parts.take_answer(line, end + 2, next_quote);
    Ok(parts)
}

/// What stands before the end of the stamp, and a virtual host behind it, where the log has it there.
fn stamped(before: &[u8]) -> Option<(&[u8], Option<Place>)> {
    if let Some(head) = before.strip_suffix(b"] ") {
        return Some((head, None));
    }
    let end = before.strip_suffix(b" ")?.len();
    let start = memrchr(b' ', &before[..end])? + 1;
    let head = before[..start].strip_suffix(b"] ")?;
    is_host(&before[start..end]).then_some((head, Some(Place::new(start, end))))
}

type NextQuote = fn(&[u8], usize) -> Option<usize>;

/// The next quote of a line without escapes.
fn next_quote(line: &[u8], from: usize) -> Option<usize> {
    memchr(b'"', line.get(from..)?).map(|at| from + at)
}

/// The next quote that no backslash escapes.
fn next_unescaped_quote(line: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'"', line.get(at..)?)?;
        let backslashes = line[from..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if backslashes % 2 == 0 {
            return Some(at);
        }
        at += 1;
    }
}

/// The quote that closes the request: the first that a status follows. Servers that escape quotes
/// have only one candidate.
fn request_end(line: &[u8], from: usize, next_quote: NextQuote) -> Option<usize> {
    let mut at = from;
    loop {
        at = next_quote(line, at)?;
        if matches!(line.get(at + 1..at + 3), Some([b' ', b'0'..=b'9' | b'-'])) {
            return Some(at);
        }
        at += 1;
    }
}

impl Parts {
    /// `[vhost] address ident user` from `start` on, where the user may hold spaces.
    fn take_names(&mut self, names: &[u8], start: usize) -> Result<(), &'static str> {
        // Nearly every line: an address and two dashes.
        let usual = names[start..].strip_suffix(b" - -").filter(|address| is_host(address));
        if let Some(address) = usual {
            let end = start + address.len();
            self.address = unmapped(names, Place::new(start, end));
            self.ident = Place::new(end + 1, end + 2);
            self.user = Place::new(end + 3, end + 4);
            return Ok(());
        }
        let mut at = start;
        let mut word = || {
            let place = (at <= names.len()).then(|| word_at(names, at))?;
            at = place.end + 1;
            Some(place)
        };
        let (Some(first), Some(second)) = (word(), word()) else {
            return Err("no address before the stamp");
        };
        let (third, fourth) = (word(), word());
        let rest_from = |place: Option<Place>| {
            place.map_or(Place::default(), |place| Place::new(place.start, names.len()))
        };
        if first.of(names).contains(&b',') {
            return self.take_list(names, first.start);
        }
        if !is_host(first.of(names)) {
            return Err("the line does not begin with an address");
        }
        let after_first = (second, third.unwrap_or_default(), rest_from(fourth));
        let (address, ident, user) = if fourth.is_none() {
            (first, second, rest_from(third))
        } else if is_vhost(first.of(names), second.of(names)) {
            self.vhost = Some(first);
            after_first
        } else {
            (first, second, rest_from(third))
        };
        if user.of(names) != b"\"\"" {
            self.user = user;
        }
        (self.address, self.ident) = (unmapped(names, address), ident);
        Ok(())
    }

    /// `hop, hop, address ident user`, with or without spaces behind the commas.
    fn take_list(&mut self, names: &[u8], start: usize) -> Result<(), &'static str> {
        let mut last = word_at(names, start);
        while last.of(names).ends_with(b",") {
            last = word_at(names, last.end + 1);
        }
        let list = Place::new(start, last.end);
        let comma = memrchr(b',', list.of(names)).ok_or("no address before the stamp")?;
        let address = word_at(
            names,
            start + comma + 1 + usize::from(names[start + comma + 1..].starts_with(b" ")),
        );
        let is_list =
            list.of(names).iter().all(|byte| is_host(&[*byte]) || matches!(byte, b',' | b' '));
        if !is_list || !is_host(address.of(names)) {
            return Err("the line does not begin with an address");
        }
        self.prefix = Some(Place::new(start, start + comma));
        self.address = unmapped(names, address);
        self.ident = word_at(names, last.end + 1);
        let user = self.ident.end + 1;
        self.user = Place::new(user.min(names.len()), names.len());
        Ok(())
    }

    /// Status, size, and what the combined format adds.
    fn take_answer(&mut self, line: &[u8], from: usize, next_quote: NextQuote) {
        self.status = word_at(line, from);
        self.bytes = word_at(line, self.status.end + 1);
        let mut at = self.bytes.end;
        for quoted in [&mut self.referer, &mut self.agent] {
            if line.get(at..at + 2) != Some(b" \"") {
                break;
            }
            let Some(end) = field_end(line, at + 2, next_quote) else {
                // Cut off by the log's limit on lines: what is there is what was sent.
                self.is_open = true;
                *quoted = Place::new(at + 2, line.len());
                at = line.len();
                break;
            };
            *quoted = Place::new(at + 2, end);
            at = end + 1;
        }
        let start = if line.get(at) == Some(&b' ') { at + 1 } else { at };
        self.rest = Place::new(start.min(line.len()), line.len());
    }
}

/// The quote that closes a header field: the first that stands before a space or the end.
fn field_end(line: &[u8], from: usize, next_quote: NextQuote) -> Option<usize> {
    let mut at = from;
    loop {
        at = next_quote(line, at)?;
        if matches!(line.get(at + 1), None | Some(b' ')) {
            return Some(at);
        }
        at += 1;
    }
}

/// The word at `from`, up to a space. Words are short, so a plain loop is faster than a vector one.
pub(super) fn word_at(line: &[u8], from: usize) -> Place {
    let rest = line.get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
    Place::new(from, from + length)
}

/// Without the prefix of an IPv4 address mapped into IPv6, and without brackets.
fn unmapped(names: &[u8], place: Place) -> Place {
    let word = place.of(names);
    let bracketed = word.starts_with(b"[") && word.ends_with(b"]");
    let place = if bracketed { Place::new(place.start + 1, place.end - 1) } else { place };
    let word = place.of(names);
    let is_mapped = word.len() > 7 && word[..7].eq_ignore_ascii_case(b"::ffff:");
    let start =
        if is_mapped && memchr(b'.', word).is_some() { place.start + 7 } else { place.start };
    Place::new(start, place.end)
}

/// The longest method; registered ones have up to 17 letters (RFC 9110, section 9, and its registry).
const MAX_METHOD: usize = 20;

/// Takes a request line apart: `METHOD target[?query] [PROTOCOL]`.
fn target(line: &[u8], request: Place) -> Option<Target> {
    let text = request.of(line);
    let is_method = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
    let space = text.iter().take(MAX_METHOD + 1).position(|byte| !is_method(byte))?;
    if space == 0 || text[space] != b' ' {
        return None;
    }
    let after = space + 1;
    let usual = text.len().wrapping_sub(" HTTP/1.1".len());
    let last = if text.get(usual) == Some(&b' ') { Some(usual) } else { memrchr(b' ', text) };
    let last = last.filter(|last| *last > space);
    let (end, protocol) = match last {
        Some(last) if text[last + 1..].starts_with(b"HTTP/") => (last, last + 1),
        // Before HTTP/1.0 a request named no protocol.
        None if matches!(text.get(after), Some(b'/' | b'*')) => (text.len(), text.len()),
        _ => return None,
    };
    let question = memchr(b'?', &text[after..end]).map_or(end, |at| after + at);
    let place = |start: usize, end: usize| Place::new(request.start + start, request.start + end);
    Some(Target {
        method: place(0, space),
        path: place(after, question),
        query: place((question + 1).min(end), end),
        protocol: place(protocol, text.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let bytes = line.as_bytes();
        match split(bytes) {
            Err(Unfit::Lacks(missing)) => missing.to_owned(),
            Err(Unfit::Binary) => "binary".to_owned(),
            Ok(parts) => {
                let target = parts.target.unwrap_or_default();
                let names = [parts.vhost.unwrap_or_default(), parts.address, parts.user];
                let request = [target.method, target.path, target.query, target.protocol];
                let answer = [parts.status, parts.bytes, parts.referer, parts.agent, parts.rest];
                let join = |places: &[Place]| {
                    places
                        .iter()
                        .map(|place| place.of(bytes).escape_ascii().to_string())
                        .collect::<Vec<_>>()
                        .join("|")
                };
                format!("{} {} {}", join(&names), join(&request), join(&answer))
            }
        }
    }

    const STAMP: &str = "[01/Apr/2027:10:00:00 +0200]";

    #[test]
    fn names_in_front_are_told_apart() {
        let rest = "\"GET / HTTP/1.1\" 200 5";
        for (names, expected) in [
            ("192.0.2.7 - -", "|192.0.2.7|-"),
            ("2001:db8::7 - Jean Dupont", "|2001:db8::7|Jean Dupont"),
            ("[2001:db8::7] - -", "|2001:db8::7|-"),
            ("::ffff:192.0.2.7 - -", "|192.0.2.7|-"),
            ("www.example:80 192.0.2.7 - -", "www.example:80|192.0.2.7|-"),
            ("www.example 192.0.2.7 - -", "www.example|192.0.2.7|-"),
            ("www.example:443 client.example - -", "www.example:443|client.example|-"),
            ("client.example - ada lovelace", "|client.example|ada lovelace"),
            ("203.0.113.1, 192.0.2.7 - -", "|192.0.2.7|-"),
            ("203.0.113.1, 198.51.100.2, 192.0.2.7 - ada", "|192.0.2.7|ada"),
            ("203.0.113.1,192.0.2.7 - -", "|192.0.2.7|-"),
            ("192.0.2.7 - \"\"", "|192.0.2.7|"),
            ("web-1  | 192.0.2.7 - -", "|192.0.2.7|-"),
            ("192.0.2.7 - a | b", "|192.0.2.7|a | b"),
            ("192.0.2.7 -", "|192.0.2.7|"),
            ("Apr  1 10:00:00 www1 nginx[812]: 192.0.2.7 - -", "|192.0.2.7|-"),
            ("<190>Apr  1 10:00:00 www1 nginx: 192.0.2.7 - ada", "|192.0.2.7|ada"),
            ("<190>1 2027-04-01T10:00:00Z www1 httpd 7 - - 192.0.2.7 - -", "|192.0.2.7|-"),
            ("2027-04-01T10:00:00.1Z stdout F 2001:db8::7 - -", "|2001:db8::7|-"),
            (
                "192.0.2.7 - Apr  1 10:00:00 www1 nginx[812]: 203.0.113.1 - -",
                "|192.0.2.7|Apr  1 10:00:00 www1 nginx[812]: 203.0.113.1 - -",
            ),
        ] {
            let seen = shown(&format!("{names} {STAMP} {rest}"));
            assert_eq!(seen, format!("{expected} GET|/||HTTP/1.1 200|5|||"), "{names}");
        }
    }

    #[test]
    fn a_host_may_stand_behind_the_stamp() {
        let seen = shown(&format!("192.0.2.7 - - {STAMP} www.example \"GET / HTTP/1.1\" 200 5"));
        assert_eq!(seen, "www.example|192.0.2.7|- GET|/||HTTP/1.1 200|5|||");
        let seen = shown(&format!("192.0.2.7 - - {STAMP} a b \"GET / HTTP/1.1\" 200 5"));
        assert_eq!(seen, "no stamp before the request");
    }

    #[test]
    fn requests_are_read_as_far_as_they_are_requests() {
        for (request, expected) in [
            ("GET /a?b=c?d HTTP/1.1", "GET|/a|b=c?d|HTTP/1.1"),
            ("GET /a b HTTP/1.1", "GET|/a b||HTTP/1.1"),
            ("GET /", "GET|/||"),
            ("GET /a\\\" 200 1 \\\"b HTTP/1.0", "GET|/a\\\\\\\" 200 1 \\\\\\\"b||HTTP/1.0"),
            ("CONNECT host:443 HTTP/1.1", "CONNECT|host:443||HTTP/1.1"),
            ("PRI * HTTP/2.0", "PRI|*||HTTP/2.0"),
            ("GET http://other.example/?x HTTP/1.1", "GET|http://other.example/|x|HTTP/1.1"),
            ("-", "|||"),
            ("", "|||"),
            ("\\x16\\x03\\x01", "|||"),
            ("SSH-2.0-Go", "|||"),
            ("EHLO a b", "|||"),
        ] {
            let seen = shown(&format!("192.0.2.7 - - {STAMP} \"{request}\" 400 -"));
            assert_eq!(seen, format!("|192.0.2.7|- {expected} 400|-|||"), "{request}");
        }
    }

    #[test]
    fn the_combined_part_is_read_as_far_as_it_goes() {
        for (answer, expected) in [
            ("200 5 \"-\" \"curl\"", "200|5|-|curl|"),
            (
                "200 5 \"r\" \"a \\\"q\\\" b\" \"x\" 0.1",
                "200|5|r|a \\\\\\\"q\\\\\\\" b|\\\"x\\\" 0.1",
            ),
            ("200 5 \"r\" \"cut", "200|5|r|cut|"),
            ("200 5 12 ms", "200|5|||12 ms"),
            ("- -", "-|-|||"),
        ] {
            let seen = shown(&format!("192.0.2.7 - - {STAMP} \"GET / HTTP/1.1\" {answer}"));
            assert_eq!(seen, format!("|192.0.2.7|- GET|/||HTTP/1.1 {expected}"), "{answer}");
        }
    }

    #[test]
    fn a_line_without_the_frame_is_refused() {
        for (line, expected) in [
            ("", "no quoted request"),
            ("192.0.2.7 - - \"GET / HTTP/1.1\" 200 5", "no stamp before the request"),
            (
                "[01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5",
                "no address before the stamp",
            ),
            (
                "192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5\r192.0.2.8 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5",
                "lines with carriage returns between them",
            ),
            (
                "1, 2' - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5",
                "the line does not begin with an address",
            ),
            (
                "a\\b - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5",
                "the line does not begin with an address",
            ),
            (
                "192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\"",
                "no status after the request",
            ),
            (
                "192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1",
                "no status after the request",
            ),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }

    /// A user name, a path and a header that each hold a whole line of their own.
    #[test]
    fn nothing_that_a_client_sends_passes_for_stamp_or_address() {
        let forged = "203.0.113.1 - - [01/Jan/2027:00:00:00 +0000] \\\"GET /f HTTP/1.1\\\" 200 1";
        let line = format!(
            "192.0.2.7 - {forged} {STAMP} \"GET /{forged} HTTP/1.1\" 404 9 \"{forged}\" \"{forged}\""
        );
        let parts = split(line.as_bytes()).unwrap();
        let of = |place: Place| String::from_utf8_lossy(place.of(line.as_bytes())).into_owned();
        assert_eq!(of(parts.address), "192.0.2.7");
        assert_eq!(of(parts.stamp), "01/Apr/2027:10:00:00 +0200");
        assert_eq!(of(parts.status), "404");
        assert_eq!(of(parts.agent), forged);
    }
}
