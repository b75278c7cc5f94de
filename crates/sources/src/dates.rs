//! Dates as people's tables write them: `01.04.2027`, `13/04/2027 10:05`, `4/13/2027 5:30 PM`,
//! `2027/04/01`, `Tue, 13 Apr 2027 10:00:00 +0200`, a zone by its name behind the time, and the days
//! that spreadsheets count.
//!
//! `04/03/2027` is two days, depending on who wrote it. Nothing here picks one: the caller says which
//! comes first, from another row of the same column or because a person said so, or is told that it
//! cannot be known.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use vigie_model::time::{Precision, Timestamp};

use crate::record::{ClaimedTime, DateBasis, TimeNote};
use crate::stamp;

/// Which of day and month comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// How a mapping says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order that a mapping says.
    pub(crate) fn named(word: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst].into_iter().find(|order| order.word() == word)
    }
}

/// What one cell says about how the dates of its column are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Evidence {
    /// The order of day and month does not matter to it, or it is no date.
    Plain,
    /// It can only be read in this order.
    Tells(Order),
    /// Both orders give a day, and not the same one.
    Open,
}

/// A cell that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dated {
    /// Its time, and what that rests on where it is no matter of course.
    At(ClaimedTime, Option<DateBasis>),
    /// Day and month cannot be told apart.
    Ambiguous,
}

/// What a cell tells about its column.
pub(crate) fn evidence(text: &str) -> Evidence {
    let Some(parts) = Parts::read(text.trim()) else { return Evidence::Plain };
    match (parts.first, parts.second) {
        // Points put the day first by themselves, and say nothing of strokes in other rows.
        _ if parts.separator == b'.' => Evidence::Plain,
        (13..=31, 1..=12) => Evidence::Tells(Order::DayFirst),
        (1..=12, 13..=31) => Evidence::Tells(Order::MonthFirst),
        (first @ 1..=12, second @ 1..=12) if first != second => Evidence::Open,
        _ => Evidence::Plain,
    }
}

/// Reads a cell; `order` is that of its column, where it is known.
pub(crate) fn read(text: Option<&str>, zone: &TimeZone, order: Option<Order>) -> Dated {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Dated::At(stamp::claimed(None, zone), None);
    };
    if let Some((iso, is_day)) = counted_day(text) {
        let claimed = stamp::claimed(Some(&iso), zone);
        let precision = if is_day { Precision::Day } else { Precision::Second };
        return Dated::At(ClaimedTime { precision, ..claimed }, Some(DateBasis::Counted));
    }
    let text = with_offset(text);
    if let Some(parts) = Parts::read(&text) {
        return parts.claimed(zone, order);
    }
    if let Some(iso) = year_first(&text) {
        return Dated::At(stamp::claimed(Some(&iso), zone), None);
    }
    // A wrong day of the week does not matter.
    const RFC: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    if text.contains(|letter: char| letter.is_ascii_alphabetic())
        && let Ok(at) = RFC.parse_timestamp(text.as_bytes())
    {
        let at = Timestamp(at.as_microsecond());
        return Dated::At(stamp::marked(at, Precision::Second, None), None);
    }
    Dated::At(stamp::claimed(Some(&text), zone), None)
}

/// Zones by name, with the offset that the name stands for. Names that several zones share are left
/// out on purpose.
const ZONES: [(&str, &str); 13] = [
    ("UTC", "+0000"),
    ("GMT", "+0000"),
    ("WET", "+0000"),
    ("WEST", "+0100"),
    ("CET", "+0100"),
    ("CEST", "+0200"),
    ("MEZ", "+0100"),
    ("MESZ", "+0200"),
    ("EET", "+0200"),
    ("EEST", "+0300"),
    ("MSK", "+0300"),
    ("EDT", "-0400"),
    ("PDT", "-0700"),
];

/// The text with the name of a zone at its end written as an offset.
fn with_offset(text: &str) -> Cow<'_, str> {
    let named = text.rsplit_once(' ').and_then(|(time, name)| {
        let (_, offset) = ZONES.iter().find(|(known, _)| *known == name)?;
        Some(format!("{} {offset}", time.trim_end()))
    });
    named.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A date with the year last.
struct Parts<'a> {
    first: u8,
    second: u8,
    year: &'a str,
    separator: u8,
    /// What stands behind: nothing, or a clock.
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (first, text) = number(text)?;
        let separator = *text.as_bytes().first().filter(|sign| b"./-".contains(sign))?;
        let (second, text) = number(&text[1..])?;
        let text = text.strip_prefix(char::from(separator))?;
        let (year, rest) = text.split_at_checked(4)?;
        let is_year = year.bytes().all(|byte| byte.is_ascii_digit());
        let ends = rest.is_empty() || rest.starts_with([' ', ',', 'T']);
        (is_year && ends).then_some(Self { first, second, year, separator, rest })
    }

    fn claimed(&self, zone: &TimeZone, told: Option<Order>) -> Dated {
        let (order, basis) = match (self.separator, told) {
            // Points are of countries that put the day first, whatever other columns do.
            (b'.', _) => (Order::DayFirst, Some(DateBasis::Points)),
            (_, Some(order)) => (order, None),
            _ if self.first == self.second => (Order::DayFirst, None),
            (_, None) => return Dated::Ambiguous,
        };
        let (day, month) = match order {
            Order::DayFirst => (self.first, self.second),
            Order::MonthFirst => (self.second, self.first),
        };
        let iso = clock(self.rest).map(|clock| format!("{}-{month:02}-{day:02}{clock}", self.year));
        // An empty text would be a missing time, and this one is there.
        let claimed = stamp::claimed(Some(iso.as_deref().unwrap_or("unreadable")), zone);
        let is_read = claimed.note != Some(TimeNote::Unreadable);
        Dated::At(claimed, basis.filter(|_| is_read))
    }
}

/// `2027/4/1 9:30` as ISO 8601.
fn year_first(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let separator = rest.chars().next().filter(|sign| matches!(sign, '/' | '.' | '-'))?;
    let (month, rest) = number(&rest[1..])?;
    let (day, rest) = number(rest.strip_prefix(separator)?)?;
    let is_year = year.bytes().all(|byte| byte.is_ascii_digit());
    let ends = rest.is_empty() || rest.starts_with([' ', ',', 'T']);
    (is_year && ends).then(|| Some(format!("{year}-{month:02}-{day:02}{}", clock(rest)?)))?
}

/// One or two digits at the start, and what follows.
fn number(text: &str) -> Option<(u8, &str)> {
    let length = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    if length > 2 {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// A clock of twelve or twenty-four hours as ISO 8601 writes it; nothing stays nothing.
fn clock(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', ',', 'T']);
    if text.is_empty() {
        return Some(String::new());
    }
    let (hour, rest) = number(text)?;
    let rest = rest.trim_end();
    let half = ["AM", "PM"].into_iter().find_map(|half| {
        let at = rest.len().checked_sub(2).filter(|at| rest.is_char_boundary(*at))?;
        let (before, last) = rest.split_at(at);
        last.eq_ignore_ascii_case(half).then(|| (half, before.trim_end()))
    });
    let (hour, rest) = match half {
        Some(_) if hour > 12 => return None,
        Some((half, before)) => (hour % 12 + if half == "PM" { 12 } else { 0 }, before),
        None => (hour, rest),
    };
    Some(format!("T{hour:02}{rest}"))
}

/// The days that spreadsheets count from the end of 1899: of these 1982 to 2099, which are no
/// plausible seconds since 1970. The day, with its time where it has a fraction.
fn counted_day(text: &str) -> Option<(String, bool)> {
    const FIRST: i64 = 30_000;
    const LAST: i64 = 73_050;
    const ZERO: Date = date(1899, 12, 30);
    let (days, fraction) = match text.split_once(['.', ',']) {
        Some((days, fraction)) => (days, Some(fraction)),
        None => (text, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !is_digits(days) || fraction.is_some_and(|rest| !is_digits(rest)) {
        return None;
    }
    let mut days: i64 = days.parse().ok().filter(|days| (FIRST..=LAST).contains(days))?;
    let fraction: f64 = fraction.map_or(Ok(0.0), |rest| format!("0.{rest}").parse()).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of a day, in seconds")]
    let mut seconds = (fraction * 86_400.0).round() as i64;
    days += seconds / 86_400;
    seconds %= 86_400;
    let day = ZERO.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    if fraction == 0.0 {
        return Some((day.to_string(), true));
    }
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    Some((format!("{day}T{hour:02}:{minute:02}:{second:02}"), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<Order>) -> String {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        match read(Some(text), &paris, order) {
            Dated::Ambiguous => "day or month?".to_owned(),
            Dated::At(claimed, basis) => {
                let at = claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
                let note = claimed.note.map_or("-", TimeNote::word);
                let basis = basis.map_or_else(String::new, |basis| format!(" {}", basis.word()));
                format!("{at} {} {note}{basis}", claimed.precision.word())
            }
        }
    }

    #[test]
    fn dates_that_can_be_read_in_one_way_only_are_read() {
        for (text, wanted) in [
            ("01.04.2027", "2027-03-31T22:00:00Z day zone assumed points"),
            ("1.4.2027 9:30", "2027-04-01T07:30:00Z min zone assumed points"),
            ("2027/04/01", "2027-03-31T22:00:00Z day zone assumed"),
            ("2027/4/1 9:30:05", "2027-04-01T07:30:05Z s zone assumed"),
            ("04/04/2027", "2027-04-03T22:00:00Z day zone assumed"),
            ("Tue, 13 Apr 2027 10:00:00 +0200", "2027-04-13T08:00:00Z s -"),
            ("13 Apr 2027 10:00:00 CEST", "2027-04-13T08:00:00Z s -"),
            ("2027-04-13 10:00:00 CEST", "2027-04-13T08:00:00Z s -"),
            ("2027-01-13 10:00 CET", "2027-01-13T09:00:00Z min -"),
            ("2027-04-13 10:00:00 UTC", "2027-04-13T10:00:00Z s -"),
            ("46490", "2027-04-12T22:00:00Z day zone assumed counted days"),
            ("46490.4375", "2027-04-13T08:30:00Z s zone assumed counted days"),
            ("46490,4375", "2027-04-13T08:30:00Z s zone assumed counted days"),
            ("1806566400", "2027-04-01T08:00:00Z s -"),
            ("2027-04-01T10:00:00+02:00", "2027-04-01T08:00:00Z s -"),
        ] {
            assert_eq!(shown(text, None), wanted, "{text}");
        }
    }

    #[test]
    fn day_and_month_follow_their_column_and_are_never_guessed() {
        let (day, month) = (Some(Order::DayFirst), Some(Order::MonthFirst));
        assert_eq!(shown("04/03/2027", None), "day or month?");
        assert_eq!(shown("04/03/2027", day), "2027-03-03T23:00:00Z day zone assumed");
        assert_eq!(shown("04/03/2027", month), "2027-04-02T22:00:00Z day zone assumed");
        assert_eq!(shown("4/13/2027 5:30:00 PM", month), "2027-04-13T15:30:00Z s zone assumed");
        assert_eq!(shown("4/13/2027 12:30 am", month), "2027-04-12T22:30:00Z min zone assumed");
        assert_eq!(shown("13-04-2027, 10:00 UTC", day), "2027-04-13T10:00:00Z min -");
        assert_eq!(shown("13/04/2027", month), "- day unreadable");
        for (text, wanted) in [
            ("13/04/2027", Evidence::Tells(Order::DayFirst)),
            ("04/13/2027 10:00", Evidence::Tells(Order::MonthFirst)),
            ("04-13-2027", Evidence::Tells(Order::MonthFirst)),
            ("01.04.2027", Evidence::Plain),
            ("04/03/2027", Evidence::Open),
            ("04/04/2027", Evidence::Plain),
            ("2027-04-13", Evidence::Plain),
            ("14/13/2027", Evidence::Plain),
            ("yesterday", Evidence::Plain),
        ] {
            assert_eq!(evidence(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_stays_none() {
        for text in ["13/04/27", "32.04.2027", "01.04.2027x", "99999", "4/4/2027 13 PM", "13 April"]
        {
            let shown = shown(text, Some(Order::DayFirst));
            assert!(shown.starts_with("- ") || shown.contains("absurd"), "{text}: {shown}");
        }
        for text in
            ["é", "1/é", "1/2/é", "1/2/20é7", "2027/é", "1.4.2027 é", "1.4.2027 1é", "0.0", "00000"]
        {
            let _ = shown(text, None);
        }
    }
}
