//! Error logs of Apache and nginx, as far as they tell of peers: refused passwords, limits, files
//! that are not there. The access log has the requests; here is why they failed.

use crate::record::Outcome;
use crate::sshd::message::{Said, address};

/// `[error] [client ADDRESS[:PORT]] MESSAGE`, with any bracketed words between.
pub(super) fn apache(text: &str) -> Option<Said<'_>> {
    let mut rest = text;
    let source = loop {
        let inside = rest.strip_prefix('[')?;
        let peer = inside.strip_prefix("client ").or_else(|| inside.strip_prefix("remote "));
        if let Some(peer) = peer {
            // `[client [2001:db8::7]:443]`: IPv6 with a port has brackets of its own.
            let bracketed = peer.strip_prefix('[').and_then(|peer| peer.split_once(']'));
            if let Some((peer, after)) = bracketed {
                rest = after.split_once(']').map_or(after, |(_, after)| after).trim_start();
                break address(peer)?;
            }
            let (peer, after) = peer.split_once(']')?;
            rest = after.trim_start();
            break peer_of(peer)?;
        }
        rest = inside.split_once(']')?.1.trim_start();
    };
    // `AH01617: ` since version 2.4.
    let message = match rest.split_once(": ") {
        Some((code, message)) if code.starts_with("AH") && code.len() <= 8 => message,
        _ => rest,
    };
    let said = |outcome| Said::new(outcome).source(Some(source));
    if let Some(user) = message.strip_prefix("user ") {
        if let Some((user, _)) = user.rsplit_once(" not found: ") {
            return Some(said(Outcome::InvalidUser).user(user, false));
        }
        if let Some((user, _)) = user.split_once(": authentication failure for ") {
            return Some(said(Outcome::Failed).user(user, true));
        }
        if let Some((user, _)) = user.split_once(": password mismatch: ") {
            return Some(said(Outcome::Failed).user(user, true));
        }
        let user = user.split(['`', ' ', ':']).find(|word| !word.is_empty())?;
        return Some(said(Outcome::Failed).user(user.trim_matches('\''), false));
    }
    let words = message.to_ascii_lowercase();
    let is_refusal =
        ["authentication", "auth", "denied", "nonce", "realm", "credentials", "password"]
            .iter()
            .any(|word| words.contains(word));
    let no_file = words.contains("denied by server configuration");
    if is_garbled(&words) {
        return Some(Said { method: Some("request refused"), ..said(Outcome::Other) });
    }
    if let Some(said) = application(message) {
        return Some(said.source(Some(source)));
    }
    Some(said(if is_refusal && !no_file { Outcome::Failed } else { Outcome::Other }))
}

/// What servers write of requests that are none: paths out of the root, methods and lines that the
/// protocol does not have.
fn is_garbled(words: &str) -> bool {
    [
        "invalid uri",
        "invalid method",
        "invalid request",
        "invalid header",
        "request failed: uri too long",
    ]
    .iter()
    .any(|sign| words.contains(sign))
}

/// An address, maybe with a port; IPv6 stands without brackets.
fn peer_of(text: &str) -> Option<&str> {
    address(text).or_else(|| {
        let (host, port) = text.rsplit_once(':')?;
        address(host).filter(|_| port.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// `[error] 1#0: *5 MESSAGE, client: ADDRESS, server: …`. Names may hold `, client: …` themselves:
/// the last one that is followed by `, server:` is nginx's own, as it ends what it quotes.
pub(super) fn nginx(text: &str) -> Option<Said<'_>> {
    let (_, message) = text.split_once(": *").and_then(|(_, rest)| rest.split_once(' '))?;
    let (before, rest) = message.rsplit_once(", client: ")?;
    let end = rest.find(", ").unwrap_or(rest.len());
    // The mail proxy adds ` using starttls`.
    let peer = rest[..end].split(' ').next().unwrap_or_default();
    let source = address(peer).or_else(|| address(peer.trim_matches('"')))?;
    let said = |outcome| Said::new(outcome).source(Some(source));
    if let Some(outcome) = mail_proxy(before) {
        let login = rest.split_once(", login: \"").and_then(|(_, login)| login.split_once('"'));
        let said = said(outcome);
        return Some(login.map_or(said, |(user, _)| said.user(user, outcome == Outcome::Accepted)));
    }
    if let Some(rest) = before.strip_prefix("user \"") {
        let (user, reason) = rest.rsplit_once("\": ").or_else(|| {
            let at = rest.rfind("\" was not found in ")?;
            Some((&rest[..at], &rest[at + 2..]))
        })?;
        let is_known = reason.starts_with("password mismatch");
        let outcome = if is_known { Outcome::Failed } else { Outcome::InvalidUser };
        return Some(said(outcome).user(user, is_known));
    }
    if let Some(rest) = before.strip_prefix("PAM: user '") {
        let (user, _) = rest.rsplit_once("' - not authenticated")?;
        return Some(said(Outcome::Failed).user(user, false));
    }
    if let Some(said) = application(before) {
        return Some(said.source(Some(source)));
    }
    let is_garbled = before.starts_with("client sent ") && is_garbled(&before.to_ascii_lowercase());
    let method = is_garbled.then_some("request refused");
    Some(Said { method, ..said(Outcome::Other) })
}

/// What a program behind the server wrote to its error log about a refused login.
fn application(message: &str) -> Option<Said<'_>> {
    let is_written = ["PHP message: ", "Failed login ", "Login failed ", "stderr: "];
    is_written
        .iter()
        .any(|sign| message.contains(sign))
        .then(|| super::sentence::refused(message))?
}

/// What nginx says of logins that it asks another server about (its modules `mail_core` and `mail_auth_http`).
fn mail_proxy(before: &str) -> Option<Outcome> {
    if before == "client logged in" {
        return Some(Outcome::Accepted);
    }
    before.starts_with("client login failed: ").then_some(Outcome::Failed)
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn apache_names_its_client_in_brackets_of_its_own() {
        let said = |text| shown(super::apache(text));
        assert_eq!(
            said("[error] [client 192.0.2.7] user ada not found: /x [client 192.0.2.9]"),
            "invalid_user - 192.0.2.7 ada -"
        );
        assert_eq!(
            said(
                "[auth_basic:error] [pid 5] [client 192.0.2.7:443] AH01617: user ada: authentication failure for \"/\": Password Mismatch"
            ),
            "failed - 192.0.2.7 ada known"
        );
        assert_eq!(
            said("[core:error] [client [2001:db8::7]:443] AH01618: user ada not found: /"),
            "invalid_user - 2001:db8::7 ada -"
        );
        assert_eq!(
            said("[core:error] [client 2001:db8::7] File does not exist: /x"),
            "other - 2001:db8::7 - -"
        );
        assert_eq!(
            said(
                "[core:error] [client 192.0.2.7:5] AH00126: Invalid URI in request GET /../x HTTP/1.1"
            ),
            "other request refused 192.0.2.7 - -"
        );
        assert_eq!(said("[notice] caught SIGTERM"), "-");
    }

    #[test]
    fn nginx_names_its_client_last() {
        let said = |text| shown(super::nginx(text));
        assert_eq!(
            said("[error] 1#0: *5 user \"ada\": password mismatch, client: 192.0.2.7, server: x"),
            "failed - 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "[error] 1#0: *5 limiting requests, excess: 1 by zone \"z\", client: 2001:db8::7, server: x"
            ),
            "other - 2001:db8::7 - -"
        );
        assert_eq!(
            said(
                "[info] 1#0: *5 client sent invalid method while reading client request line, client: 192.0.2.7, server: x"
            ),
            "other request refused 192.0.2.7 - -"
        );
        assert_eq!(
            said(
                "[info] 1#0: *5 client login failed: \"x\" while in http auth state, client: 192.0.2.7 using starttls, server: 0.0.0.0:587, login: \"ada\""
            ),
            "failed - 192.0.2.7 ada -"
        );
        assert_eq!(
            said(
                "[info] 1#0: *5 client logged in, client: 192.0.2.7, server: x, login: \"ada\", upstream: 192.0.2.1:143"
            ),
            "accepted - 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "[error] 1#0: *5 FastCGI sent in stderr: \"PHP message: Failed login for ada@b.example\" while reading response header from upstream, client: 192.0.2.7, server: x"
            ),
            "failed - 192.0.2.7 ada@b.example -"
        );
        assert_eq!(said("[notice] 1#0: start worker"), "-");
    }
}
