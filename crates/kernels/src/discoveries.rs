//! The false discovery rate, for every kernel that tests many things at once.
//!
//! Benjamini and Hochberg, *Controlling the false discovery rate* (Journal of the Royal Statistical
//! Society B 57, 1995); the adjusted values as Yekutieli and Benjamini, *Resampling-based false
//! discovery rate controlling multiple test procedures* (1999), give them.

/// The q-value of each p-value: the least rate of false discoveries at which it is one of the
/// discoveries. In the order of `p`.
///
/// `family` is the number of tests, where those that can never be discoveries (p = 1) are not
/// listed; it is at least the number of values.
#[must_use]
pub fn q_values(p: &[f64], family: f64) -> Vec<f64> {
    let family = family.max(p.len() as f64);
    step_up(p, 1.0, |p, rank| p * family / rank)
}

/// Like [`q_values`] for logarithms of p-values that are multiplied with their number of tests
/// already: how many as unlikely chance shows. They may be far below the smallest double, and
/// above 1.
#[must_use]
pub fn q_values_ln(ln_expected: &[f64]) -> Vec<f64> {
    step_up(ln_expected, f64::INFINITY, |ln, rank| (ln - rank.ln()).exp())
}

/// From the largest value down, the least of what `of(value, rank)` gives, and never above `most`.
fn step_up(values: &[f64], most: f64, of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut q = vec![most; values.len()];
    let mut least = most;
    for (rank, &at) in order.iter().enumerate().rev() {
        least = least.min(of(values[at], (rank + 1) as f64));
        q[at] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_values_are_those_of_the_paper_s_rule() {
        // Reject the largest rank with p <= rank / family * level, and all before it.
        let p = [0.6, 0.001, 0.012, 0.02, 0.0011, 0.02];
        let q = q_values(&p, 20.0);
        let mut sorted = p.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        for level in [0.01, 0.02, 0.05, 0.07, 0.1, 0.5] {
            let last = (0..6).rev().find(|&at| sorted[at] <= (at + 1) as f64 / 20.0 * level);
            let rejected = last.map_or(0, |last| last + 1);
            assert_eq!(q.iter().filter(|q| **q <= level + 1e-12).count(), rejected, "{level}");
        }
    }

    #[test]
    fn a_known_example() {
        let q = q_values(&[0.01, 0.04, 0.03, 0.005], 4.0);
        let expected = [0.02, 0.04, 0.04, 0.02];
        assert!(q.iter().zip(expected).all(|(q, e)| (q - e).abs() < 1e-12), "{q:?}");
    }

    #[test]
    fn tests_that_are_not_listed_count() {
        assert_eq!(q_values(&[0.02], 10.0), [0.2]);
        assert_eq!(q_values(&[0.01], 100.0), [1.0]);
        assert!((q_values(&[0.0001], 100.0)[0] - 0.01).abs() < 1e-12);
        assert!(q_values(&[], 0.0).is_empty());
    }

    #[test]
    fn logarithms_give_the_same_order_and_values() {
        let p = [0.2, 0.001, 0.03, 0.03, 0.9];
        let ln: Vec<f64> = p.iter().map(|p| (p * 5.0_f64).ln()).collect();
        let same = q_values_ln(&ln).into_iter().zip(q_values(&p, 5.0));
        assert!(same.clone().all(|(one, other)| (one.min(1.0) - other).abs() < 1e-12));
        assert_eq!(q_values_ln(&[-2000.0]), [0.0]);
    }
}
