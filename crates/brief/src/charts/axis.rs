//! A time axis with marks at round local hours or days.

use vigie_model::time::Timestamp;

use super::{Px, share};
use crate::words::Say;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// More labels than these run into each other.
const MAX_TICKS: usize = 8;

/// From a time to a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// Where the axis begins.
    pub(crate) left: Px,
    /// How long it is.
    pub(crate) width: Px,
}

/// A labelled place on the axis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tick {
    pub(crate) x: Px,
    pub(crate) label: String,
}

impl Axis {
    /// Where a time stands; times outside stand at the ends.
    pub(crate) fn place(&self, at: Timestamp) -> Px {
        let length = self.to.0.saturating_sub(self.from.0);
        let past = at.0.saturating_sub(self.from.0).clamp(0, length.max(0));
        let [past, length] = [past, length].map(|micros| u64::try_from(micros).unwrap_or(0));
        Px(self.left.0 + share(past, length, self.width).0)
    }

    /// Round local hours on an axis of up to a day and a half, midnights on a longer one; at most
    /// [`MAX_TICKS`].
    pub(crate) fn ticks(&self, words: Say<'_>) -> Vec<Tick> {
        let length = self.to.0.saturating_sub(self.from.0);
        // Charts cover days. A longer one has no use for labels by the hour or day.
        if length <= 0 || length > 62 * DAY {
            return Vec::new();
        }
        let by_day = length > 36 * HOUR;
        // Zones are whole quarters of an hour away from UTC.
        let step = 15 * MINUTE;
        let first = self.from.0.div_euclid(step).saturating_mul(step);
        let mut round = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next.filter(|at| *at <= self.to.0) {
            let wall = words.0.wall(Timestamp(at));
            let hours = if by_day { 24 } else { 6 };
            if at >= self.from.0 && wall.minute == 0 && wall.hour % hours == 0 {
                round.push(Timestamp(at));
            }
            next = at.checked_add(step);
        }
        let every = round.len().div_ceil(MAX_TICKS).max(1);
        let label = |at| {
            if by_day || words.0.wall(at).hour == 0 { words.day(at) } else { words.hour(at) }
        };
        round
            .into_iter()
            .step_by(every)
            .map(|at| Tick { x: self.place(at), label: label(at) })
            .collect()
    }
}
