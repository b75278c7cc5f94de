//! Exim: its main and reject logs. Texts follow auths, acl.c, `smtp_in.c` and the log chapter of the
//! specification (52, "Log files") of versions 4.70 to 4.98.

use crate::record::Outcome;
use crate::sshd::message::{Said, address};

/// Signs that a line without a tag is Exim's.
const SIGNS: [&str; 14] = [
    " authenticator failed for ",
    "H=",
    "SMTP call from ",
    "SMTP connection from ",
    "SMTP protocol ",
    "no MAIL in SMTP connection from ",
    "no host name found for IP address ",
    "no IP address found for host ",
    "unexpected disconnection ",
    "rejected EHLO or HELO ",
    "rejected HELO from ",
    "rejected EHLO from ",
    "TLS error on connection from ",
    "SMTP command timeout on ",
];

/// Whether a line is one of those that the reject log puts behind a refused message: its envelope and
/// its headers, each with the letter that says which it is (specification, section 52.2).
pub(super) fn is_header(line: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'*' | b' ');
    let named = |text: &str| {
        text.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    line.starts_with('\t')
        || line.starts_with("Envelope-from: ")
        || line.starts_with("Envelope-to: ")
        || match line.as_bytes() {
            [letter, b' ', ..] if is_letter(letter) => line.get(2..).is_some_and(named),
            _ => line.bytes().all(|byte| byte == b'-'),
        }
}

/// What a message says; `None` when it names no peer.
pub(super) fn read(text: &str) -> Option<Said<'_>> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    failed(text).or_else(|| accepted(text)).or_else(|| about_peer(text))
}

/// `NAME authenticator failed for HOST (HELO) [ADDRESS][:PORT] …: 535 …(set_id=USER)`.
fn failed(text: &str) -> Option<Said<'_>> {
    let (method, rest) = text.split_once(" authenticator failed for ")?;
    let (peer, reason) = rest.split_once(": 5").or_else(|| rest.split_once(": 4"))?;
    let said = Said::new(Outcome::Failed).source(Some(last_address(peer)?));
    let said = Said { method: method.rsplit(' ').next(), ..said };
    Some(match reason.split_once("(set_id=") {
        Some((_, user)) => said.user(user.strip_suffix(')').unwrap_or(user), false),
        None => said,
    })
}

/// `<= SENDER H=HOST [ADDRESS] P=esmtpsa A=METHOD:USER …`: a message handed in after a login.
fn accepted(text: &str) -> Option<Said<'_>> {
    let (before, rest) = text.split_once(" P=")?;
    let (_, login) = rest.split_once(" A=").filter(|_| text.contains("<= "))?;
    let login = login.split(' ').next()?;
    let (method, user) = login.split_once(':')?;
    let (_, peer) = before.rsplit_once(" H=")?;
    let said = Said::new(Outcome::Accepted).source(Some(last_address(peer)?)).user(user, true);
    Some(Said { method: Some(method), ..said })
}

/// The peer in `H=HOST (HELO) [ADDRESS]…` or behind `from`. What the client said may stand before
/// it (in quotes) and inside the brackets of HELO, so the last `H=` counts, up to Exim's own words.
fn about_peer(text: &str) -> Option<Said<'_>> {
    let peer = match text.rfind("H=").filter(|at| *at == 0 || text.as_bytes()[at - 1] == b' ') {
        Some(at) => &text[at + 2..],
        None => match text.split_once(" for IP address ") {
            Some((_, peer)) => {
                let source = address(peer.split(' ').next()?)?;
                return Some(Said::new(Outcome::Other).source(Some(source)));
            }
            None => text.split_once(" from ")?.1,
        },
    };
    const OWN: [&str; 16] = [
        " I=[",
        " F=",
        " P=",
        " AUTH ",
        " sender verify",
        " rejected ",
        " dropped",
        " closed ",
        " X=",
        " CV=",
        " Ci=",
        " temporarily rejected",
        " D=",
        " input=",
        " lost",
        " (error",
    ];
    let end = OWN.iter().filter_map(|word| peer.find(word)).min().unwrap_or(peer.len());
    let source = last_address(&peer[..end])?;
    let is_open = text.contains("relay not permitted");
    let is_refused = text.contains("rejected ") || text.contains("sender verify fail");
    let method =
        if is_open { Some("open relay refused") } else { is_refused.then_some("mail refused") };
    Some(Said { method, ..Said::new(Outcome::Other).source(Some(source)) })
}

/// The last `[ADDRESS]`.
fn last_address(peer: &str) -> Option<&str> {
    let end = peer.find(" I=[").unwrap_or(peer.len());
    let mut rest = &peer[..end];
    loop {
        let (before, inside) = rest.rsplit_once('[')?;
        if let Some(found) = inside.split_once(']').and_then(|(inside, _)| address(inside)) {
            return Some(found);
        }
        rest = before;
    }
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn headers_of_the_reject_log_are_no_lines_of_it() {
        for line in [
            "Envelope-from: <a@b>",
            "P Received: from x",
            "  From: a",
            "\tby mx1",
            "* X-Old: y",
            "----",
        ] {
            assert!(super::is_header(line), "{line}");
        }
        for line in
            ["2027-04-01 10:00:00 H=x [192.0.2.7] rejected", "Pa: x", "x y", "P no header: x"]
        {
            assert!(!super::is_header(line), "{line}");
        }
    }

    #[test]
    fn the_peer_is_the_one_that_exim_names_last() {
        let said = |text| shown(super::read(text));
        assert_eq!(
            said(
                "plain_login authenticator failed for h.example ([192.0.2.9]) [192.0.2.7]:4411 I=[192.0.2.1]:465: 535 Incorrect authentication data (set_id=ada)"
            ),
            "failed plain_login 192.0.2.7 ada -"
        );
        assert_eq!(
            said(
                "1a-2b-3c <= a@example H=h.example (x) [192.0.2.7] P=esmtpsa X=TLS1.3 A=plain:ada S=512"
            ),
            "accepted plain 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "SMTP protocol error in \"AUTH LOGIN\" H=(t) [192.0.2.9]\" H=(u) [192.0.2.7] AUTH command used when not advertised"
            ),
            "other - 192.0.2.7 - -"
        );
        assert_eq!(
            said(
                "H=(u) [192.0.2.7]:99 I=[192.0.2.1]:25 F=<a@[192.0.2.9]> rejected RCPT <b@c>: relay not permitted"
            ),
            "other open relay refused 192.0.2.7 - -"
        );
        assert_eq!(said("no host name found for IP address 192.0.2.7"), "other - 192.0.2.7 - -");
        assert_eq!(said("Start queue run: pid=5"), "-");
    }
}
