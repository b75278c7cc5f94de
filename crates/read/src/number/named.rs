//! Numbers written out: "two hundred and forty", "quatre-vingt-dix-sept", "1.2 million", "3k".
//!
//! Hyphens and spaces mean the same, so that both spellings of French (before and since 1990) and
//! the habits of newsrooms read alike. A word with a hyphen belongs to a number as a whole or not
//! at all: "cinquante-trois" does, "vingt-quatre-heures" does not.

use crate::words::Word;

use super::digits;

/// A piece of a word between hyphens.
struct Atom<'a> {
    text: &'a str,
    /// How many words are read when this piece is the last that is.
    words: usize,
    /// Whether it is the last piece of its word.
    ends: bool,
    /// Whether a clause ends before it.
    after_stop: bool,
}

/// No number takes more words than this.
const MOST: usize = 24;

fn atoms(words: &[Word]) -> Vec<Atom<'_>> {
    let mut all = Vec::new();
    for (place, word) in words.iter().take(MOST).enumerate() {
        let last = word.lower.split('-').count().saturating_sub(1);
        for (at, text) in word.lower.split('-').enumerate() {
            let after_stop = at == 0 && place > 0 && word.after_stop;
            all.push(Atom { text, words: place + 1, ends: at == last, after_stop });
        }
    }
    all
}

/// The value of the number that begins here, and how many words it takes. `joined` says whether "and"
/// may stand inside: in "between one hundred and two hundred" it does not.
pub(super) fn counted(words: &[Word], joined: bool) -> Option<(f64, usize)> {
    if let Some(value) = words.first().and_then(|word| digits(&word.lower)) {
        return Some(scaled(words, value));
    }
    let atoms = atoms(words);
    let read = |reader: fn(&Reader<'_>) -> Option<(f64, usize)>| {
        let (value, end) = reader(&Reader { atoms: &atoms, joined })?;
        let last = atoms.get(end.checked_sub(1)?)?;
        last.ends.then_some((value, last.words))
    };
    let (english, french) = (read(english), read(french));
    match (english, french) {
        (Some(one), Some(other)) => Some(if other.1 > one.1 { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// Digits and the scale behind them: "1.2 million", "150 mille", "3k".
fn scaled(words: &[Word], value: f64) -> (f64, usize) {
    // A letter that touches the digits is a scale; "3 k" may be anything.
    let touches = words.get(1).filter(|word| word.span.start == words[0].span.end);
    let letter = touches.and_then(|word| match word.lower.as_str() {
        "k" => Some(1e3),
        "m" | "mn" => Some(1e6),
        "bn" | "md" => Some(1e9),
        _ => None,
    });
    if let Some(scale) = letter {
        return (value * scale, 2);
    }
    let mut found = (value, 1);
    while let Some(scale) = words.get(found.1).filter(|word| !word.after_stop).and_then(scale) {
        found = (found.0 * scale, found.1 + 1);
    }
    found
}

fn scale(word: &Word) -> Option<f64> {
    Some(match word.lower.as_str() {
        "hundred" | "cents" => 1e2,
        "thousand" | "mille" => 1e3,
        "million" | "millions" => 1e6,
        "billion" | "milliard" | "milliards" => 1e9,
        _ => return None,
    })
}

struct Reader<'a> {
    atoms: &'a [Atom<'a>],
    joined: bool,
}

impl Reader<'_> {
    /// The piece at a place, unless a clause ends before it.
    fn at(&self, place: usize) -> &str {
        self.atoms.get(place).filter(|atom| place == 0 || !atom.after_stop).map_or("", |it| it.text)
    }

    fn is(&self, place: usize, wanted: &[&str]) -> bool {
        wanted.contains(&self.at(place))
    }
}

type Read = Option<(f64, usize)>;

fn english_unit(word: &str) -> Option<f64> {
    const NAMES: [&str; 19] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    place_in(&NAMES, word).map(|at| at + 1.0)
}

fn english_tens(word: &str) -> Option<f64> {
    const NAMES: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    place_in(&NAMES, word).map(|at| (at + 2.0) * 10.0)
}

fn place_in(names: &[&str], word: &str) -> Option<f64> {
    let at = names.iter().position(|name| *name == word)?;
    Some(f64::from(u8::try_from(at).ok()?))
}

const ENGLISH: &[(&str, f64)] = &[("billion", 1e9), ("million", 1e6), ("thousand", 1e3)];

fn english(read: &Reader<'_>) -> Read {
    let mut sum = 0.0;
    let mut at = 0;
    let mut below = f64::INFINITY;
    loop {
        let joined = at > 0 && read.at(at) == "and";
        let (group, mut end) = english_hundreds(read, at + usize::from(joined), at == 0)?;
        // "Two and a half thousand", "a million and a half".
        let half =
            read.is(end, &["and"]) && read.is(end + 1, &["a"]) && read.is(end + 2, &["half"]);
        let (half, skip) = if half { (0.5, 3) } else { (0.0, 0) };
        let scale = english_scale(read, end + skip).filter(|scale| *scale < below);
        if joined && (!read.joined || scale.is_some() || group >= 100.0) {
            return Some((sum, at));
        }
        let Some(scale) = scale else {
            // "And a half" of nothing that is counted in halves is left to the noun.
            return Some((sum + group + half, end + skip));
        };
        sum += (group + half) * scale;
        end += skip + 1;
        if skip == 0
            && read.is(end, &["and"])
            && read.is(end + 1, &["a"])
            && read.is(end + 2, &["half"])
        {
            return Some((sum + scale / 2.0, end + 3));
        }
        at = end;
        below = scale;
        let next = at + usize::from(read.joined && read.at(at) == "and");
        if english_hundreds(read, next, false).is_none() {
            return Some((sum, at));
        }
        if next > at && !is_last_group(read, next) {
            return Some((sum, at));
        }
    }
}

/// Whether what follows an "and" is below a hundred and has no scale: "a thousand and one".
fn is_last_group(read: &Reader<'_>, at: usize) -> bool {
    english_hundreds(read, at, false)
        .is_some_and(|(group, end)| group < 100.0 && english_scale(read, end).is_none())
}

fn english_scale(read: &Reader<'_>, at: usize) -> Option<f64> {
    ENGLISH.iter().find(|(name, _)| *name == read.at(at)).map(|(_, scale)| *scale)
}

/// Up to "nine hundred and ninety-nine", and "fifteen hundred".
fn english_hundreds(read: &Reader<'_>, at: usize, first: bool) -> Read {
    let named = english_tens_and_units(read, at);
    let (head, end) = match named {
        Some(found) => found,
        // "A hundred", "a million", and in print "thousand" alone.
        None => {
            let article = usize::from(first && read.is(at, &["a", "an"]));
            let next = read.at(at + article);
            let stands = next == "hundred" || ENGLISH.iter().any(|(name, _)| *name == next);
            (stands && first).then_some((1.0, at + article))?
        }
    };
    if read.at(end) != "hundred" {
        return Some((head, end));
    }
    let sum = head * 100.0;
    let end = end + 1;
    let joined = usize::from(read.joined && read.at(end) == "and");
    match english_tens_and_units(read, end + joined) {
        // "One hundred and two hundred" are two numbers.
        Some((rest, after)) if read.at(after) != "hundred" => Some((sum + rest, after)),
        _ => Some((sum, end)),
    }
}

fn english_tens_and_units(read: &Reader<'_>, at: usize) -> Read {
    if let Some(tens) = english_tens(read.at(at)) {
        let unit = english_unit(read.at(at + 1)).filter(|unit| *unit < 10.0);
        return Some(unit.map_or((tens, at + 1), |unit| (tens + unit, at + 2)));
    }
    english_unit(read.at(at)).map(|unit| (unit, at + 1))
}

const FRENCH: &[(&[&str], f64)] =
    &[(&["milliard", "milliards"], 1e9), (&["million", "millions"], 1e6), (&["mille"], 1e3)];

fn french(read: &Reader<'_>) -> Read {
    let mut sum = 0.0;
    let mut at = 0;
    let mut below = f64::INFINITY;
    loop {
        let group = french_hundreds(read, at);
        let (group, end) = match group {
            Some(found) => found,
            // "Mille" needs no number before it; a million does.
            None if below > 1e3 && read.at(at) == "mille" => (1.0, at),
            None => break,
        };
        let scale = french_scale(read, end).filter(|scale| *scale < below);
        let Some(scale) = scale else {
            return Some((sum + group, end)).filter(|_| !is_article(read, end, sum + group));
        };
        sum += group * scale;
        at = end + 1;
        below = scale;
        if scale >= 1e6 && read.is(at, &["et"]) && read.is(at + 1, &["demi"]) {
            return Some((sum + scale / 2.0, at + 2));
        }
    }
    (sum > 0.0).then_some((sum, at))
}

/// "Un" and "une" alone are articles.
fn is_article(read: &Reader<'_>, end: usize, sum: f64) -> bool {
    end == 1 && sum < 2.0 && read.is(0, &["un", "une"])
}

fn french_scale(read: &Reader<'_>, at: usize) -> Option<f64> {
    FRENCH.iter().find(|(names, _)| names.contains(&read.at(at))).map(|(_, scale)| *scale)
}

/// Up to "neuf cent quatre-vingt-dix-neuf".
fn french_hundreds(read: &Reader<'_>, at: usize) -> Read {
    let (head, end) = match french_below_hundred(read, at) {
        Some((head, end)) if (2.0..10.0).contains(&head) && read.is(end, &["cent", "cents"]) => {
            (head, end)
        }
        Some(found) => return Some(found),
        None if read.at(at) == "cent" => (1.0, at),
        None => return None,
    };
    let end = end + 1;
    Some(match french_below_hundred(read, end) {
        Some((rest, after)) => (head * 100.0 + rest, after),
        None => (head * 100.0, end),
    })
}

fn french_unit(word: &str) -> Option<f64> {
    const NAMES: [&str; 16] = [
        "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
        "douze", "treize", "quatorze", "quinze", "seize",
    ];
    if word == "une" { Some(1.0) } else { place_in(&NAMES, word).map(|at| at + 1.0) }
}

/// 1 to 19: "dix-sept" is ten and seven.
fn french_teens(read: &Reader<'_>, at: usize) -> Read {
    let unit = french_unit(read.at(at))?;
    let more = french_unit(read.at(at + 1)).filter(|more| (7.0..10.0).contains(more));
    // Two words without a hyphen ("dix sept") are one number as well.
    match more.filter(|_| read.at(at) == "dix") {
        Some(more) => Some((unit + more, at + 2)),
        None => Some((unit, at + 1)),
    }
}

fn french_below_hundred(read: &Reader<'_>, at: usize) -> Read {
    // How far what stands behind the tens may reach: to 9 or, where the tens are counted by twenties, 19.
    let (tens, end, reach) = match read.at(at) {
        "vingt" | "vingts" => (20.0, at + 1, 9.0),
        "trente" => (30.0, at + 1, 9.0),
        "quarante" => (40.0, at + 1, 9.0),
        "cinquante" => (50.0, at + 1, 9.0),
        "soixante" => (60.0, at + 1, 19.0),
        "septante" => (70.0, at + 1, 9.0),
        "huitante" | "octante" => (80.0, at + 1, 9.0),
        "nonante" => (90.0, at + 1, 9.0),
        "quatre" if read.is(at + 1, &["vingt", "vingts"]) => (80.0, at + 2, 19.0),
        _ => return french_teens(read, at),
    };
    let joined =
        usize::from(read.at(end) == "et" && matches!(read.at(end + 1), "un" | "une" | "onze"));
    match french_teens(read, end + joined).filter(|(rest, _)| *rest <= reach) {
        Some((rest, after)) => Some((tens + rest, after)),
        None => Some((tens, end)),
    }
}
