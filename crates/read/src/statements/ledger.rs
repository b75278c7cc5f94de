//! The ledger over several articles: accusations with their replies, echo apart from source, headlines
//! that say more than the words under them, and articles that repeat a sealed rumour.
//!
//! Every accusation weighs the same here, at home and abroad: what becomes an incident people decide.

use hashbrown::HashSet;
use serde::Serialize;

use crate::places::Places;
use crate::text::Context;
use crate::words::{Span, words};
use crate::{Language, Statement, read_statements};

use super::{Act, ActorKind};

mod replies;

/// One article as it was published.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// Who published it.
    pub outlet: &'a str,
    /// When, as a date that sorts (2027-03-02); empty where unknown.
    pub date: &'a str,
    /// Its headline.
    pub headline: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its language.
    pub language: Language,
}

/// One statement of one article.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Entry {
    /// The article, by its place.
    pub article: usize,
    /// The statement, by its place among the article's.
    pub statement: usize,
}

/// Why a denial answers an accusation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// The accused speaks, or speaks for the accused.
    Speaker,
    /// It denies the same words.
    Content,
}

/// An accusation with what was replied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Accusation {
    /// The accusation.
    pub accusation: Entry,
    /// Denials and rejections of it. None: no reply found in the outlets that were read.
    pub replies: Vec<(Entry, Answers)>,
}

/// How a headline goes beyond the words under it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Drift {
    /// It names somebody whom the statement does not name.
    NamesMore {
        /// The words of the headline.
        named: String,
    },
    /// It leaves out what the statement leaves open: "or any other state".
    DropsHedge {
        /// The words of the statement.
        hedge: String,
    },
    /// It lets somebody accuse or threaten who does nothing so strong under it.
    SaysMore {
        /// The words of the headline that say so.
        said: String,
    },
}

/// A headline that goes beyond a statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct HeadlineDrift {
    /// The statement under it.
    pub over: Entry,
    /// How.
    pub drift: Drift,
}

/// The statements of several articles and how they hang together.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Ledger {
    /// All statements by article, booked or not.
    pub statements: Vec<Vec<Statement>>,
    /// How many outlets were read.
    pub outlets: usize,
    /// Accusations and allegations, in the order of articles.
    pub accusations: Vec<Accusation>,
    /// A statement that an earlier article has already, and that one: echo, source.
    pub echoes: Vec<(Entry, Entry)>,
    /// Headlines beyond the words under them.
    pub drifts: Vec<HeadlineDrift>,
}

/// Reads articles and pairs what is in them.
#[must_use]
pub fn ledger(articles: &[Press]) -> Ledger {
    let read =
        |article: &Press<'_>| read_statements(article.text, article.headline, article.language);
    ledger_of(articles, articles.iter().map(read).collect())
}

/// Pairs statements that were read before, one list an article.
#[must_use]
pub fn ledger_of(articles: &[Press], statements: Vec<Vec<Statement>>) -> Ledger {
    let outlets =
        articles.iter().map(|article| article.outlet.to_lowercase()).collect::<HashSet<_>>().len();
    let mut out = Ledger { statements, outlets, ..Ledger::default() };
    let booked: Vec<(Entry, Vec<String>)> = entries(&out.statements)
        .map(|entry| (entry, content_words(articles, &out.statements, entry)))
        .collect();
    out.accusations = replies::accusations(articles, &out.statements, &booked);
    out.echoes = echoes(articles, &out.statements, &booked);
    for (place, article) in articles.iter().enumerate() {
        out.drifts.extend(drifts(place, article, &out.statements[place]));
    }
    out
}

fn entries(statements: &[Vec<Statement>]) -> impl Iterator<Item = Entry> {
    statements.iter().enumerate().flat_map(|(article, all)| {
        let booked = all.iter().enumerate().filter(|(_, statement)| statement.is_booked());
        booked.map(move |(statement, _)| Entry { article, statement })
    })
}

fn source<'a>(article: &Press<'a>, statement: &Statement) -> &'a str {
    if statement.context == Context::Headline { article.headline } else { article.text }
}

/// The longer words of a content, folded.
fn content_words(articles: &[Press], all: &[Vec<Statement>], entry: Entry) -> Vec<String> {
    let statement = &all[entry.article][entry.statement];
    let text = source(&articles[entry.article], statement);
    let mut found: Vec<String> = statement
        .content
        .iter()
        .flat_map(|span| words(span.of(text)))
        .map(|word| word.lower)
        .filter(|word| word.chars().count() > 4)
        .take(400)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn common(one: &[String], two: &[String]) -> usize {
    one.iter().filter(|word| two.binary_search(word).is_ok()).count()
}

/// Two names for one actor: the same words, the same last name, or the same country.
fn same_actor(one: &super::Actor, two: &super::Actor) -> bool {
    let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let country = one.country.is_some() && one.country == two.country;
    one.name.eq_ignore_ascii_case(&two.name)
        || country
        || last(&one.name) == last(&two.name) && last(&one.name).chars().count() > 3
}

/// What a later article has from the same speaker in much the same words.
fn echoes(
    articles: &[Press],
    all: &[Vec<Statement>],
    booked: &[(Entry, Vec<String>)],
) -> Vec<(Entry, Entry)> {
    let statement = |entry: Entry| &all[entry.article][entry.statement];
    let mut order: Vec<&(Entry, Vec<String>)> =
        booked.iter().filter(|(_, content)| content.len() > 1).collect();
    // Unknown dates come last: they cannot be a source.
    order.sort_by_key(|(entry, _)| {
        let date = articles[entry.article].date;
        (date.is_empty(), date, *entry)
    });
    let mut found = Vec::new();
    for (place, (later, content)) in order.iter().enumerate() {
        let first = order[..place].iter().find(|(earlier, known)| {
            let (one, two) = (statement(*earlier), statement(*later));
            let speaker = match (&one.speaker, &two.speaker) {
                (Some(one), Some(two)) => same_actor(one, two),
                (None, None) => true,
                _ => false,
            };
            earlier.article != later.article
                && speaker
                && common(content, known) * 2 >= content.len().min(known.len())
                && common(content, known) > 1
        });
        if let Some((earlier, _)) = first {
            found.push((*later, *earlier));
        }
    }
    found.sort_unstable();
    found
}

/// Words that leave open who or whether.
const HEDGES: &[&str] = &[
    "or any other",
    "any other",
    "any state",
    "any country",
    "whoever",
    "whatsoever",
    "whether",
    "alleged",
    "suspected",
    "if proven",
    "may have",
    "might",
    "ou tout autre",
    "ou toute autre",
    "quel qu'il soit",
    "quelle qu'elle soit",
    "d'où qu'elle vienne",
    "d'où qu'il vienne",
    "d'où qu'elles viennent",
    "présumé",
    "présumée",
    "présumés",
    "présumées",
    "si c'est avéré",
    "aucune ingérence",
];

fn drifts(place: usize, article: &Press, all: &[Statement]) -> Vec<HeadlineDrift> {
    let mut found: Vec<HeadlineDrift> = Vec::new();
    let headline = folded(article.headline);
    for title in all.iter().filter(|statement| statement.context == Context::Headline) {
        if let Some((statement, said)) = says_more(article, all, title) {
            let over = Entry { article: place, statement };
            found.push(HeadlineDrift { over, drift: Drift::SaysMore { said } });
        }
        let under = under(article, all, title);
        let Some((first, _)) = under.first() else { continue };
        let over = Entry { article: place, statement: *first };
        let open = under.iter().find_map(|(index, statement)| {
            let said = folded(&said_words(article, statement));
            let hedge = HEDGES.iter().find(|hedge| said.contains(**hedge))?;
            (!HEDGES.iter().any(|hedge| headline.contains(hedge))).then_some((*index, *hedge))
        });
        if let Some((statement, hedge)) = open {
            let over = Entry { article: place, statement };
            found
                .push(HeadlineDrift { over, drift: Drift::DropsHedge { hedge: hedge.to_owned() } });
        }
        let inside: HashSet<String> = under
            .iter()
            .flat_map(|(_, statement)| countries(&said_words(article, statement)))
            .collect();
        let speaks = |code: &String| {
            let speakers = under.iter().filter_map(|(_, statement)| statement.speaker.as_ref());
            speakers.chain(&title.speaker).any(|speaker| speaker.country.as_ref() == Some(code))
        };
        for span in &title.content {
            for (code, named) in named(span.of(article.headline)) {
                let known = inside.contains(&code) || speaks(&code);
                let again =
                    found.iter().any(|old| old.drift == Drift::NamesMore { named: named.clone() });
                if !known && !again {
                    found.push(HeadlineDrift { over, drift: Drift::NamesMore { named } });
                }
            }
        }
    }
    found
}

/// "Minister accuses" over a minister who warned, or "did not accuse": the statement under it and the
/// headline's words.
fn says_more(article: &Press, all: &[Statement], title: &Statement) -> Option<(usize, String)> {
    let strong = title.is_booked() && matches!(title.act, Act::Accuse | Act::Threaten);
    let speaker = title.speaker.as_ref().filter(|_| strong)?;
    let own = || {
        all.iter().enumerate().filter(|(_, statement)| {
            statement.context != Context::Headline
                && statement.speaker.as_ref().is_some_and(|one| same_actor(one, speaker))
        })
    };
    // What is nearly as strong may have been read too weakly.
    let near = |act: Act| {
        matches!(act, Act::Accuse | Act::Allege | Act::Criticise | Act::Threaten | Act::Reject)
            || act == Act::Promise && title.act == Act::Threaten
    };
    if own().any(|(_, statement)| !statement.negated && near(statement.act)) {
        return None;
    }
    let denied = own().find(|(_, statement)| statement.negated && statement.act == title.act);
    let (over, _) = denied.or_else(|| own().find(|(_, statement)| statement.is_booked()))?;
    Some((over, title.cue.of(article.headline).to_owned()))
}

/// The statements that a headline is about: the same kind of act and words in common, closest first.
fn under<'a>(
    article: &Press,
    all: &'a [Statement],
    title: &Statement,
) -> Vec<(usize, &'a Statement)> {
    let harsh = |act: Act| {
        matches!(act, Act::Warn | Act::Threaten | Act::Promise | Act::State | Act::Announce)
    };
    let stems = |text: &str| -> HashSet<String> {
        words(text)
            .into_iter()
            .filter(|word| word.lower.chars().count() > 4)
            .map(|word| stem(&word.lower))
            .collect()
    };
    let wanted = stems(article.headline);
    let body = all.iter().enumerate().filter(|(_, statement)| {
        statement.context == Context::Body
            && (statement.act == title.act || harsh(statement.act) && harsh(title.act))
            && !statement.negated
    });
    let mut scored: Vec<(usize, usize, &Statement)> = body
        .map(|(index, statement)| {
            let said = stems(&said_words(article, statement));
            let hits = said.iter().filter(|word| wanted.contains(*word)).count();
            let quoted = usize::from(statement.quoted != super::Quoted::Indirect);
            (2 * hits + quoted, index, statement)
        })
        .filter(|(score, ..)| *score > 1)
        .collect();
    scored.sort_by_key(|(score, index, _)| (std::cmp::Reverse(*score), *index));
    scored.into_iter().map(|(_, index, statement)| (index, statement)).collect()
}

/// The first letters of a word: "elections" and "electoral" meet.
fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said_words(article: &Press, statement: &Statement) -> String {
    statement.content.iter().map(|span| span.of(article.text)).collect::<Vec<_>>().join(" ")
}

fn countries(text: &str) -> HashSet<String> {
    named(text).into_iter().map(|(code, _)| code).collect()
}

/// The countries that a text names, and in which words.
fn named(text: &str) -> Vec<(String, String)> {
    let all = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match Places::shipped().at(&all, at) {
            Some((place, _, taken)) => {
                let span = Span { start: all[at].span.start, end: all[at + taken - 1].span.end };
                found.push((place.code.clone(), span.of(text).to_owned()));
                at += taken;
            }
            None => at += 1,
        }
    }
    found
}

/// Where a text repeats one of the phrases of a sealed rumour, also to report or deny it: it spreads
/// it all the same. Whole words, case and kind of apostrophe apart; at most 1,000 places.
#[must_use]
pub fn repeats(text: &str, phrases: &[&str]) -> Vec<Span> {
    let all = words(text);
    let mut found = Vec::new();
    for phrase in phrases {
        let wanted: Vec<String> = words(phrase).into_iter().map(|word| word.lower).collect();
        if wanted.is_empty() {
            continue;
        }
        for window in all.windows(wanted.len()) {
            if found.len() < 1_000
                && window.iter().zip(&wanted).all(|(word, want)| word.lower == *want)
            {
                found.push(Span {
                    start: window[0].span.start,
                    end: window[wanted.len() - 1].span.end,
                });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl Ledger {
    /// The statement of an entry.
    #[must_use]
    pub fn statement(&self, entry: Entry) -> Option<&Statement> {
        self.statements.get(entry.article)?.get(entry.statement)
    }

    /// Whether somebody named, and not only a description, makes it.
    #[must_use]
    pub fn is_named(&self, entry: Entry) -> bool {
        self.statement(entry)
            .and_then(|statement| statement.speaker.as_ref())
            .is_some_and(|speaker| speaker.kind != ActorKind::Descriptor)
    }
}
