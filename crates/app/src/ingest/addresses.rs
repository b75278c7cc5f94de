//! The pseudonyms of source addresses.

use std::borrow::Cow;
use std::net::IpAddr;

use arrow_array::{Array, Int64Array, StringArray};
use hashbrown::HashMap;
use vigie_kernels::hash::keyed_128;
use vigie_model::key::KeyKind;
use vigie_model::{Key, PersonKeys};

/// Addresses whose digests are made together.
const TOGETHER: usize = 256;

/// The pseudonym of a source address; spellings of one address are one.
pub(crate) fn address_key(keys: &PersonKeys, address: &str) -> Key {
    keys.key(KeyKind::Address, spelling(address).as_bytes())
}

/// The pseudonyms of a column of source addresses, made together because that is cheaper.
pub(super) fn address_keys(keys: &PersonKeys, addresses: &StringArray) -> Int64Array {
    let mut digests = Vec::with_capacity(TOGETHER);
    let mut pseudonyms = Vec::with_capacity(addresses.len());
    let mut addresses = addresses.iter();
    let mut spellings = Spellings::default();
    loop {
        let block: Vec<Option<Cow<'_, str>>> = addresses
            .by_ref()
            .take(TOGETHER)
            .map(|address| address.map(|address| spellings.of(address)))
            .collect();
        if block.is_empty() {
            return pseudonyms.into();
        }
        let texts: Vec<&[u8]> =
            block.iter().map(|text| text.as_deref().unwrap_or("").as_bytes()).collect();
        digests.clear();
        keyed_128(keys.hashing_key(KeyKind::Address), &texts, &mut digests);
        let rows = block.iter().zip(&digests);
        pseudonyms
            .extend(rows.map(|(text, digest)| text.as_ref().map(|_| Key::of_digest(digest).0)));
    }
}

/// Spellings that were found already: the addresses of a log repeat.
#[derive(Default)]
struct Spellings<'a>(HashMap<&'a str, Cow<'a, str>>);

impl<'a> Spellings<'a> {
    fn of(&mut self, address: &'a str) -> Cow<'a, str> {
        if is_numeric(address) {
            return Cow::Borrowed(address);
        }
        self.0.entry(address).or_insert_with(|| spelling(address)).clone()
    }
}

/// An IPv4 address has one spelling only, and nearly every address is one. Anything else of digits
/// and points is no address and has no capital letters either.
fn is_numeric(address: &str) -> bool {
    address.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The one spelling of an address; a host name in lower case.
fn spelling(address: &str) -> Cow<'_, str> {
    if is_numeric(address) {
        return Cow::Borrowed(address);
    }
    match address.parse::<IpAddr>() {
        Ok(address) => Cow::Owned(address.to_canonical().to_string()),
        Err(_) => Cow::Owned(address.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_have_one_pseudonym_alone_and_in_a_column() {
        let keys = PersonKeys::from_secret(&[1; 32]);
        let spellings = [
            "192.0.2.7",
            "::ffff:192.0.2.7",
            "2001:db8::7",
            "2001:DB8:0:0::7",
            "Client.example",
            "client.example",
        ];
        let column: Vec<Option<&str>> = spellings
            .iter()
            .copied()
            .map(Some)
            .cycle()
            .take(2 * TOGETHER + 3)
            .chain([None])
            .collect();
        let seen = address_keys(&keys, &StringArray::from(column.clone()));
        let alone = column.iter().map(|text| text.map(|text| address_key(&keys, text).0));
        assert_eq!(seen, alone.collect::<Int64Array>());
        for pair in [0, 2, 4] {
            assert_eq!(seen.value(pair), seen.value(pair + 1));
        }
        assert_ne!(seen.value(0), seen.value(2));
    }
}
