//! Which denials answer which accusations: by who speaks, by whose accusations they name, and by what
//! is denied.

use hashbrown::{HashMap, HashSet};

use crate::Statement;
use crate::lexicon::{deed_family, is_denial, listed, points_back, tells_nothing};
use crate::places::Places;
use crate::text::Context;
use crate::words::{Word, words};

use super::super::{Act, Actor};
use super::{Accusation, Answers, Entry, Press, common, same_actor, source};

/// "These claims" are those of at most so many sentences before.
const FEW: usize = 4;

/// A word from which letters on tells what somebody is accused of.
const LONG: usize = 5;

/// An accusation, and all that a denial is held against.
struct Charge {
    entry: Entry,
    content: Vec<String>,
    /// The deeds that it tells of, also where the article only repeats it.
    deeds: HashSet<String>,
    /// Names of the accuser, and of whom the accuser speaks for.
    camp: HashSet<String>,
    /// Other words for the accuser that are long enough to be known by.
    about: HashSet<String>,
}

/// A denial, and what it says of the matter.
struct Reply {
    entry: Entry,
    content: Vec<String>,
    deeds: HashSet<String>,
    /// "these accusations": it points at what went before.
    points: bool,
    /// "echoed the denial": it is another's denial again.
    echo: bool,
    /// All its words, for the accuser's name.
    words: HashSet<String>,
    /// Whose accusations it says they are: "the Harlow camp's allegations".
    accusers: HashSet<String>,
    /// The accusation that a denial without any matter means.
    meant: Option<Entry>,
}

/// The kind of deed a word tells of; `None` where it tells of none.
fn deed(word: &str) -> Option<String> {
    if let Some(family) = deed_family(word) {
        return Some(family.to_owned());
    }
    let long = word.chars().count() >= LONG;
    (long && !tells_nothing(word)).then(|| super::stem(word))
}

/// The deeds that a content tells of: names apart, but for its first word.
fn deeds(article: &Press, statement: &Statement) -> HashSet<String> {
    let text = source(article, statement);
    let contents = statement.content.iter().map(|span| words(span.of(text)));
    contents
        .flat_map(|all| {
            let plain = all.into_iter().enumerate().filter(|(at, word)| *at == 0 || !word.capital);
            plain.map(|(_, word)| word.lower).collect::<Vec<_>>()
        })
        .take(400)
        .filter_map(|word| deed(&word))
        .collect()
}

/// A name without the sign of the owner: "Harlow's" is read as "harlow'" and "s".
fn bare(word: &Word) -> &str {
    word.lower.strip_suffix('\'').filter(|name| name.chars().count() > 2).unwrap_or(&word.lower)
}

/// A word that somebody is known by, not "The" where a sentence begins.
fn is_name(word: &Word) -> bool {
    word.capital && bare(word).chars().count() > 1 && !listed("definite", &word.lower)
}

/// Names in "the Harlow camp's allegations", "accusations from Harlow", "les accusations de vol de Harlow":
/// before the word that points back, or behind it and who they are from. What they are *of* is a deed.
fn accusers_named(all: &[Word]) -> HashSet<String> {
    const NEAR: usize = 4;
    let mut found = HashSet::new();
    for (at, _) in all.iter().enumerate().filter(|(_, word)| points_back(&word.lower)) {
        let before = all[at.saturating_sub(NEAR)..at].iter();
        found.extend(before.filter(|word| is_name(word)).map(|word| bare(word).to_owned()));
        let mut from = false;
        for word in all.iter().skip(at + 1).take(2 * NEAR).take_while(|word| !word.after_stop) {
            if from && is_name(word) {
                found.insert(bare(word).to_owned());
            } else if !listed("definite", &word.lower) {
                from = listed("from", &word.lower);
            }
        }
    }
    found
}

fn reply_of(article: &Press, statement: &Statement, entry: Entry, content: Vec<String>) -> Reply {
    let text = source(article, statement);
    let all: Vec<Word> =
        statement.content.iter().flat_map(|span| words(span.of(text))).take(400).collect();
    let deeds = deeds(article, statement);
    // "echoed the denial", "joined in the denial": the cue may hold the words itself.
    let cue = words(statement.cue.of(text));
    let mut near = cue.iter().chain(all.iter().take(if all.len() > 6 { 0 } else { 6 }));
    let echo = near.clone().any(|word| is_denial(&word.lower))
        && near.any(|word| listed("echoing", &word.lower));
    Reply {
        entry,
        content,
        deeds,
        points: all.iter().any(|word| points_back(&word.lower)),
        echo,
        accusers: accusers_named(&all),
        words: all.iter().map(|word| bare(word).to_owned()).collect(),
        meant: None,
    }
}

/// The country that a name has in it.
fn state(name: &str) -> Option<String> {
    let all = words(name);
    (0..all.len())
        .find_map(|at| Places::shipped().at(&all, at).map(|(place, ..)| place.code.clone()))
}

/// "RT" for "Russia Today".
fn abbreviates(short: &str, long: &[Word]) -> bool {
    let letters: String = long
        .iter()
        .filter(|word| word.capital)
        .filter_map(|word| word.lower.chars().next())
        .collect();
    letters.chars().count() > 1 && short == letters
}

/// The words of a name inside another: "spokesman of the Kremlin", "Kremlin". `called` is what the
/// article calls the speaker wherever it speaks.
fn speaks_for(called: &str, accused: &Actor) -> bool {
    let names = words(&accused.name);
    let own = words(called);
    let inside =
        names.iter().any(|name| is_name(name) && own.iter().any(|word| bare(word) == bare(name)));
    let short = own.iter().any(|word| word.capital && abbreviates(&word.lower, &names));
    let accused = state(&accused.name);
    inside || short || accused.is_some() && accused == state(called)
}

/// A speaker's name and the words beside it: "Olga S., a spokeswoman for Northbank", by article.
fn called(articles: &[Press], all: &[Vec<Statement>]) -> HashMap<(usize, String), String> {
    let mut found: HashMap<(usize, String), String> = HashMap::new();
    for (place, statements) in all.iter().enumerate() {
        for statement in statements {
            let Some(speaker) = &statement.speaker else { continue };
            let words =
                found.entry((place, speaker.name.clone())).or_insert_with(|| speaker.name.clone());
            let text = source(&articles[place], statement);
            let own = statement.speaker_span.and_then(|span| text.get(span.start..span.end));
            if let Some(own) = own.filter(|own| own.len() < 300 && words.len() < 2_000) {
                words.push_str(" | ");
                words.push_str(own);
            }
        }
    }
    found
}

/// All that is asked of a pair of statements.
struct Pairs<'a> {
    articles: &'a [Press<'a>],
    all: &'a [Vec<Statement>],
    called: HashMap<(usize, String), String>,
}

impl Pairs<'_> {
    fn statement(&self, entry: Entry) -> &Statement {
        &self.all[entry.article][entry.statement]
    }

    fn called<'b>(&'b self, entry: Entry, actor: &'b Actor) -> &'b str {
        self.called
            .get(&(entry.article, actor.name.clone()))
            .map_or(actor.name.as_str(), String::as_str)
    }

    fn charge(&self, entry: Entry, content: Vec<String>) -> Charge {
        let statement = self.statement(entry);
        let article = &self.articles[entry.article];
        let mut told = deeds(article, statement);
        let again = self.all[entry.article].iter();
        for other in again.filter(|other| other.duplicate_of == Some(entry.statement)) {
            told.extend(deeds(article, other));
        }
        let accuser = statement.speaker.as_ref();
        let own = accuser.map_or_else(Vec::new, |accuser| words(self.called(entry, accuser)));
        let chief = accuser.and_then(|accuser| self.chief_of(entry, accuser));
        let names = own.iter().filter(|word| is_name(word));
        let mut camp: HashSet<String> = names.map(|word| bare(word).to_owned()).collect();
        camp.extend(chief.iter().flat_map(|name| words(name)).map(|word| bare(&word).to_owned()));
        let long = own.iter().filter(|word| !word.capital && bare(word).chars().count() > LONG);
        let about = long.map(|word| bare(word).to_owned()).collect();
        Charge { entry, content, deeds: told, camp, about }
    }

    /// "his spokesman X", "son porte-parole X": who spoke last before, by name, is whom they speak for.
    /// Aides without a name are read as "Y's aides" by then.
    fn chief_of(&self, entry: Entry, accuser: &Actor) -> Option<&str> {
        words(&accuser.name).first().filter(|word| is_name(word))?;
        let near = words(self.called(entry, accuser));
        let owned = |at: usize| {
            let one: &Word = &near[at];
            listed("owner", &one.lower)
                && near[at + 1..].iter().take(3).any(|word| {
                    listed("mouthpiece", &word.lower)
                        || listed("kin", &word.lower)
                        || listed("nameless", &word.lower)
                })
        };
        if !(0..near.len()).any(owned) {
            return None;
        }
        let before = self.all[entry.article].get(..entry.statement)?.iter().rev();
        let mut speakers = before.filter_map(|statement| statement.speaker.as_ref());
        let chief = speakers.find(|speaker| {
            speaker.country.is_none()
                && speaker.name != accuser.name
                && words(&speaker.name).first().is_some_and(is_name)
        })?;
        Some(&chief.name)
    }

    /// Whether the accused speaks, or somebody for them; `None` where the accuser does.
    fn by_accused(&self, accusation: Entry, reply: Entry) -> Option<bool> {
        let (one, two) = (self.statement(accusation), self.statement(reply));
        let speaker = two.speaker.as_ref()?;
        if one.speaker.as_ref().is_some_and(|accuser| same_actor(accuser, speaker)) {
            return None;
        }
        let names = self.called(reply, speaker);
        let by = |target: &Actor| same_actor(target, speaker) || speaks_for(names, target);
        Some(one.targets.iter().any(by))
    }

    /// The words for those whom a pair is about anyway: they tell nothing of the accuser.
    fn known(&self, charge: &Charge, reply: &Reply) -> HashSet<String> {
        let actors =
            self.statement(reply.entry).speaker.iter().chain(&self.statement(charge.entry).targets);
        actors.flat_map(|actor| words(&actor.name)).map(|word| bare(&word).to_owned()).collect()
    }

    /// "the Macron camp's allegations": the denial names who accuses, or whom the accuser belongs to.
    fn names_accuser(&self, charge: &Charge, reply: &Reply) -> bool {
        let known = self.known(charge, reply);
        let mut own = charge.camp.iter().chain(&charge.about).filter(|word| !known.contains(*word));
        own.any(|word| {
            word.chars().count() > 2
                && (reply.words.contains(word) || reply.accusers.contains(word))
        })
    }

    /// The denial is of somebody else's accusations, and says whose.
    fn names_another(&self, charge: &Charge, reply: &Reply) -> bool {
        let known = self.known(charge, reply);
        !charge.camp.is_empty()
            && reply.accusers.iter().any(|word| !known.contains(word))
            && !reply.accusers.iter().any(|word| charge.camp.contains(word))
    }

    /// How far a denial stands behind an accusation, in sentences; `None` where it is too far.
    fn behind(&self, accusation: Entry, reply: Entry) -> Option<usize> {
        let (one, two) = (self.statement(accusation), self.statement(reply));
        let body = one.context != Context::Headline && two.context != Context::Headline;
        if accusation.article != reply.article || !body {
            return None;
        }
        if one.sentence == two.sentence {
            return Some(0);
        }
        let text = self.articles[reply.article].text;
        let between = text.get(one.sentence.start..two.sentence.start)?;
        let ends = between.matches(['.', '!', '?']).count().max(1);
        (ends <= FEW).then_some(ends)
    }

    /// The accusation that "these claims" are: of those near, the nearest of the speaker, or, where it
    /// points at it, of anybody.
    fn meant(&self, charges: &[Charge], reply: &Reply) -> Option<Entry> {
        let near = |any: bool| {
            let fits = charges.iter().filter_map(|charge| {
                let by = self.by_accused(charge.entry, reply.entry)?;
                let far = self.behind(charge.entry, reply.entry).filter(|_| any || by)?;
                Some((far, std::cmp::Reverse(charge.entry.statement), charge.entry))
            });
            fits.min().map(|(.., entry)| entry)
        };
        near(false).or_else(|| near(reply.points).filter(|_| reply.points))
    }

    fn answers(&self, charge: &Charge, reply: &Reply) -> Option<Answers> {
        let by = self.by_accused(charge.entry, reply.entry)?;
        let meant = reply.meant == Some(charge.entry);
        let names = self.names_accuser(charge, reply);
        if !names && !meant && self.names_another(charge, reply) {
            return None;
        }
        let shared = reply.deeds.intersection(&charge.deeds).count();
        match by {
            true if names || meant || shared > 0 => Some(Answers::Speaker),
            false if meant || shared > 0 && common(&charge.content, &reply.content) > 1 => {
                Some(Answers::Content)
            }
            _ => None,
        }
    }

    /// One accusation told twice, the first time perhaps by "a candidate's aides": of the same, of the
    /// same deeds, and not by two who are named apart.
    fn told_again(&self, one: &Charge, two: &Charge) -> bool {
        let same_accuser = one.camp.is_empty()
            || two.camp.is_empty()
            || one.camp.iter().any(|word| two.camp.contains(word));
        let (first, second) = (self.statement(one.entry), self.statement(two.entry));
        let same_accused = first.targets.iter().any(|target| {
            let fits = |other: &Actor| same_actor(target, other) || speaks_for(&other.name, target);
            second.targets.iter().any(fits)
        });
        one.entry.article == two.entry.article
            && same_accuser
            && same_accused
            && one.deeds.intersection(&two.deeds).count() > 1
    }

    /// A denial goes on in the next sentence by the same side: it is of the same accusations.
    fn goes_on(&self, before: &Reply, reply: &Reply) -> bool {
        let near = self.behind(before.entry, reply.entry).is_some_and(|far| far <= 1);
        let (Some(one), Some(two)) =
            (&self.statement(before.entry).speaker, &self.statement(reply.entry).speaker)
        else {
            return false;
        };
        near && reply.accusers.is_empty()
            && (same_actor(one, two) || speaks_for(self.called(reply.entry, two), one))
    }

    fn replies(&self, booked: &[(Entry, Vec<String>)], charges: &[Charge]) -> Vec<Reply> {
        let mut found: Vec<Reply> = Vec::new();
        for (entry, content) in booked {
            let statement = self.statement(*entry);
            if !matches!(statement.act, Act::Deny | Act::Reject) {
                continue;
            }
            let article = &self.articles[entry.article];
            let mut reply = reply_of(article, statement, *entry, content.clone());
            if let Some(before) = found.last().filter(|before| self.goes_on(before, &reply)) {
                reply.accusers.clone_from(&before.accusers);
            }
            if reply.deeds.is_empty() && !reply.echo {
                reply.meant = self.meant(charges, &reply);
            }
            found.push(reply);
        }
        found
    }
}

/// Whoever echoes a denial denies what it denies.
fn echoes(pairs: &Pairs, replies: &[Reply], charge: &Charge, found: &mut Vec<(Entry, Answers)>) {
    for (at, echo) in replies.iter().enumerate().filter(|(_, reply)| reply.echo) {
        let article = echo.entry.article;
        let first = replies[..at].iter().rev().find(|reply| !reply.echo);
        let answered = first.filter(|first| first.entry.article == article).is_some_and(|first| {
            found.iter().any(|(reply, _)| *reply == first.entry) || {
                let named = pairs.names_accuser(charge, first);
                named && charge.entry.article == article
            }
        });
        let by = pairs.by_accused(charge.entry, echo.entry);
        if let Some(by) = by.filter(|_| answered) {
            found.push((echo.entry, if by { Answers::Speaker } else { Answers::Content }));
        }
    }
}

pub(super) fn accusations(
    articles: &[Press],
    all: &[Vec<Statement>],
    booked: &[(Entry, Vec<String>)],
) -> Vec<Accusation> {
    let pairs = Pairs { articles, all, called: called(articles, all) };
    let accuses = |entry: Entry| matches!(pairs.statement(entry).act, Act::Accuse | Act::Allege);
    let charges: Vec<Charge> = booked
        .iter()
        .filter(|(entry, _)| accuses(*entry))
        .map(|(entry, content)| pairs.charge(*entry, content.clone()))
        .collect();
    let replies = pairs.replies(booked, &charges);
    let answered: Vec<Vec<(Entry, Answers)>> = charges
        .iter()
        .map(|charge| {
            let plain = replies.iter().filter(|reply| !reply.echo);
            let mut found: Vec<(Entry, Answers)> = plain
                .filter_map(|reply| Some((reply.entry, pairs.answers(charge, reply)?)))
                .collect();
            echoes(&pairs, &replies, charge, &mut found);
            found
        })
        .collect();
    let with_told_again = |at: usize| {
        let mut replies = answered[at].clone();
        for (other, more) in charges.iter().zip(&answered) {
            if !more.is_empty() && pairs.told_again(&charges[at], other) {
                let new = more.iter().filter(|(reply, _)| {
                    answered[at].iter().all(|(known, _)| known != reply)
                        && pairs.by_accused(charges[at].entry, *reply).is_some()
                });
                replies.extend(new.copied().collect::<Vec<_>>());
            }
        }
        replies.sort_unstable();
        replies.dedup_by_key(|(entry, _)| *entry);
        Accusation { accusation: charges[at].entry, replies }
    };
    (0..charges.len()).map(with_told_again).collect()
}
