//! French clauses around a cue: conditions, "Et X de conclure", words set in between a verb and the
//! subject behind it, and verbs of saying by which nothing is said.

use crate::lexicon::{Act, class, listed};
use crate::text::Unit;

use super::group::Group;
use super::naming::head_of;
use super::raw::Raw;
use super::reader::{Range, Reader};

/// Words set in between a verb and its subject end within so many tokens.
const INSERTED: usize = 12;

impl Reader<'_> {
    /// "Si X accuse la mairie, …": nobody has accused yet. "Même si X dénonce" concedes that he does.
    pub(super) fn only_if(&self, raw: &Raw, unit: Unit) -> bool {
        if self.english() || raw.inverted {
            return false;
        }
        let subject = if raw.passive { raw.object } else { raw.source };
        let first = subject.map_or(raw.cue.0, |source| source.0.min(raw.cue.0));
        let Some(si) = first.checked_sub(1).filter(|at| *at >= unit.start) else { return false };
        matches!(self.lower(si), "si" | "s'")
            && self.token(si).quote == 0
            && !matches!(self.lower(si.wrapping_sub(1)), "même" | "comme")
    }

    /// Verbs that only look like saying: what courts do, what rain threatens, what a film tells.
    pub(super) fn is_no_saying(&self, raw: &Raw) -> bool {
        let Some(verb) = raw.verb.map(|verb| self.lexicon.verb(verb)).filter(|_| !self.english())
        else {
            return false;
        };
        let Some((start, end)) = raw.source.filter(|_| verb.rest.is_empty()) else { return false };
        let head = head_of(self, (start, end));
        let word = self.lower(head);
        let somebody = self.is(head, class::PERSON | class::PEOPLE | class::BODY | class::PRON)
            || self.is(head, class::REL | class::OBJ)
            || (start..end).any(|at| self.is_name(at) && !self.token(at).new_line)
            || self.is_name(start) && !listed("definite", self.lower(start));
        let before = self.lower(start.wrapping_sub(1));
        match verb.lemma.as_str() {
            "condamner" => listed("courts", word) && !raw.inverted,
            "menacer" | "promettre" => {
                let definite = matches!(self.lower(start), "le" | "la" | "l'" | "les");
                !somebody && definite && !listed("viral", word)
            }
            "raconter" | "décrire" | "évoquer" => listed("works", word),
            // "le sénateur, dont le parti soutient le gouvernement": told of him, not said by it.
            "soutenir" => before == "dont" && raw.act != Some(Act::Support),
            _ => false,
        }
    }

    /// "L'auteur du « Sel » dénonce": a title belongs to the subject, nobody quotes it.
    pub(super) fn closes_title(&self, last: usize, unit: Unit) -> bool {
        !self.english()
            && self.quote_at(last).is_some_and(|quote| {
                quote.end - quote.open <= 6
                    && quote.open > unit.start
                    && self.is(quote.open - 1, class::PREP | class::DET)
            })
    }

    /// "Et X de conclure": the subject before an infinitive that narrates, and where its "de" stands.
    pub(super) fn narrates_of(&self, of: usize, floor: usize) -> bool {
        if !matches!(self.lower(of), "de" | "d'") || of < floor + 2 {
            return false;
        }
        let first = floor + usize::from(self.lower(floor) == ",");
        self.lower(first) == "et"
            && self.begins_phrase(first + 1)
            && self.phrase_right(first + 1, of, false).is_some_and(|(start, end)| {
                end == of && (start..end).any(|at| self.is_name(at) || self.is(at, class::PERSON))
            })
    }

    /// "s'emporte au téléphone, à deux heures du matin, le député", "souffle, les larmes aux yeux, Jo":
    /// where the subject begins behind what commas set in.
    pub(super) fn past_set_in(&self, start: usize, limit: usize) -> Option<usize> {
        let near = limit.min(start + INSERTED);
        let named = |at: usize| self.is_name(at) && !self.token(at).new_line;
        let somebody = |range: Range| {
            (range.0..range.1).any(|at| named(at) || self.is(at, class::PERSON | class::PEOPLE))
        };
        let open = (start..near.min(start + 5)).find(|at| self.lower(*at) == ",")?;
        let close = (open + 2..near).find(|at| self.lower(*at) == ",")?;
        let quiet = |range: Range| {
            (range.0..range.1)
                .all(|at| self.is_word(at) && self.token(at).quote == 0 && !self.is(at, class::REL))
                && !somebody(range)
        };
        let subject = self.phrase_right(close + 1, limit, true)?;
        let ends = !self.is_word(subject.1) || self.is(subject.1, class::REL);
        (quiet((start, open)) && quiet((open + 1, close)) && self.begins_phrase(close + 1))
            .then_some(close + 1)
            .filter(|_| somebody(subject) && ends)
    }

    /// "Après avoir démenti …, X a reconnu": a perfect infinitive takes the subject of the main verb.
    pub(super) fn is_perfect_infinitive(&self, group: &Group, floor: usize) -> bool {
        let mut at = group.start;
        while at < group.head && self.is(at, class::OBJ) {
            at += 1;
        }
        group.start > floor
            && matches!(self.lower(at), "avoir" | "être")
            && self.lower(group.start - 1) == "après"
    }

    /// "a été confirmée mardi par la direction", "fait l'objet de critiques de la part des riverains".
    pub(super) fn french_agent(&self, start: usize, limit: usize) -> Option<usize> {
        if self.english() {
            return None;
        }
        let mut at = super::target_french::skip_inserted(self, start, limit);
        // "dans la soirée", "à l'unanimité".
        if self.is(at, class::PREP)
            && !matches!(self.lower(at), "par" | "de" | "d'" | "du" | "des")
            && let Some((_, end)) = self.phrase_right(at + 1, limit, false)
        {
            at = super::target_french::skip_inserted(self, end, limit);
        }
        (at > start && at < limit && self.lower(at) == "par").then_some(at)
    }
}
