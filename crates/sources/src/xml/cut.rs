//! Cuts the elements of some names out of an XML document as it arrives.
//!
//! Comments and CDATA are passed over. An element that begins inside another of its kind shows that
//! the first never ended: it is broken.

use memchr::{memchr, memchr_iter, memmem};

use crate::lines::keep_start;
use crate::record::Raw;
use crate::{KEPT_OF_TOO_LONG, MAX_RECORD};

/// What stands in a stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// An element, from its start tag to its end tag.
    Element,
    /// What stands between elements; its bytes are not kept.
    Between,
    /// An element without end before the next begins.
    Broken,
    TooLong,
    /// The stream ended inside it.
    Truncated,
    /// A whole stream without any element.
    Nothing,
}

/// How far ahead a name and what follows it can be told.
const AHEAD: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Markup,
    Comment,
    Cdata,
}

/// The state between two chunks.
pub(crate) struct Cut {
    names: &'static [&'static str],
    state: State,
    /// The name of the element that is open.
    inside: Option<&'static str>,
    hold: Vec<u8>,
    /// Bytes of the present stretch that were let go from the front of `hold`.
    gone: u64,
    /// The beginning of the stretch, where it was let go.
    start: Vec<u8>,
    /// Everything in `hold` before here was looked at.
    seen: usize,
    offset: u64,
    line: u64,
    /// Newlines in what was let go.
    lines: u64,
    found_any: bool,
    is_blank: bool,
}

impl Cut {
    pub(crate) const fn new(names: &'static [&'static str], offset: u64) -> Self {
        Self {
            names,
            state: State::Markup,
            inside: None,
            hold: Vec::new(),
            gone: 0,
            start: Vec::new(),
            seen: 0,
            offset,
            line: 1,
            lines: 0,
            found_any: false,
            is_blank: true,
        }
    }

    /// Takes the next bytes and hands over every stretch that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw<'_>, Piece)) {
        for block in bytes.chunks(256 << 10) {
            self.hold.extend_from_slice(block);
            while self.step(false, each) {}
            self.let_go();
        }
    }

    /// The stream ended.
    pub(crate) fn finish(&mut self, each: &mut impl FnMut(Raw<'_>, Piece)) {
        while self.step(true, each) {}
        self.seen = self.hold.len();
        let piece = match self.inside {
            Some(_) => Piece::Truncated,
            None if self.found_any => Piece::Between,
            None => {
                self.is_blank &= self.hold.trim_ascii().is_empty();
                if self.is_blank { Piece::Between } else { Piece::Nothing }
            }
        };
        self.give(self.hold.len(), piece, each);
    }

    /// Looks at the next mark; whether there was one.
    fn step(&mut self, at_end: bool, each: &mut impl FnMut(Raw<'_>, Piece)) -> bool {
        let rest = &self.hold[self.seen..];
        let close: &[u8] = match self.state {
            State::Comment => b"-->",
            State::Cdata => b"]]>",
            State::Markup => b"",
        };
        if !close.is_empty() {
            let Some(end) = memmem::find(rest, close) else {
                self.seen += rest.len().saturating_sub(close.len() - 1);
                return false;
            };
            self.seen += end + close.len();
            self.state = State::Markup;
            return true;
        }
        let Some(at) = memchr(b'<', rest) else {
            self.seen = self.hold.len();
            return false;
        };
        self.seen += at;
        let mark = &self.hold[self.seen..];
        if mark.len() < AHEAD && !at_end {
            return false;
        }
        if mark.starts_with(b"<!--") {
            (self.state, self.seen) = (State::Comment, self.seen + 4);
        } else if mark.starts_with(b"<![CDATA[") {
            (self.state, self.seen) = (State::Cdata, self.seen + 9);
        } else if let Some(name) = self.names.iter().copied().find(|name| begins(&mark[1..], name))
        {
            let before = if self.inside.is_some() { Piece::Broken } else { Piece::Between };
            self.give(self.seen, before, each);
            (self.inside, self.found_any, self.seen) = (Some(name), true, 1);
        } else if let Some(name) = self.inside
            && mark.get(1) == Some(&b'/')
            && begins(&mark[2..], name)
        {
            let Some(end) = memchr(b'>', mark) else { return false };
            self.inside = None;
            self.give(self.seen + end + 1, Piece::Element, each);
        } else {
            self.seen += 1;
        }
        true
    }

    /// Hands over what stands before `end` in `hold`.
    fn give(&mut self, end: usize, piece: Piece, each: &mut impl FnMut(Raw<'_>, Piece)) {
        let length = self.gone + end as u64;
        if length > 0 {
            let is_long = length > MAX_RECORD as u64;
            let piece = if is_long && piece == Piece::Element { Piece::TooLong } else { piece };
            let is_cut = is_long || piece != Piece::Element;
            keep_first(&mut self.start, &self.hold[..end], is_cut);
            let bytes: &[u8] = match piece {
                Piece::Between => &[],
                _ if is_cut => &self.start,
                _ => &self.hold[..end],
            };
            each(Raw { offset: self.offset, line: self.line, length, bytes }, piece);
            self.offset += length;
            self.line += self.lines + memchr_iter(b'\n', &self.hold[..end]).count() as u64;
        }
        self.hold.drain(..end);
        self.start.clear();
        (self.gone, self.lines, self.seen) = (0, 0, 0);
    }

    /// Keeps no more than can matter: nothing between elements, the beginning of what is too long.
    fn let_go(&mut self) {
        let is_long = self.gone + self.hold.len() as u64 > MAX_RECORD as u64;
        if self.inside.is_some() && !is_long {
            return;
        }
        let gone = &self.hold[..self.seen];
        self.is_blank &= gone.trim_ascii().is_empty();
        keep_first(&mut self.start, gone, true);
        self.lines += memchr_iter(b'\n', gone).count() as u64;
        self.gone += gone.len() as u64;
        self.hold.drain(..self.seen);
        self.seen = 0;
    }
}

fn keep_first(start: &mut Vec<u8>, bytes: &[u8], is_wanted: bool) {
    if is_wanted && start.len() < KEPT_OF_TOO_LONG {
        keep_start(start, bytes);
    }
}

/// Whether a tag of that name begins here.
fn begins(mark: &[u8], name: &str) -> bool {
    mark.starts_with(name.as_bytes())
        && matches!(mark.get(name.len()), Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/'))
}

/// The name of the first element of a document, with its prefix; empty when it is no XML.
pub(crate) fn root(head: &[u8]) -> String {
    let mut rest = head.trim_ascii_start();
    loop {
        let close: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'!', ..] => b">",
            [b'<', inside @ ..] => {
                let is_name =
                    |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-');
                let name = inside.iter().take_while(|byte| is_name(byte));
                return name.map(|byte| char::from(*byte)).collect();
            }
            _ => return String::new(),
        };
        let Some(end) = memmem::find(rest, close) else { return String::new() };
        rest = rest[end + close.len()..].trim_ascii_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<String> {
        let mut cut = Cut::new(&["item", "entry"], 0);
        let mut seen = Vec::new();
        let mut each = |raw: Raw<'_>, piece: Piece| {
            let shown = raw.bytes[..raw.bytes.len().min(30)].escape_ascii();
            seen.push(format!("{}+{} #{} {piece:?} {shown}", raw.offset, raw.length, raw.line));
        };
        for chunk in chunks {
            cut.feed(chunk, &mut each);
        }
        cut.finish(&mut each);
        seen
    }

    fn cut_everywhere(bytes: &[u8]) -> Vec<String> {
        let whole = cut(&[bytes]);
        for size in [1, 2, 3, 7, 25] {
            assert_eq!(cut(&bytes.chunks(size).collect::<Vec<_>>()), whole, "cut in {size}s");
        }
        whole
    }

    #[test]
    fn elements_are_cut_out_whatever_stands_in_comments_and_cdata() {
        assert_eq!(
            cut_everywhere(b"<rss>\n<!-- <item> --><items/><item a=''>\n<![CDATA[</item>]]></item >\n<item>x<entry>y</entry>z<item>"),
            [
                "0+29 #1 Between ",
                "29+39 #2 Element <item a=\\'\\'>\\n<![CDATA[</item>]]",
                "68+1 #3 Between ",
                "69+7 #4 Broken <item>x",
                "76+16 #4 Element <entry>y</entry>",
                "92+1 #4 Between ",
                "93+6 #4 Truncated <item>",
            ]
        );
    }

    #[test]
    fn a_document_without_elements_is_no_silence() {
        assert_eq!(cut_everywhere(b"<html></html>"), ["0+13 #1 Nothing <html></html>"]);
        assert_eq!(cut_everywhere(b" \n"), ["0+2 #1 Between "]);
    }

    #[test]
    fn an_element_without_end_is_counted() {
        let long =
            [b"<item>".as_slice(), &vec![b'x'; MAX_RECORD], b"</item><item></item>"].concat();
        let seen = cut(&[&long]);
        assert!(seen[0].starts_with("0+8388621 #1 TooLong <item>xxx"), "{}", &seen[0][..40]);
        assert_eq!(seen[1], "8388621+13 #1 Element <item></item>");
        assert_eq!(cut(&long.chunks(60_001).collect::<Vec<_>>()), seen);
    }
}
