//! French words of saying set into a quotation: « Le préfet, a lancé Carla M., a perdu la tête. »
//!
//! The signs stand around the whole, so that the cue and the speaker lie inside. They are taken out of the
//! quotation before anything else is read, and it then goes on behind them like any other.

use crate::lexicon::{Form, StatementKind, class, frame};

use super::reader::Reader;

/// Words set in are short: a verb, who speaks, where or when.
const LONGEST: usize = 16;

impl Reader<'_> {
    /// The words of saying inside quotations, each from behind its comma to the sign that closes it.
    pub(super) fn incises(&self) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for quote in &self.text.quotes {
            let mut at = quote.open + 2;
            while at + 2 < quote.end {
                let sign = matches!(self.lower(at), "," | "!" | "?" | "—" | "–");
                match sign.then(|| self.incise_at(at + 1, quote.end)).flatten() {
                    Some(end) => {
                        found.push((at, end));
                        at = end;
                    }
                    None => at += 1,
                }
            }
        }
        found
    }

    /// Where the words of saying that begin at `start` end: "a-t-il dit", "explique Jeanne A.".
    fn incise_at(&self, start: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(start + LONGEST);
        let mut at = start;
        let small = |at: usize| {
            self.is(at, class::HAVE | class::OBJ)
                || matches!(self.lower(at), "s'" | "se" | "est" | "sont" | "-t")
                || self.lower(at).starts_with('-') && self.lower(at).len() > 2
                || self.is_adverb(at)
        };
        while at < limit && small(at) {
            at += 1;
        }
        let says = self.entry(at).verbs.iter().any(|(place, form)| {
            let verb = self.lexicon.verb(*place);
            verb.kind == StatementKind::Speech
                && (verb.frames & (frame::QUOTE | frame::CLAUSE) != 0 || verb.act.is_none())
                && matches!(form, Form::Present | Form::Past | Form::Participle)
        });
        if !says || self.is(start, class::DET) && !self.is(start + 1, class::HAVE) {
            return None;
        }
        let perfect = (start..at).any(|at| self.is(at, class::HAVE | class::BE));
        let finite = self.entry(at).verbs.iter().any(|(_, form)| *form != Form::Participle);
        if !perfect && !finite {
            return None;
        }
        at += 1;
        let turned = (start..(at + 2).min(limit))
            .any(|at| matches!(self.lower(at), "-il" | "-elle" | "-on" | "-ils" | "-elles"));
        while at < limit && (self.lower(at).starts_with('-') || self.is_adverb(at)) {
            at += 1;
        }
        if !turned {
            let from = at;
            let somebody = |at: usize| {
                self.is_name(at) && !self.token(at).new_line
                    || self.is(at, class::PERSON | class::PEOPLE | class::BODY)
            };
            let (_, end) = self.phrase_right(from, limit, true)?;
            let named = (from..end).any(somebody) && !self.is(from, class::OBJ)
                || matches!(self.lower(from), "ce" | "cette") && self.is_word(from + 1);
            if !named || !self.begins_phrase(from) {
                return None;
            }
            at = end;
        }
        // What is added stands before the next sign: "dimanche à Lorme", "en colère".
        let close = (at..limit).find(|at| !self.is_word(*at))?;
        let free = (at..close).all(|at| !self.is_verbish(at) && self.entry(at).verbs.is_empty());
        (matches!(self.lower(close), "," | "." | "»" | "”" | "\"" | ";" | ":") && free)
            .then_some(close)
    }
}
