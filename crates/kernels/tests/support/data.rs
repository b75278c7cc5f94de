//! Reads the shared data sets, which are not part of this repository.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder, when there is one.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    folder.is_dir().then(|| folder.to_owned())
}

/// A whole file, unpacked when its name ends in `.gz`.
pub fn text(path: &Path) -> String {
    let mut file = File::open(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    text
}

/// The named columns of a CSV file, row by row. Quoted fields may hold commas, not line breaks.
pub fn columns<const N: usize>(text: &str, names: [&str; N]) -> Vec<[String; N]> {
    let mut lines = text.lines();
    let header = fields(lines.next().unwrap_or(""));
    let places = names.map(|name| header.iter().position(|field| field == name).unwrap());
    lines
        .map(|line| {
            let fields = fields(line);
            places.map(|place| fields[place].clone())
        })
        .collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            letter => field.push(letter),
        }
    }
    fields.push(field);
    fields
}

/// Numbers for texts, in the order of the texts.
pub struct Coded {
    numbers: HashMap<String, i64>,
}

impl Coded {
    pub fn new<'a>(texts: impl Iterator<Item = &'a String>) -> Self {
        let mut sorted: Vec<&String> = texts.collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self { numbers: sorted.into_iter().cloned().zip(0..).collect() }
    }

    pub fn code(&self, text: &str) -> i64 {
        self.numbers[text]
    }
}

/// Co-sharing rows as coded columns; rows without object are left out.
pub struct Shares {
    pub object: Vec<i64>,
    pub content: Vec<i64>,
    pub account: Vec<i64>,
    pub time: Vec<i64>,
}

/// Columns in the order object, content, account, time.
pub fn shares(path: &Path, names: [&str; 4]) -> (Shares, Coded) {
    let mut rows = columns(&text(path), names);
    rows.retain(|row| !row[0].is_empty());
    let codes = Coded::new(rows.iter().flat_map(|row| &row[..3]));
    let column = |place: usize| rows.iter().map(|row| codes.code(&row[place])).collect();
    let time = rows.iter().map(|row| row[3].parse().unwrap()).collect();
    let (object, content, account) = (column(0), column(1), column(2));
    (Shares { object, content, account, time }, codes)
}
