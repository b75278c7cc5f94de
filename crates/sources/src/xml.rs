//! As much XML as feeds and sitemaps need: elements of a record with their texts and attributes.
//!
//! No entity of a document's own is resolved and no document type read: neither can blow up here.

use std::borrow::Cow;

use memchr::memchr;

use crate::html_text::{attribute, entities};

pub(crate) mod cut;
pub(crate) mod posts;

/// An element inside a record.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// Local names from below the record, with strokes between: `author/name`.
    pub(crate) path: String,
    /// The inside of its start tag.
    tag: &'a str,
    /// All text inside it, entities resolved.
    pub(crate) text: String,
}

impl Element<'_> {
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        attribute(self.tag, name).map(Cow::into_owned).filter(|value| !value.is_empty())
    }
}

/// Elements of a record that are read; those beyond are not.
const MAX_ELEMENTS: usize = 512;
/// Elements deeper than this are part of the text of what holds them.
const MAX_DEPTH: usize = 4;

/// The elements inside the outermost one, in order; a feed's own and any prefix are left out of names.
pub(crate) fn elements(record: &str) -> Vec<Element<'_>> {
    let mut reader = Reader { found: Vec::new(), open: Vec::new() };
    let mut rest = record;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        reader.text(&entities(&rest[..at]));
        let markup = &rest[at..];
        if let Some(inside) = markup.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").unwrap_or(inside.len());
            reader.text(&inside[..end]);
            rest = inside.get(end + 3..).unwrap_or_default();
        } else if let Some(inside) = markup.strip_prefix("<!--") {
            rest = inside.find("-->").map_or("", |end| &inside[end + 3..]);
        } else {
            let Some(end) = tag_end(&markup[1..]) else { break };
            reader.tag(&markup[1..=end]);
            rest = &markup[end + 2..];
        }
    }
    reader.found
}

/// Where a tag ends; quotes in it hide the sign.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    inside.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return true,
            _ => {}
        }
        false
    })
}

struct Reader<'a> {
    found: Vec<Element<'a>>,
    /// Names of open elements and where they stand in `found`; the record itself first.
    open: Vec<(&'a str, Option<usize>)>,
}

impl<'a> Reader<'a> {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        for (_, at) in &self.open {
            if let Some(element) = at.and_then(|at| self.found.get_mut(at)) {
                element.text.push_str(text);
            }
        }
    }

    fn tag(&mut self, tag: &'a str) {
        if let Some(name) = tag.strip_prefix('/') {
            let name = local(name);
            if let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) {
                self.open.truncate(at);
            }
            return;
        }
        if tag.starts_with(['!', '?']) {
            return;
        }
        let name = local(tag);
        let is_kept = !self.open.is_empty()
            && self.open.len() <= MAX_DEPTH
            && self.found.len() < MAX_ELEMENTS;
        let at = is_kept.then(|| {
            let mut path = String::new();
            for (open, _) in &self.open[1..] {
                path.push_str(open);
                path.push('/');
            }
            path.push_str(name);
            self.found.push(Element { path, tag, text: String::new() });
            self.found.len() - 1
        });
        if !tag.ends_with('/') && self.open.len() < 64 {
            self.open.push((name, at));
        }
    }
}

/// The name of a tag without its prefix; prefixes that say what an element is stay with it.
fn local(tag: &str) -> &str {
    let end = tag.find(|letter: char| letter.is_ascii_whitespace() || letter == '/');
    let name = &tag[..end.unwrap_or(tag.len())];
    match name.split_once(':') {
        Some(("media" | "image" | "news" | "video" | "itunes" | "content" | "dc", _)) => name,
        Some((_, local)) => local,
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(record: &str) -> Vec<String> {
        elements(record).iter().map(|e| format!("{}={}", e.path, e.text)).collect()
    }

    #[test]
    fn elements_are_listed_with_their_texts() {
        assert_eq!(
            shown(
                "<item a='>'><title>A &amp; <![CDATA[<b>]]></title><x:author><name>Ada</name></x:author><dc:date>1</dc:date><!-- <no> --><e/></item>"
            ),
            ["title=A & <b>", "author=Ada", "author/name=Ada", "dc:date=1", "e="]
        );
        let link = "<entry><link rel=\"alternate\" href='https://a.example/?a&amp;b'/></entry>";
        assert_eq!(elements(link)[0].attribute("href").as_deref(), Some("https://a.example/?a&b"));
    }

    #[test]
    fn broken_markup_ends_where_it_ends() {
        assert_eq!(shown("<item><a>x</b>y</a></item><c"), ["a=xy"]);
        assert_eq!(shown("<item><![CDATA[x"), Vec::<String>::new());
        assert_eq!(shown("<é>"), Vec::<String>::new());
        assert_eq!(shown("x"), Vec::<String>::new());
    }
}
