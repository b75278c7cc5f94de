//! What detector pages cost, in CPU seconds of this process: from the lake to findings, under a
//! memory pool of 1 GB.
//!
//! `cargo bench -p vigie-detect [-- NAME…]`; only cases whose name holds one of the words run.
//! The rows are invented: accounts and addresses that meet by chance, and groups that do not.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, new_null_array,
};
use rustix::time::{ClockId, clock_gettime};
use vigie_detect::{Catalogue, RunContext, run};
use vigie_engine::{Access, Limits, Session};
use vigie_lake::Lake;
use vigie_model::Timestamp;
use vigie_model::schema::{ACT_ROWS, LOGIN_RECORDS, Table};

/// 2027-04-01T00:00:00Z.
const START: i64 = 1_806_537_600_000_000;
const SECOND: i64 = 1_000_000;
const SEASON: u64 = 60 * 86_400;
const POOL: u64 = 1_000_000_000;
const BATCH: usize = 65_536;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    println!(
        "{:<44} {:>9} {:>12} {:>8} {:>8}  findings",
        "page and rows", "cpu_s", "rows/s", "pool_mb", "peak_mb"
    );
    for (name, rows) in [("acts-1m", 1_000_000), ("acts-10m", 10_000_000)] {
        if wanted(name) {
            case(name, rows, ACT_ROWS, acts, &["same-object-together"]);
        }
    }
    for (name, rows) in [("logins-1m", 1_000_000)] {
        if wanted(name) {
            case(name, rows, LOGIN_RECORDS, logins, &["login-guessing", "shared-login-list"]);
        }
    }
}

/// Puts rows into a lake, and runs pages over it.
fn case(
    name: &str,
    rows: usize,
    table: &'static Table,
    fill: fn(usize, usize, &mut Dice) -> Vec<(&'static str, ArrayRef)>,
    pages: &[&str],
) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    let mut writer = lake.begin(Timestamp(START)).unwrap();
    let mut dice = Dice(1);
    for start in (0..rows).step_by(BATCH) {
        let count = BATCH.min(rows - start);
        let seq = i64::try_from(writer.seq()).unwrap();
        writer.append(table, batch(table, count, seq, fill(rows, count, &mut dice))).unwrap();
    }
    writer.commit().unwrap();
    let spill = folder.path().join("spill");
    let catalogue = Catalogue::embedded().unwrap();
    for id in pages {
        forget_peak();
        let page = catalogue.get(id).unwrap();
        let limits = Limits { memory: POOL, partitions: 2, spill: spill.clone() };
        let before = cpu_seconds();
        let snapshot = lake.snapshot().unwrap();
        let session = Session::over(&snapshot, None, Access::Detectors, &limits).unwrap();
        let outcome =
            run(&session, page, &page.bind(&[]).unwrap(), &RunContext::default()).unwrap();
        let cpu = cpu_seconds() - before;
        let pool = session.memory_peak() / 1_000_000;
        println!(
            "{:<44} {cpu:>9.2} {:>12.0} {pool:>8} {:>8.0}  {}",
            format!("{id} {name}"),
            rows as f64 / cpu,
            peak_mb(),
            outcome.findings.len()
        );
    }
}

/// A batch of a table: the given columns, `commit_seq` and ids of its own, and nulls.
fn batch(
    table: &'static Table,
    count: usize,
    seq: i64,
    given: Vec<(&'static str, ArrayRef)>,
) -> RecordBatch {
    let columns = table.columns().map(|column| {
        if let Some((_, array)) = given.iter().find(|(name, _)| *name == column.name) {
            return Arc::clone(array);
        }
        match column.name {
            "commit_seq" => integers(vec![seq; count]),
            _ if column.nullable => new_null_array(&column.kind.arrow(), count),
            _ if column.kind.arrow().is_integer() => integers(vec![0; count]),
            "ingested_at" => times(vec![START; count]),
            _ => texts(vec!["x"; count]),
        }
    });
    RecordBatch::try_new(table.schema(), columns.collect()).unwrap()
}

/// Nine acts of ten by chance, the tenth by one of the members of a group on its object.
fn acts(rows: usize, count: usize, dice: &mut Dice) -> Vec<(&'static str, ArrayRef)> {
    const LAYERS: [&str; 4] = ["link", "domain", "hashtag", "image"];
    let (accounts, objects, meetings) = (rows / 30, rows / 4, rows / 80);
    let (mut account, mut object, mut layer, mut at) = (vec![], vec![], vec![], vec![]);
    for _ in 0..count {
        if dice.below(10) > 0 {
            let chosen = dice.skewed(objects as u64);
            account.push(dice.skewed(accounts as u64).cast_signed());
            object.push(chosen.wrapping_mul(0x9E37_79B9_7F4A_7C15).cast_signed());
            layer.push(LAYERS[(chosen % 4) as usize]);
            at.push(START + dice.below(SEASON).cast_signed() * SECOND);
        } else {
            let mut meeting = Dice(dice.below(meetings as u64));
            let group = meeting.below(2_000);
            account.push((1 << 40) + (group * 8 + dice.below(8)).cast_signed());
            object.push(meeting.next().cast_signed());
            layer.push(LAYERS[meeting.below(4) as usize]);
            let start = meeting.below(SEASON).cast_signed();
            at.push(START + (start + dice.below(90).cast_signed()) * SECOND);
        }
    }
    vec![
        ("signal_id", ids(count, dice)),
        ("account", integers(account)),
        ("object", integers(object)),
        ("layer", texts(layer)),
        ("at", times(at)),
        ("precision", texts(vec!["s"; count])),
    ]
}

/// Two lines for each try, from addresses that go through one of a hundred lists.
fn logins(rows: usize, count: usize, dice: &mut Dice) -> Vec<(&'static str, ArrayRef)> {
    let sources = rows as u64 / 100;
    let (mut source, mut user, mut outcome, mut session, mut at) =
        (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..count / 2 + 1 {
        let from = dice.skewed(sources);
        let mut list = Dice(from % 100);
        let (length, start) = (5 + list.below(200), Dice(from).below(SEASON));
        let name = (from % 100) * 150 + dice.below(length);
        let second = start + dice.below(40_000);
        let number = dice.below(30_000).to_string();
        for said in ["invalid_user", "failed"] {
            source.push(from.cast_signed());
            user.push(name.cast_signed());
            outcome.push(if dice.below(5_000) == 0 { "accepted" } else { said });
            session.push(number.clone());
            at.push(START + second.cast_signed() * SECOND);
        }
    }
    source.truncate(count);
    user.truncate(count);
    outcome.truncate(count);
    session.truncate(count);
    at.truncate(count);
    vec![
        ("signal_id", ids(count, dice)),
        ("claimed_at", times(at)),
        ("claimed_precision", texts(vec!["s"; count])),
        ("source_key", integers(source)),
        ("user_key", integers(user)),
        ("outcome", texts(outcome)),
        ("machine", texts(vec!["mail1"; count])),
        ("session", texts(session.iter().map(String::as_str).collect())),
    ]
}

fn ids(count: usize, dice: &mut Dice) -> ArrayRef {
    let ids = (0..count).map(|_| {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&dice.next().to_le_bytes());
        id[8..].copy_from_slice(&dice.next().to_le_bytes());
        id
    });
    Arc::new(FixedSizeBinaryArray::try_from_iter(ids).unwrap())
}

fn integers(numbers: Vec<i64>) -> ArrayRef {
    Arc::new(Int64Array::from(numbers))
}

fn times(micros: Vec<i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(micros).with_timezone("UTC"))
}

fn texts(texts: Vec<&str>) -> ArrayRef {
    Arc::new(StringArray::from(texts))
}

/// A fixed sequence (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*,
/// 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// Small numbers more often than large ones.
    fn skewed(&mut self, bound: u64) -> u64 {
        self.below(bound).min(self.below(bound))
    }
}

fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Peak resident memory of this process in MB, since the last [`forget_peak`].
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse().ok()).unwrap_or(0.0_f64) / 1024.0
}

fn forget_peak() {
    // Writing 5 resets the high-water mark (proc_pid_clear_refs(5)); without it the mark is of all.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
