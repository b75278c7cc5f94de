//! Fields that cannot show anything, told in one look: most of them.
//!
//! A field is *tame* when it holds only letters, digits and a few signs, so that decoding and folding
//! change nothing but case and marks. Of each pattern only what can match tame text is kept (its
//! classes are cut down to the tame bytes, its branches that need another byte fall), and what is left
//! becomes one automaton of words and one regular expression for each field. A tame field in which
//! neither finds anything breaks no rule; all others are judged in full. So the answer here is
//! "nothing" or "look closer", never a verdict: `nothing` is proved by the same patterns.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};

use super::class::{FIELDS, Field};
use super::decode::{PAIR, VALUE};
use super::need;

/// Longer fields are judged in full.
const LONGEST: usize = 1_024;
/// With fewer capital letters no word looks like base64 (see `unwrap`).
const CAPITALS: usize = 3;

/// What the bytes of a field become; 0 for those that are not tame.
const FOLDED: [u8; 256] = {
    let from = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:,~";
    let mut table = [0; 256];
    let mut at = 0;
    while at < from.len() {
        table[from[at] as usize] = from[at].to_ascii_lowercase();
        at += 1;
    }
    table
};

/// One field's automata.
#[derive(Debug)]
struct Gate {
    words: AhoCorasick,
    /// The branches that wait for each word.
    owners: Vec<Vec<u16>>,
    /// Branches that hold no word.
    rest: Option<Regex>,
}

/// The automata of all fields.
#[derive(Debug)]
pub(super) struct Tame {
    gates: Vec<Option<Gate>>,
}

/// A branch of a pattern with the fields that it looks at.
pub(super) struct Branch {
    pub(super) hir: Hir,
    pub(super) fields: u8,
    pub(super) on_bytes: bool,
}

impl Tame {
    /// From the branches of all patterns. A field whose automata would be too large has none.
    pub(super) fn of(branches: &[Branch]) -> Self {
        Self { gates: FIELDS.into_iter().map(|field| gate(field, branches)).collect() }
    }

    /// The branches that wait for words and that a field could match, into `candidates`; `false` when
    /// the field is not tame. `folded` is what they look at.
    pub(super) fn candidates(
        &self,
        field: Field,
        raw: &[u8],
        folded: &mut Vec<u8>,
        marked: &mut Vec<bool>,
        candidates: &mut Vec<u16>,
    ) -> bool {
        let Some(gate) = &self.gates[field as usize] else { return false };
        if raw.len() > LONGEST || !fold(field, raw, folded) {
            return false;
        }
        candidates.clear();
        for found in gate.words.find_overlapping_iter(folded.as_slice()) {
            for owner in &gate.owners[found.pattern().as_usize()] {
                let at = usize::from(*owner);
                if marked.len() <= at {
                    marked.resize(at + 1, false);
                }
                if !std::mem::replace(&mut marked[at], true) {
                    candidates.push(*owner);
                }
            }
        }
        for owner in &*candidates {
            marked[usize::from(*owner)] = false;
        }
        true
    }

    /// The pattern of the branches of a field that wait for no word.
    pub(super) fn rest(&self, field: Field) -> Option<&Regex> {
        self.gates[field as usize].as_ref()?.rest.as_ref()
    }
}

/// What decoding and folding make of a tame field; whether it is one.
fn fold(field: Field, raw: &[u8], out: &mut Vec<u8>) -> bool {
    out.clear();
    out.resize(raw.len(), 0);
    let mut state = Folding { is_tame: true, capitals: 0, last: 0 };
    let mark = match field {
        Field::Query => Some(0),
        Field::Referer => memchr::memchr(b'?', raw),
        Field::Path | Field::Agent => None,
    };
    let Some(at) = mark else {
        state.plain(raw, out);
        return state.is_clean();
    };
    state.plain(&raw[..at], &mut out[..at]);
    let mut start = at;
    if field == Field::Referer {
        out[at] = PAIR;
        start = at + 1;
    }
    // As in `decode`: `&` parts pairs, the first `=` of a pair begins its value.
    while start < raw.len() && state.is_tame {
        let end = memchr::memchr(b'&', &raw[start..]).map_or(raw.len(), |length| start + length);
        let value = memchr::memchr(b'=', &raw[start..end]).map(|length| start + length);
        let name_end = value.unwrap_or(end);
        state.last = 0;
        state.plain(&raw[start..name_end], &mut out[start..name_end]);
        if let Some(value) = value {
            out[value] = VALUE;
            state.last = 0;
            state.plain(&raw[value + 1..end], &mut out[value + 1..end]);
        }
        if end < raw.len() {
            out[end] = PAIR;
        }
        start = end + 1;
    }
    state.is_clean()
}

struct Folding {
    is_tame: bool,
    capitals: usize,
    last: u8,
}

impl Folding {
    fn plain(&mut self, from: &[u8], to: &mut [u8]) {
        let mut has_none = false;
        let mut has_comment = false;
        let (mut last, mut capitals) = (self.last, 0);
        for (byte, out) in from.iter().zip(to) {
            let folded = FOLDED[usize::from(*byte)];
            has_none |= folded == 0;
            // `--` begins a comment of SQL.
            has_comment |= folded == b'-' && last == b'-';
            capitals += usize::from(folded != *byte);
            last = folded;
            *out = folded;
        }
        self.is_tame &= !has_none && !has_comment;
        self.capitals += capitals;
        self.last = last;
    }

    const fn is_clean(&self) -> bool {
        self.is_tame && self.capitals < CAPITALS
    }
}

fn gate(field: Field, branches: &[Branch]) -> Option<Gate> {
    let mut words: Vec<Vec<u8>> = Vec::new();
    let mut owners: Vec<Vec<u16>> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for (number, branch) in (0_u16..).zip(branches) {
        if branch.fields & field.bit() == 0 {
            continue;
        }
        let Some(hir) = cut(&branch.hir, &allowed(field, branch.on_bytes)) else { continue };
        let need = if branch.on_bytes { Vec::new() } else { need::of(&hir).literals };
        if need.is_empty() {
            let case = if branch.on_bytes { "i-u" } else { "-u" };
            rest.push(format!("(?s{case}:{hir})"));
        }
        for word in need {
            let at = words.iter().position(|known| *known == word).unwrap_or_else(|| {
                words.push(word);
                owners.push(Vec::new());
                words.len() - 1
            });
            owners[at].push(number);
        }
    }
    let words = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::Standard)
        .build(&words)
        .ok()?;
    let rest = if rest.is_empty() {
        None
    } else {
        let built = RegexBuilder::new(&rest.join("|")).unicode(false).size_limit(16 << 20).build();
        Some(built.ok()?)
    };
    Some(Gate { words, owners, rest })
}

/// The bytes that a folded tame field may hold; with capitals for patterns that see them.
fn allowed(field: Field, with_capitals: bool) -> ClassBytes {
    let mut bytes: Vec<u8> = FOLDED.into_iter().filter(|byte| *byte != 0).collect();
    if with_capitals {
        bytes.extend(b'A'..=b'Z');
    }
    if matches!(field, Field::Query | Field::Referer) {
        bytes.extend([PAIR, VALUE]);
    }
    ClassBytes::new(bytes.into_iter().map(|byte| ClassBytesRange::new(byte, byte)))
}

/// What of a pattern can match text of those bytes; `None` when nothing can.
fn cut(hir: &Hir, allowed: &ClassBytes) -> Option<Hir> {
    match hir.kind() {
        HirKind::Empty => Some(Hir::empty()),
        HirKind::Look(look) => Some(Hir::look(*look)),
        HirKind::Literal(literal) => {
            let is_held = |byte: &u8| {
                allowed.ranges().iter().any(|range| (range.start()..=range.end()).contains(byte))
            };
            literal.0.iter().all(is_held).then(|| Hir::literal(literal.0.clone()))
        }
        HirKind::Class(class) => {
            let mut bytes = match class {
                Class::Bytes(bytes) => bytes.clone(),
                Class::Unicode(class) => {
                    ClassBytes::new(class.ranges().iter().filter_map(|range| {
                        let start = u8::try_from(u32::from(range.start())).ok()?;
                        let end = u8::try_from(u32::from(range.end()).min(0x7f)).ok()?;
                        (start <= end).then(|| ClassBytesRange::new(start, end))
                    }))
                }
            };
            bytes.intersect(allowed);
            (!bytes.ranges().is_empty()).then(|| Hir::class(Class::Bytes(bytes)))
        }
        HirKind::Repetition(repeated) => match cut(&repeated.sub, allowed) {
            Some(sub) => {
                Some(Hir::repetition(Repetition { sub: Box::new(sub), ..repeated.clone() }))
            }
            None => (repeated.min == 0).then(Hir::empty),
        },
        HirKind::Capture(capture) => cut(&capture.sub, allowed),
        HirKind::Concat(parts) => {
            let parts: Option<Vec<Hir>> = parts.iter().map(|part| cut(part, allowed)).collect();
            parts.map(Hir::concat)
        }
        HirKind::Alternation(branches) => {
            let left: Vec<Hir> = branches.iter().filter_map(|one| cut(one, allowed)).collect();
            (!left.is_empty()).then(|| Hir::alternation(left))
        }
    }
}
