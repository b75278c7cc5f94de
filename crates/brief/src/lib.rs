//! Renders a frozen brief: one HTML file that needs nothing else, Markdown, and JSON.
//!
//! The model ([`BriefModel`]) is everything that is told. Rendering is a pure function of it and
//! of words ([`Words`]): the same brief is the same bytes on every machine, which is what `verify`
//! compares. This crate must not know the journal, the lake, files or the clock. Texts are hostile
//! here too: the HTML is escaped by its templates without exception, the Markdown by [`escape_markdown`],
//! and charts are drawn by templates from numbers.

mod caps;
mod charts;
mod error;
mod html;
mod markdown;
pub mod model;
mod view;
mod visible;
mod words;

pub use error::BriefError;
pub use html::CONTENT_SECURITY_POLICY;
pub use markdown::escape as escape_markdown;
pub use model::{BriefModel, FORMAT};
pub use words::{Arg, MONTHS, Wall, Words};

/// The three files of a brief.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendered {
    /// One self-contained page, below 300 kB whatever the model holds.
    pub html: String,
    /// The same as Markdown.
    pub markdown: String,
    /// The whole model.
    pub json: String,
}

/// Renders all three files.
///
/// # Errors
/// When a template fails, which would be our bug.
pub fn render(model: &BriefModel, words: &dyn Words) -> Result<Rendered, BriefError> {
    Ok(Rendered {
        html: to_html(model, words)?,
        markdown: to_markdown(model, words),
        json: to_json(model)?,
    })
}

/// The page.
///
/// # Errors
/// When a template fails, which would be our bug.
pub fn to_html(model: &BriefModel, words: &dyn Words) -> Result<String, BriefError> {
    html::render(model, words::Say(words))
}

/// The brief as Markdown, in which no text of the model can make markup, links or HTML.
#[must_use]
pub fn to_markdown(model: &BriefModel, words: &dyn Words) -> String {
    markdown::render(model, words::Say(words))
}

/// The whole model as JSON: fields in the order of [`BriefModel`], a line end at the end.
///
/// # Errors
/// When it cannot be written, which would be our bug.
pub fn to_json(model: &BriefModel) -> Result<String, BriefError> {
    let mut json = serde_json::to_string_pretty(model)?;
    json.push('\n');
    Ok(json)
}

/// A brief read back from its JSON.
///
/// # Errors
/// When it is no brief, or one of a newer format.
pub fn from_json(json: &str) -> Result<BriefModel, BriefError> {
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let Format { format } = serde_json::from_str(json)?;
    if format > FORMAT {
        return Err(BriefError::NewerFormat { found: format, known: FORMAT });
    }
    Ok(serde_json::from_str(json)?)
}
