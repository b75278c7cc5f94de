//! Who is in an article: persons and bodies with their fullest names, roles and places of mention.

use crate::lexicon::{class, listed};
use crate::places::Places;

use super::reader::{Range, Reader};

/// Grammatical or natural gender, where something shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gender {
    Man,
    Woman,
}

/// One actor of an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Member {
    /// The fullest name so far.
    pub(super) name: String,
    /// Its words in lower case.
    pub(super) words: Vec<String>,
    pub(super) person: bool,
    pub(super) gender: Option<Gender>,
    /// Role nouns beside it, lower case.
    pub(super) roles: Vec<String>,
    /// Token of each mention in the text that is being read, ascending.
    pub(super) at: Vec<usize>,
}

/// All actors of an article, in the order of their first mention.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) members: Vec<Member>,
    /// Names that stand alone somewhere, as last names do.
    alone: hashbrown::HashSet<String>,
}

/// More actors than this are not kept: no article has them.
const MOST: usize = 2_000;

impl Cast {
    pub(super) fn of(reader: &Reader) -> Self {
        let mut cast = Self::default();
        cast.read_more(reader);
        cast
    }

    /// Adds the names of another text, whose mentions take the place of the earlier ones.
    pub(super) fn read_more(&mut self, reader: &Reader) {
        for member in &mut self.members {
            member.at.clear();
        }
        let known = known_names(reader);
        self.alone = names_alone(reader);
        let mut at = 0;
        let count = reader.text.tokens.len();
        while at < count {
            match name_run(reader, at, &known) {
                Some(end) => {
                    self.add(reader, (at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    fn add(&mut self, reader: &Reader, run: Range) {
        let (roles_from, start) = strip_roles(reader, run);
        // "le groupe Dardenne": the body, not the person of that name.
        let owned = !reader.english() && run.1 == start + 1 && behind_body(reader, start);
        if start >= run.1 || owned && self.find(&[reader.lower(start).to_owned()], true).is_some() {
            return;
        }
        let words: Vec<String> = (start..run.1).map(|at| reader.lower(at).to_owned()).collect();
        let titled =
            start > 0 && reader.is(start - 1, class::TITLE) && !reader.is(start - 1, class::OBJ);
        let first = reader.entry(start);
        let firstname = first.is(class::NAME_M | class::NAME_F)
            || words[0]
                .split('-')
                .next()
                .is_some_and(|word| reader.lexicon.entry(word).is(class::NAME_M | class::NAME_F));
        let place = Places::shipped()
            .all()
            .iter()
            .any(|place| place.en.eq_ignore_ascii_case(&words.join(" ")));
        let roles = self.roles_around(reader, (start, run.1), roles_from);
        let human = !roles.is_empty()
            && roles.iter().any(|role| {
                reader.lexicon.entry(role).is(class::PERSON | class::MAN | class::WOMAN)
            });
        let person = !place
            && ((firstname && words.len() > 1)
                || words.len() > 1 && reader.english() && is_told_as_person(reader, run.1)
                || titled
                || self.is_surnamed(reader, (start, run.1), &words)
                || (human && (words.len() > 1 || firstname) && !behind_body(reader, start)));
        let name = reader.text.words(start, run.1).to_owned();
        let gender = gender_of(reader, start, &roles);
        let mut roles = roles;
        if !reader.english() && start > 0 && reader.lower(start - 1) == "me" {
            roles.extend(match gender {
                Some(Gender::Man) => vec!["avocat".to_owned()],
                Some(Gender::Woman) => vec!["avocate".to_owned()],
                None => vec!["avocat".to_owned(), "avocate".to_owned()],
            });
        }
        let found = self
            .find_titled(&words, gender)
            .or_else(|| self.find_knight(reader, start, &words))
            .or_else(|| self.find(&words, person));
        let index = match found {
            Some(index) => index,
            None if self.members.len() >= MOST => return,
            None => {
                self.members.push(Member {
                    name: name.clone(),
                    words: words.clone(),
                    person,
                    gender: None,
                    roles: Vec::new(),
                    at: Vec::new(),
                });
                self.members.len() - 1
            }
        };
        let member = &mut self.members[index];
        if words.len() > member.words.len() {
            member.name = name;
            member.words = words;
        }
        member.person |= person;
        member.gender = member.gender.or(gender);
        for role in roles.into_iter().filter(|_| member.person) {
            if !member.roles.contains(&role) {
                member.roles.push(role);
            }
        }
        member.at.push(start);
    }

    /// "Sir Basil": the knight of that first name.
    fn find_knight(&self, reader: &Reader, start: usize, words: &[String]) -> Option<usize> {
        let [given] = words else { return None };
        let sir = start > 0 && matches!(reader.lower(start - 1), "sir" | "dame" | "lord" | "lady");
        self.members
            .iter()
            .position(|member| sir && member.person && member.words.first() == Some(given))
    }

    /// "Rowan S.", and elsewhere "S." alone: a first name that no list has.
    fn is_surnamed(&self, reader: &Reader, run: Range, words: &[String]) -> bool {
        let [first, .., last] = words else { return false };
        let plain = |at: usize| {
            reader.entry(at).classes == 0
                && reader.entry(at).verbs.is_empty()
                && reader.token(at).capital
        };
        words.len() <= 3
            && !behind_body(reader, run.0)
            && self.alone.contains(last)
            && !self.alone.contains(first)
            && (run.0..run.1).all(plain)
            && !matches!(reader.lower(run.0.wrapping_sub(1)), "the" | "la" | "le" | "l'" | "les")
    }

    /// "Mme Q.": of two with that last name, the one whose gender fits.
    fn find_titled(&self, words: &[String], gender: Option<Gender>) -> Option<usize> {
        let [last] = words else { return None };
        gender?;
        self.members.iter().rposition(|member| {
            member.person && member.gender == gender && member.words.last() == Some(last)
        })
    }

    /// The member with those words: all of them, or the last name of a person.
    pub(super) fn find(&self, words: &[String], person: bool) -> Option<usize> {
        let last = words.last()?;
        self.members.iter().position(|member| member.words == words).or_else(|| {
            self.members.iter().rposition(|member| {
                let same_end = member.words.last() == Some(last);
                let shorter = words.len() < member.words.len() && member.words.ends_with(words);
                let longer = words.len() > member.words.len()
                    && words.ends_with(&member.words)
                    && (person || member.person);
                same_end && (shorter && member.person || longer)
            })
        })
    }

    /// Role nouns in the words before and behind a name.
    fn roles_around(&self, reader: &Reader, run: Range, from: usize) -> Vec<String> {
        let role = |at: usize| {
            let is = reader.is(at, class::PERSON | class::MAN | class::WOMAN | class::TITLE)
                && !reader.is(at, class::NAME_F | class::NAME_M | class::OBJ)
                && !is_second(reader.lower(at));
            is.then(|| match at.checked_sub(1).map_or("", |before| reader.lower(before)) {
                second if is_second(second) => format!("{second} {}", reader.lower(at)),
                _ => match qualifier(reader, at) {
                    Some(post) => format!("{}/{post}", reader.lower(at)),
                    None => reader.lower(at).to_owned(),
                },
            })
        };
        let mut roles: Vec<String> = (from..run.0).filter_map(role).collect();
        let behind = reader.lower(run.1);
        let comma = run.0 > 0 && reader.lower(run.0 - 1) == "," && matches!(behind, "," | "." | "");
        // "le ministre de l'Intérieur, X,": the words since the clause began. "the minister X": those beside it.
        let mut at = run.0.saturating_sub(usize::from(comma));
        let mut before = Vec::new();
        for _ in 0..if comma { 14 } else { 3 } {
            if at == 0 || reader.token(at).new_line {
                break;
            }
            at -= 1;
            let stops = reader.is(at, class::COORD | class::AUX | class::SUB)
                && !reader.is(at, class::PREP);
            if !reader.is_word(at)
                || stops
                || reader.token(at).quote != 0
                || !comma
                    && (reader.is(at, class::PREP | class::VERB | class::DET)
                        || !reader.entry(at).verbs.is_empty()
                        || reader.is_verbish(at))
            {
                break;
            }
            before.extend(role(at));
        }
        // Of several role nouns one is the person's own: the first in French, the last in English.
        roles.extend(if reader.english() {
            before.into_iter().next()
        } else {
            before.into_iter().last()
        });
        if behind == "," {
            let described = run.1 + 1;
            let open = described..(run.1 + 9).min(reader.text.tokens.len());
            let near = open.take_while(|at| {
                reader.is_word(*at) && !reader.is_verbish(*at) && !reader.is(*at, class::REL)
            });
            let begins = reader.is(described, class::DET | class::POSS | class::PERSON);
            roles.extend(near.filter(|_| begins).find_map(role));
        }
        // A post is known by its noun alone, too.
        let bare: Vec<String> =
            roles.iter().filter_map(|role| Some(role.split_once('/')?.0.to_owned())).collect();
        roles.splice(0..0, bare);
        roles
    }

    /// Notes that a description was used for a member, so that it is found again.
    pub(super) fn learn(&mut self, index: usize, role: &str) {
        if let Some(member) = self.members.get_mut(index)
            && !member.roles.iter().any(|known| known == role)
        {
            member.roles.push(role.to_owned());
        }
    }

    /// The members mentioned in the tokens, in order.
    pub(super) fn within(&self, range: Range) -> Vec<usize> {
        let mut found: Vec<(usize, usize)> = self
            .members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| {
                let first = member.at.partition_point(|at| *at < range.0);
                member.at.get(first).filter(|at| **at < range.1).map(|at| (*at, index))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// The members in the order of their last mention before `at`, latest first.
    pub(super) fn before(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<(usize, usize)> = self
            .members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| {
                let place = member.at.partition_point(|here| *here < at).checked_sub(1)?;
                Some((member.at[place], index))
            })
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.into_iter().map(|(_, index)| index).collect()
    }
}

/// Which of several ministers: "foreign", "intérieur".
pub(super) fn qualifier<'a>(reader: &'a Reader, at: usize) -> Option<&'a str> {
    let before = at.checked_sub(1).map_or("", |before| reader.lower(before));
    if matches!(before, "premier" | "première") {
        return Some(before);
    }
    if reader.english() {
        return (listed("leading", before) && !is_second(before)).then_some(before);
    }
    let behind = match reader.lower(at + 1) {
        "de" if matches!(reader.lower(at + 2), "l'" | "la") => at + 3,
        "des" | "du" | "de" | "d'" => at + 2,
        _ => return None,
    };
    (reader.is_word(behind) && !reader.is(behind, class::DET | class::POSS | class::PRON))
        .then(|| reader.lower(behind))
}

/// "deputy mayor" is another role than "mayor".
fn is_second(word: &str) -> bool {
    matches!(word, "deputy" | "vice" | "assistant" | "former" | "ex" | "ancien" | "ancienne")
}

/// Capitalised words that stand inside a sentence somewhere: at its beginning they are names too.
fn known_names(reader: &Reader) -> hashbrown::HashSet<String> {
    let mut known = hashbrown::HashSet::new();
    for at in 1..reader.text.tokens.len() {
        let token = reader.token(at);
        let inside = !token.new_line && reader.is_word(at - 1);
        if inside && reader.is_name(at) && known.len() < 4 * MOST {
            known.insert(token.lower.clone());
        }
    }
    known
}

/// Capitalised words without another beside them.
fn names_alone(reader: &Reader) -> hashbrown::HashSet<String> {
    let count = reader.text.tokens.len();
    let name = |at: usize| reader.token(at).word && reader.token(at).capital;
    (0..count)
        .filter(|at| {
            let before = at.checked_sub(1).is_some_and(name) && !reader.token(*at).new_line;
            let behind = name(at + 1) && !reader.token(at + 1).new_line;
            // "in Hollowby", "de Port-Réal": a place.
            let placed = at.checked_sub(1).is_some_and(|at| reader.is(at, class::PREP));
            reader.is_name(*at) && !before && !behind && !placed
        })
        .take(4 * MOST)
        .map(|at| reader.lower(at).to_owned())
        .collect()
}

/// "UNDER-FIRE minister X", "Tight-lipped Paul W.": a first word that only describes.
fn describes_name(reader: &Reader, at: usize) -> bool {
    let (token, next) = (reader.token(at), reader.token(at + 1));
    let hyphened = token.lower.contains('-')
        && reader.is(at + 1, class::NAME_F | class::NAME_M)
        && !reader.is(at, class::NAME_F | class::NAME_M)
        && ["ed", "ing", "en"].iter().any(|end| token.lower.ends_with(end));
    let shouted = token.shout
        && next.word
        && !next.shout
        && !reader.is_verbish(at + 1)
        && (token.lower.contains('-')
            || token.lower.ends_with("ed")
            || token.lower.ends_with("ing"));
    hyphened || shouted
}

/// Where the name that begins at `at` ends.
fn name_run(reader: &Reader, at: usize, known: &hashbrown::HashSet<String>) -> Option<usize> {
    let starts = |at: usize| reader.is_name(at) && !(reader.is_time(at) && reader.english());
    if !starts(at) {
        return None;
    }
    let token = reader.token(at);
    let opens = at == 0 || token.new_line || !reader.is_word(at - 1);
    if opens && reader.english() && describes_name(reader, at) {
        return None;
    }
    let mut end = at + 1;
    let joined = |end: usize| {
        let inner = matches!(
            reader.lower(end),
            "de" | "d'" | "du" | "la" | "van" | "von" | "el" | "al" | "ben" | "le" | "&"
        );
        // "Me Corentin Le G.": the given name may stand behind a title.
        let first = if reader.english() { at } else { end - 1 };
        let firm = reader.lower(end) == "&" && reader.english();
        inner
            && (firm || (at..=first).any(|at| reader.is(at, class::NAME_F | class::NAME_M)))
            && reader.is_name(end + 1)
    };
    while end < reader.text.tokens.len()
        && !reader.token(end).new_line
        && reader.token(end).quote == token.quote
        && (starts(end)
            || joined(end)
            || reader.lower(end).chars().all(|letter| letter.is_ascii_digit())
                && reader.is_word(end))
    {
        end += 1;
    }
    let named = reader.is(at, class::NAME_F | class::NAME_M) || known.contains(&token.lower);
    let ordinary = reader.entry(at).verbs.is_empty()
        && !reader.is(at, class::PEOPLE | class::BODY | class::ADV);
    let alone = end == at + 1;
    if opens && alone && !(named && ordinary || token.shout) {
        return None;
    }
    Some(end)
}

/// "Interior Minister Paul W.": where the roles begin, and where the name does.
fn strip_roles(reader: &Reader, run: Range) -> (usize, usize) {
    let mut start = run.0;
    for at in run.0..run.1 {
        if reader.is(at, class::PERSON | class::TITLE | class::MAN | class::WOMAN)
            && !reader.is(at, class::NAME_F | class::NAME_M)
        {
            start = at + 1;
        }
    }
    if start >= run.1 && run.1 - run.0 > 1 && !reader.is(run.1 - 1, class::TITLE) {
        start = run.0;
    }
    // "Secretary of State Paul R.", "le chef de l'Otan Lars H.": what hangs on the role is no name.
    let hangs = run.0 > 1
        && !reader.is(run.0, class::NAME_F | class::NAME_M)
        && matches!(reader.lower(run.0 - 1), "of" | "de" | "d'" | "du" | "la" | "l'")
        && (run.0.saturating_sub(4)..run.0)
            .any(|at| reader.is(at, class::PERSON) && !reader.is(at, class::PREP));
    let given = (run.0 + 1..run.1 - 1).find(|at| reader.is(*at, class::NAME_F | class::NAME_M));
    if let Some(given) = given.filter(|given| hangs && *given > start) {
        start = given;
    }
    (run.0, start)
}

/// "X, 66, …" and "X, who …": only people have an age, or are who.
fn is_told_as_person(reader: &Reader, end: usize) -> bool {
    let behind = reader.lower(end + 1);
    let age = behind.len() == 2 && behind.bytes().all(|letter| letter.is_ascii_digit());
    reader.lower(end) == "," && (age && reader.lower(end + 2) == "," || behind == "who")
}

/// "the group Clean Hands": a name behind a body's noun.
fn behind_body(reader: &Reader, start: usize) -> bool {
    start > 0 && reader.is(start - 1, class::BODY)
}

fn gender_of(reader: &Reader, start: usize, roles: &[String]) -> Option<Gender> {
    let title = start.checked_sub(1).map_or("", |before| reader.lower(before));
    match title.trim_end_matches('.') {
        "mr" | "m" | "lord" | "sir" => return Some(Gender::Man),
        "mrs" | "ms" | "miss" | "mme" | "mlle" | "lady" => return Some(Gender::Woman),
        _ => {}
    }
    let first = reader.lower(start);
    let entry = reader.lexicon.entry(first.split('-').next().unwrap_or(first));
    let whole = reader.entry(start);
    let by = |man: bool, woman: bool| match (man, woman) {
        (true, false) => Some(Gender::Man),
        (false, true) => Some(Gender::Woman),
        _ => None,
    };
    by(whole.is(class::NAME_M), whole.is(class::NAME_F))
        .or_else(|| by(entry.is(class::NAME_M), entry.is(class::NAME_F)))
        .or_else(|| {
            roles.iter().find_map(|role| {
                let entry = reader.lexicon.entry(role);
                by(entry.is(class::MAN), entry.is(class::WOMAN))
            })
        })
}
