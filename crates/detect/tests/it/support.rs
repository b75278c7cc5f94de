//! Sessions, rows and runs for tests.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use tempfile::TempDir;
use vigie_detect::{Outcome, Page, RunContext, RunError, run};
use vigie_engine::{Limits, Memo, Relation, Session, view};

/// The next number of a fixed sequence (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> i64 {
        (self.roll() % bound).cast_signed()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.roll() % (last as u64 + 1);
            items.swap(last, usize::try_from(other).unwrap());
        }
    }
}

/// 2027-04-01T00:00:00Z, in seconds.
pub(crate) const SPRING: i64 = 1_806_537_600;

/// A row of `acts`, with its time in seconds after [`SPRING`].
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) id: u64,
    pub(crate) account: i64,
    pub(crate) object: i64,
    pub(crate) layer: &'static str,
    pub(crate) at: i64,
    pub(crate) precision: &'static str,
}

/// A row of `logins`, with its time in seconds after [`SPRING`].
#[derive(Clone, Debug)]
pub(crate) struct Login {
    pub(crate) id: u64,
    pub(crate) at: i64,
    pub(crate) source: i64,
    pub(crate) user: i64,
    pub(crate) outcome: &'static str,
    pub(crate) machine: &'static str,
    pub(crate) session: String,
}

pub(crate) fn id(view: u8, number: u64) -> [u8; 16] {
    let mut bytes = [view; 16];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes());
    bytes
}

fn ids(view: u8, numbers: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(FixedSizeBinaryArray::try_from_iter(numbers.map(|number| id(view, number))).unwrap())
}

fn times(seconds: impl Iterator<Item = i64>) -> ArrayRef {
    let micros: Vec<i64> = seconds.map(|second| (SPRING + second) * 1_000_000).collect();
    Arc::new(TimestampMicrosecondArray::from(micros).with_timezone("UTC"))
}

fn integers(numbers: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(numbers))
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(texts))
}

fn nothing(rows: usize) -> ArrayRef {
    Arc::new(StringArray::from(vec![None::<&str>; rows]))
}

/// Rows as the view `acts`, in batches of `batch`.
pub(crate) fn acts(rows: &[Act], batch: usize) -> Relation {
    let schema = view("acts").unwrap().schema();
    let batches = rows
        .chunks(batch)
        .map(|rows| {
            let columns = vec![
                ids(1, rows.iter().map(|row| row.id)),
                integers(rows.iter().map(|row| row.account)),
                integers(rows.iter().map(|row| row.object)),
                texts(rows.iter().map(|row| row.layer)),
                times(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|row| row.precision)),
            ];
            RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()
        })
        .collect();
    Relation { schema, batches }
}

/// Rows as the view `logins`, in batches of `batch`.
pub(crate) fn logins(rows: &[Login], batch: usize) -> Relation {
    let schema = view("logins").unwrap().schema();
    let batches = rows
        .chunks(batch)
        .map(|rows| {
            let columns = vec![
                ids(2, rows.iter().map(|row| row.id)),
                times(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|_| "s")),
                texts(rows.iter().map(|_| "gate")),
                texts(rows.iter().map(|_| "sshd")),
                texts(rows.iter().map(|row| row.machine)),
                texts(rows.iter().map(|row| row.outcome)),
                texts(rows.iter().map(|_| "password")),
                integers(rows.iter().map(|row| row.source)),
                integers(rows.iter().map(|row| row.user)),
                nothing(rows.len()),
                texts(rows.iter().map(|row| row.session.as_str())),
            ];
            RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()
        })
        .collect();
    Relation { schema, batches }
}

/// A row of `texts`, with its time in seconds after [`SPRING`].
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: u64,
    pub(crate) at: i64,
    pub(crate) author: i64,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// Rows as the view `texts`, in batches of `batch`.
pub(crate) fn posts(rows: &[Post], batch: usize) -> Relation {
    let schema = view("texts").unwrap().schema();
    let batches = rows
        .chunks(batch)
        .map(|rows| {
            let reposted =
                rows.iter().map(|row| (row.kind == "repost").then_some(1)).collect::<Int64Array>();
            let columns = vec![
                ids(3, rows.iter().map(|row| row.id)),
                times(rows.iter().map(|row| row.at)),
                times(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|_| "s")),
                texts(rows.iter().map(|row| if row.author % 2 == 0 { "x" } else { "telegram" })),
                integers(rows.iter().map(|row| row.id.cast_signed())),
                texts(rows.iter().map(|row| row.kind)),
                integers(rows.iter().map(|row| row.author)),
                nothing(rows.len()),
                texts(rows.iter().map(|row| row.text.as_str())),
                Arc::new(reposted),
            ];
            RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()
        })
        .collect();
    Relation { schema, batches }
}

/// A row of `request_lines`, with its time in seconds after [`SPRING`].
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) id: u64,
    pub(crate) at: i64,
    pub(crate) source: i64,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) status: i64,
    pub(crate) agent: &'static str,
}

fn address(source: i64) -> String {
    // Sources of different thousands are no neighbours.
    let network =
        ["198.51.100", "192.0.2", "203.0.113"][usize::try_from(source / 1_000 % 3).unwrap()];
    format!("{network}.{}", source % 250)
}

/// Rows as the view `request_lines`, in batches of `batch`.
pub(crate) fn asked(rows: &[Asked], batch: usize) -> Relation {
    let schema = view("request_lines").unwrap().schema();
    let batches = rows
        .chunks(batch)
        .map(|rows| {
            let addresses: Vec<String> = rows.iter().map(|row| address(row.source)).collect();
            let columns = vec![
                ids(4, rows.iter().map(|row| row.id)),
                times(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|_| "s")),
                texts(rows.iter().map(|_| "gate")),
                texts(rows.iter().map(|row| if row.source % 2 == 0 { "www" } else { "shop" })),
                integers(rows.iter().map(|row| row.source)),
                texts(addresses.iter().map(String::as_str)),
                texts(rows.iter().map(|_| "GET")),
                texts(rows.iter().map(|row| row.path.as_str())),
                texts(rows.iter().map(|row| row.query.as_str())),
                integers(rows.iter().map(|row| row.status)),
                nothing(rows.len()),
                texts(rows.iter().map(|row| row.agent)),
            ];
            RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()
        })
        .collect();
    Relation { schema, batches }
}

/// Rows as the view `login_lines`, in batches of `batch`.
pub(crate) fn login_lines(rows: &[Login], batch: usize) -> Relation {
    let schema = view("login_lines").unwrap().schema();
    let batches = rows
        .chunks(batch)
        .map(|rows| {
            let addresses: Vec<String> = rows.iter().map(|row| address(row.source)).collect();
            let columns = vec![
                ids(5, rows.iter().map(|row| row.id)),
                times(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|_| "s")),
                texts(rows.iter().map(|_| "gate")),
                texts(rows.iter().map(|_| "sshd")),
                texts(rows.iter().map(|row| row.machine)),
                texts(rows.iter().map(|row| row.outcome)),
                texts(rows.iter().map(|_| "password")),
                integers(rows.iter().map(|row| row.source)),
                texts(addresses.iter().map(String::as_str)),
                integers(rows.iter().map(|row| row.user)),
                nothing(rows.len()),
                texts(rows.iter().map(|row| row.session.as_str())),
            ];
            RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()
        })
        .collect();
    Relation { schema, batches }
}

/// A folder for spills and what the engine may use.
pub(crate) fn limits(memory: u64, partitions: usize) -> (TempDir, Limits) {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { memory, partitions, spill: folder.path().to_owned() };
    (folder, limits)
}

/// Runs a page over rows.
pub(crate) fn detect(
    page: &Page,
    set: &[(&str, &str)],
    rows: &[(&str, Relation)],
    limits: &Limits,
    context: &RunContext,
) -> Result<Outcome, RunError> {
    remembering(page, set, rows, limits, context, Arc::default())
}

/// Runs a page over rows, with what earlier runs worked out.
pub(crate) fn remembering(
    page: &Page,
    set: &[(&str, &str)],
    rows: &[(&str, Relation)],
    limits: &Limits,
    context: &RunContext,
    memo: Arc<Memo>,
) -> Result<Outcome, RunError> {
    let session = Session::empty(limits).unwrap().remember(memo);
    for (view, relation) in rows {
        session.register(view, relation.clone()).unwrap();
    }
    run(&session, page, &page.bind(set).unwrap(), context)
}
