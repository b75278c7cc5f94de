//! Questions in SQL over the default views. Restricted columns are not there to be asked for.

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;
use serde::Serialize;
use vigie_engine::{Access, Relation};
use vigie_model::hash::to_hex;
use vigie_model::time::Timestamp;

use crate::{AppError, Project, gate};

/// A small table of harmless text.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Names of columns.
    pub columns: Vec<String>,
    /// Rows; `None` is null.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows left out past the limit.
    pub left_out: u64,
}

impl Project {
    /// Runs one query and renders at most `limit` rows.
    ///
    /// # Errors
    /// When the query is wrong, is not a query, or needs more memory than the pool has.
    pub fn sql(&self, query: &str, commit: Option<u64>, limit: usize) -> Result<Table, AppError> {
        let snapshot = self.snapshot(commit)?;
        let session = self.session(&snapshot, None, Access::Open)?;
        self.hide_file_names(&session, query)?;
        let mut stream = session.stream_for_person(query)?;
        let columns =
            stream.schema().fields().iter().map(|field| gate::harmless(field.name())).collect();
        let mut table = Table { columns, rows: Vec::new(), left_out: 0 };
        for batch in &mut stream {
            let batch = batch?;
            for row in 0..batch.num_rows() {
                if table.rows.len() == limit {
                    table.left_out += 1;
                    continue;
                }
                let schema = batch.schema();
                let cells = batch.columns().iter().zip(schema.fields());
                let cells = cells.map(|(column, field)| cell(column, field.name(), row));
                table.rows.push(cells.collect::<Result<_, _>>()?);
            }
        }
        Ok(table)
    }
}

/// One cell as harmless text: ids in their own writing, times in RFC 3339.
pub(crate) fn cell(column: &ArrayRef, name: &str, row: usize) -> Result<Option<String>, AppError> {
    if column.is_null(row) {
        return Ok(None);
    }
    Ok(Some(match column.data_type() {
        DataType::FixedSizeBinary(_) => {
            let prefix = match name {
                "signal_id" => "S-",
                "finding_id" => "F-",
                "revision" => "@",
                "segment" => "G-",
                _ => "",
            };
            format!("{prefix}{}", to_hex(column.as_fixed_size_binary().value(row)))
        }
        DataType::Timestamp(arrow_schema::TimeUnit::Microsecond, Some(_)) => {
            Timestamp(column.as_primitive::<TimestampMicrosecondType>().value(row)).to_string()
        }
        _ => {
            let formatter = ArrayFormatter::try_new(column, &FormatOptions::default())?;
            gate::harmless(&formatter.value(row).to_string())
        }
    }))
}

/// The text of a column of a relation, row by row.
pub(crate) fn texts<'a>(
    relation: &'a Relation,
    name: &str,
) -> impl Iterator<Item = Option<&'a str>> {
    let name = name.to_owned();
    relation.batches.iter().flat_map(move |batch| {
        let column = batch.column_by_name(&name).and_then(|column| column.as_string_opt::<i32>());
        (0..batch.num_rows()).map(move |row| {
            column.filter(|column| column.is_valid(row)).map(|column| column.value(row))
        })
    })
}
