//! What can go wrong with a brief.

use vigie_model::{ErrorKind, Explained};

/// Why a brief could not be read or rendered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BriefError {
    /// The text is not a brief.
    #[error("this is not a brief in JSON: {0}")]
    NotABrief(#[from] serde_json::Error),
    /// Another version of Vigie wrote it.
    #[error("the brief has format {found}; this vigie reads formats up to {known}")]
    NewerFormat {
        /// What the file says.
        found: u32,
        /// What this build knows.
        known: u32,
    },
    /// The template did not render.
    #[error("the page could not be rendered: {0}")]
    Render(#[from] askama::Error),
}

impl Explained for BriefError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotABrief(_) | Self::NewerFormat { .. } => ErrorKind::User,
            Self::Render(_) => ErrorKind::Bug,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotABrief(_) => {
                Some("name the .json file that stands beside the brief's .html".to_owned())
            }
            Self::NewerFormat { .. } => Some("read it with the vigie that wrote it".to_owned()),
            Self::Render(_) => None,
        }
    }
}
