//! Numbers as people say them: "hundreds", "près de la moitié", "1,200", "one in three".
//!
//! What is said loosely becomes a range, by rules that stand here and are shown with every answer:
//! a plural unit ("hundreds") is two of it up to ten; "about" allows a tenth either way; "half" is
//! 45 to 55 %. A range is how a sentence is read, not what is true.

use serde::Serialize;

use crate::words::{Span, Word};

/// A number as a range. Both ends belong to it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Amount {
    /// The least it can mean.
    pub low: f64,
    /// The most it can mean; infinite where none is said.
    #[serde(serialize_with = "finite")]
    pub high: f64,
    /// Whether it is a part of a whole: then both ends lie between 0 and 1.
    pub is_share: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn finite<S: serde::Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() { to.serialize_some(number) } else { to.serialize_none() }
}

impl Amount {
    const fn count(low: f64, high: f64) -> Self {
        Self { low, high, is_share: false }
    }

    const fn share(low: f64, high: f64) -> Self {
        Self { low, high, is_share: true }
    }

    /// Whether `measured` lies in it.
    #[must_use]
    pub fn holds(self, measured: f64) -> bool {
        (self.low..=self.high).contains(&measured)
    }

    fn ceiling(self) -> f64 {
        if self.is_share { 1.0 } else { f64::INFINITY }
    }

    fn scaled(self, by: f64) -> Self {
        Self { low: self.low * by, high: self.high * by, ..self }
    }
}

/// How a word before a number changes it.
#[derive(Clone, Copy)]
enum Bound {
    About,
    Almost,
    Over,
    Under,
    AtLeast,
    AtMost,
}

impl Bound {
    fn of(self, amount: Amount) -> Amount {
        let Amount { low, high, .. } = amount;
        let (low, high) = match self {
            Self::About => (low * 0.9, high * 1.1),
            Self::Almost => (low * 0.85, high),
            Self::Over | Self::AtLeast => (low, amount.ceiling()),
            Self::Under | Self::AtMost => (0.0, high),
        };
        Amount { low, high: high.min(amount.ceiling()), ..amount }
    }
}

/// Phrases that stand before a number, longest first.
const BOUNDS: &[(&[&str], Bound)] = &[
    (&["more", "than"], Bound::Over),
    (&["less", "than"], Bound::Under),
    (&["fewer", "than"], Bound::Under),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["no", "more", "than"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["close", "to"], Bound::About),
    (&["plus", "de"], Bound::Over),
    (&["plus", "d'"], Bound::Over),
    (&["moins", "de"], Bound::Under),
    (&["moins", "d'"], Bound::Under),
    (&["au", "moins"], Bound::AtLeast),
    (&["au", "plus"], Bound::AtMost),
    (&["jusqu'", "à"], Bound::AtMost),
    (&["près", "de"], Bound::Almost),
    (&["près", "d'"], Bound::Almost),
    (&["autour", "de"], Bound::About),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["roughly"], Bound::About),
    (&["some"], Bound::About),
    (&["nearly"], Bound::Almost),
    (&["almost"], Bound::Almost),
    (&["over"], Bound::Over),
    (&["environ"], Bound::About),
    (&["quelque"], Bound::About),
    (&["presque"], Bound::Almost),
];

/// Shares by name: "half" and its like are read with five points either way.
const SHARES: &[(&[&str], f64, f64)] = &[
    (&["two", "thirds"], 0.617, 0.717),
    (&["two-thirds"], 0.617, 0.717),
    (&["three", "quarters"], 0.70, 0.80),
    (&["three-quarters"], 0.70, 0.80),
    (&["a", "third"], 0.283, 0.383),
    (&["one", "third"], 0.283, 0.383),
    (&["one-third"], 0.283, 0.383),
    (&["a", "quarter"], 0.20, 0.30),
    (&["one", "quarter"], 0.20, 0.30),
    (&["a", "fifth"], 0.15, 0.25),
    (&["half"], 0.45, 0.55),
    (&["most"], 0.5, 1.0),
    (&["the", "majority"], 0.5, 1.0),
    (&["a", "majority"], 0.5, 1.0),
    (&["all"], 0.99, 1.0),
    (&["none"], 0.0, 0.01),
    (&["deux", "tiers"], 0.617, 0.717),
    (&["trois", "quarts"], 0.70, 0.80),
    (&["un", "tiers"], 0.283, 0.383),
    (&["un", "quart"], 0.20, 0.30),
    (&["un", "cinquième"], 0.15, 0.25),
    (&["moitié"], 0.45, 0.55),
    (&["plupart"], 0.5, 1.0),
    (&["majorité"], 0.5, 1.0),
    (&["totalité"], 0.99, 1.0),
];

/// Units said in the plural, or by a collective noun.
const LOOSE: &[(&str, f64, f64)] = &[
    ("dozens", 24.0, 99.0),
    ("scores", 40.0, 199.0),
    ("hundreds", 200.0, 999.0),
    ("thousands", 2_000.0, 9_999.0),
    ("millions", 2e6, 9_999_999.0),
    ("billions", 2e9, 9_999_999_999.0),
    ("dizaines", 20.0, 99.0),
    ("centaines", 200.0, 999.0),
    ("milliers", 2_000.0, 9_999.0),
    ("milliards", 2e9, 9_999_999_999.0),
    ("dizaine", 9.0, 11.0),
    ("douzaine", 11.0, 13.0),
    ("vingtaine", 18.0, 22.0),
    ("trentaine", 27.0, 33.0),
    ("cinquantaine", 45.0, 55.0),
    ("centaine", 90.0, 110.0),
    ("millier", 900.0, 1_100.0),
    ("dozen", 11.0, 13.0),
];

const NAMED: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("douze", 12.0),
    ("quinze", 15.0),
    ("vingt", 20.0),
    ("trente", 30.0),
    ("quarante", 40.0),
    ("cinquante", 50.0),
    ("soixante", 60.0),
];

const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("cent", 1e2),
    ("cents", 1e2),
    ("mille", 1e3),
    ("millions", 1e6),
    ("milliard", 1e9),
    ("milliards", 1e9),
];

/// The number that begins at `words[at]`, and how many words it takes. `None` when none begins
/// there. "A" and "un" alone are articles, not numbers.
pub(crate) fn number_at(words: &[Word], at: usize) -> Option<(Amount, usize)> {
    let rest = words.get(at..)?;
    for (phrase, bound) in BOUNDS {
        if begins(rest, phrase) {
            let skip = phrase.len() + articles(&rest[phrase.len()..]);
            let (amount, taken) = plain_at(&rest[skip..])?;
            return Some((bound.of(amount), skip + taken));
        }
    }
    between(rest).or_else(|| {
        let skip = articles(rest);
        plain_at(&rest[skip..])
            .map(|(amount, taken)| (amount, skip + taken))
            .or_else(|| plain_at(rest))
    })
}

/// "between 300 and 400", "de 300 à 400", "300 to 400".
fn between(words: &[Word]) -> Option<(Amount, usize)> {
    const OPEN: &[&str] = &["between", "from", "entre", "de"];
    const JOIN: &[&str] = &["and", "to", "et", "à"];
    let opened = usize::from(words.first().is_some_and(|word| OPEN.contains(&word.lower.as_str())));
    let (low, first) = plain_at(&words[opened..])?;
    let after = opened + first;
    JOIN.contains(&words.get(after)?.lower.as_str()).then_some(())?;
    let (high, second) = plain_at(&words[after + 1..])?;
    // "300 to 400 %": the sign stands once, behind the second.
    let low = if high.is_share && !low.is_share {
        Amount { is_share: true, ..low.scaled(0.01) }
    } else {
        low
    };
    (low.low <= high.high && low.is_share == high.is_share)
        .then_some((Amount { low: low.low, ..high }, after + 1 + second))
}

/// Articles before a share or a collective: "la moitié", "des centaines", "une centaine".
fn articles(words: &[Word]) -> usize {
    const ARTICLES: &[&str] =
        &["la", "les", "le", "des", "de", "une", "the", "several", "plusieurs", "many"];
    let article = |at: usize, word: &Word| {
        let collective = || {
            words.get(at + 1).is_some_and(|next| LOOSE.iter().any(|(name, ..)| *name == next.lower))
        };
        ARTICLES.contains(&word.lower.as_str()) || (word.lower == "a" && collective())
    };
    words.iter().take(2).enumerate().take_while(|(at, word)| article(*at, word)).count()
}

fn plain_at(words: &[Word]) -> Option<(Amount, usize)> {
    out_of(words)
        .or_else(|| named_share(words))
        .or_else(|| loose(words))
        .or_else(|| counted(words))
        .map(|(amount, taken)| percent(words, amount, taken))
}

fn named_share(words: &[Word]) -> Option<(Amount, usize)> {
    SHARES
        .iter()
        .find(|(phrase, ..)| begins(words, phrase))
        .map(|(phrase, low, high)| (Amount::share(*low, *high), phrase.len()))
}

/// "one in three", "un sur deux".
fn out_of(words: &[Word]) -> Option<(Amount, usize)> {
    let part = value(words.first()?).or_else(|| (words.first()?.lower == "un").then_some(1.0))?;
    let joined = matches!(words.get(1)?.lower.as_str(), "in" | "sur");
    let whole = value(words.get(2)?).filter(|whole| joined && *whole > part && part > 0.0)?;
    let share = part / whole;
    Some((Amount::share((share - 0.05).max(0.0), (share + 0.05).min(1.0)), 3))
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

/// "300", "1,200", "two hundred", "3.5 million", "deux cents".
fn counted(words: &[Word]) -> Option<(Amount, usize)> {
    let mut taken = 0;
    let mut number = match value(words.first()?) {
        Some(number) => {
            taken += 1;
            number
        }
        // "A hundred", "mille": the scale stands alone.
        None => {
            let skip = usize::from(words[0].lower == "a");
            scale(words.get(skip)?).filter(|_| skip == 1 || words[0].lower != "cent")?;
            taken += skip;
            1.0
        }
    };
    while let Some(scale) = words.get(taken).and_then(scale) {
        number *= scale;
        taken += 1;
    }
    number.is_finite().then_some((Amount::count(number, number), taken))
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

fn scale(word: &Word) -> Option<f64> {
    SCALES.iter().find(|(name, _)| *name == word.lower).map(|(_, scale)| *scale)
}

fn value(word: &Word) -> Option<f64> {
    if let Some((_, value)) = NAMED.iter().find(|(name, _)| *name == word.lower) {
        return Some(*value);
    }
    digits(&word.lower)
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
        behind != 3 || (word.matches(signs).count() > 1 && word.matches(sign).count() == 1)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn read(text: &str) -> String {
        match number_at(&words(text), 0) {
            None => "-".to_owned(),
            Some((amount, taken)) => {
                let unit = if amount.is_share { " of the whole" } else { "" };
                format!("{:.4}..{:.4}{unit}, {taken} words", amount.low, amount.high)
            }
        }
    }

    #[test]
    fn numbers_are_read_as_said_in_both_languages() {
        let said = [
            "hundreds of attacks",
            "des centaines d’attaques",
            "une centaine",
            "tens of thousands of",
            "des dizaines de milliers",
            "half of them",
            "la moitié",
            "près de la moitié",
            "more than 300",
            "plus de 1 200 attaques",
            "1,200.5",
            "3,5 millions",
            "38 percent",
            "38 %",
            "37,5 %",
            "between 300 and 400",
            "de 300 à 400",
            "two hundred",
            "deux cents",
            "one in three",
            "un sur deux",
            "nearly all",
            "at least a dozen",
            "a day",
            "un jour",
            "cent pour cent",
        ];
        let table: Vec<String> =
            said.iter().map(|text| format!("{text}: {}", read(text))).collect();
        insta::assert_snapshot!(table.join("\n"), @r###"
        hundreds of attacks: 200.0000..999.0000, 1 words
        des centaines d’attaques: 200.0000..999.0000, 2 words
        une centaine: 90.0000..110.0000, 2 words
        tens of thousands of: 20000.0000..99999.0000, 3 words
        des dizaines de milliers: 20000.0000..99999.0000, 4 words
        half of them: 0.4500..0.5500 of the whole, 1 words
        la moitié: 0.4500..0.5500 of the whole, 2 words
        près de la moitié: 0.3825..0.5500 of the whole, 4 words
        more than 300: 300.0000..inf, 3 words
        plus de 1 200 attaques: 1200.0000..inf, 3 words
        1,200.5: 1200.5000..1200.5000, 1 words
        3,5 millions: 3500000.0000..3500000.0000, 2 words
        38 percent: 0.3750..0.3850 of the whole, 2 words
        38 %: 0.3750..0.3850 of the whole, 2 words
        37,5 %: 0.3700..0.3800 of the whole, 2 words
        between 300 and 400: 300.0000..400.0000, 4 words
        de 300 à 400: 300.0000..400.0000, 4 words
        two hundred: 200.0000..200.0000, 2 words
        deux cents: 200.0000..200.0000, 2 words
        one in three: 0.2833..0.3833 of the whole, 3 words
        un sur deux: 0.4500..0.5500 of the whole, 3 words
        nearly all: 0.8415..1.0000 of the whole, 2 words
        at least a dozen: 11.0000..inf, 4 words
        a day: -
        un jour: -
        cent pour cent: -
        "###);
    }
}
