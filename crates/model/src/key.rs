//! Pseudonyms: the keyed hash that stands for a person, an address or an object in every join.

use crate::hash::{FieldHasher, first};

/// A 64-bit pseudonym. Equal text of one kind under one key file gives an equal key; without the
/// key file the text cannot be found again by trying candidates. With 100 million people the
/// chance that any two share a key is below 3 in 10,000.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(pub i64);

/// What a pseudonym stands for. Keys of different kinds never meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// An account on a platform (the platform is part of the text).
    Account,
    /// A shared object: link, hashtag, domain, image (the layer is part of the text).
    Object,
    /// The source address of a request or a login.
    Address,
    /// A login name.
    Login,
}

/// The keys of one installation, read from a file that lies outside the lake.
#[derive(Clone)]
pub struct PersonKeys([[u8; 32]; 4]);

impl PersonKeys {
    /// Derives one hashing key for each kind from the secret.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(
            ["account", "object", "address", "login"].map(|kind| {
                FieldHasher::new("vigie person key v1").field(secret).field(kind).finish()
            }),
        )
    }

    /// The key under which texts of a kind are hashed, for whoever hashes many at once.
    #[must_use]
    pub const fn hashing_key(&self, kind: KeyKind) -> &[u8; 32] {
        &self.0[kind as usize]
    }

    /// The pseudonym of `text`: the first 64 bits of `blake3::keyed_hash`.
    #[must_use]
    pub fn key(&self, kind: KeyKind, text: &[u8]) -> Key {
        let digest = blake3::keyed_hash(&self.0[kind as usize], text);
        Key(i64::from_le_bytes(first(digest.as_bytes())))
    }

    /// The pseudonym of a text that only has a meaning inside a space: an account id on a
    /// platform, an object in a layer.
    #[must_use]
    pub fn key_in(&self, kind: KeyKind, space: &str, text: &[u8]) -> Key {
        let mut joined = Vec::with_capacity(space.len() + 1 + text.len());
        joined.extend_from_slice(space.as_bytes());
        joined.push(0);
        joined.extend_from_slice(text);
        self.key(kind, &joined)
    }
}

impl Key {
    /// The pseudonym whose text has this digest under the key of its kind.
    #[must_use]
    pub fn of_digest(digest: &[u8; 16]) -> Self {
        let (half, _) = digest.split_at(8);
        Self(half.try_into().map_or(0, i64::from_le_bytes))
    }

    /// How a pseudonym is shown: a letter for its kind and 16 hexadecimal digits.
    #[must_use]
    pub fn shown(self, letter: char) -> String {
        format!("{letter}-{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_golden_and_kinds_apart() {
        let keys = PersonKeys::from_secret(&[7; 32]);
        insta::assert_snapshot!(keys.key(KeyKind::Account, b"alice").shown('A'), @"A-98636e1056a86c97");
        assert_ne!(keys.key(KeyKind::Account, b"alice"), keys.key(KeyKind::Login, b"alice"));
        let digest = blake3::keyed_hash(keys.hashing_key(KeyKind::Login), b"alice");
        let half = first(digest.as_bytes());
        assert_eq!(Key::of_digest(&half), keys.key(KeyKind::Login, b"alice"));
        assert_ne!(
            keys.key_in(KeyKind::Account, "x", b"y"),
            PersonKeys::from_secret(&[8; 32]).key_in(KeyKind::Account, "x", b"y")
        );
    }
}
