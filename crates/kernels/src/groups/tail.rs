//! Tails of sums of rare events, in natural logarithms, because groups are far out in them.

/// `ln P(X >= least)` for a Poisson number with this mean.
pub(super) fn ln_poisson(least: u32, mean: f64) -> f64 {
    if least == 0 {
        return 0.0;
    }
    if mean <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let first = f64::from(least);
    if mean >= first {
        // The lower side is short and adds up without loss.
        let (mut term, mut below) = ((-mean).exp(), 0.0);
        for count in 0..least {
            below += term;
            term *= mean / (f64::from(count) + 1.0);
        }
        return (1.0 - below).max(f64::MIN_POSITIVE).ln();
    }
    let mut ln_factorial = 0.0;
    for count in 2..=least {
        ln_factorial += f64::from(count).ln();
    }
    let (mut term, mut sum, mut count) = (1.0, 1.0, first);
    while term > sum * f64::EPSILON {
        count += 1.0;
        term *= mean / count;
        sum += term;
    }
    (first * mean.ln() - mean - ln_factorial + sum.ln()).min(0.0)
}

/// `ln P(at least that many happen)` of independent events with these chances: the exact
/// Poisson-binomial tail. Only what has not reached `least` is carried along, so that a tiny tail
/// is a sum of positive terms and not one minus nearly one.
pub(super) fn ln_poisson_binomial(least: u32, chances: impl Iterator<Item = f64>) -> f64 {
    if least == 0 {
        return 0.0;
    }
    // By how many have happened: 0 up to least - 1.
    let mut below = vec![0.0; least as usize];
    below[0] = 1.0;
    let mut tail = 0.0;
    for chance in chances {
        let chance = chance.clamp(0.0, 1.0);
        let top = below.len() - 1;
        tail += below[top] * chance;
        for count in (1..=top).rev() {
            below[count] = below[count] * (1.0 - chance) + below[count - 1] * chance;
        }
        below[0] *= 1.0 - chance;
    }
    if tail > 0.0 { tail.ln().min(0.0) } else { f64::NEG_INFINITY }
}

/// `ln P(U1 * … * Uk <= product)` for independent uniform numbers: Fisher's way of joining tests
/// (*Statistical Methods for Research Workers*, 1932, section 21.1), in closed form because the
/// degrees of freedom are even. Numbers that are larger than uniform ones only make it smaller.
pub(super) fn ln_fisher(ln_product: f64, tests: u32) -> f64 {
    if ln_product >= 0.0 || tests == 0 {
        return 0.0;
    }
    if ln_product == f64::NEG_INFINITY {
        return f64::NEG_INFINITY;
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for test in 1..tests {
        term *= -ln_product / f64::from(test);
        sum += term;
    }
    (ln_product + f64::ln(sum)).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ln: f64, value: f64) -> bool {
        (ln.exp() / value - 1.0).abs() < 1e-9
    }

    #[test]
    fn poisson_tails_are_those_of_the_tables() {
        assert!(near(ln_poisson(1, 0.5), 1.0 - (-0.5_f64).exp()));
        assert!(near(ln_poisson(3, 4.0), 1.0 - (-4.0_f64).exp() * 13.0));
        // 1e-4 ^ 3 / 6, but for the fourth power.
        assert!((ln_poisson(3, 1e-4) - (1e-12_f64 / 6.0).ln()).abs() < 1e-4);
    }

    #[test]
    fn equal_chances_make_a_binomial_tail() {
        // 5 * 0.1^4 * 0.9 + 0.1^5
        assert!(near(ln_poisson_binomial(4, [0.1; 5].into_iter()), 0.000_46));
        assert!(near(ln_poisson_binomial(2, [1e-9, 1e-9].into_iter()), 1e-18));
        assert!(ln_poisson_binomial(3, [0.5, 0.5].into_iter()) < -700.0);
    }

    #[test]
    fn joined_tests_are_less_sure_than_their_product() {
        let two = 0.01_f64.ln() + 0.01_f64.ln();
        assert!(near(ln_fisher(two, 2), 1e-4 * (1.0 - two)));
        assert!(near(ln_fisher(0.3_f64.ln(), 1), 0.3));
    }
}
