//! Cuts a page into its messages: each is an element of its own, from its opening tag to the end tag
//! that belongs to it. The pages escape every sign of markup in texts, so counting tags is enough.

use memchr::{memchr, memchr_iter, memmem};

use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// How the element of a message begins.
pub(super) const MARK: &[u8] = b"<div class=\"message ";

/// How much of what stands between messages is handed over.
const KEPT_BETWEEN: usize = 64 << 10;

/// What a stretch of a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// One message.
    Message,
    /// No message; of a long stretch only the beginning is there.
    Between,
    /// A message that is too long; its beginning.
    TooLong,
    /// The page ended inside a message.
    Truncated,
}

/// The state between two chunks.
#[derive(Debug)]
pub(super) struct Cutter {
    offset: u64,
    line: u64,
    held: Vec<u8>,
    /// Bytes of `held` that need not be looked at again.
    seen: usize,
    /// Open elements inside a message; `None` between messages.
    depth: Option<usize>,
    /// The stretch before `held` that is no message: its length, its lines and its beginning.
    between: (u64, u64, Vec<u8>),
}

impl Cutter {
    pub(super) const fn new(offset: u64) -> Self {
        Self {
            offset,
            line: 1,
            held: Vec::new(),
            seen: 0,
            depth: None,
            between: (0, 0, Vec::new()),
        }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Piece)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            // Never more than a record and one byte, so that its limit does not depend on chunks.
            let room = (MAX_RECORD + 1).saturating_sub(self.held.len()).max(1);
            let (now, later) = rest.split_at(rest.len().min(room));
            self.held.extend_from_slice(now);
            rest = later;
            while self.step(each) {}
        }
    }

    pub(super) fn finish(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) {
        if self.depth.is_some() {
            self.give(self.held.len(), Piece::Truncated, each);
        } else {
            self.pass(self.held.len());
        }
        self.give_between(each);
    }

    /// Goes on in what is held; whether it may go on from there.
    fn step(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        let Some(depth) = self.depth else { return self.find_start(each) };
        let Some(at) = memchr(b'<', &self.held[self.seen..]).map(|at| self.seen + at) else {
            self.seen = self.held.len();
            return self.too_long(each);
        };
        let tag = &self.held[at..];
        // Not enough to tell what it is.
        if MARK.starts_with(tag) && tag.len() < MARK.len() || b"</div".starts_with(tag) {
            self.seen = at;
            return self.too_long(each);
        }
        if tag.starts_with(MARK) && at > 0 {
            // The message before was never closed.
            self.give(at, Piece::Message, each);
            return true;
        }
        if is_tag(tag, b"<div") {
            self.depth = Some(depth + 1);
        } else if is_tag(tag, b"</div") {
            let Some(end) = memchr(b'>', tag) else {
                self.seen = at;
                return self.too_long(each);
            };
            if depth <= 1 {
                self.give(at + end + 1, Piece::Message, each);
                return true;
            }
            self.depth = Some(depth - 1);
        }
        self.seen = at + 1;
        true
    }

    fn find_start(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        if let Some(at) = memmem::find(&self.held, MARK) {
            self.pass(at);
            self.give_between(each);
            (self.depth, self.seen) = (Some(0), 0);
            return true;
        }
        self.pass(self.held.len().saturating_sub(MARK.len() - 1));
        false
    }

    /// Gives up on a message that is longer than a record.
    fn too_long(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        if self.held.len() <= MAX_RECORD {
            return false;
        }
        self.give(MAX_RECORD + 1, Piece::TooLong, each);
        true
    }

    /// Counts bytes that are no message.
    fn pass(&mut self, bytes: usize) {
        let (length, lines, start) = &mut self.between;
        let passed = &self.held[..bytes];
        let room = KEPT_BETWEEN.saturating_sub(start.len());
        start.extend_from_slice(&passed[..room.min(passed.len())]);
        *length += bytes as u64;
        *lines += memchr_iter(b'\n', passed).count() as u64;
        self.held.drain(..bytes);
    }

    fn give_between(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) {
        let (length, lines, bytes) = std::mem::take(&mut self.between);
        if length > 0 {
            let raw = Raw { offset: self.offset, line: self.line, length, bytes: &bytes };
            each(raw, Piece::Between);
            self.offset += length;
            self.line += lines;
        }
    }

    fn give(&mut self, bytes: usize, piece: Piece, each: &mut impl FnMut(Raw<'_>, Piece)) {
        let whole = &self.held[..bytes];
        let (length, lines) = (bytes as u64, memchr_iter(b'\n', whole).count() as u64);
        let (offset, line) = (self.offset, self.line);
        if piece == Piece::TooLong {
            let mut start = whole[..KEPT_OF_TOO_LONG].to_vec();
            keep_start(&mut start, &[]);
            each(Raw { offset, line, length, bytes: &start }, piece);
        } else {
            each(Raw { offset, line, length, bytes: whole }, piece);
        }
        self.held.drain(..bytes);
        self.offset += length;
        self.line += lines;
        (self.depth, self.seen) = (None, 0);
    }
}

/// Whether a tag of this name begins here, not one whose name only begins so.
fn is_tag(tag: &[u8], name: &[u8]) -> bool {
    tag.starts_with(name)
        && tag.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || *next == b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8], size: usize) -> Vec<String> {
        let mut cutter = Cutter::new(0);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, piece: Piece| {
            let text = String::from_utf8_lossy(raw.bytes).into_owned();
            seen.push(format!("{}+{} #{} {piece:?} {text}", raw.offset, raw.length, raw.line));
        };
        bytes.chunks(size).for_each(|chunk| cutter.feed(chunk, &mut each));
        cutter.finish(&mut each);
        seen
    }

    #[test]
    fn messages_end_where_their_element_does() {
        let page = b"<p>\n<div class=\"message default\"><div >a</div>\n</div>\n<divx><div class=\"message x\">open<div class=\"message y\">b</div ></div>end";
        let whole = cut(page, page.len());
        assert_eq!(
            whole,
            [
                "0+4 #1 Between <p>\n",
                "4+49 #2 Message <div class=\"message default\"><div >a</div>\n</div>",
                "53+7 #3 Between \n<divx>",
                "60+27 #4 Message <div class=\"message x\">open",
                "87+31 #4 Message <div class=\"message y\">b</div >",
                "118+9 #4 Between </div>end",
            ]
        );
        for size in [1, 2, 3, 7, 20] {
            assert_eq!(cut(page, size), whole, "{size}");
        }
        assert_eq!(cut(b"<div class=\"message a\"><b>x", 4).len(), 1);
        assert!(cut(b"<div class=\"message a\"><b>x", 4)[0].contains("Truncated"));
    }
}
