//! What can be read, for `vigie sources`.

use serde::Serialize;

/// One source, for people.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its name.
    pub id: &'static str,
    /// Raised when the parser reads the same bytes differently.
    pub version: u32,
    /// The table that its records go to.
    pub table: &'static str,
    /// One line in English.
    pub en: &'static str,
    /// One line in French.
    pub fr: &'static str,
    /// A tiny invented example.
    pub example: &'static str,
    /// Which fields are matter of private persons.
    pub personal: &'static str,
    /// What its records say that the lake does not keep; the kept bytes hold it.
    pub dropped: &'static [&'static str],
}

/// All sources, in the order of the list.
#[must_use]
pub fn list() -> Vec<SourceView> {
    vigie_sources::ALL
        .iter()
        .map(|source| {
            let description = source.description();
            SourceView {
                id: source.id(),
                version: source.version(),
                table: source.table(),
                en: description.en,
                fr: description.fr,
                example: description.example,
                personal: description.personal,
                dropped: source.dropped(),
            }
        })
        .collect()
}
