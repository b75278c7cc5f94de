//! Runs the literate cases of a page, for `cargo test` and for `vigie detector test`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use vigie_engine::{Limits, Relation, Session, View, ViewColumn};
use vigie_model::hash::FieldHasher;
use vigie_model::schema::ColumnType;
use vigie_model::{Explained, Finding, Timestamp};

use crate::error::RunError;
use crate::note::Note;
use crate::page::{Case, CaseTable, CsvTable, Page, ParsedCell, parse_cell};
use crate::run::{Outcome, RunContext, run};

/// What became of one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseResult {
    /// The heading of the case.
    pub title: String,
    /// The page.
    pub file: String,
    /// The line of the heading.
    pub line: usize,
    /// Whether what was expected came out.
    pub passed: bool,
    /// What did not: `-` lines were expected, `+` lines came out.
    pub difference: Option<String>,
}

/// Runs every case of a page in a session of its own.
#[must_use]
pub fn test(page: &Page, limits: &Limits) -> Vec<CaseResult> {
    page.cases
        .iter()
        .map(|case| {
            let difference = match run_case(page, case, limits) {
                Ok((outcome, names)) => compare(page, case, &outcome, &names),
                Err(error) => Some(format!("{error}\n{}", error.hint().unwrap_or_default())),
            };
            CaseResult {
                title: case.title.clone(),
                file: page.file.clone(),
                line: case.line,
                passed: difference.is_none(),
                difference,
            }
        })
        .collect()
}

fn run_case(page: &Page, case: &Case, limits: &Limits) -> Result<(Outcome, Names), RunError> {
    let names = Names::of(page, case);
    let bug = |source| RunError::Engine { page: page.id.clone(), step: case.title.clone(), source };
    let session = Session::empty(limits).map_err(bug)?;
    for name in &page.reads {
        let Some(view) = vigie_engine::view(name) else { continue };
        let table = case.tables.iter().find(|table| table.view == *name);
        let batch = batch(view, table, &names)?;
        let relation = Relation { schema: view.schema(), batches: vec![batch] };
        session.register(name, relation).map_err(bug)?;
    }
    let set: Vec<(&str, &str)> =
        case.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let bound = page.bind(&set).map_err(|error| RunError::bug(error.message))?;
    let outcome = run(&session, page, &bound, &RunContext::default())?;
    Ok((outcome, names))
}

/// The names that stand for pseudonyms in a case. They are numbered in their alphabetical order,
/// so that what a page orders by key comes out in the order that a reader expects.
struct Names(Vec<String>);

impl Names {
    fn of(page: &Page, case: &Case) -> Self {
        let mut names = BTreeSet::new();
        for table in &case.tables {
            let view = vigie_engine::view(&table.view);
            let keys = |name: &str| {
                view.and_then(|view| view.column(name)).is_some_and(|c| c.kind == ColumnType::Key)
            };
            collect(&table.table, keys, &mut names);
        }
        let keys = |name: &str| page.subject.iter().any(|s| s.name == name && s.kind != "text");
        collect(&case.findings, keys, &mut names);
        Self(names.into_iter().collect())
    }

    fn key(&self, name: &str) -> Option<i64> {
        let rank = self.0.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        i64::try_from(rank + 1).ok()
    }

    fn name(&self, key: &str) -> String {
        let rank = key.parse::<usize>().ok().and_then(|key| key.checked_sub(1));
        rank.and_then(|rank| self.0.get(rank)).cloned().unwrap_or_else(|| format!("#{key}"))
    }
}

fn collect(table: &CsvTable, is_key: impl Fn(&str) -> bool, names: &mut BTreeSet<String>) {
    for (index, column) in table.header.iter().enumerate() {
        if is_key(column) {
            let cells = table.rows.iter().filter_map(|(_, cells)| cells.get(index));
            names.extend(cells.filter(|cell| !cell.is_empty()).cloned());
        }
    }
}

/// The rows of a view. Columns that the case leaves out get a default: ids of their own, seconds
/// as precision, else nothing.
fn batch(view: &View, table: Option<&CaseTable>, names: &Names) -> Result<RecordBatch, RunError> {
    let empty = CsvTable { line: 0, header: Vec::new(), rows: Vec::new() };
    let table = table.map_or(&empty, |table| &table.table);
    let columns = view
        .columns
        .iter()
        .map(|column| array(view, column, table, names))
        .collect::<Result<_, _>>()?;
    RecordBatch::try_new(view.schema(), columns).map_err(|error| RunError::bug(error.to_string()))
}

fn array(
    view: &View,
    column: &ViewColumn,
    table: &CsvTable,
    names: &Names,
) -> Result<ArrayRef, RunError> {
    let at = table.header.iter().position(|name| name == column.name);
    let cells: Vec<ParsedCell> = (0..table.rows.len())
        .map(|row| match at {
            Some(at) => {
                let text = table.rows.get(row).and_then(|(_, cells)| cells.get(at));
                parse_cell(column.kind, text.map_or("", String::as_str)).unwrap_or(ParsedCell::Null)
            }
            None if column.kind == ColumnType::Id => ParsedCell::Name(format!("row {row}")),
            None if column.name == "precision" => ParsedCell::Text("s".to_owned()),
            None => ParsedCell::Null,
        })
        .collect();
    let cells = cells.iter();
    Ok(match column.kind {
        ColumnType::Text => Arc::new(cells.map(ParsedCell::text).collect::<StringArray>()),
        ColumnType::Key => {
            Arc::new(cells.map(|cell| names.key(cell.name()?)).collect::<Int64Array>())
        }
        ColumnType::Integer => Arc::new(cells.map(ParsedCell::integer).collect::<Int64Array>()),
        ColumnType::Real => Arc::new(cells.map(ParsedCell::real).collect::<Float64Array>()),
        ColumnType::Flag => Arc::new(cells.map(ParsedCell::flag).collect::<BooleanArray>()),
        ColumnType::Time => {
            let times: TimestampMicrosecondArray = cells.map(ParsedCell::micros).collect();
            Arc::new(times.with_timezone("UTC"))
        }
        ColumnType::Id => ids(view, cells)?,
        kind @ (ColumnType::Revision | ColumnType::Ids) => {
            return Err(RunError::bug(format!("a case cannot hold {kind:?}")));
        }
    })
}

fn ids<'c>(
    view: &View,
    cells: impl ExactSizeIterator<Item = &'c ParsedCell>,
) -> Result<ArrayRef, RunError> {
    let mut ids = FixedSizeBinaryBuilder::with_capacity(cells.len(), 16);
    for cell in cells {
        match cell.name() {
            Some(name) => {
                let hasher = FieldHasher::new("vigie case signal v1").field(view.name).field(name);
                let id: [u8; 16] = hasher.finish();
                ids.append_value(id).map_err(|error| RunError::bug(error.to_string()))?;
            }
            None => ids.append_null(),
        }
    }
    Ok(Arc::new(ids.finish()))
}

fn compare(page: &Page, case: &Case, outcome: &Outcome, names: &Names) -> Option<String> {
    let finding = |finding: &Finding, column: &str| shown(finding, column, names);
    let mut text = difference(page, &case.findings, &outcome.findings, finding);
    if let Some(notes) = &case.notes {
        let note = |note: &Note, column: &str| match column {
            "note" => note.code().to_owned(),
            "about" => note.about().to_owned(),
            _ => note.count().to_string(),
        };
        text.push_str(&difference(page, notes, &outcome.notes, note));
    }
    (!text.is_empty()).then_some(text)
}

/// What a finding has in a column, as a page writes it.
fn shown(finding: &Finding, column: &str, names: &Names) -> String {
    if let Some(field) = finding.subject.iter().find(|field| field.name == column) {
        return match field.kind.as_str() {
            "text" => field.value.clone(),
            _ => names.name(&field.value),
        };
    }
    if let Some(value) = finding.values.iter().find(|value| value.name == column) {
        return match &value.value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
    }
    match column {
        "first_at" => finding.first_at.to_string(),
        "last_at" => finding.last_at.to_string(),
        "evidence_count" => finding.evidence_count.to_string(),
        "anchor" => finding.anchor.clone(),
        "urgency" => finding.when.word().to_owned(),
        _ => String::new(),
    }
}

/// One way of writing each number and time, so that `3` is `3.0` and `12:00+02:00` is `10:00Z`.
fn plain(cell: &str) -> String {
    if let Some(at) = Timestamp::parse(cell) {
        return at.to_string();
    }
    match cell.parse::<f64>() {
        Ok(number) if number.is_finite() && cell.contains('.') => number.to_string(),
        _ => cell.to_owned(),
    }
}

/// Rows that were expected and did not come out, and the other way round; empty when all did.
fn difference<T>(
    page: &Page,
    expected: &CsvTable,
    got: &[T],
    cell: impl Fn(&T, &str) -> String,
) -> String {
    let row =
        |cells: Vec<String>| cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(",");
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (line, cells) in &expected.rows {
        open.entry(row(cells.clone())).or_default().push(*line);
    }
    let mut more = Vec::new();
    for item in got {
        let found = row(expected.header.iter().map(|column| cell(item, column)).collect());
        if open.get_mut(&found).and_then(Vec::pop).is_none() {
            more.push(found);
        }
    }
    more.sort_unstable();
    let missing: Vec<_> =
        open.iter().flat_map(|(row, lines)| lines.iter().map(move |line| (line, row))).collect();
    let mut text = String::new();
    if missing.is_empty() && more.is_empty() {
        return text;
    }
    let _ = writeln!(text, "{}:{}: {}", page.file, expected.line, expected.header.join(","));
    for (line, row) in missing {
        let _ = writeln!(text, "- {row}   (line {line})");
    }
    for row in more {
        let _ = writeln!(text, "+ {row}");
    }
    text
}
