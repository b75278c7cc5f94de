//! What only shows from inside: the socket, from the sender to the lake.

use std::io::Write;
use std::net::{TcpStream, UdpSocket};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use vigie_engine::Access;
use vigie_model::event::{Event, EventSink};
use vigie_model::time::Timestamp;

use super::*;
use crate::System;

/// Hands on where the sockets are.
struct Told(Mutex<Sender<String>>);

impl EventSink for Told {
    fn emit(&self, event: Event) {
        if let Event::Result { kind: "watch", body } = event {
            let address = body["syslog"].as_str().unwrap().to_owned();
            self.0.lock().unwrap().send(address).unwrap();
        }
    }
}

fn outcomes(project: &Project) -> Vec<String> {
    let snapshot = project.snapshot(None).unwrap();
    let session = project.session(&snapshot, None, Access::Open).unwrap();
    let sql = "SELECT service || ' ' || outcome AS text FROM logins ORDER BY at, text";
    let relation = session.query(sql, &[]).unwrap();
    crate::sql::texts(&relation, "text").flatten().map(str::to_owned).collect()
}

#[test]
fn what_is_sent_to_the_socket_is_in_the_lake_and_the_spool_keeps_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (send, addresses) = channel();
    let still = System::still(Timestamp::parse("2027-05-04T18:00:00Z").unwrap());
    let system = System { events: Arc::new(Told(Mutex::new(send))), ..still };
    let project = Project::open(dir.path(), &[], &system).unwrap();
    let (stopper, halt) = Halt::new();
    let request = WatchRequest {
        syslog: Some("127.0.0.1:0".to_owned()),
        every: Duration::from_secs(600),
        ..WatchRequest::default()
    };
    let report = std::thread::scope(|scope| {
        let (project, request) = (&project, &request);
        let watch = scope.spawn(move || project.follow(request, &halt).unwrap());
        let address = addresses.recv().unwrap();
        let mut sender = TcpStream::connect(&address).unwrap();
        let first = "<38>May  4 10:00:00 bastion sshd[7]: Failed password for root from 192.0.2.7 port 5 ssh2";
        let second = "<22>May  4 10:00:01 mx postfix/smtpd[9]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x";
        sender
            .write_all(format!("{first}\n{} {second}{first}\n", second.len()).as_bytes())
            .unwrap();
        drop(sender);
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        let third = first.replace("10:00:00", "10:00:02");
        assert_eq!(udp.send_to(third.as_bytes(), &address).unwrap(), third.len());
        stopper.stop();
        watch.join().unwrap()
    });
    assert_eq!((report.new, report.dropped), (4, 0), "{report:?}");
    assert_eq!(outcomes(&project), ["sshd failed", "sshd failed", "postfix failed", "sshd failed"]);
    let spool = std::fs::metadata(dir.path().join("watch/syslog")).unwrap();
    assert_eq!(spool.len(), 0);
}
