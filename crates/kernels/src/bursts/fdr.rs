//! False discovery rate over objects.

/// The q-value of each p-value: the least rate of false discoveries at which it is one of the
/// discoveries (Benjamini & Hochberg 1995; adjusted values as Yekutieli & Benjamini 1999).
///
/// `tests` is the size of the family where tests that can never be discoveries are not listed; it
/// is at least the number of values.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of tests")]
pub fn q_values(p: &[f64], tests: usize) -> Vec<f64> {
    let tests = tests.max(p.len()) as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|left, right| p[*left].total_cmp(&p[*right]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, index) in order.iter().enumerate().rev() {
        least = least.min(p[*index] * tests / (rank + 1) as f64);
        q[*index] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_example() {
        let q = q_values(&[0.01, 0.04, 0.03, 0.005], 4);
        let expected = [0.02, 0.04, 0.04, 0.02];
        assert!(q.iter().zip(expected).all(|(q, e)| (q - e).abs() < 1e-12), "{q:?}");
        assert_eq!(q_values(&[0.02], 10), [0.2], "tests that are not listed count");
        assert!(q_values(&[], 0).is_empty());
    }
}
