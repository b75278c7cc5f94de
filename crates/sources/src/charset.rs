//! Character sets of pages: UTF-8, and the western sets that came before it.

use std::borrow::Cow;

use crate::text::lossy;

/// The text of a body by the character set that is named beside or inside it.
pub(crate) fn decoded<'a>(body: &'a [u8], kind: &str) -> Cow<'a, str> {
    let inside = || {
        let start = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_ascii_lowercase();
        let at = start.find("charset=")?;
        Some(start[at..].to_owned())
    };
    let named = kind.find("charset=").map(|at| kind[at..].to_owned()).or_else(inside);
    let name = named.as_deref().unwrap_or_default().trim_start_matches("charset=");
    let name = name.trim_start_matches(['"', '\'']);
    let is_western = ["iso-8859-1", "latin1", "windows-1252", "iso-8859-15", "us-ascii"]
        .iter()
        .any(|western| name.starts_with(western));
    if is_western && std::str::from_utf8(body).is_err() {
        return Cow::Owned(body.iter().map(|byte| western(*byte)).collect());
    }
    lossy(body)
}

/// Windows-1252, as browsers read all of these sets (WHATWG Encoding, section 9).
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_pages_keep_their_letters() {
        assert_eq!(decoded(b"\xe9t\xe9 \x92", "text/html; charset=iso-8859-1"), "été ’");
        assert_eq!(decoded("été".as_bytes(), "text/html; charset=iso-8859-1"), "été");
        assert_eq!(
            decoded(b"<meta charset=\"windows-1252\">\xe9", "text/html"),
            "<meta charset=\"windows-1252\">é"
        );
    }
}
