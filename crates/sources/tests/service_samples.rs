//! The lines of mail, web and login services that fail2ban and Wazuh test themselves with, when they
//! are there: which line names which peer at which time.
//!
//! The lines are GPL and stay where they are; nothing of them is in this repository. Every line is
//! read by the source that its own bytes fit best, as a file of one line.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "files of known size")]

#[path = "common/options.rs"]
mod options;

use std::collections::BTreeMap;

use serde_json::Value;
use vigie_sources::{Outcome, Raw, Reading, Reason, Record, RecordSink, best};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks");

/// What became of one line.
#[derive(Default, Debug)]
struct Seen {
    source: Option<String>,
    clock: Option<String>,
    outcome: Option<Outcome>,
    is_record: bool,
    is_rejected: bool,
}

impl RecordSink for Seen {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let (source, claimed) = match record {
            Record::Login(login) => {
                self.outcome = Some(login.outcome);
                (login.source_address, login.claimed)
            }
            Record::Request(request) => (Some(request.source_address), request.claimed),
            _ => return,
        };
        self.is_record = true;
        self.source = source.map(str::to_owned);
        let at = claimed.and_then(|claimed| claimed.at);
        self.clock = at.map(|at| at.to_jiff().strftime("%H:%M:%S").to_string());
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {
        self.is_rejected = true;
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}

fn read(line: &str) -> Seen {
    let mut seen = Seen::default();
    let ranked = best(line.as_bytes());
    let Some((source, _)) =
        ranked.iter().find(|(source, _)| source.table() != "publication_records")
    else {
        return seen;
    };
    let mut parser = source.parser(&options::options()).unwrap();
    parser.feed(line.as_bytes(), &mut seen);
    parser.feed(b"\n", &mut seen);
    parser.finish(&mut seen);
    seen
}

fn rows(file: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(format!("{FOLDER}/{file}")).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn lines_that_must_match_name_their_peer_and_time() {
    let Some(rows) = rows("lines.fail2ban.jsonl") else {
        println!("skipped: no ../shared/data");
        return;
    };
    let is_ours = |service: &str| {
        ["dovecot", "postfix", "exim", "exim-spam", "roundcube-auth", "pam-generic"]
            .contains(&service)
            || service.starts_with("apache-")
            || service.starts_with("nginx-")
            || service == "haproxy-http-auth"
    };
    // Lines, those that name their host, hosts right, times to compare, times right.
    let mut counts: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_ours(row["service"].as_str().unwrap())) {
        let (service, line) = (row["service"].as_str().unwrap(), row["line"].as_str().unwrap());
        let expect = &row["expect"];
        if expect["match"] != true {
            continue;
        }
        let seen = read(line);
        let count = counts.entry(service.to_owned()).or_default();
        count[0] += 1;
        let wanted = ["host", "ip4", "ip6", "dns"].iter().find_map(|key| expect[*key].as_str());
        let Some(wanted) = wanted.filter(|wanted| line.contains(*wanted)) else { continue };
        count[1] += 1;
        let has_host = seen.source.as_deref() == Some(wanted);
        count[2] += usize::from(has_host);
        let at = expect["time"].as_str().map(|at| &at[at.len() - "00:00:00".len()..]);
        // Where the stamp names a zone, the expected hour is one of the zone of the upstream tests.
        // TAI64N labels: loggers add ten seconds to the clock (tai64n of daemontools), which the
        // upstream tests do not take off; nothing to compare there.
        let seen_at = seen.clock.as_deref().filter(|_| at.is_some() && !line.starts_with('@'));
        let has_clock = at.is_some_and(|at| seen_at.is_some_and(|seen| seen[3..] == at[3..]));
        count[3] += usize::from(seen_at.is_some());
        count[4] += usize::from(has_clock && seen_at.is_some());
        if !has_host || (seen_at.is_some() && !has_clock) {
            println!("{service} {}: {seen:?}, wanted {wanted} {at:?}", row["file_line"]);
        }
    }
    let mut sum = [0; 5];
    for (service, count) in &counts {
        println!("{service}: {count:?}");
        sum.iter_mut().zip(count).for_each(|(sum, count)| *sum += count);
    }
    println!("all: {sum:?}");
    assert!(sum[2] * 100 >= sum[1] * 99, "{} of {} hosts", sum[2], sum[1]);
    assert!(sum[4] * 100 >= sum[3] * 99, "{} of {} times", sum[4], sum[3]);
}

#[test]
fn failures_of_wazuh_are_failures_here() {
    let Some(rows) = rows("lines.wazuh.jsonl") else {
        println!("skipped: no ../shared/data");
        return;
    };
    let (mut all, mut agree, mut rejected) = (0, 0, 0);
    for row in &rows {
        let service = row["service"].as_str().unwrap();
        if !["sshd", "dovecot", "postfix", "exim"].contains(&service) {
            continue;
        }
        let line = row["line"].as_str().unwrap();
        let seen = read(line);
        let groups = row["expect"]["groups"].as_str().unwrap_or_default();
        // The committed mapping: their two groups for refused logins are our two outcomes.
        let wanted = groups.contains("authentication_fail") || groups.contains("invalid_login");
        let said = matches!(seen.outcome, Some(Outcome::Failed | Outcome::InvalidUser));
        all += 1;
        agree += usize::from(wanted == said);
        rejected += usize::from(seen.is_rejected);
        if wanted != said || seen.is_rejected {
            println!("{service} {groups:.60}: {seen:?} {line:.140}");
        }
    }
    println!("{agree} of {all} agree, {rejected} rejected");
    assert!(all > 0);
}
