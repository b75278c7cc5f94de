//! What one append and one fold cost. `cargo bench -p vigie-cases`; the number of entries is an
//! argument. The journal lies where the build does, on a real disk.
//!
//! Printed are wall time (with the disk's sync) and CPU time of the whole process, an entry.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench stops at the first surprise and prints what it measured"
)]

use std::io::Read;
use std::time::Instant;

use vigie_cases::{Body, Draft, Heads, IncidentId, Journal, Store, Target, fold};
use vigie_model::{Timestamp, When};

/// Seconds on all CPUs of this process: fields 14 and 15 of `/proc/self/stat`, in ticks of 10 ms.
fn cpu() -> f64 {
    let mut text = String::new();
    std::fs::File::open("/proc/self/stat").unwrap().take(2000).read_to_string(&mut text).unwrap();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0
}

fn main() {
    let count: u64 =
        std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(2_000);
    let folder = tempfile::tempdir_in(std::env::current_exe().unwrap().parent().unwrap()).unwrap();
    let path = folder.path().join("journal.db");
    let journal = Journal::open(&path, &"mira-3f2a".parse().unwrap()).unwrap();
    let mut took = Vec::new();
    let busy = cpu();
    for turn in 0..count {
        let at = Timestamp::from_seconds(1_800_000_000 + i64::try_from(turn).unwrap());
        let random = [0, 0, turn.to_le_bytes()[0], turn.to_le_bytes()[1], 0, 0, 0, 0, 0, 0];
        let body = Body::Opened {
            title: "A forged letter goes round".to_owned(),
            when: When::Today,
            findings: Vec::new(),
        };
        let target = Target::Incident(IncidentId::make(at, random));
        let began = Instant::now();
        journal.append(None, Draft::new(at, target, body)).unwrap();
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    let busy = (cpu() - busy) * 1_000.0 / count as f64;
    took.sort_by(f64::total_cmp);
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    println!(
        "append: {count} entries, wall ms each: median {:.3}, p95 {:.3}, worst {:.3}; CPU ms each {busy:.3}",
        at(50),
        at(95),
        at(100)
    );
    let entries = journal.read(&Heads::none()).unwrap();
    let (began, busy) = (Instant::now(), cpu());
    let state = fold(&entries);
    println!(
        "fold: {} incidents, wall ms {:.1}, CPU ms {:.1}",
        state.incidents.len(),
        began.elapsed().as_secs_f64() * 1_000.0,
        (cpu() - busy) * 1_000.0
    );
}
