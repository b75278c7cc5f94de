//! From a name to the addresses that a request may go to.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::{OutboxError, reach};

/// Looks names up.
pub trait Names: Send + Sync + 'static {
    /// Every address of a host.
    ///
    /// # Errors
    /// When the name cannot be looked up.
    fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The machine's own way of looking names up.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        (host, port).to_socket_addrs().map(Iterator::collect)
    }
}

/// The addresses of a host, in the order in which they were given, looked up within `limit`.
///
/// One address that is not allowed refuses them all: a name that leads to both sides of the wall
/// means no good.
///
/// # Errors
/// When there is none, one is not allowed, or it takes too long.
pub(crate) fn allowed(
    names: &Arc<dyn Names>,
    host: &str,
    port: u16,
    allow_private: bool,
    limit: Duration,
) -> Result<Vec<SocketAddr>, OutboxError> {
    let found = all(names, host, port, limit)?;
    for address in &found {
        check(host, address.ip(), allow_private)?;
    }
    Ok(found)
}

/// Every address of a host; for a proxy, which a person named.
pub(crate) fn all(
    names: &Arc<dyn Names>,
    host: &str,
    port: u16,
    limit: Duration,
) -> Result<Vec<SocketAddr>, OutboxError> {
    // The system's look-up knows no limit of its own: a thread waits for it, and is left to itself
    // when it takes too long.
    let (give, take) = mpsc::sync_channel(1);
    let (names, asked) = (Arc::clone(names), host.to_owned());
    std::thread::spawn(move || give.send(names.addresses(&asked, port)).ok());
    let found = match take.recv_timeout(limit) {
        Ok(Ok(found)) => found,
        Ok(Err(_)) => return Err(OutboxError::NoAddress { host: host.to_owned() }),
        Err(_) => return Err(OutboxError::TooSlow),
    };
    if found.is_empty() {
        return Err(OutboxError::NoAddress { host: host.to_owned() });
    }
    Ok(found)
}

pub(crate) fn check(host: &str, address: IpAddr, allow_private: bool) -> Result<(), OutboxError> {
    if reach::is_allowed(address, allow_private) {
        return Ok(());
    }
    let could_allow = reach::of(address) == reach::Reach::Private;
    Err(OutboxError::NotPublic { host: host.to_owned(), address, could_allow })
}
