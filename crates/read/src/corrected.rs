//! What people correct in the statements of an article: their reading stands in place of the rules'.
//!
//! A correction says which statement it is about by the words that say so (the cue), so that it holds
//! for the same article whatever the rules make of it later.

use crate::lexicon::{Act, StatementKind};
use crate::statements::{Actor, Context, CueForm, Modality, Statement};
use crate::tagger::{actor, quoted};
use crate::text::Text;
use crate::{Language, Span};

/// One correction. Spans lie in the headline where it says so, else in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// About the headline.
    pub headline: bool,
    /// The cue of the statement that it is about; `None`: a statement that was not seen.
    pub on: Option<Span>,
    /// What it is; `None`: no statement.
    pub reading: Option<Reading>,
}

/// A statement as a person reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What is done by saying it.
    pub act: Act,
    /// The words that say so.
    pub cue: Span,
    /// Who speaks.
    pub speaker: Option<Named>,
    /// Whom it is about.
    pub targets: Vec<Named>,
    /// What is said.
    pub content: Vec<Span>,
}

/// Somebody by the article's words, or by a person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// The words there.
    At(Span),
    /// The words at the first place, where there are any, for whom the text names at the second.
    Fully(Option<Span>, Span),
    /// As the person calls them.
    Words(String),
}

/// Puts corrections into the statements of an article; a later one about the same words wins. Gives
/// for each statement the correction that it is from. What is no statement is not booked any more;
/// what was added stands at the end. A correction whose spans do not lie in the text has no effect.
pub fn correct(
    text: &str,
    headline: &str,
    language: Language,
    statements: &mut Vec<Statement>,
    corrections: &[Correction],
) -> Vec<Option<usize>> {
    let mut from = vec![None; statements.len()];
    for (number, correction) in corrections.iter().enumerate() {
        let source = if correction.headline { headline } else { text };
        if !lies(source, correction) {
            continue;
        }
        let about = [correction.on, correction.reading.as_ref().map(|reading| reading.cue)];
        let same = |one: &Statement| {
            (one.context == Context::Headline) == correction.headline
                && about
                    .iter()
                    .flatten()
                    .any(|cue| one.cue.start < cue.end && cue.start < one.cue.end)
        };
        let known = statements.iter().position(|one| same(one) && one.is_booked());
        let known = known.or_else(|| statements.iter().position(same));
        for (one, from) in statements.iter_mut().zip(&mut from) {
            if same(one) {
                one.aside = true;
                *from = Some(number);
            }
        }
        let Some(reading) = &correction.reading else { continue };
        if let Some(at) = known {
            rewrite(&mut statements[at], reading, source);
        } else if let Some(mut one) = blank(source, language, reading.cue) {
            if correction.headline {
                one.context = Context::Headline;
            }
            rewrite(&mut one, reading, source);
            statements.push(one);
            from.push(Some(number));
        }
    }
    from
}

fn lies(source: &str, correction: &Correction) -> bool {
    let in_it = |span: &Span| span.start < span.end && source.get(span.start..span.end).is_some();
    let named = |named: &Named| match named {
        Named::At(span) => in_it(span),
        Named::Fully(at, name) => at.iter().chain([name]).all(in_it),
        Named::Words(words) => !words.trim().is_empty(),
    };
    correction.reading.as_ref().is_none_or(|reading| {
        in_it(&reading.cue)
            && reading.content.iter().all(in_it)
            && reading.speaker.iter().chain(&reading.targets).all(named)
    })
}

fn rewrite(one: &mut Statement, reading: &Reading, source: &str) {
    let resolve = |named: &Named| -> Actor {
        match named {
            Named::At(span) => actor(span.of(source), Some(*span)),
            Named::Fully(at, name) => actor(name.of(source), *at),
            Named::Words(words) => actor(words, None),
        }
    };
    one.act = reading.act;
    one.cue = reading.cue;
    one.speaker = reading.speaker.as_ref().map(resolve);
    one.speaker_span = one.speaker.as_ref().and_then(|speaker| speaker.span);
    one.targets = reading.targets.iter().map(resolve).collect();
    one.content.clone_from(&reading.content);
    one.quoted = quoted(source, &one.content);
    // A person books what they call a statement, whatever the rules thought of it.
    one.kind = StatementKind::Speech;
    one.cue_form = CueForm::Verb;
    one.negated = false;
    if one.modality == Modality::Unreal {
        one.modality = Modality::Asserted;
    }
    one.duplicate_of = None;
    one.aside = false;
    one.rule = "person";
    one.certainty = 1.0;
}

/// A statement of which only the place is known.
fn blank(source: &str, language: Language, cue: Span) -> Option<Statement> {
    let text = Text::new(source, language);
    let at = text.tokens.partition_point(|token| token.span.end <= cue.start);
    let unit = text.units.iter().find(|unit| (unit.start..unit.end).contains(&at))?;
    Some(Statement {
        speaker: None,
        speaker_span: None,
        act: Act::State,
        act_basis: String::new(),
        kind: StatementKind::Speech,
        cue,
        cue_form: CueForm::Verb,
        targets: Vec::new(),
        content: Vec::new(),
        quoted: crate::statements::Quoted::None,
        negated: false,
        modality: Modality::Asserted,
        sentence: text.span(unit.start, unit.end),
        context: unit.context,
        duplicate_of: None,
        reported_by: None,
        aside: false,
        rule: "person",
        certainty: 1.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_statements;

    const TEXT: &str =
        "Ana Roe accused Bo Lind of lying. The fund is empty, goes the refrain of Cy Orr.";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span { start, end: start + words.len() }
    }

    fn shown(corrections: &[Correction]) -> Vec<String> {
        let mut all = read_statements(TEXT, "", Language::En);
        let from = correct(TEXT, "", Language::En, &mut all, corrections);
        let rows = all.iter().zip(from).filter(|(one, _)| one.is_booked()).map(|(one, from)| {
            let name = one.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
            let targets: Vec<&str> = one.targets.iter().map(|one| one.name.as_str()).collect();
            format!("{} {name} {targets:?} {from:?}", one.act.name())
        });
        rows.collect()
    }

    #[test]
    fn a_correction_changes_takes_away_and_adds_and_the_last_one_wins() {
        let rules = shown(&[]);
        assert_eq!(rules, ["accuse Ana Roe [\"Bo Lind\"] None"]);
        let none = Correction { headline: false, on: Some(at("accused")), reading: None };
        assert_eq!(shown(std::slice::from_ref(&none)), Vec::<String>::new());
        let reading = |act, cue, speaker| Reading {
            act,
            cue: at(cue),
            speaker,
            targets: Vec::new(),
            content: vec![at("is empty")],
        };
        let changed = Correction {
            headline: false,
            on: Some(at("accused")),
            reading: Some(Reading {
                targets: vec![Named::Words("the Lind family".to_owned())],
                ..reading(Act::Criticise, "accused", Some(Named::At(at("Ana Roe"))))
            }),
        };
        let added = Correction {
            headline: false,
            on: None,
            reading: Some(reading(Act::Reveal, "refrain", Some(Named::At(at("Cy Orr"))))),
        };
        let all = shown(&[none, changed, added]);
        assert_eq!(
            all,
            ["criticise Ana Roe [\"the Lind family\"] Some(1)", "reveal Cy Orr [] Some(2)"]
        );
    }

    #[test]
    fn a_correction_outside_the_text_has_no_effect() {
        let far = Span { start: 5_000, end: 5_004 };
        let reading = Reading {
            act: Act::Deny,
            cue: far,
            speaker: None,
            targets: Vec::new(),
            content: Vec::new(),
        };
        let wrong = Correction { headline: false, on: None, reading: Some(reading) };
        assert_eq!(shown(&[wrong]), shown(&[]));
    }
}
