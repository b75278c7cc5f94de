//! Where French puts whom a verb is aimed at: behind inserted words, behind "de", before "que".

use crate::lexicon::{Act, class, frame};

use super::raw::Raw;
use super::reader::{Range, Reader};
use super::resolve::is_actorlike;

/// Words that stand between a verb and its object: "en retour", "dès 2025", ", lui,".
pub(super) fn skip_inserted(reader: &Reader, start: usize, limit: usize) -> usize {
    const INSERTED: &[&[&str]] = &[
        &["au", "contraire"],
        &["en", "retour"],
        &["en", "revanche"],
        &["à", "nouveau"],
        &["de", "nouveau"],
        &["à", "son", "tour"],
        &["à", "leur", "tour"],
        &["de", "son", "côté"],
        &["de", "leur", "côté"],
        &["d'", "emblée"],
        &["d'", "abord"],
        &["d'", "ailleurs"],
        &["au", "passage"],
        &["par", "ailleurs"],
        &["dans", "la", "foulée"],
        &["en", "outre"],
        &["sans", "détour"],
        &["sans", "ambages"],
        &["sans", "ménagement"],
        &["pour", "sa", "part"],
        &["en", "bloc"],
        &["à", "plusieurs", "reprises"],
        &["à", "demi-mot"],
        &["à", "mots", "couverts"],
        &["une", "nouvelle", "fois"],
        &["encore", "une", "fois"],
    ];
    let mut at = start;
    for _ in 0..4 {
        let fixed = INSERTED.iter().find(|words| {
            words.iter().enumerate().all(|(step, word)| reader.lower(at + step) == *word)
        });
        let dated = matches!(reader.lower(at), "dès" | "depuis" | "en" | "le" | "ce")
            && (reader.is(at + 1, class::TIME)
                || reader.lower(at + 1).starts_with(|letter: char| letter.is_ascii_digit()));
        let closed = (at + 1..at + 6).find(|at| reader.lower(*at) == ",");
        let long = reader.lower(at) == "depuis"
            && matches!(reader.lower(at + 1), "longtemps" | "toujours" | "peu")
            || (reader.lower(at), reader.lower(at + 1), reader.lower(at + 2))
                == ("de", "longue", "date");
        let spans = reader.lower(at) == "depuis"
            && matches!(reader.lower(at + 1), "des" | "plusieurs" | "quelques")
            && matches!(reader.lower(at + 2), "années" | "ans" | "mois" | "semaines" | "jours");
        if long || spans {
            at += 2 + usize::from(spans || reader.lower(at) == "de");
        } else if let Some(words) = fixed {
            at += words.len();
        } else if dated {
            at += 2;
        } else if reader.is_adverb(at) && !reader.is(at, class::DET) || reader.is(at, class::TIME) {
            at += 1;
        } else if reader.lower(at) == ","
            && let Some(close) = closed
            && (matches!(reader.lower(at + 1), "lui" | "elle" | "eux" | "elles")
                || INSERTED.iter().any(|words| reader.lower(at + 1) == words[0]))
        {
            at = close + 1;
        } else {
            break;
        }
        if at >= limit {
            return start;
        }
    }
    at
}

/// "exige de la mairie des excuses", "attend du parti qu'il": of whom something is asked.
pub(super) fn asked_from(reader: &Reader, raw: &Raw, act: Act) -> Option<Range> {
    let verb = reader.lexicon.verb(raw.verb?);
    if reader.english()
        || act != Act::Request
        || raw.inverted
        || !matches!(
            verb.lemma.as_str(),
            "exiger" | "attendre" | "réclamer" | "solliciter" | "obtenir"
        )
    {
        return None;
    }
    let limit = reader.text.tokens.len();
    let at = skip_inserted(reader, raw.cue.1, limit);
    // The verb's preposition may have been taken into the cue already.
    let of = if matches!(reader.lower(at), "de" | "d'" | "du" | "des" | "auprès") {
        at
    } else {
        return None;
    };
    let first = of + 1 + usize::from(reader.lower(of) == "auprès");
    let mut range = reader.phrase_right(first, limit, false)?;
    // "de la mairie des excuses": what is asked for begins behind the name.
    if let Some(thing) = (range.0 + 1..range.1).find(|at| {
        let somebody = reader.is_name(at - 1)
            || reader.is(at - 1, class::PERSON | class::PEOPLE | class::BODY);
        matches!(reader.lower(*at), "des" | "un" | "une") && somebody
    }) {
        range.1 = thing;
    }
    let asks = !verb.rest.is_empty()
        || reader.is(range.1, class::DET | class::PREP)
        || matches!(reader.lower(range.1), "que" | "qu'" | "une" | "un");
    (asks && is_actorlike(reader, range)).then_some(range)
}

/// "le site Ouvert, qu'elle accuse de mentir": what stands before the relative.
pub(super) fn relative_object(reader: &Reader, raw: &Raw) -> Option<Range> {
    if reader.english() || raw.inverted || raw.frames & frame::OBJECT == 0 {
        return None;
    }
    let que = raw.source?.0.checked_sub(1)?;
    let comma = que.checked_sub(1).is_some_and(|at| reader.lower(at) == ",");
    let relative = matches!(reader.lower(que), "que" | "qu'") && reader.token(que).quote == 0;
    let taken = reader.begins_phrase(raw.cue.1) && !matches!(reader.lower(raw.cue.1), "de" | "d'");
    if !relative || taken {
        return None;
    }
    let place = reader.text.units.get(raw.unit)?;
    let range = reader.phrase_left(que - usize::from(comma), place.start)?;
    // "l'expulsion de trois diplomates, qu'elle soupçonne": the diplomates.
    let head = super::naming::head_of(reader, range);
    let somebody =
        reader.is(head, class::PERSON | class::PEOPLE | class::BODY) || reader.is_name(head);
    if !somebody
        && let Some(of) =
            (head + 1..range.1).find(|at| matches!(reader.lower(*at), "de" | "d'" | "du" | "des"))
        && let Some(inner) = reader.phrase_right(of + 1, range.1, false)
    {
        if is_actorlike(reader, inner) && inner.1 == range.1 {
            return Some(inner);
        }
        // "une plainte contre le site Ouvert, qu'il accuse": the last that stands behind a preposition.
        let behind = (head + 1..range.1).rev().find_map(|at| {
            let inner = reader.phrase_right(at + 1, range.1, false)?;
            (reader.is(at, class::PREP) && inner.1 == range.1 && is_actorlike(reader, inner))
                .then_some(inner)
        });
        return behind.or_else(|| is_actorlike(reader, inner).then_some(inner));
    }
    is_actorlike(reader, range).then_some(range)
}

/// « Nous présentons nos excuses aux habitants »: to whom, within the words.
pub(super) fn excused_to(reader: &Reader, raw: &Raw) -> Option<Range> {
    let (start, end) = raw.contents.first().copied().filter(|_| !reader.english())?;
    let at = (start + 1..end.min(start + 16)).find(|at| {
        matches!(reader.lower(*at), "à" | "aux" | "au")
            && matches!(reader.lower(at - 1), "excuses" | "pardon" | "regrets")
    })?;
    reader.phrase_right(at + 1, end, false)
}

/// Verbs that ask somebody directly: "invite les habitants à", "prie le maire de".
pub(super) fn addresses(reader: &Reader, raw: &Raw) -> bool {
    !reader.english()
        && raw.verb.is_some_and(|verb| {
            crate::lexicon::listed("addressing", &reader.lexicon.verb(verb).lemma)
        })
}

/// "se dit victime d'un complot": nobody is accused by it.
pub(super) fn nobody_blamed(reader: &Reader, raw: &Raw, act: Act, range: Range) -> bool {
    !reader.english()
        && act == Act::Accuse
        && raw.verb.is_some_and(|verb| !reader.lexicon.verb(verb).clitics.is_empty())
        && {
            let head = super::naming::head_of(reader, range);
            !is_actorlike(reader, (head, head + 1))
        }
}

/// « deux sites qui … », « le cynisme » de la majorité: whom a quoted object names, or who stands
/// behind it.
pub(super) fn in_quoted_object(reader: &Reader, at: usize, limit: usize) -> Option<Range> {
    let inner = reader.quote_at(at)?;
    if matches!(reader.lower(inner.end), "de" | "du" | "des" | "d'") {
        let range = reader.phrase_right(inner.end + 1, limit, false)?;
        return is_actorlike(reader, range).then_some(range);
    }
    if reader.is(inner.end, class::DET | class::POSS) {
        return reader.phrase_right(inner.end, limit, false);
    }
    let stop = (at + 1..inner.end)
        .find(|at| !reader.is_word(*at) || reader.is(*at, class::REL | class::PREP | class::AUX))?;
    let bodies = (at + 1..stop).any(|at| reader.is(at, class::PEOPLE));
    bodies.then_some((at + 1, stop))
}
