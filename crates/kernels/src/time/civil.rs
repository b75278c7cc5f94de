//! Calendar dates and wall times, and the way from there to UTC.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use vigie_model::Timestamp;

const MICROS: i64 = 1_000_000;

/// A wall time that exists in the Gregorian calendar. A second of 60 (a leap second) is read as
/// the first second of the next minute, as POSIX time counts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Civil {
    year: i32,
    month: u32,
    day: u32,
    /// Seconds since midnight, at most 86,400.
    second_of_day: i64,
    micros: i64,
}

impl Civil {
    /// `None` when the date or the time does not exist, or the year has more than four digits.
    #[inline]
    pub(super) fn new(year: i32, month: u32, day: u32, time: (u32, u32, u32)) -> Option<Self> {
        let (hour, minute, second) = time;
        let exists = (-9999..=9999).contains(&year)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        let second_of_day = i64::from(hour * 3600 + minute * 60 + second);
        exists.then_some(Self { year, month, day, second_of_day, micros: 0 })
    }

    /// The same moment with a fraction of a second.
    pub(super) fn with_micros(self, micros: i64) -> Self {
        Self { micros, ..self }
    }

    /// The moment, when the wall clock runs `offset` seconds ahead of UTC.
    #[inline]
    pub(super) fn at_offset(self, offset: i64) -> Timestamp {
        let days = i64::from(days_from_civil(self.year, self.month, self.day));
        Timestamp((days * 86_400 + self.second_of_day - offset) * MICROS + self.micros)
    }

    /// The moment in a zone. A wall time that a clock change repeats is taken at its first
    /// passage, one that it skips is moved forward by the gap (RFC 5545, section 3.3.5).
    pub(super) fn in_zone(self, zone: &TimeZone) -> Option<Timestamp> {
        if let Ok(offset) = zone.to_fixed_offset() {
            return Some(self.at_offset(i64::from(offset.seconds())));
        }
        let date = Date::new(
            self.year.try_into().ok()?,
            self.month.try_into().ok()?,
            self.day.try_into().ok()?,
        );
        let midnight = date.ok()?.to_datetime(Time::midnight());
        let wall =
            midnight.checked_add(jiff::SignedDuration::from_secs(self.second_of_day)).ok()?;
        let second = zone.to_timestamp(wall).ok()?.as_second();
        Some(Timestamp(second.checked_mul(MICROS)?.checked_add(self.micros)?))
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar (after Hinnant,
/// *chrono-Compatible Low-Level Date Algorithms*, 2013, `days_from_civil`). The years begin in
/// March and are counted from 12,000 years before year 0 (30 times the calendar's period of 400
/// years), so that nothing is negative.
#[inline]
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    const DAYS_TO_1970: i32 = 30 * 146_097 + 719_468;
    let year = (year + 12_000 - i32::from(month <= 2)).cast_unsigned();
    let month_from_march = if month <= 2 { month + 9 } else { month - 3 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    days.cast_signed() - DAYS_TO_1970
}

/// The year of a moment in UTC (Hinnant, `civil_from_days`).
pub(super) fn year_of(at: Timestamp) -> i64 {
    let days = at.0.div_euclid(86_400 * MICROS) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // The year of this calendar begins in March.
    year_of_era + era * 400 + i64::from(day_of_year >= 306)
}

/// 0 for a month that does not exist.
#[inline]
fn days_in_month(year: i32, month: u32) -> u32 {
    const DAYS: [u8; 16] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
    let days = DAYS.get(month as usize).copied().unwrap_or(0);
    u32::from(days) + u32::from(month == 2 && is_leap(year))
}

#[inline]
fn is_leap(year: i32) -> bool {
    // A multiple of 4 that is one of 25 is one of 100; then it must be one of 16, hence of 400.
    year % 4 == 0 && (year % 25 != 0 || year % 16 == 0)
}

/// The value of exactly `N` decimal digits at `at`.
#[inline]
pub(super) fn digits<const N: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    let digits: &[u8; N] = bytes.get(at..at + N)?.try_into().ok()?;
    let mut value = 0;
    let mut strange = false;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        strange |= digit > 9;
        value = value * 10 + u32::from(digit);
    }
    (!strange).then_some(value)
}

/// The number of an English month abbreviation, written as logs do.
#[inline]
pub(super) fn month(name: &[u8]) -> Option<u32> {
    const fn packed(name: [u8; 3]) -> u32 {
        u32::from_le_bytes([name[0], name[1], name[2], 0])
    }
    const NAMES: [[u8; 3]; 12] = [
        *b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct",
        *b"Nov", *b"Dec",
    ];
    // A factor found by trying: the upper four bits of the product tell the twelve names apart.
    const fn slot(packed: u32) -> usize {
        (packed.wrapping_mul(26_597) >> 28) as usize
    }
    const TABLE: [(u32, u32); 16] = {
        let mut table = [(0, 0); 16];
        let mut number = 0;
        while number < 12 {
            let name = packed(NAMES[number as usize]);
            assert!(table[slot(name)].0 == 0, "two months in one slot");
            number += 1;
            table[slot(name)] = (name, number);
        }
        table
    };
    let name = packed(name.try_into().ok()?);
    let (expected, number) = TABLE[slot(name)];
    (name == expected).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_jiff(year in -9998_i16..9998, day_of_year in 1_i16..=365) {
            let date = Date::new(year, 1, 1).unwrap();
            let date = date.with().day_of_year(day_of_year).build().unwrap();
            let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
            let civil = Civil::new(year.into(), month.into(), day.into(), (12, 0, 0)).unwrap();
            let theirs = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
            prop_assert_eq!(civil.at_offset(0), Timestamp(theirs.as_microsecond()));
            prop_assert_eq!(year_of(civil.at_offset(0)), i64::from(year));
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for (year, month, day) in
            [(2027, 2, 29), (1900, 2, 29), (2027, 4, 31), (2027, 13, 1), (2027, 0, 1), (2027, 1, 0)]
        {
            assert_eq!(Civil::new(year, month, day, (0, 0, 0)), None, "{year}-{month}-{day}");
        }
        assert!(Civil::new(2028, 2, 29, (23, 59, 60)).is_some());
        assert!(Civil::new(2000, 2, 29, (0, 0, 0)).is_some());
        assert_eq!(Civil::new(2027, 1, 1, (24, 0, 0)), None);
    }

    #[test]
    fn clock_changes_follow_the_calendar_rule() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = |time| Civil::new(2027, 3, 28, time).unwrap().in_zone(&paris).unwrap().to_string();
        assert_eq!(at((1, 59, 59)), "2027-03-28T00:59:59Z");
        assert_eq!(at((2, 30, 0)), "2027-03-28T01:30:00Z");
        assert_eq!(at((3, 30, 0)), "2027-03-28T01:30:00Z");
        let repeated = Civil::new(2027, 10, 31, (2, 30, 0)).unwrap().in_zone(&paris).unwrap();
        assert_eq!(repeated.to_string(), "2027-10-31T00:30:00Z");
    }

    #[test]
    fn a_leap_second_is_the_next_minute() {
        let civil = Civil::new(2027, 12, 31, (23, 59, 60)).unwrap();
        assert_eq!(civil.at_offset(0).to_string(), "2028-01-01T00:00:00Z");
        let paris = TimeZone::get("Europe/Paris").unwrap();
        assert_eq!(civil.in_zone(&paris).unwrap().to_string(), "2027-12-31T23:00:00Z");
    }
}
