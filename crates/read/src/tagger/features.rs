//! What the tagger looks at: words and their neighbours, what the lexicon knows of them, quotation
//! marks, and what the rules made of them. A feature is the hash of its name and values.

use crate::Language;
use crate::lexicon::Lexicon;
use crate::statements::{Context, Statement};
use crate::text::{Text, is_stop};

use super::chain::BEFORE;
use super::labels::{labels_of, spans_of, tags};

/// What is known of one token, each as a small number or a hash.
#[derive(Clone, Copy, Default)]
pub(super) struct Atom {
    word: u32,
    class: u32,
    shape: u32,
    tail: u32,
    tail_short: u32,
    head: u32,
    verb: u32,
    quote: u32,
    rule: u32,
    nested: u32,
    said_by: u32,
    stop: bool,
}

/// A text as the tagger sees it.
pub(super) struct Page<'a> {
    pub(super) text: Text<'a>,
    /// Lines as tokens, first and behind the last.
    pub(super) lines: Vec<(usize, usize)>,
    atoms: Vec<Atom>,
    /// The unit of each token: first, behind the last.
    units: Vec<(usize, usize)>,
}

/// Features by the kind of the last finished span.
pub(super) type Joined = [[u32; JOINED]; BEFORE];
const JOINED: usize = 9;
/// Longer lines are cut, so that work and memory stay bounded on any text.
const LONGEST_LINE: usize = 3_000;

/// The features of the tokens of one line.
#[derive(Default)]
pub(super) struct Seen {
    /// Those that hold whatever stood before.
    pub(super) plain: Vec<Vec<u32>>,
    /// Those that are looked at together with the last finished span.
    pub(super) joined: Vec<Joined>,
    /// At what kind of place a step happens.
    pub(super) places: Vec<u8>,
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

pub(super) fn mix(one: u32, two: u32) -> u32 {
    let both = (u64::from(one) << 32 | u64::from(two)).wrapping_mul(SEED);
    let both = (both ^ (both >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    u32::try_from(both >> 32).unwrap_or(0)
}

/// FNV-1a, 32 bits.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |all, byte| (all ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

impl<'a> Page<'a> {
    /// Takes a text apart. `statements` is what the rules read in it.
    pub(super) fn new(source: &'a str, language: Language, statements: &[Statement]) -> Self {
        let text = Text::new(source, language);
        let lexicon = Lexicon::shipped(language);
        let mut atoms: Vec<Atom> = Vec::with_capacity(text.tokens.len());
        for token in &text.tokens {
            let entry = lexicon.entry(&token.lower);
            let verb = entry.verbs.first().map_or(0, |(place, form)| {
                let verb = lexicon.verb(*place);
                mix(hash(verb.lemma.as_bytes()), mix(*form as u32 + 1, verb.kind as u32))
            });
            let noun = u32::from(entry.noun.is_some()) + 2 * u32::from(entry.adjective.is_some());
            let letters: Vec<char> = token.lower.chars().collect();
            let last = |many: usize| -> u32 {
                let from = letters.len().saturating_sub(many);
                letters[from..].iter().fold(7, |all, letter| mix(all, u32::from(*letter)))
            };
            atoms.push(Atom {
                word: hash(token.lower.as_bytes()),
                class: mix(entry.classes, noun),
                shape: shape(token.span.of(source)),
                tail: last(3),
                tail_short: last(2),
                head: letters.iter().take(3).fold(9, |all, letter| mix(all, u32::from(*letter))),
                verb: if verb == 0 { noun } else { verb },
                stop: is_stop(token),
                ..Atom::default()
            });
        }
        mark_quotes(&text, &mut atoms);
        mark_rules(&text, statements, &mut atoms);
        let mut units = vec![(0, 0); atoms.len()];
        for unit in &text.units {
            units[unit.start..unit.end].fill((unit.start, unit.end));
        }
        let mut lines: Vec<(usize, usize)> = Vec::new();
        for (at, token) in text.tokens.iter().enumerate() {
            match lines.last_mut() {
                Some(last) if !token.new_line && at - last.0 < LONGEST_LINE => last.1 = at + 1,
                _ => lines.push((at, at + 1)),
            }
        }
        Self { text, lines, atoms, units }
    }

    /// The features of a line.
    pub(super) fn seen(&self, line: (usize, usize)) -> Seen {
        let mut out = Seen::default();
        let places = self.each(line, |plain, joined| {
            out.plain.push(plain.to_vec());
            out.joined.push(*joined);
        });
        out.places = places;
        out
    }

    /// Hands the features of each token of a line over, and gives the places of the steps.
    pub(super) fn each(
        &self,
        (start, end): (usize, usize),
        mut take: impl FnMut(&[u32], &Joined),
    ) -> Vec<u8> {
        let view = View { page: self, start, end };
        let tokens = start..end;
        let places = tokens.map(|at| {
            take(&view.plain(at), &view.joined(at));
            view.place(at)
        });
        places.collect()
    }
}

fn shape(word: &str) -> u32 {
    let mut out = 3_u32;
    let mut last = 0_u32;
    for letter in word.chars().take(24) {
        let kind = match letter {
            _ if letter.is_uppercase() => 1,
            _ if letter.is_alphabetic() => 2,
            _ if letter.is_numeric() => 3,
            _ => u32::from(letter),
        };
        if kind != last {
            out = mix(out, kind);
            last = kind;
        }
    }
    out
}

/// Outside 0; inside: the sign that opens, the first word, further words, the last, the sign that
/// closes; short quotations (a word or two set apart) by themselves.
fn mark_quotes(text: &Text<'_>, atoms: &mut [Atom]) {
    for (at, token) in text.tokens.iter().enumerate() {
        let Some(quote) =
            (token.quote as usize).checked_sub(1).and_then(|one| text.quotes.get(one))
        else {
            continue;
        };
        let position = match at {
            _ if at == quote.open => 1,
            _ if at + 1 == quote.end && quote.closed => 2,
            _ if at == quote.open + 1 => 3,
            _ if at + 2 == quote.end => 4,
            _ => 5,
        };
        let long = u32::from(quote.end - quote.open > 6);
        atoms[at].quote = position * 2 + long;
    }
}

fn mark_rules(text: &Text<'_>, statements: &[Statement], atoms: &mut [Atom]) {
    let cells: Vec<crate::Span> = text.tokens.iter().map(|token| token.span).collect();
    let outer = tags(&cells, &labels_of(statements));
    for (atom, tag) in atoms.iter_mut().zip(&outer) {
        atom.rule = u32::from(*tag);
    }
    let body = statements.iter().filter(|one| one.context != Context::Headline);
    for one in body {
        let about = mix(hash(one.rule.as_bytes()), one.kind as u32 * 8 + one.cue_form as u32);
        let inner = one.reported_by.is_some() || one.content.is_empty();
        for label in spans_of(one) {
            let first = cells.partition_point(|cell| cell.end <= label.span.start);
            for at in first..cells.len() {
                if cells[at].start >= label.span.end {
                    break;
                }
                if inner {
                    // The innermost that comes last wins: any is a hint, none is the truth.
                    atoms[at].nested = 1 + label.kind as u32 * 2 + u32::from(at == first);
                } else if atoms[at].said_by == 0 {
                    atoms[at].said_by = about;
                }
            }
        }
    }
}

/// How far, roughly.
fn about(distance: usize) -> u32 {
    match distance {
        0..=4 => u32::try_from(distance).unwrap_or(0),
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

/// One line of a page: nothing is looked at beyond its ends.
struct View<'a> {
    page: &'a Page<'a>,
    start: usize,
    end: usize,
}

impl View<'_> {
    /// The token `by` places further; an empty one beyond the line.
    fn atom(&self, at: usize, by: isize) -> Atom {
        at.checked_add_signed(by)
            .filter(|at| (self.start..self.end).contains(at))
            .and_then(|at| self.page.atoms.get(at))
            .copied()
            .unwrap_or(Atom { word: 1, class: 1, rule: 9, quote: 99, ..Atom::default() })
    }

    fn plain(&self, at: usize) -> Vec<u32> {
        let a = |by: isize| self.atom(at, by);
        let (here, left, right) = (a(0), a(-1), a(1));
        let mut out = Vec::with_capacity(64);
        let mut id = 0_u32;
        let mut put = |value: u32| {
            id += 1;
            out.push(mix(id.wrapping_mul(0x0100_0193), value));
        };
        for by in -2..=2 {
            put(a(by).word);
            put(a(by).class);
            put(a(by).verb);
            put(a(by).quote);
            put(a(by).rule);
        }
        put(mix(left.word, here.word));
        put(mix(here.word, right.word));
        put(mix(left.class, here.class));
        put(mix(here.class, right.class));
        put(mix(mix(left.class, here.class), right.class));
        put(mix(mix(here.class, right.class), a(2).class));
        put(here.tail);
        put(here.tail_short);
        put(here.head);
        put(here.shape);
        put(mix(left.shape, here.shape));
        put(right.tail);
        put(left.tail);
        put(mix(left.shape, left.class));
        put(mix(right.shape, right.class));
        put(here.nested);
        put(here.said_by);
        put(mix(here.said_by, here.rule));
        let rules = mix(mix(left.rule, here.rule), right.rule);
        put(rules);
        put(mix(rules, mix(a(-2).rule, a(2).rule)));
        put(mix(rules, here.word));
        put(mix(rules, here.class));
        put(mix(rules, here.quote));
        put(mix(rules, left.class));
        put(mix(rules, right.class));
        put(mix(here.rule, here.verb));
        put(mix(mix(left.quote, here.quote), right.quote));
        put(mix(here.quote, here.word));
        self.around(at, &mut put);
        out
    }

    /// What stands further off in the unit: the nearest verbs of saying, spans of the rules, signs.
    fn around(&self, at: usize, put: &mut impl FnMut(u32)) {
        let (from, to) = self.page.units.get(at).copied().unwrap_or((at, at + 1));
        let (from, to) = (from.max(self.start), to.min(self.end).max(at + 1));
        let atoms = &self.page.atoms;
        let here = atoms[at];
        put(mix(about(at.saturating_sub(from)), about(to.saturating_sub(at + 1))));
        let quoted = u32::from(here.quote > 0);
        let to_left =
            |test: &dyn Fn(&Atom) -> bool| (from..at).rev().find(|one| test(&atoms[*one]));
        let to_right = |test: &dyn Fn(&Atom) -> bool| (at + 1..to).find(|one| test(&atoms[*one]));
        let said = |atom: &Atom| atom.verb > 3 && atom.quote == 0;
        let (before, behind) = (to_left(&said), to_right(&said));
        let shown = |one: Option<usize>| one.map_or(0, |one| atoms[one].verb);
        let far = |one: Option<usize>| one.map_or(99, |one| about(one.abs_diff(at)));
        put(mix(shown(before), quoted));
        put(mix(shown(behind), quoted));
        put(mix(shown(before), far(before)));
        put(mix(shown(behind), far(behind)));
        put(mix(shown(before), here.class));
        put(mix(shown(behind), here.class));
        for kind in [1, 3, 5] {
            let marked = move |atom: &Atom| atom.rule == kind || atom.rule == kind + 1;
            let (before, behind) = (to_left(&marked), to_right(&marked));
            let both = mix(far(before).min(7), far(behind).min(7));
            put(mix(both, here.rule));
            put(mix(mix(both, here.rule), here.class));
        }
        let open = to_left(&|atom: &Atom| matches!(atom.quote / 2, 1 | 2));
        let close = to_right(&|atom: &Atom| matches!(atom.quote / 2, 1 | 2));
        put(mix(far(open), far(close)));
        let comma = |atom: &Atom| atom.class == atoms[at].class && atom.stop;
        put(far(to_right(&comma)));
        let last = atoms.get(to.wrapping_sub(1)).map_or(0, |atom| atom.quote);
        put(mix(last, mix(atoms[from.min(at)].quote, quoted)));
    }

    fn joined(&self, at: usize) -> Joined {
        let (here, left, right) = (self.atom(at, 0), self.atom(at, -1), self.atom(at, 1));
        let base = [
            mix(201, here.word),
            mix(202, here.class),
            mix(203, mix(left.rule, here.rule)),
            mix(204, mix(here.rule, right.rule)),
            mix(205, mix(left.quote, here.quote)),
            mix(206, mix(left.word, here.quote)),
            mix(207, mix(right.word, right.class)),
            mix(208, mix(here.verb, here.rule)),
            mix(209, mix(left.class, here.class)),
        ];
        std::array::from_fn(|before| {
            let before = u32::try_from(before).unwrap_or(0) + 1;
            base.map(|feature| mix(feature, before))
        })
    }

    fn place(&self, at: usize) -> u8 {
        let (here, left) = (self.atom(at, 0), self.atom(at, -1));
        let opens_unit = self.page.units.get(at).is_some_and(|unit| unit.0 == at);
        match () {
            () if at == self.start => 0,
            () if opens_unit => 1,
            () if here.quote / 2 == 1 => 2,
            () if left.quote / 2 == 2 => 3,
            () if here.quote > 0 => 4,
            () if left.stop || left.word == hash(b",") => 5,
            () if self.page.text.tokens.get(at).is_some_and(|token| token.word) => 6,
            () => 7,
        }
    }
}
