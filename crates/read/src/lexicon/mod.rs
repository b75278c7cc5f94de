//! The words that statements are read by, from data files of our own writing (`data/`).

mod deeds;
mod english;
mod french;
mod lists;
mod table;

pub(crate) use deeds::{deed_family, is_denial, points_back, tells_nothing};
pub(crate) use lists::{alike, listed};

use std::sync::LazyLock;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::Language;

/// What somebody does by saying something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Says that somebody did wrong.
    Accuse,
    /// Says what others call unproven.
    Allege,
    /// Says that it is not so.
    Deny,
    /// Refuses what was said or asked.
    Reject,
    /// Says what harm may come.
    Warn,
    /// Says what harm the speaker will do.
    Threaten,
    /// Binds the speaker.
    Promise,
    /// Makes a deed or a decision public.
    Announce,
    /// Says that it is so.
    Confirm,
    /// Makes public what was hidden.
    Reveal,
    /// Says, without more.
    State,
    /// Says what the speaker has an interest in.
    Claim,
    /// Asks for something.
    Request,
    /// Asks somebody to do something.
    Urge,
    /// Finds fault.
    Criticise,
    /// Takes somebody's side.
    Support,
    /// Is worried.
    ExpressConcern,
    /// Says sorry.
    Apologise,
    /// Will not say.
    DeclineComment,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 19] = [
        Self::Accuse,
        Self::Allege,
        Self::Deny,
        Self::Reject,
        Self::Warn,
        Self::Threaten,
        Self::Promise,
        Self::Announce,
        Self::Confirm,
        Self::Reveal,
        Self::State,
        Self::Claim,
        Self::Request,
        Self::Urge,
        Self::Criticise,
        Self::Support,
        Self::ExpressConcern,
        Self::Apologise,
        Self::DeclineComment,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accuse => "accuse",
            Self::Allege => "allege",
            Self::Deny => "deny",
            Self::Reject => "reject",
            Self::Warn => "warn",
            Self::Threaten => "threaten",
            Self::Promise => "promise",
            Self::Announce => "announce",
            Self::Confirm => "confirm",
            Self::Reveal => "reveal",
            Self::State => "state",
            Self::Claim => "claim",
            Self::Request => "request",
            Self::Urge => "urge",
            Self::Criticise => "criticise",
            Self::Support => "support",
            Self::ExpressConcern => "express_concern",
            Self::Apologise => "apologise",
            Self::DeclineComment => "decline_comment",
        }
    }

    /// The act of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// What kind of attribution it is. Only speech belongs in the ledger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// Somebody said or wrote something.
    Speech,
    /// Somebody is said to think, know or feel something.
    Belief,
    /// Somebody is said to want or plan something.
    Want,
    /// A deed that carries a content: "nominated X".
    Deed,
}

/// Which form of a verb.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Form {
    /// "say"; a French infinitive.
    Base,
    /// "says", "affirme".
    Present,
    /// "said", "affirmait", "affirmera".
    Past,
    /// "said" after "has", "affirmé".
    Participle,
    /// "saying", "affirmant".
    Gerund,
    /// "affirmerait".
    Conditional,
}

/// Frames as bits: what may follow a verb.
pub(crate) mod frame {
    pub(crate) const CLAUSE: u8 = 1;
    pub(crate) const INFINITIVE: u8 = 2;
    pub(crate) const OBJECT: u8 = 4;
    pub(crate) const ADDRESSEE: u8 = 8;
    pub(crate) const QUOTE: u8 = 16;
}

/// Closed classes as bits.
pub(crate) mod class {
    pub(crate) const DET: u32 = 1;
    pub(crate) const POSS: u32 = 1 << 1;
    pub(crate) const PRON: u32 = 1 << 2;
    pub(crate) const OBJ: u32 = 1 << 3;
    pub(crate) const PREP: u32 = 1 << 4;
    pub(crate) const COORD: u32 = 1 << 5;
    pub(crate) const SUB: u32 = 1 << 6;
    pub(crate) const REL: u32 = 1 << 7;
    pub(crate) const BE: u32 = 1 << 8;
    pub(crate) const HAVE: u32 = 1 << 9;
    pub(crate) const DO: u32 = 1 << 10;
    pub(crate) const MODAL: u32 = 1 << 11;
    pub(crate) const NEG: u32 = 1 << 12;
    pub(crate) const ADV: u32 = 1 << 13;
    pub(crate) const TIME: u32 = 1 << 14;
    pub(crate) const VENUE: u32 = 1 << 15;
    pub(crate) const TITLE: u32 = 1 << 16;
    pub(crate) const CATE: u32 = 1 << 17;
    pub(crate) const VERB: u32 = 1 << 18;
    pub(crate) const COND: u32 = 1 << 19;
    pub(crate) const MAN: u32 = 1 << 20;
    pub(crate) const WOMAN: u32 = 1 << 21;
    pub(crate) const PERSON: u32 = 1 << 22;
    pub(crate) const PEOPLE: u32 = 1 << 23;
    pub(crate) const BODY: u32 = 1 << 24;
    pub(crate) const NAME_M: u32 = 1 << 25;
    pub(crate) const NAME_F: u32 = 1 << 26;
    /// A verb for doing wrong, one for failing, words of blame and of praise.
    pub(crate) const WRONG: u32 = 1 << 27;
    pub(crate) const FAULT: u32 = 1 << 28;
    pub(crate) const BAD: u32 = 1 << 29;
    pub(crate) const GOOD: u32 = 1 << 30;
    /// Anything that may stand before a verb as part of it.
    pub(crate) const AUX: u32 = BE | HAVE | DO | MODAL;
}

/// One verb of attribution.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Verb {
    pub(crate) lemma: String,
    /// The small words that must stand before it: "s'", "en".
    pub(crate) clitics: Vec<String>,
    /// The words that must stand behind it.
    pub(crate) rest: Vec<String>,
    /// Whether its plain form or the form in -s is a noun too.
    pub(crate) noun: bool,
    /// No act: as neutral as "say".
    pub(crate) act: Option<Act>,
    /// The act where the verb takes a plain object instead of a clause.
    pub(crate) act_of_object: Option<Act>,
    pub(crate) kind: StatementKind,
    pub(crate) frames: u8,
    pub(crate) prepositions: Vec<String>,
}

/// A noun or an adjective that carries a content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bearer {
    pub(crate) act: Option<Act>,
    pub(crate) kind: StatementKind,
    pub(crate) openers: Vec<String>,
}

/// What is known of one form.
#[derive(Clone, Default, Debug)]
pub(crate) struct Entry {
    pub(crate) classes: u32,
    /// Verbs by their place, longest rest first.
    pub(crate) verbs: Vec<(u16, Form)>,
    pub(crate) noun: Option<u16>,
    pub(crate) adjective: Option<u16>,
}

impl Entry {
    pub(crate) const fn is(&self, classes: u32) -> bool {
        self.classes & classes != 0
    }
}

/// Whose words or deed a tone must be about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Subject {
    /// Anybody's.
    #[default]
    Any,
    /// The speaker's: "I", "we"; "i+" in the data.
    Own,
    /// Somebody else's: "they", a name; "they+" in the data.
    Other,
}

/// A phrase in a content that raises a neutral act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tone {
    pub(crate) act: Act,
    /// Whose deed it must be.
    pub(crate) subject: Subject,
    pub(crate) words: Vec<String>,
}

/// The words of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) verbs: Vec<Verb>,
    pub(crate) nouns: Vec<Bearer>,
    pub(crate) adjectives: Vec<Bearer>,
    /// Phrases that raise an act, in the order in which acts are tried.
    pub(crate) tones: Vec<Tone>,
    /// Tones by their first word.
    pub(crate) tones_of: HashMap<String, Vec<u16>>,
    entries: HashMap<String, Entry>,
}

impl Lexicon {
    /// The words that are shipped for a language.
    pub(crate) fn shipped(language: Language) -> &'static Self {
        static ENGLISH: LazyLock<Lexicon> =
            LazyLock::new(|| table::read(&table::ENGLISH, Language::En));
        static FRENCH: LazyLock<Lexicon> =
            LazyLock::new(|| table::read(&table::FRENCH, Language::Fr));
        match language {
            Language::En => &ENGLISH,
            Language::Fr => &FRENCH,
        }
    }

    /// What is known of a form in lower case; nothing for most words.
    pub(crate) fn entry(&self, form: &str) -> &Entry {
        static NOTHING: LazyLock<Entry> = LazyLock::new(Entry::default);
        self.entries.get(form).or_else(|| self.beside(form)).unwrap_or(&NOTHING)
    }

    /// "co-leader", "ex-ministre": what is known of the noun.
    fn beside(&self, form: &str) -> Option<&Entry> {
        let (first, noun) = form.split_once('-')?;
        matches!(first, "co" | "ex" | "vice" | "deputy" | "sous" | "non")
            .then(|| self.entries.get(noun))
            .flatten()
    }

    pub(crate) fn verb(&self, place: u16) -> &Verb {
        static NOTHING: LazyLock<Verb> = LazyLock::new(table::no_verb);
        self.verbs.get(usize::from(place)).unwrap_or(&NOTHING)
    }
}
