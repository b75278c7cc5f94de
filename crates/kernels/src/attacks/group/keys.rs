//! From texts to keys: what is equal in two lines of one attack.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::net::{IpAddr, Ipv6Addr};

/// A key of a text of some kind; never 0. Kinds keep equal texts of different meaning apart.
#[must_use]
pub fn hash_key(kind: &str, text: &[u8]) -> u64 {
    // FNV-1a by eight bytes with a strong finish: stable from run to run, which hash tables'
    // hashers are not.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [kind.as_bytes(), &[0], text] {
        let mut chunks = part.chunks_exact(8);
        for chunk in &mut chunks {
            let word = chunk.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            hash = mix(hash ^ word);
        }
        for byte in chunks.remainder() {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    mix(hash).max(1)
}

/// `SplitMix64`'s finish (Steele, Lea, Flood, 2014).
pub(super) const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The /24 or /48 of an address (IPv4 mapped as in [`super::super::address_key`]); 0 for addresses of
/// private and local ranges: neighbours there share a building or nothing, not a provider.
#[must_use]
pub fn network_key(address: u128) -> u64 {
    if is_private(address) {
        return 0;
    }
    let is_four = address >> 32 == 0xffff;
    let prefix = if is_four { address >> 8 } else { address >> 80 };
    let mut bytes = [0; 17];
    bytes[0] = u8::from(is_four);
    bytes[1..].copy_from_slice(&prefix.to_be_bytes());
    hash_key("network", &bytes)
}

/// Whether an address is private, shared by a carrier, local or none (RFC 1918, 4193, 6598).
#[must_use]
pub fn is_private(address: u128) -> bool {
    match Ipv6Addr::from(address).to_canonical() {
        IpAddr::V4(four) => {
            let [a, b, ..] = four.octets();
            let is_shared = a == 100 && (64..128).contains(&b);
            four.is_private() || four.is_loopback() || four.is_link_local() || a == 0 || is_shared
        }
        IpAddr::V6(six) => {
            six.is_loopback()
                || six.is_unspecified()
                || six.is_unique_local()
                || six.is_unicast_link_local()
        }
    }
}

/// The key of a path as logged: case and doubled slashes do not matter.
#[must_use]
pub fn path_key(path: &[u8]) -> u64 {
    let mut folded = Vec::with_capacity(path.len());
    for byte in path {
        if *byte != b'/' || folded.last() != Some(&b'/') {
            folded.push(byte.to_ascii_lowercase());
        }
    }
    hash_key("path", &folded)
}

/// The key of the tool that an agent names: the first product without its version. 0 for agents that
/// call themselves a browser, and for none.
#[must_use]
pub fn tool_key(agent: &[u8]) -> u64 {
    let agent = agent.trim_ascii();
    let lower = agent.to_ascii_lowercase();
    let name = match lower.strip_prefix(b"mozilla/") {
        // `Mozilla/5.0 (compatible; Name/1.0; …)`: the name is what follows; MSIE is a browser.
        Some(rest) => {
            let mark = b"(compatible;";
            let Some(at) = memchr::memmem::find(rest, mark) else { return 0 };
            let name = rest[at + mark.len()..].trim_ascii_start();
            if name.starts_with(b"msie") || name.starts_with(b"konqueror") {
                // Tools append themselves to an old browser's name: the last part then.
                let last = name.rsplit(|byte| *byte == b';').next().unwrap_or_default();
                let last = last.trim_ascii();
                let known: [&[u8]; 5] = [b"trident", b"windows", b".net", b"msie", b"linux"];
                if known.iter().any(|word| last.starts_with(word)) || last.len() < 3 {
                    return 0;
                }
                last
            } else {
                name
            }
        }
        None => &lower,
    };
    let end = name
        .iter()
        .position(|byte| matches!(byte, b'/' | b' ' | b';' | b'(' | b')' | b',' | b'#'))
        .unwrap_or(name.len());
    let name = &name[..end.min(64)];
    let is_common = COMMON_AGENTS.iter().any(|common| name.starts_with(common));
    if name.len() < 2 || is_common { 0 } else { hash_key("tool", name) }
}

/// Browsers and libraries that so many programs are made with that sharing one says nothing.
const COMMON_AGENTS: [&[u8]; 22] = [
    b"opera",
    b"curl",
    b"wget",
    b"python",
    b"go-http",
    b"java",
    b"libwww",
    b"lwp",
    b"okhttp",
    b"axios",
    b"node",
    b"aiohttp",
    b"httpx",
    b"php",
    b"ruby",
    b"guzzle",
    b"apache-http",
    b"perl",
    b"fasthttp",
    b"dalvik",
    b"undici",
    b"got",
];

/// The key of a payload without what changes from try to try: numbers, long random words and case.
/// 0 when little is left.
#[must_use]
pub fn skeleton_key(text: &[u8]) -> u64 {
    const LONGEST: usize = 512;
    let mut folded = Vec::with_capacity(text.len().min(LONGEST));
    let text = &text[..text.len().min(LONGEST)];
    for word in text.chunk_by(|one, other| kind(*one) == kind(*other)) {
        match word.first().map(|byte| kind(*byte)) {
            Some(Kind::Word) => {
                let has_digit = word.iter().any(u8::is_ascii_digit);
                let has_letter = word.iter().any(u8::is_ascii_alphabetic);
                match (has_digit, has_letter) {
                    (true, true) if word.len() > 6 => folded.push(b'*'),
                    (true, false) => folded.push(b'0'),
                    _ if word.len() > 24 => folded.push(b'*'),
                    _ => folded.extend(word.iter().map(u8::to_ascii_lowercase)),
                }
            }
            _ => folded.extend_from_slice(word),
        }
    }
    if folded.len() < 8 { 0 } else { hash_key("skeleton", &folded) }
}

#[derive(PartialEq, Eq)]
enum Kind {
    Word,
    Sign,
}

const fn kind(byte: u8) -> Kind {
    if byte.is_ascii_alphanumeric() || byte >= 0x80 { Kind::Word } else { Kind::Sign }
}

/// Words of the house: names of the candidate, of the staff, domains.
#[derive(Clone, Debug)]
pub struct HouseWords(Option<AhoCorasick>);

impl HouseWords {
    /// Words of at least four letters; shorter ones stand in too many others and are left out, as is
    /// everything when there is too much of it.
    #[must_use]
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<String> = words
            .into_iter()
            .map(|word| word.trim().to_lowercase())
            .filter(|word| word.chars().count() >= 4)
            .collect();
        if words.is_empty() {
            return Self(None);
        }
        let built = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .ascii_case_insensitive(true)
            .build(&words);
        Self(built.ok())
    }

    /// Whether a path or a user name holds one of them, not in the middle of a longer word.
    #[must_use]
    pub fn names(&self, text: &[u8]) -> bool {
        let is_letter = |at: Option<&u8>| at.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80);
        self.0.as_ref().is_some_and(|words| {
            words.find_overlapping_iter(text).any(|found| {
                let before = found.start().checked_sub(1).and_then(|at| text.get(at));
                !is_letter(before) && !is_letter(text.get(found.end()))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::address_key;
    use super::*;

    #[test]
    fn neighbours_share_a_network_and_private_ones_have_none() {
        let key = |text: &str| network_key(address_key(text.as_bytes()).unwrap());
        assert_eq!(key("203.0.113.1"), key("203.0.113.200"));
        assert_ne!(key("203.0.113.1"), key("203.0.114.1"));
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:ffff::9"));
        assert_ne!(key("2001:db8:1::1"), key("2001:db8:2::1"));
        for text in ["10.1.2.3", "192.168.1.1", "100.64.0.1", "127.0.0.1", "::1", "fd00::1"] {
            assert_eq!(key(text), 0, "{text}");
        }
    }

    #[test]
    fn tools_are_named_without_version_and_browsers_are_none() {
        let key = |text: &str| tool_key(text.as_bytes());
        assert_eq!(key("sqlmap/1.9#stable (https://sqlmap.example)"), key("sqlmap/1.2"));
        assert_eq!(key("Mozilla/5.0 (compatible; Probe/1.0; +http://x.example)"), key("probe"));
        assert_eq!(key("Mozilla/4.0 (compatible; MSIE 8.0; Trident/4.0; w3af.sf.net)"), {
            key("w3af.sf.net")
        });
        for browser in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
            "",
            "-",
        ] {
            assert_eq!(key(browser), 0, "{browser}");
        }
    }

    #[test]
    fn payloads_that_differ_in_numbers_have_one_skeleton() {
        let key = |text: &str| skeleton_key(text.as_bytes());
        assert_eq!(key("id=1 UNION SELECT 7,8"), key("id=94 union select 1,22"));
        assert_ne!(key("id=1 union select 7,8"), key("id=1 union all select 7,8"));
        assert_eq!(key("a=1"), 0);
    }

    #[test]
    fn words_of_the_house_stand_by_themselves() {
        let words = HouseWords::new(["Arden", "mira", "ab"]);
        for (text, names) in [
            ("mira.arden", true),
            ("/backup/ARDEN2027.zip", true),
            ("admiral", false),
            ("/gardener", false),
            ("ab", false),
        ] {
            assert_eq!(words.names(text.as_bytes()), names, "{text}");
        }
    }
}
