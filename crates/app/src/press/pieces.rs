//! An article's words in pieces, each with what it is of a statement.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use vigie_read::Span;
use vigie_read::statements::Context;
use vigie_read::statements::ledger::{Entry, Ledger};

use super::rows::{Piece, PieceOf};
use crate::gate::{self, harmless};

/// Words with what they are: start, end, part, statement.
type Mark = (usize, usize, PieceOf, usize);

/// The marked words of an article's body, none overlapping another: cues before speakers before
/// targets before contents.
fn marks(article: usize, ledger: &Ledger, places: &HashMap<Entry, usize>) -> Vec<Mark> {
    let mut wanted: Vec<Mark> = Vec::new();
    let statements = ledger.statements.get(article).map_or(&[][..], Vec::as_slice);
    for (at, one) in statements.iter().enumerate() {
        let entry = Entry { article, statement: at };
        let Some(&row) = places.get(&entry) else { continue };
        if one.context == Context::Headline {
            continue;
        }
        let mut put = |span: Span, part| wanted.push((span.start, span.end, part, row));
        put(one.cue, PieceOf::Cue);
        one.speaker_span.into_iter().for_each(|span| put(span, PieceOf::Speaker));
        let targets = one.targets.iter().filter_map(|target| target.span);
        targets.for_each(|span| put(span, PieceOf::Target));
        one.content.iter().for_each(|span| put(*span, PieceOf::Content));
    }
    wanted.sort_by_key(|(start, end, part, row)| (*part, *row, *start, *end));
    let mut taken: BTreeMap<usize, Mark> = BTreeMap::new();
    for mark in wanted {
        for free in free_parts(&taken, mark) {
            taken.insert(free.0, free);
        }
    }
    taken.into_values().collect()
}

/// What of a mark no other has taken.
fn free_parts(taken: &BTreeMap<usize, Mark>, (start, end, part, row): Mark) -> Vec<Mark> {
    let mut free = Vec::new();
    let mut at = start;
    let before = taken.range(..start).next_back().map(|(_, mark)| *mark);
    for (from, to, ..) in before.into_iter().chain(taken.range(start..end).map(|(_, mark)| *mark)) {
        if from > at {
            free.push((at, from.min(end), part, row));
        }
        at = at.max(to);
    }
    if at < end {
        free.push((at, end, part, row));
    }
    free
}

/// An article's body in pieces, those that are part of a statement marked.
pub(super) fn pieces(
    body: &str,
    article: usize,
    ledger: &Ledger,
    places: &HashMap<Entry, usize>,
) -> Vec<Piece> {
    // Cut at marks, a sealed run of words would pass the gate in parts.
    if let Cow::Owned(sealed) = gate::sealed(body) {
        return vec![Piece { text: lines(&sealed), part: None, statement: None }];
    }
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, part, statement| {
        let text = body.get(from..to).unwrap_or_default();
        if !text.is_empty() {
            out.push(Piece { text: lines(text), part, statement });
        }
    };
    for (start, end, part, row) in marks(article, ledger, places) {
        push(at, start, None, None);
        push(start, end, Some(part), Some(row));
        at = end.max(at);
    }
    push(at, body.len(), None, None);
    out
}

/// Makes a text harmless and keeps its ends of lines, which here part paragraphs.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(harmless).collect();
    lines.join("\n")
}
