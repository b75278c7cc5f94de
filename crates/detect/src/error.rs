//! What can be wrong with a page, with a parameter, and with a run.

use vigie_model::{ErrorKind, Explained};

/// A page that cannot be used: where, why, and what to write instead.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct PageError {
    /// The page, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl Explained for PageError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(self.hint.clone())
    }
}

/// A parameter that the page does not take.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct BindError {
    /// What is wrong.
    pub message: String,
    /// What may be given.
    pub hint: String,
}

impl Explained for BindError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }

    fn hint(&self) -> Option<String> {
        Some(self.hint.clone())
    }
}

/// A folder of pages that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// One of its pages is wrong.
    #[error(transparent)]
    Page(#[from] PageError),
    /// It cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is larger than any page.
    #[error("{path} is larger than {limit} bytes")]
    TooLarge {
        /// The file.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
}

impl Explained for CatalogueError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Page(page) => page.hint(),
            Self::Unreadable { .. } => Some("check the path and its permissions".to_owned()),
            Self::TooLarge { .. } => Some("is this a detector page?".to_owned()),
        }
    }
}

/// A run that ended without findings being known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The engine could not answer.
    #[error("step {step} of {page}: {source}")]
    Engine {
        /// The page.
        page: String,
        /// The step, or the view that was being counted.
        step: String,
        /// Why.
        source: vigie_engine::EngineError,
    },
    /// A step of the page cannot be planned, or the last one does not give what the findings
    /// contract asks for.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Ours.
    #[error("{what}")]
    Bug {
        /// What should not have been possible.
        what: String,
    },
}

impl RunError {
    pub(crate) fn bug(what: impl Into<String>) -> Self {
        Self::Bug { what: what.into() }
    }
}

impl Explained for RunError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Engine { source, .. } => source.kind(),
            Self::Page(_) => ErrorKind::User,
            Self::Bug { .. } => ErrorKind::Bug,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Engine { source, .. } => source.hint(),
            Self::Page(page) => page.hint(),
            Self::Bug { .. } => None,
        }
    }
}

/// The known name that `name` was most likely meant to be, as the middle of a hint.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (likeness(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(left.1)))
        .map(|(_, candidate)| candidate)
}

/// Long names are compared by their letters and beginning, short ones by one slip of the keyboard.
fn likeness(name: &str, candidate: &str) -> f64 {
    let slip = strsim::damerau_levenshtein(name, candidate) <= 1;
    strsim::jaro_winkler(name, candidate).max(if slip { 0.9 } else { 0.0 })
}

/// `did you mean "x"? known: a, b, x`
pub(crate) fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}? known: {list}"),
        None => format!("known: {list}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_gets_the_nearest_name() {
        assert_eq!(nearest("windov_s", ["min_objects", "window_s"]), Some("window_s"));
        assert_eq!(nearest("mni", ["default", "min"]), Some("min"));
        assert_eq!(nearest("zzz", ["min_objects", "window_s"]), None);
    }
}
