//! Where the values of a JSON object stand, for masking.
//!
//! What is not known to be open is masked, its key included: a key may be a name too.

use std::ops::Range;

use super::{Node, Picker};

/// The stretches of an object that are not among the open fields, and what the caller said about
/// the slots of each; `None` when the text is no object.
///
/// `open` tells whether a slot may be shown. A key that is part of the path to an open field stays.
pub(crate) fn masked(
    picker: &Picker,
    text: &str,
    open: &dyn Fn(usize) -> bool,
) -> Option<Vec<(Range<usize>, Vec<usize>)>> {
    // The walk below trusts the text to be JSON of bounded depth.
    picker.pick(text).ok()?;
    let mut walk = Walk { text: text.as_bytes(), at: 0, open, found: Vec::new() };
    walk.value(picker.root());
    Some(walk.found)
}

struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    open: &'a dyn Fn(usize) -> bool,
    found: Vec<(Range<usize>, Vec<usize>)>,
}

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.text.get(self.at)?, b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    /// An object, or a list of them, on the path to mapped fields.
    fn value(&mut self, node: &Node) {
        match self.peek() {
            Some(b'{') => self.object(node),
            Some(b'[') => self.list(node),
            _ => {
                let range = self.skip();
                self.mask(range, &[]);
            }
        }
    }

    fn list(&mut self, node: &Node) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b']' => {
                    self.at += 1;
                    return;
                }
                b',' => self.at += 1,
                _ => self.value(node),
            }
        }
    }

    fn object(&mut self, node: &Node) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'}' => {
                    self.at += 1;
                    return;
                }
                b',' => self.at += 1,
                _ => self.member(node),
            }
        }
    }

    fn member(&mut self, node: &Node) {
        let key = self.skip();
        if self.peek() == Some(b':') {
            self.at += 1;
        }
        self.peek();
        let inside = key.start + 1..key.end.saturating_sub(1);
        let name = self.text.get(inside).and_then(|name| std::str::from_utf8(name).ok());
        let child = name.and_then(|name| node.find(&super::unescaped(name)));
        let Some((_, child)) = child.and_then(|at| node.children.get(at)) else {
            let value = self.skip();
            self.mask(key.start..value.end, &[]);
            return;
        };
        if child.slots.is_empty() {
            self.value(child);
            return;
        }
        let value = self.skip();
        let is_open =
            child.children.is_empty() && child.slots.iter().all(|slot| (self.open)(*slot));
        if !is_open {
            let closed: Vec<_> =
                child.slots.iter().copied().filter(|slot| !(self.open)(*slot)).collect();
            self.mask(value, &closed);
        }
    }

    fn mask(&mut self, range: Range<usize>, slots: &[usize]) {
        let is_string = self.text.get(range.start) == Some(&b'"') && !slots.is_empty();
        let range = if is_string { range.start + 1..range.end.saturating_sub(1) } else { range };
        if !range.is_empty() {
            self.found.push((range, slots.to_vec()));
        }
    }

    /// Passes over one value or key.
    fn skip(&mut self) -> Range<usize> {
        self.peek();
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'"' => {
                    self.skip_string();
                    if depth == 0 {
                        break;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth <= 1 => {
                    // At depth 0 it closes what surrounds this value, a number or a word.
                    self.at += depth;
                    break;
                }
                b'}' | b']' => depth -= 1,
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
        // Always forward, whatever stands there.
        self.at = self.at.max(start + 1).min(self.text.len());
        start..self.at
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => return,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paths: &[&str], open: &[usize], text: &str) -> String {
        let mut picker = Picker::default();
        for (slot, path) in paths.iter().enumerate() {
            picker.add(path, slot);
        }
        let Some(spans) = masked(&picker, text, &|slot| open.contains(&slot)) else {
            return "unreadable".to_owned();
        };
        let mut out = text.to_owned();
        for (range, _) in spans.iter().rev() {
            out.replace_range(range.clone(), "█");
        }
        out
    }

    #[test]
    fn only_open_fields_stay() {
        let text = r#"{"id": 7, "user":{"id":"u1","name":"Ada \" B"} ,"text":"Salut","x":[1,{"y":"z"}], "n":null}"#;
        assert_eq!(
            shown(&["id", "user.id", "text"], &[0], text),
            r#"{"id": 7, "user":{"id":"█",█} ,"text":"█",█, █}"#
        );
        assert_eq!(shown(&["user", "user.id"], &[1], text).matches('█').count(), 5);
        assert_eq!(
            shown(&["urls.u"], &[0], r#"{"urls":[{"u":"a","v":"b"},3]}"#),
            r#"{"urls":[{"u":"a",█},█]}"#
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_shown() {
        assert_eq!(shown(&["id"], &[0], r#"{"id":"#), "unreadable");
        assert_eq!(shown(&["id"], &[0], "[1]"), "unreadable");
    }
}
