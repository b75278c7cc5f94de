//! Fetching from servers on the loopback.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::*;
use crate::System;

type Asked = Arc<Mutex<Vec<String>>>;

/// A server that gives each visitor to `serve`.
fn listen(serve: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            serve(stream.unwrap());
        }
    });
    place
}

/// A server of plain answers: `answer` turns the head of a request into status, headers and body.
fn server(
    answer: impl Fn(&str) -> (&'static str, Vec<u8>) + Send + 'static,
) -> (SocketAddr, Asked) {
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    let place = listen(move |mut stream| {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        heard.lock().unwrap().push(head.clone());
        let (status, body) = answer(&head);
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
    });
    (place, asked)
}

struct Place {
    folder: tempfile::TempDir,
    settings: Vec<(String, String)>,
}

impl Place {
    fn new(targets: &[(&str, &str, String)]) -> Self {
        let mut settings = Vec::new();
        for (name, kind, url) in targets {
            for (key, value) in [("kind", *kind), ("url", url), ("allow_private", "true")] {
                settings.push((format!("network.{name}.{key}"), value.to_owned()));
            }
        }
        Self { folder: tempfile::tempdir().unwrap(), settings }
    }

    fn set(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    fn at(&self, time: &str) -> Project {
        let system = System::still(Timestamp::parse(time).unwrap());
        Project::open(self.folder.path(), &self.settings, &system).unwrap()
    }

    /// What a fetch at that time says, by target.
    fn fetch(&self, time: &str, names: &[&str]) -> Vec<TargetReport> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        self.at(time).fetch(&FetchRequest { names, listen: LISTEN }).unwrap().targets
    }
}

fn one(mut reports: Vec<TargetReport>) -> TargetReport {
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

fn feed(items: &[u32]) -> Vec<u8> {
    let items: String = items
        .iter()
        .map(|number| {
            format!(
                "<item><guid>g{number}</guid><title>Item {number}</title>\
                 <link>https://gazette.example/{number}</link>\
                 <pubDate>Thu, 01 Apr 2027 08:00:00 GMT</pubDate></item>\n"
            )
        })
        .collect();
    format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Gazette</title>\n{items}</channel></rss>\n")
        .into_bytes()
}

#[test]
fn a_feed_adds_what_is_new_with_the_time_of_the_fetch_and_follows_nothing() {
    let (place, asked) = server(|head| {
        if head.contains("if-none-match: \"two\"") || head.contains("If-None-Match: \"two\"") {
            return ("304 Not Modified", Vec::new());
        }
        if head.to_lowercase().contains("if-none-match: \"one\"") {
            return ("200 OK\r\nETag: \"two\"", feed(&[2, 3]));
        }
        ("200 OK\r\nETag: \"one\"", feed(&[1, 2]))
    });
    let place = Place::new(&[("gazette", "feed", format!("http://{place}/feed.xml"))]);
    let first = one(place.fetch("2027-04-01T10:00:00Z", &[]));
    assert_eq!((first.outcome, first.new, first.known), (FetchOutcome::Read, 2, 0), "{first:?}");
    let second = one(place.fetch("2027-04-01T11:00:00Z", &[]));
    assert_eq!(
        (second.outcome, second.new, second.known),
        (FetchOutcome::Read, 1, 1),
        "{second:?}"
    );
    let third = one(place.fetch("2027-04-01T12:00:00Z", &[]));
    assert_eq!((third.outcome, third.new), (FetchOutcome::Unchanged, 0), "{third:?}");
    let table = place
        .at("2027-04-01T12:00:00Z")
        .sql("SELECT observed_at, count(*) FROM publications GROUP BY 1 ORDER BY 1", None, 10)
        .unwrap();
    let shown: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.iter().flatten().cloned().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(shown, ["2027-04-01T10:00:00Z 2", "2027-04-01T11:00:00Z 1"]);
    let heard = asked.lock().unwrap();
    assert!(heard.iter().all(|head| head.starts_with("GET /feed.xml ")), "{heard:?}");
    assert_eq!(heard.len(), 3);
}

#[test]
fn one_target_that_fails_leaves_the_others_alone_and_says_why() {
    let (good, _) = server(|_| ("200 OK", feed(&[1])));
    let (moved, _) =
        server(|_| ("302 Found\r\nLocation: http://169.254.169.254/latest/", Vec::new()));
    let (page, _) =
        server(|_| ("200 OK", b"<!doctype html><html><body><p>Log in</p></body></html>".to_vec()));
    let place = Place::new(&[
        ("a-moved", "feed", format!("http://{moved}/feed.xml")),
        ("b-page", "feed", format!("http://{page}/feed.xml")),
        ("c-inside", "feed", format!("http://{good}/feed.xml")),
        ("d-good", "feed", format!("http://{good}/feed.xml")),
    ])
    .set("network.c-inside.allow_private", "false")
    .set("language", "fr");
    let reports = place.fetch("2027-04-01T10:00:00Z", &[]);
    let said: Vec<String> = reports
        .iter()
        .map(|one| {
            let why = one.refused.as_ref().map(|refused| refused.why.clone()).unwrap_or_default();
            let why = why.replace(&moved.to_string(), "MOVED");
            format!("{} {} {}", one.name, one.new, why)
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @"
    a-moved 0 la réponse de http://MOVED/feed.xml mène à http://169.254.169.254/latest/, qui n’est pas suivie
    b-page 0 ce qui est venu n’est pas un flux
    c-inside 0 127.0.0.1 se trouve à 127.0.0.1, qui n’est pas une adresse publique
    d-good 1 
    ");
    // What came in place of a feed is kept.
    let kept = place.folder.path().join("inbox/kept/b-page.bin");
    assert!(kept.try_exists().unwrap());
}

#[test]
fn a_target_is_asked_when_it_is_due_and_not_before_its_server_allows() {
    let (place, asked) = server(|head| {
        if head.starts_with("GET /busy") {
            return ("503 Busy\r\nRetry-After: 600", Vec::new());
        }
        ("200 OK", feed(&[1]))
    });
    let place = Place::new(&[
        ("busy", "feed", format!("http://{place}/busy")),
        ("gazette", "feed", format!("http://{place}/feed.xml")),
    ])
    .set("network.gazette.every", "30min");
    let outcomes = |time: &str, names: &[&str]| -> Vec<FetchOutcome> {
        place.fetch(time, names).iter().map(|one| one.outcome).collect()
    };
    let at = |text| Timestamp::parse(text).unwrap();
    assert_eq!(outcomes("2027-04-01T10:00:00Z", &[]), [FetchOutcome::Nothing, FetchOutcome::Read]);
    let due = [
        FetchOutcome::NotDue { at: at("2027-04-01T10:10:00Z") },
        FetchOutcome::NotDue { at: at("2027-04-01T10:30:00Z") },
    ];
    assert_eq!(outcomes("2027-04-01T10:05:00Z", &[]), due);
    // Named, its own interval does not count; what the server asks for does.
    assert_eq!(
        outcomes("2027-04-01T10:05:00Z", &["busy", "gazette"]),
        [due[0], FetchOutcome::Read]
    );
    assert_eq!(outcomes("2027-04-01T10:10:00Z", &["busy"]), [FetchOutcome::Nothing]);
    assert_eq!(asked.lock().unwrap().len(), 4);
}

fn event(number: i64) -> String {
    let at = 1_806_573_600_000_000 + number * 1_000_000;
    format!(
        r#"{{"did":"did:plc:abc","time_us":{at},"kind":"commit","commit":{{"operation":"create","collection":"app.bsky.feed.post","rkey":"r{number}","record":{{"text":"post {number}","createdAt":"2027-04-01T10:00:00Z"}},"cid":"c"}}}}"#
    )
}

#[test]
fn a_stream_goes_on_from_the_last_event_that_was_committed() {
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    let place = listen(move |mut stream| {
        // The request line is looked at before the handshake reads it.
        let mut line = vec![0; 400];
        let count = stream.peek(&mut line).unwrap();
        let head = String::from_utf8_lossy(&line[..count]).into_owned();
        let is_second = head.contains("cursor=");
        heard.lock().unwrap().push(head);
        let Ok(mut socket) = tungstenite::accept(&mut stream) else { return };
        let events: &[i64] = if is_second { &[1, 2, 3, 4] } else { &[0, 1, 2] };
        for number in events {
            socket.send(tungstenite::Message::text(event(*number))).unwrap();
        }
        if is_second {
            // A clock far ahead must not carry the cursor with it; then the connection breaks.
            let far = event(0).replace("1806573600000000", "4000000000000000");
            socket.send(tungstenite::Message::text(far)).unwrap();
            socket.get_mut().write_all(b"\xff\xff\xff").unwrap();
            return;
        }
        socket.close(None).unwrap();
        while socket.read().is_ok() {}
    });
    let place = Place::new(&[("bluesky", "jetstream", format!("ws://{place}/subscribe"))]);
    let first = one(place.fetch("2027-04-01T10:00:10Z", &[]));
    assert_eq!((first.new, first.known, first.rejected), (3, 0, 0), "{first:?}");
    let second = one(place.fetch("2027-04-01T10:00:20Z", &[]));
    // What came before the break is kept; what was held is known again.
    assert_eq!((second.new, second.known), (3, 2), "{second:?}");
    assert!(second.refused.is_some());
    let state = std::fs::File::open(place.folder.path().join("network/bluesky.json")).unwrap();
    let state: serde_json::Value = serde_json::from_reader(state).unwrap();
    assert_eq!(state["cursor"], 1_806_573_604_000_000_i64);
    let heard = asked.lock().unwrap();
    let line = |at: usize| heard[at].lines().next().unwrap().to_owned();
    assert_eq!(
        line(0),
        "GET /subscribe?wantedCollections=app.bsky.feed.post&wantedCollections=app.bsky.feed.repost HTTP/1.1"
    );
    // Five seconds back from event 2.
    assert!(line(1).contains("&cursor=1806573597000000 "), "{}", line(1));
}

/// Entries of a log, each with a time of its own.
fn entries(from: u64, to: u64) -> Vec<u8> {
    let source = vigie_sources::ALL.iter().find(|source| source.id() == "ct-tiles").unwrap();
    let example = source.description().example.as_bytes();
    (from..to)
        .flat_map(|number| {
            let millis = 1_806_573_600_000 + number;
            [&millis.to_be_bytes(), &example[8..]].concat()
        })
        .collect()
}

#[test]
fn a_log_is_read_tile_by_tile_from_the_entry_that_comes_next() {
    let size = Arc::new(Mutex::new(300_u64));
    let told = Arc::clone(&size);
    let (server, asked) = server(move |head| {
        let path = head.split(' ').nth(1).unwrap();
        let body = match path {
            "/2027h1/checkpoint" => {
                let size = *told.lock().unwrap();
                format!("log.example/2027h1\n{size}\nAAAA\n\n— log.example BBBB\n").into_bytes()
            }
            "/2027h1/tile/data/000" => entries(0, 256),
            "/2027h1/tile/data/001.p/44" => entries(256, 300),
            "/2027h1/tile/data/001.p/54" => entries(256, 310),
            _ => return ("404 Not Found", Vec::new()),
        };
        ("200 OK", body)
    });
    let place = Place::new(&[("log", "static-ct", format!("http://{server}/2027h1/"))]);
    let first = one(place.fetch("2027-04-01T10:00:00Z", &[]));
    assert_eq!((first.new, first.rejected, first.behind), (300, 0, Some(0)), "{first:?}");
    let same = one(place.fetch("2027-04-01T10:01:00Z", &[]));
    assert_eq!((same.outcome, same.new), (FetchOutcome::Unchanged, 0));
    *size.lock().unwrap() = 310;
    let grown = one(place.fetch("2027-04-01T10:02:00Z", &[]));
    assert_eq!((grown.new, grown.known, grown.behind), (10, 44, Some(0)), "{grown:?}");
    // A tile that is not there yet is asked for again.
    *size.lock().unwrap() = 320;
    for time in ["2027-04-01T10:03:00Z", "2027-04-01T10:04:00Z"] {
        let missing = one(place.fetch(time, &[]));
        assert_eq!((missing.new, missing.behind, missing.refused.is_some()), (0, Some(10), true));
    }
    *size.lock().unwrap() = 5;
    let shrunk = one(place.fetch("2027-04-01T10:05:00Z", &[]));
    assert_eq!(shrunk.refused.unwrap().why, "the log is shorter than it was");
    let heard = asked.lock().unwrap();
    let again = heard.iter().filter(|head| head.contains("/001.p/64 ")).count();
    assert_eq!(again, 2);
}

#[test]
fn without_a_named_target_nothing_is_asked_and_unknown_names_are_told() {
    let place = Place::new(&[]);
    assert!(place.fetch("2027-04-01T10:00:00Z", &[]).is_empty());
    let place = Place::new(&[("gazette", "feed", "https://gazette.example/feed.xml".to_owned())]);
    let request = FetchRequest { names: vec!["gazete".to_owned()], listen: LISTEN };
    let error = place.at("2027-04-01T10:00:00Z").fetch(&request).unwrap_err();
    assert_eq!(
        format!("{error} / {}", error.hint().unwrap()),
        "vigie.toml names no network target \"gazete\" / did you mean \"gazette\"?"
    );
}
