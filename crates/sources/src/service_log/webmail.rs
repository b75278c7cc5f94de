//! Web applications that log their logins: Roundcube and Nextcloud.

use crate::record::Outcome;
use crate::sshd::attempt::at_end;
use crate::sshd::message::{Said, host};

/// `[<ID> ][IMAP Error: ]Login failed for NAME [against SERVER ]from ADDRESS[. REASON]`, and the
/// newer `Failed login for NAME from ADDRESS in session …` (`program/lib/Roundcube/rcube_imap.php`,
/// program/include/rcmail.php); `Successful login for NAME (ID: N) from ADDRESS in session …`.
pub(super) fn roundcube(text: &str) -> Option<Said<'_>> {
    if let Some((_, rest)) = text.split_once("Successful login for ") {
        let who = rest.split_once(" in session ").map_or(rest, |(who, _)| who);
        let found = at_end(without_forwarders(who))?;
        let user = found.before.rsplit_once(" (ID: ").map_or(found.before, |(user, _)| user);
        return Some(Said::new(Outcome::Accepted).user(user, true).source(found.source));
    }
    let marks = ["ogin failed for ", "AILED login for ", "ailed login for "];
    let (at, mark) = marks.iter().find_map(|mark| Some((text.find(mark)?, mark)))?;
    let rest = &text[at + mark.len()..];
    // The reason is Roundcube's and the first of these; the name stands before it.
    let ends =
        [". AUTHENTICATE ", " in session ", ". LOGIN: ", ". Could not ", ". Empty ", ". Unable "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let who = rest[..end].trim_end_matches('.');
    let who = without_forwarders(who);
    let found = at_end(who)?;
    let user = match found.before.rsplit_once(" against ") {
        Some((user, _)) => user,
        None => found.before,
    };
    Some(Said::new(Outcome::Failed).user(user, false).source(found.source))
}

/// Roundcube adds what proxies said of the peer: `192.0.2.1(X-Forwarded-For: 192.0.2.7)`. Whoever
/// speaks to the server can write that, so it is not read.
fn without_forwarders(who: &str) -> &str {
    let at = ["(X-Real-IP", "(X-Forwarded-For"].iter().filter_map(|mark| who.find(mark)).min();
    at.map_or(who, |at| &who[..at])
}

/// `Login failed: 'NAME' (Remote IP: 'ADDRESS')`; newer ones have the address in a field of its own.
pub(super) fn nextcloud<'a>(text: &'a str, peer: Option<&'a str>) -> Option<Said<'a>> {
    // What Nextcloud writes after the first factor: the password was right.
    let second = text.strip_prefix("Two-factor challenge failed: ");
    let failed = text.strip_prefix("Login failed: ").or(second);
    let inside = text.split_once("(Remote IP: ").map(|(_, rest)| rest.trim_end_matches(')'));
    let source = peer.and_then(host).or_else(|| inside.map(unquoted).and_then(host));
    if let Some(rest) = failed {
        let user = rest.split_once(" (Remote IP: ").map_or(rest, |(user, _)| user);
        let said = Said::new(Outcome::Failed).source(source);
        let method = second.map(|_| "second factor");
        return Some(Said { method, ..said.user(unquoted(user), second.is_some()) });
    }
    if text.starts_with("Trusted domain error.") {
        return Some(
            Said { method: Some("request refused"), ..Said::new(Outcome::Other) }.source(source),
        );
    }
    let user = text.strip_prefix("Login successful: ")?;
    Some(Said::new(Outcome::Accepted).source(source).user(unquoted(user), true))
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['\'', '"'])
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn names_may_hold_addresses() {
        let said = |text| shown(super::roundcube(text));
        assert_eq!(
            said(
                "IMAP Error: Login failed for ada from 192.0.2.9 from 192.0.2.7. AUTHENTICATE PLAIN: no (POST /)"
            ),
            "failed - 192.0.2.7 ada from 192.0.2.9 -"
        );
        assert_eq!(
            said("<a1b2> Failed login for ada@example from 192.0.2.7 in session x (error: 0)"),
            "failed - 192.0.2.7 ada@example -"
        );
        assert_eq!(
            said(
                "<a1b2> IMAP Error: Login failed for ada against localhost from 2001:db8::7(X-Forwarded-For: 192.0.2.9). LOGIN: no"
            ),
            "failed - 2001:db8::7 ada -"
        );
        assert_eq!(
            said("<a1b2> Successful login for ada (ID: 1) from 192.0.2.7 in session x"),
            "accepted - 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "Successful login for a (ID: 2) from 192.0.2.9 (ID: 1) from 192.0.2.7(X-Forwarded-For: 192.0.2.8) in session x"
            ),
            "accepted - 192.0.2.7 a (ID: 2) from 192.0.2.9 known"
        );
        assert_eq!(said("DB Error: no such table"), "-");
    }

    #[test]
    fn nextcloud_names_the_peer_in_a_field_or_in_words() {
        let said = |text, peer| shown(super::nextcloud(text, peer));
        assert_eq!(
            said("Login failed: ada (Remote IP: 192.0.2.7)", None),
            "failed - 192.0.2.7 ada -"
        );
        assert_eq!(
            said("Login failed: 'ada' (Remote IP: '192.0.2.9')", Some("192.0.2.7")),
            "failed - 192.0.2.7 ada -"
        );
        assert_eq!(
            said("Two-factor challenge failed: ada (Remote IP: 192.0.2.7)", None),
            "failed second factor 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "Trusted domain error. \"192.0.2.9\" tried to access using \"x\" as host.",
                Some("192.0.2.7")
            ),
            "other request refused 192.0.2.7 - -"
        );
        assert_eq!(said("File accessed: x", Some("192.0.2.7")), "-");
    }
}
