//! Units: sentences, where the points inside a quotation do not count.

use super::{Quote, Token, is_stop};

/// Where in an article a unit stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// The headline.
    Headline,
    /// A bullet under it.
    Bullet,
    /// Running text.
    Body,
    /// The words under a picture.
    Caption,
}

/// One unit in tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unit {
    /// Its first token.
    pub(crate) start: usize,
    /// Behind its last token.
    pub(crate) end: usize,
    /// Whether it begins a paragraph.
    pub(crate) opens: bool,
    /// Where it stands.
    pub(crate) context: Context,
}

/// A unit is cut after so many tokens at the latest, so that work stays linear on any text.
const LONGEST: usize = 600;

/// The units of a text.
pub(crate) fn units(tokens: &[Token], quotes: &[Quote]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        let ends = tokens.get(at + 1).is_none_or(|next| next.new_line)
            || at + 1 - start >= LONGEST
            || ends_here(tokens, quotes, at);
        if ends {
            let opens = tokens[start].new_line;
            let bullet =
                opens && matches!(tokens[start].lower.as_str(), "-" | "•" | "*" | "–" | "·");
            let start_word = if bullet {
                start + 1
            } else if opens {
                behind_clock(tokens, start)
            } else {
                start
            };
            let context = if bullet { Context::Bullet } else { Context::Body };
            if start_word <= at {
                units.push(Unit { start: start_word, end: at + 1, opens, context });
            }
            start = at + 1;
        }
    }
    mark_captions(tokens, &mut units);
    units
}

/// Where a unit begins behind the time of an entry: "12:20 The fund …", "10 h 05 – Sa directrice".
fn behind_clock(tokens: &[Token], start: usize) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", |token: &Token| token.lower.as_str());
    let number = |at: usize| {
        let word = word(at);
        (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let glued = |at: usize| {
        let word = word(at);
        word.len() <= 5
            && word.split_once(['h', ':']).is_some_and(|(hour, minute)| {
                !hour.is_empty()
                    && hour.bytes().chain(minute.bytes()).all(|byte| byte.is_ascii_digit())
            })
    };
    // "ESTMARK, April 2 - Valdoria …": a place in capitals, a day, a dash.
    let dash = (start + 1..start + 9).find(|at| matches!(word(*at), "–" | "—" | "-"));
    if let Some(dash) = dash.filter(|_| tokens.get(start).is_some_and(|token| token.shout))
        && tokens.get(start..dash).is_some_and(|head| {
            head.iter().all(|token| {
                token.quote == 0 && (token.word || matches!(token.lower.as_str(), "," | "(" | ")"))
            })
        })
        && tokens.get(dash + 1).is_some_and(|next| next.spaced && !next.new_line)
    {
        return dash + 1;
    }
    let mut at = match () {
        () if glued(start) => start + 1,
        () if number(start) && matches!(word(start + 1), "h" | ":" | "h.") && number(start + 2) => {
            start + 3
        }
        () => return start,
    };
    if matches!(word(at), "–" | "—" | "-" | ":" | "|" | "·") {
        at += 1;
    }
    let goes_on =
        tokens.get(at).is_some_and(|next| !next.new_line && (next.capital || next.quote != 0));
    if goes_on { at } else { start }
}

fn ends_here(tokens: &[Token], quotes: &[Quote], at: usize) -> bool {
    let token = &tokens[at];
    let Some(next) = tokens.get(at + 1) else { return true };
    let begins = next.capital
        || !next.word
        || next.lower.starts_with(|letter: char| letter.is_ascii_digit());
    let closing = matches!(
        next.lower.as_str(),
        "," | ";" | ":" | ")" | "]" | "”" | "»" | "''" | "'" | "\"" | "." | "!" | "?"
    );
    if token.quote == 0 {
        // French writes a space before its question marks, and a closing sign may follow the point.
        let opening = next.quote != 0;
        return is_stop(token) && next.spaced && begins && (!closing || opening);
    }
    let quote = quotes.get(token.quote as usize - 1);
    let closes = quote.is_some_and(|quote| quote.closed && quote.end == at + 1);
    closes
        && at > 0
        && is_stop(&tokens[at - 1])
        && next.spaced
        && begins
        && !(closing && next.quote == 0)
}

/// A caption says that something is on a picture.
fn mark_captions(tokens: &[Token], units: &mut [Unit]) {
    const MARKS: &[&str] = &[
        "pictured",
        "photo",
        "photographed",
        "photographié",
        "photographiée",
        "légende",
        "caption",
    ];
    for unit in units.iter_mut() {
        let words = &tokens[unit.start..unit.end];
        let marked = words.windows(2).any(|pair| {
            MARKS.contains(&pair[0].lower.as_str())
                && (pair[1].lower == ")" || pair[1].lower == ":")
        });
        let arriving =
            words.windows(2).any(|pair| pair[0].lower == "are" && pair[1].lower == "pictured");
        if marked || arriving {
            unit.context = Context::Caption;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Language;
    use crate::text::Text;

    #[test]
    fn a_point_inside_a_quotation_ends_no_unit() {
        let text =
            "\"It is late. Go home,\" she said. \"Now.\" Mr. Doe left the U.S. for good.\nNext";
        let text = Text::new(text, Language::En);
        let units: Vec<&str> =
            text.units.iter().map(|unit| text.words(unit.start, unit.end)).collect();
        assert_eq!(
            units,
            [
                "\"It is late. Go home,\" she said.",
                "\"Now.\"",
                "Mr. Doe left the U.S. for good.",
                "Next"
            ]
        );
    }
}
