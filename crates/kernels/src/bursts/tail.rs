//! Tails of the negative binomial distribution, in logarithms: chances of bursts are far below
//! what a float can hold.

/// ln P(X >= n) of a negative binomial X with this mean and shape (variance mean + mean²/shape).
///
/// P(X >= n) is the regularised incomplete beta function `I_x(n, shape)` with x = mean / (mean +
/// shape) (Abramowitz & Stegun 1964, 26.5.24), taken by its continued fraction (26.5.8, evaluated
/// after Lentz 1976).
#[must_use]
pub fn ln_negative_binomial_tail(n: f64, mean: f64, shape: f64) -> f64 {
    let usable = mean > 0.0 && shape > 0.0 && mean.is_finite() && shape.is_finite();
    if n <= 0.0 {
        return 0.0;
    }
    if !usable {
        return if mean > 0.0 { 0.0 } else { f64::NEG_INFINITY };
    }
    let x = mean / (mean + shape);
    let rest = shape / (mean + shape);
    let ln_front =
        ln_gamma(n + shape) - ln_gamma(n) - ln_gamma(shape) + n * x.ln() + shape * rest.ln();
    let ln_p = if x < (n + 1.0) / (n + shape + 2.0) {
        ln_front + continued_fraction(n, shape, x).ln() - n.ln()
    } else {
        let lower = (ln_front + continued_fraction(shape, n, rest).ln() - shape.ln()).exp();
        (1.0 - lower).max(f64::MIN_POSITIVE).ln()
    };
    if ln_p.is_nan() { 0.0 } else { ln_p.min(0.0) }
}

/// The continued fraction of the incomplete beta function, in the letters of the source.
#[expect(clippy::many_single_char_names, reason = "as the formula has them")]
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const ROUNDS: u32 = 3_000;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for round in 1..=ROUNDS {
        let m = f64::from(round);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 1e-12 {
            break;
        }
    }
    fraction.max(TINY)
}

/// ln Γ(x) for x > 0: recurrence to 10, then Stirling's series (Abramowitz & Stegun 6.1.41).
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1_260.0 - square / 1_680.0)));
    let half_ln_two_pi = 0.918_938_533_204_672_8;
    (x - 0.5) * x.ln() - x + half_ln_two_pi + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tail by adding up probabilities.
    fn added(n: u32, mean: f64, shape: f64) -> f64 {
        let x = mean / (mean + shape);
        let mut term = (shape / (mean + shape)).powf(shape);
        let mut below = 0.0;
        for k in 0..n {
            below += term;
            term *= x * (shape + f64::from(k)) / f64::from(k + 1);
        }
        1.0 - below
    }

    #[test]
    fn known_values() {
        // Shape 1 is the geometric distribution: P(X >= n) = x^n.
        let p = ln_negative_binomial_tail(200.0, 1.0, 1.0);
        assert!((p - 200.0 * 0.5_f64.ln()).abs() < 1e-9, "{p}");
        // A huge shape is Poisson: P(X >= 3), mean 0.5.
        let p = ln_negative_binomial_tail(3.0, 0.5, 1e7).exp();
        assert!((p - 0.014_387_677_966_970_7).abs() < 1e-8, "{p}");
        assert_eq!(ln_negative_binomial_tail(0.0, 2.0, 1.0), 0.0);
        assert_eq!(ln_negative_binomial_tail(2.0, 0.0, 1.0), f64::NEG_INFINITY);
    }

    proptest! {
        #[test]
        fn the_tail_is_what_adding_up_gives(n in 1_u32..60, mean in 0.01_f64..40.0, shape in 0.05_f64..30.0) {
            let quick = ln_negative_binomial_tail(f64::from(n), mean, shape).exp();
            prop_assert!((quick - added(n, mean, shape)).abs() < 1e-8, "{quick}");
        }
    }
}
