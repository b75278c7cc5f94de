//! Cues that are no verbs: "according to", nouns, adjectives.

use crate::lexicon::{Act, StatementKind, class, frame};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::Reader;

impl Reader<'_> {
    /// "according to X", "selon X", "d'après X", "pour X,".
    pub(super) fn according(&self, at: usize, unit: Unit) -> Option<Raw> {
        let (end, rule) = match (self.lower(at), self.lower(at + 1)) {
            ("according", "to") => (at + 2, "according-to"),
            ("selon", _)
                if !self.english()
                    && self.lower(at + 1) != "que"
                    && self.lower(at + 1) != "laquelle" =>
            {
                (at + 1, "selon")
            }
            ("d'", "après") if !self.english() => (at + 2, "selon"),
            ("pour", _)
                if !self.english()
                    && (at == unit.start || self.lower(at.wrapping_sub(1)) == ":") =>
            {
                (at + 1, "pour")
            }
            ("pour", "qui" | "lesquels" | "lesquelles")
                if self.lower(at.wrapping_sub(1)) == "," =>
            {
                (at + 1, "selon")
            }
            _ => return None,
        };
        let relative = !self.english() && self.is(end, class::REL);
        let (first, mut last) =
            if relative { (end, end + 1) } else { self.phrase_right(end, unit.end, true)? };
        if rule == "pour" && !self.is_of_opinion((first, last), unit) {
            return None;
        }
        if rule == "selon" && at == unit.start && self.lower(last) != "," {
            // "D'après une note consultée par X, …": up to the comma, if no clause stands before it.
            let comma = (last..unit.end.min(last + 12)).find(|at| self.lower(*at) == ",");
            if let Some(comma) = comma.filter(|comma| {
                !(last..*comma)
                    .any(|at| self.is(at, class::AUX | class::PRON) || self.token(at).quote != 0)
            }) {
                last = comma;
            }
        }
        if self.lower(last) == ","
            && last + 1 < unit.end
            && (self.is_name(last + 1) || self.is(last + 1, class::DET))
        {
            // "Selon le directeur de l'agence, Marc O., 120 communes …".
            if let Some((_, name)) = self.phrase_right(last + 1, unit.end, false) {
                let closed = matches!(self.lower(name), "," | ".");
                let person = (first..last).any(|at| self.is(at, class::PERSON));
                let opens = at == unit.start;
                if closed && (!opens || person && self.is_name(last + 1)) {
                    last = name;
                }
            }
        }
        last = self.described_source(last, unit);
        // "According to a study by X": whoever made it.
        if self.english()
            && matches!(self.lower(last), "by" | "from")
            && let Some((_, maker)) = self.phrase_right(last + 1, unit.end, false)
        {
            last = maker;
        }
        Some(Raw {
            unit: 0,
            cue: (at, end),
            head: at,
            form: CueForm::Phrasal,
            verb: None,
            act: Some(Act::State),
            kind: StatementKind::Speech,
            frames: frame::CLAUSE,
            rule,
            source: Some((first, last)),
            shared: false,
            inverted: true,
            passive: false,
            negated: false,
            hearsay: false,
            unreal: false,
            object: None,
            contents: Vec::new(),
            inside: None,
            inside_left: None,
        })
    }

    /// "Pour la chercheuse Inès D., …", "pour elle, …": a person, then a comma or the clause.
    fn is_of_opinion(&self, (first, last): (usize, usize), unit: Unit) -> bool {
        let person = (first..last)
            .any(|at| self.is(at, class::PERSON | class::NAME_F | class::NAME_M | class::BODY));
        let them = matches!(self.lower(first), "lui" | "elle" | "eux" | "elles");
        (person || them)
            && self.lower(last) == ","
            && (them || !self.is(first, class::PRON))
            && !self.spoken_behind(last, unit)
    }

    /// "Pour la défense, Me X a dénoncé": somebody of theirs speaks.
    fn spoken_behind(&self, comma: usize, unit: Unit) -> bool {
        (comma + 1..unit.end.min(comma + 8)).any(|at| {
            self.token(at).quote == 0
                && self.is(at.wrapping_sub(1), class::HAVE)
                && self
                    .entry(at)
                    .verbs
                    .iter()
                    .any(|(place, _)| self.lexicon.verb(*place).kind == StatementKind::Speech)
        })
    }

    /// "Pour Solange A., cheffe de file de l'opposition, …": where what is said of a source ends.
    fn described_source(&self, last: usize, unit: Unit) -> usize {
        if self.english() || self.lower(last) != "," || !self.begins_phrase(last + 1) {
            return last;
        }
        // "Pour le trésorier, le Breton Yann K., …": words about a person, or a person's name.
        let person = |(start, end): &(usize, usize)| {
            self.is(last + 1, class::PERSON)
                || self.is(last + 2, class::PERSON)
                || (*start..*end).any(|at| self.is(at, class::NAME_F | class::NAME_M))
        };
        self.phrase_right(last + 1, unit.end, true)
            .filter(|range| self.lower(range.1) == "," && person(range))
            .map_or(last, |(_, end)| end)
    }

    /// "his claim that …", "calls for …".
    pub(super) fn nominal_cue(&self, at: usize, unit: Unit) -> Option<Raw> {
        let bearer = &self.lexicon.nouns[usize::from(self.entry(at).noun?)];
        let opener = self.lower(at + 1);
        if at + 2 >= unit.end
            || !(bearer.openers.iter().any(|word| word == opener) || self.bare_clause(at))
            || self.token(at + 1).quote != 0
        {
            return None;
        }
        let mut raw = self.bare(at, bearer.act, bearer.kind, CueForm::Noun, "noun");
        // "Rumours that the judge was bribed have been going round".
        let subject = crate::lexicon::listed("rumours", self.lower(at))
            && opener == "that"
            && (unit.start..at).all(|before| self.is_word(before) && !self.is_verbish(before));
        if subject {
            raw.act = Some(Act::Allege);
            raw.form = CueForm::Phrasal;
            raw.rule = "alleged-noun";
            return Some(raw);
        }
        if self.is_faced(at, unit) && bearer.act != Some(Act::ExpressConcern) {
            // Nobody says who alleges it, and somebody has to answer.
            raw.act = Some(Act::Allege);
            raw.form = CueForm::Phrasal;
            raw.rule = "alleged-noun";
            return Some(raw);
        }
        if !matches!(opener, "that" | "to" | "whether") && !self.bare_clause(at) {
            raw.cue.1 = at + 2;
        }
        // Whose: "his", "Doe's".
        let mut start = at;
        while start > unit.start
            && at - start < 3
            && !self.is(start - 1, class::DET | class::POSS | class::PREP | class::AUX)
            && self.is_word(start - 1)
            && !self.is_verbish(start - 1)
            && !self.is(start - 1, class::COORD | class::SUB)
        {
            start -= 1;
        }
        if start > unit.start && self.is(start - 1, class::POSS) {
            raw.cue.0 = start;
            raw.source = if self.lower(start - 1) == "'s" {
                self.phrase_left(start - 1, unit.start).map(|(first, _)| (first, start))
            } else {
                Some((start - 1, start))
            };
        }
        Some(raw)
    }

    /// "fends off claims he used public funds", "faces allegations that she lied".
    fn is_faced(&self, at: usize, unit: Unit) -> bool {
        let clause = self.bare_clause(at) || self.lower(at + 1) == "that";
        let before = |back: usize| {
            at.checked_sub(back).filter(|at| *at >= unit.start).map_or("", |at| self.lower(at))
        };
        let faced = (1..=3).any(|back| {
            matches!(before(back), "faces" | "facing" | "faced" | "dogged" | "hit" | "amid")
                || before(back) == "off" && before(back + 1).starts_with("fend")
        });
        self.english()
            && clause
            && faced
            && matches!(
                self.lower(at),
                "claims" | "allegations" | "accusations" | "rumours" | "rumors"
            )
    }

    /// "claims he used public funds": a clause without "that" behind a noun.
    fn bare_clause(&self, at: usize) -> bool {
        self.english()
            && matches!(self.lower(at), "claims" | "allegations" | "rumours" | "rumors" | "fears")
            && matches!(self.lower(at + 1), "he" | "she" | "they")
    }

    /// "is worried that …".
    pub(super) fn adjectival(&self, at: usize, unit: Unit) -> Option<Raw> {
        let bearer = &self.lexicon.adjectives[usize::from(self.entry(at).adjective?)];
        let opener = self.lower(at + 1);
        if at + 2 >= unit.end
            || !bearer.openers.iter().any(|word| word == opener)
            || !self.english()
        {
            return None;
        }
        let mut start = at;
        let mut be = false;
        while start > unit.start
            && (self.is(start - 1, class::AUX | class::NEG)
                || self.is_adverb(start - 1)
                || matches!(
                    self.lower(start - 1),
                    "'s" | "more"
                        | "very"
                        | "less"
                        | "feel"
                        | "feels"
                        | "felt"
                        | "became"
                        | "become"
                        | "remains"
                        | "remain"
                        | "seems"
                ))
        {
            start -= 1;
            be |= self.is(start, class::BE)
                || matches!(
                    self.lower(start),
                    "'s" | "feel"
                        | "feels"
                        | "felt"
                        | "became"
                        | "become"
                        | "remains"
                        | "remain"
                        | "seems"
                );
        }
        if !be {
            return None;
        }
        // "is scathing about the ministry" says so, "is afraid that" feels it.
        let told = bearer.kind == StatementKind::Speech
            && matches!(bearer.act, Some(Act::Criticise | Act::Reject))
            && matches!(opener, "of" | "about");
        let form = if told { CueForm::Phrasal } else { CueForm::Adjective };
        let mut raw = self.bare(at, bearer.act, bearer.kind, form, "adjective");
        if told {
            raw.object = self.phrase_right(at + 2, unit.end, false);
        }
        raw.cue.0 = start;
        if !matches!(opener, "that" | "to" | "whether" | "if" | "how" | "what" | "why" | "who") {
            raw.cue.1 = at + 2;
        }
        let subject = self.phrase_left(start, unit.start);
        let empty = subject.is_some_and(|(from, to)| {
            to == from + 1 && matches!(self.lower(from), "it" | "that" | "this")
        });
        match bearer.kind {
            StatementKind::Deed if !empty => return None,
            _ if empty => raw.cue.0 = subject.map_or(start, |(from, _)| from),
            _ => raw.source = subject,
        }
        (empty || raw.source.is_some()).then_some(raw)
    }

    pub(super) fn bare(
        &self,
        at: usize,
        act: Option<Act>,
        kind: StatementKind,
        form: CueForm,
        rule: &'static str,
    ) -> Raw {
        Raw {
            unit: 0,
            cue: (at, at + 1),
            head: at,
            form,
            verb: None,
            act,
            kind,
            frames: frame::CLAUSE | frame::INFINITIVE | frame::OBJECT,
            rule,
            source: None,
            shared: false,
            inverted: false,
            passive: false,
            negated: false,
            hearsay: false,
            unreal: false,
            object: None,
            contents: Vec::new(),
            inside: None,
            inside_left: None,
        }
    }
}
