//! Values that are base64 of text (RFC 4648, both alphabets) are judged as that text too.

use super::decode::PAIR;
use super::views::Views;

/// Shorter words are seldom meant as base64, and hold no attack.
const SHORTEST: usize = 16;
/// At most this many words of a field are tried.
const MOST: usize = 8;

/// Adds what base64 words of `views` hold behind a parameter mark.
pub(super) fn append(views: &mut Views, spare: &mut Vec<u8>) {
    let mut found = Vec::new();
    let is_sign = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=' | b' ')
    };
    if views.bytes.len() < SHORTEST {
        return;
    }
    let words = views.bytes.split(|byte| !is_sign(*byte)).filter(|word| word.len() >= SHORTEST);
    for word in words.filter(|word| looks_wrapped(word)).take(MOST) {
        // A slash is a digit of the alphabet, or what parts the folders of a path.
        let pieces = word.split(|byte| *byte == b'/').filter(|piece| looks_wrapped(piece));
        let texts: Vec<_> = match text_of(word) {
            Some(text) => vec![text],
            None => pieces.filter_map(text_of).collect(),
        };
        for text in texts {
            found.push(PAIR);
            found.extend_from_slice(&text);
        }
    }
    if found.is_empty() {
        return;
    }
    // One more layer of percent codes or references inside is usual.
    let mut inner = Views::default();
    super::decode::decode(&found, false, &mut inner.bytes, spare);
    // The marks between the words are ours, and decoding blanked nothing of them.
    inner.fold();
    if views.glued.is_empty() && !inner.glued.is_empty() {
        views.glued.extend_from_slice(&views.text);
    }
    views.glued.extend_from_slice(&inner.glued);
    views.text.extend_from_slice(&inner.text);
    views.bytes.extend_from_slice(&inner.bytes);
}

/// Words and paths have one case or slashes between; wrapped text mixes cases within a few letters.
fn looks_wrapped(word: &[u8]) -> bool {
    let word = word.trim_ascii();
    let upper = word.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let lower = word.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    word.len() >= SHORTEST && upper >= 3 && lower >= 3 && !word.contains(&b' ')
}

/// The text that a word wraps: printable ASCII, white space, nothing else.
fn text_of(word: &[u8]) -> Option<Vec<u8>> {
    let word = word.trim_ascii();
    let mut out = Vec::with_capacity(word.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u8);
    for byte in word {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    (out.len() >= SHORTEST / 2 && out.iter().all(is_text)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_taken_out() {
        let shown = |word: &str| {
            text_of(word.as_bytes()).map(|text| String::from_utf8_lossy(&text).into_owned())
        };
        assert_eq!(
            shown("PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==").as_deref(),
            Some("<script>alert(1)</script>")
        );
        assert_eq!(shown("ThisIsNotBase64AtAll"), None);
        assert!(!looks_wrapped(b"a-rather-long-slug-of-a-page"));
    }
}
