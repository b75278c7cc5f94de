//! What keeps a server from starting.

use std::io;
use std::net::SocketAddr;

use vigie_app::model::{ErrorKind, Explained};

/// The server could not start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// Another program listens there.
    #[error("port {} is taken", address.port())]
    Taken {
        /// Where.
        address: SocketAddr,
    },
    /// The system does not let us listen.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The system gives no randomness for the token.
    #[error("the system gives no random numbers")]
    Random,
    /// The system gives no threads, or closed the port.
    #[error("the server stopped")]
    Stopped(#[source] io::Error),
}

impl Explained for ServerError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Taken { .. } => "is Vigie running already? else choose another with --port",
                Self::Listen { .. } => "choose another port with --port",
                Self::Random => "check that /dev/urandom can be read",
                Self::Stopped(_) => "start it again; --log debug tells more",
            }
            .to_owned(),
        )
    }
}
