//! What writing costs, in CPU time: a combined access log on its way into an empty lake, without
//! reading and parsing it. `cargo bench -p vigie-lake`; the number of rows is an argument.
//!
//! Printed are nanoseconds for each byte of the raw log, and rows for each CPU second.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a bench stops at the first surprise and prints what it measured"
)]

use std::io::Read;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, new_null_array,
};
use vigie_lake::{ClosedSegment, Keep, Lake, OccurrenceCounter, SegmentCutter, Writer};
use vigie_model::SegmentId;
use vigie_model::hash::first;
use vigie_model::schema::REQUEST_RECORDS;
use vigie_model::time::Timestamp;

/// Nanoseconds on the CPU of this thread.
fn cpu() -> u64 {
    let mut text = String::new();
    let file = std::fs::File::open("/proc/thread-self/schedstat").unwrap();
    file.take(1000).read_to_string_bounded(&mut text);
    text.split(' ').next().unwrap().parse().unwrap()
}

trait ReadBounded {
    fn read_to_string_bounded(self, to: &mut String);
}

impl<R: Read> ReadBounded for std::io::Take<R> {
    #[expect(clippy::disallowed_methods, reason = "bounded by take")]
    fn read_to_string_bounded(mut self, to: &mut String) {
        self.read_to_string(to).unwrap();
    }
}

/// A small deterministic generator (Steele, Lea, Flood, *Fast splittable pseudorandom number
/// generators*, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, below: u64) -> u64 {
        let (a, b) = (self.next() % below, self.next() % below);
        a.min(b).min(self.next() % below)
    }
}

struct Request {
    source: String,
    path: String,
    query: Option<String>,
    status: i64,
    bytes: i64,
    referer: Option<String>,
    agent: String,
    at: i64,
    line: String,
}

fn request(random: &mut Random, number: u64) -> Request {
    let source = random.skewed(20_000);
    let source = format!("198.51.{}.{}", source / 200 % 200, source % 200);
    let path =
        format!("/articles/2027/{}/the-story-of-{}.html", random.skewed(12), random.skewed(300));
    let query = (random.next().is_multiple_of(8))
        .then(|| format!("utm={}&page={}", random.next() % 10_000, random.skewed(40)));
    let (status, bytes) =
        ([200, 200, 200, 304, 404][(random.next() % 5) as usize], (random.next() % 60_000) as i64);
    let referer = (random.next().is_multiple_of(2))
        .then(|| format!("https://www.example.org/from/{}", random.skewed(900)));
    let agent = format!(
        "Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0",
        random.skewed(30),
        random.skewed(30)
    );
    let at = 1_806_537_600_000_000 + (number / 40) as i64 * 1_000_000;
    let shown = Timestamp(at).to_jiff().strftime("%d/%b/%Y:%H:%M:%S +0000").to_string();
    let target = query.as_ref().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    let line = format!(
        "{source} - - [{shown}] \"GET {target} HTTP/1.1\" {status} {bytes} \"{}\" \"{agent}\"\n",
        referer.as_deref().unwrap_or("-")
    );
    Request { source, path, query, status, bytes, referer, agent, at, line }
}

/// What one segment holds.
struct Piece {
    records: Vec<[u8; 16]>,
    requests: Vec<Request>,
    offsets: Vec<i64>,
    segment: ClosedSegment,
}

fn batch(seq: i64, piece: &Piece) -> RecordBatch {
    let rows = piece.requests.len();
    let requests = || piece.requests.iter();
    let same = |text: &str| Arc::new(StringArray::from(vec![text; rows])) as ArrayRef;
    let integers = |values: Vec<i64>| Arc::new(Int64Array::from(values)) as ArrayRef;
    let times = |values: Vec<Option<i64>>| {
        Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC")) as ArrayRef
    };
    let id: SegmentId = piece.segment.id();
    let ids = FixedSizeBinaryArray::try_from_iter(piece.records.iter()).unwrap();
    let segments = FixedSizeBinaryArray::try_from_iter(requests().map(|_| id.0)).unwrap();
    let texts = |of: fn(&Request) -> Option<&str>| {
        Arc::new(requests().map(of).collect::<StringArray>()) as ArrayRef
    };
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(ids),
        integers(vec![seq; rows]),
        same("0f3c9a2b7d1e"),
        same("www1"),
        times(requests().map(|r| Some(r.at)).collect()),
        same("s"),
        times(vec![None; rows]),
        times(vec![Some(1_806_600_000_000_000); rows]),
        Arc::new(StringArray::from(vec![None::<&str>; rows])),
        Arc::new(segments),
        integers(piece.offsets.clone()),
        integers(requests().map(|r| r.line.len() as i64 - 1).collect()),
        Arc::new(StringArray::from(vec![None::<&str>; rows])),
        integers(
            requests()
                .map(|r| i64::from_le_bytes(first(blake3::hash(r.source.as_bytes()).as_bytes())))
                .collect(),
        ),
        texts(|r| Some(&r.source)),
        Arc::new(StringArray::from(vec![None::<&str>; rows])),
        same("GET"),
        texts(|r| Some(&r.path)),
        texts(|r| r.query.as_deref()),
        same("HTTP/1.1"),
        integers(requests().map(|r| r.status).collect()),
        integers(requests().map(|r| r.bytes).collect()),
        texts(|r| r.referer.as_deref()),
        texts(|r| Some(&r.agent)),
    ];
    // What a combined log does not say, such as how long an answer took.
    let schema = REQUEST_RECORDS.schema();
    let silent = schema.fields().iter().skip(columns.len());
    columns.extend(silent.map(|field| new_null_array(field.data_type(), rows)));
    RecordBatch::try_new(schema, columns).unwrap()
}

/// CPU time by stage.
#[derive(Default)]
struct Meter {
    stages: Vec<(&'static str, u64)>,
}

impl Meter {
    fn measure<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let before = cpu();
        let result = work();
        let spent = cpu() - before;
        match self.stages.iter_mut().find(|stage| stage.0 == name) {
            Some(stage) => stage.1 += spent,
            None => self.stages.push((name, spent)),
        }
        result
    }

    fn print(&self, rows: u64, raw: u64) {
        let total = self.stages.iter().map(|stage| stage.1).sum();
        for (name, spent) in self.stages.iter().chain([&("together", total)]) {
            let per_byte = *spent as f64 / raw as f64;
            let rate = rows as f64 / (*spent as f64 / 1e9) / 1e6;
            println!("{name:<24} {per_byte:>7.3} ns a raw byte {rate:>8.2} M rows a CPU second");
        }
    }
}

/// Rows that are made at a time, so that the bench's own memory stays small.
const CHUNK: u64 = 50_000;

fn main() {
    let rows: u64 =
        std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(2_000_000);
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    let now = Timestamp(1_806_600_000_000_000);
    let (raw, meter) = ingest(&lake, rows, now, folder.path(), false);
    println!("{rows} rows, {:.1} MB of raw log", raw as f64 / 1e6);
    meter.print(rows, raw);
    let files = lake.snapshot().unwrap();
    let parquet: u64 = files.files("request_records").iter().map(|file| file.bytes).sum();
    let segments: u64 = lake.commits().unwrap()[0].segments_added.iter().map(|s| s.stored).sum();
    let share = |bytes: u64| bytes as f64 / raw as f64 * 100.0;
    println!("on disk: segments {:.1} %, Parquet {:.1} %", share(segments), share(parquet));
    if std::env::args().any(|argument| argument == "once") {
        return;
    }
    println!("the same again:");
    let (raw, meter) = ingest(&lake, rows, now, folder.path(), true);
    meter.print(rows, raw);
}

fn ingest(
    lake: &Lake,
    rows: u64,
    now: Timestamp,
    folder: &std::path::Path,
    again: bool,
) -> (u64, Meter) {
    let (mut random, mut meter, mut raw) = (Random(7), Meter::default(), 0);
    let mut writer = lake.begin(now).unwrap();
    let mut counter = OccurrenceCounter::new(folder);
    let mut cutter = SegmentCutter::new();
    let mut open = Vec::new();
    for first_row in (0..rows).step_by(CHUNK as usize) {
        let requests: Vec<Request> = (first_row..rows.min(first_row + CHUNK))
            .map(|number| request(&mut random, number))
            .collect();
        raw += requests.iter().map(|request| request.line.len() as u64).sum::<u64>();
        let records: Vec<[u8; 16]> = meter.measure("(hash records)", || {
            let hash = |r: &Request| first(blake3::hash(r.line.as_bytes()).as_bytes());
            requests.iter().map(hash).collect()
        });
        meter.measure("count occurrences", || {
            for (record, request) in records.iter().zip(&requests) {
                counter.next(*record, Some(Timestamp(request.at))).unwrap();
            }
        });
        let mut closed = Vec::new();
        let placed: Vec<(usize, usize)> = meter.measure("cut into segments", || {
            let mut place = |(record, request): (&[u8; 16], &Request)| {
                let hash = u64::from_le_bytes(record[..8].try_into().unwrap());
                let placed = cutter.push(hash, request.line.as_bytes());
                closed.extend(placed.closed);
                (placed.offset, closed.len())
            };
            records.iter().zip(&requests).map(&mut place).collect()
        });
        let mut closed = closed.into_iter();
        let mut settled = 0;
        for ((request, record), (offset, number)) in requests.into_iter().zip(records).zip(placed) {
            if number > settled {
                settled = number;
                let rows = std::mem::take(&mut open);
                let segment = closed.next().unwrap();
                cutter.recycle(settle(&mut writer, &mut meter, rows, segment, again));
            }
            open.push((record, request, offset));
        }
    }
    if let Some(segment) = cutter.close() {
        settle(&mut writer, &mut meter, open, segment, again);
    }
    meter.measure("commit", || writer.commit().unwrap());
    (raw, meter)
}

fn settle(
    writer: &mut Writer,
    meter: &mut Meter,
    open: Vec<([u8; 16], Request, usize)>,
    segment: ClosedSegment,
    again: bool,
) -> ClosedSegment {
    let mut piece =
        Piece { records: Vec::new(), requests: Vec::new(), offsets: Vec::new(), segment };
    for (record, request, offset) in open {
        piece.records.push(record);
        piece.requests.push(request);
        piece.offsets.push(offset as i64);
    }
    let batch = meter.measure("(make batches)", || batch(writer.seq() as i64, &piece));
    let known = meter.measure("ask what is known", || {
        let ids = batch.column(0).as_any().downcast_ref::<FixedSizeBinaryArray>().unwrap();
        let times = batch.column(4).as_any().downcast_ref().unwrap();
        writer.known(REQUEST_RECORDS, ids, times).unwrap()
    });
    assert_eq!(known.true_count(), if again { batch.num_rows() } else { 0 });
    if !again {
        meter.measure("store segments", || {
            writer.put_closed(&piece.segment, Keep::UntilDetect).unwrap();
        });
        meter.measure("append rows", || writer.append(REQUEST_RECORDS, batch).unwrap());
    }
    piece.segment
}
