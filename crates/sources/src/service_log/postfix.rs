//! Postfix: `smtpd` under any name, and `postscreen`. Texts follow smtpd/smtpd.c, `smtpd_sasl_glue.c`,
//! `smtpd_check.c` and postscreen of versions 2.3 to 3.9.

use crate::record::Outcome;
use crate::sshd::message::{Said, address};

/// What a message says; `None` when it names no peer that was turned away, left or logged in.
pub(super) fn read(text: &str) -> Option<Said<'_>> {
    let text = text.strip_prefix("NOQUEUE: ").unwrap_or(text);
    login(text).or_else(|| accepted(text)).or_else(|| turned_away(text))
}

/// `[warning: ]HOST[ADDRESS][:PORT]: SASL METHOD authentication failed: REASON[, sasl_username=NAME]`.
fn login(text: &str) -> Option<Said<'_>> {
    let (peer, rest) = text.split_once(": SASL ")?;
    let (method, reason) = rest.split_once(' ')?;
    let reason = reason.strip_prefix("authentication failed")?;
    let said = Said::new(Outcome::Failed).source(Some(bracketed(peer)?));
    let said = Said { method: Some(method), ..said };
    Some(match reason.rsplit_once("sasl_username=") {
        Some((_, user)) if !user.is_empty() => said.user(user, false),
        _ => said,
    })
}

/// `QUEUE: client=HOST[ADDRESS], sasl_method=M, sasl_username=NAME`.
fn accepted(text: &str) -> Option<Said<'_>> {
    let (_, rest) = text.split_once(": client=")?;
    let (peer, rest) = rest.split_once(", sasl_method=")?;
    let (method, rest) = rest.split_once(", sasl_username=")?;
    let user = rest.split_once(", sasl_sender=").map_or(rest, |(user, _)| user);
    let said = Said::new(Outcome::Accepted).source(Some(bracketed(peer)?)).user(user, true);
    Some(Said { method: Some(method), ..said })
}

/// Everything with `from HOST[ADDRESS]`: rejects, lost connections, limits, early talkers.
fn turned_away(text: &str) -> Option<Said<'_>> {
    let is_connect = text.starts_with("connect from ") || text.starts_with("CONNECT from ");
    let (before, rest) = text.split_once(" from ").filter(|_| !is_connect)?;
    let said = Said::new(outcome(before, rest)).source(Some(bracketed_first(rest)?));
    let is_open = rest.contains("Relay access denied") || rest.contains("relay access denied");
    let method = match before {
        // Somebody speaks HTTP or what else to a mail server.
        _ if before.ends_with("non-SMTP command") => Some("request refused"),
        _ if !before.contains("reject: ") => None,
        _ if is_open => Some("open relay refused"),
        _ => Some("mail refused"),
    };
    Some(Said { method, ..said })
}

fn outcome(before: &str, rest: &str) -> Outcome {
    let lost = ["lost connection after", "HANGUP", "timeout after", "COMMAND TIME LIMIT"];
    if before.ends_with("disconnect") {
        let auth = rest.split(' ').find_map(|word| word.strip_prefix("auth="));
        let is_refused = auth.is_some_and(|auth| auth.starts_with("0/"));
        if is_refused { Outcome::Disconnected } else { Outcome::Other }
    } else if lost.iter().any(|words| before.contains(words)) {
        Outcome::PreauthClosed
    } else {
        Outcome::Other
    }
}

/// The address at the end of `HOST[ADDRESS]` or `HOST[ADDRESS]:PORT`.
fn bracketed(peer: &str) -> Option<&str> {
    let (_, inside) = peer.rsplit_once('[')?;
    address(inside.split_once(']')?.0)
}

/// The address at the beginning of `HOST[ADDRESS]: …`; a host's name holds no bracket.
fn bracketed_first(text: &str) -> Option<&str> {
    let (_, inside) = text.split_once('[')?;
    address(inside.split_once(']')?.0)
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn refusals_logins_and_losses_name_the_peer() {
        let said = |text| shown(super::read(text));
        assert_eq!(
            said(
                "warning: unknown[192.0.2.7]:5572: SASL LOGIN authentication failed: x, sasl_username=ada"
            ),
            "failed LOGIN 192.0.2.7 ada -"
        );
        assert_eq!(
            said("4F1: client=mx.example[192.0.2.7], sasl_method=PLAIN, sasl_username=ada"),
            "accepted PLAIN 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "NOQUEUE: reject: RCPT from a.example[2001:db8::7]: 554 5.7.1 <x@y>: Relay access denied; from=<[192.0.2.9]>"
            ),
            "other open relay refused 2001:db8::7 - -"
        );
        assert_eq!(
            said("lost connection after AUTH from unknown[192.0.2.7]"),
            "preauth_closed - 192.0.2.7 - -"
        );
        assert_eq!(
            said("disconnect from unknown[192.0.2.7] ehlo=1 auth=0/1 quit=1 commands=2/3"),
            "disconnected - 192.0.2.7 - -"
        );
        assert_eq!(
            said("warning: non-SMTP command from unknown[192.0.2.7]: GET / HTTP/1.1"),
            "other request refused 192.0.2.7 - -"
        );
        assert_eq!(said("connect from unknown[192.0.2.7]"), "-");
        assert_eq!(said("4F1: removed"), "-");
    }
}
