//! How good and how quick group finding is.
//!
//! `cargo bench -p vigie-kernels --bench groups [-- NAME…]`. Rows of `planted`: 20 invented seasons
//! for each number of joint actions, medians and the worst; `shared`: the planted sets of
//! ../shared/data, where they are; `shuffled`: seasons whose labels are dealt out anew, with the
//! share in which any group was found; `scale-1m`: CPU seconds on top of the pair step.
#![expect(
    unreachable_pub,
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::missing_docs_in_private_items,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

#[path = "../tests/support/data.rs"]
mod data;
#[path = "../tests/support/measure.rs"]
mod measure;
#[path = "../tests/support/planted.rs"]
mod planted;

use std::hint::black_box;

use measure::{Score, find, pairs_of, score, told};
use planted::{Planted, Season, season, shuffled};
use rustix::time::{ClockId, clock_gettime};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    if wanted("planted") {
        planted_seasons();
    }
    if wanted("shared") {
        shared();
    }
    if wanted("shuffled") {
        shuffles();
    }
    if wanted("scale-1m") {
        million();
    }
}

/// A file of ../shared/data as acts. Texts become numbers in the order of the texts.
fn acts_of(file: &str, [object, account, time]: [&str; 3]) -> Option<(Planted, data::Coded)> {
    let path = data::folder()?.join("coordination").join(file);
    let (shares, coded) = data::shares(&path, [object, object, account, time]);
    let made = Planted {
        account: shares.account,
        object: shares.object,
        at: shares.time.iter().map(|seconds| seconds * 1_000_000).collect(),
        ..Planted::default()
    };
    Some((made, coded))
}

const COLUMNS: [&str; 3] = ["object_id", "account_id", "timestamp_share"];

fn planted_set(name: &str) -> Option<Planted> {
    let (mut made, coded) = acts_of(&format!("{name}.csv"), COLUMNS)?;
    let labels = data::folder()?.join("coordination").join(format!("{name}_labels.csv"));
    for [one, other] in data::columns(&data::text(&labels), ["a", "b"]) {
        let (one, other) = (coded.code(&one), coded.code(&other));
        made.pairs.insert((one.min(other), one.max(other)));
    }
    Some(made)
}

fn german_layer(column: &str) -> Option<Planted> {
    Some(acts_of("german_elections.csv", [column, "account_id", "timestamp"])?.0)
}

fn scale_1m() -> Option<Planted> {
    Some(acts_of("scale_1m.csv.gz", COLUMNS)?.0)
}

fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let half = numbers.len() / 2;
    if numbers.len().is_multiple_of(2) {
        f64::midpoint(numbers[half - 1], numbers[half])
    } else {
        numbers[half]
    }
}

fn planted_seasons() {
    println!("planted pairs, 20 invented seasons each: median (worst)");
    for joint_actions in [3, 5, 8, 12] {
        let scores: Vec<[Score; 2]> = (1..=20)
            .map(|seed| {
                let made = season(Season::new(seed, joint_actions));
                let found = find(&made);
                [score(&made.pairs, &found), score(&made.pairs, &told(found))]
            })
            .collect();
        for (at, bar) in ["at one look", "over a season"].iter().enumerate() {
            let all = |pick: fn(&Score) -> f64| scores.iter().map(move |both| pick(&both[at]));
            let worst = |pick: fn(&Score) -> f64| all(pick).fold(1.0, f64::min);
            let middle = |pick: fn(&Score) -> f64| median(all(pick).collect());
            println!(
                "{joint_actions:>3} joint actions, {bar:<13}: precision {:.3} ({:.3}), recall {:.3} \
                 ({:.3}), groups {:.0} of 30",
                middle(|one| one.precision),
                worst(|one| one.precision),
                middle(|one| one.recall),
                worst(|one| one.recall),
                middle(|one| one.groups as f64),
            );
        }
    }
}

fn shared() {
    for name in ["planted_c5_s1", "planted_c12_s1"] {
        let Some(made) = planted_set(name) else {
            println!("{name}: skipped: no ../shared/data");
            continue;
        };
        let found = find(&made);
        let one_look = score(&made.pairs, &found);
        let season = score(&made.pairs, &told(found));
        for (bar, score) in [("at one look", one_look), ("over a season", season)] {
            let Score { precision, recall, pairs, groups } = score;
            println!(
                "{name}, {bar}: precision {precision:.3}, recall {recall:.3}, pairs {pairs}, groups {groups}"
            );
        }
    }
}

fn shuffles() {
    let mut with_any = 0;
    let runs = 200;
    for run in 0..runs {
        let made = season(Season::new(1 + run % 4, 5));
        with_any += u64::from(!find(&shuffled(&made, run)).groups.is_empty());
    }
    println!("shuffled labels: {with_any} of {runs} seasons with any group");
    for layer in ["url_id", "hashtag_id", "domain_id", "phash_id"] {
        let Some(made) = german_layer(layer) else {
            println!("german {layer}: skipped: no ../shared/data");
            continue;
        };
        let before = cpu_seconds();
        let found = find(&made);
        let cpu = cpu_seconds() - before;
        let members: usize = found.groups.iter().map(|group| group.members.len()).sum();
        let any = (0..20).filter(|run| !find(&shuffled(&made, *run)).groups.is_empty()).count();
        println!(
            "german {layer}: {} groups, {members} members, {} pairs, {} not grown ({cpu:.2} CPU s); \
             shuffled: {any} of 20 with any",
            found.groups.len(),
            pairs_of(&found).len(),
            found.not_grown
        );
    }
}

fn million() {
    let made = scale_1m().unwrap_or_else(|| {
        println!("scale-1m: no ../shared/data, an invented season of that size instead");
        let plan =
            Season { accounts: 200_000, objects: 200_000, acts: 1_000_000, ..Season::new(1, 5) };
        season(plan)
    });
    let before = cpu_seconds();
    let pairs = measure::pairs(&made);
    let between = cpu_seconds();
    let found = black_box(measure::find_from(&made, &pairs));
    println!(
        "scale-1m: pair step {:.2} CPU s, groups {:.2} CPU s more; {} pairs, {} groups, {} not grown",
        between - before,
        cpu_seconds() - between,
        pairs.pairs.len(),
        found.groups.len(),
        found.not_grown
    );
}
