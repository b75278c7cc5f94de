//! The stamp of web access logs (common log format).

use vigie_model::Timestamp;

use super::civil::{Civil, month};
use crate::KernelInfo;

/// The kernel.
pub const CLF_TIME: KernelInfo =
    KernelInfo { name: "clf-time", version: 2, doc: "Reads 10/Mar/2027:08:15:30 +0100." };

/// Reads `10/Mar/2027:08:15:30 +0100` without its brackets, to the second. Some programs write the
/// first nine days of a month with one digit.
#[inline]
#[must_use]
pub fn parse_clf(stamp: &[u8]) -> Option<Timestamp> {
    // The fixed length lets the compiler drop every further bounds check.
    let padded;
    let stamp: &[u8; 26] = match <&[u8; 26]>::try_from(stamp) {
        Ok(stamp) => stamp,
        Err(_) => {
            padded = one_digit(stamp)?;
            &padded
        }
    };
    let shape = stamp[2] == b'/'
        && stamp[6] == b'/'
        && stamp[11] == b':'
        && stamp[14] == b':'
        && stamp[17] == b':'
        && stamp[20] == b' '
        && matches!(stamp[21], b'+' | b'-');
    // Nearly every stamp of a log is sound, so all checks together are one branch.
    let mut sound = shape;
    let mut number = |tens: usize, ones: usize| {
        let (tens, ones) = (stamp[tens].wrapping_sub(b'0'), stamp[ones].wrapping_sub(b'0'));
        sound &= tens <= 9 && ones <= 9;
        u32::from(tens) * 10 + u32::from(ones)
    };
    let day = number(0, 1);
    let year = number(7, 8) * 100 + number(9, 10);
    let time = (number(12, 13), number(15, 16), number(18, 19));
    let (hours, minutes) = (number(22, 23), number(24, 25));
    if !sound || hours > 23 || minutes > 59 {
        return None;
    }
    let month = month(&stamp[3..6])?;
    let offset = i64::from(hours * 3600 + minutes * 60);
    let offset = if stamp[21] == b'-' { -offset } else { offset };
    Some(Civil::new(year.cast_signed(), month, day, time)?.at_offset(offset))
}

#[cold]
fn one_digit(stamp: &[u8]) -> Option<[u8; 26]> {
    let stamp: &[u8; 25] = stamp.try_into().ok()?;
    let mut padded = [b'0'; 26];
    padded[1..].copy_from_slice(stamp);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(stamp: &str) -> String {
        parse_clf(stamp.as_bytes()).map_or_else(|| "none".to_owned(), |at| at.to_string())
    }

    #[test]
    fn reads_offsets_both_ways() {
        assert_eq!(shown("10/Mar/2027:08:15:30 +0100"), "2027-03-10T07:15:30Z");
        assert_eq!(shown("10/Mar/2027:08:15:30 -0430"), "2027-03-10T12:45:30Z");
        assert_eq!(shown("1/Mar/2027:08:15:30 +0100"), "2027-03-01T07:15:30Z");
        assert_eq!(shown("29/Feb/2028:23:59:59 +0000"), "2028-02-29T23:59:59Z");
        assert_eq!(shown("01/Jan/0000:00:00:00 +0000"), "0000-01-01T00:00:00Z");
        assert_eq!(shown("30/Dec/9999:00:00:00 +0000"), "9999-12-30T00:00:00Z");
    }

    #[test]
    fn refuses_what_is_not_wholly_a_stamp() {
        for stamp in [
            "",
            "10/Mar/2027:08:15:30",
            "10/Mar/2027:08:15:30 +0100]",
            "10/mar/2027:08:15:30 +0100",
            "29/Feb/2027:08:15:30 +0100",
            "10/Mar/2027:25:15:30 +0100",
            "10/Mar/2027:08:61:30 +0100",
            "10/Mar/2027:08:15:30 +9900",
            "10/Mar/2027:08:15:30 *0100",
            "1x/Mar/2027:08:15:30 +0100",
            "10-Mar-2027:08:15:30 +0100",
        ] {
            assert_eq!(shown(stamp), "none", "{stamp}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(stamp in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse_clf(&stamp);
        }

        #[test]
        fn agrees_with_jiff(second in -62_135_596_800_i64..253_402_207_200, hours in -12_i8..=14) {
            let offset = jiff::tz::Offset::from_hours(hours).unwrap();
            let at = jiff::Timestamp::from_second(second).unwrap();
            let local = at.to_zoned(offset.to_time_zone());
            prop_assume!((0..=9999).contains(&local.year()));
            let stamp = local.strftime("%d/%b/%Y:%H:%M:%S %z").to_string();
            prop_assert_eq!(parse_clf(stamp.as_bytes()), Some(Timestamp::from_seconds(second)));
        }
    }
}
