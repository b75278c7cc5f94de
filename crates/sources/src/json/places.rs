//! Cuts the objects out of the lists of a document as they arrive: the messages of a chat export,
//! the items of a page of an API.
//!
//! A *place* is a path of keys from the top of a document; lists on the way do not count. An object
//! at a place is a record. Several documents may follow each other. What stands between records is
//! counted and not kept, but for the few texts a source asked for (the name of the chat).

use memchr::{memchr_iter, memchr3, memrchr};

use super::items::Frame;
use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// A path of keys.
pub(crate) type Place = &'static [&'static str];

/// Keys and texts between records are kept up to here.
const MAX_TOKEN: usize = 1 << 10;
/// Containers deeper than this are broken input.
const MAX_LEVELS: usize = 512;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Outer,
    Text,
    Escaped,
    Bare,
    /// Something else than an object where a record should stand.
    Strange,
    Record,
    RecordText,
    RecordEscaped,
    /// After a broken record: up to a line that begins an object no deeper than it.
    Lost,
}

impl State {
    const fn is_in_record(self) -> bool {
        matches!(self, Self::Record | Self::RecordText | Self::RecordEscaped | Self::Lost)
    }
}

#[derive(Debug)]
struct Level {
    is_object: bool,
    key: Vec<u8>,
}

/// The state between two chunks.
#[derive(Debug)]
pub(crate) struct Places {
    places: &'static [Place],
    wanted: &'static [&'static str],
    /// Texts that stood between records under the wanted keys, the last of each.
    pub(crate) around: Vec<(&'static str, String)>,
    state: State,
    levels: Vec<Level>,
    /// Whether each open bracket of the present record is a brace.
    braces: Vec<bool>,
    token: Vec<u8>,
    after_colon: bool,
    offset: u64,
    line: u64,
    began: (u64, usize),
    column: usize,
    /// White space before the present byte of a lost line, if nothing else stands there.
    lost: Option<usize>,
    carry: Vec<u8>,
    length: usize,
    found_any: bool,
}

/// Bytes at which the inside of a record changes the state.
const TURNS: [bool; 256] = {
    let mut turns = [false; 256];
    let signs = b"\"{}[]";
    let mut at = 0;
    while at < signs.len() {
        turns[signs[at] as usize] = true;
        at += 1;
    }
    turns
};

enum Turn {
    Stay,
    EndBefore(Frame),
    EndAfter(Frame),
}

impl Places {
    pub(crate) const fn new(places: &'static [Place], wanted: &'static [&'static str]) -> Self {
        Self {
            places,
            wanted,
            around: Vec::new(),
            state: State::Outer,
            levels: Vec::new(),
            braces: Vec::new(),
            token: Vec::new(),
            after_colon: false,
            offset: 0,
            line: 1,
            began: (1, 0),
            column: 0,
            lost: None,
            carry: Vec::new(),
            length: 0,
            found_any: false,
        }
    }

    /// For a stream whose first bytes were taken by somebody else.
    pub(crate) const fn starting_at(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Takes the next bytes and hands over every stretch that they complete.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        each: &mut impl FnMut(Raw<'_>, Frame, &[(&'static str, String)]),
    ) {
        let (mut start, mut at) = (0, 0);
        loop {
            let rest = &bytes[at..];
            let inert = match self.state {
                State::RecordText => memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len()),
                State::Record => {
                    rest.iter().position(|byte| TURNS[usize::from(*byte)]).unwrap_or(rest.len())
                }
                _ => 0,
            };
            at += inert;
            let Some(&byte) = bytes.get(at) else { break };
            let in_record = self.state.is_in_record();
            let turn = self.turn(byte);
            let end = match turn {
                Turn::EndBefore(_) => at,
                Turn::Stay | Turn::EndAfter(_) => at + 1,
            };
            at += 1;
            if let Turn::EndBefore(frame) | Turn::EndAfter(frame) = turn {
                if in_record {
                    self.passed(&bytes[start..end]);
                }
                self.give(&bytes[start..end], frame, each);
                (start, self.began) = (end, (self.line, self.column));
            }
            if !in_record && !self.state.is_in_record() {
                self.moved(byte);
            }
        }
        if self.state.is_in_record() {
            self.passed(&bytes[start..]);
        }
        self.keep(&bytes[start..]);
    }

    /// The stream ended.
    pub(crate) fn finish(
        &mut self,
        each: &mut impl FnMut(Raw<'_>, Frame, &[(&'static str, String)]),
    ) {
        let is_blank = !self.found_any && self.carry.trim_ascii().is_empty();
        let frame = match self.state {
            State::Record | State::RecordText | State::RecordEscaped => Frame::Truncated,
            State::Strange | State::Lost => Frame::Broken,
            _ if is_blank => Frame::Between,
            _ if !self.levels.is_empty() => Frame::Truncated,
            _ if !self.found_any => Frame::Broken,
            _ => Frame::Between,
        };
        self.give(&[], frame, each);
    }

    /// The line on which the stream ends before its document does; asked for after the end.
    pub(crate) fn cut_off_at(&self) -> Option<u64> {
        (!self.levels.is_empty()).then_some(self.line)
    }

    fn moved(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
    }

    /// Counts the lines of a part of a record, which are not followed byte by byte.
    fn passed(&mut self, part: &[u8]) {
        match memrchr(b'\n', part) {
            Some(last) => {
                self.line += memchr_iter(b'\n', part).count() as u64;
                self.column = part.len() - last - 1;
            }
            None => self.column += part.len(),
        }
    }

    /// From here on nothing is read until a line begins an object no deeper than the record.
    fn lost(&mut self, byte: u8) {
        self.state = State::Lost;
        self.lost = if byte == b'\n' { Some(0) } else { None };
    }

    /// Whether an object that begins here is a record.
    fn at_place(&self) -> bool {
        let keys = self.levels.iter().filter(|level| level.is_object);
        self.places.iter().any(|place| {
            let mut keys = keys.clone();
            place.iter().all(|key| keys.next().is_some_and(|level| level.key == key.as_bytes()))
                && keys.next().is_none()
        })
    }

    fn in_list_of_records(&self) -> bool {
        self.levels.last().is_some_and(|level| !level.is_object) && self.at_place()
    }

    fn turn(&mut self, byte: u8) -> Turn {
        match self.state {
            State::Outer => return self.outer(byte),
            State::Text => match byte {
                b'\\' => self.state = State::Escaped,
                b'"' | b'\n' => self.token_ends(true),
                _ => self.token_grows(byte),
            },
            State::Escaped => {
                self.token_grows(b'?');
                self.state = State::Text;
            }
            State::Bare => {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.') {
                    self.token_grows(byte);
                } else {
                    self.token_ends(false);
                    return self.outer(byte);
                }
            }
            State::Strange => {
                if matches!(byte, b'\n' | b',' | b'{' | b'[' | b']' | b'}') {
                    self.state = State::Outer;
                    // The bracket or brace begins a stretch of its own, read like any other.
                    return match self.outer(byte) {
                        Turn::Stay | Turn::EndBefore(_) => Turn::EndBefore(Frame::Broken),
                        after @ Turn::EndAfter(_) => after,
                    };
                }
            }
            State::Record => return self.inside(byte),
            State::RecordText => match byte {
                b'"' => self.state = State::Record,
                b'\\' => self.state = State::RecordEscaped,
                b'\n' => self.lost(byte),
                _ => {}
            },
            State::RecordEscaped if byte == b'\n' => self.lost(byte),
            State::RecordEscaped => self.state = State::RecordText,
            State::Lost => match (byte, self.lost) {
                (b'{', Some(column)) if column <= self.began.1 => {
                    self.record_begins();
                    return Turn::EndBefore(Frame::Broken);
                }
                (b'\n', _) => self.lost = Some(0),
                (b' ' | b'\t' | b'\r', Some(column)) => self.lost = Some(column + 1),
                _ => self.lost = None,
            },
        }
        Turn::Stay
    }

    fn record_begins(&mut self) {
        self.state = State::Record;
        self.braces.clear();
        self.braces.push(true);
        self.found_any = true;
    }

    fn inside(&mut self, byte: u8) -> Turn {
        match byte {
            b'"' => self.state = State::RecordText,
            b'{' | b'[' if self.braces.len() == MAX_LEVELS => self.lost(byte),
            b'{' | b'[' => self.braces.push(byte == b'{'),
            b'}' | b']' => {
                if self.braces.pop() != Some(byte == b'}') {
                    self.lost(byte);
                } else if self.braces.is_empty() {
                    self.state = State::Outer;
                    return Turn::EndAfter(Frame::Object);
                }
            }
            _ => {}
        }
        Turn::Stay
    }

    fn outer(&mut self, byte: u8) -> Turn {
        match byte {
            b'{' if self.at_place() && !self.levels.is_empty() => {
                self.after_colon = false;
                self.record_begins();
                return Turn::EndBefore(Frame::Between);
            }
            b'{' | b'[' if self.levels.len() < MAX_LEVELS => {
                self.after_colon = false;
                self.levels.push(Level { is_object: byte == b'{', key: Vec::new() });
            }
            b'}' | b']' => {
                self.levels.pop();
                self.after_colon = false;
            }
            b':' => self.after_colon = true,
            b',' => self.after_colon = false,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if self.in_list_of_records() => {
                self.state = State::Strange;
                return Turn::EndBefore(Frame::Between);
            }
            b'"' => {
                self.token.clear();
                self.state = State::Text;
            }
            _ if byte.is_ascii_alphanumeric() || byte == b'-' => {
                self.token.clear();
                self.token.push(byte);
                self.state = State::Bare;
            }
            _ => {
                self.state = State::Strange;
                return Turn::EndBefore(Frame::Between);
            }
        }
        Turn::Stay
    }

    fn token_grows(&mut self, byte: u8) {
        if self.token.len() < MAX_TOKEN {
            self.token.push(byte);
        }
    }

    /// A text is a key unless it stands after a colon or in a list.
    fn token_ends(&mut self, is_text: bool) {
        self.state = State::Outer;
        let Some(level) = self.levels.last_mut().filter(|level| level.is_object) else { return };
        if !self.after_colon {
            if is_text {
                level.key.clear();
                level.key.extend_from_slice(&self.token);
            }
            return;
        }
        self.after_colon = false;
        let wanted = self.wanted.iter().find(|key| key.as_bytes() == level.key);
        if let Some(key) = wanted {
            let text = String::from_utf8_lossy(&self.token).into_owned();
            self.around.retain(|(other, _)| other != key);
            self.around.push((key, text));
        }
    }

    fn give(
        &mut self,
        part: &[u8],
        frame: Frame,
        each: &mut impl FnMut(Raw<'_>, Frame, &[(&'static str, String)]),
    ) {
        let length = self.length + part.len();
        if length == 0 {
            return;
        }
        let is_long = length > MAX_RECORD;
        let mut carry = std::mem::take(&mut self.carry);
        let bytes = if carry.is_empty() {
            part
        } else {
            if !is_long {
                carry.extend_from_slice(part);
            }
            &carry
        };
        let bytes = match frame {
            Frame::Between => &[],
            Frame::Object | Frame::TooLong if !is_long => bytes,
            _ => &bytes[..bytes.len().min(KEPT_OF_TOO_LONG)],
        };
        let frame = if is_long && frame == Frame::Object { Frame::TooLong } else { frame };
        let (line, _) = self.began;
        let raw = Raw { offset: self.offset, line, length: length as u64, bytes };
        each(raw, frame, &self.around);
        self.offset += length as u64;
        self.length = 0;
        carry.clear();
        self.carry = carry;
    }

    fn keep(&mut self, part: &[u8]) {
        let limit = if self.state.is_in_record() { MAX_RECORD } else { KEPT_OF_TOO_LONG };
        let was_whole = self.length <= MAX_RECORD;
        self.length = self.length.saturating_add(part.len());
        if limit == MAX_RECORD && self.length <= MAX_RECORD {
            self.carry.extend_from_slice(part);
        } else if limit < MAX_RECORD || was_whole {
            keep_start(&mut self.carry, part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: &[Place] = &[&["messages"], &["chats", "list", "messages"]];

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut places = Places::new(PLACES, &["name"]);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, frame: Frame, around: &[(&'static str, String)]| {
            let shown = raw.bytes[..raw.bytes.len().min(30)].escape_ascii();
            let around: Vec<_> = around.iter().map(|(_, text)| text.as_str()).collect();
            seen.push(format!(
                "{}+{} #{} {frame:?} {shown} {}",
                raw.offset,
                raw.length,
                raw.line,
                around.join(",")
            ));
        };
        for chunk in chunks {
            places.feed(chunk, &mut each);
        }
        places.finish(&mut each);
        seen
    }

    fn cut_everywhere(bytes: &[u8]) -> Vec<String> {
        let whole = cut(&[bytes]);
        for size in [1, 2, 3, 7] {
            assert_eq!(cut(&bytes.chunks(size).collect::<Vec<_>>()), whole, "cut in {size}s");
        }
        whole
    }

    #[test]
    fn records_are_cut_out_of_their_lists_with_what_stands_around() {
        let text = br#"{"name":"A","id":[{"x":1}],"messages":[{"a":"]}"},{"b":[{}]}],"chats":{"list":[{"name":"B","messages":[{"c":1}]}]}}"#;
        assert_eq!(
            cut_everywhere(text),
            [
                "0+39 #1 Between  A",
                r#"39+10 #1 Object {\"a\":\"]}\"} A"#,
                "49+1 #1 Between  A",
                r#"50+10 #1 Object {\"b\":[{}]} A"#,
                "60+43 #1 Between  B",
                r#"103+7 #1 Object {\"c\":1} B"#,
                "110+5 #1 Between  B",
            ]
        );
    }

    #[test]
    fn a_broken_record_does_not_swallow_the_next() {
        let text =
            b"{\"messages\":[\n {\"a\":[}\n  {\"in\":1}]},\n {\"b\":1},\n 7, \"x\",\n {\"c\":";
        assert_eq!(
            cut_everywhere(text),
            [
                "0+15 #1 Between  ",
                r#"15+23 #2 Broken {\"a\":[}\n  {\"in\":1}]},\n  "#,
                r#"38+7 #4 Object {\"b\":1} "#,
                "45+3 #4 Between  ",
                "48+1 #5 Broken 7 ",
                "49+2 #5 Between  ",
                r#"51+3 #5 Broken \"x\" "#,
                "54+3 #5 Between  ",
                r#"57+5 #6 Truncated {\"c\": "#,
            ]
        );
    }

    #[test]
    fn a_document_without_a_list_of_records_is_no_silence() {
        assert_eq!(cut_everywhere(b"{\"a\":1}"), [r#"0+7 #1 Broken {\"a\":1} "#]);
        assert_eq!(cut_everywhere(b" \n"), ["0+2 #1 Between  "]);
        assert_eq!(cut_everywhere(b"{\"messages\":["), [r#"0+13 #1 Truncated {\"messages\":[ "#]);
    }
}
