//! Takes out of a text what differs between two runs and says nothing: folders and random ids.
//!
//! Durations need no care: what the product shows comes from its clock, which tests fix.

use std::collections::HashMap;

/// Replaces folders and ids by names that stay the same from run to run. Ids are numbered in the
/// order in which they first come up, over all texts that pass one normaliser, so that a snapshot
/// shows that `explain` speaks of the finding that `detect` printed.
#[derive(Default)]
pub struct Normaliser {
    literal: Vec<(String, String)>,
    numbers: HashMap<String, usize>,
    counts: HashMap<char, usize>,
}

/// Ids are cut to ten hexadecimal digits where space is short; those ten name them here.
const SHORT: usize = 10;
/// The letters in front of ids and pseudonyms, and the sign in front of revisions.
const LETTERS: &str = "SFGAOLIBNMC@";

impl Normaliser {
    /// Knows no folder yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Knows the folders of a sealed place.
    #[must_use]
    pub fn of(place: &crate::Sealed) -> Self {
        let mut known = Self::new();
        for (folder, name) in [
            (place.folder(), "[project]"),
            (place.home(), "[home]"),
            (place.root().to_path_buf(), "[root]"),
        ] {
            // The operating system may name a folder by its real path.
            if let Ok(real) = folder.canonicalize() {
                known.replace(&real.to_string_lossy(), name);
            }
            known.replace(&folder.to_string_lossy(), name);
        }
        known
    }

    /// Replaces a text wherever it stands. Longer texts should come first.
    pub fn replace(&mut self, text: &str, by: &str) {
        self.literal.push((text.to_owned(), by.to_owned()));
    }

    /// The text without what differs.
    pub fn normalise(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for (literal, name) in &self.literal {
            text = text.replace(literal.as_str(), name);
        }
        self.number_ids(&text)
    }

    fn number_ids(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let (mut inside_word, mut after_id) = (false, false);
        while let Some(letter) = rest.chars().next() {
            // A revision follows its finding without a space.
            let possible = !inside_word || (after_id && letter == '@');
            let id = if possible { id_at(rest) } else { None };
            after_id = id.is_some();
            if let Some((digits, length)) = id {
                let number = self.number(letter, digits);
                out.push(letter);
                if letter != '@' {
                    out.push('-');
                }
                out.push_str(&format_number(number));
                rest = &rest[length..];
                inside_word = true;
            } else {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
                inside_word = letter.is_alphanumeric() || letter == '-';
            }
        }
        out
    }

    fn number(&mut self, letter: char, digits: &str) -> usize {
        let key = format!("{letter}{}", &digits[..SHORT]);
        let counts = &mut self.counts;
        *self.numbers.entry(key).or_insert_with(|| {
            let count = counts.entry(letter).or_default();
            *count += 1;
            *count
        })
    }
}

fn format_number(number: usize) -> String {
    format!("[{number}]")
}

/// The digits of the id with which `text` begins, and how long it is with its letter.
fn id_at(text: &str) -> Option<(&str, usize)> {
    let letter = text.chars().next().filter(|letter| LETTERS.contains(*letter))?;
    let prefix = if letter == '@' { 1 } else { 2 };
    let rest = text.get(prefix..)?;
    if letter != '@' && text.as_bytes().get(1) != Some(&b'-') {
        return None;
    }
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let digits = rest.bytes().take_while(is_digit).count();
    let ends = !rest[digits..].starts_with(|next: char| next.is_ascii_alphanumeric());
    (ends && matches!(digits, SHORT | 16 | 32)).then(|| (&rest[..digits], prefix + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_number_short_or_whole_and_from_text_to_text() {
        let mut normaliser = Normaliser::new();
        let first = normaliser.normalise(
            "F-00112233445566778899aabbccddeeff@0123456789abcdef rests on S-aaaaaaaaaaaaaaaa \
             and S-bbbbbbbbbb, about A-0000000000000007",
        );
        assert_eq!(first, "F-[1]@[1] rests on S-[1] and S-[2], about A-[1]");
        let second = normaliser.normalise("explain F-0011223344, then F-ffffffffff@0123456789");
        assert_eq!(second, "explain F-[1], then F-[2]@[1]");
    }

    #[test]
    fn what_only_looks_like_an_id_stays() {
        let text = "F-12 S-xyz UTF-0011223344 mail a@bcdef commit 17 B-2027-05-04-1 F-00112233445";
        assert_eq!(Normaliser::new().normalise(text), text);
    }

    #[test]
    fn folders_become_names() {
        let place = crate::Sealed::new("/bin/true").unwrap();
        let mut normaliser = Normaliser::of(&place);
        let text =
            format!("{}/posts.csv and {}/.vigie", place.folder().display(), place.home().display());
        assert_eq!(normaliser.normalise(&text), "[project]/posts.csv and [home]/.vigie");
    }
}
