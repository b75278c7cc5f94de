//! What both nulls say of any pairs of accounts, also of those that never met: for measuring how
//! well chance is kept.

use hashbrown::HashSet;

use super::Options;
use super::family::Family;
use super::times::Times;
use crate::pairs::acts::{Act, append};
use crate::pairs::budget::{release, reserve};
use crate::pairs::{Acts, Budget, PairsError, partition, prune};

/// Objects on which each of these pairs of accounts meets by chance under null 1, on average, in
/// the window of that number: for measuring; accounts without acts meet nobody.
///
/// # Errors
/// As [`super::edges`].
pub fn expected(
    acts: Acts<'_>,
    pairs: &[(i64, i64)],
    options: &Options<'_>,
    window: usize,
    budget: &mut dyn Budget,
) -> Result<Vec<f64>, PairsError> {
    let rows = sorted(acts, budget)?;
    let mut family = Family::of(&rows, options.windows_us, budget)?;
    let mut expected = Vec::new();
    reserve(&mut expected, pairs.len(), budget)?;
    for (one, other) in pairs {
        let places = (family.place(*one), family.place(*other));
        expected.push(family.expected(&rows, places.0, places.1, window));
    }
    family.release(budget);
    release(rows, budget);
    Ok(expected)
}

/// What null 2 says of a pair.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ByTimes {
    /// For each object on which both act at all, the chance that they meet on it.
    pub chances: Vec<f64>,
    /// Of these, objects with so few other acts that only what is usual is known.
    pub pooled: u32,
}

/// What null 2 gives each of these pairs in the window of that number, where `ties` are the pairs
/// that null 1 does not explain, the strongest first.
///
/// # Errors
/// As [`super::edges`].
pub fn by_times(
    acts: Acts<'_>,
    pairs: &[(i64, i64)],
    ties: &[(i64, i64)],
    options: &Options<'_>,
    window: usize,
    budget: &mut dyn Budget,
) -> Result<Vec<ByTimes>, PairsError> {
    let rows = sorted(acts, budget)?;
    let both = |pair: &(i64, i64)| [pair.0, pair.1];
    let asked: HashSet<i64> = pairs.iter().chain(ties).flat_map(both).collect();
    let least = options.min_objects.max(1);
    let mut times = Times::of(&rows, options.windows_us, &asked, ties, least, budget)?;
    let mut found = Vec::new();
    reserve(&mut found, pairs.len(), budget)?;
    for (one, other) in pairs {
        let shared = times.shared(*one, *other, window);
        found.push(ByTimes { chances: shared.chances, pooled: shared.pooled });
    }
    times.release(budget);
    release(rows, budget);
    Ok(found)
}

/// The acts in the order of objects and times, each once.
fn sorted(acts: Acts<'_>, budget: &mut dyn Budget) -> Result<Vec<Act>, PairsError> {
    let mut rows = Vec::new();
    append(&mut rows, acts, budget)?;
    partition::sort(&mut rows, &i64::from);
    prune::repeats(&mut rows);
    Ok(rows)
}
