//! Days of the calendar, without a time zone: what a newspaper or a pollster writes as a date.

use std::fmt;

/// A day of the Gregorian calendar, as the number of days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The number of a month by its name, in lower case, in English or French.
    #[must_use]
    pub fn month_named(name: &str) -> Option<u32> {
        month(name)
    }

    /// That day; `None` when the calendar has no such day, or the year is not one of 1800 to 2199.
    ///
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            1..=12 => 31,
            _ => return None,
        };
        if !(1..=last).contains(&day) || !(1800..2200).contains(&year) {
            return None;
        }
        let (month, day) = (month.cast_signed(), day.cast_signed());
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Some(Self(era * 146_097 + days - 719_468))
    }

    /// Year, month and day. The inverse: `civil_from_days` of the same page.
    #[must_use]
    pub fn civil(self) -> (i32, u32, u32) {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// Reads `2027-03-05`, with whatever stands behind it (a time) left out.
    #[must_use]
    pub fn read_iso(text: &str) -> Option<Self> {
        let text = text.trim();
        let part = |from: usize, to: usize| -> Option<u32> {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
        let ends = text.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
        if !dashes || !ends {
            return None;
        }
        Self::new(part(0, 4)?.cast_signed(), part(5, 7)?, part(8, 10)?)
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(to, "{year:04}-{month:02}-{day:02}")
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let whole = text.len() == 10;
        Self::read_iso(&text)
            .filter(|_| whole)
            .ok_or_else(|| serde::de::Error::custom("not a day written as 2027-03-05"))
    }
}

/// The names of the months in both languages, with the short forms of the press.
const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("jan", 1),
    ("janvier", 1),
    ("february", 2),
    ("feb", 2),
    ("février", 2),
    ("fevrier", 2),
    ("march", 3),
    ("mar", 3),
    ("mars", 3),
    ("april", 4),
    ("apr", 4),
    ("avril", 4),
    ("may", 5),
    ("mai", 5),
    ("june", 6),
    ("jun", 6),
    ("juin", 6),
    ("july", 7),
    ("jul", 7),
    ("juillet", 7),
    ("august", 8),
    ("aug", 8),
    ("août", 8),
    ("aout", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("septembre", 9),
    ("october", 10),
    ("oct", 10),
    ("octobre", 10),
    ("november", 11),
    ("nov", 11),
    ("novembre", 11),
    ("december", 12),
    ("dec", 12),
    ("décembre", 12),
    ("decembre", 12),
];

/// The month of that name (lower case).
pub(crate) fn month(name: &str) -> Option<u32> {
    MONTHS.iter().find(|(month, _)| *month == name).map(|(_, number)| *number)
}

/// The names of the days, in both languages.
pub(crate) fn weekday(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ];
    DAYS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back_over_leap_years() {
        for day in -40_000..40_000 {
            let (year, month, of_month) = Day(day).civil();
            assert_eq!(Day::new(year, month, of_month), Some(Day(day)));
        }
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::new(2027, 2, 29), None);
    }

    #[test]
    fn a_date_with_a_time_is_its_day_and_a_longer_number_is_none() {
        let read = |text| Day::read_iso(text).map(|day| day.to_string());
        assert_eq!(read("2027-03-05T10:00:00+01:00").as_deref(), Some("2027-03-05"));
        assert_eq!(read(" 2028-02-29 ").as_deref(), Some("2028-02-29"));
        assert_eq!(read("2027-03-051"), None);
        assert_eq!(read("2027-13-05"), None);
        assert_eq!(read("é027-03-05"), None);
    }
}
