//! Labelled documents, from the files that people keep them in (docs/tagger.md):
//!
//! - **articles** (`.txt`), as the project's own test set: heading, text, `---`, one line a statement;
//! - **spans** (`.jsonl`): one document a line, `text` and `attributions` with spans in characters;
//! - **tags** (`.jsonl`): one row a line, `tokens` and `labels` (`B-source`, `I-cue` …, `O`), rows with
//!   one `id` after another being one document.

use serde::Deserialize;

use super::error::TaggerError;
use super::labels::{Kind, Label, outermost, runs};
use crate::{Language, Span};

/// More bytes in one file are not read.
pub const MOST_FILE_BYTES: usize = 256 << 20;

/// A labelled document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Its file and place.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// Spans that do not overlap, in the order of the text.
    pub labels: Vec<Label>,
    /// The tokens of tagged rows: spans are compared in them. Otherwise empty, and in our own.
    pub rows: Vec<Vec<Span>>,
}

/// English unless it reads as French.
pub(super) fn language_of(text: &str) -> Language {
    match whichlang::detect_language(text) {
        whichlang::Lang::Fra => Language::Fr,
        _ => Language::En,
    }
}

/// Reads a labelled file. Of rows of JSON only those are taken whose `compartment` is the one that is
/// asked for; without one, all.
///
/// # Errors
/// When a line is not what the format says; the error names it.
pub fn read_labelled(
    name: &str,
    content: &str,
    compartment: Option<&str>,
) -> Result<Vec<Document>, TaggerError> {
    let jsonl = std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("jsonl") || end.eq_ignore_ascii_case("ndjson"));
    if jsonl {
        Lines { name, compartment, tagged: Vec::new(), out: Vec::new() }.read(content)
    } else {
        super::article::read(name, content).map(|document| vec![document])
    }
}

/// A line of JSON, of either form.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: String,
    compartment: Option<String>,
    language: Option<String>,
    text: Option<String>,
    #[serde(default)]
    attributions: Vec<Attribution>,
    tokens: Option<Vec<String>>,
    #[serde(default)]
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct Attribution {
    #[serde(default)]
    source: Vec<Piece>,
    #[serde(default)]
    cue: Vec<Piece>,
    #[serde(default)]
    content: Vec<Piece>,
}

/// Start and end in characters; the words themselves may stand behind and are not believed.
type Piece = Vec<serde_json::Value>;

fn ends(piece: &Piece) -> Option<(usize, usize)> {
    let number = |at: usize| usize::try_from(piece.get(at)?.as_u64()?).ok();
    Some((number(0)?, number(1)?))
}

struct Lines<'a> {
    name: &'a str,
    compartment: Option<&'a str>,
    tagged: Vec<Row>,
    out: Vec<Document>,
}

impl Lines<'_> {
    fn read(mut self, content: &str) -> Result<Vec<Document>, TaggerError> {
        for (at, line) in content.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let wrong =
                |reason| TaggerError::Labels { file: self.name.to_owned(), line: at + 1, reason };
            let row: Row = serde_json::from_str(line).map_err(|_| {
                wrong("is no row of JSON with text and attributions, or tokens and labels")
            })?;
            let asked =
                self.compartment.is_none_or(|asked| row.compartment.as_deref() == Some(asked));
            if !asked {
                continue;
            }
            if let Some(tokens) = &row.tokens {
                if tokens.len() != row.labels.len() {
                    return Err(wrong("has not one label for each token"));
                }
                if self.tagged.first().is_some_and(|first| first.id != row.id) {
                    self.join();
                }
                self.tagged.push(row);
            } else if let Some(text) = &row.text {
                self.join();
                let labels = spans(text, &row.attributions)
                    .ok_or_else(|| wrong("has a span that does not lie in its text"))?;
                let name = format!("{}:{}", self.name, at + 1);
                self.out.push(document(name, text.clone(), row.language.as_deref(), labels));
            } else {
                return Err(wrong("has neither text nor tokens"));
            }
        }
        self.join();
        Ok(self.out)
    }

    /// Makes a document of the tagged rows that were gathered.
    fn join(&mut self) {
        let rows = std::mem::take(&mut self.tagged);
        let Some(first) = rows.first() else { return };
        let (text, places) = rebuilt(&rows);
        let mut labels = Vec::new();
        for (row, places) in rows.iter().zip(&places) {
            let tags: Vec<u8> = row.labels.iter().map(|label| tag(label)).collect();
            for (start, end, kind) in runs(&tags) {
                let span = Span { start: places[start].start, end: places[end - 1].end };
                labels.push(Label { span, kind });
            }
        }
        let name = format!("{}:{}", self.name, first.id);
        let made = document(name, text, first.language.as_deref(), labels);
        self.out.push(Document { rows: places, ..made });
    }
}

fn document(name: String, text: String, language: Option<&str>, labels: Vec<Label>) -> Document {
    let language = match language {
        Some("fr") => Language::Fr,
        Some("en") => Language::En,
        _ => language_of(&text),
    };
    Document { name, text, language, labels, rows: Vec::new() }
}

fn tag(label: &str) -> u8 {
    let kind = Kind::ALL.into_iter().find(|kind| label.get(2..) == Some(kind.name()));
    let inside = label.starts_with("I-");
    kind.map_or(0, |kind| u8::try_from(kind.place() * 2 + 1).unwrap_or(0) + u8::from(inside))
}

/// The spans of attributions, the outermost first: what lies in another's content is not learnt.
fn spans(text: &str, all: &[Attribution]) -> Option<Vec<Label>> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut groups = Vec::new();
    for one in all {
        let mut labels = Vec::new();
        let kinds =
            [(Kind::Content, &one.content), (Kind::Cue, &one.cue), (Kind::Source, &one.source)];
        for (kind, pieces) in kinds {
            for piece in pieces {
                let (start, end) = ends(piece)?;
                let (start, end) = (*bytes.get(start)?, *bytes.get(end)?);
                if start > end {
                    return None;
                }
                labels.push(Label { span: Span { start, end }, kind });
            }
        }
        groups.push(labels);
    }
    Some(outermost(groups))
}

/// The text of tagged rows, one a paragraph, with where each token stands.
fn rebuilt(rows: &[Row]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for row in rows {
        let mut at = Vec::new();
        for token in row.tokens.iter().flatten() {
            let token = match token.as_str() {
                "``" => "“",
                "''" => "”",
                "`" => "‘",
                "-LRB-" => "(",
                "-RRB-" => ")",
                other => other,
            };
            let glued = matches!(
                token,
                "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "n't" | "n’t" | "%"
            ) || token.starts_with(['\'', '’']) && token.chars().count() > 1
                || text.ends_with(['“', '(', '‘', '$']);
            if !glued && !text.ends_with('\n') && !text.is_empty() {
                text.push(' ');
            }
            at.push(Span { start: text.len(), end: text.len() + token.len() });
            text.push_str(token);
        }
        places.push(at);
        text.push_str("\n\n");
    }
    (text, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(document: &Document) -> Vec<String> {
        let words = document.labels.iter();
        words.map(|one| format!("{} {}", one.kind.name(), one.span.of(&document.text))).collect()
    }

    #[test]
    fn spans_count_characters_and_the_outermost_is_kept() {
        let line = r#"{"text": "“Né à Élan”, Ana said Bo lied.", "attributions": [
            {"source": [[22, 24]], "cue": [[25, 29]], "content": []},
            {"source": [[13, 16]], "cue": [[17, 21]], "content": [[0, 11], [22, 29, "Bo lied"]]}]}"#;
        let read = read_labelled("a.jsonl", &line.replace('\n', " "), None).unwrap();
        assert_eq!(
            shown(&read[0]),
            ["content “Né à Élan”", "source Ana", "cue said", "content Bo lied"]
        );
    }

    #[test]
    fn rows_of_one_id_are_one_document() {
        let rows = concat!(
            r#"{"id": "a", "compartment": "train", "tokens": ["``", "No", "''", "said", "Ana"], "labels": ["B-content", "I-content", "I-content", "B-cue", "B-source"]}"#,
            "\n",
            r#"{"id": "a", "compartment": "train", "tokens": ["Rain", "."], "labels": ["O", "O"]}"#,
            "\n",
            r#"{"id": "b", "compartment": "dev", "tokens": ["Sun", "."], "labels": ["O", "O"]}"#,
            "\n",
            r#"{"id": "c", "tokens": ["Sun", "."], "labels": ["O", "O"]}"#,
        );
        let read = read_labelled("a.jsonl", rows, Some("train")).unwrap();
        assert_eq!(read.len(), 1, "the rows of another compartment and of none are left out");
        assert_eq!(shown(&read[0]), ["content “No”", "cue said", "source Ana"]);
        assert_eq!(read[0].rows.len(), 2);
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        let error = read_labelled(
            "x.jsonl",
            "\n{\"text\": \"a\", \"attributions\": [{\"cue\": [[0, 9]]}]}",
            None,
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "x.jsonl, line 2: has a span that does not lie in its text"
        );
        let error = read_labelled("x.jsonl", "{\"tokens\": [\"a\"], \"labels\": []}", None);
        assert_eq!(
            error.unwrap_err().to_string(),
            "x.jsonl, line 1: has not one label for each token"
        );
    }
}
