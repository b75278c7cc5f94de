//! Putting the tagger's spans into the statements of the rules.

use hashbrown::HashMap;

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
    let known = Known::of(statements);
    let parts = Text::new(text, language);
    let mut added = Vec::new();
    for group in groups(text, &labels) {
        match known.by_cue(group.cue) {
            Some(at) => marks[at] |= put(&mut statements[at], &group, text),
            // What stands inside another's words is not the article's own statement.
            None if known.holds(group.cue) => {}
            None => added.extend(made(&parts, language, &group, &known)),
        }
    }
    marks.resize(statements.len() + added.len(), true);
    statements.extend(added);
    marks
}

/// What the rules read, in order, so that any text is gone through once.
struct Known {
    /// Cues of the outermost statements with their places, by where they begin.
    cues: Vec<(Span, usize)>,
    /// All their words by where they begin, each with the farthest end up to it.
    words: Vec<(usize, usize)>,
    /// The longest name for each last word of a speaker's name.
    names: HashMap<String, String>,
}

impl Known {
    fn of(statements: &[Statement]) -> Self {
        let body = || statements.iter().filter(|one| one.context != Context::Headline);
        let outer = statements
            .iter()
            .enumerate()
            .filter(|(_, one)| one.context != Context::Headline && one.reported_by.is_none());
        let mut cues: Vec<(Span, usize)> = outer.map(|(at, one)| (one.cue, at)).collect();
        cues.sort_unstable();
        let spans = body().flat_map(|one| one.content.iter().chain(std::iter::once(&one.cue)));
        let mut words: Vec<(usize, usize)> = spans.map(|span| (span.start, span.end)).collect();
        words.sort_unstable();
        let mut farthest = 0;
        for (_, end) in &mut words {
            farthest = farthest.max(*end);
            *end = farthest;
        }
        let mut names: HashMap<String, String> = HashMap::new();
        for speaker in body().filter_map(|one| one.speaker.as_ref()) {
            let longest = names.entry(last_word(&speaker.name)).or_default();
            if speaker.name.len() > longest.len() {
                longest.clone_from(&speaker.name);
            }
        }
        Self { cues, words, names }
    }

    /// The statement whose cue shares a byte with this one. Cues do not overlap each other by more
    /// than a word, so that the neighbours are enough.
    fn by_cue(&self, cue: Span) -> Option<usize> {
        let behind = self.cues.partition_point(|(known, _)| known.start < cue.end);
        let near = self.cues.get(behind.saturating_sub(4)..behind)?;
        near.iter().find(|(known, _)| known.end > cue.start).map(|(_, at)| *at)
    }

    /// Whether a span lies among their words.
    fn holds(&self, span: Span) -> bool {
        let behind = self.words.partition_point(|(start, _)| *start < span.end);
        let last = behind.checked_sub(1).and_then(|at| self.words.get(at));
        last.is_some_and(|(_, farthest)| *farthest > span.start)
    }
}

fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_owned()
}

fn meet(one: Span, two: Span) -> bool {
    one.start < two.end && two.start < one.end
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
fn made(text: &Text<'_>, language: Language, group: &Group, known: &Known) -> Option<Statement> {
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
    let unit = text.units.partition_point(|unit| unit.end <= first);
    let unit = text.units.get(unit)?;
    let speaker = group.source.map(|span| {
        let mut actor = actor(span.of(text.source), Some(span));
        // The fullest name that the article gives to the same last word.
        let fuller = known.names.get(&last_word(&actor.name));
        if let Some(fuller) = fuller.filter(|_| actor.kind == ActorKind::Named) {
            actor.name.clone_from(fuller);
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
