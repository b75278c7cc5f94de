//! Literate cases: tables in, findings out, under a heading that says the rule.

use vigie_engine::View;
use vigie_model::schema::ColumnType;
use vigie_model::{Precision, Timestamp};

use super::csv::{self, CsvTable};
use super::fields::{Block, Scalar};
use super::scan::{Fence, Place, Section};
use crate::error::{PageError, suggestion};

/// A case of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The heading: the rule that it shows.
    pub title: String,
    /// The line of the heading.
    pub line: usize,
    /// What stands in the views; views that the case does not name are empty.
    pub tables: Vec<CaseTable>,
    /// Parameters that differ from their defaults, as written.
    pub parameters: Vec<(String, String)>,
    /// The findings, on the columns that matter to the rule.
    pub findings: CsvTable,
    /// The notes, where the case is about them.
    pub notes: Option<CsvTable>,
}

/// The rows of one view in a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseTable {
    /// The view.
    pub view: String,
    /// Its rows.
    pub table: CsvTable,
}

/// Columns that every finding has and that a case may name besides subject and values.
pub(crate) const EXPECTED_EXTRA: &[&str] =
    &["first_at", "last_at", "evidence_count", "anchor", "urgency"];

/// Columns of a table of notes.
const NOTE_COLUMNS: &[&str] = &["note", "about", "count"];

impl Case {
    /// Whether the case expects any finding.
    #[must_use]
    pub fn fires(&self) -> bool {
        !self.findings.rows.is_empty()
    }
}

/// Reads a section as a case. `columns` are those that expected findings may name.
pub(crate) fn read(
    place: Place<'_>,
    section: &Section,
    reads: &[String],
    columns: &[&str],
) -> Result<Case, PageError> {
    let mut case = Case {
        title: section.heading.clone(),
        line: section.line,
        tables: Vec::new(),
        parameters: Vec::new(),
        findings: CsvTable { line: 0, header: Vec::new(), rows: Vec::new() },
        notes: None,
    };
    for fence in &section.fences {
        let twice = match fence.info.as_str() {
            "csv findings" => {
                let again = case.findings.line != 0;
                case.findings = table(place, fence, columns)?;
                again
            }
            "csv notes" => case.notes.replace(table(place, fence, NOTE_COLUMNS)?).is_some(),
            "toml parameters" => {
                let again = !case.parameters.is_empty();
                case.parameters = parameters(place, fence)?;
                again
            }
            info => {
                let read = view_table(place, fence, info, reads)?;
                let again = case.tables.iter().any(|table| table.view == read.view);
                case.tables.push(read);
                again
            }
        };
        if twice {
            let message = format!("a second {:?} block", fence.info);
            return Err(place.error(fence.line, message, "a case has one block of each kind"));
        }
    }
    if case.findings.line == 0 {
        let hint = "add ```csv findings; a header alone says that nothing is raised";
        return Err(place.error(section.line, "a case without expected findings", hint));
    }
    Ok(case)
}

fn table(place: Place<'_>, fence: &Fence, columns: &[&str]) -> Result<CsvTable, PageError> {
    let table = csv::read(place, fence)?;
    for name in &table.header {
        if !columns.contains(&name.as_str()) {
            let message = format!("no column is called {name:?}");
            return Err(place.error(
                table.line,
                message,
                suggestion(name, columns.iter().copied()),
            ));
        }
    }
    Ok(table)
}

fn parameters(place: Place<'_>, fence: &Fence) -> Result<Vec<(String, String)>, PageError> {
    let block = Block::parse(place, &fence.text, fence.line)?;
    let fields = block.fields();
    let mut set = Vec::new();
    for name in fields.names() {
        let text = match fields.scalar(&name.value)?.map(|found| found.value) {
            Some(Scalar::Integer(number)) => number.to_string(),
            Some(Scalar::Real(number)) => number.to_string(),
            Some(Scalar::Text(text)) => text,
            None => continue,
        };
        set.push((name.value, text));
    }
    Ok(set)
}

fn view_table(
    place: Place<'_>,
    fence: &Fence,
    info: &str,
    reads: &[String],
) -> Result<CaseTable, PageError> {
    let name = info.strip_prefix("csv ").unwrap_or_default().trim();
    let view = vigie_engine::view(name).filter(|_| reads.iter().any(|read| read == name));
    let Some(view) = view else {
        let kinds = reads.iter().map(|read| format!("csv {read}"));
        let known: Vec<String> = kinds
            .chain(["csv findings", "csv notes", "toml parameters"].map(str::to_owned))
            .collect();
        let message = format!("a block of unknown kind {info:?}");
        let hint = suggestion(info, known.iter().map(String::as_str));
        return Err(place.error(fence.line, message, hint));
    };
    let columns: Vec<&str> = view.columns.iter().map(|column| column.name).collect();
    let table = table(place, fence, &columns)?;
    check_cells(place, view, &table)?;
    Ok(CaseTable { view: name.to_owned(), table })
}

fn check_cells(place: Place<'_>, view: &View, table: &CsvTable) -> Result<(), PageError> {
    for (index, name) in table.header.iter().enumerate() {
        let Some(column) = view.columns.iter().find(|column| column.name == name) else { continue };
        for (line, cells) in &table.rows {
            let cell = cells.get(index).map_or("", String::as_str);
            let known =
                name != "precision" || cell.is_empty() || Precision::from_word(cell).is_some();
            if parse_cell(column.kind, cell).is_none() || !known {
                let message = format!("{cell:?} is no {name}");
                return Err(place.error(*line, message, example(name, column.kind)));
            }
        }
    }
    Ok(())
}

fn example(name: &str, kind: ColumnType) -> &'static str {
    match kind {
        _ if name == "precision" => "write us, ms, s, min, h or day",
        ColumnType::Time => "write 2027-04-01T10:00:00Z",
        ColumnType::Integer => "write a whole number",
        ColumnType::Real => "write a number",
        ColumnType::Flag => "write true or false",
        _ => "views of this type cannot be written in a page",
    }
}

/// A cell of a case.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ParsedCell {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
    Flag(bool),
    Time(Timestamp),
    /// A name that stands for a pseudonym or a signal inside the case.
    Name(String),
}

impl ParsedCell {
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn name(&self) -> Option<&str> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn real(&self) -> Option<f64> {
        if let Self::Real(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    pub(crate) fn micros(&self) -> Option<i64> {
        if let Self::Time(at) = self { Some(at.0) } else { None }
    }
}

/// Reads a cell; `None` when it is not of the type.
pub(crate) fn parse_cell(kind: ColumnType, text: &str) -> Option<ParsedCell> {
    if text.is_empty() {
        return Some(ParsedCell::Null);
    }
    Some(match kind {
        ColumnType::Text => ParsedCell::Text(text.to_owned()),
        ColumnType::Integer => ParsedCell::Integer(text.parse().ok()?),
        ColumnType::Real => ParsedCell::Real(text.parse().ok().filter(|n: &f64| n.is_finite())?),
        ColumnType::Flag => ParsedCell::Flag(text.parse().ok()?),
        ColumnType::Time => ParsedCell::Time(Timestamp::parse(text)?),
        ColumnType::Key | ColumnType::Id => ParsedCell::Name(text.to_owned()),
        ColumnType::Revision | ColumnType::Ids => return None,
    })
}
