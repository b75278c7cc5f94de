//! 32-byte digests, and the one way in which JSON is written to be hashed.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;
use vigie_model::hash::{FieldHasher, from_hex, to_hex};

use crate::ids::{NotAnId, as_text};

/// A BLAKE3 digest of 32 bytes, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first entry of a chain names as its predecessor.
    pub const NONE: Self = Self([0; 32]);

    /// The digest of bytes that are not part of a chain, such as the file of a brief.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of an entry's canonical JSON.
    pub(crate) fn of_entry(canonical: &str) -> Self {
        Self(FieldHasher::new("vigie journal entry v1").field(canonical).finish())
    }

    /// The first 16 digits, as printed at the foot of a brief.
    #[must_use]
    pub fn short(&self) -> String {
        to_hex(&self.0[..8])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&to_hex(&self.0))
    }
}

impl FromStr for Digest {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let read = from_hex(text).map(Self).filter(|digest| digest.to_string() == text);
        read.ok_or_else(|| NotAnId {
            text: text.chars().take(80).collect(),
            wanted: "a digest of 64 hexadecimal digits",
        })
    }
}

as_text!(Digest);

/// JSON without spaces, with the names of each object in byte order. Only integers, texts,
/// booleans, lists and objects occur in entries, so that one value has one text.
pub(crate) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

// Sorting here, and not by the map of serde_json, holds whatever features other crates turn on.
fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            out.push('{');
            for (at, name) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write_value(out, &fields[name]);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_text() {
        let one: Value = serde_json::from_str(r#"{"b":[1, {"z":null,"a":"é\n"}],"a":-2}"#).unwrap();
        let two: Value =
            serde_json::from_str(r#"{ "a":-2,"b":[1,{"a":"\u00e9\u000a","z":null}] }"#).unwrap();
        assert_eq!(canonical(&one), r#"{"a":-2,"b":[1,{"a":"é\n","z":null}]}"#);
        assert_eq!(canonical(&one), canonical(&two));
    }

    #[test]
    fn digests_read_back_in_one_spelling() {
        let digest = Digest::of(b"brief");
        assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        assert!(digest.to_string().to_uppercase().parse::<Digest>().is_err());
        assert_eq!(digest.short().len(), 16);
    }
}
