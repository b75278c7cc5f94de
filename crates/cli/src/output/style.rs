//! The few styles of the house. Colour never says anything alone: a word stands with it.

use anstyle::{AnsiColor, Style};

/// Names and headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Now.
pub(crate) const URGENT: Style = AnsiColor::Red.on_default().bold();
/// Before the day ends.
pub(crate) const TODAY: Style = AnsiColor::Yellow.on_default().bold();
/// As it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Not as it should be.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// The text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    if text.is_empty() || style == Style::new() {
        return text.to_owned();
    }
    format!("{style}{text}{style:#}")
}
