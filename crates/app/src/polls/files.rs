//! Files as figures: tables by their layout, articles by their words.

use std::collections::{BTreeMap, BTreeSet};

use vigie_read::polls::{At, Figure, Import, ImportError, Question, import, same_name};

use super::rows::FileRow;
use crate::gate::harmless;
use crate::inbox::guessed_map;
use crate::measures::decode;
use crate::press::{Pressed, poll_figures};
use crate::{AppError, Refusal};

/// A file with its figures.
pub(super) struct Source {
    pub(super) row: FileRow,
    pub(super) figures: Vec<Figure>,
    /// The words of an article.
    pub(super) text: String,
}

impl Source {
    /// The sentence that a figure was read from.
    pub(super) fn sentence(&self, figure: &Figure) -> Option<String> {
        match figure.at {
            At::Text { sentence, .. } => Some(harmless(sentence.of(&self.text).trim())),
            At::Row { .. } => None,
        }
    }
}

/// Reads tables first: the names in them say whom a surname in an article means. Each file that is
/// neither table nor article is refused for itself.
pub(super) fn read(files: &[Pressed]) -> Vec<Result<Source, AppError>> {
    let tables: Vec<Result<Option<Source>, AppError>> = files.iter().map(table).collect();
    let known = Known::of(tables.iter().flatten().flatten());
    let all = tables.into_iter().zip(files);
    all.map(|(read, file)| Ok(read?.unwrap_or_else(|| article(file, &known)))).collect()
}

fn table(file: &Pressed) -> Result<Option<Source>, AppError> {
    // A table of another encoding is read as it is meant; what is no text is refused below.
    let decoded = match std::str::from_utf8(&file.bytes) {
        Ok(_) => None,
        Err(_) => decode(&file.bytes),
    };
    let bytes = decoded.as_ref().map_or(file.bytes.as_slice(), |text| text.as_bytes());
    let name = || harmless(&file.name);
    let read = match import(bytes) {
        Ok(read) => read,
        Err(ImportError::UnknownLayout) if is_article(&file.name, bytes) => return Ok(None),
        Err(ImportError::Json { line }) => {
            return Err(Refusal::BrokenPollTable { name: name(), line }.into());
        }
        Err(_) => return Err(Refusal::NoPollTable { name: name() }.into()),
    };
    Ok(Some(of_import(&file.name, read)))
}

/// Whether a file that is no table of polls may be an article.
fn is_article(name: &str, bytes: &[u8]) -> bool {
    const TABLES: [&str; 8] = ["csv", "tsv", "json", "ndjson", "jsonl", "xlsx", "xls", "ods"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if ending.is_some_and(|ending| TABLES.contains(&ending.as_str())) {
        return false;
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is_json = matches!(start.first(), Some(b'{' | b'['));
    !is_json && !head.contains(&0) && (start.starts_with(b"<") || guessed_map(head).is_none())
}

fn of_import(name: &str, read: Import) -> Source {
    let mut figures = read.figures;
    let mut from_name = None;
    for figure in &mut figures {
        // Approval in office is asked at any time: it belongs to no election.
        if figure.election.is_none() && figure.question != Question::Popularity {
            let label = from_name.get_or_insert_with(|| election_of(name));
            figure.election.clone_from(label);
        }
    }
    let mut aside = BTreeMap::new();
    read.aside.iter().for_each(|one| *aside.entry(one.why).or_insert(0) += 1);
    let row = FileRow {
        name: harmless(name),
        layout: Some(read.layout),
        figures: figures.len(),
        polls: polls(&figures),
        aside: aside.into_iter().collect(),
        aside_lines: read.aside,
        mended: read.repairs,
        odd_dates: read.odd_dates.iter().map(|key| harmless(key)).collect(),
        election_from_name: from_name.flatten().as_deref().map(harmless),
        other_percentages: 0,
        sentence: String::new(),
        notes: Vec::new(),
    };
    Source { row, figures, text: String::new() }
}

fn polls(figures: &[Figure]) -> usize {
    figures.iter().map(|figure| figure.poll.as_str()).collect::<BTreeSet<_>>().len()
}

/// The year in a file's name; where there is none or there are several, the name itself. Tables that
/// name no election must not be read as one: a name that stands in 2017 and in 2022 is two races.
fn election_of(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let numbers = file.split(|letter: char| !letter.is_ascii_digit());
    let years: BTreeSet<&str> = numbers
        .filter(|digits| {
            digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
        })
        .collect();
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let label = if years.len() == 1 { years.first().copied() } else { Some(stem) };
    label.filter(|label| !label.is_empty()).map(str::to_owned)
}

/// Whom tables are about, and in which elections.
struct Known {
    names: Vec<String>,
    elections: BTreeMap<(String, Question), BTreeSet<Option<String>>>,
}

impl Known {
    fn of<'a>(tables: impl Iterator<Item = &'a Source>) -> Self {
        let mut names = BTreeSet::new();
        let mut elections: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for figure in tables.flat_map(|source| &source.figures) {
            names.insert(figure.candidate.as_str());
            let key = (same_name(&figure.candidate), figure.question);
            elections.entry(key).or_default().insert(figure.election.clone());
        }
        Self { names: names.into_iter().map(str::to_owned).collect(), elections }
    }

    /// The one election in which tables ask the same of the same person.
    fn election(&self, figure: &Figure) -> Option<String> {
        let all = self.elections.get(&(same_name(&figure.candidate), figure.question))?;
        if all.len() == 1 { all.first().cloned().flatten() } else { None }
    }
}

fn article(file: &Pressed, known: &Known) -> Source {
    let (text, read) = poll_figures(file, known.names.clone());
    let mut figures = read.figures;
    for figure in &mut figures {
        figure.election = known.election(figure);
    }
    let row = FileRow {
        name: harmless(&file.name),
        layout: None,
        figures: figures.len(),
        polls: polls(&figures),
        aside: Vec::new(),
        aside_lines: Vec::new(),
        mended: Vec::new(),
        odd_dates: Vec::new(),
        election_from_name: None,
        other_percentages: read.left.len(),
        sentence: String::new(),
        notes: Vec::new(),
    };
    Source { row, figures, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_election_is_the_year_in_a_name_or_the_name() {
        let of = |name| election_of(name).unwrap_or_default();
        assert_eq!(of("polls/presidentielle2027.csv"), "2027");
        assert_eq!(of("presidentielles_2027.json"), "2027");
        assert_eq!(of("2022-2027.csv"), "2022-2027");
        assert_eq!(of("mayor.csv"), "mayor");
        assert_eq!(election_of(""), None);
    }

    #[test]
    fn what_is_neither_table_nor_text_is_no_article() {
        assert!(is_article("a.txt", b"An Ipsos poll gives Harlow 24 percent, and Mercer 22.\n"));
        assert!(is_article("", b"<p>An Ipsos poll</p>"));
        assert!(!is_article("", b"{\"a\": 1}") && !is_article("a.txt", b"PK\x03\x04\0\0"));
        assert!(!is_article("a.CSV", b"poll,candidate\n1,Harlow\n"));
        assert!(!is_article("a.txt", b"date;message\n2027-04-01;a b c\n"));
    }
}
