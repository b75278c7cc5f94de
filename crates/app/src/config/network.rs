//! `[network.NAME]`: what `vigie fetch` may ask, and how. Nothing leaves the house without such an
//! entry.

use std::time::Duration;

use url::Url;
use vigie_model::config::Bytes;

use super::given::{Given, Wrong, wrong};
use super::key::{Absent, Key, Place, Unset};
use super::{At, Config, ConfigError, Origin};

/// One `[network.NAME]` section.
#[derive(Clone, Debug)]
pub struct NetworkTarget {
    /// What stands there.
    pub kind: NetworkKind,
    /// Where; every target that was read has one.
    pub url: Option<Url>,
    /// How long after one fetch the next one is due, in microseconds; `None` for whenever somebody
    /// fetches.
    pub every: Option<i64>,
    /// The longest answer; of a stream, what is read before it is kept.
    pub max_bytes: Bytes,
    /// How long one answer may take.
    pub timeout: Duration,
    /// Requests a minute at most.
    pub per_minute: u32,
    /// A proxy to go through.
    pub proxy: Option<Url>,
    /// Whether it may stand in a network that is not public.
    pub allow_private: bool,
    /// What of a Jetstream is wanted.
    pub collections: Vec<String>,
    /// How many entries of a log the first fetch goes back.
    pub back: u64,
    /// The mandate that its data belongs to.
    pub mandate: Option<String>,
}

/// What stands at a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkKind {
    /// RSS, Atom, JSON Feed or a sitemap.
    #[default]
    Feed,
    /// Bluesky's Jetstream.
    Jetstream,
    /// A static certificate-transparency log.
    StaticCt,
}

impl NetworkKind {
    /// The words of `network.*.kind`, in the order of [`NetworkKind`].
    pub const WORDS: &'static [&'static str] = &["feed", "jetstream", "static-ct"];

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Feed, Self::Jetstream, Self::StaticCt].into_iter().find(|kind| kind.word() == word)
    }

    /// The word of the kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Jetstream => "jetstream",
            Self::StaticCt => "static-ct",
        }
    }

    const fn schemes(self) -> [&'static str; 2] {
        match self {
            Self::Feed | Self::StaticCt => ["https", "http"],
            Self::Jetstream => ["wss", "ws"],
        }
    }
}

impl Default for NetworkTarget {
    fn default() -> Self {
        Self {
            kind: NetworkKind::default(),
            url: None,
            every: None,
            max_bytes: Bytes(16_000_000),
            timeout: Duration::from_secs(30),
            per_minute: 30,
            proxy: None,
            allow_private: false,
            collections: ["app.bsky.feed.post", "app.bsky.feed.repost"].map(str::to_owned).into(),
            back: 256,
            mandate: None,
        }
    }
}

/// The keys of a target.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "network.*.kind",
        kind: "\"feed\", \"jetstream\" or \"static-ct\"",
        absent: Absent::Refused,
        example: "\"feed\"",
        doc: "What stands there: a feed, Bluesky's Jetstream, a static certificate-transparency log.",
        set: |config, place, given| {
            let kind = given.one_of(NetworkKind::WORDS, NetworkKind::from_word)?;
            with_target(config, place, |target| target.kind = kind);
            Ok(())
        },
    },
    Key {
        name: "network.*.url",
        kind: "an address",
        absent: Absent::Refused,
        example: "\"https://gazette.example/feed.xml\"",
        doc: "Where it stands, in full. Of a log: its monitoring prefix.",
        set: |config, place, given| {
            let url = address(given)?;
            with_target(config, place, |target| target.url = Some(url));
            Ok(())
        },
    },
    Key {
        name: "network.*.every",
        kind: "a length of time",
        absent: Absent::Unset(Unset { en: "at each vigie fetch", fr: "à chaque vigie fetch" }),
        example: "\"30min\"",
        doc: "How often it is asked, unless vigie fetch names it.",
        set: |config, place, given| {
            let span = given.span()?;
            with_target(config, place, |target| target.every = Some(span));
            Ok(())
        },
    },
    Key {
        name: "network.*.max_bytes",
        kind: "a size",
        absent: Absent::Unset(Unset { en: "16 MB", fr: "16 Mo" }),
        example: "\"16MB\"",
        doc: "The longest answer, unpacked; of a stream, what is read before it is kept.",
        set: |config, place, given| {
            let size = size(given)?;
            with_target(config, place, |target| target.max_bytes = size);
            Ok(())
        },
    },
    Key {
        name: "network.*.timeout_s",
        kind: "a whole number",
        absent: Absent::Unset(Unset { en: "30 seconds", fr: "30 secondes" }),
        example: "30",
        doc: "How many seconds one answer may take.",
        set: |config, place, given| {
            let seconds = given.count(1, 600)?;
            let timeout = Duration::from_secs(seconds as u64);
            with_target(config, place, |target| target.timeout = timeout);
            Ok(())
        },
    },
    Key {
        name: "network.*.per_minute",
        kind: "a whole number",
        absent: Absent::Unset(Unset { en: "30", fr: "30" }),
        example: "30",
        doc: "How many requests it gets a minute at most.",
        set: |config, place, given| {
            let count = u32::try_from(given.count(1, 600)?).unwrap_or(1);
            with_target(config, place, |target| target.per_minute = count);
            Ok(())
        },
    },
    Key {
        name: "network.*.proxy",
        kind: "an address",
        absent: Absent::Unset(Unset { en: "no proxy", fr: "aucun mandataire" }),
        example: "\"http://proxy.example:3128\"",
        doc: "A proxy to go through. It looks names up itself.",
        set: |config, place, given| {
            let url = address(given)?;
            if url.scheme() != "http" {
                return wrong("the address of an HTTP proxy", "write it as http://HOST:PORT");
            }
            with_target(config, place, |target| target.proxy = Some(url));
            Ok(())
        },
    },
    Key {
        name: "network.*.allow_private",
        kind: "true or false",
        absent: Absent::Unset(Unset { en: "false", fr: "false" }),
        example: "true",
        doc: "Whether it may stand on this machine or in your own network.",
        set: |config, place, given| {
            let allow = given.flag()?;
            with_target(config, place, |target| target.allow_private = allow);
            Ok(())
        },
    },
    Key {
        name: "network.*.collections",
        kind: "a list of texts",
        absent: Absent::Unset(Unset { en: "posts and reposts", fr: "publications et reprises" }),
        example: "[\"app.bsky.feed.post\"]",
        doc: "Which collections a Jetstream is asked for.",
        set: |config, place, given| {
            let list = given.texts("names such as \"app.bsky.feed.post\"", is_collection)?;
            with_target(config, place, |target| target.collections = list);
            Ok(())
        },
    },
    Key {
        name: "network.*.back",
        kind: "a whole number",
        absent: Absent::Unset(Unset { en: "256", fr: "256" }),
        example: "10000",
        doc: "How many entries of a certificate log the first fetch goes back.",
        set: |config, place, given| {
            let count = given.count(0, 100_000_000)? as u64;
            with_target(config, place, |target| target.back = count);
            Ok(())
        },
    },
    Key {
        name: "network.*.mandate",
        kind: "a mandate",
        absent: Absent::Unset(Unset { en: "local", fr: "local" }),
        example: "\"season-2027\"",
        doc: "The mandate that its data belongs to.",
        set: |config, place, given| {
            let mandate = given.text()?;
            with_target(config, place, |target| target.mandate = Some(mandate));
            Ok(())
        },
    },
];

fn with_target(config: &mut Config, place: &Place, set: impl FnOnce(&mut NetworkTarget)) {
    set(config.network.entry(place.name.clone()).or_default());
}

pub(super) fn address(given: &Given) -> Result<Url, Wrong> {
    let text = given.text()?;
    match vigie_outbox::address(&text) {
        Ok(url) => Ok(url),
        Err(vigie_outbox::OutboxError::Address { why, .. }) => {
            wrong(&format!("an address that can be asked: {why}"), HINT)
        }
        Err(_) => wrong("an address that can be asked", HINT),
    }
}

const HINT: &str = "write it in full: \"https://gazette.example/feed.xml\"";

/// What can be held in memory.
const MOST_BYTES: u64 = 1_000_000_000;

fn size(given: &Given) -> Result<Bytes, Wrong> {
    match given.size(Bytes(0)) {
        Ok(size) if (1_000..=MOST_BYTES).contains(&size.0) => Ok(size),
        Ok(_) => wrong("a size from 1 kB to 1 GB", "write a number with a unit: \"16MB\""),
        Err(wrong) => Err(wrong),
    }
}

/// A name of the AT protocol, of which the last part may be `*`.
fn is_collection(text: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let parts: Vec<&str> = text.split('.').collect();
    let (last, first) = parts.split_last().unwrap_or((&"", &[]));
    first.len() > 1 && first.iter().all(|part| letters(part)) && (*last == "*" || letters(last))
}

/// What no single key of a target can check.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    for (name, target) in &config.network {
        let wrong = |leaf: &str, expected: &str, hint: &str| {
            let key = format!("network.{name}.{leaf}");
            let setting = config.settings.iter().find(|setting| setting.key == key);
            let at = match setting.map(|setting| &setting.origin) {
                Some(Origin::File { file, line }) => At::Line { file: file.clone(), line: *line },
                _ => At::CommandLine,
            };
            let found = setting.and_then(|setting| setting.value.clone()).unwrap_or_default();
            let (expected, hint) = (expected.to_owned(), hint.to_owned());
            ConfigError::Value { at, key, found, expected, hint }
        };
        // Its name is the name of a file of ours.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(is_plain) {
            return Err(wrong(
                "kind",
                "set in a section with a plain name",
                "name it with letters, digits, - and _ : [network.gazette]",
            ));
        }
        let schemes = target.kind.schemes();
        let Some(url) = &target.url else {
            return Err(wrong("url", "an address", HINT));
        };
        if !schemes.contains(&url.scheme()) {
            let expected = format!("an address that begins with {} or {}", schemes[0], schemes[1]);
            return Err(wrong("url", &expected, "each kind has its own way of being asked"));
        }
        if let Some(mandate) = &target.mandate
            && config.mandate(mandate).is_none()
        {
            return Err(wrong("mandate", "a mandate of this file", "enter it under [[mandate]]"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_limits_of_its_own_and_defaults_for_the_rest() {
        let text = "[network.bluesky]\nkind = \"jetstream\"\nurl = \"wss://relay.example/subscribe\"\n\
                    allow_private = false\ntimeout_s = 10\nmax_bytes = \"1MB\"\nevery = \"2h\"\n";
        let config = Config::load(None, text).unwrap();
        let target = &config.network["bluesky"];
        assert_eq!(target.kind, NetworkKind::Jetstream);
        assert_eq!((target.max_bytes, target.every), (Bytes(1_000_000), Some(7_200_000_000)));
        assert_eq!((target.timeout, target.per_minute), (Duration::from_secs(10), 30));
        assert!(!target.allow_private && target.proxy.is_none());
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_what_would_be_right() {
        let mut said = String::new();
        let good =
            "[network.gazette]\nkind = \"feed\"\nurl = \"https://gazette.example/feed.xml\"\n";
        assert!(Config::load(None, good).is_ok());
        for text in [
            format!("{good}evry = \"1h\""),
            format!("{good}allow_private = \"yes\""),
            format!("{good}proxy = \"socks5://proxy.example:1080\""),
            format!("{good}mandate = \"none\""),
            format!("{good}max_bytes = \"10GB\""),
            good.replace("https:", "wss:"),
            good.replace("https://", "https://mira:secret@"),
            good.replace("\"feed\"", "\"feeds\""),
            good.replace("network.gazette", "network.\"../gazette\""),
            "[network.gazette]\nkind = \"feed\"".to_owned(),
        ] {
            use vigie_model::Explained;
            let error = Config::load(None, &text).unwrap_err();
            said.push_str(&format!("{error}\n  hint: {}\n", error.hint().unwrap()));
        }
        insta::assert_snapshot!(said, @r#"
        vigie.toml:4: unknown key "network.gazette.evry"
          hint: did you mean "every"?
        vigie.toml:4: network.gazette.allow_private = "yes" is not true or false
          hint: write it without quotes
        vigie.toml:4: network.gazette.proxy = "socks5://proxy.example:1080" is not an address that can be asked: it begins with neither http, https, ws nor wss
          hint: write it in full: "https://gazette.example/feed.xml"
        vigie.toml:4: network.gazette.mandate = "none" is not a mandate of this file
          hint: enter it under [[mandate]]
        vigie.toml:4: network.gazette.max_bytes = "10GB" is not a size from 1 kB to 1 GB
          hint: write a number with a unit: "16MB"
        vigie.toml:3: network.gazette.url = "wss://gazette.example/feed.xml" is not an address that begins with https or http
          hint: each kind has its own way of being asked
        vigie.toml:3: network.gazette.url = "https://mira:secret@gazette.example/feed.xml" is not an address that can be asked: it holds a name or a password
          hint: write it in full: "https://gazette.example/feed.xml"
        vigie.toml:2: network.gazette.kind = "feeds" is not one of "feed", "jetstream", "static-ct"
          hint: did you mean "feed"?
        vigie.toml:2: network.../gazette.kind = "feed" is not set in a section with a plain name
          hint: name it with letters, digits, - and _ : [network.gazette]
        vigie.toml:1: network.gazette has no "url"
          hint: add a line such as url = "https://gazette.example/feed.xml"
        "#);
    }
}
