//! What PAM modules, `su` and `sudo` say, whichever program calls them (Linux-PAM, `modules/pam_unix`;
//! util-linux and shadow `su`; sudo's logging chapter of sudoers(5)).

use crate::record::Outcome;
use crate::sshd::message::{Said, host};

/// `…authentication failure; logname= uid=0 euid=0 tty=T ruser=R rhost=ADDRESS  user=NAME`. The
/// remote user is the client's word, so the last `rhost=` before the name counts.
pub(super) fn failure(text: &str) -> Option<Said<'_>> {
    let (head, fields) = text.split_once("; logname=")?;
    if !head.contains("authentication failure") {
        return None;
    }
    let is_sum = head.contains(" more authentication failure");
    let outcome = if is_sum { Outcome::Other } else { Outcome::Failed };
    let (fields, user) = match fields.rsplit_once(" user=") {
        Some((fields, user)) => (fields, Some(user.trim_end())),
        None => (fields, None),
    };
    let (before, source) = fields.trim_end().rsplit_once(" rhost=")?;
    let remote = before.split_once(" ruser=").map(|(_, remote)| remote);
    let said = Said::new(outcome).source(host(source.trim()));
    let said = Said { method: Some("pam"), ..said };
    let said = remote.filter(|remote| !remote.is_empty()).map_or(said, |remote| said.free(remote));
    let is_known = head.contains("pam_unix");
    let typed = remote.filter(|remote| !remote.is_empty() && !source.trim().is_empty());
    Some(match (user.filter(|user| !user.is_empty()), typed) {
        (Some(user), _) => said.user(user, is_known),
        // PAM knows no such user; servers that ask it hand on what was typed.
        (None, Some(typed)) => Said { free: [None; 2], ..said.user(typed, false) },
        (None, None) => said,
    })
}

/// `BAD SU ada to root on /dev/ttyp0`, `FAILED SU (to root) ada on pts/0`, `Successful su for root by
/// ada`, and the words of sudo.
pub(super) fn change_of_user<'a>(program: &str, text: &'a str) -> Option<Said<'a>> {
    let text = text.trim_start();
    if program == "sudo" {
        let (user, rest) = text.split_once(" : ")?;
        let is_failure = rest.contains("incorrect password attempt")
            || rest.starts_with("user NOT in sudoers")
            || rest.starts_with("a password is required")
            || rest.starts_with("command not allowed");
        return is_failure.then(|| Said::new(Outcome::Failed).user(user, true));
    }
    if let Some(rest) = text.strip_prefix("FAILED LOGIN ") {
        // util-linux quotes the name, shadow too; `login` is where somebody sits.
        let (_, user) = rest.split_once(" FOR ")?;
        let user = user.split_once(", ").map_or(user, |(user, _)| user);
        return Some(Said::new(Outcome::Failed).user(user.trim_matches(['\'', '`', '"']), false));
    }
    if let Some(rest) = text.strip_prefix("BAD SU ").or_else(|| text.strip_prefix("- ")) {
        let user = rest.split(' ').next()?;
        return text.starts_with("BAD").then(|| Said::new(Outcome::Failed).user(user, false));
    }
    if let Some(rest) = text.strip_prefix("FAILED SU (to ") {
        let (_, user) = rest.split_once(") ")?;
        return Some(Said::new(Outcome::Failed).user(user.split(' ').next()?, true));
    }
    let rest = text.strip_prefix("Successful su for ")?;
    let (_, user) = rest.split_once(" by ")?;
    Some(Said::new(Outcome::Accepted).user(user, true))
}

/// Messages of PAM without a peer: `check pass; user unknown`.
pub(super) fn unknown(text: &str) -> Option<Said<'_>> {
    text.contains("check pass; user unknown").then(|| Said::new(Outcome::InvalidUser))
}

#[cfg(test)]
mod tests {
    use super::super::shown;

    #[test]
    fn the_remote_user_cannot_name_another_peer() {
        let said = |text| shown(super::failure(text));
        assert_eq!(
            said(
                "pam_unix(x:auth): authentication failure; logname= uid=0 euid=0 tty=t ruser=a rhost=192.0.2.9 rhost=192.0.2.7  user=ada"
            ),
            "failed pam 192.0.2.7 ada known"
        );
        assert_eq!(
            said(
                "(pam_unix) authentication failure; logname= uid=0 euid=0 tty=t ruser= rhost=h.example "
            ),
            "failed pam h.example - -"
        );
        assert_eq!(
            said(
                "pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=ada rhost=192.0.2.7"
            ),
            "failed pam 192.0.2.7 ada -"
        );
        assert_eq!(said("session closed for user ada"), "-");
    }

    #[test]
    fn su_and_sudo_are_told_by_their_words() {
        let said = |program, text| shown(super::change_of_user(program, text));
        assert_eq!(said("su", "BAD SU ada to root on /dev/ttyp0"), "failed - - ada -");
        assert_eq!(
            said("login", "FAILED LOGIN (1) on '/dev/tty1' FOR 'ada', Authentication failure"),
            "failed - - ada -"
        );
        assert_eq!(said("su", "FAILED SU (to root) ada on pts/0"), "failed - - ada known");
        assert_eq!(said("su", "Successful su for root by ada"), "accepted - - ada known");
        assert_eq!(
            said("sudo", "  ada : 3 incorrect password attempts ; TTY=pts/0"),
            "failed - - ada known"
        );
        assert_eq!(said("sudo", "  ada : TTY=pts/0 ; USER=root ; COMMAND=/bin/ls"), "-");
    }
}
