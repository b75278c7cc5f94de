//! The act: what the cue says, raised by what the content says.

use crate::lexicon::{Act, Subject, class, frame, listed};

use super::raw::Raw;
use super::reader::{Range, Reader};

const FIRST: &[&str] = &[
    "i", "we", "my", "our", "i'm", "i've", "we've", "je", "j'", "nous", "mon", "notre", "nos", "me",
];
const FIRST_REPORTED: &[&str] = &["he", "she", "they", "il", "elle", "ils", "elles"];

impl Reader<'_> {
    /// The act that a tone in the content gives, and its name.
    pub(super) fn tone(&self, contents: &[Range], reported: bool) -> Option<Act> {
        let mut best: Option<u16> = None;
        for (start, end) in contents {
            let end = (*end).min(start + 120);
            for at in *start..end {
                let told = self.told_now(at).and_then(|word| self.lexicon.tones_of.get(word));
                let said = self.lexicon.tones_of.get(self.lower(at));
                for place in said.into_iter().chain(told).flatten() {
                    if best.is_some_and(|best| best <= *place) {
                        continue;
                    }
                    let Some(tone) = self.lexicon.tones.get(usize::from(*place)) else { continue };
                    let holds = self.subject_fits(
                        tone.subject,
                        at,
                        *start,
                        reported && tone.act == Act::Deny,
                    ) && self.says(&tone.words, at, end);
                    if holds && !self.is_denied_before(tone, at, *start) {
                        best = Some(*place);
                    }
                }
            }
        }
        self.lexicon.tones.get(usize::from(best?)).map(|tone| tone.act)
    }

    /// Whether the words of a tone stand at `at`: quotation marks between them do not count, and a
    /// word may be one of several ("must/should").
    fn says(&self, words: &[String], at: usize, end: usize) -> bool {
        let mut here = at;
        words.iter().enumerate().all(|(place, want)| {
            while place > 0 && here < end && !self.is_word(here) && self.token(here).quote != 0 {
                here += 1;
            }
            // "be very careful".
            if place > 0 && listed("degrees", self.lower(here)) && want != self.lower(here) {
                here += 1;
            }
            let word = self.lower(here);
            let told = self.told_now(here);
            let fits = here < end && want.split('/').any(|want| want == word || Some(want) == told);
            here += 1;
            fits
        })
    }

    /// Whether whom a tone asks for as its subject stands before it.
    fn subject_fits(&self, subject: Subject, at: usize, start: usize, reported: bool) -> bool {
        let mut near = (at.saturating_sub(4).max(start)..=at).rev();
        match subject {
            Subject::Any => true,
            Subject::Own => near.take(4).any(|at| {
                let word = self.lower(at);
                FIRST.contains(&word) || reported && FIRST_REPORTED.contains(&word)
            }),
            Subject::Other => near
                .find_map(|at| {
                    let word = self.lower(at);
                    if FIRST.contains(&word) {
                        return Some(false);
                    }
                    let other = FIRST_REPORTED.contains(&word)
                        || matches!(word, "you" | "vous" | "who" | "qui" | "nobody" | "personne")
                        || self.is_name(at)
                        || self.is(at, class::PERSON | class::PEOPLE | class::BODY);
                    other.then_some(true)
                })
                .unwrap_or(false),
        }
    }

    /// Whether a content speaks in the conditional of hearsay: "aurait", "serait".
    pub(super) fn is_hearsay(&self, contents: &[Range]) -> bool {
        !self.english()
            && contents.iter().any(|(start, end)| {
                (*start..(*end).min(start + 40))
                    .any(|at| self.is(at, class::COND) && self.token(at).quote == 0)
            })
    }

    /// The act that set phrases in a content give.
    fn tone_of(&self, raw: &Raw, leant: bool) -> Option<Act> {
        let reported = raw.contents.iter().any(|(start, _)| !self.opens_quote(*start));
        // A source that is only leant on ("according to") is told from its own voice.
        let tone = self
            .tone(&raw.contents, reported)
            .filter(|tone| {
                !leant
                    || *tone == Act::Accuse && !self.is_hearsay(&raw.contents)
                    || *tone != Act::Deny && raw.rule == "pour"
                    || self.firm_words(raw)
            })
            .or_else(|| {
                // "X was furious: “…”": the clause before the colon tells.
                (raw.rule == "colon").then(|| self.tone(&[raw.cue], false)).flatten()
            });
        let called = raw.act.is_none()
            && raw.contents.first().is_some_and(|(start, end)| {
                let end = (start + 1..*end)
                    .find(|at| matches!(self.lower(*at), "." | ","))
                    .unwrap_or(*end);
                self.opens_quote(*start) && self.bare_call(*start, end, true) == Some(Act::Request)
            });
        // "Nobody buried anything" accuses nobody.
        let nobody = raw.contents.first().is_some_and(|(start, end)| {
            let first = (*start..*end).find(|at| self.is_word(*at)).unwrap_or(*start);
            matches!(self.lower(first), "nobody" | "none" | "personne" | "aucun" | "aucune")
        });
        let tone = match tone {
            Some(Act::Accuse) if nobody => Some(Act::Deny),
            tone => tone,
        };
        let tone = tone.filter(|tone| *tone != Act::Deny || !self.denies_nothing(&raw.contents));
        tone.filter(|tone| {
            !called || matches!(tone, Act::Warn | Act::Threaten | Act::Apologise | Act::Request)
        })
    }

    /// What saying does where no set phrase tells.
    fn act_of_content(&self, raw: &Raw) -> (Act, &'static str) {
        match () {
            // "told him to go".
            () if self.is_told_to(raw) => (Act::Request, "content"),
            () if self.binds_itself(raw) && self.is_threat(raw) => (Act::Threaten, "content"),
            () if self.binds_itself(raw) => (Act::Promise, "content"),
            () => self.act_of_clause(raw).map_or((Act::State, ""), |act| (act, "clause")),
        }
    }

    /// The same for what somebody thinks.
    fn act_of_opinion(&self, raw: &Raw) -> (Act, &'static str) {
        match self.act_of_clause(raw) {
            Some(act @ (Act::Criticise | Act::Support | Act::Accuse | Act::Request)) => {
                (act, "clause")
            }
            _ if self.binds_itself(raw) => (Act::Promise, "content"),
            _ => (Act::Claim, ""),
        }
    }

    /// "retorted that the other invents figures".
    fn turns_it_round(&self, raw: &Raw) -> bool {
        let quotes = raw.verb.is_some_and(|verb| {
            let verb = self.lexicon.verb(verb);
            verb.frames & frame::QUOTE != 0 && verb.lemma != "fend"
        });
        quotes && (!self.english() || self.says_clause(raw))
    }

    /// The act of an attribution before its speaker is known.
    pub(super) fn act_of(&self, raw: &Raw) -> (Act, &'static str) {
        let tone = self.tone_of(raw, leant(raw));
        let given = self.by_object(raw).or(raw.act);
        let found =
            self.act_in_french(raw, given, tone).unwrap_or_else(|| self.act_by(raw, given, tone));
        self.left_open(raw, given, found.0).map_or(found, |act| (act, "unknown"))
    }

    fn act_by(&self, raw: &Raw, given: Option<Act>, tone: Option<Act>) -> (Act, &'static str) {
        let leant = leant(raw);
        if self.english()
            && let Some(found) = self.english_act(raw, (given, tone), leant)
        {
            return found;
        }
        match (given, tone) {
            // Saying and adding do not tell; the content does.
            (None, Some(Act::Promise)) if self.is_threat(raw) => (Act::Threaten, "content"),
            (None, Some(tone)) => (tone, "tone"),
            (None, None) => self.act_of_content(raw),
            (Some(Act::State | Act::Claim), Some(tone))
                if matches!(
                    tone,
                    Act::Confirm
                        | Act::Apologise
                        | Act::DeclineComment
                        | Act::Threaten
                        | Act::Criticise
                        | Act::Accuse
                        | Act::Request
                        | Act::ExpressConcern
                        | Act::Support
                ) && (tone != Act::Request || self.asks_for(raw)) =>
            {
                (tone, "tone")
            }
            // "explained that nobody had been there": as neutral as saying, where a quotation tells.
            (Some(Act::State), Some(tone)) if self.quotes(raw) => (tone, "tone"),
            // "dismissed as a fantasy", "qualifie de pure invention".
            (
                Some(Act::Criticise | Act::State),
                Some(tone @ (Act::Reject | Act::ExpressConcern | Act::Support)),
            ) if self.characterises(raw) && (tone != Act::Reject || !self.judges(raw)) => {
                (tone, "tone")
            }
            (Some(Act::Claim), None) if self.opines(raw) => self.act_of_opinion(raw),
            // "retorted that the other invents figures".
            (Some(Act::Reject | Act::Criticise), Some(Act::Deny)) if self.speaks(raw) => {
                (Act::Deny, "tone")
            }
            // "contests having signed".
            (Some(Act::Reject), _) if self.having(raw) => (Act::Deny, "content"),
            (Some(Act::Reject), Some(Act::Accuse)) if self.turns_it_round(raw) => {
                (Act::Accuse, "tone")
            }
            // "swears he never signed", "affirme n'avoir jamais rencontré".
            (Some(Act::Claim | Act::Promise | Act::State), Some(Act::Deny))
                if self.speaks_or_firm(raw) =>
            {
                (Act::Deny, "tone")
            }
            (Some(Act::Claim), _) if self.binds_itself(raw) => (Act::Promise, "content"),
            (Some(Act::Claim), None)
                if !leant
                    && self.firmly(raw)
                    && self.quotes(raw)
                    && self.act_of_clause(raw) == Some(Act::Deny) =>
            {
                (Act::Deny, "clause")
            }
            (Some(Act::State), None) if self.quotes(raw) && !leant => match self.act_of_clause(raw)
            {
                Some(act) => (act, "clause"),
                None => (Act::State, ""),
            },
            (Some(act), _) if raw.hearsay && !matches!(act, Act::Accuse) => {
                (Act::Allege, "hearsay")
            }
            (Some(Act::DeclineComment), _)
                if raw.verb.is_none_or(|verb| !self.lexicon.verb(verb).rest.is_empty()) =>
            {
                (Act::DeclineComment, "")
            }
            (Some(Act::DeclineComment), _) => (self.declined(raw), ""),
            (Some(Act::Promise), _) if self.is_threat(raw) => (Act::Threaten, "content"),
            (Some(Act::Warn), _) if self.will_strike(raw) => (Act::Threaten, "content"),
            // "We got it wrong and we are sorry", acknowledged the bank.
            (Some(Act::Confirm), Some(Act::Apologise)) => (Act::Apologise, "tone"),
            (Some(Act::Request), _)
                if raw.verb.is_some_and(|verb| self.lexicon.verb(verb).lemma == "ask")
                    && self.is_question(raw) =>
            {
                (Act::Request, "question")
            }
            (Some(act), _) => (act, ""),
        }
    }

    /// "supports the signatories" beside "maintains that"; "called it a lie"; "echoed the denial".
    pub(super) fn by_object(&self, raw: &Raw) -> Option<Act> {
        let verb = self.lexicon.verb(raw.verb?);
        let (start, end) = raw.contents.first().copied()?;
        if raw.inverted || raw.passive || start < raw.cue.0 {
            return None;
        }
        if matches!(verb.lemma.as_str(), "echo" | "reiterate" | "repeat" | "réitérer" | "répéter")
            && end - start <= 5
        {
            let act = (start..end)
                .find_map(|at| self.lexicon.nouns.get(usize::from(self.entry(at).noun?))?.act);
            if act.is_some() {
                return act;
            }
        }
        let act = verb.act_of_object?;
        let clause = self.opens_quote(start)
            || matches!(self.lower(start), "que" | "qu'" | "that" | "ce")
            || self.is_infinitive(start);
        if clause || raw.frames & frame::OBJECT == 0 && verb.lemma != "assurer" {
            return None;
        }
        match verb.lemma.as_str() {
            // "called the remarks “unfriendly”": a judgement of its own words.
            "call" => (start..end)
                .any(|at| self.token(at).quote != 0 || self.is(at, class::BAD | class::GOOD))
                .then(|| self.judged(start, end, raw.object)),
            "assurer" => (start..end)
                .any(|at| matches!(self.lower(at), "soutien" | "solidarité" | "appui"))
                .then_some(act),
            _ => Some(act),
        }
    }

    /// "assured that she would keep": the speaker's own future.
    fn binds_itself(&self, raw: &Raw) -> bool {
        let firm = raw.verb.is_some_and(|verb| {
            matches!(
                self.lexicon.verb(verb).lemma.as_str(),
                "assurer"
                    | "assure"
                    | "jurer"
                    | "swear"
                    | "say"
                    | "tell"
                    | "add"
                    | "dire"
                    | "déclarer"
                    | "ajouter"
                    | "indiquer"
                    | "affirmer"
                    | "répéter"
                    | "marteler"
                    | "répondre"
                    | "insister"
            )
        });
        let Some((start, end)) = raw.contents.first().copied().filter(|_| firm) else {
            return false;
        };
        let own = (start..end.min(start + 3)).any(|at| {
            let word = self.lower(at);
            matches!(word, "je" | "nous")
                || self.token(at).quote == 0
                    && matches!(word, "il" | "elle" | "he" | "she" | "they")
        }) || self.speaks_for(raw, (start, end));
        let future = (start..end.min(start + if self.english() { 5 } else { 9 })).any(|at| {
            matches!(self.lower(at), "would" | "will")
                && !(start..at).any(|at| self.lower(at).starts_with("fear"))
                && !self.is(at + 1, class::BE | class::HAVE | class::NEG)
                && !self.is(at + 1 + usize::from(self.opens_quote(at + 1)), class::NEG)
                || !self.english()
                    && super::act_french::is_future(self.lower(at))
                    && !self.is(at, class::BE | class::HAVE)
        });
        own && future
    }

    /// "the director said the company would pay": who leads it binds it.
    fn speaks_for(&self, raw: &Raw, (start, end): Range) -> bool {
        let Some((from, to)) = raw.source else { return false };
        let leads = (from..to).any(|at| listed("leads", self.lower(at)))
            || (from..to).any(|at| self.is(at, class::BODY));
        leads
            && (start..end.min(start + 4)).any(|at| {
                self.is(at, class::BODY)
                    && listed("definite", self.lower(at.wrapping_sub(1)))
                    && !self.is_name(at)
            })
    }

    /// "vowed to sue", "promised retaliation", "we will expel their diplomats".
    pub(super) fn is_threat(&self, raw: &Raw) -> bool {
        raw.contents.iter().any(|(start, end)| {
            let condition = |at: usize| match self.lower(at) {
                "unless" => true,
                "moins" => matches!(self.lower(at + 1), "que" | "qu'" | "d'"),
                _ => false,
            };
            if (*start..(*end).min(start + 30)).any(condition) || self.if_others(*start, *end) {
                return true;
            }
            // "poursuivre le chantier" goes on with it.
            let harsh = |at: usize| {
                listed("harsh", self.lower(at))
                    && (!self.lower(at).starts_with("poursuiv")
                        || (at + 1..at + 4).any(|next| {
                            self.is(next, class::PERSON | class::PEOPLE | class::BODY)
                                || self.lower(next) == "justice"
                                || self.is_name(next)
                        }))
            };
            (*start..(*end).min(start + 12)).any(harsh)
                || (*start..(*end).min(start + 12)).any(|at| {
                    matches!(
                        (self.lower(at), self.lower(at + 1), self.lower(at + 2)),
                        ("to", "court", _)
                            | ("to", "the", "courts" | "court")
                            | ("devant", "les", "tribunaux")
                            | ("en", "justice", _)
                    )
                })
        })
    }

    /// "warned that it would retaliate", "“If they do not give way we will shut the ports,” warned X":
    /// the harm is the speaker's own doing.
    fn will_strike(&self, raw: &Raw) -> bool {
        let Some((start, end)) = raw.contents.first().copied() else { return false };
        let that = start + usize::from(matches!(self.lower(start), "that" | "que" | "qu'"));
        let own = |at: usize| {
            let quoted = self.token(at).quote != 0;
            matches!(self.lower(at), "we" | "i" | "nous" | "je") && quoted
                || at == that
                    && !quoted
                    && matches!(
                        self.lower(at),
                        "he" | "she" | "it" | "they" | "il" | "elle" | "ils" | "elles"
                    )
        };
        let ahead = |at: usize| {
            matches!(self.lower(at), "will" | "would" | "'ll" | "shall")
                || !self.english() && super::act_french::is_future(self.lower(at))
        };
        let bound =
            (start..end.min(start + 30)).any(|at| own(at) && (at + 1..end.min(at + 4)).any(&ahead));
        let harsh =
            |at: usize| listed("harsh", self.lower(at)) || listed("strikes", self.lower(at));
        let others = |at: usize| {
            matches!(self.lower(at), "if" | "si" | "s'" | "unless")
                && !matches!(
                    self.lower(at + 1),
                    "we" | "i" | "nous" | "je" | "elected" | "élu" | "élue"
                )
        };
        bound
            && (self.if_others(start, end) || (start..end.min(start + 30)).any(others))
            && (start..end.min(start + 30)).any(harsh)
    }

    /// "If they cross that line we will answer", but not "if elected", "if I win".
    fn if_others(&self, start: usize, end: usize) -> bool {
        let Some(first) = (start..end).find(|at| self.is_word(*at)) else { return false };
        let subject = self.lower(first + 1);
        matches!(self.lower(first), "if" | "si" | "s'")
            && (matches!(subject, "they" | "you" | "anyone" | "ils" | "elles" | "on" | "vous")
                || self.is_name(first + 1)
                || self.is(first + 1, class::DET)
                    && self.is(first + 2, class::PERSON | class::PEOPLE | class::BODY))
    }

    fn is_question(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, _)| {
            matches!(self.lower(*start), "if" | "whether" | "why" | "how" | "what")
        })
    }
}

/// Whether a source is only leant on: "according to".
fn leant(raw: &Raw) -> bool {
    matches!(raw.rule, "selon" | "according-to" | "pour")
}
