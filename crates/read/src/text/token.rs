//! Tokens: words, numbers and signs.

use crate::Language;
use crate::words::Span;

/// One token.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent marks that rules ask for one by one"
)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// Lower case with the plain apostrophe.
    pub(crate) lower: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether it is a word or a number.
    pub(crate) word: bool,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether every letter is a capital and there are two or more.
    pub(crate) shout: bool,
    /// Whether a line ends before it.
    pub(crate) new_line: bool,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
    /// 1 + the quotation that it stands in, signs included; 0 outside.
    pub(crate) quote: u32,
}

/// Whether a token ends a sentence.
pub(crate) fn is_stop(token: &Token) -> bool {
    matches!(token.lower.as_str(), "." | "!" | "?" | "…")
}

/// Words whose point belongs to them.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "st", "jr", "sr",
    "prof", "rev", "hon", "capt", "cmdr", "vs", "inc", "corp", "co", "ltd", "no", "jan", "feb",
    "aug", "sept", "oct", "nov", "dec", "mm", "ste", "etc", "dept", "ave", "calif", "fla", "wis",
    "ariz", "colo", "conn", "mich", "minn", "okla", "tenn", "tex",
];

const AFTER_APOSTROPHE: &[&str] = &["s", "re", "ve", "ll", "d", "m"];
const INVERTED: &[&str] = &["il", "elle", "ils", "elles", "on", "je", "nous", "vous", "t", "ce"];

/// The tokens of a text.
pub(crate) fn tokens(text: &str, language: Language) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let bytes = text.as_bytes();
    let (mut at, mut new_line, mut spaced) = (0, true, true);
    while let Some(letter) = text[at..].chars().next() {
        let size = letter.len_utf8();
        if letter.is_whitespace() {
            new_line |= letter == '\n';
            spaced = true;
            at += size;
            continue;
        }
        let (end, word) = if letter.is_alphanumeric() {
            (word_end(text, at, language), true)
        } else if let Some(end) = clitic_end(text, at, spaced) {
            (end, true)
        } else if letter == '`' && bytes.get(at + 1) == Some(&b'`')
            || letter == '\'' && bytes.get(at + 1) == Some(&b'\'')
        {
            (at + 2, false)
        } else if text[at..].starts_with("...") {
            (at + 3, false)
        } else if let Some(end) = inverted_end(text, at, spaced, language) {
            (end, true)
        } else {
            (at + size, false)
        };
        out.push(token(text, Span { start: at, end }, word, new_line, spaced));
        (at, new_line, spaced) = (end, false, false);
    }
    out
}

fn token(text: &str, span: Span, word: bool, new_line: bool, spaced: bool) -> Token {
    let raw = span.of(text);
    let mut lower = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '’' | 'ʼ' => lower.push('\''),
            _ if letter.is_ascii() => lower.push(letter.to_ascii_lowercase()),
            _ => lower.extend(letter.to_lowercase()),
        }
    }
    if lower == "..." {
        "…".clone_into(&mut lower);
    }
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    let shout = capital
        && raw.chars().filter(|letter| letter.is_alphabetic()).count() > 1
        && raw.chars().all(|letter| !letter.is_lowercase());
    Token { lower, span, word, capital, shout, new_line, spaced, quote: 0 }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// The end of the word that begins at `start`.
fn word_end(text: &str, start: usize, language: Language) -> usize {
    let mut at = start;
    let mut letters = text[start..].chars().peekable();
    let digit = text.as_bytes()[start].is_ascii_digit();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() {
            at += letter.len_utf8();
            continue;
        }
        let next = letters.peek().copied();
        let rest = &text[at + letter.len_utf8()..];
        match letter {
            '-' if next.is_some_and(char::is_alphanumeric) => {
                if language == Language::Fr && INVERTED.contains(&first_word(rest).as_str()) {
                    return at;
                }
                at += 1;
            }
            '.' | ',' if digit && next.is_some_and(|next| next.is_ascii_digit()) => at += 1,
            '.' if !digit => {
                let word = text[start..at].to_ascii_lowercase();
                let initial = word.rsplit('.').next().is_some_and(|last| last.chars().count() == 1)
                    && text[start..].starts_with(char::is_uppercase);
                let inside = next.is_some_and(char::is_alphanumeric) && at - start <= 6 && initial;
                if inside
                    || initial
                    || (ABBREVIATIONS.contains(&word.as_str())
                        && (text[start..].starts_with(char::is_uppercase)
                            || matches!(word.as_str(), "vs" | "etc")))
                {
                    at += 1;
                    if !inside {
                        return at;
                    }
                } else {
                    return at;
                }
            }
            _ if is_apostrophe(letter) && next.is_some_and(char::is_alphanumeric) => {
                let tail = first_word(rest);
                let word = text[start..at].to_lowercase();
                if language == Language::Fr {
                    // "aujourd'hui" is one word; "l'" and "qu'" end with their apostrophe.
                    if word != "aujourd" {
                        return at + letter.len_utf8();
                    }
                } else if AFTER_APOSTROPHE.contains(&tail.as_str()) {
                    return at;
                }
                at += letter.len_utf8();
            }
            _ => return at,
        }
    }
    at
}

fn first_word(rest: &str) -> String {
    rest.chars()
        .take_while(|letter| letter.is_alphanumeric())
        .take(8)
        .flat_map(char::to_lowercase)
        .collect()
}

/// "'s" after a word.
fn clitic_end(text: &str, at: usize, spaced: bool) -> Option<usize> {
    let letter = text[at..].chars().next().filter(|letter| is_apostrophe(*letter))?;
    let behind = at + letter.len_utf8();
    let tail = first_word(&text[behind..]);
    (!spaced && AFTER_APOSTROPHE.contains(&tail.as_str()) && at > 0).then(|| behind + tail.len())
}

/// "-t-" and "-il" after a French verb.
fn inverted_end(text: &str, at: usize, spaced: bool, language: Language) -> Option<usize> {
    let rest = text[at..].strip_prefix('-').filter(|_| !spaced && language == Language::Fr)?;
    let word = first_word(rest);
    let through = at + 1 + word.len();
    match word.as_str() {
        "t" if text[through..].starts_with('-') => Some(through),
        _ if INVERTED.contains(&word.as_str()) => Some(through),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(text: &str, language: Language) -> String {
        tokens(text, language)
            .iter()
            .map(|token| token.lower.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn points_and_apostrophes_belong_to_their_words() {
        assert_eq!(
            lower("Mr. Doe’s U.S. aide didn't say 1,200.5. ‘No,’ said J. Roe.", Language::En),
            "mr. doe 's u.s. aide didn't say 1,200.5 . ‘ no , ' said j. roe ."
        );
        assert_eq!(
            lower("« Rien », a-t-il dit aujourd’hui, qu’elle nie-t-elle ?", Language::Fr),
            "« rien » , a -t -il dit aujourd'hui , qu' elle nie -t -elle ?"
        );
    }
}
