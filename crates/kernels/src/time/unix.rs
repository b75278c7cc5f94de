//! Times written as a number since 1970.

use vigie_model::{Precision, Timestamp};

use super::iso::micros;
use crate::KernelInfo;

/// The kernel.
pub const UNIX_TIME: KernelInfo = KernelInfo {
    name: "unix-time",
    version: 1,
    doc: "Reads seconds, milliseconds or microseconds since 1970, told apart by magnitude.",
};

/// Whole numbers below this are seconds (until the year 5138).
const SECONDS_BELOW: i64 = 100_000_000_000;
/// Whole numbers below this are milliseconds.
const MILLIS_BELOW: i64 = SECONDS_BELOW * 1000;
/// Whole numbers below this are microseconds. Larger ones are refused: the ids of posts have 18 or
/// 19 digits and must not pass for nanoseconds when a mapping names the wrong column.
const MICROS_BELOW: i64 = MILLIS_BELOW * 1000;

/// Reads a decimal number, with a sign and a fraction if need be; white space around is ignored.
///
/// The unit is decided by the magnitude of the whole part. A fraction of seconds is read to the
/// microsecond and refines the precision, unless it is all zeros (`1806566400.0` is how
/// spreadsheets and data frames write a whole number). A fraction of milliseconds refines to
/// microseconds, one of microseconds is cut off. Exponents are refused: they have lost digits.
#[must_use]
pub fn parse_unix(text: &str) -> Option<(Timestamp, Precision)> {
    let text = text.trim_ascii().as_bytes();
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        rest => (1, rest),
    };
    let whole_digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // 18 digits hold every number below MICROS_BELOW with a zero in front.
    if whole_digits == 0 || whole_digits > 18 {
        return None;
    }
    let whole = text[..whole_digits].iter().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    let (fraction, fraction_digits) = match &text[whole_digits..] {
        [] => (0, 0),
        [b'.', fraction @ ..] => {
            let (micros, written) = micros(fraction)?;
            if written < fraction.len() {
                return None;
            }
            let zeros = fraction.iter().all(|byte| *byte == b'0');
            (micros, if zeros { 0 } else { written })
        }
        _ => return None,
    };
    let (magnitude, precision) = match whole {
        0..SECONDS_BELOW => (whole * 1_000_000 + fraction, of_seconds(fraction_digits)),
        SECONDS_BELOW..MILLIS_BELOW if fraction_digits == 0 => {
            (whole * 1000, Precision::Millisecond)
        }
        SECONDS_BELOW..MILLIS_BELOW => (whole * 1000 + fraction / 1000, Precision::Microsecond),
        MILLIS_BELOW..MICROS_BELOW => (whole, Precision::Microsecond),
        _ => return None,
    };
    Some((Timestamp(sign * magnitude), precision))
}

fn of_seconds(fraction_digits: usize) -> Precision {
    match fraction_digits {
        0 => Precision::Second,
        1..=3 => Precision::Millisecond,
        _ => Precision::Microsecond,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        parse_unix(text).map_or_else(
            || "none".to_owned(),
            |(at, precision)| format!("{at} {}", precision.word()),
        )
    }

    #[test]
    fn the_unit_is_decided_by_magnitude() {
        assert_eq!(shown("1806566400"), "2027-04-01T08:00:00Z s");
        assert_eq!(shown("1806566400.0"), "2027-04-01T08:00:00Z s");
        assert_eq!(shown("1806566400.25"), "2027-04-01T08:00:00.25Z ms");
        assert_eq!(shown("1806566400.123456"), "2027-04-01T08:00:00.123456Z us");
        assert_eq!(shown("1806566400123"), "2027-04-01T08:00:00.123Z ms");
        assert_eq!(shown("1806566400123.000"), "2027-04-01T08:00:00.123Z ms");
        assert_eq!(shown("1806566400123.5"), "2027-04-01T08:00:00.1235Z us");
        assert_eq!(shown("1806566400123456"), "2027-04-01T08:00:00.123456Z us");
        assert_eq!(shown(" 0\n"), "1970-01-01T00:00:00Z s");
        assert_eq!(shown("-1"), "1969-12-31T23:59:59Z s");
        assert_eq!(shown("+1"), "1970-01-01T00:00:01Z s");
    }

    #[test]
    fn ids_and_rounded_numbers_are_no_times() {
        for text in [
            "",
            "-",
            "1.8e9",
            "1806566400.",
            ".5",
            "1806566400123456789",
            "123456789012345678",
            "9999999999999999999999",
            "0x10",
            "1 2",
            "1806566400s",
            "NaN",
        ] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}", number in "[-+0-9.]{0,40}") {
            let _ = parse_unix(&text);
            let _ = parse_unix(&number);
        }
    }
}
