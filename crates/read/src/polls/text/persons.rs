//! Whom a figure is about where its sentence names nobody, or only one of two; and who was asked, in
//! a sentence of its own.

use std::collections::BTreeMap;

use super::super::about::span;
use super::super::figures::Percentage;
use super::super::lexicon::one_of;
use super::super::link::clause_end;
use super::Read;
use crate::words::Word;

/// Whether somebody asks people, in words that alone speak of no poll: police interview, too.
pub(super) fn asks(words: &[Word]) -> bool {
    const ASKS: &[&str] =
        &["interviewed", "questioned", "interrogé", "interrogée", "questionné", "échantillon"];
    words.iter().any(|word| ASKS.contains(&word.lower.as_str()))
}

/// "dans l'hypothèse d'une candidature de X": its words; the names in them are no candidates' figures.
pub(super) fn hypothesis(text: &str, words: &[Word], masked: &mut [bool]) -> Option<String> {
    let at = words.iter().position(|word| {
        matches!(word.lower.as_str(), "hypothèse" | "hypothesis" | "scenario" | "scénario")
    })?;
    let end = clause_end(words, at).min(at + 12);
    masked[at..end].iter_mut().for_each(|one| *one = true);
    Some(span(words, at, end)?.of(text).to_owned())
}

/// Offices whose holder is polled without a name; spellings of one office stand together.
const OFFICES: &[(&str, &[&[&str]])] = &[
    (
        "president",
        &[
            &["president"],
            &["président"],
            &["présidente"],
            &["président", "de", "la", "république"],
            &["présidente", "de", "la", "république"],
            &["chef", "de", "l'", "état"],
        ],
    ),
    (
        "prime minister",
        &[
            &["prime", "minister"],
            &["premier", "ministre"],
            &["première", "ministre"],
            &["chef", "du", "gouvernement"],
        ],
    ),
    ("chancellor", &[&["chancellor"], &["chancelier"], &["chancelière"]]),
];

/// Who holds an office by the words of the text: "président Paul Vernier".
pub(super) type Holders = BTreeMap<&'static str, String>;

pub(super) fn holders(reads: &[Read], full: impl Fn(&str) -> String) -> Holders {
    let mut holders = Holders::new();
    for read in reads {
        for name in &read.names {
            let titled = OFFICES.iter().find(|(_, spellings)| {
                spellings.iter().any(|office| {
                    name.at
                        .checked_sub(office.len())
                        .is_some_and(|at| one_of(&read.words[at..], &[office]).is_some())
                })
            });
            if let Some((office, _)) = titled {
                holders.entry(office).or_insert_with(|| full(&name.text));
            }
        }
    }
    holders
}

/// Whose popularity it is when only an office is named: its holder, or else the office itself.
pub(super) fn in_office(text: &str, read: &Read, holders: &Holders) -> Option<String> {
    let spelt = |at: usize| {
        OFFICES.iter().find_map(|(office, spellings)| {
            one_of(&read.words[at..], spellings).map(|taken| (*office, taken))
        })
    };
    let (at, (office, taken)) =
        (0..read.words.len()).find_map(|at| spelt(at).map(|found| (at, found)))?;
    let written = read.words[at].span.to(read.words[at + taken - 1].span).of(text);
    Some(holders.get(office).cloned().unwrap_or_else(|| written.to_owned()))
}

/// "Against B, she would win with 56 percent to 44": who has each of the two figures, where a pronoun
/// stands for `subject` and at most one name beside it. `others` are those named shortly before.
pub(super) fn face_to_face(
    read: &Read,
    kept: &[Percentage],
    subject: &str,
    named: &[String],
    others: &[String],
) -> Option<[String; 2]> {
    const PRONOUNS: &[&str] = &["he", "she", "il", "elle"];
    const WINS: &[&str] =
        &["beat", "beats", "win", "defeat", "battrait", "emporterait", "gagnerait"];
    const LOSES: &[&str] = &["lose", "loses", "perdrait", "battu", "battue", "defeated", "beaten"];
    let [first, second] = kept else { return None };
    let says = |list: &[&str]| read.words.iter().any(|word| list.contains(&word.lower.as_str()));
    let rivals: Vec<&String> = named.iter().filter(|name| *name != subject).collect();
    let rival = match (rivals.as_slice(), named.len()) {
        ([one], 1) => (*one).clone(),
        ([], 0) => {
            let mut before = others.iter().filter(|name| *name != subject);
            before.next().filter(|_| before.next().is_none())?.clone()
        }
        _ => return None,
    };
    let loses = says(LOSES);
    if !says(PRONOUNS) || !(loses || says(WINS)) {
        return None;
    }
    let subject = subject.to_owned();
    let first_wins = first.value >= second.value;
    Some(if first_wins == loses { [rival, subject] } else { [subject, rival] })
}
