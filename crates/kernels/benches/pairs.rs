//! What the kernels cost, in CPU seconds of this process.
//!
//! `cargo bench -p vigie-kernels [-- NAME…]`; only cases whose name holds one of the words run.
//! Each row is the median of several runs, from rows in memory to the finished result. Where
//! ../shared/data is absent, invented acts of the same size take its place, and the name says so.
#![expect(
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

#[path = "../tests/support/data.rs"]
mod data;
#[path = "../tests/support/naive.rs"]
mod naive;

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use vigie_kernels::pairs::compat::{CoortweetOptions, Rows, Trace, coortweet, edges, toolkit};
use vigie_kernels::pairs::{Acts, Budget, OverBudget, PairFinder, PairOptions, Pairs, windowed};
use vigie_kernels::time::parse_clf;

const SECOND: u64 = 1_000_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    println!("{:<44} {:>9} {:>12} {:>9}  what came out", "name", "cpu_s", "rows/s", "vs naive");
    if wanted("clf-time") {
        clf_time();
    }
    if wanted("russian") {
        small();
    }
    if wanted("scale-1m") {
        million();
    }
    if wanted("generated-10m") {
        ten_million();
    }
    if wanted("crowd") {
        crowds();
    }
}

fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The median CPU time of `runs` runs, and the last result.
fn timed<T>(runs: usize, mut run: impl FnMut() -> T) -> (f64, T) {
    let mut once = || {
        let before = cpu_seconds();
        let result = black_box(run());
        (cpu_seconds() - before, result)
    };
    let mut times = Vec::new();
    let (first, mut result) = once();
    times.push(first);
    for _ in 1..runs {
        let (time, again) = once();
        times.push(time);
        result = again;
    }
    times.sort_unstable_by(f64::total_cmp);
    (times[times.len() / 2], result)
}

fn print(name: &str, cpu: f64, rows: usize, naive: Option<f64>, result: &str) {
    let ratio = naive.map_or_else(|| "-".to_owned(), |naive| format!("{:.0}x", naive / cpu));
    println!("{name:<44} {cpu:>9.4} {:>12.0} {ratio:>9}  {result}", rows as f64 / cpu);
}

/// Counts what the operator asks for.
#[derive(Default)]
struct Counting {
    held: usize,
    most: usize,
}

impl Budget for Counting {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.held += bytes;
        self.most = self.most.max(self.held);
        Ok(())
    }

    fn shrink(&mut self, bytes: usize) {
        self.held -= bytes;
    }
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

struct Columns {
    account: Vec<i64>,
    object: Vec<i64>,
    content: Vec<i64>,
    at: Vec<i64>,
}

impl Columns {
    fn acts(&self) -> Acts<'_> {
        Acts { account: &self.account, object: &self.object, at: &self.at }
    }

    fn run(&self, options: PairOptions) -> (Pairs, usize) {
        let mut budget = Counting::default();
        let found = windowed(self.acts(), &self.content, options, &mut budget).unwrap();
        (found, budget.most)
    }
}

fn clf_time() {
    let stamps: Vec<String> = (0..4096_u32)
        .map(|n| {
            format!("{:02}/Mar/2027:{:02}:{:02}:{:02} +0100", n % 31 + 1, n % 24, n % 60, n % 59)
        })
        .collect();
    let rounds = 1100;
    let (cpu, sum) = timed(5, || {
        let mut sum = 0_i64;
        for _ in 0..rounds {
            for stamp in &stamps {
                sum = sum.wrapping_add(parse_clf(black_box(stamp.as_bytes())).unwrap().0);
            }
        }
        sum
    });
    let rows = rounds * stamps.len();
    let each = cpu / rows as f64 * 1e9;
    print("clf-time", cpu, rows, None, &format!("{each:.1} ns a stamp (sum {sum})"));
}

/// The set of that name, or an invented one of about its size.
fn load(file: &str, acts: u64) -> (Columns, &'static str) {
    let path = data::folder().map(|folder| folder.join("coordination").join(file));
    match path.filter(|path| path.is_file()) {
        Some(path) => {
            let names = ["object_id", "content_id", "account_id", "timestamp_share"];
            let (data::Shares { object, content, account, time }, _) = data::shares(&path, names);
            let at = time.iter().map(|seconds| seconds * SECOND.cast_signed()).collect();
            (Columns { account, object, content, at }, "")
        }
        None => (season(acts), " (invented)"),
    }
}

/// Invented acts over thirty days: few accounts and objects with many acts, many with few, and 2 %
/// by groups of eight that share twelve objects within 45 seconds each.
fn season(acts: u64) -> Columns {
    let mut random = Random(2027);
    let (accounts, objects) = (acts / 10 + 1, acts * 3 / 10 + 1);
    let mut rows = Columns { account: vec![], object: vec![], content: vec![], at: vec![] };
    let mut number = 0..;
    let mut act = |account: u64, object: u64, at: u64| {
        rows.content.extend(number.next());
        rows.account.push(account.cast_signed());
        rows.object.push(object.cast_signed());
        rows.at.push((at * SECOND).cast_signed());
    };
    let month = 30 * 86_400;
    for group in 0..acts / 50 / 96 {
        for object in 0..12 {
            let start = random.below(month);
            for member in 0..8 {
                let account = mixed(accounts + group * 8 + member);
                act(account, mixed(objects + group * 12 + object), start + random.below(45));
            }
        }
    }
    for _ in 0..acts - acts / 50 / 96 * 96 {
        let account = random.uneven(2, accounts);
        let object = random.uneven(3, objects);
        act(mixed(account), mixed(object), random.below(month));
    }
    rows
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Small numbers are likelier the higher the power.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and `end`"
    )]
    fn uneven(&mut self, power: i32, end: u64) -> u64 {
        (self.unit().powi(power) * end as f64) as u64
    }
}

fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The goal: at most 0.03 CPU seconds for 60 s, min 2.
fn small() {
    let (columns, invented) = load("russian_coord_tweets.csv", 35_125);
    let rows = columns.at.len();
    let options = PairOptions::new(60 * SECOND, 2);
    let (cpu, (found, most)) = timed(21, || columns.run(options));
    let acts: Vec<naive::Act> = (0..rows)
        .map(|row| naive::Act {
            account: columns.account[row],
            object: columns.object[row],
            at: columns.at[row],
            tie: columns.content[row],
        })
        .collect();
    let (naive_cpu, naive) = timed(1, || naive::windowed(&acts, (60 * SECOND).cast_signed(), 2));
    assert_eq!(found.pairs.len(), naive.len());
    for (pair, naive) in found.pairs.iter().zip(&naive) {
        assert_eq!((pair.account_a, pair.account_b), naive.accounts);
        assert_eq!(pair.objects as usize, naive.evidence.len());
    }
    let result = format!("{} pairs, same as naive; {} KB", found.pairs.len(), most >> 10);
    print(&format!("pairs russian 60s min2{invented}"), cpu, rows, Some(naive_cpu), &result);
    compat(&columns, invented);
}

fn compat(columns: &Columns, invented: &str) {
    let time: Vec<i64> = columns.at.iter().map(|at| at / SECOND.cast_signed()).collect();
    let rows = Rows {
        object: &columns.object,
        content: &columns.content,
        account: &columns.account,
        time: &time,
    };
    let options = CoortweetOptions { window: 60, min_participation: 2 };
    let (cpu, (pairs, found)) = timed(11, || {
        let pairs = coortweet(rows, options, &mut Counting::default()).unwrap();
        let found = edges(&pairs);
        (pairs, found)
    });
    let result = format!("{} pairs, {} edges", pairs.len(), found.len());
    print(&format!("coortweet russian 60s min2{invented}"), cpu, time.len(), None, &result);
    let (cpu, found) =
        timed(11, || toolkit(rows, Trace::OneAMessage, 60, 1, &mut Counting::default()).unwrap());
    let result = format!("{} edges without loops", found.len());
    print(&format!("toolkit russian 60s{invented}"), cpu, time.len(), None, &result);
}

/// The goal: at most 1.0 CPU second.
fn million() {
    let (columns, invented) = load("scale_1m.csv.gz", 1_026_040);
    for (window, least) in [(60, 2), (60, 3), (10, 2), (3600, 2)] {
        let options = PairOptions::new(window * SECOND, least);
        let (cpu, (found, most)) = timed(5, || columns.run(options));
        let name = format!("pairs scale-1m {window}s min{least}{invented}");
        print(&name, cpu, columns.at.len(), None, &told(&found, most));
    }
}

fn told(found: &Pairs, most: usize) -> String {
    let Pairs { pairs, joints, crowds, crowd_cap } = found;
    let charged = most >> 20;
    let counts = format!("{} pairs, {} joint objects", pairs.len(), joints.len());
    format!("{counts}, {} crowds (cap {crowd_cap}); {charged} MB charged", crowds.len())
}

/// The goal: 4 to 6 CPU seconds and 600 MB, the caller's batches and tie-break numbers counted.
fn ten_million() {
    let columns = season(10_000_000);
    for least in [2, 3] {
        forget_peak();
        let options = PairOptions::new(60 * SECOND, least);
        let (cpu, (found, most)) = timed(3, || columns.run(options));
        let result = format!("{}; {:.0} MB peak with columns", told(&found, most), peak_mb());
        print(&format!("pairs generated-10m 60s min{least}"), cpu, columns.at.len(), None, &result);
    }
    drop(columns);
    // As the product does it: batches come and go, only the tie-break numbers stay.
    forget_peak();
    let (mut cpu, mut finder, mut ties) =
        (0.0, PairFinder::new(PairOptions::new(60 * SECOND, 2)), Vec::new());
    let mut budget = Counting::default();
    for seed in 0..100 {
        let mut batch = season(100_000);
        for object in &mut batch.object {
            *object ^= seed & 0x3F;
        }
        let (time, ()) = timed(1, || finder.push(batch.acts(), &mut budget).unwrap());
        cpu += time;
        ties.extend(batch.content.iter().map(|tie| tie + seed * 100_000));
    }
    let before = cpu_seconds();
    let found = finder.finish(|row| ties[row as usize], &mut budget).unwrap();
    cpu += cpu_seconds() - before;
    let result = format!("{}; {:.0} MB peak with ties", told(&found, budget.most), peak_mb());
    print("pairs generated-10m 60s min2 in batches", cpu, ties.len(), None, &result);
}

fn crowds() {
    let shares = |(spread, links, acts): (u64, u64, u64)| {
        let column =
            |value: &dyn Fn(u64) -> u64| (0..acts).map(|n| value(n).cast_signed()).collect();
        Columns {
            account: column(&|n| mixed(n / links)),
            object: column(&|n| n % links),
            content: column(&|n| n),
            at: column(&|n| mixed(n * 7) % spread * SECOND),
        }
    };
    // Name; seconds, links and acts; least number of joint objects.
    for (name, shape, least) in [
        ("crowd 100k shares of 1 link, 1 hour, min1", (3600, 1, 100_000), 1),
        ("crowd 100k shares of 1 link, at once, min1", (1, 1, 100_000), 1),
        ("crowd 100k accounts x 5 links, at once, min2", (1, 5, 500_000), 2),
        ("crowd 10m acts, 100k links, at once, min2", (1, 100_000, 10_000_000), 2),
        ("crowd 10m acts, 2k links, 1 hour, min20", (3600, 2000, 10_000_000), 20),
    ] {
        let columns = shares(shape);
        forget_peak();
        let (cpu, (found, most)) = timed(1, || columns.run(PairOptions::new(60 * SECOND, least)));
        let result = format!("{}; {:.0} MB peak with columns", told(&found, most), peak_mb());
        print(name, cpu, columns.at.len(), None, &result);
    }
}
