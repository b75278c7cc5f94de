//! Picks mapped fields out of JSON objects without building the rest.
//!
//! Numbers keep their digits: values are taken as the JSON text that stands there, never as
//! floating point.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

pub(crate) mod form;
pub(crate) mod items;
pub(crate) mod places;
pub(crate) mod spans;
pub(crate) mod tape;

/// How deep objects and lists may nest.
pub(crate) const MAX_DEPTH: usize = 128;

/// Fields that can be picked at once.
pub(crate) const MAX_SLOTS: usize = 18;

/// Which fields to pick: a tree of keys whose leaves are slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picker {
    root: Node,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) slots: Vec<usize>,
    pub(crate) children: Vec<(String, Node)>,
}

impl Node {
    fn child(&mut self, key: &str) -> &mut Self {
        let at = self.children.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            self.children.push((key.to_owned(), Self::default()));
            self.children.len() - 1
        });
        &mut self.children[at].1
    }

    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.children.iter().position(|(name, _)| name == key)
    }

    /// A path with points leads through objects; the same text is also tried as one key, because
    /// flattened exports have such keys.
    fn add(&mut self, path: &str, slot: usize) {
        self.child(path).slots.push(slot);
        if let Some((first, rest)) = path.split_once('.')
            && !first.is_empty()
            && !rest.is_empty()
        {
            self.child(first).add(rest, slot);
        }
    }
}

/// What was found, as JSON text.
#[derive(Debug)]
pub(crate) struct Picked<'a> {
    first: [Option<&'a str>; MAX_SLOTS],
    /// Further values of a path that leads through a list.
    more: Vec<(usize, &'a str)>,
}

impl<'a> Picked<'a> {
    const fn new() -> Self {
        Self { first: [None; MAX_SLOTS], more: Vec::new() }
    }

    fn put(&mut self, slot: usize, value: &'a str, in_list: bool) {
        let Some(first) = self.first.get_mut(slot) else { return };
        if in_list && first.is_some() {
            self.more.push((slot, value));
        } else {
            *first = Some(value);
        }
    }

    /// Whether the object had the field at all.
    pub(crate) fn has(&self, slot: usize) -> bool {
        self.first.get(slot).is_some_and(Option::is_some)
    }

    /// The value of a slot as text: strings without their quotes and escapes, other values as they
    /// stand, several as a list. `null` is absent.
    pub(crate) fn text(&self, slot: usize) -> Option<Cow<'a, str>> {
        let first = (*self.first.get(slot)?)?;
        if self.more.iter().any(|(other, _)| *other == slot) {
            let mut list = format!("[{first}");
            for (_, value) in self.more.iter().filter(|(other, _)| *other == slot) {
                list.push(',');
                list.push_str(value);
            }
            list.push(']');
            return Some(Cow::Owned(list));
        }
        match first.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(string) => Some(unescaped(string)),
            None => (first != "null").then_some(Cow::Borrowed(first)),
        }
    }
}

/// Why an object could not be picked from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Broken {
    /// Deeper than [`MAX_DEPTH`].
    TooDeep,
    /// The text ends inside the object.
    Unfinished,
    /// Something else than JSON, or no object, noticed at this byte (from 1).
    At(usize),
}

impl Picker {
    /// Adds a field under a slot below [`MAX_SLOTS`].
    pub(crate) fn add(&mut self, path: &str, slot: usize) {
        self.root.add(path, slot);
    }

    pub(crate) const fn root(&self) -> &Node {
        &self.root
    }

    /// Reads one object.
    pub(crate) fn pick<'a>(&self, text: &'a str) -> Result<Picked<'a>, Broken> {
        if is_too_deep(text) {
            return Err(Broken::TooDeep);
        }
        let mut picked = Picked::new();
        let mut json = serde_json::Deserializer::from_str(text);
        let object = Object { node: &self.root, in_list: false, picked: &mut picked };
        match json.deserialize_map(object).and_then(|()| json.end()) {
            Ok(()) => Ok(picked),
            Err(error) if error.is_eof() => Err(Broken::Unfinished),
            // Column 0 means that the first byte is of the wrong kind already.
            Err(error) => Err(Broken::At(error.column().max(1))),
        }
    }
}

/// The keys of an object, in order, at most `limit`; empty when it cannot be read.
pub(crate) fn keys(text: &str, limit: usize) -> Vec<String> {
    let Ok(object) = serde_json::from_str::<Keys>(text) else { return Vec::new() };
    object.0.into_iter().take(limit).collect()
}

struct Keys(Vec<String>);

impl<'de> serde::Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Keys;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        from.deserialize_map(Visit)
    }
}

/// Whether objects and lists nest deeper than [`MAX_DEPTH`]. The parser skips what is not mapped
/// without recursion, so it would not notice.
fn is_too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr2_iter(b'[', b'{', bytes).nth(MAX_DEPTH).is_none() {
        return false;
    }
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Picks from an object.
struct Object<'p, 'a> {
    node: &'p Node,
    in_list: bool,
    picked: &'p mut Picked<'a>,
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(found) = map.next_key_seed(Key(self.node))? {
            let Some((_, child)) = found.and_then(|at| self.node.children.get(at)) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: &RawValue = map.next_value()?;
            for slot in &child.slots {
                self.picked.put(*slot, value.get(), self.in_list);
            }
            if !child.children.is_empty() {
                descend(child, value, self.in_list, self.picked).map_err(Error::custom)?;
            }
        }
        Ok(())
    }
}

/// Follows a path into a value: an object, or a list of them; anything else has no fields.
fn descend<'a>(
    node: &Node,
    value: &'a RawValue,
    in_list: bool,
    picked: &mut Picked<'a>,
) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(value.get());
    match value.get().as_bytes().first() {
        Some(b'{') => json.deserialize_map(Object { node, in_list, picked }),
        Some(b'[') => json.deserialize_seq(List { node, picked }),
        _ => Ok(()),
    }
}

/// Picks from each element of a list.
struct List<'p, 'a> {
    node: &'p Node,
    picked: &'p mut Picked<'a>,
}

impl<'a> Visitor<'a> for List<'_, 'a> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<&RawValue>()? {
            descend(self.node, value, true, self.picked).map_err(Error::custom)?;
        }
        Ok(())
    }
}

/// Looks a key up without keeping it.
struct Key<'p>(&'p Node);

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Option<usize>, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.0.find(key))
    }
}

/// The inside of a JSON string with its escapes resolved. Half of a surrogate pair, which cut texts
/// end in, becomes U+FFFD.
pub(crate) fn unescaped(inside: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'\\', inside.as_bytes()) else {
        return Cow::Borrowed(inside);
    };
    let mut out = String::with_capacity(inside.len());
    let (before, mut rest) = inside.split_at(first);
    out.push_str(before);
    while let Some(after) = rest.strip_prefix('\\') {
        let mut letters = after.chars();
        let used = match letters.next() {
            Some('u') => {
                let (letter, used) = unicode(letters.as_str());
                out.push(letter);
                1 + used
            }
            Some(sign) => {
                out.push(match sign {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    other => other,
                });
                sign.len_utf8()
            }
            None => 0,
        };
        rest = &after[used..];
        let next = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// The letter of `XXXX` or `XXXX\uXXXX` and how many bytes that takes.
fn unicode(digits: &str) -> (char, usize) {
    let unit = |at: usize| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok();
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if let Some(letter) = char::from_u32(u32::from(first)) {
        return (letter, 4);
    }
    let second = digits.get(4..6).filter(|sign| *sign == "\\u").and_then(|_| unit(6));
    match second.and_then(|second| char::decode_utf16([first, second]).next()?.ok()) {
        Some(letter) => (letter, 10),
        None => (char::REPLACEMENT_CHARACTER, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(paths: &[&str], text: &str) -> String {
        let mut picker = Picker::default();
        for (slot, path) in paths.iter().enumerate() {
            picker.add(path, slot);
        }
        match picker.pick(text) {
            Err(broken) => format!("{broken:?}"),
            Ok(picked) => {
                let show = |slot| picked.text(slot).map_or("-".to_owned(), Cow::into_owned);
                (0..paths.len()).map(show).collect::<Vec<_>>().join(" | ")
            }
        }
    }

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let text =
            r#"{"id":1,"user":{"id":"u\u00e9","x":[{}]},"urls":[{"u":"a"},{"u":"b"}],"n":null}"#;
        assert_eq!(picked(&["id", "user.id", "urls.u", "n"], text), r#"1 | ué | ["a","b"] | -"#);
        assert_eq!(picked(&["user", "user.id"], text), r#"{"id":"u\u00e9","x":[{}]} | ué"#);
        assert_eq!(picked(&["a.b"], r#"{"a.b":"flat"}"#), "flat");
        assert_eq!(picked(&["id.x", "a"], r#"{"id":7,"a":true,"a":false}"#), "- | false");
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = r#"{"a":123456789012345678901234567890,"b":1.2345678901234568e+17}"#;
        assert_eq!(
            picked(&["a", "b"], text),
            "123456789012345678901234567890 | 1.2345678901234568e+17"
        );
    }

    #[test]
    fn broken_objects_say_how() {
        assert_eq!(picked(&["a"], "[1]"), "At(1)");
        assert_eq!(picked(&["a"], r#"{"a":"x"#), "Unfinished");
        assert_eq!(picked(&["a"], r#"{"a":1} x"#), "At(9)");
        assert_eq!(picked(&["a"], "{\"a\":\"\u{1}\"}"), "At(6)");
        let deep = format!(r#"{{"b":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(picked(&["a"], &deep), "TooDeep");
        let wide = format!(r#"{{"b":[{}1],"a":"[[[["}}"#, "[],".repeat(10_000));
        assert_eq!(picked(&["a"], &wide), "[[[[");
    }

    #[test]
    fn escapes_are_resolved_and_halves_of_pairs_replaced() {
        assert_eq!(unescaped(r#"a\n\"\\\/\u00e9\ud83d\ude00"#), "a\n\"\\/é😀");
        assert_eq!(unescaped(r"\ud83d x \ude00\ud83d\u0041"), "\u{fffd} x \u{fffd}\u{fffd}A");
        assert_eq!(unescaped(r"\u00"), "\u{fffd}00");
        assert_eq!(unescaped("\\"), "");
    }
}
