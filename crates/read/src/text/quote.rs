//! Quotations: which signs open and close them, apostrophes apart, over several sentences.

use super::Token;

/// One quotation in tokens, its signs included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    /// The opening sign.
    pub(crate) open: usize,
    /// Behind the closing sign, or behind its last token where none came.
    pub(crate) end: usize,
    /// Whether it was closed by a sign.
    pub(crate) closed: bool,
}

/// A quotation that was not closed ends after so many tokens at the latest.
const LONGEST: usize = 1_500;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Double,
    Angle,
    Single,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Open,
    Close,
    Either,
}

fn sign(token: &Token) -> Option<(Sign, Side)> {
    Some(match token.lower.as_str() {
        "“" | "``" | "„" => (Sign::Double, Side::Open),
        "”" | "''" => (Sign::Double, Side::Close),
        "\"" | "‟" => (Sign::Double, Side::Either),
        "«" => (Sign::Angle, Side::Open),
        "»" => (Sign::Angle, Side::Close),
        "‘" | "`" | "‹" => (Sign::Single, Side::Open),
        "'" | "›" => (Sign::Single, Side::Either),
        _ => return None,
    })
}

/// Pairs the signs of a text and marks the tokens within.
pub(crate) fn pair(source: &str, tokens: &mut [Token]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Option<(usize, Sign)> = None;
    for at in 0..tokens.len() {
        let paragraph = at > 0 && tokens[at].new_line;
        if let Some((start, _)) = open
            && (paragraph || at - start > LONGEST)
        {
            // A quotation that goes on in the next paragraph opens again there.
            quotes.push(Quote { open: start, end: at, closed: false });
            open = None;
        }
        let Some((kind, side)) = sign(&tokens[at]) else { continue };
        match open {
            None if may_open(source, tokens, at, side) => open = Some((at, kind)),
            Some((start, first)) if first == kind && may_close(source, tokens, at, side, kind) => {
                quotes.push(Quote { open: start, end: at + 1, closed: true });
                open = None;
            }
            _ => {}
        }
    }
    if let Some((start, _)) = open {
        quotes.push(Quote { open: start, end: tokens.len(), closed: false });
    }
    for (index, quote) in quotes.iter().enumerate() {
        let mark = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for token in &mut tokens[quote.open..quote.end] {
            token.quote = mark;
        }
    }
    quotes
}

fn may_open(source: &str, tokens: &[Token], at: usize, side: Side) -> bool {
    let touches = |next: &Token| !next.spaced || side == Side::Open;
    let before_word = tokens.get(at + 1).is_some_and(|next| touches(next) && !next.new_line);
    let begins = tokens[at].spaced
        || source[..tokens[at].span.start].ends_with(['(', '[', '—', '–', '-', '\u{202f}']);
    match side {
        Side::Open => before_word,
        Side::Close => false,
        Side::Either => begins && before_word,
    }
}

fn may_close(source: &str, tokens: &[Token], at: usize, side: Side, kind: Sign) -> bool {
    if side == Side::Open {
        return false;
    }
    let next = tokens.get(at + 1);
    let free = next.is_none_or(|next| next.spaced || !next.word);
    if kind != Sign::Single {
        return side == Side::Close || free;
    }
    if !free {
        return false;
    }
    // "the workers' demands": a plural's apostrophe, unless no other sign could close before the next opens.
    let before = source[..tokens[at].span.start].chars().next_back();
    let plural = before.is_some_and(|letter| letter == 's')
        && next.is_some_and(|next| next.word && !next.capital && next.spaced);
    if !plural {
        return true;
    }
    let later =
        tokens[at + 1..].iter().enumerate().take(120).take_while(|(_, token)| !token.new_line);
    for (skip, token) in later {
        if let Some((Sign::Single, side)) = sign(token) {
            let place = at + 1 + skip;
            let opens = may_open(source, tokens, place, side);
            return opens;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::Language;
    use crate::text::Text;

    fn quotes(text: &str) -> Vec<String> {
        let text = Text::new(text, Language::En);
        text.quotes.iter().map(|quote| text.words(quote.open, quote.end).to_owned()).collect()
    }

    #[test]
    fn an_apostrophe_is_no_quotation() {
        assert_eq!(
            quotes("'The workers' demands aren't new,' she said of Bob's 'plan'."),
            ["'The workers' demands aren't new,'", "'plan'"]
        );
        assert_eq!(quotes("It's the voters' choice, isn't it?"), [""; 0]);
    }

    #[test]
    fn signs_of_another_kind_stay_inside() {
        assert_eq!(
            quotes("« Il a dit “non” hier » et \"oui 'ou' non\"."),
            ["« Il a dit “non” hier »", "\"oui 'ou' non\""]
        );
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(quotes("He said: \"never\nNext paragraph."), ["\"never"]);
    }
}
