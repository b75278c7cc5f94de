//! The fields of an .mmdb record, as lists of paths: `MaxMind` nests them, `IPinfo` and `DB-IP` write
//! some of them flat, and names differ (maxminddb #82; research/attacks.md, section 7).

use std::net::IpAddr;

use maxminddb::Reader;
use serde_json::Value;

use super::{NetworkKind, Place};

/// What stands before the metadata of such a file (`MaxMind` DB file format specification 2.0).
const MARK: &[u8] = b"\xab\xcd\xefMaxMind.com";

/// A country code, the nearest to "where the address is used" first.
const COUNTRY: &[&[&str]] = &[
    &["country", "iso_code"],
    &["country_code"],
    &["country_iso_code"],
    &["country", "code"],
    &["country"],
    &["registered_country", "iso_code"],
];

/// The number of the autonomous system, with or without "AS" before it.
const NUMBER: &[&[&str]] = &[
    &["autonomous_system_number"],
    &["traits", "autonomous_system_number"],
    &["asn"],
    &["asn", "asn"],
    &["as_number"],
];

/// Whose it is.
const NAME: &[&[&str]] = &[
    &["autonomous_system_organization"],
    &["traits", "autonomous_system_organization"],
    &["as_name"],
    &["asn", "name"],
    &["as_organization"],
    &["organization"],
    &["traits", "organization"],
    &["isp"],
    &["traits", "isp"],
];

/// Words for what the network is used for.
const USE: &[&[&str]] = &[
    &["traits", "user_type"],
    &["user_type"],
    &["traits", "connection_type"],
    &["connection_type"],
    &["as_type"],
    &["asn", "type"],
    &["usage_type"],
    &["type"],
];

/// Flags that say it.
const FLAGS: &[(&[&str], NetworkKind)] = &[
    (&["is_tor_exit_node"], NetworkKind::Tor),
    (&["traits", "is_tor_exit_node"], NetworkKind::Tor),
    (&["tor"], NetworkKind::Tor),
    (&["privacy", "tor"], NetworkKind::Tor),
    (&["is_anonymous_vpn"], NetworkKind::Vpn),
    (&["traits", "is_anonymous_vpn"], NetworkKind::Vpn),
    (&["vpn"], NetworkKind::Vpn),
    (&["privacy", "vpn"], NetworkKind::Vpn),
    (&["proxy"], NetworkKind::Vpn),
    (&["privacy", "proxy"], NetworkKind::Vpn),
    (&["is_hosting_provider"], NetworkKind::Hosting),
    (&["traits", "is_hosting_provider"], NetworkKind::Hosting),
    (&["hosting"], NetworkKind::Hosting),
    (&["is_hosting"], NetworkKind::Hosting),
    (&["privacy", "hosting"], NetworkKind::Hosting),
    (&["is_mobile"], NetworkKind::Mobile),
    (&["mobile"], NetworkKind::Mobile),
];

/// Beginnings of words that vendors use, in small letters.
const WORDS: &[(&str, NetworkKind)] = &[
    ("hosting", NetworkKind::Hosting),
    ("data center", NetworkKind::Hosting),
    ("datacenter", NetworkKind::Hosting),
    ("content_delivery", NetworkKind::Hosting),
    ("dch", NetworkKind::Hosting),
    ("vpn", NetworkKind::Vpn),
    ("tor", NetworkKind::Tor),
    ("cellular", NetworkKind::Mobile),
    ("mobile", NetworkKind::Mobile),
    ("mob", NetworkKind::Mobile),
    ("isp", NetworkKind::Provider),
    ("residential", NetworkKind::Provider),
    ("cable", NetworkKind::Provider),
    ("dialup", NetworkKind::Provider),
    ("traveler", NetworkKind::Provider),
    ("business", NetworkKind::Business),
    ("corporate", NetworkKind::Business),
    ("com", NetworkKind::Business),
    ("college", NetworkKind::Education),
    ("education", NetworkKind::Education),
    ("school", NetworkKind::Education),
    ("library", NetworkKind::Education),
    ("edu", NetworkKind::Education),
    ("government", NetworkKind::Government),
    ("military", NetworkKind::Government),
    ("gov", NetworkKind::Government),
];

/// The longest name of a network that is kept, in characters.
const LONGEST: usize = 60;

/// Whether these are the bytes of such a file.
pub(super) fn is_database(bytes: &[u8]) -> bool {
    // The metadata stand in the last 128 KiB.
    let end = &bytes[bytes.len().saturating_sub(128 << 10)..];
    end.windows(MARK.len()).any(|window| window == MARK)
}

/// What a database says of an address; a record that cannot be read says nothing.
pub(super) fn place(reader: &Reader<Vec<u8>>, address: IpAddr) -> Place {
    let found = reader.lookup(address).ok();
    let record = found.and_then(|found| found.decode::<Value>().ok().flatten());
    record.map_or_else(Place::default, |record| of_record(&record))
}

pub(super) fn of_record(record: &Value) -> Place {
    let country = first(record, COUNTRY, |value| country(value.as_str()?));
    let number = first(record, NUMBER, number);
    let name = first(record, NAME, |value| {
        let name: String = value.as_str()?.trim().chars().take(LONGEST).collect();
        (!name.is_empty()).then_some(name)
    });
    let network = match (number, name) {
        (Some(number), Some(name)) => Some(format!("AS{number} {name}")),
        (Some(number), None) => Some(format!("AS{number}")),
        (None, name) => name,
    };
    let flagged = FLAGS.iter().find(|(path, _)| at(record, path).is_some_and(is_set));
    let kind = flagged.map(|(_, kind)| *kind);
    let kind = kind.or_else(|| first(record, USE, |value| word(value.as_str()?)));
    Place { country, network, kind }
}

fn first<T>(record: &Value, paths: &[&[&str]], read: impl Fn(&Value) -> Option<T>) -> Option<T> {
    paths.iter().find_map(|path| read(at(record, path)?))
}

fn at<'v>(record: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(record, |value, name| value.get(name))
}

/// Two letters; codes for "unknown" and "no country" are none.
pub(super) fn country(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_uppercase();
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_code && !matches!(code.as_str(), "XX" | "ZZ" | "AP")).then_some(code)
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => {
            let text = text.trim();
            text.strip_prefix("AS").or(text.strip_prefix("as")).unwrap_or(text).parse().ok()
        }
        _ => None,
    }
}

/// Flags are true, 1 or "true".
fn is_set(value: &Value) -> bool {
    match value {
        Value::Bool(is_set) => *is_set,
        Value::Number(number) => number.as_u64() == Some(1),
        Value::String(text) => text == "true" || text == "1",
        _ => false,
    }
}

fn word(text: &str) -> Option<NetworkKind> {
    let text = text.trim().to_ascii_lowercase();
    WORDS.iter().find(|(word, _)| text.starts_with(word)).map(|(_, kind)| *kind)
}
