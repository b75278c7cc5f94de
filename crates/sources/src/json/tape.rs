//! A JSON value as a flat list of places, made in one pass and reused for the next record.
//!
//! Nothing is copied and nothing is turned into a number: a value is asked for its text when
//! somebody wants it. Raw control characters inside strings are let pass; nothing else that is
//! not JSON is.

use std::borrow::Cow;

use memchr::memchr2;

use super::{Broken, MAX_DEPTH, unescaped};

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Object,
    List,
    Text,
    /// A number, `true`, `false` or `null`.
    Bare,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: Kind,
    /// The inside of the key's quotes; empty in a list.
    key: (u32, u32),
    /// The value, quotes and brackets included.
    start: u32,
    end: u32,
    /// The entry after this one and all that it holds.
    next: u32,
}

/// Room for the entries of one value.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    entries: Vec<Entry>,
    /// Containers that are open while reading.
    open: Vec<u32>,
}

impl Tape {
    /// Reads one value; white space around is let pass.
    pub(crate) fn read<'a>(&'a mut self, text: &'a str) -> Result<Value<'a>, Broken> {
        self.entries.clear();
        self.open.clear();
        let Ok(_) = u32::try_from(text.len()) else { return Err(Broken::At(1)) };
        Reader { tape: self, text: text.as_bytes(), at: 0 }.document()?;
        Ok(Value { entries: &self.entries, text, at: 0 })
    }
}

struct Reader<'t, 'a> {
    tape: &'t mut Tape,
    text: &'a [u8],
    at: usize,
}

#[expect(clippy::cast_possible_truncation, reason = "the text is shorter than 4 GiB: read checks")]
impl Reader<'_, '_> {
    fn document(&mut self) -> Result<(), Broken> {
        let mut key = (0, 0);
        loop {
            let is_container = self.value(key)?;
            if is_container {
                let byte = self.peek()?;
                if !matches!(byte, b'}' | b']') {
                    key = self.key_if_object()?;
                    continue;
                }
            }
            match self.after_value()? {
                Some(next) => key = next,
                None => return Ok(()),
            }
        }
    }

    /// Past commas and closing brackets, up to the next value; `None` at the end of the document.
    fn after_value(&mut self) -> Result<Option<(u32, u32)>, Broken> {
        loop {
            let Some(parent) = self.tape.open.last().copied() else {
                self.white();
                return if self.at == self.text.len() { Ok(None) } else { Err(self.here()) };
            };
            let is_object = self.tape.entries[parent as usize].kind == Kind::Object;
            match (self.peek()?, is_object) {
                (b'}', true) | (b']', false) => {
                    self.at += 1;
                    let next = self.tape.entries.len() as u32;
                    let entry = &mut self.tape.entries[parent as usize];
                    (entry.end, entry.next) = (self.at as u32, next);
                    self.tape.open.pop();
                }
                (b',', _) if self.tape.entries.len() as u32 > parent + 1 => {
                    self.at += 1;
                    self.peek()?;
                    return self.key_if_object().map(Some);
                }
                _ => return Err(self.here()),
            }
        }
    }

    /// Adds the value that begins here; whether it is an open container.
    fn value(&mut self, key: (u32, u32)) -> Result<bool, Broken> {
        let start = self.peek().map(|_| self.at)?;
        let kind = match self.text[start] {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b'"' => Kind::Text,
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Kind::Bare,
            _ => return Err(self.here()),
        };
        let place = self.tape.entries.len() as u32;
        let is_container = matches!(kind, Kind::Object | Kind::List);
        if is_container {
            if self.tape.open.len() == MAX_DEPTH {
                return Err(Broken::TooDeep);
            }
            self.tape.open.push(place);
            self.at += 1;
        } else if kind == Kind::Text {
            self.string()?;
        } else {
            self.bare()?;
        }
        let (start, end) = (start as u32, self.at as u32);
        self.tape.entries.push(Entry { kind, key, start, end, next: place + 1 });
        Ok(is_container)
    }

    fn key_if_object(&mut self) -> Result<(u32, u32), Broken> {
        let Some(parent) = self.tape.open.last() else { return Err(self.here()) };
        if self.tape.entries[*parent as usize].kind == Kind::List {
            return Ok((0, 0));
        }
        if self.peek()? != b'"' {
            return Err(self.here());
        }
        let start = self.at as u32 + 1;
        self.string()?;
        let end = self.at as u32 - 1;
        if self.peek()? != b':' {
            return Err(self.here());
        }
        self.at += 1;
        Ok((start, end))
    }

    fn string(&mut self) -> Result<(), Broken> {
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += quote_or_stroke(rest).ok_or(Broken::Unfinished)? + 1;
            if self.text[self.at - 1] == b'"' {
                return Ok(());
            }
            // Whatever is escaped is no end.
            self.at += 1;
        }
    }

    fn bare(&mut self) -> Result<(), Broken> {
        let start = self.at;
        let rest = &self.text[start..];
        let is_digit =
            |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let length = match rest[0] {
            b't' => 4 * usize::from(rest.starts_with(b"true")),
            b'n' => 4 * usize::from(rest.starts_with(b"null")),
            b'f' => 5 * usize::from(rest.starts_with(b"false")),
            _ => rest.iter().position(|byte| !is_digit(byte)).unwrap_or(rest.len()),
        };
        self.at += length;
        let has_ended = !rest.get(length).is_some_and(u8::is_ascii_alphanumeric);
        let is_sign_alone = length == 1 && rest[0] == b'-';
        if length > 0 && has_ended && !is_sign_alone {
            return Ok(());
        }
        let is_cut = rest.len() < 6 && rest.iter().all(u8::is_ascii_alphabetic)
            || is_sign_alone && rest.len() == 1;
        if is_cut { Err(Broken::Unfinished) } else { Err(Broken::At(start + 1)) }
    }

    fn white(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Result<u8, Broken> {
        self.white();
        self.text.get(self.at).copied().ok_or(Broken::Unfinished)
    }

    const fn here(&self) -> Broken {
        Broken::At(self.at + 1)
    }
}

/// Where the first quote or backslash stands. The first bytes are looked at eight at a time, because
/// most keys are shorter than what a vectorised search is worth; a byte is zero where
/// `(x - 0x01) & !x & 0x80` is set (H. S. Warren, Hacker's Delight, section 6-1), exact for the first.
fn quote_or_stroke(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const WORDS: usize = 4;
    for (at, word) in bytes.chunks_exact(8).take(WORDS).enumerate() {
        let word = word.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        let zero = |x: u64| x.wrapping_sub(ONES) & !x & (ONES << 7);
        let found = zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let looked = (bytes.len() / 8).min(WORDS) * 8;
    Some(looked + memchr2(b'"', b'\\', &bytes[looked..])?)
}

/// A value on a tape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    entries: &'a [Entry],
    text: &'a str,
    at: usize,
}

impl<'a> Value<'a> {
    fn entry(self) -> Option<&'a Entry> {
        self.entries.get(self.at)
    }

    fn slice(self, from: u32, to: u32) -> &'a str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    fn is(self, kind: Kind) -> bool {
        self.entry().is_some_and(|entry| entry.kind == kind)
    }

    pub(crate) fn is_object(self) -> bool {
        self.is(Kind::Object)
    }

    pub(crate) fn is_list(self) -> bool {
        self.is(Kind::List)
    }

    /// Whether it is a string.
    pub(crate) fn is_text(self) -> bool {
        self.is(Kind::Text)
    }

    /// The values inside an object or a list, in order.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let (mut at, end) = match self.entry() {
            Some(Entry { kind: Kind::Object | Kind::List, next, .. }) => {
                (self.at + 1, *next as usize)
            }
            _ => (0, 0),
        };
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let item = Self { at, ..self };
                at = item.entry().map_or(end, |entry| entry.next as usize);
                item
            })
        })
    }

    /// The value under a key of an object.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        let object = self.entry().filter(|entry| entry.kind == Kind::Object)?;
        let text = self.text.as_bytes();
        let mut at = self.at + 1;
        while at < object.next as usize {
            let entry = self.entries.get(at)?;
            let (start, end) = (entry.key.0 as usize, entry.key.1 as usize);
            // Lengths first: most keys differ in them.
            if end - start == key.len() && text.get(start..end) == Some(key.as_bytes()) {
                return Some(Self { at, ..self });
            }
            at = entry.next as usize;
        }
        None
    }

    /// The value at the end of a path of keys.
    pub(crate) fn at<const N: usize>(self, path: [&str; N]) -> Option<Self> {
        path.into_iter().try_fold(self, Self::get)
    }

    /// As it stands in the record.
    pub(crate) fn raw(self) -> &'a str {
        self.entry().map_or("", |entry| self.slice(entry.start, entry.end))
    }

    /// A string without quotes and escapes, a number or a truth value as it stands. Lists, objects,
    /// `null` and the empty string have none.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let raw = self.raw();
        match self.entry()?.kind {
            Kind::Text => {
                Some(unescaped(raw.get(1..raw.len() - 1)?)).filter(|text| !text.is_empty())
            }
            Kind::Bare => (raw != "null").then_some(Cow::Borrowed(raw)),
            Kind::Object | Kind::List => None,
        }
    }

    /// The text under a key.
    pub(crate) fn text_of(self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.text()
    }

    /// The text at the end of a path.
    pub(crate) fn text_at<const N: usize>(self, path: [&str; N]) -> Option<Cow<'a, str>> {
        self.at(path)?.text()
    }

    /// Whether `true` stands under a key.
    pub(crate) fn is_true(self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.raw() == "true")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let mut tape = Tape::default();
        match tape.read(text) {
            Err(broken) => format!("{broken:?}"),
            Ok(value) => {
                let a = value.at(["a", "b"]).map_or("-", Value::raw);
                let list = value.get("l").into_iter().flat_map(Value::items).map(Value::raw);
                format!("{a} {}", list.collect::<Vec<_>>().join("|"))
            }
        }
    }

    #[test]
    fn values_are_found_by_path_and_keep_their_digits() {
        let text = r#" {"x":[],"y":{},"a":{"c":[{"b":0}],"b":12345678901234567890.50},"l":[1,"é\"]",{"z":[]},[2]]} "#;
        assert_eq!(shown(text), r#"12345678901234567890.50 1|"é\"]"|{"z":[]}|[2]"#);
        let mut tape = Tape::default();
        let value = tape.read(r#"{"a":"\u00e9\ud83d","n":null,"e":"","t":true}"#).unwrap();
        assert_eq!(value.text_of("a").as_deref(), Some("é\u{fffd}"));
        assert_eq!((value.text_of("n"), value.text_of("e")), (None, None));
        assert!(value.is_true("t") && !value.is_true("a"));
    }

    #[test]
    fn what_is_no_json_says_where() {
        for (text, broken) in [
            ("", "Unfinished"),
            ("{", "Unfinished"),
            (r#"{"a""#, "Unfinished"),
            (r#"{"a":"x"#, "Unfinished"),
            (r#"{"a":"\"#, "Unfinished"),
            (r#"{"a":1,}"#, "At(8)"),
            ("{,}", "At(2)"),
            ("[1,]", "At(4)"),
            ("[,1]", "At(2)"),
            ("[1 2]", "At(4)"),
            ("[1}", "At(3)"),
            (r#"{"a":1] "#, "At(7)"),
            (r#"{"a":tru}"#, "At(6)"),
            ("{} {}", "At(4)"),
            ("{a:1}", "At(2)"),
        ] {
            assert_eq!(shown(text), broken, "{text}");
        }
        assert_eq!(shown(&"[".repeat(MAX_DEPTH + 1)), "TooDeep");
    }

    proptest! {
        #[test]
        fn the_first_sign_is_found(text in r#"[a"\\\\é!#\[\]]{0,60}"#, fill in "[a-z]{0,40}") {
            let text = fill + &text;
            let slow = text.bytes().position(|byte| matches!(byte, b'"' | b'\\'));
            prop_assert_eq!(quote_or_stroke(text.as_bytes()), slow, "{}", text);
        }

        #[test]
        fn whatever_serde_reads_we_read(text in r#"[\[\]{}":,0-9atruenls\\ .e-]{0,40}"#) {
            let mut tape = Tape::default();
            let ours = tape.read(&text).is_ok();
            if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
                prop_assert!(ours, "{}", text);
            }
        }
    }
}
