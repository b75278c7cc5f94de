//! The act where the speaker matters: who has a stake claims, others state, nameless sources allege.

use crate::lexicon::{Act, class, listed};

use super::mention::Cast;
use super::naming::sort_of;
use super::raw::Raw;
use super::reader::Reader;
use super::record::{Actor, ActorKind, ResolvedBy};
use super::speaker::{Sort, Who};

impl Who {
    /// The act of a statement once its speaker is known.
    pub(super) fn settle(
        &self,
        reader: &Reader,
        cast: &Cast,
        raw: &Raw,
        act: Act,
        speaker: Option<&Actor>,
    ) -> Act {
        let Some(speaker) = speaker else { return act };
        let role = speaker.role.as_deref().unwrap_or_default();
        let first = reader.lower(raw.source.map_or(0, |source| source.0));
        let lemma = raw.verb.map_or("", |verb| reader.lexicon.verb(verb).lemma.as_str());
        let unknown =
            speaker.kind == ActorKind::Descriptor && speaker.resolved_by == ResolvedBy::Direct;
        // "Un ancien salarié affirme … Il raconte …": nobody knows him in the second sentence either.
        let unnamed = !reader.english()
            && speaker
                .name
                .split(' ')
                .next()
                .is_some_and(|word| listed("indefinite", &word.to_lowercase()))
            && !reader.lexicon.entry(role).is(class::BODY);
        if unnamed && !unknown && matches!(act, Act::State | Act::Claim) {
            return Act::Allege;
        }
        let posted = reader.english() && is_posted(reader, raw, lemma);
        let paper =
            !reader.english() && listed("viral", role) && !listed("definite", first) || posted;
        if paper && matches!(act, Act::State | Act::Claim) {
            return Act::Allege;
        }
        let nameless = listed("nameless", role) && !listed("pointed", first);
        let one_of = !reader.english()
            && raw.source.is_some_and(|(start, _)| {
                reader.lower(start) == "l'" && matches!(reader.lower(start + 1), "un" | "une")
            })
            && reader.lexicon.entry(role).is(class::PEOPLE);
        let vague = (listed("indefinite", first) || one_of)
            && !listed("official", role)
            && (sort_of(speaker) != Sort::Body
                || !reader.english() && !reader.lexicon.entry(role).is(class::BODY));
        // "a former cook claimed … She said": still nobody with a name.
        let still = reader.english()
            && speaker.kind == ActorKind::Pronoun
            && matches!(first_word(speaker), "a" | "an");
        if (unknown && (nameless || vague) || still) && matches!(act, Act::State | Act::Claim) {
            return Act::Allege;
        }
        // "the prosecutor alleged": somebody who can be named accuses.
        if act == Act::Allege
            && lemma == "allege"
            && !(speaker.kind == ActorKind::Descriptor && speaker.resolved_by == ResolvedBy::Direct)
            && !listed("indefinite", first_word(speaker))
            && !listed("outlet", role)
        {
            return Act::Accuse;
        }
        let known = self.recent().iter().find(|entity| entity.name == speaker.name);
        let webpage =
            known.is_some_and(|entity| entity.nouns.iter().any(|noun| listed("webpage", noun)));
        let blames = || self.blames(reader, cast, raw, speaker);
        let says = matches!(lemma, "claim" | "allege" | "suggest");
        if act == Act::Claim
            && (webpage && (says || blames()) || listed("outlet", role) && blames())
        {
            return Act::Allege;
        }
        // "A leaked memo suggests that X knew": nobody stands behind it.
        let leaked = reader.english()
            && listed("paper", role)
            && !listed("official", role)
            && listed("indefinite", first);
        if act == Act::Claim
            && leaked
            && raw.act == Some(Act::Claim)
            && raw.form == super::raw::CueForm::Verb
        {
            return Act::Allege;
        }
        if raw.rule == "selon" && listed("paper", role) && reader.is_hearsay(&raw.contents) {
            return Act::Allege;
        }
        let neutral = raw.act.is_none()
            && act == Act::State
            && matches!(lemma, "say" | "tell" | "dire" | "déclarer");
        if neutral && has_stake(speaker, cast) && !is_own(reader, raw) {
            return Act::Claim;
        }
        act
    }

    /// Whether the content is about somebody else.
    fn blames(&self, reader: &Reader, cast: &Cast, raw: &Raw, speaker: &Actor) -> bool {
        let Some((start, end)) = raw.contents.first().copied() else { return false };
        let other =
            |index: usize| cast.members[index].person && cast.members[index].name != speaker.name;
        let named = cast.within((start, end)).into_iter().any(other);
        let near = || start..end.min(start + 4);
        let described = near().any(|at| reader.is(at, class::PERSON));
        named
            || described
            || near().any(|at| matches!(reader.lower(at), "he" | "she" | "il" | "elle"))
    }
}

/// Whether the speaker runs for office or works for somebody who does.
fn has_stake(speaker: &Actor, cast: &Cast) -> bool {
    let member = cast.members.iter().find(|member| member.name == speaker.name);
    let roles = member.into_iter().flat_map(|member| member.roles.iter().map(String::as_str));
    let stake = roles.chain(speaker.role.as_deref()).any(|role| listed("stake", role));
    stake || speaker.name.to_lowercase().split(' ').any(|word| listed("side", word))
}

/// Whether the content begins with the speaker: "I will", "we have".
fn is_own(reader: &Reader, raw: &Raw) -> bool {
    raw.contents.first().is_some_and(|(start, end)| {
        (*start..(*end).min(start + 4))
            .any(|at| matches!(reader.lower(at), "i" | "we" | "je" | "j'" | "nous" | "i'm"))
    })
}

fn first_word(speaker: &Actor) -> &str {
    match speaker.name.split(' ').next().unwrap_or_default() {
        "A" => "a",
        "An" => "an",
        word => word,
    }
}

/// What a source without a name says of somebody may be no more than hearsay, by this cue.
pub(super) fn may_be_hearsay(reader: &Reader, raw: &Raw) -> bool {
    raw.act == Some(Act::Claim)
        || matches!(raw.rule, "selon" | "according-to")
        || reader.english() && raw.act.is_none()
}

/// "would not comment" is what it says; "did not say" is nothing.
pub(super) fn is_mute(reader: &Reader, raw: &Raw) -> bool {
    raw.negated
        && !raw.passive
        && (reader.refuses(raw)
            || raw.verb.is_some_and(|verb| {
                matches!(reader.lexicon.verb(verb).lemma.as_str(), "comment" | "commenter")
            }))
}

/// "repeated the claim": whose it was is told elsewhere.
pub(super) fn repeats_thing(reader: &Reader, raw: &Raw) -> bool {
    let again = raw.verb.is_some_and(|verb| {
        matches!(reader.lexicon.verb(verb).lemma.as_str(), "repeat" | "reiterate")
    });
    again
        && raw.contents.first().is_some_and(|(start, end)| {
            *start >= raw.cue.1
                && reader.is(*start, class::DET)
                && (*start..*end).all(|at| reader.token(at).quote == 0)
        })
}

/// "wants the accounts to be published", "thinks that the government must act": a demand or a
/// judgement, reported as a wish or a belief.
pub(super) fn asks_or_judges(reader: &Reader, raw: &Raw, act: Act, raised: &str) -> bool {
    let lemma = raw.verb.map_or("", |verb| reader.lexicon.verb(verb).lemma.as_str());
    match lemma {
        "want" | "vouloir" | "souhaiter" => {
            let Some((start, end)) = raw.contents.first().copied() else { return false };
            let clause = matches!(reader.lower(start), "que" | "qu'");
            let told =
                raw.object.is_some_and(|object| reader.lower(object.1) == "to" && object.1 < end)
                    || reader.phrase_right(start, end, true).is_some_and(|(_, to)| {
                        reader.lower(to) == "to" && reader.lower(start) != "to"
                    });
            let done = raw
                .object
                .is_some_and(|object| reader.lower(object.1).ends_with("ed") && object.1 < end);
            clause || (told || done) && reader.english()
        }
        "accept" => raw.contents.first().is_some_and(|(start, _)| reader.lower(*start) == "that"),
        "think" | "believe" | "feel" | "penser" | "croire" | "trouver" => {
            raised == "tone"
                && matches!(
                    act,
                    Act::Request | Act::Criticise | Act::Accuse | Act::Support | Act::Warn
                )
        }
        _ => false,
    }
}

/// "A viral post claims": what is passed from hand to hand says it.
fn is_posted(reader: &Reader, raw: &Raw, lemma: &str) -> bool {
    let begins = |(start, end): (usize, usize)| {
        (start..end.min(start + 3)).any(|at| listed("viral", reader.lower(at)))
    };
    raw.source.is_some_and(begins) && matches!(lemma, "claim" | "suggest" | "purport" | "allege")
}
