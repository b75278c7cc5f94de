//! The service as a client meets it: who is refused, what every answer carries, two people on one
//! incident, hostile words, and the event stream.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod changes;
mod document;
mod guard;
mod hostile;
mod live;
mod place;
mod polls;
mod statements;
