//! The act of a clause whose subject is nobody, or a thing.

use crate::lexicon::{Act, class};

use super::clause::Clause;
use super::reader::Reader;

impl Reader<'_> {
    pub(super) fn of_nobody(&self, clause: &Clause) -> Option<Act> {
        let such = self.lower(clause.verb.saturating_sub(2)) == "such"
            || (clause.verb.saturating_sub(5)..clause.verb).any(|at| {
                matches!(self.lower(at), "such" | "at" | "in" | "au" | "à" | "dans" | "chez")
            });
        if self.english() {
            return (such && !clause.future).then_some(Act::Deny);
        }
        // "Personne ne nous a prévenus" complains; "aucun de nos agents n'a payé" denies.
        if clause.future {
            return Some(Act::Promise);
        }
        let us =
            (clause.verb..clause.main).any(|at| matches!(self.lower(at), "nous" | "m'" | "me"));
        match () {
            () if us => Some(Act::Criticise),
            () if such || clause.perfect => Some(Act::Deny),
            () if clause.be && self.tail(clause, "felled") => Some(Act::Deny),
            () => None,
        }
    }

    pub(super) fn of_things(&self, clause: &Clause) -> Option<Act> {
        let there = self.lower(clause.verb.wrapping_sub(1)) == "there"
            || self.lower(clause.verb) == "n'" && self.lower(clause.verb + 1) == "y";
        let no = (clause.verb..clause.end.min(clause.verb + 5))
            .any(|at| matches!(self.lower(at), "no" | "aucun" | "aucune" | "pas"));
        let future = clause.future
            || (clause.verb..clause.end.min(clause.verb + 4)).any(|at| self.lower(at) == "aura");
        if clause.future && self.tail(clause, "again") {
            return Some(Act::Warn);
        }
        if clause.negated && self.tail(clause, "felled") {
            return Some(Act::Deny);
        }
        if there && no && future {
            return Some(if self.tail(clause, "cuts") { Act::Promise } else { Act::Reject });
        }
        if clause.negated && !clause.be && !clause.future && !clause.duty {
            return Some(Act::Deny);
        }
        if clause.be && !clause.negated && self.holds(clause, class::BAD) {
            return Some(Act::Criticise);
        }
        if clause.be && self.holds(clause, class::GOOD) {
            return Some(if clause.negated { Act::Criticise } else { Act::Support });
        }
        None
    }
}
