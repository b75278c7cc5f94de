//! Parquet as lines of JSON, so that the sources that read tables need to know nothing of it. A
//! column becomes a field, a null nothing, a list a list; times are written as RFC 3339. Rows are
//! turned a few hundred at a time: memory stays bounded by the row groups of the file. The text of
//! a row, which gives it its identity, depends on its values only.

use std::fs::File;
use std::io::{self, Read};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType};
use serde_json::{Map, Value};
use vigie_lake::{ForeignRows, foreign_bytes, foreign_file};

use super::Input;

/// Rows that are turned at once.
const ROWS: usize = 512;
/// The longest text of a turned batch: a row that says more is no post.
const MOST: usize = 256 << 20;
/// The deepest nesting that is written; what lies deeper is left out.
const DEEPEST: usize = 16;

/// The rows of a Parquet file as lines of JSON.
///
/// # Errors
/// When it is damaged or packed in a way that is not known here.
pub(super) fn open(input: &Input) -> io::Result<Box<dyn Read>> {
    let reader = match input {
        Input::File(path) | Input::Picture { path, .. } => foreign_file(File::open(path)?, ROWS),
        Input::Bytes { bytes, .. } | Input::Fetched { bytes, .. } => foreign_bytes(bytes, ROWS),
        Input::Stdin => {
            let text = "Parquet cannot be read from a pipe: name the file";
            return Err(io::Error::other(text));
        }
    };
    let reader = reader.map_err(io::Error::other)?;
    Ok(Box::new(Lines { reader, text: Vec::new(), given: 0 }))
}

struct Lines {
    reader: ForeignRows,
    text: Vec<u8>,
    given: usize,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            self.text.clear();
            self.given = 0;
            let Some(batch) = self.reader.next() else { return Ok(0) };
            let batch = batch.map_err(io::Error::other)?;
            write_rows(&batch, &mut self.text).map_err(io::Error::other)?;
        }
        let count = buffer.len().min(self.text.len() - self.given);
        buffer[..count].copy_from_slice(&self.text[self.given..][..count]);
        self.given += count;
        Ok(count)
    }
}

fn write_rows(batch: &RecordBatch, text: &mut Vec<u8>) -> Result<(), ArrowError> {
    let schema = batch.schema();
    for row in 0..batch.num_rows() {
        let mut fields = Map::new();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            if let Some(value) = value_of(column, row, 0)? {
                fields.insert(field.name().clone(), value);
            }
        }
        serde_json::to_writer(&mut *text, &fields)
            .map_err(|error| ArrowError::JsonError(error.to_string()))?;
        text.push(b'\n');
        if text.len() > MOST {
            return Err(ArrowError::MemoryError("the rows say more than is read".to_owned()));
        }
    }
    Ok(())
}

/// One value; `None` for a null, or what JSON has no word for.
fn value_of(array: &dyn Array, row: usize, depth: usize) -> Result<Option<Value>, ArrowError> {
    if array.is_null(row) || depth > DEEPEST {
        return Ok(None);
    }
    let many = |items: &dyn Array| -> Result<Option<Value>, ArrowError> {
        let values: Result<Vec<Option<Value>>, ArrowError> =
            (0..items.len()).map(|at| value_of(items, at, depth + 1)).collect();
        Ok(Some(Value::Array(values?.into_iter().flatten().collect())))
    };
    Ok(match array.data_type() {
        DataType::Null => None,
        DataType::Boolean => Some(Value::Bool(array.as_boolean().value(row))),
        DataType::Int64 => Some(array.as_primitive::<Int64Type>().value(row).into()),
        DataType::UInt64 => Some(array.as_primitive::<UInt64Type>().value(row).into()),
        DataType::Float32 => number(array.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => number(array.as_primitive::<Float64Type>().value(row)),
        DataType::List(_) => many(&array.as_list::<i32>().value(row))?,
        DataType::LargeList(_) => many(&array.as_list::<i64>().value(row))?,
        DataType::FixedSizeList(..) => many(&array.as_fixed_size_list().value(row))?,
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let mut inner = Map::new();
            for (field, column) in fields.iter().zip(columns) {
                if let Some(value) = value_of(column, row, depth + 1)? {
                    inner.insert(field.name().clone(), value);
                }
            }
            Some(Value::Object(inner))
        }
        kind => {
            let options = FormatOptions::default();
            let shown = ArrayFormatter::try_new(array, &options)?.value(row).try_to_string()?;
            let is_small = matches!(
                kind,
                DataType::Int8
                    | DataType::Int16
                    | DataType::Int32
                    | DataType::UInt8
                    | DataType::UInt16
                    | DataType::UInt32
            );
            Some(match shown.parse::<i64>() {
                Ok(number) if is_small => number.into(),
                _ => Value::String(shown),
            })
        }
    })
}

/// Whole numbers are written as such: exports keep ids and seconds in floating-point columns once
/// a row has none.
fn number(value: f64) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        // Exact by the bound above.
        return format!("{value:.0}").parse::<i64>().ok().map(Value::from);
    }
    serde_json::Number::from_f64(value).map(Value::Number)
}
