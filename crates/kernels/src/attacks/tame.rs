//! Fields that cannot show anything, told in one look: most of them.
//!
//! A field is *tame* when it holds only letters, digits and a few signs, so that decoding and folding
//! change nothing but case and marks. Of each pattern only what can match tame text is kept (its
//! classes are cut down to the tame bytes, its branches that need another byte fall), and what is left
//! becomes one search for words and, for the few branches that hold none, one regular expression for
//! each field. A tame field in which neither finds anything breaks no rule; all others are judged in
//! full. So the answer here is "nothing" or "look closer", never a verdict: `nothing` is proved by the
//! same patterns.

use hashbrown::HashMap;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};

use super::class::{FIELDS, Field};
use super::decode::{PAIR, VALUE};
use super::need::{self, Bytes, Need};
use super::words::Words;

/// Longer fields are judged in full.
const LONGEST: usize = 1_024;
/// With fewer capital letters no word looks like base64 (see `unwrap`).
const CAPITALS: u32 = 3;

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

/// One field's searches.
#[derive(Debug)]
struct Gate {
    words: Words,
    /// The branches that wait for each word.
    owners: Vec<Vec<u16>>,
    /// What begins with one of these is looked at closer: branches that are bound to the beginning.
    first: Bytes,
    /// Branches that hold no word.
    rest: Option<Regex>,
}

/// What the words of a tame field say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Glance {
    /// It is not tame, or too long: nothing was looked for.
    Wild,
    /// It breaks no rule.
    Clean,
    /// It holds words: `candidates`, and what waits for none, could match.
    Open,
}

/// The searches of all fields.
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
    /// From the branches of all patterns. A field whose searches would be too large has none; agents are
    /// sentences and never tame.
    pub(super) fn of(branches: &[Branch]) -> Self {
        let plain = pieces(&[Field::Path], branches);
        let marked = pieces(&[Field::Query, Field::Referer], branches);
        let one = |field| match field {
            Field::Path => gate(field, branches, &plain),
            Field::Query | Field::Referer => gate(field, branches, &marked),
            Field::Agent => None,
        };
        Self { gates: FIELDS.into_iter().map(one).collect() }
    }

    /// The branches that wait for words and that a field could match, into `candidates`. `folded` is
    /// what they look at.
    pub(super) fn glance(
        &self,
        field: Field,
        raw: &[u8],
        folded: &mut Vec<u8>,
        marked: &mut Vec<bool>,
        candidates: &mut Vec<u16>,
    ) -> Glance {
        let Some(gate) = &self.gates[field as usize] else { return Glance::Wild };
        if raw.len() > LONGEST {
            return Glance::Wild;
        }
        candidates.clear();
        let wait = |word: usize| {
            for owner in &gate.owners[word] {
                let at = usize::from(*owner);
                if marked.len() <= at {
                    marked.resize(at + 1, false);
                }
                if !std::mem::replace(&mut marked[at], true) {
                    candidates.push(*owner);
                }
            }
        };
        // Where nothing parts parameters, one pass does.
        let is_plain = field == Field::Path
            || (field == Field::Referer && memchr::memchr(b'?', raw).is_none());
        let is_tame = if is_plain { is_plainly_tame(raw) } else { fold(field, raw, folded) };
        if !is_tame {
            return Glance::Wild;
        }
        gate.words.each(if is_plain { raw } else { folded }, wait);
        for owner in &*candidates {
            marked[usize::from(*owner)] = false;
        }
        let first = if is_plain { raw.first() } else { folded.first() };
        let begins = first.is_some_and(|first| gate.first.holds(first.to_ascii_lowercase()));
        if candidates.is_empty() && !begins && gate.rest.is_none() {
            Glance::Clean
        } else {
            Glance::Open
        }
    }

    /// What decoding and folding make of a tame field, into `folded`; whether it is one.
    pub(super) fn fold(&self, field: Field, raw: &[u8], folded: &mut Vec<u8>) -> bool {
        raw.len() <= LONGEST && fold(field, raw, folded)
    }

    /// Whether a branch that waits for no word could match.
    pub(super) fn may_break_rest(&self, field: Field, folded: &[u8]) -> bool {
        let Some(gate) = &self.gates[field as usize] else { return true };
        let begins = folded.first().is_some_and(|first| gate.first.holds(*first));
        begins || gate.rest.as_ref().is_some_and(|rest| rest.is_match(folded))
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

/// Whether a field without parameters is tame.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes are looked at at once"
)]
fn is_plainly_tame(raw: &[u8]) -> bool {
    let (mut is_wild, mut capitals) = (false, 0_u32);
    for byte in raw {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // The signs from the comma to the colon, and the digits between them.
        let is_sign = byte.wrapping_sub(b',') <= b':' - b',';
        is_wild |= !(is_letter | is_sign | (*byte == b'_') | (*byte == b'~'));
        capitals += u32::from(byte.wrapping_sub(b'A') < 26);
    }
    let pairs = raw.iter().zip(raw.get(1..).unwrap_or_default());
    let has_dashes = pairs.fold(false, |has, (one, next)| has | ((*one == b'-') & (*next == b'-')));
    !is_wild && !has_dashes && capitals < CAPITALS
}

struct Folding {
    is_tame: bool,
    capitals: u32,
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
            capitals += u32::from(folded != *byte);
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

/// What of a branch tame text can match, and what the text must hold for it.
struct Piece {
    branch: u16,
    hir: Hir,
    need: Need,
}

/// Of fields that may hold the same bytes.
fn pieces(fields: &[Field], branches: &[Branch]) -> Vec<Piece> {
    let mut all = Vec::new();
    let is_wanted = |branch: &Branch| fields.iter().any(|field| branch.fields & field.bit() != 0);
    for (number, branch) in (0_u16..).zip(branches).filter(|(_, branch)| is_wanted(branch)) {
        let allowed = allowed(fields.first() != Some(&Field::Path), branch.on_bytes);
        for hir in cut(&branch.hir, &allowed).iter().flat_map(spread) {
            let need = need::of(&hir);
            let need = if branch.on_bytes { in_small_letters(need) } else { need };
            all.push(Piece { branch: number, hir, need });
        }
    }
    all
}

fn gate(field: Field, branches: &[Branch], pieces: &[Piece]) -> Option<Gate> {
    let mut numbers: HashMap<&[u8], usize> = HashMap::new();
    let mut words: Vec<Vec<u8>> = Vec::new();
    let mut owners: Vec<Vec<u16>> = Vec::new();
    let mut first = Bytes::default();
    let mut rest: Vec<String> = Vec::new();
    for Piece { branch: number, hir, need } in pieces {
        let branch = &branches[usize::from(*number)];
        if branch.fields & field.bit() == 0 {
            continue;
        }
        match (need.literals.is_empty(), need.first) {
            (true, Some(set)) => first = first.with(set),
            (true, None) => {
                let case = if branch.on_bytes { "i-u" } else { "-u" };
                rest.push(format!("(?s{case}:{hir})"));
            }
            (false, _) => {}
        }
        for word in &need.literals {
            let at = *numbers.entry(word.as_slice()).or_insert_with(|| {
                words.push(word.clone());
                owners.push(Vec::new());
                words.len() - 1
            });
            owners[at].push(*number);
        }
    }
    let words = Words::of(&words)?;
    let rest = if rest.is_empty() {
        None
    } else {
        let built = RegexBuilder::new(&rest.join("|")).unicode(false).size_limit(16 << 20).build();
        Some(built.ok()?)
    };
    Some(Gate { words, owners, first, rest })
}

/// A branch that may begin with the text or behind a sign, as one branch for each.
fn spread(hir: &Hir) -> Vec<Hir> {
    if let HirKind::Concat(parts) = hir.kind()
        && let [first, rest @ ..] = parts.as_slice()
        && let HirKind::Alternation(starts) = first.kind()
        && starts.iter().any(|start| matches!(start.kind(), HirKind::Look(_)))
    {
        let with = |start: &Hir| Hir::concat([std::slice::from_ref(start), rest].concat());
        return starts.iter().map(with).collect();
    }
    vec![hir.clone()]
}

/// The needs of a pattern that sees capitals, of a field that was folded. A word with many capitals
/// stands in no tame field.
fn in_small_letters(mut need: Need) -> Need {
    for word in &mut need.literals {
        word.make_ascii_lowercase();
    }
    let capitals = (b'A'..=b'Z').map(|byte| Bytes::of(&[byte]));
    let small = (b'a'..=b'z').map(|byte| Bytes::of(&[byte]));
    if let Some(first) = &mut need.first {
        for (capital, small) in capitals.zip(small) {
            if first.meets(&capital) {
                *first = first.with(small);
            }
        }
    }
    need
}

/// The bytes that a folded tame field may hold, with the marks of parameters; with capitals for patterns that see them.
fn allowed(has_marks: bool, with_capitals: bool) -> ClassBytes {
    let mut bytes: Vec<u8> = FOLDED.into_iter().filter(|byte| *byte != 0).collect();
    if with_capitals {
        bytes.extend(b'A'..=b'Z');
    }
    if has_marks {
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
