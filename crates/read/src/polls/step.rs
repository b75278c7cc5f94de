//! Did a share move when something happened? What these polls can and cannot show of it.
//!
//! One more unknown in the model of [`super::trend()`]: a step on a date. The answer is never that the
//! event moved the polls: other things happen on every day, and a step is compared with the steps of
//! all other dates (placebos) before it is called anything.

use serde::Serialize;

use super::series::{Kind, Series};
use super::trend::{NINETY_FIVE, Parameters, Polls, TrendError, gather, solve, walk};
use crate::day::Day;

/// So many polls on each side, at most this many days away, are needed for any answer.
const NEEDED: usize = 3;
const NEAR: i32 = 21;

/// Fewer other dates than this say nothing about how common a step is.
const PLACEBOS: usize = 20;

/// What the polls show about a date.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Moved {
    /// Fewer polls around the date than can show anything.
    TooFew {
        /// Within three weeks before.
        before: usize,
        /// Within three weeks after.
        after: usize,
        /// Needed on each side.
        needed: usize,
    },
    /// No change that can be told from ordinary movement.
    NotShown(Step),
    /// A change larger than at nearly all other dates. Its cause is not in the polls.
    Changed(Step),
}

/// A step, in points.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Step {
    /// The estimate.
    pub points: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The smallest true change that these polls would find four times in five.
    pub smallest_seen: f64,
    /// Polls within three weeks before.
    pub before: usize,
    /// And after.
    pub after: usize,
    /// Polls that asked on both sides of the date, left out.
    pub astride: usize,
    /// Other dates that were tried.
    pub placebos: usize,
    /// Of these, with a step at least as large for its error.
    pub as_large: usize,
}

impl Moved {
    /// The key of its sentence in `locales/`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooFew { .. } => "poll-moved-too-few",
            Self::NotShown(_) => "poll-moved-not-shown",
            Self::Changed(_) => "poll-moved-changed-cause-unknown",
        }
    }
}

/// What these polls show of a change of one candidate's share on a date.
///
/// # Errors
/// As [`super::trend()`].
pub fn moved<K: Kind>(
    series: &Series<K>,
    candidate: &str,
    on: Day,
    parameters: &Parameters,
) -> Result<Moved, TrendError> {
    let all = match gather(series, candidate, parameters) {
        Err(TrendError::TooFew { .. }) => {
            let (before, after) = beside(series, candidate, on);
            return Ok(Moved::TooFew { before, after, needed: NEEDED });
        }
        other => other?,
    };
    let astride = |poll: &&super::trend::Poll| poll.start < on && poll.end >= on;
    let count = all.polls.iter().filter(astride).count();
    let (before, after) = around(&all, on);
    if before < NEEDED || after < NEEDED {
        return Ok(Moved::TooFew { before, after, needed: NEEDED });
    }
    let (walk, _) = walk(&all, parameters);
    let Some((points, sd)) = step_at(&all, on, walk, parameters) else {
        return Ok(Moved::TooFew { before, after, needed: NEEDED });
    };
    let (placebos, as_large) = placebos(&all, on, (points / sd).abs(), walk, parameters);
    // 0.05 two-sided and power 0.8: (1.96 + 0.84) standard errors.
    let step = Step {
        points,
        low: points - NINETY_FIVE * sd,
        high: points + NINETY_FIVE * sd,
        smallest_seen: (NINETY_FIVE + 0.841_621) * sd,
        before,
        after,
        astride: count,
        placebos,
        as_large,
    };
    let clear = step.low > 0.0 || step.high < 0.0;
    let rare = placebos >= PLACEBOS && as_large * 20 <= placebos;
    Ok(if clear && rare { Moved::Changed(step) } else { Moved::NotShown(step) })
}

/// Polls wholly before and wholly after a date, within three weeks.
fn around(polls: &Polls, on: Day) -> (usize, usize) {
    let before =
        polls.polls.iter().filter(|poll| poll.end < on && on.0 - poll.end.0 <= NEAR).count();
    let after =
        polls.polls.iter().filter(|poll| poll.start >= on && poll.start.0 - on.0 <= NEAR).count();
    (before, after)
}

/// The same, where too few readings are usable at all.
fn beside<K: Kind>(series: &Series<K>, candidate: &str, on: Day) -> (usize, usize) {
    let ours = || series.readings().iter().filter(|one| one.candidate == candidate);
    let count = |keep: &dyn Fn(i32) -> bool| {
        ours().filter_map(|one| one.day).filter(|day| keep(day.0 - on.0)).count()
    };
    (count(&|days| (-NEAR..0).contains(&days)), count(&|days| (0..=NEAR).contains(&days)))
}

/// The step on a date and its standard error, from the polls that lie on one side of it.
fn step_at(all: &Polls, on: Day, walk: f64, parameters: &Parameters) -> Option<(f64, f64)> {
    let mut polls = all.clone();
    polls.polls.retain(|poll| poll.end < on || poll.start >= on);
    (polls.polls.len() >= 2 * NEEDED).then_some(())?;
    let fit = solve(&polls, walk, parameters, Some(on));
    let at = polls.houses.len();
    let sd = fit.border_variance(at).max(0.0).sqrt();
    (sd > 0.0).then(|| (fit.border[at], sd))
}

/// How many other dates were tried, and at how many the step is as large for its error.
fn placebos(all: &Polls, on: Day, size: f64, walk: f64, parameters: &Parameters) -> (usize, usize) {
    let first = all.polls.first().map_or(0, |poll| poll.day.0);
    let last = all.polls.last().map_or(0, |poll| poll.day.0);
    // At most 400 dates, evenly over the season.
    let stride = usize::try_from((last - first) / 400 + 1).unwrap_or(1);
    let mut tried = 0;
    let mut as_large = 0;
    for day in (first..=last).step_by(stride).map(Day) {
        let (before, after) = around(all, day);
        if (day.0 - on.0).abs() <= 3 || before < NEEDED || after < NEEDED {
            continue;
        }
        if let Some((points, sd)) = step_at(all, day, walk, parameters) {
            tried += 1;
            as_large += usize::from((points / sd).abs() >= size);
        }
    }
    (tried, as_large)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polls::{Figure, Intention};

    fn season() -> Vec<Figure> {
        super::super::trend::season(70)
    }

    #[test]
    fn a_handful_of_polls_shows_nothing_and_says_so() {
        let figures = season();
        let few: Series<Intention> = Series::of(&figures[..4]);
        let on = Day::new(2027, 1, 7).unwrap();
        let answer = moved(&few, "Anne Harlow", on, &Parameters::default()).unwrap();
        assert_eq!(answer.key(), "poll-moved-too-few");
    }

    #[test]
    fn an_ordinary_day_is_no_change() {
        let series: Series<Intention> = Series::of(&season());
        let on = Day::new(2027, 3, 1).unwrap();
        let answer = moved(&series, "Anne Harlow", on, &Parameters::default()).unwrap();
        let Moved::NotShown(step) = answer else { panic!("{answer:?}") };
        assert!(step.low < 0.0 && step.high > 0.0 && step.smallest_seen > 0.5, "{step:?}");
        assert!(step.placebos > 20, "{step:?}");
    }

    #[test]
    fn a_fall_of_two_points_is_seen_where_it_was_and_its_cause_is_not() {
        let series: Series<Intention> = Series::of(&season());
        let on = Day::new(2027, 2, 1).unwrap();
        let slow = Parameters { walk_sd: Some(0.05), ..Parameters::default() };
        let answer = moved(&series, "Anne Harlow", on, &slow).unwrap();
        let (Moved::Changed(step) | Moved::NotShown(step)) = answer else { panic!("{answer:?}") };
        assert!(step.low < -2.0 && step.high > -2.0 && step.high < 0.0, "{step:?}");
        assert!(answer.key() != "poll-moved-too-few");
    }
}
