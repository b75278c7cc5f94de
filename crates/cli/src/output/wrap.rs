//! Breaking a paragraph into lines by display width.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::styled;

/// A stretch of text without a place to break, in pieces of one style each.
#[derive(Clone, Default)]
struct Word {
    pieces: Vec<(String, Style)>,
}

impl Word {
    fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text.width()).sum()
    }

    fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    fn shown(&self) -> String {
        self.pieces.iter().map(|(text, style)| styled(*style, text)).collect()
    }

    fn push(&mut self, letter: char, style: Style) {
        match self.pieces.last_mut() {
            Some((text, last)) if *last == style => text.push(letter),
            _ => self.pieces.push((letter.to_string(), style)),
        }
    }

    /// French sets a space before these; none of them begins a line.
    fn is_closing_mark(&self) -> bool {
        matches!(self.pieces.as_slice(), [(text, _)] if [";", ":", "!", "?", "»"].contains(&text.as_str()))
    }
}

/// Breaks text at spaces so that no line is wider than `width`; a longer word stands alone.
/// No-break spaces do not break.
pub(super) fn wrap(text: &str, width: usize, style: Style) -> Vec<String> {
    fill(words(text, |_, style| Mark::Letter(style), style), width)
}

/// As [`wrap`], with the stars of Markdown as styles: `**strong**` and `*stressed*`.
pub(super) fn wrap_markdown(text: &str, width: usize) -> Vec<String> {
    let strong = Style::new().bold();
    let stressed = Style::new().italic();
    let mark = |rest: &str, style: Style| {
        let toggled = |on: Style| if style == on { Style::new() } else { on };
        if rest.starts_with("**") {
            Mark::Style(toggled(strong), 2)
        } else if rest.starts_with('*')
            && (style == stressed || is_opening(rest) && style != strong)
        {
            Mark::Style(toggled(stressed), 1)
        } else {
            Mark::Letter(style)
        }
    };
    fill(words(text, mark, Style::new()), width)
}

/// A star before a space is a star.
fn is_opening(rest: &str) -> bool {
    rest[1..].chars().next().is_some_and(|next| !next.is_whitespace())
}

/// What stands at one place of a text.
enum Mark {
    /// A letter in this style.
    Letter(Style),
    /// So many bytes that switch to this style.
    Style(Style, usize),
}

fn words(text: &str, mark: impl Fn(&str, Style) -> Mark, style: Style) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let (mut style, mut rest) = (style, text);
    while let Some(letter) = rest.chars().next() {
        if matches!(letter, ' ' | '\n') {
            words.push(Word::default());
            rest = &rest[1..];
            continue;
        }
        match mark(rest, style) {
            Mark::Style(next, bytes) => {
                style = next;
                rest = &rest[bytes..];
            }
            Mark::Letter(style) => {
                if let Some(word) = words.last_mut() {
                    word.push(letter, style);
                }
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn fill(words: Vec<Word>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let mark = words.next_if(Word::is_closing_mark);
        let needed = word.width() + mark.as_ref().map_or(0, |mark| 1 + mark.width());
        if used > 0 && used + 1 + needed > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for word in [Some(word), mark].into_iter().flatten() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word.shown());
            used += word.width();
        }
    }
    if used > 0 {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, width: usize) -> Vec<String> {
        wrap(text, width, Style::new())
    }

    #[test]
    fn lines_fit_and_no_break_spaces_hold() {
        assert_eq!(plain("one two three", 7), ["one two", "three"]);
        assert_eq!(plain("dit\u{202f}: oui", 5), ["dit\u{202f}:", "oui"]);
        assert_eq!(plain("unbreakable", 3), ["unbreakable"]);
        assert_eq!(plain("日本 語", 4), ["日本", "語"]);
        assert!(plain("  ", 3).is_empty());
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        assert_eq!(plain("des outils ; deux", 10), ["des", "outils ;", "deux"]);
    }

    #[test]
    fn stars_become_styles_and_width_is_that_of_the_letters() {
        let lines = wrap_markdown("**Not that**, *seen* 2 * 3", 9);
        let bare: Vec<_> =
            lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
        assert_eq!(bare, ["Not that,", "seen 2 *", "3"]);
        assert!(lines[0].starts_with("\u{1b}[1mNot"), "{:?}", lines[0]);
    }
}
