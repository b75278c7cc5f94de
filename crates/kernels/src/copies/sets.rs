//! Distinct texts and their sets of character 5-grams.
#![expect(clippy::cast_possible_truncation, reason = "parts of hashes are taken on purpose")]

use hashbrown::HashMap;

use super::spelling::spell;
use crate::hash::{Digest128, keyed_128};

/// Characters of one gram.
pub const GRAM: usize = 5;

/// Names the use of the hash; equal texts have equal digests in every index.
const KEY: &[u8; 32] = b"vigie distinct texts v1 ........";
/// Texts hashed at once.
const BLOCK: usize = 4_096;

/// Spelled texts, each once, in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct Distinct {
    bytes: Vec<u8>,
    /// Where each text ends in `bytes`.
    ends: Vec<usize>,
    digests: Vec<Digest128>,
    numbers: HashMap<Digest128, u32>,
}

impl Distinct {
    /// Adds texts and returns for each its number among the distinct ones. Texts beyond 2^32 share
    /// the last number.
    pub fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut texts = texts.into_iter();
        let (mut spelled, mut ends, mut digests) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            spelled.clear();
            ends.clear();
            digests.clear();
            for text in texts.by_ref().take(BLOCK) {
                spell(text, &mut spelled);
                ends.push(spelled.len());
            }
            if ends.is_empty() {
                return numbers;
            }
            let parts: Vec<&[u8]> = pieces(&spelled, &ends).collect();
            keyed_128(KEY, &parts, &mut digests);
            for (part, digest) in parts.iter().zip(&digests) {
                numbers.push(self.number(part, *digest));
            }
        }
    }

    /// Adds a text that is spelled already.
    pub(super) fn add_spelled(&mut self, spelled: &[u8]) {
        let mut digest = Vec::with_capacity(1);
        keyed_128(KEY, &[spelled], &mut digest);
        if let Some(digest) = digest.first() {
            self.number(spelled, *digest);
        }
    }

    fn number(&mut self, spelled: &[u8], digest: Digest128) -> u32 {
        let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(digest).or_insert_with(|| {
            self.bytes.extend_from_slice(spelled);
            self.ends.push(self.bytes.len());
            self.digests.push(digest);
            next
        })
    }

    /// How many distinct texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The spelling of a text; empty for a number that is none.
    #[must_use]
    pub fn text(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(number).copied().unwrap_or(0);
        self.bytes.get(start.unwrap_or(0)..end).unwrap_or_default()
    }

    /// All spellings, by number.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        pieces(&self.bytes, &self.ends)
    }

    /// The 128-bit name of a text: equal for equal spellings, everywhere.
    #[must_use]
    pub fn digest(&self, number: u32) -> Digest128 {
        self.digests.get(number as usize).copied().unwrap_or_default()
    }

    /// The number of the text with that name, if it is here.
    #[must_use]
    pub fn number_of(&self, digest: Digest128) -> Option<u32> {
        self.numbers.get(&digest).copied()
    }

    /// Bytes of memory in use.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.bytes.capacity()
            + self.ends.capacity() * 8
            + self.digests.capacity() * 16
            + self.numbers.capacity() * 24
    }
}

fn pieces<'b>(bytes: &'b [u8], ends: &'b [usize]) -> impl Iterator<Item = &'b [u8]> {
    let mut start = 0;
    ends.iter().map(move |&end| {
        let piece = bytes.get(start..end).unwrap_or_default();
        start = end;
        piece
    })
}

/// The odd base of the rolling polynomial, and its fifth power.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
const BASE_5: u64 =
    BASE.wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE);

/// Calls `each` with a 64-bit hash of every gram of a spelled text, in order; a text that is
/// shorter than one gram is one gram. Two different grams among a million have the same hash with
/// odds of about one in 10^8.
pub(super) fn grams(spelled: &[u8], mut each: impl FnMut(u64)) {
    let mut last = [0_u64; GRAM];
    let (mut rolling, mut count) = (0_u64, 0_usize);
    let mut at = 0;
    while let Some(&first) = spelled.get(at) {
        let (letter, length) =
            if first < 0x80 { (u32::from(first), 1) } else { decode(spelled, at) };
        at += length;
        // Numbers from 1, so that a short text and the same with a first NUL differ.
        let next = u64::from(letter) + 1;
        rolling = rolling.wrapping_mul(BASE).wrapping_add(next);
        rolling = rolling.wrapping_sub(last[0].wrapping_mul(BASE_5));
        last = [last[1], last[2], last[3], last[4], next];
        count += 1;
        if count >= GRAM {
            each(mix(rolling));
        }
    }
    if (1..GRAM).contains(&count) {
        each(mix(rolling));
    }
}

/// The character that begins at `at`, and its length. The bytes are UTF-8; where they are not, one
/// byte is one character.
#[inline]
fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let byte = |more: usize| bytes.get(at + more).map_or(0, |byte| u32::from(*byte));
    let low = |more: usize| byte(more) & 0x3F;
    let first = byte(0);
    match first {
        0..0xC0 => (first, 1),
        0xC0..0xE0 => ((first & 0x1F) << 6 | low(1), 2),
        0xE0..0xF0 => ((first & 0x0F) << 12 | low(1) << 6 | low(2), 3),
        _ => ((first & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4),
    }
}

/// A bijection that spreads what neighbours have in common (`MurmurHash3`'s finaliser).
#[inline]
pub(super) const fn mix(mut value: u64) -> u64 {
    value ^= value >> 33;
    value = value.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    value ^= value >> 33;
    value = value.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    value ^ (value >> 33)
}

/// The different grams of a text, sorted, appended to `out`.
pub(super) fn gram_set(spelled: &[u8], out: &mut Vec<u64>) {
    Sorter::default().gram_set(spelled, out);
}

/// Memory for putting grams in order that is used again for each text.
#[derive(Clone, Debug, Default)]
struct Sorter {
    grams: Vec<u64>,
    /// By the upper bits of a gram: where the next of them goes.
    next: Vec<u32>,
    dealt: Vec<u64>,
}

impl Sorter {
    /// Texts of so few bytes have so few grams that comparing these with each other is quicker.
    const FEW: usize = 48;
    /// So many grams with the same upper bits come of texts that repeat themselves.
    const CROWD: u32 = 32;

    /// See [`gram_set`].
    fn gram_set(&mut self, spelled: &[u8], out: &mut Vec<u64>) {
        if spelled.len() <= Self::FEW || u32::try_from(spelled.len()).is_err() {
            self.dealt.clear();
            grams(spelled, |gram| self.dealt.push(gram));
            self.dealt.sort_unstable();
            out.extend_from_slice(once_each(&mut self.dealt));
        } else {
            let count = self.deal(spelled);
            out.extend_from_slice(once_each(&mut self.dealt[..count]));
        }
    }

    /// Grams are spread evenly, so dealing them out by their upper bits leaves hardly anything to
    /// sort. Returns how many there are.
    fn deal(&mut self, spelled: &[u8]) -> usize {
        let bits = (spelled.len().ilog2() + 1).min(16);
        let place = |gram: u64| (gram >> (64 - bits)) as usize;
        self.next.clear();
        self.next.resize((1 << bits) + 1, 0);
        if self.grams.len() < spelled.len() || self.dealt.len() < spelled.len() {
            self.grams.resize(spelled.len(), 0);
            self.dealt.resize(spelled.len(), 0);
        }
        let (all, next) = (&mut self.grams[..spelled.len()], &mut self.next[..]);
        let mut count = 0;
        grams(spelled, |gram| {
            all[count] = gram;
            count += 1;
            next[place(gram) + 1] += 1;
        });
        let (mut sum, mut most) = (0, 0);
        for next in &mut *next {
            most = most.max(*next);
            sum += *next;
            *next = sum;
        }
        let dealt = &mut self.dealt[..count];
        for gram in &all[..count] {
            let next = &mut next[place(*gram)];
            dealt[*next as usize] = *gram;
            *next += 1;
        }
        if most > Self::CROWD {
            dealt.sort_unstable();
            return count;
        }
        for at in 1..count {
            let mut to = at;
            while to > 0 && dealt[to - 1] > dealt[to] {
                dealt.swap(to - 1, to);
                to -= 1;
            }
        }
        count
    }
}

/// The different ones of sorted grams, at the beginning of these. Without a branch: every gram is
/// written, and the next one over it if it was the same.
fn once_each(sorted: &mut [u64]) -> &[u64] {
    let mut kept = usize::from(!sorted.is_empty());
    for at in 1..sorted.len() {
        let gram = sorted[at];
        sorted[kept] = gram;
        kept += usize::from(gram != sorted[kept - 1]);
    }
    &sorted[..kept]
}

/// The sets of all texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct GramSets {
    grams: Vec<u64>,
    ends: Vec<usize>,
    sorter: Sorter,
}

impl GramSets {
    /// The sets of all these texts, in the order of their numbers.
    #[must_use]
    pub fn of(texts: &Distinct) -> Self {
        let mut sets = Self::default();
        // A text has at most one gram a byte; memory that is never written costs nothing.
        sets.grams.reserve_exact(texts.bytes.len());
        sets.ends.reserve_exact(texts.len());
        texts.iter().for_each(|text| sets.push(text));
        sets
    }

    /// Adds the set of the next text.
    pub fn push(&mut self, spelled: &[u8]) {
        self.sorter.gram_set(spelled, &mut self.grams);
        self.ends.push(self.grams.len());
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The set of a text.
    #[must_use]
    pub fn set(&self, number: u32) -> &[u64] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(number).copied().unwrap_or(0);
        self.grams.get(start.unwrap_or(0)..end).unwrap_or_default()
    }

    /// Grams of all sets together.
    #[must_use]
    pub fn total(&self) -> usize {
        self.grams.len()
    }

    pub(super) fn all(&self) -> &[u64] {
        &self.grams
    }
}

/// How many grams are in both sorted sets, or `None` when fewer than `least`.
pub(super) fn shared(one: &[u64], two: &[u64], least: usize) -> Option<usize> {
    /// Steps between two looks at whether it is still possible.
    const STRIDE: usize = 32;
    let (mut left, mut right, mut shared) = (0, 0, 0);
    loop {
        if shared + (one.len() - left).min(two.len() - right) < least {
            return None;
        }
        for _ in 0..STRIDE {
            let (Some(a), Some(b)) = (one.get(left), two.get(right)) else {
                return (shared >= least).then_some(shared);
            };
            // Without a branch on the outcome, which nobody could predict.
            shared += usize::from(a == b);
            left += usize::from(a <= b);
            right += usize::from(b <= a);
        }
    }
}

/// A fixed number of bits for a set of any size, of which each gram turns one over. Two sets differ
/// in at least as many grams as their bits differ in (Sandes, Teodoro, Melo, *Bitmap filter:
/// speeding up exact set similarity joins*, 2020, section 3.1, method Bitmap-Xor).
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Bits<WORDS> {
    pub(super) fn of(set: &[u64]) -> Self {
        let mut words = [0; WORDS];
        for gram in set {
            let (word, bit) = place::<WORDS>(*gram);
            words[word] ^= bit;
        }
        Self(words)
    }

    /// No two sets with these bits and this sum of sizes share more.
    #[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
    #[inline(always)]
    pub(super) fn most_shared(&self, sizes: usize, other: &Self) -> usize {
        most_shared(&self.0, &other.0, sizes)
    }
}

/// The same where each gram sets its bit, so that one that comes twice changes nothing: for a text
/// whose set is not made (the same paper, method Bitmap-Set).
#[derive(Clone, Copy, Debug)]
pub(super) struct AnyBits<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Default for AnyBits<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> AnyBits<WORDS> {
    #[inline]
    pub(super) fn put(&mut self, gram: u64) {
        let (word, bit) = place::<WORDS>(gram);
        self.0[word] |= bit;
    }

    /// No two sets with these bits and at most this sum of sizes share more.
    #[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
    #[inline(always)]
    pub(super) fn most_shared(&self, sizes: usize, other: &Self) -> usize {
        most_shared(&self.0, &other.0, sizes)
    }
}

/// Where the bit of a gram stands: of the upper half of its hash; the lower names the bucket.
#[inline]
fn place<const WORDS: usize>(gram: u64) -> (usize, u64) {
    let bit = (gram >> 40) as usize % (WORDS * 64);
    (bit / 64, 1 << (bit % 64))
}

#[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
#[inline(always)]
fn most_shared<const WORDS: usize>(one: &[u64; WORDS], two: &[u64; WORDS], sizes: usize) -> usize {
    let differ: u32 = one.iter().zip(two).map(|(a, b)| (a ^ b).count_ones()).sum();
    sizes.saturating_sub(differ as usize) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn by_the_book(text: &str) -> BTreeSet<String> {
        let letters: Vec<char> = text.chars().collect();
        if letters.len() < GRAM {
            return std::iter::once(text.to_owned()).filter(|text| !text.is_empty()).collect();
        }
        letters.windows(GRAM).map(|gram| gram.iter().collect()).collect()
    }

    fn set(text: &str) -> Vec<u64> {
        let mut out = vec![7];
        gram_set(text.as_bytes(), &mut out);
        out.split_off(1)
    }

    #[test]
    fn equal_spellings_are_one_text() {
        let mut distinct = Distinct::default();
        let numbers = distinct.add(["Vote  NOW!", "vote now!", "", "Vote later", " \n"]);
        assert_eq!(numbers, [0, 0, 1, 2, 1]);
        assert_eq!(distinct.add(["VOTE now!", "more"]), [0, 3]);
        assert_eq!(distinct.text(2), b"vote later");
        assert_eq!(distinct.text(9), b"");
    }

    proptest! {
        #[test]
        fn sets_and_overlaps_are_those_of_strings(
            one in "[a-cé😀 ]{0,40}|[a-eд ]{40,200}|a{60,90}b{0,60}|(abcdeb?){20,40}",
            two in "[a-cé😀 ]{0,40}|[a-eд ]{40,200}|(abcdeb?){20,40}",
            least in 0..30_usize,
        ) {
            let (left, right) = (by_the_book(&one), by_the_book(&two));
            prop_assert_eq!(set(&one).len(), left.len());
            let both = left.intersection(&right).count();
            prop_assert_eq!(shared(&set(&one), &set(&two), 0), Some(both));
            let expected = (both >= least).then_some(both);
            prop_assert_eq!(shared(&set(&one), &set(&two), least), expected);
        }

        /// A bound that is too low would lose pairs without a word.
        #[test]
        fn bits_never_say_that_less_is_shared_than_is(
            one in "[a-cé😀 ]{0,40}|[a-eд ]{40,600}|a{60,90}b{0,60}|(abcdeb?){20,40}",
            two in "[a-cé😀 ]{0,40}|[a-eд ]{40,600}|(abcdeb?){20,40}",
        ) {
            let (left, right) = (set(&one), set(&two));
            let both = shared(&left, &right, 0).unwrap_or(0);
            let turned = Bits::<8>::of(&left).most_shared(left.len() + right.len(), &Bits::of(&right));
            prop_assert!(turned >= both, "{turned} < {both}");
            // Grams as they come, some of them twice.
            let any = |text: &str| {
                let (mut bits, mut count) = (AnyBits::<8>::default(), 0);
                grams(text.as_bytes(), |gram| {
                    bits.put(gram);
                    count += 1;
                });
                (bits, count)
            };
            let ((one, some), (two, more)) = (any(&one), any(&two));
            let most = one.most_shared(some + more, &two);
            prop_assert!(most >= both, "{most} < {both}");
        }
    }
}
