//! Syslog on a loopback socket, UDP and TCP: messages go to a spool file, one a line, and are followed
//! there like any log. What has arrived survives a crash; nothing listens beyond this machine.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use vigie_sources::syslog_framing::{Framing, LONGEST, push_line};

use crate::AppError;

/// Connections at a time; a further one is closed.
const CONNECTIONS: usize = 64;

/// Blocks or messages that are still taken of each sender once the watch ends.
const LAST_BLOCKS: usize = 1_024;

/// How often a silent connection looks whether the watch has ended.
const SILENCE: Duration = Duration::from_millis(500);

/// The spool never grows beyond this: what arrives then is counted and dropped.
const LONGEST_SPOOL: u64 = 1 << 30;

/// Open sockets. Dropped, they are closed.
pub(super) struct Sockets {
    address: SocketAddr,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    spool: Mutex<Spool>,
    /// Messages and stretches that found no room.
    dropped: AtomicU64,
    connections: AtomicUsize,
    readers: Mutex<Vec<JoinHandle<()>>>,
    has_ended: AtomicBool,
}

struct Spool {
    file: File,
    length: u64,
}

impl Sockets {
    /// Opens both sockets on an address of this machine alone.
    ///
    /// # Errors
    /// When the address is another, is taken, or the spool cannot be written.
    pub(super) fn open(text: &str, spool: &Path) -> Result<Self, AppError> {
        let wrong = || AppError::SyslogAddress { text: crate::gate::harmless(text) };
        let wanted: SocketAddr = text.trim().parse().map_err(|_| wrong())?;
        if !wanted.ip().is_loopback() {
            return Err(wrong());
        }
        let listen = |source| AppError::SyslogListen { address: wanted, source };
        let tcp = TcpListener::bind(wanted).map_err(listen)?;
        // With port 0 both take the one that was free.
        let address = tcp.local_addr().map_err(listen)?;
        let udp = UdpSocket::bind(address).map_err(listen)?;
        let shared = Arc::new(Shared {
            spool: Mutex::new(Spool::open(spool)?),
            dropped: AtomicU64::new(0),
            connections: AtomicUsize::new(0),
            readers: Mutex::new(Vec::new()),
            has_ended: AtomicBool::new(false),
        });
        let threads = vec![
            start("vigie-syslog-udp", &shared, move |shared| datagrams(&udp, shared))
                .map_err(listen)?,
            start("vigie-syslog-tcp", &shared, move |shared| accept(&tcp, shared))
                .map_err(listen)?,
        ];
        Ok(Self { address, shared, threads })
    }

    /// Where they listen.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How much was dropped so far.
    pub(super) fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }

    /// Empties the spool if it is exactly so long: all of it is in a commit.
    ///
    /// # Errors
    /// When it cannot be cut.
    pub(super) fn empty_spool(&self, read: u64) -> io::Result<bool> {
        let mut spool = self.shared.spool.lock().unwrap_or_else(PoisonError::into_inner);
        if spool.length != read {
            return Ok(false);
        }
        spool.file.set_len(0)?;
        spool.length = 0;
        Ok(true)
    }
}

impl Sockets {
    /// Closes the sockets; what arrived before stands in the spool when this returns.
    pub(super) fn close(&mut self) {
        self.shared.has_ended.store(true, Ordering::Release);
        // Both threads wait for something to arrive.
        let _ = TcpStream::connect_timeout(&self.address, SILENCE);
        let any = SocketAddr::new(self.address.ip(), 0);
        let _ = UdpSocket::bind(any).and_then(|socket| socket.send_to(b"", self.address));
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        let mut readers = self.shared.readers.lock().unwrap_or_else(PoisonError::into_inner);
        for reader in readers.drain(..) {
            let _ = reader.join();
        }
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        self.close();
    }
}

fn start(
    name: &str,
    shared: &Arc<Shared>,
    run: impl FnOnce(&Arc<Shared>) + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    let shared = Arc::clone(shared);
    std::thread::Builder::new().name(name.to_owned()).spawn(move || run(&shared))
}

impl Spool {
    fn open(path: &Path) -> Result<Self, AppError> {
        let failed = |source| AppError::Write { path: PathBuf::from(path), source };
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Ok(Self { file, length })
    }
}

impl Shared {
    fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    fn take(&self, lines: &[u8]) {
        if lines.is_empty() {
            return;
        }
        let mut spool = self.spool.lock().unwrap_or_else(PoisonError::into_inner);
        let length = lines.len() as u64;
        if spool.length.saturating_add(length) > LONGEST_SPOOL
            || spool.file.write_all(lines).is_err()
        {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        spool.length += length;
    }
}

fn datagrams(socket: &UdpSocket, shared: &Arc<Shared>) {
    let mut buffer = vec![0; 64 << 10];
    let mut lines = Vec::new();
    let mut left = LAST_BLOCKS;
    while left > 0 {
        if shared.has_ended() {
            // What came before the end is taken, and then no more is waited for.
            left -= 1;
            if socket.set_nonblocking(true).is_err() {
                return;
            }
        }
        let Ok((count, _)) = socket.recv_from(&mut buffer) else {
            if shared.has_ended() && left < LAST_BLOCKS {
                return;
            }
            continue;
        };
        lines.clear();
        push_line(&buffer[..count], &mut lines);
        shared.take(&lines);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while !shared.has_ended() {
        if let Ok((stream, _)) = listener.accept() {
            welcome(stream, shared);
        }
    }
    // Whoever came before the end is heard.
    if listener.set_nonblocking(true).is_ok() {
        while let Ok((stream, _)) = listener.accept() {
            if stream.set_nonblocking(false).is_ok() {
                welcome(stream, shared);
            }
        }
    }
}

fn welcome(stream: TcpStream, shared: &Arc<Shared>) {
    if shared.connections.load(Ordering::Relaxed) >= CONNECTIONS {
        shared.dropped.fetch_add(1, Ordering::Relaxed);
        return;
    }
    shared.connections.fetch_add(1, Ordering::Relaxed);
    let started = start("vigie-syslog-one", shared, move |shared| {
        read(stream, shared);
        shared.connections.fetch_sub(1, Ordering::Relaxed);
    });
    let Ok(reader) = started else {
        shared.connections.fetch_sub(1, Ordering::Relaxed);
        return;
    };
    let mut readers = shared.readers.lock().unwrap_or_else(PoisonError::into_inner);
    readers.retain(|reader| !reader.is_finished());
    readers.push(reader);
}

fn read(mut stream: TcpStream, shared: &Shared) {
    if stream.set_read_timeout(Some(SILENCE)).is_err() {
        return;
    }
    let mut framing = Framing::default();
    let (mut buffer, mut lines) = (vec![0; 64 << 10], Vec::new());
    let mut left = LAST_BLOCKS;
    while left > 0 {
        left -= usize::from(shared.has_ended());
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                framing.feed(&buffer[..count], &mut lines);
                shared.take(&lines);
                lines.clear();
                if lines.capacity() > 2 * LONGEST {
                    lines.shrink_to(LONGEST);
                }
            }
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut if !shared.has_ended() => {}
                _ => break,
            },
        }
    }
    framing.finish(&mut lines);
    shared.take(&lines);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_listened_on() {
        let dir = tempfile::tempdir().unwrap();
        let spool = dir.path().join("syslog");
        for text in ["0.0.0.0:5514", "192.0.2.7:5514", "[::]:5514", "localhost", ""] {
            let refused = Sockets::open(text, &spool);
            assert!(matches!(refused, Err(AppError::SyslogAddress { .. })), "{text}");
        }
        assert!(!spool.try_exists().unwrap(), "nothing was made for what was refused");
    }

    #[test]
    fn what_arrives_by_tcp_is_in_the_spool_once_the_sender_is_through() {
        let dir = tempfile::tempdir().unwrap();
        let spool = dir.path().join("syslog");
        let mut sockets = Sockets::open("127.0.0.1:0", &spool).unwrap();
        let mut sender = TcpStream::connect(sockets.address()).unwrap();
        sender.write_all(b"<34>one\n8 <34>twoX<34>half").unwrap();
        drop(sender);
        sockets.close();
        assert!(!sockets.empty_spool(3).unwrap());
        let text = crate::watch::place::read_at(&File::open(&spool).unwrap(), 0, 1_000).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "<34>one\n<34>twoX\n<34>half\n");
        assert!(sockets.empty_spool(26).unwrap());
        assert_eq!(std::fs::metadata(&spool).unwrap().len(), 0);
        assert_eq!(sockets.dropped(), 0);
    }
}
