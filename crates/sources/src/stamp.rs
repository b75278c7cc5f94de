//! Claimed times from the text of a field.

use jiff::tz::TimeZone;
use vigie_kernels::time::{parse_iso, parse_unix};
use vigie_model::time::{Precision, Timestamp};

use crate::record::{ClaimedTime, TimeNote};

/// A time that is not there or cannot be read; its precision is the coarsest, so that nothing is
/// concluded from it.
const fn unknown(note: TimeNote) -> ClaimedTime {
    ClaimedTime { at: None, precision: Precision::Day, note: Some(note) }
}

/// Marks what lies outside the plausible range; the oddest note wins.
pub(crate) fn marked(
    at: Timestamp,
    precision: Precision,
    assumed: Option<TimeNote>,
) -> ClaimedTime {
    let note = if at.is_plausible() { assumed } else { Some(TimeNote::Absurd) };
    ClaimedTime { at: Some(at), precision, note }
}

/// Reads seconds, milliseconds or microseconds since 1970, or ISO 8601 in its usual spellings.
pub(crate) fn claimed(text: Option<&str>, zone: &TimeZone) -> ClaimedTime {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return unknown(TimeNote::Missing);
    };
    if let Some((at, precision)) = parse_unix(text) {
        return marked(at, precision, None);
    }
    match parse_iso(text, zone) {
        Some((at, precision, is_assumed)) => {
            marked(at, precision, is_assumed.then_some(TimeNote::ZoneAssumed))
        }
        None => unknown(TimeNote::Unreadable),
    }
}

/// A time of the frame of a log line, whose stamp had the right shape.
pub(crate) fn of_log(
    read: Option<(Timestamp, Precision)>,
    assumed: Option<TimeNote>,
) -> ClaimedTime {
    match read {
        Some((at, precision)) => marked(at, precision, assumed),
        None => unknown(TimeNote::Unreadable),
    }
}

/// A time at which somebody else saw the record; only a plausible one is any use.
pub(crate) fn observed(text: Option<&str>, zone: &TimeZone) -> Option<Timestamp> {
    claimed(text, zone).at.filter(|at| at.is_plausible())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let claimed = claimed(Some(text), &TimeZone::UTC);
        let at = claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        format!("{at} {} {}", claimed.precision.word(), claimed.note.map_or("-", TimeNote::word))
    }

    #[test]
    fn every_usual_spelling_is_read() {
        assert_eq!(shown("1806566400"), "2027-04-01T08:00:00Z s -");
        assert_eq!(shown("1806566400123"), "2027-04-01T08:00:00.123Z ms -");
        assert_eq!(shown("1806566400123456"), "2027-04-01T08:00:00.123456Z us -");
        assert_eq!(shown("2027-04-01T10:00:00+02:00"), "2027-04-01T08:00:00Z s -");
        assert_eq!(shown("2027-04-01 08:00"), "2027-04-01T08:00:00Z min zone assumed");
        assert_eq!(shown("2027-04-01 08:00:01"), "2027-04-01T08:00:01Z s zone assumed");
    }

    #[test]
    fn what_is_no_time_or_no_possible_time_is_marked() {
        assert_eq!(shown(" "), "- day missing");
        assert_eq!(shown("yesterday"), "- day unreadable");
        assert_eq!(shown("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z s absurd");
        assert_eq!(shown("9999-12-01T00:00:00Z"), "9999-12-01T00:00:00Z s absurd");
        assert_eq!(shown("12"), "1970-01-01T00:00:12Z s absurd");
    }
}
