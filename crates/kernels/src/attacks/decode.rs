//! Undoes the encodings that a request may be wrapped in, so that a rule sees one spelling.
//!
//! Percent codes up to three times (an application behind a proxy may decode twice), `+` as a space
//! in queries, `%uXXXX`, HTML character references, `\uXXXX`, `\xXX` and `\u{X}`, overlong UTF-8
//! (`C0 AE` for a point; RFC 3629, section 10) and full-width forms. A byte is only ever replaced
//! by fewer bytes, so a result is never longer than its input.

use memchr::{memchr, memchr2};

/// Stands where a query had `&` between two parameters (and `?` in a referer).
pub(super) const PAIR: u8 = 0x1e;
/// Stands where a query had the first `=` of a parameter.
pub(super) const VALUE: u8 = 0x1f;

/// How often percent codes are resolved.
const ROUNDS: usize = 3;

/// What was odd on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, looked up by a rule")]
pub(super) struct Oddities {
    /// Percent codes stood inside percent codes.
    pub(super) is_nested: bool,
    /// A point, slash or letter was written as overlong UTF-8.
    pub(super) is_overlong: bool,
    /// A NUL byte was encoded.
    pub(super) has_nul: bool,
    /// A control byte other than tab and line ends was encoded.
    pub(super) has_control: bool,
    /// Bytes that are no UTF-8.
    pub(super) is_not_utf8: bool,
}

/// Decodes into `out`. With `has_query`, separators of parameters become [`PAIR`] and [`VALUE`].
pub(super) fn decode(
    raw: &[u8],
    is_query: bool,
    out: &mut Vec<u8>,
    spare: &mut Vec<u8>,
) -> Oddities {
    let mut oddities = Oddities::default();
    out.clear();
    first_round(raw, is_query, out);
    for round in 1..ROUNDS {
        if memchr(b'%', out).is_none() {
            break;
        }
        spare.clear();
        percent(out, spare);
        if spare == out {
            break;
        }
        oddities.is_nested |= round == 1;
        std::mem::swap(out, spare);
    }
    if memchr(b'&', out).is_some() {
        spare.clear();
        super::escapes::references(out, spare);
        std::mem::swap(out, spare);
    }
    if memchr(b'\\', out).is_some() {
        spare.clear();
        super::escapes::backslashes(out, spare);
        std::mem::swap(out, spare);
    }
    if !out.is_ascii() {
        oddities.is_not_utf8 = std::str::from_utf8(out).is_err();
        spare.clear();
        oddities.is_overlong = narrow(out, spare);
        std::mem::swap(out, spare);
    }
    oddities.has_nul = memchr(0, out).is_some();
    oddities.has_control = out.iter().any(|byte| matches!(*byte, 1..=8 | 0x0e..=0x1d | 0x7f));
    oddities
}

/// Percent codes, `+`, and the separators of parameters.
fn first_round(raw: &[u8], is_query: bool, out: &mut Vec<u8>) {
    if !is_query {
        percent(raw, out);
        return;
    }
    let mut rest = raw;
    loop {
        let end = memchr(b'&', rest).unwrap_or(rest.len());
        let pair = &rest[..end];
        match memchr(b'=', pair) {
            Some(at) => {
                plus_and_percent(&pair[..at], out);
                out.push(VALUE);
                plus_and_percent(&pair[at + 1..], out);
            }
            None => plus_and_percent(pair, out),
        }
        if end == rest.len() {
            return;
        }
        out.push(PAIR);
        rest = &rest[end + 1..];
    }
}

fn plus_and_percent(raw: &[u8], out: &mut Vec<u8>) {
    if memchr2(b'%', b'+', raw).is_none() {
        out.extend_from_slice(raw);
        return;
    }
    let start = out.len();
    let mut rest = raw;
    while let Some(at) = memchr2(b'%', b'+', rest) {
        out.extend_from_slice(&rest[..at]);
        if rest[at] == b'+' {
            out.push(b' ');
            rest = &rest[at + 1..];
        } else {
            rest = code(&rest[at..], out);
        }
    }
    out.extend_from_slice(rest);
    blank_marks(&mut out[start..]);
}

/// Resolves percent codes once.
fn percent(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(at) = memchr(b'%', rest) {
        out.extend_from_slice(&rest[..at]);
        let length = out.len();
        rest = code(&rest[at..], out);
        blank_marks(&mut out[length..]);
    }
    out.extend_from_slice(rest);
}

/// Encoded bytes that look like our own marks must not pass for them.
fn blank_marks(bytes: &mut [u8]) {
    for byte in bytes {
        if matches!(*byte, PAIR | VALUE) {
            *byte = b' ';
        }
    }
}

/// One code at the start of `text`, which begins with `%`; what stands behind it comes back.
fn code<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    match text {
        [_, high, low, rest @ ..] if hex(*high).is_some() && hex(*low).is_some() => {
            out.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
            rest
        }
        [_, b'u' | b'U', digits @ ..] => match number(digits.get(..4).unwrap_or_default(), 16) {
            Some(scalar) => {
                put(scalar, out);
                &digits[4..]
            }
            None => keep_first(text, out),
        },
        _ => keep_first(text, out),
    }
}

fn keep_first<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    out.extend_from_slice(&text[..1]);
    &text[1..]
}

pub(super) const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// A number of at most eight digits that fills the whole slice.
pub(super) fn number(digits: &[u8], base: u32) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, digit| {
        let digit = u32::from(hex(*digit)?);
        if digit >= base { None } else { sum.checked_mul(base)?.checked_add(digit) }
    })
}

/// Writes a character; full-width forms of ASCII become ASCII.
pub(super) fn put(scalar: u32, out: &mut Vec<u8>) {
    let scalar = match scalar {
        0xff01..=0xff5e => scalar - 0xff01 + 0x21,
        PAIR_SCALAR | VALUE_SCALAR => 0x20,
        _ => scalar,
    };
    let letter = char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

const PAIR_SCALAR: u32 = PAIR as u32;
const VALUE_SCALAR: u32 = VALUE as u32;

/// Resolves overlong and full-width spellings of ASCII; whether there was an overlong one.
fn narrow(text: &[u8], out: &mut Vec<u8>) -> bool {
    let mut is_overlong = false;
    let mut at = 0;
    while at < text.len() {
        let (byte, used) = match &text[at..] {
            [first @ (0xc0 | 0xc1), next @ 0x80..=0xbf, ..] => {
                is_overlong = true;
                ((first & 1) << 6 | next & 0x3f, 2)
            }
            [0xe0, first @ (0x80 | 0x81), next @ 0x80..=0xbf, ..] => {
                is_overlong = true;
                ((first & 1) << 6 | next & 0x3f, 3)
            }
            // U+FF01 to U+FF5E.
            [0xef, 0xbc, last @ 0x81..=0xbf, ..] => (last - 0x81 + 0x21, 3),
            [0xef, 0xbd, last @ 0x80..=0x9e, ..] => (last - 0x80 + 0x60, 3),
            // Circled digits and letters, which host names are folded to (UTS 46).
            [0xe2, 0x91, last @ 0xa0..=0xa8, ..] => (last - 0xa0 + b'1', 3),
            [0xe2, 0x93, 0xaa, ..] => (b'0', 3),
            [0xe2, 0x92, last @ 0xb6..=0xbf, ..] => (last - 0xb6 + b'A', 3),
            [0xe2, 0x93, last @ 0x80..=0x8f, ..] => (last - 0x80 + b'K', 3),
            [0xe2, 0x93, last @ 0x90..=0xa9, ..] => (last - 0x90 + b'a', 3),
            [0xe3, 0x80, 0x82, ..] | [0xef, 0xbd, 0xa1, ..] => (b'.', 3),
            // No-break space, and the quotes and bars that databases take for plain ones.
            [0xc2, 0xa0, ..] => (b' ', 2),
            [0xca, 0xb9 | 0xbc, ..] | [0xe2, 0x80, 0x98 | 0x99, ..] => {
                (b'\'', if text[at] == 0xca { 2 } else { 3 })
            }
            [byte, ..] => (*byte, 1),
            [] => break,
        };
        out.push(byte);
        at += used;
    }
    is_overlong
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(raw: &str, is_query: bool) -> String {
        let (mut out, mut spare) = (Vec::new(), Vec::new());
        decode(raw.as_bytes(), is_query, &mut out, &mut spare);
        out.escape_ascii().to_string()
    }

    #[test]
    fn every_wrapping_comes_off() {
        for (raw, plain) in [
            ("%2e%2E%2f", "../"),
            ("%252e%25252e", ".."),
            ("%u002e%uff0e", ".."),
            ("%c0%ae%e0%80%af", "./"),
            ("%ef%bc%9cscript", "<script"),
            ("%e2%91%a0%e2%93%aa%e2%93%90", "10a"),
            ("&lt;b&#62;&#x3c;/b&gt;", "<b></b>"),
            (r"\u003cb\x3e\u{2f}", "<b>/"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("a+b", "a+b"),
        ] {
            assert_eq!(shown(raw, false), plain, "{raw}");
        }
    }

    #[test]
    fn parameters_are_told_apart_before_they_are_decoded() {
        assert_eq!(shown("a=b+c&d", true), r"a\x1fb c\x1ed");
        assert_eq!(shown("a=1%26b%3D2=3", true), r"a\x1f1&b=2=3");
        assert_eq!(shown("a=%1e%1f", true), r"a\x1f  ");
    }

    #[test]
    fn what_was_odd_is_told() {
        let odd = |raw: &str| decode(raw.as_bytes(), false, &mut Vec::new(), &mut Vec::new());
        assert_eq!(odd("/a%20b"), Oddities::default());
        assert!(odd("%252e").is_nested);
        assert!(odd("%c0%ae").is_overlong && odd("%c0%ae").is_not_utf8);
        assert!(odd("a%00").has_nul);
        assert!(odd("a%07").has_control);
    }

    proptest! {
        #[test]
        fn nothing_grows_beyond_its_input(raw in "[%a-f0-9u&#;x\\\\{}+=\\x00-\\xff]{0,60}") {
            let (mut out, mut spare) = (Vec::new(), Vec::new());
            decode(raw.as_bytes(), true, &mut out, &mut spare);
            prop_assert!(out.len() <= raw.len());
        }
    }
}
