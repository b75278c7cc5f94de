//! One memory pool for DataFusion and for operators, and the folder that spills go to.
//!
//! What can spill does when it may take no more; what cannot spill (hash joins, our operators,
//! registered relations, answers) ends in an error that names the largest consumers.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};

use crate::error::EngineError;
use crate::pool::Pool;

/// Metadata of Parquet files that is kept between queries, at most, in bytes. It lies outside the
/// pool, so it is small.
const METADATA_CACHE: usize = 8 << 20;

/// How many spilled runs are merged at once, at most. Without a limit the merge that comes first
/// takes all the memory there is and the one in the next partition fails.
const MERGE_FAN_IN: usize = 8;

/// What the engine may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The size of the memory pool in bytes.
    pub memory: u64,
    /// How many worker threads and partitions, at most; results do not depend on it. Fewer are
    /// used when each would have less than [`PARTITION_MEMORY`].
    pub partitions: usize,
    /// The folder for spilled data; created when absent, emptied when the session ends.
    pub spill: PathBuf,
}

/// What one partition needs to work well, in bytes. Sorts of two partitions that merge their
/// spills at one time can starve each other below it.
pub const PARTITION_MEMORY: u64 = 64 << 20;

impl Limits {
    /// The number of partitions that is used.
    #[must_use]
    pub fn useful_partitions(&self) -> usize {
        let fit = usize::try_from(self.memory / PARTITION_MEMORY).unwrap_or(usize::MAX);
        self.partitions.min(fit).max(1)
    }
}

/// The pool of one session.
#[derive(Clone)]
pub(crate) struct Memory {
    pool: Arc<Pool>,
    pub(crate) limit: u64,
}

impl Memory {
    pub(crate) fn new(limit: u64) -> Self {
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        Self { pool: Arc::new(Pool::new(size)), limit }
    }

    /// The most that was ever reserved, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        self.pool.peak() as u64
    }

    pub(crate) fn reserved(&self) -> u64 {
        self.pool.reserved() as u64
    }

    fn shared(&self) -> Arc<dyn MemoryPool> {
        Arc::clone(&self.pool) as Arc<dyn MemoryPool>
    }

    pub(crate) fn reserve(&self, consumer: &str) -> Reservation {
        let inner = MemoryConsumer::new(consumer).register(&self.shared());
        Reservation { inner, limit: self.limit }
    }

    /// What DataFusion's operators run in.
    pub(crate) fn environment(&self, limits: &Limits) -> Result<Arc<RuntimeEnv>, EngineError> {
        let disk = DiskManagerBuilder::default()
            .with_mode(spill_mode(limits))
            .with_max_spill_merge_fan_in(MERGE_FAN_IN);
        RuntimeEnvBuilder::new()
            .with_memory_pool(self.shared())
            .with_disk_manager_builder(disk)
            .with_metadata_cache_limit(METADATA_CACHE)
            .build_arc()
            .map_err(|error| EngineError::from_datafusion(error, self.limit))
    }
}

/// A lake on a read-only disk can still be queried; only what does not fit into memory then fails.
fn spill_mode(limits: &Limits) -> DiskManagerMode {
    let usable = std::fs::create_dir_all(&limits.spill)
        .and_then(|()| std::fs::metadata(&limits.spill))
        .is_ok_and(|folder| !folder.permissions().readonly());
    if usable {
        DiskManagerMode::Directories(vec![limits.spill.clone()])
    } else {
        tracing::warn!("the spill folder cannot be used: what does not fit into memory will fail");
        DiskManagerMode::Disabled
    }
}

/// A part of the memory pool that an operator has asked for. Freed when dropped.
#[derive(Debug)]
pub struct Reservation {
    inner: MemoryReservation,
    limit: u64,
}

impl Reservation {
    /// Asks for `bytes` more. Ask before allocating.
    ///
    /// # Errors
    /// [`EngineError::MemoryExhausted`] when the pool has no room; nothing is taken then.
    pub fn grow(&self, bytes: usize) -> Result<(), EngineError> {
        self.inner.try_grow(bytes).map_err(|error| EngineError::from_datafusion(error, self.limit))
    }

    /// Gives `bytes` back, at most what is held.
    pub fn shrink(&self, bytes: usize) {
        // Another thread may have shrunk in between; the pool then keeps its books and says no,
        // which leaves more reserved than needed until the drop.
        let _ = self.inner.try_shrink(bytes.min(self.inner.size()));
    }

    /// What is held, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.inner.size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reservations_share_one_limit_and_free_on_drop() {
        let memory = Memory::new(1_000);
        let first = memory.reserve("first");
        first.grow(700).unwrap();
        let second = memory.reserve("second");
        let refused = second.grow(400).unwrap_err();
        assert!(matches!(refused, EngineError::MemoryExhausted { limit: 1_000, .. }), "{refused}");
        assert!(refused.to_string().contains("first"), "{refused}");
        drop(first);
        second.grow(400).unwrap();
        second.shrink(10_000);
        assert_eq!((second.size(), memory.reserved(), memory.peak()), (0, 0, 700));
    }
}
