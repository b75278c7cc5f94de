//! How records stand in a stream of JSON: by line, in a list, or inside documents.

use memchr::memchr;

use super::places::Place;

/// What the head of a stream of JSON is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// One object a line.
    Lines,
    /// Objects in a list, or one after the other over several lines.
    Objects,
    /// Documents that hold lists of records.
    Documents,
}

/// Bytes after which the form must be known.
pub(crate) const HEAD: usize = 64 << 10;

/// The form, once enough of the stream is known: the first of its top keys that begins a place
/// decides, or the end of its first object.
pub(crate) fn form(head: &[u8], at_end: bool, places: &[Place]) -> Option<Form> {
    let must = at_end || head.len() >= HEAD;
    let head = &head[..head.len().min(HEAD)];
    let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    match head.get(blank) {
        Some(b'{') => {}
        Some(b'[') => return Some(Form::Objects),
        Some(_) => return Some(Form::Lines),
        None => return must.then_some(Form::Lines),
    }
    let (mut depth, mut at, mut key) = (0_usize, blank, &head[..0]);
    while let Some(byte) = head.get(at) {
        match byte {
            b'"' => {
                let Some(length) = string_end(&head[at + 1..]) else { break };
                key = &head[at + 1..at + length];
                at += length;
            }
            b'{' | b'[' => {
                let begins =
                    |place: &Place| place.first().is_some_and(|first| first.as_bytes() == key);
                if depth == 1 && !key.is_empty() && places.iter().any(begins) {
                    return Some(Form::Documents);
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(lines_or_objects(&head[blank..at]));
                }
            }
            b',' => key = &[],
            _ => {}
        }
        at += 1;
    }
    must.then(|| lines_or_objects(&head[blank..]))
}

fn lines_or_objects(first: &[u8]) -> Form {
    if memchr(b'\n', first).is_some() { Form::Objects } else { Form::Lines }
}

/// Where the quote that ends a string stands, counted from the one that opened it.
fn string_end(inside: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match inside.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: &[Place] = &[&["messages"], &["chats", "list", "messages"]];

    #[test]
    fn the_form_follows_from_the_first_object() {
        let form_of = |text: &str| form(text.as_bytes(), true, PLACES);
        assert_eq!(form_of(r#"{"name":{"messages":[]},"messages":[{"#), Some(Form::Documents));
        assert_eq!(form_of("{\"a\":\"messages\"}\n{"), Some(Form::Lines));
        assert_eq!(form_of("{\"a\":\n1}\n{"), Some(Form::Objects));
        assert_eq!(form_of("\n[{"), Some(Form::Objects));
        assert_eq!(form_of("text"), Some(Form::Lines));
        assert_eq!(form(b"{\"a\":1", false, PLACES), None);
    }
}
