//! Words of a text with their places in it.

use serde::Serialize;

/// A stretch of a text in bytes: `start` belongs to it, `end` does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Span {
    /// The words of `text` that it covers; empty when it does not lie in it.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// From the beginning of this to the end of `other`.
    pub(crate) const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// One word: letters and digits, or a sign that says something about a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    /// Lower case, with the plain apostrophe and without spaces inside numbers.
    pub(crate) lower: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether a sign that ends a clause (. , ; : ! ? or a dash between spaces) stands before it.
    pub(crate) after_stop: bool,
    /// The first two signs between it and the word before, `\0` where there are fewer: `['-', '\0']`
    /// in "300-400".
    pub(crate) gap: [char; 2],
}

impl Word {
    /// Whether exactly this sign stands between it and the word before.
    pub(crate) fn joined_by(&self, sign: char) -> bool {
        self.gap == [sign, '\0']
    }
}

/// More words than this in one text are not looked at: a sentence is checked, not a book.
const MOST: usize = 20_000;

/// The words of a text in order. `d'une` gives `d'` and `une`; `1 200`, `1,200` and `3.5` are one
/// word each; `%` and `€` are words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut after_stop = false;
    let mut before = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if out.len() >= MOST {
            break;
        }
        if !letter.is_alphanumeric() && letter != '%' {
            after_stop |= matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '—' | '–');
            continue;
        }
        let mut end = start + letter.len_utf8();
        let number = letter.is_ascii_digit();
        while let Some(&(at, next)) = letters.peek() {
            let rest = &text[at + next.len_utf8()..];
            let goes_on = if number {
                next.is_ascii_digit() || (joins_digits(next) && three_digits(rest, next))
            } else {
                letter != '%' && (next.is_alphanumeric() || (next == '-' && begins_word(rest)))
            };
            if goes_on {
                letters.next();
                end = at + next.len_utf8();
                continue;
            }
            // An elided word keeps its apostrophe, so that "l'" is not a letter by itself.
            if !number && is_apostrophe(next) && begins_word(rest) {
                letters.next();
                end = at + next.len_utf8();
            }
            break;
        }
        let span = Span { start, end };
        out.push(Word {
            lower: plain(span.of(text)),
            span,
            capital: letter.is_uppercase(),
            after_stop,
            gap: gap(text, before, start),
        });
        after_stop = false;
        before = end;
    }
    out
}

fn gap(text: &str, from: usize, to: usize) -> [char; 2] {
    let mut signs = text.get(from..to).unwrap_or_default().chars();
    [signs.next().unwrap_or('\0'), signs.next().unwrap_or('\0')]
}

fn begins_word(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_alphanumeric)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// Signs that stand between the digits of one number.
fn joins_digits(letter: char) -> bool {
    matches!(letter, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Three digits follow a sign that groups them; a point or comma also stands before decimals.
fn three_digits(rest: &str, sign: char) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 || (matches!(sign, ',' | '.') && (1..=3).contains(&digits))
}

fn plain(word: &str) -> String {
    word.chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|letter| if is_apostrophe(letter) { '\'' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.lower).collect()
    }

    #[test]
    fn grouped_digits_are_one_word_and_elisions_are_two() {
        assert_eq!(
            lower("D’après l’agence, 1 200 attaques (38 %) et 1,200.5 avant-hier"),
            [
                "d'",
                "après",
                "l'",
                "agence",
                "1200",
                "attaques",
                "38",
                "%",
                "et",
                "1,200.5",
                "avant-hier"
            ]
        );
    }

    #[test]
    fn a_clause_ends_before_the_word_after_its_sign() {
        let stops: Vec<bool> = words("a day, half").iter().map(|word| word.after_stop).collect();
        assert_eq!(stops, [false, false, true]);
    }

    #[test]
    fn spans_lie_in_the_text_they_came_from() {
        let text = "« Moitié » 12 345 ͏́ü";
        for word in words(text) {
            assert!(!word.span.of(text).is_empty(), "{word:?}");
        }
    }
}
