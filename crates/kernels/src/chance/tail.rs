//! Tails of the distributions that chance is measured with.
//!
//! All are upper tails, `P(X >= objects)`, exact to about ten digits; where a bound takes the place
//! of the exact value, it lies above it.

/// `ln(n!)`: Stirling's series, summed directly for small `n` (Abramowitz and Stegun, 6.1.41).
pub(crate) fn ln_factorial(n: u32) -> f64 {
    if n < 16 {
        return (2..=n).map(|factor| f64::from(factor).ln()).sum();
    }
    let x = f64::from(n) + 1.0;
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

/// `P(X = objects)` for a Poisson number with this mean.
#[must_use]
pub fn poisson_point(objects: u32, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if objects == 0 { 1.0 } else { 0.0 };
    }
    (f64::from(objects) * mean.ln() - mean - ln_factorial(objects)).exp()
}

/// `P(X >= objects)` for a Poisson number with this mean.
///
/// Above the mean it also bounds the tail of any sum of independent yes-or-no events with the same
/// mean (Anderson and Samuels, *Some inequalities among binomial and Poisson probabilities*, 1967).
#[must_use]
pub fn poisson_tail(objects: u32, mean: f64) -> f64 {
    if objects == 0 {
        return 1.0;
    }
    if f64::from(objects) > mean {
        // Terms fall from here on, by at least mean / (objects + 1).
        let (mut term, mut sum, mut ratio) = (1.0, 1.0, f64::from(objects) + 1.0);
        while term > sum * 1e-12 {
            term *= mean / ratio;
            ratio += 1.0;
            sum += term;
        }
        return (poisson_point(objects, mean) * sum).min(1.0);
    }
    let (mut term, mut sum, mut below) = (1.0, 1.0, f64::from(objects) - 1.0);
    while below > 0.0 && term > sum * 1e-12 {
        term *= below / mean;
        below -= 1.0;
        sum += term;
    }
    (1.0 - poisson_point(objects - 1, mean) * sum).clamp(0.0, 1.0)
}

/// `P(X >= objects)` for `trials` events of one chance.
fn binomial_tail(objects: u32, trials: u32, chance: f64) -> f64 {
    if objects == 0 || chance >= 1.0 {
        return if objects <= trials { 1.0 } else { 0.0 };
    }
    if objects > trials || chance <= 0.0 {
        return 0.0;
    }
    let odds = chance / (1.0 - chance);
    let ways = ln_factorial(trials) - ln_factorial(objects) - ln_factorial(trials - objects);
    let first =
        ways + f64::from(objects) * chance.ln() + f64::from(trials - objects) * (-chance).ln_1p();
    let (mut term, mut sum) = (1.0, 1.0);
    for more in objects..trials {
        term *= odds * f64::from(trials - more) / f64::from(more + 1);
        sum += term;
        if term < sum * 1e-12 {
            break;
        }
    }
    (first.exp() * sum).min(1.0)
}

/// Steps of the exact recursion that are worth taking; beyond them a bound is as good.
const EXACT_STEPS: usize = 1 << 20;

/// `P(X >= objects)` where each event happens with its own chance.
///
/// Exact by the usual recursion over events, with everything from `objects` on in one state. Where
/// that would take more than a million steps, the binomial tail with the mean chance, which lies
/// above it from one more than the mean on (Hoeffding, *On the distribution of the number of
/// successes in independent trials*, 1956); below that, 1.
#[must_use]
pub fn poisson_binomial_tail(objects: u32, chances: &[f64]) -> f64 {
    let wanted = objects as usize;
    if wanted == 0 {
        return 1.0;
    }
    if wanted > chances.len() {
        return 0.0;
    }
    if wanted.saturating_mul(chances.len()) > EXACT_STEPS {
        let mean: f64 = chances.iter().sum();
        if f64::from(objects) < mean + 1.0 {
            return 1.0;
        }
        let trials = u32::try_from(chances.len()).unwrap_or(u32::MAX);
        return binomial_tail(objects, trials, mean / f64::from(trials));
    }
    let mut so_far = vec![0.0; wanted];
    so_far[0] = 1.0;
    let mut reached = 0.0;
    for &chance in chances {
        reached += so_far[wanted - 1] * chance;
        for count in (1..wanted).rev() {
            so_far[count] = so_far[count] * (1.0 - chance) + so_far[count - 1] * chance;
        }
        so_far[0] *= 1.0 - chance;
    }
    reached.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
    }

    #[test]
    fn the_poisson_tail_is_the_sum_of_its_points() {
        for mean in [1e-6, 0.01, 0.7, 3.0, 40.0] {
            for objects in 0..60 {
                let sum: f64 = (objects..objects + 300).map(|at| poisson_point(at, mean)).sum();
                let tail = poisson_tail(objects, mean);
                assert!(close(tail, sum) || (tail - sum).abs() < 1e-13, "{mean} {objects}");
            }
        }
    }

    #[test]
    fn unequal_chances_agree_with_all_outcomes_written_out() {
        let chances = [0.9, 0.02, 0.3, 0.5, 0.001, 0.77];
        for objects in 0..=7_u32 {
            let mut tail = 0.0;
            for outcome in 0..1_u32 << chances.len() {
                if outcome.count_ones() >= objects {
                    tail += chances
                        .iter()
                        .enumerate()
                        .map(|(at, p)| if outcome >> at & 1 == 1 { *p } else { 1.0 - p })
                        .product::<f64>();
                }
            }
            assert!(close(poisson_binomial_tail(objects, &chances), tail), "{objects}");
        }
    }

    #[test]
    fn bounds_lie_above_the_exact_tail() {
        let chances: Vec<f64> = (0..40).map(|at| f64::from(at) / 100.0).collect();
        let mean: f64 = chances.iter().sum();
        for objects in 9..30 {
            let exact = poisson_binomial_tail(objects, &chances);
            let binomial = binomial_tail(objects, 40, mean / 40.0);
            assert!(exact <= binomial && binomial <= poisson_tail(objects, mean), "{objects}");
        }
        let many = vec![0.001; 4_000];
        let far = poisson_binomial_tail(400, &many);
        assert!(far >= 0.0 && far < 1e-100);
    }
}
