//! Fetching over TLS: whom the binary believes, against servers on the loopback whose authority
//! is made for each test. `SSL_CERT_FILE` stands for the machine's own list of roots.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use vigie_testkit::Sealed;

type Session = StreamOwned<ServerConnection, TcpStream>;

/// Who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Estuary test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// A server's certificate for one name, valid until the end of that year.
    fn server(&self, name: &str, last_year: i32) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "Estuary test server");
        params.not_after = rcgen::date_time_ymd(last_year, 12, 31);
        let key = KeyPair::generate().unwrap();
        let chain: Vec<CertificateDer<'static>> =
            vec![params.signed_by(&key, &self.issuer).unwrap().into()];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}

/// A server that gives each visitor to `serve`. Visitors who do not believe it go away early.
fn listen(config: Arc<ServerConfig>, serve: impl Fn(Session) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            serve(StreamOwned::new(session, stream.unwrap()));
        }
    });
    place
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sources/fixtures/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// Answers any request with a feed.
fn give_feed(mut session: Session) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && session.read(&mut byte).unwrap_or(0) == 1 {
        head.push(byte[0]);
    }
    let body = fixture("feed.xml");
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _gone = session.write_all(head.as_bytes()).and_then(|()| session.write_all(&body));
    session.conn.send_close_notify();
    let _gone = session.flush();
}

/// A project that reads one target and believes one authority.
fn reader(kind: &str, url: &str, believed: &Authority) -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.run(&["init", "--role", "newsroom"]).unwrap().done().unwrap();
    let target =
        format!("[network.estuary]\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = true\n");
    place.write("vigie.toml", target).unwrap();
    let roots = place.write("roots.pem", &believed.pem).unwrap();
    place.set_variable("SSL_CERT_FILE", roots.to_str().unwrap());
    place
}

fn publications(place: &Sealed) -> String {
    let sql = "SELECT count(*) AS n FROM publications";
    place.run(&["sql", sql, "--format", "ndjson"]).unwrap().done().unwrap()
}

#[test]
fn a_feed_is_read_over_tls_from_a_server_that_the_machine_believes() {
    let authority = Authority::new();
    let at = listen(authority.server("127.0.0.1", 2090), give_feed);
    let place = reader("feed", &format!("https://{at}/feed.xml"), &authority);
    let ran = place.run(&["fetch"]).unwrap();
    assert_eq!(ran.code(), Some(0), "{}", ran.transcript());
    assert!(!publications(&place).contains("\"n\":0"), "{}", ran.transcript());
}

#[test]
fn a_stream_of_events_is_read_over_tls() {
    let authority = Authority::new();
    let at = listen(authority.server("127.0.0.1", 2090), |session| {
        let Ok(mut socket) = tungstenite::accept(session) else { return };
        for line in String::from_utf8(fixture("jetstream.ndjson")).unwrap().lines() {
            socket.send(tungstenite::Message::text(line)).unwrap();
        }
        let _gone = socket.close(None).and_then(|()| socket.flush());
    });
    let place = reader("jetstream", &format!("wss://{at}/subscribe"), &authority);
    place.run(&["fetch", "--for", "2s"]).unwrap();
    assert!(!publications(&place).contains("\"n\":0"));
}

/// Nothing of a server is kept, and the person is told, when it is not who it says.
#[track_caller]
fn refused(url_host: &str, signs: &Authority, named: &str, last_year: i32, believed: &Authority) {
    let at = listen(signs.server(named, last_year), give_feed);
    let url = format!("https://{url_host}:{}/feed.xml", at.port());
    let place = reader("feed", &url, believed);
    let ran = place.run(&["fetch"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    assert!(ran.out().contains("the server cannot be trusted"), "{}", ran.transcript());
    assert!(publications(&place).contains("\"n\":0"));
}

#[test]
fn a_server_that_is_not_believed_is_not_read() {
    let (ours, others) = (Authority::new(), Authority::new());
    refused("127.0.0.1", &others, "127.0.0.1", 2090, &ours);
    refused("127.0.0.1", &ours, "gazette.example", 2090, &ours);
    refused("127.0.0.1", &ours, "127.0.0.1", 2020, &ours);
}
