//! What comes from outside the process besides files: the clock and the environment. Read once,
//! here, and handed down as values.

use std::sync::Arc;

use vigie_model::time::{Clock, FixedClock, Timestamp};
use vigie_model::{EventSink, event::NoEvents};

/// Sets a fixed clock. Honoured in builds with debug assertions only: a shipped binary cannot be
/// made to lie about time.
pub const CLOCK_VARIABLE: &str = "VIGIE_TEST_CLOCK";
/// Arms a failpoint. Honoured in builds with debug assertions only.
pub const FAILPOINT_VARIABLE: &str = "VIGIE_TEST_FAILPOINT";

/// The outside world as one value.
#[derive(Clone)]
pub struct System {
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where events go.
    pub events: Arc<dyn EventSink>,
}

impl System {
    /// The real one: the machine's clock (unless a test fixes it) and the given event sink.
    #[must_use]
    pub fn real(events: Arc<dyn EventSink>) -> Self {
        if let Some(name) = variable(FAILPOINT_VARIABLE) {
            vigie_lake::failpoint::arm(&name);
        }
        let fixed = if cfg!(debug_assertions) {
            variable(CLOCK_VARIABLE).and_then(|text| Timestamp::parse(&text))
        } else {
            None
        };
        let clock: Arc<dyn Clock> = match fixed {
            Some(at) => Arc::new(FixedClock(at)),
            None => Arc::new(SystemClock),
        };
        Self { clock, events }
    }

    /// A world that stands still at `at` and says nothing.
    #[must_use]
    pub fn still(at: Timestamp) -> Self {
        Self { clock: Arc::new(FixedClock(at)), events: Arc::new(NoEvents) }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The machine's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}
