//! What a layer says about objects that are too young to speak for themselves: how much attention
//! new ones get ([`Prior`]) and how much events clump at each length of window ([`clumping`]).

use super::{LENGTHS_US, Profile, Series};

const DAY_US: i64 = 86_400_000_000;
/// So many expected pairs of events make one bundle of objects.
const BUNDLE: f64 = 20.0;
/// With fewer bundles a median says nothing.
const FEW: usize = 5;
/// The most clumping that is believed of a layer with few bundles.
const MOST_OF_FEW: f64 = 0.5;
/// More bundles than this say nothing new.
const MOST_BUNDLES: usize = 61;

/// The gamma distribution of rates among objects in their first day, in events per usual hour.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Prior {
    /// Its shape: small where a few objects get nearly everything.
    pub(super) shape: f64,
    /// Usual hours that it is worth as evidence.
    pub(super) hours: f64,
}

impl Prior {
    /// Fitted by moments to the events after the first one on the first day of each object.
    #[expect(clippy::cast_precision_loss, reason = "counts of events")]
    pub(super) fn of_layer(layer: &[Series<'_>], profile: &Profile, end: i64) -> Self {
        let first_day = |series: &Series<'_>| {
            let born = *series.at.first()?;
            let until = born.saturating_add(DAY_US).min(end);
            let hours = profile.hours(born, until);
            let later = series.at.partition_point(|at| *at < until).saturating_sub(1);
            (hours > 0.0).then_some((later as f64, hours))
        };
        let days: Vec<(f64, f64)> = layer.iter().filter_map(first_day).collect();
        let events: f64 = days.iter().map(|day| day.0).sum();
        let hours: f64 = days.iter().map(|day| day.1).sum();
        if hours <= 0.0 {
            return Self { shape: 0.5, hours: 12.0 };
        }
        // Half an event is added, so that a layer of which nothing was shared twice has a rate.
        let rate = (events + 0.5) / hours;
        let mut above = 0.0;
        let mut squares = 0.0;
        for (count, hours) in &days {
            let mean = rate * hours;
            above += (count - mean).powi(2) - mean;
            squares += mean * mean;
        }
        let is_telling = days.len() >= 5 && squares > 0.0;
        let variance = if is_telling { above / squares } else { 2.0 };
        let shape = 1.0 / variance.clamp(0.01, 50.0);
        Self { shape, hours: shape / rate }
    }
}

/// For each length, how many times as many events follow an event within that length as its
/// object's mean rate lets expect, less one: 0 for events that take no notice of each other.
///
/// The median over bundles of objects, so that bursts in fewer than half of them do not count as
/// clumping; raised by two standard errors, because too small a value makes false bursts.
pub(super) fn clumping(
    layer: &[Series<'_>],
    profile: &Profile,
    end: i64,
) -> [f64; LENGTHS_US.len()] {
    let mut order: Vec<&Series<'_>> = layer.iter().filter(|series| series.at.len() > 1).collect();
    order.sort_by_key(|series| series.object);
    let pairs: Vec<[(f64, f64); LENGTHS_US.len()]> =
        order.iter().map(|series| pairs_of(series.at, profile, end)).collect();
    std::array::from_fn(|length| {
        let of_length: Vec<(f64, f64)> = pairs.iter().map(|pairs| pairs[length]).collect();
        above_one(&of_length)
    })
}

/// Observed and expected pairs of events of one object within each length.
#[expect(clippy::cast_precision_loss, reason = "counts of events")]
fn pairs_of(at: &[i64], profile: &Profile, end: i64) -> [(f64, f64); LENGTHS_US.len()] {
    let (Some(&born), count) = (at.first(), at.len()) else { return Default::default() };
    let profile = profile.bent(at, end);
    let lived = profile.hours(born, end);
    if lived <= 0.0 {
        return Default::default();
    }
    // The birth is given; the others fell into the time lived.
    let rate = (count - 1) as f64 / lived;
    LENGTHS_US.map(|length| {
        let (mut seen, mut expected, mut until) = (0.0, 0.0, 0);
        for (index, &from) in at.iter().enumerate() {
            let to = from.saturating_add(length);
            until = at[until..].partition_point(|at| *at <= to) + until;
            seen += (until - index - 1) as f64;
            expected += rate * profile.hours(from, to.min(end));
        }
        (seen, expected)
    })
}

/// The robust ratio of sums, less one.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of bundles"
)]
fn above_one(pairs: &[(f64, f64)]) -> f64 {
    let expected: f64 = pairs.iter().map(|pair| pair.1).sum();
    if expected <= 0.0 {
        return 0.0;
    }
    let count = ((expected / BUNDLE) as usize).clamp(1, MOST_BUNDLES).min(pairs.len());
    let mut bundles = vec![(0.0, 0.0); count];
    for (index, pair) in pairs.iter().enumerate() {
        let bundle = &mut bundles[index % count];
        bundle.0 += pair.0;
        bundle.1 += pair.1;
    }
    let mut ratios: Vec<f64> =
        bundles.iter().map(|(seen, expected)| (seen + 1.0) / (expected + 1.0)).collect();
    ratios.sort_by(f64::total_cmp);
    let middle = median(&ratios);
    let mut away: Vec<f64> = ratios.iter().map(|ratio| (ratio - middle).abs()).collect();
    away.sort_by(f64::total_cmp);
    if count < FEW {
        // Too little to tell clumping from one burst: what is seen counts up to a bound.
        return (middle - 1.0).clamp(0.0, MOST_OF_FEW);
    }
    // The standard error of a median of normal values: 1.2533 sd / sqrt(n), sd = 1.4826 MAD.
    let error = 1.858 * median(&away) / (count as f64).sqrt();
    (middle + 2.0 * error - 1.0).max(0.0)
}

fn median(sorted: &[f64]) -> f64 {
    let (upper, lower) = (sorted.len() / 2, sorted.len().saturating_sub(1) / 2);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    f64::midpoint(at(upper), at(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_objects_that_clump_do_not_make_the_layer_clump() {
        let mut pairs = vec![(20.0, 20.0); 40];
        assert!(above_one(&pairs) < 0.1, "{}", above_one(&pairs));
        for pair in pairs.iter_mut().take(12) {
            pair.0 = 4_000.0;
        }
        assert!(above_one(&pairs) < 0.5, "{}", above_one(&pairs));
        let all = vec![(60.0, 20.0); 40];
        assert!((1.7..2.3).contains(&above_one(&all)), "{}", above_one(&all));
        assert_eq!(above_one(&[]), 0.0);
    }

    #[test]
    fn new_objects_are_expected_to_be_as_unequal_as_those_before_them() {
        const HOUR_US: i64 = 3_600_000_000;
        let quiet: Vec<Vec<i64>> = (0..50).map(|at| vec![at * HOUR_US, at * HOUR_US + 5]).collect();
        let mut unequal = quiet.clone();
        unequal[3] = (0..500).map(|step| 3 * HOUR_US + step * 60_000_000).collect();
        let prior = |all: &[Vec<i64>]| {
            let layer: Vec<Series<'_>> = all.iter().map(|at| Series { object: 0, at }).collect();
            Prior::of_layer(&layer, &Profile::flat(), 200 * HOUR_US)
        };
        assert!(prior(&quiet).shape > 10.0, "{:?}", prior(&quiet));
        assert!(prior(&unequal).shape < 0.1, "{:?}", prior(&unequal));
    }
}
