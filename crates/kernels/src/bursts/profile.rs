//! When attention is usual: 168 weights, one for each hour of the week (UTC), mean 1.
//!
//! A profile turns wall time into *usual hours*: an hour at the busiest time of the week may count
//! for three, an hour of the night for a tenth. Small numbers of events are shrunk: a cell to
//! what its hour and its weekday say, these to an even week.

use super::Series;

const HOUR_US: i64 = 3_600_000_000;
const DAY: usize = 24;
const CELLS: usize = 7 * DAY;
/// The same as a number of hours.
const HOURS_OF_WEEK: i64 = 168;
/// So many events have to speak against what is assumed before half of it is given up.
const DOUBT: f64 = 30.0;
/// As [`DOUBT`], for the habits of one object.
const OWN_DOUBT: f64 = 10.0;
/// The least weight of an hour: somebody is always awake.
const LEAST: f64 = 0.02;

/// The usual week.
#[derive(Clone, PartialEq, Debug)]
pub struct Profile {
    weights: [f64; CELLS],
    /// Usual hours from the beginning of the week to each cell.
    before: [f64; CELLS],
}

/// Events, or hours, by cell of the week.
type Cells = [f64; CELLS];

impl Profile {
    /// Every hour alike.
    #[must_use]
    pub fn flat() -> Self {
        Self::from_weights([1.0; CELLS])
    }

    /// What is usual in a layer, up to `end`. A burst of one object does not make an hour usual:
    /// what one object adds to one hour is capped at a few times its own mean.
    #[must_use]
    pub fn of_layer(layer: &[Series<'_>], end: i64) -> Self {
        let first = layer.iter().filter_map(|series| series.at.first()).min();
        let Some(&first) = first.filter(|first| **first < end) else { return Self::flat() };
        let mut events = [0.0; CELLS];
        for series in layer {
            add_capped(&mut events, series.at, end);
        }
        Self::fit(&events, &hours_between(first, end), &Self::flat(), DOUBT, true)
    }

    /// This profile bent towards the habits of one object.
    #[must_use]
    pub fn bent(&self, at: &[i64], end: i64) -> Self {
        let Some(&first) = at.first().filter(|first| **first < end) else { return self.clone() };
        let mut events = [0.0; CELLS];
        add_capped(&mut events, at, end);
        Self::fit(&events, &hours_between(first, end), self, OWN_DOUBT, false)
    }

    /// Usual hours between two times.
    #[must_use]
    pub fn hours(&self, from: i64, to: i64) -> f64 {
        (self.hours_until(to) - self.hours_until(from)).max(0.0)
    }

    #[expect(clippy::cast_precision_loss, reason = "hours since 1970 fit")]
    fn hours_until(&self, at: i64) -> f64 {
        let hour = at.div_euclid(HOUR_US);
        let part = at.rem_euclid(HOUR_US) as f64 / HOUR_US as f64;
        let cell = cell_of(hour);
        let weeks = hour.div_euclid(HOURS_OF_WEEK) as f64;
        weeks * CELLS as f64 + self.before[cell] + part * self.weights[cell]
    }

    /// Fits hour of the day, then weekday, then (where `whole`) each cell, each against what the
    /// steps before it let expect.
    fn fit(events: &Cells, hours: &Cells, base: &Self, doubt: f64, whole: bool) -> Self {
        let total: f64 = events.iter().sum();
        let mut weights = base.weights;
        let mut bend = |group: &dyn Fn(usize) -> usize, groups: usize| {
            let mut seen = vec![0.0; groups];
            let mut expected = vec![0.0; groups];
            let exposed: f64 = (0..CELLS).map(|cell| hours[cell] * weights[cell]).sum();
            for cell in 0..CELLS {
                seen[group(cell)] += events[cell];
                expected[group(cell)] +=
                    total * hours[cell] * weights[cell] / exposed.max(f64::MIN_POSITIVE);
            }
            for (cell, weight) in weights.iter_mut().enumerate() {
                let group = group(cell);
                *weight *= (seen[group] + doubt) / (expected[group] + doubt);
            }
        };
        bend(&|cell| cell % DAY, DAY);
        bend(&|cell| cell / DAY, CELLS / DAY);
        if whole {
            bend(&|cell| cell, CELLS);
        }
        Self::from_weights(weights)
    }

    #[expect(clippy::cast_precision_loss, reason = "168")]
    fn from_weights(mut weights: Cells) -> Self {
        for _ in 0..2 {
            let mean = weights.iter().sum::<f64>() / CELLS as f64;
            for weight in &mut weights {
                *weight = (*weight / mean).max(LEAST);
            }
        }
        // The last cap may have moved the mean by a hair; weeks have to add up exactly.
        let mean = weights.iter().sum::<f64>() / CELLS as f64;
        for weight in &mut weights {
            *weight /= mean;
        }
        let mut before = [0.0; CELLS];
        let mut sum = 0.0;
        for (cell, weight) in weights.iter().enumerate() {
            before[cell] = sum;
            sum += weight;
        }
        Self { weights, before }
    }
}

/// The cell of an hour since 1970; which weekday is first does not matter.
fn cell_of(hour: i64) -> usize {
    usize::try_from(hour.rem_euclid(HOURS_OF_WEEK)).unwrap_or(0)
}

/// Adds the events of one object by cell, each hour capped.
#[expect(clippy::cast_precision_loss, reason = "counts of events")]
fn add_capped(cells: &mut Cells, at: &[i64], end: i64) {
    let (Some(first), count) = (at.first(), at.len()) else { return };
    let lived = (end.saturating_sub(*first) / HOUR_US).max(1) as f64;
    let cap = 3.0 + 4.0 * count as f64 / lived.min(count as f64);
    for run in at.chunk_by(|left, right| left.div_euclid(HOUR_US) == right.div_euclid(HOUR_US)) {
        let Some(hour) = run.first().map(|at| at.div_euclid(HOUR_US)) else { continue };
        cells[cell_of(hour)] += (run.len() as f64).min(cap);
    }
}

/// How often each cell of the week occurs between two times, in hours.
#[expect(clippy::cast_precision_loss, reason = "hours")]
fn hours_between(from: i64, to: i64) -> Cells {
    let first = from.div_euclid(HOUR_US);
    let count = (to.div_euclid(HOUR_US) - first + 1).max(1);
    let mut cells = [(count / HOURS_OF_WEEK) as f64; CELLS];
    for hour in 0..count % HOURS_OF_WEEK {
        cells[cell_of(first + hour)] += 1.0;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_holds_as_many_usual_hours_as_hours() {
        let at: Vec<i64> = (0..500).map(|step| step * step * 7_000_000_000).collect();
        let layer = [Series { object: 1, at: &at }];
        let profile = Profile::of_layer(&layer, 2_000_000_000_000_000);
        for start in [0, 123_456_789, 987_654_321_000] {
            let hours = profile.hours(start, start + 168 * HOUR_US);
            assert!((hours - 168.0).abs() < 1e-6, "{hours}");
        }
        assert_eq!(profile.hours(10, 5), 0.0, "time does not run back");
    }

    #[test]
    fn the_evening_weighs_more_where_evenings_are_busy() {
        let at: Vec<i64> = (0..60)
            .flat_map(|day| (0..20).map(move |step| (day * 24 + 20) * HOUR_US + step * 60_000_000))
            .collect();
        let layer = [Series { object: 1, at: &at }];
        let profile = Profile::of_layer(&layer, 60 * 24 * HOUR_US);
        let evening = profile.hours(20 * HOUR_US, 21 * HOUR_US);
        let morning = profile.hours(8 * HOUR_US, 9 * HOUR_US);
        assert!(evening > 8.0 * morning, "{evening} {morning}");
    }
}
