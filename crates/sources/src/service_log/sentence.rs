//! Applications that tell of a refused login in a sentence of their own: `Failed login for ada from
//! 192.0.2.7`, `Authentication request for ada has been denied (IP: 192.0.2.7)`.
//!
//! There are more of them than anybody can list, and their sentences are alike: words that somebody was
//! refused, a name, an address. Only a line with one address is read, or with one behind a word that
//! announces a peer: a name may hold an address as well, and a guess would name the wrong source.

use std::net::IpAddr;

use crate::record::Outcome;
use crate::sshd::message::Said;

/// Longer lines are no sentences.
const LONGEST: usize = 2_048;

/// Words that a login was refused, in lower case.
const REFUSED: [&str; 26] = [
    "failed login",
    "failed sign-in",
    "login failed",
    "login failure",
    "login attempt failed",
    "failed to log in",
    "failed to login",
    "failed to authenticate",
    "failed authentication",
    "authentication failed",
    "authentication failure",
    "authentication error",
    "unsuccessful login",
    "invalid login",
    "invalid credentials",
    "bad credentials",
    "invalid username or password",
    "incorrect username or password",
    "username or password is incorrect",
    "invalid password",
    "incorrect password",
    "wrong password",
    "bad password",
    "access denied for user",
    "password authentication failed",
    "password mismatch",
];

/// Words that the name does not exist, where they stand with a login.
const UNKNOWN: [&str; 5] =
    ["user not found", "unknown user", "no such user", "not found in ldap", "user does not exist"];

/// One of these stands in every such sentence; first letters may be capitals.
const STEMS: [&[u8]; 7] = [b"ail", b"uthent", b"assw", b"redent", b"ser", b"ogin", b"LDAP"];

/// Words in front of a name, the plainest last.
const NAMES: [&str; 8] = [
    "username: ",
    "username=",
    "for username ",
    "for user ",
    "by user ",
    "user=",
    "user: ",
    "for ",
];

/// Words in front of a peer's address.
const PEERS: [&str; 8] =
    ["from ", "from: ", "from ip ", "ip: ", "ip=", "ip: [", "client ", "remote address: "];

/// What a line says, address included; `None` when it is no such sentence.
pub(super) fn read(text: &str) -> Option<Said<'_>> {
    let signs = text.bytes().filter(|byte| matches!(byte, b'.' | b':')).count();
    if signs < 2 || text.len() > LONGEST {
        return None;
    }
    let said = refused(text)?;
    Some(said.source(Some(peer(text)?)))
}

/// What a line says of a refused login, whoever sent it.
pub(super) fn refused(text: &str) -> Option<Said<'_>> {
    let may_be = STEMS.iter().any(|stem| memchr::memmem::find(text.as_bytes(), stem).is_some());
    if text.len() > LONGEST || !may_be {
        return None;
    }
    let words = text.to_ascii_lowercase();
    // Mail servers know no user as well: of a recipient.
    let is_unknown = UNKNOWN.iter().any(|sign| words.contains(sign))
        && ["login", "auth", "password", "ldap"].iter().any(|sign| words.contains(sign));
    let is_denied = words.contains("authentication")
        && (words.contains("has been denied") || words.contains("unsuccessful"));
    let is_refused = is_denied || REFUSED.iter().any(|sign| words.contains(sign));
    if !is_refused && !is_unknown {
        return None;
    }
    let outcome = if is_unknown { Outcome::InvalidUser } else { Outcome::Failed };
    let said = Said::new(outcome);
    Some(match name(text, &words) {
        Some(user) => said.user(user, false),
        None => said,
    })
}

/// The name behind the first of the words that announce one: in quotes, or one word.
fn name<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let at = NAMES.iter().find_map(|mark| Some(words.find(mark)? + mark.len()))?;
    let rest = text.get(at..)?.trim_start_matches('\\');
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'));
    let name = match quote {
        Some(quote) => rest[1..].split([quote, '\\']).next()?,
        None => rest.split([' ', ',', ';', ')', '"']).next()?.trim_end_matches(['.', ':']),
    };
    let is_name = !name.is_empty() && name.parse::<IpAddr>().is_err();
    is_name.then_some(name)
}

/// The one address of the line, or the one that stands behind a word for a peer.
fn peer(text: &str) -> Option<&str> {
    let all: Vec<&str> = text.split(|sign: char| !is_sign(sign)).filter_map(bare).collect();
    let first = *all.first()?;
    if all.iter().all(|other| *other == first) {
        return Some(first);
    }
    let words = text.to_ascii_lowercase();
    let mut announced = all.into_iter().filter(|address| {
        let before = words.get(..crate::text::place(text, address)).unwrap_or_default();
        PEERS.iter().any(|mark| before.ends_with(mark))
    });
    let one = announced.next()?;
    announced.all(|other| other == one).then_some(one)
}

const fn is_sign(sign: char) -> bool {
    sign.is_ascii_hexdigit() || matches!(sign, ':' | '.')
}

/// An address without a port and the points of a sentence; mapped ones without their prefix.
fn bare(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':']);
    let word = match word.split_once(':') {
        Some((four, port)) if four.contains('.') && !port.contains(':') => four,
        _ => word,
    };
    crate::sshd::message::address(word)
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn sentences_of_many_applications_name_outcome_name_and_peer() {
        for (text, expected) in [
            ("Failed login for ada from 192.0.2.7", "failed - 192.0.2.7 ada -"),
            ("/index.php: Web GUI authentication error for 'ada' from: 192.0.2.7:5123", {
                "failed - 192.0.2.7 ada -"
            }),
            (
                "Authentication request for ada has been denied (IP: 2001:db8::7).",
                "failed - 2001:db8::7 ada -",
            ),
            (
                "[warn] ada was not found in LDAP directory (192.0.2.7)",
                "invalid_user - 192.0.2.7 - -",
            ),
            (
                "Username or password is incorrect. Try again. IP: ::ffff:192.0.2.7. Username: ada@b.example.",
                "failed - 192.0.2.7 ada@b.example -",
            ),
            ("Access denied for user 'root'@'192.0.2.7' (using password: YES)", {
                "failed - 192.0.2.7 root -"
            }),
            ("Login failed for user 192.0.2.9 from 192.0.2.7", "failed - 192.0.2.7 - -"),
            // Two peers are announced: none is named.
            ("Login failed for x from 192.0.2.9 from 192.0.2.7", "-"),
            ("Login failed for ada", "-"),
            (
                "error msg=\"Unsuccessful 1FA authentication attempt by user 'ada'\" remote_ip=192.0.2.7",
                "failed - 192.0.2.7 ada -",
            ),
            ("ada logged in from 192.0.2.7", "-"),
            ("550 5.1.1 <ada@b.example>: no such user; client 192.0.2.7", "-"),
            ("the page was not found in the cache for 192.0.2.7", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(super::read(text)), expected, "{text}");
        }
    }
}
