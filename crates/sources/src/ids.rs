//! Ids that went through floating point.

/// Whether a text is a number in floating-point notation that is too large to have kept its last
/// digits (2^53 and above): `1.2345678901234568e+17`, `1623881091162388109.0`.
///
/// Digits without a point or exponent are never rounded for us, however many there are. A hash such
/// as `12e45` is no number: spreadsheets and programs write the point or the sign of the exponent.
pub(crate) fn is_rounded(text: &str) -> bool {
    /// 2^53, from which on neighbouring integers share one double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    // Nearly all ids stop here.
    if memchr::memchr2(b'.', b'+', text.as_bytes()).is_none() {
        return false;
    }
    let mut signed_exponent = false;
    let (mut points, mut exponents, mut digits) = (0, 0, 0);
    let mut previous = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' if exponents == 0 => points += 1,
            b'e' | b'E' if digits > 0 => exponents += 1,
            b'+' | b'-' if at == 0 => {}
            b'+' | b'-' if matches!(previous, b'e' | b'E') => signed_exponent = true,
            _ => return false,
        }
        previous = byte;
    }
    let is_float =
        points == 1 && exponents <= 1 || points == 0 && exponents == 1 && signed_exponent;
    is_float && text.parse::<f64>().is_ok_and(|value| value.abs() >= EXACT)
}

#[cfg(test)]
mod tests {
    use super::is_rounded;

    #[test]
    fn floats_that_lost_digits_are_told_from_ids() {
        for rounded in [
            "1.2345678901234568e+17",
            "1.2345678901234568E17",
            "1.23457E+17",
            "-1.2345678901234568e+17",
            "1623881091162388109.0",
            "1e+17",
        ] {
            assert!(is_rounded(rounded), "{rounded}");
        }
        for whole in [
            "123456789012345678901234567890",
            "-1001465826763_3881",
            "12345.0",
            "1.5",
            "12e45",
            "85d2d12251a735ce",
            "1.2.3.4",
            "at://did:plc:abc/app.bsky.feed.post/3k",
            "",
            ".",
            "e",
            "nan",
        ] {
            assert!(!is_rounded(whole), "{whole}");
        }
    }
}
