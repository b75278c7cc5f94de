//! Looks for many words at once, in a table of which a text touches little.
//!
//! As R. Baeza-Yates and G. Gonnet look for one word ("A New Approach to Text Searching", 1992), and X.
//! Wang and others for many in eight groups ("Hyperscan", 2019, section 4.2): each two neighbours of a
//! text rule out, for each group of words and each of the last eight places, that a word goes through
//! there. What no place rules out is compared. An automaton is as exact, but it is a hundred times as
//! large, and each of its steps waits for the one before.

use super::decode::{PAIR, VALUE};
use super::need::{EDGE, bits};

/// Groups of words, and neighbours of a word that are looked at: a byte of the table for each place, a
/// bit of it for each group.
const GROUPS: usize = 8;
const DEPTH: usize = 8;
/// Places that are looked at before the first of them is compared.
const TOGETHER: usize = 64;

/// Letters as numbers below 64, small and capital ones alike. What shares a number is told apart when
/// words are compared.
const CODES: [u8; 256] = {
    let signs = b"/._-:,~ '\"()<>=;%&|${}\\";
    let mut table = [0; 256];
    let (mut at, mut code) = (0, 1);
    while at < 36 {
        let byte = if at < 26 { b'a' + at } else { b'0' + at - 26 };
        table[byte as usize] = code;
        table[byte.to_ascii_uppercase() as usize] = code;
        at += 1;
        code += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = code;
        at += 1;
        code += 1;
    }
    table[PAIR as usize] = code;
    table[VALUE as usize] = code + 1;
    assert!(code + 1 < 64, "numbers have six bits");
    table
};

/// A search for words, which does not tell capital from small letters.
#[derive(Debug)]
pub(super) struct Words {
    /// The letters of all words.
    letters: Vec<u8>,
    all: Vec<Word>,
    /// By two neighbours, what they rule out.
    ruled_out: Box<[u64; PAIRS]>,
    /// What is ruled out before a text begins.
    at_first: u64,
    /// By the two letters that end where a word is found, and by those that end one before.
    ends: [Lists; 2],
}

const PAIRS: usize = 1 << 12;

/// Where its letters stand, and whether an edge of a word must stand before and behind it.
#[derive(Debug)]
struct Word {
    start: u32,
    length: u16,
    edges: [bool; 2],
}

/// A word in a list: its group, and how far before the end of its two letters it begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct End {
    pair: u16,
    group: u8,
    /// What stands before the two, `u16::MAX` where the word begins there or one later.
    pair_before: u16,
    before: u16,
    word: u16,
}

#[derive(Debug, Default)]
struct Lists {
    entries: Vec<End>,
    /// Where the list of each pair begins in `entries`; one more for the end of the last.
    starts: Vec<u16>,
}

impl Lists {
    fn of(mut entries: Vec<End>) -> Self {
        entries.sort_unstable();
        let count = |pair: usize| entries.partition_point(|end| usize::from(end.pair) < pair);
        let starts = (0..=PAIRS).map(|pair| u16::try_from(count(pair)).unwrap_or(u16::MAX));
        let starts = starts.collect();
        Self { entries, starts }
    }

    fn list(&self, pair: usize) -> &[End] {
        let at = |pair: usize| self.starts.get(pair).map_or(0, |start| usize::from(*start));
        self.entries.get(at(pair)..at(pair + 1)).unwrap_or_default()
    }
}

/// What may stand at a place of a word: a letter, or beside its edge any that makes one.
#[derive(Clone, Copy)]
enum Sign {
    Letter(u8),
    InWords,
    BetweenWords,
}

impl Sign {
    /// The numbers of what may stand there.
    fn codes(self) -> Vec<u32> {
        let is_held = |byte: &u8| match self {
            Self::Letter(_) => false,
            Self::InWords => is_of_word(*byte),
            Self::BetweenWords => !is_of_word(*byte),
        };
        if let Self::Letter(letter) = self {
            return vec![code(letter)];
        }
        let mut codes: Vec<u32> = (0..=u8::MAX).filter(is_held).map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

fn code(byte: u8) -> u32 {
    u32::from(CODES[usize::from(byte)])
}

fn pair(one: u8, other: u8) -> usize {
    (code(one) << 6 | code(other)) as usize
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// As `\b` without Unicode.
fn is_edge(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|b| is_of_word(*b)) != text.get(at).is_some_and(|b| is_of_word(*b))
}

/// The group of words of so many signs, and how many neighbours of theirs are looked at.
const fn group(signs: usize, number: usize) -> (usize, usize) {
    match signs {
        0..=6 => (signs.saturating_sub(2), signs.saturating_sub(1)),
        7..=8 => (5, 6),
        _ => (6 + number % 2, DEPTH),
    }
}

/// The letters of a word with what stands at its edges.
fn signs(letters: &[u8], edges: [bool; 2]) -> Vec<Sign> {
    let beside = |letter: Option<&u8>| match letter {
        Some(letter) if is_of_word(*letter) => Sign::BetweenWords,
        _ => Sign::InWords,
    };
    let before = edges[0].then(|| beside(letters.first()));
    let behind = edges[1].then(|| beside(letters.last()));
    let letters = letters.iter().map(|letter| Sign::Letter(*letter));
    before.into_iter().chain(letters).chain(behind).collect()
}

impl Words {
    /// For words of at least two letters, with edges or without; `None` when one is shorter or there are
    /// too many.
    pub(super) fn of(words: &[Vec<u8>]) -> Option<Self> {
        let mut found = Self {
            letters: Vec::new(),
            all: Vec::with_capacity(words.len()),
            ruled_out: vec![u64::MAX; PAIRS].into_boxed_slice().try_into().ok()?,
            at_first: 0,
            ends: <[Lists; 2]>::default(),
        };
        let mut ends = [Vec::new(), Vec::new()];
        for (number, word) in words.iter().enumerate() {
            let edges = [word.first() == Some(&EDGE), word.last() == Some(&EDGE)];
            let letters: Vec<u8> = word.iter().filter(|byte| **byte != EDGE).copied().collect();
            if letters.len() < 2 {
                return None;
            }
            let signs = signs(&letters, edges);
            let (group, depth) = group(signs.len(), number);
            // Of a long word, its rarest part.
            let rarity = |part: &[Sign]| {
                let letters = part.iter().filter_map(|sign| match sign {
                    Sign::Letter(letter) => Some(*letter),
                    Sign::InWords | Sign::BetweenWords => None,
                });
                bits(&letters.collect::<Vec<u8>>())
            };
            let parts = signs.windows(depth + 1).enumerate();
            let (start, part) = parts.max_by_key(|(_, part)| rarity(part))?;
            for (at, two) in part.windows(2).enumerate() {
                found.allow(two, (DEPTH - depth + at) * GROUPS + group);
            }
            // The end of the last two letters, in the word.
            let end = (start + part.len() - usize::from(edges[0])).min(letters.len());
            let is_behind = start + part.len() > letters.len() + usize::from(edges[0]);
            let last = &letters[end - 2..end];
            let pair_before = match end.checked_sub(4).and_then(|start| letters.get(start..)) {
                Some([one, other, ..]) => u16::try_from(pair(*one, *other)).ok()?,
                _ => u16::MAX,
            };
            ends[usize::from(is_behind)].push(End {
                pair: u16::try_from(pair(last[0], last[1])).ok()?,
                group: u8::try_from(group).ok()?,
                pair_before,
                before: u16::try_from(end).ok()?,
                word: u16::try_from(number).ok()?,
            });
            let start = u32::try_from(found.letters.len()).ok()?;
            found.all.push(Word { start, length: u16::try_from(letters.len()).ok()?, edges });
            found.letters.extend_from_slice(&letters);
        }
        found.ends = ends.map(Lists::of);
        found.allow_before_words();
        Some(found)
    }

    /// Lets two neighbours pass at a place.
    fn allow(&mut self, two: &[Sign], place: usize) {
        let [one, other] = two else { return };
        let seconds = other.codes();
        for first in one.codes() {
            for second in &seconds {
                self.ruled_out[(first << 6 | second) as usize] &= !(1 << place);
            }
        }
    }

    /// Before its first letter a word rules out nothing, and before a text no word has begun.
    fn allow_before_words(&mut self) {
        for (group, depth) in (2..DEPTH + 2).flat_map(|signs| [group(signs, 0), group(signs, 1)]) {
            for place in 0..DEPTH {
                let bit = 1_u64 << (place * GROUPS + group);
                if place >= DEPTH - depth {
                    self.at_first |= bit;
                } else {
                    self.ruled_out.iter_mut().for_each(|two| *two &= !bit);
                }
            }
        }
    }

    /// Tells every word that stands in a text, some more than once.
    pub(super) fn each(&self, text: &[u8], mut found: impl FnMut(usize)) {
        // As if a space stood before and behind the text.
        let (mut last, mut state) = (code(b' '), self.at_first);
        let mut groups = [0_u8; TOGETHER];
        for (number, block) in text.chunks(TOGETHER).enumerate() {
            let mut places = 0_u64;
            for ((at, byte), groups) in block.iter().enumerate().zip(&mut groups) {
                last = (last << 6 | code(*byte)) & 0xfff;
                state = state << GROUPS | self.ruled_out[last as usize];
                *groups = !(state >> ((DEPTH - 1) * GROUPS)).to_le_bytes()[0];
                places |= u64::from(*groups != 0) << at;
            }
            while places != 0 {
                let at = places.trailing_zeros() as usize;
                places &= places - 1;
                self.compare(text, number * TOGETHER + at + 1, groups[at], &mut found);
            }
        }
        last = (last << 6 | code(b' ')) & 0xfff;
        state = state << GROUPS | self.ruled_out[last as usize];
        let groups = !(state >> ((DEPTH - 1) * GROUPS)).to_le_bytes()[0];
        if groups != 0 {
            self.compare(text, text.len() + 1, groups, &mut found);
        }
    }

    /// Tells the words of some groups that end at a place of a text, or one before.
    #[inline(never)]
    fn compare(&self, text: &[u8], end: usize, groups: u8, found: &mut impl FnMut(usize)) {
        for (lists, end) in self.ends.iter().zip([end, end - 1]) {
            let two = end.checked_sub(2).and_then(|start| text.get(start..end));
            let Some([one, other]) = two else { continue };
            let before = match end.checked_sub(4).and_then(|start| text.get(start..)) {
                Some([one, other, ..]) => pair(*one, *other),
                _ => PAIRS,
            };
            for known in lists.list(pair(*one, *other)) {
                let may_be = (known.pair_before == u16::MAX
                    || usize::from(known.pair_before) == before)
                    && groups >> known.group & 1 != 0;
                let number = usize::from(known.word);
                let start = end.wrapping_sub(usize::from(known.before));
                if may_be && self.stands(number, text, start) {
                    found(number);
                }
            }
        }
    }

    /// Whether a word stands at a place of a text.
    fn stands(&self, number: usize, text: &[u8], start: usize) -> bool {
        let Some(word) = self.all.get(number) else { return false };
        let from = word.start as usize;
        let letters = &self.letters[from..from + usize::from(word.length)];
        let end = start.wrapping_add(letters.len());
        text.get(start..end).is_some_and(|place| place.eq_ignore_ascii_case(letters))
            && (!word.edges[0] || is_edge(text, start))
            && (!word.edges[1] || is_edge(text, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(words: &[Vec<u8>], text: &[u8]) -> Vec<usize> {
        let mut all = Vec::new();
        Words::of(words).unwrap().each(text, |word| all.push(word));
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn words_at_both_ends_are_found() {
        let words = [
            "ab",
            "abc",
            "abcd",
            "cd",
            "\u{1}\u{2}",
            "xyzzy",
            "yz",
            "\0do\0",
            "do\0",
            "\0.x\0",
            "\0abcdefgh\0",
            "bcdefgh\0",
        ];
        let words: Vec<Vec<u8>> = words.map(|word| word.into()).into();
        assert_eq!(found(&words, b"abcd"), [0, 1, 2, 3]);
        assert_eq!(found(&words, b"ABCD"), [0, 1, 2, 3]);
        assert_eq!(found(&words, b"\x01\x02"), [4]);
        assert_eq!(found(&words, b"axyzzy"), [5, 6]);
        assert_eq!(found(&words, b"a-do-b"), [7, 8]);
        assert_eq!(found(&words, b"todo"), [8]);
        assert_eq!(found(&words, b"do"), [7, 8]);
        assert_eq!(found(&words, b"dot"), [0_usize; 0]);
        assert_eq!(found(&words, b"a.x"), [9]);
        assert_eq!(found(&words, b"-.x"), [0_usize; 0]);
        assert_eq!(found(&words, b"-abcdefgh-"), [0, 1, 2, 3, 10, 11]);
        assert_eq!(found(&words, b"-abcdefghi"), [0, 1, 2, 3]);
        assert_eq!(found(&words, b""), [0_usize; 0]);
        assert!(Words::of(&[b"a".to_vec()]).is_none());
    }

    proptest! {
        #[test]
        fn the_words_that_stand_in_a_text_are_found(
            words in prop::collection::vec("\\x00?[a-c./ \\x01\\x02]{2,12}\\x00?", 1..30),
            text in "[a-c./ \\x01\\x02]{0,80}",
            held in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        ) {
            let words: Vec<Vec<u8>> = words.into_iter().map(String::into_bytes).collect();
            let mut text = text.into_bytes();
            for at in held {
                text.extend(at.get(&words).iter().filter(|byte| **byte != EDGE));
            }
            let held = |word: &Vec<u8>| {
                let letters: Vec<u8> = word.iter().copied().filter(|byte| *byte != EDGE).collect();
                let length = letters.len();
                text.windows(length).enumerate().any(|(at, part)| {
                    part == letters
                        && (word[0] != EDGE || is_edge(&text, at))
                        && (word[word.len() - 1] != EDGE || is_edge(&text, at + length))
                })
            };
            let wanted: Vec<usize> = (0..words.len()).filter(|at| held(&words[*at])).collect();
            prop_assert_eq!(found(&words, &text), wanted);
        }
    }
}
