//! What kind of text a copy is: some copies are what one expects.
//!
//! A short text is equal to others by itself; a footer stands under everything that an account
//! posts; newsrooms print what an agency sends them; and who quotes one speech quotes the same
//! words. These are told apart by simple signs in the text, and the sign is all that is claimed.

use hashbrown::HashMap;

use super::edges::common_bytes;
use super::sets::mix;

/// Below this many characters a text says too little to have been copied.
const SHORT: usize = 30;

/// A run of this many words is no figure of speech.
const WORDS: usize = 6;

/// A run of words in so many unrelated texts is a footer or a heading.
const UNRELATED: u32 = 10;

/// What kind of text it is, by the first sign that is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Fewer than thirty characters without links and mentions.
    Short,
    /// Half of it stands in ten or more texts that are not near each other.
    Boilerplate,
    /// It carries the credit of a news agency.
    Agency,
    /// Half of it stands between quotation marks.
    Quote,
    /// None of these.
    Plain,
}

impl Kind {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Boilerplate => "boilerplate",
            Self::Agency => "agency",
            Self::Quote => "quote",
            Self::Plain => "plain",
        }
    }
}

/// Signs of one text that need other texts.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct TextFacts {
    /// The larger of two shares, 0 to 1: of its runs of six words that stand in ten or more
    /// unrelated texts, and of what is a footer or a heading.
    pub boilerplate: f64,
}

impl TextFacts {
    /// The facts of all texts. `spelled` are the texts, `unit` for each the group that it is in, or
    /// a number of its own: texts of one group count once. `author` is one who wrote it.
    #[must_use]
    pub fn of<'t>(spelled: impl Fn(usize) -> &'t [u8], unit: &[u32], author: &[i64]) -> Vec<Self> {
        let edges = common_bytes(&spelled, unit, author);
        // By run of words: the last unit that had it, and how many had it. Units come in order.
        let mut seen: HashMap<u64, (u32, u32)> = HashMap::new();
        let mut order: Vec<usize> = (0..unit.len()).collect();
        order.sort_by_key(|text| unit[*text]);
        for text in &order {
            word_runs(spelled(*text), |run| {
                let entry = seen.entry(run).or_insert((u32::MAX, 0));
                if entry.0 != unit[*text] {
                    *entry = (unit[*text], entry.1.saturating_add(1));
                }
            });
        }
        (0..unit.len())
            .map(|text| {
                let (mut all, mut common) = (0_usize, 0_u32);
                word_runs(spelled(text), |run| {
                    all += 1;
                    common += u32::from(seen.get(&run).is_some_and(|entry| entry.1 >= UNRELATED));
                });
                let share = |some: u32, all: usize| {
                    if all == 0 { 0.0 } else { (f64::from(some) / all as f64).min(1.0) }
                };
                let edges = share(edges[text], spelled(text).len());
                Self { boilerplate: share(common, all).max(edges) }
            })
            .collect()
    }
}

fn word_runs(spelled: &[u8], mut each: impl FnMut(u64)) {
    let mut last = [0_u64; WORDS];
    for (count, word) in (1..).zip(spelled.split(|byte| *byte == b' ')) {
        last.rotate_left(1);
        last[WORDS - 1] = word.iter().fold(count_of(word), |all, byte| mix(all ^ u64::from(*byte)));
        if count >= WORDS {
            each(last.iter().fold(0, |all, word| mix(all.rotate_left(5) ^ word)));
        }
    }
}

fn count_of(word: &[u8]) -> u64 {
    word.len() as u64
}

/// The kind of a text. `text` is as it was written, `spelled` as it is compared.
#[must_use]
pub fn kind_of(text: &str, spelled: &[u8], facts: TextFacts) -> Kind {
    if is_short(spelled) {
        return Kind::Short;
    }
    if facts.boilerplate >= 0.5 {
        return Kind::Boilerplate;
    }
    if wire_credit(text).is_some() {
        return Kind::Agency;
    }
    let (inside, all) = quoted(text);
    if inside >= SHORT && 2 * inside >= all {
        return Kind::Quote;
    }
    Kind::Plain
}

/// Whether a spelled text has fewer than thirty characters.
#[must_use]
pub fn is_short(spelled: &[u8]) -> bool {
    // Bytes that begin a character.
    spelled.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() < SHORT
}

/// News agencies as they sign, in capitals or not as here. A name that is also a common word is
/// taken only between the marks of a credit.
const AGENCIES: &[&str] = &[
    "AFP",
    "AP",
    "Reuters",
    "REUTERS",
    "dpa",
    "DPA",
    "ANSA",
    "EFE",
    "Lusa",
    "LUSA",
    "Belga",
    "BELGA",
    "ATS",
    "APA",
    "PAP",
    "ČTK",
    "CTK",
    "TASR",
    "MTI",
    "HINA",
    "STA",
    "NTB",
    "TT",
    "Ritzau",
    "STT",
    "BNS",
    "ELTA",
    "LETA",
    "Ukrinform",
    "Укрінформ",
    "УНІАН",
    "UNIAN",
    "ТАСС",
    "TASS",
    "РИА Новости",
    "RIA Novosti",
    "Интерфакс",
    "Interfax",
    "БЕЛТА",
    "BelTA",
    "Xinhua",
    "新华社",
    "Kyodo",
    "共同",
    "Jiji",
    "Yonhap",
    "연합뉴스",
    "PTI",
    "ANI",
    "Anadolu",
    "AA",
    "MENA",
    "SPA",
    "WAM",
    "AGERPRES",
    "Agerpres",
    "BTA",
    "БТА",
    "ANA-MPA",
    "ΑΠΕ-ΜΠΕ",
    "Europa Press",
    "UPI",
    "Bloomberg",
    "SID",
    "KNA",
    "epd",
    "sda",
    "Keystone-SDA",
];

/// The agency that a text names as its source, in one of the forms of a credit: `(AFP)`, `/TASS/`,
/// `[dpa]`, `© AP`, or at the beginning of the text or behind its dateline `AFP –`, `Reuters:`.
#[must_use]
pub fn wire_credit(text: &str) -> Option<&'static str> {
    AGENCIES.iter().copied().find(|agency| {
        text.match_indices(agency).any(|(at, _)| {
            let before = text[..at].trim_end_matches(' ').chars().next_back();
            let after = text[at + agency.len()..].chars().next();
            let behind = text[at + agency.len()..].trim_start_matches(' ').chars().next();
            let enclosed = matches!(
                (before, behind),
                (Some('('), Some(')' | ',' | '/' | ';' | '-'))
                    | (Some('/' | ','), Some('/' | ')'))
                    | (Some('['), Some(']'))
            );
            let whole = after.is_none_or(|after| !after.is_alphanumeric());
            let copyright = before == Some('©') && whole;
            let opens = before.is_none_or(|before| matches!(before, '\n' | '—' | '–' | ','))
                && matches!(behind, Some('—' | '–' | '-' | ':' | '.'))
                && whole
                && at < 120;
            enclosed || copyright || opens
        })
    })
}

/// How many characters stand between quotation marks, and how many there are. A mark that is never
/// closed encloses nothing.
fn quoted(text: &str) -> (usize, usize) {
    const PAIRS: &[(char, &[char])] = &[
        ('“', &['”', '“']),
        ('„', &['“', '”']),
        ('«', &['»']),
        ('»', &['«']),
        ('‹', &['›']),
        ('"', &['"']),
        ('「', &['」']),
        ('『', &['』']),
    ];
    let (mut inside, mut all) = (0, 0);
    let mut open: Option<(&[char], usize)> = None;
    for letter in text.chars() {
        all += 1;
        match open {
            Some((closing, count)) if closing.contains(&letter) => {
                inside += count;
                open = None;
            }
            Some((closing, count)) => open = Some((closing, count + 1)),
            None => {
                let pair = PAIRS.iter().find(|(opening, _)| *opening == letter);
                open = pair.map(|(_, closing)| (*closing, 0));
            }
        }
    }
    (inside, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::spelling::spell;

    fn kind(text: &str, boilerplate: f64) -> &'static str {
        let mut spelled = Vec::new();
        spell(text, &mut spelled);
        kind_of(text, &spelled, TextFacts { boilerplate }).word()
    }

    #[test]
    fn copies_that_one_expects_are_told_apart() {
        for (text, expected) in [
            ("Thank you so much!", "short"),
            ("Спасибо всем, кто пришёл!", "short"),
            ("", "short"),
            ("https://gazette.example/a/very/long/link/that/says/nothing/at/all", "short"),
            (
                "LAKE CITY (AFP) - The bridge over the lake opens on Sunday, the mayor said.",
                "agency",
            ),
            (
                "ОЗЁРСК, 3 марта. /ТАСС/. Мост через озеро откроют в воскресенье, сообщил мэр.",
                "agency",
            ),
            (
                "The bridge over the lake opens on Sunday, wrote a reader of the AP history.",
                "plain",
            ),
            (
                "The mayor: “We shall open the bridge on Sunday, and everybody may walk on it.”",
                "quote",
            ),
            ("« Le pont ouvrira dimanche, et chacun pourra y marcher », dit-on.", "quote"),
            ("An \"open\" bridge over the lake on Sunday, and everybody may walk on it", "plain"),
            ("“The mark that is never closed says nothing about what comes behind it", "plain"),
        ] {
            assert_eq!(kind(text, 0.0), expected, "{text}");
        }
        assert_eq!(
            kind("Subscribe to the channel of the lake, and write to us", 0.5),
            "boilerplate"
        );
    }

    #[test]
    fn a_footer_under_unrelated_texts_is_boilerplate_and_a_slogan_of_one_group_is_not() {
        let footer = "subscribe to our channel and send your photos to the desk";
        let slogan = "everybody comes to the bridge on sunday and brings a friend";
        let text = |at: usize| match at {
            0..12 => format!("{} {footer}", "news item ".repeat(at + 1)),
            _ => format!("{slogan} says {at}"),
        };
        let texts: Vec<String> = (0..40).map(text).collect();
        let unit: Vec<u32> = (0..40).map(|at| at.min(12)).collect();
        let authors: Vec<i64> = (0..40).collect();
        let facts = TextFacts::of(|at| texts[at].as_bytes(), &unit, &authors);
        assert!(facts[0].boilerplate > 0.4, "{:?}", facts[0]);
        assert!(facts[20].boilerplate < 0.1, "{:?}", facts[20]);
    }

    #[test]
    fn credits_are_credits_and_not_words() {
        for (text, credit) in [
            ("(Reuters) - Rain", Some("Reuters")),
            ("Rain. © AFP", Some("AFP")),
            ("Berlin (dpa/sid) Regen", Some("dpa")),
            ("TASS: rain", Some("TASS")),
            ("A map of APs", None),
            ("STAND by", None),
            ("In STA, rain", None),
            ("Rain (a TT winner)", None),
        ] {
            assert_eq!(wire_credit(text), credit, "{text}");
        }
    }
}
