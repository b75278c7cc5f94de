//! Questions in SQL over the default views. Restricted columns are not there to be asked for.

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::Value;
use vigie_engine::{Access, Readers, Relation};
use vigie_model::hash::to_hex;
use vigie_model::time::Timestamp;

use crate::{AppError, Project, gate};

/// What the fields of a column are in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text, and what has no other form: times, ids, lists.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers with a point.
    Real,
    /// True or false.
    Boolean,
}

impl Kind {
    const fn of(data: &DataType) -> Self {
        match data {
            DataType::Boolean => Self::Boolean,
            DataType::Float16 | DataType::Float32 | DataType::Float64 => Self::Real,
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32
            | DataType::UInt64 => Self::Integer,
            _ => Self::Text,
        }
    }

    /// A field as JSON. Whole numbers beyond 2^53 stay text: readers of JSON that know doubles only
    /// would change their last digits.
    fn json(self, text: &str) -> Value {
        const EXACT: u64 = 1 << 53;
        let exact = |number: &i64| number.unsigned_abs() <= EXACT;
        let value = match self {
            Self::Text => None,
            Self::Boolean => text.parse().ok().map(Value::Bool),
            Self::Integer => text.parse().ok().filter(exact).map(Value::from),
            // What JSON has no number for, such as NaN, stays text.
            Self::Real => {
                let number: Option<f64> = text.parse().ok();
                number.and_then(serde_json::Number::from_f64).map(Value::Number)
            }
        };
        value.unwrap_or_else(|| text.into())
    }
}

/// A small table of harmless text.
#[derive(Clone, Debug)]
pub struct Table {
    /// Names of columns.
    pub columns: Vec<String>,
    /// What each column is in JSON.
    pub kinds: Vec<Kind>,
    /// Rows; `None` is null.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows left out past the limit.
    pub left_out: u64,
}

impl Table {
    /// The fields of a row as JSON: numbers, booleans and null as such.
    pub fn json<'t>(&'t self, row: &'t [Option<String>]) -> impl Iterator<Item = Value> + 't {
        row.iter()
            .zip(&self.kinds)
            .map(|(field, kind)| field.as_ref().map_or(Value::Null, |text| kind.json(text)))
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let rows: Vec<Vec<Value>> = self.rows.iter().map(|row| self.json(row).collect()).collect();
        let mut table = to.serialize_struct("Table", 3)?;
        table.serialize_field("columns", &self.columns)?;
        table.serialize_field("rows", &rows)?;
        table.serialize_field("left_out", &self.left_out)?;
        table.end()
    }
}

/// The views that can be asked, each with what one row of it is.
pub fn views() -> impl Iterator<Item = (&'static str, &'static str)> {
    let open = vigie_engine::views().iter().filter(|view| view.readers != Readers::Operators);
    open.map(|view| (view.name, view.doc.as_str()))
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
        let kinds = stream.schema().fields().iter().map(|field| Kind::of(field.data_type()));
        let kinds = kinds.collect();
        let mut table = Table { columns, kinds, rows: Vec::new(), left_out: 0 };
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
