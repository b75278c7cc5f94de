//! What a text must hold for a pattern to match at all, read off the pattern.
//!
//! The idea is that of R. Cox, "Regular Expression Matching with a Trigram Index" (2012): each part of
//! a pattern is known by the texts that all its matches begin and end with, so that neighbours can be
//! joined at their seam; of a concatenation any one part or seam is necessary, of an alternation one
//! of each branch. Words go into one search for all patterns; single bytes into masks.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// A set of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut set = Self::default();
        for byte in text {
            set.add(*byte);
        }
        set
    }

    pub(super) fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    pub(super) const fn holds(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 != 0
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    pub(super) fn with(mut self, other: Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one |= other;
        }
        self
    }

    fn count(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// What must be there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Need {
    /// One of these, when there are any; [`EDGE`] in front or behind is an edge of a word.
    pub(super) literals: Vec<Vec<u8>>,
    /// From each of these sets one byte.
    pub(super) bytes: Vec<Bytes>,
    /// The text begins with one of these bytes, where the pattern looks at beginnings only.
    pub(super) first: Option<Bytes>,
}

/// Stands in a word of a need for the edge of a word in the text, as `\b` in a pattern.
pub(super) const EDGE: u8 = 0;

/// Texts of which one is there.
type Words = Vec<Vec<u8>>;

/// Single bytes are found in nearly every text; masks see to them.
const SHORTEST: usize = 2;
/// More alternatives than this are not worth the search.
const MOST: usize = 600;
/// Beginnings and ends of a part: how many, and how long.
const MOST_EDGES: usize = 128;
const LONGEST_EDGE: usize = 16;
/// Classes of more bytes are not spelled out.
const MOST_OF_CLASS: usize = 4;
/// Sets with more bytes than this exclude nothing.
const WIDEST: u32 = 40;

/// Reads the needs of a pattern.
pub(super) fn of(hir: &Hir) -> Need {
    let mut found = walk(hir);
    found.bytes.retain(|set| set.count() <= WIDEST);
    found.bytes.dedup();
    let (head, tail) = (usable(&found.head), usable(&found.tail));
    let choice = better(better(found.literals, head), tail);
    let mut literals = choice.map_or_else(Vec::new, |choice| choice.words);
    literals.sort_unstable();
    literals.dedup();
    Need { literals, bytes: found.bytes, first: first(hir) }
}

/// The first byte of all matches of a pattern that is bound to the beginning of the text.
fn first(hir: &Hir) -> Option<Bytes> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let (start, rest) = parts.split_first()?;
    if !matches!(start.kind(), HirKind::Look(Look::Start)) {
        return None;
    }
    if let [next, ..] = rest
        && let HirKind::Class(class) = next.kind()
    {
        return class_needs(class).bytes.first().copied();
    }
    let found = concat(rest);
    let mut set = found.head.iter().map(|word| word.iter().find(|byte| **byte != EDGE));
    set.try_fold(Bytes::default(), |set, byte| byte.map(|byte| set.with(Bytes::of(&[*byte]))))
}

/// What all matches of a part have in common.
struct Found {
    /// One of these is in each.
    literals: Option<Choice>,
    bytes: Vec<Bytes>,
    /// Each begins with one of these, and ends with one of those; with an empty word nothing is said.
    head: Words,
    tail: Words,
    /// `head` and `tail` are the whole.
    is_exact: bool,
    /// The branches of an alternation: each is joined with its neighbours by itself.
    branches: Vec<Branch>,
}

struct Branch {
    literals: Option<Choice>,
    head: Words,
    tail: Words,
}

impl Found {
    /// Anything at all.
    fn nothing() -> Self {
        Self { is_exact: false, ..Self::exact(vec![Vec::new()], Vec::new()) }
    }

    fn exact(texts: Words, bytes: Vec<Bytes>) -> Self {
        let literals = usable(&texts);
        let (head, tail) = (texts.clone(), texts);
        Self { literals, bytes, head, tail, is_exact: true, branches: Vec::new() }
    }
}

/// A set of words that could be looked for, and how often one of them is found, about: ordinary fields
/// hold words of few and common letters.
#[derive(Clone)]
struct Choice {
    words: Words,
    share: f64,
}

impl Choice {
    fn of(words: Words) -> Self {
        let share = words.iter().map(|word| (-f64::from(bits(word))).exp2()).sum();
        Self { words, share }
    }

    fn beats(&self, known: &Self) -> bool {
        let is_shorter = self.words.len() < known.words.len();
        self.share < known.share || (self.share <= known.share && is_shorter)
    }
}

/// Stands in nearly every field of one kind or another.
const COMMON: [&[u8]; 4] = [b"https://www.", b"http://", b".com/", b".html"];

/// How rare a word is: about the negative logarithm of its share.
pub(super) fn bits(word: &[u8]) -> u32 {
    let letters = word.strip_prefix(&[EDGE]).unwrap_or(word);
    let letters = letters.strip_suffix(&[EDGE]).unwrap_or(letters);
    if COMMON.iter().any(|common| common.windows(letters.len().max(1)).any(|part| part == letters))
    {
        return 0;
    }
    let rarity = |byte: &u8| match byte {
        &EDGE => 1,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b'-' | b'/' => 3,
        b'j' | b'q' | b'x' | b'z' | b'~' | b':' | b',' => 6,
        b'a'..=b'z' | b'0'..=b'9' | b'.' | 0x1e | 0x1f => 4,
        _ => 5,
    };
    word.iter().map(rarity).sum()
}

fn better(one: Option<Choice>, other: Option<Choice>) -> Option<Choice> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.beats(&one) { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// The words, where each of them says something. Edges inside of them say nothing.
fn usable(texts: &[Vec<u8>]) -> Option<Choice> {
    let letters = |text: &Vec<u8>| text.iter().filter(|byte| **byte != EDGE).count();
    if texts.iter().any(|text| letters(text) < SHORTEST) {
        return None;
    }
    let mut words = Vec::with_capacity(texts.len());
    for text in texts {
        let last = text.len().saturating_sub(1);
        let is_inside = |at: usize| at > 0 && at < last;
        let kept = text.iter().enumerate().filter(|(at, byte)| **byte != EDGE || !is_inside(*at));
        let mut word: Vec<u8> = kept.map(|(_, byte)| *byte).collect();
        // Two edges at one place are one.
        while word.starts_with(&[EDGE, EDGE]) {
            word.remove(0);
        }
        while word.ends_with(&[EDGE, EDGE]) {
            word.pop();
        }
        words.push(word);
    }
    words.sort_unstable();
    words.dedup();
    (words.len() <= MOST).then(|| Choice::of(words))
}

fn walk(hir: &Hir) -> Found {
    match hir.kind() {
        HirKind::Look(Look::WordAscii) => Found::exact(vec![vec![EDGE]], Vec::new()),
        HirKind::Empty | HirKind::Look(_) => Found::exact(vec![Vec::new()], Vec::new()),
        HirKind::Literal(literal) if literal.0.contains(&EDGE) => Found::nothing(),
        HirKind::Literal(literal) => {
            let bytes = literal.0.iter().map(|byte| Bytes::of(&[*byte])).collect();
            cut(Found::exact(vec![literal.0.to_vec()], bytes))
        }
        HirKind::Class(class) => class_needs(class),
        HirKind::Repetition(repeated) => repetition(repeated),
        HirKind::Capture(capture) => walk(&capture.sub),
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(branches) => alternation(branches),
    }
}

fn concat(parts: &[Hir]) -> Found {
    let start = Found::exact(vec![Vec::new()], Vec::new());
    parts.iter().fold(start, |before, part| joined(before, walk(part)))
}

fn class_needs(class: &Class) -> Found {
    let mut set = Bytes::default();
    let mut bytes = Vec::new();
    let mut add = |start: u32, end: u32| {
        for byte in start..=end.min(255) {
            let byte = u8::try_from(byte).unwrap_or(u8::MAX);
            set.add(byte);
            bytes.push(vec![byte]);
        }
    };
    match class {
        Class::Bytes(class) => {
            for range in class.ranges() {
                add(u32::from(range.start()), u32::from(range.end()));
            }
        }
        // Patterns are compiled for bytes; a class of letters beyond ASCII excludes nothing.
        Class::Unicode(class) => {
            for range in class.ranges() {
                if range.end() > '\u{7f}' {
                    return Found::nothing();
                }
                add(range.start() as u32, range.end() as u32);
            }
        }
    }
    if bytes.len() <= MOST_OF_CLASS && !set.holds(EDGE) {
        Found::exact(bytes, vec![set])
    } else {
        Found { bytes: vec![set], ..Found::nothing() }
    }
}

fn repetition(repeated: &Repetition) -> Found {
    let inner = walk(&repeated.sub);
    if repeated.min == 0 {
        // There or not: its beginnings, or those of what follows.
        let is_exact = inner.is_exact && repeated.max == Some(1);
        if is_exact {
            let mut texts = inner.head;
            texts.push(Vec::new());
            return Found { literals: None, bytes: Vec::new(), ..Found::exact(texts, Vec::new()) };
        }
        return Found::nothing();
    }
    let is_once = repeated.min == 1 && repeated.max == Some(1);
    if is_once {
        return inner;
    }
    let mut whole = Found { branches: Vec::new(), ..inner };
    if whole.is_exact {
        let once = whole.head.clone();
        for _ in 1..repeated.min.min(4) {
            let Some(more) = product(&whole.head, &once, MOST_EDGES) else { break };
            whole.head = more;
        }
        whole.tail.clone_from(&whole.head);
        whole.literals = better(whole.literals, usable(&whole.head));
    }
    // How often, nobody knows; where it is known the seam is not worth more.
    whole.is_exact = false;
    whole
}

/// Every text of one set before every text of the other.
fn product(one: &Words, other: &Words, most: usize) -> Option<Words> {
    (one.len() * other.len() <= most).then(|| {
        let pairs = one.iter().flat_map(|start| {
            other.iter().map(move |end| [start.as_slice(), end.as_slice()].concat())
        });
        pairs.collect()
    })
}

/// One of the words where two parts meet, of all their matches.
fn seam(tail: &Words, head: &Words) -> Option<Choice> {
    let is_nothing = |words: &Words| words.iter().all(Vec::is_empty);
    match (is_nothing(tail), is_nothing(head)) {
        (true, _) => return usable(head),
        (_, true) => return usable(tail),
        _ => {}
    }
    product(tail, head, MOST).and_then(|seam| usable(&seam))
}

/// One word of each branch, or one of its seam.
fn of_each(branches: &[Branch], seam: impl Fn(&Branch) -> Option<Choice>) -> Option<Choice> {
    let mut words = Vec::new();
    for branch in branches {
        match (seam(branch), &branch.literals) {
            (Some(new), known) if known.as_ref().is_none_or(|known| new.beats(known)) => {
                words.extend(new.words);
            }
            (_, Some(known)) => words.extend_from_slice(&known.words),
            (_, None) => return None,
        }
        if words.len() > MOST {
            return None;
        }
    }
    (!words.is_empty()).then(|| Choice::of(words))
}

/// The branches of one part with the other at their ends, where the other is known as a whole.
fn still_apart(before: &Found, after: &Found) -> Vec<Branch> {
    let longer = |branch: &Branch| {
        let (mut head, mut tail) = (branch.head.clone(), branch.tail.clone());
        if before.branches.is_empty() {
            head = product(&before.tail, &head, MOST_EDGES)?;
        } else {
            tail = product(&tail, &after.head, MOST_EDGES)?;
        }
        let literals = better(better(branch.literals.clone(), usable(&head)), usable(&tail));
        Some(Branch { literals, head, tail })
    };
    let branches = match (before.branches.is_empty(), before.is_exact, after.is_exact) {
        (false, _, true) => &before.branches,
        (true, true, _) => &after.branches,
        _ => return Vec::new(),
    };
    branches.iter().map(longer).collect::<Option<_>>().unwrap_or_default()
}

/// One part, and the next behind it.
fn joined(before: Found, after: Found) -> Found {
    let branches = still_apart(&before, &after);
    let choices = [
        after.literals,
        usable(&before.tail),
        usable(&after.head),
        seam(&before.tail, &after.head),
        of_each(&before.branches, |branch| seam(&branch.tail, &after.head)),
        of_each(&after.branches, |branch| seam(&before.tail, &branch.head)),
    ];
    let literals = choices.into_iter().fold(before.literals, better);
    let is_few = |one: &Words, other: &Words| one.len() * other.len() <= MOST_EDGES;
    let is_exact = before.is_exact && after.is_exact && is_few(&before.head, &after.head);
    let head = match before.is_exact {
        true => product(&before.head, &after.head, MOST_EDGES).unwrap_or(before.head),
        false => before.head,
    };
    let tail = match after.is_exact {
        true => product(&before.tail, &after.tail, MOST_EDGES).unwrap_or(after.tail),
        false => after.tail,
    };
    let mut bytes = before.bytes;
    bytes.extend(after.bytes);
    cut(Found { literals, bytes, head, tail, is_exact, branches })
}

fn alternation(branches: &[Hir]) -> Found {
    let mut bytes = Bytes::default();
    let mut whole = Found::exact(Vec::new(), Vec::new());
    for branch in branches {
        let found = walk(branch);
        let literals = better(better(found.literals, usable(&found.head)), usable(&found.tail));
        whole.is_exact &= found.is_exact;
        whole.head.extend_from_slice(&found.head);
        whole.tail.extend_from_slice(&found.tail);
        whole.branches.push(Branch { literals, head: found.head, tail: found.tail });
        // The narrowest set of each branch, together.
        let narrowest = found.bytes.into_iter().min_by_key(|set| set.count());
        bytes = bytes.with(narrowest.unwrap_or(Bytes([u64::MAX; 4])));
    }
    whole.literals = of_each(&whole.branches, |_| None);
    whole.bytes = vec![bytes];
    cut(whole)
}

/// Keeps beginnings and ends short and few; what is cut is no longer the whole.
fn cut(mut found: Found) -> Found {
    let is_long = |words: &Words| words.iter().any(|word| word.len() > LONGEST_EDGE);
    if is_long(&found.head) || is_long(&found.tail) {
        found.literals = better(found.literals, usable(&found.head));
        found.literals = better(found.literals, usable(&found.tail));
    }
    for (words, is_head) in [(&mut found.head, true), (&mut found.tail, false)] {
        let mut longest = LONGEST_EDGE;
        while words.len() > MOST_EDGES || words.iter().any(|word| word.len() > longest) {
            for word in words.iter_mut().filter(|word| word.len() > longest) {
                if is_head {
                    word.truncate(longest);
                } else {
                    word.drain(..word.len() - longest);
                }
            }
            words.sort_unstable();
            words.dedup();
            longest -= usize::from(words.len() > MOST_EDGES && longest > 0);
            found.is_exact = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(pattern: &str) -> Vec<String> {
        let hir = regex_syntax::ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build()
            .parse(pattern)
            .unwrap();
        let need = of(&hir);
        need.literals.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect()
    }

    #[test]
    fn the_rarest_necessary_words_are_found() {
        assert_eq!(literals(r"union\b.{0,60}select"), ["select"]);
        assert_eq!(literals(r"(?:sleep|benchmark)\s*\("), ["benchmark", "sleep"]);
        assert_eq!(literals(r"a[bc]de?"), ["abd", "acd"]);
        assert_eq!(literals(r"x?(?:or|and) "), ["and ", "or "]);
        // Where parts meet, by branches, and what is repeated.
        assert_eq!(literals(r"(?:lz\w+|ftp)://"), ["ftp://", "lz"]);
        assert_eq!(literals(r"\.{2,4}(?:/|0x2f)"), ["../", "..0x2f"]);
        assert_eq!(literals(r"\bdo\b"), ["\0do\0"]);
        assert!(literals(r"[a-z]+\d").is_empty());
        assert!(literals(r"(?:abc|d*)").is_empty());
    }
}
