//! Bars over time, one row a kind of signal, with the times when nothing could be seen.

use vigie_model::time::Timestamp;

use super::{Axis, Px, Tick, share};
use crate::model::{Activity, BlindSpot};
use crate::words::Say;

const LEFT: Px = Px::whole(104);
const WIDTH: Px = Px::whole(532);
const ROW: i64 = 420;
const TALL: Px = Px::whole(32);

/// More bars than these are thinner than a hair; neighbours are added up.
const MAX_BARS: usize = 168;

/// More kinds of signals than there are.
const MAX_ROWS: usize = 6;

/// The whole chart.
#[derive(Debug)]
pub(crate) struct Bars {
    pub(crate) rows: Vec<Row>,
    /// Times when a source was not seen.
    pub(crate) gaps: Vec<Gap>,
    pub(crate) ticks: Vec<Tick>,
    /// Where the rows end.
    pub(crate) bottom: Px,
    pub(crate) height: Px,
}

/// One kind of signal.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) base: Px,
    pub(crate) bars: Vec<Bar>,
    pub(crate) total: u64,
    pub(crate) highest: u64,
    /// When the highest bar began.
    pub(crate) highest_at: Timestamp,
}

/// One bar.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) x: Px,
    pub(crate) y: Px,
    pub(crate) width: Px,
    pub(crate) height: Px,
}

/// A band over all rows.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Gap {
    pub(crate) x: Px,
    pub(crate) width: Px,
}

impl Bars {
    /// The chart; `None` when nothing was counted.
    pub(crate) fn new(activity: &Activity, blind: &[BlindSpot], words: Say<'_>) -> Option<Self> {
        let steps = activity.series.iter().map(|series| series.counts.len()).max()?;
        let step = i64::try_from(activity.step_s).ok()?.checked_mul(1_000_000)?;
        let length = i64::try_from(steps).ok()?.checked_mul(step)?;
        let to = Timestamp(activity.from.0.checked_add(length)?);
        let axis = Axis { from: activity.from, to, left: LEFT, width: WIDTH };
        if length == 0 {
            return None;
        }
        let together = steps.div_ceil(MAX_BARS);
        let rows: Vec<Row> = activity
            .series
            .iter()
            .take(MAX_ROWS)
            .enumerate()
            .map(|(index, series)| {
                let counts: Vec<u64> = series.counts.chunks(together).map(sum).collect();
                let base = Px(i64::try_from(index).unwrap_or(0) * ROW + TALL.0 + 40);
                row(series.what.clone(), &counts, base, axis, step * to_i64(together))
            })
            .collect();
        let bottom = rows.last().map_or(Px(0), |row| row.base);
        Some(Self {
            gaps: gaps(blind, axis),
            ticks: axis.ticks(words),
            bottom,
            height: Px(bottom.0 + 200),
            rows,
        })
    }
}

impl Bars {
    /// Where the small marks of the axis end.
    pub(crate) fn tick_end(&self) -> Px {
        Px(self.bottom.0 + 40)
    }

    /// Where the labels of the axis stand.
    pub(crate) fn label_line(&self) -> Px {
        Px(self.bottom.0 + 160)
    }
}

fn to_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
}

fn row(what: String, counts: &[u64], base: Px, axis: Axis, step: i64) -> Row {
    let highest = counts.iter().copied().max().unwrap_or(0);
    let at =
        |index: usize| Timestamp(axis.from.0.saturating_add(to_i64(index).saturating_mul(step)));
    let peak = counts.iter().position(|count| *count == highest).unwrap_or(0);
    let bars = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(index, &count)| {
        let (x, end) = (axis.place(at(index)), axis.place(at(index + 1)));
        // Something that was there is at least a hairline.
        let height = Px(share(count, highest, TALL).0.max(8));
        let width = Px((end.0 - x.0 - 6).max(6));
        Bar { x, y: Px(base.0 - height.0), width, height }
    });
    Row { bars: bars.collect(), base, total: sum(counts), highest, highest_at: at(peak), what }
}

/// The known gaps on the axis, joined where they overlap.
fn gaps(blind: &[BlindSpot], axis: Axis) -> Vec<Gap> {
    let mut spans: Vec<(Px, Px)> = blind
        .iter()
        .filter_map(|spot| Some((spot.gap_from?, spot.gap_to.unwrap_or(axis.to))))
        .map(|(from, to)| (axis.place(from), axis.place(to)))
        .filter(|(from, to)| from < to)
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<Gap> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from.0 <= last.x.0 + last.width.0 => {
                last.width = Px(last.width.0.max(to.0 - last.x.0));
            }
            _ => joined.push(Gap { x: from, width: Px(to.0 - from.0) }),
        }
    }
    joined
}
