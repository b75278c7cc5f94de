//! Cuts a stream into lines with a bounded carry.
//!
//! Must not know what a line holds. Lines longer than [`MAX_RECORD`] are counted, not kept.

use memchr::memchr;

use crate::record::{Raw, RecordSink};
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// Lines that are found before the first of them is handed over.
const TOGETHER: usize = 64;

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

    /// Takes the next bytes and hands over every line that they complete; the sink hears of whole
    /// lines some time ahead.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        sink: &mut dyn RecordSink,
        mut each: impl FnMut(&mut dyn RecordSink, Raw<'_>, End),
    ) {
        let mut rest = bytes;
        if self.carried > 0
            && let Some(at) = memchr(b'\n', rest)
        {
            self.keep(&rest[..at]);
            self.give_carried(End::Newline, |raw, end| each(sink, raw, end));
            rest = &rest[at + 1..];
        }
        let mut block = [Raw { offset: 0, line: 0, length: 0, bytes: &[] }; TOGETHER];
        loop {
            let mut found = 0;
            let mut too_long = None;
            for place in &mut block {
                let Some(at) = memchr(b'\n', rest) else { break };
                let content = &rest[..at];
                rest = &rest[at + 1..];
                if content.len() > MAX_RECORD {
                    too_long = Some(content);
                    break;
                }
                *place = self.next(content, content.len() as u64 + 1, End::Newline);
                found += 1;
            }
            let whole = &block[..found];
            sink.ahead(whole);
            for raw in whole {
                each(sink, *raw, End::Newline);
            }
            if let Some(content) = too_long {
                self.keep(content);
                self.give_carried(End::Newline, |raw, end| each(sink, raw, end));
            } else if found < TOGETHER {
                break;
            }
        }
        self.keep(rest);
    }

    /// Hands over what stands after the last newline.
    pub(crate) fn finish(&mut self, each: impl FnMut(Raw<'_>, End)) {
        if self.carried > 0 {
            self.give_carried(End::Stream, each);
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

    fn give_carried(&mut self, end: End, mut each: impl FnMut(Raw<'_>, End)) {
        let mut carry = std::mem::take(&mut self.carry);
        let carried = std::mem::take(&mut self.carried);
        let length = carried as u64 + u64::from(end == End::Newline);
        let end = if carried > MAX_RECORD { End::TooLong } else { end };
        each(self.next(&carry, length, end), end);
        carry.clear();
        self.carry = carry;
    }

    fn next<'a>(&mut self, content: &'a [u8], length: u64, end: End) -> Raw<'a> {
        let bytes = match (end, content) {
            (End::Newline, [line @ .., b'\r']) => line,
            _ => content,
        };
        let raw = Raw { offset: self.offset, line: self.line, length, bytes };
        self.offset += length;
        self.line += 1;
        raw
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

/// Why a line is set aside that is several.
pub(crate) const JOINED: &str = "lines with carriage returns between them";

/// Whether a line is several that carriage returns alone keep apart: behind one begins another line of
/// the log. All but the first would be lost.
pub(crate) fn are_joined(line: &[u8], begins: impl Fn(&[u8]) -> bool) -> bool {
    memchr(b'\r', line).is_some_and(|at| begins(&line[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::new(0, 1);
        let mut announced = Announced::default();
        let mut seen = Vec::new();
        for chunk in chunks {
            lines.feed(chunk, &mut announced, |_, raw, end| seen.push((shown(raw), end)));
        }
        lines.finish(|raw, end| seen.push((shown(raw), end)));
        // What is announced comes, in that order and whole.
        let mut coming = seen.iter();
        for line in announced.0 {
            assert!(coming.any(|(seen, end)| *seen == line && *end == End::Newline), "{line}");
        }
        seen.into_iter().map(|(line, end)| line.replacen(' ', &format!(" {end:?} "), 1)).collect()
    }

    fn shown(raw: Raw<'_>) -> String {
        let bytes = raw.bytes.escape_ascii();
        format!("{}+{}#{} {bytes}", raw.offset, raw.length, raw.line)
    }

    #[derive(Default)]
    struct Announced(Vec<String>);

    impl RecordSink for Announced {
        fn reading(&mut self, _: &crate::Reading) {}
        fn record(&mut self, _: Raw<'_>, _: crate::Record<'_>) {}
        fn reject(&mut self, _: Raw<'_>, _: crate::Reason, _: &str) {}
        fn skipped(&mut self, _: Raw<'_>) {}
        fn ahead(&mut self, next: &[Raw<'_>]) {
            self.0.extend(next.iter().map(|raw| shown(*raw)));
        }
    }

    #[test]
    fn terminators_belong_to_the_length_and_not_to_the_bytes() {
        let whole = cut(&[b"a\r\n\nb\rc\nd\r"]);
        assert_eq!(
            whole,
            ["0+3#1 Newline a", "3+1#2 Newline ", "4+4#3 Newline b\\rc", "8+2#4 Stream d\\r"]
        );
        assert_eq!(cut(&[b"a\r", b"\n\nb\r", b"c", b"\nd\r"]), whole);
    }

    #[test]
    fn a_line_that_is_too_long_is_counted_and_its_beginning_kept() {
        let long = vec![b'x'; MAX_RECORD + 1];
        let whole = [b"a\n".as_slice(), &long, b"\nb\n"].concat();
        let seen = cut(&[&whole]);
        assert_eq!(seen.len(), 3);
        assert!(seen[1].starts_with("2+8388610#2 TooLong xxx"), "{}", &seen[1][..40]);
        assert_eq!(seen[2], "8388612+2#3 Newline b");
        assert_eq!(cut(&whole.chunks(5_000).collect::<Vec<_>>()), seen);
        let fits = [&long[1..], b"\n"].concat();
        assert!(cut(&[&fits])[0].starts_with("0+8388609#1 Newline"));
    }
}
