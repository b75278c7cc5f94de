//! Detectors as literate pages: loading, running, testing.
//!
//! A detector is one Markdown file under `detectors/`: documentation, bounded parameters, steps
//! (SQL over views, or operators), limits and cases. This crate reads pages ([`Page`],
//! [`Catalogue`]), runs them in an engine session ([`run()`]) and gives back findings by the
//! contract of `vigie_model::finding`; [`literate`] runs their cases. It must not know DataFusion,
//! the lake, incidents, or how anything is shown.

pub mod attacks;
mod bind;
mod catalogue;
mod error;
pub mod findings;
pub mod literate;
mod note;
pub mod operator;
pub mod page;
mod run;
pub mod sentence;
mod text_note;

pub use bind::{Bound, ParamValue};
pub use catalogue::Catalogue;
pub use error::{BindError, CatalogueError, PageError, RunError};
pub use literate::{CaseResult, test};
pub use note::Note;
pub use operator::{OPERATORS, Operator};
pub use page::Page;
pub use run::{Outcome, RunContext, run};
pub use text_note::TextNote;
