//! How far the chances of a layer are too small, measured on the layer itself.
//!
//! Where attention clumps more, or otherwise, than the negative binomial knows, its chances are too
//! small, and the more so the smaller they are. The least chance of an object is the extreme of
//! many: if chances are right, minus its logarithm follows Gumbel's distribution with a scale of
//! one around a place that grows with the number of events (Gumbel 1958, *Statistics of Extremes*,
//! section 5.2); if they are not, the scale is larger by as much as logarithms are too large. The
//! scale is estimated among objects of about as many events, between two quantiles, so that real
//! bursts on a few objects hardly count, and logarithms are divided by it: the control of
//! genome scans (Devlin & Roeder 1999, *Genomic control for association studies*) for a scan
//! statistic.

/// With fewer objects a layer says nothing about its tail.
const LEAST: usize = 40;
/// Objects of about as many events are judged together, so many at a time.
const ALIKE: usize = 32;
/// Above this share of them the tail is looked at …
const FROM: f64 = 0.5;
/// … up to this share: what lies beyond may be real.
const TO: f64 = 0.875;
/// What [`spread`] gives for Gumbel's distribution with a scale of one, between these shares.
const OF_GUMBEL: f64 = 1.23;
/// No layer is believed to be worse.
const MOST: f64 = 20.0;

/// What the scan of an object saw at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strike {
    /// Minus the logarithm of its least chance, looks not paid for.
    pub(super) depth: f64,
    /// How many events it has.
    pub(super) events: usize,
}

/// By how much logarithms of chances are to be divided: 1 where they are right.
pub(super) fn stretch(mut strikes: Vec<Strike>) -> f64 {
    if strikes.len() < LEAST {
        return 1.0;
    }
    strikes.sort_by(|a, b| (a.events.cmp(&b.events)).then(a.depth.total_cmp(&b.depth)));
    let (mut excess, mut count) = (0.0, 0.0);
    for alike in strikes.chunks_mut(ALIKE) {
        // The few at the end are not enough for quantiles.
        if alike.len() == ALIKE {
            let (more, objects) = spread(alike);
            excess += more;
            count += objects;
        }
    }
    // Two standard errors more: a scale too small makes false bursts.
    let scale: f64 = excess / count / OF_GUMBEL * (1.0 + 2.0 / f64::sqrt(count));
    if scale.is_finite() { scale.clamp(1.0, MOST) } else { 1.0 }
}

/// How far the upper middle part lies above the middle, in sum, as a censored exponential
/// distribution would have it (Lawless 2003, *Statistical Models and Methods for Lifetime Data*,
/// section 4.1), and of how many objects.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of a number of objects"
)]
fn spread(alike: &mut [Strike]) -> (f64, f64) {
    alike.sort_unstable_by(|a, b| a.depth.total_cmp(&b.depth));
    let place = |share: f64| ((alike.len() as f64 * share) as usize).min(alike.len() - 1);
    let (from, to) = (place(FROM), place(TO));
    let (floor, ceiling) = (alike[from].depth, alike[to].depth);
    let inside: f64 = alike[from..to].iter().map(|strike| strike.depth - floor).sum();
    let beyond = (alike.len() - to) as f64 * (ceiling - floor);
    (inside + beyond, (to - from) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Objects with more and more events; the depths of each few are Gumbel's, times a factor.
    fn gumbel(count: usize, factor: f64) -> Vec<Strike> {
        (0..count)
            .map(|at| {
                let share = ((at * 7) % ALIKE) as f64 / ALIKE as f64 + 0.5 / ALIKE as f64;
                let events = 10 * (1 + at / ALIKE);
                let depth = factor * ((events as f64).ln() - (-share.ln()).ln());
                Strike { depth, events }
            })
            .collect()
    }

    #[test]
    fn chances_too_small_by_a_power_are_told_and_right_ones_are_left() {
        for factor in [1.5, 3.0, 6.0] {
            let found = stretch(gumbel(416, factor));
            assert!((1.0..1.15).contains(&(found / factor)), "{found} for {factor}");
        }
        assert!(stretch(gumbel(416, 0.8)) < 1.01);
        assert!(stretch(gumbel(LEAST - 1, 6.0)) <= 1.0, "too few to tell");
        assert!(stretch(Vec::new()) <= 1.0);
    }

    #[test]
    fn real_bursts_on_one_object_in_sixteen_count_for_less_than_half() {
        let mut strikes = gumbel(416, 2.0);
        let before = stretch(strikes.clone());
        for strike in strikes.iter_mut().step_by(16) {
            strike.depth = 500.0;
        }
        let after = stretch(strikes);
        assert!(after < 1.5 * before, "{before} and {after}");
    }
}
