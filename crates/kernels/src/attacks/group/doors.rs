//! What a request is to the grouping: a class that it shows, a login, or a visit.

use super::super::Shown;
use super::event::{What, marks};

/// Paths at which people sign in, by the end of the path: `WordPress` answers a refused login with 200
/// and an accepted one with 302.
const WORDPRESS: &[u8] = b"/wp-login.php";
/// Words of a path's last part that mean signing in.
const SIGN_IN: [&[u8]; 8] =
    [b"login", b"signin", b"sign_in", b"sign-in", b"logon", b"session", b"auth", b"token"];
/// Those that are forms for people.
const FORMS: [&[u8]; 5] = [b"login", b"signin", b"sign_in", b"sign-in", b"logon"];

/// What a request is. A payload outweighs a login, a login what only looks around.
#[must_use]
pub fn what_of_request(
    shown: &[Shown],
    method: &[u8],
    path: &[u8],
    status: u16,
    has_user: bool,
) -> What {
    let of_shown = shown.first().map(|shown| What::Shown(shown.class, shown.stage));
    let is_payload = shown.iter().any(|shown| shown.class.is_payload());
    let of_login = if is_payload { None } else { web_login(method, path, status, has_user) };
    of_login.or(of_shown).unwrap_or(What::Visit)
}

/// What a line of a login log is, by the words of the lake for its outcome and method; `None` for
/// lines that only tell of a peer.
#[must_use]
pub fn what_of_login(outcome: &str, method: Option<&str>) -> Option<What> {
    Some(match (outcome, method) {
        ("failed", _) => What::Failed,
        ("invalid_user", _) => What::InvalidUser,
        ("accepted", _) => What::Accepted,
        ("disconnected" | "preauth_closed", _) => What::Closed,
        (_, Some("open relay refused")) => What::RelayRefused,
        (_, Some("mail refused")) => What::MailRefused,
        (_, Some("request refused")) => What::Garbled,
        _ => return None,
    })
}

/// The marks of a request: whether nothing was there, whether a program was asked for, and whether
/// the server would not take it for a request or answered it.
#[must_use]
pub fn request_marks(method: &[u8], path: &[u8], query: &[u8], status: u16) -> u8 {
    let missing = if matches!(status, 404 | 410) { marks::MISSING } else { 0 };
    let program = if is_program(path) { marks::PROGRAM } else { 0 };
    // An application refuses what stands in a query or a body with 400 as well; nothing stands here.
    let is_bare = query.is_empty() && (method == b"GET" || method == b"HEAD");
    let is_refused =
        matches!(status, 400 | 405 | 408 | 411 | 413 | 414 | 417 | 431 | 494..=497 | 505);
    // WordPress answers a refused login with the form: that is sure.
    let is_sure = method == b"POST" && path.ends_with(WORDPRESS);
    let is_answered = (100..400).contains(&status) && !is_sure;
    let answered = if is_answered { marks::ANSWERED } else { 0 };
    missing | program | answered | if is_bare && is_refused { marks::NO_REQUEST } else { 0 }
}

/// Whether a path ends in a program that a server runs.
fn is_program(path: &[u8]) -> bool {
    const PROGRAMS: [&[u8]; 9] =
        [b"php", b"asp", b"aspx", b"jsp", b"cgi", b"pl", b"do", b"action", b"cfm"];
    let last = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let ending = memchr::memrchr(b'.', last).map(|at| &last[at + 1..]);
    ending.is_some_and(|ending| PROGRAMS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A login that an access log shows: the log has no form fields, so the name is unknown unless HTTP
/// authentication puts it there.
#[must_use]
pub fn web_login(method: &[u8], path: &[u8], status: u16, has_user: bool) -> Option<What> {
    let is_post = method.eq_ignore_ascii_case(b"POST");
    let path = path.to_ascii_lowercase();
    if is_post && path.ends_with(WORDPRESS) {
        return match status {
            200 | 401 | 403 | 429 => Some(What::Failed),
            300..=399 => Some(What::Accepted),
            _ => None,
        };
    }
    let last = path.rsplit(|byte| *byte == b'/').find(|part| !part.is_empty()).unwrap_or_default();
    // A form that comes back with 200 was refused, unless a script reads the answer: one such line
    // is no more than a slip anyway.
    let has_form = is_post && FORMS.iter().any(|word| memchr::memmem::find(last, word).is_some());
    // Many methods in one call of xmlrpc are many tries in one line; the log shows the call only.
    let signs_in = is_post
        && (last == b"xmlrpc.php"
            || SIGN_IN.iter().any(|word| memchr::memmem::find(last, word).is_some()));
    match status {
        // The first answer to a browser that has not been asked for a name yet is 401 as well; four
        // of them, and no page in between, are not that.
        401 => Some(What::Failed),
        200 if has_form => Some(What::Failed),
        _ if has_user && status < 400 => Some(What::Accepted),
        403 | 429 if signs_in => Some(What::Failed),
        // Programs' ways to say no: a bad name or password (400, 422), a name that is unknown (404).
        // A script that is not there has nobody to refuse.
        400 | 404 | 422 if signs_in && !is_program(&path) => Some(What::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_logins_are_told_from_visits() {
        for (line, what) in [
            ("POST /wp-login.php 200", Some(What::Failed)),
            ("POST /blog/wp-login.php 302", Some(What::Accepted)),
            ("GET /wp-login.php 200", None),
            ("POST /api/login 401", Some(What::Failed)),
            ("POST /users/sign_in 429", Some(What::Failed)),
            ("POST /contact 403", None),
            ("GET /private/ 401", Some(What::Failed)),
            ("GET /private/ 200 ada", Some(What::Accepted)),
            ("POST /apps/login 200", Some(What::Failed)),
            ("POST /api/token 200", None),
            ("POST /xmlrpc.php 403", Some(What::Failed)),
            ("POST /api/admin/session 404", Some(What::Failed)),
            ("POST /login.php 404", None),
            ("POST /users/sign_in 422", Some(What::Failed)),
        ] {
            let parts: Vec<&str> = line.split(' ').collect();
            let status = parts[2].parse().unwrap();
            let user = parts.len() > 3;
            let found = web_login(parts[0].as_bytes(), parts[1].as_bytes(), status, user);
            assert_eq!(found, what, "{line}");
        }
    }
}
