//! A websocket that is listened to for a while (RFC 6455).

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::http::HeaderValue;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, Message, WebSocket};
use url::Url;
use vigie_model::time::{Clock, Timestamp};

use crate::client::{Outside, USER_AGENT};
use crate::target::place;
use crate::wire::{Wire, io_failed};
use crate::{OutboxError, Target};

/// An open websocket. What it is sent is taken, nothing is said but the answers that the protocol
/// asks for.
pub struct Socket {
    inner: WebSocket<Timed>,
}

impl Socket {
    pub(crate) fn open(
        target: &Target,
        url: &Url,
        outside: &Outside,
        listen: Duration,
        longest: usize,
    ) -> Result<Self, OutboxError> {
        let tls = matches!(url.scheme(), "wss" | "https");
        let (host, port) = place(url);
        let wire = Wire::dial(target, &outside.names, &host, port, tls)?;
        let listen = i64::try_from(listen.as_micros()).unwrap_or(i64::MAX);
        let until = Timestamp(outside.clock.now().0.saturating_add(listen));
        let wait = target.timeout;
        let timed = Timed { wire, clock: Arc::clone(&outside.clock), until, wait };
        let broken = |error: Error| OutboxError::Broken(error.to_string());
        let mut request = url.as_str().into_client_request().map_err(broken)?;
        request.headers_mut().insert("User-Agent", HeaderValue::from_static(USER_AGENT));
        let config = WebSocketConfig::default()
            .max_message_size(Some(longest))
            .max_frame_size(Some(longest));
        match tungstenite::client::client_with_config(request, timed, Some(config)) {
            Ok((inner, _)) => Ok(Self { inner }),
            Err(HandshakeError::Interrupted(_)) => Err(OutboxError::TooSlow),
            Err(HandshakeError::Failure(error)) => Err(failed(error, longest)),
        }
    }

    /// The next message in text; `None` when the time is over, nothing more comes, or the server
    /// said good-bye.
    ///
    /// # Errors
    /// When a message is too long or the connection breaks in the middle of one.
    pub fn message(&mut self) -> Result<Option<String>, OutboxError> {
        loop {
            match self.inner.read() {
                Ok(Message::Text(text)) => return Ok(Some(text.to_string())),
                // Pings are answered by the library. Nothing here asks for bytes.
                Ok(
                    Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_),
                ) => {}
                Ok(Message::Close(_)) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => {
                    return Ok(None);
                }
                Err(Error::Io(error)) if is_over(&error) => return Ok(None),
                Err(Error::Capacity(_)) => {
                    let limit = self.inner.get_config().max_message_size.unwrap_or(0) as u64;
                    return Err(OutboxError::TooLarge { limit });
                }
                Err(error) => return Err(failed(error, 0)),
            }
        }
    }
}

fn is_over(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

fn failed(error: Error, longest: usize) -> OutboxError {
    match error {
        Error::Http(answer) => {
            OutboxError::Status { status: answer.status().as_u16(), retry_after: None }
        }
        Error::Capacity(_) => OutboxError::TooLarge { limit: longest as u64 },
        Error::Io(error) => io_failed(&error, OutboxError::Connection),
        other => OutboxError::Broken(other.to_string()),
    }
}

/// A wire that ends when its time is over, also while a server sends a byte now and then.
struct Timed {
    wire: Wire,
    clock: Arc<dyn Clock>,
    until: Timestamp,
    wait: Duration,
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.0.saturating_sub(self.clock.now().0);
        let left = Duration::from_micros(u64::try_from(left).unwrap_or(0));
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.wire.set_wait(self.wait.min(left))?;
        self.wire.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.wire.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.wire.flush()
    }
}
