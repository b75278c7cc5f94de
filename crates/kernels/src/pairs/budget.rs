//! Memory is asked for before it is taken.

use std::error::Error;
use std::mem::size_of;

/// Whoever grants memory: the engine's pool, or nobody ([`Unlimited`]).
pub trait Budget {
    /// Takes `bytes` more.
    ///
    /// # Errors
    /// When there is not that much left.
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget>;

    /// Gives `bytes` back.
    fn shrink(&mut self, bytes: usize);
}

/// The budget said no. The owner's own error is its source.
#[derive(Debug, thiserror::Error)]
#[error("{bytes} more bytes of memory were needed for finding pairs")]
pub struct OverBudget {
    /// How much was asked for.
    pub bytes: usize,
    /// What the owner of the budget said.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

/// Grants everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Budget for Unlimited {
    fn grow(&mut self, _: usize) -> Result<(), OverBudget> {
        Ok(())
    }

    fn shrink(&mut self, _: usize) {}
}

/// Makes room for `extra` more items. Small vectors double, large ones grow by half.
pub(crate) fn reserve<T>(
    items: &mut Vec<T>,
    extra: usize,
    budget: &mut dyn Budget,
) -> Result<(), OverBudget> {
    let (capacity, needed) = (items.capacity(), items.len().saturating_add(extra));
    if needed <= capacity {
        return Ok(());
    }
    let step = if capacity < 1 << 20 { capacity } else { capacity / 2 };
    let target = needed.max(capacity + step).max(64);
    let bytes = (target - capacity).saturating_mul(size_of::<T>());
    budget.grow(bytes)?;
    items.try_reserve_exact(target - items.len()).map_err(|source| {
        budget.shrink(bytes);
        OverBudget { bytes, source: source.into() }
    })
}

/// A vector of `length` equal items.
pub(crate) fn filled<T: Clone>(
    value: T,
    length: usize,
    budget: &mut dyn Budget,
) -> Result<Vec<T>, OverBudget> {
    let mut items = Vec::new();
    let bytes = length.saturating_mul(size_of::<T>());
    budget.grow(bytes)?;
    items.try_reserve_exact(length).map_err(|source| {
        budget.shrink(bytes);
        OverBudget { bytes, source: source.into() }
    })?;
    items.resize(length, value);
    Ok(items)
}

/// Gives a vector's memory back.
pub(crate) fn release<T>(items: Vec<T>, budget: &mut dyn Budget) {
    let bytes = items.capacity().saturating_mul(size_of::<T>());
    drop(items);
    budget.shrink(bytes);
}

/// What a hash table for `entries` entries of `entry` bytes takes: a power of two of buckets, at
/// most seven eighths full, one control byte each.
pub(crate) fn table_bytes(entries: usize, entry: usize) -> usize {
    let buckets = (entries.saturating_mul(8) / 7 + 1).next_power_of_two().max(4);
    buckets.saturating_mul(entry + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Purse(usize);

    impl Budget for Purse {
        fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
            self.0 =
                self.0.checked_sub(bytes).ok_or(OverBudget { bytes, source: "empty".into() })?;
            Ok(())
        }

        fn shrink(&mut self, bytes: usize) {
            self.0 += bytes;
        }
    }

    #[test]
    fn what_is_taken_is_given_back() {
        let mut purse = Purse(4096);
        let mut items: Vec<u64> = Vec::new();
        for item in 0..300 {
            reserve(&mut items, 1, &mut purse).unwrap();
            items.push(item);
        }
        assert!(reserve(&mut items, 300, &mut purse).is_err());
        assert_eq!(purse.0, 4096 - items.capacity() * 8);
        release(items, &mut purse);
        assert_eq!(purse.0, 4096);
    }
}
