//! Training on labelled documents, and how well that does on documents that were not learnt from.

use serde::Serialize;

use super::data::Document;
use super::error::TaggerError;
use super::features::Page;
use super::labels::{labels_of, tags};
use super::learn::{Lessons, shuffle};
use super::model::{About, Model};
use super::score::Score;
use crate::Span;
use crate::statements::read_statements;

/// Fewer labelled documents teach nothing that holds elsewhere.
pub const LEAST_DOCUMENTS: usize = 10;
/// Fewer labelled spans neither.
pub const LEAST_SPANS: usize = 200;
/// More words are not held in memory at once (about 1 KB each while learning).
pub const MOST_WORDS: usize = 2_000_000;

/// How to train.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Training {
    /// Rounds over all documents.
    pub rounds: u32,
    /// Parts for cross-validation: each document is scored by a model that did not learn from it.
    /// Below 2, it is left out.
    pub parts: usize,
    /// Of the order of learning.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self { rounds: 12, parts: 5, seed: 1 }
    }
}

/// What training gives.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Learnt from all documents.
    pub model: Model,
    /// On documents that were not learnt from, the model against the rules alone; `None` where
    /// cross-validation was left out.
    pub validated: Option<Compared>,
}

/// The rules and a model on the same documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Compared {
    /// The rules alone.
    pub rules: Score,
    /// The tagger, which knows what the rules read.
    pub tagger: Score,
}

/// Learns from labelled documents. `progress` is told of each part that is done, and of how many.
///
/// # Errors
/// When there is too little to learn from, or more than is held in memory.
pub fn train(
    documents: &[Document],
    how: Training,
    mut progress: impl FnMut(usize, usize),
) -> Result<Trained, TaggerError> {
    let spans = documents.iter().map(|document| document.labels.len()).sum();
    if documents.len() < LEAST_DOCUMENTS || spans < LEAST_SPANS {
        return Err(TaggerError::TooLittle { documents: documents.len(), spans });
    }
    let parts = if how.parts < 2 { 0 } else { how.parts.min(documents.len()) };
    let mut lessons = Lessons::default();
    for (at, document) in documents.iter().enumerate() {
        let statements = read_statements(&document.text, "", document.language);
        let page = Page::new(&document.text, document.language, &statements);
        let cells: Vec<Span> = page.text.tokens.iter().map(|token| token.span).collect();
        lessons.add(at, &page, &tags(&cells, &document.labels));
        if lessons.tokens() > MOST_WORDS {
            return Err(TaggerError::TooMuch { most: MOST_WORDS });
        }
    }
    lessons.close();
    progress(1, parts + 2);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    shuffle(&mut order, &mut how.seed.wrapping_add(1).max(1));
    let mut part_of = vec![0; documents.len()];
    for (at, document) in order.into_iter().enumerate() {
        part_of[document] = at % parts.max(1);
    }
    let about = || About {
        features: 0,
        documents: documents.len(),
        words: lessons.tokens(),
        training: digest(documents),
        rounds: how.rounds,
        seed: how.seed,
        scale: 1.0,
    };
    let mut validated = Compared::default();
    for part in 0..parts {
        let learnt = lessons.learn(how.rounds, how.seed, |document| part_of[document] != part);
        let model = Model::new(about(), learnt);
        let held = documents.iter().zip(&part_of).filter(|(_, one)| **one == part);
        held.for_each(|(document, _)| compare_one(&model, document, &mut validated));
        progress(part + 2, parts + 2);
    }
    let model = Model::new(about(), lessons.learn(how.rounds, how.seed, |_| true));
    progress(parts + 2, parts + 2);
    Ok(Trained { model, validated: (parts > 0).then_some(validated) })
}

/// Scores a model, and the rules alone, on labelled documents.
#[must_use]
pub fn compare(model: &Model, documents: &[Document]) -> Compared {
    let mut out = Compared::default();
    for document in documents {
        compare_one(model, document, &mut out);
    }
    out
}

fn compare_one(model: &Model, document: &Document, out: &mut Compared) {
    let statements = read_statements(&document.text, "", document.language);
    let page = Page::new(&document.text, document.language, &statements);
    let row = |(start, end): &(usize, usize)| {
        page.text.tokens[*start..*end].iter().map(|token| token.span).collect()
    };
    let rows: Vec<Vec<Span>> = page.lines.iter().map(row).collect();
    out.rules.add(document, &rows, &labels_of(&statements));
    out.tagger.add(document, &rows, &model.on(&page));
}

fn digest(documents: &[Document]) -> String {
    let mut all = blake3::Hasher::new();
    for document in documents {
        all.update(&document.text.len().to_le_bytes());
        all.update(document.text.as_bytes());
        for label in &document.labels {
            let place = [label.span.start, label.span.end, label.kind.place()];
            for number in place {
                all.update(&number.to_le_bytes());
            }
        }
    }
    all.finalize().to_hex().to_string()
}
