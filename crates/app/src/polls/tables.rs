//! Figures as tables: one a question, round and election, one line a candidate.

use std::collections::BTreeMap;

use vigie_read::Day;
use vigie_read::polls::{
    Asked, Figure, Line, Moved, Parameters, Question, Race, TrendError, races,
};

use super::files::Source;
use super::rows::{AskedRow, EventRow, HouseRow, LevelRow, LineRow, PollsReport, TableRow};
use super::{Pace, PollsRequest, csv, question_name, told};
use crate::gate::harmless;
use crate::words::Words;
use crate::{AppError, Refusal};

/// So many names stand in the hint of a name that nobody bears.
const MOST_NAMES: usize = 12;

/// So many polls of a table are listed, the newest first.
const MOST_ASKED: usize = 20;

/// Half of a 95 % interval of a Gaussian, in standard deviations.
const NINETY_FIVE: f64 = 1.96;

pub(super) fn report(
    request: &PollsRequest,
    sources: Vec<Source>,
    words: &Words,
) -> Result<PollsReport, AppError> {
    let mut report = PollsReport::default();
    let mut asked: Vec<Vec<Figure>> = Vec::new();
    for source in &sources {
        let (wanted, other): (Vec<&Figure>, Vec<&Figure>) =
            source.figures.iter().partition(|figure| request.wants(figure));
        report.not_asked_for += other.len();
        asked.push(wanted.into_iter().cloned().collect());
    }
    let all = races(&asked);
    let about: Vec<&Race> =
        all.iter().filter(|race| race.lines.iter().any(|line| is_asked(request, line))).collect();
    if about.is_empty() && !all.is_empty() {
        return Err(nobody(request, &all).into());
    }
    let most = if request.limit == 0 { usize::MAX } else { request.limit };
    let mut shown: BTreeMap<Question, usize> = BTreeMap::new();
    for race in about {
        let count = shown.entry(race.question).or_default();
        *count += 1;
        if *count > most {
            report.tables_left += 1;
            continue;
        }
        report.tables.push(table(race, request, most, words));
    }
    together(&mut report);
    for (source, figures) in sources.iter().zip(&asked) {
        let ours = figures.iter().filter(|figure| request.is_about(&figure.candidate));
        let before = report.figures;
        report.figures += ours.clone().count();
        report.not_asked_for += figures.len() - (report.figures - before);
        if request.records {
            report.records.extend(ours.map(|figure| csv::record(source, figure)));
        }
    }
    report.files = sources.into_iter().map(|source| source.row).collect();
    report.files.iter_mut().for_each(|row| told::file(row, words));
    report.caveats = told::caveats(&report, words);
    Ok(report)
}

/// Puts tables of one heading side by side: the duels of one election are not parted by another's.
fn together(report: &mut PollsReport) {
    let order: Vec<String> = report.tables.iter().map(|table| table.heading.clone()).collect();
    report.tables.sort_by_cached_key(|table| order.iter().position(|one| *one == table.heading));
}

fn is_asked(request: &PollsRequest, line: &Line) -> bool {
    request.is_about(&line.candidate)
}

/// Nobody of the name: those who are polled most.
fn nobody(request: &PollsRequest, all: &[Race]) -> Refusal {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for line in all.iter().flat_map(|race| &race.lines) {
        *counted.entry(&line.candidate).or_default() += line.readings.len();
    }
    let mut names: Vec<(&str, usize)> = counted.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let known: Vec<String> =
        names.iter().take(MOST_NAMES).map(|(name, _)| harmless(name)).collect();
    let more = if names.len() > MOST_NAMES { ", …" } else { "" };
    Refusal::NoPollsOf {
        name: harmless(request.about.as_deref().unwrap_or_default()),
        known: format!("{}{more}", known.join(", ")),
    }
}

fn table(race: &Race, request: &PollsRequest, most: usize, words: &Words) -> TableRow {
    let ours = || race.lines.iter().filter(|line| is_asked(request, line));
    let round = race.round.map(|round| match round {
        vigie_read::polls::Round::First => words.plain("poll-round-first"),
        vigie_read::polls::Round::Second => words.plain("poll-round-second"),
    });
    let election = race.election.as_deref().map(harmless);
    let question = words.plain(&format!("poll-question-{}", question_name(race.question)));
    let heading: Vec<String> =
        [Some(question), round, election.clone()].into_iter().flatten().collect();
    let asked = asked_rows(race, &ours().take(most).collect::<Vec<_>>());
    TableRow {
        question: race.question,
        heading: heading.join(" · "),
        round: race.round,
        election,
        between: race.between.iter().map(|name| harmless(name)).collect(),
        polls: race.asked.len(),
        lines: ours().take(most).map(|line| line_row(race, line, request, words)).collect(),
        lines_left: ours().count().saturating_sub(most),
        asked_left: asked.len().saturating_sub(MOST_ASKED),
        asked: asked.into_iter().take(MOST_ASKED).collect(),
    }
}

/// The polls with what each says of the lines that are shown, the newest first.
fn asked_rows(race: &Race, lines: &[&Line]) -> Vec<AskedRow> {
    let value = |line: &Line, poll: usize| {
        let at = line.readings.binary_search_by_key(&poll, |one| one.asked).ok()?;
        Some(hundredth(line.readings[at].reading.value))
    };
    let shown = |text: &Option<String>| text.as_deref().map(harmless);
    let newest = race.asked.iter().enumerate().rev();
    newest
        .map(|(poll, one)| AskedRow {
            poll: Asked {
                institute: shown(&one.institute),
                sponsor: shown(&one.sponsor),
                ..one.clone()
            },
            values: lines.iter().map(|line| value(line, poll)).collect(),
        })
        .filter(|row| row.values.iter().any(Option::is_some))
        .collect()
}

fn line_row(race: &Race, line: &Line, request: &PollsRequest, words: &Words) -> LineRow {
    let against: Vec<String> = race
        .between
        .iter()
        .filter(|name| **name != line.candidate)
        .map(|name| harmless(name))
        .collect();
    let mut institutes: Vec<&str> =
        line.readings.iter().map(|one| one.reading.institute.as_str()).collect();
    institutes.sort_unstable();
    institutes.dedup();
    let days = || line.readings.iter().filter_map(|one| one.reading.end);
    let last = line.readings.last();
    let institute = last.map(|one| one.reading.institute.as_str()).filter(|name| !name.is_empty());
    let mut row = LineRow {
        candidate: harmless(&line.candidate),
        against: (!against.is_empty()).then(|| against.join(", ")),
        polls: line.readings.len(),
        institutes: institutes.iter().filter(|name| !name.is_empty()).count(),
        first: days().min(),
        last: days().max(),
        last_value: last.map_or(0.0, |one| hundredth(one.reading.value)),
        last_institute: institute.map(harmless),
        last_hypotheses: last.map_or(0, |one| one.hypotheses),
        hypotheses_apart: hundredth(line.apart()),
        level: None,
        no_level: None,
        used: 0,
        thinned: 0,
        unusable: 0,
        houses: Vec::new(),
        levels: Vec::new(),
        event: request.event.map(|day| event(race, line, day, words)),
    };
    level(&mut row, race, line, request);
    row
}

/// Fills in the level. A question that is not said gives none: its figures may be of several.
fn level(row: &mut LineRow, race: &Race, line: &Line, request: &PollsRequest) {
    if race.question == Question::Unstated {
        row.no_level = Some("question_unstated");
        return;
    }
    let trend = match line.trend(race.question, &Parameters::default()) {
        Ok(trend) => trend,
        Err(error) => {
            row.no_level = Some(reason(&error));
            return;
        }
    };
    // The polls are shares: their level is none below nothing or above all.
    let share = |value: f64| hundredth(value.clamp(0.0, 100.0));
    let shown = |level: &vigie_read::polls::Level| LevelRow {
        day: level.day,
        mean: share(level.mean),
        low: share(level.low),
        high: share(level.high),
    };
    row.level = trend.levels.last().map(shown);
    (row.used, row.thinned, row.unusable) = (trend.used, trend.thinned, trend.unusable);
    row.houses = trend
        .houses
        .iter()
        .map(|house| HouseRow {
            institute: harmless(&house.institute),
            offset: hundredth(house.offset),
            within: hundredth(NINETY_FIVE * house.sd),
            polls: house.polls,
        })
        .collect();
    if request.levels {
        let pace = request.pace.unwrap_or(Pace::of(trend.levels.len())).days();
        // Back from the last day: that one is always told.
        row.levels = trend.levels.iter().rev().step_by(pace).map(shown).collect();
        row.levels.reverse();
    }
}

const fn reason(error: &TrendError) -> &'static str {
    match error {
        TrendError::TooFew { .. } => "too_few",
        TrendError::TooLong { .. } => "too_long",
        TrendError::TooManyHouses { .. } => "too_many_institutes",
        TrendError::Mixed { .. } | TrendError::Parameters => "mixed",
    }
}

/// What the polls can show of a date. Never that anything moved them.
fn event(race: &Race, line: &Line, day: Day, words: &Words) -> EventRow {
    let few = || Moved::TooFew { before: 0, after: 0, needed: 3 };
    let answer = if race.question == Question::Unstated {
        few()
    } else {
        line.moved(race.question, day, &Parameters::default()).unwrap_or_else(|_| few())
    };
    let points = |value: f64| words.decimal(&format!("{value:.1}"));
    let signed = |value: f64| words.decimal(&format!("{value:+.1}"));
    let sentence = match &answer {
        Moved::TooFew { before, after, needed } => words.say(
            answer.key(),
            &[
                ("before", (*before).into()),
                ("after", (*after).into()),
                ("needed", (*needed).into()),
            ],
        ),
        Moved::NotShown(step) | Moved::Changed(step) => {
            let mut args = vec![
                ("points", signed(step.points).into()),
                ("low", signed(step.low).into()),
                ("high", signed(step.high).into()),
                ("as_large", step.as_large.into()),
                ("placebos", step.placebos.into()),
            ];
            if matches!(answer, Moved::NotShown(_)) {
                args.push(("smallest", points(step.smallest_seen).into()));
            }
            words.say(answer.key(), &args)
        }
    };
    EventRow { day, answer, sentence }
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
