//! Numbers as people say them: "hundreds", "près de la moitié", "1,200", "one in three".
//!
//! What is said loosely becomes a range, by rules that stand here and are shown with every answer:
//! a plural unit ("hundreds") is two of it up to ten; "about" allows a tenth either way; "half" is
//! 45 to 55 %. A range is how a sentence is read, not what is true.

mod lexicon;
mod named;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::words::{Span, Word};
use lexicon::{BEHIND, BOUNDS, Bound, LOOSE, SHARES};

/// A number as a range. Both ends belong to it, unless `above` or `below` says otherwise.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Amount {
    /// The least it can mean.
    pub low: f64,
    /// The most it can mean; infinite where none is said.
    #[serde(serialize_with = "finite")]
    pub high: f64,
    /// Whether it is a part of a whole: then both ends lie between 0 and 1.
    pub is_share: bool,
    /// Whether the low end does not belong to it: "more than 28".
    #[serde(skip_serializing_if = "is_no")]
    pub above: bool,
    /// Whether the high end does not belong to it: "less than 28".
    #[serde(skip_serializing_if = "is_no")]
    pub below: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_no(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn finite<S: serde::Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() { to.serialize_some(number) } else { to.serialize_none() }
}

impl Amount {
    const fn count(low: f64, high: f64) -> Self {
        Self { low, high, is_share: false, above: false, below: false }
    }

    const fn share(low: f64, high: f64) -> Self {
        Self { low, high, is_share: true, above: false, below: false }
    }

    /// Whether `measured` lies in it.
    #[must_use]
    pub fn holds(self, measured: f64) -> bool {
        let over = if self.above { measured > self.low } else { measured >= self.low };
        let under = if self.below { measured < self.high } else { measured <= self.high };
        over && under
    }

    fn scaled(self, by: f64) -> Self {
        Self { low: self.low * by, high: self.high * by, ..self }
    }
}

/// The number that begins at `words[at]`, and how many words it takes. `None` when none begins
/// there. "A" and "un" alone are articles, not numbers.
pub(crate) fn number_at(words: &[Word], at: usize) -> Option<(Amount, usize)> {
    let rest = words.get(at..)?;
    let bounds = BOUNDS.iter().filter(|(phrase, _)| begins(rest, phrase));
    if let Some((phrase, bound)) = bounds.max_by_key(|(phrase, _)| phrase.len()) {
        let skip = phrase.len() + articles(&rest[phrase.len()..]);
        // "Over the last 300 lines": a clause may end, and no number is bounded across it.
        let (amount, taken) = plain_at(&rest[skip..])?;
        return Some((bound.of(amount), skip + taken));
    }
    let (amount, taken) = between(rest).or_else(|| {
        let skip = articles(rest);
        plain_at(&rest[skip..])
            .map(|(amount, taken)| (amount, skip + taken))
            .or_else(|| plain_at(rest))
    })?;
    Some(match bound_behind(&rest[taken..]) {
        Some((bound, more)) => (bound.of(amount), taken + more),
        None => (amount, taken),
    })
}

/// "300 or more", "300+".
fn bound_behind(words: &[Word]) -> Option<(Bound, usize)> {
    let first = words.first().filter(|word| !word.after_stop)?;
    if first.gap[0] == '+' {
        return Some((Bound::AtLeast, 0));
    }
    let found = BEHIND.iter().find(|(phrase, _)| begins(words, phrase))?;
    Some((found.1, found.0.len()))
}

/// The same behind what is counted: "300 attaques au moins". How many words it takes.
pub(crate) fn bounded_behind(words: &[Word], amount: Amount) -> Option<(Amount, usize)> {
    bound_behind(words)
        .filter(|(_, taken)| *taken > 0)
        .map(|(bound, taken)| (bound.of(amount), taken))
}

/// "between 300 and 400", "de 300 à 400", "300 to 400", "300-400".
fn between(words: &[Word]) -> Option<(Amount, usize)> {
    const OPEN: &[&str] = &["between", "from", "entre", "de"];
    const JOIN: &[&str] = &["and", "to", "et", "à"];
    let opened = usize::from(words.first().is_some_and(|word| OPEN.contains(&word.lower.as_str())));
    let both = |first: (Amount, usize)| {
        let (low, after) = (first.0, opened + first.1);
        let next = words.get(after)?;
        let dashed = next.joined_by('-') || next.joined_by('–');
        let join = usize::from(JOIN.contains(&next.lower.as_str()));
        // "300 attacks and 400 mails" is no range, and without an opening word only "to" makes one.
        let is_range = join == 1 && (opened == 1 || matches!(&*next.lower, "to" | "à"));
        (is_range || (dashed && digits(&next.lower).is_some())).then_some(())?;
        let (high, second) = plain_at(&words[after + join..])?;
        // "300 to 400 %": the sign stands once, behind the second.
        let low = if high.is_share && !low.is_share {
            Amount { is_share: true, ..low.scaled(0.01) }
        } else {
            low
        };
        (low.low <= high.high && low.is_share == high.is_share)
            .then_some((Amount { low: low.low, ..high }, after + join + second))
    };
    let rest = &words[opened..];
    both(plain_at(rest)?).or_else(|| {
        // "Between one hundred and two thousand": the "and" is not part of the first.
        let (number, taken) = named::counted(rest, false)?;
        both((Amount::count(number, number), taken))
    })
}

/// Articles before a share or a collective: "la moitié", "des centaines", "une centaine".
fn articles(words: &[Word]) -> usize {
    const ARTICLES: &[&str] =
        &["la", "les", "le", "des", "de", "une", "the", "several", "plusieurs", "quelques", "many"];
    let article = |at: usize, word: &Word| {
        let collective = || {
            words.get(at + 1).is_some_and(|next| LOOSE.iter().any(|(name, ..)| *name == next.lower))
        };
        ARTICLES.contains(&word.lower.as_str()) || (word.lower == "a" && collective())
    };
    // "Une sur deux" is a share, and "several hundred" is not one hundred.
    if out_of(words).is_some() || several(words).is_some() {
        return 0;
    }
    words.iter().take(2).enumerate().take_while(|(at, word)| article(*at, word)).count()
}

fn plain_at(words: &[Word]) -> Option<(Amount, usize)> {
    out_of(words)
        .or_else(|| several(words))
        .or_else(|| half_of_a_scale(words))
        .or_else(|| named_share(words))
        .or_else(|| loose(words))
        .or_else(|| {
            let (number, taken) = named::counted(words, true)?;
            number.is_finite().then_some((Amount::count(number, number), taken))
        })
        .map(|(amount, taken)| percent(words, amount, taken))
}

fn named_share(words: &[Word]) -> Option<(Amount, usize)> {
    let (phrase, low, high) = SHARES.iter().find(|(phrase, ..)| begins(words, phrase))?;
    // "Half an hour", "un quart d'heure" are times.
    let is_time = words.iter().skip(phrase.len()).take(2).any(|word| {
        matches!(word.lower.as_str(), "hour" | "heure" | "year" | "century" | "siècle")
    });
    (!is_time).then_some((Amount::share(*low, *high), phrase.len()))
}

/// "half a million", "un demi-million", "half a dozen", "une demi-douzaine": no shares.
fn half_of_a_scale(words: &[Word]) -> Option<(Amount, usize)> {
    const HALVES: &[(&[&str], f64, f64)] = &[
        (&["half", "a", "million"], 5e5, 5e5),
        (&["half", "a", "thousand"], 5e2, 5e2),
        (&["half", "a", "billion"], 5e8, 5e8),
        (&["half", "a", "dozen"], 5.0, 7.0),
        (&["un", "demi-million"], 5e5, 5e5),
        (&["un", "demi-milliard"], 5e8, 5e8),
        (&["demi-douzaine"], 5.0, 7.0),
    ];
    let found = HALVES.iter().find(|(phrase, ..)| begins(words, phrase))?;
    Some((Amount::count(found.1, found.2), found.0.len()))
}

/// "several hundred", "a few thousand": as loose as "hundreds".
fn several(words: &[Word]) -> Option<(Amount, usize)> {
    const SEVERAL: &[&[&str]] = &[&["several"], &["a", "few"], &["many"], &["a", "couple", "of"]];
    let skip = SEVERAL.iter().find(|phrase| begins(words, phrase))?.len();
    let scale = match words.get(skip)?.lower.as_str() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" => 1e6,
        _ => return None,
    };
    Some((Amount::count(scale * 2.0, scale.mul_add(10.0, -1.0)), skip + 1))
}

/// Most words of a noun between the two numbers of a share: "two login attempts in three".
const NOUN: usize = 4;

/// "one in three", "un sur deux", "2 attaques sur 3", "nine out of ten".
fn out_of(words: &[Word]) -> Option<(Amount, usize)> {
    let first = words.first()?;
    let one = || matches!(first.lower.as_str(), "un" | "une").then_some(1.0);
    let part = whole_number(first).or_else(one)?;
    let joint = (1..=1 + NOUN).find(|at| {
        words.get(*at).is_some_and(|word| matches!(word.lower.as_str(), "in" | "sur" | "out"))
    })?;
    let between = words.get(1..=joint)?;
    if between.iter().any(|word| word.after_stop)
        || between[..joint - 1].iter().any(|word| whole_number(word).is_some())
    {
        return None;
    }
    let mut at = joint + 1;
    if words[joint].lower == "out" {
        (words.get(at)?.lower == "of").then_some(())?;
        at += 1;
    }
    at += usize::from(words.get(at)?.lower == "every");
    let whole = whole_number(words.get(at)?).filter(|whole| *whole > part && part > 0.0)?;
    // "300 attacks in 2027", "two attacks in ten minutes", "2 attaques sur 3 serveurs" are no shares.
    let is_bare = joint == 1;
    let small = part <= 10.0 && (whole <= 20.0 || (whole - 100.0).abs() < 0.5);
    if (!is_bare && !small) || whole > 1000.0 || words.get(at + 1).is_some_and(is_of_its_own) {
        return None;
    }
    let share = part / whole;
    Some((Amount::share((share - 0.05).max(0.0), (share + 0.05).min(1.0)), at + 1))
}

/// Nouns that take the second number for themselves.
fn is_of_its_own(word: &Word) -> bool {
    const NOUNS: &[&str] = &[
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "seconde",
        "secondes",
        "heure",
        "heures",
        "jour",
        "jours",
        "semaine",
        "semaines",
        "mois",
        "an",
        "ans",
        "année",
        "années",
        "server",
        "servers",
        "site",
        "sites",
        "machine",
        "machines",
        "serveur",
        "serveurs",
        "compte",
        "comptes",
        "account",
        "accounts",
        "country",
        "countries",
        "pays",
        "waves",
        "vagues",
        "nights",
        "nuits",
        "mailboxes",
        "boîtes",
        "systems",
        "systèmes",
        "times",
        "fois",
    ];
    !word.after_stop
        && (NOUNS.contains(&word.lower.as_str()) || crate::day::month(&word.lower).is_some())
}

fn whole_number(word: &Word) -> Option<f64> {
    let (value, taken) = named::counted(std::slice::from_ref(word), false)?;
    (taken == 1 && value.fract() == 0.0).then_some(value)
}

/// "hundreds", "tens of thousands", "des centaines de milliers".
fn loose(words: &[Word]) -> Option<(Amount, usize)> {
    let range = |word: &Word| {
        let tens = (word.lower == "tens").then_some((20.0, 99.0));
        tens.or_else(|| {
            let found = LOOSE.iter().find(|(name, ..)| *name == word.lower);
            found.map(|(_, low, high)| (*low, *high))
        })
    };
    let (low, high) = range(words.first()?)?;
    let of = words.get(1).is_some_and(|word| matches!(word.lower.as_str(), "of" | "de"));
    let unit = words.get(2).filter(|_| of).and_then(|word| match word.lower.as_str() {
        "hundreds" | "centaines" => Some(1e2),
        "thousands" | "milliers" => Some(1e3),
        "millions" => Some(1e6),
        _ => None,
    });
    if words[0].lower == "tens" && unit.is_none() {
        return None;
    }
    Some(match unit {
        Some(unit) => (Amount::count(low * unit, (high + 1.0).mul_add(unit, -1.0)), 3),
        None => (Amount::count(low, high), 1),
    })
}

/// "%" , "percent", "per cent", "pour cent" make a count a share. Points either way: half of the last
/// digit that was said.
fn percent(words: &[Word], amount: Amount, taken: usize) -> (Amount, usize) {
    const SIGNS: &[&[&str]] =
        &[&["%"], &["percent"], &["per", "cent"], &["pour", "cent"], &["pourcent"]];
    let rest = words.get(taken..).unwrap_or_default();
    match SIGNS.iter().find(|sign| begins(rest, sign)) {
        Some(sign) if !amount.is_share => {
            let half = 0.005;
            let share = Amount::share(
                (amount.low / 100.0 - half).clamp(0.0, 1.0),
                (amount.high / 100.0 + half).clamp(0.0, 1.0),
            );
            (share, taken + sign.len())
        }
        _ => (amount, taken),
    }
}

/// Digits with grouping signs or decimals. A single comma or point before three digits groups them;
/// before one or two digits it is a decimal sign.
fn digits(word: &str) -> Option<f64> {
    if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let signs = |letter: char| letter == ',' || letter == '.';
    let last = word.rfind(signs);
    let decimals = last.filter(|at| {
        let behind = word.len() - at - 1;
        let sign = &word[*at..=*at];
        behind != 3
            || (*at == 1 && word.starts_with('0'))
            || (word.matches(signs).count() > 1 && word.matches(sign).count() == 1)
    });
    let whole: String = word[..decimals.unwrap_or(word.len())].replace(signs, "");
    let behind = decimals.map_or("", |at| &word[at + 1..]);
    format!("{whole}.{behind}0").parse().ok().filter(|number: &f64| number.is_finite())
}

pub(crate) fn begins(words: &[Word], phrase: &[&str]) -> bool {
    words.len() >= phrase.len()
        && words.iter().zip(phrase).all(|(word, wanted)| word.lower == *wanted)
}

/// The words from `at`, `taken` of them, as a span.
pub(crate) fn span(words: &[Word], at: usize, taken: usize) -> Option<Span> {
    let last = words.get((at + taken).checked_sub(1)?)?;
    Some(words.get(at)?.span.to(last.span))
}
