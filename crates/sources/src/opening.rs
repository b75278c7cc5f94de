//! What kind of file a stream is, from its first lines.

use memchr::memchr;

use crate::MAX_RECORD;
use crate::csv::start::{Start, start};
use crate::record::{Notice, Raw, RecordSink};

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
    /// Rows above the header of a table.
    above: u64,
}

/// What the rows above the header of a table are called.
pub(crate) const ABOVE: &str = "lines above the header of the table";

impl Opening {
    pub(crate) const fn new(offset: u64) -> Self {
        Self { held: Vec::new(), offset, line: 1, above: 0 }
    }

    /// Takes the next bytes, or some of them: how many is returned. Blank lines in front and lines
    /// above the header of a table go to `aside`. Once the kind is known, the bytes from
    /// [`Self::offset`] up to there come with it.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        at_end: bool,
        mut aside: impl FnMut(Raw<'_>),
    ) -> (usize, Option<(Kind, Vec<u8>)>) {
        let used = bytes.len().min((MAX_RECORD + 1).saturating_sub(self.held.len()));
        // Looking again costs the lines again: only when a whole one has come.
        let is_worth = at_end
            || self.held.len() + used > MAX_RECORD
            || memchr(b'\n', &bytes[..used]).is_some()
            || self.held.trim_ascii().is_empty()
            || matches!(
                self.held.trim_ascii_start(),
                [b'['] | [b'[', b' ' | b'\t' | b'\r' | b'\n', ..]
            );
        self.held.extend_from_slice(&bytes[..used]);
        if !is_worth {
            return (used, None);
        }
        while let Some(newline) = memchr(b'\n', &self.held) {
            if !self.held[..newline].trim_ascii().is_empty() {
                break;
            }
            self.pass_line(newline, &mut aside);
        }
        if at_end && self.held.trim_ascii().is_empty() {
            let length = self.held.len() as u64;
            if length > 0 {
                aside(Raw { offset: self.offset, line: self.line, length, bytes: &self.held });
            }
            self.held.clear();
            return (used, None);
        }
        let kind = kind(&self.held, at_end || self.held.len() > MAX_RECORD);
        let Some((kind, mut above)) = kind else { return (used, None) };
        while above > 0 {
            let Some(newline) = memchr(b'\n', &self.held) else { break };
            self.above += u64::from(!self.held[..newline].trim_ascii().is_empty());
            self.pass_line(newline, &mut aside);
            above = above.saturating_sub(newline + 1);
        }
        (used, Some((kind, std::mem::take(&mut self.held))))
    }

    fn pass_line(&mut self, newline: usize, aside: &mut impl FnMut(Raw<'_>)) {
        let line = &self.held[..newline];
        let bytes = line.strip_suffix(b"\r").unwrap_or(line);
        let length = newline as u64 + 1;
        aside(Raw { offset: self.offset, line: self.line, length, bytes });
        self.offset += length;
        self.line += 1;
        self.held.drain(..=newline);
    }

    /// Tells how many rows stand above the header.
    pub(crate) fn tell_above(&self, sink: &mut dyn RecordSink) {
        if self.above > 0 {
            sink.notice(&Notice::Dropped { what: ABOVE, count: self.above });
        }
    }
}

/// The kind, and how many bytes stand above the header of a table.
fn kind(held: &[u8], must_decide: bool) -> Option<(Kind, usize)> {
    match held.trim_ascii_start() {
        [b'{', ..] => return Some((Kind::JsonLines, 0)),
        [b'[', rest @ ..] => match rest.trim_ascii_start() {
            [b'{' | b']', ..] => return Some((Kind::JsonArray, 0)),
            [] if !must_decide => return None,
            _ => {}
        },
        _ => {}
    }
    let Start { separator, above } = start(held, must_decide)?;
    Some((Kind::Table { separator }, above))
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
