//! The scan of one object.

use std::ops::Range;

use super::dispersion::Prior;
use super::stretch::Strike;
use super::tail::ln_negative_binomial_tail;
use super::{Burst, BurstOptions, LENGTHS_US, ObjectScan, Profile, Series};

const COUNT: usize = LENGTHS_US.len();
/// So many pairs have to speak against the clumping of the layer before half of it is given up.
const PAIR_DOUBT: f64 = 20.0;
/// Clumps are taken for so many times as strong as they look: chances of bursts lie so deep in the
/// tail that a clumping a little too small makes them wrong by orders of magnitude.
const HEAVIER: f64 = 1.6;
/// Doubt about the hour's weight, as a squared share of the rate.
const OF_PROFILE: f64 = 0.04;
/// Bursts are listed up to this chance.
const LISTED: f64 = 0.05;
/// The most bursts that are listed for one object.
const MOST: usize = 32;

/// What all objects of a layer share.
pub(super) struct Scanner<'a> {
    pub(super) profile: &'a Profile,
    pub(super) prior: Prior,
    pub(super) clumping: [f64; COUNT],
    pub(super) end: i64,
    pub(super) options: BurstOptions,
}

/// The most striking window that begins with one event.
#[derive(Clone, Copy)]
struct Window {
    anchor: usize,
    length: usize,
    /// The first event after the window.
    until: usize,
    ln_p: f64,
    expected: f64,
}

/// What the scan of one object has seen.
pub(super) struct Seen {
    object: i64,
    events: usize,
    /// ln of the number of windows that are looked at.
    ln_looks: f64,
    /// ln of the least chance.
    best: f64,
    /// Windows that may become bursts.
    windows: Vec<Window>,
    /// The bursts among them, each with ln of its chance.
    bursts: Vec<(f64, Burst)>,
}

impl Seen {
    const fn new(series: &Series<'_>, ln_looks: f64) -> Self {
        let (object, events) = (series.object, series.at.len());
        Self { object, events, ln_looks, best: 0.0, windows: Vec::new(), bursts: Vec::new() }
    }

    /// Keeps what may become a burst.
    fn note(&mut self, window: Window) {
        self.best = self.best.min(window.ln_p);
        if window.ln_p + self.ln_looks <= LISTED.ln() {
            self.windows.push(window);
        }
    }

    /// Chooses the bursts. Their order does not depend on how far chances are to be trusted, so
    /// this need not wait for the other objects of the layer.
    fn choose(&mut self, at: &[i64]) {
        let mut windows = std::mem::take(&mut self.windows);
        windows.sort_by(|a, b| {
            (a.ln_p.total_cmp(&b.ln_p)).then((a.length, a.anchor).cmp(&(b.length, b.anchor)))
        });
        self.bursts = chosen(at, &windows);
    }

    /// What the layer measures its chances by; nothing of an object with too few events.
    pub(super) fn strike(&self) -> Option<Strike> {
        let was_scanned = self.ln_looks > 0.0;
        was_scanned.then_some(Strike { depth: -self.best, events: self.events })
    }

    /// The bursts of the object in a layer whose chances are too small by the power `stretch`.
    pub(super) fn judged(self, stretch: f64) -> ObjectScan {
        let ln_looks = self.ln_looks;
        let paid = |ln_p: f64| (ln_p / stretch + ln_looks).min(0.0).exp();
        let bursts = self.bursts.into_iter().map(|(ln_p, burst)| Burst { p: paid(ln_p), ..burst });
        ObjectScan {
            object: self.object,
            p: paid(self.best),
            bursts: bursts.filter(|burst| burst.p <= LISTED).collect(),
        }
    }
}

/// What is known about an object before one of its events.
#[derive(Clone, Copy)]
struct History {
    /// Events per usual hour, and the shape of the doubt about it.
    rate: f64,
    shape: f64,
}

impl Scanner<'_> {
    /// Scans one object.
    pub(super) fn scan(&self, series: &Series<'_>) -> Seen {
        let at = series.at;
        if at.len() < self.options.min_events.max(2) as usize {
            return Seen::new(series, 0.0);
        }
        let profile = self.profile.bent(at, self.end);
        #[expect(clippy::cast_precision_loss, reason = "numbers of windows")]
        let ln_looks = ((at.len() * COUNT) as f64).ln();
        let mut seen = Seen::new(series, ln_looks);
        for length in 0..COUNT {
            self.scan_length(at, &profile, length, &mut seen);
        }
        seen.choose(at);
        seen
    }

    /// Tests the window of one length after each event.
    #[expect(clippy::cast_precision_loss, reason = "counts of events")]
    fn scan_length(&self, at: &[i64], profile: &Profile, length: usize, seen: &mut Seen) {
        let length_us = LENGTHS_US[length];
        let born = at[0];
        let ratio_of_layer = 1.0 + self.clumping[length];
        let (mut until, mut done) = (0, 0);
        // Pairs that closed before the present anchor: how many, and in how many usual hours.
        let (mut pairs, mut pair_hours) = (0.0, 0.0);
        let mut open: Vec<(f64, f64)> = Vec::with_capacity(at.len());
        for (anchor, &from) in at.iter().enumerate() {
            let to = from.saturating_add(length_us);
            until += at[until..].partition_point(|at| *at <= to);
            let further = (until - anchor - 1) as f64;
            let hours = profile.hours(from, to.min(self.end));
            open.push((further, hours));
            while done < anchor && at[done].saturating_add(length_us) <= from {
                pairs += open[done].0;
                pair_hours += open[done].1;
                done += 1;
            }
            let lived = profile.hours(born, from);
            let shape = self.prior.shape + anchor as f64;
            let history = History { rate: shape / (self.prior.hours + lived), shape };
            if until - anchor < self.options.min_events as usize || further <= history.rate * hours
            {
                continue;
            }
            let (expected_pairs, doubt) = (history.rate * pair_hours, PAIR_DOUBT);
            let ratio = (pairs + doubt * ratio_of_layer) / (expected_pairs + doubt);
            let ratio = ratio * (1.0 + 2.0 / (pairs + doubt).sqrt());
            let clumping = HEAVIER * (ratio - 1.0).max(0.0);
            let ln_p = history.ln_chance(further, hours, clumping);
            let expected = history.rate * hours;
            seen.note(Window { anchor, length, until, ln_p, expected });
        }
    }
}

impl History {
    /// ln of the chance of so many further events, where an event is given at the beginning and
    /// events clump: two gamma factors (doubt about the rate, clumping), matched by moments.
    fn ln_chance(&self, further: f64, hours: f64, clumping: f64) -> f64 {
        let mean = self.rate * hours * (1.0 + clumping);
        let of_rate = 1.0 / self.shape;
        let of_clumps = clumping / (1.0 + clumping);
        let variance = of_rate + of_clumps + of_rate * of_clumps + OF_PROFILE;
        ln_negative_binomial_tail(further, mean, 1.0 / variance)
    }
}

/// The most striking windows that do not overlap. `windows` come most striking first.
fn chosen(at: &[i64], windows: &[Window]) -> Vec<(f64, Burst)> {
    let mut bursts: Vec<(f64, Burst)> = Vec::new();
    for window in windows {
        if bursts.len() == MOST {
            break;
        }
        let events = window.anchor..window.until;
        let overlaps =
            |burst: &Burst| events.start < burst.events.end && burst.events.start < events.end;
        if bursts.iter().any(|(_, burst)| overlaps(burst)) {
            continue;
        }
        let length_us = LENGTHS_US[window.length];
        let events = trimmed(at, events);
        let (peak, peak_events, peak_us) = peak(&at[events.clone()], length_us);
        let burst = Burst {
            start: at[events.start],
            end: at[events.end - 1],
            length_us,
            expected: window.expected,
            p: window.ln_p.exp(),
            events,
            peak,
            peak_events,
            peak_us,
        };
        bursts.push((window.ln_p, burst));
    }
    bursts
}

/// A window without the lonely events at its ends: those further from the next than four times the
/// median gap. A long window that begins with an everyday event would date the burst too early.
fn trimmed(at: &[i64], events: Range<usize>) -> Range<usize> {
    let gap = |index: usize| at[index + 1].saturating_sub(at[index]);
    let (mut start, mut end) = (events.start, events.end);
    let mut gaps: Vec<i64> = (start..end.saturating_sub(1)).map(gap).collect();
    gaps.sort_unstable();
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    let most = median.saturating_mul(4).max(LENGTHS_US[0] / 5);
    while start + 2 < end && gap(start) > most {
        start += 1;
    }
    while start + 2 < end && gap(end - 2) > most {
        end -= 1;
    }
    start..end
}

/// The densest tenth of a window, at least as long as the shortest window.
fn peak(at: &[i64], length_us: i64) -> (i64, u32, i64) {
    let peak_us = (length_us / 10).max(LENGTHS_US[0]);
    let (mut best, mut most, mut until) = (0, 0, 0);
    for (index, from) in at.iter().enumerate() {
        until += at[until..].partition_point(|at| *at < from.saturating_add(peak_us));
        if until - index > most {
            (best, most) = (*from, until - index);
        }
    }
    (best, u32::try_from(most).unwrap_or(u32::MAX), peak_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_the_densest_part() {
        let minute = 60_000_000;
        let at = [0, 1, 2, 30, 31, 32, 33, 50].map(|at| at * minute);
        assert_eq!(peak(&at, 60 * minute), (30 * minute, 4, 6 * minute));
    }

    #[test]
    fn more_doubt_and_more_clumping_make_the_same_count_less_striking() {
        let known = History { rate: 1.0, shape: 1e6 };
        let young = History { rate: 1.0, shape: 1.0 };
        let chance = |history: History, clumping| history.ln_chance(10.0, 1.0, clumping);
        assert!(chance(known, 0.0) < chance(young, 0.0));
        assert!(chance(known, 0.0) < chance(known, 0.5));
    }
}
