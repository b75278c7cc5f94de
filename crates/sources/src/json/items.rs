//! Cuts JSON that is not one object a line into its records: arrays, pretty-printed or not, objects
//! one after the other, and answers of services that wrap their records (`{"value":[…]}`).
//!
//! Must not know what a record holds; whether it is right JSON is for its reader. A wrapped list is
//! known by its key, which the caller names, at the top of an object. What surrounds a list belongs
//! to no record. Where an object breaks off, reading goes on at the next line that begins an object
//! no deeper than the broken one did.

use std::collections::BTreeMap;

use memchr::memchr3;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// Nesting that is followed bracket by bracket; deeper brackets are only counted.
const FOLLOWED: usize = 256;

/// Arrays around arrays around records.
const MAX_ARRAYS: usize = 8;

/// The longest key that a list can have.
const MAX_KEY: usize = 24;

/// Collects the first line of a stream that begins with an object: it tells whether every line is a
/// record.
#[derive(Debug)]
pub(crate) struct FirstLine {
    held: Vec<u8>,
    pub(crate) offset: u64,
    pub(crate) line: u64,
}

impl FirstLine {
    pub(crate) const fn new(offset: u64, line: u64) -> Self {
        Self { held: Vec::new(), offset, line }
    }

    /// Takes the next bytes, or some of them: how many is returned, and once the line is there, its
    /// bytes and whether it is a record.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        at_end: bool,
        lists: &[&str],
    ) -> (usize, Option<(bool, Vec<u8>)>) {
        let room = (MAX_RECORD + 1).saturating_sub(self.held.len());
        let newline = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |newline| newline + 1);
        let used = newline.min(room);
        self.held.extend_from_slice(&bytes[..used]);
        let is_there = self.held.last() == Some(&b'\n') || self.held.len() > MAX_RECORD || at_end;
        let held = is_there.then(|| std::mem::take(&mut self.held));
        (used, held.map(|held| (is_record(&held, lists), held)))
    }
}

/// Whether a line is one object that is a record and not a wrapped list of them.
fn is_record(line: &[u8], lists: &[&str]) -> bool {
    let Ok(text) = std::str::from_utf8(line) else { return true };
    if serde_json::from_str::<IgnoredAny>(text.trim()).is_err() {
        return false;
    }
    let top = serde_json::from_str::<BTreeMap<String, &RawValue>>(text.trim());
    let Ok(top) = top else { return true };
    let is_list = |value: &&RawValue| {
        let inside = value.get().strip_prefix('[').map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with('{') || inside == "]")
    };
    !lists.iter().any(|list| top.get(*list).is_some_and(is_list))
}

/// What stands in a stretch of a stream.
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

/// What surrounds the place where the next record may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Around {
    /// A list of records at the top.
    Array,
    /// A list of records inside an object.
    List,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Before a record.
    Between,
    /// Something that is no object, up to the end of its line.
    Strange,
    /// In an object.
    Inside,
    /// In a string in it.
    Text,
    /// After a backslash in that.
    Escaped,
    /// After an object that broke off.
    Lost,
}

enum Turn {
    Stay,
    /// The stretch ends before this byte.
    EndBefore(Frame),
    /// The stretch ends with this byte.
    EndAfter(Frame),
}

/// The state between two chunks.
#[derive(Debug)]
pub(crate) struct Items {
    /// Keys under which a list of records may stand.
    lists: &'static [&'static str],
    state: State,
    around: Vec<Around>,
    /// The object that is being passed is one that wraps a list: it is no record.
    is_wrapper: bool,
    /// Brackets of the present object, `true` for braces.
    nesting: Vec<bool>,
    uncounted: usize,
    /// The last byte of the object that is not white space and not in a string.
    last: u8,
    /// The key that was read last at the top of the object, and whether it is being read.
    key: Vec<u8>,
    is_key: bool,
    offset: u64,
    line: u64,
    began: (u64, usize),
    column: usize,
    at_line_start: bool,
    carry: Vec<u8>,
    length: usize,
}

impl Items {
    pub(crate) const fn new(lists: &'static [&'static str], offset: u64, line: u64) -> Self {
        Self {
            lists,
            state: State::Between,
            around: Vec::new(),
            is_wrapper: false,
            nesting: Vec::new(),
            uncounted: 0,
            last: 0,
            key: Vec::new(),
            is_key: false,
            offset,
            line,
            began: (line, 0),
            column: 0,
            at_line_start: true,
            carry: Vec::new(),
            length: 0,
        }
    }

    /// Takes the next bytes and hands over every stretch that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Frame)) {
        let (mut start, mut at) = (0, 0);
        loop {
            if self.state == State::Text {
                let rest = &bytes[at..];
                let found = memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
                self.take_key(&rest[..found]);
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
            State::Inside | State::Text | State::Escaped if self.is_wrapper => Frame::Between,
            State::Inside | State::Text | State::Escaped => Frame::Truncated,
        };
        self.give(&[], frame, each);
    }

    /// The line on which the stream ends before its lists do; asked for after the end.
    pub(crate) fn cut_off_at(&self) -> Option<u64> {
        let is_inside = matches!(self.state, State::Inside | State::Text | State::Escaped);
        let is_open = !self.around.is_empty() || is_inside && self.is_wrapper;
        is_open.then_some(self.line)
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
        match self.state {
            State::Between => self.between(byte),
            State::Strange if byte == b'\n' => {
                self.state = State::Between;
                Turn::EndAfter(Frame::Broken)
            }
            State::Strange => Turn::Stay,
            State::Inside => self.inside(byte),
            State::Text => {
                self.state = match byte {
                    b'"' => State::Inside,
                    b'\\' => State::Escaped,
                    b'\n' => State::Lost,
                    _ => State::Text,
                };
                if self.state == State::Inside {
                    self.is_key = false;
                    self.last = b'"';
                }
                Turn::Stay
            }
            State::Escaped => {
                self.state = if byte == b'\n' { State::Lost } else { State::Text };
                self.take_key(&[b'\\', byte]);
                Turn::Stay
            }
            State::Lost if byte == b'{' && self.begins_a_line() => self.begin(Frame::Broken),
            State::Lost => Turn::Stay,
        }
    }

    fn between(&mut self, byte: u8) -> Turn {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => Turn::Stay,
            b'{' => self.begin(Frame::Between),
            b'[' if self.around.len() < MAX_ARRAYS => {
                self.around.push(Around::Array);
                Turn::Stay
            }
            b']' if self.around.last() == Some(&Around::List) => {
                // Back in the object around the list, which goes on to be no record.
                self.around.pop();
                (self.state, self.is_wrapper) = (State::Inside, true);
                (self.nesting, self.uncounted, self.last) = (vec![true], 0, b']');
                Turn::Stay
            }
            b']' => {
                self.around.pop();
                Turn::Stay
            }
            _ => {
                self.state = State::Strange;
                Turn::EndBefore(Frame::Between)
            }
        }
    }

    /// An object begins; what stood before it was this.
    fn begin(&mut self, before: Frame) -> Turn {
        (self.state, self.is_wrapper) = (State::Inside, false);
        self.nesting.clear();
        self.nesting.push(true);
        (self.uncounted, self.last, self.is_key) = (0, b'{', false);
        self.key.clear();
        Turn::EndBefore(before)
    }

    fn begins_a_line(&self) -> bool {
        self.at_line_start && self.column <= self.began.1
    }

    fn inside(&mut self, byte: u8) -> Turn {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => return Turn::Stay,
            b'"' => {
                self.is_key = self.nesting.len() == 1
                    && self.uncounted == 0
                    && matches!(self.last, b'{' | b',');
                if self.is_key {
                    self.key.clear();
                }
                self.state = State::Text;
                return Turn::Stay;
            }
            b'{' if self.begins_a_line() && !self.may_hold_object() && !self.is_wrapper => {
                return self.begin(Frame::Broken);
            }
            b'[' if self.is_wrapped_list() => {
                self.around.push(Around::List);
                self.state = State::Between;
                return Turn::EndAfter(Frame::Between);
            }
            b'{' | b'[' => {
                if self.nesting.len() < FOLLOWED {
                    self.nesting.push(byte == b'{');
                } else {
                    self.uncounted = self.uncounted.saturating_add(1);
                }
            }
            b'}' | b']' if self.uncounted > 0 => self.uncounted -= 1,
            b'}' | b']' => {
                self.nesting.pop();
                if self.nesting.is_empty() {
                    self.state = State::Between;
                    let frame = if self.is_wrapper { Frame::Between } else { Frame::Object };
                    return Turn::EndAfter(frame);
                }
            }
            _ => {}
        }
        self.last = byte;
        Turn::Stay
    }

    /// Whether the grammar allows an object here; where it does not, one that begins a line is the
    /// next record and the present one broke off.
    fn may_hold_object(&self) -> bool {
        match self.nesting.last() {
            _ if self.uncounted > 0 => true,
            Some(true) => self.last == b':',
            _ => matches!(self.last, b'[' | b','),
        }
    }

    fn is_wrapped_list(&self) -> bool {
        self.nesting.len() == 1
            && self.last == b':'
            && !self.around.contains(&Around::List)
            && self.lists.iter().any(|list| list.as_bytes() == self.key)
    }

    fn take_key(&mut self, part: &[u8]) {
        if self.is_key && self.key.len() <= MAX_KEY {
            let room = MAX_KEY + 1 - self.key.len();
            self.key.extend_from_slice(&part[..part.len().min(room)]);
        }
    }

    fn give(&mut self, part: &[u8], frame: Frame, each: &mut impl FnMut(Raw<'_>, Frame)) {
        let length = self.length + part.len();
        if length == 0 {
            return;
        }
        let carry = std::mem::take(&mut self.carry);
        let is_long = length > MAX_RECORD;
        let joined;
        let bytes = if carry.is_empty() {
            part
        } else {
            joined = [&carry[..], if is_long { &[] } else { part }].concat();
            &joined
        };
        let bytes = if is_long { &bytes[..bytes.len().min(KEPT_OF_TOO_LONG)] } else { bytes };
        let frame = if is_long && frame != Frame::Between { Frame::TooLong } else { frame };
        each(Raw { offset: self.offset, line: self.began.0, length: length as u64, bytes }, frame);
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

#[cfg(test)]
mod tests;
