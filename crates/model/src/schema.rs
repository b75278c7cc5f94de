//! What a table of the lake is: columns with their type, unit, meaning and who may see them.
//!
//! Plain types only (no dictionaries, no unsigned), so that any Parquet reader can read the lake.
//! Schemas grow by adding nullable columns and raising the version; nothing is renamed or removed.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

pub use crate::tables::{
    ACT_ROWS, ALL_TABLES, FINDINGS, LOGIN_RECORDS, MAIL_RECORDS, NAME_RECORDS, PUBLICATION_RECORDS,
    REJECTED, REQUEST_RECORDS, SHARE_RECORDS,
};

/// The type of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// 64-bit signed integer.
    Integer,
    /// 64-bit float.
    Real,
    /// True or false.
    Flag,
    /// Microseconds in UTC.
    Time,
    /// 16 bytes: a [`crate::SignalId`], [`crate::SegmentId`] or [`crate::FindingId`].
    Id,
    /// 8 bytes: a [`crate::Revision`].
    Revision,
    /// A 64-bit pseudonym: a [`crate::Key`], stored as an integer.
    Key,
    /// A list of 16-byte ids.
    Ids,
}

impl ColumnType {
    /// The Arrow type that holds it.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer | Self::Key => DataType::Int64,
            Self::Real => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Id => DataType::FixedSizeBinary(16),
            Self::Revision => DataType::FixedSizeBinary(8),
            Self::Ids => {
                DataType::List(Arc::new(Field::new("item", DataType::FixedSizeBinary(16), false)))
            }
        }
    }
}

/// Who may see a column without giving a reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody who can read the lake's outputs.
    Open,
    /// Matter of private persons: absent from default views, `vigie sql` and exports.
    Restricted,
}

/// One column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, the same in SQL, API and screen.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Whether a value may be absent.
    pub nullable: bool,
    /// Who may see it.
    pub access: Access,
    /// What it means, with its unit.
    pub doc: &'static str,
}

/// What layer of the lake a table belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layer {
    /// As the source gave it; immutable.
    Observed,
    /// Computed from observations by a versioned kernel; rebuildable.
    Derived,
    /// What detectors returned.
    Computed,
}

/// One table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name, also the name of its folder.
    pub name: &'static str,
    /// Its layer.
    pub layer: Layer,
    /// Raised by one whenever a column is added.
    pub version: u32,
    /// The column whose time files are sorted and pruned by.
    pub time_column: &'static str,
    /// The column that identifies a row (rows with an id that is already held are not added).
    pub id_column: &'static str,
    /// What one row is.
    pub doc: &'static str,
    /// The columns, in order.
    pub columns: &'static [&'static [Column]],
}

impl Table {
    /// All columns in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().flat_map(|part| part.iter())
    }

    /// The Arrow schema, with `vigie.table`, `vigie.version` and each column's access in metadata.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self
            .columns()
            .map(|column| {
                let access = match column.access {
                    Access::Open => "open",
                    Access::Restricted => "restricted",
                };
                Field::new(column.name, column.kind.arrow(), column.nullable)
                    .with_metadata(HashMap::from([("vigie.access".to_owned(), access.to_owned())]))
            })
            .collect();
        let metadata = HashMap::from([
            ("vigie.table".to_owned(), self.name.to_owned()),
            ("vigie.version".to_owned(), self.version.to_string()),
        ]);
        Arc::new(Schema::new_with_metadata(fields, metadata))
    }

    /// The table of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL_TABLES.iter().copied().find(|table| table.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for table in ALL_TABLES {
            let names: Vec<_> = table.columns().map(|column| column.name).collect();
            for wanted in [table.time_column, table.id_column, "commit_seq"] {
                assert!(names.contains(&wanted), "{} lacks {wanted}", table.name);
            }
            let mut unique = names.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), names.len(), "{} repeats a column", table.name);
        }
    }
}
