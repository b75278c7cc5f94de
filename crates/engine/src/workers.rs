//! The worker threads. Callers never see them: everything outside this crate is synchronous.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::runtime::{Builder, Runtime};

use crate::error::EngineError;

/// Threads that sessions with an equal number of partitions share. They end with the last session.
#[derive(Debug)]
pub(crate) struct Workers {
    count: usize,
    runtime: Option<Runtime>,
}

/// The threads that are running now, so that a second session starts none.
static RUNNING: Mutex<Vec<Weak<Workers>>> = Mutex::new(Vec::new());

impl Workers {
    /// Running workers of that number, or new ones.
    pub(crate) fn shared(count: usize) -> Result<Arc<Self>, EngineError> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|workers| workers.strong_count() > 0);
        let found = running.iter().filter_map(Weak::upgrade).find(|workers| workers.count == count);
        if let Some(workers) = found {
            return Ok(workers);
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(count)
            .thread_name("vigie-engine")
            .enable_time()
            .build()
            .map_err(EngineError::Workers)?;
        let workers = Arc::new(Self { count, runtime: Some(runtime) });
        running.push(Arc::downgrade(&workers));
        Ok(workers)
    }

    /// Runs a future to its end on the calling thread, with the workers' help.
    pub(crate) fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(work),
            None => Err(EngineError::Bug("the workers have ended".to_owned())),
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // A plain drop waits for the threads, and must not happen inside another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_share_threads() {
        let one = Workers::shared(3).unwrap();
        let two = Workers::shared(3).unwrap();
        let other = Workers::shared(5).unwrap();
        assert!(Arc::ptr_eq(&one, &two));
        assert!(!Arc::ptr_eq(&one, &other));
        assert_eq!(one.wait(async { Ok(7) }).unwrap(), 7);
    }
}
