//! Cuts a stream into CSV records, and recovers where quotes are broken.
//!
//! A quoted field that never closes would swallow the rest of the file. So the bytes since the
//! record began are kept, and when the field grows too long (or the stream ends inside it) the line
//! on which the record began is set aside and reading starts again on the next line. Reading again
//! costs time, so it is paid for by a credit that grows with progress: a hostile file is read in
//! time proportional to its size.

use memchr::{memchr, memchr_iter};

use super::{Field, Scanner, Step};
use crate::MAX_RECORD;
use crate::lines::keep_start;
use crate::record::Raw;

/// Bytes that may be read again for each byte that was read, and at most in a row.
const CREDIT_PER_BYTE: usize = 4;
const MAX_CREDIT: usize = 4 * MAX_RECORD;

/// What stands in a stretch of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row<'a> {
    /// A record.
    Fields {
        /// Its fields, positions relative to `raw.bytes`.
        fields: &'a [Field],
        /// How many there are, the ones that were not kept included.
        count: usize,
        /// Whether its newline was there.
        is_terminated: bool,
    },
    /// An empty line.
    Blank,
    /// A line without end.
    TooLong,
    /// The line on which a quote opened that did not close.
    OpenQuote,
    /// A quote was open when the stream ended.
    Truncated,
}

/// The state between two chunks.
#[derive(Debug)]
pub(crate) struct CsvReader {
    scanner: Scanner,
    offset: u64,
    line: u64,
    /// Bytes of the unfinished record from earlier chunks.
    carry: Vec<u8>,
    /// Length of the line without end that is being passed over; its beginning is in `carry`.
    passing: Option<u64>,
    credit: usize,
}

impl CsvReader {
    /// For a table that begins at `offset`, on line `line`.
    pub(crate) const fn new(separator: u8, offset: u64, line: u64) -> Self {
        Self {
            scanner: Scanner::new(separator),
            offset,
            line,
            carry: Vec::new(),
            passing: None,
            credit: MAX_CREDIT,
        }
    }

    /// Where the next byte stands in the stream and on which line, when it begins a record.
    pub(crate) fn boundary(&self) -> Option<(u64, u64)> {
        let is_between = self.passing.is_none() && self.scanner.scanned() == 0;
        is_between.then_some((self.offset, self.line))
    }

    /// Takes the next bytes and hands over every stretch that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Row<'_>)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = self.step(rest, each);
            rest = &rest[used..];
        }
    }

    /// The stream ended.
    pub(crate) fn finish(&mut self, each: &mut impl FnMut(Raw<'_>, Row<'_>)) {
        while self.passing.is_some() || self.scanner.scanned() > 0 {
            let carry = std::mem::take(&mut self.carry);
            if let Some(length) = self.passing.take() {
                self.give(&carry, length, Row::TooLong, each);
            } else if let (true, Some(newline)) =
                (self.scanner.is_open(), self.scanner.first_newline())
            {
                let (line, rest) = carry.split_at(newline + 1);
                self.give_up_on(line, carry.len(), each);
                self.feed(rest, each);
            } else if self.scanner.is_open() {
                self.give(&carry, carry.len() as u64, Row::Truncated, each);
            } else {
                self.scanner.end_of_stream();
                self.give_record(&carry, carry.len() as u64, false, each);
            }
        }
    }

    fn step(&mut self, rest: &[u8], each: &mut impl FnMut(Raw<'_>, Row<'_>)) -> usize {
        if let Some(length) = self.passing {
            return self.pass(length, rest, each);
        }
        if self.scanner.scanned() == 0 && rest[0] == b'\n' {
            self.give(&[], 1, Row::Blank, each);
            return 1;
        }
        match self.scanner.scan(rest, MAX_RECORD.min(self.credit)) {
            Step::More => {
                self.carry.extend_from_slice(rest);
                rest.len()
            }
            Step::End(used) if self.carry.is_empty() => {
                self.give_record(&rest[..used - 1], used as u64, true, each);
                used
            }
            Step::End(used) => {
                let mut carry = std::mem::take(&mut self.carry);
                carry.extend_from_slice(&rest[..used - 1]);
                self.give_record(&carry, carry.len() as u64 + 1, true, each);
                carry.clear();
                self.carry = carry;
                used
            }
            Step::Over(used) => {
                if let Some(newline) = self.scanner.first_newline() {
                    return self.start_again(newline + 1, rest, used, each);
                }
                keep_start(&mut self.carry, &rest[..used]);
                self.passing = Some(self.scanner.scanned() as u64);
                self.scanner.reset();
                used
            }
        }
    }

    /// Passes over a line without end.
    fn pass(&mut self, length: u64, rest: &[u8], each: &mut impl FnMut(Raw<'_>, Row<'_>)) -> usize {
        let Some(end) = memchr(b'\n', rest) else {
            self.passing = Some(length + rest.len() as u64);
            return rest.len();
        };
        self.passing = None;
        let carry = std::mem::take(&mut self.carry);
        self.give(&carry, length + end as u64 + 1, Row::TooLong, each);
        end + 1
    }

    /// Sets aside the first line of the record, which is `line` bytes long, and puts the reader
    /// after it. Returns how many bytes of `rest` are done with.
    fn start_again(
        &mut self,
        line: usize,
        rest: &[u8],
        used: usize,
        each: &mut impl FnMut(Raw<'_>, Row<'_>),
    ) -> usize {
        let mut carry = std::mem::take(&mut self.carry);
        let read = carry.len() + used;
        if let Some(in_rest) = line.checked_sub(carry.len()) {
            carry.extend_from_slice(&rest[..in_rest]);
            self.give_up_on(&carry, read, each);
            return in_rest;
        }
        let (first, again) = carry.split_at(line);
        self.give_up_on(first, read, each);
        // One level deep: inside, a record never begins in an earlier chunk.
        self.feed(again, each);
        0
    }

    fn give_up_on(&mut self, line: &[u8], read: usize, each: &mut impl FnMut(Raw<'_>, Row<'_>)) {
        self.credit = self.credit.saturating_sub(read - line.len());
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        self.give(content, line.len() as u64, Row::OpenQuote, each);
    }

    fn give_record(
        &mut self,
        content: &[u8],
        length: u64,
        is_terminated: bool,
        each: &mut impl FnMut(Raw<'_>, Row<'_>),
    ) {
        let bytes = match content {
            [bytes @ .., b'\r'] if is_terminated => bytes,
            _ => content,
        };
        let raw = Raw { offset: self.offset, line: self.line, length, bytes };
        let row = Row::Fields {
            fields: self.scanner.fields(),
            count: self.scanner.count(),
            is_terminated,
        };
        each(raw, if bytes.is_empty() { Row::Blank } else { row });
        let inner = match self.scanner.first_newline() {
            Some(_) => memchr_iter(b'\n', content).count() as u64,
            None => 0,
        };
        self.scanner.reset();
        self.passed(length, inner + 1);
    }

    fn give(
        &mut self,
        content: &[u8],
        length: u64,
        row: Row<'_>,
        each: &mut impl FnMut(Raw<'_>, Row<'_>),
    ) {
        let lines = match row {
            Row::Truncated => memchr_iter(b'\n', content).count() as u64 + 1,
            _ => 1,
        };
        let bytes = content.strip_suffix(b"\r").unwrap_or(content);
        each(Raw { offset: self.offset, line: self.line, length, bytes }, row);
        self.scanner.reset();
        self.passed(length, lines);
    }

    fn passed(&mut self, length: u64, lines: u64) {
        self.offset += length;
        self.line += lines;
        let earned = usize::try_from(length).unwrap_or(usize::MAX).saturating_mul(CREDIT_PER_BYTE);
        self.credit = self.credit.saturating_add(earned).min(MAX_CREDIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(chunks: &[&[u8]]) -> Vec<String> {
        let mut reader = CsvReader::new(b',', 0, 1);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, row: Row<'_>| {
            let shown = match row {
                Row::Fields { fields, is_terminated, .. } => {
                    let cell = |f: &Field| f.content(raw.bytes).escape_ascii().to_string();
                    let cells: Vec<_> = fields.iter().map(cell).collect();
                    format!("{}{}", cells.join("|"), if is_terminated { "" } else { " (end)" })
                }
                other => {
                    format!("{other:?} {}", raw.bytes[..raw.bytes.len().min(20)].escape_ascii())
                }
            };
            seen.push(format!("{}+{} #{} {shown}", raw.offset, raw.length, raw.line));
        };
        for chunk in chunks {
            reader.feed(chunk, &mut each);
        }
        reader.finish(&mut each);
        seen
    }

    fn read_cut_everywhere(bytes: &[u8]) -> Vec<String> {
        let whole = read(&[bytes]);
        for size in [1, 2, 3, 7] {
            assert_eq!(read(&bytes.chunks(size).collect::<Vec<_>>()), whole, "cut in {size}s");
        }
        whole
    }

    #[test]
    fn newlines_inside_quotes_belong_to_the_record() {
        let seen = read_cut_everywhere(b"a,\"b\r\nc\"\r\n\n\"d\",\"\"\r\ne");
        assert_eq!(seen, ["0+10 #1 a|b\\r\\nc", "10+1 #3 Blank ", "11+8 #4 d|", "19+1 #5 e (end)"]);
    }

    #[test]
    fn a_lone_quote_costs_one_line() {
        let seen = read_cut_everywhere(b"a,\"b\nc,d\ne,f\n");
        assert_eq!(seen, ["0+5 #1 OpenQuote a,\\\"b", "5+4 #2 c|d", "9+4 #3 e|f"]);
        assert_eq!(read_cut_everywhere(b"x\na,\"b"), ["0+2 #1 x", "2+4 #2 Truncated a,\\\"b"]);
    }

    #[test]
    fn a_quoted_field_without_end_is_set_aside_and_reading_goes_on() {
        let line = format!("c,{}\n", "d".repeat(400));
        let mut bytes = b"a,\"b\n".to_vec();
        while bytes.len() < MAX_RECORD + 1_000 {
            bytes.extend_from_slice(line.as_bytes());
        }
        let whole = read(&[&bytes]);
        assert_eq!(whole[0], "0+5 #1 OpenQuote a,\\\"b");
        assert!(whole[1].starts_with("5+403 #2 c|ddd"), "{}", whole[1]);
        assert_eq!(whole.len(), 1 + (bytes.len() - 5) / line.len());
        assert_eq!(read(&bytes.chunks(70_001).collect::<Vec<_>>()), whole);
    }

    /// Lines that open a quote whatever came before: each would be read to the limit again, which
    /// would take hours.
    #[test]
    fn a_hostile_file_is_read_in_linear_time() {
        let bytes = b"x\"y,\"b\n".repeat(2 << 20);
        let mut reader = CsvReader::new(b',', 0, 1);
        let (mut covered, mut given_up) = (0, 0);
        let mut each = |raw: Raw<'_>, row: Row<'_>| {
            covered += raw.length;
            given_up += usize::from(matches!(row, Row::OpenQuote));
        };
        reader.feed(&bytes, &mut each);
        reader.finish(&mut each);
        assert_eq!(covered, bytes.len() as u64);
        assert!(given_up > 1_000);
    }

    #[test]
    fn a_line_without_end_is_counted() {
        let long = vec![b'x'; MAX_RECORD + 1];
        let bytes = [b"a,b\n".as_slice(), &long, b"\nc,d\n"].concat();
        let seen = read(&[&bytes]);
        assert_eq!(seen[1], format!("4+{} #2 TooLong xxxxxxxxxxxxxxxxxxxx", MAX_RECORD + 2));
        assert_eq!(seen[2], "8388614+4 #3 c|d");
        assert_eq!(read(&bytes.chunks(70_001).collect::<Vec<_>>()), seen);
    }
}
