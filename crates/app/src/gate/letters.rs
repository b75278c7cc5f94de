//! The letters of a text, with where each stands: what the eye reads, however it was written.
//!
//! Accents, case, punctuation, invisible characters and the escapes of addresses and JSON fall
//! away, so that `Clinic`, `c-l-i-n-i-c`, `clinic%20` and `\u0063linic` are the same six letters.
//! Letters of other alphabets that look alike are not told apart from themselves: they stay.

use std::ops::Range;

/// One letter or digit, in lower case without accent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Letter {
    pub(super) letter: char,
    /// Where the bytes that stand for it begin.
    pub(super) from: usize,
    /// Where they end.
    pub(super) to: usize,
    /// A word begins with it.
    pub(super) opens: bool,
}

/// The letters of `text`, in order.
pub(super) fn of(text: &str) -> Vec<Letter> {
    let mut letters = Gathered { letters: Vec::with_capacity(text.len()), opens: true };
    let mut at = 0;
    let mut escape = Vec::new();
    while let Some(first) = text[at..].chars().next() {
        let length = match first {
            '%' => percent(&text[at..], &mut escape),
            '\\' => backslash(&text[at..], &mut escape),
            _ => 0,
        };
        if length == 0 {
            letters.add(first, at..at + first.len_utf8());
            at += first.len_utf8();
        } else {
            for letter in String::from_utf8_lossy(&escape).chars() {
                letters.add(letter, at..at + length);
            }
            at += length;
        }
    }
    letters.letters
}

/// Whether the letter at `at` is the last of its word.
pub(super) fn closes(letters: &[Letter], at: usize) -> bool {
    letters.get(at + 1).is_none_or(|next| next.opens)
}

struct Gathered {
    letters: Vec<Letter>,
    opens: bool,
}

impl Gathered {
    fn add(&mut self, letter: char, place: Range<usize>) {
        if letter.is_ascii() {
            if letter.is_ascii_alphanumeric() {
                self.push(letter.to_ascii_lowercase(), &place);
            } else {
                self.opens = true;
            }
            return;
        }
        // The kernel's form of a single character: one spelling rule for matching and for sealing.
        let form = vigie_kernels::text::near_copy::comparable(letter.encode_utf8(&mut [0; 4]));
        if form.is_empty() {
            self.opens |= !super::is_hidden(letter) && !is_mark(letter);
        }
        for part in form.chars() {
            if part == ' ' {
                self.opens = true;
            } else {
                self.push(part, &place);
            }
        }
    }

    fn push(&mut self, letter: char, place: &Range<usize>) {
        let opens = std::mem::take(&mut self.opens);
        self.letters.push(Letter { letter, from: place.start, to: place.end, opens });
    }
}

/// Accents that stand on the letter before them.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        || super::is_raw_byte(letter)
}

/// The bytes of `%C3%A9…` and how many characters write them; 0 when it is no escape.
fn percent(text: &str, bytes: &mut Vec<u8>) -> usize {
    bytes.clear();
    let mut length = 0;
    while let Some([b'%', high, low]) = text.as_bytes().get(length..length + 3) {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
        let (Some(high), Some(low)) = (digit(high), digit(low)) else { break };
        bytes.push(high * 16 + low);
        length += 3;
    }
    length
}

/// The text of `\u00e9…` or of a single-letter escape, and how many characters write it; 0 when
/// it is none. Single letters part words.
fn backslash(text: &str, bytes: &mut Vec<u8>) -> usize {
    bytes.clear();
    let mut units = Vec::new();
    let mut length = 0;
    while let Some(digits) = text[length..].strip_prefix("\\u").and_then(|rest| rest.get(..4)) {
        let Ok(unit) = u16::from_str_radix(digits, 16) else { break };
        units.push(unit);
        length += 6;
    }
    if length > 0 {
        bytes.extend_from_slice(String::from_utf16_lossy(&units).as_bytes());
        return length;
    }
    match text.as_bytes().get(1) {
        Some(b'n' | b'r' | b't' | b'b' | b'f' | b'"' | b'/' | b'\\') => {
            bytes.push(b' ');
            2
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut out = String::new();
        for letter in of(text) {
            if letter.opens && !out.is_empty() {
                out.push(' ');
            }
            out.push(letter.letter);
        }
        out
    }

    #[test]
    fn spellings_of_one_word_have_the_same_letters() {
        for text in
            ["Clinic", "cli\u{200b}nic", "ClI\u{ad}nic", "clinic%20", "\\u0063linic", "clínic"]
        {
            assert_eq!(words(text), "clinic", "{text}");
        }
        assert_eq!(words("/a/Caf%C3%A9-noir?x=%zz"), "a cafe noir x zz");
        assert_eq!(words("caf\\u00e9\\nnoir"), "cafe noir");
        assert_eq!(words("cafe\u{301} ﬁn — ＃Été"), "cafe fin ete");
    }

    #[test]
    fn letters_know_where_they_stand() {
        let text = "x é%C3%A9";
        let places: Vec<&str> = of(text).iter().map(|at| &text[at.from..at.to]).collect();
        assert_eq!(places, ["x", "é", "%C3%A9"]);
    }
}
