//! A text as tokens, quotations and units (sentences that a quotation does not cut).
//!
//! Knows signs and spacing only; what words mean is the lexicon's.

mod quote;
mod token;
mod unit;

pub(crate) use quote::Quote;
pub(crate) use token::{Token, is_stop};
pub use unit::Context;
pub(crate) use unit::Unit;

use crate::Language;

/// A text beyond this many bytes is read up to here: an article is never that long.
pub(crate) const MOST_BYTES: usize = 8 << 20;

/// A text taken apart.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// The text as it was handed in.
    pub(crate) source: &'a str,
    /// Its tokens in order.
    pub(crate) tokens: Vec<Token>,
    /// Its quotations, by their opening; they do not cross.
    pub(crate) quotes: Vec<Quote>,
    /// Its units in order.
    pub(crate) units: Vec<Unit>,
}

impl<'a> Text<'a> {
    /// Takes a text apart.
    pub(crate) fn new(source: &'a str, language: Language) -> Self {
        let mut end = source.len().min(MOST_BYTES);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let mut tokens = token::tokens(&source[..end], language);
        let quotes = quote::pair(source, &mut tokens);
        let units = unit::units(&tokens, &quotes);
        Self { source, tokens, quotes, units }
    }

    /// Takes ranges of tokens inside quotations out of them, in order: each quotation ends before and goes
    /// on behind. Units are found anew.
    pub(crate) fn part_quotes(&mut self, ranges: &[(usize, usize)]) {
        if ranges.is_empty() {
            return;
        }
        let mut parted = Vec::with_capacity(self.quotes.len() + ranges.len());
        let mut ranges = ranges.iter().copied().peekable();
        for quote in &self.quotes {
            let mut rest = *quote;
            while let Some((start, end)) = ranges.next_if(|range| range.0 < quote.end) {
                parted.push(Quote { open: rest.open, end: start, closed: true });
                // A comma or point behind the words taken out goes with them.
                let sign = self
                    .tokens
                    .get(end)
                    .is_some_and(|token| matches!(token.lower.as_str(), "," | "." | ";" | ":"));
                rest.open = end + usize::from(sign);
            }
            // Nothing but the closing sign may be left.
            if rest.open + 1 < rest.end || rest.open == quote.open {
                parted.push(rest);
            }
        }
        self.quotes = parted;
        for token in &mut self.tokens {
            token.quote = 0;
        }
        for (index, quote) in self.quotes.iter().enumerate() {
            let mark = u32::try_from(index + 1).unwrap_or(u32::MAX);
            for token in &mut self.tokens[quote.open..quote.end] {
                token.quote = mark;
            }
        }
        self.units = unit::units(&self.tokens, &self.quotes);
    }

    /// The words of the tokens from `start` to before `end`, as they stand.
    pub(crate) fn words(&self, start: usize, end: usize) -> &'a str {
        self.span(start, end).of(self.source)
    }

    /// The bytes of the tokens from `start` to before `end`.
    pub(crate) fn span(&self, start: usize, end: usize) -> crate::Span {
        let first = self.tokens.get(start).map_or(0, |token| token.span.start);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last));
        crate::Span { start: first, end: last.map_or(first, |token| token.span.end.max(first)) }
    }
}
