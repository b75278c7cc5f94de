//! Figures as records, and those as a table for a spreadsheet.

use vigie_read::polls::{At, Figure};

use super::files::Source;
use super::rows::{PollsReport, RecordRow};
use crate::gate::harmless;
use crate::measures::{Sheet, cell, to_csv};

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

/// A figure as it is shown.
pub(super) fn record(source: &Source, figure: &Figure) -> RecordRow {
    let mut shown = figure.clone();
    shown.texts_mut().for_each(|text| *text = harmless(text));
    RecordRow { file: source.row.name.clone(), figure: shown, sentence: source.sentence(figure) }
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
    let figure = &row.figure;
    let line = match figure.at {
        At::Row { line } => Some(line),
        At::Text { .. } => None,
    };
    let cautions: Vec<String> = figure.cautions.iter().map(cell).collect();
    vec![
        row.file.clone(),
        cell(line),
        figure.poll.clone(),
        cell(&figure.institute),
        cell(&figure.sponsor),
        cell(&figure.publisher),
        cell(figure.field_start),
        cell(figure.field_end),
        cell(figure.sample),
        cell(figure.expressed),
        cell(figure.stated_margin),
        cell(&figure.population),
        cell(figure.rolling),
        cell(&figure.election),
        cell(figure.question),
        cell(figure.round),
        cell(&figure.hypothesis),
        figure.candidate.clone(),
        cell(&figure.party),
        cell(figure.value),
        cell(figure.change),
        cell(figure.previous),
        cell(figure.derived),
        cautions.join("; "),
        cell(&row.sentence),
    ]
}
