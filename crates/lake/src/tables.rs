//! The tables that a lake holds: those of the model, and one of its own.

use vigie_model::schema::{ALL_TABLES, Access, Column, ColumnType, Layer, Table};

use crate::record::FileEntry;

const fn column(name: &'static str, kind: ColumnType, nullable: bool, doc: &'static str) -> Column {
    Column { name, kind, nullable, access: Access::Open, doc }
}

/// Further places where the bytes of a record are held.
///
/// When a file has grown, the segment around the growth also holds records that were read before.
/// Their rows point to the older segment; without this table `forget` would blank their bytes
/// there and leave them here.
pub const ECHO_ROWS: &Table = &Table {
    name: "echo_rows",
    layer: Layer::Derived,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "a further place where the bytes of a record are held",
    columns: &[&[
        column("signal_id", ColumnType::Id, false, "the record"),
        column("commit_seq", ColumnType::Integer, false, "the commit that added the row"),
        column("claimed_at", ColumnType::Time, true, "when the record says it happened"),
        column("segment", ColumnType::Id, false, "a segment that holds its bytes too"),
        column("segment_offset", ColumnType::Integer, false, "where in the segment, in bytes"),
        column("length", ColumnType::Integer, false, "how long the record is, in bytes"),
    ]],
};

/// Every table of a lake.
pub(crate) fn all() -> impl Iterator<Item = &'static Table> {
    ALL_TABLES.iter().copied().chain([ECHO_ROWS])
}

/// The table of a file, if this version knows the table and all of its columns.
pub(crate) fn of(file: &FileEntry) -> Option<&'static Table> {
    named(&file.table).filter(|table| file.schema_version <= table.version)
}

/// The table of that name.
pub(crate) fn named(name: &str) -> Option<&'static Table> {
    all().find(|table| table.name == name)
}
