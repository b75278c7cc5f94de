//! The form of the project's own test set: an article as text, its statements one a line behind `---`.
//!
//! `act | speaker | target | cue`, and as a fifth column, where they are known, the bytes of the text:
//! `source=0-12 cue=13-17 content=18-90,95-110`. Without it the cue is looked for in the order of the
//! text, the speaker beside it, and its content is what the rules read there.

use super::data::{Document, language_of};
use super::error::TaggerError;
use super::labels::{Kind, Label, outermost, spans_of};
use crate::Span;
use crate::statements::{Context, Statement, read_statements};

/// An article never has more: looking for each one's words must not take for ever.
const MOST_STATEMENTS: usize = 5_000;

/// One statement to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The act, as in the press test set.
    pub act: String,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Whom it is about.
    pub targets: Vec<String>,
    /// The words that say so.
    pub cue: String,
    /// Where its parts stand in the text; none for a statement of the headline.
    pub labels: Vec<Label>,
}

/// Writes an article with its statements in the form that [`super::read_labelled`] reads, and the
/// press tests do.
#[must_use]
pub fn write_article(
    headline: &str,
    outlet: &str,
    date: &str,
    text: &str,
    lines: &[Line],
) -> String {
    let flat = |text: &str| text.replace(['\n', '\r', '|'], " ").trim().to_owned();
    let mut out = String::new();
    for (name, value) in [("headline", headline), ("outlet", outlet), ("date", date)] {
        out.push_str(&format!("{name}: {}\n", flat(value)));
    }
    // The text keeps its bytes, so that spans stand; a rule of its own would end it early.
    out.push_str(&format!("\n{text}\n---\n"));
    for line in lines {
        let speaker = line.speaker.as_deref().map_or_else(|| "-".to_owned(), flat);
        let targets: Vec<String> = line.targets.iter().map(|target| flat(target)).collect();
        let targets = if targets.is_empty() { "-".to_owned() } else { targets.join("; ") };
        out.push_str(&format!("{} | {speaker} | {targets} | {}", line.act, flat(&line.cue)));
        let spans: Vec<String> =
            Kind::ALL.into_iter().filter_map(|kind| shown(kind, &line.labels)).collect();
        if !spans.is_empty() {
            out.push_str(&format!(" | {}", spans.join(" ")));
        }
        out.push('\n');
    }
    out
}

fn shown(kind: Kind, labels: &[Label]) -> Option<String> {
    let of = labels.iter().filter(|label| label.kind == kind);
    let spans: Vec<String> =
        of.map(|label| format!("{}-{}", label.span.start, label.span.end)).collect();
    (!spans.is_empty()).then(|| format!("{}={}", kind.name(), spans.join(",")))
}

pub(super) fn read(name: &str, content: &str) -> Result<Document, TaggerError> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content).replace("\r\n", "\n");
    let wrong = |line: usize, reason| TaggerError::Labels { file: name.to_owned(), line, reason };
    let (heading, rest) = content
        .split_once("\n\n")
        .ok_or_else(|| wrong(1, "has no empty line between heading and text"))?;
    // The last rule parts text and statements: a text may hold one of its own.
    let (text, gold) = rest
        .rsplit_once("\n---\n")
        .ok_or_else(|| wrong(1, "has no line --- before its statements"))?;
    let language = language_of(text);
    let found = read_statements(text, "", language);
    let first = heading.lines().count() + text.lines().count() + 3;
    let mut groups = Vec::new();
    let mut from = 0;
    if gold.lines().count() > MOST_STATEMENTS {
        return Err(wrong(first, "has more than 5,000 statements"));
    }
    for (at, line) in gold.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, speaker, _, cue, ref rest @ ..] = fields[..] else {
            return Err(wrong(first + at, "is not act | speaker | target | cue"));
        };
        if let Some(spans) = rest.first().filter(|spans| !spans.is_empty()) {
            let spans = parsed(spans, text)
                .ok_or_else(|| wrong(first + at, "has spans that do not lie in its text"))?;
            groups.push(spans);
        } else if let Some(cue) = place(text, cue, speaker, from) {
            from = cue.start;
            groups.push(beside(text, cue, speaker, &found));
        }
    }
    Ok(Document {
        name: name.to_owned(),
        language,
        labels: outermost(groups),
        text: text.to_owned(),
        rows: Vec::new(),
    })
}

fn parsed(fields: &str, text: &str) -> Option<Vec<Label>> {
    let mut out = Vec::new();
    for field in fields.split_whitespace() {
        let (kind, spans) = field.split_once('=')?;
        let kind = Kind::ALL.into_iter().find(|one| one.name() == kind)?;
        for span in spans.split(',') {
            let (start, end) = span.split_once('-')?;
            let (start, end) = (start.parse().ok()?, end.parse().ok()?);
            text.get(start..end)?;
            out.push(Label { span: Span { start, end }, kind });
        }
    }
    // Contents first, as the rules' labels: what overlaps them is part of them.
    out.sort_by_key(|label| std::cmp::Reverse(label.kind));
    Some(out)
}

/// Where the words of a cue stand, not before `from` where there is a choice, in a paragraph that
/// names the speaker where one does.
fn place(text: &str, cue: &str, speaker: &str, from: usize) -> Option<Span> {
    let all: Vec<Span> = whole(text, cue).collect();
    let last = speaker.rsplit(' ').next().unwrap_or_default();
    let named = |span: &&Span| {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        text[start..end].contains(last)
    };
    let behind = || all.iter().filter(|span| span.start >= from);
    behind().find(named).or_else(|| behind().next()).or_else(|| all.first()).copied()
}

/// Where `words` stand as whole words.
fn whole<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    let letter = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
    let places = (!words.is_empty()).then(|| text.match_indices(words)).into_iter().flatten();
    places.map(|(start, found)| Span { start, end: start + found.len() }).filter(move |span| {
        !letter(text[..span.start].chars().next_back()) && !letter(text[span.end..].chars().next())
    })
}

/// The cue with what stands beside it: as the rules read it, or the speaker's name in its paragraph.
fn beside(text: &str, cue: Span, speaker: &str, found: &[Statement]) -> Vec<Label> {
    let read = found.iter().find(|one| {
        one.context != Context::Headline && one.cue.start < cue.end && cue.start < one.cue.end
    });
    if let Some(read) = read {
        return spans_of(read).collect();
    }
    let mut out = vec![Label { span: cue, kind: Kind::Cue }];
    let last = speaker.rsplit(' ').next().unwrap_or_default();
    let near = whole(text, speaker).chain(whole(text, last)).min_by_key(|span| {
        let inside = text[span.end.min(cue.end)..span.start.max(cue.start)].contains('\n');
        (inside, span.start.abs_diff(cue.start))
    });
    out.extend(near.map(|span| Label { span, kind: Kind::Source }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagger::read_labelled;

    #[test]
    fn what_is_written_reads_back_with_its_spans() {
        let text = "“Nothing was taken,” said Ana Roe. Bo Lind was scathing.\n---\nThe end.";
        let label = |start, end, kind| Label { span: Span { start, end }, kind };
        let (cue, source) = (text.find("said").unwrap(), text.find("Ana").unwrap());
        let labels = vec![
            label(0, cue - 1, Kind::Content),
            label(cue, cue + 4, Kind::Cue),
            label(source, source + 7, Kind::Source),
        ];
        let line = Line {
            act: "deny".to_owned(),
            speaker: Some("Ana | Roe".to_owned()),
            targets: Vec::new(),
            cue: "said".to_owned(),
            labels: labels.clone(),
        };
        let file = write_article("A\nheadline", "The Gazette", "2027-03-02", text, &[line]);
        let read = read_labelled("a.txt", &file, None).unwrap();
        assert_eq!(read[0].text, text);
        assert_eq!(read[0].labels, labels);
        assert!(
            file.ends_with("deny | Ana   Roe | - | said | source=30-37 cue=25-29 content=0-24\n"),
            "{file}"
        );
    }

    #[test]
    fn a_cue_without_spans_is_found_beside_its_speaker() {
        let text = "He said nothing. Rain fell.\n\nAna Roe said that the fund was empty.";
        let file = format!("headline: x\n\n{text}\n---\nclaim | Ana Roe | - | said\n");
        let read = read_labelled("a.txt", &file, None).unwrap();
        let shown: Vec<&str> = read[0].labels.iter().map(|one| one.span.of(text)).collect();
        assert_eq!(shown, ["Ana Roe", "said", "that the fund was empty"]);
    }

    #[test]
    fn files_that_are_not_of_the_form_are_named() {
        for (file, wants) in [
            ("no heading", "a.txt, line 1: has no empty line between heading and text"),
            ("headline: x\n\ntext", "a.txt, line 1: has no line --- before its statements"),
            (
                "headline: x\n\ntext\n---\ndeny | Ana",
                "a.txt, line 5: is not act | speaker | target | cue",
            ),
            (
                "headline: x\n\ntext\n---\na | b | c | d | cue=2-9",
                "a.txt, line 5: has spans that do not lie in its text",
            ),
        ] {
            assert_eq!(read_labelled("a.txt", file, None).unwrap_err().to_string(), wants);
        }
    }
}
