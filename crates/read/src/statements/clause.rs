//! The act by the build of what is said: who its subject is, whether it is denied, when it is, and
//! what the verb says of whoever does it. Asked where no set phrase tells.

use crate::lexicon::{Act, class, listed};

use super::act_french::is_future;
use super::raw::Raw;
use super::reader::Reader;

/// Whose deed a clause tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Doer {
    /// "I", "we", "our party"; "he" in reported words.
    Own,
    /// "you", "they", a noun or name.
    Other,
    /// "those who", "anyone".
    Whoever,
    /// "nobody", "no such talk".
    Nobody,
    /// "it", "this", "there".
    Thing,
}

/// A clause taken apart.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "marks that rules ask for one by one")]
pub(super) struct Clause {
    pub(super) doer: Doer,
    /// The first word of the verb's group, and the verb itself or what stands for it.
    pub(super) verb: usize,
    pub(super) main: usize,
    pub(super) end: usize,
    pub(super) negated: bool,
    pub(super) future: bool,
    pub(super) duty: bool,
    pub(super) perfect: bool,
    pub(super) be: bool,
    pub(super) past: bool,
    /// "If they …, we will": a condition goes before.
    pub(super) condition: bool,
}

/// So many clauses of a content are looked at, and so many of their words.
const CLAUSES: usize = 4;
const WORDS: usize = 40;

impl Reader<'_> {
    /// The act that the build of a content gives.
    pub(super) fn act_of_clause(&self, raw: &Raw) -> Option<Act> {
        raw.contents.iter().take(2).find_map(|(start, end)| {
            let quoted = self.token(*start).quote != 0;
            let mut at = *start;
            let mut condition = false;
            let mut idle = false;
            let first = (*start..*end).find(|at| self.is_word(*at)).unwrap_or(*start);
            if matches!(self.lower(first), "yes" | "oui") && self.lower(first + 1) == "," {
                return Some(Act::Confirm);
            }
            for _ in 0..CLAUSES {
                let stop = self.clause_stop(at, *end);
                if let Some(act) = self.bare_call(at, stop, quoted) {
                    return Some(act);
                }
                if let Some(mut clause) = self.clause_at(at, stop, quoted) {
                    clause.condition |= condition;
                    // "we are small, but we are not helpless".
                    let contrast = self.lower(at) == "but" && clause.be && clause.negated;
                    if contrast && self.english() {
                        break;
                    }
                    // "If we do nothing, the next storm will drown the town".
                    if idle && clause.future && clause.doer != Doer::Own {
                        return Some(Act::Warn);
                    }
                    if let Some(act) = self.judge(&clause) {
                        return Some(act);
                    }
                }
                condition = matches!(self.lower(self.first_word(at, stop)), "if" | "si" | "s'");
                idle = condition && self.idles(at, stop);
                if stop >= *end || stop > start + WORDS {
                    break;
                }
                at = stop + 1;
            }
            None
        })
    }

    /// The next sign that parts clauses.
    fn clause_stop(&self, start: usize, end: usize) -> usize {
        (start + 2..end.min(start + WORDS))
            .find(|at| {
                matches!(self.lower(*at), "," | "." | ";" | "!" | "?" | ":" | "—" | "–")
                    || matches!(self.lower(*at), "but" | "mais" | "and" | "et" | "or" | "car")
                        && self.is(at + 1, class::PRON)
            })
            .unwrap_or(end.min(start + WORDS))
    }

    fn first_word(&self, start: usize, end: usize) -> usize {
        let skips = |at: &usize| {
            !self.is_word(*at)
                || matches!(self.lower(*at), "that" | "que" | "qu'" | "and" | "et" | "but" | "mais")
                    && self.lower(at + 1) != "is"
                || self.is_adverb(*at) && !self.is(*at, class::DET | class::NEG | class::PRON)
        };
        (start..end).find(|at| !skips(at)).unwrap_or(end)
    }

    /// "Publish the files", "What a waste", "Que la justice passe": no subject of its own.
    pub(super) fn bare_call(&self, start: usize, end: usize, quoted: bool) -> Option<Act> {
        let first = (start..end).find(|at| self.is_word(*at)).filter(|_| quoted)?;
        let opens = first == start || !self.is_word(first - 1);
        let word = self.lower(first);
        let next = self.lower(first + 1);
        if matches!((word, next), ("what", "a" | "an")) || matches!(word, "quel" | "quelle") {
            let good = (first..end).any(|at| self.is(at, class::GOOD));
            let asks = (first..=end).any(|at| self.lower(at) == "?");
            return (!asks).then_some(if good { Act::Support } else { Act::Criticise });
        }
        if self.english() {
            let object = self.is(first + 1, class::DET | class::POSS | class::OBJ | class::NEG)
                || self.is(first + 1, class::PREP)
                || listed("whereto", next)
                || matches!(next, "to" | "up" | "down" | "now" | "it" | "out" | "calm");
            return (opens && listed("orders", word) && object).then_some(Act::Request);
        }
        let plural = word.len() > 3 && word.ends_with("ez") && next != "-vous";
        let wish = matches!(word, "que" | "qu'") && self.is(first + 1, class::DET | class::PRON);
        let not = matches!(word, "ne" | "n'") && next.ends_with("ez");
        (opens && (plural && !matches!(word, "vous" | "chez" | "assez") || wish || not))
            .then_some(Act::Request)
    }

    fn clause_at(&self, start: usize, end: usize, quoted: bool) -> Option<Clause> {
        const FIRST: &[&str] = &["i", "we", "je", "j'", "nous"];
        let first = self.past_adverbial(self.first_word(start, end), end);
        if first >= end {
            return None;
        }
        let word = self.lower(first);
        let (doer, from) = match word {
            _ if FIRST.contains(&word) => (Doer::Own, first + 1),
            "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos" => (Doer::Own, first + 1),
            "he" | "she" | "they" | "elle" | "ils" | "elles" => {
                (if quoted { Doer::Other } else { Doer::Own }, first + 1)
            }
            "il" if matches!(self.lower(first + 1), "faut" | "y" | "n'") => {
                (Doer::Thing, first + 1)
            }
            "il" => (if quoted { Doer::Other } else { Doer::Own }, first + 1),
            "his" | "her" | "their" | "its" if !quoted && self.english() => (Doer::Own, first + 1),
            "it" if !quoted => (Doer::Own, first + 1),
            "it" | "this" | "that" | "there" | "c'" | "ce" | "cela" | "ça" => {
                (Doer::Thing, first + 1)
            }
            "pas" if matches!(self.lower(first + 1), "un" | "une") => (Doer::Nobody, first + 1),
            "nobody" | "no" | "none" | "no-one" | "personne" | "aucun" | "aucune" | "nothing"
            | "rien" => (Doer::Nobody, first + 1),
            "those" | "anyone" | "whoever" | "ceux" | "quiconque" => (Doer::Whoever, first + 1),
            "you" | "vous" | "someone" | "somebody" | "on" => (Doer::Other, first + 1),
            _ if self.is(first, class::AUX | class::PREP | class::SUB) => return None,
            _ => (Doer::Other, first + 1),
        };
        let mut verb = self.verb_from(from, end)?;
        if doer == Doer::Whoever {
            // "Those who did this will be found": the last verb is theirs.
            let will = |at: &usize| {
                self.is(*at, class::MODAL)
                    || matches!(self.lower(*at), "seront" | "sera" | "devront" | "devra")
            };
            verb = (verb..end).rfind(will).unwrap_or(verb);
        }
        Some(self.verb_group(doer, verb, end))
    }

    /// The first word of the first verb group at or behind `from`.
    fn verb_from(&self, from: usize, end: usize) -> Option<usize> {
        (from..end.min(from + 14)).find(|at| {
            let before = at.wrapping_sub(1);
            // "This was X's doing": no noun follows.
            let alone = self.english() && *at == from && self.is(*at, class::AUX);
            let noun = self.is(before, class::DET | class::POSS | class::PREP)
                && !self.is(before, class::PRON)
                && !alone;
            let behind_relative = self.is(before, class::REL);
            !noun
                && !behind_relative
                && (self.is(*at, class::AUX | class::VERB | class::WRONG | class::FAULT)
                    || matches!(self.lower(*at), "ne" | "n'" | "'ll" | "'ve" | "'m" | "'re" | "'d")
                    || !self.entry(*at).verbs.is_empty() && *at == from
                    || !self.english() && is_future(self.lower(*at)) && !self.token(*at).capital
                    || self.english()
                        && self.lower(*at).ends_with("ed")
                        && self.lower(*at).len() > 4
                    || *at == from
                        && self.is(before, class::PRON)
                        && self.is_word(*at)
                        && !(self.english() && self.lower(*at) == "of")
                    || self.is(*at, class::NEG) && *at == from)
        })
    }

    fn verb_group(&self, doer: Doer, verb: usize, end: usize) -> Clause {
        let mut clause = Clause {
            doer,
            verb,
            main: verb,
            end,
            negated: false,
            future: false,
            duty: false,
            perfect: false,
            be: false,
            past: false,
            condition: false,
        };
        let mut at = verb;
        while at < end {
            let word = self.lower(at);
            clause.negated |= self.is(at, class::NEG) && !matches!(word, "ne" | "n'");
            clause.future |=
                matches!(word, "will" | "'ll" | "won't" | "shall" | "would" | "wouldn't");
            clause.duty |= matches!(
                word,
                "must" | "should" | "ought" | "doit" | "doivent" | "devrait" | "devraient" | "faut"
            ) || self
                .told_now(at)
                .is_some_and(|told| matches!(told, "doit" | "doivent" | "faut"))
                || matches!(word, "has" | "have" | "needs" | "need") && self.lower(at + 1) == "to";
            clause.perfect |= self.is(at, class::HAVE) && self.lower(at + 1) != "to";
            clause.be |= self.is(at, class::BE) || matches!(word, "'re" | "'m");
            clause.past |= matches!(
                word,
                "did" | "didn't" | "was" | "were" | "wasn't" | "weren't" | "had" | "hadn't"
            );
            let small = self.is(at, class::AUX | class::NEG | class::OBJ)
                || self.is_adverb(at)
                || matches!(word, "ne" | "n'" | "'ll" | "'ve" | "'m" | "'re" | "'d" | "to" | "y");
            if !small {
                break;
            }
            at += 1;
        }
        clause.main = at.min(end.saturating_sub(1)).max(verb);
        if !self.english() {
            let ne = (verb..clause.main).any(|at| matches!(self.lower(at), "ne" | "n'"));
            let behind = (clause.main..end.min(clause.main + 4))
                .any(|at| self.is(at, class::NEG) && !matches!(self.lower(at), "ne" | "n'"));
            clause.negated |= ne && behind;
            let word = self.lower(clause.main);
            let future = is_future(word);
            clause.future |= future && !self.is(clause.main, class::AUX)
                || (verb..clause.main)
                    .any(|at| matches!(self.lower(at), "sera" | "seront" | "aura" | "serons"));
            clause.past |= word.ends_with("ait") || word.ends_with("aient");
        }
        clause
    }

    fn judge(&self, clause: &Clause) -> Option<Act> {
        if let Some(act) = self.english_clause(clause) {
            return Some(act);
        }
        // "If prices keep rising, we could see".
        let may = matches!(self.lower(clause.verb), "could" | "might" | "may");
        if clause.condition && may && self.english() {
            return Some(Act::Warn);
        }
        match clause.doer {
            Doer::Own => self.own(clause),
            Doer::Other | Doer::Whoever => self.of_others(clause),
            Doer::Nobody => self.of_nobody(clause),
            Doer::Thing => self.of_things(clause),
        }
    }

    pub(super) fn tail(&self, clause: &Clause, name: &str) -> bool {
        (clause.main..clause.end).any(|at| {
            let word = self.lower(at);
            // "que les travaux commenceraient": said as "commenceront".
            let told = || {
                let stem = word.strip_suffix("raient").map(|stem| (stem, "ront"));
                stem.or_else(|| word.strip_suffix("rait").map(|stem| (stem, "ra")))
            };
            listed(name, word)
                || !self.english()
                    && told().is_some_and(|(stem, end)| listed(name, &format!("{stem}{end}")))
        })
    }

    pub(super) fn holds(&self, clause: &Clause, classes: u32) -> bool {
        (clause.main..clause.end.min(clause.main + 8)).any(|at| self.is(at, classes))
    }

    fn own(&self, clause: &Clause) -> Option<Act> {
        let word = self.lower(clause.main);
        if clause.negated && clause.future {
            // "We will not be intimidated": it binds nobody.
            if self.english() && clause.be && word.ends_with("ed") || word.starts_with("laisser") {
                return None;
            }
            return match () {
                () if self.tail(clause, "silent") => Some(Act::DeclineComment),
                () if listed("refusal", word) => Some(Act::Reject),
                () => Some(Act::Promise),
            };
        }
        // "We are not going to be lectured".
        if clause.negated && word == "going" {
            return None;
        }
        if clause.negated {
            let thinks =
                (clause.verb..=clause.main + 1).any(|at| listed("cognition", self.lower(at)));
            let absent = self.tail(clause, "silent");
            return match () {
                () if absent => Some(Act::DeclineComment),
                () if thinks || clause.duty || self.of_state(clause) => None,
                () => Some(Act::Deny),
            };
        }
        if !clause.future
            && matches!(self.lower(clause.main + 1), "no" | "aucun" | "aucune")
            && !matches!(word, "found" | "find" | "finds" | "saw" | "seen")
            && !listed("cognition", word)
        {
            return Some(Act::Deny);
        }
        if matches!(word, "no" | "nothing") && clause.perfect
            || matches!(word, "knew" | "ignorait" | "ignorais" | "ignorions")
                && (word != "knew" || self.lower(clause.main + 1) == "nothing")
        {
            return Some(Act::Deny);
        }
        if clause.future {
            return Some(if clause.condition { Act::Threaten } else { Act::Promise });
        }
        if matches!(word, "decided" | "décidé")
            || clause.be && listed("decides", word)
            || matches!(word, "retirait" | "retire")
        {
            return Some(Act::Announce);
        }
        let could = clause.perfect
            && (matches!(self.lower(clause.verb), "could" | "might") || word == "pu");
        let bien = (clause.verb..clause.main).any(|at| self.lower(at) == "bien") && clause.perfect;
        if could || bien || self.lower(clause.verb) == "did" {
            return Some(Act::Confirm);
        }
        let fault = self.owns_fault(clause.verb, clause.end.min(clause.main + 6));
        if fault && !clause.condition {
            return Some(Act::Confirm);
        }
        if clause.be && self.is_glad(clause.main, clause.end.min(clause.main + 8)) {
            return Some(Act::Support);
        }
        let feared = matches!(word, "feared" | "fears" | "craint" | "craignait" | "redoute");
        if feared {
            return Some(Act::ExpressConcern);
        }
        let trusts = matches!(word, "trust" | "believe" | "admire" | "crois" | "admirons")
            && self.is_name(clause.main + 1);
        trusts.then_some(Act::Support)
    }

    /// "were not ready": a state that is missing, not a deed that is denied.
    fn of_state(&self, clause: &Clause) -> bool {
        let mut at = clause.main;
        while at < clause.end && (self.is(at, class::NEG | class::BE) || self.is_adverb(at)) {
            at += 1;
        }
        let word = self.lower(at);
        clause.be
            && !clause.perfect
            && !self.is(at, class::DET | class::PREP | class::POSS)
            && !["ed", "ing", "é", "ée", "és", "ées"].iter().any(|end| word.ends_with(end))
    }

    fn of_others(&self, clause: &Clause) -> Option<Act> {
        if matches!(self.lower(clause.verb), "could" | "might" | "pourrait" | "pourraient")
            && self.holds(clause, class::WRONG)
        {
            return Some(Act::Warn);
        }
        let passive = clause.be
            && !self.lower(clause.main).ends_with("ing")
            && self.is(clause.main, class::WRONG);
        let would = self.lower(clause.main);
        if clause.duty && clause.perfect {
            return Some(Act::Criticise);
        }
        if clause.duty && !clause.negated {
            return Some(Act::Request);
        }
        if clause.future {
            return self.of_future(clause);
        }
        if (clause.main..clause.end).any(|at| listed("fraud", self.lower(at)))
            && clause.be
            && !clause.negated
        {
            return Some(Act::Deny);
        }
        let place = self.english();
        let hidden = matches!(would, "lieu" | "happen")
            || place && would == "place"
            || self.lower(clause.main + 1) == "lieu"
            || place && self.lower(clause.main + 1) == "place"
            || (clause.main..clause.end.min(clause.main + 4)).any(|at| self.lower(at) == "lieu");
        if clause.negated && hidden {
            return Some(Act::Deny);
        }
        // "n'a pas fait son travail"; "n'a signé aucun contrat".
        if clause.negated && clause.perfect && listed("owed", would) {
            return Some(Act::Criticise);
        }
        let none = matches!(self.lower(clause.main + 1), "aucun" | "aucune");
        if clause.perfect && none && !self.english() {
            return Some(Act::Deny);
        }
        if clause.negated && !clause.be && self.falls_short(clause.verb) {
            return Some(Act::Criticise);
        }
        let lost = matches!(would, "know" | "understand" | "sait" | "savent" | "comprend");
        if clause.negated && lost && !clause.past {
            return Some(Act::Criticise);
        }
        if !clause.negated && self.tells_malice(clause.verb, clause.end) {
            return Some(Act::Accuse);
        }
        let wrong = !clause.negated
            && !passive
            && (clause.verb..clause.end.min(clause.main + 3)).any(|at| {
                self.is(at, class::WRONG)
                    && !self.is(at.wrapping_sub(1), class::DET)
                    && !self.noun_behind_adjective(at)
            });
        if wrong {
            return Some(Act::Accuse);
        }
        if !clause.negated && self.is(clause.main, class::FAULT) && !clause.be {
            return Some(Act::Criticise);
        }
        let lost = self.holds(clause, class::BAD)
            || matches!(self.lower(clause.main), "no" | "nothing") && clause.perfect;
        if lost && !clause.negated {
            return Some(Act::Criticise);
        }
        if self.holds(clause, class::GOOD) {
            return Some(if clause.negated { Act::Criticise } else { Act::Support });
        }
        None
    }

    /// What is said of a time to come.
    fn of_future(&self, clause: &Clause) -> Option<Act> {
        let would = self.lower(clause.main);
        match () {
            () if clause.be && self.tail(clause, "verdict") => Some(Act::Threaten),
            () if self.tail(clause, "again") => Some(Act::Warn),
            () if self.tail(clause, "held") && !clause.negated => Some(Act::Announce),
            () if clause.be && would.ends_with("ed") => Some(Act::Promise),
            () if listed("known", would) => None,
            () if clause.be && !self.english() && would.ends_with(['é', 'e', 's']) => {
                Some(Act::Promise)
            }
            () if clause.negated && self.any_word(clause, "cuts") => Some(Act::Promise),
            // "Si nous ne faisons rien, l'attaque suivante sera pire".
            () if clause.condition && !clause.negated && !self.english() => Some(Act::Warn),
            () => None,
        }
    }

    /// "la prochaine attaque", "de nouvelles attaques": a noun that has the form of a verb.
    fn noun_behind_adjective(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        !self.english()
            && self.is(at.wrapping_sub(2), class::DET | class::POSS)
            && !self.is(before, class::AUX | class::PRON | class::NEG | class::OBJ | class::ADV)
            && self.entry(before).verbs.is_empty()
            && !self.is(before, class::PERSON | class::PEOPLE | class::BODY)
            && !self.is_name(before)
    }

    fn any_word(&self, clause: &Clause, name: &str) -> bool {
        let from = clause.verb.saturating_sub(4);
        (from..clause.end).any(|at| listed(name, self.lower(at)))
    }
}
