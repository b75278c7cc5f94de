//! Bursts: false alarms on seasons of noise against what is promised, bursts that are found, and
//! speed. `cargo bench -p vigie-kernels --bench bursts`

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[path = "../tests/support/noise.rs"]
mod noise;

use noise::{Dice, HOUR_US, START, Season, judged};
use vigie_kernels::bursts::{BurstOptions, Series, scan_layer};

const SEASONS: u64 = 200;

fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    println!("seasons of noise with any object at q <= 5 % (promised: at most 5 %)");
    let base = Season { objects: 100, days: 28, per_day: (0.5, 60.0), clumps: None };
    for (name, season) in [
        ("nights and weekends", base),
        ("and hours of gamma shape 5", Season { clumps: Some(5.0), ..base }),
        ("and hours of gamma shape 2", Season { clumps: Some(2.0), ..base }),
        ("and hours of gamma shape 0.5", Season { clumps: Some(0.5), ..base }),
        ("one object only", Season { objects: 1, per_day: (5.0, 5.1), ..base }),
        ("a season of 8 days", Season { days: 8, ..base }),
    ] {
        let alarms = (0..SEASONS)
            .filter(|seed| {
                !judged(&season.make(&mut Dice(7_000 + seed)), season.end()).1.is_empty()
            })
            .count();
        println!("  {name:<32} {:>6.1} %", alarms as f64 * 100.0 / SEASONS as f64);
    }
    println!(
        "planted on one object of clumped noise (shape 2): found, and only it, of 100 seasons"
    );
    for (events, minutes) in [(10, 10), (15, 60), (30, 60), (60, 720), (120, 1_440)] {
        let season = Season { clumps: Some(2.0), ..base };
        let found = (0..100_u64)
            .filter(|seed| {
                let mut all = season.make(&mut Dice(*seed));
                all.sort_by_key(Vec::len);
                let began = START + (19 * 24 + 9) * HOUR_US;
                all[50]
                    .extend((0..events).map(|step| began + step * minutes * 60_000_000 / events));
                all[50].sort_unstable();
                judged(&all, season.end()).1 == [50]
            })
            .count();
        println!("  {events:>4} events in {minutes:>5} min on a middling object {found:>12} %");
    }
    let big = Season { objects: 2_000, days: 60, per_day: (1.0, 200.0), clumps: Some(2.0) };
    let all = big.make(&mut Dice(1));
    let events: usize = all.iter().map(Vec::len).sum();
    let series: Vec<Series<'_>> =
        (0_i64..).zip(&all).map(|(object, at)| Series { object, at }).collect();
    let began = cpu();
    let scans = scan_layer(&series, big.end(), BurstOptions::default());
    let took = cpu() - began;
    println!("speed: {events} events, {} objects: {took:.2} CPU s", scans.len());
}
