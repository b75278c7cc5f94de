//! Cells that hold several objects.

use std::borrow::Cow;

use crate::KernelInfo;

/// The kernel.
pub const SPLIT_OBJECTS: KernelInfo = KernelInfo {
    name: "split-objects",
    version: 1,
    doc: "Splits a cell that holds several links, hashtags, domains or images.",
};

/// Splits a cell that holds several objects, in order, without empty ones. Three forms are told
/// apart by the cell itself:
///
/// - **A list**, when it begins with `[`: a JSON array, or a list as Python prints it
///   (`['a', u'b']`). Escapes are resolved; `null`, `None` and `NaN` are skipped; lists and
///   objects inside are skipped whole. What cannot be read is taken as far as it goes.
/// - **Links**, when it holds `://`. They are separated by white space, or by a comma, semicolon
///   or vertical bar after which the next link begins. Inside a link these signs stay.
/// - **Words** otherwise: separated by white space, comma, semicolon or vertical bar. When the
///   cell begins with `#`, each `#` begins a new word (`#a#b`).
#[must_use]
pub fn split_objects(cell: &str) -> Objects<'_> {
    let cell = cell.trim();
    let form = match cell.strip_prefix('[') {
        Some(_) => Form::List,
        None if cell.contains("://") => Form::Links,
        None => Form::Words { signs: cell.starts_with('#') },
    };
    Objects { rest: cell.strip_prefix('[').unwrap_or(cell), form }
}

/// The objects of one cell; see [`split_objects`].
#[derive(Clone, Debug)]
pub struct Objects<'a> {
    rest: &'a str,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    List,
    Links,
    Words { signs: bool },
}

impl<'a> Iterator for Objects<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        loop {
            let object = match self.form {
                Form::List => self.list_item()?,
                Form::Links => Cow::Borrowed(self.link()?),
                Form::Words { signs } => Cow::Borrowed(self.word(signs)?),
            };
            if !object.is_empty() {
                return Some(object);
            }
        }
    }
}

impl<'a> Objects<'a> {
    /// The next object, empty when there is nothing between two separators.
    fn word(&mut self, signs: bool) -> Option<&'a str> {
        self.rest = self.rest.trim_start_matches(is_separator);
        let first = self.rest.chars().next()?.len_utf8();
        let mut end = self.rest.find(is_separator).unwrap_or(self.rest.len());
        if signs && let Some(sign) = self.rest[first..end].find('#') {
            end = first + sign;
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(if word == "#" { "" } else { word })
    }

    fn link(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start_matches(is_separator);
        if self.rest.is_empty() {
            return None;
        }
        let end = self
            .rest
            .char_indices()
            .find(|(at, letter)| {
                letter.is_whitespace() || is_sign(*letter) && begins_link(&self.rest[at + 1..])
            })
            .map_or(self.rest.len(), |(at, _)| at);
        let (link, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(link.trim_end_matches(is_sign))
    }

    fn list_item(&mut self) -> Option<Cow<'a, str>> {
        self.rest =
            self.rest.trim_start_matches(|letter: char| letter == ',' || letter.is_whitespace());
        // Python 2 writes `u'…'`.
        if self.rest.starts_with("u'") || self.rest.starts_with("u\"") {
            self.rest = &self.rest[1..];
        }
        match self.rest.chars().next()? {
            ']' => None,
            quote @ ('"' | '\'') => Some(self.quoted(quote)),
            '[' | '{' => {
                self.skip_nested();
                Some(Cow::Borrowed(""))
            }
            _ => {
                let end = self.rest.find([',', ']']).unwrap_or(self.rest.len());
                let (item, rest) = self.rest.split_at(end);
                self.rest = rest;
                let item = item.trim();
                let absent = matches!(item, "null" | "None" | "nan" | "NaN");
                Some(Cow::Borrowed(if absent { "" } else { item }))
            }
        }
    }

    /// Takes a quoted item; one that never closes goes to the end of the cell.
    fn quoted(&mut self, quote: char) -> Cow<'a, str> {
        let body = &self.rest[1..];
        let end = closing(body, quote).unwrap_or(body.len());
        self.rest = body.get(end + 1..).unwrap_or("");
        let item = &body[..end];
        let item =
            if item.contains('\\') { Cow::Owned(unescape(item)) } else { Cow::Borrowed(item) };
        match item {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// Leaves out a list or object inside the list, with the quotes in it.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(letter) = self.rest[at..].chars().next() {
            at += letter.len_utf8();
            match letter {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                '"' | '\'' => {
                    let body = &self.rest[at..];
                    at += closing(body, letter).map_or(body.len(), |end| end + 1);
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        self.rest = &self.rest[at..];
    }
}

fn is_sign(letter: char) -> bool {
    matches!(letter, ',' | ';' | '|')
}

fn is_separator(letter: char) -> bool {
    is_sign(letter) || letter.is_whitespace()
}

/// Whether a link begins here, after white space. Only a little is looked at, so that a cell of
/// separators costs no more than its length.
fn begins_link(text: &str) -> bool {
    let text = text.strip_prefix(' ').unwrap_or(text);
    ["http://", "https://"].iter().any(|scheme| {
        text.as_bytes()
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Where the closing quote stands.
fn closing(body: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in body.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == quote {
            return Some(at);
        }
    }
    None
}

/// Resolves the escapes of JSON and Python. Unknown ones stand for their own letter; half a
/// surrogate pair becomes the replacement character.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some(width @ ('x' | 'u' | 'U')) => {
                let digits = match width {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let (letter, used) = code_point(letters.as_str(), digits);
                out.push(letter);
                letters = letters.as_str()[used..].chars();
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// The character of a hexadecimal escape and how many bytes it took.
fn code_point(text: &str, digits: usize) -> (char, usize) {
    let unit = |at: usize| {
        let hex =
            text.get(at..at + digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(hex, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if let Some(letter) = char::from_u32(first) {
        return (letter, digits);
    }
    let second =
        text.get(digits..).filter(|rest| rest.starts_with("\\u")).and_then(|_| unit(digits + 2));
    match (first, second) {
        (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
            let joined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), 2 * digits + 2)
        }
        _ => (char::REPLACEMENT_CHARACTER, digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(cell: &str) -> Vec<String> {
        split_objects(cell).map(Cow::into_owned).collect()
    }

    #[test]
    fn lists_of_json_and_python_are_read() {
        assert_eq!(split(r#"["a", "b"]"#), ["a", "b"]);
        assert_eq!(split("['a', u'b', \"it's\", 'd\\'e']"), ["a", "b", "it's", "d'e"]);
        assert_eq!(
            split(r#"["https:\/\/a.example\/?b=1\u0026c=2"]"#),
            ["https://a.example/?b=1&c=2"]
        );
        assert_eq!(split(r#"["\ud83d\uddf3", "\ud83d", "\xe9"]"#), ["🗳", "\u{FFFD}", "é"]);
        assert_eq!(split(r#"[12, null, None, NaN, "", "x"]"#), ["12", "x"]);
        assert_eq!(split(r#"[{"a": ["]"]}, "b", ["c"]]"#), ["b"]);
        assert_eq!(split("[]"), Vec::<String>::new());
        assert_eq!(split("['open, https://a.example"), ["open, https://a.example"]);
    }

    #[test]
    fn links_keep_their_commas() {
        assert_eq!(
            split("https://a.example/1,2;3|4, http://b.example/?x=a,b"),
            ["https://a.example/1,2;3|4", "http://b.example/?x=a,b"]
        );
        assert_eq!(
            split("https://a.example/1,HTTPS://b.example/2;https://c.example|https://d.example"),
            [
                "https://a.example/1",
                "HTTPS://b.example/2",
                "https://c.example",
                "https://d.example"
            ]
        );
        assert_eq!(
            split("https://a.example,\n  https://b.example ;"),
            ["https://a.example", "https://b.example"]
        );
    }

    #[test]
    fn words_are_separated_by_any_usual_sign() {
        assert_eq!(split("#a, #b;#c|#d #e#f # ##g"), ["#a", "#b", "#c", "#d", "#e", "#f", "#g"]);
        assert_eq!(split("vote, élection"), ["vote", "élection"]);
        assert_eq!(split("gazette.example/a#b"), ["gazette.example/a#b"]);
        assert_eq!(split(" ,; "), Vec::<String>::new());
        assert_eq!(split("23678"), ["23678"]);
    }

    proptest! {
        #[test]
        fn never_panics_and_never_gives_empty(cell in "(\\PC|\\[|\\\\|['\",;|# ]|\\\\u[0-9a-f]{0,4}|https?://){0,40}") {
            for object in split_objects(&cell).chain(split_objects(&format!("[{cell}"))) {
                prop_assert!(!object.is_empty());
            }
        }
    }
}
