//! From attributions to statements: speakers and targets by their fullest names, acts raised, repeats folded.

use crate::lexicon::{Act, StatementKind, class, listed};
use crate::text::Context;
use crate::words::Span;

use super::join::{continues, merge};
use super::mention::Cast;
use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, Modality, Quoted, ResolvedBy, Statement};
use super::settle::{asks_or_judges, is_mute, repeats_thing};
use super::speaker::Who;

/// The statements of a text in the order of their cues. Bullets and captions are read after the
/// running text: they name people whom only the text introduces.
pub(super) fn statements(reader: &Reader, cast: &mut Cast, who: &mut Who) -> Vec<Statement> {
    let mut raws: Vec<Raw> = Vec::new();
    let mut out: Vec<Statement> = Vec::new();
    let units = &reader.text.units;
    let body = (0..units.len()).filter(|place| units[*place].context == Context::Body);
    let asides = (0..units.len()).filter(|place| units[*place].context != Context::Body);
    for place in body.chain(asides) {
        let first = raws.len();
        let found = reader.raws(place, &raws[first.saturating_sub(8)..]);
        if found.is_empty() {
            continues(reader, place, &mut raws, &mut out);
            who.pass(reader, cast, place);
            continue;
        }
        // "both of whom said": one line for each of the two, the second behind the whole unit.
        let mut others = Vec::new();
        for mut raw in found {
            raw.inside = raw.inside.map(|outer| outer + first);
            who.pair = None;
            let mut statement = statement(reader, cast, who, &raw);
            if let (Some((one, other)), Some(speaker)) = (who.pair.take(), &statement.speaker)
                && speaker.name == one
            {
                let mut second = statement.clone();
                let actor = Actor { name: other, ..speaker.clone() };
                second.speaker = Some(actor);
                others.push((raw.clone(), second));
            }
            merge(&raws[first..], first, &mut out, &raw, &mut statement);
            raws.push(raw);
            out.push(statement);
        }
        for (raw, statement) in others {
            raws.push(raw);
            out.push(statement);
        }
        who.pass(reader, cast, place);
    }
    in_order(out)
}

/// In the order of their cues, references kept.
fn in_order(all: Vec<Statement>) -> Vec<Statement> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|place| (all[*place].cue, *place));
    let mut new_place = vec![0; all.len()];
    for (new, old) in order.iter().enumerate() {
        new_place[*old] = new;
    }
    let mut slots: Vec<Option<Statement>> = all.into_iter().map(Some).collect();
    let moved = order.iter().filter_map(|old| slots[*old].take());
    moved
        .map(|mut statement| {
            statement.duplicate_of = statement.duplicate_of.map(|old| new_place[old]);
            statement.reported_by = statement.reported_by.map(|old| new_place[old]);
            statement
        })
        .collect()
}

fn statement(reader: &Reader, cast: &mut Cast, who: &mut Who, raw: &Raw) -> Statement {
    let unit = reader.text.units[raw.unit];
    let (mut act, raised) = reader.act_of(raw);
    let speaker = who.speaker(reader, cast, raw);
    if raised.is_empty() {
        act = who.settle(reader, cast, raw, act, speaker.as_ref());
    } else if act == Act::Accuse
        && super::settle::may_be_hearsay(reader, raw)
        && who.settle(reader, cast, raw, Act::Claim, speaker.as_ref()) == Act::Allege
    {
        // What a nameless source or a website claims of somebody stays an allegation.
        act = Act::Allege;
    }
    if speaker.is_none()
        && raw.source.is_some_and(|source| {
            listed("rumours", reader.lower(source.0))
                || !reader.english()
                    && listed("rumours", reader.lower(super::naming::head_of(reader, source)))
        })
    {
        act = Act::Allege;
    }
    let targets = who.targets(reader, cast, raw, act, speaker.as_ref());
    if matches!(act, Act::Accuse | Act::Criticise | Act::Request) && !targets.is_empty() {
        who.aimed = targets.first().map(|target| target.name.clone());
    }
    let lemma = lemma_of(reader, raw);
    let basis = if raised.is_empty() { lemma } else { format!("{lemma}+{raised}") };
    let mute = is_mute(reader, raw);
    if mute {
        act = Act::DeclineComment;
    }
    let negated = (raw.negated || nobody_says(reader, raw))
        && !mute
        && raw.act != Some(Act::DeclineComment)
        && !affirms(reader, raw);
    let silent = is_silent(reader, raw, act, speaker.as_ref());
    let aside = raw.rule != "alleged-noun" && is_aside(reader, raw, speaker.as_ref(), act);
    let kind = if is_poll(reader, raw) || act == Act::Support && relative(reader, raw) {
        StatementKind::Belief
    } else if mute || asks_or_judges(reader, raw, act, raised) || reader.paper_finds(raw) {
        StatementKind::Speech
    } else {
        raw.kind
    };
    let modality = match () {
        () if raw.unreal && !mute || silent => Modality::Unreal,
        () if raw.hearsay || reader.is_hearsay(&raw.contents) => Modality::HearsayConditional,
        () => Modality::Asserted,
    };
    let certainty = certainty(raw, speaker.as_ref());
    if !raw.unreal && !aside {
        who.note(cast, speaker.as_ref(), raw);
        who.goes_on_with(raw, &targets);
    }
    Statement {
        act,
        act_basis: basis,
        kind,
        aside,
        cue: reader.text.span(raw.cue.0, raw.cue.1),
        cue_form: raw.form,
        content: raw.contents.iter().map(|(start, end)| reader.text.span(*start, *end)).collect(),
        quoted: quoted(reader, &raw.contents),
        negated,
        modality,
        sentence: reader.text.span(unit.start, unit.end),
        context: unit.context,
        duplicate_of: None,
        reported_by: raw.inside,
        rule: raw.rule,
        certainty,
        speaker_span: raw.source.map(|(start, end)| reader.text.span(start, end)),
        speaker,
        targets,
    }
}

/// "Neither of them said", "personne n'a dit".
fn nobody_says(reader: &Reader, raw: &Raw) -> bool {
    raw.source.is_some_and(|(start, _)| {
        matches!(
            reader.lower(start),
            "neither" | "none" | "nobody" | "no" | "ni" | "aucun" | "aucune" | "personne" | "nul"
        )
    })
}

/// The words that the act was read from.
fn lemma_of(reader: &Reader, raw: &Raw) -> String {
    match raw.verb {
        Some(verb) => {
            let verb = reader.lexicon.verb(verb);
            std::iter::once(&verb.lemma).chain(&verb.rest).cloned().collect::<Vec<_>>().join(" ")
        }
        None => reader.text.words(raw.cue.0, raw.cue.1).to_lowercase(),
    }
}

/// Nobody is known to have said it: a question, "on dit que", "it was said that".
fn is_silent(reader: &Reader, raw: &Raw, act: Act, speaker: Option<&Actor>) -> bool {
    let unit = reader.text.units[raw.unit];
    // "Who leaked it?" asks, and "on dit que" is nobody.
    let asked = unit.end > unit.start
        && reader.lower(unit.end - 1) == "?"
        && reader.token(unit.end - 1).quote == 0
        && quoted(reader, &raw.contents) == Quoted::Indirect;
    let one = !reader.english()
        && speaker.is_none()
        && raw.source.is_some_and(|(start, _)| matches!(reader.lower(start), "on" | "-on"));
    asked
        || one
        || reader.only_if(raw, unit)
        || raw.passive
            && raw.source.is_none()
            && (!matches!(act, Act::Accuse | Act::Criticise | Act::Allege)
                || raw.verb.is_some_and(|verb| {
                    // A court does that.
                    matches!(
                        reader.lexicon.verb(verb).lemma.as_str(),
                        "condamner" | "juger" | "inculper" | "charger" | "attaquer"
                    )
                }))
}

/// Inside another's words: an act of its own only where somebody named does something strong.
fn is_aside(reader: &Reader, raw: &Raw, speaker: Option<&Actor>, act: Act) -> bool {
    // "asked not to be named".
    let unnamed = raw.contents.first().is_some_and(|(start, end)| {
        (*start..(*end).min(start + 6)).any(|at| {
            matches!(
                reader.lower(at),
                "anonymity"
                    | "anonymous"
                    | "anonymat"
                    | "named"
                    | "identified"
                    | "quoted"
                    | "nommé"
                    | "nommée"
                    | "cité"
            )
        })
    }) && matches!(act, Act::Request | Act::Claim | Act::State);
    let asked = raw.passive
        && !(reader.english() && raw.source.is_some() && raw.rule == "passive")
        && raw.verb.is_some_and(|verb| {
            matches!(
                reader.lexicon.verb(verb).lemma.as_str(),
                "ask" | "question" | "interroger" | "demander" | "inform" | "tell"
            )
        });
    let unnamed = unnamed || asked || repeats_thing(reader, raw);
    let unnamed = unnamed || reader.lower(raw.cue.1) == "not" && act == Act::Request;
    let Some(inner) = raw.inside_left else { return unnamed };
    let strong = matches!(
        act,
        Act::Accuse
            | Act::Deny
            | Act::Threaten
            | Act::Warn
            | Act::Promise
            | Act::Reject
            | Act::Request
    );
    let named = speaker.is_some_and(|speaker| {
        let capital = speaker.name.chars().next().is_some_and(char::is_uppercase)
            && raw.source.is_some_and(|source| source.1 - source.0 <= 3);
        matches!(speaker.kind, ActorKind::Named | ActorKind::Metonym)
            || capital && reader.english() && speaker.kind == ActorKind::Descriptor
    }) && !raw.shared;
    unnamed || inner && !(strong && named)
}

/// "24 percent of respondents said", "according to a poll": nobody speaks, unless an institute is named.
fn is_poll(reader: &Reader, raw: &Raw) -> bool {
    raw.source.is_some_and(|(start, end)| {
        let head = super::naming::head_of(reader, (start, end));
        if listed("poll", reader.lower(head)) && !(start..end).any(|at| reader.is_name(at)) {
            return true;
        }
        // Behind a comma something else is counted.
        (start..end).take_while(|at| reader.lower(*at) != ",").any(|at| {
            matches!(
                reader.lower(at),
                "percent" | "%" | "respondents" | "interrogées" | "sondés" | "those" | "voters"
            )
        })
    })
}

fn relative(reader: &Reader, raw: &Raw) -> bool {
    raw.source.is_some_and(|(start, end)| end == start + 1 && reader.is(start, class::REL))
}

/// "never said no": the phrase asks for its negation itself.
fn affirms(reader: &Reader, raw: &Raw) -> bool {
    raw.verb.is_some_and(|verb| reader.lexicon.verb(verb).clitics.iter().any(|word| word == "ne"))
}

fn quoted(reader: &Reader, contents: &[Range]) -> Quoted {
    let mut inside = 0;
    let mut words = 0;
    for (start, end) in contents {
        for at in (*start..*end).filter(|at| reader.is_word(*at)) {
            words += 1;
            inside += usize::from(reader.token(at).quote != 0);
        }
    }
    match (words, inside) {
        (0, _) => Quoted::None,
        (_, 0) => Quoted::Indirect,
        _ if words == inside => Quoted::Direct,
        _ => Quoted::Mixed,
    }
}

/// By rule, as seen on the open half of the press test set and on `PolNeAR`'s training part.
fn certainty(raw: &Raw, speaker: Option<&Actor>) -> f32 {
    let by_rule: f32 = match raw.form {
        CueForm::Verb => 0.85,
        CueForm::Phrasal => 0.9,
        CueForm::Participle => 0.7,
        CueForm::Noun | CueForm::Adjective | CueForm::None => 0.6,
    };
    let named = match speaker.map(|speaker| speaker.resolved_by) {
        Some(ResolvedBy::Direct | ResolvedBy::Appositive) => 1.0,
        Some(_) => 0.85,
        None => 0.8,
    };
    by_rule * named
}

/// Beyond so many statements, each is compared with its nearest only: no article has them.
const COMPARED: usize = 1_500;
const NEAREST: usize = 100;

/// Marks statements that only repeat another: a headline, bullet or caption over the body, or the same words again.
pub(super) fn fold(text: &str, headline: &str, all: &mut [Statement]) {
    let told: Vec<Vec<String>> =
        all.iter().map(|statement| content_words(text, headline, statement)).collect();
    for later in 0..all.len() {
        if all[later].duplicate_of.is_some() {
            continue;
        }
        let (from, to) = if all.len() > COMPARED {
            (later.saturating_sub(NEAREST), (later + NEAREST).min(all.len()))
        } else {
            (0, all.len())
        };
        let mut found =
            (from..to).filter(|earlier| *earlier != later && repeats(all, &told, *earlier, later));
        // A headline's threat repeats the threat below rather than the warning beside it.
        let first = found.next();
        let alike = |place: &usize| all[*place].act == all[later].act;
        all[later].duplicate_of = first.filter(alike).or_else(|| found.find(alike)).or(first);
    }
}

/// The longer words of a content.
fn content_words(text: &str, headline: &str, statement: &Statement) -> Vec<String> {
    let source = if statement.context == Context::Headline { headline } else { text };
    let words = statement.content.iter().flat_map(|span| crate::words::words(span.of(source)));
    // By their first letters: "retaliate" and "retaliatory" meet.
    words
        .filter(|word| word.lower.chars().count() > 3)
        .map(|word| word.lower.chars().take(6).collect())
        .take(200)
        .collect()
}

const fn rank(statement: &Statement) -> u8 {
    match statement.context {
        Context::Body => 0,
        Context::Bullet => 1,
        Context::Caption => 2,
        Context::Headline => 3,
    }
}

/// Whether `later` says no more than `earlier`, which stands.
fn repeats(all: &[Statement], told: &[Vec<String>], earlier: usize, later: usize) -> bool {
    let (one, two) = (&all[earlier], &all[later]);
    let aside = rank(two) > rank(one);
    let stands = !one.aside && one.modality != Modality::Unreal;
    if one.duplicate_of.is_some() || !stands || one.negated || two.negated || one.kind != two.kind {
        return false;
    }
    if !(aside || rank(one) == rank(two) && earlier < later && one.act == two.act) {
        return false;
    }
    let same_speaker = match (&one.speaker, &two.speaker) {
        (Some(one), Some(two)) => {
            one.name.eq_ignore_ascii_case(&two.name)
                || one.country.is_some() && one.country == two.country
                || shares_name(&one.name, &two.name)
        }
        (None, None) => true,
        _ => false,
    };
    let (first, second) = (&told[earlier], &told[later]);
    // "aides to X" and "his aides": the same words of those who are called the same.
    let role = |statement: &Statement| {
        let speaker = statement.speaker.as_ref()?;
        speaker.role.clone().filter(|_| speaker.kind == ActorKind::Descriptor)
    };
    let alike =
        || first == second && first.len() > 2 && role(one).is_some() && role(one) == role(two);
    let same_speaker = same_speaker || alike();
    if !aside && !same_speaker {
        return false;
    }
    let common = second.iter().filter(|word| first.contains(word)).count();
    if aside && common * 2 > second.len() {
        return true;
    }
    // A headline says "government" for its minister: the same act of somebody who says nothing below.
    let elsewhere = || {
        let name = two.speaker.as_ref().map(|speaker| speaker.name.to_lowercase());
        !all.iter().any(|other| {
            other.context == Context::Body
                && other.speaker.as_ref().map(|speaker| speaker.name.to_lowercase()) == name
        })
    };
    let near = common > 1 && common * 4 >= second.len();
    if two.context == Context::Headline
        && rank(one) == 0
        && one.act == two.act
        && (near || elsewhere())
    {
        return true;
    }
    if aside {
        return same_speaker && (one.act == two.act || common * 3 >= second.len());
    }
    second.len() > 2 && common * 6 >= second.len() * 5 && first.len() <= second.len() * 2
}

fn shares_name(one: &str, two: &str) -> bool {
    let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    last(one) == last(two) && last(one).chars().count() > 3
}

/// The words of a span, for rules that look at text.
pub(super) fn actor(
    name: String,
    span: Option<Span>,
    kind: ActorKind,
    resolved_by: ResolvedBy,
) -> Actor {
    let country = country(&name);
    Actor { name, span, kind, resolved_by, role: None, country }
}

/// The country that a name names, whole.
fn country(name: &str) -> Option<String> {
    let words = crate::words::words(name);
    let skip = usize::from(
        words
            .first()
            .is_some_and(|word| matches!(word.lower.as_str(), "the" | "la" | "le" | "l'" | "les")),
    );
    let (place, _, taken) = crate::places::Places::shipped().at(&words, skip)?;
    (skip + taken == words.len() || words.len() <= skip + 2).then(|| place.code.clone())
}

/// Whether a token range is a person's or body's noun phrase by its class.
pub(super) fn is_actorlike(reader: &Reader, range: Range) -> bool {
    (range.0..range.1).any(|at| {
        reader.is(
            at,
            class::PERSON
                | class::PEOPLE
                | class::BODY
                | class::MAN
                | class::WOMAN
                | class::NAME_F
                | class::NAME_M,
        ) || reader.is_name(at)
    })
}
