//! What kind of file a stream is, from its first line.

use memchr::memchr;

use crate::MAX_RECORD;
use crate::csv::sniff;
use crate::record::Raw;

/// How the rest of the stream is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A table with a header line.
    Table {
        /// What stands between fields.
        separator: u8,
    },
    /// One JSON object a line.
    JsonLines,
    /// A JSON array of objects.
    JsonArray,
}

/// Holds the stream back until its kind is known.
#[derive(Debug)]
pub(crate) struct Opening {
    held: Vec<u8>,
    /// Offset of the first byte in `held`.
    pub(crate) offset: u64,
    /// Line that begins there.
    pub(crate) line: u64,
}

impl Opening {
    pub(crate) const fn new(offset: u64) -> Self {
        Self { held: Vec::new(), offset, line: 1 }
    }

    /// Takes the next bytes, or some of them: how many is returned. Blank lines in front go to
    /// `blank`. Once the kind is known, the bytes from [`Self::offset`] up to there come with it.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        at_end: bool,
        mut blank: impl FnMut(Raw<'_>),
    ) -> (usize, Option<(Kind, Vec<u8>)>) {
        let used = bytes.len().min((MAX_RECORD + 1).saturating_sub(self.held.len()));
        self.held.extend_from_slice(&bytes[..used]);
        let mut start = 0;
        while let Some(newline) = memchr(b'\n', &self.held[start..]) {
            let line = &self.held[start..start + newline];
            if !line.trim_ascii().is_empty() {
                break;
            }
            let bytes = line.strip_suffix(b"\r").unwrap_or(line);
            let length = newline as u64 + 1;
            blank(Raw { offset: self.offset, line: self.line, length, bytes });
            self.offset += length;
            self.line += 1;
            start += newline + 1;
        }
        self.held.drain(..start);
        if at_end && self.held.trim_ascii().is_empty() {
            let length = self.held.len() as u64;
            if length > 0 {
                blank(Raw { offset: self.offset, line: self.line, length, bytes: &self.held });
            }
            self.held.clear();
            return (used, None);
        }
        let kind = kind(&self.held, at_end || self.held.len() > MAX_RECORD);
        (used, kind.map(|kind| (kind, std::mem::take(&mut self.held))))
    }
}

fn kind(held: &[u8], must_decide: bool) -> Option<Kind> {
    match held.trim_ascii_start() {
        [b'{', ..] => return Some(Kind::JsonLines),
        [b'[', rest @ ..] => match rest.trim_ascii_start() {
            [b'{' | b']', ..] => return Some(Kind::JsonArray),
            [] if !must_decide => return None,
            _ => {}
        },
        _ => {}
    }
    match memchr(b'\n', held) {
        Some(end) => Some(Kind::Table { separator: sniff(&held[..end]) }),
        None => must_decide.then(|| Kind::Table { separator: sniff(held) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(text: &str) -> Option<Kind> {
        Opening::new(0).feed(text.as_bytes(), true, |_| {}).1.map(|(kind, _)| kind)
    }

    #[test]
    fn the_first_line_tells_the_kind() {
        assert_eq!(kind_of("\r\n  {\"a\":1}"), Some(Kind::JsonLines));
        assert_eq!(kind_of("[\n\n{"), Some(Kind::JsonArray));
        assert_eq!(kind_of("[]"), Some(Kind::JsonArray));
        assert_eq!(kind_of("[a];b\n"), Some(Kind::Table { separator: b';' }));
        assert_eq!(kind_of("a\tb,c\td"), Some(Kind::Table { separator: b'\t' }));
        assert_eq!(kind_of(" \n "), None);
    }

    #[test]
    fn nothing_is_decided_on_half_a_line() {
        let mut opening = Opening::new(3);
        let mut blanks = Vec::new();
        let mut feed = |bytes: &[u8]| {
            opening.feed(bytes, false, |raw| blanks.push((raw.offset, raw.length))).1
        };
        assert_eq!(feed(b"\n \r"), None);
        assert_eq!(feed(b"\na;b"), None);
        let decided = feed(b";c\n1");
        assert_eq!(decided, Some((Kind::Table { separator: b';' }, b"a;b;c\n1".to_vec())));
        assert_eq!(blanks, [(3, 1), (4, 3)]);
        assert_eq!((opening.offset, opening.line), (7, 3));
    }
}
