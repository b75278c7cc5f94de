//! Bursts: when one object gets more attention than it usually does at that hour of that weekday.
//!
//! The model is a gamma-Poisson process. An object's rate is learnt from what came *before* the
//! window under test (so a burst never hides itself, and a finding never depends on what came
//! after it), starting from what new objects of its layer usually get. Time runs by the layer's
//! hour-of-week profile, which the object bends towards its own habits as it grows older
//! ([`Profile`]). Attention comes in clumps even when nothing happens: the clumping is measured at
//! each window length by the ratio of observed to expected pairs of events (the pair correlation
//! of a Cox process; Daley & Vere-Jones 2003, section 8.3) and widens the distribution.
//!
//! The scan tests, for each event and each window length, the number of further events in the
//! window that begins with it (a scan statistic with windows anchored at events: Kulldorff 1997,
//! section 2; Neill 2009 for expectations learnt from history). Given an event at its beginning, a
//! gamma-mixed count is negative binomial with one more in its shape, which is what the tail is
//! taken from. Looking elsewhere is paid for by Bonferroni over all windows of the object, and
//! looking at many objects by Benjamini & Hochberg 1995 ([`crate::discoveries`]). Before that the layer says
//! how far the tail of this model can be trusted: where chances of all its objects fall off too
//! slowly, logarithms of chances are divided by as much.
//!
//! This module must not know layers by name, views or the clock.

mod dispersion;
mod profile;
mod scan;
mod stretch;
mod tail;

use crate::KernelInfo;

pub use profile::Profile;
pub use tail::ln_negative_binomial_tail;

/// The kernel behind [`scan_layer`].
pub const BURSTS: KernelInfo = KernelInfo {
    name: "bursts",
    version: 2,
    doc: "Windows in which an object gets more events than its own history, hour and weekday let \
          expect, with chance measured.",
};

const MINUTE_US: i64 = 60_000_000;

/// The lengths of windows that are scanned, in microseconds: 5 and 15 minutes, 1, 3 and 12 hours, 1
/// and 3 days.
pub const LENGTHS_US: [i64; 7] = [
    5 * MINUTE_US,
    15 * MINUTE_US,
    60 * MINUTE_US,
    180 * MINUTE_US,
    720 * MINUTE_US,
    1_440 * MINUTE_US,
    4_320 * MINUTE_US,
];

/// What the scan of one object takes for each of its events at most, in bytes: a pair count, and a
/// window at every length where all of them stand out.
pub const BYTES: usize = 16 + LENGTHS_US.len() * 40;

/// The events of one object.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Its name.
    pub object: i64,
    /// Times of its events in microseconds, in order.
    pub at: &'a [i64],
}

/// What a burst must have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BurstOptions {
    /// Events in the window at least.
    pub min_events: u32,
}

impl Default for BurstOptions {
    fn default() -> Self {
        Self { min_events: 5 }
    }
}

/// One window with more events than expected.
#[derive(Clone, PartialEq, Debug)]
pub struct Burst {
    /// The first event of the burst, in microseconds.
    pub start: i64,
    /// The last event of the burst.
    pub end: i64,
    /// The length of the window that stands out most, in microseconds.
    pub length_us: i64,
    /// Where the events of the burst stand in the object's series.
    pub events: std::ops::Range<usize>,
    /// Events that its history, hour and weekday let expect in such a window.
    pub expected: f64,
    /// When the densest part of the burst begins.
    pub peak: i64,
    /// Events in that part.
    pub peak_events: u32,
    /// How long that part is, in microseconds.
    pub peak_us: i64,
    /// Chance of so many or more in any window of this object, looking elsewhere included.
    pub p: f64,
}

/// What the scan of one object gave.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectScan {
    /// The object.
    pub object: i64,
    /// Chance of its most striking window, looking elsewhere included; 1 where nothing stands out.
    pub p: f64,
    /// Windows that do not overlap, the most striking first; all with a chance of at most 5 %.
    pub bursts: Vec<Burst>,
}

/// Scans all objects of one layer, in the order given. `end` is where the data ends, in
/// microseconds: windows are cut there.
///
/// Work is linear in events times window lengths; memory is [`BYTES`] an event of the largest object
/// at most, and what the bursts take.
#[must_use]
pub fn scan_layer(layer: &[Series<'_>], end: i64, options: BurstOptions) -> Vec<ObjectScan> {
    let profile = Profile::of_layer(layer, end);
    let prior = dispersion::Prior::of_layer(layer, &profile, end);
    let clumping = dispersion::clumping(layer, &profile, end);
    let scanner = scan::Scanner { profile: &profile, prior, clumping, end, options };
    let seen: Vec<scan::Seen> = layer.iter().map(|series| scanner.scan(series)).collect();
    let strikes: Vec<stretch::Strike> = seen.iter().filter_map(scan::Seen::strike).collect();
    let stretch = stretch::stretch(strikes);
    seen.into_iter().map(|seen| seen.judged(stretch)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE_US;
    /// A Thursday in 2027, at midnight.
    const START: i64 = 1_806_537_600_000_000;

    /// One event every `every` over `days`.
    fn steady(every: i64, days: i64) -> Vec<i64> {
        (0..days * 24 * HOUR / every).map(|step| START + step * every).collect()
    }

    fn layer<'a>(all: &'a [Vec<i64>]) -> Vec<Series<'a>> {
        all.iter().enumerate().map(|(object, at)| Series { object: object as i64, at }).collect()
    }

    #[test]
    fn a_burst_is_found_where_it_is_and_its_excess_is_said() {
        let mut all: Vec<Vec<i64>> = (0..20).map(|_| steady(3 * HOUR, 28)).collect();
        let began = START + 20 * 24 * HOUR + 11 * MINUTE_US;
        all[7].extend((0..40).map(|step| began + step * MINUTE_US));
        all[7].sort_unstable();
        let end = START + 28 * 24 * HOUR;
        let scans = scan_layer(&layer(&all), end, BurstOptions::default());
        let found: Vec<i64> =
            scans.iter().filter(|scan| !scan.bursts.is_empty()).map(|scan| scan.object).collect();
        assert_eq!(found, [7]);
        let burst = &scans[7].bursts[0];
        assert_eq!((burst.start, burst.end), (began, began + 39 * MINUTE_US));
        assert_eq!(burst.events.len(), 40);
        assert!(burst.expected < 1.0 && burst.p < 1e-10, "{burst:?}");
        assert_eq!(scans[7].bursts.len(), 1, "{:?}", scans[7].bursts);
    }

    #[test]
    fn a_busy_hour_of_every_day_is_no_burst() {
        // Ten events between 20:00 and 20:30 each day, nothing else.
        let evening = || -> Vec<i64> {
            (0..28)
                .flat_map(|day| {
                    (0..10).map(move |step| (day * 24 + 20) * HOUR + step * 3 * MINUTE_US)
                })
                .map(|at| START + at)
                .collect()
        };
        let all: Vec<Vec<i64>> = (0..10).map(|_| evening()).collect();
        let scans = scan_layer(&layer(&all), START + 28 * 24 * HOUR, BurstOptions::default());
        assert!(scans.iter().all(|scan| scan.bursts.is_empty()), "{scans:?}");
    }

    #[test]
    fn a_burst_does_not_hide_itself_in_a_layer_of_two_objects() {
        let mut all = vec![steady(7 * HOUR, 9), steady(9 * HOUR, 9)];
        let began = START + (7 * 24 + 9) * HOUR;
        all[0].extend((0..14).map(|step| began + step * 2 * MINUTE_US));
        all[0].sort_unstable();
        let scans = scan_layer(&layer(&all), START + 9 * 24 * HOUR, BurstOptions::default());
        assert_eq!(scans[0].bursts.len(), 1, "{scans:?}");
        assert_eq!((scans[0].bursts[0].start, scans[0].bursts[0].events.len()), (began, 14));
        assert!(scans[0].p < 0.025 && scans[1].bursts.is_empty(), "{scans:?}");
    }

    #[test]
    fn odd_input_is_bounded_and_gives_no_number_that_is_none() {
        let same = vec![START; 10_000];
        let far = vec![i64::MIN / 4, 0, i64::MAX / 4];
        let all = [Vec::new(), vec![START], same, far, steady(HOUR, 3)];
        for scan in scan_layer(&layer(&all), i64::MAX / 4, BurstOptions::default()) {
            assert!((0.0..=1.0).contains(&scan.p), "{scan:?}");
            assert!(scan.bursts.iter().all(|burst| burst.expected.is_finite()));
        }
        assert!(scan_layer(&[], START, BurstOptions::default()).is_empty());
    }
}
