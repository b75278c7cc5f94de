//! Dovecot: the login processes (`imap-login`, `pop3-login`, `submission-login`, …) and the
//! authentication workers. Texts follow login-common/client-common.c and auth/auth-request.c of
//! versions 1 to 2.4.

use crate::record::Outcome;
use crate::sshd::message::{Said, address};

/// What a message says; `None` when it names no peer.
pub(super) fn read(text: &str) -> Option<Said<'_>> {
    login(text).or_else(|| worker(text))
}

/// `imap-login: REASON: user=<NAME>, method=M, rip=ADDRESS, …`. Only the name is the client's.
fn login(text: &str) -> Option<Said<'_>> {
    let at = text.find("-login: ")?;
    let rest = &text[at + "-login: ".len()..];
    let rest = rest.strip_prefix("Info: ").unwrap_or(rest);
    // The name stands before the address, and a name may say `rip=` itself.
    let (before, after) = rest.rsplit_once("rip=")?;
    let end = after.find([',', ' ']).unwrap_or(after.len());
    let source = address(&after[..end])?;
    let (reason, fields) = match before.split_once("user=<") {
        Some((reason, fields)) => (reason, Some(fields)),
        None => (before, None),
    };
    let user = fields.and_then(|fields| {
        let end = fields.rfind(">, method=").or_else(|| fields.rfind('>'))?;
        fields.get(..end)
    });
    let method = before.rsplit_once("method=").and_then(|(_, rest)| rest.split(',').next());
    let outcome = outcome(reason);
    let said = Said::new(outcome).source(Some(source));
    let said = Said { method: method.map(str::trim).filter(|method| !method.is_empty()), ..said };
    Some(match user.filter(|user| !user.is_empty()) {
        Some(user) => said.user(user, outcome == Outcome::Accepted),
        None => said,
    })
}

fn outcome(reason: &str) -> Outcome {
    let has = |words: &str| reason.contains(words);
    if reason.starts_with("Login: ") || reason.starts_with("Logged in") {
        Outcome::Accepted
    } else if has("no auth attempts")
        || has("before auth was ready")
        || has("finish SASL auth")
        || has("TLS handshake")
    {
        Outcome::PreauthClosed
    } else if has("auth failed") || has("tried to use disallowed") || has("auth_failed") {
        Outcome::Failed
    } else {
        Outcome::Other
    }
}

/// `passwd-file(NAME,ADDRESS[,<SESSION>]): unknown user`, with any words in front.
fn worker(text: &str) -> Option<Said<'_>> {
    // The reason is the daemon's, and stands behind the last list that holds an address.
    let mut end = text.len();
    while let Some(close) = text[..end].rfind(')') {
        end = close;
        let after = &text[close + 1..];
        let reason = match after.strip_prefix('<') {
            Some(session) => session.split_once(">: ").map(|(_, reason)| reason),
            None => after.strip_prefix(": "),
        };
        let Some(reason) = reason else { continue };
        let Some((user, source)) = name_and_address(&text[..close]) else { continue };
        let lower = reason.to_ascii_lowercase();
        let has = |words: &str| lower.contains(words);
        let outcome = if has("unknown user") || has("user not found") {
            Outcome::InvalidUser
        } else if has("mismatch") || has("failed") || has("failure") || has("denied") {
            Outcome::Failed
        } else {
            return None;
        };
        return Some(Said::new(outcome).user(user, has("mismatch")).source(Some(source)));
    }
    None
}

/// The end of `DRIVER(NAME,ADDRESS,<SESSION>`: the name may hold commas and brackets.
fn name_and_address(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    for _ in 0..4 {
        let (before, last) = rest.rsplit_once(',')?;
        if let Some(source) = address(last) {
            let open = before.find('(')?;
            // `auth-worker(30165): pam(name`: the list begins after the last driver.
            let list = before[..]
                .rfind("): ")
                .map_or(open, |at| before[at..].find('(').map_or(open, |open| at + open));
            return Some((&before[list + 1..], source));
        }
        rest = before;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn logins_and_failures_name_the_peer_that_the_daemon_saw() {
        let said = |text| shown(super::read(text));
        assert_eq!(
            said("imap-login: Login: user=<ada>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, TLS"),
            "accepted PLAIN 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "imap-login: Disconnected (auth failed, 2 attempts): user=<a, rip=192.0.2.9>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1"
            ),
            "failed PLAIN 192.0.2.7 a, rip=192.0.2.9 -"
        );
        assert_eq!(
            said(
                "pop3-login: Disconnected (no auth attempts in 4 secs): user=<>, rip=2001:db8::7, lip=x"
            ),
            "preauth_closed - 2001:db8::7 - -"
        );
        assert_eq!(
            said(
                "auth-worker(30165): pam(ada,x,192.0.2.7,<Sess>): pam_authenticate() failed: denied"
            ),
            "failed - 192.0.2.7 ada,x -"
        );
        assert_eq!(
            said("auth: sql(ada@example,192.0.2.7): Password mismatch"),
            "failed - 192.0.2.7 ada@example known"
        );
        assert_eq!(said("auth: ldap(b,192.0.2.7): unknown user"), "invalid_user - 192.0.2.7 b -");
        assert_eq!(said("master: Warning: Killed with signal 15"), "-");
    }
}
