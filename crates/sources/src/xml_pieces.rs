//! The texts of a small piece of XML, by the elements that hold them.
//!
//! Not a validating reader: reports come from hundreds of writers. Namespaces, entities of a document
//! type and external things are not followed, so nothing can expand.

use std::borrow::Cow;
use std::ops::Range;

/// How deep elements may nest; deeper texts are given under this depth.
const MAX_DEPTH: usize = 32;

/// What stands in a stretch of XML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// Text between tags, or in a CDATA section.
    Text,
    /// What stands in a tag behind its name.
    Attributes,
    /// A comment, a processing instruction, a document type.
    Aside,
}

/// Hands over each piece with the names of the elements around it, outermost first.
pub(crate) fn pieces<'a>(xml: &'a str, mut each: impl FnMut(&[&'a str], Piece, Range<usize>)) {
    let mut around: Vec<&'a str> = Vec::new();
    let mut at = 0;
    while at < xml.len() {
        let rest = &xml[at..];
        if !rest.starts_with('<') {
            let end = at + rest.find('<').unwrap_or(rest.len());
            give(&around, Piece::Text, xml, at..end, &mut each);
            at = end;
        } else if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let start = at + 9;
            let length = inside.find("]]>");
            let end = start + length.unwrap_or(inside.len());
            give(&around, Piece::Text, xml, start..end, &mut each);
            at = end + length.map_or(0, |_| 3);
        } else if rest.starts_with("<!--") {
            let end = at + rest.find("-->").map_or(rest.len(), |end| end + 3);
            give(&around, Piece::Aside, xml, at..end, &mut each);
            at = end;
        } else {
            let end = at + rest.find('>').map_or(rest.len(), |end| end + 1);
            let tag = xml[at + 1..end].trim_end_matches('>');
            if tag.starts_with(['?', '!']) {
                give(&around, Piece::Aside, xml, at..end, &mut each);
            } else if let Some(name) = tag.strip_prefix('/') {
                let name = local(name.trim_end());
                if let Some(depth) = around.iter().rposition(|open| *open == name) {
                    around.truncate(depth);
                }
            } else {
                open(tag, at + 1, xml, &mut around, &mut each);
            }
            at = end;
        }
    }
}

fn open<'a>(
    tag: &'a str,
    start: usize,
    xml: &str,
    around: &mut Vec<&'a str>,
    each: &mut impl FnMut(&[&'a str], Piece, Range<usize>),
) {
    let is_closed = tag.ends_with('/');
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let name = tag.find(|sign: char| sign.is_ascii_whitespace()).unwrap_or(tag.len());
    let is_followed = around.len() < MAX_DEPTH;
    if is_followed {
        around.push(local(&tag[..name]));
    }
    give(around, Piece::Attributes, xml, start + name..start + tag.len(), each);
    if is_followed && is_closed {
        around.pop();
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

fn give<'a>(
    around: &[&'a str],
    piece: Piece,
    xml: &str,
    range: Range<usize>,
    each: &mut impl FnMut(&[&'a str], Piece, Range<usize>),
) {
    let text = xml.get(range.clone()).unwrap_or_default();
    let start = range.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    if start < end {
        each(around, piece, start..end);
    }
}

/// A text with its references resolved; what is no known reference stays as it stands.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((letter(&rest[1..end])?, end))) {
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

fn letter(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|letter| !letter.is_control())?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> String {
        let mut out = Vec::new();
        pieces(xml, |around, piece, range| {
            out.push(format!("{}={piece:?}:{}", around.join("/"), resolved(&xml[range])));
        });
        out.join(" ")
    }

    #[test]
    fn texts_are_given_with_the_elements_around_them() {
        assert_eq!(
            shown("<a><b>x</b> <x:c y='1'>&lt;&#233;&nbsp;<![CDATA[<d>]]></x:c><e/></a>z"),
            "a/b=Text:x a/c=Attributes:y='1' a/c=Text:<é&nbsp; a/c=Text:<d> =Text:z"
        );
        assert_eq!(
            shown("<?xml v?><!-- <a>1</a> --><a>2"),
            "=Aside:<?xml v?> =Aside:<!-- <a>1</a> --> a=Text:2"
        );
    }

    #[test]
    fn broken_xml_ends_somewhere() {
        assert_eq!(shown("<a><b>1</a>2<"), "a/b=Text:1 =Text:2");
        assert_eq!(shown("</x><a"), "");
        assert_eq!(shown("&#xfffffff;&#0;&"), "=Text:&#xfffffff;&#0;&");
        assert!(shown(&"<a>".repeat(100_000)).is_empty());
    }
}
