//! What the daemon says in a message, and about whom.
//!
//! Names, banners and reasons for leaving are the client's own text. Where one of them stands before
//! the address, the address is taken from the right end, which the daemon wrote.

use std::net::IpAddr;

use super::attempt::{self, at_end};
use crate::record::Outcome;
use crate::text::{rsplit_at, split_at};

/// One message taken apart. Parts are slices of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) method: Option<&'a str>,
    pub(crate) source: Option<&'a str>,
    pub(crate) user: Option<&'a str>,
    /// Whether the daemon says that the name exists.
    pub(crate) user_known: bool,
    /// Text that the client chose or that names further parties.
    pub(crate) free: [Option<&'a str>; 2],
}

impl<'a> Said<'a> {
    pub(crate) const fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            method: None,
            source: None,
            user: None,
            user_known: false,
            free: [None, None],
        }
    }

    pub(crate) const fn source(self, source: Option<&'a str>) -> Self {
        Self { source, ..self }
    }

    pub(crate) const fn user(self, user: &'a str, user_known: bool) -> Self {
        Self { user: Some(user), user_known, ..self }
    }

    pub(crate) const fn free(self, text: &'a str) -> Self {
        Self { free: [Some(text), self.free[0]], ..self }
    }
}

/// Reads a message; `None` when it says nothing about a login or a peer.
pub(crate) fn read(message: &str) -> Option<Said<'_>> {
    let text = bare(message.trim());
    // Once only: a hostile line could nest it a hundred thousand times.
    let text = repeated(text).map_or(text, |inner| bare(inner.trim()));
    let (text, is_preauth) = match text.strip_suffix(" [preauth]") {
        Some(text) => (text, true),
        None => (text.strip_suffix(" [postauth]").unwrap_or(text), false),
    };
    let by_prefix = FORMS.iter().find_map(|(prefix, form)| {
        let rest = text.strip_prefix(prefix)?;
        form(rest, is_preauth)
    });
    by_prefix.or_else(|| anywhere(text))
}

/// Without what syslog daemons, log levels and ports put in front.
fn bare(text: &str) -> &str {
    let mut text = text;
    loop {
        let shorter = ["error: ", "fatal: ", "info: ", "debug1: ", "debug2: ", "debug3: "]
            .into_iter()
            .find_map(|level| text.strip_prefix(level))
            // Solaris names each message: `[ID 800047 auth.info] `.
            .or_else(|| text.strip_prefix("[ID ").and_then(|rest| Some(rest.split_once("] ")?.1)))
            // The kernel's buffer stamps what it keeps: `kernel: [  970.699397] `.
            .or_else(|| {
                let rest = text.strip_prefix("kernel:")?.trim_start().strip_prefix('[')?;
                Some(rest.split_once(']')?.1.trim_start())
            })
            // Cygwin: `PID 1234: `.
            .or_else(|| {
                let (pid, rest) = text.strip_prefix("PID ")?.split_once(": ")?;
                pid.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
            });
        match shorter {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// rsyslog: `message repeated 3 times: [ …]`.
fn repeated(text: &str) -> Option<&str> {
    let (times, rest) = text.strip_prefix("message repeated ")?.split_once(" times: [ ")?;
    let is_count = !times.is_empty() && times.bytes().all(|byte| byte.is_ascii_digit());
    rest.strip_suffix(']').filter(|_| is_count)
}

type Form = for<'a> fn(&'a str, bool) -> Option<Said<'a>>;

/// Messages by their first words.
const FORMS: &[(&str, Form)] = &[
    ("Failed ", |rest, _| attempt::read(Outcome::Failed, rest)),
    ("Accepted ", |rest, _| attempt::read(Outcome::Accepted, rest)),
    ("Postponed ", |rest, _| attempt::read(Outcome::Other, rest)),
    ("Partial ", |rest, _| attempt::read(Outcome::Other, rest)),
    ("Invalid user ", |rest, _| Some(unknown_user(rest))),
    ("Illegal user ", |rest, _| Some(unknown_user(rest))),
    ("input_userauth_request: invalid user ", |rest, _| {
        Some(Said::new(Outcome::InvalidUser).user(rest, false))
    }),
    ("input_userauth_request: illegal user ", |rest, _| {
        Some(Said::new(Outcome::InvalidUser).user(rest, false))
    }),
    ("User ", |rest, _| refused_user(rest)),
    ("Access denied for user ", |rest, _| {
        let user = rest.strip_suffix(" by PAM account configuration")?;
        Some(Said::new(Outcome::InvalidUser).user(user, true))
    }),
    ("ROOT LOGIN REFUSED FROM ", |rest, _| {
        let (source, free) = address_first(rest)?;
        let said = Said::new(Outcome::InvalidUser).source(source).free(free);
        Some(Said { user_known: true, ..said })
    }),
    ("Authentication tried for ", |rest, _| not_permitted_host(rest)),
    ("maximum authentication attempts exceeded for ", |rest, _| {
        Some(attempt::named(Outcome::Disconnected, rest))
    }),
    // A key that the daemon will not look at; the lines around it name the peer.
    ("Authentication refused: ", |rest, _| {
        let said = Said::new(Outcome::Failed).free(rest);
        Some(Said { method: Some("publickey"), ..said })
    }),
    ("PAM: ", |rest, _| pam_error(rest)),
    ("Connection closed by ", peer_left),
    ("Connection reset by ", peer_left),
    ("Disconnected from ", peer_left),
    ("Disconnecting: ", |rest, _| Some(cut_off(rest))),
    ("Disconnecting ", peer_left),
    ("Received disconnect from ", peer_left),
    ("Did not receive identification string from ", never_asked),
    ("Unable to negotiate with ", never_asked),
    ("Protocol major versions differ for ", never_asked),
    ("Timeout before authentication for connection from ", never_asked),
    ("Timeout before authentication for ", never_asked),
    ("banner exchange: Connection from ", never_asked),
    ("ssh_dispatch_run_fatal: Connection from ", peer_left),
    ("Bad protocol version identification ", |rest, _| {
        let end = at_end(rest)?;
        Some(Said::new(Outcome::PreauthClosed).source(end.source).free(end.before))
    }),
    ("drop connection #", |rest, _| {
        let (_, rest) = rest.split_once(" from [")?;
        let (source, rest) = rest.split_once(']')?;
        Some(Said::new(Outcome::PreauthClosed).source(Some(address(source)?)).free(rest))
    }),
    ("refused connect from ", |rest, _| {
        let inside = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
        let (free, source) = inside.unwrap_or(("", rest));
        Some(Said::new(Outcome::PreauthClosed).source(Some(host(source)?)).free(free))
    }),
    ("Connection from ", about_peer),
    ("Read error from remote host ", about_peer),
    ("Address ", about_peer),
    ("reverse mapping checking ", |rest, _| {
        let (free, source) = rest.rsplit_once('[')?;
        let (source, _) = source.split_once(']')?;
        Some(Said::new(Outcome::Other).source(Some(address(source)?)).free(free))
    }),
    ("Nasty PTR record ", |rest, _| {
        let (free, rest) = rsplit_at(rest, " is set up for ")?;
        let source = address(rest.strip_suffix(", ignoring")?)?;
        Some(Said::new(Outcome::Other).source(Some(source)).free(free))
    }),
];

/// Messages that are told by what stands inside them.
fn anywhere(text: &str) -> Option<Said<'_>> {
    if let Some(said) = pam_failure(text) {
        return Some(said);
    }
    // Whatever it is, it names a peer at its end.
    let text = rsplit_at(text, " id ").map_or(text, |(before, id)| {
        if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) { before } else { text }
    });
    let end = at_end(text)?;
    address(end.source?)?;
    Some(Said::new(Outcome::Other).source(end.source).free(end.before))
}

fn unknown_user(rest: &str) -> Said<'_> {
    // An empty name leaves nothing before ` from`.
    let end = at_end(rest);
    let said = Said::new(Outcome::InvalidUser);
    match end {
        Some(end) => said.user(end.before, false).source(end.source),
        None => said.user(rest, false),
    }
}

/// `X from A not allowed because …`: the account exists.
fn refused_user(rest: &str) -> Option<Said<'_>> {
    let (who, _) = rsplit_at(rest, " not allowed because ")?;
    let said = Said::new(Outcome::InvalidUser);
    Some(match at_end(who) {
        Some(end) => said.user(end.before, true).source(end.source),
        None => said.user(who, true),
    })
}

/// `X with correct key but not from a permitted host (host=H, ip=A, …)`.
fn not_permitted_host(rest: &str) -> Option<Said<'_>> {
    let (user, rest) = rsplit_at(rest, " with correct key but not from a permitted host (host=")?;
    let (host_name, rest) = rest.split_once(", ip=")?;
    let end = rest.find([',', ')'])?;
    let said = Said::new(Outcome::Failed).user(user, true).source(Some(address(&rest[..end])?));
    Some(Said { method: Some("publickey"), ..said }.free(host_name).free(&rest[end..]))
}

/// `Authentication failure for [illegal user ]X from A`, what PAM's own words before `for` are.
fn pam_error(rest: &str) -> Option<Said<'_>> {
    let (_, who) = split_at(rest, " for ")?;
    // Apple's build adds the address that was connected to.
    let who = match (at_end(who), rsplit_at(who, " via ")) {
        (None, Some((before, via))) if host(via).is_some() => before,
        _ => who,
    };
    Some(Said { method: Some("pam"), ..attempt::named(Outcome::Failed, who) })
}

/// `…authentication failure; logname= … rhost=A  user=X` of PAM modules.
fn pam_failure(text: &str) -> Option<Said<'_>> {
    let (head, fields) = text.split_once("; logname=")?;
    let is_sum = head.contains(" more authentication failure");
    if !is_sum && !head.ends_with("authentication failure") {
        return None;
    }
    let (before, rest) = split_at(fields, " rhost=")?;
    let (_, remote_user) = split_at(before, " ruser=").unwrap_or((before, ""));
    let (source, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let outcome = if is_sum { Outcome::Other } else { Outcome::Failed };
    let said = Said::new(outcome).source(host(source)).free(remote_user);
    let said = Said { method: Some("pam"), ..said };
    // pam_unix names only users that exist; other modules name whatever was typed.
    let is_known = head.starts_with("pam_unix") || head.starts_with("(pam_unix)");
    Some(match rest.trim_start().strip_prefix("user=") {
        Some(user) => said.user(user.trim_end(), is_known),
        None => said,
    })
}

/// `[authenticating |invalid ]user X A port N[: reason]` or `A port N…`.
fn peer_left(rest: &str, is_preauth: bool) -> Option<Said<'_>> {
    let labels = [("authenticating user ", true), ("invalid user ", false), ("user ", true)];
    let label = labels
        .into_iter()
        .find_map(|(label, is_known)| Some((rest.strip_prefix(label)?, is_known, label)));
    let Some((who, is_known, label)) = label else {
        let (source, free) = address_first(rest)?;
        let outcome = if is_preauth { Outcome::PreauthClosed } else { Outcome::Other };
        return Some(Said::new(outcome).source(source).free(free));
    };
    // Without a qualifier the user had logged in.
    let outcome = if label == "user " { Outcome::Other } else { Outcome::Disconnected };
    let said = Said::new(outcome);
    Some(match attempt::peer_at_end(who).or_else(|| attempt::peer_with_reason(who)) {
        Some(peer) => said.user(peer.before, is_known).source(peer.source).free(peer.after),
        None => said.free(who),
    })
}

/// `Too many authentication failures[ for X]`: no address, but the session tells which peer.
fn cut_off(rest: &str) -> Said<'_> {
    match rest.strip_prefix("Too many authentication failures for ") {
        Some(user) => Said::new(Outcome::Disconnected).user(user, false),
        None => Said::new(Outcome::PreauthClosed).free(rest),
    }
}

/// The peer left or was turned away before it asked for anything.
fn never_asked(rest: &str, _: bool) -> Option<Said<'_>> {
    let (source, free) = address_first(rest)?;
    Some(Said::new(Outcome::PreauthClosed).source(source).free(free))
}

fn about_peer(rest: &str, _: bool) -> Option<Said<'_>> {
    let (source, free) = address_first(rest)?;
    Some(Said::new(Outcome::Other).source(source).free(free))
}

/// An address at the start (`None` for `UNKNOWN`), a port maybe, and what follows.
fn address_first(text: &str) -> Option<(Option<&str>, &str)> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let source = match address(word).or_else(|| address(word.trim_end_matches([':', ',']))) {
        Some(source) => Some(source),
        None if word == "UNKNOWN" => None,
        None => return None,
    };
    let after_port = rest
        .strip_prefix("port ")
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some((source, after_port.unwrap_or(rest)))
}

/// An IP address; an IPv4 address mapped into IPv6 without its prefix.
pub(crate) fn address(word: &str) -> Option<&str> {
    let bare = word.split_once('%').map_or(word, |(bare, _)| bare);
    bare.parse::<IpAddr>().ok()?;
    let mapped = word.get(..7).is_some_and(|prefix| prefix.eq_ignore_ascii_case("::ffff:"));
    Some(if mapped && word.contains('.') { &word[7..] } else { word })
}

/// An IP address or a host name.
pub(crate) fn host(word: &str) -> Option<&str> {
    address(word).or_else(|| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        (!word.is_empty() && word.bytes().all(is_sign)).then_some(word)
    })
}

#[cfg(test)]
mod tests;
