//! Where the words for a target stand: the object of a verb, behind "à", before "of".

use crate::lexicon::{Act, class, listed};

use super::mention::Cast;
use super::naming::head_of;
use super::raw::Raw;
use super::reader::{Range, Reader};
use super::record::Actor;
use super::resolve::is_actorlike;
use super::speaker::Who;
use super::target_french::{in_quoted_object, skip_inserted};

impl Who {
    /// "his resignation", "sa démission": whose it is, where that is who is meant.
    pub(super) fn of_owner(
        &mut self,
        reader: &Reader,
        cast: &mut Cast,
        range: Range,
        raw: &Raw,
        act: Act,
        not: Option<&str>,
    ) -> Option<Actor> {
        let start = range.0;
        let head = head_of(reader, range);
        // "accuse son écurie", "appelle ses sujets": the object of such a verb is somebody.
        let takes =
            raw.verb.is_some_and(|verb| listed("takes-somebody", &reader.lexicon.verb(verb).lemma));
        if takes && !reader.english() && !raw.inverted {
            return self.whom(reader, cast, range, not);
        }
        // "vented their frustration": what they feel is not theirs to answer for.
        if reader.english() && act == Act::Criticise && reader.entry(head).noun.is_some() {
            return None;
        }
        let own = act == Act::Support && matches!(reader.lower(start), "its" | "their");
        let aimed =
            !own && matches!(act, Act::Request | Act::Criticise | Act::Support | Act::Accuse);
        if aimed { self.whom(reader, cast, (start, start + 1), not) } else { None }
    }
}

/// "accused X of Y": what stands before the last "of" that opens a deed.
pub(super) fn before_of(reader: &Reader, (start, end): Range, raw: &Raw) -> Range {
    let accuses = raw.verb.is_some_and(|verb| {
        matches!(
            reader.lexicon.verb(verb).lemma.as_str(),
            "accuse" | "warn" | "accuser" | "suspect"
        )
    });
    if !accuses || matches!(reader.lower(end), "of" | "de" | "d'" | "(" | "and" | "et") {
        return (start, end);
    }
    let deed = (start + 1..end).rev().find(|at| reader.lower(*at) == "of");
    deed.map_or((start, end), |of| (start, of))
}

/// Whether something is asked of whom a phrase names: "urged X to go", but "urged caution".
pub(super) fn said_to(reader: &Reader, (start, end): Range) -> bool {
    let head = head_of(reader, (start, end));
    let actorlike = reader
        .is(head, class::PERSON | class::PEOPLE | class::BODY | class::MAN | class::WOMAN)
        || reader.is_name(head)
        || reader.is(head, class::PRON | class::OBJ);
    let after = (end..end + 4)
        .find(|at| !(reader.is(*at, class::TIME) || reader.is_adverb(*at)))
        .unwrap_or(end);
    let opens = reader.opens_quote(after)
        || reader.is(after, class::PREP | class::SUB | class::COORD)
        || matches!(reader.lower(after), "not" | "," | ":" | "de" | "d'" | "que" | "qu'" | "that");
    let noun = reader.lower(after) == "to" && reader.is_name(after + 1);
    actorlike || opens && !noun && reader.lower(after) != "and" && reader.lower(after) != "et"
}

/// "demander à X": the phrase stands behind "à".
pub(super) fn to_before(reader: &Reader, start: usize) -> bool {
    start > 0 && matches!(reader.lower(start - 1), "à" | "aux" | "au")
}

/// The object of a French verb, behind "à" where it takes one.
pub(super) fn french_object(reader: &Reader, raw: &Raw, act: Act) -> Option<Range> {
    let given = raw.act == Some(act)
        || raw.verb.is_some_and(|verb| reader.lexicon.verb(verb).act_of_object == Some(act));
    if raw.rule == "selon" || raw.rule == "pour" || !given {
        return None;
    }
    let limit = reader.text.tokens.len();
    let at = skip_inserted(reader, raw.cue.1, limit);
    let solidary = act == Act::Support
        && raw.verb.is_some_and(|verb| !reader.lexicon.verb(verb).rest.is_empty())
        && matches!(reader.lower(at), "de" | "du" | "d'" | "des" | "avec" | "envers" | "pour");
    let to = matches!(reader.lower(at), "à" | "aux" | "au" | "contre") || solidary;
    let verb = raw.verb.map(|verb| reader.lexicon.verb(verb));
    if raw.inverted {
        let behind = raw.source.map_or(at, |source| source.1.max(raw.cue.1));
        return (matches!(reader.lower(behind), "à" | "aux" | "au"))
            .then(|| reader.phrase_right(behind + 1, limit, false))
            .flatten()
            .filter(|range| !reader.is(head_of(reader, *range), class::VENUE));
    }
    if to {
        let lemma = verb.map_or("", |verb| verb.lemma.as_str());
        let takes = matches!(
            act,
            Act::Request
                | Act::Urge
                | Act::Apologise
                | Act::Criticise
                | Act::Support
                | Act::Accuse
                | Act::Warn
        ) && lemma != "appeler"
            && !reader
                .phrase_right(at + 1, limit, false)
                .is_some_and(|range| reader.is(head_of(reader, range), class::VENUE));
        return if takes { reader.phrase_right(at + 1, limit, false) } else { None };
    }
    // « deux sites qui … »: named within the quotation.
    if reader.opens_quote(at) && matches!(act, Act::Criticise | Act::Accuse | Act::Support) {
        return in_quoted_object(reader, at, limit);
    }
    let mut range = reader.phrase_right(at, limit, false)?;
    // "assure le gouvernement du soutien de ses partenaires".
    if verb.is_some_and(|verb| verb.lemma == "assurer")
        && let Some(of) = (range.0 + 1..range.1)
            .find(|at| matches!(reader.lower(*at), "du" | "de" | "d'" | "des"))
    {
        range.1 = of;
    }
    // "menace X d'un procès", "accuse la société de fraude": what of, not whose.
    if verb.is_some_and(|verb| {
        matches!(
            verb.lemma.as_str(),
            "menacer" | "accuser" | "soupçonner" | "traiter" | "taxer" | "suspecter"
        )
    }) && let Some(of) = (range.0 + 1..range.1).rev().find(|at| {
        let behind = at + 1;
        matches!(reader.lower(*at), "de" | "d'")
            && (matches!(reader.lower(behind), "un" | "une")
                || !reader.is(behind, class::DET) && !reader.token(behind).capital)
    }) {
        range.1 = of;
    }
    // "accuse le ministère d'« aveuglement »".
    while range.1 > range.0 + 1 && matches!(reader.lower(range.1 - 1), "de" | "d'" | "du" | "des") {
        range.1 -= 1;
    }
    let direct = matches!(
        act,
        Act::Accuse
            | Act::Criticise
            | Act::Urge
            | Act::Support
            | Act::Warn
            | Act::Threaten
            | Act::Request
    );
    direct.then_some(range)
}

/// "un prestataire, la société Signalis.": the name beside.
pub(super) fn named_beside(reader: &Reader, end: usize) -> Option<Range> {
    let begins = !reader.english()
        && reader.lower(end) == ","
        && reader.is(end + 1, class::DET)
        && reader.is(end + 2, class::BODY | class::PERSON);
    let (first, last) =
        reader.phrase_right(end + 1, reader.text.tokens.len(), false).filter(|_| begins)?;
    (reader.is_name(last - 1) && matches!(reader.lower(last), "," | "." | ""))
        .then_some((first, last))
}

/// "réclame la démission du ministre", "wants the director to go": it leads to whom it is asked of.
pub(super) fn leads_to_whom(reader: &Reader, raw: &Raw, end: usize) -> bool {
    raw.verb.is_some_and(|verb| {
        let verb = reader.lexicon.verb(verb);
        let last = verb.rest.last().filter(|_| verb.rest.len() > 1);
        last.is_some_and(|word| matches!(word.as_str(), "de" | "of" | "from"))
            || verb.lemma == "want" && reader.lower(end) == "to"
    })
}

/// "issued a warning to both parties", "levelled an accusation of fraud at X": whom the noun of a phrase
/// of several words reaches.
pub(super) fn named_to(reader: &Reader, raw: &Raw) -> Option<Range> {
    let several = raw.cue.1 > raw.head + 2;
    if !reader.english() || !several || raw.passive {
        return None;
    }
    let to = (raw.cue.1..raw.cue.1 + 5)
        .take_while(|at| reader.is_word(*at) && !reader.is(*at, class::SUB & !class::PREP))
        .find(|at| matches!(reader.lower(*at), "to" | "at" | "against"))?;
    let range = reader.phrase_right(to + 1, reader.text.tokens.len(), false)?;
    is_actorlike(reader, range).then_some(range)
}

/// "wants the accounts to be published", "wants them published": nobody is asked.
pub(super) fn is_to_be_done(reader: &Reader, raw: &Raw, end: usize) -> bool {
    let done = reader.english()
        && reader.lower(end).ends_with("ed")
        && raw.verb.is_some_and(|verb| reader.lexicon.verb(verb).lemma == "want");
    done || reader.lower(end) == "to" && reader.lower(end + 1) == "be"
}

/// "Why won't the minister publish it?": whom a question is put about.
pub(super) fn put_about(reader: &Reader, raw: &Raw, act: Act) -> Option<Range> {
    let asks = matches!(act, Act::Request | Act::Criticise)
        && (raw.act.is_none() || raw.act == Some(Act::Request) && raw.object.is_none());
    reader.asked_about(raw).filter(|range| asks && is_actorlike(reader, *range))
}

/// Those who are told things, and not meant by them.
pub(super) fn listeners(word: &str) -> bool {
    matches!(
        word,
        "reporters" | "journalists" | "journalistes" | "parliament" | "députés" | "lawmakers"
    )
}
