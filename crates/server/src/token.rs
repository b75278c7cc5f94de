//! The token of one start: who read the page may change things, nobody else.

use crate::ServerError;

/// 256 random bits in hexadecimal.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// A new one.
    pub(crate) fn random() -> Result<Self, ServerError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| ServerError::Random)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// A known one, for tests.
    pub(crate) fn known(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it stands in the page.
    pub(crate) fn shown(&self) -> &str {
        &self.0
    }

    /// Whether `given` is it. How long the answer takes says nothing about where they differ:
    /// hashes are compared (blake3's equality takes constant time), not texts.
    pub(crate) fn matches(&self, given: &[u8]) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_match_only_themselves() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.shown().len(), 64);
        assert!(one.matches(one.shown().as_bytes()));
        assert!(!one.matches(other.shown().as_bytes()));
        assert!(!one.matches(b""));
        assert!(!one.matches(&one.shown().as_bytes()[..63]));
    }
}
