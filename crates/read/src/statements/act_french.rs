//! Acts that French verbs leave to what is said: verbs of manner ("tonne-t-il"), oaths.

use crate::lexicon::{Act, class, frame, listed};

use super::raw::Raw;
use super::reader::Reader;

impl Reader<'_> {
    /// The act by the content where a French cue says less than it; `given` is what the cue says.
    pub(super) fn act_in_french(
        &self,
        raw: &Raw,
        given: Option<Act>,
        tone: Option<Act>,
    ) -> Option<(Act, &'static str)> {
        if self.english() {
            return None;
        }
        let lemma = raw.verb.map_or("", |verb| self.lexicon.verb(verb).lemma.as_str());
        if lemma == "jurer" {
            return self.sworn(raw, tone);
        }
        // "Une décision absurde" blames a deed; "des accusations absurdes" turns them down.
        if tone == Some(Act::Reject) && given.is_none() && self.blames_deed(raw) {
            return Some((Act::Criticise, "tone"));
        }
        if lemma == "plaider" && raw.inverted && self.quotes(raw) {
            let act = tone.or_else(|| self.act_of_clause(raw));
            return Some((act.unwrap_or(Act::Claim), "clause"));
        }
        if let Some(felt) = self.feeling(raw, lemma) {
            return Some((felt, "feeling"));
        }
        if let Some(found) = self.blamed_in_french(raw, lemma, given?, tone) {
            return Some(found);
        }
        match given? {
            // "« Aucun commentaire », a fait savoir le parquet": as neutral as saying.
            Act::Announce if lemma == "faire" && raw.inverted && self.quotes(raw) => {
                Some((tone.or_else(|| self.act_of_clause(raw))?, "tone"))
            }
            Act::Reject => self.turned_down(raw, lemma, tone),
            // "a assuré que les digues seraient reconstruites".
            Act::Claim if lemma == "assurer" && self.will_be_done(raw) => {
                Some((Act::Promise, "content"))
            }
            // What insists is neutral where a quotation tells more.
            Act::Claim if tone.is_none() && self.quotes(raw) && self.firmly(raw) => {
                let act = self.act_of_clause(raw)?;
                let tells = matches!(
                    act,
                    Act::Accuse
                        | Act::Criticise
                        | Act::Support
                        | Act::Request
                        | Act::Deny
                        | Act::Promise
                        | Act::Threaten
                );
                tells.then_some((act, "clause"))
            }
            Act::State
                if tone.is_none()
                    && !matches!(raw.rule, "selon" | "pour")
                    && self.reports_act(raw) =>
            {
                Some((self.act_of_clause(raw)?, "clause"))
            }
            // "Selon lui, le maire a touché …": what a person is leant on for may accuse.
            Act::State if raw.rule == "selon" && tone.is_none() => {
                let accuses =
                    !self.is_hearsay(&raw.contents) && self.act_of_clause(raw) == Some(Act::Accuse);
                accuses.then_some((Act::Accuse, "clause"))
            }
            _ => None,
        }
    }

    /// "a indiqué que les travaux commenceraient en mai": reported words that do more than state.
    pub(super) fn reports_act(&self, raw: &Raw) -> bool {
        let that = |(start, _): &(usize, usize)| matches!(self.lower(*start), "que" | "qu'");
        raw.contents.first().is_some_and(that)
            && matches!(self.act_of_clause(raw), Some(Act::Announce | Act::Request | Act::Accuse))
    }

    /// The tense in which reported words were spoken: "que la réforme était", said as "est".
    pub(super) fn told_now(&self, at: usize) -> Option<&'static str> {
        if self.english() || self.token(at).quote != 0 {
            return None;
        }
        Some(match self.lower(at) {
            "avait" => "a",
            "avaient" => "ont",
            "était" => "est",
            "étaient" => "sont",
            "devait" => "doit",
            "devaient" => "doivent",
            "fallait" => "faut",
            "faudrait" => "faudra",
            "faisait" => "fait",
            "faisaient" => "font",
            "risquait" => "risque",
            "risquaient" => "risquent",
            "mentait" => "ment",
            "mentaient" => "mentent",
            "méritait" => "mérite",
            "méritaient" => "méritent",
            _ => return None,
        })
    }

    /// "le gouvernement n'avait rien fait pour": blame of somebody else, no denial.
    fn leaves_undone(&self, tone: &crate::lexicon::Tone, at: usize) -> bool {
        let behind = at + tone.words.len();
        let before = self.lower(at.wrapping_sub(1));
        tone.act == Act::Deny
            && tone.words.last().is_some_and(|word| word == "rien")
            && self.lower(behind) == "fait"
            && !matches!(
                before,
                "il" | "elle" | "je" | "j'" | "nous" | "ils" | "elles" | "on" | ","
            )
            && !matches!(self.lower(behind + 1), "de" | "d'")
    }

    /// "n'a commis aucune faute", "n'a plus ma confiance": words of blame or praise behind a negation tell
    /// nothing by themselves; the build of the clause does. "Je n'ai jamais vu un tel mépris" blames.
    pub(super) fn is_denied_before(
        &self,
        tone: &crate::lexicon::Tone,
        at: usize,
        start: usize,
    ) -> bool {
        if !self.english() && self.leaves_undone(tone, at) {
            return true;
        }
        let weighs = matches!(tone.act, Act::Criticise | Act::Accuse | Act::Support);
        let negates = |word: &str| {
            matches!(word, "ne" | "n'" | "pas" | "rien" | "jamais" | "plus" | "aucun" | "aucune")
        };
        if self.english() || !weighs || tone.words.iter().any(|word| word.split('/').any(negates)) {
            return false;
        }
        let floor = at.saturating_sub(7).max(start);
        let Some(ne) = (floor..at).rev().find(|here| matches!(self.lower(*here), "ne" | "n'"))
        else {
            return false;
        };
        let between = || (ne + 1..at).map(|here| self.lower(here));
        let not = between().any(|word| {
            matches!(word, "pas" | "jamais" | "rien" | "plus" | "aucun" | "aucune" | "nullement")
        });
        not && !between().any(|word| {
            matches!(word, "," | "." | ";" | ":" | "que" | "qu'" | "qui" | "mais" | "et")
                || listed("cognition", word)
                || matches!(word, "vécu" | "connu" | "accepte" | "acceptons" | "supporte")
        })
    }

    /// What a French verb of turning down does: it denies, or it replies and leaves the act to the words.
    fn turned_down(
        &self,
        raw: &Raw,
        lemma: &str,
        tone: Option<Act>,
    ) -> Option<(Act, &'static str)> {
        match lemma {
            // "ce que l'intéressé conteste".
            "contester" if raw.contents.is_empty() => Some((Act::Deny, "content")),
            _ if listed("replying", lemma) && self.quotes(raw) => {
                let raised = tone.or_else(|| self.act_of_clause(raw))?;
                let strong = matches!(
                    raised,
                    Act::Accuse
                        | Act::Request
                        | Act::Threaten
                        | Act::Deny
                        | Act::Confirm
                        | Act::Apologise
                        | Act::DeclineComment
                );
                strong.then_some((raised, "reply"))
            }
            "réfuter"
                if raw.contents.first().is_some_and(|(start, end)| {
                    matches!(self.lower(*start), "tout" | "toute")
                        && !(*start..(*end).min(start + 3)).any(|at| listed("told", self.lower(at)))
                }) =>
            {
                Some((Act::Deny, "content"))
            }
            _ => None,
        }
    }

    /// "juge ces accusations « absurdes »": of what was said, not of a deed.
    fn judges_words(&self, raw: &Raw, lemma: &str) -> bool {
        let judges = matches!(lemma, "juger" | "qualifier");
        judges
            && raw.contents.first().is_some_and(|(start, _)| {
                listed("definite", self.lower(*start)) && listed("told", self.lower(start + 1))
            })
    }

    /// What a French verb of blame does: turns down what was said, tells a deed, leaves it to the words.
    fn blamed_in_french(
        &self,
        raw: &Raw,
        lemma: &str,
        given: Act,
        tone: Option<Act>,
    ) -> Option<(Act, &'static str)> {
        match given {
            Act::Criticise if self.judges_words(raw, lemma) => Some((Act::Reject, "told")),
            // "leur reproche d'avoir caché": a deed, not a manner.
            Act::Criticise if lemma == "reprocher" && self.reproaches_deed(raw, tone) => {
                Some((Act::Accuse, "content"))
            }
            Act::Criticise if matches!(lemma, "dénoncer" | "condamner" | "fustiger") => {
                let untrue = self.calls_untrue(raw);
                untrue
                    .then_some((Act::Reject, "told"))
                    .or_else(|| (tone == Some(Act::Deny)).then_some((Act::Criticise, "")))
            }
            Act::Criticise | Act::State if lemma == "parler" && self.calls_untrue(raw) => {
                Some((Act::Reject, "told"))
            }
            Act::Criticise if listed("manner", lemma) && self.quotes(raw) => {
                let raised = tone.or_else(|| self.act_of_clause(raw))?;
                let strong = matches!(
                    raised,
                    Act::Accuse | Act::Request | Act::Threaten | Act::Apologise | Act::Deny
                );
                strong.then_some((raised, "manner"))
            }
            _ => None,
        }
    }

    /// "reproche à X d'avoir touché des pots-de-vin".
    fn reproaches_deed(&self, raw: &Raw, tone: Option<Act>) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            let having = (*start..(*end).min(start + 12)).find(|at| {
                self.lower(*at) == "avoir" && matches!(self.lower(at.wrapping_sub(1)), "d'" | "de")
            });
            having.is_some_and(|having| {
                tone == Some(Act::Accuse)
                    || (having..(*end).min(having + 5))
                        .any(|at| self.is(at, class::WRONG) || listed("takings", self.lower(at)))
            })
        })
    }

    /// "dénonce des accusations mensongères", "parle d'une « manipulation grossière »".
    fn calls_untrue(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            let near = || *start..(*end).min(start + 5);
            near().any(|at| listed("falsehood", self.lower(at)))
                && !near().any(|at| {
                    self.is(at, class::PERSON | class::BODY | class::PEOPLE)
                        && !listed("falsehood", self.lower(at))
                })
        })
    }

    /// "jure n'avoir rien touché", "jure que tout est en règle", "« Je reviendrai », jure-t-il".
    fn sworn(&self, raw: &Raw, tone: Option<Act>) -> Option<(Act, &'static str)> {
        let (start, end) = raw.contents.first().copied()?;
        let clause = self.act_of_clause(raw);
        if tone == Some(Act::Deny) || clause == Some(Act::Deny) {
            return Some((Act::Deny, "content"));
        }
        let past = matches!(self.lower(start), "avoir" | "être" | "s'");
        let ahead = (start..end.min(start + 8))
            .any(|at| is_future(self.lower(at)) || matches!(self.lower(at), "vais" | "allons"));
        let infinitive = matches!(self.lower(start), "de" | "d'") || self.is_infinitive(start);
        (past || !ahead && !infinitive).then_some((Act::Claim, "content"))
    }

    fn blames_deed(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            let near = || *start..(*end).min(start + 10);
            near().any(|at| listed("deeds", self.lower(at)))
                && !near().any(|at| listed("told", self.lower(at)))
        })
    }

    /// "que les digues seraient reconstruites": what those who govern say will be done.
    fn will_be_done(&self, raw: &Raw) -> bool {
        raw.contents.first().is_some_and(|(start, end)| {
            matches!(self.lower(*start), "que" | "qu'")
                && (*start..(*end).min(start + 9)).any(|at| {
                    matches!(self.lower(at), "serait" | "seraient" | "sera" | "seront")
                        && ["é", "ée", "és", "ées", "ts", "tes"]
                            .iter()
                            .any(|end| self.lower(at + 1).ends_with(end))
                        && !listed("known", self.lower(at + 1))
                })
        })
    }

    /// "fait part de son étonnement", "dit sa « colère »": the noun tells.
    fn feeling(&self, raw: &Raw, lemma: &str) -> Option<Act> {
        let verb = self.lexicon.verb(raw.verb?);
        let tells = matches!(lemma, "exprimer" | "dire" | "redire" | "réitérer" | "manifester")
            && verb.rest.is_empty()
            || lemma == "faire" && verb.rest.first().is_some_and(|word| word == "part");
        let at = (raw.cue.1..raw.cue.1 + 5).find(|at| {
            !self.is(*at, class::DET | class::POSS)
                && self.is_word(*at)
                && !matches!(
                    self.lower(*at),
                    "vive"
                        | "vif"
                        | "profonde"
                        | "profond"
                        | "plein"
                        | "total"
                        | "grande"
                        | "grand"
                        | "plus"
                )
        })?;
        let owned = (raw.cue.1..at).any(|at| self.is(at, class::POSS | class::DET));
        if !(tells && owned) {
            return None;
        }
        let noun = self.lower(at);
        match () {
            () if listed("blames", noun) => Some(Act::Criticise),
            () if listed("worries", noun) => Some(Act::ExpressConcern),
            () if listed("backs", noun) => Some(Act::Support),
            () if listed("refuses", noun) => Some(Act::Reject),
            () => None,
        }
    }

    /// "monte au front", "s'est emporté": anger without a word of it is no statement.
    pub(super) fn only_rages(&self, raw: &Raw) -> bool {
        !self.english()
            && raw.act == Some(Act::Criticise)
            && !raw.passive
            && raw.object.is_none()
            && raw.rule != "colon"
            && raw.frames & frame::OBJECT == 0
    }

    /// "a riposté dès dimanche": that there was a reply is no statement.
    pub(super) fn only_replies(&self, raw: &Raw) -> bool {
        !self.english()
            && raw.act == Some(Act::Reject)
            && raw.verb.is_some_and(|verb| self.lexicon.verb(verb).rest.is_empty())
            && raw.frames & (frame::OBJECT | frame::INFINITIVE) == 0
            && raw.frames & frame::QUOTE != 0
    }
}

/// A French future or conditional by its ending, but not "ignorait", "retirait".
pub(super) fn is_future(word: &str) -> bool {
    const IMPERFECT: &[&str] = &[
        "tirait", "mirait", "pirait", "sirait", "virait", "orait", "arait", "urait", "oraient",
        "araient", "uraient", "tiraient",
    ];
    let ends = ["rai", "ra", "rons", "ront", "rait", "raient"]
        .iter()
        .any(|end| word.len() > end.len() + 2 && word.ends_with(end));
    ends && !IMPERFECT.iter().any(|end| word.ends_with(end))
}
