//! All patterns, ready to be looked for, and what one field shows.

use hashbrown::HashMap;
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use super::class::{Class, Field};
use super::decode::{Oddities, PAIR, VALUE, decode};
use super::need::{self, Bytes};
use super::page::{BuiltIn, Find, Page, PageError, Pattern};
use super::tame::{Branch, Glance, Tame};
use super::unwrap;
use super::views::Views;
use super::words::Words;

/// A pattern.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) class: Class,
    pub(super) weight: u8,
    fields: u8,
    on_bytes: bool,
}

/// One branch of a pattern, with what a text must hold for it. Branches are gated and run one by
/// one: a pattern of twenty spellings would otherwise be as cheap as its vaguest.
#[derive(Debug)]
struct Arm {
    rule: u16,
    regex: Regex,
    /// From each of these sets the text holds a byte.
    gates: Vec<Bytes>,
}

/// The patterns of all pages.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) all: Vec<Rule>,
    arms: Vec<Arm>,
    /// The rules that are tests in code.
    built_ins: Vec<(u16, BuiltIn)>,
    words: Words,
    /// The arms that wait for each word.
    owners: Vec<Vec<u16>>,
    /// The arms that wait for none.
    wordless: Vec<u16>,
    tame: Tame,
}

/// Longer fields are judged by their beginning and their end.
const LONGEST: usize = 16 << 10;
/// Values that libinjection is asked about: its port is tried on no more.
const LONGEST_VALUE: usize = 2 << 10;

/// Memory of one judgement, kept for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    views: Views,
    spare: Vec<u8>,
    marked: Vec<bool>,
    candidates: Vec<u16>,
    folded: Vec<u8>,
}

/// What is put together page by page.
#[derive(Default)]
struct Draft {
    all: Vec<Rule>,
    arms: Vec<Arm>,
    built_ins: Vec<(u16, BuiltIn)>,
    words: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, usize>,
    owners: Vec<Vec<u16>>,
    wordless: Vec<u16>,
    branches: Vec<Branch>,
}

impl Draft {
    fn add(&mut self, class: Class, pattern: &Pattern) -> Result<(), String> {
        let rule = u16::try_from(self.all.len()).map_err(|_| "too many patterns")?;
        match &pattern.find {
            Find::BuiltIn(test) => self.built_ins.push((rule, *test)),
            Find::Regex(text) => {
                for (regex, hir) in compiled(text)? {
                    let need = need::of(&hir);
                    let arm = u16::try_from(self.arms.len()).map_err(|_| "too many branches")?;
                    // The words are looked for in the folded text only.
                    if need.literals.is_empty() || pattern.on_bytes {
                        self.wordless.push(arm);
                    } else {
                        self.wait(arm, &need.literals);
                    }
                    self.arms.push(Arm { rule, regex, gates: need.bytes });
                    let (fields, on_bytes) = (pattern.fields, pattern.on_bytes);
                    self.branches.push(Branch { hir, fields, on_bytes });
                }
            }
        }
        self.all.push(Rule {
            id: pattern.id.clone(),
            class,
            weight: pattern.weight,
            fields: pattern.fields,
            on_bytes: pattern.on_bytes,
        });
        Ok(())
    }

    fn wait(&mut self, arm: u16, literals: &[Vec<u8>]) {
        for word in literals {
            let at = *self.numbers.entry(word.clone()).or_insert_with(|| {
                self.words.push(word.clone());
                self.owners.push(Vec::new());
                self.words.len() - 1
            });
            self.owners[at].push(arm);
        }
    }
}

impl Rules {
    pub(super) fn of(pages: &[Page]) -> Result<Self, PageError> {
        let mut draft = Draft::default();
        for page in pages {
            for pattern in &page.patterns {
                let said = |what: String| PageError { page: pattern.id.clone(), what };
                draft.add(page.class, pattern).map_err(said)?;
            }
        }
        let words = Words::of(&draft.words).ok_or_else(|| PageError {
            page: "all".to_owned(),
            what: "too many words to look for".to_owned(),
        })?;
        let tame = Tame::of(&draft.branches);
        let Draft { all, arms, built_ins, owners, wordless, .. } = draft;
        Ok(Self { all, arms, built_ins, words, owners, wordless, tame })
    }

    /// The rules that one field breaks, in order, into `hits`.
    pub(super) fn judge(
        &self,
        field: Field,
        raw: &[u8],
        scratch: &mut Scratch,
        hits: &mut Vec<u16>,
    ) {
        let short;
        let raw = if raw.len() > LONGEST {
            short = [&raw[..LONGEST / 2], &raw[raw.len() - LONGEST / 2..]].concat();
            &short
        } else {
            raw
        };
        let views = &mut scratch.views;
        let oddities = opened(field, raw, views, &mut scratch.spare);
        views.fold();
        unwrap::append(&mut scratch.views, &mut scratch.spare);
        self.collect(field, scratch);
        let start = hits.len();
        for arm in &scratch.candidates {
            let arm = &self.arms[usize::from(*arm)];
            let is_known = hits[start..].last() == Some(&arm.rule);
            let on_bytes = self.all[usize::from(arm.rule)].on_bytes;
            if !is_known && arm.matches(&scratch.views, on_bytes) {
                hits.push(arm.rule);
            }
        }
        for (rule, test) in &self.built_ins {
            let is_wanted = self.all[usize::from(*rule)].fields & field.bit() != 0;
            if is_wanted && is_odd(*test, &scratch.views, oddities) {
                hits.push(*rule);
            }
        }
    }

    /// Which arms could match at all, in order.
    fn collect(&self, field: Field, scratch: &mut Scratch) {
        let Scratch { views, marked, candidates, .. } = scratch;
        marked.resize(self.arms.len(), false);
        candidates.clear();
        for text in [&views.text, &views.glued] {
            self.words.each(text, |word| {
                for owner in &self.owners[word] {
                    if !std::mem::replace(&mut marked[usize::from(*owner)], true) {
                        candidates.push(*owner);
                    }
                }
            });
        }
        for owner in &*candidates {
            marked[usize::from(*owner)] = false;
        }
        candidates.extend_from_slice(&self.wordless);
        let folded = Bytes::of(&views.text).with(Bytes::of(&views.glued));
        let plain = Bytes::of(&views.bytes);
        candidates.retain(|number| {
            let arm = &self.arms[usize::from(*number)];
            let rule = &self.all[usize::from(arm.rule)];
            let held = if rule.on_bytes { &plain } else { &folded };
            rule.fields & field.bit() != 0 && arm.gates.iter().all(|gate| gate.meets(held))
        });
        candidates.sort_unstable();
    }
}

impl Rules {
    /// What can be told of a field without judging it.
    pub(super) fn glance(&self, field: Field, raw: &[u8], scratch: &mut Scratch) -> Glance {
        let Scratch { folded, marked, candidates, .. } = scratch;
        self.tame.glance(field, raw, folded, marked, candidates)
    }

    /// Whether a field that was glanced at, and left open, breaks no rule all the same.
    pub(super) fn is_clean(&self, field: Field, raw: &[u8], scratch: &mut Scratch) -> bool {
        let Scratch { folded, candidates, .. } = scratch;
        if !self.tame.fold(field, raw, folded) {
            return false;
        }
        let held = if candidates.is_empty() { Bytes::default() } else { Bytes::of(folded) };
        let breaks = candidates.iter().any(|number| {
            let arm = &self.arms[usize::from(*number)];
            // Such a pattern sees capitals, which folding took away.
            self.all[usize::from(arm.rule)].on_bytes
                || arm.gates.iter().all(|gate| gate.meets(&held)) && arm.regex.is_match(folded)
        });
        !breaks && !self.tame.may_break_rest(field, folded)
    }

    /// How many branches wait for no word: the fewer, the faster.
    pub(super) const fn wordless(&self) -> usize {
        self.wordless.len()
    }
}

impl Arm {
    fn matches(&self, views: &Views, on_bytes: bool) -> bool {
        if on_bytes {
            return self.regex.is_match(&views.bytes);
        }
        self.regex.is_match(&views.text)
            || (!views.glued.is_empty() && self.regex.is_match(&views.glued))
    }
}

fn is_odd(test: BuiltIn, views: &Views, oddities: Oddities) -> bool {
    match test {
        BuiltIn::Overlong => oddities.is_overlong,
        BuiltIn::Nul => oddities.has_nul,
        BuiltIn::Control => oddities.has_control,
        BuiltIn::NotUtf8 => oddities.is_not_utf8,
        // Told by the whole line, not by a field.
        BuiltIn::NoRequest | BuiltIn::CrawlerPosts => false,
        BuiltIn::SqlTokens => values(&views.bytes).any(is_sql),
        BuiltIn::HtmlTokens => values(&views.bytes).any(is_markup),
    }
}

/// Patterns longer than this hold long lists of words.
const LONG_PATTERN: usize = 1_500;

/// The branches of a pattern, each by itself.
pub(super) fn compiled(text: &str) -> Result<Vec<(Regex, Hir)>, String> {
    let hir = regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .dot_matches_new_line(true)
        .build()
        .parse(text)
        .map_err(|error| error.to_string())?;
    let branches = match hir.kind() {
        HirKind::Alternation(branches) => branches.as_slice(),
        _ => std::slice::from_ref(&hir),
    };
    let one = |branch: &Hir| {
        let regex = RegexBuilder::new(&branch.to_string())
            .unicode(false)
            .dot_matches_new_line(true)
            .size_limit(8 << 20)
            // Long lists of words need room, or each search is stepped through by the slowest engine.
            .dfa_size_limit(if text.len() > LONG_PATTERN { 16 << 20 } else { 2 << 20 })
            .build()
            .map_err(|error| error.to_string())?;
        Ok((regex, branch.clone()))
    };
    branches.iter().map(one).collect()
}

/// Decodes a field into `views.bytes`.
fn opened(field: Field, raw: &[u8], views: &mut Views, spare: &mut Vec<u8>) -> Oddities {
    match (field, memchr::memchr(b'?', raw)) {
        (Field::Query, _) => decode(raw, true, &mut views.bytes, spare),
        (Field::Referer, Some(at)) => {
            let mut query = Vec::new();
            let one = decode(&raw[..at], false, &mut views.bytes, spare);
            let other = decode(&raw[at + 1..], true, &mut query, spare);
            views.bytes.push(PAIR);
            views.bytes.extend_from_slice(&query);
            Oddities {
                is_nested: one.is_nested || other.is_nested,
                is_overlong: one.is_overlong || other.is_overlong,
                has_nul: one.has_nul || other.has_nul,
                has_control: one.has_control || other.has_control,
                is_not_utf8: one.is_not_utf8 || other.is_not_utf8,
            }
        }
        (Field::Path, _) => {
            let oddities = decode(raw, false, &mut views.bytes, spare);
            // Whoever writes `1+union+select` into a path means spaces.
            for byte in &mut views.bytes {
                if *byte == b'+' {
                    *byte = b' ';
                }
            }
            oddities
        }
        _ => decode(raw, false, &mut views.bytes, spare),
    }
}

/// The values of a field: what stands between the marks.
fn values(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| matches!(*byte, PAIR | VALUE))
        .filter(|value| (3..=LONGEST_VALUE).contains(&value.len()))
}

fn is_sql(value: &[u8]) -> bool {
    let may_be = value
        .iter()
        .any(|byte| matches!(byte, b'\'' | b'"' | b'(' | b')' | b'#' | b';' | b'`' | b'@' | b'='))
        || memchr::memmem::find(value, b"--").is_some()
        || memchr::memmem::find(value, b"/*").is_some()
        || value.contains(&b' ');
    may_be && libinjectionrs::detect_sqli(value).is_injection()
}

fn is_markup(value: &[u8]) -> bool {
    let may_be = value.iter().any(|byte| matches!(byte, b'<' | b'>' | b'"' | b'\'' | b'='));
    may_be && libinjectionrs::detect_xss(value).is_injection()
}
