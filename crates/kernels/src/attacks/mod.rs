//! What a line of an access log shows of attacks: classes, each with the rule that said so.
//!
//! A line is judged by what a log keeps of it: method, target, referer, agent, status. Bodies,
//! cookies and other headers are out of sight, and most attacks that stand only there are missed.
//! Each field is decoded, folded into a few spellings and looked at by the patterns of the rule
//! pages; the weights of different patterns of one class add up, and from [`THRESHOLD`] on the class
//! is said. Lines become bursts and attacks in [`group`].
//!
//! Decoding: `decode`; pages: `page`.

mod class;
mod crawler;
mod decode;
mod escapes;
pub mod group;
mod known;
mod need;
pub mod page;
mod recent;
mod rules;
mod tally;
mod tame;
mod unwrap;
mod views;
mod words;

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

pub use class::{CLASSES, Class, FIELDS, Field, Stage};
pub use known::PAGES;
pub use tally::{SourceTally, Tally, address_key};

use crate::KernelInfo;
use page::{BuiltIn, Find, Page, PageError};
use recent::Recent;
use rules::{Rules, Scratch};
use tame::Glance;

/// The kernel.
pub const REQUEST_CLASSES: KernelInfo = KernelInfo {
    name: "request-classes",
    version: 3,
    doc: "The classes of attack that one line of an access log shows, with rule and stage.",
};

/// The score from which a class is said. Chosen by leaving out one family of attacks at a time
/// (`cargo bench -p vigie-kernels --bench attacks`).
pub const THRESHOLD: u16 = 5;

/// What a log keeps of a request. Absent is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestLine<'a> {
    /// `GET`; empty when the line holds no request.
    pub method: &'a [u8],
    /// The target up to its question mark, as logged, the escapes of the log resolved.
    pub path: &'a [u8],
    /// What stands behind the question mark.
    pub query: &'a [u8],
    /// The Referer header; a dash is absent.
    pub referer: &'a [u8],
    /// The User-Agent header; a dash is absent.
    pub agent: &'a [u8],
    /// The status of the answer, 0 when unknown.
    pub status: u16,
}

/// One class that a line shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The class.
    pub class: Class,
    /// How far it went.
    pub stage: Stage,
    /// The sum of the weights.
    pub score: u16,
    /// The rule that counted most; its name by [`Classifier::rule`].
    pub rule: u16,
    /// The field where that rule matched.
    pub field: Field,
}

/// Judges lines. Keeps what it said of fields it has seen, within a fixed amount of memory.
#[derive(Debug)]
pub struct Classifier {
    rules: Rules,
    threshold: u16,
    no_request: Option<u16>,
    crawler_posts: Option<u16>,
    scratch: Scratch,
    hasher: DefaultHashBuilder,
    recent: Recent,
    /// By field: queries hardly ever come back and must not drive the others out. The second of each
    /// pair is the generation before.
    seen: [[HashTable<Seen>; 2]; FIELDS.len()],
    hits: Vec<u16>,
    found: Vec<(u16, Field)>,
    /// Whether fields may be told clean without being judged: off in the test that compares.
    is_quick: bool,
}

#[derive(Debug)]
struct Seen {
    text: Box<[u8]>,
    hits: Box<[u16]>,
}

/// Judgements that are kept of each field in a generation, and the longest field whose judgement is.
const MOST_SEEN: [usize; FIELDS.len()] = [1 << 15, 1 << 14, 1 << 15, 1 << 13];
const LONGEST_SEEN: usize = 512;

impl Classifier {
    /// With the pages of the house.
    ///
    /// # Errors
    /// When a page is not as it must be, which a test of the house excludes.
    pub fn new() -> Result<Self, PageError> {
        Self::with(&known::pages()?, THRESHOLD)
    }

    /// With other pages or another threshold.
    ///
    /// # Errors
    /// When a pattern does not compile.
    pub fn with(pages: &[Page], threshold: u16) -> Result<Self, PageError> {
        let rules = Rules::of(pages)?;
        let rule_of = |test: BuiltIn| {
            let mut patterns = (0_u16..).zip(pages.iter().flat_map(|page| &page.patterns));
            let found = patterns.find(|(_, pattern)| pattern.find == Find::BuiltIn(test));
            found.map(|(number, _)| number)
        };
        Ok(Self {
            no_request: rule_of(BuiltIn::NoRequest),
            crawler_posts: rule_of(BuiltIn::CrawlerPosts),
            rules,
            threshold,
            scratch: Scratch::default(),
            hasher: DefaultHashBuilder::default(),
            recent: Recent::default(),
            seen: <[[HashTable<Seen>; 2]; FIELDS.len()]>::default(),
            hits: Vec::new(),
            found: Vec::new(),
            is_quick: true,
        })
    }

    /// The name of a rule: `page/pattern`.
    #[must_use]
    pub fn rule(&self, number: u16) -> &str {
        self.rules.all.get(usize::from(number)).map_or("", |rule| rule.id.as_str())
    }

    /// How many rules there are, and how many of their branches look at every field that holds their signs.
    #[must_use]
    pub const fn counts(&self) -> (usize, usize) {
        (self.rules.all.len(), self.rules.wordless())
    }

    /// The classes that a line shows, strongest first, into `shown`, which is emptied before.
    pub fn judge(&mut self, line: &RequestLine<'_>, shown: &mut Vec<Shown>) {
        shown.clear();
        self.found.clear();
        for (field, text) in [
            (Field::Path, line.path),
            (Field::Query, line.query),
            (Field::Referer, line.referer),
            (Field::Agent, line.agent),
        ] {
            if !matches!(text, b"" | b"-" | b"/") {
                self.field(field, text);
            }
        }
        if line.method.is_empty() {
            self.found.extend(self.no_request.map(|rule| (rule, Field::Path)));
        }
        if line.method == b"POST" && crawler::posts(line.path, line.agent) {
            self.found.extend(self.crawler_posts.map(|rule| (rule, Field::Agent)));
        }
        if !self.found.is_empty() {
            self.add_up(line.status, shown);
        }
    }

    /// Every rule that a line breaks with its weight, whatever the threshold: for curves.
    pub fn scores(&mut self, line: &RequestLine<'_>) -> Vec<(Class, u16)> {
        let threshold = std::mem::replace(&mut self.threshold, 1);
        let mut shown = Vec::new();
        self.judge(line, &mut shown);
        self.threshold = threshold;
        shown.iter().map(|shown| (shown.class, shown.score)).collect()
    }

    /// The names of the rules that the last line broke.
    pub fn broken(&self) -> impl Iterator<Item = (&str, Field)> {
        self.found.iter().map(|(rule, field)| (self.rule(*rule), *field))
    }

    fn field(&mut self, field: Field, text: &[u8]) {
        let is_kept = text.len() <= LONGEST_SEEN;
        let hash = if is_kept { self.hasher.hash_one(text) } else { 0 };
        if self.recent.holds(field, text, hash) {
            return;
        }
        if is_kept {
            let [young, old] = &mut self.seen[field as usize];
            if let Some(seen) = young.find(hash, |seen| *seen.text == *text) {
                self.found.extend(seen.hits.iter().map(|rule| (*rule, field)));
                return;
            }
            if let Ok(entry) = old.find_entry(hash, |seen| *seen.text == *text) {
                let (seen, _) = entry.remove();
                self.found.extend(seen.hits.iter().map(|rule| (*rule, field)));
                self.keep(field, hash, seen);
                return;
            }
        }
        self.hits.clear();
        if self.is_clean(field, text) {
            // Queries hardly ever come back: what is told at a look is not worth more memory.
            if self.recent.keep(field, text, hash) || field == Field::Query {
                return;
            }
        } else {
            self.rules.judge(field, text, &mut self.scratch, &mut self.hits);
            self.found.extend(self.hits.iter().map(|rule| (*rule, field)));
        }
        if is_kept {
            let seen = Seen { text: text.into(), hits: self.hits.as_slice().into() };
            self.keep(field, hash, seen);
        }
    }

    /// Whether a field breaks no rule, told without judging it; `false` leaves it open.
    fn is_clean(&mut self, field: Field, text: &[u8]) -> bool {
        if !self.is_quick {
            return false;
        }
        match self.rules.glance(field, text, &mut self.scratch) {
            Glance::Clean => true,
            Glance::Open => self.rules.is_clean(field, text, &mut self.scratch),
            Glance::Wild => false,
        }
    }

    fn keep(&mut self, field: Field, hash: u64, seen: Seen) {
        let [young, old] = &mut self.seen[field as usize];
        if young.len() >= MOST_SEEN[field as usize] {
            // What was not asked for in a whole generation goes: cheaper than order of use.
            std::mem::swap(young, old);
            young.clear();
        }
        let hasher = &self.hasher;
        young.insert_unique(hash, seen, |seen| hasher.hash_one(&*seen.text));
    }

    fn add_up(&mut self, status: u16, shown: &mut Vec<Shown>) {
        // A pattern counts once a line, wherever it stands.
        self.found.sort_by_key(|(rule, field)| (*rule, *field));
        self.found.dedup_by_key(|(rule, _)| *rule);
        let mut best = [0_u8; CLASSES.len()];
        for (number, field) in &self.found {
            let rule = &self.rules.all[usize::from(*number)];
            let weight = u16::from(rule.weight);
            let at = rule.class as usize;
            match shown.iter_mut().find(|shown| shown.class == rule.class) {
                Some(known) => {
                    known.score = known.score.saturating_add(weight);
                    if rule.weight > best[at] {
                        (known.rule, known.field) = (*number, *field);
                    }
                }
                None => shown.push(Shown {
                    class: rule.class,
                    stage: Stage::of(rule.class, status),
                    score: weight,
                    rule: *number,
                    field: *field,
                }),
            }
            best[at] = best[at].max(rule.weight);
        }
        shown.retain(|shown| shown.score >= self.threshold);
        shown.sort_by_key(|shown| (std::cmp::Reverse(shown.score), shown.class));
    }
}

#[cfg(test)]
mod tests;
