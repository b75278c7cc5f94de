//! `vigie.toml`: what a project may be told, and where each value came from.
//!
//! One explicit list ([`KEYS`]) holds every key with its kind, default and one line of English;
//! reading, refusing unknown keys, `vigie config show` and the template that `vigie init` writes all
//! come from it. A new key is one entry there and one field here.
//!
//! Everything is pure over text: this module must not know files, the environment or the clock.
//! Paths stay as written; whoever opens the project joins them to its folder.

mod entries;
mod error;
mod given;
mod key;
mod keys;
mod mapping;
mod nearest;
mod network;
mod press;
mod read;
mod sections;
mod template;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use vigie_model::config::Bytes;
use vigie_model::mandate::Mandate;

pub use error::{At, ConfigError};
pub use key::{Absent, Key, Unset};
pub use keys::KEYS;
pub use mapping::{MappingError, parse_mapping};
pub use nearest::nearest;
pub use network::{NetworkKind, NetworkTarget};
pub use press::Press;
pub use sections::SECTIONS;
pub use template::template;

use crate::outlets::Outlet;
use crate::system::machine_memory;
use crate::words::Language;

/// The name of the file.
pub const FILE_NAME: &str = "vigie.toml";

/// Everything that `vigie.toml` and the command line may set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whose midnight ends a day.
    pub timezone: TimeZone,
    /// The language of results.
    pub language: Language,
    /// Whose project this is.
    pub project: Project,
    /// The lake.
    pub lake: Lake,
    /// The key file.
    pub keys: Keys,
    /// Limits of the query engine.
    pub engine: Engine,
    /// Detector pages of one's own.
    pub detectors: Detectors,
    /// How long lines of visitors are kept whole.
    pub retention: Retention,
    /// Sealed rumours.
    pub rumours: Rumours,
    /// How the press is read.
    pub press: Press,
    /// What is known of those who knock.
    pub attacks: Attacks,
    /// Every mandate; the local default is among them.
    pub mandates: Vec<Mandate>,
    /// Accounts that are public matter.
    pub watch_list: WatchList,
    /// Classes of outlets of the user's own.
    pub outlets: Vec<Outlet>,
    /// Accounts that belong together in the open.
    pub affiliations: Vec<Affiliation>,
    /// Stored readings, by name.
    pub maps: BTreeMap<String, StoredMap>,
    /// What is known of the machines that logs come from, by host label.
    pub hosts: BTreeMap<String, Host>,
    /// What may be asked over the network, by name.
    pub network: BTreeMap<String, NetworkTarget>,
    settings: Vec<Setting>,
}

/// The `[project]` section.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Its name; `None` for the name of the folder.
    pub name: Option<String>,
    /// Whose work it is.
    pub role: Option<Role>,
    /// Who writes in the journal here; `None` for the machine's user.
    pub person: Option<String>,
}

/// Whose work a project is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A campaign's security officer.
    Campaign,
    /// Fact-checkers.
    Newsroom,
    /// A national agency.
    Agency,
    /// Researchers.
    Research,
}

impl Role {
    /// The words of `--role` and `project.role`, in the order of [`Role`].
    pub const WORDS: &'static [&'static str] = &["campaign", "newsroom", "agency", "research"];

    /// The role of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Campaign, Self::Newsroom, Self::Agency, Self::Research]
            .into_iter()
            .find(|role| role.word() == word)
    }

    /// The word of the role.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Newsroom => "newsroom",
            Self::Agency => "agency",
            Self::Research => "research",
        }
    }
}

/// The `[lake]` section.
#[derive(Clone, Debug, Default)]
pub struct Lake {
    /// Its folder.
    pub path: PathBuf,
    /// Which raw bytes stay.
    pub keep: KeepBytes,
}

/// Which raw bytes are kept once a detect run has read them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeepBytes {
    /// Publications, and every segment that a finding cites.
    #[default]
    Cited,
    /// Everything.
    All,
}

/// The `[keys]` section.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The key file, outside the lake.
    pub path: PathBuf,
}

/// The `[engine]` section.
#[derive(Clone, Debug)]
pub struct Engine {
    /// The memory pool that queries and operators share; see [`Engine::pool`].
    pub memory: Option<Bytes>,
    /// How many partitions a query runs in; `None` for one a core.
    pub partitions: Option<usize>,
}

impl Engine {
    /// The size of the memory pool in bytes: as given, or a quarter of the machine's memory, which
    /// leaves room for what else runs on a laptop.
    #[must_use]
    pub fn pool(&self) -> u64 {
        const LEAST: u64 = 1_000_000_000;
        let quarter = || machine_memory().map_or(LEAST, |bytes| (bytes / 4).max(LEAST));
        self.memory.map_or_else(quarter, |bytes| bytes.0)
    }
}

/// The `[detectors]` section.
#[derive(Clone, Debug, Default)]
pub struct Detectors {
    /// A folder of pages that replace or join the embedded ones; it need not exist.
    pub folder: PathBuf,
}

/// The `[retention]` section.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// How long web lines that nothing flagged are kept whole, in microseconds.
    pub visitors: i64,
    /// The rule is applied after each run of the detectors.
    pub runs: bool,
}

/// The `[rumours]` section.
#[derive(Clone, Debug, Default)]
pub struct Rumours {
    /// How long somebody who works alone waits for a sealed text, in microseconds.
    pub reveal_after: i64,
}

/// The `[attacks]` section. Addresses and networks are read and valid.
#[derive(Clone, Debug, Default)]
pub struct Attacks {
    /// Our own scanners.
    pub own_scanners: Vec<String>,
    /// Uptime monitors.
    pub monitors: Vec<String>,
    /// Verified crawlers.
    pub crawlers: Vec<String>,
    /// Proxies of the house: what they say of where a request came from is believed.
    pub proxies: Vec<String>,
    /// Addresses behind which many people are.
    pub shared: Vec<String>,
    /// Names of the candidate and the house.
    pub names: Vec<String>,
    /// Domains of the house.
    pub domains: Vec<String>,
    /// Login names of staff.
    pub staff: Vec<String>,
    /// Where addresses are registered, as written.
    pub country_database: Option<PathBuf>,
    /// Whose networks they are, where that is another file.
    pub network_database: Option<PathBuf>,
}

impl Attacks {
    /// The proxies of the house, as sources take them.
    #[must_use]
    pub fn proxies(&self) -> vigie_sources::Proxies {
        vigie_sources::Proxies::of(self.proxies.iter().map(String::as_str))
    }
}

/// The `[watch_list]` section.
#[derive(Clone, Debug, Default)]
pub struct WatchList {
    /// When it was drawn up.
    pub date: Option<Date>,
    /// Public accounts, each as `platform:account id`.
    pub accounts: Vec<String>,
}

impl WatchList {
    /// Whether an account is public matter. Everyone else is private.
    #[must_use]
    pub fn is_public(&self, platform: &str, account: &str) -> bool {
        self.accounts.iter().any(|entry| entry.split_once(':') == Some((platform, account)))
    }
}

/// One `[[affiliations]]` entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Affiliation {
    /// What notes call it.
    pub name: String,
    /// Where anybody can check it.
    pub source: String,
    /// When it was drawn up; every entry that was read has one.
    pub date: Option<Date>,
    /// Its accounts, each as `platform:account id`.
    pub accounts: Vec<String>,
    /// A file with more of them, as written.
    pub file: Option<PathBuf>,
}

/// One `[maps.NAME]` section: how `vigie ingest --as NAME` reads.
#[derive(Clone, Debug, Default)]
pub struct StoredMap {
    /// The source that parses.
    pub source: Option<String>,
    /// The mapping as written; [`parse_mapping`] has read it without error.
    pub map: Option<String>,
    /// The host label of such streams.
    pub host: Option<String>,
}

/// One `[hosts.LABEL]` section.
#[derive(Clone, Debug, Default)]
pub struct Host {
    /// The zone of stamps that name none.
    pub timezone: Option<TimeZone>,
}

/// One resolved value, for `vigie config show`.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Setting {
    /// The full key: `engine.memory`, `mandate[0].id`, `maps.telegram.map`.
    pub key: String,
    /// The value as TOML; `None` when nothing is set.
    pub value: Option<String>,
    /// What holds while nothing is set.
    pub unset: Option<Unset>,
    /// Where the value comes from.
    pub origin: Origin,
    /// What the key is for.
    pub doc: &'static str,
}

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    /// Vigie itself.
    Default,
    /// The file.
    File {
        /// As given to [`Config::load`].
        file: String,
        /// From 1.
        line: usize,
    },
    /// `--config key=value` and its short forms such as `--lang`.
    CommandLine,
}

/// `key = value` pairs from the command line, which win over the file. A value is TOML; what is
/// not TOML is taken as text, so that `engine.memory=2GB` needs no quotes.
pub type Overrides = [(String, String)];

impl Config {
    /// Reads `text`, which came from `path` (named in errors and origins).
    ///
    /// # Errors
    /// On the first line that is not TOML, names no known key or gives an impossible value.
    pub fn load(path: Option<&Path>, text: &str) -> Result<Self, ConfigError> {
        Self::load_with(path, text, &[])
    }

    /// As [`Config::load`], with values from the command line on top.
    ///
    /// # Errors
    /// As [`Config::load`], and for overrides that name no known key or give impossible values.
    pub fn load_with(
        path: Option<&Path>,
        text: &str,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        read::read(path, text, overrides)
    }

    /// Every value with its origin, in the order of [`KEYS`].
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The mandate of that name.
    #[must_use]
    pub fn mandate(&self, id: &str) -> Option<&Mandate> {
        self.mandates.iter().find(|mandate| mandate.id == id)
    }

    /// The zone of stamps from `host` that name none.
    #[must_use]
    pub fn zone_of(&self, host: &str) -> &TimeZone {
        self.hosts.get(host).and_then(|known| known.timezone.as_ref()).unwrap_or(&self.timezone)
    }

    /// The IANA name of [`Config::timezone`].
    #[must_use]
    pub fn timezone_name(&self) -> &str {
        self.timezone.iana_name().unwrap_or("UTC")
    }

    /// Before any key was set. The defaults of [`KEYS`] are set over it.
    fn blank() -> Self {
        Self {
            timezone: TimeZone::UTC,
            language: Language::default(),
            project: Project::default(),
            lake: Lake::default(),
            keys: Keys::default(),
            engine: Engine { memory: None, partitions: None },
            detectors: Detectors::default(),
            retention: Retention::default(),
            rumours: Rumours::default(),
            press: Press::default(),
            attacks: Attacks::default(),
            mandates: Vec::new(),
            watch_list: WatchList::default(),
            outlets: Vec::new(),
            affiliations: Vec::new(),
            maps: BTreeMap::new(),
            hosts: BTreeMap::new(),
            network: BTreeMap::new(),
            settings: Vec::new(),
        }
    }

    /// The `[[mandate]]` entry with that number, made when it is the next one.
    fn mandate_entry(&mut self, index: usize) -> Option<&mut Mandate> {
        if index == self.mandates.len() {
            let (id, purpose, basis) = (String::new(), String::new(), String::new());
            self.mandates.push(Mandate { id, purpose, basis, end: None });
        }
        self.mandates.get_mut(index)
    }
}

#[cfg(test)]
mod tests;
