//! Cuts a JSON array of objects into its objects, as they arrive.
//!
//! Only brackets and strings are followed; whether an object is right JSON is for its reader. A
//! string that runs over the end of its line is no JSON: the object is set aside up to there, and
//! reading goes on where a line begins an object at the same indentation or less. Deeper ones are
//! parts of the broken object, not records.

use memchr::memchr3;

use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// What stands in a stretch of an array.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Frame {
    /// An object, from brace to brace.
    Object,
    /// White space, commas and the brackets of the array.
    Between,
    /// Something else between objects, or an object that breaks off.
    Broken,
    /// An object without end; `raw.bytes` is its beginning.
    TooLong,
    /// The stream ended inside it.
    Truncated,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Between,
    /// Something that is no object, up to the end of its line.
    Strange,
    /// In an object, at this depth.
    Inside(u32),
    /// In a string in an object.
    Text(u32),
    /// After a backslash in it.
    Escaped(u32),
    /// After a broken object: nothing is read until a line that begins an object at this column
    /// or before.
    Lost,
}

/// The state between two chunks.
#[derive(Debug)]
pub(crate) struct Frames {
    state: State,
    offset: u64,
    line: u64,
    /// Line on which the present stretch began, and the column of its first byte.
    began: (u64, usize),
    column: usize,
    /// Whether only white space stood on the line so far.
    at_line_start: bool,
    /// Lists that are open between records.
    lists: usize,
    carry: Vec<u8>,
    length: usize,
}

impl Frames {
    pub(crate) const fn new(offset: u64, line: u64) -> Self {
        Self {
            state: State::Between,
            offset,
            line,
            began: (line, 0),
            column: 0,
            at_line_start: true,
            lists: 0,
            carry: Vec::new(),
            length: 0,
        }
    }

    /// The line on which the stream ends before its list does; asked for after the end.
    pub(crate) fn cut_off_at(&self) -> Option<u64> {
        (self.lists > 0).then_some(self.line)
    }

    /// Takes the next bytes and hands over every stretch that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Frame)) {
        // Where the present stretch begins in `bytes`.
        let mut start = 0;
        let mut at = 0;
        loop {
            if matches!(self.state, State::Text(_)) {
                let rest = &bytes[at..];
                let found = memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                self.column += found;
                at += found;
            }
            let Some(&byte) = bytes.get(at) else { break };
            match self.turn(byte) {
                Turn::Stay => at += 1,
                Turn::EndBefore(frame) => {
                    self.give(&bytes[start..at], frame, each);
                    start = at;
                    self.began = (self.line, self.column);
                    at += 1;
                }
                Turn::EndAfter(frame) => {
                    at += 1;
                    self.give(&bytes[start..at], frame, each);
                    start = at;
                    self.began = (self.line, self.column + 1);
                }
            }
            self.moved(byte);
            if byte == b'\n' && start == at {
                self.began = (self.line, 0);
            }
        }
        self.keep(&bytes[start..]);
    }

    /// The stream ended.
    pub(crate) fn finish(&mut self, each: &mut impl FnMut(Raw<'_>, Frame)) {
        let frame = match self.state {
            State::Between => Frame::Between,
            State::Strange | State::Lost => Frame::Broken,
            State::Inside(_) | State::Text(_) | State::Escaped(_) => Frame::Truncated,
        };
        self.give(&[], frame, each);
    }

    fn moved(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
            self.at_line_start = true;
        } else {
            self.column += 1;
            self.at_line_start &= matches!(byte, b' ' | b'\t' | b'\r');
        }
    }

    fn turn(&mut self, byte: u8) -> Turn {
        match (self.state, byte) {
            (State::Between, b'[') => self.lists = self.lists.saturating_add(1),
            (State::Between, b']') => self.lists = self.lists.saturating_sub(1),
            _ => {}
        }
        let (state, turn) = match (self.state, byte) {
            (State::Between, b'{') => (State::Inside(1), Turn::EndBefore(Frame::Between)),
            (State::Between, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']') => {
                (State::Between, Turn::Stay)
            }
            (State::Between, _) => (State::Strange, Turn::EndBefore(Frame::Between)),
            (State::Strange, b'\n') => (State::Between, Turn::EndAfter(Frame::Broken)),
            (State::Inside(depth), b'{' | b'[') => {
                (State::Inside(depth.saturating_add(1)), Turn::Stay)
            }
            (State::Inside(1), b'}' | b']') => (State::Between, Turn::EndAfter(Frame::Object)),
            (State::Inside(depth), b'}' | b']') => (State::Inside(depth - 1), Turn::Stay),
            (State::Inside(depth), b'"') => (State::Text(depth), Turn::Stay),
            (State::Text(depth), b'"') => (State::Inside(depth), Turn::Stay),
            (State::Text(depth), b'\\') => (State::Escaped(depth), Turn::Stay),
            (State::Text(_) | State::Escaped(_), b'\n') => (State::Lost, Turn::Stay),
            (State::Escaped(depth), _) => (State::Text(depth), Turn::Stay),
            (State::Lost, b'{') if self.at_line_start && self.column <= self.began.1 => {
                (State::Inside(1), Turn::EndBefore(Frame::Broken))
            }
            (state, _) => (state, Turn::Stay),
        };
        self.state = state;
        turn
    }

    fn give(&mut self, part: &[u8], frame: Frame, each: &mut impl FnMut(Raw<'_>, Frame)) {
        let length = self.length + part.len();
        if length == 0 {
            return;
        }
        let carry = std::mem::take(&mut self.carry);
        let joined;
        let bytes = if carry.is_empty() {
            part
        } else {
            joined = [&carry[..], if length > MAX_RECORD { &[] } else { part }].concat();
            &joined
        };
        let is_long = length > MAX_RECORD;
        let bytes = if is_long { &bytes[..bytes.len().min(KEPT_OF_TOO_LONG)] } else { bytes };
        let frame = if is_long && frame != Frame::Between { Frame::TooLong } else { frame };
        let (line, _) = self.began;
        each(Raw { offset: self.offset, line, length: length as u64, bytes }, frame);
        self.offset += length as u64;
        self.length = 0;
    }

    fn keep(&mut self, part: &[u8]) {
        let was_whole = self.length <= MAX_RECORD;
        self.length = self.length.saturating_add(part.len());
        if self.length <= MAX_RECORD {
            self.carry.extend_from_slice(part);
        } else if was_whole {
            keep_start(&mut self.carry, part);
        }
    }
}

enum Turn {
    Stay,
    /// The stretch ends before this byte.
    EndBefore(Frame),
    /// The stretch ends with this byte.
    EndAfter(Frame),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut frames = Frames::new(0, 1);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, frame: Frame| {
            let shown = raw.bytes[..raw.bytes.len().min(30)].escape_ascii();
            seen.push(format!("{}+{} #{} {frame:?} {shown}", raw.offset, raw.length, raw.line));
        };
        for chunk in chunks {
            frames.feed(chunk, &mut each);
        }
        frames.finish(&mut each);
        seen
    }

    fn cut_everywhere(bytes: &[u8]) -> Vec<String> {
        let whole = cut(&[bytes]);
        for size in [1, 2, 3] {
            assert_eq!(cut(&bytes.chunks(size).collect::<Vec<_>>()), whole, "cut in {size}s");
        }
        whole
    }

    #[test]
    fn objects_are_cut_from_brace_to_brace() {
        assert_eq!(
            cut_everywhere(b"[{\"a\":\"}\\\"{\"},\n {\"b\":[{}]}\n]"),
            [
                "0+1 #1 Between [",
                "1+12 #1 Object {\\\"a\\\":\\\"}\\\\\\\"{\\\"}",
                "13+3 #1 Between ,\\n ",
                "16+10 #2 Object {\\\"b\\\":[{}]}",
                "26+2 #2 Between \\n]",
            ]
        );
    }

    #[test]
    fn a_broken_object_does_not_swallow_the_next_and_its_parts_are_no_records() {
        let text = b"[\n {\"a\": \"x\n  {\"in\": 1},\n {\"b\": 2},\n true,\n {\"c\"";
        assert_eq!(
            cut_everywhere(text),
            [
                "0+3 #1 Between [\\n ",
                "3+23 #2 Broken {\\\"a\\\": \\\"x\\n  {\\\"in\\\": 1},\\n ",
                "26+8 #4 Object {\\\"b\\\": 2}",
                "34+3 #4 Between ,\\n ",
                "37+6 #5 Broken true,\\n",
                "43+1 #6 Between  ",
                "44+4 #6 Truncated {\\\"c\\\"",
            ]
        );
    }

    #[test]
    fn an_object_without_end_is_counted() {
        let long = [b"[{\"a\":\"".as_slice(), &vec![b'x'; MAX_RECORD], b"\"},{}]"].concat();
        let seen = cut(&[&long]);
        assert!(seen[1].starts_with("1+8388616 #1 TooLong {"), "{}", &seen[1][..40]);
        assert_eq!(seen[3], "8388618+2 #1 Object {}");
        assert_eq!(cut(&long.chunks(60_001).collect::<Vec<_>>()), seen);
    }
}
