//! pollsposition, JSON: one object a poll, keyed `YYYYMMDD_institute`, with lists of first-round and
//! second-round hypotheses, and certainty of choice beside the intentions.
//!
//! In the file of 2017 every date carries the year 2021; the key has the right one.

use serde_json::{Map, Value};

use super::{Import, ImportError, Layout, Repair, Why, row};
use crate::day::Day;
use crate::polls::{Figure, Question, Round, Subject};

/// A date more than this from its key is said to be odd.
const FORTNIGHT: i32 = 14;

pub(super) fn read(bytes: &[u8]) -> Result<Import, ImportError> {
    let json: Value =
        serde_json::from_slice(bytes).map_err(|error| ImportError::Json { line: error.line() })?;
    let polls =
        json.get("sondages").and_then(Value::as_object).ok_or(ImportError::UnknownLayout)?;
    let mut import = Import::new(Layout::Pollsposition);
    for (at, (key, poll)) in polls.iter().enumerate() {
        match poll.as_object() {
            Some(poll) => one(key, poll, at + 1, &mut import),
            None => import.aside(at + 1, Why::Broken),
        }
    }
    Ok(import.finish(2.0))
}

fn one(key: &str, poll: &Map<String, Value>, line: usize, import: &mut Import) {
    let text = |name: &str| poll.get(name).and_then(Value::as_str).unwrap_or_default();
    let keyed = key_day(key);
    let date = |name: &str| Day::read_iso(text(name));
    let (Some(mut end), mut start) = (date("date_fin"), date("date_debut")) else {
        import.aside(line, Why::NoDate);
        return;
    };
    if let Some(keyed) = keyed.filter(|keyed| keyed.civil().0 != end.civil().0) {
        let mended = near(end, keyed);
        // A poll over New Year has two years and needs no repair.
        if (end.0 - keyed.0).abs() > FORTNIGHT && mended != end {
            end = mended;
            start = start.map(|start| near(start, keyed));
            import.repaired(Repair::YearFromKey);
        }
    }
    if start.is_some_and(|start| start > end) {
        import.aside(line, Why::EndsBeforeItBegins);
        return;
    }
    if keyed.is_some_and(|keyed| (end.0 - keyed.0).abs() > FORTNIGHT) {
        import.odd_dates.push(key.to_owned());
    }
    let mut like = Figure::new(row(line), Question::Intention, String::new(), 0.0);
    key.clone_into(&mut like.poll);
    like.institute = import.institute(text("institut"));
    let sponsors = poll.get("commanditaires").and_then(Value::as_array);
    let sponsors: Vec<&str> = sponsors.into_iter().flatten().filter_map(Value::as_str).collect();
    like.sponsor = (!sponsors.is_empty()).then(|| sponsors.join(", "));
    like.field_start = start;
    like.field_end = Some(end);
    like.sample = poll.get("interroges").and_then(count);
    for (name, part) in poll {
        let asked = match name.as_str() {
            "premier_tour" => Some((Question::Intention, Round::First)),
            "second_tour" => Some((Question::Duel, Round::Second)),
            "reports" => {
                import.aside(line, Why::Transfers);
                None
            }
            _ => None,
        };
        let Some((question, round)) = asked else { continue };
        like.question = question;
        like.round = Some(round);
        for hypothesis in part.as_array().into_iter().flatten() {
            table(&like, hypothesis, line, import);
        }
    }
}

/// One hypothesis: its intentions, and how sure people are.
fn table(like: &Figure, hypothesis: &Value, line: usize, import: &mut Import) {
    let mut like = like.clone();
    like.hypothesis = hypothesis
        .get("hypothese")
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    like.expressed = hypothesis.get("intentions_exprimees").and_then(count);
    if like.sample.is_some() && like.expressed > like.sample {
        like.expressed = None;
        import.repaired(Repair::MoreExpressedThanAsked);
    }
    like.population = hypothesis.get("base").and_then(Value::as_str).map(|base| {
        match base {
            "I" => "inscrits",
            "SV" => "sûrs d'aller voter",
            "SVC" => "sûrs d'aller voter et de leur choix",
            other => other,
        }
        .to_owned()
    });
    let Some(intentions) = hypothesis.get("intentions").and_then(Value::as_object) else {
        import.aside(line, Why::Broken);
        return;
    };
    values(&like, intentions, line, import);
    let Some(certainty) = hypothesis.get("certitude").and_then(Value::as_object) else { return };
    let mut sure = Figure { question: Question::Certainty, ..like };
    if let Some(value) = certainty.get("ensemble").and_then(Value::as_f64) {
        let mut all = sure.clone();
        all.subject = Subject::All;
        "ensemble".clone_into(&mut all.candidate);
        all.value = value;
        push(all, line, import);
    }
    if let Some(detail) = certainty.get("detail").and_then(Value::as_object) {
        // The voters of one candidate are a part of those who named somebody: how many is not said.
        sure.expressed = None;
        sure.sample = None;
        values(&sure, detail, line, import);
    }
}

fn values(like: &Figure, table: &Map<String, Value>, line: usize, import: &mut Import) {
    for (candidate, value) in table {
        let mut figure = like.clone();
        candidate.trim().clone_into(&mut figure.candidate);
        let lower = candidate.to_lowercase();
        if lower.contains("blanc") || lower.contains("nul") && lower.contains('/') {
            figure.subject = Subject::Blank;
        }
        let Some(value) = value.as_f64() else {
            import.aside(line, Why::NoFigure);
            continue;
        };
        figure.value = value;
        push(figure, line, import);
    }
}

fn push(figure: Figure, line: usize, import: &mut Import) {
    if figure.candidate.is_empty() {
        import.aside(line, Why::NoCandidate);
    } else if !(0.0..=100.0).contains(&figure.value) {
        import.aside(line, Why::NoFigure);
    } else {
        import.figures.push(figure);
    }
}

fn count(value: &Value) -> Option<u32> {
    value.as_f64().and_then(|number| super::people(&number.to_string()))
}

fn key_day(key: &str) -> Option<Day> {
    let digits = key.get(..8)?;
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    Day::new(number(0, 4)?.cast_signed(), number(4, 6)?, number(6, 8)?)
}

/// The same day of the year, in the year that brings it nearest to `key`.
fn near(day: Day, key: Day) -> Day {
    let (_, month, of_month) = day.civil();
    let year = key.civil().0;
    [year - 1, year, year + 1]
        .into_iter()
        .filter_map(|year| Day::new(year, month, of_month))
        .min_by_key(|day| (day.0 - key.0).abs())
        .unwrap_or(day)
}
