//! Links and hashtags that stand in running text.

use crate::KernelInfo;

/// The kernel behind [`links_in`] and [`hashtags_in`].
pub const TEXT_OBJECTS: KernelInfo = KernelInfo {
    name: "text-objects",
    version: 1,
    doc: "Finds links and hashtags in running text.",
};

/// The links in a text, in order: each begins with `http://` or `https://` (in any case) and ends
/// before white space, a quotation mark, an angle bracket or a control character. Punctuation at
/// its end is not part of it, nor is a closing bracket that opens outside.
pub fn links_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = next_scheme(rest)?;
            let tail = &rest[start..];
            let link = trim_punctuation(&tail[..tail.find(ends_link).unwrap_or(tail.len())]);
            rest = &tail[link.len().max("http".len())..];
            if link.split_once("://").is_some_and(|(_, name)| !name.is_empty()) {
                return Some(link);
            }
        }
    })
}

/// Where `http://` or `https://` begins next.
fn next_scheme(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let found = from + text.get(from..)?.find("://")?;
        let before = &text.as_bytes()[..found];
        for scheme in ["https", "http"] {
            if before.len() >= scheme.len() {
                let start = found - scheme.len();
                if before[start..].eq_ignore_ascii_case(scheme.as_bytes()) {
                    return Some(start);
                }
            }
        }
        from = found + 3;
    }
}

fn ends_link(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '„' | '…')
}

/// Cuts off what belongs to the sentence around the link.
fn trim_punctuation(mut link: &str) -> &str {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let count = |sign: char| link.matches(sign).count();
    let mut unmatched = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    while let Some(last) = link.chars().next_back() {
        let outside = match BRACKETS.iter().position(|(_, close)| *close == last) {
            Some(bracket) if unmatched[bracket] > 0 => {
                unmatched[bracket] -= 1;
                true
            }
            Some(_) => false,
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '|'),
        };
        if !outside {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    link
}

/// The hashtags in a text, in order, each with its number sign (`#` or the full-width `＃`). A tag
/// is made of letters, digits, marks and underscores, holds at least one that is not a digit, and
/// does not begin inside a word, a link or an HTML entity.
pub fn hashtags_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut before = None;
    // One letter is looked for by bytes, several only letter by letter.
    let has_wide = text.contains('＃');
    std::iter::from_fn(move || {
        loop {
            let start = if has_wide { rest.find(['#', '＃']) } else { rest.find('#') }?;
            let inside = rest[..start].chars().next_back().or(before);
            let sign = rest[start..].chars().next()?;
            let word = &rest[start + sign.len_utf8()..];
            let end = word.find(|letter| !is_tag_letter(letter)).unwrap_or(word.len());
            let tag = &rest[start..start + sign.len_utf8() + end];
            before = tag.chars().next_back();
            rest = &rest[start + tag.len()..];
            let opens =
                !inside.is_some_and(|letter| is_tag_letter(letter) || "&/#＃=?".contains(letter));
            let names = word[..end].chars().any(|letter| !letter.is_numeric() && letter != '_');
            if opens && names {
                return Some(tag);
            }
        }
    })
}

fn is_tag_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        || letter == '_'
        || unicode_normalization::char::is_combining_mark(letter)
        || matches!(letter, '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(text: &str) -> Vec<&str> {
        links_in(text).collect()
    }

    fn hashtags(text: &str) -> Vec<&str> {
        hashtags_in(text).collect()
    }

    #[test]
    fn links_end_where_a_reader_would_end_them() {
        assert_eq!(
            links(
                "Voir (https://gazette.example/a). Puis HTTP://b.example/x_(y)! « https://c.example »"
            ),
            ["https://gazette.example/a", "HTTP://b.example/x_(y)", "https://c.example"]
        );
        assert_eq!(
            links("<a href=\"https://a.example/?b=1&c=2\">"),
            ["https://a.example/?b=1&c=2"]
        );
        assert_eq!(links("http:// https://. ftp://a.example x://y"), Vec::<&str>::new());
        assert_eq!(links("ça:https://é.example/é…"), ["https://é.example/é"]);
    }

    #[test]
    fn hashtags_are_words_and_not_numbers_or_anchors() {
        assert_eq!(
            hashtags("#Vote #2027 #vote2027, #éte\u{301} ＃選挙！ (#a_b) #_ ##"),
            ["#Vote", "#vote2027", "#éte\u{301}", "＃選挙", "#a_b"]
        );
        assert_eq!(hashtags("C#sharp https://a.example/#top &#39; x?#q"), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_inside(text in "(\\PC|https?://|#|[()., ]){0,60}") {
            for found in links_in(&text).chain(hashtags_in(&text)) {
                prop_assert!(text.contains(found) && !found.is_empty());
            }
        }
    }
}
