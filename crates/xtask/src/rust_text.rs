//! Rust source with everything blanked that is not code, line for line, so that a search for a
//! word neither stumbles over comments and literals nor loses its line number.

use std::ops::Range;

/// Blanks comments and the insides of string and character literals.
pub(crate) fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => line_end(bytes, at),
            b'/' if bytes[at..].starts_with(b"/*") => block_comment_end(bytes, at),
            b'"' => string_end(bytes, at),
            b'r' if may_open_raw(bytes, at) => raw_string_end(bytes, at).unwrap_or(at + 1),
            b'\'' => char_end(text, at).unwrap_or(at + 1),
            _ => at + 1,
        };
        if end > at + 1 {
            blank(&mut out, at..end);
        }
        at = end;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Blanks items under `#[cfg(test)]` in text that [`code`] has cleaned.
pub(crate) fn without_tests(code: &str) -> String {
    let mut out = code.as_bytes().to_vec();
    for range in test_items(code) {
        blank(&mut out, range);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Where the items under `#[cfg(test)]` stand.
pub(crate) fn test_items(code: &str) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let mut items: Vec<Range<usize>> = Vec::new();
    for (start, _) in code.match_indices(MARK) {
        if items.last().is_none_or(|last| last.end <= start) {
            items.push(start..item_end(code, start + MARK.len()));
        }
    }
    items
}

/// Offsets at which `word` stands as a whole word.
pub(crate) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let after = code.as_bytes().get(at + word.len());
        !continues_word(code.as_bytes(), at) && !after.is_some_and(|&byte| is_word(byte))
    })
}

/// The line of an offset, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn continues_word(bytes: &[u8], at: usize) -> bool {
    at > 0 && is_word(bytes[at - 1])
}

fn blank(out: &mut [u8], range: Range<usize>) {
    for byte in &mut out[range] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn block_comment_end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut here = at;
    while here < bytes.len() {
        if bytes[here..].starts_with(b"/*") {
            depth += 1;
            here += 2;
        } else if bytes[here..].starts_with(b"*/") {
            depth -= 1;
            here += 2;
            if depth == 0 {
                return here;
            }
        } else {
            here += 1;
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut here = at + 1;
    while here < bytes.len() {
        match bytes[here] {
            b'\\' => here += 2,
            b'"' => return here + 1,
            _ => here += 1,
        }
    }
    bytes.len()
}

/// An `r` that begins a word, or follows the `b` or `c` that does.
fn may_open_raw(bytes: &[u8], at: usize) -> bool {
    !continues_word(bytes, at)
        || (matches!(bytes[at - 1], b'b' | b'c') && !continues_word(bytes, at - 1))
}

/// `r"…"` and `r#"…"#`; `None` for a raw identifier or a plain word.
fn raw_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let mut here = open + 1;
    while here < bytes.len() {
        let tail = &bytes[here + 1..];
        if bytes[here] == b'"' && tail.iter().take_while(|&&byte| byte == b'#').count() >= hashes {
            return Some(here + 1 + hashes);
        }
        here += 1;
    }
    Some(bytes.len())
}

/// `'x'` and `'\n'`; `None` for a lifetime.
fn char_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at + 1..];
    let mut chars = rest.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        let (escaped, _) = chars.next()?;
        let close = rest.get(escaped + 1..)?.find('\'')? + escaped + 1;
        return Some(at + 1 + close + 1);
    }
    let (second, closing) = chars.next()?;
    (closing == '\'').then_some(at + 1 + second + 1)
}

/// Where the item that starts at `at` ends: its closing brace, or its semicolon.
fn item_end(code: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b';' if depth == 0 => return offset + 1,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return offset + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked() {
        let text = "a(\"b // \\\" c\"); // d\n/* e /* f */ g */ h('i', '\\'', r#\"j\"k\"#, b\"l\", br#\"m\"n\"#);";
        let blanked = code(text);
        let left: Vec<&str> = blanked.split(|c: char| !c.is_alphanumeric()).collect();
        let left: Vec<&str> = left.into_iter().filter(|word| !word.is_empty()).collect();
        assert_eq!(left, ["a", "h", "b", "b"]);
        assert_eq!(blanked.len(), text.len());
        assert_eq!(line_of(&blanked, blanked.find('h').unwrap()), 2);
    }

    #[test]
    fn lifetimes_and_raw_identifiers_are_code() {
        let text = "fn f<'a>(r#type: &'a str) -> &'a str { r#type }";
        assert_eq!(code(text), text);
    }

    #[test]
    fn test_items_are_blanked_and_nothing_else() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { {} } }\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}";
        let left = without_tests(text);
        assert!(left.contains("fn a") && left.contains("fn c") && left.contains("fn d"));
        assert!(!left.contains("fn b") && !left.contains("more"));
        assert_eq!(left.lines().count(), text.lines().count());
    }

    #[test]
    fn words_are_whole() {
        let text = "unsafe_code unsafe not_unsafe";
        assert_eq!(words(text, "unsafe").collect::<Vec<_>>(), [12]);
    }

    #[test]
    fn unfinished_text_does_not_panic() {
        for text in ["\"", "r#\"", "/*", "'", "'\\", "b'", "r", "#[cfg(test)]", "}", "'é"] {
            let _ = without_tests(&code(text));
        }
    }
}
