//! The stamp of classic syslog lines, which names neither year nor zone.

use jiff::tz::TimeZone;
use vigie_model::Timestamp;

use super::civil::{Civil, digits, month, year_of};
use crate::KernelInfo;

/// The kernel.
pub const SYSLOG_TIME: KernelInfo = KernelInfo {
    name: "syslog-time",
    version: 1,
    doc: "Reads Mar 10 08:15:30 and takes the latest year that is not in the future.",
};

/// Length of the stamp in bytes.
const LENGTH: usize = 15;

/// A stamp may lie this far after the reference: clocks differ, and a zone may be set wrongly.
const MAY_LEAD: i64 = 86_400 * 1_000_000;

/// Leap days are at most eight years apart (1896 and 1904, 2096 and 2104).
const LEAP_GAP: i64 = 8;

/// Reads `Mar 10 08:15:30` or `Mar  5 08:15:30` (RFC 3164, section 4.1.2) at the start of `line`
/// and returns the moment, to the second, and how many bytes the stamp takes. A space or the end
/// of the line must follow.
///
/// The year is the latest in which the stamp exists and lies at most one day after `reference`;
/// the wall time is taken in `zone`.
#[must_use]
pub fn parse_syslog(
    line: &[u8],
    reference: Timestamp,
    zone: &TimeZone,
) -> Option<(Timestamp, usize)> {
    let stamp: &[u8; LENGTH] = line.get(..LENGTH)?.try_into().ok()?;
    if stamp[3] != b' ' || stamp[6] != b' ' || stamp[9] != b':' || stamp[12] != b':' {
        return None;
    }
    if line.get(LENGTH).is_some_and(|next| *next != b' ') {
        return None;
    }
    let month = month(&stamp[..3])?;
    let day = if stamp[4] == b' ' { digits::<1>(stamp, 5)? } else { digits::<2>(stamp, 4)? };
    let time = (digits::<2>(stamp, 7)?, digits::<2>(stamp, 10)?, digits::<2>(stamp, 13)?);
    let latest = reference.0.saturating_add(MAY_LEAD);
    // A zone is at most a day away from UTC, so no later year can qualify.
    let last_year = year_of(Timestamp(latest.saturating_add(MAY_LEAD)));
    (last_year - LEAP_GAP - 1..=last_year).rev().find_map(|year| {
        let year = i32::try_from(year).ok()?;
        let at = Civil::new(year, month, day, time)?.in_zone(zone)?;
        (at.0 <= latest).then_some((at, LENGTH))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(line: &str, reference: &str) -> String {
        let reference = Timestamp::parse(reference).unwrap();
        parse_syslog(line.as_bytes(), reference, &TimeZone::UTC)
            .map_or_else(|| "none".to_owned(), |(at, used)| format!("{at} {used}"))
    }

    #[test]
    fn the_latest_year_that_is_not_in_the_future_is_taken() {
        let reference = "2027-03-10T12:00:00Z";
        assert_eq!(shown("Mar 10 08:15:30 www1 sshd", reference), "2027-03-10T08:15:30Z 15");
        assert_eq!(shown("Mar 11 12:00:00", reference), "2027-03-11T12:00:00Z 15");
        assert_eq!(shown("Mar 11 12:00:01", reference), "2026-03-11T12:00:01Z 15");
        assert_eq!(shown("Dec 31 23:59:59", reference), "2026-12-31T23:59:59Z 15");
        assert_eq!(shown("Jan  1 00:00:00", "2026-12-31T23:00:00Z"), "2027-01-01T00:00:00Z 15");
        assert_eq!(shown("Mar  5 08:15:30", reference), "2027-03-05T08:15:30Z 15");
        assert_eq!(shown("Mar 05 08:15:30", reference), "2027-03-05T08:15:30Z 15");
    }

    #[test]
    fn a_leap_day_goes_back_to_a_leap_year() {
        assert_eq!(shown("Feb 29 10:00:00", "2027-03-10T12:00:00Z"), "2024-02-29T10:00:00Z 15");
        assert_eq!(shown("Feb 29 10:00:00", "2028-02-28T10:00:00Z"), "2028-02-29T10:00:00Z 15");
        assert_eq!(shown("Feb 29 10:00:00", "2103-12-31T00:00:00Z"), "2096-02-29T10:00:00Z 15");
    }

    #[test]
    fn the_wall_time_is_taken_in_the_zone() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let reference = Timestamp::parse("2027-07-10T12:00:00Z").unwrap();
        let (at, _) = parse_syslog(b"Jul 10 08:15:30", reference, &paris).unwrap();
        assert_eq!(at.to_string(), "2027-07-10T06:15:30Z");
    }

    #[test]
    fn refuses_what_is_not_a_stamp() {
        for line in [
            "",
            "Mar 10 08:15",
            "Mar 10 08:15:30x",
            "mar 10 08:15:30",
            "Mar 32 08:15:30",
            "Mar  0 08:15:30",
            "Mar 10 24:15:30",
            "Mar-10 08:15:30",
            "Feb 30 08:15:30",
        ] {
            assert_eq!(shown(line, "2027-03-10T12:00:00Z"), "none", "{line}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(line in "(Feb|Mar) ?[0-9 ]{0,3}[0-9: ]{0,12}", reference in any::<i64>()) {
            let _ = parse_syslog(line.as_bytes(), Timestamp(reference), &TimeZone::UTC);
        }
    }
}
