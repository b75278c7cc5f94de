//! Seasons of attention in which nothing happens: objects of unequal popularity, a usual week with
//! nights and weekends, and clumps (each hour of each object has a gamma factor of its own).

use vigie_kernels::bursts::{BurstOptions, Series, scan_layer};
use vigie_kernels::discoveries::q_values;

pub const HOUR_US: i64 = 3_600_000_000;
/// A Monday of 2027, at midnight.
pub const START: i64 = 1_804_464_000_000_000;

/// SplitMix64 (Steele, Lea & Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// In (0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Gamma with mean 1 and this shape (Marsaglia & Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let lift = self.unit().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * (shape + 1.0) / shape * lift;
        }
        let (d, scale) = (shape - 1.0 / 3.0, 1.0 / (9.0 * (shape - 1.0 / 3.0)).sqrt());
        loop {
            let x = self.normal();
            let v = (1.0 + scale * x).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v / shape;
            }
        }
    }

    /// Poisson, by exponential steps.
    fn poisson(&mut self, mean: f64) -> u32 {
        let (mut count, mut sum) = (0, -self.unit().ln());
        while sum < mean {
            count += 1;
            sum -= self.unit().ln();
        }
        count
    }
}

/// How a season is made.
#[derive(Clone, Copy)]
pub struct Season {
    pub objects: usize,
    pub days: i64,
    /// Events a day, from and to; objects lie between, evenly in the logarithm.
    pub per_day: (f64, f64),
    /// The shape of the factor of each hour; `None` for events that take no notice of each other.
    pub clumps: Option<f64>,
}

/// How much of its usual rate an object has in an hour of the week.
#[expect(clippy::cast_precision_loss, reason = "168")]
pub fn week(hour: i64) -> f64 {
    let (day, hour) = (hour.rem_euclid(168) / 24, hour.rem_euclid(24));
    let of_day = 1.0 + 0.9 * (std::f64::consts::TAU * (hour as f64 - 14.0) / 24.0).cos();
    of_day * if day >= 5 { 0.6 } else { 1.16 }
}

impl Season {
    #[expect(clippy::cast_possible_truncation, reason = "microseconds")]
    pub fn make(&self, dice: &mut Dice) -> Vec<Vec<i64>> {
        let (low, high) = (self.per_day.0.ln(), self.per_day.1.ln());
        (0..self.objects)
            .map(|_| {
                let rate = (low + (high - low) * dice.unit()).exp() / 24.0;
                let mut at = Vec::new();
                for hour in 0..self.days * 24 {
                    let factor = self.clumps.map_or(1.0, |shape| dice.gamma(shape));
                    for _ in 0..dice.poisson(rate * week(hour) * factor) {
                        at.push(START + hour * HOUR_US + (dice.unit() * 3.6e9) as i64);
                    }
                }
                at.sort_unstable();
                at
            })
            .collect()
    }

    pub fn end(&self) -> i64 {
        START + self.days * 24 * HOUR_US
    }
}

/// The least q of a season, and how many objects are at or below 5 %.
pub fn judged(all: &[Vec<i64>], end: i64) -> (f64, Vec<i64>) {
    let series: Vec<Series<'_>> =
        (0_i64..).zip(all).map(|(object, at)| Series { object, at }).collect();
    let scans = scan_layer(&series, end, BurstOptions { min_events: 5 });
    let p: Vec<f64> = scans.iter().map(|scan| scan.p).collect();
    let q = q_values(&p, 0.0);
    let found = scans.iter().zip(&q).filter(|(_, q)| **q <= 0.05).map(|(scan, _)| scan.object);
    (q.iter().copied().fold(1.0, f64::min), found.collect())
}
