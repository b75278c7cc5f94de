//! Reads the data files into a lexicon. A line that is not whole is left out; a test counts them.

use super::{
    Act, Bearer, Form, Lexicon, StatementKind, Subject, Tone, Verb, class, english, frame, french,
};
use crate::Language;

/// The files of one language.
pub(super) struct Files {
    verbs: &'static str,
    phrases: &'static str,
    nouns: &'static str,
    adjectives: &'static str,
    words: &'static str,
    roles: &'static str,
    names: &'static str,
    tones: &'static str,
    forms: &'static str,
    moral: &'static str,
}

macro_rules! files {
    ($language:literal) => {
        Files {
            verbs: include_str!(concat!("../../data/", $language, "/verbs.txt")),
            phrases: include_str!(concat!("../../data/", $language, "/phrases.txt")),
            nouns: include_str!(concat!("../../data/", $language, "/nouns.txt")),
            adjectives: include_str!(concat!("../../data/", $language, "/adjectives.txt")),
            words: include_str!(concat!("../../data/", $language, "/words.txt")),
            roles: include_str!(concat!("../../data/", $language, "/roles.txt")),
            names: include_str!(concat!("../../data/", $language, "/names.txt")),
            tones: include_str!(concat!("../../data/", $language, "/tones.txt")),
            forms: include_str!(concat!("../../data/", $language, "/forms.txt")),
            moral: include_str!(concat!("../../data/", $language, "/moral.txt")),
        }
    };
}

pub(super) static ENGLISH: Files = files!("en");
pub(super) static FRENCH: Files = files!("fr");

pub(super) fn no_verb() -> Verb {
    Verb {
        lemma: String::new(),
        clitics: Vec::new(),
        rest: Vec::new(),
        noun: false,
        act: None,
        act_of_object: None,
        kind: StatementKind::Speech,
        frames: 0,
        prepositions: Vec::new(),
    }
}

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn list(words: &str) -> Vec<String> {
    words.split_whitespace().filter(|word| *word != "-").map(str::to_owned).collect()
}

fn kind(letter: &str) -> StatementKind {
    match letter {
        "b" => StatementKind::Belief,
        "w" => StatementKind::Want,
        "d" => StatementKind::Deed,
        _ => StatementKind::Speech,
    }
}

fn frames(letters: &str) -> u8 {
    letters.chars().fold(0, |all, letter| {
        all | match letter {
            'c' => frame::CLAUSE | frame::QUOTE,
            't' => frame::INFINITIVE,
            'n' => frame::OBJECT,
            'o' => frame::ADDRESSEE | frame::CLAUSE | frame::QUOTE,
            'q' => frame::QUOTE,
            _ => 0,
        }
    })
}

/// Forms that no rule gives: of a lemma, the fields behind it.
fn irregular<'a>(files: &'a Files, lemma: &str) -> Option<Vec<&'a str>> {
    lines(files.forms).find_map(|line| {
        let mut fields = line.split('|').map(str::trim);
        (fields.next()? == lemma).then(|| fields.collect())
    })
}

fn inflect(files: &Files, language: Language, head: &str) -> Vec<(String, Form)> {
    let mut parts = head.split('/');
    let lemma = parts.next().unwrap_or_default();
    let irregular = irregular(files, lemma);
    match language {
        Language::En => {
            let mut given = parts.map(str::to_owned);
            let fields = irregular.unwrap_or_default();
            let past = given.next().or_else(|| fields.first().map(|field| (*field).to_owned()));
            let participle =
                given.next().or_else(|| fields.get(1).map(|field| (*field).to_owned()));
            english::forms(lemma, past.as_deref(), participle.as_deref())
        }
        Language::Fr => french::forms(lemma, irregular.as_deref()),
    }
}

/// A French word that is a phrase by itself, in the plural and the feminine too:
/// "inacceptable/inacceptables".
fn inflected(word: &str) -> String {
    let plain = word.chars().count() > 5
        && word.chars().all(char::is_alphabetic)
        && !word.ends_with(['s', 'x', 'z']);
    match plain {
        false => word.to_owned(),
        true if word.ends_with('e') => format!("{word}/{word}s"),
        true => format!("{word}/{word}s/{word}e/{word}es"),
    }
}

/// Words of praise and blame, verbs in all their forms.
fn moral(files: &Files, language: Language, lexicon: &mut Lexicon) {
    for line in lines(files.moral) {
        let Some((name, words)) = line.split_once(':') else { continue };
        let (bit, verbs) = match name {
            "wrong" => (class::WRONG, true),
            "fault" => (class::FAULT, true),
            "bad" => (class::BAD, false),
            _ => (class::GOOD, false),
        };
        for word in words.split_whitespace() {
            let forms = match word.strip_prefix('=') {
                Some(form) => vec![form.to_owned()],
                None if verbs => {
                    inflect(files, language, word).into_iter().map(|(form, _)| form).collect()
                }
                None => vec![word.to_owned()],
            };
            for form in forms {
                lexicon.entries.entry(form).or_default().classes |= bit;
            }
        }
    }
}

/// Reads all files of a language.
pub(super) fn read(files: &Files, language: Language) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for line in lines(files.words)
        .chain(lines(files.roles))
        .chain(lines(ENGLISH.names))
        .chain(lines(FRENCH.names))
    {
        let Some((name, words)) = line.split_once(':') else { continue };
        let bit = class_of(name);
        for word in words.split_whitespace() {
            lexicon.entries.entry(word.to_owned()).or_default().classes |= bit;
            // Several persons: by the plural of what one is called.
            if bit & (class::PERSON | class::MAN | class::WOMAN | class::BODY) != 0
                && !word.ends_with(['s', 'x'])
            {
                let many = if language == Language::En { plural(word) } else { format!("{word}s") };
                lexicon.entries.entry(many).or_default().classes |= class::PEOPLE;
            }
        }
    }
    moral(files, language, &mut lexicon);
    // Phrases first: among the verbs of one form the longest must be tried first.
    let mut phrases: Vec<&str> = lines(files.phrases).collect();
    phrases.sort_by_key(|line| {
        std::cmp::Reverse(line.split('|').next().unwrap_or_default().split(' ').count())
    });
    for line in phrases {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [words, act, letter] = fields[..] else { continue };
        let (clitics, lemma, rest) = phrase(words, language);
        let verb = Verb {
            lemma: lemma.clone(),
            clitics,
            rest,
            act: Act::parse(act),
            kind: kind(letter),
            frames: frame::OBJECT | frame::CLAUSE | frame::QUOTE | frame::INFINITIVE,
            ..no_verb()
        };
        add_verb(&mut lexicon, files, language, &lemma, verb);
    }
    // "se défend" before "défend": what asks for more words is tried first.
    let clitic = |line: &&str| line.starts_with("se:") || line.starts_with("s'");
    let (with, without): (Vec<&str>, Vec<&str>) = lines(files.verbs).partition(clitic);
    for line in with.into_iter().chain(without) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [head, act, letter, letters, ..] = fields[..] else { continue };
        let (head, noun) = head.strip_suffix('*').map_or((head, false), |head| (head.trim(), true));
        let (act, object) =
            act.split_once('/').map_or((act, None), |(act, object)| (act, Act::parse(object)));
        let (clitics, bare) = match head.strip_prefix("se:").or_else(|| head.strip_prefix("s'")) {
            Some(bare) => (vec!["se".to_owned()], bare),
            None => (Vec::new(), head),
        };
        let verb = Verb {
            lemma: bare.split('/').next().unwrap_or_default().to_owned(),
            clitics,
            noun,
            act: Act::parse(act),
            act_of_object: object,
            kind: kind(letter),
            frames: frames(letters),
            prepositions: fields.get(4).map(|words| list(words)).unwrap_or_default(),
            ..no_verb()
        };
        add_verb(&mut lexicon, files, language, bare, verb);
    }
    bearers(&mut lexicon, files, language);
    tones(&mut lexicon, files, language);
    lexicon
}

fn tones(lexicon: &mut Lexicon, files: &Files, language: Language) {
    for line in lines(files.tones) {
        let Some((act, phrases)) = line.split_once(':') else { continue };
        let Some(act) = Act::parse(act) else { continue };
        for phrase in phrases.split('|').map(str::trim) {
            let (subject, words) = if let Some(words) = phrase.strip_prefix("i+") {
                (Subject::Own, words)
            } else if let Some(words) = phrase.strip_prefix("they+") {
                (Subject::Other, words)
            } else {
                (Subject::Any, phrase)
            };
            // "n'ai" stands for two tokens, as in a text.
            let mut words: Vec<String> =
                list(words).iter().flat_map(|word| elided(word, language)).collect();
            if let (Language::Fr, [word]) = (language, words.as_mut_slice()) {
                *word = inflected(word);
            }
            let (Some(head), Ok(place)) =
                (words.first().cloned(), u16::try_from(lexicon.tones.len()))
            else {
                continue;
            };
            lexicon.tones.push(Tone { act, subject, words });
            for head in head.split('/') {
                lexicon.tones_of.entry(head.to_owned()).or_default().push(place);
            }
        }
    }
}

fn elided(word: &str, language: Language) -> Vec<String> {
    match word.split_once('\'') {
        Some((first, rest))
            if language == Language::Fr && !rest.is_empty() && first != "aujourd" =>
        {
            vec![format!("{first}'"), rest.to_owned()]
        }
        _ => vec![word.to_owned()],
    }
}

/// "s'en prendre à" gives the clitics "se", "en", the lemma "prendre" and the rest "à".
fn phrase(words: &str, language: Language) -> (Vec<String>, String, Vec<String>) {
    let spaced = words.strip_prefix("s'").map_or_else(
        || words.replace(" s'en", " s' en").replace("pas s'", "pas se "),
        |rest| format!("se {rest}"),
    );
    let mut words = list(&spaced).into_iter().peekable();
    let mut clitics = Vec::new();
    if language == Language::Fr {
        while let Some(word) =
            words.next_if(|word| matches!(word.as_str(), "se" | "en" | "y" | "ne" | "pas"))
        {
            clitics.push(word);
        }
    }
    let lemma = words.next().unwrap_or_default();
    (clitics, lemma, words.collect())
}

fn add_verb(lexicon: &mut Lexicon, files: &Files, language: Language, head: &str, verb: Verb) {
    let Ok(place) = u16::try_from(lexicon.verbs.len()) else { return };
    lexicon.verbs.push(verb);
    for (form, what) in inflect(files, language, head) {
        let entry = lexicon.entries.entry(form).or_default();
        if !entry.verbs.contains(&(place, what)) {
            entry.verbs.push((place, what));
        }
    }
}

fn bearers(lexicon: &mut Lexicon, files: &Files, language: Language) {
    for (file, adjective) in [(files.nouns, false), (files.adjectives, true)] {
        for line in lines(file) {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let [word, act, letter, openers] = fields[..] else { continue };
            let bearer =
                Bearer { act: Act::parse(act), kind: kind(letter), openers: list(openers) };
            let all = if adjective { &mut lexicon.adjectives } else { &mut lexicon.nouns };
            let Ok(place) = u16::try_from(all.len()) else { continue };
            all.push(bearer);
            for form in [word.to_owned(), plural(word)].into_iter().chain(feminine(word, language))
            {
                let entry = lexicon.entries.entry(form).or_default();
                let slot = if adjective { &mut entry.adjective } else { &mut entry.noun };
                slot.get_or_insert(place);
            }
        }
    }
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

fn feminine(word: &str, language: Language) -> Vec<String> {
    match language {
        Language::En => Vec::new(),
        Language::Fr => vec![format!("{word}e"), format!("{word}es")],
    }
}

fn class_of(name: &str) -> u32 {
    match name {
        "det" => class::DET,
        "poss" => class::POSS,
        "pron" => class::PRON,
        "obj" => class::OBJ,
        "prep" => class::PREP,
        "coord" => class::COORD,
        "sub" => class::SUB,
        "rel" => class::REL,
        "be" => class::BE,
        "have" => class::HAVE,
        "do" => class::DO,
        "modal" => class::MODAL,
        "neg" => class::NEG,
        "adv" => class::ADV,
        "time" => class::TIME,
        "venue" => class::VENUE,
        "title" => class::TITLE,
        "cate" => class::CATE,
        "verbs" => class::VERB,
        "cond" => class::COND,
        "man" => class::MAN,
        "woman" => class::WOMAN,
        "person" => class::PERSON,
        "people" => class::PEOPLE,
        "body" => class::BODY,
        "m" => class::NAME_M,
        "f" => class::NAME_F,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_whole() {
        for (files, language) in [(&ENGLISH, Language::En), (&FRENCH, Language::Fr)] {
            for line in lines(files.verbs).chain(lines(files.phrases)) {
                let fields = line.split('|').count();
                assert!((3..=5).contains(&fields), "{line}");
                let act = line.split('|').nth(1).unwrap_or_default().trim();
                assert!(
                    act.split('/').all(|act| act == "neutral" || Act::parse(act).is_some()),
                    "{line}"
                );
            }
            for line in lines(files.words).chain(lines(files.roles)).chain(lines(files.names)) {
                let name = line.split(':').next().unwrap_or_default();
                assert!(class_of(name) != 0, "{line}");
            }
            assert!(read(files, language).verbs.len() > 150);
        }
    }

    #[test]
    fn forms_are_generated() {
        let english = Lexicon::shipped(Language::En);
        for form in [
            "denied",
            "denying",
            "says",
            "said",
            "urging",
            "took",
            "criticises",
            "admitted",
            "vowed",
        ] {
            assert!(!english.entry(form).verbs.is_empty(), "{form}");
        }
        let french = Lexicon::shipped(Language::Fr);
        for form in [
            "dément",
            "démenties",
            "révèle",
            "annonçait",
            "promettent",
            "affirmerait",
            "accusant",
            "met",
            "jugeait",
        ] {
            assert!(!french.entry(form).verbs.is_empty(), "{form}");
        }
    }
}
