//! Pseudonyms of the texts of many rows, made together because that is far cheaper than one by one.
//!
//! A row takes the number of its text; the keys are made when the rows are handed over.

use vigie_kernels::hash::keyed_128;
use vigie_model::key::KeyKind;
use vigie_model::{Key, PersonKeys};

/// Texts of one kind that wait for their keys.
#[derive(Default)]
pub(super) struct Waiting {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Waiting {
    /// Takes a text inside its space (the parts of its name one after the other); gives its number.
    pub(super) fn push(&mut self, space: &[&str], text: &str) -> usize {
        for part in space {
            self.bytes.extend_from_slice(part.as_bytes());
        }
        // As `PersonKeys::key_in` joins them.
        self.bytes.push(0);
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
        self.ends.len() - 1
    }

    /// The keys of all texts by number; then nothing waits.
    pub(super) fn keys(&mut self, keys: &PersonKeys, kind: KeyKind) -> Vec<i64> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts: Vec<&[u8]> =
            starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end]).collect();
        let mut digests = Vec::with_capacity(texts.len());
        keyed_128(keys.hashing_key(kind), &texts, &mut digests);
        self.bytes.clear();
        self.ends.clear();
        digests.iter().map(|digest| Key::of_digest(digest).0).collect()
    }
}

/// The texts of rows of publications and shares.
#[derive(Default)]
pub(super) struct Named {
    pub(super) accounts: Waiting,
    pub(super) objects: Waiting,
}

/// The keys of what was [`Named`], by number.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) accounts: Vec<i64>,
    pub(super) objects: Vec<i64>,
}

impl Named {
    /// The account: its id inside its platform.
    pub(super) fn account(&mut self, platform: Option<&str>, account: &str) -> usize {
        self.accounts.push(&[platform.unwrap_or("")], account)
    }

    /// The publication: its id inside its platform.
    pub(super) fn publication(&mut self, platform: Option<&str>, native_id: &str) -> usize {
        self.objects.push(&["publication of ", platform.unwrap_or("")], native_id)
    }

    /// An object inside its layer.
    pub(super) fn object(&mut self, layer: &str, name: &str) -> usize {
        self.objects.push(&[layer], name)
    }

    /// The keys of all; then nothing waits.
    pub(super) fn keys(&mut self, keys: &PersonKeys) -> Keys {
        Keys {
            accounts: self.accounts.keys(keys, KeyKind::Account),
            objects: self.objects.keys(keys, KeyKind::Object),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_made_together_are_those_made_alone() {
        let person = PersonKeys::from_secret(&[1; 32]);
        let mut named = Named::default();
        for round in 0..3 {
            let long = "é".repeat(900);
            let numbers = [
                named.account(Some("chirp"), "alice"),
                named.account(None, "alice"),
                named.account(None, &long),
            ];
            let objects = [
                named.publication(Some("chirp"), "17"),
                named.object("link", "https://a.example/"),
            ];
            let keys = named.keys(&person);
            let alone =
                |space, text: &str| person.key_in(KeyKind::Account, space, text.as_bytes()).0;
            assert_eq!(
                numbers.map(|number| keys.accounts[number]),
                [alone("chirp", "alice"), alone("", "alice"), alone("", &long)],
                "round {round}"
            );
            let alone =
                |space, text: &str| person.key_in(KeyKind::Object, space, text.as_bytes()).0;
            assert_eq!(
                objects.map(|number| keys.objects[number]),
                [alone("publication of chirp", "17"), alone("link", "https://a.example/")]
            );
        }
    }
}
