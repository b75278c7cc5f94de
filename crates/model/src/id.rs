//! What names a thing: `S-` signals, `F-` findings with their `@` revisions, and segments.
//!
//! **Signals.** A signal is one record of one *stream* as one *reading* saw it. Its id is made
//! from the reading (source, mapping, header, host), the record's own bytes and its *occurrence*:
//! how many equal records came before it in the same stream. From that alone follow the rules of
//! the design: the same bytes read again, rotated, recompressed or grown give the same ids; equal
//! records in one stream are distinct; across overlapping streams of one host equal records are
//! kept at the largest count in any one stream. No position in a file takes part, so an overlap
//! needs no alignment.

use std::fmt;
use std::str::FromStr;

use crate::hash::{FieldHasher, first, from_hex, to_hex};
use crate::time::Cell;

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl $name {
            /// The letters in front of the hexadecimal digits.
            pub const PREFIX: &'static str = $prefix;

            /// The id cut to ten digits, as shown where space is short.
            #[must_use]
            pub fn short(&self) -> String {
                let hex = to_hex(&self.0);
                format!("{}{}", $prefix, &hex[..hex.len().min(10)])
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}{}", $prefix, to_hex(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix($prefix)
                    .and_then(from_hex)
                    .map(Self)
                    .ok_or_else(|| NotAnId { text: text.to_owned(), prefix: $prefix })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_id!(
    /// One observed record: `S-` and 128 bits.
    SignalId, 16, "S-"
);
hex_id!(
    /// One computed pattern about one subject in one anchor cell: `F-` and 128 bits.
    FindingId, 16, "F-"
);
hex_id!(
    /// One state of a finding: `@` and 64 bits.
    Revision, 8, "@"
);
hex_id!(
    /// A run of consecutive bytes of a stream, named by its content: `G-` and 128 bits.
    SegmentId, 16, "G-"
);

/// The text is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a full {prefix} id")]
pub struct NotAnId {
    text: String,
    prefix: &'static str,
}

/// The reading that a record was seen through, as a hashing key. Two readings never share ids.
#[derive(Clone, Copy)]
pub struct SignalScope([u8; 32]);

impl SignalScope {
    /// `source` is the parser's id, `reading` its canonical options (mapping, header, separator),
    /// `host` the label of the machine or export that the stream came from.
    #[must_use]
    pub fn new(source: &str, reading: &str, host: &str) -> Self {
        Self(FieldHasher::new("vigie signal v1").field(source).field(reading).field(host).finish())
    }

    /// The key under which records are hashed, for whoever hashes many at once.
    #[must_use]
    pub const fn hashing_key(&self) -> &[u8; 32] {
        &self.0
    }

    /// 128 bits that name the record's bytes inside this scope: the first half of
    /// `blake3::keyed_hash`.
    #[must_use]
    pub fn record(&self, bytes: &[u8]) -> [u8; 16] {
        first(blake3::keyed_hash(&self.0, bytes).as_bytes())
    }

    /// The id of the `occurrence`-th (from 0) record with this hash in one stream. The first
    /// occurrence costs no further hashing: it is the record hash itself.
    #[must_use]
    pub fn signal(&self, record: [u8; 16], occurrence: u32) -> SignalId {
        if occurrence == 0 {
            return SignalId(record);
        }
        let mut bytes = [0; 20];
        bytes[..16].copy_from_slice(&record);
        bytes[16..].copy_from_slice(&occurrence.to_le_bytes());
        SignalId(first(blake3::keyed_hash(&self.0, &bytes).as_bytes()))
    }
}

impl SegmentId {
    /// Names a segment by its (decompressed) content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(first(blake3::hash(content).as_bytes()))
    }
}

impl FindingId {
    /// `subject` holds the declared subject fields in order, each as `(name, value)`.
    #[must_use]
    pub fn of(detector: &str, subject: &[(&str, &str)], anchor: Cell) -> Self {
        let mut hasher = FieldHasher::new("vigie finding v1").field(detector);
        hasher.add((subject.len() as u64).to_le_bytes());
        for (name, value) in subject {
            hasher.add(name);
            hasher.add(value);
        }
        hasher.add(anchor.to_string());
        Self(hasher.finish())
    }
}

impl Revision {
    /// `versions` names the detector page and every operator and kernel that took part;
    /// `parameters` and `values` are canonical JSON; `evidence` is the evidence digest.
    #[must_use]
    pub fn of(versions: &str, parameters: &str, values: &str, evidence: &[u8]) -> Self {
        Self(
            FieldHasher::new("vigie revision v1")
                .field(versions)
                .field(parameters)
                .field(values)
                .field(evidence)
                .finish(),
        )
    }
}

/// The digest of a set of signals, whatever their order.
#[must_use]
pub fn evidence_digest(signals: &mut [SignalId]) -> [u8; 16] {
    signals.sort_unstable();
    let mut hasher = FieldHasher::new("vigie evidence v1");
    for signal in signals {
        hasher.add(signal.0);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{CellUnit, Timestamp};

    #[test]
    fn signal_ids_are_golden() {
        let scope = SignalScope::new("web-access", "", "www1");
        let record =
            scope.record(b"192.0.2.1 - - [01/Apr/2027:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5");
        insta::assert_snapshot!(scope.signal(record, 0), @"S-3b8f2ada16682138fd0ee34a1afc0663");
        insta::assert_snapshot!(scope.signal(record, 1), @"S-95b3f41c5903ef3a5febea2c90027775");
        insta::assert_snapshot!(scope.signal(record, 7), @"S-68a9dabaa07156e8000f79bffdc22bda");
        let other = SignalScope::new("web-access", "", "www2");
        assert_ne!(other.record(b"x"), scope.record(b"x"));
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let one = SignalScope::new("ab", "c", "");
        let two = SignalScope::new("a", "bc", "");
        assert_ne!(one.record(b"x"), two.record(b"x"));
    }

    #[test]
    fn finding_ids_are_golden() {
        let at = Timestamp::parse("2027-04-01T10:00:00Z").unwrap();
        let anchor = Cell::containing(CellUnit::Week, at);
        let id = FindingId::of(
            "same-object-together",
            &[("account_a", "1"), ("account_b", "2")],
            anchor,
        );
        insta::assert_snapshot!(id, @"F-d300ea9b962185ab242ae07bd2f792dd");
        insta::assert_snapshot!(Revision::of("v", "{}", "{}", b"e"), @"@963565ce64c4a8b7");
    }

    #[test]
    fn evidence_digest_ignores_order() {
        let (a, b) = (SignalId([1; 16]), SignalId([2; 16]));
        assert_eq!(evidence_digest(&mut [a, b]), evidence_digest(&mut [b, a]));
        assert_ne!(evidence_digest(&mut [a]), evidence_digest(&mut [b]));
    }

    #[test]
    fn ids_read_back() {
        let id = SignalId([7; 16]);
        assert_eq!(id.to_string().parse::<SignalId>(), Ok(id));
        assert!("S-12".parse::<SignalId>().is_err());
        assert!("F-07070707070707070707070707070707".parse::<SignalId>().is_err());
    }
}
