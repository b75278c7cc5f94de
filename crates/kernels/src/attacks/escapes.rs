//! HTML character references and backslash escapes.

use memchr::memchr;

use super::decode::{number, put};

/// References by name that stand for ASCII and occur in attacks (WHATWG HTML, section 13.5).
const NAMES: &[(&[u8], u8)] = &[
    (b"lt", b'<'),
    (b"gt", b'>'),
    (b"amp", b'&'),
    (b"quot", b'"'),
    (b"apos", b'\''),
    (b"colon", b':'),
    (b"lpar", b'('),
    (b"rpar", b')'),
    (b"sol", b'/'),
    (b"bsol", b'\\'),
    (b"period", b'.'),
    (b"equals", b'='),
    (b"num", b'#'),
    (b"semi", b';'),
    (b"comma", b','),
    (b"excl", b'!'),
    (b"grave", b'`'),
    (b"lbrace", b'{'),
    (b"rbrace", b'}'),
    (b"nbsp", b' '),
    (b"tab", b'\t'),
    (b"newline", b'\n'),
];

/// Replaces `&lt;`, `&#60;`, `&#x3c` and the like.
pub(super) fn references(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let used = reference(&rest[1..], out);
        if used == 0 {
            out.push(b'&');
        }
        rest = &rest[used + 1..];
    }
    out.extend_from_slice(rest);
}

/// Reads what stands behind `&`; how many bytes, 0 when it is no reference.
fn reference(text: &[u8], out: &mut Vec<u8>) -> usize {
    let (prefix, base) = match text {
        [b'#', b'x' | b'X', ..] => (2, 16),
        [b'#', ..] => (1, 10),
        _ => return named(text, out),
    };
    let digits = &text[prefix..];
    let is_digit =
        |byte: &u8| if base == 16 { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
    // Browsers take leading zeros.
    let zeros = digits.iter().take(16).take_while(|byte| **byte == b'0').count();
    let length = digits[zeros..].iter().take(8).take_while(|byte| is_digit(byte)).count();
    let Some(scalar) = number(&digits[zeros..zeros + length], base).filter(|scalar| *scalar > 0)
    else {
        return 0;
    };
    put(scalar, out);
    let end = prefix + zeros + length;
    end + usize::from(text.get(end) == Some(&b';'))
}

fn named(text: &[u8], out: &mut Vec<u8>) -> usize {
    let end = text.iter().take(8).position(|byte| *byte == b';');
    let Some(end) = end else { return 0 };
    match NAMES.iter().find(|(name, _)| text[..end].eq_ignore_ascii_case(name)) {
        Some((_, byte)) => {
            out.push(*byte);
            end + 1
        }
        None => 0,
    }
}

/// Replaces `\u003c`, `\x3c` and `\u{3c}`; other backslashes stay.
pub(super) fn backslashes(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let (digits, used) = match rest {
            [b'u' | b'U', b'{', inner @ ..] => {
                let end = inner.iter().take(9).position(|byte| *byte == b'}').unwrap_or(0);
                (&inner[..end], end + 3)
            }
            [b'u' | b'U', digits @ ..] => (digits.get(..4).unwrap_or_default(), 5),
            [b'x' | b'X', digits @ ..] => (digits.get(..2).unwrap_or_default(), 3),
            _ => (&[][..], 0),
        };
        match number(digits, 16) {
            Some(scalar) => {
                put(scalar, out);
                rest = &rest[used..];
            }
            None => out.push(b'\\'),
        }
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_need_their_digits_or_a_known_name() {
        let shown = |text: &str| {
            let mut out = Vec::new();
            references(text.as_bytes(), &mut out);
            String::from_utf8_lossy(&out).into_owned()
        };
        for (text, plain) in [
            ("&#60;&#00060&#x3C;", "<<<"),
            ("&LT;&Tab;", "<\t"),
            ("a&lt=1&b", "a&lt=1&b"),
            ("&#;&#x;&;&nosuch;&", "&#;&#x;&;&nosuch;&"),
        ] {
            assert_eq!(shown(text), plain, "{text}");
        }
    }

    #[test]
    fn escapes_that_are_cut_stay() {
        let shown = |text: &str| {
            let mut out = Vec::new();
            backslashes(text.as_bytes(), &mut out);
            String::from_utf8_lossy(&out).into_owned()
        };
        for (text, plain) in [
            (r"\u0061\x62\u{63}", "abc"),
            (r"\u00", r"\u00"),
            (r"\x6", r"\x6"),
            (r"\u{", r"\u{"),
            (r"\\d\", r"\\d\"),
        ] {
            assert_eq!(shown(text), plain, "{text}");
        }
    }
}
