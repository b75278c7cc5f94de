//! What may be asked: an address that a person named, with its limits.

use std::time::Duration;

use url::Url;

use crate::OutboxError;

/// One named target.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it stands, from [`address`]. Requests may go to other paths of the same server: scheme,
    /// host and port decide.
    pub url: Url,
    /// Whether it may stand in a network that is not public.
    pub allow_private: bool,
    /// The longest answer in bytes, packed and unpacked.
    pub max_bytes: u64,
    /// How long one answer may take.
    pub timeout: Duration,
    /// How many requests a minute it gets at most, redirects included.
    pub per_minute: u32,
    /// A proxy that requests go through, from [`address`]. It looks names up itself, so that of a
    /// target behind it only bare addresses can be refused for where they lead.
    pub proxy: Option<Url>,
}

impl Target {
    /// Whether an address is on the server of this target.
    #[must_use]
    pub fn covers(&self, url: &Url) -> bool {
        origin(&self.url) == origin(url)
    }
}

fn origin(url: &Url) -> (&str, Option<&str>, Option<u16>) {
    (url.scheme(), url.host_str(), url.port_or_known_default())
}

/// Reads an address that can be asked: `http`, `https`, `ws` or `wss`, with a host, without a name or
/// password in it. What follows `#` is never sent and cut off.
///
/// # Errors
/// When it is none.
pub fn address(text: &str) -> Result<Url, OutboxError> {
    let wrong = |why| OutboxError::Address { text: text.to_owned(), why };
    let mut url = Url::parse(text.trim()).map_err(|_| wrong("it is not written in full"))?;
    if !matches!(url.scheme(), "http" | "https" | "ws" | "wss") {
        return Err(wrong("it begins with neither http, https, ws nor wss"));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(wrong("it names no server"));
    }
    // A password in an address ends up in every log on the way.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds a name or a password"));
    }
    url.set_fragment(None);
    Ok(url)
}

/// The host without the brackets of an IPv6 address, and the port.
pub(crate) fn place(url: &Url) -> (String, u16) {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    (host, url.port_or_known_default().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_addresses_without_secrets_can_be_named() {
        for wrong in [
            "gazette.example/feed",
            "file:///etc/passwd",
            "ftp://gazette.example/",
            "data:text/plain,x",
            "https://mira:secret@gazette.example/",
            "https://",
            "",
        ] {
            assert!(matches!(address(wrong), Err(OutboxError::Address { .. })), "{wrong}");
        }
        assert_eq!(
            address(" https://gazette.example/a?b#c ").unwrap().as_str(),
            "https://gazette.example/a?b"
        );
    }

    #[test]
    fn scheme_host_and_port_make_the_target() {
        let target = Target {
            name: "gazette".to_owned(),
            url: address("https://gazette.example/feed.xml").unwrap(),
            allow_private: false,
            max_bytes: 1,
            timeout: Duration::from_secs(1),
            per_minute: 1,
            proxy: None,
        };
        for (url, covered) in [
            ("https://gazette.example/other", true),
            ("https://gazette.example:443/other", true),
            ("https://GAZETTE.example/", true),
            ("http://gazette.example/feed.xml", false),
            ("https://gazette.example:8443/feed.xml", false),
            ("https://feeds.gazette.example/feed.xml", false),
            ("https://gazette.example.evil.example/feed.xml", false),
        ] {
            assert_eq!(target.covers(&address(url).unwrap()), covered, "{url}");
        }
    }
}
