//! Domain-separated, length-prefixed hashing: the one way in which identities are made.
//!
//! BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, *BLAKE3: one function, fast everywhere*,
//! 2020) is used in its `derive_key` and `keyed_hash` modes. Outside text decides what is hashed,
//! so a fast hash without collision resistance would let a stranger choose which lines look equal.

/// Builds a digest from named fields. Each field is preceded by its length, so that moving a byte
/// from one field to the next never gives the same digest.
pub struct FieldHasher(blake3::Hasher);

impl FieldHasher {
    /// `context` names what is being hashed, with its version: `"vigie finding v1"`.
    #[must_use]
    pub fn new(context: &'static str) -> Self {
        Self(blake3::Hasher::new_derive_key(context))
    }

    /// Adds one field.
    #[must_use]
    pub fn field(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.add(bytes);
        self
    }

    /// Adds one field in place.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// The first `N` bytes of the digest (`N` at most 32).
    #[must_use]
    pub fn finish<const N: usize>(self) -> [u8; N] {
        first(self.0.finalize().as_bytes())
    }
}

/// The first `N` bytes of a 32-byte digest.
#[must_use]
pub fn first<const N: usize>(digest: &[u8; 32]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&digest[..N]);
    out
}

/// Lower-case hexadecimal.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Reads exactly `N` bytes of hexadecimal; `None` for any other text.
#[must_use]
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(out)
}
