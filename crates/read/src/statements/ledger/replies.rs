//! Which denials answer which accusations: by who speaks, and by what is denied.

use hashbrown::{HashMap, HashSet};

use crate::Statement;
use crate::places::Places;
use crate::text::Context;
use crate::words::words;

use super::super::{Act, Actor};
use super::{Accusation, Answers, Entry, Press, common, same_actor, source};

/// "These claims" are those of at most so many sentences before.
const FEW: usize = 4;

/// A word from which letters on tells what somebody is accused of.
const LONG: usize = 5;

/// Words for one kind of deed whose first letters differ; those with a star by their first letters.
const FAMILIES: &[&[&str]] = &[
    &["hack*", "pirat*", "cyber*"],
    &["meddl*", "interf*", "ingér*", "immix*"],
    &["lie", "lies", "lied", "lying", "liar", "menti", "mentir", "mentait", "mensong*"],
    &["steal", "stole", "stolen", "theft", "volé", "voler"],
    &["bribe*", "bribi*", "soudoy*", "pots-de-vin"],
    &["spy", "spied", "spying", "spies", "espion*"],
    &["leak*", "fuite", "fuites"],
    &["fake*", "forge*", "falsif*"],
];

/// First letters of words that tell nothing of a deed: for saying, for turning down, for everybody.
const EMPTY: &[&str] = &[
    "accus",
    "alleg",
    "allég",
    "claim",
    "charg",
    "repor",
    "rumou",
    "rumeu",
    "propo",
    "sugge",
    "asser",
    "affir",
    "insin",
    "denie",
    "denia",
    "denyi",
    "démen",
    "rejet",
    "rejec",
    "repou",
    "wrong",
    "anyth",
    "nothi",
    "never",
    "jamai",
    "nonse",
    "absur",
    "ridic",
    "basel",
    "groun",
    "unfou",
    "infon",
    "false",
    "falsehood",
    "untru",
    "fauss",
    "compl",
    "entir",
    "total",
    "categ",
    "catég",
    "there",
    "their",
    "these",
    "those",
    "which",
    "would",
    "could",
    "shoul",
    "about",
    "after",
    "again",
    "avant",
    "depui",
    "contr",
    "cette",
    "celle",
    "leurs",
    "notre",
    "votre",
    "truth",
    "evide",
    "proof",
    "preuv",
    "intég",
    "being",
    "havin",
    "avoir",
    "toute",
    "aucun",
    "quelq",
    "elect",
    "élect",
    "campa",
    "presi",
    "prési",
    "minis",
    "gover",
    "gouve",
    "candi",
    "parti",
    "party",
    "count",
    "offic",
    "state",
    "natio",
    "simpl",
    "purel",
    "pures",
    "invention",
    "other",
    "where",
    "while",
    "what's",
    "whate",
    "befor",
    "comme",
    "quoi",
    "encor",
    "tissu",
    "histo",
    "story",
    "stori",
];

/// What a denial says of the matter.
struct Denied {
    telling: HashSet<String>,
    /// "these accusations": it points at what went before.
    points: bool,
    /// All its words, for the accuser's name.
    words: HashSet<String>,
}

/// The kind of deed a word tells of; `None` where it tells of none.
fn deed(word: &str) -> Option<String> {
    let holds = |known: &&str| match known.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == *known,
    };
    if let Some(family) = FAMILIES.iter().find(|family| family.iter().any(&holds)) {
        return family.first().map(|first| (*first).to_owned());
    }
    let long = word.chars().count() >= LONG;
    (long && !EMPTY.iter().any(|stem| word.starts_with(stem))).then(|| super::stem(word))
}

/// The deeds that a content tells of: names apart, but for its first word.
fn telling(article: &Press, statement: &Statement) -> HashSet<String> {
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

fn denied(article: &Press, statement: &Statement) -> Denied {
    let text = source(article, statement);
    let said = statement.content.iter().flat_map(|span| words(span.of(text))).take(400);
    let all: HashSet<String> = said.map(|word| word.lower).collect();
    let stems =
        ["accus", "alleg", "allég", "claim", "charge", "rumo", "rumeur", "suggest", "propos"];
    let points = all.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    Denied { telling: telling(article, statement), points, words: all }
}

/// The words of a name inside another: "spokesman of the Kremlin", "Kremlin". `called` is what the
/// article calls the speaker wherever it speaks.
fn speaks_for(called: &str, accused: &Actor) -> bool {
    let names = words(&accused.name);
    let own = words(called);
    let inside =
        names.iter().any(|name| name.capital && own.iter().any(|word| word.lower == name.lower));
    let state = |name: &str| {
        let all = words(name);
        (0..all.len())
            .find_map(|at| Places::shipped().at(&all, at).map(|(place, ..)| place.code.clone()))
    };
    let accused = state(&accused.name);
    inside || accused.is_some() && accused == state(called)
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

    /// "the Macron camp's allegations": the denial names who accuses, or whom the accuser belongs to.
    fn names_accuser(&self, accusation: Entry, reply: Entry, denied: &Denied) -> bool {
        let one = self.statement(accusation);
        let Some(accuser) = &one.speaker else { return false };
        let known = self.statement(reply).speaker.iter().chain(&one.targets);
        let own: HashSet<String> =
            known.flat_map(|actor| words(&actor.name)).map(|word| word.lower).collect();
        words(self.called(accusation, accuser)).into_iter().any(|word| {
            let tells =
                word.capital && word.lower.chars().count() > 2 || word.lower.chars().count() > LONG;
            tells && !own.contains(&word.lower) && denied.words.contains(&word.lower)
        })
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
    fn meant(&self, accused: &[(Entry, Vec<String>)], reply: Entry, points: bool) -> Option<Entry> {
        let near = |any: bool| {
            let fits = accused.iter().filter_map(|(entry, _)| {
                let by = self.by_accused(*entry, reply)?;
                let far = self.behind(*entry, reply).filter(|_| any || by)?;
                Some((far, std::cmp::Reverse(entry.statement), *entry))
            });
            fits.min().map(|(.., entry)| entry)
        };
        near(false).or_else(|| near(points).filter(|_| points))
    }
}

pub(super) fn accusations(
    articles: &[Press],
    all: &[Vec<Statement>],
    booked: &[(Entry, Vec<String>)],
) -> Vec<Accusation> {
    let pairs = Pairs { articles, all, called: called(articles, all) };
    let with = |acts: [Act; 2]| -> Vec<(Entry, Vec<String>)> {
        let fits = |(entry, _): &&(Entry, Vec<String>)| acts.contains(&pairs.statement(*entry).act);
        booked.iter().filter(fits).cloned().collect()
    };
    let accused = with([Act::Accuse, Act::Allege]);
    let replies: Vec<(Entry, Vec<String>, Denied, Option<Entry>)> = with([Act::Deny, Act::Reject])
        .into_iter()
        .map(|(entry, content)| {
            let denied = denied(&articles[entry.article], pairs.statement(entry));
            let bare = denied.telling.is_empty();
            let meant = bare.then(|| pairs.meant(&accused, entry, denied.points)).flatten();
            (entry, content, denied, meant)
        })
        .collect();
    accused
        .iter()
        .map(|(entry, content)| {
            let deeds = telling(&articles[entry.article], pairs.statement(*entry));
            let found = replies.iter().filter_map(|(reply, said, denied, meant)| {
                let by = pairs.by_accused(*entry, *reply)?;
                let shared = denied.telling.intersection(&deeds).count();
                let fits = shared > 0 || pairs.names_accuser(*entry, *reply, denied);
                match by {
                    true if fits || *meant == Some(*entry) => Some((*reply, Answers::Speaker)),
                    false if *meant == Some(*entry) => Some((*reply, Answers::Content)),
                    false if shared > 0 && common(content, said) > 1 => {
                        Some((*reply, Answers::Content))
                    }
                    _ => None,
                }
            });
            Accusation { accusation: *entry, replies: found.collect() }
        })
        .collect()
}
