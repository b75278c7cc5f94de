//! What comes from outside the process besides files: the clock and the environment. Read once,
//! here, and handed down as values.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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

/// A clock that is set to a moment and goes on from there as another one does: the demo's people
/// work on days of an invented season.
pub struct StageClock {
    machine: Arc<dyn Clock>,
    /// What is added to the machine's time, in microseconds.
    ahead: AtomicI64,
}

impl StageClock {
    /// Set to `at`.
    #[must_use]
    pub fn at(at: Timestamp, machine: &Arc<dyn Clock>) -> Self {
        let clock = Self { machine: Arc::clone(machine), ahead: AtomicI64::new(0) };
        clock.set(at);
        clock
    }

    /// Sets it to `at`.
    pub fn set(&self, at: Timestamp) {
        self.ahead.store(at.0.saturating_sub(self.machine.now().0), Ordering::Release);
    }
}

impl Clock for StageClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.machine.now().0.saturating_add(self.ahead.load(Ordering::Acquire)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The name under which the machine knows its user.
pub(crate) fn user_name() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(variable)
        .find(|name| !name.trim().is_empty())
}

/// Bytes that nobody else draws: for names that must not collide, not for secrets. The standard
/// library seeds its hashers from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    use std::hash::{BuildHasher, RandomState};
    let mut bytes = [0; N];
    for (at, chunk) in bytes.chunks_mut(8).enumerate() {
        let drawn = RandomState::new().hash_one(at).to_le_bytes();
        chunk.copy_from_slice(&drawn[..chunk.len()]);
    }
    bytes
}

/// The machine's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}

/// The machine's memory in bytes, where it can be asked: `MemTotal` of Linux.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub(crate) fn machine_memory() -> Option<u64> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open("/proc/meminfo").ok()?.take(1 << 16).read_to_string(&mut text).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}
