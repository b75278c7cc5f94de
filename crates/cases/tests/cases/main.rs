//! The journal as other crates see it.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod conformance;
mod folding;
mod journal;
mod kills;
mod packs;
mod proposing;
mod support;
