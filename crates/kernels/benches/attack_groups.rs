//! What grouping costs when strangers choose the numbers: a million sources in a minute, a million user
//! names, a million visitors. CPU seconds of this thread.
//!
//! `cargo bench -p vigie-kernels --bench attack_groups`
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its table, and stops at the first surprise"
)]

use vigie_kernels::attacks::group::{AttackReport, Event, Params, What};
use vigie_model::Timestamp;

const DAY_US: i64 = 86_400_000_000;

fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    if std::env::args().any(|word| word == "--list") {
        return;
    }
    scale();
}

/// A million sources in a minute, a million user names from one source, a million visitors.
fn scale() {
    const COUNT: u64 = 1_000_000;
    let event = |source: u64, at: u64, what: What, token: u64| Event {
        source,
        house: 1,
        at: Timestamp(1_806_364_800_000_000 + i64::try_from(at).unwrap()),
        target: 1,
        what,
        token,
        skeleton: 0,
        tool: 0,
        network: source / 256 + 1,
        marks: 0,
        row: at,
    };
    for (name, events) in [
        (
            "a million sources in a minute, one name",
            (1..=COUNT).map(|n| event(n, n * 60, What::Failed, 7)).collect::<Vec<_>>(),
        ),
        (
            "a million user names from one source",
            (1..=COUNT).map(|n| event(1, n * 60, What::InvalidUser, n)).collect(),
        ),
        (
            "a million visitors with three requests",
            (1..=3 * COUNT)
                .map(|n| event(n % COUNT + 1, n * 1_000, What::Visit, n % 500))
                .collect(),
        ),
    ] {
        let began = cpu();
        let report = AttackReport::of(&events, &Params::default(), &|at| at.0.div_euclid(DAY_US));
        let seconds = cpu() - began;
        println!(
            "{name}: {} lines, {} bursts, {} attacks, {seconds:.2} CPU-s",
            events.len(),
            report.bursts.len(),
            report.attacks.len()
        );
    }
}
