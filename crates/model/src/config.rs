//! Small value types that configuration and several crates share.

/// The audience that a rendered text is for. The rendering gate decides by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// The default: restricted spans are masked.
    Screen,
    /// The same text after a recorded reveal with a reason.
    Revealed,
    /// What leaves the house: restricted spans are masked, sealed matter is code.
    Export,
}

/// How wide a memory limit is, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Bytes(pub u64);

impl Bytes {
    /// Reads `512MB`, `1 GB`, `64MiB` or plain bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number: u64 = text[..digits].parse().ok()?;
        let factor: u64 = match text[digits..].trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "k" | "kb" => 1_000,
            "kib" => 1 << 10,
            "m" | "mb" => 1_000_000,
            "mib" => 1 << 20,
            "g" | "gb" => 1_000_000_000,
            "gib" => 1 << 30,
            _ => return None,
        };
        number.checked_mul(factor).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn sizes_are_read() {
        assert_eq!(Bytes::parse("1 GB"), Some(Bytes(1_000_000_000)));
        assert_eq!(Bytes::parse("64MiB"), Some(Bytes(64 << 20)));
        assert_eq!(Bytes::parse("99999999999999999999"), None);
        assert_eq!(Bytes::parse("12 parsecs"), None);
    }
}
