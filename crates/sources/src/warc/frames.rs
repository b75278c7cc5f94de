//! Cuts a web archive into its records by the length that each one names (ISO 28500:2017, section 4).
//!
//! A record that may be a page is held whole up to the record limit; all others are counted and let
//! go, so that an archive of any size is read in bounded memory. Where a length is wrong, reading
//! goes on at the next line that begins a record.

use memchr::{memchr_iter, memmem};

use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// What stands in a stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// A record that may be a page; its header has so many bytes.
    Record {
        head: usize,
    },
    /// A record of another type.
    Unwanted,
    /// White space.
    Between,
    TooLong,
    Broken,
    Truncated,
}

/// The longest header of a record.
const MAX_HEAD: usize = 64 << 10;
/// What ends a record.
const END: &[u8] = b"\r\n\r\n";
/// What begins one, after a line.
const NEXT: &[u8] = b"\nWARC/1.";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum State {
    #[default]
    Head,
    Body {
        head: usize,
        total: u64,
        is_wanted: bool,
    },
    Lost,
}

/// The state between two chunks.
#[derive(Default)]
pub(super) struct Frames {
    state: State,
    hold: Vec<u8>,
    /// Bytes of the present stretch that were let go from the front of `hold`, the lines in them,
    /// and their beginning.
    gone: u64,
    lines: u64,
    start: Vec<u8>,
    /// Everything in `hold` before here was looked at.
    seen: usize,
    offset: u64,
    /// Lines before the present stretch.
    line: u64,
}

impl Frames {
    pub(super) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Piece)) {
        for block in bytes.chunks(256 << 10) {
            self.hold.extend_from_slice(block);
            while self.step(false, each) {}
        }
    }

    pub(super) fn finish(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) {
        while self.step(true, each) {}
        let is_blank = self.gone == 0 && self.hold.trim_ascii().is_empty();
        let piece = match self.state {
            State::Head if is_blank => Piece::Between,
            State::Lost => Piece::Broken,
            State::Head | State::Body { .. } => Piece::Truncated,
        };
        self.give(self.hold.len(), piece, each);
    }

    /// Looks at what comes next; whether something was decided.
    fn step(&mut self, at_end: bool, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        match self.state {
            State::Head => self.head(at_end, each),
            State::Body { head, total, is_wanted: true } => self.wanted(head, total, at_end, each),
            State::Body { total, .. } => self.unwanted(total, each),
            State::Lost => self.lost(each),
        }
    }

    fn head(&mut self, at_end: bool, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        let blank = self.hold.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank == self.hold.len() {
            return false;
        }
        if blank > 0 {
            self.give(blank, Piece::Between, each);
            return true;
        }
        const MAGIC: &[u8] = b"WARC/";
        let length = self.hold.len().min(MAGIC.len());
        if self.hold[..length] != MAGIC[..length] {
            (self.state, self.seen) = (State::Lost, 0);
            return true;
        }
        let from = self.seen.saturating_sub(END.len() - 1);
        let Some(end) = memmem::find(&self.hold[from..], END).map(|at| from + at + END.len())
        else {
            self.seen = self.hold.len();
            if self.hold.len() > MAX_HEAD {
                (self.state, self.seen) = (State::Lost, 1);
            }
            return self.state == State::Lost && !at_end;
        };
        let head = &self.hold[..end];
        let body = header(head, "Content-Length").and_then(|text| text.parse::<u64>().ok());
        let Some(total) = body
            .filter(|_| end <= MAX_HEAD)
            .and_then(|body| body.checked_add(end as u64)?.checked_add(END.len() as u64))
        else {
            (self.state, self.seen) = (State::Lost, 1);
            return true;
        };
        let kind = header(head, "WARC-Type").unwrap_or_default();
        let is_wanted = ["response", "resource", "conversion"].contains(&&*kind);
        self.state = State::Body { head: end, total, is_wanted };
        true
    }

    fn wanted(
        &mut self,
        head: usize,
        total: u64,
        at_end: bool,
        each: &mut impl FnMut(Raw<'_>, Piece),
    ) -> bool {
        if total > MAX_RECORD as u64 {
            return self.counted(total, Piece::TooLong, each);
        }
        let Ok(total) = usize::try_from(total) else { return false };
        // The last record of a stream may lack its end.
        let is_whole = at_end && self.hold.len() + END.len() == total;
        if self.hold.len() < total && !is_whole {
            // A length that is too large must not swallow the records that follow.
            if at_end && memmem::find(&self.hold[head..], NEXT).is_some() {
                (self.state, self.seen) = (State::Lost, head);
                return true;
            }
            return false;
        }
        if !is_whole && &self.hold[total - END.len()..total] != END {
            (self.state, self.seen) = (State::Lost, head - 1);
            return true;
        }
        self.give(total.min(self.hold.len()), Piece::Record { head }, each);
        true
    }

    fn unwanted(&mut self, total: u64, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        self.counted(total, Piece::Unwanted, each)
    }

    /// Lets a record go as it comes; its end must be right all the same.
    fn counted(&mut self, total: u64, piece: Piece, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        let missing = total - self.gone;
        let held = self.hold.len() as u64;
        if held < missing {
            self.let_go(self.hold.len().saturating_sub(END.len()));
            return false;
        }
        let Ok(end) = usize::try_from(missing) else { return false };
        if end < END.len() || &self.hold[end - END.len()..end] != END {
            (self.state, self.seen) = (State::Lost, end.saturating_sub(END.len()));
            return true;
        }
        self.give(end, piece, each);
        true
    }

    fn lost(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        let from = self.seen;
        if let Some(at) = memmem::find(self.hold.get(from..).unwrap_or_default(), NEXT) {
            self.give(from + at + 1, Piece::Broken, each);
            return true;
        }
        self.let_go(self.hold.len().saturating_sub(NEXT.len() - 1).max(from.min(self.hold.len())));
        self.seen = 0;
        false
    }

    fn let_go(&mut self, end: usize) {
        let gone = &self.hold[..end];
        if self.start.len() < KEPT_OF_TOO_LONG {
            keep_start(&mut self.start, gone);
        }
        self.lines += memchr_iter(b'\n', gone).count() as u64;
        self.gone += gone.len() as u64;
        self.hold.drain(..end);
    }

    fn give(&mut self, end: usize, piece: Piece, each: &mut impl FnMut(Raw<'_>, Piece)) {
        let length = self.gone + end as u64;
        if length > 0 {
            let newlines = self.lines + memchr_iter(b'\n', &self.hold[..end]).count() as u64;
            let is_whole = matches!(piece, Piece::Record { .. });
            if !is_whole && self.start.len() < KEPT_OF_TOO_LONG {
                keep_start(&mut self.start, &self.hold[..end]);
            }
            let bytes: &[u8] = match piece {
                Piece::Record { .. } => {
                    let record = &self.hold[..end];
                    record.strip_suffix(END).unwrap_or(record)
                }
                Piece::Between | Piece::Unwanted => &[],
                _ => &self.start,
            };
            each(Raw { offset: self.offset, line: self.line + 1, length, bytes }, piece);
            self.offset += length;
            self.line += newlines;
        }
        self.hold.drain(..end);
        self.start.clear();
        (self.gone, self.lines, self.seen, self.state) = (0, 0, 0, State::Head);
    }
}

/// A named field of a header, whatever the case of its name.
pub(super) fn header(head: &[u8], name: &str) -> Option<String> {
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let at = memchr::memchr(b':', line)?;
        let is_it = line[..at].trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        is_it.then(|| String::from_utf8_lossy(line[at + 1..].trim_ascii()).into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, body: &str) -> String {
        let length = body.len();
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n")
    }

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut frames = Frames::default();
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, piece: Piece| {
            let kept = raw.bytes.len();
            seen.push(format!("{}+{} #{} {piece:?} {kept}", raw.offset, raw.length, raw.line));
        };
        for chunk in chunks {
            frames.feed(chunk, &mut each);
        }
        frames.finish(&mut each);
        seen
    }

    fn cut_everywhere(text: &str) -> Vec<String> {
        let whole = cut(&[text.as_bytes()]);
        for size in [1, 2, 3, 7, 64] {
            let chunks: Vec<_> = text.as_bytes().chunks(size).collect();
            assert_eq!(cut(&chunks), whole, "cut in {size}s");
        }
        whole
    }

    #[test]
    fn records_are_cut_by_their_length() {
        let answer = record("response", "a\r\n\r\nWARC/1.1\n");
        let text = [record("warcinfo", "x"), answer, "\r\n".to_owned()].concat();
        assert_eq!(
            cut_everywhere(&text),
            ["0+57 #1 Unwanted 0", "57+71 #7 Record { head: 53 } 67", "128+2 #16 Between 0"]
        );
    }

    #[test]
    fn a_wrong_length_costs_one_record() {
        let wrong = record("response", "abc").replace("Length: 3", "Length: 9");
        let text = [
            wrong,
            record("response", "def"),
            record("request", "g").replace("Length: 1", "Length: 2"),
            record("response", "h"),
        ]
        .concat();
        let kinds: Vec<String> = cut_everywhere(&text)
            .iter()
            .filter_map(|line| line.split(' ').nth(2).map(str::to_owned))
            .collect();
        assert_eq!(kinds, ["Broken", "Record", "Broken", "Record"]);
    }

    #[test]
    fn what_is_no_archive_is_one_broken_stretch() {
        assert_eq!(cut_everywhere("GET / HTTP/1.1\r\n\r\n"), ["0+18 #1 Broken 18"]);
        assert_eq!(cut_everywhere("WARC/1.1\r\nContent-Length: x\r\n\r\n").len(), 1);
        assert_eq!(cut_everywhere("WARC/1.1\r\n").len(), 1);
    }

    #[test]
    fn a_long_record_is_counted_in_bounded_memory() {
        let body = "x".repeat(MAX_RECORD + 5);
        let text = [record("response", &body), record("response", "y")].concat();
        let mut frames = Frames::default();
        let mut seen = Vec::new();
        for chunk in text.as_bytes().chunks(50_000) {
            frames.feed(chunk, &mut |raw, piece| seen.push((piece, raw.length)));
            assert!(frames.hold.len() < 60_000);
        }
        frames.finish(&mut |raw, piece| seen.push((piece, raw.length)));
        assert!(matches!(seen[..], [(Piece::TooLong, _), (Piece::Record { .. }, _)]), "{seen:?}");
    }
}
