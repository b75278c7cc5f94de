//! How long a server took to answer, as each kind of log writes it. In the lake it is microseconds.

/// A decimal number of units of `unit_us` microseconds: `0.123`, `15`, `+7`. What is no number, below
/// zero (a request that broke off) or longer than a year is absent.
pub(crate) fn units(text: &str, unit_us: f64) -> Option<i64> {
    let units: f64 = text.trim().trim_start_matches('+').parse().ok()?;
    let us = (units * unit_us).round();
    if !(0.0..YEAR_US).contains(&us) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, and below a year")]
    Some(us as i64)
}

/// Seconds, with a fraction or without.
pub(crate) const SECONDS: f64 = 1_000_000.0;
/// Milliseconds.
pub(crate) const MILLISECONDS: f64 = 1_000.0;
/// Microseconds.
pub(crate) const MICROSECONDS: f64 = 1.0;
/// Nanoseconds.
pub(crate) const NANOSECONDS: f64 = 0.001;

const YEAR_US: f64 = 366.0 * 86_400.0 * SECONDS;

/// The time that stands behind the combined format, where its unit is sure: Traefik ends its lines with
/// `15ms`, and nginx's own example of a longer format writes `rt=0.015` or `request_time=0.015`.
pub(crate) fn behind_combined(rest: &str) -> Option<i64> {
    let mut words = rest.split_ascii_whitespace().rev();
    let last = words.next()?;
    if let Some(number) = last.strip_suffix("ms") {
        return units(number, MILLISECONDS);
    }
    std::iter::once(last).chain(words).find_map(|word| {
        let (name, number) = word.split_once('=')?;
        matches!(name, "rt" | "request_time").then(|| units(number.trim_matches('"'), SECONDS))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_all_units_are_microseconds() {
        assert_eq!(units("0.123", SECONDS), Some(123_000));
        assert_eq!(units("15", MILLISECONDS), Some(15_000));
        assert_eq!(units("+7", MICROSECONDS), Some(7));
        assert_eq!(units("1500", NANOSECONDS), Some(2));
        for text in ["", "-", "-1", "NaN", "inf", "1e300", "0.1, 0.2", "a"] {
            assert_eq!(units(text, SECONDS), None, "{text}");
        }
    }

    #[test]
    fn only_a_time_whose_unit_is_sure_is_taken_from_behind_the_combined_format() {
        assert_eq!(behind_combined(r#" 17 "web@docker" "http://192.0.2.1:80" 15ms"#), Some(15_000));
        assert_eq!(behind_combined(r#" rt=0.015 uct="0.000""#), Some(15_000));
        assert_eq!(behind_combined(r#" request_time="0.2""#), Some(200_000));
        for rest in ["", " 1532", " \"-\"", " 0.015", " alert=0.1"] {
            assert_eq!(behind_combined(rest), None, "{rest}");
        }
    }
}
