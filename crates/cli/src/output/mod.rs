//! How results are shown: one typed value, as text for people or as JSON for programs.
//!
//! Text is built as a [`Page`]; styles are ANSI codes that are stripped on the way out when nobody
//! can see them. Values reach this crate through the gate of `app`: no text here is hostile.

mod page;
mod style;
mod table;
mod wrap;

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use jiff::tz::TimeZone;
use serde::Serialize;
use vigie_app::gate;
use vigie_app::model::Timestamp;
use vigie_app::model::finding::When;
use vigie_app::words::{Arg, Words};

pub(crate) use page::Page;
pub(crate) use style::{BAD, DIM, GOOD, STRONG, TODAY, URGENT, styled};
pub(crate) use table::{Cell, Table};

use crate::arguments::Format;
use crate::failure::Failure;

/// What a command returns: serialised for programs, laid out for people.
pub(crate) trait Report: Serialize {
    /// The text for people.
    fn page(&self, ui: &Ui) -> Page;

    /// The objects of `--format ndjson`, one a line. By default there is one: the whole value.
    ///
    /// # Errors
    /// When a value does not serialise.
    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        Ok(vec![serde_json::to_value(self)?])
    }

    /// The table of `--format csv`, for commands that have one.
    fn csv(&self) -> Option<Vec<u8>> {
        None
    }
}

/// Who is looking, and how.
pub(crate) struct Ui {
    /// The language.
    pub(crate) words: Words,
    /// Whose wall time is shown.
    pub(crate) zone: TimeZone,
    /// Text or JSON.
    pub(crate) format: Format,
    /// Paragraphs are wrapped here; `None` on a pipe, where each is one line.
    pub(crate) width: Option<usize>,
    /// Whether the next useful command is shown.
    pub(crate) hints: bool,
    /// When to colour.
    pub(crate) color: ColorChoice,
}

/// Wider lines are hard to read even where they fit.
const WIDEST: usize = 100;

impl Ui {
    /// What standard output allows.
    pub(crate) fn new(
        words: Words,
        zone: TimeZone,
        format: Format,
        color: ColorChoice,
        quiet: bool,
    ) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = is_terminal.then(|| terminal.unwrap_or(80).clamp(40, WIDEST));
        Self { words, zone, format, width, hints: is_terminal && !quiet, color }
    }

    /// A message.
    pub(crate) fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(id, args)
    }

    /// A message without arguments.
    pub(crate) fn plain(&self, id: &str) -> String {
        self.words.plain(id)
    }

    /// What a part below says in English, in the language: under `<kind>-<its letters>`. What has no
    /// words there stays as it is.
    pub(crate) fn worded(&self, kind: &str, said: &str) -> String {
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let id = format!("{kind}-{}", said.chars().map(letter).collect::<String>());
        self.words.find(&id).unwrap_or_else(|| said.to_owned())
    }

    /// Wall time to the second.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        at.shown_in(&self.zone)
    }

    /// From one time to another; the day stands once when both share it.
    pub(crate) fn span(&self, first: Timestamp, last: Timestamp) -> String {
        let (first, last) = (self.time(first), self.time(last));
        if first == last {
            return first;
        }
        match (first.split_once(' '), last.split_once(' ')) {
            (Some((day, _)), Some((other, time))) if day == other => format!("{first} – {time}"),
            _ => format!("{first} – {last}"),
        }
    }

    /// How soon to look, in its colour.
    pub(crate) fn when(&self, when: When) -> Cell {
        match when {
            When::Now => Cell::styled(self.plain("when-now"), URGENT),
            When::Today => Cell::styled(self.plain("when-today"), TODAY),
            When::Note => Cell::styled(self.plain("when-note"), DIM),
        }
    }

    /// How far a detector has been tried, in words.
    pub(crate) fn maturity(&self, word: &str) -> Option<String> {
        match word {
            "preview" => Some(self.plain("maturity-preview")),
            "stable" => Some(self.plain("maturity-stable")),
            _ => None,
        }
    }

    /// Prints a result on standard output.
    ///
    /// # Errors
    /// When it cannot be written; a reader that went away is a failure of kind broken pipe.
    pub(crate) fn show(&self, report: &impl Report) -> Result<(), Failure> {
        self.print(report, gate::is_sealing())
    }

    /// As [`Ui::show`], for the words of a rumour itself, once showing them is on record.
    ///
    /// # Errors
    /// As [`Ui::show`].
    pub(crate) fn show_revealed(&self, report: &impl Report) -> Result<(), Failure> {
        self.print(report, false)
    }

    /// Values passed the gate one by one; `seal` is the last net, for what was put together.
    fn print(&self, report: &impl Report, seal: bool) -> Result<(), Failure> {
        let mut out = io::BufWriter::new(AutoStream::new(io::stdout(), self.color));
        match self.format {
            Format::Text => {
                let page = report.page(self);
                for line in page.text().split_inclusive('\n') {
                    let line = if seal { gate::sealed(line) } else { line.into() };
                    out.write_all(line.as_bytes())?;
                    if !line.ends_with('\n') {
                        out.write_all(b"\n")?;
                    }
                }
            }
            Format::Csv => {
                let table = String::from_utf8_lossy(&report.csv().unwrap_or_default()).into_owned();
                let table = if seal { gate::sealed(&table) } else { table.into() };
                out.write_all(table.as_bytes())?;
            }
            Format::Json => {
                if seal {
                    let mut value = serde_json::to_value(report)?;
                    gate::seal_json(&mut value);
                    serde_json::to_writer_pretty(&mut out, &value)?;
                } else {
                    serde_json::to_writer_pretty(&mut out, report)?;
                }
                out.write_all(b"\n")?;
            }
            Format::Ndjson => {
                for mut record in report.records()? {
                    if seal {
                        gate::seal_json(&mut record);
                    }
                    serde_json::to_writer(&mut out, &record)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        Ok(out.flush()?)
    }
}

/// An object with its kind in front, for streams of several kinds.
pub(crate) fn record_of(
    kind: &str,
    body: &impl Serialize,
) -> Result<serde_json::Value, serde_json::Error> {
    let mut record = serde_json::Map::new();
    record.insert("record".to_owned(), kind.into());
    match serde_json::to_value(body)? {
        serde_json::Value::Object(fields) => record.extend(fields),
        other => drop(record.insert("value".to_owned(), other)),
    }
    Ok(record.into())
}

#[cfg(test)]
pub(crate) mod testing {
    //! Fixed surroundings for tests of rendering.

    use super::{Report, Ui};
    use crate::arguments::Format;
    use anstream::ColorChoice;
    use jiff::tz::TimeZoneDatabase;
    use vigie_app::model::Timestamp;
    use vigie_app::words::{Language, Words};

    /// A terminal of 80 columns in Paris.
    pub(crate) fn ui(language: Language) -> Ui {
        Ui {
            words: Words::new(language),
            zone: TimeZoneDatabase::bundled().get("Europe/Paris").unwrap(),
            format: Format::Text,
            width: Some(80),
            hints: true,
            color: ColorChoice::Never,
        }
    }

    /// The text of a report on that terminal, styles stripped.
    pub(crate) fn shown(report: &impl Report, language: Language) -> String {
        strip(report.page(&ui(language)).text())
    }

    /// The text of a report in a pipe.
    pub(crate) fn piped(report: &impl Report) -> String {
        let ui = Ui { width: None, hints: false, ..ui(Language::English) };
        strip(report.page(&ui).text())
    }

    fn strip(text: &str) -> String {
        let text = anstream::adapter::strip_str(text).to_string();
        for line in text.lines() {
            assert_eq!(line, line.trim_end(), "no line ends in spaces");
        }
        text
    }

    pub(crate) fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }
}
