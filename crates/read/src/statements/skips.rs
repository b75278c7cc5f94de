//! Words between a cue and its content: a place, a time, whom it is said to.

use crate::lexicon::{class, frame};
use crate::text::Unit;

use super::raw::Raw;
use super::reader::Reader;

impl Reader<'_> {
    /// "a présenté, lundi soir, devant la presse, ses excuses": behind what commas insert. A clause with
    /// a verb of its own is no insertion.
    pub(super) fn past_inserted(&self, at: usize, limit: usize) -> usize {
        const LONGEST: usize = 10;
        let mut open = at;
        while self.lower(open) == "," {
            let reach = limit.min(open + LONGEST);
            let close = (open + 1..reach).find(|here| self.lower(*here) == ",");
            let Some(close) = close.filter(|close| {
                *close > open + 1
                    && (open + 1..*close).all(|here| {
                        self.is_word(here)
                            && self.token(here).quote == 0
                            && !self.is(here, class::AUX | class::REL)
                            && (!self.is(here, class::SUB) || self.is(here, class::PREP))
                    })
            }) else {
                break;
            };
            if self.lower(close + 1) == "," || close + 1 >= limit {
                break;
            }
            // Two insertions share a comma: "…, lundi soir, devant la presse, ses".
            let again = (close + 1..limit.min(close + LONGEST)).find(|at| self.lower(*at) == ",");
            let shared = self.is(close + 1, class::PREP) && !self.is(close + 1, class::DET);
            open = if shared && again.is_some() { close } else { close + 1 };
        }
        open
    }

    /// Skips "in a statement", "on Tuesday", "mardi", "to reporters" behind a cue, if a content follows.
    pub(super) fn skip_place(&self, start: usize, limit: usize) -> usize {
        let mut at = start;
        while at < limit && at < start + 14 {
            if self.lower(at) == "that"
                && matches!(
                    self.lower(at + 1),
                    "morning" | "afternoon" | "evening" | "night" | "day" | "week"
                )
            {
                at += 2;
                continue;
            }
            if let Some(ago) = (at + 1..at + 5).find(|here| self.lower(*here) == "ago") {
                at = ago + 1;
                continue;
            }
            if self.is(at, class::TIME) || self.is_adverb(at) && !self.is(at, class::DET) {
                at += 1;
                continue;
            }
            if !self.is(at, class::PREP) || self.token(at).quote != 0 || self.is(at, class::SUB) {
                break;
            }
            let reach = (at + 1..limit.min(at + 8)).take_while(|here| {
                self.token(*here).quote == 0
                    && self.is_word(*here)
                    && !matches!(self.lower(*here), "that" | "que" | "qu'" | "de" | "to")
                    && !(*here > at + 1
                        && self.is(*here, class::PRON)
                        && !self.is(*here, class::DET))
            });
            let end = reach.last().map_or(at + 1, |last| last + 1);
            let placed =
                (at + 1..end).rev().find(|here| self.is(*here, class::TIME | class::VENUE));
            let closed = matches!(self.lower(end), "that" | "," | ":" | "." | "que" | "qu'")
                || self.opens_quote(end)
                || end >= limit;
            match placed {
                Some(last) => at = last + 1,
                None if closed
                    && end > at + 1
                    && matches!(
                        self.lower(at),
                        "in" | "at"
                            | "on"
                            | "during"
                            | "devant"
                            | "lors"
                            | "sur"
                            | "dans"
                            | "through"
                            | "via"
                    ) =>
                {
                    at = end;
                }
                None if closed
                    && end > at + 1
                    && self.lower(at) == "to"
                    && (self.is(at + 1, class::DET | class::PEOPLE)
                        // "suggested to Sir Edwin that".
                        || self.english()
                            && (self.is_name(at + 1) || self.is(at + 1, class::TITLE))) =>
                {
                    at = end;
                }
                // "ont indiqué à l'agence que".
                None if closed
                    && end > at + 1
                    && !self.english()
                    && matches!(self.lower(at), "à" | "au" | "aux" | "auprès")
                    && (matches!(self.lower(end), "que" | "qu'") || self.opens_quote(end)) =>
                {
                    at = end;
                }
                None => break,
            }
        }
        at
    }
}

impl Reader<'_> {
    /// "Asked whether …", "Told of …": a participle that leads a clause.
    fn is_led(&self, at: usize) -> bool {
        let participle =
            self.entry(at).verbs.iter().any(|(_, form)| *form == crate::lexicon::Form::Participle);
        participle
            && matches!(
                self.lower(at + 1),
                "of" | "by" | "about" | "whether" | "if" | "why" | "how" | "what" | "who" | "when"
            )
    }

    /// "Told of the ruling, she shrugged": such words before the subject are no content.
    pub(super) fn leads_only(&self, raw: &Raw) -> bool {
        self.english()
            && raw.contents.first().is_some_and(|(start, end)| {
                *end <= raw.cue.0 && self.token(*start).quote == 0 && self.is_led(*start)
            })
    }

    /// "assure la lui avoir remise": small words before the infinitive.
    pub(super) fn opens_with_clitics(&self, at: usize, raw: &Raw) -> bool {
        let clitics = (at..at + 4)
            .take_while(|here| {
                matches!(
                    self.lower(*here),
                    "le" | "la" | "les" | "l'" | "lui" | "leur" | "y" | "en"
                )
            })
            .count();
        clitics > 0
            && !self.english()
            && raw.frames & (frame::CLAUSE | frame::INFINITIVE) != 0
            && matches!(self.lower(at + clitics), "avoir" | "être" | "ne")
    }

    /// "a jeté un pavé dans la mare en affirmant que …": another cue tells it.
    pub(super) fn tells_by_gerund(&self, at: usize) -> bool {
        !self.english()
            && self.lower(at) == "en"
            && !self.entry(at + 1).verbs.is_empty()
            && self.lower(at + 1).ends_with("ant")
    }

    /// "a bill which critics say would gag the press".
    pub(super) fn told_of(&self, at: usize, unit: Unit, raw: &Raw) -> bool {
        self.english()
            && raw.frames & frame::CLAUSE != 0
            && (self.is(at, class::MODAL | class::BE) || self.is(at, class::HAVE))
            && raw.source.is_some_and(|(start, _)| {
                start > unit.start
                    && (self.is(start - 1, class::REL) || self.lower(start - 1) == "that")
            })
    }
}
