//! The season's calendar: when people write, when pages are read, and how stamps are written.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use vigie_model::Timestamp;

/// The first moment of the season: Monday 22 February 2027, midnight in UTC.
pub const START: Timestamp = Timestamp::from_seconds(1_803_254_400);
/// The end of the season, eight days after the second round.
pub const END: Timestamp = Timestamp::from_seconds(1_809_302_400);
/// Polling stations open for the first round: Sunday 11 April 2027, 08:00 local time.
pub const FIRST_ROUND: Timestamp = Timestamp::from_seconds(1_807_426_800);
/// Polling stations open for the second round: Sunday 25 April 2027, 08:00 local time.
pub const SECOND_ROUND: Timestamp = Timestamp::from_seconds(1_808_636_400);
/// A morning ten days before the first round: Thursday 1 April 2027, 08:05 local time.
pub const MORNING: Timestamp = Timestamp::from_seconds(1_806_563_100);
/// The zone of the invented republic, one hour ahead of UTC all year. (The sign of such names in
/// the time-zone database is turned round.)
pub const ZONE: &str = "Etc/GMT-1";

/// Hours of the season.
pub(crate) const HOURS: usize = 70 * 24;
/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;
/// Microseconds in an hour.
pub(crate) const HOUR: i64 = 3600 * SECOND;
/// Seconds by which local time is ahead of UTC.
pub(crate) const AHEAD: i64 = 3600;

/// The hour of the season that holds `at`; times outside are clamped.
pub(crate) fn hour_of(at: i64) -> usize {
    usize::try_from((at - START.0).div_euclid(HOUR)).unwrap_or(0).min(HOURS)
}

/// The first moment of an hour of the season.
pub(crate) fn hour_start(hour: usize) -> i64 {
    START.0.saturating_add(HOUR.saturating_mul(i64::try_from(hour).unwrap_or(i64::MAX)))
}

/// The moment `hour:minute:second` (local time) of a day, `days` after the season's first.
pub(crate) fn local(days: i64, hour: i64, minute: i64) -> i64 {
    START.0 + ((days * 24 + hour) * 3600 + minute * 60 - AHEAD) * SECOND
}

/// How a stream's lines are spread over the hours of the season.
pub(crate) struct Rhythm {
    /// Weight of all hours before hour i.
    before: Vec<u64>,
}

/// How much is written in each local hour of a day by people: nights are quiet, evenings loud.
const PEOPLE: [u64; 24] =
    [9, 5, 3, 2, 2, 4, 12, 28, 42, 45, 46, 48, 58, 52, 44, 44, 48, 56, 66, 74, 82, 78, 52, 24];
/// What machines do is nearly flat.
const MACHINES: [u64; 24] = [
    40, 41, 42, 42, 41, 41, 42, 46, 52, 56, 57, 56, 52, 54, 57, 58, 56, 52, 48, 46, 45, 43, 42, 41,
];
/// Monday to Sunday, in per cent.
const WEEK: [u64; 7] = [104, 106, 108, 106, 98, 84, 94];
/// Days of the season with a debate or a vote, and how many times louder their evening is.
const EVENINGS: [(usize, u64); 4] = [(31, 2), (44, 3), (48, 4), (62, 5)];

impl Rhythm {
    /// Posts and page views: awake hours, weekdays, louder towards the votes.
    pub(crate) fn people() -> Self {
        Self::from_weights(|day, hour| {
            let trend = 60 + 2 * u64::try_from(day.min(62)).unwrap_or(0);
            let evening = EVENINGS.iter().find(|(loud, _)| *loud == day && hour >= 18);
            let louder = evening.map_or(1, |(_, factor)| *factor);
            PEOPLE[hour] * WEEK[day % 7] * trend * louder
        })
    }

    /// Logins: machines knock day and night, staff in office hours.
    pub(crate) fn machines() -> Self {
        Self::from_weights(|day, hour| MACHINES[hour] * WEEK[day % 7])
    }

    /// `weight` is asked for each day of the season and local hour.
    fn from_weights(weight: impl Fn(usize, usize) -> u64) -> Self {
        let mut before = Vec::with_capacity(HOURS + 1);
        before.push(0);
        let mut sum = 0;
        for hour in 0..HOURS {
            let local = hour + 1;
            sum += weight(local / 24, local % 24);
            before.push(sum);
        }
        Self { before }
    }

    /// The same rhythm for a season that ends with hour `end`: what is written is spread over the
    /// hours before it.
    pub(crate) fn until(mut self, end: usize) -> Self {
        self.before.truncate(end + 1);
        self
    }

    /// How many of `total` lines come before `hour`. Over the whole season this adds up to
    /// `total` exactly, whatever stretches are asked for.
    pub(crate) fn lines_before(&self, total: u64, hour: usize) -> u64 {
        let all = self.before.last().copied().unwrap_or(1).max(1);
        let part = self.before[hour.min(self.before.len() - 1)];
        let lines = u128::from(total) * u128::from(part) / u128::from(all);
        u64::try_from(lines).unwrap_or(total)
    }
}

/// Writes times in the ways of real files. The date is worked out once a day only.
pub(crate) struct Stamps {
    /// Seconds by which the written time is ahead of UTC.
    ahead: i64,
    style: Style,
    day: i64,
    date: String,
}

/// How a stamp looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `2027-04-01T10:00:00Z`
    Utc,
    /// `2027-04-01T11:00:00.000000+01:00`, as rsyslog writes it.
    Rfc3339,
    /// `01/Apr/2027:11:00:00 +0100`, as web servers write it.
    Clf,
    /// `Apr  1 11:00:00`, as syslog has written it since the eighties.
    Classic,
}

impl Stamps {
    pub(crate) fn new(style: Style) -> Self {
        let ahead = if style == Style::Utc { 0 } else { AHEAD };
        Self { ahead, style, day: i64::MIN, date: String::new() }
    }

    /// Appends the stamp of `at` (microseconds).
    pub(crate) fn write(&mut self, at: i64, out: &mut Vec<u8>) {
        let seconds = at.div_euclid(SECOND) + self.ahead;
        let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        if day != self.day {
            self.day = day;
            self.date = self.date_of(day);
        }
        out.extend_from_slice(self.date.as_bytes());
        for (place, unit) in [(3600, 24), (60, 60), (1, 60)] {
            two_digits(rest / place % unit, out);
            if place > 1 {
                out.push(b':');
            }
        }
        match self.style {
            Style::Utc => out.push(b'Z'),
            Style::Clf => out.extend_from_slice(b" +0100"),
            Style::Classic => {}
            Style::Rfc3339 => {
                out.push(b'.');
                let micros = at.rem_euclid(SECOND);
                for place in [10_000, 100, 1] {
                    two_digits(micros / place % 100, out);
                }
                out.extend_from_slice(b"+01:00");
            }
        }
    }

    fn date_of(&self, day: i64) -> String {
        let date = jiff::Timestamp::from_second(day.saturating_mul(86_400))
            .map_or(Date::constant(1970, 1, 1), |at| at.to_zoned(TimeZone::UTC).date());
        let format = match self.style {
            Style::Utc | Style::Rfc3339 => "%Y-%m-%dT",
            Style::Clf => "%d/%b/%Y:",
            Style::Classic => "%b %e ",
        };
        date.to_datetime(Time::midnight()).strftime(format).to_string()
    }
}

fn two_digits(number: i64, out: &mut Vec<u8>) {
    for digit in [number / 10 % 10, number % 10] {
        out.push(b'0' + u8::try_from(digit).unwrap_or(0));
    }
}

/// Appends a number in decimal.
pub(crate) fn decimal(mut number: u64, out: &mut Vec<u8>) {
    let from = out.len();
    loop {
        out.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out[from..].reverse();
}

/// The number of a line's slot: hours are cut so that no more than this many lines are in memory.
pub(crate) const SLOT_LINES: u64 = 4096;

/// Into how many slots an hour of `lines` lines is cut.
pub(crate) fn slots(lines: u64) -> u64 {
    lines / SLOT_LINES + 1
}

/// The part of `lines` that falls in slot `slot` of `slots`.
pub(crate) fn part(lines: u64, slot: u64, slots: u64) -> u64 {
    lines * (slot + 1) / slots - lines * slot / slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_says_what_it_means() {
        let zone = TimeZone::get(ZONE).unwrap();
        let shown = [START, MORNING, FIRST_ROUND, SECOND_ROUND, END].map(|at| at.shown_in(&zone));
        assert_eq!(
            shown,
            [
                "2027-02-22 01:00:00",
                "2027-04-01 08:05:00",
                "2027-04-11 08:00:00",
                "2027-04-25 08:00:00",
                "2027-05-03 01:00:00"
            ]
        );
        assert_eq!(Timestamp(local(48, 8, 0)), FIRST_ROUND);
        assert_eq!(Timestamp(hour_start(HOURS)), END);
        assert_eq!(hour_of(END.0), HOURS);
        assert_eq!(EVENINGS.map(|(day, _)| day), [31, 44, 48, 62]);
    }

    #[test]
    fn stamps_are_written_as_real_files_write_them() {
        let at = Timestamp::parse("2027-04-01T09:05:07.012345Z").unwrap().0;
        let written = [Style::Utc, Style::Rfc3339, Style::Clf, Style::Classic].map(|style| {
            let mut out = Vec::new();
            Stamps::new(style).write(at, &mut out);
            String::from_utf8(out).unwrap()
        });
        assert_eq!(
            written,
            [
                "2027-04-01T09:05:07Z",
                "2027-04-01T10:05:07.012345+01:00",
                "01/Apr/2027:10:05:07 +0100",
                "Apr  1 10:05:07"
            ]
        );
    }

    #[test]
    fn hours_share_out_exactly_the_total() {
        for total in [0, 1, 999, 20_000, 1_000_003] {
            let rhythm = Rhythm::people();
            assert_eq!(rhythm.lines_before(total, 0), 0);
            assert_eq!(rhythm.lines_before(total, HOURS), total);
            let slots = slots(total);
            assert_eq!((0..slots).map(|slot| part(total, slot, slots)).sum::<u64>(), total);
        }
    }

    #[test]
    fn evenings_are_louder_than_nights_and_votes_than_quiet_days() {
        let rhythm = Rhythm::people();
        let lines = |day: i64, hour: i64| {
            let hour = hour_of(local(day, hour, 0));
            rhythm.lines_before(1_000_000, hour + 1) - rhythm.lines_before(1_000_000, hour)
        };
        assert!(lines(10, 20) > 20 * lines(10, 4));
        assert!(lines(48, 20) > 4 * lines(10, 20));
    }
}
