//! Does the service stand? Volume and times of answers against their own bands, and the share of
//! server errors, from the same access logs.
//!
//! The band of an hour is what the same hour of the week usually holds: the median of the weeks
//! before, and three scaled median deviations either way (1.4826 makes the deviation that of a normal
//! distribution: Rousseeuw and Croux, *Alternatives to the median absolute deviation*, 1993). With
//! fewer than three such weeks, the same hour of the days before; with fewer than three of these,
//! there is no band, and that is said. Every hour is held against earlier hours only.

mod unusual;

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use serde::Serialize;
use vigie_engine::Session;
use vigie_model::time::Timestamp;

use super::AttacksRequest;
use super::Taken;
use super::latency::{self, Slow};
use crate::hours::{HOUR, HOUR_OF};
use crate::screens::rows::stamp;
use crate::words::Words;
use crate::{AppError, Project};

/// Hours that are listed.
const LISTED: usize = 7 * 24;
/// Weeks and days that a band is made from, and how many it needs.
const WEEKS: i64 = 8;
const DAYS: i64 = 28;
const LEAST: usize = 3;
/// From so many hours on a verdict says how old it is.
const OLD_HOURS: i64 = 2;
/// Fewer server errors than this in an hour are no trouble, whatever their share.
const FEW_ERRORS: u64 = 20;
/// The share of server errors from which the service is strained.
const STRAINED: f64 = 0.05;

/// How the service stands in its last hour with lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// As usual.
    Stands,
    /// Many server errors.
    Errors,
    /// Answers take much longer than usual.
    Slow,
    /// More requests than usual.
    Above,
    /// Fewer requests than usual.
    Below,
    /// Too little is known of what is usual.
    Unknown,
    /// No access log was read.
    NoLog,
}

impl Standing {
    /// The message that says it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Stands => "attacks-stands",
            Self::Errors => "attacks-errors",
            Self::Slow => "attacks-slow",
            Self::Above => "attacks-above",
            Self::Below => "attacks-below",
            Self::Unknown => "attacks-no-band",
            Self::NoLog => "attacks-no-log",
        }
    }
}

/// One hour of all sites.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct HourRow {
    /// Its first moment.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Requests.
    pub requests: u64,
    /// Answers with a status of 500 and above.
    pub errors: u64,
    /// What is usual at least; null where too little is known.
    pub low: Option<u64>,
    /// What is usual at most.
    pub high: Option<u64>,
    /// The time that 95 of 100 answers stayed below, in microseconds; null where the log does not say
    /// times, or of too few answers.
    pub slow_us: Option<u64>,
    /// From what such a time on the hour is slow; null where too little is known.
    pub slow_from_us: Option<u64>,
}

/// The service as its access logs show it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Health {
    /// How it stands.
    pub standing: Standing,
    /// The same in a sentence, with the figures.
    pub sentence: String,
    /// How long answers took in the last hour, or what a log would have to say for that.
    pub latency: String,
    /// Share of server errors in all hours listed, 0 to 1; null without requests.
    pub error_share: Option<f64>,
    /// Stretches of hours that were not as usual, the newest first, a sentence each.
    pub unusual: Vec<String>,
    /// Hours above their band, of those listed that have one.
    pub above: usize,
    /// Hours below it.
    pub below: usize,
    /// Hours whose answers took much longer than usual.
    pub slow: usize,
    /// The last hours, oldest first.
    pub hours: Vec<HourRow>,
}

/// Requests and server errors of each hour, by its first moment.
pub(super) type Counted = BTreeMap<i64, (u64, u64)>;

/// Counts the hours of all requests.
pub(super) fn counted(session: &Session) -> Result<Counted, AppError> {
    let mut counted = Counted::new();
    let query = format!(
        "SELECT {HOUR_OF} AS hour, count(*) AS requests, \
         count(*) FILTER (WHERE status >= 500) AS errors FROM requests GROUP BY 1"
    );
    let changed = || AppError::Bug("hours of requests have other columns than asked for");
    for batch in &session.query(&query, &[])?.batches {
        let number =
            |at: usize| batch.column(at).as_primitive_opt::<Int64Type>().ok_or_else(changed);
        let (hours, requests, errors) = (number(0)?, number(1)?, number(2)?);
        for row in 0..hours.len() {
            let count = |column: &arrow_array::Int64Array| column.value(row).unsigned_abs();
            counted.insert(hours.value(row), (count(requests), count(errors)));
        }
    }
    Ok(counted)
}

impl Project {
    pub(super) fn health(&self, taken: &Taken, request: &AttacksRequest, words: &Words) -> Health {
        let hours = Hours {
            counted: &taken.hours,
            slow: &taken.slow,
            since: request.since.map_or(i64::MIN, |at| at.0),
            until: request.until.map_or(i64::MAX, |at| at.0.saturating_add(24 * HOUR)),
            now: self.system.now(),
        };
        health(&hours, words, &|at| at.shown_in(&self.zone()))
    }
}

/// What the logs hold of each hour, and which hours are asked about.
struct Hours<'a> {
    counted: &'a Counted,
    slow: &'a Slow,
    since: i64,
    until: i64,
    now: Timestamp,
}

impl Hours<'_> {
    /// The last hours, oldest first; empty without a log.
    fn rows(&self) -> Vec<HourRow> {
        let counted = self.counted;
        let ends = counted.first_key_value().zip(counted.last_key_value());
        let Some(((first, _), (last, _))) = ends else { return Vec::new() };
        let listed = i64::try_from(LISTED).unwrap_or(i64::MAX);
        let from = (*last - (listed - 1) * HOUR).max(*first);
        (0..listed)
            .map(|step| from + step * HOUR)
            .take_while(|at| at <= last)
            .filter(|at| at.saturating_add(HOUR) > self.since && *at < self.until)
            .map(|at| row(counted, self.slow, *first, at))
            .collect()
    }
}

fn health(asked: &Hours<'_>, words: &Words, shown: &dyn Fn(Timestamp) -> String) -> Health {
    let (slow, hours) = (asked.slow, asked.rows());
    let sum = |of: fn(&HourRow) -> u64| hours.iter().map(of).sum::<u64>();
    let outside = |is: fn(&HourRow) -> bool| hours.iter().filter(|row| is(row)).count();
    let (requests, errors) = (sum(|row| row.requests), sum(|row| row.errors));
    let above = outside(|row| row.high.is_some_and(|high| row.requests > high));
    let below = outside(|row| row.low.is_some_and(|low| row.requests < low));
    let slow_hours = outside(|row| is_slow(*row));
    let Some(latest) = hours.last().copied() else { return nothing(asked, words) };
    let standing = standing(latest);
    let mut sentence = sentence(latest, standing, words, shown);
    let passed = asked.now.0.saturating_sub(latest.at.0.saturating_add(HOUR)) / HOUR;
    if passed >= OLD_HOURS {
        sentence.push(' ');
        sentence.push_str(&words.say("attacks-hour-old", &[("hours", passed.into())]));
    }
    let error_share = (requests > 0).then(|| share(errors, requests));
    Health {
        standing,
        sentence,
        latency: latency::sentence(Some(latest), !slow.is_empty(), words),
        error_share,
        unusual: unusual::stretches(&hours, words, shown),
        above,
        below,
        slow: slow_hours,
        hours,
    }
}

/// Without an hour to speak of.
fn nothing(asked: &Hours<'_>, words: &Words) -> Health {
    let message = if asked.counted.is_empty() { "attacks-no-log" } else { "attacks-no-hour" };
    Health {
        standing: Standing::NoLog,
        sentence: words.plain(message),
        latency: String::new(),
        error_share: None,
        unusual: Vec::new(),
        above: 0,
        below: 0,
        slow: 0,
        hours: Vec::new(),
    }
}

fn sentence(
    row: HourRow,
    standing: Standing,
    words: &Words,
    shown: &dyn Fn(Timestamp) -> String,
) -> String {
    let args = [
        ("hour", shown(row.at).into()),
        ("requests", row.requests.into()),
        ("errors", percent(row.errors, row.requests, words).into()),
        ("low", row.low.unwrap_or(0).into()),
        ("high", row.high.unwrap_or(0).into()),
        ("took", latency::shown(row.slow_us.unwrap_or(0), words).into()),
        ("usual", latency::shown(row.slow_from_us.unwrap_or(0), words).into()),
    ];
    words.say(standing.message(), &args)
}

fn percent(part: u64, whole: u64, words: &Words) -> String {
    words.decimal(&format!("{:.1}", share(part, whole) * 100.0))
}

fn standing(row: HourRow) -> Standing {
    if row.errors >= FEW_ERRORS && share(row.errors, row.requests) >= STRAINED {
        return Standing::Errors;
    }
    if is_slow(row) {
        return Standing::Slow;
    }
    match (row.low, row.high) {
        (_, Some(high)) if row.requests > high => Standing::Above,
        (Some(low), _) if row.requests < low => Standing::Below,
        (Some(_), Some(_)) => Standing::Stands,
        _ => Standing::Unknown,
    }
}

fn is_slow(row: HourRow) -> bool {
    row.slow_us.zip(row.slow_from_us).is_some_and(|(took, from)| took >= from)
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines; a share is shown to a tenth")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn row(counted: &Counted, slow: &Slow, first: i64, at: i64) -> HourRow {
    let (requests, errors) = counted.get(&at).copied().unwrap_or((0, 0));
    // An hour without lines is an hour with none, once the log has begun.
    let requests_of =
        |hour: i64| (hour >= first).then(|| counted.get(&hour).map_or(0, |counts| counts.0));
    let band = band(usual(at, requests_of));
    // An hour without a time is no fast one.
    let times = usual(at, |hour| slow.get(&hour).copied());
    let slow_from_us = (times.len() >= LEAST).then(|| latency::slow_from(times));
    HourRow {
        at: Timestamp(at),
        requests,
        errors,
        low: band.map(|band| band.0),
        high: band.map(|band| band.1),
        slow_us: slow.get(&at).copied(),
        slow_from_us,
    }
}

/// What the same hour of earlier weeks held; of earlier days, where there are too few such weeks.
fn usual(at: i64, held: impl Fn(i64) -> Option<u64>) -> Vec<u64> {
    let before = |steps: i64, length: i64| -> Vec<u64> {
        (1..=steps).filter_map(|step| held(at - step * length)).collect()
    };
    let weeks = before(WEEKS, 7 * 24 * HOUR);
    if weeks.len() >= LEAST { weeks } else { before(DAYS, 24 * HOUR) }
}

/// Never narrower than ten requests, or a quarter of the median, either way: counts of a quiet site
/// jump by chance.
fn band(mut usual: Vec<u64>) -> Option<(u64, u64)> {
    if usual.len() < LEAST {
        return None;
    }
    let middle = median(&mut usual);
    let mut away: Vec<u64> = usual.iter().map(|count| count.abs_diff(middle)).collect();
    // 3 · 1.4826 ≈ 4.45, in integers.
    let reach = (median(&mut away).saturating_mul(445) / 100).max(10).max(middle / 4);
    Some((middle.saturating_sub(reach), middle.saturating_add(reach)))
}

pub(super) fn median(counts: &mut [u64]) -> u64 {
    counts.sort_unstable();
    let middle = counts.len() / 2;
    match counts {
        [] => 0,
        _ if counts.len() % 2 == 1 => counts[middle],
        _ => u64::midpoint(counts[middle - 1], counts[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn asked(hours: impl IntoIterator<Item = (i64, u64, u64)>, since: i64) -> Health {
        let hours = hours.into_iter().map(|(hour, all, bad)| (hour * HOUR, (all, bad)));
        let counted: Counted = hours.collect();
        let now = Timestamp(counted.last_key_value().map_or(0, |(last, _)| last + HOUR));
        let slow = Slow::new();
        let hours = Hours { counted: &counted, slow: &slow, since, until: i64::MAX, now };
        health(&hours, &Words::new(Language::English), &|at| at.to_string())
    }

    fn of(hours: impl IntoIterator<Item = (i64, u64, u64)>) -> Health {
        asked(hours, i64::MIN)
    }

    #[test]
    fn an_hour_whose_answers_take_long_is_slow_whatever_its_volume() {
        let counted = (0..6 * 24).map(|hour| (hour * HOUR, (100, 0))).collect();
        let mut slow: Slow = (0..6 * 24).map(|hour| (hour * HOUR, 180_000)).collect();
        let words = Words::new(Language::English);
        let now = Timestamp(6 * 24 * HOUR);
        let seen = |slow: &Slow| {
            let (since, until) = (i64::MIN, i64::MAX);
            let hours = Hours { counted: &counted, slow, since, until, now };
            health(&hours, &words, &|at| at.to_string())
        };
        let usual = seen(&slow);
        assert_eq!((usual.standing, usual.slow), (Standing::Stands, 0));
        slow.insert((6 * 24 - 1) * HOUR, 2_400_000);
        let late = seen(&slow);
        assert_eq!((late.standing, late.slow), (Standing::Slow, 1));
        assert_eq!(
            late.sentence,
            "Slow: in the hour from 1970-01-06T23:00:00Z one answer in twenty took 2.4\u{202f}s or \
             longer (slow from 360\u{202f}ms), 100 requests, 0.0 % server errors."
        );
        assert_eq!(
            usual.latency,
            "One answer in twenty took 180\u{202f}ms or longer (slow from 360\u{202f}ms)."
        );
        let untold = seen(&Slow::new());
        assert!(untold.latency.contains("$request_time"), "{}", untold.latency);
    }

    #[test]
    fn an_hour_is_held_against_the_same_hour_of_earlier_weeks() {
        let quiet = |hour: i64| (hour, 100 + (hour as u64 % 7), 0);
        let weeks = 5 * 7 * 24;
        let usual = of((0..weeks).map(quiet));
        assert_eq!(usual.standing, Standing::Stands);
        assert_eq!((usual.hours.len(), usual.above, usual.below), (LISTED, 0, 0));
        let flood = of((0..weeks).map(quiet).chain([(weeks, 5_000, 2)]));
        assert_eq!((flood.standing, flood.above), (Standing::Above, 1));
        let quiet_now = of((0..weeks).map(quiet).chain([(weeks, 3, 0)]));
        assert_eq!(quiet_now.standing, Standing::Below);
        let broken = of((0..weeks).map(quiet).chain([(weeks, 110, 40)]));
        assert_eq!(broken.standing, Standing::Errors);
    }

    #[test]
    fn without_earlier_hours_there_is_no_band_and_no_verdict() {
        let first = of([(0, 9_000, 1)]);
        assert_eq!((first.standing, first.hours[0].high), (Standing::Unknown, None));
        assert_eq!(of([]).standing, Standing::NoLog);
    }

    #[test]
    fn a_hole_in_the_log_counts_as_no_requests() {
        let usual = (0..28 * 24).map(|hour| (hour, 200, 0)).filter(|(hour, ..)| *hour != 660);
        let seen = of(usual);
        assert_eq!((seen.below, seen.above), (1, 0));
    }

    #[test]
    fn hours_that_were_not_as_usual_are_named_though_the_last_one_is() {
        let usual = (0..7 * 24).map(|hour| (hour, 60, 0));
        let outage = usual.filter(|(hour, ..)| !(130..136).contains(hour));
        let outage = outage
            .map(|(hour, all, _)| (hour, all, if (150..154).contains(&hour) { all } else { 0 }));
        let outage: Vec<_> = outage.collect();
        let seen = of(outage.clone());
        assert_eq!(seen.standing, Standing::Stands);
        assert_eq!(
            seen.unusual,
            [
                "1970-01-07T06:00:00Z – 1970-01-07T10:00:00Z: many server errors, 100.0 % of 240 requests.",
                "1970-01-06T10:00:00Z – 1970-01-06T16:00:00Z: not one request (usual: at least 270 in these hours). \
                 Could people reach the site, or was no log written?",
            ]
        );
        let later = asked(outage.clone(), 140 * HOUR);
        assert_eq!((later.unusual.len(), later.hours.len()), (1, 28));
        assert_eq!(asked(outage, 400 * HOUR).standing, Standing::NoLog);
    }

    /// A sum beside the band of one hour reads as usual, or as far too much.
    #[test]
    fn requests_of_several_hours_are_held_against_the_bands_of_as_many() {
        let busy = |hour: i64| (hour, if (160..163).contains(&hour) { 80 } else { 60 }, 0);
        assert_eq!(
            of((0..7 * 24).map(busy)).unusual,
            ["1970-01-07T16:00:00Z – 1970-01-07T19:00:00Z: more than usual, 240 requests \
              (usual: up to 225 in these hours)."]
        );
    }

    #[test]
    fn a_band_is_never_narrower_than_chance() {
        assert_eq!(band(vec![2, 2, 2]), Some((0, 12)));
        assert_eq!(band(vec![1_000, 1_000, 1_000, 9_000]), Some((750, 1_250)));
        assert_eq!(band(vec![5, 5]), None);
    }
}
