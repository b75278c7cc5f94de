//! Nouns and names: what a phrase is about, its gender, its full words.

use crate::lexicon::{class, listed};

use super::mention::{Cast, Gender};
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::speaker::Sort;

/// Whether a word is one for a country or its people.
pub(super) fn is_people(word: &str) -> bool {
    let words = crate::words::words(word);
    crate::places::Places::shipped().at(&words, 0).is_some()
}

pub(super) fn sort_of(speaker: &Actor) -> Sort {
    let lexicon = crate::lexicon::Lexicon::shipped(crate::Language::En);
    let french = crate::lexicon::Lexicon::shipped(crate::Language::Fr);
    let role = speaker.role.as_deref().unwrap_or_default();
    let is = |classes| lexicon.entry(role).is(classes) || french.entry(role).is(classes);
    if is(class::PEOPLE) {
        Sort::People
    } else if is(class::PERSON) && !is(class::BODY) {
        Sort::Person
    } else {
        Sort::Body
    }
}

pub(super) fn gender_of_role(role: Option<&str>) -> Option<Gender> {
    let entry = crate::lexicon::Lexicon::shipped(crate::Language::En).entry(role?);
    match (entry.is(class::MAN), entry.is(class::WOMAN)) {
        (true, false) => Some(Gender::Man),
        (false, true) => Some(Gender::Woman),
        _ => None,
    }
}

pub(super) fn gender_of_article(reader: &Reader, start: usize, head: usize) -> Option<Gender> {
    if reader.english() {
        return None;
    }
    // "l'ancien", "l'ancienne": the adjective shows it.
    match reader.lower(start + 1) {
        "ancien" | "actuel" | "nouveau" | "nouvel" | "premier" => return Some(Gender::Man),
        "ancienne" | "actuelle" | "nouvelle" | "première" => return Some(Gender::Woman),
        _ => {}
    }
    match reader.lower(start) {
        "le" | "un" | "ce" | "cet" | "son" | "du" => Some(Gender::Man),
        "la" | "une" | "cette" | "sa" => Some(Gender::Woman),
        _ => match (reader.is(head, class::MAN), reader.is(head, class::WOMAN)) {
            (true, false) => Some(Gender::Man),
            (false, true) => Some(Gender::Woman),
            _ if listed("feminine", reader.lower(head)) => Some(Gender::Woman),
            _ if listed("masculine", reader.lower(head)) => Some(Gender::Man),
            // "l'universitaire": a man or a woman.
            _ if reader.is(head, class::PERSON) => None,
            _ if [
                "té", "tion", "sion", "ance", "ence", "ure", "ette", "ie", "ée", "ise", "ade",
                "aire", "esse",
            ]
            .iter()
            .any(|end| reader.lower(head).ends_with(end)) =>
            {
                Some(Gender::Woman)
            }
            _ if ["ment", "age", "eur", "isme", "al", "eau", "ère", "at", "ut"]
                .iter()
                .any(|end| reader.lower(head).ends_with(end)) =>
            {
                Some(Gender::Man)
            }
            _ => None,
        },
    }
}

fn is_reflexive(word: &str) -> bool {
    matches!(
        word,
        "itself"
            | "himself"
            | "herself"
            | "themselves"
            | "lui-même"
            | "elle-même"
            | "eux-mêmes"
            | "elles-mêmes"
    )
}

/// Without signs around it.
pub(super) fn trim_article(reader: &Reader, (mut start, mut end): Range) -> Range {
    while end > start && !reader.is_word(end - 1) && reader.token(end - 1).quote == 0 {
        end -= 1;
    }
    while start < end && !reader.is_word(start) {
        start += 1;
    }
    // "the fund itself", "des tracts anonymes".
    let there = |at: usize| reader.english() && matches!(reader.lower(at), "there" | "here");
    while end > start + 1 && (is_reflexive(reader.lower(end - 1)) || there(end - 1)) {
        end -= 1;
    }
    let of = matches!(reader.lower(start), "des" | "aux" | "du" | "au")
        || reader.lower(start) == "de" && matches!(reader.lower(start + 1), "la" | "l'");
    if start + 1 < end && of && !reader.english() {
        start += 1;
    }
    (start, end)
}

/// The noun that a phrase is about: the first in French, the last before "of" in English.
pub(super) fn head_of(reader: &Reader, (start, end): Range) -> usize {
    let nounlike = |at: usize| {
        reader.is_word(at) && !reader.is(at, class::DET | class::POSS | class::ADV | class::NEG)
            || reader.is(at, class::BODY | class::PERSON)
    };
    let owns = |at: usize| {
        reader.lower(at) == "'" && reader.is_word(at + 1) && reader.lower(at - 1).ends_with('s')
    };
    let stop = (start + 1..end)
        .find(|at| {
            !owns(*at)
                && (matches!(reader.lower(*at), "close" | "familiar" | "proche" | "proches")
                    && reader.is(at + 1, class::PREP)
                    || !reader.is_word(*at)
                    || reader.is(*at, class::PREP | class::REL | class::COORD | class::SUB)
                        && !reader.is(*at, class::DET)
                    || matches!(reader.lower(*at), "de" | "du" | "des" | "d'") && *at > start + 1)
        })
        .unwrap_or(end);
    if reader.english() {
        let role = (start..stop).rev().find(|at| {
            reader.is(*at, class::PERSON | class::BODY | class::PEOPLE)
                && (*at + 1 >= stop
                    || reader.is_name(*at + 1)
                        && !reader.is(*at + 1, class::PERSON | class::BODY | class::PEOPLE)
                    || reader.is_verbish(*at + 1))
        });
        return role
            .unwrap_or_else(|| (start..stop).rev().find(|at| nounlike(*at)).unwrap_or(start));
    }
    (start..stop)
        .find(|at| reader.is(*at, class::PERSON | class::BODY | class::PEOPLE))
        .unwrap_or_else(|| (start..stop).find(|at| nounlike(*at)).unwrap_or(start))
}

/// "the website Valdor Info", "le collectif Archives libres", "the National Network Agency".
pub(super) fn named_body(reader: &Reader, end: usize, head: usize) -> Option<String> {
    let generic = reader.is(head, class::BODY) && !reader.token(head).capital;
    let behind = (head + 1..end).find(|at| reader.is_name(*at));
    if generic && let Some(first) = behind {
        // "le site d'information La Vigne", "l'entreprise de transport Cargolis".
        let kind = !reader.english()
            && first == head + 3
            && matches!(reader.lower(head + 1), "de" | "d'")
            && !reader.is(head + 2, class::DET | class::PERSON | class::BODY);
        let between = kind
            || (head + 1..first).all(|at| {
                reader.is_word(at)
                    && !matches!(reader.lower(at), "of" | "for" | "de" | "du" | "des" | "d'")
            });
        if between
            && super::resolve::actor(
                reader.text.words(first, end).to_owned(),
                None,
                ActorKind::Named,
                ResolvedBy::Direct,
            )
            .country
            .is_none()
        {
            let mut last = first;
            while last < end
                && reader.is_word(last)
                && !reader.is(last, class::PREP | class::COORD)
                && !(last > first && reader.hangs_behind(last))
                && !(last > first && is_participle_behind(reader, last))
                && !(last > first && acts_behind(reader, last))
            {
                last += 1;
            }
            return Some(reader.text.words(first, last).to_owned());
        }
    }
    // "un sondage de l'institut Baromètre 27".
    if matches!(reader.lower(head), "sondage" | "enquête" | "étude" | "poll" | "survey") {
        let inner =
            (head + 1..end).find(|at| reader.is(*at, class::BODY) && reader.is_name(*at + 1))?;
        return Some(
            reader.text.words(inner + 1, reader.phrase_right(inner + 1, end, false)?.1).to_owned(),
        );
    }
    None
}

/// "Ferrolac emploie trois cents personnes": a verb that no list has, before what it takes.
fn acts_behind(reader: &Reader, word: usize) -> bool {
    !reader.english()
        && !reader.token(word).capital
        && reader.token(word + 1).word
        && (reader.is(word + 1, class::DET | class::POSS | class::OBJ)
            && !matches!(reader.lower(word + 1), "de" | "d'" | "du" | "des")
            || reader.lower(word + 1).starts_with(|letter: char| letter.is_ascii_digit()))
}

/// "Ipsos publié mercredi": what was done to it is no part of a name.
fn is_participle_behind(reader: &Reader, at: usize) -> bool {
    let word = reader.lower(at);
    !reader.english()
        && !reader.token(at).capital
        && word.chars().count() > 4
        && ["é", "ée", "és", "ées", "u", "ue", "us", "ues"].iter().any(|end| word.ends_with(end))
}

/// The words of a phrase, its persons by their fullest names, without the article in English.
pub(super) fn full_words(reader: &Reader, cast: &Cast, (start, end): Range) -> String {
    let mut out = String::new();
    let mut at = start;
    if reader.english() && matches!(reader.lower(start), "the") {
        at += 1;
    }
    while at < end {
        let title =
            matches!(reader.lower(at), "m." | "mme" | "mr." | "mrs." | "ms.") && at + 1 < end;
        if title {
            at += 1;
        }
        let member = cast
            .members
            .iter()
            .find(|member| member.person && member.at.binary_search(&at).is_ok());
        let token = reader.token(at);
        let gap = token.spaced && !out.is_empty();
        if gap {
            out.push(' ');
        }
        if let Some(member) = member.filter(|_| !reader.english()) {
            out.push_str(&member.name);
            while at < end && reader.is_name(at) {
                at += 1;
            }
        } else {
            out.push_str(reader.text.words(at, at + 1));
            at += 1;
        }
    }
    out
}

/// "the state-owned Beacon": the name begins behind what describes it.
pub(super) fn past_adjective(reader: &Reader, start: usize) -> usize {
    let first = start + usize::from(reader.lower(start) == "the");
    let describes = reader.english()
        && reader.lower(first).contains('-')
        && !reader.token(first).capital
        && reader.is_name(first + 1);
    if describes { first + 1 } else { start }
}
