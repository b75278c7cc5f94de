//! Where a request came from that went through proxies of the house.
//!
//! Each proxy adds the address that it saw to the end of `X-Forwarded-For` (RFC 7239, section 5.2, of
//! its successor); what stands before was sent along and may be anything. So the list is read from its
//! end, and only as long as each hop is a proxy that the house names.

use std::net::IpAddr;

use vigie_kernels::attacks::address_key;
use vigie_kernels::net::Network;

use crate::request_lines::bare_address;

/// Proxies of the house.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proxies(Vec<Network>);

/// Hops that are followed; the rest of a longer list is somebody's invention.
const MOST_HOPS: usize = 16;

impl Proxies {
    /// Of addresses and networks as people write them; what is none is passed over.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(texts.into_iter().filter_map(Network::parse).collect())
    }

    /// Whether none is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, address: &str) -> bool {
        let Some(key) = address_key(address.as_bytes()) else { return false };
        self.0.iter().any(|network| network.holds(key))
    }

    /// The last hop that is no proxy of the house: the peer itself, or an address of the list that it
    /// handed on. Where the list ends in something else, the last proxy that is sure.
    pub(crate) fn source<'a>(&self, peer: &'a str, list: &'a str) -> &'a str {
        if list.is_empty() || !self.holds(peer) {
            return peer;
        }
        let mut found = peer;
        for hop in list.rsplit(',').take(MOST_HOPS) {
            let Some(address) = address_of(hop) else { break };
            found = address;
            if !self.holds(address) {
                break;
            }
        }
        found
    }
}

/// A hop without port, brackets, quotes and zone; `None` for what is no address.
fn address_of(hop: &str) -> Option<&str> {
    let bare = bare_address(hop.trim().trim_matches('"'));
    bare.parse::<IpAddr>().is_ok().then_some(bare)
}

/// The list among what stands behind the combined format: the first field where it is in quotes, as
/// nginx's own example has it, or a field of that name.
pub(crate) fn behind_combined(rest: &str) -> &str {
    let rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('"') {
        return first_quoted(inside);
    }
    let named = ["forwarded", "xff"].iter().find_map(|name| {
        let (_, after) = rest.split_once(name)?;
        let (sign, inside) = after.split_once('"')?;
        sign.ends_with(['=', ':']).then(|| first_quoted(inside))
    });
    named.unwrap_or_default()
}

fn first_quoted(inside: &str) -> &str {
    let list = inside.split('"').next().unwrap_or_default();
    // A field that ends in no address is another one.
    list.rsplit(',').next().and_then(address_of).map_or("", |_| list)
}

/// The list among headers that `HAProxy` captured: `{list|agent} {…}`.
pub(crate) fn among_captured(captured: &str) -> &str {
    let inside = captured.trim_start().strip_prefix('{').unwrap_or_default();
    let fields = inside.split('}').next().unwrap_or_default().split('|');
    fields
        .into_iter()
        .find(|field| field.rsplit(',').next().and_then(address_of).is_some())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_proxies_of_the_house_are_believed_and_only_from_the_end_of_the_list() {
        let proxies = Proxies::of(["192.0.2.0/28", "2001:db8::1", "no network"]);
        for (peer, list, source) in [
            ("198.51.100.9", "203.0.113.9", "198.51.100.9"),
            ("192.0.2.1", "", "192.0.2.1"),
            ("192.0.2.1", "203.0.113.9", "203.0.113.9"),
            ("192.0.2.1", "198.51.100.66, 203.0.113.9", "203.0.113.9"),
            ("192.0.2.1", "198.51.100.66,203.0.113.9, 192.0.2.2", "203.0.113.9"),
            ("192.0.2.1", "192.0.2.3, 192.0.2.2", "192.0.2.3"),
            ("192.0.2.1", "203.0.113.9:443", "203.0.113.9"),
            ("192.0.2.1", "[2001:db8::7]:443", "2001:db8::7"),
            ("192.0.2.1", "fe80::7%eth0", "fe80::7"),
            ("::ffff:192.0.2.1", "::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8::1", "2001:db8:5::7", "2001:db8:5::7"),
            ("192.0.2.1", "unknown", "192.0.2.1"),
            ("192.0.2.1", "203.0.113.9, ' or 1=1--", "192.0.2.1"),
            ("192.0.2.1", "203.0.113.9, x, 192.0.2.2", "192.0.2.2"),
            ("host.example", "203.0.113.9", "host.example"),
        ] {
            assert_eq!(proxies.source(peer, list), source, "{peer} {list}");
        }
        assert_eq!(Proxies::default().source("192.0.2.1", "203.0.113.9"), "192.0.2.1");
        let long = "192.0.2.2, ".repeat(1_000_000);
        assert_eq!(
            proxies.source("192.0.2.1", &format!("203.0.113.9, {long}192.0.2.3")),
            "192.0.2.2"
        );
    }

    #[test]
    fn the_list_is_found_where_servers_write_it() {
        for (rest, list) in [
            (" \"203.0.113.9, 192.0.2.2\"", "203.0.113.9, 192.0.2.2"),
            ("\"-\"", ""),
            ("", ""),
            ("\"x\" 17 \"203.0.113.9\"", ""),
            ("rt=0.1 forwarded_for=\"203.0.113.9\"", "203.0.113.9"),
            ("rt=0.1 up=\"203.0.113.9:80\"", ""),
            ("17 \"web@docker\" \"http://192.0.2.1:80\" 15ms", ""),
        ] {
            assert_eq!(behind_combined(rest), list, "{rest}");
        }
        assert_eq!(
            among_captured(" {www.example|203.0.113.9, 192.0.2.2} {x}"),
            "203.0.113.9, 192.0.2.2"
        );
        assert_eq!(among_captured("{www.example} {203.0.113.9}"), "");
        assert_eq!(among_captured(""), "");
    }
}
