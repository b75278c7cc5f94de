//! Messages that name a user and then an address.
//!
//! OpenSSH writes `METHOD for [invalid user ]NAME from ADDRESS port N ssh2[: KEY]`. The name is
//! whatever the client sent, so it may hold ` from 192.0.2.1 port 22 ssh2` itself. What the daemon
//! wrote stands behind it: the last address is the true one. Only behind a public key is more text,
//! and of that only a certificate's key id is free. When two readings remain, no source is named.

use super::message::{Said, address, host};
use crate::record::Outcome;
use crate::text::{rsplit_at, split_at};

/// A name, an address, and what stands behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) before: &'a str,
    pub(crate) source: Option<&'a str>,
    pub(crate) after: &'a str,
}

/// `METHOD for …`.
pub(crate) fn read(outcome: Outcome, rest: &str) -> Option<Said<'_>> {
    let (method, who) = split_at(rest, " for ")?;
    if method.is_empty() || method.contains(' ') {
        return None;
    }
    Some(Said { method: Some(method), ..named(outcome, who) })
}

/// `[invalid user ]NAME from ADDRESS port N ssh2[: KEY]`.
pub(crate) fn named(outcome: Outcome, who: &str) -> Said<'_> {
    let unknown = ["invalid user ", "illegal user "].into_iter().find_map(|l| who.strip_prefix(l));
    let (who, is_known) = (unknown.unwrap_or(who), unknown.is_none());
    let said = Said::new(outcome);
    let found = with_protocol_at_end(who).or_else(|| before_key(who)).or_else(|| at_end(who));
    match found {
        Some(found) => said.user(found.before, is_known).source(found.source).free(found.after),
        None if protocols(who).next().is_some() => said.free(who),
        None => said.user(who, is_known),
    }
}

/// `NAME from ADDRESS[ port N][ ssh2]` up to the end.
pub(crate) fn at_end(text: &str) -> Option<Named<'_>> {
    let bare = without_protocol(text).unwrap_or(text);
    let bare = without_port(bare).unwrap_or(bare);
    let (before, source) = match rsplit_at(bare, " from ") {
        Some(parts) => parts,
        // Nothing was typed, and the space in front went with the words before it.
        None => ("", bare.strip_prefix("from ")?),
    };
    Some(Named { before, source: source_of(source).ok()?, after: "" })
}

/// A host, or none where the daemon did not know it; an error for anything else.
fn source_of(word: &str) -> Result<Option<&str>, NotAHost> {
    match word {
        "UNKNOWN" => Ok(None),
        _ => host(word).map(Some).ok_or(NotAHost),
    }
}

struct NotAHost;

fn with_protocol_at_end(who: &str) -> Option<Named<'_>> {
    without_port(without_protocol(who)?)?;
    at_end(who)
}

fn without_protocol(text: &str) -> Option<&str> {
    text.strip_suffix(" ssh2").or_else(|| text.strip_suffix(" ssh1"))
}

fn without_port(text: &str) -> Option<&str> {
    let (before, port) = rsplit_at(text, " port ")?;
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    is_port.then_some(before)
}

/// Every ` from ADDRESS port N sshN: …` in a text.
fn protocols(text: &str) -> impl Iterator<Item = Named<'_>> {
    text.match_indices(" from ").filter_map(|(at, mark)| {
        // The address is one word: a longer look would cost the square of the line's length.
        let (source, rest) = split_at(&text[at + mark.len()..], " ")?;
        let rest =
            rest.strip_prefix("port ")?.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let after = rest.strip_prefix(" ssh2: ").or_else(|| rest.strip_prefix(" ssh1: "))?;
        Some(Named { before: &text[..at], source: source_of(source).ok()?, after })
    })
}

/// The reading in which a whole key description stands behind the protocol.
fn before_key(who: &str) -> Option<Named<'_>> {
    let with_key: Vec<_> = protocols(who).filter(|named| is_key(named.after)).collect();
    let all: Vec<_> = protocols(who).collect();
    one_of(if with_key.is_empty() { &all } else { &with_key })
}

/// The last reading, when all name the same source.
fn one_of<'a>(readings: &[Named<'a>]) -> Option<Named<'a>> {
    let last = *readings.last()?;
    readings.iter().all(|named| named.source == last.source).then_some(last)
}

/// `TYPE FINGERPRINT` or `TYPE-CERT FINGERPRINT ID … (serial N) CA TYPE FINGERPRINT`.
fn is_key(text: &str) -> bool {
    let mut words = text.split(' ');
    let (Some(kind), Some(fingerprint)) = (words.next(), words.next()) else { return false };
    if !is_type(kind) || !is_fingerprint(fingerprint) {
        return false;
    }
    let Some(next) = words.next() else { return true };
    let mut last = text.rsplitn(4, ' ');
    let (fingerprint, kind, ca) = (last.next(), last.next(), last.next());
    next == "ID"
        && ca == Some("CA")
        && kind.is_some_and(is_type)
        && fingerprint.is_some_and(is_fingerprint)
}

fn is_type(word: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    !word.is_empty() && word.bytes().all(is_sign)
}

fn is_fingerprint(word: &str) -> bool {
    word.contains(':')
}

/// `NAME ADDRESS port N` up to the end.
pub(crate) fn peer_at_end(text: &str) -> Option<Named<'_>> {
    let bare = without_port(text)?;
    let (before, source) = bare.rsplit_once(' ').unwrap_or(("", bare));
    let source = if source == "UNKNOWN" { None } else { Some(address(source)?) };
    Some(Named { before, source, after: "" })
}

/// `NAME ADDRESS port N: REASON`. Reasons quote names that the client sent later, so only those
/// that the daemon is known to give decide between several readings.
pub(crate) fn peer_with_reason(text: &str) -> Option<Named<'_>> {
    let readings = || {
        text.match_indices(" port ").filter_map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            let reason = after.strip_prefix(": ").filter(|_| after.len() < rest.len())?;
            let (before, source) = text[..at].rsplit_once(' ').unwrap_or(("", &text[..at]));
            Some(Named { before, source: Some(address(source)?), after: reason })
        })
    };
    let known: Vec<_> = readings().filter(|named| is_reason(named.after)).collect();
    if known.is_empty() { one_of(&readings().collect::<Vec<_>>()) } else { one_of(&known) }
}

fn is_reason(text: &str) -> bool {
    text == "Too many authentication failures"
        || (text.starts_with("Change of username or service not allowed: (") && text.ends_with(')'))
}
