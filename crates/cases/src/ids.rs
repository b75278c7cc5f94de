//! What names an author, an entry and the things that people judge, set and tell.
//!
//! All of them are short texts that read back exactly; every one refuses what it would not have
//! written itself, because packs come from other machines.

use std::fmt;
use std::str::FromStr;

use ulid::Ulid;
use vigie_model::Timestamp;
use vigie_model::hash::to_hex;

/// The longest author id, in bytes.
const MAX_AUTHOR: usize = 40;
/// The longest word of a measure, red line or mandate.
const MAX_SLUG: usize = 60;

/// The text does not name what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct NotAnId {
    /// As written.
    pub text: String,
    /// What was expected, with an example.
    pub wanted: &'static str,
}

impl NotAnId {
    fn new(text: &str, wanted: &'static str) -> Self {
        // Nobody needs a megabyte of what was not an id.
        Self { text: text.chars().take(80).collect(), wanted }
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use as_text;

/// Who wrote an entry: a person on one machine, `mira-3f2a`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorId(String);

impl AuthorId {
    /// From a person's name and two random bytes: letters a to z and digits of the name, then
    /// four hexadecimal digits, so that two people of one name on two laptops stay apart.
    #[must_use]
    pub fn make(name: &str, random: [u8; 2]) -> Self {
        let word = slug(name, MAX_AUTHOR - 5);
        let word = if word.is_empty() { "person".to_owned() } else { word };
        Self(format!("{word}-{}", to_hex(&random)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AuthorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for AuthorId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if !is_slug(text, MAX_AUTHOR) {
            return Err(NotAnId::new(text, "an author such as mira-3f2a"));
        }
        Ok(Self(text.to_owned()))
    }
}

as_text!(AuthorId);

/// One entry of one author, `mira-3f2a#12`, counted from 1.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// Who wrote it.
    pub author: AuthorId,
    /// Its place in the author's chain, from 1.
    pub seq: u64,
}

impl fmt::Display for EntryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}#{}", self.author, self.seq)
    }
}

impl FromStr for EntryId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId::new(text, "an entry such as mira-3f2a#12");
        let (author, seq) = text.rsplit_once('#').ok_or_else(wrong)?;
        let author = author.parse().map_err(|_| wrong())?;
        let seq = number(seq).filter(|seq| *seq > 0).ok_or_else(wrong)?;
        Ok(Self { author, seq })
    }
}

as_text!(EntryId);

/// One incident: `I-` and a ULID, whose first half is when it was opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(Ulid);

impl IncidentId {
    /// A new one. `random` must be unpredictable, so that two laptops never choose the same.
    #[must_use]
    pub fn make(at: Timestamp, random: [u8; 10]) -> Self {
        Self(ulid(at, random))
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "I-{}", self.0)
    }
}

impl FromStr for IncidentId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        read_ulid(text, "I-", "a full incident id (I- and 26 letters and digits)").map(Self)
    }
}

as_text!(IncidentId);

/// The small number that stands for an incident on the screens of one journal: `I-0007`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alias(pub u32);

impl fmt::Display for Alias {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "I-{:04}", self.0)
    }
}

impl FromStr for Alias {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits = text.strip_prefix("I-").unwrap_or(text);
        let read = if digits.len() <= 9 { number(digits) } else { None };
        let read = read.and_then(|number| u32::try_from(number).ok());
        read.map(Self).ok_or_else(|| NotAnId::new(text, "an incident's number such as I-0007"))
    }
}

as_text!(Alias);

/// What somebody told us: `T-` and a ULID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TipId(Ulid);

impl TipId {
    /// A new one.
    #[must_use]
    pub fn make(at: Timestamp, random: [u8; 10]) -> Self {
        Self(ulid(at, random))
    }
}

impl fmt::Display for TipId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "T-{}", self.0)
    }
}

impl FromStr for TipId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        read_ulid(text, "T-", "a full tip id (T- and 26 letters and digits)").map(Self)
    }
}

as_text!(TipId);

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $wanted:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The letters in front.
            pub const PREFIX: &'static str = $prefix;

            /// From words: letters without accents, digits and hyphens; `None` when none is left.
            #[must_use]
            pub fn from_words(words: &str) -> Option<Self> {
                let slug = slug(words, MAX_SLUG);
                (!slug.is_empty()).then(|| Self(format!("{}{slug}", $prefix)))
            }

            /// The whole text, with its prefix.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match text.strip_prefix($prefix) {
                    Some(rest) if is_slug(rest, MAX_SLUG) => Ok(Self(text.to_owned())),
                    _ => Err(NotAnId::new(text, $wanted)),
                }
            }
        }

        as_text!($name);
    };
}

slug_id!(
    /// A protection measure: `M-second-factor`.
    MeasureId, "M-", "a measure such as M-second-factor"
);
slug_id!(
    /// A red line: `R-forged-document`.
    RedLineId, "R-", "a red line such as R-forged-document"
);

/// The code that stands for a rumour wherever its text may not: `RUM-7`. It is a counter and says
/// nothing about the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RumourCode(pub u32);

impl fmt::Display for RumourCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RUM-{}", self.0)
    }
}

impl FromStr for RumourCode {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId::new(text, "a rumour's code such as RUM-7");
        let read = text.strip_prefix("RUM-").and_then(number).filter(|code| *code > 0);
        read.and_then(|code| u32::try_from(code).ok()).map(Self).ok_or_else(wrong)
    }
}

as_text!(RumourCode);

/// A told brief: the day it was told for and its number on that day, `B-2027-04-13-1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BriefId {
    day: String,
    number: u32,
}

impl BriefId {
    /// `day` is a date as `2027-04-13`.
    ///
    /// # Errors
    /// When it is not.
    pub fn new(day: &str, number: u32) -> Result<Self, NotAnId> {
        format!("B-{day}-{number}").parse()
    }

    /// The day, as `2027-04-13`.
    #[must_use]
    pub fn day(&self) -> &str {
        &self.day
    }

    /// The number on that day, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for BriefId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "B-{}-{}", self.day, self.number)
    }
}

impl FromStr for BriefId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId::new(text, "a brief such as B-2027-04-13-1");
        let (day, count) =
            text.strip_prefix("B-").and_then(|rest| rest.rsplit_once('-')).ok_or_else(wrong)?;
        let count = number(count).filter(|count| *count > 0).ok_or_else(wrong)?;
        let count = u32::try_from(count).map_err(|_| wrong())?;
        if !is_date(day) {
            return Err(wrong());
        }
        Ok(Self { day: day.to_owned(), number: count })
    }
}

as_text!(BriefId);

/// Whether the text is a date of the calendar written as `2027-04-13`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    // Midnight of a day that does not exist cannot be read.
    shape && Timestamp::parse(&format!("{text}T00:00:00Z")).is_some()
}

/// Whether the text may name a mandate: as in `vigie.toml`, letters, digits and hyphens.
pub(crate) fn is_slug(text: &str, longest: usize) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Words as a slug: lower case, accents of western European letters dropped, one hyphen between.
fn slug(words: &str, longest: usize) -> String {
    let mut out = String::new();
    for character in words.chars().flat_map(char::to_lowercase) {
        let plain: &str = match character {
            'a'..='z' | '0'..='9' => {
                out.push(character);
                continue;
            }
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
            'ù' | 'ú' | 'û' | 'ü' => "u",
            'ý' | 'ÿ' => "y",
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            _ if out.is_empty() || out.ends_with('-') => continue,
            _ => "-",
        };
        out.push_str(plain);
    }
    out.truncate(longest);
    out.trim_end_matches('-').to_owned()
}

/// Digits alone, as they would be printed: no sign, no space, no leading zero unless padded.
fn number(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 19 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn ulid(at: Timestamp, random: [u8; 10]) -> Ulid {
    let milliseconds = u64::try_from(at.0.div_euclid(1000)).unwrap_or(0);
    let mut bytes = [0; 16];
    bytes[6..].copy_from_slice(&random);
    Ulid::from_parts(milliseconds, u128::from_be_bytes(bytes))
}

fn read_ulid(text: &str, prefix: &str, wanted: &'static str) -> Result<Ulid, NotAnId> {
    let wrong = || NotAnId::new(text, wanted);
    let digits = text.strip_prefix(prefix).ok_or_else(wrong)?;
    let read = Ulid::from_string(digits).map_err(|_| wrong())?;
    // Crockford's alphabet reads small letters and "O" for zero; we write one way only.
    if read.to_string() == digits { Ok(read) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_back<T: FromStr<Err = NotAnId> + fmt::Display>(text: &str) -> Option<String> {
        text.parse::<T>().ok().map(|id| id.to_string())
    }

    #[test]
    fn ids_read_back_as_they_are_written() {
        let at = Timestamp::parse("2027-04-13T09:00:00Z").unwrap();
        let incident = IncidentId::make(at, [7; 10]).to_string();
        insta::assert_snapshot!(incident, @"I-01MKEW5QM00W3GE1R70W3GE1R7");
        assert_eq!(reads_back::<IncidentId>(&incident).as_deref(), Some(incident.as_str()));
        assert_eq!(reads_back::<IncidentId>(&incident.to_lowercase()), None);
        assert_eq!(reads_back::<EntryId>("mira-3f2a#12").as_deref(), Some("mira-3f2a#12"));
        assert_eq!(reads_back::<BriefId>("B-2027-04-13-1").as_deref(), Some("B-2027-04-13-1"));
        assert_eq!(reads_back::<RumourCode>("RUM-7").as_deref(), Some("RUM-7"));
        assert_eq!(reads_back::<Alias>("7").as_deref(), Some("I-0007"));
        assert_eq!(reads_back::<Alias>("I-12345").as_deref(), Some("I-12345"));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "mira", "mira#0", "mira#-1", "Mira#1", "mira #1", "mira#1 ", "m/../x#1"] {
            assert_eq!(reads_back::<EntryId>(text), None, "{text}");
        }
        for text in ["B-2027-02-30-1", "B-2027-4-13-1", "B-2027-04-13-0", "B-2027-04-13"] {
            assert_eq!(reads_back::<BriefId>(text), None, "{text}");
        }
        for text in ["RUM-0", "RUM-", "RUM-99999999999", "rum-7", "RUM-7\n"] {
            assert_eq!(reads_back::<RumourCode>(text), None, "{text}");
        }
        assert_eq!(reads_back::<MeasureId>("M-../../etc"), None);
        assert_eq!(reads_back::<MeasureId>("R-decoy"), None);
    }

    #[test]
    fn names_become_slugs_without_accents() {
        assert_eq!(AuthorId::make("Éloïse d'Œuvre", [0x3f, 0x2a]).as_str(), "eloise-d-oeuvre-3f2a");
        assert_eq!(AuthorId::make("日本", [0, 1]).as_str(), "person-0001");
        let long = AuthorId::make(&"x".repeat(500), [1, 2]);
        assert!(
            long.as_str().len() == MAX_AUTHOR && reads_back::<AuthorId>(long.as_str()).is_some()
        );
        let measure = MeasureId::from_words("Second factor: for everybody!").unwrap();
        assert_eq!(measure.as_str(), "M-second-factor-for-everybody");
        assert!(MeasureId::from_words("…").is_none());
    }
}
