//! Listening on the loopback interface, and ending in good order.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use vigie_app::Project;

use crate::ServerError;
use crate::bus::Bus;
use crate::house::{House, Options};
use crate::keeper::keep;
use crate::router::service;
use crate::watch::watch;

/// How long requests under way may take once the server ends.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

/// An open port, before anything is served.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    address: SocketAddr,
}

/// Ends a server.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

/// Sees that the server ends.
#[derive(Clone)]
pub(crate) struct StopSeen(watch::Receiver<bool>);

impl StopSeen {
    /// Waits for the end. Whoever could end the server having gone away is no end.
    pub(crate) async fn wait(&mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::channel(false).0))
    }
}

impl Stop {
    /// Ends the server soon.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    pub(crate) fn seen(&self) -> StopSeen {
        StopSeen(self.0.subscribe())
    }
}

impl Door {
    /// Opens a port of 127.0.0.1; 0 for any that is free.
    ///
    /// # Errors
    /// When the port is taken or may not be used.
    pub fn open(port: u16) -> Result<Self, ServerError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(wanted).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => ServerError::Taken { address: wanted },
            _ => ServerError::Listen { address: wanted, source },
        })?;
        let address = listener
            .local_addr()
            .map_err(|source| ServerError::Listen { address: wanted, source })?;
        Ok(Self { listener, address })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to type into a browser.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers requests until `stop`, or until the person at the keyboard interrupts.
    ///
    /// # Errors
    /// When the system gives no threads, or closes the port.
    pub fn serve(
        self,
        project: Arc<Project>,
        bus: Arc<Bus>,
        options: Options,
        stop: &Stop,
    ) -> Result<(), ServerError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("vigie-serve")
            .enable_all()
            .build()
            .map_err(ServerError::Stopped)?;
        let options = Options { port: self.address.port(), ..options };
        let house = Arc::new(House::new(project, bus, &options, stop.seen())?.kept());
        let served = runtime.block_on(async {
            self.listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let (ending, mut seen) = (stop.clone(), stop.seen());
            let interrupted = async move {
                tokio::select! {
                    // Where no signal can be waited for, `stop` alone ends the server.
                    Ok(()) = tokio::signal::ctrl_c() => ending.stop(),
                    () = seen.wait() => {}
                }
            };
            tokio::spawn(keep(Arc::clone(&house)));
            tokio::spawn(watch(Arc::clone(&house)));
            let served = axum::serve(listener, service(house)).with_graceful_shutdown(interrupted);
            let mut seen = stop.seen();
            tokio::select! {
                ended = async { served.await } => ended,
                () = async { seen.wait().await; tokio::time::sleep(LAST_REQUESTS).await } => Ok(()),
            }
        });
        // Work that is under way in the background (an ingest) is cut here: the lake survives it.
        runtime.shutdown_timeout(LAST_REQUESTS);
        served.map_err(ServerError::Stopped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said_to_be_taken() {
        let door = Door::open(0).unwrap();
        assert!(door.address().ip().is_loopback());
        let error = Door::open(door.address().port()).unwrap_err();
        assert_eq!(error.to_string(), format!("port {} is taken", door.address().port()));
    }
}
