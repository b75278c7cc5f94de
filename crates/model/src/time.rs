//! Times: microseconds in UTC, how precise they are, the clock, and the fixed cells of anchors.

use std::fmt;

use jiff::tz::TimeZone;
use jiff::{ToSpan, civil};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Times outside 1990 to 2100 are kept, marked absurd and stored apart: no log and no platform
/// that we read is older, and clocks that jump to year 0 or 9999 must not stretch every query.
pub const PLAUSIBLE: std::ops::Range<Timestamp> =
    Timestamp(631_152_000_000_000)..Timestamp(4_102_444_800_000_000);

impl Timestamp {
    /// From whole seconds since 1970.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// Reads RFC 3339 (`2027-04-01T10:00:00Z`); `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|at| Self(at.as_microsecond()))
    }

    /// Whether the time lies in [`PLAUSIBLE`].
    #[must_use]
    pub fn is_plausible(self) -> bool {
        PLAUSIBLE.contains(&self)
    }

    /// As jiff sees it; times that jiff cannot hold are clamped.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// The wall time in a zone, to the second, as shown to people: `2027-04-01 12:00:00`.
    #[must_use]
    pub fn shown_in(self, zone: &TimeZone) -> String {
        self.to_jiff().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_jiff(), out)
    }
}

/// How fine a claimed time is. The order is from fine to coarse.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
pub enum Precision {
    /// Millionths of a second.
    #[serde(rename = "us")]
    Microsecond,
    /// Thousandths of a second.
    #[serde(rename = "ms")]
    Millisecond,
    /// Whole seconds.
    #[serde(rename = "s")]
    Second,
    /// Whole minutes.
    #[serde(rename = "min")]
    Minute,
    /// Whole hours.
    #[serde(rename = "h")]
    Hour,
    /// Days.
    #[serde(rename = "day")]
    Day,
}

impl Precision {
    /// The word in tables, pages and outputs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Microsecond => "us",
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "day",
        }
    }

    /// The word read back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Microsecond, Self::Millisecond, Self::Second, Self::Minute, Self::Hour, Self::Day]
            .into_iter()
            .find(|precision| precision.word() == word)
    }
}

/// Where "now" comes from. Only the outermost crate owns a real clock; tests own a fixed one.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The size of an anchor cell, declared by a detector page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellUnit {
    /// A UTC day.
    Day,
    /// A UTC week that starts on Monday (ISO 8601).
    Week,
    /// A UTC calendar year: long enough to hold an election season as one cell.
    Season,
    /// One cell for all time, for a subject that is one and the same whenever it is seen.
    Ever,
}

/// A fixed UTC cell of time: it depends on the first evidence alone, never on when a run started.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Cell {
    /// Its size.
    pub unit: CellUnit,
    /// Its first day.
    pub start: civil::Date,
}

impl Cell {
    /// The cell that holds `at`.
    #[must_use]
    pub fn containing(unit: CellUnit, at: Timestamp) -> Self {
        let day = at.to_jiff().to_zoned(TimeZone::UTC).date();
        let start = match unit {
            CellUnit::Day => day,
            CellUnit::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(back.days()).unwrap_or(day)
            }
            CellUnit::Season => day.first_of_year(),
            CellUnit::Ever => civil::Date::ZERO,
        };
        Self { unit, start }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            CellUnit::Day => "day",
            CellUnit::Week => "week",
            CellUnit::Season => "season",
            CellUnit::Ever => return out.write_str("ever"),
        };
        write!(out, "{unit}:{}", self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_fixed_in_utc() {
        let at = Timestamp::parse("2027-04-01T23:59:59.999999Z").unwrap();
        let shown = [CellUnit::Day, CellUnit::Week, CellUnit::Season]
            .map(|unit| Cell::containing(unit, at).to_string());
        assert_eq!(shown, ["day:2027-04-01", "week:2027-03-29", "season:2027-01-01"]);
        assert_eq!(
            Cell::containing(CellUnit::Ever, at),
            Cell::containing(CellUnit::Ever, Timestamp(0))
        );
        assert_eq!(Cell::containing(CellUnit::Ever, at).to_string(), "ever");
        let next = Timestamp(at.0 + 1);
        assert_eq!(Cell::containing(CellUnit::Day, next).to_string(), "day:2027-04-02");
    }

    #[test]
    fn absurd_times_do_not_panic() {
        for micros in [i64::MIN, i64::MAX, 0] {
            let at = Timestamp(micros);
            assert!(!at.is_plausible());
            assert!(!at.to_string().is_empty());
            let _ = Cell::containing(CellUnit::Week, at);
        }
    }
}
