//! What operators over one session work out alike, kept so that the second page that needs it has
//! it at once.
//!
//! A value must be a pure function of its key: whoever asks gets what it would have made itself.
//! The newest value under each name stays, inside the memory pool of the session that made it, as
//! long as that session, or as long as the program where sessions [share](crate::Session::remember)
//! a memo.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::memory::Reservation;

/// Values by name, each with the key that it was made from.
#[derive(Default, Debug)]
pub struct Memo(Mutex<BTreeMap<&'static str, Kept>>);

#[derive(Debug)]
struct Kept {
    key: [u8; 16],
    value: Arc<dyn Any + Send + Sync>,
    _memory: Reservation,
}

impl Memo {
    /// The value that is kept under `name` for `key`.
    #[must_use]
    pub fn get<T: Send + Sync + 'static>(&self, name: &str, key: [u8; 16]) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(name).filter(|kept| kept.key == key)?;
        Arc::clone(&kept.value).downcast().ok()
    }

    /// The value that is kept under `name`, whatever it was made from: to start from, where a part of
    /// it still holds.
    #[must_use]
    pub fn newest<T: Send + Sync + 'static>(&self, name: &str) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&kept.get(name)?.value).downcast().ok()
    }

    /// Keeps a value in the place of the one before; `memory` holds as much as it takes.
    pub fn put<T: Send + Sync + 'static>(
        &self,
        name: &'static str,
        key: [u8; 16],
        value: Arc<T>,
        memory: Reservation,
    ) {
        let kept = Kept { key, value, _memory: memory };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, kept);
    }
}
