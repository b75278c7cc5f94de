//! Columns that line up by display width.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::styled;
use super::wrap::wrap;

/// One field of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }

    pub(crate) fn text(&self) -> String {
        styled(self.style, &self.text)
    }

    /// The text without its style.
    pub(crate) fn plain(&self) -> &str {
        &self.text
    }

    /// The text with spaces after it up to a display width.
    pub(crate) fn padded(&self, width: usize) -> String {
        format!("{}{}", self.text(), " ".repeat(width.saturating_sub(self.text.width())))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), style: Style::new() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, style: Style::new() }
    }
}

/// Which side of a column its fields stand on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Left,
    Right,
}

/// Rows of fields.
#[derive(Default)]
pub(crate) struct Table {
    sides: Vec<Side>,
    rows: Vec<Vec<Cell>>,
    indent: usize,
    is_wrapping: bool,
}

/// Between two columns.
const GAP: usize = 2;
/// A column narrower than this is no place to wrap in.
const LEAST_ROOM: usize = 24;

impl Table {
    /// A table whose columns are all on the left.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Puts these columns (from 0) on the right.
    pub(crate) fn right(mut self, columns: impl IntoIterator<Item = usize>) -> Self {
        for column in columns {
            if self.sides.len() <= column {
                self.sides.resize(column + 1, Side::Left);
            }
            self.sides[column] = Side::Right;
        }
        self
    }

    /// Moves the table to the right.
    pub(crate) fn indent(mut self, indent: usize) -> Self {
        self.indent = indent;
        self
    }

    /// Breaks the last field of a row over several lines where it is too long for the terminal.
    pub(crate) fn wrapping(mut self) -> Self {
        self.is_wrapping = true;
        self
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The lines, without trailing spaces.
    pub(super) fn lines(&self, width: Option<usize>) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(|column| self.width_of(column)).collect();
        let before_last: usize = widths.iter().rev().skip(1).map(|width| width + GAP).sum();
        let room = width.unwrap_or(usize::MAX).saturating_sub(self.indent + before_last);
        let mut lines = Vec::new();
        for row in &self.rows {
            match row.split_last() {
                Some((last, before))
                    if self.is_wrapping && row.len() == columns && room >= LEAST_ROOM =>
                {
                    let mut before = before.to_vec();
                    for part in wrap(&last.text, room, Style::new()) {
                        before.push(Cell::styled(part, last.style));
                        lines.push(self.line(&before, &widths));
                        before = vec![Cell::default(); columns - 1];
                    }
                    if last.text.is_empty() {
                        lines.push(self.line(&before, &widths));
                    }
                }
                _ => lines.push(self.line(row, &widths)),
            }
        }
        lines
    }

    fn width_of(&self, column: usize) -> usize {
        let fields = self.rows.iter().filter_map(|row| row.get(column));
        fields.map(|cell| cell.text.width()).max().unwrap_or(0)
    }

    fn line(&self, row: &[Cell], widths: &[usize]) -> String {
        let mut line = " ".repeat(self.indent);
        // Spaces are owed until something follows them.
        let mut owed = 0;
        for (column, cell) in row.iter().enumerate() {
            let free = widths[column].saturating_sub(cell.text.width());
            let side = self.sides.get(column).copied().unwrap_or(Side::Left);
            let (before, after) = if side == Side::Right { (free, 0) } else { (0, free) };
            if !cell.text.is_empty() {
                line.push_str(&" ".repeat(owed + before));
                line.push_str(&cell.text());
                owed = after + GAP;
            } else {
                owed += widths[column] + GAP;
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_letters() {
        let mut table = Table::new().right([1]).indent(1);
        table.row(["file", "new", "note"].map(Cell::from));
        table.row(["日本.csv", "1,204", ""].map(Cell::from));
        table.row([Cell::styled("é", Style::new().bold()), "7".into(), "x".into()]);
        table.row(["", "", "y"].map(Cell::from));
        let lines = table.lines(None).join("\n");
        insta::assert_snapshot!(anstream::adapter::strip_str(&lines), @"
        file        new  note
        日本.csv  1,204
        é             7  x
                         y
        ");
    }

    #[test]
    fn a_long_last_field_is_wrapped_under_itself() {
        let mut table = Table::new().indent(2).wrapping();
        table.row(["clock", "one two three four five six seven"].map(Cell::from));
        table.row(["key", ""].map(Cell::from));
        assert_eq!(
            table.lines(Some(34)),
            ["  clock  one two three four five", "         six seven", "  key"]
        );
        assert_eq!(table.lines(None)[0], "  clock  one two three four five six seven");
    }
}
