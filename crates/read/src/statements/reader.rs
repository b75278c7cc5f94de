//! What every rule looks at: tokens with what the lexicon knows of them, and noun phrases around them.

use crate::Language;
use crate::lexicon::{Entry, Lexicon, class};
use crate::text::{Text, Token};

/// What stands behind the last token.
static NOTHING: Token = Token {
    lower: String::new(),
    span: crate::Span { start: 0, end: 0 },
    word: false,
    capital: false,
    shout: false,
    new_line: true,
    spaced: true,
    quote: 0,
};

/// Tokens from the first to before the second.
pub(super) type Range = (usize, usize);

/// What ends a noun phrase.
const STOPS: u32 = class::SUB
    | class::REL
    | class::AUX
    | class::PREP
    | class::COORD
    | class::NEG
    | class::DET
    | class::OBJ;

/// A text with its words looked up.
pub(super) struct Reader<'a> {
    pub(super) text: Text<'a>,
    pub(super) lexicon: &'static Lexicon,
    pub(super) language: Language,
    entries: Vec<&'static Entry>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, language: Language) -> Self {
        let lexicon = Lexicon::shipped(language);
        let text = Text::new(source, language);
        let entries = text.tokens.iter().map(|token| lexicon.entry(&token.lower)).collect();
        let mut reader = Self { text, lexicon, language, entries };
        if !reader.english() {
            let incises = reader.incises();
            reader.text.part_quotes(&incises);
        }
        reader
    }

    pub(super) fn token(&self, at: usize) -> &Token {
        self.text.tokens.get(at).unwrap_or(&NOTHING)
    }

    /// The word at `at` in lower case; nothing behind the end.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.text.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    pub(super) fn is(&self, at: usize, classes: u32) -> bool {
        self.entries.get(at).is_some_and(|entry| entry.is(classes))
    }

    pub(super) fn entry(&self, at: usize) -> &'static Entry {
        self.entries.get(at).copied().unwrap_or_else(|| self.lexicon.entry(""))
    }

    pub(super) const fn english(&self) -> bool {
        matches!(self.language, Language::En)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.text.tokens.get(at).is_some_and(|token| token.word)
    }

    /// Whether a quotation opens at `at`.
    pub(super) fn opens_quote(&self, at: usize) -> bool {
        self.quote_at(at).is_some_and(|quote| quote.open == at)
    }

    /// The quotation that `at` stands in, signs included.
    pub(super) fn quote_at(&self, at: usize) -> Option<crate::text::Quote> {
        let mark = self.text.tokens.get(at)?.quote as usize;
        self.text.quotes.get(mark.checked_sub(1)?).copied()
    }

    /// Whether the token is an adverb, or looks like one.
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        const NOUNS: &[&str] = &[
            "family", "ally", "july", "supply", "reply", "rally", "early", "italy", "assembly",
            "anomaly", "friendly", "daily", "weekly", "elderly", "likely", "lovely", "ugly",
            "silly", "deadly", "costly",
        ];
        if self.is(at, class::ADV) {
            return true;
        }
        let word = self.lower(at);
        match self.language {
            Language::En => word.len() > 4 && word.ends_with("ly") && !NOUNS.contains(&word),
            Language::Fr => {
                word.len() > 6
                    && word.ends_with("ment")
                    && (self.token(at).new_line || !self.token(at).capital)
                    && !self.is(at, class::BODY)
                    && !self.is(at.wrapping_sub(1), class::DET | class::POSS)
            }
        }
    }

    /// Whether the token is a capitalised word that is no function word: part of a name.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let Some(token) = self.text.tokens.get(at) else { return false };
        // "le mouvement En Marche": a small word with a capital inside a sentence, before another.
        if token.lower == "en" && token.capital && !token.new_line && !self.english() {
            let next = self.token(at + 1);
            return at > 0 && self.is_word(at - 1) && next.word && next.capital;
        }
        token.word
            && token.capital
            && !self.is(
                at,
                class::DET
                    | class::POSS
                    | class::PRON
                    | class::PREP
                    | class::COORD
                    | class::SUB
                    | class::AUX
                    | class::NEG
                    | class::REL,
            )
    }

    /// A word of time, but not "Today" inside a name.
    pub(super) fn is_time(&self, at: usize) -> bool {
        const NAMELIKE: &[&str] = &[
            "today", "tonight", "week", "month", "morning", "evening", "night", "year", "matin",
            "soir",
        ];
        let inside = at > 0 && self.token(at).capital && self.is_name(at - 1);
        self.is(at, class::TIME) && !(inside && NAMELIKE.contains(&self.lower(at)))
    }

    /// Whether the token may be the last word of a noun phrase.
    pub(super) fn is_nominal(&self, at: usize) -> bool {
        self.is_word(at)
            && (self.is(at, class::PRON | class::TIME)
                || !self.is(
                    at,
                    class::DET
                        | class::POSS
                        | class::PREP
                        | class::COORD
                        | class::SUB
                        | class::AUX
                        | class::NEG
                        | class::ADV,
                ))
    }

    /// Whether the token looks like a finite verb, of saying or not.
    pub(super) fn is_verbish(&self, at: usize) -> bool {
        self.is_word(at) && self.token(at).quote == 0 && self.is_verb(at)
    }

    /// The same inside a quotation, where verbs of wrong and fault are known as well.
    fn is_verb_quoted(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        self.is_word(at)
            && (self.is_verb(at)
                || self.is(at, class::WRONG | class::FAULT | class::NEG)
                    && !self.is(before, class::DET | class::POSS | class::PREP))
    }

    fn is_verb(&self, at: usize) -> bool {
        use crate::lexicon::Form;
        if self.is(at, class::AUX) {
            return true;
        }
        if self.token(at).capital && !self.token(at).new_line {
            return false;
        }
        // "a person close to the chancellor".
        if self.lower(at) == "close" && self.lower(at + 1) == "to" {
            return false;
        }
        let before = at.wrapping_sub(1);
        if self.is(before, class::DET | class::POSS | class::PREP) && !self.is(at, class::VERB) {
            return false;
        }
        // "l'ancien juge": somebody, though the word is a verb's form too.
        if self.is(at, class::PERSON)
            && matches!(self.lower(before), "ancien" | "ancienne" | "jeune" | "futur" | "future")
        {
            return false;
        }
        if self.is(at, class::VERB) {
            return !self.is(before, class::DET | class::POSS);
        }
        let known = self.entry(at).verbs.iter().any(|(place, form)| match form {
            Form::Past | Form::Participle => true,
            Form::Present => {
                !self.lexicon.verb(*place).noun
                    || self.is_name(before)
                    || self.is(before, class::PRON)
            }
            Form::Conditional => true,
            Form::Base | Form::Gerund => false,
        });
        let word = self.lower(at);
        let guessed =
            self.english() && word.len() > 4 && word.ends_with("ed") && !word.contains('-');
        (known || guessed)
            && (self.english() || self.is(before, class::AUX | class::PRON | class::NEG) || known)
    }

    /// Whether a noun phrase may begin at `at`.
    pub(super) fn begins_phrase(&self, at: usize) -> bool {
        self.is_word(at)
            && (self.is(
                at,
                class::DET
                    | class::POSS
                    | class::TITLE
                    | class::PERSON
                    | class::PEOPLE
                    | class::BODY,
            ) || (self.is(at, class::PRON) && !self.is(at, class::REL))
                || self.is_name(at))
    }

    /// The noun phrase that begins at `start`, not beyond `limit`; `of` also takes what hangs on it.
    pub(super) fn phrase_right(&self, start: usize, limit: usize, of: bool) -> Option<Range> {
        let mut at = start;
        if self.stands_alone(at) {
            return Some((at, at + 1));
        }
        let mut nominal = false;
        at += usize::from(self.is_counsel(at));
        while at < limit {
            let token = self.token(at);
            if token.quote != 0 && token.quote != self.token(start).quote {
                // A word in quotation marks inside a name: « inauthentiques ».
                let Some(quote) = self.quote_at(at) else { break };
                if !nominal
                    || quote.end - quote.open > 4
                    || quote.end >= limit
                    || !self.is_nominal(quote.end)
                {
                    break;
                }
                at = quote.end;
                continue;
            }
            let joint = token.lower == "&" && self.english() && self.is_name(at.wrapping_sub(1));
            if joint && at > start {
                at += 1;
                continue;
            }
            if !token.word {
                break;
            }
            if nominal && (self.is_new_subject(at) || self.acts_behind_name(at, start)) {
                break;
            }
            if self.is(at, class::DET | class::POSS) && (!nominal || self.lower(at) == "'s") {
                at += 1;
                continue;
            }
            if at > start
                && nominal
                && self.links(at, of)
                && at + 1 < limit
                && self.continues(at + 1)
            {
                at += 1;
                if self.is(at, class::DET | class::POSS) {
                    at += 1;
                }
                continue;
            }
            if nominal
                && matches!(self.lower(at), "close" | "familiar" | "proche" | "proches")
                && self.is(at + 1, class::PREP)
                && let Some((_, end)) = self.phrase_right(at + 2, limit, of)
            {
                return Some((start, end));
            }
            if nominal && self.is(at, class::DET) && self.token(at).capital && self.is_name(at + 1)
            {
                at += 2;
                continue;
            }
            if nominal && !self.english() && self.is(at, class::POSS) && !token.capital {
                break;
            }
            let named = at > start && token.capital && self.is_name(at - 1);
            // "Channel Six".
            let counted = named && self.counts(at);
            if self.is(at, STOPS) && !self.is_name_inside(at, start) && !counted {
                break;
            }
            let verb = if token.quote == 0 { self.is_verbish(at) } else { self.is_verb_quoted(at) };
            if nominal && at > start + 1 && self.hangs_behind(at) {
                break;
            }
            if nominal && (verb || self.is_adverb(at) && !named || self.is_time(at)) {
                break;
            }
            nominal = true;
            at += 1;
        }
        (nominal && at > start).then_some((start, at))
    }

    /// A pronoun, which is a phrase by itself.
    fn stands_alone(&self, at: usize) -> bool {
        self.is(at, class::PRON) && !self.is(at, class::DET)
            || self.is_object(at) && !self.is_counsel(at)
            || self.lone_her(at)
    }

    /// "Me Coline J.": how French calls a lawyer.
    fn is_counsel(&self, at: usize) -> bool {
        self.lower(at) == "me" && self.token(at).capital && self.is_name(at + 1)
    }

    /// "une société basée à", "un groupe connu sous": a participle with its own words.
    pub(super) fn hangs_behind(&self, at: usize) -> bool {
        let word = self.lower(at);
        !self.english()
            && (["é", "ée", "és", "ées"].iter().any(|end| word.ends_with(end))
                || matches!(
                    word,
                    "connu" | "connue" | "connus" | "venu" | "venue" | "issu" | "issue"
                ))
            && word.len() > 4
            && !self.is(at, class::PERSON | class::PEOPLE | class::BODY)
            && !self.token(at).capital
            && self.is(at + 1, class::PREP)
            && !matches!(self.lower(at + 1), "de" | "d'" | "du" | "des")
    }

    /// "told officials they must".
    fn is_new_subject(&self, at: usize) -> bool {
        self.english() && matches!(self.lower(at), "he" | "she" | "they" | "we" | "i")
    }

    /// "called on her to resign": no noun follows.
    fn lone_her(&self, at: usize) -> bool {
        self.lower(at) == "her"
            && (!self.is_word(at + 1)
                || self.is(at + 1, class::PREP | class::SUB | class::COORD | class::TIME))
    }

    /// A number that ends a name: "Channel Six".
    fn counts(&self, at: usize) -> bool {
        self.is(at, class::DET)
            && !matches!(self.lower(at), "the" | "a" | "an" | "le" | "la" | "les" | "l'" | "un")
    }

    /// "of" between two parts of one phrase.
    fn links(&self, at: usize, of: bool) -> bool {
        match self.language {
            Language::En => {
                matches!(self.lower(at), "of" | "&")
                    || (of && matches!(self.lower(at), "for" | "at" | "from" | "in"))
            }
            Language::Fr => {
                matches!(self.lower(at), "de" | "d'" | "du" | "des")
                    || (of && matches!(self.lower(at), "au" | "aux"))
                    || self.lower(at) == "en" && self.lower(at + 1) == "ligne"
            }
        }
    }

    /// "of" goes on with a noun: not with "waging", "mener" or a quotation.
    fn continues(&self, at: usize) -> bool {
        let deed = match self.language {
            Language::En => self.lower(at).ends_with("ing") && !self.token(at).capital,
            // "demande aux électeurs de les ignorer": a pronoun stands before the deed.
            Language::Fr => {
                self.is_infinitive(at)
                    || self.is(at, class::OBJ)
                        && self.is_infinitive(at + 1)
                        && !self.is(at + 1, class::PERSON | class::BODY | class::PEOPLE)
            }
        };
        self.is_word(at) && self.token(at).quote == 0 && !deed
    }

    /// Whether a French word looks like an infinitive, or opens one.
    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        use crate::lexicon::Form;
        const OTHERS: &[&str] = &[
            "être", "faire", "mettre", "prendre", "rendre", "suivre", "nuire", "vendre", "perdre",
            "lire", "vivre", "ne", "n'",
        ];
        let word = self.lower(at);
        let known = self.entry(at).verbs.iter().any(|(_, form)| *form == Form::Base);
        let guessed = word.len() > 3
            && (word.ends_with("er") && !word.ends_with("ier")
                || word.ends_with("ir")
                || word.ends_with("ier")
                    && (word.len() > 8
                        || self.is(at + 1, class::DET | class::POSS | class::OBJ)
                            && matches!(self.lower(at.wrapping_sub(1)), "de" | "d'" | "à")))
            && !self.token(at).capital
            && !self.is(at, class::TIME | class::ADV | class::PERSON);
        known || guessed || OTHERS.contains(&word)
    }

    /// "him", "us": a phrase of its own.
    fn is_object(&self, at: usize) -> bool {
        self.is(at, class::OBJ) && !self.is(at, class::DET | class::POSS) && !self.is_state(at)
    }

    /// "US", but not "us".
    fn is_state(&self, at: usize) -> bool {
        self.english()
            && self.lower(at) == "us"
            && self.text.words(at, at + 1) == "US"
            && self.is_word(at + 1)
    }

    /// "of" and "the" with a capital inside a name.
    fn is_name_inside(&self, at: usize, start: usize) -> bool {
        self.is_state(at)
            || at > start
                && self.token(at).capital
                && self.is(at, class::SUB | class::COORD | class::AUX)
    }
}
