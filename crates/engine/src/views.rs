//! The versioned views: what detectors and `vigie sql` read instead of the tables of the lake.
//!
//! One SQL file each in `views/`, whose header says name, version, who may read it, and every
//! column with its type and meaning. The SQL of a view reads the tables of the lake through three
//! schemas that nobody else can name: `timed` (rows with a usable claimed time, before the horizon
//! if one is set), `observed` (all rows; with a horizon the same as `timed`) and `kept` (all rows,
//! whatever the horizon).

use std::sync::{Arc, LazyLock};

use arrow_schema::{Field, Schema, SchemaRef};
use vigie_model::schema::ColumnType;

/// The SQL files.
const FILES: &[&str] = &[
    include_str!("../../../views/acts.sql"),
    include_str!("../../../views/affiliations.sql"),
    include_str!("../../../views/findings.sql"),
    include_str!("../../../views/house.sql"),
    include_str!("../../../views/login_lines.sql"),
    include_str!("../../../views/logins.sql"),
    include_str!("../../../views/mails.sql"),
    include_str!("../../../views/names.sql"),
    include_str!("../../../views/publications.sql"),
    include_str!("../../../views/rejected.sql"),
    include_str!("../../../views/request_lines.sql"),
    include_str!("../../../views/requests.sql"),
    include_str!("../../../views/texts.sql"),
];

/// Who reads a view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Readers {
    /// Detectors, and everybody else.
    Detectors,
    /// People, by `vigie sql` and screens. What a detector returns must not depend on it.
    People,
    /// Operators, by their own SQL: it may hold restricted columns, so no text that a page or a
    /// person wrote can name it.
    Operators,
}

/// One view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Its name in SQL.
    pub name: &'static str,
    /// Raised whenever it answers differently on equal rows.
    pub version: u32,
    /// Who reads it.
    pub readers: Readers,
    /// What one row is.
    pub doc: String,
    /// The SQL that makes it.
    pub sql: &'static str,
    /// Its columns in order.
    pub columns: Vec<ViewColumn>,
}

/// One column of a view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ViewColumn {
    /// Its name.
    pub name: &'static str,
    /// Its type; [`ColumnType::Key`] for pseudonyms.
    pub kind: ColumnType,
    /// What it means, with its unit.
    pub doc: String,
}

impl View {
    /// The Arrow schema of its columns, all nullable: for rows that stand in for the view.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|column| Field::new(column.name, column.kind.arrow(), true))
            .collect();
        Arc::new(Schema::new(fields))
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ViewColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Every view, by name. A file without a whole header is missing here, which a test would notice.
#[must_use]
pub fn views() -> &'static [View] {
    static VIEWS: LazyLock<Vec<View>> =
        LazyLock::new(|| FILES.iter().filter_map(|file| read(file)).collect());
    &VIEWS
}

/// The view of that name.
#[must_use]
pub fn view(name: &str) -> Option<&'static View> {
    views().iter().find(|view| view.name == name)
}

/// Reads the header of a view's file; `None` when anything is missing.
fn read(sql: &'static str) -> Option<View> {
    let fields = fields(sql);
    let one = |name: &str| fields.iter().find(|field| field.0 == name).map(|field| &field.1);
    let columns = fields
        .iter()
        .filter(|field| field.0 == "column")
        .map(|field| column(&field.1))
        .collect::<Option<Vec<_>>>()?;
    let readers = match one("for")?.join(" ").as_str() {
        "detectors" => Readers::Detectors,
        "people" => Readers::People,
        "operators" => Readers::Operators,
        _ => return None,
    };
    (!columns.is_empty()).then_some(View {
        name: one("view")?.first()?,
        version: one("version")?.first()?.parse().ok()?,
        readers,
        doc: one("doc")?.join(" "),
        sql,
        columns,
    })
}

/// The `-- name: words` lines; a line that begins with more spaces continues the one before it.
fn fields(sql: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in sql.lines().map_while(|line| line.strip_prefix("-- ")) {
        if line.starts_with(' ') {
            if let Some((_, words)) = fields.last_mut() {
                words.extend(line.split_whitespace());
            }
        } else if let Some((name, rest)) = line.split_once(": ") {
            fields.push((name, rest.split_whitespace().collect()));
        }
    }
    fields
}

/// `name type what it means`
fn column(words: &[&'static str]) -> Option<ViewColumn> {
    let (name, rest) = words.split_first()?;
    let (kind, doc) = rest.split_first()?;
    Some(ViewColumn { name, kind: kind_named(kind)?, doc: doc.join(" ") })
}

fn kind_named(word: &str) -> Option<ColumnType> {
    Some(match word {
        "text" => ColumnType::Text,
        "integer" => ColumnType::Integer,
        "real" => ColumnType::Real,
        "flag" => ColumnType::Flag,
        "time" => ColumnType::Time,
        "id" => ColumnType::Id,
        "ids" => ColumnType::Ids,
        "revision" => ColumnType::Revision,
        "key" => ColumnType::Key,
        _ => return None,
    })
}

/// The word for a type in headers and in `information_schema.columns`.
pub(crate) const fn kind_word(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "integer",
        ColumnType::Real => "real",
        ColumnType::Flag => "flag",
        ColumnType::Time => "time",
        ColumnType::Id => "id",
        ColumnType::Ids => "ids",
        ColumnType::Revision => "revision",
        ColumnType::Key => "key",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_model::schema::{ALL_TABLES, Access};

    #[test]
    fn every_file_has_a_whole_header() {
        let names: Vec<&str> = views().iter().map(|view| view.name).collect();
        assert_eq!(
            names,
            [
                "acts",
                "affiliations",
                "findings",
                "house",
                "login_lines",
                "logins",
                "mails",
                "names",
                "publications",
                "rejected",
                "request_lines",
                "requests",
                "texts"
            ]
        );
        for view in views() {
            assert!(view.doc.ends_with('.'), "{}: {}", view.name, view.doc);
            for column in &view.columns {
                assert!(!column.doc.is_empty(), "{}.{} has no doc", view.name, column.name);
                assert_eq!(kind_named(kind_word(column.kind)), Some(column.kind));
            }
        }
    }

    #[test]
    fn views_have_no_restricted_column_unless_they_are_for_operators() {
        let restricted: Vec<&str> = ALL_TABLES
            .iter()
            .flat_map(|table| table.columns())
            .filter(|column| column.access == Access::Restricted)
            .map(|column| column.name)
            .collect();
        assert!(restricted.contains(&"text") && restricted.len() > 10);
        for view in views().iter().filter(|view| view.readers != Readers::Operators) {
            for column in &view.columns {
                assert!(!restricted.contains(&column.name), "{}.{}", view.name, column.name);
            }
        }
    }

    #[test]
    fn a_header_with_a_gap_is_refused() {
        let whole = "-- view: v\n-- version: 2\n-- for: people\n-- doc: a\n--   b\n-- column: x key y z\nSELECT 1";
        let view = read(whole).unwrap();
        assert_eq!((view.name, view.version, view.doc.as_str()), ("v", 2, "a b"));
        assert_eq!(view.column("x").unwrap().kind, ColumnType::Key);
        assert_eq!(view.column("x").unwrap().doc, "y z");
        for gone in
            ["-- view: v\n", "-- version: 2\n", "-- for: people\n", "-- column: x key y z\n"]
        {
            let gap: &'static str = Box::leak(whole.replace(gone, "").into_boxed_str());
            assert!(read(gap).is_none(), "{gone}");
        }
    }
}
