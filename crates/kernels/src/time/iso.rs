//! ISO 8601 and the spellings of it that exports use.

use jiff::tz::TimeZone;
use vigie_model::{Precision, Timestamp};

use super::civil::{Civil, digits};
use crate::KernelInfo;

/// The kernel.
pub const ISO_TIME: KernelInfo = KernelInfo {
    name: "iso-time",
    version: 1,
    doc: "Reads ISO 8601 dates and times, with or without a zone.",
};

/// Reads a date (`2027-04-01`) or a date with a time (`2027-04-01T10:00:00.123+02:00`).
///
/// Between date and time stands `T`, `t`, `_` or a space; the time is given to the hour, minute,
/// second or a fraction of it (after a dot or comma; digits beyond the microsecond are cut off).
/// The zone is `Z`, `UTC`, `GMT`, `+02:00`, `+0200` or `+02`, after at most one space. Without one
/// the wall time is taken in `zone`, and the third value says so. White space around is ignored.
///
/// The precision is what was written: a fraction of one to three digits counts as milliseconds,
/// because many writers drop zeros at the end.
#[must_use]
pub fn parse_iso(text: &str, zone: &TimeZone) -> Option<(Timestamp, Precision, bool)> {
    let text = text.trim_ascii().as_bytes();
    let year = digits::<4>(text, 0)?;
    let month = digits::<2>(text, 5)?;
    let day = digits::<2>(text, 8)?;
    if text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let (time, micros, precision, rest) = match &text[10..] {
        [] => ((0, 0, 0), 0, Precision::Day, &text[10..]),
        [b'T' | b't' | b' ' | b'_', time @ ..] => wall_time(time)?,
        _ => return None,
    };
    let civil = Civil::new(year.cast_signed(), month, day, time)?.with_micros(micros);
    if rest.is_empty() {
        return Some((civil.in_zone(zone)?, precision, true));
    }
    Some((civil.at_offset(offset(rest)?), precision, false))
}

type WallTime<'a> = ((u32, u32, u32), i64, Precision, &'a [u8]);

/// Hours, then as much as was written; what follows is handed back.
fn wall_time(text: &[u8]) -> Option<WallTime<'_>> {
    let hour = digits::<2>(text, 0)?;
    let [b':', after_hour @ ..] = &text[2..] else {
        return Some(((hour, 0, 0), 0, Precision::Hour, &text[2..]));
    };
    let minute = digits::<2>(after_hour, 0)?;
    let [b':', after_minute @ ..] = &after_hour[2..] else {
        return Some(((hour, minute, 0), 0, Precision::Minute, &after_hour[2..]));
    };
    let second = digits::<2>(after_minute, 0)?;
    let rest = &after_minute[2..];
    let [b'.' | b',', fraction @ ..] = rest else {
        return Some(((hour, minute, second), 0, Precision::Second, rest));
    };
    let (micros, written) = micros(fraction)?;
    let precision = if written <= 3 { Precision::Millisecond } else { Precision::Microsecond };
    Some(((hour, minute, second), micros, precision, &fraction[written..]))
}

/// Microseconds from the digits at the start of `fraction`, and how many digits there are.
pub(super) fn micros(fraction: &[u8]) -> Option<(i64, usize)> {
    let written = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if written == 0 {
        return None;
    }
    let digit = |place| fraction[..written].get(place).map_or(0, |byte| i64::from(byte - b'0'));
    Some(((0..6).fold(0, |micros, place| micros * 10 + digit(place)), written))
}

/// Seconds that the wall clock is ahead of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let (sign, text) = match text {
        b"Z" | b"z" | b"UTC" | b"GMT" => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let hours = digits::<2>(text, 0)?;
    let minutes = match &text[2..] {
        [] => 0,
        [b':', minutes @ ..] if minutes.len() == 2 => digits::<2>(minutes, 0)?,
        minutes if minutes.len() == 2 => digits::<2>(minutes, 0)?,
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        match parse_iso(text, &paris) {
            None => "none".to_owned(),
            Some((at, precision, assumed)) => {
                format!("{at} {}{}", precision.word(), if assumed { " zone assumed" } else { "" })
            }
        }
    }

    #[test]
    fn precision_is_what_was_written() {
        assert_eq!(shown("2027-04-01"), "2027-03-31T22:00:00Z day zone assumed");
        assert_eq!(shown("2027-04-01T10Z"), "2027-04-01T10:00:00Z h");
        assert_eq!(shown("2027-04-01 10:30"), "2027-04-01T08:30:00Z min zone assumed");
        assert_eq!(shown("2027-04-01T10:30:05Z"), "2027-04-01T10:30:05Z s");
        assert_eq!(shown("2027-04-01T10:30:05.5Z"), "2027-04-01T10:30:05.5Z ms");
        assert_eq!(shown("2027-04-01T10:30:05,123Z"), "2027-04-01T10:30:05.123Z ms");
        assert_eq!(shown("2027-04-01T10:30:05.123456Z"), "2027-04-01T10:30:05.123456Z us");
        assert_eq!(shown("2027-04-01T10:30:05.123456789Z"), "2027-04-01T10:30:05.123456Z us");
    }

    #[test]
    fn zones_are_read_in_their_spellings() {
        for zone in ["+02:00", "+0200", "+02", " +02:00"] {
            assert_eq!(shown(&format!("2027-04-01T10:00:00{zone}")), "2027-04-01T08:00:00Z s");
        }
        for zone in ["Z", "z", " UTC", " GMT", "-00:00"] {
            assert_eq!(shown(&format!("2027-04-01T10:00:00{zone}")), "2027-04-01T10:00:00Z s");
        }
        assert_eq!(shown(" 2027-04-01_10:00:00-03:30\n"), "2027-04-01T13:30:00Z s");
    }

    #[test]
    fn far_years_are_read() {
        assert_eq!(shown("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z s");
        assert_eq!(shown("9999-12-30T00:00:00Z"), "9999-12-30T00:00:00Z s");
    }

    #[test]
    fn refuses_what_is_not_wholly_a_time() {
        for text in [
            "",
            "2027",
            "2027-4-1",
            "2027-02-29",
            "2027-04-01T",
            "2027-04-01T1",
            "2027-04-01T10:",
            "2027-04-01T10:00:00.",
            "2027-04-01T24:00:00Z",
            "2027-04-01T10:00:00+24:00",
            "2027-04-01T10:00:00 Paris",
            "2027-04-01T10:00:00ZZ",
            "2027/04/01",
            "２０２７-04-01",
            "2027-04-01x10:00",
            "2027-04-01T10:00:00+2",
        ] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}", stamp in "[0-9TZ:.+, -]{0,40}") {
            let _ = parse_iso(&text, &TimeZone::UTC);
            let _ = parse_iso(&stamp, &TimeZone::UTC);
        }

        #[test]
        fn reads_back_what_jiff_writes(micros in -62_135_596_800_000_000_i64..253_402_207_200_000_000) {
            let at = Timestamp(micros);
            let (read, _, assumed) = parse_iso(&at.to_string(), &TimeZone::UTC).unwrap();
            prop_assert_eq!((read, assumed), (at, false));
        }
    }
}
