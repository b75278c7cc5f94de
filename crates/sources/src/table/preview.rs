//! The first rows of a table for the person who maps its columns: found and decoded as they will be
//! when the table is read.

use super::LISTS;
use crate::csv::{CsvReader, Field, Row};
use crate::encoding;
use crate::json::items::{FirstLine, Frame, Items};
use crate::opening::{Kind, Opening};
use crate::record::Raw;
use crate::text::{cell_text, lossy};

/// The first rows of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Preview {
    /// Cells by row; the first row is the header.
    Rows(Vec<Vec<String>>),
    /// JSON objects.
    Objects(Vec<String>),
}

/// The first `most` rows of a table by the first bytes of its stream, whatever their encoding.
#[must_use]
pub fn preview(head: &[u8], most: usize) -> Preview {
    let head = encoding::head_text(head);
    let mut opening = Opening::new(0);
    let (_, known) = opening.feed(&head, true, |_| {});
    let Some((kind, held)) = known else { return Preview::Rows(Vec::new()) };
    match kind {
        Kind::Table { separator } => Preview::Rows(rows(&held, separator, most)),
        Kind::JsonArray => Preview::Objects(items(&held, most)),
        Kind::JsonLines => {
            let (_, first) = FirstLine::new(0, 1).feed(&held, false, LISTS);
            // A line that is no object by itself begins a document.
            let is_of_lines = first.map_or_else(
                || FirstLine::new(0, 1).feed(&held, true, LISTS).1.is_some_and(|(is, _)| is),
                |(is_record, _)| is_record,
            );
            Preview::Objects(if is_of_lines { lines(&held, most) } else { items(&held, most) })
        }
    }
}

fn rows(held: &[u8], separator: u8, most: usize) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut reader = CsvReader::new(separator, 0, 1);
    let mut each = |raw: Raw<'_>, row: Row<'_>| {
        if let (Row::Fields { fields, .. }, true) = (row, rows.len() < most) {
            let cell = |field: &Field| cell_text(field.content(raw.bytes)).trim().to_owned();
            rows.push(fields.iter().map(cell).collect());
        }
    };
    reader.feed(held, &mut each);
    reader.finish(&mut each);
    rows
}

fn items(held: &[u8], most: usize) -> Vec<String> {
    let mut objects = Vec::new();
    let mut each = |raw: Raw<'_>, frame: Frame| {
        if frame == Frame::Object && objects.len() < most {
            objects.push(lossy(raw.bytes).into_owned());
        }
    };
    Items::new(LISTS, 0, 1).feed(held, &mut each);
    objects
}

fn lines(held: &[u8], most: usize) -> Vec<String> {
    let lines = crate::lines::sample(held).filter(|line| !line.trim_ascii().is_empty());
    lines.take(most).map(|line| lossy(line).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(head: &[u8]) -> String {
        match preview(head, 3) {
            Preview::Rows(rows) => {
                rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join(" / ")
            }
            Preview::Objects(objects) => objects.join(" / "),
        }
    }

    #[test]
    fn rows_are_shown_as_they_will_be_read() {
        assert_eq!(shown(b"Titre;;\n\nDate;Nom\n1;L\xe9o\n"), "Date|Nom / 1|Léo");
        assert_eq!(shown(b"\xff\xfea\0,\0b\0\n\0\xe9\0,\x002\0\n\0"), "a|b / é|2");
        assert_eq!(shown(b"a,b\n1,2\n3,4\n5,6\n"), "a|b / 1|2 / 3|4");
        assert_eq!(shown(b""), "");
    }

    #[test]
    fn objects_are_those_that_will_be_read() {
        assert_eq!(shown(b"{\"a\":1}\n{\"a\":2}\n"), "{\"a\":1} / {\"a\":2}");
        assert_eq!(shown(b"{\"n\":2,\"records\":[{\"a\":1},{\"a\":2}]}"), "{\"a\":1} / {\"a\":2}");
        assert_eq!(shown(b"{\"n\":2,\"records\":[{\"a\":1},{\"a\":"), "{\"a\":1}");
        assert_eq!(shown(b"[\n{\"a\":1},\n{\"a\":2}]"), "{\"a\":1} / {\"a\":2}");
    }
}
