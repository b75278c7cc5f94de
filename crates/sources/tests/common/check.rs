//! What every parser must keep, as one function: [`read_checked`]. Tests, fuzz targets and the
//! mutation loop call it.

use vigie_sources::{Notice, Raw, Reading, Reason, Record, RecordSink, Source};

use crate::options::options;

/// Writes down what a parser finds and checks that the stretches follow each other.
#[derive(Default)]
pub(crate) struct Transcript {
    pub(crate) found: Vec<Found>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) notices: Vec<String>,
    next: u64,
    gap: Option<String>,
    rows_before_reading: bool,
}

/// One stretch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) offset: u64,
    pub(crate) length: u64,
    pub(crate) line: u64,
    pub(crate) kept: usize,
    pub(crate) kind: Kind,
    pub(crate) what: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Record,
    Reject,
    Skipped,
}

impl Transcript {
    fn push(&mut self, raw: Raw<'_>, kind: Kind, what: String) {
        if raw.offset != self.next && self.gap.is_none() {
            self.gap = Some(format!("{} follows {}", raw.offset, self.next));
        }
        if kind != Kind::Skipped && self.readings.is_empty() {
            self.rows_before_reading = true;
        }
        self.next = raw.offset + raw.length;
        self.found.push(Found {
            offset: raw.offset,
            length: raw.length,
            line: raw.line,
            kept: raw.bytes.len(),
            kind,
            what,
        });
    }
}

impl RecordSink for Transcript {
    fn reading(&mut self, reading: &Reading) {
        self.readings.push(reading.clone());
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        self.push(raw, Kind::Record, format!("{record:?}"));
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, detail: &str) {
        self.push(raw, Kind::Reject, format!("{}: {detail}", reason.word()));
    }

    fn skipped(&mut self, raw: Raw<'_>) {
        self.push(raw, Kind::Skipped, String::new());
    }

    fn notice(&mut self, notice: &Notice) {
        self.notices.push(format!("{notice:?}"));
    }
}

/// Reads `bytes` in chunks of the given sizes, over and over.
pub(crate) fn read(source: &dyn Source, bytes: &[u8], sizes: &[usize]) -> Transcript {
    let mut transcript = Transcript::default();
    let Ok(mut parser) = source.parser(&options()) else { return transcript };
    let mut rest = bytes;
    for size in sizes.iter().cycle() {
        let (chunk, after) = rest.split_at((*size).clamp(1, rest.len().max(1)).min(rest.len()));
        parser.feed(chunk, &mut transcript);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    parser.finish(&mut transcript);
    transcript
}

/// Reads `bytes` whole and in pieces and checks what every parser must keep:
///
/// 1. the stretches cover every byte once, in order, and hold the bytes that stand there;
/// 2. lines are counted from 1;
/// 3. how the stream is read is told once, before the first row;
/// 4. cutting the stream changes nothing;
/// 5. restricted spans are sorted, disjoint and inside, for every stretch.
pub(crate) fn read_checked(
    source: &dyn Source,
    bytes: &[u8],
    sizes: &[usize],
) -> Result<Transcript, String> {
    let whole = read(source, bytes, &[usize::MAX]);
    if let Some(gap) = &whole.gap {
        return Err(format!("not one after the other: {gap}"));
    }
    if whole.next != bytes.len() as u64 {
        return Err(format!("{} of {} bytes covered", whole.next, bytes.len()));
    }
    if whole.rows_before_reading || whole.readings.len() > 1 {
        return Err(format!("the reading was told {} times", whole.readings.len()));
    }
    stretches_hold(source, bytes, &whole)?;
    let pieces = read(source, bytes, sizes);
    if pieces.found != whole.found {
        let differ = pieces.found.iter().zip(&whole.found).find(|(one, other)| one != other);
        return Err(format!("cut in {sizes:?}: {differ:?}"));
    }
    if (&pieces.readings, &pieces.notices) != (&whole.readings, &whole.notices) {
        return Err(format!("cut in {sizes:?}, the reading or the notices differ"));
    }
    Ok(whole)
}

fn stretches_hold(source: &dyn Source, bytes: &[u8], whole: &Transcript) -> Result<(), String> {
    let is_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    let (mut counted_to, mut line) = (0, 1);
    for found in &whole.found {
        let Ok(start) = usize::try_from(found.offset) else { return Err("offset".to_owned()) };
        line += memchr::memchr_iter(b'\n', &bytes[counted_to..start]).count() as u64;
        counted_to = start;
        if !is_utf16 && line != found.line {
            return Err(format!("line {line} is called {}", found.line));
        }
        if found.kept as u64 > found.length {
            return Err(format!("more bytes than there are at {start}"));
        }
        let Some(reading) = whole.readings.first() else { continue };
        let raw = &bytes[start..start + found.kept];
        let mut end = 0;
        for span in source.restricted_spans(reading, raw) {
            if span.range.start < end || span.range.is_empty() || span.range.end > raw.len() {
                return Err(format!("span {:?} after {end} in {} bytes", span.range, raw.len()));
            }
            end = span.range.end;
        }
    }
    Ok(())
}
