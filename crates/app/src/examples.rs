//! What people dismissed, as cases for the detector's page: a skeleton that somebody completes and
//! adds, so that the next version of the detector knows better.
//!
//! Rows are those of the evidence, with letters in place of pseudonyms; restricted columns are in
//! no view and so in no example.

use std::collections::BTreeMap;
use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use serde::Serialize;
use vigie_cases::Verdict;
use vigie_detect::Page;
use vigie_engine::Access;
use vigie_model::finding::Finding;
use vigie_model::time::Timestamp;

use crate::cases::words_shown;
use crate::proposals::picked;
use crate::{AppError, Project, gate};

/// A dismissed finding as a case.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Example {
    /// The detector whose page it is for.
    pub detector: String,
    /// The finding.
    pub finding: String,
    /// Why it was dismissed.
    pub reason: String,
    /// The case in Markdown.
    pub markdown: String,
}

impl Project {
    /// A case for each dismissed finding, by detector; of one detector where it is named.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn examples(&self, detector: Option<&str>) -> Result<Vec<Example>, AppError> {
        let desk = self.desktop()?;
        let mut examples = Vec::new();
        for row in desk.held.newest() {
            let finding = &row.finding;
            let wanted = detector.is_none_or(|name| name == finding.detector);
            let verdict = desk.state.verdict(&finding.id, desk.now);
            let (true, Verdict::Dismissed { reason, .. }) = (wanted, verdict) else { continue };
            let Some(page) = desk.catalogue.get(&finding.detector) else { continue };
            if self.is_withheld(finding, &desk) {
                continue;
            }
            let reason = words_shown(&reason).replace('\n', " ");
            examples.push(Example {
                detector: finding.detector.clone(),
                finding: finding.id.to_string(),
                markdown: self.example(finding, page, &reason)?,
                reason,
            });
        }
        examples.sort_by(|a, b| (&a.detector, &a.finding).cmp(&(&b.detector, &b.finding)));
        Ok(examples)
    }

    fn example(&self, finding: &Finding, page: &Page, reason: &str) -> Result<String, AppError> {
        let mut out = format!(
            "## {} raises nothing\n\nDismissed: {reason}. From {} {}.\n\n",
            heading(reason),
            finding.id.short(),
            finding.revision
        );
        let snapshot = self.lake.snapshot()?;
        let session = self.session(&snapshot, None, Access::Detectors)?;
        session.register("picked", picked(finding.evidence.iter())?)?;
        let mut letters = Letters::default();
        for view in &page.reads {
            // Names of views come from our own pages and were checked by their loader.
            let query = format!(
                "SELECT {view}.* FROM {view} JOIN picked ON picked.signal_id = {view}.signal_id \
                 ORDER BY at, signal_id"
            );
            let relation = session.query(&query, &[])?;
            if relation.rows() == 0 {
                continue;
            }
            let _ = writeln!(out, "```csv {view}");
            table(&relation.batches, &mut letters, &mut out);
            out.push_str("```\n");
        }
        let subject: Vec<&str> = page.subject.iter().map(|column| column.name.as_str()).collect();
        let _ = writeln!(out, "```csv findings\n{}\n```", subject.join(","));
        Ok(out)
    }
}

/// A line of Markdown that begins no other thing.
fn heading(reason: &str) -> String {
    let plain: String = reason
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ')
        .take(60)
        .collect();
    let plain = plain.trim();
    if plain.is_empty() { "What was dismissed".to_owned() } else { plain.to_owned() }
}

/// Short names in place of pseudonyms, the same one throughout an example.
#[derive(Default)]
struct Letters(BTreeMap<(String, i64), String>);

impl Letters {
    fn of(&mut self, column: &str, key: i64) -> String {
        let taken = self.0.keys().filter(|(other, _)| other == column).count();
        let name = || format!("{}{}", column.chars().next().unwrap_or('k'), taken + 1);
        self.0.entry((column.to_owned(), key)).or_insert_with(name).clone()
    }
}

/// Columns that say something, without ids and without what is empty throughout.
fn table(batches: &[RecordBatch], letters: &mut Letters, out: &mut String) {
    let Some(first) = batches.first() else { return };
    let schema = first.schema();
    let columns: Vec<usize> = (0..schema.fields().len())
        .filter(|&at| {
            schema.field(at).name() != "signal_id"
                && batches.iter().any(|batch| batch.column(at).null_count() < batch.num_rows())
        })
        .collect();
    let names: Vec<&str> = columns.iter().map(|&at| schema.field(at).name().as_str()).collect();
    out.push_str(&names.join(","));
    out.push('\n');
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells: Vec<String> = columns
                .iter()
                .map(|&at| cell(schema.field(at).name(), batch.column(at), row, letters))
                .collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
    }
}

/// Whole numbers in these columns are what they are; in all others they are pseudonyms.
const NUMBERS: &[&str] = &["status", "bytes"];

fn cell(name: &str, column: &ArrayRef, row: usize, letters: &mut Letters) -> String {
    if column.is_null(row) {
        return String::new();
    }
    match column.data_type() {
        DataType::Int64 => {
            let value = column.as_primitive::<Int64Type>().value(row);
            if NUMBERS.contains(&name) { value.to_string() } else { letters.of(name, value) }
        }
        DataType::Timestamp(..) => {
            Timestamp(column.as_primitive::<TimestampMicrosecondType>().value(row)).to_string()
        }
        DataType::Utf8 => quoted(&gate::harmless(column.as_string::<i32>().value(row))),
        _ => String::new(),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
