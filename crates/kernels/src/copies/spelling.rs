//! The spelling by which texts are compared.
//!
//! In this order: characters that nobody sees are dropped; compatibility composition (NFKC, Unicode
//! Standard Annex 15); lower case, `ß` as `ss` and final sigma as sigma; links (`http://`,
//! `https://`, `www.` up to white space) and mentions (`@name`) become a space; white space becomes
//! one space, none at the ends. Accents and marks stay: they part words in many languages, and who
//! takes them out leaves a text that is still near. Most texts hold only characters that can be
//! spelled one by one, from a table; a text with others (combining marks, say) goes the long way.

use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use vigie_model::hidden::is_hidden;

/// Characters below are looked up.
const TABLE: u32 = 0x3000;
/// In the table: takes the long way, or more than one character.
const OTHER: u16 = 0;
/// In the table: dropped.
const DROPPED: u16 = 1;

/// Appends the spelling of `text` to `out`, as UTF-8.
pub fn spell(text: &str, out: &mut Vec<u8>) {
    let start = out.len();
    let mut writer = Writer::new(out);
    if one_by_one(text, &mut writer) {
        writer.end();
        return;
    }
    out.truncate(start);
    the_long_way(text, out);
}

/// The definition, for any text.
fn the_long_way(text: &str, out: &mut Vec<u8>) {
    let mut writer = Writer::new(out);
    let seen = text.chars().filter(|letter| letter.is_whitespace() || !is_hidden(*letter));
    for letter in seen.nfkc() {
        lower(letter, &mut writer);
    }
    writer.end();
}

fn lower(letter: char, writer: &mut Writer<'_>) {
    match letter {
        'ß' | 'ẞ' => {
            writer.push('s');
            writer.push('s');
        }
        'ς' => writer.push('σ'),
        letter => letter.to_lowercase().for_each(|lower| writer.push(lower)),
    }
}

/// Spells the characters by themselves; `false` when one of them depends on its neighbours.
fn one_by_one(text: &str, writer: &mut Writer<'_>) -> bool {
    let table: &[u16] = &SPELLINGS;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            let run = writer.push_run(&bytes[at..]);
            if run == 0 {
                writer.push_ascii(byte);
            }
            at += run.max(1);
            continue;
        }
        let run = writer.push_letters(&bytes[at..], table);
        if run > 0 {
            at += run;
            continue;
        }
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return false;
        };
        at += letter.len_utf8();
        match table.get(letter as usize) {
            Some(&DROPPED) => {}
            Some(&code) if code != OTHER => match char::from_u32(u32::from(code)) {
                Some(spelled) => writer.push(spelled),
                None => return false,
            },
            _ => {
                if !alone(letter, writer) {
                    return false;
                }
            }
        }
    }
    true
}

/// Spells one character that is not in the table; `false` when it may join with a neighbour.
fn alone(letter: char, writer: &mut Writer<'_>) -> bool {
    // Pictures: the most frequent by far, and each is its own composition.
    if matches!(letter, '\u{1F300}'..='\u{1FAFF}' | '\u{4E00}'..='\u{9FFF}') {
        writer.push(letter);
        return true;
    }
    if !letter.is_whitespace() && is_hidden(letter) {
        return true;
    }
    if !stands_alone(letter) {
        return false;
    }
    for part in std::iter::once(letter).nfkc() {
        lower(part, writer);
    }
    true
}

/// Whether its composition is the same beside any characters of this kind: starters that no
/// starter joins (`NFC_Quick_Check=Yes`).
fn stands_alone(letter: char) -> bool {
    let parts = || std::iter::once(letter).nfkc();
    is_nfc_quick(parts()) == IsNormalized::Yes
        && parts().all(|part| canonical_combining_class(part) == 0)
}

/// By code point: how it is spelled when that is one character below 65,536.
static SPELLINGS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    (0..TABLE)
        .map(|code| {
            let Some(letter) = char::from_u32(code) else { return OTHER };
            if letter.is_whitespace() {
                return u16::from(b' ');
            }
            if is_hidden(letter) {
                return DROPPED;
            }
            if !stands_alone(letter) || matches!(letter, 'ß' | 'ẞ') {
                return OTHER;
            }
            let mut parts = std::iter::once(letter).nfkc();
            let (Some(part), None) = (parts.next(), parts.next()) else { return OTHER };
            if part == 'ς' {
                return u16::try_from(u32::from('σ')).unwrap_or(OTHER);
            }
            let mut lowered = part.to_lowercase();
            let (Some(lowered), None) = (lowered.next(), lowered.next()) else { return OTHER };
            u16::try_from(u32::from(lowered)).unwrap_or(OTHER)
        })
        .collect()
});

/// What is being left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Writing,
    /// An `@` was read and not yet written.
    AtSign,
    InMention,
    InLink,
}

/// Leaves out links, mentions and white space as characters come.
struct Writer<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    space: bool,
    state: State,
}

impl<'a> Writer<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        Self { out, start, space: false, state: State::Writing }
    }

    /// Writes the plain ASCII words that `bytes` begin with at once; returns how many bytes that were.
    fn push_run(&mut self, bytes: &[u8]) -> usize {
        let plain = |byte: u8| PLAIN.get(usize::from(byte)).is_some_and(|plain| *plain);
        if self.state != State::Writing || !bytes.first().is_some_and(|byte| plain(*byte)) {
            return 0;
        }
        self.gap();
        let mut end = 0;
        while let Some(block) = bytes.get(end..).and_then(<[u8]>::first_chunk) {
            if !is_run(block) {
                break;
            }
            self.out.extend_from_slice(&block[..LANES]);
            end += LANES;
        }
        while let Some(&byte) = bytes.get(end) {
            let inside = byte == b' ' && bytes.get(end + 1).is_some_and(|next| plain(*next));
            if !inside && !plain(byte) {
                break;
            }
            self.out.push(byte);
            end += 1;
        }
        let start = self.out.len() - end;
        self.out[start..].make_ascii_lowercase();
        end
    }

    /// Writes the letters of two bytes (Latin with accents, Greek, Cyrillic, Hebrew, Arabic) that
    /// `bytes` begin with, and the blanks between them, at once; returns how many bytes that were.
    fn push_letters(&mut self, bytes: &[u8], table: &[u16]) -> usize {
        let mut at = 0;
        if self.state != State::Writing {
            return at;
        }
        while let Some(&[first, second]) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            if first == b' ' {
                self.space = true;
                at += 1;
                continue;
            }
            let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
            let spelled = table.get(code).copied().unwrap_or(OTHER);
            if !matches!(first, 0xC2..=0xDF) || !matches!(spelled, 0x80..0x800) {
                break;
            }
            self.gap();
            let [high, low] = (spelled << 2 & 0x1F00 | spelled & 0x3F | 0xC080).to_be_bytes();
            self.out.extend_from_slice(&[high, low]);
            at += 2;
        }
        at
    }

    fn push_ascii(&mut self, byte: u8) {
        if self.state == State::Writing && PLAIN[usize::from(byte & 0x7F)] {
            self.gap();
            self.out.push(byte.to_ascii_lowercase());
        } else if byte.is_ascii_whitespace() || byte == 0x0B {
            self.push(' ');
        } else if !byte.is_ascii_control() {
            self.push(char::from(byte.to_ascii_lowercase()));
        }
    }

    fn push(&mut self, letter: char) {
        match self.state {
            State::Writing => self.write(letter),
            State::InLink if letter.is_whitespace() => self.state = State::Writing,
            State::InLink => {}
            State::InMention if is_word(letter) => {}
            State::InMention => {
                self.state = State::Writing;
                self.write(letter);
            }
            State::AtSign if is_word(letter) => {
                self.state = State::InMention;
                self.space = true;
            }
            State::AtSign => {
                self.state = State::Writing;
                self.gap();
                self.out.push(b'@');
                self.write(letter);
            }
        }
    }

    fn write(&mut self, letter: char) {
        if letter.is_whitespace() {
            self.space = true;
            return;
        }
        if letter == '@' {
            self.state = State::AtSign;
            return;
        }
        self.gap();
        let mut buffer = [0; 4];
        self.out.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
        if matches!(letter, '/' | '.') {
            self.perhaps_link();
        }
    }

    fn gap(&mut self) {
        if std::mem::take(&mut self.space) && self.out.len() > self.start {
            self.out.push(b' ');
        }
    }

    fn perhaps_link(&mut self) {
        let written = self.out.get(self.start..).unwrap_or_default();
        let Some(begin) = [&b"https://"[..], b"http://", b"www."]
            .iter()
            .find(|begin| written.ends_with(begin))
            .map(|begin| written.len() - begin.len())
        else {
            return;
        };
        let inside = written.ends_with(b".")
            && written[..begin].last().is_some_and(u8::is_ascii_alphanumeric);
        if inside {
            return;
        }
        self.out.truncate(self.start + begin);
        if self.out.len() > self.start && self.out.last() == Some(&b' ') {
            self.out.pop();
        }
        self.space = true;
        self.state = State::InLink;
    }

    fn end(&mut self) {
        if self.state == State::AtSign {
            self.gap();
            self.out.push(b'@');
        }
    }
}

/// Bytes that are looked at together.
const LANES: usize = 16;

/// Whether all bytes but the last, which is only looked at, are plain words with single blanks
/// between them. Without branches, so that it is done for all at once.
fn is_run(block: &[u8; LANES + 1]) -> bool {
    // Neither blank nor `.`, `/` or `@`.
    let plain = |byte: u8| matches!(byte, 0x21..=0x2D | 0x30..=0x3F | 0x41..=0x7E);
    let each = |at: usize| plain(block[at]) | ((block[at] == b' ') & plain(block[at + 1]));
    (0..LANES).fold(true, |all, at| all & each(at))
}

/// Whether an ASCII character is written as its lower case and begins nothing.
const PLAIN: [bool; 128] = {
    let mut plain = [false; 128];
    let mut byte = 0x21_u8;
    while byte < 0x7F {
        plain[byte as usize] = !matches!(byte, b'@' | b'/' | b'.');
        byte += 1;
    }
    plain
};

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelled(text: &str) -> String {
        let mut out = b"before".to_vec();
        spell(text, &mut out);
        String::from_utf8(out.split_off(6)).unwrap()
    }

    #[test]
    fn texts_are_spelled_without_links_mentions_case_and_hidden_characters() {
        for (text, spelling) in [
            ("", ""),
            (" \u{200B}\0\n", ""),
            ("  Two\t\n words ", "two words"),
            ("Hé\u{200B}llo\0 WORLD", "héllo world"),
            ("E\u{301}té", "été"),
            ("Straße Σοφός ﬁn ＡＢ № …", "strasse σοφόσ fin ab no ..."),
            ("see https://gazette.example/a?b=c now", "see now"),
            ("see (HTTP://x.example) now", "see ( now"),
            ("www.x.example is awww.x", "is awww.x"),
            ("thanks @Mira_7, and @", "thanks , and @"),
            ("mail@desk.example", "mail .example"),
            ("a @ b @!", "a @ b @!"),
            ("Ёлка й и\u{306}", "ёлка й й"),
            ("😀😀 ❤\u{FE0F} 한국 \u{1112}\u{1161}", "😀😀 ❤ 한국 하"),
        ] {
            assert_eq!(spelled(text), spelling, "{text:?}");
        }
    }

    #[test]
    fn every_character_by_itself_is_spelled_as_defined() {
        for letter in (0..0x2_0000).filter_map(char::from_u32) {
            let text = format!("a{letter}b");
            let mut long = Vec::new();
            the_long_way(&text, &mut long);
            assert_eq!(spelled(&text).as_bytes(), long, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_gives_what_the_long_way_gives(
            text in "([a-zA-Z0-9 .,@/_:]|https?://|www\\.|[а-яёА-ЯЁ]|[é\u{301}\u{308}ﬁ½İßς\u{200D}\u{FE0F}가\u{11A8}]|\\PC|\\s){0,60}",
        ) {
            let mut long = Vec::new();
            the_long_way(&text, &mut long);
            prop_assert_eq!(spelled(&text).into_bytes(), long);
        }
    }
}
