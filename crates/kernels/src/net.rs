//! Networks as people write them: an address, or an address with the length of its prefix.

use std::net::IpAddr;

use crate::attacks::address_key;

/// Neighbouring addresses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Network {
    /// The first address as a number, IPv4 as it is mapped into IPv6.
    pub first: u128,
    /// The last one.
    pub last: u128,
}

impl Network {
    /// `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; `None` for anything else. Bits behind the
    /// prefix are left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let number = address_key(address.as_bytes())?;
        let is_four = address.parse::<IpAddr>().ok()?.is_ipv4();
        let free = match (length, is_four) {
            (None, _) => 0,
            (Some(length), true) => 32_u32.checked_sub(length)?,
            (Some(length), false) => 128_u32.checked_sub(length)?,
        };
        let mask = if free == 128 { u128::MAX } else { (1_u128 << free) - 1 };
        Some(Self { first: number & !mask, last: number | mask })
    }

    /// Whether an address lies in it.
    #[must_use]
    pub const fn holds(&self, address: u128) -> bool {
        self.first <= address && address <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_the_networks_that_hold_it() {
        let inside = |network: &str, address: &str| {
            let network = Network::parse(network).unwrap();
            network.holds(address_key(address.as_bytes()).unwrap())
        };
        for (network, address, is_inside) in [
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.77/24", "192.0.2.1", true),
            ("192.0.2.0/24", "::ffff:192.0.2.9", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "192.0.2.1", true),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
        ] {
            assert_eq!(inside(network, address), is_inside, "{network} {address}");
        }
        for wrong in ["", "host.example", "192.0.2.0/33", "192.0.2.0/x", "2001:db8::/129", "/8"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}
