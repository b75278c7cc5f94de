//! How chance is kept, and what that costs. Prints a table; takes minutes.
//!
//! `cargo bench -p vigie-kernels --bench chance [-- NAME…]` with the names calibration, uniform,
//! times, season, planted, speed. Sets in ../shared/data are read where they are.
#![expect(
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

#[path = "../tests/support/data.rs"]
mod data;
#[path = "../tests/support/chance_noise.rs"]
mod noise;

use std::collections::{HashMap, HashSet};

use noise::{Columns, Dice};
use rustix::time::{ClockId, clock_gettime};
use vigie_kernels::chance::tail::{poisson_binomial_tail, poisson_point, poisson_tail};
use vigie_kernels::chance::{Edges, Options, Strength, by_times, edges, expected};
use vigie_kernels::pairs::{Budget, OverBudget, Unlimited};

const LAYERS: [(&str, &str); 4] =
    [("link", "url_id"), ("hashtag", "hashtag_id"), ("domain", "domain_id"), ("image", "phash_id")];
const SECOND_US: i64 = 1_000_000;

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if std::env::args().any(|word| word == "--list") {
        return;
    }
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    let parts: [(&str, fn()); 6] = [
        ("calibration", calibration),
        ("uniform", uniform),
        ("times", times),
        ("season", season),
        ("planted", planted),
        ("speed", speed),
    ];
    for (name, part) in parts {
        if wanted(name) {
            println!("== {name}");
            part();
        }
    }
}

fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn file(name: &str) -> Option<std::path::PathBuf> {
    let path = data::folder().map(|folder| folder.join("coordination").join(name));
    let path = path.filter(|path| path.is_file());
    if path.is_none() {
        println!("skipped: no ../shared/data/coordination/{name}");
    }
    path
}

fn load(name: &str, columns: [&str; 4]) -> Option<(Columns, data::Coded)> {
    let path = file(name)?;
    let (data::Shares { object, content, account, time }, codes) = data::shares(&path, columns);
    let at = time.iter().map(|second| second * SECOND_US).collect();
    Some((Columns { account, object, tie: content, at }, codes))
}

fn german(column: &str) -> Option<Columns> {
    load("german_elections.csv", [column, "post_id", "account_id", "timestamp"]).map(|set| set.0)
}

fn find(columns: &Columns, options: &Options<'_>) -> Edges {
    edges(columns.acts(), &columns.tie, options, &mut Unlimited).unwrap()
}

/// Share with its 95 % interval (Wilson).
fn share(hits: usize, of: usize) -> String {
    let (n, p, z) = (of as f64, hits as f64 / of as f64, 1.96_f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{hits}/{of} = {p:.3} ({:.3} to {:.3})", (middle - half).max(0.0), middle + half)
}

/// 200 label shuffles of each layer: runs with any edge at q 5 %, by window, and season q over all.
fn calibration() {
    let runs = 200;
    for (layer, column) in LAYERS {
        let Some(mut columns) = german(column) else { return };
        let real = find(&columns, &Options::default());
        let (mut by_window, mut any, mut season, mut dice) = ([0; 4], 0, 0, Dice(2027));
        for _ in 0..runs {
            dice.shuffle(&mut columns.account);
            let found = find(&columns, &Options { families: 4, ..Options::default() });
            let raised = |window: &u64| {
                found.edges.iter().any(|edge| edge.window_us == *window && edge.q_1 <= 0.05)
            };
            let windows = Options::default().windows_us.iter().map(raised).collect::<Vec<_>>();
            for (count, raised) in by_window.iter_mut().zip(&windows) {
                *count += usize::from(*raised);
            }
            any += usize::from(windows.contains(&true));
            season += usize::from(found.edges.iter().any(|edge| edge.season_q <= 0.05));
        }
        let real = Options::default().windows_us.iter().map(|window| {
            let those = || real.edges.iter().filter(|edge| edge.window_us == *window);
            let first = those().filter(|edge| edge.q_1 <= 0.05).count();
            let both = those().filter(|edge| edge.strength == Strength::Strong).count();
            format!("{first} (both nulls {both})")
        });
        println!("{layer:<8} real, 10/60/300/3600 s: {}", real.collect::<Vec<_>>().join(", "));
        for (window, hits) in ["10 s", "60 s", "300 s", "3600 s"].iter().zip(by_window) {
            println!("  shuffled, any edge at q 5 %, {window}: {}", share(hits, runs));
        }
        println!(
            "  shuffled, in any window: {}; season q: {}",
            share(any, runs),
            share(season, runs)
        );
    }
}

/// P-values under null 1 at 60 s, over label shuffles.
fn uniform() {
    let levels = [0.1, 0.05, 0.01, 1e-3, 1e-4];
    let options = Options {
        windows_us: &[60_000_000],
        min_objects: 1,
        p_report: 1.0,
        evidence_cap: 1,
        ..Options::default()
    };
    for (layer, column) in LAYERS {
        let Some(mut columns) = german(column) else { return };
        let mut dice = Dice(7);
        let (mut plain, mut busy_plain, mut busy_random) = ([0.0; 5], [0.0; 5], [0.0; 5]);
        let (mut all, mut busy, runs) = (0.0, 0.0, 40);
        for _ in 0..runs {
            dice.shuffle(&mut columns.account);
            let found = find(&columns, &options);
            all += found.accounts as f64 * (found.accounts as f64 - 1.0) / 2.0;
            for edge in &found.edges {
                count(&mut plain, &levels, edge.p_1);
            }
            let pairs = busiest(&columns.account, 200);
            let met: HashMap<(i64, i64), u32> = found
                .edges
                .iter()
                .map(|edge| ((edge.account_a, edge.account_b), edge.objects))
                .collect();
            let means = expected(columns.acts(), &pairs, &options, 0, &mut Unlimited).unwrap();
            busy += pairs.len() as f64;
            for (pair, mean) in pairs.iter().zip(means) {
                let objects = met.get(pair).copied().unwrap_or(0);
                count(&mut busy_plain, &levels, poisson_tail(objects, mean));
                let above = poisson_tail(objects + 1, mean);
                count(
                    &mut busy_random,
                    &levels,
                    above + dice.unit() * poisson_point(objects, mean),
                );
            }
        }
        println!("{layer}: P(p <= a) / a for a = {levels:?}, {runs} shuffles");
        for (name, counts, of) in [
            ("all pairs, plain", plain, all),
            ("pairs of the 200 busiest, plain", busy_plain, busy),
            ("pairs of the 200 busiest, randomised", busy_random, busy),
        ] {
            let ratios: Vec<String> = counts
                .iter()
                .zip(levels)
                .map(|(hits, level)| {
                    let error = 1.96 * (hits.max(1.0)).sqrt() / of / level;
                    format!("{:.3} ± {error:.3}", hits / of / level)
                })
                .collect();
            println!("  {name:<38} {} (of {of:.0})", ratios.join("  "));
        }
    }
}

fn count(counts: &mut [f64; 5], levels: &[f64; 5], p: f64) {
    for (count, level) in counts.iter_mut().zip(levels) {
        *count += f64::from(u8::from(p <= *level));
    }
}

fn busiest(accounts: &[i64], most: usize) -> Vec<(i64, i64)> {
    let mut acts: HashMap<i64, usize> = HashMap::new();
    accounts.iter().for_each(|account| *acts.entry(*account).or_default() += 1);
    let mut order: Vec<(usize, i64)> =
        acts.iter().map(|(account, acts)| (*acts, *account)).collect();
    order.sort_unstable_by(|one, other| other.cmp(one));
    let mut keys: Vec<i64> = order.iter().take(most).map(|one| one.1).collect();
    keys.sort_unstable();
    let pairs = |(at, one): (usize, &i64)| {
        keys[at + 1..].iter().map(|other| (*one, *other)).collect::<Vec<_>>()
    };
    keys.iter().enumerate().flat_map(pairs).collect()
}

/// P-values under null 2 at 60 s, of the pairs of the 200 busiest accounts with two common objects
/// or more: in a world without agreements (labels shuffled), and with the times of real objects
/// permuted, where objects of two or three acts keep their haste whoever made it.
fn times() {
    let levels = [0.1, 0.05, 0.01, 1e-3, 1e-4];
    for (layer, column) in LAYERS {
        let Some(real) = german(column) else { return };
        println!("{layer}: P(p_2 <= a) / a for a = {levels:?}");
        for (world, labels, runs) in [("labels shuffled", true, 20), ("times permuted", false, 5)] {
            let (mut columns, mut dice) = (real.clone(), Dice(3));
            let mut tables = [Table::default(); 4];
            let mut raised = 0;
            for _ in 0..runs {
                if labels {
                    dice.shuffle(&mut columns.account);
                } else {
                    columns.shuffle_times(&mut dice);
                }
                raised += usize::from(second_null(&columns, &mut tables, &levels, &mut dice));
            }
            println!("  {world}: runs of {runs} with any pair at q_2 5 % in any window: {raised}");
            let rows = [
                "all, plain",
                "all, randomised",
                "nothing pooled, plain",
                "nothing pooled, randomised",
            ];
            for (name, table) in rows.iter().zip(&tables) {
                println!("  {world}, {name:<26} {}", table.told(&levels));
            }
        }
    }
}

/// How often p-values were at most each level.
#[derive(Clone, Copy, Default)]
struct Table {
    counts: [f64; 5],
    of: f64,
}

impl Table {
    fn add(&mut self, levels: &[f64; 5], p: f64) {
        count(&mut self.counts, levels, p);
        self.of += 1.0;
    }

    fn told(&self, levels: &[f64; 5]) -> String {
        let ratios = self.counts.iter().zip(levels).map(|(hits, level)| {
            let error = 1.96 * hits.max(1.0).sqrt() / self.of / level;
            format!("{:.3} ± {error:.3}", hits / self.of / level)
        });
        format!("{} (of {:.0})", ratios.collect::<Vec<_>>().join("  "), self.of)
    }
}

/// Adds the p-values of one world; whether null 2 alone would have raised any pair.
fn second_null(
    columns: &Columns,
    tables: &mut [Table; 4],
    levels: &[f64; 5],
    dice: &mut Dice,
) -> bool {
    let usual = find(columns, &Options::default());
    let mut tied: Vec<_> = usual.edges.iter().filter(|edge| edge.q_1 <= 0.05).collect();
    tied.sort_by(|one, other| one.p_1.total_cmp(&other.p_1));
    let ties: Vec<(i64, i64)> = tied.iter().map(|edge| (edge.account_a, edge.account_b)).collect();
    let options = Options {
        windows_us: &[60_000_000],
        min_objects: 1,
        p_report: 1.0,
        evidence_cap: 1,
        ..Options::default()
    };
    let found = find(columns, &options);
    let met: HashMap<(i64, i64), u32> =
        found.edges.iter().map(|edge| ((edge.account_a, edge.account_b), edge.objects)).collect();
    let pairs = busiest(&columns.account, 200);
    let said = by_times(columns.acts(), &pairs, &ties, &options, 0, &mut Unlimited).unwrap();
    for (pair, said) in pairs.iter().zip(said).filter(|(_, said)| said.chances.len() >= 2) {
        let objects = met.get(pair).copied().unwrap_or(0);
        let plain = poisson_binomial_tail(objects, &said.chances);
        let above = poisson_binomial_tail(objects + 1, &said.chances);
        let random = above + dice.unit() * (plain - above);
        tables[0].add(levels, plain);
        tables[1].add(levels, random);
        if said.pooled == 0 {
            tables[2].add(levels, plain);
            tables[3].add(levels, random);
        }
    }
    usual.edges.iter().any(|edge| edge.q_2 <= 0.05)
}

/// Seasons of 180 days of noise, looked at every day.
fn season() {
    let seasons = 100;
    let (mut raised, mut naive) = (0, 0);
    for seed in 0..seasons {
        let (with_rule, without) = noise::season(seed, 180, 60, 80);
        raised += usize::from(with_rule);
        naive += usize::from(without);
    }
    println!(
        "180 days, looked at each evening, with any finding: {}",
        share(raised, seasons as usize)
    );
    println!(
        "  the same without the season's rule (q 5 % at each look): {}",
        share(naive, seasons as usize)
    );
}

fn planted() {
    for name in ["planted_c5_s1", "planted_c12_s1"] {
        let columns = ["object_id", "content_id", "account_id", "timestamp_share"];
        let Some((columns, codes)) = load(&format!("{name}.csv"), columns) else { return };
        let labels =
            data::columns(&data::text(&file(&format!("{name}_labels.csv")).unwrap()), ["a", "b"]);
        let truth: HashSet<(i64, i64)> = labels
            .iter()
            .map(|row| (codes.code(&row[0]), codes.code(&row[1])))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        let found = find(&columns, &Options { families: 4, ..Options::default() });
        let tell = |words: &str, keep: &dyn Fn(&vigie_kernels::chance::Edge) -> bool| {
            let kept = found.edges.iter().filter(|edge| edge.window_us == 60_000_000 && keep(edge));
            let pairs: HashSet<(i64, i64)> =
                kept.map(|edge| (edge.account_a, edge.account_b)).collect();
            let right = pairs.intersection(&truth).count() as f64;
            println!(
                "{name}, 60 s, {words}: {} edges, precision {:.3}, recall {:.3}",
                pairs.len(),
                right / pairs.len().max(1) as f64,
                right / truth.len() as f64
            );
        };
        tell("p_1 <= 1e-3", &|edge| edge.p_1 <= 1e-3);
        tell("q_1 <= 5 %", &|edge| edge.q_1 <= 0.05);
        tell("season q <= 5 %", &|edge| edge.season_q <= 0.05);
        tell("both nulls", &|edge| edge.strength == Strength::Strong);
    }
}

/// The goals: 1 million acts in 3 CPU seconds, 10 million in 20 with 1 GB.
fn speed() {
    if let Some((columns, _)) =
        load("scale_1m.csv.gz", ["object_id", "content_id", "account_id", "timestamp_share"])
    {
        timed("scale_1m", &columns);
    }
    timed("generated 1m", &noise::busy(1_000_000));
    timed("generated 10m", &noise::busy(10_000_000));
    for (name, spread) in [("100k shares of 1 link in an hour", 3600), ("100k shares at once", 1)] {
        timed(name, &noise::one_link(100_000, spread));
    }
}

fn timed(name: &str, columns: &Columns) {
    for (words, windows) in
        [("4 windows", &vigie_kernels::chance::WINDOWS_US[..]), ("60 s", &[60_000_000])]
    {
        let mut budget = Counting::default();
        let options = Options { windows_us: windows, ..Options::default() };
        let before = cpu_seconds();
        let found = edges(columns.acts(), &columns.tie, &options, &mut budget).unwrap();
        let cpu = cpu_seconds() - before;
        let strong = found.edges.iter().filter(|edge| edge.strength == Strength::Strong).count();
        println!(
            "{name}, {words}: {cpu:.2} CPU s for {} acts; {} edges, {strong} strong; {} MB asked for at most; cut {:?}",
            columns.at.len(),
            found.edges.len(),
            budget.most >> 20,
            found.cut
        );
    }
}

/// Counts what the kernel asks for.
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
