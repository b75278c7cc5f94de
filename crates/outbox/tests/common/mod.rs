//! Servers on the loopback that answer with canned bytes.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vigie_model::time::{FixedClock, Timestamp};
use vigie_outbox::{Client, Names, Outside, Target, address};

/// Names that lead where a test says.
pub(crate) struct Told(pub(crate) BTreeMap<String, Vec<SocketAddr>>);

impl Names for Told {
    fn addresses(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        if let Ok(bare) = host.parse() {
            return Ok(vec![SocketAddr::new(bare, port)]);
        }
        self.0.get(host).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }
}

/// What a server was asked, request by request: head and body.
pub(crate) type Asked = Arc<Mutex<Vec<String>>>;

/// A server that answers each request with what `answer` makes of its head, and closes.
pub(crate) fn server(
    answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static,
) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = request(&mut stream);
            heard.lock().unwrap().push(head.clone());
            answer(&head, &mut stream);
        }
    });
    (place, asked)
}

/// One request with its body.
pub(crate) fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    let length: usize = length.and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    bytes.extend_from_slice(&body);
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn say(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let length = body.len();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    // A client that refuses an answer goes away in the middle of it.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

pub(crate) fn target(name: &str, url: &str) -> Target {
    Target {
        name: name.to_owned(),
        url: address(url).unwrap(),
        allow_private: true,
        max_bytes: 64 << 10,
        timeout: Duration::from_secs(5),
        per_minute: 100,
        proxy: None,
    }
}

pub(crate) fn outside(names: &[(&str, &[SocketAddr])]) -> Outside {
    let names = names.iter().map(|(name, places)| ((*name).to_owned(), places.to_vec())).collect();
    let now = Timestamp::parse("2027-04-01T10:00:00Z").unwrap();
    Outside { clock: Arc::new(FixedClock(now)), names: Arc::new(Told(names)) }
}

pub(crate) fn client(targets: Vec<Target>, names: &[(&str, &[SocketAddr])]) -> Client {
    Client::new(targets, outside(names))
}
