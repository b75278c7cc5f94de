//! One binary for all of this crate's integration tests, because each links the query engine.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod bad_input;
mod contract;
mod invariance;
mod memory;
mod near_copies;
mod never_panics;
mod pages;
mod refusals;
mod season;
mod support;
