//! What is needed of a certificate (RFC 5280, section 4.1): its names, issuer and begin of validity.
//!
//! Nothing is verified: a transparency log shows what was issued.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use vigie_model::time::Timestamp;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Found {
    pub(super) names: Vec<String>,
    pub(super) issuer: Option<String>,
    pub(super) not_before: Option<Timestamp>,
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
const EXTENSIONS: u8 = 0xa3;
const VERSION: u8 = 0xa0;
const DNS_NAME: u8 = 0x82;

/// `id-ce-subjectAltName`, and the attributes organisation and common name.
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// A whole certificate.
pub(super) fn certificate(der: &[u8]) -> Option<Found> {
    let (tag, inside, _) = next(der)?;
    let (inner, _, _) = next(inside)?;
    if tag != SEQUENCE || inner != SEQUENCE {
        return None;
    }
    signed_part(inside)
}

/// The part that is signed.
pub(super) fn signed_part(der: &[u8]) -> Option<Found> {
    let (SEQUENCE, mut rest, _) = next(der)? else { return None };
    if next(rest)?.0 == VERSION {
        rest = next(rest)?.2;
    }
    // Serial number, algorithm.
    let (_, _, after) = next(rest)?;
    let (_, _, after) = next(after)?;
    let (_, issuer, after) = next(after)?;
    let (SEQUENCE, validity, after) = next(after)? else { return None };
    let (_, subject, after) = next(after)?;
    // The public key.
    let (_, _, mut after) = next(after)?;
    let mut found = Found {
        names: Vec::new(),
        issuer: attribute(issuer, ORGANISATION).or_else(|| attribute(issuer, COMMON_NAME)),
        not_before: next(validity).and_then(|(tag, text, _)| time(tag, text)),
    };
    while let Some((tag, inside, rest)) = next(after) {
        if tag == EXTENSIONS {
            let list = next(inside).map_or(&[][..], |(_, list, _)| list);
            each(list, |_, extension| take_names(extension, &mut found.names));
        }
        after = rest;
    }
    if found.names.is_empty() {
        found.names.extend(attribute(subject, COMMON_NAME));
    }
    Some(found)
}

fn take_names(extension: &[u8], names: &mut Vec<String>) {
    let Some((OBJECT, kind, mut rest)) = next(extension) else { return };
    if kind != ALTERNATIVE_NAMES {
        return;
    }
    while let Some((tag, inside, after)) = next(rest) {
        if tag == OCTETS {
            let list = next(inside).map_or(&[][..], |(_, list, _)| list);
            each(list, |tag, name| {
                if tag == DNS_NAME {
                    names.push(String::from_utf8_lossy(name).into_owned());
                }
            });
        }
        rest = after;
    }
}

/// An attribute of a name, which is a sequence of sets of sequences.
fn attribute(name: &[u8], wanted: &[u8]) -> Option<String> {
    let mut found = None;
    each(name, |tag, set| {
        if tag == SET {
            each(set, |_, pair| {
                if let Some((OBJECT, kind, rest)) = next(pair)
                    && kind == wanted
                    && let Some((_, text, _)) = next(rest)
                {
                    let text: String = String::from_utf8_lossy(text).chars().take(200).collect();
                    found.get_or_insert(text);
                }
            });
        }
    });
    found
}

fn each<'a>(mut list: &'a [u8], mut take: impl FnMut(u8, &'a [u8])) {
    while let Some((tag, inside, rest)) = next(list) {
        take(tag, inside);
        list = rest;
    }
}

/// Tag, content and what follows.
fn next(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
            (digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (inside, rest) = rest.split_at_checked(length)?;
    Some((*tag, inside, rest))
}

/// `UTCTime` and `GeneralizedTime`; two digits of a year below 50 are of this century (section 4.1.2.5.1).
fn time(tag: u8, text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (year, rest) = match tag {
        0x17 => {
            let year: i16 = text.get(..2)?.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text.get(2..)?)
        }
        0x18 => (text.get(..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    let two = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let date = Date::new(year, two(0)?, two(2)?).ok()?;
    let clock = Time::new(two(4)?, two(6)?, two(8)?, 0).ok()?;
    let at = date.to_datetime(clock).to_zoned(TimeZone::UTC).ok()?;
    Some(Timestamp(at.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_lie_are_refused() {
        assert_eq!(next(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(next(&[0x30, 0x80, 0]), None);
        assert_eq!(next(&[0x30, 0x81, 1, 7, 8]), Some((0x30, &[7][..], &[8][..])));
        assert_eq!(certificate(&[0x30; 64]), None);
    }

    #[test]
    fn times_of_both_kinds_are_read() {
        let shown = |tag, text: &str| time(tag, text.as_bytes()).map(|at| at.to_string());
        assert_eq!(shown(0x17, "270401080000Z").as_deref(), Some("2027-04-01T08:00:00Z"));
        assert_eq!(shown(0x18, "20510401080000Z").as_deref(), Some("2051-04-01T08:00:00Z"));
        assert_eq!(shown(0x17, "271301080000Z"), None);
        assert_eq!(shown(0x18, "é"), None);
    }
}
