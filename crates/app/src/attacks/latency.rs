//! How long answers took, hour by hour, from logs that say it.
//!
//! An hour is told by its slowest twentieth: the time that 95 of 100 answers stayed below. It is read
//! from counts in steps of a tenth (eight to each doubling), so that it does not depend on the order of
//! rows and needs no more memory for a million requests than for a hundred.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use vigie_engine::Session;

use super::health::{HourRow, median};
use crate::AppError;
use crate::hours::HOUR_OF;
use crate::words::Words;

/// Answers of one hour by step of their time.
type Steps = BTreeMap<i64, u64>;

/// The slowest twentieth of each hour, in microseconds, by the hour's first moment.
pub(super) type Slow = BTreeMap<i64, u64>;

/// Fewer answers say nothing of an hour.
const FEW: u64 = 20;

/// How slow each hour of the log was.
pub(super) fn slow_hours(session: &Session) -> Result<Slow, AppError> {
    let query = format!(
        "SELECT {HOUR_OF} AS hour, \
         CAST(floor(log2(CAST(duration_us AS DOUBLE) + 1) * 8) AS BIGINT) AS step, \
         count(*) AS answers FROM requests WHERE duration_us >= 0 GROUP BY 1, 2"
    );
    let changed = || AppError::Bug("times of answers have other columns than asked for");
    let mut hours: BTreeMap<i64, Steps> = BTreeMap::new();
    for batch in &session.query(&query, &[])?.batches {
        let number =
            |at: usize| batch.column(at).as_primitive_opt::<Int64Type>().ok_or_else(changed);
        let (at, step, answers) = (number(0)?, number(1)?, number(2)?);
        for row in 0..at.len() {
            let steps = hours.entry(at.value(row)).or_default();
            steps.insert(step.value(row), answers.value(row).unsigned_abs());
        }
    }
    Ok(hours.into_iter().filter_map(|(hour, steps)| Some((hour, slowest(&steps)?))).collect())
}

/// The time that 95 of 100 answers stayed below: the middle of its step.
fn slowest(steps: &Steps) -> Option<u64> {
    let all: u64 = steps.values().sum();
    if all < FEW {
        return None;
    }
    // The smallest step with at least 95 of 100 answers in it and below.
    let mut seen = 0;
    let step = steps.iter().find(|(_, answers)| {
        seen += **answers;
        seen * 100 >= all * 95
    });
    step.map(|(step, _)| middle_us(*step))
}

/// Half a step above where the step begins, in microseconds.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "steps are between 0 and 400, so the time is between 0 and a few years"
)]
fn middle_us(step: i64) -> u64 {
    (((step as f64 + 0.5) / 8.0).exp2() - 1.0).round().max(0.0) as u64
}

/// From what time on an hour is slow, from the same hours before: twice their median at least, since
/// times of few answers jump, and three scaled median deviations above it.
pub(super) fn slow_from(mut usual: Vec<u64>) -> u64 {
    let middle = median(&mut usual);
    let mut away: Vec<u64> = usual.iter().map(|time| time.abs_diff(middle)).collect();
    let reach = (median(&mut away).saturating_mul(445) / 100).max(middle);
    // Nobody feels a tenth of a second.
    middle.saturating_add(reach).max(100_000)
}

/// One sentence on the last hour: how slow it was, what is usual, or what a log would have to say.
pub(super) fn sentence(latest: Option<HourRow>, any: bool, words: &Words) -> String {
    let Some(took) = latest.and_then(|row| row.slow_us) else {
        let id = if any { "attacks-latency-few" } else { "attacks-latency-none" };
        return words.plain(id);
    };
    let from = latest.and_then(|row| row.slow_from_us);
    let id = if from.is_some() { "attacks-latency" } else { "attacks-latency-new" };
    let usual = from.map_or_else(String::new, |from| shown(from, words));
    words.say(id, &[("took", shown(took, words).into()), ("usual", usual.into())])
}

/// `320 ms`, `1.2 s`: two figures are all that a step of a tenth can bear.
#[expect(clippy::cast_precision_loss, reason = "a time of answers, shown with two figures")]
pub(super) fn shown(us: u64, words: &Words) -> String {
    let ms = us as f64 / 1_000.0;
    let (number, unit) = match ms {
        ..10.0 => (format!("{ms:.1}"), "ms"),
        ..1_000.0 => (format!("{ms:.0}"), "ms"),
        ..10_000.0 => (format!("{:.1}", ms / 1_000.0), "s"),
        _ => (format!("{:.0}", ms / 1_000.0), "s"),
    };
    format!("{}\u{202f}{unit}", words.decimal(&number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn step_of(us: f64) -> i64 {
        ((us + 1.0).log2() * 8.0).floor() as i64
    }

    #[test]
    fn the_slowest_twentieth_is_within_a_tenth_of_the_truth() {
        for true_us in [900.0, 20_000.0, 333_000.0, 7_000_000.0] {
            let steps = Steps::from([(step_of(true_us / 9.0), 94), (step_of(true_us), 6)]);
            let read = slowest(&steps).unwrap() as f64;
            assert!((read / true_us - 1.0).abs() < 0.1, "{true_us}: {read}");
        }
        assert_eq!(slowest(&Steps::from([(3, 19)])), None);
    }

    #[test]
    fn an_hour_is_slow_from_twice_what_is_usual() {
        assert_eq!(slow_from(vec![200_000, 210_000, 190_000]), 400_000);
        assert_eq!(slow_from(vec![2_000, 2_100, 1_900]), 100_000);
        assert_eq!(slow_from(vec![200_000, 900_000, 1_600_000]), 900_000 + 700_000 * 445 / 100);
    }

    #[test]
    fn times_are_shown_with_two_figures() {
        let words = Words::new(Language::French);
        let shown = [900, 12_345, 320_000, 1_234_000, 61_000_000].map(|us| shown(us, &words));
        let plain = shown.map(|text| text.replace('\u{202f}', " "));
        assert_eq!(plain, ["0,9 ms", "12 ms", "320 ms", "1,2 s", "61 s"]);
    }
}
