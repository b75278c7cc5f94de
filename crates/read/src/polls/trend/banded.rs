//! A symmetric positive definite system that is tridiagonal but for a narrow border.
//!
//! Cholesky of the band, then of the Schur complement of the border: G. H. Golub and C. F. Van Loan,
//! *Matrix Computations*, 4th edition, sections 4.3 (band) and 4.2 (block elimination). Time and
//! memory are days × border.

/// The system: the matrix is `[[band, borderᵀ], [border, corner]]`.
#[derive(Clone, Debug)]
pub(in crate::polls) struct Bordered {
    pub(in crate::polls) diagonal: Vec<f64>,
    /// `beside[i]` ties day i to day i + 1.
    pub(in crate::polls) beside: Vec<f64>,
    /// One row an unknown of the border, one column a day.
    pub(in crate::polls) border: Vec<Vec<f64>>,
    pub(in crate::polls) corner: Vec<Vec<f64>>,
    pub(in crate::polls) right: Vec<f64>,
    pub(in crate::polls) border_right: Vec<f64>,
}

/// Its solution, with what the variances are made of.
#[derive(Clone, Debug)]
pub(in crate::polls) struct Solved {
    pub(in crate::polls) inner: Vec<f64>,
    pub(in crate::polls) border: Vec<f64>,
    pub(in crate::polls) log_determinant: f64,
    /// Diagonal of the inverse of the band alone.
    band_inverse: Vec<f64>,
    /// Inverse of the band times each row of the border.
    carried: Vec<Vec<f64>>,
    /// Inverse of the Schur complement: the covariance of the border.
    covariance: Vec<Vec<f64>>,
}

/// Pivots below this are held up: the system is positive definite by construction, and rounding must
/// not make a root of a negative number.
const LEAST: f64 = 1e-12;

impl Bordered {
    pub(in crate::polls) fn new(days: usize, border: usize) -> Self {
        Self {
            diagonal: vec![0.0; days],
            beside: vec![0.0; days.saturating_sub(1)],
            border: vec![vec![0.0; days]; border],
            corner: vec![vec![0.0; border]; border],
            right: vec![0.0; days],
            border_right: vec![0.0; border],
        }
    }

    pub(in crate::polls) fn solve(&self) -> Solved {
        let band = Band::of(self);
        let count = self.border.len();
        let carried: Vec<Vec<f64>> = self.border.iter().map(|row| band.solve(row)).collect();
        let plain = band.solve(&self.right);
        let mut schur = self.corner.clone();
        let mut rest = self.border_right.clone();
        for a in 0..count {
            for b in 0..count {
                schur[a][b] -= dot(&self.border[a], &carried[b]);
            }
            rest[a] -= dot(&self.border[a], &plain);
        }
        let (covariance, log_schur) = inverse(&schur);
        let border: Vec<f64> = covariance.iter().map(|row| dot(row, &rest)).collect();
        let mut inner = plain;
        for (row, value) in carried.iter().zip(&border) {
            for (level, carried) in inner.iter_mut().zip(row) {
                *level -= carried * value;
            }
        }
        let log_determinant = 2.0 * band.root.iter().map(|root| root.ln()).sum::<f64>() + log_schur;
        Solved {
            inner,
            border,
            log_determinant,
            band_inverse: band.inverse_diagonal(),
            carried,
            covariance,
        }
    }
}

impl Solved {
    /// The variance of each day.
    pub(in crate::polls) fn variances(&self) -> Vec<f64> {
        let count = self.carried.len();
        (0..self.inner.len())
            .map(|day| {
                let mut variance = self.band_inverse[day];
                for a in 0..count {
                    for b in 0..count {
                        variance +=
                            self.carried[a][day] * self.covariance[a][b] * self.carried[b][day];
                    }
                }
                variance
            })
            .collect()
    }

    /// The variance of one unknown of the border.
    pub(in crate::polls) fn border_variance(&self, at: usize) -> f64 {
        self.covariance.get(at).and_then(|row| row.get(at)).copied().unwrap_or(0.0)
    }
}

/// The Cholesky factor of the band: `root` on the diagonal, `below` beneath it.
struct Band {
    root: Vec<f64>,
    below: Vec<f64>,
}

impl Band {
    fn of(system: &Bordered) -> Self {
        let mut root: Vec<f64> = Vec::with_capacity(system.diagonal.len());
        let mut below: Vec<f64> = Vec::with_capacity(system.beside.len());
        for (at, diagonal) in system.diagonal.iter().enumerate() {
            let under = below.last().copied().filter(|_| at > 0).unwrap_or(0.0);
            let pivot = (diagonal - under * under).max(LEAST).sqrt();
            root.push(pivot);
            if let Some(beside) = system.beside.get(at) {
                below.push(beside / pivot);
            }
        }
        Self { root, below }
    }

    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut out = right.to_vec();
        for at in 0..out.len() {
            if at > 0 {
                out[at] -= self.below[at - 1] * out[at - 1];
            }
            out[at] /= self.root[at];
        }
        for at in (0..out.len()).rev() {
            if at + 1 < out.len() {
                out[at] -= self.below[at] * out[at + 1];
            }
            out[at] /= self.root[at];
        }
        out
    }

    /// From the last day backwards: the recursion of the inverse of a bidiagonal factor.
    fn inverse_diagonal(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.root.len()];
        let mut next = 0.0;
        for at in (0..self.root.len()).rev() {
            let ratio = self.below.get(at).map_or(0.0, |below| below / self.root[at]);
            next = ratio.mul_add(ratio * next, 1.0 / (self.root[at] * self.root[at]));
            out[at] = next;
        }
        out
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inverse of a small symmetric positive definite matrix by Cholesky, and the logarithm of its
/// determinant.
pub(super) fn inverse(matrix: &[Vec<f64>]) -> (Vec<Vec<f64>>, f64) {
    let count = matrix.len();
    let mut factor = vec![vec![0.0_f64; count]; count];
    for row in 0..count {
        for column in 0..=row {
            let known = dot(&factor[row][..column], &factor[column][..column]);
            factor[row][column] = if row == column {
                (matrix[row][row] - known).max(LEAST).sqrt()
            } else {
                (matrix[row][column] - known) / factor[column][column]
            };
        }
    }
    let log_determinant = 2.0 * (0..count).map(|at| factor[at][at].ln()).sum::<f64>();
    let mut inverse = vec![vec![0.0; count]; count];
    // Column by column of the unit matrix; the inverse is symmetric, so a column is a row.
    for (unit, out) in inverse.iter_mut().enumerate() {
        let mut column = vec![0.0; count];
        for row in 0..count {
            let known = dot(&factor[row][..row], &column[..row]);
            column[row] = (f64::from(u8::from(row == unit)) - known) / factor[row][row];
        }
        for row in (0..count).rev() {
            let known: f64 = (row + 1..count).map(|below| factor[below][row] * column[below]).sum();
            column[row] = (column[row] - known) / factor[row][row];
        }
        *out = column;
    }
    (inverse, log_determinant)
}
