//! Work that goes on after the answer: running the detectors. Progress goes over the bus.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::Serialize;
use vigie_app::detect::DetectRequest;
use vigie_app::model::{Event, EventSink, Level};

use crate::house::House;
use crate::problem::Problem;

/// Whether a job began.
#[derive(Debug, Serialize)]
pub(crate) struct Started {
    /// It was not under way already.
    pub(crate) started: bool,
}

/// Starts every detector over the newest commit, unless a run is under way.
pub(crate) fn detect(house: &Arc<House>) -> Started {
    if house.detecting.swap(true, Ordering::AcqRel) {
        return Started { started: false };
    }
    let inner = Arc::clone(house);
    tokio::task::spawn_blocking(move || {
        let running = Running(&inner);
        let result = inner.writing(|| inner.maker.detect(&DetectRequest::default()));
        drop(running);
        if let Err(error) = result {
            let problem = Problem::of(&error, &inner.words);
            inner.bus.emit(Event::Log { level: Level::Error, text: problem.detail().to_owned() });
        }
    });
    Started { started: true }
}

/// Says that the run is over, even when it panics.
struct Running<'a>(&'a House);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.detecting.store(false, Ordering::Release);
    }
}
