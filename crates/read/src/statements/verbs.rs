//! What kind of verb brings a statement: one that names, thinks, insists, or only quotes.

use crate::lexicon::{Act, class, frame, listed};

use super::naming::head_of;
use super::raw::Raw;
use super::reader::{Range, Reader};

impl Reader<'_> {
    /// A verb that brings a quotation.
    pub(super) fn speaks(&self, raw: &Raw) -> bool {
        raw.verb.is_some_and(|verb| self.lexicon.verb(verb).frames & frame::QUOTE != 0)
            && raw.contents.iter().any(|(start, _)| self.opens_quote(*start))
    }

    /// A verb that takes a quotation, and has one.
    pub(super) fn quotes(&self, raw: &Raw) -> bool {
        raw.verb.is_none_or(|verb| self.lexicon.verb(verb).frames & frame::QUOTE != 0)
            && raw.contents.iter().any(|(start, _)| self.opens_quote(*start))
    }

    /// A verb that gives a thing its name: "called the report a fantasy".
    pub(super) fn characterises(&self, raw: &Raw) -> bool {
        raw.verb.is_some_and(|verb| {
            matches!(
                self.lexicon.verb(verb).lemma.as_str(),
                "describe"
                    | "depict"
                    | "portray"
                    | "paint"
                    | "hail"
                    | "qualifier"
                    | "label"
                    | "brand"
                    | "characterise"
                    | "juger"
                    | "deem"
                    | "parler"
                    | "speak"
                    | "talk"
            )
        })
    }

    /// A verb for what somebody thinks of a thing.
    pub(super) fn opines(&self, raw: &Raw) -> bool {
        raw.verb.is_some_and(|verb| {
            matches!(
                self.lexicon.verb(verb).lemma.as_str(),
                "estimer"
                    | "considérer"
                    | "penser"
                    | "croire"
                    | "think"
                    | "believe"
                    | "feel"
                    | "argue"
            )
        })
    }

    pub(super) fn having(&self, raw: &Raw) -> bool {
        let verb = raw.verb.map_or("", |verb| self.lexicon.verb(verb).lemma.as_str());
        matches!(
            verb,
            "contester"
                | "réfuter"
                | "récuser"
                | "rejeter"
                | "refute"
                | "reject"
                | "dispute"
                | "contest"
        ) && raw.contents.first().is_some_and(|(start, _)| {
            matches!(self.lower(*start), "avoir" | "être" | "having" | "s'")
        })
    }

    /// "claims that X must", "dit qu'il faut".
    pub(super) fn asks_for(&self, raw: &Raw) -> bool {
        raw.act == Some(Act::Claim) || !self.english()
    }

    pub(super) fn speaks_or_firm(&self, raw: &Raw) -> bool {
        self.firmly(raw)
            || raw.verb.is_some_and(|verb| {
                matches!(
                    self.lexicon.verb(verb).lemma.as_str(),
                    "explain"
                        | "expliquer"
                        | "reply"
                        | "respond"
                        | "indiquer"
                        | "indicate"
                        | "confier"
                        | "témoigner"
                        | "testify"
                        | "argue"
                        | "contend"
                )
            })
    }

    pub(super) fn firmly(&self, raw: &Raw) -> bool {
        const VERBS: &[&str] = &[
            "insist",
            "maintain",
            "swear",
            "assert",
            "claim",
            "jurer",
            "assurer",
            "affirmer",
            "soutenir",
            "marteler",
            "répéter",
            "insister",
            "prétendre",
            "repeat",
            "reiterate",
            "stress",
            "répéter",
            "préciser",
            "rappeler",
        ];
        raw.verb.is_some_and(|verb| VERBS.contains(&self.lexicon.verb(verb).lemma.as_str()))
    }

    /// "declined to comment", but "declined the offer".
    pub(super) fn declined(&self, raw: &Raw) -> Act {
        const WORDS: &[&str] = &[
            "comment",
            "answer",
            "elaborate",
            "discuss",
            "say",
            "speak",
            "speculate",
            "reply",
            "respond",
            "specify",
            "talk",
            "take",
            "confirm",
            "name",
            "commenter",
            "répondre",
            "commentaire",
        ];
        let said = raw.contents.iter().any(|(start, end)| {
            (*start..(*end).min(start + 4)).any(|at| WORDS.contains(&self.lower(at)))
        });
        let short = raw.contents.is_empty() || WORDS.contains(&self.lower(raw.cue.1 - 1));
        if said || short { Act::DeclineComment } else { Act::Reject }
    }

    pub(super) fn judged(&self, start: usize, end: usize, object: Option<Range>) -> Act {
        const GOOD: &[&str] = &[
            "useful",
            "courageous",
            "brave",
            "great",
            "excellent",
            "welcome",
            "historic",
            "right",
            "necessary",
            "important",
            "fair",
            "good",
        ];
        let good =
            (start..end).any(|at| self.token(at).quote != 0 && GOOD.contains(&self.lower(at)));
        let contested =
            object.is_some_and(|object| listed("contested", self.lower(head_of(self, object))));
        let liar = self.tone(&[(start, end)], false) == Some(Act::Accuse);
        match () {
            () if good || (start..end).any(|at| self.is(at, class::GOOD)) => Act::Support,
            // "called her account “tittle-tattle”": what is said of it, not a deed.
            () if contested && self.english() => Act::Reject,
            () if self.english() && self.tone(&[(start, end)], false) == Some(Act::Reject) => {
                Act::Reject
            }
            () if liar && self.english() => Act::Accuse,
            () => Act::Criticise,
        }
    }

    /// What is said is a clause or a quotation, not a thing.
    pub(super) fn says_clause(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            self.opens_quote(*start)
                || self.lower(*start) == "that"
                || (start + 1..*end.min(&(start + 6))).any(|at| self.is(at, class::AUX))
                    && self.entry(*start).noun.is_none()
        })
    }

    /// What a picture in quotation marks says: "greedy", "brilliant".
    pub(super) fn painted(&self, raw: &Raw) -> Option<Act> {
        let (start, end) = raw.contents.first().copied().filter(|_| self.english())?;
        let quoted =
            |classes: u32| (start..end).any(|at| self.token(at).quote != 0 && self.is(at, classes));
        let account =
            raw.object.is_some_and(|object| listed("contested", self.lower(head_of(self, object))));
        match () {
            // "described her account as “mistaken at best”".
            () if account && !quoted(class::GOOD) => Some(Act::Reject),
            () if quoted(class::BAD | class::WRONG | class::FAULT) => Some(Act::Criticise),
            () if quoted(class::GOOD) => Some(Act::Support),
            () => None,
        }
    }

    /// A verb of blame that tells a deed: "complained that".
    pub(super) fn tells(&self, raw: &Raw) -> bool {
        raw.verb.is_some_and(|verb| {
            matches!(self.lexicon.verb(verb).lemma.as_str(), "complain" | "protest" | "lament")
        }) && raw.contents.first().is_some_and(|(start, _)| self.lower(*start) == "that")
    }

    /// "There is “not a word of truth in it”, according to X": its own words, quoted.
    pub(super) fn firm_words(&self, raw: &Raw) -> bool {
        self.english()
            && raw.contents.iter().any(|(start, end)| (*start..*end).any(|at| self.opens_quote(at)))
    }

    /// "told him to go": an infinitive behind whom it is told.
    pub(super) fn is_told_to(&self, raw: &Raw) -> bool {
        let told = raw.verb.is_some_and(|verb| self.lexicon.verb(verb).lemma == "tell");
        let behind = raw.object.map_or(0, |object| object.1);
        told && self.lower(behind) == "to"
            && raw.contents.first().is_some_and(|(start, _)| *start == behind)
    }

    /// "juge ces menaces ridicules": a judgement, no denial.
    pub(super) fn judges(&self, raw: &Raw) -> bool {
        raw.verb
            .is_some_and(|verb| matches!(self.lexicon.verb(verb).lemma.as_str(), "juger" | "deem"))
    }
}
