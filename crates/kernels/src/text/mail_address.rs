//! Addresses of mail inside other texts: paths and agents of web logs often carry whose page it is.

use std::ops::Range;

/// Where mail addresses stand in a text, in order; also those whose `@` is written `%40`.
///
/// An address is what stands before the sign without a gap, and a domain name with a point behind
/// it: RFC 5321, section 4.1.2, as far as people use it. Bounded by what is asked: nothing is
/// looked at twice.
#[must_use]
pub fn mail_addresses(text: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some((at, after)) = sign(text, from) {
        let least = found.last().map_or(0, |last| last.end);
        let start = text[least..at].iter().rposition(|byte| !is_local(*byte));
        let start = start.map_or(least, |before| least + before + 1);
        let length = text[after..].iter().take_while(|byte| is_domain(**byte)).count();
        let domain = trimmed(&text[after..after + length]);
        if start < at && names_a_host(domain) {
            found.push(start..after + domain.len());
        }
        from = after;
    }
    found
}

/// The next `@`, or `%40`, from a place on: where it begins and what follows it.
fn sign(text: &[u8], from: usize) -> Option<(usize, usize)> {
    memchr::memchr2_iter(b'@', b'%', text.get(from..)?).map(|at| from + at).find_map(
        |at| match text[at] {
            b'@' => Some((at, at + 1)),
            _ => text[at + 1..].starts_with(b"40").then_some((at, at + 3)),
        },
    )
}

const fn is_local(byte: u8) -> bool {
    // Letters beyond ASCII are part of names, too.
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'.' | b'_' | b'-' | b'+')
}

const fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'.' | b'-')
}

/// Without a point or hyphen at the end: those belong to the sentence.
fn trimmed(domain: &[u8]) -> &[u8] {
    let end = domain.iter().rposition(|byte| !matches!(byte, b'.' | b'-'));
    &domain[..end.map_or(0, |end| end + 1)]
}

fn names_a_host(domain: &[u8]) -> bool {
    let last = domain.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let labels = domain.split(|byte| *byte == b'.');
    last.len() < domain.len()
        && last.len() >= 2
        && last.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
        && labels.into_iter().all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        mail_addresses(text.as_bytes()).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn addresses_are_found_in_paths_and_agents() {
        assert_eq!(
            found("/desinscription/marie.durand@courrier.example/ok"),
            ["marie.durand@courrier.example"]
        );
        assert_eq!(found("/u/zo%C3%A9+a%40b-c.example.org?x"), ["A9+a%40b-c.example.org"]);
        assert_eq!(found("Bot/1.0 (contact paul@durand.example.)"), ["paul@durand.example"]);
        assert_eq!(found("a@b.example,c@d.example"), ["a@b.example", "c@d.example"]);
        assert_eq!(found("zoé@élan.example"), ["zoé@élan.example"]);
    }

    #[test]
    fn other_signs_are_none() {
        for text in [
            "/@fs/etc/passwd",
            "/user@host/x",
            "@",
            "a@",
            "@b.example",
            "a@b..example",
            "a@1.2.3.4",
            "npm/x@1.2.3",
            "%4",
            "%",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn places_are_in_order_apart_and_inside(text in "[a-c.@%40/é-]{0,60}") {
            let mut end = 0;
            for range in mail_addresses(text.as_bytes()) {
                prop_assert!(range.start >= end && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
