//! Listening to a websocket. Every server stands on the loopback.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use common::{client, outside, target};
use tungstenite::{Message, WebSocket};
use vigie_model::time::{Clock, Timestamp};
use vigie_outbox::{Client, OutboxError, Outside, Socket, address};

/// A websocket server for one visitor.
fn server(talk: impl FnOnce(&mut WebSocket<TcpStream>) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        if let Ok(mut socket) = tungstenite::accept(stream) {
            talk(&mut socket);
        }
    });
    place
}

fn open(client: &Client, url: &str) -> Result<Socket, OutboxError> {
    client.socket("relay", &address(url).unwrap(), Duration::from_mins(1), 100)
}

fn all(socket: &mut Socket) -> Result<Vec<String>, OutboxError> {
    let mut messages = Vec::new();
    while let Some(message) = socket.message()? {
        messages.push(message);
    }
    Ok(messages)
}

#[test]
fn messages_come_in_order_until_the_server_says_good_bye() {
    let place = server(|socket| {
        for text in ["one", "two"] {
            socket.send(Message::text(text)).unwrap();
            socket.send(Message::Ping(vec![1].into())).unwrap();
        }
        socket.close(None).unwrap();
        // The good-bye is answered.
        while socket.read().is_ok() {}
    });
    let url = format!("ws://{place}/subscribe");
    let client = client(vec![target("relay", &url)], &[]);
    assert_eq!(all(&mut open(&client, &url).unwrap()).unwrap(), ["one", "two"]);
}

#[test]
fn a_message_that_is_too_long_ends_it() {
    let place = server(|socket| {
        socket.send(Message::text("short")).unwrap();
        let _ = socket.send(Message::text("x".repeat(101)));
        let _ = socket.read();
    });
    let url = format!("ws://{place}/");
    let client = client(vec![target("relay", &url)], &[]);
    let mut socket = open(&client, &url).unwrap();
    assert_eq!(socket.message().unwrap().as_deref(), Some("short"));
    let refused = socket.message().unwrap_err();
    assert!(matches!(refused, OutboxError::TooLarge { limit: 100 }), "{refused}");
}

#[test]
fn a_relay_in_the_house_is_refused_and_so_is_what_is_no_websocket() {
    let (plain, _) = common::server(|_, stream| {
        common::say(stream, "302 Found\r\nLocation: ws://10.0.0.1/", b"");
    });
    let url = format!("ws://relay.example:{}/", plain.port());
    let mut wary = target("relay", &url);
    wary.allow_private = false;
    let refused = open(&client(vec![wary], &[("relay.example", &[plain])]), &url).err().unwrap();
    assert!(matches!(refused, OutboxError::NotPublic { .. }), "{refused}");
    let open_to_all = client(vec![target("relay", &url)], &[("relay.example", &[plain])]);
    let refused = open(&open_to_all, &url).err().unwrap();
    assert!(matches!(refused, OutboxError::Status { status: 302, .. }), "{refused}");
}

/// A clock that goes on by a second whenever somebody looks.
struct Hasty(AtomicI64);

impl Clock for Hasty {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(1_000_000, Ordering::Relaxed))
    }
}

#[test]
fn listening_ends_when_its_time_is_over_however_much_comes() {
    let place = server(|socket| while socket.send(Message::text("more")).is_ok() {});
    let url = format!("ws://{place}/");
    let clock = Arc::new(Hasty(AtomicI64::new(1_806_566_400_000_000)));
    let outside = Outside { clock, ..outside(&[]) };
    let client = Client::new(vec![target("relay", &url)], outside);
    assert!(all(&mut open(&client, &url).unwrap()).is_ok());
}

#[test]
fn a_relay_that_falls_silent_is_left() {
    let (give, take) = std::sync::mpsc::channel::<()>();
    let place = server(move |socket| {
        socket.send(Message::text("one")).unwrap();
        let _ = take.recv();
    });
    let url = format!("ws://{place}/");
    let mut quick = target("relay", &url);
    quick.timeout = Duration::from_millis(50);
    let client = client(vec![quick], &[]);
    assert_eq!(all(&mut open(&client, &url).unwrap()).unwrap(), ["one"]);
    drop(give);
}
