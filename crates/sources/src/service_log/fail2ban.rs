//! What fail2ban says it did: whom it found, banned and let go (fail2ban, `server/actions.py` and
//! `server/filter.py`). A ban is another program's judgement of a source, by the rules of a jail.

use crate::record::Outcome;
use crate::sshd::message::{Said, host};

/// How a message about an address begins after its jail, and what it is called here.
const SAYS: [(&str, &str); 5] = [
    ("Restore Ban ", "ban restored"),
    ("Increase Ban ", "ban"),
    ("Ban ", "ban"),
    ("Unban ", "unban"),
    ("Found ", "found"),
];

/// `NOTICE  [sshd] Ban 192.0.2.7`, `INFO    [sshd] Found 192.0.2.7 - 2027-05-01 10:00:00`.
pub(super) fn read(text: &str) -> Option<Said<'_>> {
    let (level, rest) = text.trim_start().split_once('[')?;
    let level = level.trim_end();
    if !level.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let (_jail, message) = rest.split_once("] ")?;
    let message = message.trim_start();
    let (method, rest) =
        SAYS.iter().find_map(|(start, method)| Some((*method, message.strip_prefix(start)?)))?;
    let address = rest.split([' ', ',']).next().filter(|word| !word.is_empty())?;
    let said = Said::new(Outcome::Other).source(host(address));
    Some(Said { method: Some(method), ..said })
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::read;

    #[test]
    fn bans_name_their_source_and_are_no_login() {
        for (text, expected) in [
            ("NOTICE  [sshd] Ban 192.0.2.7", "other ban 192.0.2.7 - -"),
            ("NOTICE  [sshd] Unban 192.0.2.7", "other unban 192.0.2.7 - -"),
            ("NOTICE  [sshd] Restore Ban 2001:db8::7", "other ban restored 2001:db8::7 - -"),
            (
                "NOTICE  [sshd] Increase Ban 192.0.2.7 (2 # 1:00:00 -> 2027-05-01 11:00:00)",
                "other ban 192.0.2.7 - -",
            ),
            ("INFO    [sshd] Found 192.0.2.7 - 2027-05-01 10:00:00", "other found 192.0.2.7 - -"),
            ("[nginx-http-auth] Ban 192.0.2.7", "other ban 192.0.2.7 - -"),
            ("WARNING [sshd] 192.0.2.7 already banned", "-"),
            ("INFO    Jail 'sshd' started", "-"),
            ("NOTICE  [sshd] Ban ", "-"),
            ("user [x] Ban 192.0.2.7", "-"),
        ] {
            assert_eq!(shown(read(text)), expected, "{text}");
        }
    }
}
