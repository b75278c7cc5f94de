//! The lake from outside: what an ingest, a reader and an auditor can rely on.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "helpers of integration tests do not count as tests; they read files that they made"
)]

#[path = "../support/mod.rs"]
mod support;

mod compaction;
mod duckdb;
mod forgetting;
mod golden;
mod identity;
mod layout;
mod opening;
mod release;
mod snapshots;
mod verifying;
