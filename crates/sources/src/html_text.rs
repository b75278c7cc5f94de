//! The text of HTML, without its markup: enough for posts whose body is HTML and for pages of web
//! archives. It must not judge what an article is.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// What was found in a stretch of HTML.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) published: Option<String>,
    /// Addresses of links, in order.
    pub(crate) links: Vec<String>,
}

/// Links of a page that are kept.
const MAX_LINKS: usize = 64;

/// Reads HTML; of the text at most `limit` bytes are kept, cut between letters.
pub(crate) fn page(html: &str, limit: usize) -> Page {
    let mut page = Page::default();
    let mut rest = html;
    while page.text.len() < limit {
        let Some(at) = memchr(b'<', rest.as_bytes()) else {
            add_text(&mut page.text, rest);
            break;
        };
        add_text(&mut page.text, &rest[..at]);
        rest = after_tag(&rest[at..], &mut page);
    }
    if page.text.len() > limit {
        let end = (0..=limit).rev().find(|end| page.text.is_char_boundary(*end)).unwrap_or(0);
        page.text.truncate(end);
    }
    page.text.truncate(page.text.trim_end().len());
    page
}

/// The text alone.
pub(crate) fn text(html: &str) -> String {
    page(html, usize::MAX).text
}

/// Reads the markup at the start of `rest`; what follows it comes back.
fn after_tag<'a>(rest: &'a str, page: &mut Page) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let inside = &rest[1..];
    if !inside.starts_with(|letter: char| letter.is_ascii_alphabetic() || "/!?".contains(letter)) {
        page.text.push('<');
        return inside;
    }
    let Some(end) = tag_end(inside) else { return "" };
    let (tag, after) = (&inside[..end], &inside[end + 1..]);
    let name_end = tag.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(tag.len());
    let name = tag[..name_end].trim_end_matches('/').to_ascii_lowercase();
    match name.as_str() {
        "script" | "style" | "noscript" | "template" | "svg" | "head" | "title" => {
            return hidden(&name, after, page);
        }
        // The tags of a head may be left out (HTML, section 13.1.2.4).
        "meta" | "link" => read_head_tag(tag, page),
        "html" => page.language = attribute(tag, "lang").map(Cow::into_owned),
        "a" => {
            if let Some(link) = attribute(tag, "href").filter(|link| link.contains("://"))
                && page.links.len() < MAX_LINKS
            {
                page.links.push(link.trim().to_owned());
            }
        }
        _ if is_block(name.trim_start_matches('/')) => line_ends(&mut page.text),
        _ => {}
    }
    after
}

/// Elements whose text is not part of the page. A head is looked through for what it says.
fn hidden<'a>(name: &str, after: &'a str, page: &mut Page) -> &'a str {
    let close = format!("</{name}");
    let end = find_ignoring_case(after, &close);
    let (inside, rest) = match end {
        Some(end) => (&after[..end], &after[end..]),
        // A head that never closes is no reason to lose the page.
        None if name == "head" => ("", after),
        None => (after, ""),
    };
    match name {
        "head" => read_head(inside, page),
        "title" if page.title.is_none() => page.title = Some(folded(inside)),
        _ => {}
    }
    match memchr(b'>', rest.as_bytes()) {
        Some(close) if end.is_some() => &rest[close + 1..],
        _ => rest,
    }
}

fn read_head(head: &str, page: &mut Page) {
    if let Some(start) = find_ignoring_case(head, "<title")
        && let Some(open) = head[start..].find('>')
        && let Some(end) = find_ignoring_case(&head[start + open..], "</title")
    {
        page.title = Some(folded(&head[start + open + 1..start + open + end]));
    }
    let mut rest = head;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let inside = &rest[at + 1..];
        let Some(end) = tag_end(inside) else { return };
        let tag = &inside[..end];
        rest = &inside[end + 1..];
        read_head_tag(tag, page);
    }
}

/// What a tag of a head says of the page; the first word counts.
fn read_head_tag(tag: &str, page: &mut Page) {
    let name_end = tag.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(tag.len());
    let is = |name: &str| tag[..name_end].eq_ignore_ascii_case(name);
    if is("meta") {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let published = ["article:published_time", "date", "dc.date", "datepublished"];
        if published.contains(&name.as_str()) && page.published.is_none() {
            page.published = attribute(tag, "content").map(Cow::into_owned);
        }
        if name == "og:title" && page.title.is_none() {
            page.title = attribute(tag, "content").map(Cow::into_owned);
        }
    }
    let is_canonical = |rel: Cow<'_, str>| rel.eq_ignore_ascii_case("canonical");
    if is("link") && page.canonical.is_none() && attribute(tag, "rel").is_some_and(is_canonical) {
        page.canonical = attribute(tag, "href").map(Cow::into_owned);
    }
}

/// Where a tag ends; quotes in it hide the sign.
fn tag_end(inside: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
        match bytes[at] {
            b'>' => return Some(at),
            // An apostrophe without its other half is no quote: the tag ends at its sign.
            quote => match memchr2(quote, b'<', &bytes[at + 1..]) {
                Some(end) if bytes[at + 1 + end] == quote => at += end + 2,
                _ => return memchr(b'>', &bytes[at..]).map(|end| at + end),
            },
        }
    }
}

/// The value of an attribute in the inside of a tag, its entities resolved.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = tag;
    loop {
        let at = find_ignoring_case(rest, name)?;
        let begins = at == 0
            || rest.as_bytes()[at - 1].is_ascii_whitespace()
            || matches!(rest.as_bytes()[at - 1], b'"' | b'\'');
        let after = rest.get(at + name.len()..)?;
        if let Some(value) = after.trim_start().strip_prefix('=').filter(|_| begins) {
            let value = value.trim_start();
            let inside = match value.as_bytes().first()? {
                quote @ (b'"' | b'\'') => {
                    let end = memchr(*quote, &value.as_bytes()[1..])?;
                    &value[1..=end]
                }
                _ => value.split(|letter: char| letter.is_ascii_whitespace()).next()?,
            };
            return Some(entities(inside));
        }
        rest = after;
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), wanted.as_bytes());
    let (first, rest) = wanted.split_first()?;
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut at = 0;
    loop {
        at += memchr2(lower, upper, bytes.get(at..)?)? + 1;
        if bytes.get(at..at + rest.len())?.eq_ignore_ascii_case(rest) {
            return Some(at - 1);
        }
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 22] = [
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "figcaption",
        "main",
    ];
    BLOCKS.contains(&name.trim_end_matches('/'))
}

fn line_ends(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds text, runs of white space as one space.
fn add_text(out: &mut String, html: &str) {
    for (at, word) in entities(html).split([' ', '\n', '\r', '\t']).enumerate() {
        if at > 0 && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn folded(html: &str) -> String {
    let mut out = String::new();
    add_text(&mut out, html);
    out.truncate(out.trim_end().len());
    out
}

/// Resolves the entities of XML, the usual ones of HTML, and numeric ones; others stay.
pub(crate) fn entities(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 12;
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(rest.get(1..end)?)?, end))) {
            Some((letter, end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    const NAMED: [(&str, char); 30] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("ecirc", 'ê'),
        ("agrave", 'à'),
        ("acirc", 'â'),
        ("ccedil", 'ç'),
        ("ocirc", 'ô'),
        ("ucirc", 'û'),
        ("ugrave", 'ù'),
        ("icirc", 'î'),
        ("iuml", 'ï'),
        ("euml", 'ë'),
        ("Eacute", 'É'),
        ("Agrave", 'À'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("rdquo", '”'),
        ("ldquo", '“'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("euro", '€'),
    ];
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_words_and_lines_and_loses_the_markup() {
        assert_eq!(
            text(
                "<p>Salut <b>&agrave;</b>\n tous&nbsp;! a < b &foo; &#233;</p><p>Deux<br/>trois<script>x<y</script></p><!-- no -->"
            ),
            "Salut à tous ! a < b &foo; é\nDeux\ntrois"
        );
        assert_eq!(text("<a title='d'accord'>x</a>"), "x");
        assert_eq!(text("a<"), "a<");
        assert_eq!(text("<p unclosed"), "");
    }

    #[test]
    fn a_page_says_what_its_head_says() {
        let page = page(
            "<!doctype html><HTML lang=fr><head><Title>Le\n port</title><meta property=\"article:published_time\" content=\"2027-04-01T10:00:00+02:00\"><link rel=canonical href='https://gazette.example/a'></head><body>Texte <a href=\"https://autre.example/?a&amp;b\">ici</a></body>",
            9,
        );
        assert_eq!(page.text, "Texte ici");
        assert_eq!(page.title.as_deref(), Some("Le port"));
        assert_eq!(page.language.as_deref(), Some("fr"));
        assert_eq!(page.canonical.as_deref(), Some("https://gazette.example/a"));
        assert_eq!(page.published.as_deref(), Some("2027-04-01T10:00:00+02:00"));
        assert_eq!(page.links, ["https://autre.example/?a&b"]);
    }

    #[test]
    fn a_head_without_its_tag_says_the_same() {
        let page = page(
            "<!DOCTYPE html><html lang=fr><!-- saved --><meta charset=utf-8><title>Le port</title><meta property=article:published_time content=2027-04-01T10:00:00+02:00><link rel=canonical href=https://gazette.example/a><body><p>Texte",
            100,
        );
        assert_eq!(page.text, "Texte");
        assert_eq!(page.title.as_deref(), Some("Le port"));
        assert_eq!(page.language.as_deref(), Some("fr"));
        assert_eq!(page.canonical.as_deref(), Some("https://gazette.example/a"));
        assert_eq!(page.published.as_deref(), Some("2027-04-01T10:00:00+02:00"));
    }

    #[test]
    fn a_limit_cuts_between_letters() {
        assert_eq!(page("ééé", 3).text, "é");
    }
}
