//! How well spans agree: precision, recall and F1 by kind, exact in both ends.

use serde::Serialize;

use super::data::Document;
use super::labels::{Kind, Label, runs, tags};
use crate::Span;

/// Hits, what was expected and what was found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Count {
    /// Found and expected.
    pub hit: usize,
    /// Expected.
    pub gold: usize,
    /// Found.
    pub found: usize,
}

impl Count {
    /// Of what was found, the share that was expected.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.hit, self.found)
    }

    /// Of what was expected, the share that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.hit, self.gold)
    }

    /// The harmonic mean of both.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.hit, self.gold + self.found)
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// Counts by kind: source, cue, content.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Score {
    /// Of sources.
    pub source: Count,
    /// Of cues.
    pub cue: Count,
    /// Of contents.
    pub content: Count,
}

impl Score {
    /// The count of a kind.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> &Count {
        match kind {
            Kind::Source => &self.source,
            Kind::Cue => &self.cue,
            Kind::Content => &self.content,
        }
    }

    /// Counts what was found in a document against its labels, row by row.
    pub fn add(&mut self, document: &Document, rows: &[Vec<Span>], found: &[Label]) {
        let rows = if document.rows.is_empty() { rows } else { &document.rows };
        for row in rows {
            let gold = runs(&tags(row, &document.labels));
            let found = runs(&tags(row, found));
            for kind in Kind::ALL {
                let count = match kind {
                    Kind::Source => &mut self.source,
                    Kind::Cue => &mut self.cue,
                    Kind::Content => &mut self.content,
                };
                let of =
                    |runs: &[(usize, usize, Kind)]| runs.iter().filter(|run| run.2 == kind).count();
                count.gold += of(&gold);
                count.found += of(&found);
                count.hit += gold.iter().filter(|run| run.2 == kind && found.contains(run)).count();
            }
        }
    }
}
