//! Links: the canonical spelling by which two accounts are said to have shared the same link, and
//! the domain that one owner answers for.
//!
//! # `canonical-link@1`
//!
//! Two links with one canonical spelling are taken as one object. The rules only remove what does
//! not choose the page; a rule that could join two different pages is not made.
//!
//! 1. Only `http` and `https` links. A text without a scheme (`gazette.example/a`) counts as a
//!    link when its host ends in a suffix of the Public Suffix List; `//host/path` does too.
//! 2. The scheme becomes `https`; user name and password are dropped.
//! 3. The host becomes lower-case ASCII (IDNA), without a dot at its end. `www.`, `m.` and `amp.`
//!    stay: they may be other sites.
//! 4. The ports 80 and 443 of their own schemes are dropped.
//! 5. `.` and `..` in the path are resolved (WHATWG URL standard). Percent-encoded letters,
//!    digits, `-`, `.`, `_` and `~` are decoded, other percent-encodings get upper-case digits
//!    (RFC 3986, section 6.2.2). A slash at the end stays.
//! 6. The fragment is dropped, unless it begins with `!`, which names a page on some sites.
//! 7. Query parameters that only say how the reader came are dropped ([`is_tracking`]); the rest
//!    is sorted by bytes, repeated ones are kept; an empty query is dropped.
//! 8. A link longer than [`LONGEST_LINK`] bytes, before or after, has no canonical spelling.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::KernelInfo;

/// Name and version of [`canonical`], as stored beside what it made.
pub const CANONICAL_LINK: &str = "canonical-link@1";
/// Name and version of [`registrable_domain`], as stored beside what it made.
pub const REGISTRABLE_DOMAIN: &str = "registrable-domain@1";

/// The kernel behind [`CANONICAL_LINK`].
pub const CANONICAL_LINK_KERNEL: KernelInfo = KernelInfo {
    name: "canonical-link",
    version: 1,
    doc: "One spelling for links that differ only in what does not choose the page.",
};
/// The kernel behind [`REGISTRABLE_DOMAIN`].
pub const REGISTRABLE_DOMAIN_KERNEL: KernelInfo = KernelInfo {
    name: "registrable-domain",
    version: 1,
    doc: "The part of a host that one owner registered, by the Public Suffix List.",
};

/// Longest link that is looked at, in bytes.
pub const LONGEST_LINK: usize = 8 << 10;

/// The canonical spelling of a link; see the module for the rules.
#[must_use]
pub fn canonical(link: &str) -> Option<String> {
    match plain(link) {
        Some(plain) => plain.canonical(),
        None => parsed_canonical(link),
    }
}

/// Broken escapes may become escapes once others are resolved (`%2%62`), so that what holds one is
/// looked at until it stays as it is.
fn parsed_canonical(link: &str) -> Option<String> {
    const TURNS: usize = 4;
    let mut spelled = parsed_once(link)?;
    for _ in 0..TURNS {
        let again = if spelled.contains('%') { parsed_once(&spelled)? } else { break };
        if again == spelled {
            break;
        }
        spelled = again;
    }
    Some(spelled)
}

fn parsed_once(link: &str) -> Option<String> {
    let url = parse(link)?;
    let host = host(&url)?;
    let mut out = String::with_capacity(url.as_str().len() + 8);
    out.push_str("https://");
    out.push_str(&host);
    if let Some(port) = url.port().filter(|port| *port != 443) {
        out.push(':');
        out.push_str(&port.to_string());
    }
    push_normal(&mut out, url.path());
    push_query(&mut out, url.query().unwrap_or(""));
    if let Some(page) = url.fragment().filter(|fragment| fragment.starts_with('!')) {
        out.push('#');
        out.push_str(page);
    }
    (out.len() <= LONGEST_LINK).then_some(out)
}

/// The registrable domain of a link or host name, in lower-case ASCII: `gazette.co.example` of
/// `https://www.gazette.co.example/a`. Sites below a shared host that gives each customer a name
/// of its own (`github.io`) count as registered. Addresses and suffixes themselves have none.
#[must_use]
pub fn registrable_domain(link_or_host: &str) -> Option<String> {
    match plain(link_or_host) {
        Some(plain) => psl::domain_str(plain.host).map(str::to_owned),
        None => parsed_domain(link_or_host),
    }
}

fn parsed_domain(link_or_host: &str) -> Option<String> {
    let text = trim(link_or_host)?;
    let url = if has_scheme(text) { parse(text)? } else { assume_https(text)? };
    let host = host(&url)?;
    if host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() {
        return None;
    }
    psl::domain_str(&host).map(str::to_owned)
}

/// A link whose parts stand in it as a parser would give them: most links are, and need no parser.
struct Plain<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

/// The parts of a plain link; `None` for everything that is not surely one.
fn plain(link: &str) -> Option<Plain<'_>> {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    if link.len() > LONGEST_LINK {
        return None;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let unchanged = |text: &str, signs: &[u8]| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte))
    };
    let fits = is_plain_host(host)
        && unchanged(path, b"/-_.~,+=:@*")
        // Segments of points lead elsewhere.
        && !path.contains("/.")
        && unchanged(query, b"=&-_.~,+:;/@*%")
        && fragment.bytes().all(|byte| byte.is_ascii_graphic())
        && !fragment.starts_with('!');
    fits.then_some(Plain { host, path, query })
}

/// A domain name in the form in which it travels (`xn--…`), lower case; `None` for what is none.
#[must_use]
pub fn ascii_name(name: &str) -> Option<String> {
    let Ok(Host::Domain(name)) = Host::parse(name) else { return None };
    Some(name)
}

/// The host of a link that surely is the host of its canonical spelling too; `None` where it takes
/// parsing to say.
#[must_use]
pub fn plain_host(link: &str) -> Option<&str> {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    is_plain_host(host).then_some(host)
}

/// Lower-case labels of letters and digits, the last of which could not end an address in numbers.
fn is_plain_host(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_label = |label: &str| {
        let bytes = label.as_bytes();
        bytes.first().zip(bytes.last()).is_some_and(|(a, b)| is_letter(*a) && is_letter(*b))
            && bytes.iter().all(|byte| is_letter(*byte) || *byte == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or("");
    // Two hyphens may announce an encoded name, which must be checked.
    host.len() <= 253
        && last.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && host.split('.').all(is_label)
        && !host.contains("--")
}

impl Plain<'_> {
    fn canonical(&self) -> Option<String> {
        let path = if self.path.is_empty() { "/" } else { self.path };
        let mut out = ["https://", self.host, path].concat();
        push_query(&mut out, self.query);
        (out.len() <= LONGEST_LINK).then_some(out)
    }
}

fn trim(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST_LINK).then_some(text)
}

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn parse(link: &str) -> Option<Url> {
    let link = trim(link)?;
    if has_scheme(link) {
        let url = Url::parse(link).ok()?;
        return matches!(url.scheme(), "http" | "https").then_some(url);
    }
    let url = assume_https(link)?;
    let host = host(&url)?;
    let known = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
    let registered = psl::domain_str(&host).is_some();
    (known && registered).then_some(url)
}

fn assume_https(text: &str) -> Option<Url> {
    let bare = text.strip_prefix("//").unwrap_or(text);
    // `mailto:x`, `/path` and prose are no links.
    let host_end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let host = &bare[..host_end];
    if host.is_empty() || host.contains(|letter: char| letter.is_whitespace() || letter == '@') {
        return None;
    }
    Url::parse(&format!("https://{bare}")).ok()
}

/// The host as it stands in a link, in lower case and without a dot at its end.
fn host(url: &Url) -> Option<String> {
    let text = match url.host()? {
        // `0..` has an empty label: dropping both dots would make it an address.
        Host::Domain(name) => name.strip_suffix('.').unwrap_or(name).to_owned(),
        Host::Ipv4(address) => Ipv4Addr::to_string(&address),
        Host::Ipv6(address) => format!("[{}]", Ipv6Addr::to_string(&address)),
    };
    (!text.is_empty() && !text.ends_with('.')).then_some(text)
}

/// Whether a query parameter only says how the reader came to the page: campaign labels, click
/// ids, share ids. Names are matched in lower case. Left out on purpose: short names such as `ref`
/// or `source`, which choose content on some sites.
#[must_use]
pub fn is_tracking(name: &str) -> bool {
    const PREFIXES: [&str; 4] = ["utm_", "mtm_", "hsa_", "fb_action_"];
    const NAMES: [&str; 56] = [
        "__twitter_impression",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "at_campaign",
        "at_campaign_type",
        "at_custom1",
        "at_custom2",
        "at_custom3",
        "at_custom4",
        "at_format",
        "at_link_id",
        "at_link_origin",
        "at_link_type",
        "at_medium",
        "at_ptr_name",
        "dclid",
        "epik",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "hsctatracking",
        "igsh",
        "igshid",
        "irclickid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "ns_campaign",
        "ns_mchannel",
        "oly_anon_id",
        "oly_enc_id",
        "pk_campaign",
        "pk_kwd",
        "pk_medium",
        "pk_source",
        "rb_clickid",
        "ref_src",
        "ref_url",
        "s_cid",
        "srsltid",
        "ttclid",
        "twclid",
        "vero_id",
        "wbraid",
        "wt_mc",
        "wt_zmc",
        "xtor",
        "yclid",
    ];
    let lower = name.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) || NAMES.contains(&lower.as_str())
}

fn push_query(out: &mut String, query: &str) {
    if query.is_empty() {
        return;
    }
    let mut kept: Vec<String> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let mut normal = String::with_capacity(pair.len());
        push_normal(&mut normal, pair);
        let name = normal.split('=').next().unwrap_or("");
        if !is_tracking(name) {
            kept.push(normal);
        }
    }
    kept.sort_unstable();
    let mut separator = '?';
    for pair in kept {
        out.push(separator);
        out.push_str(&pair);
        separator = '&';
    }
}

/// Copies text in which percent-encodings are brought to one form. A decoded character is never
/// `%`, so doing it twice changes nothing.
fn push_normal(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        out.push_str(&rest[..percent]);
        let encoded = rest
            .get(percent + 1..percent + 3)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = encoded.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (Some(digits), Some(byte)) = (encoded, byte) {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push_str(&digits.to_ascii_uppercase());
            }
            rest = &rest[percent + 3..];
        } else {
            out.push('%');
            rest = &rest[percent + 1..];
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(link: &str) -> String {
        canonical(link).unwrap_or_else(|| "none".to_owned())
    }

    #[test]
    fn names_travel_in_ascii() {
        assert_eq!(ascii_name("École.example").as_deref(), Some("xn--cole-9oa.example"));
        assert_eq!(ascii_name("192.0.2.7"), None);
    }

    #[test]
    fn spellings_that_choose_the_same_page_are_one() {
        let one = "https://gazette.example/a/b?id=7&page=2";
        for link in [
            "https://gazette.example/a/b?id=7&page=2",
            "http://gazette.example:80/a/b?page=2&id=7",
            "HTTPS://Gazette.EXAMPLE:443/a/./c/../b?id=7&page=2#comments",
            "https://reader:secret@gazette.example/a/b?page=2&id=7",
            "https://gazette.example./a/b?utm_source=x&id=7&fbclid=9&page=2",
            " https://gazette.example/%61/b?&id=7&&page=%32 ",
        ] {
            assert_eq!(shown(link), one, "{link}");
        }
    }

    #[test]
    fn what_may_choose_another_page_stays() {
        assert_eq!(shown("https://www.gazette.example/a/"), "https://www.gazette.example/a/");
        assert_eq!(shown("https://gazette.example"), "https://gazette.example/");
        assert_eq!(shown("http://gazette.example:8080/"), "https://gazette.example:8080/");
        assert_eq!(
            shown("https://gazette.example/?a=2&a=1&a=1"),
            "https://gazette.example/?a=1&a=1&a=2"
        );
        assert_eq!(shown("https://gazette.example/#!/page"), "https://gazette.example/#!/page");
        assert_eq!(shown("https://gazette.example/%c3%a9%2F"), "https://gazette.example/%C3%A9%2F");
        assert_eq!(
            shown("https://gazette.example/a?ref=home&at_home=1&pk_id=7&at_medium=x"),
            "https://gazette.example/a?at_home=1&pk_id=7&ref=home"
        );
        assert_eq!(shown("https://gazette.example/50%"), "https://gazette.example/50%");
    }

    #[test]
    fn names_of_other_scripts_become_ascii() {
        assert_eq!(shown("https://Élection.example/é"), "https://xn--lection-9xa.example/%C3%A9");
        assert_eq!(shown("https://[2001:DB8::1]:443/"), "https://[2001:db8::1]/");
        assert_eq!(shown("http://192.0.2.7/"), "https://192.0.2.7/");
    }

    #[test]
    fn a_bare_host_is_a_link_only_with_a_known_suffix() {
        assert_eq!(shown("gazette.com/a?utm_medium=y"), "https://gazette.com/a");
        assert_eq!(shown("//gazette.com/a"), "https://gazette.com/a");
        for text in [
            "",
            "23678",
            "vote",
            "3.14",
            "somebody@gazette.com",
            "see gazette.com",
            "mailto:x@y.fr",
            "ftp://gazette.example/",
            "javascript:alert(1)",
            "com",
            "/a.html",
            "https://",
        ] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    #[test]
    fn long_links_are_refused_before_and_after() {
        let base = "https://gazette.example/";
        let fits = format!("{base}{}", "a".repeat(LONGEST_LINK - base.len()));
        assert_eq!(shown(&fits), fits);
        assert_eq!(shown(&format!("{fits}a")), "none");
        assert_eq!(shown(&format!("{base}{}", "é".repeat(LONGEST_LINK / 4))), "none");
    }

    #[test]
    fn the_registrable_domain_is_what_one_owner_registered() {
        for (text, domain) in [
            ("https://www.news.gazette.co.uk/a?b", "gazette.co.uk"),
            ("WWW.Gazette.FR", "gazette.fr"),
            ("somebody.github.io", "somebody.github.io"),
            ("gazette.example", "gazette.example"),
            ("https://gazette.fr:8080/", "gazette.fr"),
            ("https://sub.élection.fr/", "xn--lection-9xa.fr"),
        ] {
            assert_eq!(registrable_domain(text).as_deref(), Some(domain), "{text}");
        }
        for text in [
            "",
            "co.uk",
            "localhost",
            "192.0.2.7",
            "https://[2001:db8::1]/",
            "a b.fr",
            "mailto:x@y.fr",
        ] {
            assert_eq!(registrable_domain(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn plain_links_need_no_parser(
            link in "(https?)://[a-z0-9.-]{1,12}(\\.[a-z]{2,4})?(/[a-zA-Z2e./~,+=:@*-]{0,20})?(\\?[a-z=&%;26utm_@/.-]{0,30})?(#[!a-z /]{0,5})?",
            hosts in "(https?://)?(www\\.|news\\.)?[a-z]{3,8}\\.(fr|co\\.uk|example|github\\.io)(/[a-z0-9/]{0,20})?(\\?[a-z=&]{0,20})?",
        ) {
            for link in [link, hosts] {
                prop_assert_eq!(canonical(&link), parsed_canonical(&link));
                prop_assert_eq!(registrable_domain(&link), parsed_domain(&link));
                if let (Some(host), Some(spelled)) = (plain_host(&link), parsed_canonical(&link)) {
                    let rest = spelled.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host));
                    prop_assert!(rest.is_some_and(|rest| rest.starts_with('/')), "{} {}", link, host);
                }
            }
        }

        #[test]
        fn canonical_is_idempotent(
            link in "(https?|HTTP)://[a-zé%.@:0-9-]{1,20}(/[a-z%2eE5./é ]{0,20})?(\\?[a-z&=%26;+é ]{0,30})?(#!?[a-z%]{0,5})?",
        ) {
            if let Some(once) = canonical(&link) {
                prop_assert_eq!(canonical(&once), Some(once.clone()));
            }
        }

        #[test]
        fn never_panics(text in "\\PC{0,60}", link in "[htps:/.#?&%@\\[\\]a-z0-9\\\\\t]{0,60}") {
            for text in [text, link] {
                if let Some(once) = canonical(&text) {
                    prop_assert_eq!(canonical(&once), Some(once.clone()));
                }
                let _ = registrable_domain(&text);
            }
        }

        #[test]
        fn parameter_order_does_not_matter(mut pairs in proptest::collection::vec("[a-c]=[0-9]", 0..6)) {
            let before = canonical(&format!("https://gazette.example/?{}", pairs.join("&")));
            pairs.reverse();
            prop_assert_eq!(before, canonical(&format!("https://gazette.example/?{}", pairs.join("&"))));
        }
    }
}
