//! Reading the press: what a text says, as records with the words they were read from.
//!
//! Pure functions over text: no files, no clock, no network. Every record carries the span of the
//! words that gave it, in bytes of the text handed in, so that whoever shows it can show them.

pub mod actors;
pub mod article;
pub mod claim;
pub mod corrected;
mod day;
mod lexicon;
mod number;
mod places;
pub mod polls;
pub mod statements;
pub mod tagger;
mod text;
mod words;

pub use day::Day;
pub use number::Amount;
pub use places::{Place, PlaceForm, Places};
pub use statements::{Statement, read_statements};
pub use words::Span;

/// The languages that are read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}
