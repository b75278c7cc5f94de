//! Rows of a CSV table with their lines.

/// One row.
pub(super) struct Row {
    /// The line it begins on, from 1.
    pub(super) line: usize,
    pub(super) fields: Vec<String>,
}

/// A longer field or row is cut off: no poll needs it.
const MOST_FIELD: usize = 1 << 16;
const MOST_FIELDS: usize = 256;

/// The rows of a table in order, the heading first.
pub(super) fn rows(bytes: &[u8]) -> impl Iterator<Item = Row> {
    let mut reader = csv_core::Reader::new();
    let mut rest = bytes;
    let mut line = 1;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let began = line;
        let mut fields = Vec::new();
        let mut field = Vec::new();
        let mut out = [0_u8; 1024];
        loop {
            let (result, read, written) = reader.read_field(rest, &mut out);
            line += memchr::memchr_iter(b'\n', &rest[..read]).count();
            rest = &rest[read..];
            let room = MOST_FIELD.saturating_sub(field.len());
            field.extend_from_slice(&out[..written.min(room)]);
            match result {
                // An empty input tells the reader that there is no more.
                csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
                csv_core::ReadFieldResult::Field { record_end } => {
                    if fields.len() < MOST_FIELDS {
                        fields.push(String::from_utf8_lossy(&field).into_owned());
                    }
                    field.clear();
                    if record_end {
                        return Some(Row { line: began, fields });
                    }
                }
                csv_core::ReadFieldResult::End => {
                    done = true;
                    return None;
                }
            }
        }
    })
}

/// The heading: where each column stands.
pub(super) struct Heading(Vec<String>);

impl Heading {
    pub(super) fn new(row: Row) -> Self {
        Self(row.fields)
    }

    /// How many columns.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The field of that column; empty where the row or the table has none.
    pub(super) fn get<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let at = self.0.iter().position(|name| name == column);
        at.and_then(|at| row.fields.get(at)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_field_holds_commas_and_lines_and_the_last_row_needs_no_end() {
        let table = b"a,b\n\"x, y\",\"two\nlines\"\nlast,1";
        let read: Vec<String> =
            rows(table).map(|row| format!("{}: {:?}", row.line, row.fields)).collect();
        assert_eq!(
            read,
            [r#"1: ["a", "b"]"#, r#"2: ["x, y", "two\nlines"]"#, r#"4: ["last", "1"]"#]
        );
    }
}
