//! Cuts a stream into lines with a bounded carry.
//!
//! Must not know what a line holds. Lines longer than [`MAX_RECORD`] are counted, not kept.

use memchr::memchr;

use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// How a line ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// With a newline.
    Newline,
    /// With the stream.
    Stream,
    /// Somewhere, but it was too long to be kept; `raw.bytes` is its beginning.
    TooLong,
}

/// The state between two chunks.
#[derive(Debug)]
pub(crate) struct Lines {
    offset: u64,
    line: u64,
    carry: Vec<u8>,
    /// Length of the unfinished line; more than `carry.len()` once it is too long.
    carried: usize,
}

impl Lines {
    /// For a stream whose first `offset` bytes were taken by somebody else; `line` is the number
    /// of the line that begins there.
    pub(crate) const fn new(offset: u64, line: u64) -> Self {
        Self { offset, line, carry: Vec::new(), carried: 0 }
    }

    /// Takes the next bytes and hands over every line that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(Raw<'_>, End)) {
        let mut rest = bytes;
        while let Some(at) = memchr(b'\n', rest) {
            let (content, after) = rest.split_at(at);
            rest = &after[1..];
            if self.carried == 0 && content.len() <= MAX_RECORD {
                let length = content.len() as u64 + 1;
                self.give(content, length, End::Newline, &mut each);
            } else {
                self.keep(content);
                self.give_carried(End::Newline, &mut each);
            }
        }
        self.keep(rest);
    }

    /// Hands over what stands after the last newline.
    pub(crate) fn finish(&mut self, mut each: impl FnMut(Raw<'_>, End)) {
        if self.carried > 0 {
            self.give_carried(End::Stream, &mut each);
        }
    }

    fn keep(&mut self, part: &[u8]) {
        let was_whole = self.carried <= MAX_RECORD;
        self.carried = self.carried.saturating_add(part.len());
        if self.carried <= MAX_RECORD {
            self.carry.extend_from_slice(part);
        } else if was_whole {
            keep_start(&mut self.carry, part);
        }
    }

    fn give_carried(&mut self, end: End, each: &mut impl FnMut(Raw<'_>, End)) {
        let carry = std::mem::take(&mut self.carry);
        let carried = std::mem::take(&mut self.carried);
        let length = carried as u64 + u64::from(end == End::Newline);
        let end = if carried > MAX_RECORD { End::TooLong } else { end };
        self.give(&carry, length, end, each);
        self.carry = carry;
        self.carry.clear();
    }

    fn give(&mut self, content: &[u8], length: u64, end: End, each: &mut impl FnMut(Raw<'_>, End)) {
        let bytes = match (end, content) {
            (End::Newline, [line @ .., b'\r']) => line,
            _ => content,
        };
        each(Raw { offset: self.offset, line: self.line, length, bytes }, end);
        self.offset += length;
        self.line += 1;
    }
}

/// Leaves no more of a record that is too long than its beginning.
pub(crate) fn keep_start(carry: &mut Vec<u8>, part: &[u8]) {
    let room = KEPT_OF_TOO_LONG.saturating_sub(carry.len());
    carry.extend_from_slice(&part[..room.min(part.len())]);
    carry.truncate(KEPT_OF_TOO_LONG);
    carry.shrink_to_fit();
}

/// The complete lines at the head of a stream, for probing; the last one may be cut and is only
/// given when it is the only one.
pub(crate) fn sample(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = memchr::memrchr(b'\n', head).map_or(head, |end| &head[..end]);
    whole
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.trim_ascii().is_empty())
        .take(64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::new(0, 1);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, end: End| {
            let shown = raw.bytes.escape_ascii();
            seen.push(format!("{}+{} #{} {end:?} {shown}", raw.offset, raw.length, raw.line));
        };
        for chunk in chunks {
            lines.feed(chunk, &mut each);
        }
        lines.finish(&mut each);
        seen
    }

    #[test]
    fn terminators_belong_to_the_length_and_not_to_the_bytes() {
        let whole = cut(&[b"a\r\n\nb\rc\nd\r"]);
        assert_eq!(
            whole,
            ["0+3 #1 Newline a", "3+1 #2 Newline ", "4+4 #3 Newline b\\rc", "8+2 #4 Stream d\\r"]
        );
        assert_eq!(cut(&[b"a\r", b"\n\nb\r", b"c", b"\nd\r"]), whole);
    }

    #[test]
    fn a_line_that_is_too_long_is_counted_and_its_beginning_kept() {
        let long = vec![b'x'; MAX_RECORD + 1];
        let whole = [b"a\n".as_slice(), &long, b"\nb\n"].concat();
        let seen = cut(&[&whole]);
        assert_eq!(seen.len(), 3);
        assert!(seen[1].starts_with("2+8388610 #2 TooLong xxx"), "{}", &seen[1][..40]);
        assert_eq!(seen[2], "8388612+2 #3 Newline b");
        assert_eq!(cut(&whole.chunks(5_000).collect::<Vec<_>>()), seen);
        let fits = [&long[1..], b"\n"].concat();
        assert!(cut(&[&fits])[0].starts_with("0+8388609 #1 Newline"));
    }
}
