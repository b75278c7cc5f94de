//! Tables in files: CSV as people's programs write it, and XLSX. Cells are texts on both sides.
//!
//! A cell that a spreadsheet would take for a formula leaves as text: in XLSX it is a string cell,
//! in CSV an apostrophe stands before it, which is taken off again when the file comes back.

use std::io::Cursor;

use calamine::{Data, Reader};
use serde::Serialize;

/// The largest file that is read, in bytes.
pub(crate) const MAX_BYTES: u64 = 16 << 20;
/// The most rows of one sheet.
pub(crate) const MAX_ROWS: usize = 20_000;
/// The most columns that are looked at.
const MAX_COLUMNS: usize = 64;
/// The longest cell, in bytes; longer ones make their row unreadable.
pub(crate) const MAX_CELL: usize = 8_000;

/// One table: its first row is the heading.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sheet {
    /// What the sheet is called; empty in CSV.
    pub(crate) name: String,
    /// The heading.
    pub(crate) heading: Vec<String>,
    /// Rows with the number that a spreadsheet shows for them (the heading is 1).
    pub(crate) rows: Vec<(usize, Vec<String>)>,
}

/// Why a file is no table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotATable {
    /// Neither CSV nor a spreadsheet.
    Unknown,
    /// A spreadsheet that cannot be opened.
    Damaged,
    /// It holds nothing.
    Empty,
    /// More rows than anybody fills in by hand.
    TooLong,
}

/// A value as a cell: as it stands in JSON, without quotes; nothing for null.
pub(crate) fn cell(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

/// Reads all tables of a file, by what its bytes are.
///
/// # Errors
/// When they are none.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, NotATable> {
    if bytes.starts_with(b"PK\x03\x04") {
        return read_xlsx(bytes);
    }
    let text = decode(bytes).ok_or(NotATable::Unknown)?;
    let sheet = read_csv(&text)?;
    if sheet.heading.iter().all(|cell| cell.trim().is_empty()) {
        return Err(NotATable::Empty);
    }
    Ok(vec![sheet])
}

/// UTF-8 with or without mark, UTF-16 with mark, else Windows-1252, which French spreadsheets
/// still write; `None` for what is no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
    }
}

fn windows_1252(byte: u8) -> char {
    // The letters that this page has where Latin-1 has control characters.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn read_csv(text: &str) -> Result<Sheet, NotATable> {
    let separator = separator_of(text);
    let mut sheet = Sheet::default();
    let records = Records { rest: text, separator };
    let mut number = 0;
    for record in records {
        number += 1;
        if number == 1 {
            sheet.heading = record;
            continue;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if sheet.rows.len() == MAX_ROWS {
            return Err(NotATable::TooLong);
        }
        sheet.rows.push((number, record.into_iter().map(unguarded).collect()));
    }
    if number == 0 { Err(NotATable::Empty) } else { Ok(sheet) }
}

/// The candidate that the first line holds most often outside quotes.
pub(crate) fn separator_of(text: &str) -> char {
    let mut counts = [(',', 0_usize), (';', 0), ('\t', 0), ('|', 0)];
    let mut is_quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => break,
            _ if !is_quoted => {
                for (candidate, count) in &mut counts {
                    *count += usize::from(*candidate == letter);
                }
            }
            _ => {}
        }
    }
    // Of equal counts the first candidate wins: max_by_key takes the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(candidate, _)| candidate)
}

/// Records of RFC 4180; a quote that does not end takes the rest of the text.
pub(crate) struct Records<'a> {
    pub(crate) rest: &'a str,
    pub(crate) separator: char,
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut cells, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
        let mut letters = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' if is_quoted => {
                    if letters.next_if(|(_, next)| *next == '"').is_some() {
                        cell.push('"');
                    } else {
                        is_quoted = false;
                    }
                }
                '"' if cell.is_empty() => is_quoted = true,
                '\n' if !is_quoted => {
                    end = at + 1;
                    break;
                }
                '\r' if !is_quoted => {}
                _ if letter == self.separator && !is_quoted => {
                    if cells.len() < MAX_COLUMNS {
                        cells.push(std::mem::take(&mut cell));
                    }
                }
                _ => cell.push(letter),
            }
        }
        self.rest = &self.rest[end..];
        cells.push(cell);
        Some(cells)
    }
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, NotATable> {
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| NotATable::Damaged)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let mut sheet = Sheet { name, ..Sheet::default() };
        for (at, row) in range.rows().enumerate() {
            let cells: Vec<String> = row.iter().take(MAX_COLUMNS).map(cell_text).collect();
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if sheet.heading.is_empty() {
                sheet.heading = cells;
            } else if sheet.rows.len() == MAX_ROWS {
                return Err(NotATable::TooLong);
            } else {
                sheet.rows.push((first + at + 1, cells));
            }
        }
        if !sheet.heading.is_empty() {
            sheets.push(sheet);
        }
    }
    if sheets.is_empty() { Err(NotATable::Empty) } else { Ok(sheets) }
}

/// A cell as text: whole numbers without a point, days as 2027-04-13.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        // What a spreadsheet could not compute says so and is refused as a value.
        Data::Error(error) => format!("{error}"),
    }
}

/// Whether a spreadsheet would take the cell for a formula.
fn is_formula(cell: &str) -> bool {
    // "-1.5" is a number, and a spreadsheet computes nothing with it.
    let is_number = cell.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b'.')
        && cell.parse::<f64>().is_ok();
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number
}

/// The apostrophe off a guarded cell.
fn unguarded(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}

/// A sheet as CSV in UTF-8 with a mark, which spreadsheets need to read accents.
#[must_use]
pub(crate) fn to_csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let rows = std::iter::once(&sheet.heading).chain(sheet.rows.iter().map(|(_, row)| row));
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            let guard = if is_formula(cell) { "'" } else { "" };
            if cell.contains([',', ';', '"', '\n', '\r', '\t']) {
                out.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
            } else {
                out.push_str(&format!("{guard}{cell}"));
            }
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// Sheets as an XLSX file; every cell is a string. `None` when a text does not fit into a cell.
#[must_use]
pub(crate) fn to_xlsx(sheets: &[Sheet]) -> Option<Vec<u8>> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    // The same register gives the same bytes: the time of writing is not part of it.
    let fixed = ExcelDateTime::from_ymd(2027, 1, 1).ok()?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let strong = Format::new().set_bold();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name).ok()?;
        page.set_freeze_panes(1, 0).ok()?;
        for (column, cell) in (0_u16..).zip(&sheet.heading) {
            page.write_string_with_format(0, column, cell, &strong).ok()?;
            page.set_column_width(column, if cell.len() > 8 { 32 } else { 18 }).ok()?;
        }
        for (line, (_, row)) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                if !cell.is_empty() {
                    page.write_string(line, column, cell).ok()?;
                }
            }
        }
    }
    book.save_to_buffer().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let texts = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        Sheet {
            name: "measures".to_owned(),
            heading: texts(rows[0]),
            rows: rows[1..].iter().enumerate().map(|(at, row)| (at + 2, texts(row))).collect(),
        }
    }

    #[test]
    fn what_leaves_comes_back_the_same() {
        let hostile = sheet(&[
            &["asset", "measure"],
            &["=HYPERLINK(\"http://a\";\"b\")", "+1"],
            &["@SUM(A1)", "-2, \"quoted\"\nsecond line"],
            &["\tcmd|' /C calc'!A0", "l’été, ça va"],
            &["'already", "plain"],
        ]);
        let csv = read(&to_csv(&hostile)).unwrap().remove(0);
        assert_eq!((csv.heading, csv.rows), (hostile.heading.clone(), hostile.rows.clone()));
        let xlsx = read(&to_xlsx(std::slice::from_ref(&hostile)).unwrap()).unwrap();
        assert_eq!(xlsx, [hostile]);
    }

    #[test]
    fn no_cell_of_a_csv_begins_like_a_formula() {
        let csv = to_csv(&sheet(&[&["a", "b"], &["=1+1", "@x"], &["+1", "-1"], &["\tx", "\rx"]]));
        let text = String::from_utf8(csv).unwrap();
        for cell in text.trim_start_matches('\u{feff}').split([',', '\n']) {
            let cell = cell.trim_start_matches('"');
            let cell = if cell.starts_with('\r') { cell } else { cell.trim_end() };
            assert!(!is_formula(cell) || cell.starts_with('\r'), "{cell:?} in {text:?}");
        }
    }

    #[test]
    fn semicolons_old_encodings_and_blank_lines_are_read() {
        let mut bytes = b"mesure;responsable\r\nsauvegarde;Mira L\xe9vy\r\n;\r\n\r\n".to_vec();
        bytes.extend_from_slice(b"\"a;b\";x\r\n");
        let read = read(&bytes).unwrap().remove(0);
        assert_eq!(read.heading, ["mesure", "responsable"]);
        assert_eq!(read.rows[0], (2, vec!["sauvegarde".to_owned(), "Mira Lévy".to_owned()]));
        assert_eq!(read.rows[1], (5, vec!["a;b".to_owned(), "x".to_owned()]));
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert_eq!(read(b""), Err(NotATable::Empty));
        assert_eq!(read(b"PK\x03\x04 not a book"), Err(NotATable::Damaged));
        assert_eq!(read(b"\0\x01\x02binary"), Err(NotATable::Unknown));
        let long = "a\n".repeat(MAX_ROWS + 2);
        assert_eq!(read(long.as_bytes()), Err(NotATable::TooLong));
    }
}
