//! A whole season, written and read back.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bytes;
mod read_back;
mod truth;
