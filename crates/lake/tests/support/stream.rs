//! The way of a stream into the lake, as an ingest goes it: hash, count, cut, ask, append.

use std::sync::Arc;

use arrow_array::{FixedSizeBinaryArray, TimestampMicrosecondArray};
use vigie_lake::{
    ClosedSegment, Committed, Digest, Echo, Keep, Lake, OccurrenceCounter, Result, SegmentCutter,
    StreamNote, TimeTrust, Writer,
};
use vigie_model::id::SignalScope;
use vigie_model::mandate::Mandate;
use vigie_model::schema::{ACT_ROWS, REQUEST_RECORDS};
use vigie_model::time::Timestamp;
use vigie_model::{SegmentId, SignalId};

use super::{Field, Row, batch};

/// One record: its text without line end, the time that it claims, the person in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) at: Option<Timestamp>,
    pub(crate) person: i64,
}

/// A stream and how it is to be read.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) host: &'static str,
    pub(crate) mandate: &'static str,
    pub(crate) keep: Keep,
    pub(crate) trust: TimeTrust,
    pub(crate) lines: Vec<Line>,
}

impl Stream {
    pub(crate) fn of(lines: Vec<Line>) -> Self {
        let (keep, trust) = (Keep::Always, TimeTrust::Exact);
        Self { host: "www1", mandate: "local", keep, trust, lines }
    }
}

/// A line whose time and person follow from its number.
pub(crate) fn line(number: i64) -> Line {
    let text = format!("192.0.2.{} - - GET /page/{number}", number % 200);
    Line { text, at: Some(super::at(number * 10)), person: number % 5 }
}

/// Lines with these numbers.
pub(crate) fn lines(numbers: impl IntoIterator<Item = i64>) -> Vec<Line> {
    numbers.into_iter().map(line).collect()
}

/// Reads a stream in a commit of its own.
pub(crate) fn ingest(lake: &Lake, stream: &Stream, now: Timestamp) -> Result<Committed> {
    let mut writer = lake.begin(now)?;
    ingest_into(&mut writer, stream)?;
    writer.commit()
}

/// Reads a stream; gives rows read, added and known.
pub(crate) fn ingest_into(writer: &mut Writer, stream: &Stream) -> Result<(u64, u64, u64)> {
    let folder = tempfile::tempdir().unwrap();
    let scope = SignalScope::new("web-access", "", stream.host);
    let mut counter = OccurrenceCounter::with_limit(folder.path(), 8);
    let mut cutter = SegmentCutter::with_sizes(256, 256, 1024);
    let mut open = Vec::new();
    let (mut read, mut added) = (0, 0);
    for line in &stream.lines {
        let record = scope.record(line.text.as_bytes());
        let id = scope.signal(record, counter.next(record, line.at)?);
        let hash = u64::from_le_bytes(record[..8].try_into().unwrap());
        let placed = cutter.push(hash, format!("{}\n", line.text).as_bytes());
        if let Some(segment) = placed.closed {
            added += settle(writer, stream, &segment, &std::mem::take(&mut open))?;
        }
        open.push((id, placed.offset, line));
        read += 1;
    }
    if let Some(segment) = cutter.close() {
        added += settle(writer, stream, &segment, &open)?;
    }
    let note = note(stream, read, added);
    writer.note_reading("r1", serde_json::json!({"source": "web-access"}));
    writer.note_stream(note)?;
    Ok((read, added, read - added))
}

/// Adds the rows of a closed segment that are new.
fn settle(
    writer: &mut Writer,
    stream: &Stream,
    segment: &ClosedSegment,
    open: &[(SignalId, usize, &Line)],
) -> Result<u64> {
    let ids = FixedSizeBinaryArray::try_from_iter(open.iter().map(|(id, ..)| id.0)).unwrap();
    let times: TimestampMicrosecondArray =
        open.iter().map(|(.., line)| line.at.map(|at| at.0)).collect();
    let known = writer.known_with(REQUEST_RECORDS, &ids, &times, stream.trust)?;
    let (mut rows, mut acts, mut echoes) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (id, offset, line)) in open.iter().enumerate() {
        if known.value(at) {
            let (signal, length) = (*id, line.text.len());
            echoes.push(Echo { signal, at: line.at, offset: *offset, length });
        } else {
            rows.push(request(*id, Some((segment.id(), *offset)), line, stream.host));
            acts.push(act(*id, line));
        }
    }
    if rows.is_empty() {
        return Ok(0);
    }
    let seq = writer.seq();
    writer.append(REQUEST_RECORDS, batch(REQUEST_RECORDS, seq, &rows))?;
    writer.append(ACT_ROWS, batch(ACT_ROWS, seq, &acts))?;
    writer.put_closed(segment, stream.keep)?;
    writer.note_echoes(segment.id(), &echoes)?;
    Ok(rows.len() as u64)
}

/// A row of `request_records`; the whole line stands in `path`.
pub(crate) fn request(
    id: SignalId,
    place: Option<(SegmentId, usize)>,
    line: &Line,
    host: &str,
) -> Row {
    let mut row = Row::from([
        ("signal_id", Field::Id(id.0)),
        ("reading", Field::Text("r1".to_owned())),
        ("host", Field::Text(host.to_owned())),
        ("length", Field::Integer(i64::try_from(line.text.len()).unwrap())),
        ("source_key", Field::Integer(line.person)),
        ("path", Field::Text(line.text.clone())),
    ]);
    if let Some((segment, offset)) = place {
        row.insert("segment", Field::Id(segment.0));
        row.insert("segment_offset", Field::Integer(i64::try_from(offset).unwrap()));
    }
    row.extend(line.at.map(|at| ("claimed_at", Field::Time(at))));
    row
}

fn act(id: SignalId, line: &Line) -> Row {
    let mut row = Row::from([
        ("signal_id", Field::Id(id.0)),
        ("account", Field::Integer(line.person)),
        ("layer", Field::Text("link".to_owned())),
    ]);
    row.extend(line.at.map(|at| ("at", Field::Time(at))));
    row
}

fn note(stream: &Stream, read: u64, added: u64) -> StreamNote {
    StreamNote {
        name: "access.log".to_owned(),
        host: stream.host.to_owned(),
        reading: "r1".to_owned(),
        raw_bytes: 0,
        raw_digest: Digest::of(b""),
        bytes: 0,
        read,
        added,
        known: read - added,
        rejected: 0,
        complete: true,
        mandate: Mandate { id: stream.mandate.to_owned(), ..Mandate::local() },
    }
}

/// The text of a record as its segment holds it; `None` when the segment is not held.
pub(crate) fn source(lake: &Lake, row: &[String]) -> Option<String> {
    let id: SegmentId = format!("G-{}", row[0]).parse().unwrap();
    let (offset, length): (usize, usize) = (row[1].parse().unwrap(), row[2].parse().unwrap());
    let content = Arc::new(lake.segment(id).unwrap()?);
    Some(String::from_utf8(content[offset..offset + length].to_vec()).unwrap())
}
