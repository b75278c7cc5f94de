//! What the client asks, takes and refuses. Every server stands on the loopback.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use common::{client, request, say, server, target};
use vigie_outbox::{Answer, Ask, Client, OutboxError, address};

fn get(client: &Client, name: &str, url: &str) -> Result<Answer, OutboxError> {
    client.get(name, &address(url).unwrap(), &Ask::default())
}

fn at(place: SocketAddr, path: &str) -> String {
    format!("http://{place}{path}")
}

#[test]
fn a_named_target_is_asked_and_its_marks_are_sent_again() {
    let (place, asked) = server(|head, stream| {
        if head.contains("if-none-match: \"one\"") {
            return say(stream, "304 Not Modified", b"");
        }
        say(
            stream,
            "200 OK\r\nETag: \"one\"\r\nLast-Modified: Thu, 01 Apr 2027 08:00:00 GMT",
            b"<rss/>",
        );
    });
    let url = at(place, "/feed.xml");
    let client = client(vec![target("gazette", &url)], &[]);
    let first = get(&client, "gazette", &url).unwrap();
    assert_eq!((first.unchanged, first.bytes.as_slice()), (false, b"<rss/>".as_slice()));
    let ask = Ask { etag: first.etag, last_modified: first.last_modified, ..Ask::default() };
    let second = client.get("gazette", &address(&url).unwrap(), &ask).unwrap();
    assert_eq!((second.unchanged, second.bytes.len()), (true, 0));
    let heard = asked.lock().unwrap().concat();
    assert!(heard.contains("if-modified-since: Thu, 01 Apr 2027 08:00:00 GMT"), "{heard}");
    assert!(heard.contains("user-agent: vigie/"), "{heard}");
}

#[test]
fn nothing_but_named_targets_is_asked() {
    let (place, asked) = server(|_, stream| say(stream, "200 OK", b""));
    let client = client(vec![target("gazette", "https://gazette.example/feed")], &[]);
    for (name, url) in
        [("gazette", at(place, "/")), ("other", "https://gazette.example/feed".to_owned())]
    {
        assert!(matches!(get(&client, name, &url), Err(OutboxError::NotNamed { .. })), "{url}");
    }
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn a_name_that_leads_into_the_house_is_refused_unless_the_target_allows_it() {
    let (place, asked) = server(|_, stream| say(stream, "200 OK", b"in"));
    let url = format!("http://feeds.example:{}/", place.port());
    let public: SocketAddr = "1.1.1.1:80".parse().unwrap();
    let mut wary = target("feeds", &url);
    wary.allow_private = false;
    // Also when only one of its addresses does, whichever stands first.
    for places in [vec![place], vec![public, place], vec![place, public]] {
        let client = client(vec![wary.clone()], &[("feeds.example", &places)]);
        let refused = get(&client, "feeds", &url).unwrap_err();
        assert!(matches!(refused, OutboxError::NotPublic { could_allow: true, .. }), "{refused}");
    }
    let metadata: SocketAddr = "169.254.169.254:80".parse().unwrap();
    let open = client(vec![target("feeds", &url)], &[("feeds.example", &[metadata])]);
    let refused = get(&open, "feeds", &url).unwrap_err();
    assert!(matches!(refused, OutboxError::NotPublic { could_allow: false, .. }), "{refused}");
    assert!(asked.lock().unwrap().is_empty());
    let open = client(vec![target("feeds", &url)], &[("feeds.example", &[place])]);
    assert_eq!(get(&open, "feeds", &url).unwrap().bytes, b"in");
}

#[test]
fn redirects_stay_on_named_targets_and_are_checked_at_each_step() {
    let (inner, inner_asked) = server(|_, stream| say(stream, "200 OK", b"secret"));
    let (other, _) = server(|_, stream| say(stream, "200 OK", b"moved here"));
    let (place, _) = server(move |head, stream| {
        let to = match head.split(' ').nth(1).unwrap() {
            "/same" => "/end".to_owned(),
            "/other" => format!("http://{other}/x"),
            "/inside" => format!("http://{inner}/"),
            "/named-inside" => format!("http://inside.example:{}/", inner.port()),
            "/file" => "file:///etc/passwd".to_owned(),
            "/circle" => "/circle".to_owned(),
            _ => return say(stream, "200 OK", b"end"),
        };
        say(stream, &format!("302 Found\r\nLocation: {to}"), b"");
    });
    let mut inside = target("inside", &format!("http://inside.example:{}/", inner.port()));
    inside.allow_private = false;
    let targets = vec![target("feed", &at(place, "/")), target("other", &at(other, "/")), inside];
    let client = client(targets, &[("inside.example", &[inner])]);
    let get = |path: &str| get(&client, "feed", &at(place, path));
    assert_eq!(get("/same").unwrap().bytes, b"end");
    let moved = get("/other").unwrap();
    assert_eq!((moved.url.path(), moved.bytes.as_slice()), ("/x", b"moved here".as_slice()));
    for path in ["/inside", "/file", "/circle"] {
        let refused = get(path).unwrap_err();
        assert!(matches!(refused, OutboxError::Redirect { .. }), "{path}: {refused}");
    }
    // Named, and still in the house.
    let refused = get("/named-inside").unwrap_err();
    assert!(matches!(refused, OutboxError::NotPublic { .. }), "{refused}");
    assert!(inner_asked.lock().unwrap().is_empty());
}

#[test]
fn what_is_too_long_packed_or_unpacked_is_refused() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![0; 4 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let mut small = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    small.write_all(b"<rss>unpacked</rss>").unwrap();
    let small = small.finish().unwrap();
    let (place, _) = server(move |head, stream| match head.split(' ').nth(1).unwrap() {
        "/long" => say(stream, "200 OK", &vec![b'x'; (64 << 10) + 1]),
        "/fits" => say(stream, "200 OK", &vec![b'x'; 64 << 10]),
        "/bomb" => say(stream, "200 OK\r\nContent-Encoding: gzip", &bomb),
        "/small" => say(stream, "200 OK\r\nContent-Encoding: gzip", &small),
        "/cut" => say(stream, "200 OK\r\nContent-Encoding: gzip", &small[..small.len() - 9]),
        "/header" => say(stream, &format!("200 OK\r\nX-Long: {}", "x".repeat(100 << 10)), b""),
        _ => say(stream, "200 OK\r\nContent-Encoding: br", b"x"),
    });
    let client = client(vec![target("feed", &at(place, "/"))], &[]);
    let get = |path: &str| get(&client, "feed", &at(place, path));
    assert_eq!(get("/fits").unwrap().bytes.len(), 64 << 10);
    assert_eq!(get("/small").unwrap().bytes, b"<rss>unpacked</rss>");
    for path in ["/long", "/bomb"] {
        let refused = get(path).unwrap_err();
        assert!(matches!(refused, OutboxError::TooLarge { limit: 65_536 }), "{path}: {refused}");
    }
    for path in ["/cut", "/header", "/brotli"] {
        let refused = get(path).unwrap_err();
        assert!(matches!(refused, OutboxError::Broken(_)), "{path}: {refused:?}");
    }
}

#[test]
fn an_answer_that_breaks_is_no_answer() {
    let (place, _) = server(|head, stream| {
        let bytes: &[u8] = match head.split(' ').nth(1).unwrap() {
            "/chunk" => {
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\nabc"
            }
            "/cut-chunk" => {
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n9\r\nab"
            }
            "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
            "/part" => b"HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n\r\nabc",
            "/whole" => {
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
            }
            _ => b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
        };
        stream.write_all(bytes).unwrap();
    });
    let client = client(vec![target("feed", &at(place, "/"))], &[]);
    assert_eq!(get(&client, "feed", &at(place, "/whole")).unwrap().bytes, b"abcde");
    for path in ["/chunk", "/cut-chunk", "/short", "/part", "/other"] {
        let failed = get(&client, "feed", &at(place, path)).unwrap_err();
        let as_expected = matches!(
            failed,
            OutboxError::Broken(_)
                | OutboxError::Connection(_)
                | OutboxError::Status { status: 206, .. }
        );
        assert!(as_expected, "{path}: {failed:?}");
    }
}

#[test]
fn a_server_that_dawdles_is_left() {
    let (place, _) = server(|_, stream| {
        // Headers at once, and then a byte a time for as long as somebody listens.
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::yield_now();
        }
    });
    let mut slow = target("feed", &at(place, "/"));
    slow.timeout = Duration::from_millis(100);
    slow.max_bytes = u64::MAX;
    let client = client(vec![slow], &[]);
    let failed = get(&client, "feed", &at(place, "/")).unwrap_err();
    assert!(matches!(failed, OutboxError::TooSlow), "{failed:?}");
}

#[test]
fn errors_of_the_server_are_told_with_the_wait_that_it_asks_for() {
    let (place, _) =
        server(|_, stream| say(stream, "429 Too Many\r\nRetry-After: 90", b"slow down"));
    let client = client(vec![target("feed", &at(place, "/"))], &[]);
    let failed = get(&client, "feed", &at(place, "/")).unwrap_err();
    assert!(
        matches!(failed, OutboxError::Status { status: 429, retry_after: Some(90) }),
        "{failed:?}"
    );
}

#[test]
fn a_target_is_asked_only_so_often() {
    let (place, asked) = server(|_, stream| say(stream, "200 OK", b""));
    let mut seldom = target("feed", &at(place, "/"));
    seldom.per_minute = 2;
    let client = client(vec![seldom], &[]);
    assert!(get(&client, "feed", &at(place, "/")).is_ok());
    assert!(get(&client, "feed", &at(place, "/")).is_ok());
    let refused = get(&client, "feed", &at(place, "/")).unwrap_err();
    assert!(matches!(refused, OutboxError::TooOften { per_minute: 2, .. }), "{refused}");
    assert_eq!(asked.lock().unwrap().len(), 2);
}

#[test]
fn a_proxy_is_asked_for_the_way_and_bare_private_addresses_are_refused_before_it() {
    let (proxy, asked) = server(|head, stream| {
        assert!(head.starts_with("CONNECT "));
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        // A tunnel: what is asked inside it is read before it is answered.
        assert!(request(stream).starts_with("GET /feed.xml "));
        say(stream, "200 OK", b"through the proxy");
    });
    let mut proxied = target("feed", "http://feeds.example/feed.xml");
    proxied.proxy = Some(address(&at(proxy, "/")).unwrap());
    proxied.allow_private = false;
    let mut bare = target("bare", "http://10.0.0.1/");
    bare.proxy.clone_from(&proxied.proxy);
    bare.allow_private = false;
    // The name is not known here: the proxy looks it up.
    let client = client(vec![proxied, bare], &[]);
    let answer = get(&client, "feed", "http://feeds.example/feed.xml").unwrap();
    assert_eq!(answer.bytes, b"through the proxy");
    assert!(asked.lock().unwrap()[0].starts_with("CONNECT feeds.example:80 "));
    let refused = get(&client, "bare", "http://10.0.0.1/").unwrap_err();
    assert!(matches!(refused, OutboxError::NotPublic { .. }), "{refused}");
    assert_eq!(asked.lock().unwrap().len(), 1);
}
