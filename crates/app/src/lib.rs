//! The use cases of Vigie as typed values.
//!
//! This crate reads files on behalf of `sources`, hands observations, derived rows and findings to
//! `lake` (which alone writes), runs detectors and answers questions about what they found. It
//! must not know the terminal or HTTP: it returns values and emits events. The rendering gate
//! ([`gate`]) is the only way in which outside text leaves it. Start with [`Project`].

pub mod config;
pub mod demo;
pub mod detect;
pub mod detectors;
pub mod doctor;
mod error;
pub mod explain;
pub mod forget;
pub mod gate;
pub mod ingest;
mod project;
pub mod reveal;
pub mod sources;
pub mod sql;
pub mod surroundings;
pub mod system;
pub mod today;
pub mod verify;
pub mod words;

pub use error::AppError;
pub use project::Project;
pub use system::System;
pub use vigie_model as model;
