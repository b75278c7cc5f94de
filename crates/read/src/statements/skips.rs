//! Words between a cue and its content: a place, a time, whom it is said to.

use crate::lexicon::class;

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
