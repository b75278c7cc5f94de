//! Which addresses a request may go to.
//!
//! A name in somebody else's hands can lead anywhere, also into the house: to a router's pages, a
//! database without a password, the metadata service that hands out the keys of a machine in the
//! cloud. So what is not public is refused unless the target says otherwise, and a few places are
//! refused always. Sources: the IANA special-purpose address registries (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far an address reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Anybody's.
    Public,
    /// This machine or its own network: only where a target allows it.
    Private,
    /// Nothing that could be asked stands there, or nothing that may be: metadata services, link-local,
    /// multicast, reserved.
    Never,
}

/// The reach of an address. An IPv6 address that carries an IPv4 one has the reach of that.
#[must_use]
pub fn of(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => of_v4(address),
        IpAddr::V6(address) => of_v6(address),
    }
}

/// Whether a request may go there.
#[must_use]
pub fn is_allowed(address: IpAddr, allow_private: bool) -> bool {
    match of(address) {
        Reach::Public => true,
        Reach::Private => allow_private,
        Reach::Never => false,
    }
}

fn of_v4(address: Ipv4Addr) -> Reach {
    // Azure gives its machines' agent a public address.
    const WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
    // Alibaba's metadata service, inside the shared range.
    const SHARED_METADATA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
    if address == WIRE_SERVER || address == SHARED_METADATA {
        return Reach::Never;
    }
    match address.octets() {
        [10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] => Reach::Private,
        [100, 64..=127, ..] => Reach::Private,
        [0 | 224..=255, ..] | [169, 254, ..] | [192, 0, 0, _] | [192, 88, 99, _] => Reach::Never,
        // Documentation and bench networks: no server stands there.
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [198, 18 | 19, ..] => Reach::Never,
        _ => Reach::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Reach {
    let words = address.segments();
    let [.., high, low] = words;
    let inner = || {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match words {
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Private,
        // Mapped, and translated by NAT64 (RFC 6052): the connection goes to the address inside.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => inner(),
        // 6to4 carries the address behind its prefix.
        [0x2002, high, low, ..] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            of_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Where AWS keeps its metadata, inside the private range.
        [0xfd00, 0xec2, ..] => Reach::Never,
        [0xfc00..=0xfdff, ..] => Reach::Private,
        // Teredo and other protocol assignments, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Reach::Never,
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(text: &str) -> Reach {
        of(text.parse().unwrap())
    }

    #[test]
    fn what_is_not_public_is_known_in_every_spelling() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:0a00:0001::",
            "fc00::1",
            "fd12:3456::1",
        ] {
            assert_eq!(reach(private), Reach::Private, "{private}");
        }
        for never in [
            "0.0.0.0",
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "::",
            "::7f00:1",
            "ff02::1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "64:ff9b:1::1",
        ] {
            assert_eq!(reach(never), Reach::Never, "{never}");
        }
        for public in ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"] {
            assert_eq!(reach(public), Reach::Public, "{public}");
        }
    }

    #[test]
    fn a_target_can_allow_its_own_network_and_never_the_metadata_service() {
        assert!(!is_allowed("192.168.1.1".parse().unwrap(), false));
        assert!(is_allowed("192.168.1.1".parse().unwrap(), true));
        assert!(!is_allowed("169.254.169.254".parse().unwrap(), true));
    }
}
