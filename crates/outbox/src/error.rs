//! Why something was not sent or not taken.

use std::net::IpAddr;

use vigie_model::time::Timestamp;
use vigie_model::{ErrorKind, Explained};

/// A request was refused by us, or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutboxError {
    /// Not an address that can be named as a target.
    #[error("{text:?} is no address that can be asked: {why}")]
    Address {
        /// As written.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Neither this target nor another one is at that address.
    #[error("{url} is not a named target")]
    NotNamed {
        /// The address.
        url: String,
    },
    /// A redirect that leaves the named targets, or goes round and round.
    #[error("the answer of {from} leads to {to}, {why}")]
    Redirect {
        /// Who redirects.
        from: String,
        /// Where to.
        to: String,
        /// Why it is not followed.
        why: &'static str,
    },
    /// The name leads into a network that is not public.
    #[error("{host} is at {address}, which is no public address")]
    NotPublic {
        /// The name.
        host: String,
        /// What it leads to.
        address: IpAddr,
        /// Whether the target could be told to allow it.
        could_allow: bool,
    },
    /// The name leads nowhere.
    #[error("{host} has no address")]
    NoAddress {
        /// The name.
        host: String,
    },
    /// Longer than the target may be.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It did not come within the time that the target has.
    #[error("no complete answer came in time")]
    TooSlow,
    /// The target was asked as often as it may be.
    #[error("asked {per_minute} times within a minute already")]
    TooOften {
        /// How often it may be asked.
        per_minute: u32,
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server answered with something else than what was asked for.
    #[error("the server answered with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// How many seconds the server asks to wait.
        retry_after: Option<u64>,
    },
    /// The answer is not what the protocol asks for.
    #[error("the answer cannot be read: {0}")]
    Broken(String),
    /// The connection could not be made or broke.
    #[error("the connection failed: {0}")]
    Connection(String),
    /// The other side is not who it should be, or cannot be checked.
    #[error("the server cannot be trusted: {0}")]
    Trust(String),
}

impl Explained for OutboxError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Address { .. } => ErrorKind::Config,
            _ => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Address { .. } => {
                "write it in full, as in https://gazette.example/feed.xml".to_owned()
            }
            Self::NotNamed { .. } => "name it in vigie.toml, under [network.NAME]".to_owned(),
            Self::Redirect { .. } => {
                "if that is where it now stands, change the url in vigie.toml".to_owned()
            }
            Self::NotPublic { could_allow: true, .. } => {
                "if it stands in your own network, say allow_private = true for this target"
                    .to_owned()
            }
            Self::NotPublic { .. } => "no target may stand there".to_owned(),
            Self::NoAddress { .. } => "check the name in vigie.toml, and the connection".to_owned(),
            Self::TooLarge { .. } => "raise max_bytes of this target if that is right".to_owned(),
            Self::TooSlow => "try again later, or raise timeout_s of this target".to_owned(),
            Self::TooOften { until, .. } => format!("ask again after {until}"),
            Self::Status { status: 404 | 410, .. } => "it is not there: check the url".to_owned(),
            Self::Status { status: 401 | 403, .. } => {
                "this target lets nobody in without a key".to_owned()
            }
            Self::Status { retry_after: Some(seconds), .. } => {
                format!("the server asks to wait {seconds} seconds")
            }
            Self::Status { .. } | Self::Broken(_) => {
                "try again later; if it stays so, the url may be another by now".to_owned()
            }
            Self::Connection(_) => "check the connection and the proxy, and try again".to_owned(),
            Self::Trust(_) => {
                "do not go round it: ask who runs the server, or the network in between".to_owned()
            }
        })
    }
}
