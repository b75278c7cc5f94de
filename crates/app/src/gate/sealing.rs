//! What the gate knows of sealed rumours, and the cutting out of what repeats them.
//!
//! A text that is a near-copy of an example comes out as the code of its rumour and nothing else.
//! In any other text, a term, or four words in a row of an example, take the sentence, slug,
//! address or hashtag around them with them: what stands beside a term says as much as the term.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use vigie_cases::RumourCode;
use vigie_kernels::text::near_copy::{Runs, comparable, is_near_copy};

use super::letters::{self, Letter};

/// How many words in a row of an example may not leave the house.
const WORDS: usize = 4;
/// Shorter patterns count only where they are whole words.
const WHOLE_WORDS_BELOW: usize = 6;
/// Shorter runs of words count only where they are whole words.
const WHOLE_RUNS_BELOW: usize = 16;
/// Terms of fewer letters would seal half a language.
pub(crate) const LEAST_TERM: usize = 3;

/// What a rumour is known by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// What the analyst calls it.
    pub(crate) topic: String,
    /// Words and names.
    pub(crate) terms: Vec<String>,
    /// Texts that repeat it.
    pub(crate) examples: Vec<String>,
}

/// How a text repeats a rumour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Repeats {
    /// It holds a term.
    Term,
    /// It is a near-copy of an example.
    Copy,
}

struct Pattern {
    letters: Vec<char>,
    whole_words: bool,
    /// A term, and not words in a row of an example.
    is_term: bool,
    code: RumourCode,
}

/// Compiled matchers of some rumours.
#[derive(Default)]
pub(crate) struct Sealing {
    patterns: Vec<Pattern>,
    /// Patterns by their first three letters.
    by_start: BTreeMap<[char; 3], Vec<usize>>,
    examples: Vec<(RumourCode, Runs)>,
}

/// Known to the whole process, by the folder of the project: whoever renders outside text (an
/// error, a log line, a printer) has no project at hand, and must not be able to go without.
static KNOWN: LazyLock<RwLock<BTreeMap<PathBuf, Arc<Sealing>>>> = LazyLock::new(RwLock::default);

/// From now on the gate knows `sealing` of the project in `root`; what it knows of other projects
/// stays.
pub(crate) fn install(root: &Path, sealing: Sealing) {
    // Nothing is left half done by a panic: the values are stored whole.
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if sealing.is_empty() {
        known.remove(root);
    } else {
        known.insert(root.to_owned(), Arc::new(sealing));
    }
}

/// What the gate knows.
pub(super) fn all() -> Vec<Arc<Sealing>> {
    KNOWN.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
}

/// The letters of a term, without anything between its words.
pub(crate) fn letters_of(text: &str) -> usize {
    letters::of(text).len()
}

impl Sealing {
    /// Compiles what rumours are known by.
    pub(crate) fn of<'a>(rumours: impl IntoIterator<Item = (RumourCode, &'a Known)>) -> Self {
        let mut sealing = Self::default();
        for (code, known) in rumours {
            for term in &known.terms {
                sealing.add(code, &letters::of(term), WHOLE_WORDS_BELOW, true);
            }
            for text in known.examples.iter().chain([&known.topic]) {
                for run in runs_of_words(&letters::of(text)) {
                    sealing.add(code, &run, WHOLE_RUNS_BELOW, false);
                }
            }
            // A topic is a name and no text that somebody could copy.
            let copied = known.examples.iter().map(|text| (code, Runs::of(&comparable(text))));
            sealing.examples.extend(copied);
        }
        sealing
    }

    fn add(&mut self, code: RumourCode, letters: &[Letter], whole_below: usize, is_term: bool) {
        let letters: Vec<char> = letters.iter().map(|it| it.letter).collect();
        let [first, second, third, ..] = letters[..] else { return };
        let held = self.patterns.len();
        let whole_words = letters.len() < whole_below;
        self.patterns.push(Pattern { letters, whole_words, is_term, code });
        self.by_start.entry([first, second, third]).or_default().push(held);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.examples.is_empty()
    }

    /// The text with everything cut out that repeats a rumour; borrowed when nothing does.
    pub(crate) fn seal<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_empty() || text.len() < LEAST_TERM {
            return Cow::Borrowed(text);
        }
        let copies = self.copies(text);
        if !copies.is_empty() {
            return Cow::Owned(copies.into_iter().map(shown).collect());
        }
        let cuts = stretches(text, self.hits(&letters::of(text), |_| true));
        if cuts.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(cut_out(text, &cuts)) }
    }

    /// How the text repeats which rumours: what counts as spread. Four words in a row are enough
    /// to be cut out, but not to be counted.
    pub(crate) fn repeats(&self, text: &str) -> BTreeMap<RumourCode, Repeats> {
        let mut found = BTreeMap::new();
        for (_, code) in self.hits(&letters::of(text), |pattern| pattern.is_term) {
            found.insert(code, Repeats::Term);
        }
        for code in self.copies(text) {
            found.insert(code, Repeats::Copy);
        }
        found
    }

    /// Whether a hashtag or an address has a term of the rumour, or four words of it run together.
    pub(crate) fn touches(&self, tag: &str, code: RumourCode) -> bool {
        !self.hits(&letters::of(tag), |pattern| pattern.code == code).is_empty()
    }

    fn copies(&self, text: &str) -> BTreeSet<RumourCode> {
        if self.examples.is_empty() {
            return BTreeSet::new();
        }
        let runs = Runs::of(&comparable(text));
        let near = self.examples.iter().filter(|(_, example)| is_near_copy(example, &runs));
        near.map(|(code, _)| *code).collect()
    }

    fn hits(
        &self,
        letters: &[Letter],
        counts: impl Fn(&Pattern) -> bool,
    ) -> Vec<(Range<usize>, RumourCode)> {
        let mut hits = Vec::new();
        for (at, start) in letters.windows(3).enumerate() {
            let start = [start[0].letter, start[1].letter, start[2].letter];
            for held in self.by_start.get(&start).into_iter().flatten() {
                let pattern = &self.patterns[*held];
                if counts(pattern) && pattern.stands_at(letters, at) {
                    let last = at + pattern.letters.len() - 1;
                    hits.push((letters[at].from..letters[last].to, pattern.code));
                }
            }
        }
        hits
    }
}

impl Pattern {
    fn stands_at(&self, letters: &[Letter], at: usize) -> bool {
        let Some(part) = letters.get(at..at + self.letters.len()) else { return false };
        let last = at + self.letters.len() - 1;
        part.iter().zip(&self.letters).all(|(one, other)| one.letter == *other)
            && (!self.whole_words || part[0].opens && letters::closes(letters, last))
    }
}

/// Every four words in a row; all words of a text that has fewer but more than one.
fn runs_of_words(letters: &[Letter]) -> Vec<Vec<Letter>> {
    let starts: Vec<usize> =
        letters.iter().enumerate().filter(|(_, it)| it.opens).map(|(at, _)| at).collect();
    if starts.len() < 2 {
        return Vec::new();
    }
    let words = WORDS.min(starts.len());
    (0..=starts.len() - words)
        .map(|first| {
            let end = starts.get(first + words).copied().unwrap_or(letters.len());
            letters[starts[first]..end].to_vec()
        })
        .collect()
}

/// What goes with each hit, in the order of the text. A hit inside a stretch that goes already
/// only adds its code, so that a text of nothing but hits is read once.
fn stretches(
    text: &str,
    mut hits: Vec<(Range<usize>, RumourCode)>,
) -> Vec<(Range<usize>, RumourCode)> {
    hits.sort_by_key(|(place, code)| (place.start, place.end, *code));
    let mut cuts: Vec<(Range<usize>, RumourCode)> = Vec::new();
    let mut here: BTreeSet<RumourCode> = BTreeSet::new();
    for (place, code) in hits {
        let held = cuts.last().map(|(held, _)| held.clone());
        let inside = held.filter(|held| held.start <= place.start && place.end <= held.end);
        let cut = inside.unwrap_or_else(|| {
            here.clear();
            stretch(text, place)
        });
        if here.insert(code) {
            cuts.push((cut, code));
        }
    }
    cuts
}

/// The hashtag, slug, address or sentence around a place.
fn stretch(text: &str, place: Range<usize>) -> Range<usize> {
    let start = text[..place.start].rfind(ends_token).map_or(0, |at| after(text, at));
    let end = text[place.end..].find(ends_token).map_or(text.len(), |at| place.end + at);
    let token = &text[start..end];
    let is_one_token = !text[place.clone()].contains(ends_token);
    if is_one_token && token.contains(['#', '＃', '/', '-', '_', '.', '%', '@', '=']) {
        // A full stop at the end belongs to the sentence, and one word with it is no address.
        let inside = token.trim_matches(['.', '-', '(', ')', ',', ':', ';']);
        if inside.contains(['#', '＃', '/', '-', '_', '.', '%', '@', '=']) {
            return start..end;
        }
    }
    sentence(text, place)
}

fn ends_token(letter: char) -> bool {
    letter.is_whitespace() || is_edge(letter)
}

/// What parts cells, quotations and elements whatever stands around it.
fn is_edge(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\t' | '"' | '“' | '”' | '«' | '»' | '|' | '<' | '>' | '‹' | '›')
}

fn sentence(text: &str, place: Range<usize>) -> Range<usize> {
    let before = text[..place.start].char_indices().rev();
    let start = before
        .map(|(at, letter)| (at + letter.len_utf8(), letter))
        .find(|(next, letter)| is_edge(*letter) || ends_sentence(text, *letter, *next))
        .map_or(0, |(next, _)| next);
    let mut end = text.len();
    for (at, letter) in text[place.end..].char_indices() {
        let next = place.end + at + letter.len_utf8();
        if is_edge(letter) {
            end = place.end + at;
            break;
        }
        if ends_sentence(text, letter, next) {
            end = next;
            break;
        }
    }
    // The blank before a sentence stays, so that what is around it still reads.
    let blank = text[start..place.start].len() - text[start..place.start].trim_start().len();
    start + blank..end
}

fn ends_sentence(text: &str, letter: char, next: usize) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。')
        && text[next..].chars().next().is_none_or(|after| after.is_whitespace() || is_edge(after))
}

fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Replaces places, which are sorted by their beginning, by the codes of what stood there.
fn cut_out(text: &str, cuts: &[(Range<usize>, RumourCode)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut cuts = cuts.iter().peekable();
    while let Some((place, code)) = cuts.next() {
        let mut codes = BTreeSet::from([*code]);
        let (start, mut end) = (place.start, place.end);
        while let Some((next, code)) = cuts.next_if(|(next, _)| next.start < end) {
            end = end.max(next.end);
            codes.insert(*code);
        }
        out.push_str(&text[at..start.max(at)]);
        out.extend(codes.into_iter().map(shown));
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

fn shown(code: RumourCode) -> String {
    format!("‹{code}›")
}
