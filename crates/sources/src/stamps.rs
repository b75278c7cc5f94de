//! Claimed times of log lines, whose stamps may lack a year or a zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use vigie_kernels::time::{parse_iso, parse_syslog, parse_unix};
use vigie_model::time::{Precision, Timestamp};

use crate::record::{ClaimedTime, TimeNote};
use crate::sshd::frame::{MONTHS, Stamp};
use crate::{ReadOptions, stamp};

/// Reads the stamps of one stream.
#[derive(Debug)]
pub(crate) struct Stamps {
    zone: TimeZone,
    /// A stamp without a year lies at most a day after this.
    reference: Timestamp,
    /// The last stamp without a year: neighbouring lines mostly carry the same, and finding its year
    /// and zone costs more than the rest of the line.
    last: (String, ClaimedTime),
}

impl Stamps {
    pub(crate) fn new(options: &ReadOptions) -> Self {
        Self {
            zone: options.zone.clone(),
            reference: options.reference,
            last: (String::new(), stamp::of_log(None, None)),
        }
    }

    pub(crate) const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(crate) fn claimed(&mut self, stamp: Stamp<'_>) -> ClaimedTime {
        let zone = &self.zone;
        let second = |at: Timestamp| (at, Precision::Second);
        match stamp {
            Stamp::Syslog { month, day, clock, fraction } => {
                let pad = if day.len() == 1 { "  " } else { " " };
                let text = [month, pad, day, " ", clock, fraction.unwrap_or_default()].concat();
                if text != self.last.0 {
                    let whole = text.len() - fraction.map_or(0, str::len);
                    let read = text
                        .get(..whole)
                        .and_then(|text| parse_syslog(text.as_bytes(), self.reference, zone));
                    let read = read.map(|(at, _)| finer(second(at), fraction));
                    self.last = (text, stamp::of_log(read, Some(TimeNote::YearAssumed)));
                }
                self.last.1
            }
            Stamp::Dated { year, month, day, clock } => {
                self.civil(&format!("{year}-{:02}-{day:0>2} {clock}", number_of(month)))
            }
            Stamp::Iso(text) => self.civil(text),
            Stamp::Unix(text) => stamp::of_log(parse_unix(text), None),
            Stamp::Missing => stamp::claimed(None, zone),
        }
    }

    /// ISO 8601 in any spelling.
    pub(crate) fn civil(&self, text: &str) -> ClaimedTime {
        match parse_iso(text, &self.zone) {
            Some((at, precision, is_assumed)) => {
                stamp::of_log(Some((at, precision)), is_assumed.then_some(TimeNote::ZoneAssumed))
            }
            None => stamp::of_log(None, None),
        }
    }

    /// `22-Jan-2027 22:28:21 +0200`, or with slashes and no zone.
    pub(crate) fn by_month_name(&self, text: &str) -> ClaimedTime {
        let mut words = text.split(' ');
        let date = words.next().unwrap_or_default();
        let (clock, zone) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut parts = date.split(['-', '/']);
        let (day, month, year) = (parts.next(), parts.next(), parts.next());
        let (Some(day), Some(month), Some(year)) = (day, month, year) else {
            return stamp::of_log(None, None);
        };
        self.civil(&format!("{year}-{:02}-{day:0>2}T{clock}{zone}", number_of(month)))
    }

    /// A TAI64N label without its `@` (D. J. Bernstein, "TAI64, TAI64N, and TAI64NA"). Loggers add
    /// the ten seconds of 1970 and no leap seconds.
    pub(crate) fn of_label(label: &str) -> ClaimedTime {
        let read = || {
            let seconds = u64::from_str_radix(label.get(..16)?, 16).ok()?;
            let nanos = u64::from_str_radix(label.get(16..24)?, 16).ok()?;
            let seconds = seconds.checked_sub((1 << 62) + 10)?;
            let micros = seconds.checked_mul(1_000_000)?.checked_add(nanos / 1_000)?;
            Some((Timestamp(i64::try_from(micros).ok()?), Precision::Microsecond))
        };
        stamp::of_log(read(), None)
    }

    /// `October 14, 2027 09:06:02`.
    pub(crate) fn by_long_month(&self, text: &str) -> ClaimedTime {
        let read = || {
            let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
            let month = words.next()?.get(..3)?;
            let (day, year, clock) = (words.next()?, words.next()?, words.next()?);
            let date = Date::new(year.parse().ok()?, number_of(month), day.parse().ok()?).ok()?;
            Some(format!("{date}T{clock}"))
        };
        read().map_or_else(|| stamp::of_log(None, None), |text| self.civil(&text))
    }
}

/// 1 to 12, or 0.
fn number_of(month: &str) -> i8 {
    let at = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month));
    at.and_then(|at| i8::try_from(at + 1).ok()).unwrap_or(0)
}

/// Adds what stands behind the point of a syslog stamp.
fn finer(
    (at, precision): (Timestamp, Precision),
    fraction: Option<&str>,
) -> (Timestamp, Precision) {
    let Some(digits) = fraction else { return (at, precision) };
    let micros = digits.bytes().chain(std::iter::repeat(b'0')).take(6);
    let micros = micros.fold(0_i64, |sum, digit| sum * 10 + i64::from(digit.saturating_sub(b'0')));
    let precision = if digits.len() <= 3 { Precision::Millisecond } else { Precision::Microsecond };
    (Timestamp(at.0.saturating_add(micros)), precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_mail_and_web_daemons_are_read() {
        let stamps = Stamps {
            zone: TimeZone::UTC,
            reference: Timestamp(0),
            last: (String::new(), stamp::of_log(None, None)),
        };
        let shown = |claimed: ClaimedTime| claimed.at.map_or_else(String::new, |at| at.to_string());
        assert_eq!(
            shown(stamps.by_month_name("22-Jan-2027 22:28:21 +0200")),
            "2027-01-22T20:28:21Z"
        );
        assert_eq!(
            shown(stamps.by_long_month("October 14, 2027 09:06:02")),
            "2027-10-14T09:06:02Z"
        );
        assert_eq!(shown(Stamps::of_label("400000006b9106aa1dcd6500")), "2027-03-10T08:15:28.5Z");
        for text in ["", "x", "1-2", "99-Foo-2027 1:2:3"] {
            assert_eq!(stamps.by_month_name(text).at, None, "{text}");
            assert_eq!(stamps.by_long_month(text).at, None, "{text}");
            assert_eq!(Stamps::of_label(text).at, None, "{text}");
        }
    }
}
