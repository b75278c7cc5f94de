//! Small CSV tables inside pages: a header, trimmed cells, the line of every row.

use csv_core::{ReadRecordResult, Reader};

use super::scan::{Fence, Place, newlines};
use crate::error::PageError;

/// No table in a page has more rows; larger inputs belong in generated tests.
const MAX_ROWS: usize = 10_000;

/// A table as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CsvTable {
    /// The line of the header.
    pub line: usize,
    /// Column names.
    pub header: Vec<String>,
    /// Rows with their lines; each has as many cells as the header.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads the block.
pub(crate) fn read(place: Place<'_>, fence: &Fence) -> Result<CsvTable, PageError> {
    let first = fence.line + 1;
    let mut records = records(fence.text.as_bytes(), first).into_iter();
    let Some((line, header)) = records.next() else {
        return Err(place.error(fence.line, "a table without header", "begin with column names"));
    };
    for (index, name) in header.iter().enumerate() {
        if header[..index].contains(name) {
            let message = format!("the column {name:?} stands twice");
            return Err(place.error(line, message, "name each column once"));
        }
    }
    let mut rows = Vec::new();
    for (line, cells) in records {
        if cells.len() != header.len() {
            let message = format!("{} cells under {} columns", cells.len(), header.len());
            return Err(place.error(line, message, "an empty cell stands for nothing: a,,c"));
        }
        if rows.len() == MAX_ROWS {
            let hint = "test large inputs in crates/detect/tests";
            return Err(place.error(line, "more than 10000 rows", hint));
        }
        rows.push((line, cells));
    }
    Ok(CsvTable { line, header, rows })
}

/// All records with their first lines; blank lines are left out.
fn records(text: &[u8], first_line: usize) -> Vec<(usize, Vec<String>)> {
    let mut reader = Reader::new();
    let mut found = Vec::new();
    let mut rest = text;
    // A field is never longer than the text; ends are at most one a byte.
    let mut buffer = vec![0; text.len() + 1];
    let mut ends = vec![0; text.len() + 2];
    loop {
        let consumed = text.len() - rest.len();
        let blank = rest.iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r')).count();
        let line = first_line + newlines(&text[..consumed + blank]);
        let (result, read, written, fields) = reader.read_record(rest, &mut buffer, &mut ends);
        rest = &rest[read..];
        // At the end of the text the reader wants to be told so by an empty read.
        let (written, fields, ended) = match result {
            ReadRecordResult::Record => (written, fields, false),
            ReadRecordResult::InputEmpty => {
                let (last, _, more, more_fields) =
                    reader.read_record(&[], &mut buffer[written..], &mut ends[fields..]);
                if last != ReadRecordResult::Record {
                    return found;
                }
                (written + more, fields + more_fields, true)
            }
            _ => return found,
        };
        let cells = cells(&buffer[..written], &ends[..fields]);
        if !cells.iter().all(String::is_empty) || cells.len() > 1 {
            found.push((line, cells));
        }
        if ended {
            return found;
        }
    }
}

fn cells(buffer: &[u8], ends: &[usize]) -> Vec<String> {
    let mut start = 0;
    ends.iter()
        .map(|&end| {
            let cell = buffer.get(start..end).unwrap_or_default();
            start = end;
            String::from_utf8_lossy(cell).trim().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<CsvTable, PageError> {
        let fence = Fence { info: "csv acts".into(), line: 1, text: text.into() };
        read(Place { file: "p.md" }, &fence)
    }

    #[test]
    fn cells_are_trimmed_and_rows_know_their_line() {
        let read = table("a, b\n1,\"x, y\"\n\n\"two\nlines\",\nlast,row").unwrap();
        assert_eq!(read.header, ["a", "b"]);
        assert_eq!(read.line, 2);
        assert_eq!(read.rows[0], (3, vec!["1".into(), "x, y".into()]));
        assert_eq!(read.rows[1], (5, vec!["two\nlines".into(), String::new()]));
        assert_eq!(read.rows[2], (7, vec!["last".into(), "row".into()]));
    }

    #[test]
    fn a_header_alone_is_an_empty_table() {
        assert!(table("a,b\n").unwrap().rows.is_empty());
        assert!(table("a,b").unwrap().rows.is_empty());
    }

    #[test]
    fn ragged_and_headless_tables_are_refused() {
        insta::assert_snapshot!(table("a,b\n1\n").unwrap_err(), @"p.md:3: 1 cells under 2 columns");
        insta::assert_snapshot!(table("").unwrap_err(), @"p.md:1: a table without header");
        insta::assert_snapshot!(table("a,a\n").unwrap_err(), @r#"p.md:2: the column "a" stands twice"#);
    }
}
