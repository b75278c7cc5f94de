//! What English clauses do by their build, beyond what [`super::clause`] knows of both languages: blame
//! by a copula, wishes to harm, what every one of them will have, questions that only blame.

use crate::lexicon::{Act, class, listed};

use super::clause::{Clause, Doer};
use super::raw::Raw;
use super::reader::{Range, Reader};

impl Reader<'_> {
    /// The act of one clause, where its build tells; asked before the rules of both languages.
    pub(super) fn english_clause(&self, clause: &Clause) -> Option<Act> {
        if !self.english() {
            return None;
        }
        match clause.doer {
            Doer::Own => self.own_english(clause),
            Doer::Thing => self.blames_by_copula(clause).map(|_| Act::Accuse),
            Doer::Nobody => None,
            Doer::Other | Doer::Whoever => self.others_english(clause),
        }
    }

    fn own_english(&self, clause: &Clause) -> Option<Act> {
        let no_longer = self.lower(clause.main) == "no" && self.lower(clause.main + 1) == "longer";
        if clause.be && no_longer && !clause.past {
            return Some(Act::Announce);
        }
        // "We cannot rule out more attacks".
        let rules_out = clause.negated
            && self.lower(clause.main) == "rule"
            && self.lower(clause.main + 1) == "out";
        let more = || {
            (clause.main + 2..clause.end).any(|at| {
                matches!(self.lower(at), "more" | "further" | "another" | "worse" | "new")
            })
        };
        (rules_out && more()).then_some(Act::Warn)
    }

    fn others_english(&self, clause: &Clause) -> Option<Act> {
        if self.blames_by_copula(clause).is_some() {
            return Some(Act::Accuse);
        }
        let verb = clause.verb;
        let word = self.lower(clause.main);
        // "Every child will have a desk", "no ward will close".
        let first = (verb.saturating_sub(6)..verb)
            .rev()
            .take_while(|at| self.is_word(*at))
            .find(|at| matches!(self.lower(*at), "every" | "no" | "all" | "each"));
        if clause.future
            && !clause.negated
            && first.is_some()
            && self.lower(verb) == "will"
            && !self.holds(clause, class::BAD | class::WRONG)
        {
            return Some(Act::Promise);
        }
        // "Anyone who touches these will go to prison".
        if clause.doer == Doer::Whoever && clause.future && self.tail(clause, "penalties") {
            return Some(Act::Threaten);
        }
        // "wants to divide us", "is trying to scare people".
        let wants = matches!(
            word,
            "wants" | "want" | "wanted" | "trying" | "tries" | "seeking" | "seeks" | "hopes"
        ) && self.lower(clause.main + 1) == "to";
        let harm = |at: usize| self.is(at, class::WRONG) || listed("harms", self.lower(at));
        if wants && !clause.negated && (clause.main + 2..clause.main + 4).any(harm) {
            return Some(Act::Accuse);
        }
        // "treated its staff like dirt".
        let treats = matches!(word, "treat" | "treats" | "treated" | "treating");
        if treats
            && !clause.negated
            && (clause.main + 1..clause.end.min(clause.main + 8))
                .any(|at| matches!(self.lower(at), "like"))
        {
            return Some(Act::Criticise);
        }
        // "has no plan and no shame", "only cares about himself".
        let has = matches!(self.lower(verb), "has" | "have" | "had" | "shows" | "showed");
        let lacks = has
            && self.lower(verb + 1) == "no"
            && (verb + 2..verb + 4).any(|at| listed("lacked", self.lower(at)));
        let cares = word.starts_with("care")
            && (matches!(self.lower(clause.main.wrapping_sub(1)), "only" | "just")
                || matches!(self.lower(clause.main + 1), "only" | "nothing" | "little"));
        (lacks || cares).then_some(Act::Criticise)
    }

    /// "was the work of X", "was X's doing", "is down to X": whom a copula blames.
    fn blames_by_copula(&self, clause: &Clause) -> Option<Range> {
        if !clause.be || clause.negated || clause.future {
            return None;
        }
        self.blamed_behind(clause.main, clause.end)
    }

    fn blamed_behind(&self, from: usize, end: usize) -> Option<Range> {
        let stop = end.min(from + 7);
        let of = (from..stop).find(|at| {
            matches!(self.lower(*at), "work" | "doing" | "fault" | "handiwork")
                && self.lower(at + 1) == "of"
                && self.lower(at.wrapping_sub(1)) == "the"
        });
        if let Some(of) = of {
            return self.phrase_right(of + 2, end, false);
        }
        let own = (from + 1..stop).find(|at| {
            matches!(self.lower(*at), "doing" | "handiwork" | "fault" | "work")
                && self.lower(at - 1) == "'s"
                && (!self.is_word(at + 1) || self.is(at + 1, class::COORD))
        })?;
        let start = (from..own - 1).find(|at| self.begins_phrase(*at))?;
        Some((start, own - 1))
    }

    /// Whom the copula in a content blames: the target where the act was read from it.
    pub(super) fn blamed_in(&self, raw: &Raw) -> Option<Range> {
        let (start, end) = raw.contents.first().copied().filter(|_| self.english())?;
        let be = (start..end.min(start + 10))
            .find(|at| self.is(*at, class::BE) || self.lower(*at) == "'s")?;
        self.blamed_behind(be + 1, end)
    }

    /// "As of today I am no longer a candidate", "By spring we will": where the subject stands.
    pub(super) fn past_adverbial(&self, first: usize, end: usize) -> usize {
        let leads = self.is(first, class::PREP)
            && (!self.is(first, class::SUB) || self.is(first + 1, class::PREP));
        if !(self.english() && leads) {
            return first;
        }
        (first + 1..end.min(first + 6))
            .take_while(|at| self.is_word(*at))
            .find(|at| matches!(self.lower(*at), "i" | "we"))
            .unwrap_or(first)
    }

    /// "How can anyone trust this minister?": it asks nothing.
    pub(super) fn only_blames(&self, raw: &Raw) -> bool {
        let Some((start, end)) = raw.contents.first().copied().filter(|_| self.english()) else {
            return false;
        };
        let first = start + usize::from(self.opens_quote(start));
        let asks = (first..end).any(|at| self.lower(at) == "?");
        let rhetoric = match (self.lower(first), self.lower(first + 1)) {
            ("how", "dare") => true,
            ("how", "can" | "could") => {
                matches!(self.lower(first + 2), "anyone" | "anybody" | "we" | "you" | "they")
            }
            ("what", "kind" | "sort") | ("who", "do") => true,
            _ => false,
        };
        asks && rhetoric
    }

    /// "Why won't the minister publish the list?": whom the question is put about.
    pub(super) fn asked_about(&self, raw: &Raw) -> Option<Range> {
        let (start, end) = raw.contents.first().copied().filter(|_| self.english())?;
        let first = start + usize::from(self.opens_quote(start));
        let aux = first + 1;
        let asks = matches!(self.lower(first), "why" | "when")
            && self.is(aux, class::AUX)
            && (first..end).any(|at| self.lower(at) == "?");
        if self.only_blames(raw) {
            let opens = |at: &usize| self.is(*at, class::DET | class::POSS) || self.is_name(*at);
            let at = (first + 3..end).find(opens)?;
            return self.phrase_right(at, end, false);
        }
        let (from, to) = self.phrase_right(aux + 1, end, false).filter(|_| asks)?;
        // A verb in its base form ends the phrase, which has no sign of its own.
        let noun = (from..to).find(|at| {
            self.is(*at, class::PERSON | class::PEOPLE | class::BODY) && !self.is_name(at + 1)
        });
        Some((from, noun.map_or(to, |noun| noun + 1)))
    }

    /// "had not yet seen it", "My father never spoke", "There was no wind": words of denial that deny
    /// nothing anybody could be blamed for.
    pub(super) fn denies_nothing(&self, contents: &[Range]) -> bool {
        let Some((start, end)) = contents.first().copied().filter(|_| self.english()) else {
            return false;
        };
        let end = end.min(start + 12);
        let first = (start..end).find(|at| self.is_word(*at)).unwrap_or(start);
        let kin = matches!(self.lower(first), "my" | "our")
            && (first + 1..first + 3).any(|at| listed("family", self.lower(at)));
        let yet = (first..end).any(|at| self.is(at, class::NEG) && self.lower(at + 1) == "yet");
        let absent = matches!(self.lower(first), "there")
            && self.lower(first + 2) == "no"
            && (first + 3..first + 5).any(|at| listed("absent", self.lower(at)));
        kin || yet || absent
    }

    /// "If we do nothing, the next storm will drown the town": the harm comes of what is not done.
    pub(super) fn idles(&self, start: usize, end: usize) -> bool {
        self.english()
            && self.lower((start..end).find(|at| self.is_word(*at)).unwrap_or(start)) == "if"
            && (start..end).any(|at| {
                matches!(self.lower(at), "we" | "nothing" | "nobody")
                    && (at..end).any(|at| {
                        self.is(at, class::NEG)
                            || matches!(self.lower(at), "nothing" | "fail" | "keep" | "wait")
                    })
            })
    }
}
