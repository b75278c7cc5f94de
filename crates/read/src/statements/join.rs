//! Two cues for one statement, and quotations that go on with the one before them.

use crate::lexicon::{Act, StatementKind};
use crate::text::Context;
use crate::words::Span;

use super::raw::{CueForm, Raw};
use super::reader::Reader;
use super::record::{Quoted, Statement};

/// Two cues for one statement: "warned X: “…”, said X", and "took aim at X, saying that".
pub(super) fn merge(
    unit: &[Raw],
    first: usize,
    out: &mut [Statement],
    raw: &Raw,
    statement: &mut Statement,
) {
    let Some((last, before)) = unit.last().zip(out.last_mut()) else { return };
    let neutral = raw.act.is_none();
    let same_words = raw.contents.first().is_some_and(|content| last.contents.contains(content));
    let goes_on = raw.shared
        && raw.form == CueForm::Participle
        && !statement.act_basis.starts_with("add")
        && last.act.is_some_and(|act| !matches!(act, Act::State | Act::Claim))
        // "lashed out at ministers, saying they had sold out the countryside": more than the blame.
        && !(statement.act == Act::Accuse && before.act != Act::Accuse);
    if neutral && before.kind == StatementKind::Speech && (same_words || goes_on) {
        statement.duplicate_of = Some(first + unit.len() - 1);
        // "took aim at X, saying it would be better if": what was said is the blame's as well.
        let told = &mut before.content;
        let more = statement.content.iter().filter(|span| {
            told.iter().all(|known| span.end <= known.start || known.end <= span.start)
        });
        let more: Vec<Span> = more.copied().collect();
        told.extend(more);
    }
}

/// A unit that is a quotation and nothing else goes on with the statement before it.
pub(super) fn continues(reader: &Reader, place: usize, raws: &mut [Raw], out: &mut [Statement]) {
    let unit = reader.text.units[place];
    let Some(quote) = reader.quote_at(unit.start).filter(|quote| quote.open == unit.start) else {
        return;
    };
    let whole = quote.end + 1 >= unit.end;
    let Some((raw, statement)) = raws.last_mut().zip(out.last_mut()) else { return };
    let near = place.saturating_sub(raw.unit) <= 3
        && raw.contents.last().is_some_and(|(_, end)| quote.open <= *end + 40);
    let quoted = matches!(statement.quoted, Quoted::Direct | Quoted::Mixed);
    if whole && near && quoted && raw.kind == StatementKind::Speech && unit.context == Context::Body
    {
        let end = quote.end.min(unit.end);
        raw.contents.push((quote.open, end));
        let span = reader.text.span(quote.open, end);
        statement.content.push(span);
        // "X warned: “…”, said X": the row that stands shows it too.
        if let Some(first) = statement.duplicate_of
            && let Some(first) = out.get_mut(first)
        {
            first.content.push(span);
        }
    }
}
