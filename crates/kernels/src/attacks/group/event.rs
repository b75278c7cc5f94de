//! What goes in: lines with their keys, and the settings.

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use super::super::class::{Class, Stage};

/// What one line is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// A request that shows nothing.
    Visit,
    /// A request that shows a class (the strongest), and how far it went.
    Shown(Class, Stage),
    /// A login that was refused.
    Failed,
    /// A login whose name does not exist, as the service says.
    InvalidUser,
    /// A peer that left or was cut off before or between tries.
    Closed,
    /// A login that was accepted.
    Accepted,
    /// Mail that the server would not pass on to others.
    RelayRefused,
    /// Mail for the house that was turned away for another reason.
    MailRefused,
    /// A request that the server could not make sense of, as its error log says.
    Garbled,
}

/// Which of a house's doors a line is at. Bursts of one family only are joined, except those of one
/// source. Logins of all services, web or mail, are one family.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Family {
    /// Requests to a web site.
    Web,
    /// Logins, whatever the service.
    Login,
    /// Mail to pass on.
    Mail,
}

impl Family {
    /// The word in the lake.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Login => "login",
            Self::Mail => "mail",
        }
    }

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl What {
    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Visit | Self::Shown(..) | Self::Garbled => Family::Web,
            Self::RelayRefused | Self::MailRefused => Family::Mail,
            Self::Failed | Self::InvalidUser | Self::Closed | Self::Accepted => Family::Login,
        }
    }

    pub(super) const fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::InvalidUser)
    }
}

/// Bits of [`Event::marks`].
pub mod marks {
    /// The path or the user name holds a word of the house (see [`super::super::HouseWords`]).
    pub const NAMES_HOUSE: u8 = 1;
    /// The service says that the user name exists.
    pub const USER_KNOWN: u8 = 2;
    /// The server had nothing there (404, 410).
    pub const MISSING: u8 = 4;
    /// The path is that of a program, not of a page: who asks for one that is missing guesses.
    pub const PROGRAM: u8 = 8;
    /// A plain page was asked for in a way that the server would not take for a request.
    pub const NO_REQUEST: u8 = 16;
    /// The server answered: below 400.
    pub const ANSWERED: u8 = 32;
}

/// One line. Keys are hashes of the caller's making (see [`super::hash_key`]); 0 is "none".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Event {
    /// The source address.
    pub source: u64,
    /// The house: all servers and services that are attacked as one (usually one for all logs).
    pub house: u64,
    /// When.
    pub at: Timestamp,
    /// The server or service: a virtual host, a machine with its mail server.
    pub target: u64,
    /// What it is.
    pub what: What,
    /// The path, or the user name.
    pub token: u64,
    /// The skeleton of a payload (see [`super::skeleton_key`]).
    pub skeleton: u64,
    /// The tool (see [`super::tool_key`]).
    pub tool: u64,
    /// The /24 or /48 of the source; 0 for private ranges, where neighbours mean nothing (see
    /// [`super::network_key`]).
    pub network: u64,
    /// See [`marks`].
    pub marks: u8,
    /// The caller's number of the line, given back as evidence.
    pub row: u64,
}

/// Sources that are named as harmless and counted apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Apart {
    /// The house's own scanner.
    OwnScanner,
    /// A monitor that looks whether the service stands.
    Monitor,
    /// A crawler whose address was verified.
    Crawler,
}

/// Settings. All are part of what a report says.
#[derive(Clone, Debug)]
pub struct Params {
    /// A burst at a web site ends after a pause this long, in microseconds.
    pub web_gap_us: i64,
    /// A burst of logins or mails ends after a pause this long.
    pub login_gap_us: i64,
    /// Bursts further apart than this are not joined; a visit ends after a pause this long.
    pub join_gap_us: i64,
    /// Failed logins of one source, in one visit, that are more than a slip: one more than the three
    /// that people are usually granted.
    pub least_failures: u32,
    /// Names tried by one source, in one visit, that are more than a slip.
    pub least_names: usize,
    /// Sources that each try once and together are a wave.
    pub wave_sources: usize,
    /// Lists are alike from this Jaccard index on, in thousandths.
    pub alike_permille: u32,
    /// The shortest list of user names, and of paths in their order, that is compared.
    pub least_list: usize,
    /// Requests a minute by one source, for few paths, that are a flood.
    pub flood_per_minute: u32,
    /// Sources that are apart.
    pub apart: HashMap<u64, Apart>,
}

const MINUTE_US: i64 = 60_000_000;

impl Default for Params {
    fn default() -> Self {
        Self {
            web_gap_us: 10 * MINUTE_US,
            login_gap_us: 60 * MINUTE_US,
            join_gap_us: 360 * MINUTE_US,
            least_failures: 4,
            least_names: 3,
            wave_sources: 20,
            alike_permille: 500,
            least_list: 5,
            flood_per_minute: 600,
            apart: HashMap::new(),
        }
    }
}

impl Params {
    /// The pause that ends a burst of a family.
    #[must_use]
    pub const fn gap_us(&self, family: Family) -> i64 {
        match family {
            Family::Web => self.web_gap_us,
            Family::Login | Family::Mail => self.login_gap_us,
        }
    }
}
