//! Pictures: a screenshot with the words that a person typed from it. The picture is kept as it came,
//! byte by byte, in one record with the words; a copy that leaves the house goes without what cameras
//! and programs write into pictures about their owners.
//!
//! Nothing is read out of the picture itself: the words are the person's, and say so.

mod bare;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigie_model::time::Timestamp;

use super::{How, Input};
use crate::AppError;

pub use bare::without_metadata;

/// The largest picture, in bytes: with its words it must fit into one record.
pub const MOST_PICTURE: u64 = 5_800_000;
/// The longest text beside a picture, in bytes.
const MOST_TEXT: u64 = 64 << 10;

/// Whether a file begins like a picture that can be kept with words.
#[must_use]
pub fn is_picture(head: &[u8]) -> bool {
    head.starts_with(b"\x89PNG\r\n\x1a\n") || head.starts_with(b"\xff\xd8\xff")
}

/// Where the words of a picture are looked for: `shot.png.txt` beside `shot.png`.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".txt");
    name.into()
}

/// One record: the picture and its words.
#[derive(Serialize)]
struct Line<'a> {
    screenshot: &'a str,
    file: &'a str,
    text: &'a str,
    bytes: String,
}

/// How such a record is read.
const MAPPING: [(&str, &str); 4] = [
    ("native_id", "screenshot"),
    ("text", "text"),
    ("image", "screenshot"),
    ("kind", "'screenshot'"),
];

/// The record of a picture with words, and how to read it; `None` for any other input.
///
/// # Errors
/// When the picture or its words cannot be read, or it is too large.
pub(super) fn of(
    input: &Input,
    how: &How,
    now: Timestamp,
) -> Result<Option<(Input, How)>, AppError> {
    let (path, typed) = match input {
        Input::Picture { path, text } => (path, Some(text.clone())),
        Input::File(path) => (path, None),
        _ => return Ok(None),
    };
    let read = |source| AppError::Read { path: path.clone(), source };
    // What is read from a pipe to look at it would be gone.
    if !std::fs::metadata(path).map_err(read)?.is_file() {
        return Ok(None);
    }
    let mut head = [0; 8];
    let count = File::open(path).and_then(|mut file| file.read(&mut head)).map_err(read)?;
    if !is_picture(&head[..count]) {
        return Ok(None);
    }
    let words = beside(path);
    let text = match typed {
        Some(text) => text,
        None if words.is_file() => {
            String::from_utf8_lossy(&bounded(&words, MOST_TEXT)?).into_owned()
        }
        None => return Ok(None),
    };
    let bytes = bounded(path, MOST_PICTURE)?;
    let name = Input::File(path.clone()).name();
    let digest = format!("blake3:{}", blake3::hash(&bytes).to_hex());
    let line = Line { screenshot: &digest, file: &name, text: text.trim(), bytes: base64(&bytes) };
    let mut line = serde_json::to_vec(&line)?;
    line.push(b'\n');
    let mapping = MAPPING.map(|(column, field)| (column.to_owned(), field.to_owned()));
    let how =
        How { source: Some("table".to_owned()), mapping: mapping.into(), host: how.host.clone() };
    Ok(Some((Input::Fetched { address: name, at: now, bytes: line.into() }, how)))
}

/// Whether an input is the words of another one, a picture.
pub(super) fn is_words(input: &Input, inputs: &[Input]) -> bool {
    let Input::File(path) = input else { return false };
    inputs.iter().any(|other| match other {
        Input::File(picture) | Input::Picture { path: picture, .. } => {
            beside(picture) == *path && begins_as_picture(picture)
        }
        _ => false,
    })
}

/// Whether a file is a picture that can be kept with words; one that cannot be read is none.
#[must_use]
pub fn begins_as_picture(path: &Path) -> bool {
    let mut head = [0; 8];
    if !path.is_file() {
        return false;
    }
    let count = File::open(path).and_then(|mut file| file.read(&mut head));
    count.is_ok_and(|count| is_picture(&head[..count]))
}

/// A whole file of at most `most` bytes.
///
/// # Errors
/// When it cannot be read or is longer.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub fn bounded(path: &Path, most: u64) -> Result<Vec<u8>, AppError> {
    let read = |source| AppError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(read)?.take(most + 1).read_to_end(&mut bytes).map_err(read)?;
    if bytes.len() as u64 > most {
        return Err(crate::Refusal::TooLarge { path: path.to_owned(), limit: most }.into());
    }
    Ok(bytes)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let mut bits = 0;
        for at in 0..3 {
            bits = bits << 8 | usize::from(three.get(at).copied().unwrap_or(0));
        }
        for at in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * at) & 63];
            text.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfd]), "//79");
    }
}
