//! The use cases of Vigie as typed values.
//!
//! This crate reads files on behalf of `sources`, hands observations, derived rows and findings to
//! `lake` (which alone writes), runs detectors and answers questions about what they found. It
//! must not know the terminal or HTTP: it returns values and emits events. The rendering gate
//! ([`gate`]) is the only way in which outside text leaves it. Start with [`Project`].

mod affiliations;
pub mod attacks;
pub mod blind;
pub mod brief;
pub mod cases;
pub mod compat;
pub mod config;
pub mod demo;
mod desk;
pub mod detect;
pub mod detectors;
pub mod doctor;
mod error;
pub mod examples;
pub mod explain;
pub mod fetch;
pub mod forget;
pub mod gate;
mod hours;
pub mod inbox;
pub mod incidents;
pub mod ingest;
pub mod mandates;
pub mod measures;
pub mod network;
pub mod origin;
pub mod outlets;
pub mod polls;
pub mod press;
mod project;
pub mod proposals;
mod refusal;
pub mod retention;
pub mod reveal;
pub mod roles;
pub mod rumours;
pub mod screens;
pub mod sources;
pub mod sql;
pub mod story;
pub mod surroundings;
pub mod system;
pub mod tips;
pub mod today;
pub mod triage;
pub mod trouble;
pub mod verify;
pub mod watch;
pub mod words;

pub use error::AppError;
pub use project::Project;
pub use refusal::Refusal;
pub use system::System;
pub use vigie_cases as journal;
pub use vigie_model as model;
