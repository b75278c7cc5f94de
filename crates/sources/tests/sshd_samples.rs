//! The sshd lines that fail2ban tests itself with, when they are there: every line that must match
//! names the right peer at the right time of day, and no line that must not match becomes a failure
//! without the daemon having said so.
//!
//! The lines are GPL and stay where they are; nothing of them is in this repository.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a file of known size")]

#[path = "common/options.rs"]
mod options;

use serde_json::Value;
use vigie_sources::{ALL, Outcome, Raw, Reading, Reason, Record, RecordSink};

const SAMPLES: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks/lines.fail2ban.jsonl");

/// What became of one line.
#[derive(Default, Debug)]
struct Seen {
    source: Option<String>,
    clock: Option<String>,
    outcome: Option<Outcome>,
    rejected: bool,
}

impl RecordSink for Seen {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let Record::Login(login) = record else { return };
        self.source = login.source_address.map(str::to_owned);
        self.outcome = Some(login.outcome);
        let at = login.claimed.and_then(|claimed| claimed.at);
        self.clock = at.map(|at| at.to_jiff().strftime("%H:%M:%S").to_string());
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {
        self.rejected = true;
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}

fn read(line: &str) -> Seen {
    let source = ALL.iter().find(|source| source.id() == "sshd").unwrap();
    let mut parser = source.parser(&options::options()).unwrap();
    let mut seen = Seen::default();
    parser.feed(line.as_bytes(), &mut seen);
    parser.feed(b"\n", &mut seen);
    parser.finish(&mut seen);
    seen
}

#[test]
fn lines_that_must_match_name_the_right_peer() {
    let Ok(samples) = std::fs::read_to_string(SAMPLES) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let (mut all, mut named, mut host, mut timed, mut clock, mut rejected) = (0, 0, 0, 0, 0, 0);
    let (mut silent, mut booked, mut contested) = (0, 0, 0);
    for sample in samples.lines() {
        let sample: Value = serde_json::from_str(sample).unwrap();
        let service = sample["service"].as_str().unwrap();
        if service != "sshd" && service != "sshd-journal" {
            continue;
        }
        let line = sample["line"].as_str().unwrap();
        let expect = &sample["expect"];
        let seen = read(line);
        rejected += usize::from(seen.rejected);
        if expect["match"] != true {
            silent += 1;
            if matches!(seen.outcome, Some(Outcome::Failed | Outcome::InvalidUser)) {
                let said = ["Failed ", "authentication failure", "invalid user", "not allowed"];
                assert!(said.iter().any(|words| line.contains(words)), "booked: {seen:?}");
                booked += 1;
            }
            continue;
        }
        all += 1;
        let wanted = ["host", "ip4", "ip6"].iter().find_map(|key| expect[*key].as_str());
        // A host that the line does not hold comes from an earlier line of its session.
        let Some(wanted) = wanted.filter(|wanted| line.contains(*wanted)) else { continue };
        named += 1;
        let has_host = seen.source.as_deref() == Some(wanted);
        host += usize::from(has_host);
        // Lines of the journal carry no stamp. Where the stamp names a zone, the expected hour is one
        // of the zone of the upstream tests.
        let at = expect["time"].as_str().map(|at| &at[at.len() - "00:00:00".len()..]);
        timed += usize::from(at.is_some());
        let names_no_zone = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let from = if names_no_zone { 0 } else { "00:".len() };
        let seen_at = seen.clock.as_deref();
        let has_clock = at.is_none_or(|at| seen_at.is_some_and(|seen| seen[from..] == at[from..]));
        clock += usize::from(at.is_some() && has_clock);
        // `NAME from A port N ssh2: from B …` after a password: the upstream test takes A for the
        // peer and the rest for details, but OpenSSH writes no details about passwords, so the name
        // holds A and the peer is B.
        contested += usize::from(!has_host && line.contains(" ssh2: from "));
        if !has_host || !has_clock {
            println!("{service} {}: {seen:?}, wanted {wanted} {at:?}", sample["file_line"]);
        }
    }
    println!("{all} lines must match, {named} of them name the host: {host} right");
    println!("{timed} of them name the time: {clock} right");
    println!(
        "{silent} must not match; said to be failures all the same: {booked}; rejected: {rejected}"
    );
    assert_eq!((host + contested, clock, rejected), (named, timed, 0));
    assert!(named > 0 && contested <= 2);
}
