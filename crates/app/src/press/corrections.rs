//! What people correct in the statements of an article.
//!
//! A correction is an entry of the journal about the article, which is known by the digest of its
//! words: it holds for the same article whenever it is read again, and a rerun never overwrites it.
//! The journal gets places and the person's own words, never the article's.

use serde::Serialize;
use vigie_cases::{Body, Digest, EntryId, NamedBy, State, StatementReading, Stretch, Target};
use vigie_model::time::Timestamp;
use vigie_read::Span;
use vigie_read::corrected::{Correction, Named, Reading, correct};
use vigie_read::statements::{Actor, Context, Statement};

use super::read::Taken;
use super::rows::{PressReport, ReadBy};
use super::{PressRequest, Pressed, act};
use crate::gate::harmless;
use crate::screens::rows::stamp;
use crate::{AppError, Project, Refusal};

/// Between the stretches of a content, as rows show them.
const GAP: &str = " … ";

/// Which statement is meant: by the bytes of its cue, as the row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct On {
    /// In the headline.
    pub headline: bool,
    /// The bytes.
    pub cue: (u64, u64),
}

/// A correction as a person gives it.
#[derive(Clone, Debug, Default)]
pub struct CorrectionInput {
    /// The article, once more: nothing of it is kept.
    pub article: Pressed,
    /// The statement; `None` adds one.
    pub on: Option<On>,
    /// What it is; `None`: no statement.
    pub reading: Option<ReadingInput>,
}

/// A statement in words. What is `None` stays as it was read.
#[derive(Clone, Debug, Default)]
pub struct ReadingInput {
    /// The act, by its name.
    pub act: Option<String>,
    /// The words that say so, as in the article.
    pub cue: Option<String>,
    /// Who speaks; empty: nobody is named.
    pub speaker: Option<String>,
    /// Whom it is about.
    pub targets: Option<Vec<String>>,
    /// What is said, as in the article, stretches parted by an ellipsis between spaces.
    pub content: Option<String>,
}

/// A correction that holds for an article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CorrectionRow {
    /// The entry: taking it back takes the correction back.
    pub entry: String,
    /// Who.
    pub by: String,
    /// When.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// What was done.
    pub done: CorrectionDone,
    /// The words that say so, or were taken to.
    pub cue: String,
}

/// What a correction did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionDone {
    /// The statement reads otherwise.
    Changed,
    /// It was not seen before.
    Added,
    /// It is none.
    NotAStatement,
}

impl CorrectionDone {
    /// The message that names it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Changed => "press-correction-changed",
            Self::Added => "press-correction-added",
            Self::NotAStatement => "press-correction-none",
        }
    }
}

/// What is known of an article beside its words: who read what in it, and what people said of it.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) by: Vec<ReadBy>,
    pub(super) corrections: Vec<CorrectionRow>,
}

/// The digest by which an article is known again: of its headline and its other words.
pub(super) fn digest(taken: &Taken) -> Digest {
    Digest::of(format!("vigie article v1\n{}\n{}", taken.headline, taken.body).as_bytes())
}

/// The corrections of an article that hold, in the order in which they were made.
fn held(state: &State, taken: &Taken) -> Vec<(EntryId, Timestamp, Correction)> {
    let about = Target::Article(digest(taken));
    let held = state.about(&about).filter(|logged| !logged.undone).filter_map(|logged| {
        let Body::StatementCorrected { headline, on, reading } = &logged.entry.body else {
            return None;
        };
        let correction = Correction {
            headline: *headline,
            on: on.as_ref().and_then(span),
            reading: reading.as_ref().and_then(reading_of),
        };
        // A reading that names an act of a later version must not become "no statement".
        let whole = correction.reading.is_some() == reading.is_some();
        whole.then(|| (logged.entry.id(), logged.placed_at, correction))
    });
    held.collect()
}

fn span(stretch: &Stretch) -> Option<Span> {
    Some(Span { start: usize::try_from(stretch.0).ok()?, end: usize::try_from(stretch.1).ok()? })
}

fn reading_of(reading: &StatementReading) -> Option<Reading> {
    let named = |named: &NamedBy| match named {
        NamedBy::At(stretch) => span(stretch).map(Named::At),
        NamedBy::Fully(at, name) => {
            let at = at.as_ref().map(span);
            let missing = at == Some(None);
            span(name).filter(|_| !missing).map(|name| Named::Fully(at.flatten(), name))
        }
        NamedBy::Words(words) => Some(Named::Words(words.clone())),
    };
    let speaker = match &reading.speaker {
        Some(speaker) => Some(named(speaker)?),
        None => None,
    };
    Some(Reading {
        act: act(&reading.act).ok()?,
        cue: span(&reading.cue)?,
        speaker,
        targets: reading.targets.iter().map(named).collect::<Option<_>>()?,
        content: reading.content.iter().map(span).collect::<Option<_>>()?,
    })
}

/// Puts what people corrected into the statements of an article.
pub(super) fn apply(
    state: &State,
    taken: &Taken,
    language: vigie_read::Language,
    statements: &mut Vec<Statement>,
    marks: &mut Marks,
) {
    let held = held(state, taken);
    let corrections: Vec<Correction> = held.iter().map(|one| one.2.clone()).collect();
    let from = correct(&taken.body, &taken.headline, language, statements, &corrections);
    marks.by.resize(statements.len(), ReadBy::Rules);
    for (by, from) in marks.by.iter_mut().zip(&from) {
        if from.is_some() {
            *by = ReadBy::Person;
        }
    }
    marks.corrections = held
        .into_iter()
        .map(|(entry, at, correction)| {
            let source = if correction.headline { &taken.headline } else { &taken.body };
            let (done, cue) = match (&correction.on, &correction.reading) {
                (on, None) => (CorrectionDone::NotAStatement, *on),
                (None, Some(reading)) => (CorrectionDone::Added, Some(reading.cue)),
                (Some(_), Some(reading)) => (CorrectionDone::Changed, Some(reading.cue)),
            };
            CorrectionRow {
                by: entry.author.to_string(),
                entry: entry.to_string(),
                at,
                done,
                cue: cue.map(|cue| harmless(cue.of(source))).unwrap_or_default(),
            }
        })
        .collect();
}

impl Project {
    /// Writes a correction in the journal and reads the article again with it.
    ///
    /// # Errors
    /// When the statement is not there, the words of its cue or content do not stand in the article,
    /// the act is none, or the journal cannot be written.
    pub fn correct_statement(&self, input: &CorrectionInput) -> Result<PressReport, AppError> {
        let articles = vec![input.article.clone()];
        let request = PressRequest { articles, ..PressRequest::default() };
        let read = super::read::statements(self, &request)?;
        let (Some(taken), Some(statements)) = (read.taken.first(), read.statements.first()) else {
            return Err(AppError::Bug("an article that was taken is not there"));
        };
        let known = match input.on {
            Some(on) => Some(find(statements, on).ok_or(Refusal::NoSuchStatement)?),
            None => None,
        };
        let headline = input.on.is_some_and(|on| on.headline);
        let (source, elsewhere) =
            if headline { (&taken.headline, &taken.body) } else { (&taken.body, &taken.headline) };
        let reading = match &input.reading {
            Some(reading) => Some(written(source, elsewhere, known, reading)?),
            None => None,
        };
        let on = input.on.map(|on| Stretch(on.cue.0, on.cue.1));
        let body = Body::StatementCorrected { headline, on, reading };
        self.write_entry(None, Target::Article(digest(taken)), None, body)?;
        self.press(&request)
    }
}

fn find(statements: &[Statement], on: On) -> Option<&Statement> {
    let all = || {
        statements.iter().filter(|one| {
            (one.context == Context::Headline) == on.headline
                && (one.cue.start as u64, one.cue.end as u64) == on.cue
        })
    };
    all().find(|one| one.is_booked()).or_else(|| all().next())
}

/// A reading as the journal holds it: places in the article for its words. `elsewhere` is the other of
/// headline and text.
fn written(
    source: &str,
    elsewhere: &str,
    known: Option<&Statement>,
    input: &ReadingInput,
) -> Result<StatementReading, AppError> {
    let missing = |words: &str| Refusal::NotInArticle { words: harmless(words) };
    let before = known.map(|one| one.cue);
    let mut near = before.map_or(0, |cue| cue.start);
    let mut content = known.map(|one| one.content.clone()).unwrap_or_default();
    if let Some(words) = &input.content {
        content.clear();
        for part in words.split(GAP).map(str::trim).filter(|part| !part.is_empty()) {
            content.push(nearest(source, part, near).ok_or_else(|| missing(part))?);
        }
    }
    if let (None, Some(first)) = (before, content.first()) {
        near = first.start;
    }
    let cue = match (&input.cue, before) {
        (Some(words), _) => nearest(source, words.trim(), near).ok_or_else(|| missing(words))?,
        (None, Some(cue)) => cue,
        (None, None) => return Err(Refusal::NoCue.into()),
    };
    let act_name = match (&input.act, known) {
        (Some(name), _) => act(name)?.name(),
        (None, Some(known)) => known.act.name(),
        (None, None) => act("")?.name(),
    };
    // A name far off is the person's word for the speaker, not the place where it was said.
    let paragraph = |span: &Span| {
        let (first, last) = (span.start.min(cue.start), span.end.max(cue.end));
        source.get(first..last).is_some_and(|between| !between.contains('\n'))
    };
    let named = |words: &str| match nearest(source, words, cue.start).filter(paragraph) {
        Some(span) => NamedBy::At(stretch(span)),
        None => NamedBy::Words(words.to_owned()),
    };
    // The journal gets places, also for the fuller name of somebody whom the words only hint at. A name
    // that no words of the article spell is the house's own, as a country's for its capital.
    let kept = |actor: &Actor| match (actor.span, nearest(source, &actor.name, cue.start)) {
        (Some(span), _) if span.of(source) == actor.name => NamedBy::At(stretch(span)),
        (span, Some(name)) => NamedBy::Fully(span.map(stretch), stretch(name)),
        (Some(span), None) if elsewhere.contains(&actor.name) => NamedBy::At(stretch(span)),
        (_, None) => NamedBy::Words(actor.name.clone()),
    };
    let given = |words: &String| Some(words.trim()).filter(|words| !words.is_empty()).map(named);
    let speaker = match (&input.speaker, known) {
        (Some(words), _) => given(words),
        (None, known) => known.and_then(|one| one.speaker.as_ref()).map(kept),
    };
    let targets = match (&input.targets, known) {
        (Some(all), _) => all.iter().filter_map(given).collect(),
        (None, Some(known)) => known.targets.iter().map(kept).collect(),
        (None, None) => Vec::new(),
    };
    Ok(StatementReading {
        act: act_name.to_owned(),
        cue: stretch(cue),
        speaker,
        targets,
        content: content.into_iter().map(stretch).collect(),
    })
}

fn stretch(span: Span) -> Stretch {
    Stretch(span.start as u64, span.end as u64)
}

/// Where words stand, nearest to a place; as whole words where they do so anywhere.
fn nearest(source: &str, words: &str, near: usize) -> Option<Span> {
    let words = words.trim();
    let letter = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
    let inside = |start: usize, end: usize| {
        letter(source[..start].chars().next_back()) && words.starts_with(char::is_alphanumeric)
            || letter(source[end..].chars().next()) && words.ends_with(char::is_alphanumeric)
    };
    let all = (!words.is_empty()).then(|| source.match_indices(words)).into_iter().flatten();
    all.map(|(start, found)| Span { start, end: start + found.len() })
        .min_by_key(|span| (inside(span.start, span.end), span.start.abs_diff(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_nearest() {
        let text = "He said it. They unsaid it, she said.";
        let found = |near| nearest(text, "said", near).map(|span| span.start);
        assert_eq!(found(0), Some(3));
        assert_eq!(found(36), Some(32));
        assert_eq!(nearest(text, "nobody", 0), None);
        assert_eq!(nearest(text, " ", 0), None);
    }
}
