//! The text of one result, line by line.

use std::fmt::Write;

use anstyle::Style;

use super::Ui;
use super::style::{DIM, STRONG, styled};
use super::table::Table;
use super::wrap::{wrap, wrap_markdown};

/// Narrower paragraphs cannot be read; they stand out of the terminal instead.
const LEAST_ROOM: usize = 20;

/// Lines for people, with ANSI styles.
pub(crate) struct Page {
    text: String,
    width: Option<usize>,
    hints: bool,
    next: Option<String>,
}

impl Page {
    /// An empty page for these surroundings.
    pub(crate) fn new(ui: &Ui) -> Self {
        Self {
            text: String::new(),
            width: ui.width,
            hints: ui.hints,
            next: ui.hints.then(|| ui.plain("next")),
        }
    }

    /// Everything so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// One line as it is.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref().trim_end());
        self.text.push('\n');
    }

    /// One line in a style.
    pub(crate) fn styled(&mut self, style: Style, line: &str) {
        self.line(styled(style, line));
    }

    /// An empty line, unless the page is empty or already ends in one.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading with an empty line before it.
    pub(crate) fn heading(&mut self, heading: &str) {
        self.blank();
        self.styled(STRONG, heading);
    }

    /// A paragraph of plain text, wrapped on a terminal, one line elsewhere.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "", Style::new(), text);
    }

    /// A paragraph behind a mark (`- `, `! `), its further lines under its first word.
    pub(crate) fn hanging(&mut self, indent: usize, mark: &str, style: Style, text: &str) {
        let lines = wrap(text, self.room(indent, mark), style);
        self.behind(indent, mark, &lines);
    }

    /// Prose of a page in Markdown: paragraphs and list items, as its author wrote them.
    pub(crate) fn prose(&mut self, indent: usize, text: &str) {
        let mut paragraph = String::new();
        for line in text.lines().chain([""]) {
            let is_item = line.trim_start().starts_with("- ");
            if (line.trim().is_empty() || is_item) && !paragraph.is_empty() {
                let (mark, text) = match paragraph.strip_prefix("- ") {
                    Some(item) => ("- ", item),
                    None => ("", paragraph.as_str()),
                };
                let lines = wrap_markdown(text, self.room(indent, mark));
                self.behind(indent, mark, &lines);
                paragraph.clear();
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }

    /// What an indent and a mark leave of a line.
    fn room(&self, indent: usize, mark: &str) -> usize {
        let taken = indent + mark.chars().count();
        self.width.map_or(usize::MAX, |width| width.saturating_sub(taken).max(LEAST_ROOM))
    }

    fn behind(&mut self, indent: usize, mark: &str, lines: &[String]) {
        let blank = " ".repeat(mark.chars().count());
        for (number, line) in lines.iter().enumerate() {
            let lead = if number == 0 { mark } else { &blank };
            // Writing to a String cannot fail.
            let _ = writeln!(self.text, "{}{lead}{line}", " ".repeat(indent));
        }
    }

    /// A table.
    pub(crate) fn table(&mut self, table: &Table) {
        for line in table.lines(self.width) {
            self.line(line);
        }
    }

    /// The next useful command, where somebody can read it.
    pub(crate) fn next(&mut self, command: &str) {
        self.hint(&[command]);
    }

    /// The next useful commands, one a line.
    pub(crate) fn hint(&mut self, commands: &[&str]) {
        let Some(label) = self.next.clone() else { return };
        self.blank();
        let indent = " ".repeat(label.chars().count());
        for (number, command) in commands.iter().enumerate() {
            let lead = if number == 0 { &label } else { &indent };
            self.line(format!("{} {command}", styled(DIM, lead)));
        }
    }

    /// Whether hints are shown.
    pub(crate) fn hints(&self) -> bool {
        self.hints
    }
}
