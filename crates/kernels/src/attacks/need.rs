//! What a text must hold for a pattern to match at all, read off the pattern.
//!
//! The idea is that of `FilteredRE2` (R. Cox, "Regular Expression Matching with a Trigram Index",
//! 2012): of a concatenation any one part is necessary, of an alternation one branch. Literals go
//! into one automaton for all patterns; single bytes into masks.

use regex_syntax::hir::{Class, Hir, HirKind};

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
    /// One of these, when there are any.
    pub(super) literals: Vec<Vec<u8>>,
    /// From each of these sets one byte.
    pub(super) bytes: Vec<Bytes>,
}

/// Single bytes are found in nearly every text; masks see to them.
const SHORTEST: usize = 2;
/// More alternatives than this are not worth the automaton.
const MOST: usize = 600;
/// Sets with more bytes than this exclude nothing.
const WIDEST: u32 = 40;

/// Reads the needs of a pattern.
pub(super) fn of(hir: &Hir) -> Need {
    let mut found = walk(hir);
    found.bytes.retain(|set| set.count() <= WIDEST);
    found.bytes.dedup();
    let literals = found.literals.filter(|literals| usefulness(literals) >= SHORTEST);
    Need { literals: literals.unwrap_or_default(), bytes: found.bytes }
}

#[derive(Default)]
struct Found {
    literals: Option<Vec<Vec<u8>>>,
    bytes: Vec<Bytes>,
    /// All texts that the part matches, when they are few: neighbours can be joined.
    exact: Option<Vec<Vec<u8>>>,
}

fn usefulness(literals: &[Vec<u8>]) -> usize {
    literals.iter().map(Vec::len).min().unwrap_or(0)
}

fn better(one: Option<Vec<Vec<u8>>>, other: Option<Vec<Vec<u8>>>) -> Option<Vec<Vec<u8>>> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let (short, long) = (usefulness(&one), usefulness(&other));
            Some(if long > short || (long == short && other.len() < one.len()) {
                other
            } else {
                one
            })
        }
        (one, other) => one.or(other),
    }
}

fn of_exact(texts: Vec<Vec<u8>>) -> Found {
    let first = texts.iter().fold(Bytes::default(), |set, text| match text.first() {
        Some(byte) => set.with(Bytes::of(&[*byte])),
        None => Bytes([u64::MAX; 4]),
    });
    let mut bytes = vec![first];
    if let [text] = texts.as_slice() {
        bytes = text.iter().map(|byte| Bytes::of(&[*byte])).collect();
    }
    let literals = texts.iter().all(|text| !text.is_empty()).then(|| texts.clone());
    Found { literals, bytes, exact: Some(texts) }
}

fn walk(hir: &Hir) -> Found {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {
            Found { exact: Some(vec![Vec::new()]), ..Found::default() }
        }
        HirKind::Literal(literal) => of_exact(vec![literal.0.to_vec()]),
        HirKind::Class(class) => class_needs(class),
        HirKind::Repetition(repeated) if repeated.min > 0 => {
            let inner = walk(&repeated.sub);
            let exact = inner.exact.filter(|_| repeated.min == 1 && repeated.max == Some(1));
            Found { exact, ..inner }
        }
        HirKind::Repetition(repeated) if repeated.max == Some(1) => {
            let exact = walk(&repeated.sub).exact.map(|mut texts| {
                texts.push(Vec::new());
                texts
            });
            Found { exact, ..Found::default() }
        }
        HirKind::Repetition(_) => Found::default(),
        HirKind::Capture(capture) => walk(&capture.sub),
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(branches) => alternation(branches),
    }
}

fn class_needs(class: &Class) -> Found {
    let mut set = Bytes::default();
    let mut count = 0_usize;
    let mut add = |start: u32, end: u32| {
        for byte in start..=end.min(255) {
            set.add(u8::try_from(byte).unwrap_or(u8::MAX));
            count += 1;
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
                    return Found::default();
                }
                add(range.start() as u32, range.end() as u32);
            }
        }
    }
    let exact = (count <= 4).then(|| {
        (0..=255_u8).filter(|byte| Bytes::of(&[*byte]).meets(&set)).map(|byte| vec![byte]).collect()
    });
    Found { literals: None, bytes: vec![set], exact }
}

fn concat(parts: &[Hir]) -> Found {
    let mut whole = Found::default();
    let mut joined: Vec<Vec<u8>> = vec![Vec::new()];
    let mut all_exact = true;
    for part in parts {
        let found = walk(part);
        whole.literals = better(whole.literals.take(), found.literals);
        whole.bytes.extend(found.bytes);
        match found.exact {
            Some(texts) if joined.len() * texts.len() <= 64 => {
                joined = joined
                    .iter()
                    .flat_map(|start| texts.iter().map(move |end| [start.as_slice(), end].concat()))
                    .collect();
            }
            exact => {
                whole.literals = better(whole.literals.take(), usable(joined));
                all_exact = false;
                joined = exact.unwrap_or_else(|| vec![Vec::new()]);
            }
        }
    }
    whole.literals = better(whole.literals.take(), usable(joined.clone()));
    whole.exact = all_exact.then_some(joined);
    whole
}

fn usable(texts: Vec<Vec<u8>>) -> Option<Vec<Vec<u8>>> {
    texts.iter().all(|text| !text.is_empty()).then_some(texts)
}

fn alternation(branches: &[Hir]) -> Found {
    let mut literals = Some(Vec::new());
    let mut exact = Some(Vec::new());
    let mut bytes = Bytes::default();
    for branch in branches {
        let found = walk(branch);
        literals = literals.zip(found.literals).map(|(mut all, mut some)| {
            all.append(&mut some);
            all
        });
        exact = exact.zip(found.exact).map(|(mut all, mut some)| {
            all.append(&mut some);
            all
        });
        // The narrowest set of each branch, together.
        let narrowest = found.bytes.into_iter().min_by_key(|set| set.count());
        bytes = bytes.with(narrowest.unwrap_or(Bytes([u64::MAX; 4])));
    }
    Found {
        literals: literals.filter(|literals| literals.len() <= MOST),
        bytes: vec![bytes],
        exact: exact.filter(|texts| texts.len() <= 64),
    }
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
    fn the_longest_necessary_words_are_found() {
        assert_eq!(literals(r"union\b.{0,60}select"), ["select"]);
        assert_eq!(literals(r"(?:sleep|benchmark)\s*\("), ["sleep", "benchmark"]);
        assert_eq!(literals(r"a[bc]de?"), ["abde", "abd", "acde", "acd"]);
        assert_eq!(literals(r"x?(?:or|and) "), ["xor ", "xand ", "or ", "and "]);
        assert!(literals(r"[a-z]+\d").is_empty());
        assert!(literals(r"(?:abc|d*)").is_empty());
    }
}
