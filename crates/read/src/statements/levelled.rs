//! Acts that a noun names, with who does them: "accusations by X against Y", "faces calls from X",
//! "sous le feu des critiques de X". Nouns without anybody behind them are left to [`super::cues`].

use crate::lexicon::{Act, StatementKind, class, listed};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};
use super::resolve::is_actorlike;

/// So many words may stand between a noun and who is behind it: "accusations of fraud from X".
const FAR: usize = 8;

impl Reader<'_> {
    /// The act of a noun with its doer.
    pub(super) fn levelled(&self, at: usize, unit: Unit) -> Option<Raw> {
        let act = self.act_of_noun(at)?;
        let doer = self.doer(at, unit);
        let faced = self.faced_by(at, unit);
        let against = self.aimed_against(doer.map_or(at + 1, |(_, end)| end), unit);
        // "a call from X" may be one on the telephone: whom it reaches must be told.
        let told = match act {
            Act::Accuse => {
                doer.is_some() && (faced.is_some() || against.is_some())
                    || self.bare_charge(at, faced)
            }
            _ => doer.is_some() && (faced.is_some() || against.is_some()),
        };
        if !told {
            return None;
        }
        let mut raw = self.bare(at, Some(act), StatementKind::Speech, CueForm::Phrasal, "levelled");
        raw.cue.0 = faced.map_or(at, |faced| faced.verb);
        raw.source = doer;
        raw.object = against.or_else(|| faced.and_then(|faced| faced.subject));
        raw.passive = true;
        let behind = doer.map_or(at + 1, |(_, end)| end);
        if let Some(that) = (at + 1..unit.end.min(behind + 4))
            .find(|that| matches!(self.lower(*that), "that" | "selon" | "of" | "over" | "to"))
            .filter(|that| doer.is_none_or(|(start, end)| *that < start || end <= *that))
        {
            raw.contents.push((that, self.charge_end(that, doer, unit)));
        }
        Some(raw)
    }

    fn act_of_noun(&self, at: usize) -> Option<Act> {
        const NOUNS: &[(&str, Act)] = &[
            ("levelled-accuse", Act::Accuse),
            ("levelled-criticise", Act::Criticise),
            ("levelled-request", Act::Request),
        ];
        let word = self.lower(at);
        let found = NOUNS.iter().find(|(name, _)| listed(name, word))?;
        (!self.token(at).capital || self.token(at).new_line || at == 0 || !self.is_word(at - 1))
            .then_some(found.1)
    }

    /// Who is behind it: "by X", "from X"; "de X", "venues de X", "portées par X"; "X's" before it.
    fn doer(&self, at: usize, unit: Unit) -> Option<Range> {
        let links: &[&str] = if self.english() {
            &["by", "from"]
        } else {
            &["de", "du", "des", "d'", "par", "chez"]
        };
        let stops = |here: &usize| {
            !self.is_word(*here) && self.lower(*here) != "'s"
                || self.token(*here).quote != 0
                || self.is(*here, class::REL | class::SUB) && !self.is(*here, class::PREP)
                || self.is(*here, class::AUX)
        };
        let reach = if self.english() { FAR } else { 4 };
        let linked = (at + 1..unit.end.min(at + reach))
            .take_while(|here| !stops(here))
            .filter(|here| links.contains(&self.lower(*here)))
            .find_map(|link| {
                self.phrase_right(link + 1, unit.end, false)
                    .filter(|range| self.is_somebody(*range))
            });
        linked.or_else(|| {
            let owner = at.checked_sub(1).filter(|owner| *owner > unit.start)?;
            (self.english() && self.lower(owner) == "'s")
                .then(|| self.phrase_left(owner, unit.start))
                .flatten()
                .filter(|range| self.is_somebody(*range))
        })
    }

    fn is_somebody(&self, (start, end): Range) -> bool {
        let head = super::naming::head_of(self, (start, end));
        (self.is_name(head) || self.is(head, class::PERSON | class::PEOPLE | class::BODY))
            && !self.is(head, class::TIME | class::VENUE)
            && is_actorlike(self, (start, end))
    }

    /// "by his successor, Paul S.": an agent with the name behind it.
    pub(super) fn agent_right(&self, start: usize, limit: usize) -> Option<Range> {
        let (first, end) = self.phrase_right(start, limit, false)?;
        let named = (self.lower(end) == "," && self.is_name(end + 1))
            .then(|| self.phrase_right(end + 1, limit, false))
            .flatten()
            .filter(|(_, last)| matches!(self.lower(*last), "," | "."))
            .filter(|_| {
                let head = super::naming::head_of(self, (first, end));
                self.is(head, class::PERSON) && !(first..end).any(|at| self.is_name(at))
            });
        // phrase_right may already have taken "par": the passive keeps what it had.
        Some((first, named.map_or(end, |(_, last)| last)))
    }

    /// "A person close to X, who asked not to be named because …, said": all of it, not the relative.
    pub(super) fn whole_subject(&self, (start, end): Range, unit: Unit) -> Range {
        let comma =
            start.checked_sub(1).filter(|comma| *comma > unit.start && self.lower(*comma) == ",");
        let relative = self.is(start, class::REL)
            && (start + 1..end).any(|at| self.is_verbish(at) || self.is(at, class::AUX));
        // "which X says": X alone.
        if self.english() && self.is(start, class::REL) && !relative && end > start + 1 {
            return (start + 1, end);
        }
        match comma.filter(|_| relative).and_then(|comma| self.phrase_left(comma, unit.start)) {
            Some((first, last)) if is_actorlike(self, (first, last)) => (first, end),
            _ => (start, end),
        }
    }

    /// "against X", "contre X", "à l'encontre de X".
    fn aimed_against(&self, from: usize, unit: Unit) -> Option<Range> {
        let at = (from.saturating_sub(1)..unit.end.min(from + 3)).find(|at| {
            matches!(self.lower(*at), "against" | "contre" | "envers" | "visant" | "l'encontre")
                || self.lower(*at) == "encontre"
        })?;
        let first = at + 1 + usize::from(matches!(self.lower(at + 1), "de" | "du" | "d'" | "des"));
        self.phrase_right(first, unit.end, false).filter(|range| self.is_somebody(*range))
    }

    /// "Y faces …", "Y came under … from X", "Y a essuyé les …": whom it reaches.
    fn faced_by(&self, at: usize, unit: Unit) -> Option<Faced> {
        let floor = unit.start.max(at.saturating_sub(8));
        let verb =
            (floor..at).rev().take_while(|here| self.token(*here).quote == 0).find(|here| {
                listed("suffers", self.lower(*here)) && self.lower(*here) != self.lower(at)
            })?;
        let direct = (verb + 1..at).all(|here| {
            self.is_word(here)
                && !self.is(here, class::REL)
                && (!self.is_verbish(here) || listed("suffers", self.lower(here)))
        });
        if !direct {
            return None;
        }
        let mut start = verb;
        if start > floor && listed("suffers", self.lower(start - 1)) {
            start -= 1;
        }
        while start > unit.start
            && (self.is(start - 1, class::AUX | class::NEG)
                || self.is_adverb(start - 1)
                || matches!(self.lower(start - 1), "s'" | "se"))
        {
            start -= 1;
        }
        let subject = self.phrase_left(start, unit.start).filter(|range| self.is_somebody(*range));
        Some(Faced { verb: start, subject })
    }

    /// "faces accusations of fraud": nobody says who accuses, and somebody has to answer.
    fn bare_charge(&self, at: usize, faced: Option<Faced>) -> bool {
        let of = matches!(self.lower(at + 1), "of" | "de" | "d'");
        of && faced.is_some_and(|faced| {
            faced.subject.is_some() && listed("faces", self.lower(self.last_verb(faced.verb, at)))
        })
    }

    fn last_verb(&self, from: usize, to: usize) -> usize {
        (from..to).rev().find(|at| listed("suffers", self.lower(*at))).unwrap_or(from)
    }

    fn charge_end(&self, start: usize, doer: Option<Range>, unit: Unit) -> usize {
        let stop = (start + 1..unit.end)
            .find(|at| {
                matches!(self.lower(*at), "," | "." | ";")
                    || doer.is_some_and(|(first, _)| *at + 1 == first)
                    || self.is(*at, class::BE)
                        && self.english()
                        && doer.is_some_and(|(_, end)| end <= start)
            })
            .unwrap_or(unit.end);
        stop.max(start + 1)
    }
}

/// The verb by which a noun reaches somebody, and who that is.
#[derive(Clone, Copy)]
struct Faced {
    verb: usize,
    subject: Option<Range>,
}
