//! GDELT's Global Knowledge Graph, version 2.1: 27 columns between tabs, one document a line.
//!
//! The date of a row is that of the fifteen-minute batch in which the document was SEEN; it is no
//! date of publication. That one stands, for some documents, among the extras. There is no text.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::html_text::entities;
use crate::lines::sample;
use crate::post::{Objects, Post, Text, in_utc};
use crate::record::ClaimedTime;
use crate::text::lossy;
use crate::text_lines::{self, Format, Line};
use crate::{
    Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, encoding,
};

/// The source.
pub(crate) struct Gdelt;

const FORMAT: Format = Format { source: "gdelt-gkg", version: 1, read };

const COLUMNS: usize = 27;

impl Source for Gdelt {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "GDELT Global Knowledge Graph 2.1: documents seen, 27 columns between tabs",
            fr: "GDELT Global Knowledge Graph 2.1 : documents vus, 27 colonnes entre tabulations",
            example: "20270401080000-1\t20270401080000\t1\tgazette.example\thttps://gazette.example/a\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t",
            personal: "addresses of documents, and the names of persons that a row lists",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "themes, places, persons, organisations and tone: computed by others",
            "quotations and amounts",
            "videos",
            "documents that are no web pages",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let (mut good, mut all) = (0, 0);
        for line in sample(&head) {
            all += 1;
            good += usize::from(columns(&lossy(line)).is_some());
        }
        Score(u8::try_from(96 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(text_lines::parser(FORMAT, options))
    }

    /// All but the id, the date, the kind and the tone.
    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let mut spans = Vec::new();
            let mut start = 0;
            for (column, cell) in record.split(|byte| *byte == b'\t').enumerate() {
                let range = start..start + cell.len();
                start = range.end + 1;
                if !matches!(column, 0..=2 | 15) && !range.is_empty() {
                    spans.push(Span { range, matter: Matter::Text });
                }
            }
            spans
        })
    }
}

/// The cells, when it is a row of the format: batch number, fourteen digits, and enough columns.
fn columns(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let (id, date) = (cells.first()?, cells.get(1)?);
    let is_date = date.len() == 14 && date.bytes().all(|byte| byte.is_ascii_digit());
    (cells.len() == COLUMNS && is_date && id.starts_with(&date[..8])).then_some(cells)
}

/// `20270401080000`, in UTC.
fn stamp(digits: &str) -> ClaimedTime {
    let iso = || {
        let part = |from: usize, to: usize| digits.get(from..to);
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
        Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
    };
    in_utc(if digits.is_empty() { None } else { iso() }.as_deref())
}

fn read<'a>(line: &'a str, _: &TimeZone) -> Line<'a> {
    let Some(cells) = columns(line) else {
        return Line::Unfit("no row of 27 columns with id and date");
    };
    let address = cells[4];
    // 1 is the web; others are citations, archives and broadcasts without address.
    if cells[2] != "1" || !address.contains("://") {
        return Line::Dropped("documents that are no web pages");
    }
    let extras = cells[26];
    let published = inside(extras, "PAGE_PRECISEPUBTIMESTAMP").unwrap_or_default();
    let mut images = Objects::default();
    images.push(cells[18]);
    Line::Post(Box::new(Post {
        claimed: Some(stamp(&published)),
        observed_at: stamp(cells[1]).at.filter(|at| at.is_plausible()),
        platform: Some("web".into()),
        native_id: Some(address.into()),
        kind: Some("article".into()),
        author_id: Some(Cow::Borrowed(cells[3])),
        author_name: inside(extras, "PAGE_AUTHORS"),
        title: inside(extras, "PAGE_TITLE"),
        url: Some(address.into()),
        language: Some(language(cells[25]).into()),
        links: inside(extras, "PAGE_LINKS").map(|links| {
            let mut list = Objects::default();
            links.split(';').for_each(|link| list.push(link));
            list.text().unwrap_or_default()
        }),
        images: images.text(),
        ..Post::default()
    }))
}

/// What stands in an element of the extras.
fn inside<'a>(extras: &'a str, name: &str) -> Text<'a> {
    let start = extras.find(&["<", name, ">"].concat())? + name.len() + 2;
    let end = extras[start..].find(&["</", name, ">"].concat())?;
    Some(entities(extras[start..start + end].trim()))
}

/// `srclc:fra;eng:…`; a row without translation is of a document in English.
fn language(translation: &str) -> &str {
    let code = translation.split(';').find_map(|part| part.trim().strip_prefix("srclc:"));
    code.filter(|code| !code.is_empty()).unwrap_or("eng")
}
