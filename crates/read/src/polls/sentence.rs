//! Sentences and paragraphs, as far as figures need them.

use crate::words::Span;

/// Short forms that end in a point and end no sentence.
const SHORT: &[&str] = &[
    "m", "mm", "mr", "mrs", "ms", "dr", "st", "ste", "prof", "gen", "sen", "rep", "gov", "lt",
    "col", "no", "vs", "etc", "cf", "env", "av", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "janv", "févr", "avr", "juil", "déc", "me", "mgr", "jr",
    "sr",
];

/// One sentence, and the number of the paragraph (line) it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Sentence {
    pub(super) span: Span,
    pub(super) paragraph: usize,
}

/// The sentences of a text in order. A line is a paragraph; an empty one counts as none.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    for line in text.split_inclusive('\n') {
        let before = out.len();
        split(line, start, paragraph, &mut out);
        paragraph += usize::from(out.len() > before);
        start += line.len();
    }
    out
}

fn split(line: &str, offset: usize, paragraph: usize, out: &mut Vec<Sentence>) {
    let mut from = 0;
    let mut push = |from: usize, to: usize| {
        let part = &line[from..to];
        let trimmed = part.trim();
        if trimmed.chars().any(char::is_alphanumeric) {
            let start = offset + from + (part.len() - part.trim_start().len());
            out.push(Sentence { span: Span { start, end: start + trimmed.len() }, paragraph });
        }
    };
    for (at, letter) in line.char_indices() {
        if at >= from && matches!(letter, '.' | '!' | '?' | '…' | ';') {
            let end = at + letter.len_utf8();
            let closed = &line[end..];
            let quotes = closed
                .chars()
                .take_while(|letter| is_closing(*letter))
                .map(char::len_utf8)
                .sum::<usize>();
            if letter == ';' || ends(&line[from..at], letter, &closed[quotes..]) {
                push(from, end + quotes);
                from = end + quotes;
            }
        }
    }
    push(from, line.len());
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '\u{202f}' | '\u{a0}')
}

/// Whether a sign ends the sentence: space and a beginning behind it, no short form before it.
fn ends(before: &str, sign: char, after: &str) -> bool {
    let rest = after.trim_start_matches(char::is_whitespace);
    let spaced = rest.len() < after.len() || rest.is_empty();
    let begins = rest
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .is_none_or(|letter| letter.is_uppercase() || letter.is_ascii_digit());
    if !spaced || !begins {
        return false;
    }
    let last: String = before
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    // One letter and a point: an initial ("J. Harlow"), not an end.
    sign != '.' || (!SHORT.contains(&last.as_str()) && last.chars().count() != 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_an_initial_and_a_decimal_end_no_sentence() {
        let text = "M. Corvel a 24,5 % des voix. “Mr. J. Harlow has 3.5 percent.” He leads; she follows.\n\nNext";
        let read: Vec<(&str, usize)> =
            sentences(text).iter().map(|one| (one.span.of(text), one.paragraph)).collect();
        assert_eq!(
            read,
            [
                ("M. Corvel a 24,5 % des voix.", 0),
                ("“Mr. J. Harlow has 3.5 percent.”", 0),
                ("He leads;", 0),
                ("she follows.", 0),
                ("Next", 1)
            ]
        );
    }
}
