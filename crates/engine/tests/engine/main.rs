//! What the engine promises to its callers, one file a promise.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may stop at a surprise")]

mod limits;
mod safety;
mod support;
mod texts;
mod views;
