//! Messages: what their headers say, where their links lead, what is attached. Of the text of a
//! message nothing is kept: the record is its header, and the rest of it is read and passed over.
//!
//! MIME is read by the library `mail-parser`. `Authentication-Results` count only under the name of
//! one's own server, given as `authserv_id=NAME` in the mapping. Dropped: texts, other headers, the
//! hops before the first that came from outside.

pub(crate) mod cutter;
mod links;
mod results;
pub(crate) mod sha256;

use std::net::IpAddr;

use mail_parser::{Address, DateTime, Message, MessageParser, MimeHeaders, PartType};
use vigie_model::time::{Precision, Timestamp};

use crate::owned::MailRow;
use crate::record::TimeNote;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD, Matter, ReadOptions, Span, stamp};
use results::Results;

/// Attachments and recipients that are kept of one message.
const MOST: usize = 64;

/// The name of one's own server in the mapping, without quotes.
pub(crate) fn server_of(options: &ReadOptions) -> Option<String> {
    let (_, name) = options.mapping.iter().find(|(column, _)| column == "authserv_id")?;
    let name = name.trim().trim_matches(['\'', '"']);
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// How much of a message its header takes, the blank line left out.
pub(crate) fn header_length(message: &[u8]) -> usize {
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &message[at..]) {
        let line = &message[at..at + end];
        if line.is_empty() || line == b"\r" {
            return at;
        }
        at += end + 1;
    }
    message.len()
}

/// Headers without which a text is no message.
const TELLING: [&str; 10] = [
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "delivered-to",
    "dkim-signature",
];

/// How many of the telling headers the head of a message has, and whether all of its lines are
/// lines of a header.
pub(crate) fn telling_headers(header: &[u8]) -> (usize, bool) {
    let (mut found, mut is_header) = (0_usize, true);
    for line in header.split(|byte| *byte == b'\n').take(200) {
        if line.first().is_none_or(|first| matches!(first, b' ' | b'\t' | b'\r')) {
            continue;
        }
        let Some(name) = header_name(line) else {
            is_header = false;
            continue;
        };
        found += usize::from(TELLING.iter().any(|known| name.eq_ignore_ascii_case(known)));
    }
    (found, is_header)
}

/// The name of a header line (RFC 5322, section 2.2).
fn header_name(line: &[u8]) -> Option<&str> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(|byte| (33..127).contains(byte));
    std::str::from_utf8(name).ok().filter(|_| is_name)
}

/// Reads a message, of which maybe only the beginning is there.
///
/// # Errors
/// Why it is none.
pub(crate) fn read(
    bytes: &[u8],
    length: u64,
    server: Option<&str>,
) -> Result<MailRow, &'static str> {
    let header = &bytes[..header_length(bytes)];
    let (telling, _) = telling_headers(header);
    if telling < 2 {
        return Err("no header of a message");
    }
    let is_whole = length <= bytes.len() as u64;
    let message = MessageParser::default().parse(bytes).ok_or("no message")?;
    let mut row = MailRow {
        kind: "message",
        count: Some(1),
        bytes: i64::try_from(length).ok(),
        message_id: message.message_id().unwrap_or_default().to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        ..MailRow::default()
    };
    take_times(&message, &mut row);
    take_persons(&message, &mut row);
    take_results(&message, server, &mut row);
    let hops = message.received_all().filter_map(|hop| hop.from_ip);
    row.source = hops.into_iter().find(is_outside).map_or_else(String::new, |ip| ip.to_string());
    take_parts(&message, is_whole, 0, &mut row);
    row.link_domains = row.links.iter().map(|link| links::host(link)).collect();
    row.link_domains.sort();
    row.link_domains.dedup();
    Ok(row)
}

fn micros(date: &DateTime) -> Option<Timestamp> {
    let is_date = (1..=12).contains(&date.month)
        && (1..=31).contains(&date.day)
        && date.hour < 24
        && date.minute < 60
        && date.second < 61;
    is_date.then(|| Timestamp(date.to_timestamp().saturating_mul(1_000_000)))
}

fn take_times(message: &Message<'_>, row: &mut MailRow) {
    let has_date = message.header_raw("Date").is_some();
    let date = message.date().and_then(micros);
    row.claimed = Some(if has_date {
        stamp::of_log(date.map(|at| (at, Precision::Second)), None)
    } else {
        stamp::claimed(None, &jiff::tz::TimeZone::UTC)
    });
    // The topmost hop is the last: one's own server took the message then.
    let last = message.received_all().next().and_then(|hop| hop.date.as_ref());
    row.observed_at = last.and_then(micros).filter(|at| at.is_plausible());
    if row.claimed.is_some_and(|claimed| claimed.note == Some(TimeNote::Unreadable)) {
        row.notes.push("the date cannot be read");
    }
}

fn first_address(address: Option<&Address<'_>>) -> String {
    let first = address.and_then(|address| address.iter().find_map(|one| one.address()));
    one_word(first.unwrap_or_default())
}

/// An address without white space, which would part a list.
fn one_word(text: &str) -> String {
    text.split_whitespace().collect()
}

fn take_persons(message: &Message<'_>, row: &mut MailRow) {
    row.from = first_address(message.from());
    let name = message.from().and_then(|from| from.iter().find_map(|one| one.name()));
    name.unwrap_or_default().clone_into(&mut row.from_name);
    row.reply_to = first_address(message.reply_to());
    // The library falls back to the author, which is another statement.
    let envelope = message.header_raw("Return-Path").and_then(|_| message.return_address());
    row.return_path = one_word(envelope.unwrap_or_default());
    let recipients = [message.to(), message.cc()].into_iter().flatten();
    let addresses = recipients.flat_map(|list| list.iter().filter_map(|one| one.address()));
    row.recipients =
        addresses.map(one_word).filter(|address| !address.is_empty()).take(MOST).collect();
    let named = |wanted: &str| {
        message.headers().iter().filter(|header| header.name().eq_ignore_ascii_case(wanted)).count()
    };
    if named("From") > 1 {
        row.notes.push("several From headers");
    }
    let name = row.from_name.to_lowercase();
    if name.contains('@') && !name.contains(&row.from.to_lowercase()) {
        row.notes.push("another address in the displayed name");
    }
}

fn take_results(message: &Message<'_>, server: Option<&str>, row: &mut MailRow) {
    let mut headers = message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))
        .map(|(_, value)| value);
    let Some(server) = server else {
        if headers.next().is_some() {
            row.notes.push("authentication results not read: no server of one's own is named");
        }
        return;
    };
    let Some(Results { server, spf, dkim, dmarc }) =
        headers.find_map(|value| results::read(value, server))
    else {
        return;
    };
    (row.reporter, row.spf, row.dkim, row.dmarc) = (server, spf, dkim, dmarc);
}

/// Whether an address is not one of a private network.
fn is_outside(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified())
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_outside(&IpAddr::V4(ip)),
            None => {
                !(ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local())
            }
        },
    }
}

fn take_parts(message: &Message<'_>, is_whole: bool, depth: usize, row: &mut MailRow) {
    /// Messages in messages in messages.
    const DEPTH: usize = 3;
    for part in &message.parts {
        match &part.body {
            PartType::Text(text) | PartType::Html(text) => links::collect(text, &mut row.links),
            PartType::Message(inside) if depth < DEPTH => {
                row.notes.push("holds a forwarded message");
                take_parts(inside, is_whole, depth + 1, row);
            }
            _ => {}
        }
    }
    for part in message.attachments() {
        if row.attachment_hashes.len() >= MOST {
            break;
        }
        let name = part.attachment_name().unwrap_or("-");
        let name: String = name.chars().filter(|sign| !sign.is_control()).take(200).collect();
        if is_whole {
            row.attachment_hashes.push(sha256::hex(part.contents()));
        }
        row.attachment_names.push(name);
    }
    if depth == 0 && !is_whole {
        row.notes.push("longer than is read: attachments have no digest");
    }
    row.notes.dedup();
}

/// Headers whose values say nothing of a person.
const OPEN: [&str; 6] = [
    "date",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "precedence",
    "auto-submitted",
];

/// The stretches of a header that may not be shown: every value but those of a few headers.
pub(crate) fn spans(record: &[u8]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    for line in record.split_inclusive(|byte| *byte == b'\n') {
        let name =
            header_name(line).filter(|_| !line.starts_with(b" ") && !line.starts_with(b"\t"));
        let is_folded = line.first().is_some_and(|first| matches!(first, b' ' | b'\t'));
        let from = match name {
            Some(name) => {
                is_open = OPEN.iter().any(|open| name.eq_ignore_ascii_case(open));
                memchr::memchr(b':', line).map_or(0, |colon| colon + 1)
            }
            None => {
                is_open &= is_folded;
                0
            }
        };
        let value = line[from..].trim_ascii();
        if !is_open && !value.is_empty() {
            let lead = line[from..].len() - line[from..].trim_ascii_start().len();
            let start = at + from + lead;
            spans.push(Span { range: start..start + value.len(), matter: Matter::Text });
        }
        at += line.len();
    }
    spans
}

/// What is kept of a message that could not be read.
pub(crate) fn start_of(message: &[u8]) -> &[u8] {
    let end = header_length(message).clamp(1, KEPT_OF_TOO_LONG).min(message.len());
    &message[..end]
}

/// Messages are read up to this length, in bytes.
pub(crate) const READ: usize = MAX_RECORD;

#[cfg(test)]
mod tests {
    use super::*;

    fn results(server: Option<&str>, headers: &str) -> String {
        let text =
            format!("From: a@essai.example\nDate: Thu, 01 Apr 2027 10:00:00 +0200\n{headers}\n\nx");
        let row = read(text.as_bytes(), text.len() as u64, server).unwrap();
        format!("{} {} {} {}", row.reporter, row.spf, row.dmarc, row.notes.join(", "))
    }

    #[test]
    fn results_count_only_under_the_name_of_ones_own_server() {
        let headers = "Authentication-Results: mx.faussaire.example; spf=pass; dmarc=pass\nAuthentication-Results: mx.essai.example;\n spf=fail; dmarc=fail";
        assert_eq!(results(Some("mx.essai.example"), headers), "mx.essai.example fail fail ");
        assert_eq!(results(Some("autre.example"), headers), "   ");
        assert_eq!(
            results(None, headers),
            "   authentication results not read: no server of one's own is named"
        );
        // Of two under the right name the upper one is the later.
        let forged = "Authentication-Results: mx.essai.example; spf=fail\nAuthentication-Results: mx.essai.example; spf=pass";
        assert_eq!(results(Some("mx.essai.example"), forged), "mx.essai.example fail  ");
    }

    #[test]
    fn a_message_longer_than_is_read_has_no_digests() {
        let text = "From: a@essai.example\nDate: x\nMIME-Version: 1.0\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nxx";
        let whole = read(text.as_bytes(), text.len() as u64, None).unwrap();
        assert_eq!(whole.attachment_hashes.len(), 1);
        let cut = read(text.as_bytes(), text.len() as u64 + 1, None).unwrap();
        assert_eq!((cut.attachment_hashes.len(), cut.attachment_names.len()), (0, 1));
        assert_eq!(
            cut.notes,
            ["the date cannot be read", "longer than is read: attachments have no digest"]
        );
    }

    #[test]
    fn the_sender_is_the_first_hop_from_outside() {
        let text = "Received: from a ([10.1.2.3]) by b; Thu, 01 Apr 2027 10:00:00 +0200\nReceived: from c (c [198.51.100.9]) by d; Thu, 01 Apr 2027 09:00:00 +0200\nReceived: from e ([203.0.113.4]) by f; Thu, 01 Apr 2027 08:00:00 +0200\nFrom: a@essai.example\nSubject: x\n\n";
        assert_eq!(read(text.as_bytes(), text.len() as u64, None).unwrap().source, "198.51.100.9");
    }
}
