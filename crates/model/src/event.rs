//! The one bus: whatever happens is an event first; printers decide what it looks like.

use serde::Serialize;

/// How urgent a log event is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What a developer needs.
    Debug,
    /// A milestone.
    Info,
    /// Something was set aside or degraded.
    Warn,
    /// An operator must act.
    Error,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the line of each variant says what its fields are")]
pub enum Event {
    /// A piece of work began. `total` is in `unit`, when it is known.
    Started { task: String, total: Option<u64>, unit: &'static str },
    /// It went on.
    Advanced { task: String, done: u64 },
    /// It ended.
    Finished { task: String },
    /// A message. Its text has passed the rendering gate.
    Log { level: Level, text: String },
    /// A typed result, already serialised for machines (`kind` names its shape).
    Result { kind: &'static str, body: serde_json::Value },
}

/// Something that takes events. Implementations must be cheap and must never block for long.
pub trait EventSink: Send + Sync {
    /// Takes one event.
    fn emit(&self, event: Event);
}

/// Takes events and forgets them.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEvents;

impl EventSink for NoEvents {
    fn emit(&self, _: Event) {}
}
