//! Which source reads a stream.

use vigie_sources::Source;

use super::{How, unknown};
use crate::AppError;

/// Below this score a format counts as not recognised.
const RECOGNISED: u8 = 30;

/// The source that was asked for, or the one that fits best.
///
/// # Errors
/// When none fits, or there is none of that name.
pub(super) fn recognise(
    head: &[u8],
    file: &str,
    how: &How,
) -> Result<&'static dyn Source, AppError> {
    let named = |id: &str| vigie_sources::ALL.iter().copied().find(|source| source.id() == id);
    // Whatever is said of its columns: what is read of it would be the packing.
    if let Some(looks) = unknown::packed(head) {
        let file = crate::gate::harmless(file);
        return Err(AppError::Unrecognised { file, looks: Some(looks), map: None, kept: None });
    }
    if let Some(id) = &how.source {
        return named(id).ok_or_else(|| AppError::UnknownSource { id: id.clone() });
    }
    if how.mapping.iter().any(|(column, _)| column == "format") {
        return named("web-format").ok_or(AppError::Bug("there is no source of given formats"));
    }
    // The name of one's own mail server is no column.
    if how.mapping.iter().any(|(column, _)| column != "authserv_id") {
        return named("table").ok_or(AppError::Bug("there is no table source"));
    }
    match best(head) {
        Some(source) => Ok(source),
        _ if head.is_empty() => Ok(vigie_sources::ALL[0]),
        _ => {
            let file = crate::gate::harmless(file);
            Err(AppError::Unrecognised { file, looks: None, map: None, kept: None })
        }
    }
}

/// The source that fits best, if one fits.
fn best(head: &[u8]) -> Option<&'static dyn Source> {
    let scored = vigie_sources::ALL.iter().map(|source| (source.probe(head), *source));
    let best = scored.max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| score.0 >= RECOGNISED).map(|(_, source)| source)
}

/// The id of the source that fits best, if one fits.
pub(crate) fn best_source(head: &[u8]) -> Option<&'static str> {
    best(head).map(Source::id)
}
