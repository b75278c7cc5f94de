//! Putting the tagger's spans into the statements of the rules.

use super::labels::{Kind, Label};
use super::model::Model;
use crate::lexicon::{Act, Lexicon, StatementKind, class};
use crate::statements::{
    Actor, ActorKind, Context, CueForm, Modality, Quoted, ResolvedBy, Statement,
};
use crate::text::Text;
use crate::{Language, Span};

/// How firm a statement is that only the tagger found.
const CERTAINTY: f32 = 0.5;

/// A cue with what belongs to it.
struct Group {
    cue: Span,
    source: Option<Span>,
    content: Vec<Span>,
}

/// Corrects the statements of a text (not those of its headline) by a model: ends of spans, a speaker
/// where the rules name none, and statements that they do not see. It takes none away.
///
/// Gives for each statement whether something of it came from the tagger; those that it adds stand at
/// the end and have the rule `tagger`.
pub fn improve(
    model: &Model,
    text: &str,
    language: Language,
    statements: &mut Vec<Statement>,
) -> Vec<bool> {
    let labels = model.labels(text, language, statements);
    let mut marks = vec![false; statements.len()];
    let parts = Text::new(text, language);
    let mut added = Vec::new();
    for group in groups(text, &labels) {
        let known = statements.iter().position(|one| {
            one.context != Context::Headline
                && one.reported_by.is_none()
                && meet(one.cue, group.cue)
        });
        match known {
            Some(at) => marks[at] |= put(&mut statements[at], &group, text),
            // What stands inside another's words is not the article's own statement.
            None if statements.iter().any(|one| holds(one, group.cue)) => {}
            None => added.extend(made(&parts, language, &group, statements)),
        }
    }
    marks.resize(statements.len() + added.len(), true);
    statements.extend(added);
    marks
}

fn meet(one: Span, two: Span) -> bool {
    one.start < two.end && two.start < one.end
}

fn holds(one: &Statement, span: Span) -> bool {
    let words = one.content.iter().chain(std::iter::once(&one.cue));
    one.context != Context::Headline && words.into_iter().any(|held| meet(*held, span))
}

/// Cues with the source and the contents that lie nearest to them in their line.
fn groups(text: &str, labels: &[Label]) -> Vec<Group> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < labels.len() {
        let mut to = from + 1;
        while to < labels.len() {
            let gap = text.get(labels[to - 1].span.end..labels[to].span.start);
            if gap.is_none_or(|gap| gap.contains('\n')) {
                break;
            }
            to += 1;
        }
        line(&labels[from..to], &mut out);
        from = to;
    }
    out
}

fn line(labels: &[Label], out: &mut Vec<Group>) {
    let first = out.len();
    let of = |kind| labels.iter().filter(move |label| label.kind == kind).map(|label| label.span);
    out.extend(of(Kind::Cue).map(|cue| Group { cue, source: None, content: Vec::new() }));
    let gap = |cue: Span, span: Span| {
        span.start.saturating_sub(cue.end).max(cue.start.saturating_sub(span.end))
    };
    let groups = &mut out[first..];
    for source in of(Kind::Source) {
        if let Some(group) = groups.iter_mut().min_by_key(|group| gap(group.cue, source)) {
            let nearer =
                group.source.is_none_or(|had| gap(group.cue, source) < gap(group.cue, had));
            group.source = if nearer { Some(source) } else { group.source };
        }
    }
    for content in of(Kind::Content) {
        if let Some(group) = groups.iter_mut().min_by_key(|group| gap(group.cue, content)) {
            group.content.push(content);
        }
    }
}

/// Puts the spans of a group into a statement. Gives whether that changed anything.
fn put(one: &mut Statement, group: &Group, text: &str) -> bool {
    let before = (one.cue, one.speaker_span, one.content.clone());
    one.cue = group.cue;
    let same = one.content.iter().any(|had| group.content.iter().any(|new| meet(*had, *new)));
    if !group.content.is_empty() && (same || one.content.is_empty()) {
        one.content.clone_from(&group.content);
        one.quoted = quoted(text, &one.content);
    }
    match (group.source, one.speaker_span) {
        (Some(new), Some(had)) if meet(new, had) => {
            one.speaker_span = Some(new);
            if let Some(speaker) = &mut one.speaker {
                speaker.span = Some(new);
            }
        }
        (Some(new), None) if one.speaker.is_none() => {
            one.speaker = Some(actor(new.of(text), Some(new)));
            one.speaker_span = Some(new);
        }
        _ => {}
    }
    before != (one.cue, one.speaker_span, one.content.clone())
}

/// Whether words are in quotation marks.
pub(crate) fn quoted(text: &str, content: &[Span]) -> Quoted {
    const SIGNS: [char; 7] = ['"', '“', '”', '«', '»', '‘', '„'];
    let all = |span: &Span| {
        let words = span.of(text).trim_matches([' ', '\u{a0}', '\u{202f}', ',', '.']);
        words.starts_with(SIGNS)
            && words.ends_with([SIGNS.as_slice(), &['’', '\'']].concat().as_slice())
    };
    match () {
        () if content.is_empty() => Quoted::None,
        () if content.iter().all(all) => Quoted::Direct,
        () if content.iter().any(|span| span.of(text).contains(SIGNS)) => Quoted::Mixed,
        () => Quoted::Indirect,
    }
}

/// Somebody as the words say it, nobody looked up.
pub(crate) fn actor(words: &str, span: Option<Span>) -> Actor {
    let words = words.trim();
    let named = words.starts_with(char::is_uppercase);
    Actor {
        name: words.to_owned(),
        span,
        kind: if named { ActorKind::Named } else { ActorKind::Descriptor },
        resolved_by: ResolvedBy::Direct,
        role: None,
        country: None,
    }
}

/// A statement that the rules do not see; none without a content.
fn made(
    text: &Text<'_>,
    language: Language,
    group: &Group,
    known: &[Statement],
) -> Option<Statement> {
    if group.content.is_empty() {
        return None;
    }
    let lexicon = Lexicon::shipped(language);
    let first = text.tokens.partition_point(|token| token.span.end <= group.cue.start);
    let last = text.tokens.partition_point(|token| token.span.start < group.cue.end);
    let words = text.tokens.get(first..last)?;
    let verb = words
        .iter()
        .find_map(|token| lexicon.entry(&token.lower).verbs.first())
        .map(|(place, _)| lexicon.verb(*place));
    let around = text.tokens.get(first.saturating_sub(2)..last)?;
    let negated = around
        .iter()
        .any(|token| lexicon.entry(&token.lower).is(class::NEG) || token.lower.ends_with("n't"));
    let unit = text.units.iter().find(|unit| (unit.start..unit.end).contains(&first))?;
    let speaker = group.source.map(|span| {
        let mut actor = actor(span.of(text.source), Some(span));
        // The fullest name that the article gives to the same last word.
        let last = |name: &str| name.rsplit(' ').next().map(str::to_owned);
        let fuller = known
            .iter()
            .filter_map(|one| one.speaker.as_ref())
            .find(|other| actor.kind == ActorKind::Named && last(&other.name) == last(&actor.name));
        if let Some(fuller) = fuller {
            actor.name.clone_from(&fuller.name);
        }
        actor
    });
    Some(Statement {
        speaker,
        speaker_span: group.source,
        act: verb.and_then(|verb| verb.act).unwrap_or(Act::State),
        act_basis: verb.map(|verb| verb.lemma.clone()).unwrap_or_default(),
        kind: verb.map_or(StatementKind::Speech, |verb| verb.kind),
        cue: group.cue,
        cue_form: if words.len() > 1 { CueForm::Phrasal } else { CueForm::Verb },
        targets: Vec::new(),
        quoted: quoted(text.source, &group.content),
        content: group.content.clone(),
        negated,
        modality: Modality::Asserted,
        sentence: text.span(unit.start, unit.end),
        context: unit.context,
        duplicate_of: None,
        reported_by: None,
        aside: false,
        rule: "tagger",
        certainty: CERTAINTY,
    })
}
