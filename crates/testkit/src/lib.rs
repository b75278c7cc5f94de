//! What tests need around the product: a sealed place to run the real binary in, files to feed
//! it, hostile texts, sudden death, and measuring.
//!
//! Never shipped: only `dev-dependencies` may name this crate. It must not be used to reach into
//! other crates' insides; what a unit test needs stands beside the unit. Start with [`Sealed`].

pub mod fixtures;
pub mod hostile;
pub mod kill;
pub mod leak;
pub mod normalise;
pub mod packed;
mod parquet_table;
mod sealed;
pub mod web;

pub use hostile::{Class, Hostile, hostile_bytes, hostile_texts, terminal_harm};
pub use normalise::Normaliser;
pub use parquet_table::parquet_file;
pub use sealed::{CLOCK_VARIABLE, FAILPOINT_VARIABLE, NOW, Ran, Running, Sealed, Usage};
