//! Files that hold other files: zip archives (DMARC reports come in them), spreadsheets, whose sheets
//! become CSV, and messages saved by Outlook (`.msg`), which become messages as they travelled.
//!
//! Parsers take a stream and their records are stretches of it; the bytes of an archive are no
//! stretches of what it holds. So whoever opens files unpacks them with this module first and hands
//! each member on as a stream of its own. Works on bytes, within bounds that a stranger cannot lift.
//! Must not know files.

mod compound;
mod msg;

use std::io::{Cursor, Read};

use calamine::{Data, Reader};
use vigie_model::error::{ErrorKind, Explained};
use zip::ZipArchive;

/// The largest archive that is opened, in bytes.
pub const MOST_PACKED: usize = 64 << 20;

/// The most that an archive may hold, in bytes.
pub const MOST_UNPACKED: usize = 256 << 20;

/// The most members that are read.
pub const MOST_MEMBERS: usize = 1_000;

/// One file of an archive, or one sheet of a spreadsheet as CSV with commas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Its name inside, without folders; of a sheet, its title.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// It is a sheet, not a file.
    pub is_sheet: bool,
}

/// Why an archive is not unpacked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// It cannot be read.
    #[error("the archive or spreadsheet is damaged or protected by a password")]
    Damaged,
    /// It is larger than [`MOST_PACKED`] or holds more than [`MOST_UNPACKED`] or [`MOST_MEMBERS`].
    #[error(
        "the archive or spreadsheet holds more than is read from one ({} MB packed, {} MB unpacked, {} \
         files)",
        MOST_PACKED >> 20,
        MOST_UNPACKED >> 20,
        MOST_MEMBERS
    )]
    TooLarge,
}

impl Explained for ContainerError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Damaged => {
                    "open it in the program it came from and save it again without password"
                }
                Self::TooLarge => "unpack it, or save the sheets as CSV, and read those files",
            }
            .to_owned(),
        )
    }
}

/// How compound files begin: messages of Outlook, older spreadsheets.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether a file that begins like this (four bytes are enough) is to be unpacked.
#[must_use]
pub fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&OLE[..4])
}

/// What an archive holds, in its order; folders and empty files left out.
///
/// # Errors
/// When it is damaged or too large.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Member>, ContainerError> {
    if bytes.len() > MOST_PACKED {
        return Err(ContainerError::TooLarge);
    }
    if bytes.starts_with(&OLE) {
        return compound(bytes);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ContainerError::Damaged)?;
    if archive.len() > MOST_MEMBERS {
        return Err(ContainerError::TooLarge);
    }
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map_or_else(|_| String::new(), std::borrow::Cow::into_owned))
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_sheets =
        has("xl/workbook.xml") || has("xl/workbook.bin") || has("content.xml") && has("mimetype");
    // What a member says of its size is its writer's word, so each is unpacked within bounds; for
    // a spreadsheet that is only done to see that it stays within them.
    let mut room = MOST_UNPACKED;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|_| ContainerError::Damaged)?;
        let unpacked = bounded(&mut file, room)?;
        room -= unpacked.len();
        let path = file.name().map_err(|_| ContainerError::Damaged)?.into_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let is_of_a_system = path.starts_with("__MACOSX/") || name.starts_with("._");
        if !is_sheets && !name.is_empty() && !unpacked.is_empty() && !is_of_a_system {
            members.push(Member { name, bytes: unpacked, is_sheet: false });
        }
    }
    if is_sheets { sheets(bytes) } else { Ok(members) }
}

/// A message of Outlook, else an older spreadsheet.
fn compound(bytes: &[u8]) -> Result<Vec<Member>, ContainerError> {
    let file = compound::Compound::read(bytes).ok_or(ContainerError::Damaged)?;
    match msg::to_message(&file) {
        Some(bytes) => Ok(vec![Member { name: "message.eml".to_owned(), bytes, is_sheet: false }]),
        None if file.stream("Workbook").or_else(|| file.stream("Book")).is_some() => sheets(bytes),
        None => Err(ContainerError::Damaged),
    }
}

fn bounded(file: &mut impl Read, room: usize) -> Result<Vec<u8>, ContainerError> {
    let mut out = Vec::new();
    let mut block = vec![0; 64 << 10];
    loop {
        let count = file.read(&mut block).map_err(|_| ContainerError::Damaged)?;
        if count == 0 {
            return Ok(out);
        }
        if out.len() + count > room {
            return Err(ContainerError::TooLarge);
        }
        out.extend_from_slice(&block[..count]);
    }
}

/// The sheets of an XLSX, XLSB or ODS file that hold anything.
fn sheets(bytes: &[u8]) -> Result<Vec<Member>, ContainerError> {
    let damaged = |_| ContainerError::Damaged;
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut members = Vec::new();
    let mut room = MOST_UNPACKED;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let mut csv = String::new();
        for row in range.rows().skip_while(|row| row.iter().all(|cell| *cell == Data::Empty)) {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    csv.push(',');
                }
                push_cell(&mut csv, &cell_text(cell));
            }
            csv.push('\n');
            if csv.len() > room {
                return Err(ContainerError::TooLarge);
            }
        }
        room -= csv.len();
        if !csv.is_empty() {
            members.push(Member { name, bytes: csv.into_bytes(), is_sheet: true });
        }
    }
    Ok(members)
}

fn push_cell(csv: &mut String, text: &str) {
    if text.contains(['"', ',', '\n', '\r']) || text.starts_with(char::is_whitespace) {
        csv.push('"');
        csv.push_str(&text.replace('"', "\"\""));
        csv.push('"');
    } else {
        csv.push_str(text);
    }
}

/// A cell as the text that the table's reader understands: dates as ISO 8601 without zone, numbers
/// with the digits that they still have (an id of 18 digits has lost some and must show it).
#[expect(
    clippy::cast_possible_truncation,
    reason = "only whole numbers that a double holds exactly are cast"
)]
fn cell_text(cell: &Data) -> String {
    /// 2^53, from which on neighbouring integers share one double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => {
            (*number as i64).to_string()
        }
        // Shown with an exponent, as a number that went through floating point.
        Data::Float(number) if number.abs() >= EXACT => {
            let text = format!("{number:e}");
            if text.contains('.') { text } else { text.replace('e', ".0e") }
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        // From 1900 to 9999, the days that spreadsheets know.
        Data::DateTime(at) if at.is_datetime() && (0.0..2_958_466.0).contains(&at.as_f64()) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        Data::DateTime(at) => at.as_f64().to_string(),
    }
}

#[cfg(test)]
mod tests;
