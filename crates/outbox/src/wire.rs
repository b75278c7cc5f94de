//! Connections: to checked addresses, with the machine's own root certificates.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{self, ResolvedSocketAddrs};
use ureq::unversioned::transport::NextTimeout;

use crate::names::{self, Names};
use crate::{OutboxError, Target};

/// Addresses that are tried of one name.
const MOST: usize = 16;

/// Gives HTTP connections the addresses that passed, and no other.
pub(crate) struct Resolver {
    pub(crate) names: Arc<dyn Names>,
    pub(crate) allow_private: bool,
    /// The host and port of the proxy, which a person named and which may stand in the house.
    pub(crate) proxy: Option<(String, u16)>,
    pub(crate) limit: Duration,
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Resolver")
            .field("allow_private", &self.allow_private)
            .finish_non_exhaustive()
    }
}

impl resolver::Resolver for Resolver {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let port = uri.port_u16().unwrap_or(default);
        let found = if self.proxy.as_ref().is_some_and(|proxy| proxy == &(host.to_owned(), port)) {
            names::all(&self.names, host, port, self.limit)
        } else {
            names::allowed(&self.names, host, port, self.allow_private, self.limit)
        };
        let found = found.map_err(|error| ureq::Error::Other(Box::new(error)))?;
        let mut addresses = self.empty();
        for address in found.into_iter().take(MOST) {
            addresses.push(address);
        }
        Ok(addresses)
    }
}

/// What an error of the HTTP library means here.
pub(crate) fn failed(error: ureq::Error) -> OutboxError {
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<OutboxError>() {
            Ok(ours) => *ours,
            Err(other) => OutboxError::Broken(other.to_string()),
        },
        ureq::Error::Timeout(_) => OutboxError::TooSlow,
        ureq::Error::Io(error) => io_failed(&error, OutboxError::Connection),
        ureq::Error::Rustls(error) => OutboxError::Trust(error.to_string()),
        ureq::Error::Tls(what) => OutboxError::Trust(what.to_owned()),
        ureq::Error::ConnectionFailed | ureq::Error::ConnectProxyFailed(_) => {
            OutboxError::Connection(error.to_string())
        }
        other => OutboxError::Broken(other.to_string()),
    }
}

/// What an error below it means; `otherwise` for a plain one.
pub(crate) fn io_failed(error: &io::Error, otherwise: fn(String) -> OutboxError) -> OutboxError {
    let inner = error.get_ref();
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return OutboxError::Trust(error.to_string());
    }
    let slow = inner
        .and_then(|inner| inner.downcast_ref::<ureq::Error>())
        .is_some_and(|error| matches!(error, ureq::Error::Timeout(_)));
    if slow || matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) {
        return OutboxError::TooSlow;
    }
    otherwise(error.to_string())
}

/// The machine's root certificates: whoever looks after it decides whom it trusts, also where an
/// organisation opens its own traffic.
fn roots() -> Result<Vec<rustls::pki_types::CertificateDer<'static>>, OutboxError> {
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err(OutboxError::Trust("this machine has no root certificates".to_owned()));
    }
    Ok(found)
}

pub(crate) fn tls_of_requests() -> Result<TlsConfig, OutboxError> {
    let roots: Vec<_> =
        roots()?.iter().map(|root| Certificate::from_der(root.as_ref()).to_owned()).collect();
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build())
}

/// A connection, with or without TLS.
pub(crate) enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Wire {
    /// Connects to a host of a target: to checked addresses, or through its proxy.
    ///
    /// # Errors
    /// When no address is allowed, none answers, or the other side cannot be trusted.
    pub(crate) fn dial(
        target: &Target,
        names: &Arc<dyn Names>,
        host: &str,
        port: u16,
        tls: bool,
    ) -> Result<Self, OutboxError> {
        let limit = target.timeout;
        let stream = match &target.proxy {
            None => {
                connect(&names::allowed(names, host, port, target.allow_private, limit)?, limit)?
            }
            Some(proxy) => {
                if let Ok(bare) = host.parse() {
                    names::check(host, bare, target.allow_private)?;
                }
                let (proxy_host, proxy_port) = crate::target::place(proxy);
                let found = names::all(names, &proxy_host, proxy_port, limit)?;
                through(connect(&found, limit)?, host, port)?
            }
        };
        if !tls {
            return Ok(Self::Plain(stream));
        }
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(roots()?);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let untrusted = |error: rustls::Error| OutboxError::Trust(error.to_string());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(untrusted)?
            .with_root_certificates(store)
            .with_no_client_auth();
        let name = host
            .to_owned()
            .try_into()
            .map_err(|_| OutboxError::Trust("its name cannot stand in a certificate".to_owned()))?;
        let session = ClientConnection::new(Arc::new(config), name).map_err(untrusted)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(session, stream))))
    }

    /// How long one read may wait.
    pub(crate) fn set_wait(&self, wait: Duration) -> io::Result<()> {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream.get_ref(),
        };
        // Zero would mean for ever.
        stream.set_read_timeout(Some(wait.max(Duration::from_millis(1))))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(buffer),
            Self::Tls(stream) => stream.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<TcpStream, OutboxError> {
    let mut last = OutboxError::TooSlow;
    let tried = &addresses[..addresses.len().min(MOST)];
    for address in tried {
        // They share the time.
        let share = limit / u32::try_from(tried.len()).unwrap_or(1).max(1);
        match TcpStream::connect_timeout(address, share.max(Duration::from_millis(1))) {
            Ok(stream) => {
                let set = stream.set_read_timeout(Some(limit));
                let set = set.and_then(|()| stream.set_write_timeout(Some(limit)));
                set.map_err(|error| io_failed(&error, OutboxError::Connection))?;
                return Ok(stream);
            }
            Err(error) => last = io_failed(&error, OutboxError::Connection),
        }
    }
    Err(last)
}

/// The longest answer of a proxy to `CONNECT`, in bytes.
const PROXY_ANSWER: usize = 8 << 10;

/// Asks a proxy for a tunnel (RFC 9110, section 9.3.6).
fn through(mut stream: TcpStream, host: &str, port: u16) -> Result<TcpStream, OutboxError> {
    let failed = |error: io::Error| io_failed(&error, OutboxError::Connection);
    let place =
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let request = format!("CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    // Byte by byte: what comes behind the empty line belongs to the tunnel.
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if answer.len() >= PROXY_ANSWER || stream.read(&mut byte).map_err(failed)? == 0 {
            return Err(OutboxError::Connection("the proxy gives no answer".to_owned()));
        }
        answer.extend_from_slice(&byte);
    }
    let opened = answer.starts_with(b"HTTP/1.1 200 ") || answer.starts_with(b"HTTP/1.0 200 ");
    if opened {
        Ok(stream)
    } else {
        Err(OutboxError::Connection("the proxy opens no way".to_owned()))
    }
}
