//! Percentages and movements in a sentence, before anybody asks whose they are.

use crate::day::month;
use crate::number::number_at;
use crate::words::{Span, Word};

use super::lexicon::{Hit, Sign, one_of};

const PERCENT: &[&[&str]] =
    &[&["%"], &["percent"], &["per", "cent"], &["pour", "cent"], &["pourcent"], &["pct"]];
const POINTS: &[&[&str]] = &[
    &["points", "de", "pourcentage"],
    &["percentage", "points"],
    &["percentage", "point"],
    &["points"],
    &["point"],
    &["pts"],
    &["pt"],
];
const TO: &[&str] = &["to", "à"];

/// A percentage.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Percentage {
    pub(super) at: usize,
    pub(super) taken: usize,
    pub(super) value: f64,
    /// The value before it: "from 43 to 25 percent".
    pub(super) from: Option<f64>,
    /// One end of a range: "between 24 and 26 percent".
    pub(super) range: bool,
}

impl Percentage {
    /// With the number that a range began with, the words stand here in the text.
    pub(super) fn span(&self, words: &[Word]) -> Span {
        words[self.at].span.to(words[self.at + self.taken - 1].span)
    }

    pub(super) fn end(&self) -> usize {
        self.at + self.taken
    }
}

/// A movement in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Movement {
    pub(super) at: usize,
    pub(super) taken: usize,
    pub(super) points: f64,
    /// "(+2)": written behind the figure that it belongs to.
    pub(super) signed: bool,
}

/// All percentages of a sentence, in order.
pub(super) fn percentages(text: &str, words: &[Word]) -> Vec<Percentage> {
    let mut found: Vec<Percentage> = Vec::new();
    for at in 0..words.len() {
        let Some(value) = digits(&words[at].lower) else { continue };
        if let Some(other) = score(text, words, at) {
            let figure = |at, value| Percentage { at, taken: 1, value, from: None, range: false };
            found.extend([figure(at, value), figure(at + 1, other)]);
            continue;
        }
        if let Some(taken) = words.get(at + 1..).and_then(|rest| one_of(rest, PERCENT)) {
            found.push(Percentage { at, taken: 1 + taken, value, from: None, range: false });
            join_before(text, words, &mut found);
            found.extend(against(words, at + 1 + taken));
        }
    }
    found
}

/// "beats Grant 52-48": two numbers that make a hundred, as of a game; not "24-26 %".
fn score(text: &str, words: &[Word], at: usize) -> Option<f64> {
    const WINS: &[&str] = &[
        "beat",
        "beats",
        "beating",
        "defeat",
        "defeats",
        "lead",
        "leads",
        "leading",
        "win",
        "wins",
        "ahead",
        "bat",
        "battrait",
        "battant",
        "l'emporterait",
        "emporterait",
        "face",
        "gagnerait",
    ];
    let (word, next) = (&words[at], words.get(at + 1)?);
    let (value, other) = (digits(&word.lower)?, digits(&next.lower)?);
    let between = text.get(word.span.end..next.span.start)?;
    let whole = (value + other - 100.0).abs() < 0.05 && value > 0.0 && other > 0.0;
    let dashed = matches!(between, "-" | "–" | "—");
    let won =
        || words[at.saturating_sub(8)..at].iter().any(|word| WINS.contains(&word.lower.as_str()));
    let is_range = one_of(words.get(at + 2..)?, PERCENT).is_some();
    (whole && dashed && !is_range && won()).then_some(other)
}

/// "54 percent to 46": a second figure behind the first, without a sign of its own.
fn against(words: &[Word], at: usize) -> Option<Percentage> {
    const AGAINST: &[&str] = &["to", "against", "contre"];
    let joined = words.get(at).is_some_and(|word| AGAINST.contains(&word.lower.as_str()));
    let value = digits(&words.get(at + 1).filter(|_| joined)?.lower)?;
    let rest = words.get(at + 2..).unwrap_or_default();
    let ends = rest.first().is_none_or(|word| word.after_stop || word.capital)
        && one_of(rest, PERCENT).is_none();
    ends.then_some(Percentage { at: at + 1, taken: 1, value, from: None, range: false })
}

/// Looks at what stands before the last percentage: a second number, that shares its sign.
fn join_before(text: &str, words: &[Word], found: &mut Vec<Percentage>) {
    let Some(last) = found.last().copied() else { return };
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| &word.lower);
    let joiner = word(last.at.checked_sub(1));
    let joined = ["to", "and", "à", "et", "or", "ou"].contains(&joiner);
    let dashed = last.at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|before| {
        let between = text.get(before.span.end..words[last.at].span.start).unwrap_or_default();
        matches!(between, "-" | "–" | "—") && digits(&before.lower).is_some()
    });
    if !joined && !dashed {
        return;
    }
    let first = last.at.checked_sub(if dashed { 1 } else { 2 });
    // The first number either has its own sign (then it was found already) or shares this one.
    let own = found.len() >= 2 && found[found.len() - 2].end() + 1 == last.at && !dashed;
    let (value, opener) = if own {
        let before = found[found.len() - 2];
        (Some(before.value), word(before.at.checked_sub(1)))
    } else {
        let opener = first.and_then(|first| first.checked_sub(1));
        (first.and_then(|first| digits(&words[first].lower)), word(opener))
    };
    let Some(value) = value else { return };
    let at = found.len() - 1;
    if matches!(opener, "from" | "de") && TO.contains(&joiner) {
        found[at].from = Some(value);
    } else if dashed || matches!(opener, "between" | "entre") || (TO.contains(&joiner) && !own) {
        found[at].range = true;
    } else if let (false, Some(first)) = (own, first) {
        // "24 and 26 percent": two figures with one sign.
        let early = Percentage { at: first, taken: 1, value, from: None, range: false };
        found.insert(at, early);
        return;
    } else {
        return;
    }
    if own {
        found.remove(at - 1);
    }
}

/// All movements of a sentence: "tumbled 18 points", "(+2)", "en hausse de trois points". A distance
/// between two people ("two points ahead") is none.
pub(super) fn movements(text: &str, words: &[Word], hits: &[Hit]) -> Vec<Movement> {
    let mut found: Vec<Movement> = Vec::new();
    for at in 0..words.len() {
        if found.last().is_some_and(|last| at < last.at + last.taken) {
            continue;
        }
        let signed = signed(text, words, at);
        if let Some(points) = bracketed(text, words, hits, at) {
            found.push(Movement { at, taken: 1, points, signed: true });
            continue;
        }
        let Some((points, taken)) = counted(words, at).or_else(|| bare(text, words, at)) else {
            continue;
        };
        let end = at + taken;
        // The unit of a percentage that is a figure itself.
        if signed.is_none() && one_of(&words[end - 1..], PERCENT).is_some() {
            continue;
        }
        let direction =
            signed.or_else(|| more(words, end)).or_else(|| direction(words, hits, at, end));
        if let Some(direction) = direction {
            found.push(Movement {
                at,
                taken,
                points: points * direction,
                signed: signed.is_some(),
            });
        }
    }
    found
}

/// "18 percentage points", "two points", "un point".
fn counted(words: &[Word], at: usize) -> Option<(f64, usize)> {
    let (points, taken) = match words[at].lower.as_str() {
        "un" | "a" => (1.0, 1),
        word => match digits(word) {
            Some(points) => (points, 1),
            None => {
                let (amount, taken) = number_at(words, at)?;
                (
                    (amount.low.to_bits() == amount.high.to_bits() && !amount.is_share)
                        .then_some(amount.low)?,
                    taken,
                )
            }
        },
    };
    let unit = one_of(words.get(at + taken..)?, POINTS)?;
    Some((points, taken + unit))
}

/// "(+2)", "(-1,5)": a number with a sign, in brackets or alone.
fn bare(text: &str, words: &[Word], at: usize) -> Option<(f64, usize)> {
    signed(text, words, at)?;
    let points = digits(&words[at].lower)?;
    let percent = words.get(at + 1..).and_then(|rest| one_of(rest, PERCENT)).unwrap_or(0);
    Some((points, 1 + percent))
}

/// "(up 2)", "(down 1.5)": a number without a unit behind a word of movement, in brackets.
fn bracketed(text: &str, words: &[Word], hits: &[Hit], at: usize) -> Option<f64> {
    let points = digits(&words[at].lower)?;
    let moved = hits
        .iter()
        .find(|hit| matches!(hit.sign, Sign::Up | Sign::Down) && hit.at + hit.taken == at)?;
    let opened = text.get(..words[moved.at].span.start)?.trim_end().ends_with('(');
    let closed = text.get(words[at].span.end..)?.trim_start().starts_with([')', ',', ';']);
    let sign = if moved.sign == Sign::Up { 1.0 } else { -1.0 };
    (opened && closed).then_some(points * sign)
}

/// "two points more", "deux points de moins": +1 or −1; what is more than somebody else's is none.
fn more(words: &[Word], end: usize) -> Option<f64> {
    let word = |at: usize| words.get(at).filter(|word| !word.after_stop);
    let lower = |at: usize| word(at).map_or("", |word| word.lower.as_str());
    let (sign, taken) = match (lower(end), lower(end + 1)) {
        ("de", "plus") => (1.0, 2),
        ("de", "moins") => (-1.0, 2),
        ("more" | "higher", _) => (1.0, 1),
        ("fewer" | "less" | "lower", _) => (-1.0, 1),
        _ => return None,
    };
    let than = matches!(lower(end + taken), "que" | "qu'" | "than");
    let who = (end + taken + 1..end + taken + 3).filter_map(word).find(|word| word.capital);
    let other = than && who.is_some_and(|word| month(&word.lower).is_none());
    (!other).then_some(sign)
}

/// The sign that stands directly before a number: +1 or −1.
fn signed(text: &str, words: &[Word], at: usize) -> Option<f64> {
    let before = text.get(..words[at].span.start)?;
    let gap = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let sign = gap.chars().next_back()?;
    let lead = gap[..gap.len() - sign.len_utf8()].chars().next_back();
    let opened = lead.is_none_or(|letter| letter == '(' || letter.is_whitespace());
    // A dash with spaces on both sides is punctuation.
    let close = gap.len() == before.len() || sign == '+';
    match sign {
        '+' if opened => Some(1.0),
        '-' | '−' | '–' if opened && close => Some(-1.0),
        _ => None,
    }
}

/// Up or down, by the nearest word of movement at most five words before, or two behind.
fn direction(words: &[Word], hits: &[Hit], at: usize, end: usize) -> Option<f64> {
    let near = |hit: &&Hit| {
        let behind = hit.at >= end && hit.at < end + 3 && clear(words, end, hit.at + 1);
        let before = hit.at < at && at - hit.at <= 5 && clear(words, hit.at + 1, at + 1);
        before || behind
    };
    let distance = |hit: &&Hit| if hit.at < at { at - hit.at } else { hit.at - end + 1 };
    let of = |sign: &[Sign]| {
        hits.iter().filter(|hit| sign.contains(&hit.sign)).filter(near).min_by_key(distance)
    };
    let lead = hits.iter().any(|hit| hit.sign == Sign::Lead && hit.at >= end && hit.at <= end + 1);
    if lead {
        return None;
    }
    let moved = of(&[Sign::Up, Sign::Down])?;
    Some(if moved.sign == Sign::Up { 1.0 } else { -1.0 })
}

/// No clause ends between two words.
fn clear(words: &[Word], from: usize, to: usize) -> bool {
    words.get(from..to).is_some_and(|between| between.iter().all(|word| !word.after_stop))
}

/// Digits with a decimal sign or groups of three.
pub(super) fn digits(word: &str) -> Option<f64> {
    if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let plain: String = word.replace(',', ".");
    let whole = plain.split('.').count() > 2
        || plain.split_once('.').is_some_and(|(front, behind)| behind.len() == 3 && front != "0");
    let plain = if whole { plain.replace('.', "") } else { plain };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polls::lexicon::hits;
    use crate::words::words;

    fn read(text: &str) -> String {
        let words = words(text);
        let figures: Vec<String> = percentages(text, &words)
            .iter()
            .map(|one| {
                let from = one.from.map_or(String::new(), |from| format!(" from {from}"));
                format!("{}{from}{}", one.value, if one.range { " range" } else { "" })
            })
            .collect();
        let moved: Vec<String> = movements(text, &words, &hits(&words))
            .iter()
            .map(|one| format!("{:+}", one.points))
            .collect();
        format!("{} | {}", figures.join(", "), moved.join(", "))
    }

    #[test]
    fn figures_ranges_and_movements_are_told_apart() {
        let said = [
            "tumbled 18 percentage points to 25 percent",
            "obtient 24,5 % (+2), devant Marchetti (22 %, -1,5)",
            "has 24 and 26 percent",
            "by 54 percent to 46 percent",
            "by 54 percent to 46.",
            "fell from 43 to 25 percent",
            "passe de 43 % à 25 %",
            "between 24 and 26 percent",
            "24-26 %",
            "is two points ahead of Mercer",
            "avec trois points d’avance",
            "en hausse de deux points à 30 pour cent",
            "est à 30 %, en baisse d’un point",
            "recule de 1,5 point",
        ];
        let table: Vec<String> =
            said.iter().map(|text| format!("{text}: {}", read(text))).collect();
        insta::assert_snapshot!(table.join("\n"), @r###"
        tumbled 18 percentage points to 25 percent: 25 | -18
        obtient 24,5 % (+2), devant Marchetti (22 %, -1,5): 24.5, 22 | +2, -1.5
        has 24 and 26 percent: 24, 26 | 
        by 54 percent to 46 percent: 54, 46 | 
        by 54 percent to 46.: 54, 46 | 
        fell from 43 to 25 percent: 25 from 43 | 
        passe de 43 % à 25 %: 25 from 43 | 
        between 24 and 26 percent: 26 range | 
        24-26 %: 26 range | 
        is two points ahead of Mercer:  | 
        avec trois points d’avance:  | 
        en hausse de deux points à 30 pour cent: 30 | +2
        est à 30 %, en baisse d’un point: 30 | -1
        recule de 1,5 point:  | -1.5
        "###);
    }
}
