//! nsppolls and `MieuxVoter`: one row a candidate, hypothesis and poll.
//!
//! `erreur_sup` and `erreur_inf` are the ends of the interval in one and half of it, signed, in the
//! other. An empty hypothesis is "the usual list" of its day, which changes over a season.

use std::collections::BTreeSet;

use super::csv::{Heading, Row, rows};
use super::{Import, Layout, Repair, Why, people, row, share, some};
use crate::day::Day;
use crate::polls::{Figure, Question, Round};

pub(super) fn read(bytes: &[u8], layout: Layout) -> Import {
    let mut import = Import::new(layout);
    let mut rows = rows(bytes);
    let Some(heading) = rows.next().map(Heading::new) else { return import };
    let mut seen = BTreeSet::new();
    for record in rows {
        match figure(&heading, &record, layout, &mut import) {
            Err(why) => import.aside(record.line, why),
            Ok(figure) => {
                let key = (
                    figure.poll.clone(),
                    figure.round,
                    figure.hypothesis.clone(),
                    figure.candidate.clone(),
                );
                if seen.insert(key) {
                    import.figures.push(figure);
                } else {
                    import.aside(record.line, Why::Repeats);
                }
            }
        }
    }
    // Institutes round to half points: up to about a dozen names of half a point at most.
    import.finish(2.0)
}

fn figure(
    heading: &Heading,
    record: &Row,
    layout: Layout,
    import: &mut Import,
) -> Result<Figure, Why> {
    if record.fields.len() != heading.len() {
        return Err(Why::Broken);
    }
    let field = |column| heading.get(record, column);
    let id = if layout == Layout::MieuxVoter { "poll_id" } else { "id" };
    let poll = some(field(id)).ok_or(Why::Broken)?;
    let candidate = some(field("candidat")).ok_or(Why::NoCandidate)?;
    let value = share(field("intentions")).ok_or(Why::NoFigure)?;
    let end = Day::read_iso(field("fin_enquete")).ok_or(Why::NoDate)?;
    let start = Day::read_iso(field("debut_enquete"));
    if start.is_some_and(|start| start > end) {
        return Err(Why::EndsBeforeItBegins);
    }
    let (round, question) = match field("tour").trim() {
        "Premier tour" | "1er Tour" | "1er tour" => (Round::First, Question::Intention),
        "Deuxième tour" | "Second tour" | "2nd Tour" | "2nd tour" | "2e tour" => {
            (Round::Second, Question::Duel)
        }
        _ => return Err(Why::UnknownQuestion),
    };
    let mut figure = Figure::new(row(record.line), question, candidate, value);
    figure.poll = poll;
    figure.round = Some(round);
    figure.institute = import.institute(field("nom_institut"));
    figure.sponsor = some(field("commanditaire"));
    figure.field_start = start;
    figure.field_end = Some(end);
    figure.sample = people(field("echantillon"));
    figure.expressed = people(field("sous_echantillon"));
    if figure.expressed > figure.sample && figure.sample.is_some() {
        figure.expressed = None;
        import.repaired(Repair::MoreExpressedThanAsked);
    }
    figure.population = some(field("population"));
    figure.rolling = field("rolling").eq_ignore_ascii_case("true");
    figure.hypothesis = some(field("hypothese"));
    figure.party = some(field("parti"));
    figure.stated_margin = margin(value, field("erreur_sup"), field("erreur_inf"), import);
    Ok(figure)
}

/// Half of the interval that the file states, in points, whichever way it writes it.
fn margin(value: f64, upper: &str, lower: &str, import: &mut Import) -> Option<f64> {
    let upper: f64 = upper.trim().parse().ok()?;
    let lower: f64 = lower.trim().parse().ok()?;
    if !(upper.is_finite() && lower.is_finite()) || (upper - lower).abs() < f64::EPSILON {
        return None;
    }
    // An end below zero is no share; two halves differ by rounding at most.
    let halves = lower < 0.0 && (upper + lower).abs() <= 0.1 * upper;
    if halves {
        return Some(upper);
    }
    let ends = lower <= value && value <= upper;
    if ends {
        import.repaired(Repair::ErrorColumns);
    }
    ends.then(|| ((upper - lower) / 2.0 * 100.0).round() / 100.0)
}
