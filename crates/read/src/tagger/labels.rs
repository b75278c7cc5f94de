//! Labels: spans of sources, cues and contents, and the tags that stand for them, one a token.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::statements::{Context, Statement};

/// What a span is of an attribution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who says it.
    Source,
    /// The words that say so.
    Cue,
    /// What is said.
    Content,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Source, Self::Cue, Self::Content];

    /// The word in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Content => "content",
        }
    }

    pub(super) const fn place(self) -> usize {
        match self {
            Self::Source => 0,
            Self::Cue => 1,
            Self::Content => 2,
        }
    }
}

/// A labelled span.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Label {
    /// Its bytes in the text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Outside, then begin and inside of source, cue and content.
pub(super) type Tag = u8;
/// How many tags there are.
pub(super) const TAGS: usize = 7;

/// Keeps what does not overlap something before it, in the order of the text.
pub(super) fn apart(labels: impl Iterator<Item = Label>) -> Vec<Label> {
    let mut out: Vec<Label> = Vec::new();
    for label in labels.filter(|label| label.span.start < label.span.end) {
        // Few hundred labels lie in order but for some: looking from the end finds the place soon.
        let behind = out.iter().rposition(|one| one.span.start <= label.span.start);
        let at = behind.map_or(0, |at| at + 1);
        let free = behind.is_none_or(|at| out[at].span.end <= label.span.start)
            && out.get(at).is_none_or(|next| label.span.end <= next.span.start);
        if free {
            out.insert(at, label);
        }
    }
    out
}

/// The spans of several attributions, the longest first: one whose cue lies in another's content is
/// part of what that one says, and left out.
pub(super) fn outermost(groups: Vec<Vec<Label>>) -> Vec<Label> {
    let size = |labels: &Vec<Label>| -> usize {
        labels.iter().map(|label| label.span.end - label.span.start).sum()
    };
    let mut groups = groups;
    groups.sort_by_key(|labels| std::cmp::Reverse(size(labels)));
    let mut kept: Vec<Label> = Vec::new();
    let mut held: Vec<Span> = Vec::new();
    for labels in groups {
        let cue = labels.iter().find(|label| label.kind == Kind::Cue);
        let inside = |cue: &Label| {
            held.iter().any(|held| held.start <= cue.span.start && cue.span.end <= held.end)
        };
        if cue.is_some_and(inside) {
            continue;
        }
        held.extend(labels.iter().filter(|one| one.kind == Kind::Content).map(|one| one.span));
        kept.extend(labels);
    }
    apart(kept.into_iter())
}

/// What the rules read, as labels: the outermost attribution of each stretch, contents first.
#[must_use]
pub fn labels_of(statements: &[Statement]) -> Vec<Label> {
    let outer = statements.iter().filter(|one| {
        one.context != Context::Headline && one.reported_by.is_none() && !one.content.is_empty()
    });
    apart(outer.flat_map(spans_of))
}

/// The spans of one statement, content first.
pub(super) fn spans_of(one: &Statement) -> impl Iterator<Item = Label> {
    let content = one.content.iter().map(|span| Label { span: *span, kind: Kind::Content });
    let cue = Label { span: one.cue, kind: Kind::Cue };
    let source = one.speaker_span.map(|span| Label { span, kind: Kind::Source });
    content.chain([cue]).chain(source)
}

/// One tag a cell: a cell belongs to the first label that it shares a byte with.
pub(super) fn tags(cells: &[Span], labels: &[Label]) -> Vec<Tag> {
    let mut out = vec![0; cells.len()];
    for label in labels {
        let first = cells.partition_point(|cell| cell.end <= label.span.start);
        let mut opens = true;
        for (cell, tag) in cells[first..].iter().zip(&mut out[first..]) {
            if cell.start >= label.span.end {
                break;
            }
            if *tag == 0 {
                *tag = Tag::try_from(label.kind.place() * 2).unwrap_or(0) + 2 - Tag::from(opens);
                opens = false;
            }
        }
    }
    out
}

/// The spans that tags stand for, as first cell, behind the last, and kind.
pub(super) fn runs(tags: &[Tag]) -> Vec<(usize, usize, Kind)> {
    let mut out: Vec<(usize, usize, Kind)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let Some(kind) = super::chain::kind_of(*tag) else { continue };
        match out.last_mut() {
            Some(last) if tag % 2 == 0 && last.1 == at && last.2 == kind => last.1 = at + 1,
            _ => out.push((at, at + 1, kind)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(start: usize, end: usize, kind: Kind) -> Label {
        Label { span: Span { start, end }, kind }
    }

    #[test]
    fn tags_and_runs_say_the_same() {
        let cells: Vec<Span> = (0..6).map(|at| Span { start: at * 2, end: at * 2 + 1 }).collect();
        let labels =
            [label(0, 3, Kind::Source), label(4, 5, Kind::Cue), label(6, 11, Kind::Content)];
        let tags = tags(&cells, &labels);
        assert_eq!(tags, [1, 2, 3, 5, 6, 6]);
        assert_eq!(runs(&tags), [(0, 2, Kind::Source), (2, 3, Kind::Cue), (3, 6, Kind::Content)]);
    }

    #[test]
    fn what_overlaps_an_earlier_label_is_left_out() {
        let kept = apart(
            [label(10, 20, Kind::Content), label(12, 14, Kind::Cue), label(0, 5, Kind::Source)]
                .into_iter(),
        );
        assert_eq!(kept, [label(0, 5, Kind::Source), label(10, 20, Kind::Content)]);
    }
}
