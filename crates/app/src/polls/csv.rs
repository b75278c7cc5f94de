//! Figures as records, and those as a table for a spreadsheet.

use serde::Serialize;
use vigie_read::polls::{At, Figure};

use super::files::Source;
use super::rows::{PollsReport, RecordRow};
use crate::gate::harmless;
use crate::measures::{Sheet, to_csv};

const HEADING: [&str; 25] = [
    "file",
    "line",
    "poll",
    "institute",
    "sponsor",
    "publisher",
    "field_start",
    "field_end",
    "sample",
    "expressed",
    "stated_margin",
    "population",
    "rolling",
    "election",
    "question",
    "round",
    "hypothesis",
    "candidate",
    "party",
    "value",
    "change",
    "previous",
    "derived",
    "cautions",
    "sentence",
];

pub(super) fn record(source: &Source, figure: &Figure) -> RecordRow {
    let shown = |text: &Option<String>| text.as_deref().map(harmless);
    RecordRow {
        file: source.row.name.clone(),
        line: match figure.at {
            At::Row { line } => Some(line),
            At::Text { .. } => None,
        },
        poll: harmless(&figure.poll),
        institute: shown(&figure.institute),
        sponsor: shown(&figure.sponsor),
        publisher: shown(&figure.publisher),
        field_start: figure.field_start,
        field_end: figure.field_end,
        sample: figure.sample,
        expressed: figure.expressed,
        stated_margin: figure.stated_margin,
        population: shown(&figure.population),
        rolling: figure.rolling,
        election: shown(&figure.election),
        question: figure.question,
        round: figure.round,
        hypothesis: shown(&figure.hypothesis),
        candidate: harmless(&figure.candidate),
        subject: figure.subject,
        party: shown(&figure.party),
        value: figure.value,
        change: figure.change,
        previous: figure.previous,
        derived: figure.derived,
        cautions: figure.cautions.clone(),
        sentence: source.sentence(figure),
    }
}

impl PollsReport {
    /// The records as CSV in UTF-8 with a mark; cells that a spreadsheet would run are guarded.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        let rows = self.records.iter().enumerate().map(|(at, row)| (at + 2, cells(row)));
        let heading = HEADING.map(str::to_owned).to_vec();
        to_csv(&Sheet { name: String::new(), heading, rows: rows.collect() })
    }
}

fn cells(row: &RecordRow) -> Vec<String> {
    let cautions: Vec<String> = row.cautions.iter().map(cell).collect();
    vec![
        row.file.clone(),
        cell(row.line),
        row.poll.clone(),
        cell(&row.institute),
        cell(&row.sponsor),
        cell(&row.publisher),
        cell(row.field_start),
        cell(row.field_end),
        cell(row.sample),
        cell(row.expressed),
        cell(row.stated_margin),
        cell(&row.population),
        cell(row.rolling),
        cell(&row.election),
        cell(row.question),
        cell(row.round),
        cell(&row.hypothesis),
        row.candidate.clone(),
        cell(&row.party),
        cell(row.value),
        cell(row.change),
        cell(row.previous),
        cell(row.derived),
        cautions.join("; "),
        cell(&row.sentence),
    ]
}

/// A value as it stands in JSON, without quotes; nothing for null.
fn cell(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}
