//! The ledger as a table.

use super::rows::PressReport;
use crate::measures::{Sheet, cell, to_csv};

const HEADING: [&str; 15] = [
    "article",
    "number",
    "outlet",
    "date",
    "act",
    "speaker",
    "role",
    "targets",
    "content",
    "sentence",
    "quoted",
    "modality",
    "rule",
    "certainty",
    "read_by",
];

impl PressReport {
    /// The statements as CSV in UTF-8 with a mark; cells that a spreadsheet would run are guarded.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        let rows = self.statements.iter().enumerate().map(|(at, row)| {
            let article = self.articles.get(row.article);
            let cells = vec![
                article.map(|one| one.name.clone()).unwrap_or_default(),
                row.number.to_string(),
                article.and_then(|one| one.outlet.clone()).unwrap_or_default(),
                article.and_then(|one| one.date.clone()).unwrap_or_default(),
                row.act.name().to_owned(),
                row.speaker.clone().unwrap_or_default(),
                row.role.clone().unwrap_or_default(),
                row.targets.join("; "),
                row.content.clone(),
                row.sentence.clone(),
                cell(row.quoted),
                cell(row.modality),
                row.rule.to_owned(),
                format!("{:.2}", row.certainty),
                row.read_by.word().to_owned(),
            ];
            (at + 2, cells)
        });
        let heading = HEADING.map(str::to_owned).to_vec();
        to_csv(&Sheet { name: String::new(), heading, rows: rows.collect() })
    }
}
