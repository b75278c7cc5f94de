//! Finds the fields of CSV records in place.
//!
//! The grammar is that of the `csv-core` crate with `\n` as terminator (tests compare the two): a
//! quote opens a field only where the field begins, `""` inside is one quote, what follows a closing
//! quote is taken literally. Unlike `csv-core` this scanner says where each field stands in the
//! record, which masking needs, and whether a quote is still open, which recovery needs.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::MAX_RECORD;

pub(crate) mod header;
pub(crate) mod reader;
pub(crate) mod start;

pub(crate) use reader::{CsvReader, Row};

/// Fields beyond this many are counted, not kept.
const MAX_FIELDS: usize = 16_384;

/// Where a field stands in its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    /// First byte: of the content when `plain`, else the opening quote.
    pub(crate) start: usize,
    /// After the last byte.
    pub(crate) end: usize,
    /// Whether the bytes are the content.
    pub(crate) plain: bool,
}

impl Field {
    /// The content in its record.
    pub(crate) fn content<'a>(&self, record: &'a [u8]) -> Cow<'a, [u8]> {
        let raw = record.get(self.start..self.end).unwrap_or_default();
        if self.plain { Cow::Borrowed(raw) } else { Cow::Owned(unquoted(raw)) }
    }
}

/// The content of a field that begins with a quote and has doubled quotes in it or text after it.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.get(1..).unwrap_or_default();
    while let Some(at) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if rest.first() != Some(&b'"') {
            break;
        }
        out.push(b'"');
        rest = &rest[1..];
    }
    out.extend_from_slice(rest);
    out
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Where a field begins.
    Start,
    /// In a field without quotes, or behind a closing quote.
    Bare,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: it closes, or is the first of two.
    MaybeClosed,
    /// After a closing quote and a carriage return.
    ClosedReturn,
}

/// What came of scanning a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// All of it lies inside the record.
    More,
    /// The record ended; so many bytes of the chunk belong to it, its newline included.
    End(usize),
    /// The record passed its limit after so many bytes.
    Over(usize),
}

/// Scans one record, chunk by chunk.
#[derive(Debug)]
pub(crate) struct Scanner {
    separator: u8,
    state: State,
    /// Bytes of the record that were scanned.
    at: usize,
    /// Where the present field began, its quote included.
    field_start: usize,
    /// The last quote seen inside the present quoted field.
    closing: usize,
    plain: bool,
    quoted: bool,
    previous: u8,
    first_newline: Option<usize>,
    fields: Vec<Field>,
    count: usize,
}

impl Scanner {
    pub(crate) const fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::Start,
            at: 0,
            field_start: 0,
            closing: 0,
            plain: true,
            quoted: false,
            previous: 0,
            first_newline: None,
            fields: Vec::new(),
            count: 0,
        }
    }

    /// Ready for the next record.
    pub(crate) fn reset(&mut self) {
        self.state = State::Start;
        self.at = 0;
        self.previous = 0;
        self.first_newline = None;
        self.fields.clear();
        self.count = 0;
        self.begin_field();
    }

    /// Bytes of the record so far.
    pub(crate) const fn scanned(&self) -> usize {
        self.at
    }

    /// Where the first newline inside quotes stands.
    pub(crate) const fn first_newline(&self) -> Option<usize> {
        self.first_newline
    }

    /// Whether a quote is open.
    pub(crate) fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    /// The fields of the record that ended.
    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// How many there are, the ones that were not kept included.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    fn begin_field(&mut self) {
        self.field_start = self.at;
        self.plain = true;
        self.quoted = false;
    }

    /// Goes on scanning. A record on one line may have [`MAX_RECORD`] bytes, one whose quotes span
    /// lines `multiline_limit`.
    pub(crate) fn scan(&mut self, chunk: &[u8], multiline_limit: usize) -> Step {
        let mut used = 0;
        loop {
            let limit = self.first_newline.map_or(MAX_RECORD, |_| multiline_limit);
            if self.at > limit {
                return Step::Over(used);
            }
            let rest = &chunk[used..];
            let Some(&byte) = rest.first() else { return Step::More };
            let window = &rest[..rest.len().min(limit + 1 - self.at)];
            let taken = match self.state {
                State::Start => self.start(byte),
                State::Bare => self.bare(window),
                State::Quoted => self.quoted(window),
                State::MaybeClosed => self.maybe_closed(byte),
                State::ClosedReturn => self.closed_return(byte),
            };
            used += taken.bytes();
            if let Taken::Record(_) = taken {
                return Step::End(used);
            }
        }
    }

    /// The stream ended where the record does.
    pub(crate) fn end_of_stream(&mut self) {
        if self.state == State::ClosedReturn {
            self.plain = false;
        }
        self.end_field(self.at);
    }

    fn advance(&mut self, window: &[u8], bytes: usize) {
        if let Some(last) = bytes.checked_sub(1).and_then(|last| window.get(last)) {
            self.previous = *last;
        }
        self.at += bytes;
    }

    fn start(&mut self, byte: u8) -> Taken {
        match byte {
            b'"' => {
                self.quoted = true;
                self.state = State::Quoted;
                self.advance(&[byte], 1);
                Taken::Inside(1)
            }
            b'\n' => self.end_record(self.at),
            _ if byte == self.separator => self.separate(self.at),
            _ => {
                self.state = State::Bare;
                Taken::Inside(0)
            }
        }
    }

    fn bare(&mut self, window: &[u8]) -> Taken {
        let Some(found) = memchr2(self.separator, b'\n', window) else {
            self.advance(window, window.len());
            return Taken::Inside(window.len());
        };
        self.advance(window, found);
        let end = self.at;
        let taken = if window[found] == b'\n' {
            self.end_record(if self.previous == b'\r' { end - 1 } else { end })
        } else {
            self.separate(end)
        };
        taken.after(found)
    }

    fn quoted(&mut self, window: &[u8]) -> Taken {
        let found = match self.first_newline {
            None => memchr2(b'"', b'\n', window),
            Some(_) => memchr(b'"', window),
        };
        let Some(found) = found else {
            self.advance(window, window.len());
            return Taken::Inside(window.len());
        };
        if window[found] == b'\n' {
            self.first_newline = Some(self.at + found);
        } else {
            self.closing = self.at + found;
            self.state = State::MaybeClosed;
        }
        self.advance(window, found + 1);
        Taken::Inside(found + 1)
    }

    fn maybe_closed(&mut self, byte: u8) -> Taken {
        match byte {
            b'\n' => self.end_record(self.at),
            _ if byte == self.separator => self.separate(self.at),
            b'"' => {
                self.plain = false;
                self.state = State::Quoted;
                self.advance(&[byte], 1);
                Taken::Inside(1)
            }
            b'\r' => {
                self.state = State::ClosedReturn;
                self.advance(&[byte], 1);
                Taken::Inside(1)
            }
            _ => {
                self.plain = false;
                self.state = State::Bare;
                Taken::Inside(0)
            }
        }
    }

    fn closed_return(&mut self, byte: u8) -> Taken {
        if byte == b'\n' {
            return self.end_record(self.at - 1);
        }
        self.plain = false;
        self.state = State::Bare;
        Taken::Inside(0)
    }

    fn end_field(&mut self, end: usize) {
        let field = if self.quoted && self.plain && self.state != State::Quoted {
            Field { start: self.field_start + 1, end: self.closing, plain: true }
        } else {
            Field { start: self.field_start, end, plain: !self.quoted }
        };
        if self.fields.len() < MAX_FIELDS {
            self.fields.push(field);
        }
        self.count += 1;
    }

    fn separate(&mut self, end: usize) -> Taken {
        self.end_field(end);
        self.at += 1;
        self.previous = self.separator;
        self.state = State::Start;
        self.begin_field();
        Taken::Inside(1)
    }

    fn end_record(&mut self, end: usize) -> Taken {
        self.end_field(end);
        self.at += 1;
        Taken::Record(1)
    }
}

/// Bytes that a state took, and whether the record ended with them.
#[derive(Clone, Copy)]
enum Taken {
    Inside(usize),
    Record(usize),
}

impl Taken {
    const fn bytes(self) -> usize {
        match self {
            Self::Inside(bytes) | Self::Record(bytes) => bytes,
        }
    }

    const fn after(self, before: usize) -> Self {
        match self {
            Self::Inside(bytes) => Self::Inside(before + bytes),
            Self::Record(bytes) => Self::Record(before + bytes),
        }
    }
}

/// The fields of one whole record, as its text without terminator.
pub(crate) fn fields_of(record: &[u8], separator: u8) -> Vec<Field> {
    let mut scanner = Scanner::new(separator);
    match scanner.scan(record, MAX_RECORD) {
        Step::More => scanner.end_of_stream(),
        Step::End(_) | Step::Over(_) => {}
    }
    scanner.fields
}

/// The separator of a table, from its first line: the one that stands there most often outside
/// quotes, and the comma when none does.
pub(crate) fn sniff(first_line: &[u8]) -> u8 {
    const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
    let mut counts = [0_usize; 4];
    let mut in_quotes = false;
    for byte in first_line {
        if *byte == b'"' {
            in_quotes = !in_quotes;
        } else if let (false, Some(at)) = (in_quotes, CANDIDATES.iter().position(|c| c == byte)) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most && most > 0).unwrap_or(0);
    CANDIDATES[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contents(record: &[u8]) -> Vec<String> {
        let fields = fields_of(record, b',');
        fields.iter().map(|f| f.content(record).escape_ascii().to_string()).collect()
    }

    #[test]
    fn quotes_count_only_where_a_field_begins() {
        assert_eq!(contents(b"a,\"b,\"\"c\"\"\",d\"e\""), ["a", "b,\\\"c\\\"", "d\\\"e\\\""]);
        assert_eq!(contents(b"\"a\"b\"c,d"), ["ab\\\"c", "d"]);
        assert_eq!(contents(b",\"\","), ["", "", ""]);
        assert_eq!(contents(b"\"open, still"), ["open, still"]);
    }

    #[test]
    fn separators_are_sniffed_outside_quotes() {
        assert_eq!(sniff(b"a,b;c;d"), b';');
        assert_eq!(sniff(b"\"a;b;c\",d"), b',');
        assert_eq!(sniff(b"a\tb"), b'\t');
        assert_eq!(sniff(b"a|b"), b'|');
        assert_eq!(sniff(b"alone"), b',');
    }

    /// What `csv-core` makes of the same bytes, blank lines left out.
    fn oracle(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let terminator = csv_core::Terminator::Any(b'\n');
        let mut reader = csv_core::ReaderBuilder::new().terminator(terminator).build();
        let (mut out, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
        let (mut at, mut written, mut ended) = (0, 0, 0);
        let mut records = Vec::new();
        loop {
            let (result, nin, nout, nend) =
                reader.read_record(&text[at..], &mut out[written..], &mut ends[ended..]);
            at += nin;
            written += nout;
            ended += nend;
            match result {
                csv_core::ReadRecordResult::Record => {
                    let mut start = 0;
                    let cut = |end: &usize| out[std::mem::replace(&mut start, *end)..*end].to_vec();
                    records.push(ends[..ended].iter().map(cut).collect());
                    (written, ended) = (0, 0);
                }
                csv_core::ReadRecordResult::End => return records,
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn fields_are_those_of_csv_core(text in "[ab,\"\n]{0,40}") {
            let mut ours = Vec::new();
            let mut scanner = Scanner::new(b',');
            let mut rest = text.as_bytes();
            while !rest.is_empty() {
                if rest[0] == b'\n' {
                    rest = &rest[1..];
                    continue;
                }
                let used = if let Step::End(used) = scanner.scan(rest, MAX_RECORD) {
                    used
                } else {
                    scanner.end_of_stream();
                    rest.len()
                };
                ours.push(
                    scanner.fields().iter().map(|f| f.content(rest).into_owned()).collect::<Vec<_>>(),
                );
                scanner.reset();
                rest = &rest[used..];
            }
            prop_assert_eq!(ours, oracle(text.as_bytes()));
        }

        #[test]
        fn scanning_in_pieces_changes_nothing(text in "[ab,\"\r\n]{1,40}", cut in 0_usize..40) {
            let bytes = text.as_bytes();
            let cut = cut.min(bytes.len());
            let mut whole = Scanner::new(b',');
            let mut pieces = Scanner::new(b',');
            let expected = whole.scan(bytes, MAX_RECORD);
            let seen = match pieces.scan(&bytes[..cut], MAX_RECORD) {
                Step::More => match pieces.scan(&bytes[cut..], MAX_RECORD) {
                    Step::End(used) => Step::End(cut + used),
                    other => other,
                },
                other => other,
            };
            prop_assert_eq!(seen, expected);
            prop_assert_eq!(pieces.fields(), whole.fields());
        }
    }
}
