//! The memory pool of one session.
//!
//! It is a fair pool (DataFusion's `FairSpillPool`: those who can spill share what there is in
//! equal parts) with two differences. Those who can spill get half of the memory at most: a sort
//! that spills first merges what it holds, which takes about as much again in memory that cannot
//! spill, so a pool that lets it fill everything fails where it should spill. And no promise is
//! given twice: what is reserved never exceeds the limit, whoever came first.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use datafusion::common::{DataFusionError, Result};
use datafusion::execution::memory_pool::{
    MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation,
};

use crate::error::bytes;

/// How many consumers an error message names.
const NAMED_CONSUMERS: usize = 3;

#[derive(Debug)]
pub(crate) struct Pool {
    limit: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What those hold who can spill.
    spillable: usize,
    /// What the others hold.
    fixed: usize,
    /// How many can spill.
    spillers: usize,
    peak: usize,
    held: BTreeMap<usize, Held>,
}

#[derive(Debug)]
struct Held {
    name: String,
    bytes: usize,
}

impl Pool {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::default() }
    }

    /// The most that was ever reserved.
    pub(crate) fn peak(&self) -> usize {
        self.state().peak
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing between two lines below can panic, so the books are always whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much more a reservation may take.
    fn room(&self, state: &State, reservation: &MemoryReservation) -> usize {
        let left = self.limit.saturating_sub(state.fixed.saturating_add(state.spillable));
        if !reservation.consumer().can_spill() {
            return left;
        }
        let shared = (self.limit / 2).min(self.limit.saturating_sub(state.fixed));
        let part = shared / state.spillers.max(1);
        part.saturating_sub(reservation.size()).min(left)
    }
}

impl State {
    fn add(&mut self, reservation: &MemoryReservation, additional: usize) {
        let consumer = reservation.consumer();
        let side = if consumer.can_spill() { &mut self.spillable } else { &mut self.fixed };
        *side = side.saturating_add(additional);
        self.peak = self.peak.max(self.spillable.saturating_add(self.fixed));
        if let Some(held) = self.held.get_mut(&consumer.id()) {
            held.bytes = held.bytes.saturating_add(additional);
        }
    }

    /// `rows 24 MB, pairs 11 MB`
    fn largest(&self) -> String {
        let mut held: Vec<&Held> = self.held.values().filter(|held| held.bytes > 0).collect();
        held.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
        let shown: Vec<String> = held
            .iter()
            .take(NAMED_CONSUMERS)
            .map(|held| format!("{} {}", held.name, bytes(held.bytes as u64)))
            .collect();
        if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") }
    }
}

impl MemoryPool for Pool {
    fn name(&self) -> &'static str {
        "vigie"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        let mut state = self.state();
        state.spillers += usize::from(consumer.can_spill());
        state.held.insert(consumer.id(), Held { name: consumer.name().to_owned(), bytes: 0 });
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        let mut state = self.state();
        state.spillers = state.spillers.saturating_sub(usize::from(consumer.can_spill()));
        state.held.remove(&consumer.id());
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.state().add(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        let mut state = self.state();
        let consumer = reservation.consumer();
        let side = if consumer.can_spill() { &mut state.spillable } else { &mut state.fixed };
        *side = side.saturating_sub(shrink);
        if let Some(held) = state.held.get_mut(&consumer.id()) {
            held.bytes = held.bytes.saturating_sub(shrink);
        }
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let mut state = self.state();
        let room = self.room(&state, reservation);
        if additional > room {
            return Err(DataFusionError::ResourcesExhausted(format!(
                "{} asked for {} more and {} are left for it; most is held by {}",
                reservation.consumer().name(),
                bytes(additional as u64),
                bytes(room as u64),
                state.largest(),
            )));
        }
        state.add(reservation, additional);
        Ok(())
    }

    fn reserved(&self) -> usize {
        let state = self.state();
        state.fixed.saturating_add(state.spillable)
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.limit)
    }
}

impl fmt::Display for Pool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", bytes(self.limit as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn pool() -> (Arc<Pool>, Arc<dyn MemoryPool>) {
        let pool = Arc::new(Pool::new(1_000));
        (Arc::clone(&pool), pool)
    }

    #[test]
    fn spillers_share_half_of_the_memory() {
        let (_, pool) = pool();
        let one = MemoryConsumer::new("one").with_can_spill(true).register(&pool);
        one.try_grow(500).unwrap();
        assert!(one.try_grow(1).is_err());
        let two = MemoryConsumer::new("two").with_can_spill(true).register(&pool);
        assert!(two.try_grow(251).is_err());
        two.try_grow(250).unwrap();
        one.shrink(400);
        assert!(one.try_grow(151).is_err());
        drop(two);
        one.try_grow(400).unwrap();
    }

    #[test]
    fn nobody_gets_what_is_not_there() {
        let (whole, pool) = pool();
        let spiller = MemoryConsumer::new("sort").with_can_spill(true).register(&pool);
        spiller.try_grow(500).unwrap();
        let fixed = MemoryConsumer::new("pairs").register(&pool);
        fixed.try_grow(500).unwrap();
        for reservation in [&spiller, &fixed] {
            let error = reservation.try_grow(1).unwrap_err().to_string();
            assert!(error.contains("held by pairs 500 bytes, sort 500 bytes"), "{error}");
        }
        drop(spiller);
        fixed.try_grow(400).unwrap();
        let late = MemoryConsumer::new("late").with_can_spill(true).register(&pool);
        assert!(late.try_grow(101).is_err());
        late.try_grow(100).unwrap();
        assert_eq!((pool.reserved(), whole.peak()), (1_000, 1_000));
        drop((fixed, late));
        assert_eq!(pool.reserved(), 0);
    }
}
