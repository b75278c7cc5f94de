//! Crawlers of search engines read pages. One that fills in a form for comments or a login only bears the
//! name, so as to be let through.
//!
//! It knows names and paths, not addresses: whether a crawler is true is looked up elsewhere.

/// Crawlers of search engines, as they name themselves.
const CRAWLERS: [&[u8]; 9] = [
    b"googlebot",
    b"bingbot",
    b"yandexbot",
    b"baiduspider",
    b"duckduckbot",
    b"yahoo! slurp",
    b"applebot",
    b"seznambot",
    b"qwantbot",
];

/// Parts of the names of pages that take what people write or sign in with.
const FORMS: [&[u8]; 9] = [
    b"comment",
    b"trackback",
    b"guestbook",
    b"login",
    b"signin",
    b"signup",
    b"register",
    b"contact",
    b"xmlrpc",
];

/// Names of agents stand near the beginning.
const LONGEST: usize = 256;

/// Whether what was posted to a path under an agent's name is that.
pub(super) fn posts(path: &[u8], agent: &[u8]) -> bool {
    let last = path.rsplit(|byte| *byte == b'/').find(|part| !part.is_empty()).unwrap_or_default();
    holds(&last[..last.len().min(LONGEST)], &FORMS)
        && holds(&agent[..agent.len().min(LONGEST)], &CRAWLERS)
}

fn holds(text: &[u8], words: &[&[u8]]) -> bool {
    let lower = text.to_ascii_lowercase();
    words.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}
