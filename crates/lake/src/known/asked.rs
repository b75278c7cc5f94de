//! The rows that are asked about, and which rows of the lake they may be equal to.

use std::ops::RangeInclusive;

use arrow_array::{FixedSizeBinaryArray, TimestampMicrosecondArray};
use vigie_model::time::Timestamp;

use crate::id_set::id_at;

/// How far the claimed times of a batch can be relied on to find the same record again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeTrust {
    /// The bytes alone decide the time.
    Exact,
    /// The zone was assumed: another reading may differ by up to 26 hours.
    ZoneAssumed,
    /// The year was assumed (and mostly the zone too): another reading may differ by whole
    /// years. Three years either way are looked at.
    YearAssumed,
}

/// From the first to the last moment, both included.
pub(super) type Window = RangeInclusive<i64>;

const HOUR: i64 = 3_600_000_000;
const YEAR: i64 = 8766 * HOUR;
/// Between the first and the last zone on Earth.
const ZONES: i64 = 26 * HOUR;

/// The smallest window around both.
pub(super) fn join(one: Option<Window>, other: Option<Window>) -> Option<Window> {
    match (one, other) {
        (Some(a), Some(b)) => Some(*a.start().min(b.start())..=*a.end().max(b.end())),
        (one, other) => one.or(other),
    }
}

/// The rows that are asked about.
pub(super) struct Asked<'a> {
    ids: &'a FixedSizeBinaryArray,
    times: Vec<Option<i64>>,
    trust: TimeTrust,
    window: Option<Window>,
    any_untimed: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        ids: &'a FixedSizeBinaryArray,
        times: &TimestampMicrosecondArray,
        trust: TimeTrust,
    ) -> Self {
        let plausible = |at: &i64| Timestamp(*at).is_plausible();
        let times: Vec<Option<i64>> = times.iter().map(|at| at.filter(plausible)).collect();
        let (min, max) = (times.iter().flatten().min(), times.iter().flatten().max());
        let window = min.zip(max).map(|(min, max)| *min..=*max);
        let any_untimed = times.iter().any(Option::is_none);
        Self { ids, times, trust, window, any_untimed }
    }

    /// Whether rows of that window (`None`: rows without time) may be among those asked about.
    /// Rows of one commit were read with the same zone.
    pub(super) fn meets(&self, theirs: Option<&Window>, same_commit: bool) -> bool {
        let Some(theirs) = theirs else { return self.any_untimed };
        let Some(ours) = &self.window else { return false };
        let near = |shift: i64, slack: i64| {
            let (from, to) = (ours.start() + shift - slack, ours.end() + shift + slack);
            from <= *theirs.end() && *theirs.start() <= to
        };
        match self.trust {
            TimeTrust::Exact => near(0, 0),
            TimeTrust::ZoneAssumed => near(0, if same_commit { 0 } else { ZONES }),
            TimeTrust::YearAssumed => (-3..=3).any(|years: i64| {
                // Leap days and whole-year arithmetic: two days more.
                let slack = if years == 0 && same_commit { 0 } else { ZONES + 48 * HOUR };
                near(years * YEAR, slack)
            }),
        }
    }

    pub(super) fn mark(
        &self,
        theirs: Option<&Window>,
        known: &mut [bool],
        held: impl Fn(u128) -> bool,
    ) {
        for (row, (known, at)) in known.iter_mut().zip(&self.times).enumerate() {
            let may = match (theirs, at) {
                (None, None) => true,
                (Some(theirs), Some(at)) => self.trust != TimeTrust::Exact || theirs.contains(at),
                _ => false,
            };
            if may && !*known {
                *known = held(id_at(self.ids, row));
            }
        }
    }

    /// All ids that are asked about.
    pub(super) fn ids(&self) -> impl Iterator<Item = u128> {
        (0..self.times.len()).map(|row| id_at(self.ids, row))
    }

    /// How many rows claim a time in the window.
    pub(super) fn count_in(&self, window: &Window) -> usize {
        self.times.iter().flatten().filter(|at| window.contains(at)).count()
    }

    /// Whether times can be compared one by one.
    pub(super) fn is_exact(&self) -> bool {
        self.trust == TimeTrust::Exact
    }

    /// The times that are asked about.
    pub(super) fn window(&self) -> Option<&Window> {
        self.window.as_ref()
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }
}
