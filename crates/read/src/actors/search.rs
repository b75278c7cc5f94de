//! Finding the names of a list in a text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use super::fold::fold;
use super::list::{Role, WatchList};
use super::namesake::Namesakes;
use super::{ActorKind, Mention, MentionForm, Mentions};
use crate::day::Day;
use crate::places::{PlaceForm, Places};
use crate::polls::{capital_runs, names_nobody};
use crate::words::{Span, Word, words};

/// Texts are read in pieces of at most this many bytes, cut at line ends.
const PIECE: usize = 60_000;

/// Words before a surname that say that it is one.
const TITLES: &[&str] = &[
    "m",
    "mm",
    "mme",
    "mlle",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lady",
    "lord",
    "president",
    "senator",
    "minister",
    "chancellor",
    "mayor",
    "governor",
    "judge",
    "general",
    "secretary",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "ministre",
    "senateur",
    "senatrice",
    "depute",
    "deputee",
    "maire",
    "presidente",
    "candidat",
    "candidate",
    "premier",
    "premiere",
    "advisor",
    "adviser",
    "prosecutor",
    "procureur",
    "porte-parole",
];

/// Words before a capital that make it a town.
const PLACED: &[&str] = &[
    "in", "at", "near", "from", "to", "outside", "around", "a", "vers", "depuis", "pres",
    "through", "via",
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Who {
    Person(usize),
    Organisation(usize),
}

/// One form of a name: its words behind the first, and how they must be written.
#[derive(Debug)]
struct Form {
    rest: Vec<String>,
    who: Who,
    form: MentionForm,
    /// For each word whether it has a capital on the list; a name in capitals is found in capitals.
    capitals: Vec<bool>,
    shouted: bool,
}

#[derive(Debug)]
struct Named {
    id: String,
    /// First names, folded: "Brigitte" before his surname is somebody else.
    first: HashSet<String>,
    common: bool,
    roles: Vec<Role>,
}

/// The names of a list by their first words.
#[derive(Debug, Default)]
pub(super) struct Index {
    persons: Vec<Named>,
    organisations: Vec<String>,
    forms: HashMap<String, Vec<Form>>,
    /// Role titles, by first word: further words, person, role.
    roles: HashMap<String, Vec<(Vec<String>, usize, usize)>>,
}

fn common_words() -> &'static HashSet<String> {
    static READ: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let table = include_str!("../../../../profiles/actors/common_words.txt");
        table.lines().filter(|line| !line.starts_with('#')).map(|line| fold(line.trim())).collect()
    });
    &READ
}

impl Index {
    pub(super) fn new(list: &WatchList) -> Self {
        let mut index = Self::default();
        for (at, person) in list.persons.iter().enumerate() {
            let full: Vec<String> = folded(&person.name);
            let surname = person.surname.as_deref().map_or_else(
                || person.name.split_whitespace().last().unwrap_or_default().to_owned(),
                str::to_owned,
            );
            let last = folded(&surname);
            let first = full.len().saturating_sub(last.len());
            index.persons.push(Named {
                id: person.id.clone(),
                first: full[..first].iter().cloned().collect(),
                common: last.len() == 1 && common_words().contains(&last[0]),
                roles: person.roles.clone(),
            });
            index.add(&person.name, Who::Person(at), MentionForm::Name);
            for alias in &person.aliases {
                index.add(alias, Who::Person(at), MentionForm::Alias);
            }
            if full.len() > last.len() {
                index.add(&surname, Who::Person(at), MentionForm::Surname);
            }
            for (number, role) in person.roles.iter().enumerate() {
                for title in &role.titles {
                    let mut words = folded(title).into_iter();
                    if let Some(begin) = words.next() {
                        index.roles.entry(begin).or_default().push((words.collect(), at, number));
                    }
                }
            }
        }
        for (at, organisation) in list.organisations.iter().enumerate() {
            index.organisations.push(organisation.id.clone());
            index.add(&organisation.name, Who::Organisation(at), MentionForm::Name);
            for alias in &organisation.aliases {
                index.add(alias, Who::Organisation(at), MentionForm::Alias);
            }
        }
        for forms in index.forms.values_mut() {
            forms.sort_by(|a, b| {
                b.rest.len().cmp(&a.rest.len()).then(a.form.cmp(&b.form)).then(a.who.cmp(&b.who))
            });
        }
        for roles in index.roles.values_mut() {
            roles.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
        }
        index
    }

    fn add(&mut self, name: &str, who: Who, form: MentionForm) {
        let written = words(name);
        let mut lower = written.iter().map(|word| fold(&word.lower));
        let Some(first) = lower.next() else { return };
        let rest = lower.collect();
        let capitals = written.iter().map(|word| word.capital).collect();
        let letters = || name.chars().filter(|letter| letter.is_alphabetic());
        let shouted = letters().count() <= 5 && letters().all(char::is_uppercase);
        self.forms.entry(first).or_default().push(Form { rest, who, form, capitals, shouted });
    }

    pub(super) fn mentions(&self, text: &str, on: Option<Day>) -> Mentions {
        let pieces = pieces(text);
        let read: Vec<Vec<Word>> = pieces.iter().map(|span| placed(text, *span)).collect();
        // Who is introduced, and where first: by full name, alias, or title and surname.
        let mut introduced: HashMap<Who, usize> = HashMap::new();
        for words in &read {
            for at in 0..words.len() {
                for (form, _) in self.forms_at(text, words, at) {
                    let surname = form.form == MentionForm::Surname;
                    if !surname || self.titled(words, at) {
                        introduced.entry(form.who).or_insert(words[at].span.start);
                    }
                }
            }
        }
        let namesakes = Namesakes::of(&read);
        let mut out = Mentions::default();
        let mut unlisted = BTreeSet::new();
        for words in &read {
            let mut found = self.piece(text, words, on, &introduced);
            found.retain(|one| !namesakes.mean(text, one));
            for run in capital_runs(text, words) {
                let covered = found
                    .iter()
                    .any(|one| one.span.start < run.0.end && run.0.start < one.span.end);
                if !covered {
                    unlisted.insert(fold(&run.1));
                }
            }
            out.mentions.extend(found);
        }
        out.unlisted = unlisted.len();
        out
    }

    /// The mentions of one piece, the longest first, none overlapping.
    fn piece(
        &self,
        text: &str,
        words: &[Word],
        on: Option<Day>,
        introduced: &HashMap<Who, usize>,
    ) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let one = self
                .listed(text, words, at, introduced)
                .or_else(|| self.role(words, at, on))
                .or_else(|| country(text, words, at));
            let Some((mention, taken)) = one else {
                at += 1;
                continue;
            };
            found.push(mention);
            at += taken;
        }
        found
    }

    /// The forms of the list that stand at a word, the longest first, with their lengths.
    fn forms_at<'a>(
        &'a self,
        text: &'a str,
        words: &'a [Word],
        at: usize,
    ) -> impl Iterator<Item = (&'a Form, usize)> {
        let word = &words[at];
        let forms = self.forms.get(&bare(&word.lower));
        forms.into_iter().flatten().filter_map(move |form| {
            let taken = 1 + form.rest.len();
            let run = words.get(at..at + taken)?;
            let meets =
                form.rest.iter().zip(&run[1..]).all(|(wanted, word)| *wanted == bare(&word.lower));
            // Capitals of the list are capitals of the text; articles may be small.
            let written = form.capitals.iter().zip(run).all(|(capital, word)| {
                !capital
                    || word.capital
                    || matches!(word.lower.as_str(), "le" | "la" | "les" | "the" | "l'")
            });
            let split = run[1..].iter().any(|word| word.after_stop);
            let span = run[0].span.to(run[taken - 1].span);
            let shouts =
                !form.shouted || span.of(text).chars().all(|letter| !letter.is_lowercase());
            (meets && written && !split && shouts).then_some((form, taken))
        })
    }

    fn listed(
        &self,
        text: &str,
        words: &[Word],
        at: usize,
        introduced: &HashMap<Who, usize>,
    ) -> Option<(Mention, usize)> {
        let forms: Vec<(&Form, usize)> = self.forms_at(text, words, at).collect();
        let longest = forms.first()?.1;
        let meant: Vec<(&Form, usize)> = forms
            .into_iter()
            .filter(|(form, taken)| {
                *taken == longest
                    && (form.form != MentionForm::Surname
                        || self.surname(text, words, at, *taken, form.who, introduced))
            })
            .collect();
        // One name of two entries names neither.
        let who: BTreeSet<Who> = meant.iter().map(|(form, _)| form.who).collect();
        let (form, taken) = *meant.first().filter(|_| who.len() == 1)?;
        let span = trimmed(text, words[at].span.to(words[at + taken - 1].span));
        let (kind, actor) = match form.who {
            Who::Person(at) => (ActorKind::Person, self.persons[at].id.clone()),
            Who::Organisation(at) => (ActorKind::Organisation, self.organisations[at].clone()),
        };
        let titled = form.form == MentionForm::Surname && self.titled(words, at);
        let form = if titled { MentionForm::TitleAndSurname } else { form.form };
        Some((Mention { span, kind, actor, form }, taken))
    }

    /// Whether a surname alone means its bearer here.
    fn surname(
        &self,
        text: &str,
        words: &[Word],
        at: usize,
        taken: usize,
        who: Who,
        introduced: &HashMap<Who, usize>,
    ) -> bool {
        let Who::Person(person) = who else { return false };
        let named = &self.persons[person];
        // "Brigitte Vernier", "Vernier Industries": somebody or something else.
        let before = at.checked_sub(1).map(|at| &words[at]);
        let other = before.is_some_and(|word| {
            let lower = bare(&word.lower);
            word.capital
                && touching(text, words, at)
                && !named.first.contains(&lower)
                && !names_nobody(&word.lower)
                && !TITLES.contains(&lower.as_str())
                && Places::shipped().at(words, at - 1).is_none()
        });
        let longer = words.get(at + taken).is_some_and(|word| {
            word.capital && touching(text, words, at + taken) && !names_nobody(&word.lower)
        });
        if other || longer || !words[at].capital {
            return false;
        }
        if self.titled(words, at) {
            return true;
        }
        introduced.get(&who).is_some_and(|first| !named.common || *first <= words[at].span.start)
    }

    /// A title or role stands directly before.
    fn titled(&self, words: &[Word], at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| TITLES.contains(&bare(&words[before].lower).as_str()))
    }

    /// "the foreign minister": the one person of the list who held the role on that day. A country
    /// said beside it must be the role's.
    fn role(&self, words: &[Word], at: usize, on: Option<Day>) -> Option<(Mention, usize)> {
        let roles = self.roles.get(&bare(&words[at].lower))?;
        let meets = |rest: &[String]| {
            words.get(at + 1..at + 1 + rest.len()).is_some_and(|next| {
                rest.iter()
                    .zip(next)
                    .all(|(wanted, word)| *wanted == bare(&word.lower) && !word.after_stop)
            })
        };
        let longest =
            roles.iter().filter(|(rest, ..)| meets(rest)).map(|(rest, ..)| rest.len()).max()?;
        let taken = 1 + longest;
        let said = beside(words, at, taken);
        let mut holders: Vec<usize> = roles
            .iter()
            .filter(|(rest, ..)| rest.len() == longest && meets(rest))
            .filter(|(_, person, role)| {
                let role = &self.persons[*person].roles[*role];
                let ours = match (&role.country, &said) {
                    (Some(ours), Some(said)) => ours.eq_ignore_ascii_case(said),
                    (None, Some(_)) => false,
                    (_, None) => true,
                };
                ours && role.held(on)
            })
            .map(|(_, person, _)| *person)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        let [person] = holders[..] else { return None };
        // "former foreign minister", "foreign minister Alan Verrier": not the holder, or named anyway.
        let former = at.checked_sub(1).is_some_and(|before| {
            matches!(
                bare(&words[before].lower).as_str(),
                "former" | "ex" | "ancien" | "ancienne" | "deputy" | "vice" | "then" | "shadow"
            )
        });
        let named = words.get(at + taken).is_some_and(|word| word.capital && !word.after_stop);
        let span = words[at].span.to(words[at + taken - 1].span);
        (!former && !named).then(|| {
            let actor = self.persons[person].id.clone();
            (Mention { span, kind: ActorKind::Person, actor, form: MentionForm::Role }, taken)
        })
    }
}

/// The country said beside a role: "the French foreign minister", "ministre … de Valdorie".
fn beside(words: &[Word], at: usize, taken: usize) -> Option<String> {
    let code = |at: usize| Places::shipped().at(words, at).map(|(place, ..)| place.code.clone());
    let before = at.checked_sub(1).and_then(code);
    let next = at + taken;
    let skip = words
        .get(next)
        .filter(|word| matches!(word.lower.as_str(), "of" | "de" | "d'" | "du" | "des"));
    let skip = usize::from(skip.is_some());
    let article = usize::from(
        skip == 1
            && words
                .get(next + 1)
                .is_some_and(|word| matches!(word.lower.as_str(), "la" | "l'" | "the" | "les")),
    );
    before.or_else(|| words.get(next + skip + article).and_then(|_| code(next + skip + article)))
}

/// A country at a word, unless it is part of a longer name ("Radio France").
fn country(text: &str, words: &[Word], at: usize) -> Option<(Mention, usize)> {
    let (place, form, taken) = Places::shipped().at(words, at)?;
    let before = at.checked_sub(1).map(|before| &words[before]);
    let part = |word: &Word| {
        let lower = bare(&word.lower);
        word.capital && !names_nobody(&word.lower) && !TITLES.contains(&lower.as_str())
    };
    let behind = words.get(at + taken);
    let joined = before.is_some_and(|word| {
        part(word) && touching(text, words, at) && Places::shipped().at(words, at - 1).is_none()
    }) || (form == PlaceForm::Name
        && behind.is_some_and(|word| part(word) && touching(text, words, at + taken)));
    if joined && form != PlaceForm::Demonym {
        return None;
    }
    let form = match form {
        PlaceForm::Name => MentionForm::Name,
        PlaceForm::Demonym => MentionForm::Demonym,
        PlaceForm::Metonym => {
            let town = before.is_some_and(|word| {
                PLACED.contains(&bare(&word.lower).as_str()) && !words[at].after_stop
            });
            if town { MentionForm::Town } else { MentionForm::Metonym }
        }
    };
    let span = trimmed(text, words[at].span.to(words[at + taken - 1].span));
    Some((Mention { span, kind: ActorKind::Country, actor: place.code.clone(), form }, taken))
}

/// Without the apostrophe of a possessive.
fn bare(lower: &str) -> String {
    let folded = fold(lower);
    match folded.strip_suffix('\'') {
        Some(front) if front.len() > 2 => front.to_owned(),
        _ => folded,
    }
}

fn folded(name: &str) -> Vec<String> {
    words(name).iter().map(|word| fold(&word.lower)).collect()
}

fn trimmed(text: &str, span: Span) -> Span {
    let said = span.of(text).trim_end_matches(['\'', '’', 'ʼ']);
    Span { start: span.start, end: span.start + said.len() }
}

/// Whether only spaces (or the point of a title) stand between a word and the one before it.
fn touching(text: &str, words: &[Word], at: usize) -> bool {
    let (Some(before), Some(word)) =
        (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at))
    else {
        return false;
    };
    let between = text.get(before.span.end..word.span.start).unwrap_or("-");
    between.trim().is_empty() && !between.contains('\n')
}

/// Stretches of whole lines, so that no text is too long for [`words`].
fn pieces(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + PIECE).min(text.len());
        if end < text.len() {
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let cut = |signs: &[char]| text[start..end].rfind(signs).map(|at| start + at + 1);
            end = cut(&['\n'])
                .or_else(|| cut(&['.', '!', '?']))
                .or_else(|| cut(&[' ']))
                .unwrap_or(end);
        }
        out.push(Span { start, end });
        start = end;
    }
    out
}

/// The words of a piece with their places in the text. A possessive loses its apostrophe, so that
/// "France's" is France.
fn placed(text: &str, span: Span) -> Vec<Word> {
    let mut read = words(span.of(text));
    for at in 0..read.len() {
        let possessive = read.get(at + 1).is_some_and(|next| next.lower == "s");
        let word = &mut read[at];
        if possessive && word.lower.ends_with('\'') {
            word.lower.pop();
        }
        word.span.start += span.start;
        word.span.end += span.start;
    }
    read
}
