//! How a share moved: a local level that walks from day to day, with one steady offset a house.
//!
//! Model (S. Jackman, "Pooling the polls over an election campaign", *Australian Journal of Political
//! Science* 40, 2005, section 3, in its Gaussian form): the level of day *t* is that of the day
//! before plus a step of standard deviation `walk_sd`; a poll reads the level of the middle of its
//! days of asking, plus its house's offset (standard deviation `house_sd`, the offsets sum to zero),
//! plus an error of variance p(1−p)/n × `design` + `excess_sd`². Everything is Gaussian, so the
//! answer is one linear system: tridiagonal in the days with a narrow border for the houses.
//!
//! What it cannot do: say why a level moved, or whether all houses are off together.

mod banded;

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{ErrorKind, Explained};

use super::series::{Kind, Reading, Series};
use crate::day::Day;
use banded::{Bordered, Solved};

/// What the model assumes. Shares are in percentage points.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Parameters {
    /// Standard deviation of a day's step; chosen by marginal likelihood from a grid when `None`.
    pub walk_sd: Option<f64>,
    /// Standard deviation of the offsets of houses.
    pub house_sd: f64,
    /// Error beyond sampling: rounding, weighting.
    pub excess_sd: f64,
    /// How much larger the variance is than a random sample's.
    pub design: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { walk_sd: None, house_sd: 1.5, excess_sd: 0.5, design: 1.0 }
    }
}

/// The steps that are tried, in points a day.
const WALKS: &[f64] = &[0.03, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0];

/// Fewer polls than this give no trend.
const FEWEST: usize = 3;

/// More days than this are refused: sixty years.
const MOST_DAYS: i32 = 22_000;

/// More institutes than this are refused: each is an unknown, and a stranger may write the table.
const MOST_HOUSES: usize = 100;

/// Half of a 95 % interval of a Gaussian, in standard deviations.
pub(super) const NINETY_FIVE: f64 = 1.959_964;

/// The level on a day, with its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Level {
    /// The day.
    pub day: Day,
    /// In percent.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One house's offset.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct House {
    /// The institute.
    pub institute: String,
    /// How far above the others it reads, in points.
    pub offset: f64,
    /// How surely.
    pub sd: f64,
    /// From how many polls.
    pub polls: usize,
}

/// A trend and everything it rests on.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trend {
    /// Every day from the first poll to the last.
    pub levels: Vec<Level>,
    /// The houses by name.
    pub houses: Vec<House>,
    /// Polls that took part.
    pub used: usize,
    /// Waves of rolling polls left out because they share people with one that took part.
    pub thinned: usize,
    /// Readings without a date or a number of people.
    pub unusable: usize,
    /// What was assumed; `walk_sd` is the value that was used.
    pub parameters: Parameters,
    /// The steps that were tried, with their log likelihood less the best: empty when given.
    pub likelihood: Vec<(f64, f64)>,
}

/// Why there is no trend.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TrendError {
    /// Too few polls.
    #[error("{used} usable polls of {candidate} are too few for a trend")]
    TooFew {
        /// Whose.
        candidate: String,
        /// How many can be used.
        used: usize,
    },
    /// Several elections, rounds or hypotheses.
    #[error("the readings of {candidate} belong to several elections, rounds or hypotheses")]
    Mixed {
        /// Whose.
        candidate: String,
    },
    /// Too long a time.
    #[error("the polls of {candidate} span more than sixty years")]
    TooLong {
        /// Whose.
        candidate: String,
    },
    /// Too many institutes.
    #[error("the polls of {candidate} name more than a hundred institutes")]
    TooManyHouses {
        /// Whose.
        candidate: String,
    },
    /// A parameter that no model can have.
    #[error("the parameters of the trend are not all positive numbers")]
    Parameters,
}

impl Explained for TrendError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::TooFew { .. } => {
                format!("a trend needs at least {FEWEST} polls with a date and a number of people")
            }
            Self::Mixed { .. } => "choose one election, one round and one hypothesis".to_owned(),
            Self::TooLong { .. } => "choose one election".to_owned(),
            Self::TooManyHouses { .. } => "choose fewer polls".to_owned(),
            Self::Parameters => "give standard deviations above 0".to_owned(),
        })
    }
}

/// One poll as the model sees it.
#[derive(Clone, Debug)]
pub(super) struct Poll {
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) day: Day,
    pub(super) house: usize,
    pub(super) value: f64,
    /// One over the variance of its error.
    pub(super) weight: f64,
}

/// The polls of one candidate, ready to be solved.
#[derive(Clone, Debug)]
pub(super) struct Polls {
    pub(super) polls: Vec<Poll>,
    pub(super) houses: Vec<String>,
    thinned: usize,
    unusable: usize,
}

/// The level of one candidate through time.
///
/// # Errors
/// When fewer than three polls can be used, when the readings mix elections, rounds or hypotheses
/// (choose with [`Series::only`]), or when a parameter is not positive.
pub fn trend<K: Kind>(
    series: &Series<K>,
    candidate: &str,
    parameters: &Parameters,
) -> Result<Trend, TrendError> {
    let polls = gather(series, candidate, parameters)?;
    let (walk, likelihood) = walk(&polls, parameters);
    let solved = solve(&polls, walk, parameters, None);
    let first = polls.polls[0].day;
    let level = |(at, (mean, variance)): (usize, (&f64, f64))| {
        let half = NINETY_FIVE * variance.max(0.0).sqrt();
        let day = first.plus(i32::try_from(at).unwrap_or(i32::MAX));
        Level { day, mean: *mean, low: mean - half, high: mean + half }
    };
    let variances = solved.variances();
    let levels = solved.inner.iter().zip(variances).enumerate().map(level).collect();
    let houses = polls
        .houses
        .iter()
        .enumerate()
        .map(|(at, institute)| House {
            institute: institute.clone(),
            offset: solved.border[at],
            sd: solved.border_variance(at).max(0.0).sqrt(),
            polls: polls.polls.iter().filter(|poll| poll.house == at).count(),
        })
        .collect();
    Ok(Trend {
        levels,
        houses,
        used: polls.polls.len(),
        thinned: polls.thinned,
        unusable: polls.unusable,
        parameters: Parameters { walk_sd: Some(walk), ..*parameters },
        likelihood,
    })
}

/// The usable polls of a candidate, sorted by day.
pub(super) fn gather<K: Kind>(
    series: &Series<K>,
    candidate: &str,
    parameters: &Parameters,
) -> Result<Polls, TrendError> {
    let positive = |value: f64| value.is_finite() && value > 0.0;
    let excess = parameters.excess_sd.is_finite() && parameters.excess_sd >= 0.0;
    let walk = parameters.walk_sd.is_none_or(positive);
    if !(positive(parameters.house_sd) && positive(parameters.design) && excess && walk) {
        return Err(TrendError::Parameters);
    }
    let ours: Vec<&Reading> =
        series.readings().iter().filter(|one| one.candidate == candidate).collect();
    let named = || candidate.to_owned();
    let key = |one: &Reading| (one.election.clone(), one.round, one.hypothesis.clone());
    if ours.windows(2).any(|two| key(two[0]) != key(two[1])) {
        return Err(TrendError::Mixed { candidate: named() });
    }
    let mut usable: Vec<&Reading> = ours
        .iter()
        .copied()
        .filter(|one| one.day.is_some() && one.answered.is_some_and(|people| people > 0))
        .collect();
    let unusable = ours.len() - usable.len();
    let before = usable.len();
    thin(&mut usable);
    let thinned = before - usable.len();
    if usable.len() < FEWEST {
        return Err(TrendError::TooFew { candidate: named(), used: usable.len() });
    }
    let mut houses: Vec<String> = usable.iter().map(|one| one.institute.clone()).collect();
    houses.sort();
    houses.dedup();
    if houses.len() > MOST_HOUSES {
        return Err(TrendError::TooManyHouses { candidate: named() });
    }
    let polls: Vec<Poll> = usable.iter().filter_map(|one| poll(one, &houses, parameters)).collect();
    let span =
        polls.last().map_or(0, |poll| poll.day.0) - polls.first().map_or(0, |poll| poll.day.0);
    if span > MOST_DAYS {
        return Err(TrendError::TooLong { candidate: named() });
    }
    Ok(Polls { polls, houses, thinned, unusable })
}

fn poll(one: &Reading, houses: &[String], parameters: &Parameters) -> Option<Poll> {
    let day = one.day?;
    let people = f64::from(one.answered?);
    // A share of 0 has an error too: it was rounded from something.
    let share = (one.value / 100.0).clamp(0.005, 0.995);
    let sampling = share * (1.0 - share) / people * 10_000.0 * parameters.design;
    let variance = parameters.excess_sd.mul_add(parameters.excess_sd, sampling);
    Some(Poll {
        start: one.start.unwrap_or(day),
        end: one.end.unwrap_or(day),
        day,
        house: houses.binary_search(&one.institute).ok()?,
        value: one.value,
        weight: 1.0 / variance,
    })
}

/// Keeps of each house's rolling waves those that share no day with a later one that was kept.
fn thin(readings: &mut Vec<&Reading>) {
    let mut first_kept: BTreeMap<String, Day> = BTreeMap::new();
    let mut keep = vec![true; readings.len()];
    let mut order: Vec<usize> = (0..readings.len()).filter(|at| readings[*at].rolling).collect();
    order.sort_by_key(|at| std::cmp::Reverse((readings[*at].end, *at)));
    for at in order {
        let one = readings[at];
        let (Some(start), Some(end)) = (one.start, one.end) else { continue };
        let free = first_kept.get(&one.institute).is_none_or(|kept| end < *kept);
        if free {
            first_kept.insert(one.institute.clone(), start);
        } else {
            keep[at] = false;
        }
    }
    let mut kept = keep.iter();
    readings.retain(|_| kept.next().copied().unwrap_or(true));
}

/// The step that is used, and the grid it was chosen from.
pub(super) fn walk(polls: &Polls, parameters: &Parameters) -> (f64, Vec<(f64, f64)>) {
    if let Some(walk) = parameters.walk_sd {
        return (walk, Vec::new());
    }
    let all: Vec<(f64, f64)> = WALKS
        .iter()
        .map(|walk| (*walk, solve(polls, *walk, parameters, None).likelihood))
        .collect();
    let best = all.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0.2, 0.0));
    (best.0, all.into_iter().map(|(walk, value)| (walk, value - best.1)).collect())
}

/// The steps between houses are held to sum to zero within a hundredth of a point.
const SUM_TO_ZERO: f64 = 10_000.0;

/// The Gaussian system: days inside, houses (and a step on a date, where asked) as its border.
pub(super) fn system(
    polls: &Polls,
    walk: f64,
    parameters: &Parameters,
    step: Option<Day>,
) -> Bordered {
    let first = polls.polls.first().map_or(0, |poll| poll.day.0);
    let last = polls.polls.last().map_or(0, |poll| poll.day.0);
    let days = usize::try_from(last - first).unwrap_or(0) + 1;
    let houses = polls.houses.len();
    let mut system = Bordered::new(days, houses + usize::from(step.is_some()));
    let tie = 1.0 / (walk * walk);
    for day in 1..days {
        system.diagonal[day - 1] += tie;
        system.diagonal[day] += tie;
        system.beside[day - 1] -= tie;
    }
    let prior = 1.0 / (parameters.house_sd * parameters.house_sd);
    for a in 0..houses {
        for b in 0..houses {
            system.corner[a][b] += SUM_TO_ZERO + if a == b { prior } else { 0.0 };
        }
    }
    for poll in &polls.polls {
        let day = usize::try_from(poll.day.0 - first).unwrap_or(0);
        system.diagonal[day] += poll.weight;
        system.right[day] += poll.weight * poll.value;
        let after = step.filter(|step| poll.start >= *step).map(|_| houses);
        let touched: Vec<usize> = std::iter::once(poll.house).chain(after).collect();
        for a in &touched {
            system.border[*a][day] += poll.weight;
            system.border_right[*a] += poll.weight * poll.value;
            for b in &touched {
                system.corner[*a][*b] += poll.weight;
            }
        }
    }
    if step.is_some() {
        // As good as no prior: a step of a hundred points either way.
        system.corner[houses][houses] += 1e-4;
    }
    system
}

/// A solved model with the logarithm of its likelihood, up to a constant.
pub(super) struct Fit {
    solved: Solved,
    likelihood: f64,
}

impl std::ops::Deref for Fit {
    type Target = Solved;

    fn deref(&self) -> &Solved {
        &self.solved
    }
}

/// Solves it. The likelihood is that of the polls given the walk, the first level being free:
/// log N(y) = ½(log|prior| − log|posterior| + Σ log w − yᵀWy + mᵀb) + constant.
pub(super) fn solve(polls: &Polls, walk: f64, parameters: &Parameters, step: Option<Day>) -> Fit {
    let system = system(polls, walk, parameters, step);
    let solved = system.solve();
    let fitted: f64 = system.right.iter().zip(&solved.inner).map(|(a, b)| a * b).sum::<f64>()
        + system.border_right.iter().zip(&solved.border).map(|(a, b)| a * b).sum::<f64>();
    let seen: f64 = polls
        .polls
        .iter()
        .map(|poll| poll.weight.ln() - poll.weight * poll.value * poll.value)
        .sum();
    let prior = -2.0 * walk.ln() * (system.diagonal.len() - 1) as f64;
    Fit { likelihood: 0.5 * (prior - solved.log_determinant + seen + fitted), solved }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::season;
