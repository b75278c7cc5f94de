//! Text helpers that several sources share.

use std::borrow::Cow;

use memchr::{memchr_iter, memrchr_iter};

/// UTF-8 with invalid bytes replaced; borrowed when nothing had to be.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// A cell of a table: UTF-8, or what spreadsheets write where they do not write that, windows-1252
/// (WHATWG, Encoding, section 9). A text that is only cut inside its last letter is UTF-8.
pub(crate) fn cell_text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    let Err(error) = std::str::from_utf8(&bytes) else {
        return match bytes {
            Cow::Borrowed(bytes) => lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(lossy(&bytes).into_owned()),
        };
    };
    if error.error_len().is_none() && error.valid_up_to() > 0 && bytes.len() > 1 {
        let is_other_text = bytes[..error.valid_up_to()].is_ascii();
        if !is_other_text {
            return Cow::Owned(lossy(&bytes).into_owned());
        }
    }
    Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect())
}

/// One letter of windows-1252; the five bytes that it leaves open are no letters.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
        '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
        '\u{fffd}', 'ž', 'Ÿ',
    ];
    let upper = byte.checked_sub(0x80).and_then(|at| UPPER.get(usize::from(at)));
    upper.copied().unwrap_or(char::from(byte))
}

/// The same length in bytes, ASCII only: what is not ASCII comes out as `?`. Positions in it are
/// positions in the original, whatever its encoding.
pub(crate) fn ascii_shadow(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect()
}

/// Where `part`, a subslice of `whole`, begins in it.
pub(crate) fn place(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// What stands before and after the last `mark`, which begins with a space. Lines hold few spaces,
/// so this is faster than a general search.
pub(crate) fn rsplit_at<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let bytes = text.as_bytes();
    let at = memrchr_iter(b' ', bytes).find(|at| bytes[*at..].starts_with(mark.as_bytes()))?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// What stands before and after the first `mark`, which begins with a space.
pub(crate) fn split_at<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let bytes = text.as_bytes();
    let at = memchr_iter(b' ', bytes).find(|at| bytes[*at..].starts_with(mark.as_bytes()))?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

/// Names sorted by how few edits lead to `wanted`, ties by name.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    /// Letters of a name that are compared: a name from outside may be megabytes long, and the
    /// distance costs the product of both lengths.
    const COMPARED: usize = 64;
    let start = |name: &str| name.chars().take(COMPARED).collect::<String>().to_lowercase();
    let lower = start(wanted);
    let mut ranked: Vec<_> =
        names.map(|name| (strsim::damerau_levenshtein(&lower, &start(name)), name)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// A field name from outside, fit for a message: letters, digits and a few signs, at most 40.
pub(crate) fn harmless_name(name: &str) -> String {
    name.chars()
        .map(|letter| {
            let plain = letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ' ' | '/');
            if plain { letter } else { '?' }
        })
        .take(40)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_come_first() {
        let names = ["url", "text", "title", "author_id"];
        assert_eq!(nearest("txet", names.into_iter())[0], "text");
        assert_eq!(nearest("Author", names.into_iter())[0], "author_id");
    }

    #[test]
    fn marks_are_found_from_either_end() {
        let text = "a from b from c";
        assert_eq!(rsplit_at(text, " from "), Some(("a from b", "c")));
        assert_eq!(split_at(text, " from "), Some(("a", "b from c")));
        assert_eq!(rsplit_at(text, " for "), None);
        assert_eq!(split_at(" from ", " from "), Some(("", "")));
    }

    #[test]
    fn long_names_from_outside_are_compared_by_their_start() {
        let long = "x".repeat(4 << 20);
        assert_eq!(nearest("text", [long.as_str(), "title"].into_iter())[0], "title");
    }

    #[test]
    fn cells_of_spreadsheets_are_read_in_their_encoding() {
        let read = |bytes: &[u8]| cell_text(Cow::Borrowed(bytes)).into_owned();
        assert_eq!(read("Élan – œuvre".as_bytes()), "Élan – œuvre");
        assert_eq!(read(b"\xc9lan \x96 \x9cuvre \x80"), "Élan – œuvre €");
        assert_eq!(read(b"d\xe9j\xe0"), "déjà");
        assert_eq!(read(b"caf\xe9"), "café");
        assert_eq!(read(b"\x81"), "\u{fffd}");
        // Cut inside a letter, after other letters of UTF-8.
        assert_eq!(read(b"\xc3\xa9t\xc3"), "ét\u{fffd}");
    }

    #[test]
    fn shadows_keep_positions() {
        let bytes = "a\u{e9}b\u{1f600}".as_bytes();
        assert_eq!(ascii_shadow(bytes), "a??b????");
        assert_eq!(ascii_shadow(b"\xff\0"), "?\0");
    }

    #[test]
    fn names_from_outside_are_defused() {
        assert_eq!(harmless_name("a\u{1b}[2J\u{202e}b"), "a??2J?b");
    }
}
