//! `information_schema`: what can be read in a session, as two relations.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::logical_expr::TableSource;

use crate::views::{View, kind_word};

/// The schema's name.
pub(crate) const NAME: &str = "information_schema";

/// A relation that a session shows.
pub(crate) enum Shown<'a> {
    View(&'a View),
    Registered(&'a str, SchemaRef),
}

/// `information_schema.<table>`.
pub(crate) fn source(table: &str, shown: &[Shown<'_>]) -> Result<Arc<dyn TableSource>> {
    let (names, rows): (&[&str], Vec<Vec<String>>) = match table {
        "tables" => (&TABLES[..], shown.iter().map(table_row).collect()),
        "columns" => (&COLUMNS[..], shown.iter().flat_map(column_rows).collect()),
        _ => return Err(DataFusionError::Plan(format!("there is no table {NAME}.{table}"))),
    };
    relation(names, &rows)
}

const TABLES: [&str; 5] = ["table_catalog", "table_schema", "table_name", "table_type", "doc"];
const COLUMNS: [&str; 7] = [
    "table_catalog",
    "table_schema",
    "table_name",
    "column_name",
    "data_type",
    "is_nullable",
    "doc",
];

fn table_row(shown: &Shown<'_>) -> Vec<String> {
    let (name, kind, doc) = match shown {
        Shown::View(view) => (view.name, "view", view.doc.as_str()),
        Shown::Registered(name, _) => (*name, "relation", ""),
    };
    ["vigie", "main", name, kind, doc].map(str::to_owned).to_vec()
}

fn column_rows(shown: &Shown<'_>) -> Vec<Vec<String>> {
    let row = |table: &str, column: &str, kind: &str, doc: &str| {
        ["vigie", "main", table, column, kind, "YES", doc].map(str::to_owned).to_vec()
    };
    match shown {
        Shown::View(view) => view
            .columns
            .iter()
            .map(|column| row(view.name, column.name, kind_word(column.kind), &column.doc))
            .collect(),
        Shown::Registered(name, schema) => schema
            .fields()
            .iter()
            .map(|field| row(name, field.name(), &field.data_type().to_string(), ""))
            .collect(),
    }
}

fn relation(names: &[&str], rows: &[Vec<String>]) -> Result<Arc<dyn TableSource>> {
    let fields: Vec<Field> =
        names.iter().map(|name| Field::new(*name, DataType::Utf8, false)).collect();
    let schema = Arc::new(Schema::new(fields));
    let columns = (0..names.len())
        .map(|index| {
            let column: StringArray = rows.iter().map(|row| row.get(index)).collect();
            Arc::new(column) as ArrayRef
        })
        .collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
    Ok(provider_as_source(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?)))
}
