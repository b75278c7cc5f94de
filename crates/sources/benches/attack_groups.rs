//! From the lines of others' logs to attacks: scanner sessions mixed with a real site's visitors, the
//! overflows that CrowdSec's hub expects and what Wazuh's rules say of single lines.
//!
//! `cargo bench -p vigie-sources --bench attack_groups [-- sessions|hub|wazuh] [-v]`. The files
//! are read from ../shared/data/attacks, others' data; without it the bench says so. `-v` lists what
//! differs, for reading.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;
use serde_json::Value;
use vigie_kernels::attacks::group::{
    AttackReport, Challenges, Event, Params, What, hash_key, marks, network_key, path_key,
    request_marks, skeleton_key, tool_key, what_of_login, what_of_request,
};
use vigie_kernels::attacks::{Classifier, RequestLine, Shown, address_key};
use vigie_model::Timestamp;
use vigie_sources::{Raw, ReadOptions, Reading, Reason, Record, RecordSink, best};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks");
const DAY_US: i64 = 86_400_000_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let is_verbose = words.iter().any(|word| word == "-v");
    let wanted: Vec<&String> = words.iter().filter(|word| *word != "-v").collect();
    let wants = |word: &str| wanted.is_empty() || wanted.iter().any(|given| *given == word);
    if !std::path::Path::new(FOLDER).is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    if wants("sessions") {
        sessions();
    }
    if wants("hub") {
        hub(is_verbose);
    }
    if wants("wazuh") {
        wazuh(is_verbose);
    }
}

/// Turns records into events.
struct Events {
    classifier: Classifier,
    shown: Vec<Shown>,
    all: Vec<Event>,
    addresses: HashMap<u64, String>,
    rejects: usize,
    challenges: Challenges,
    /// What the last line was, also where it names no peer.
    last: Option<What>,
}

impl Events {
    fn new() -> Self {
        Self {
            classifier: Classifier::new().unwrap(),
            shown: Vec::new(),
            all: Vec::new(),
            addresses: HashMap::new(),
            rejects: 0,
            challenges: Challenges::default(),
            last: None,
        }
    }

    fn clear(&mut self) {
        self.all.clear();
        self.addresses.clear();
        self.challenges = Challenges::default();
        self.last = None;
    }

    /// One line, read by the source that fits it best; its host is the target.
    fn line(&mut self, line: &str) {
        let ranked = best(line.as_bytes());
        let fits = |table: &str| matches!(table, "request_records" | "login_records");
        let Some((source, _)) = ranked.iter().find(|(source, _)| fits(source.table())) else {
            self.rejects += 1;
            return;
        };
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: TimeZone::UTC,
            reference: Timestamp(1_900_000_000_000_000),
            proxies: vigie_sources::Proxies::default(),
        };
        let Ok(mut parser) = source.parser(&options) else { return };
        parser.feed(line.as_bytes(), self);
        parser.feed(b"\n", self);
        parser.finish(self);
    }

    fn source(&mut self, address: &str) -> (u64, u64) {
        let key = hash_key("address", address.as_bytes());
        self.addresses.entry(key).or_insert_with(|| address.to_owned());
        (key, address_key(address.as_bytes()).map_or(0, network_key))
    }
}

impl RecordSink for Events {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let row = self.all.len() as u64;
        match record {
            Record::Request(request) => {
                let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
                let (method, path) = (text(request.method), text(request.path));
                let (query, agent) = (text(request.query), text(request.agent));
                let referer = text(request.referer);
                let status = request.status.and_then(|s| u16::try_from(s).ok()).unwrap_or(0);
                let line = RequestLine {
                    method: method.as_bytes(),
                    path: path.as_bytes(),
                    query: query.as_bytes(),
                    referer: referer.as_bytes(),
                    agent: agent.as_bytes(),
                    status,
                };
                self.classifier.judge(&line, &mut self.shown);
                // As the product reads: without the names of HTTP authentication.
                let what = what_of_request(&self.shown, line.method, line.path, status, false);
                let payload = self.shown.first().filter(|shown| shown.class.is_payload());
                let skeleton = payload.map_or(0, |shown| match shown.field {
                    vigie_kernels::attacks::Field::Query => skeleton_key(line.query),
                    vigie_kernels::attacks::Field::Path => skeleton_key(line.path),
                    vigie_kernels::attacks::Field::Referer => skeleton_key(line.referer),
                    vigie_kernels::attacks::Field::Agent => skeleton_key(line.agent),
                });
                self.last = Some(what);
                let is_login = matches!(what, What::Failed | What::Accepted);
                let token = if is_login { 0 } else { path_key(line.path) };
                let (source, network) = self.source(request.source_address);
                if what == What::Failed && status == 401 {
                    self.challenges.note(self.all.len(), source, path_key(line.path));
                }
                self.all.push(Event {
                    source,
                    house: 1,
                    at: request.claimed.and_then(|claimed| claimed.at).unwrap_or_default(),
                    target: hash_key("host", request.vhost.unwrap_or_default().as_bytes()),
                    what,
                    token,
                    skeleton,
                    tool: tool_key(line.agent),
                    network,
                    marks: request_marks(line.method, line.path, line.query, status),
                    row,
                });
            }
            Record::Login(login) => {
                let Some(what) = what_of_login(login.outcome.word(), login.method) else { return };
                // Cut off after failures, with a name: a failure by another word.
                let is_cut_off =
                    what == What::Closed && login.user.is_some_and(|user| !user.is_empty());
                self.last = Some(if is_cut_off { What::Failed } else { what });
                let Some(address) = login.source_address else { return };
                let (source, network) = self.source(address);
                let user = login.user.unwrap_or_default();
                self.all.push(Event {
                    source,
                    house: 1,
                    at: login.claimed.and_then(|claimed| claimed.at).unwrap_or_default(),
                    target: hash_key("host", login.machine.unwrap_or_default().as_bytes()),
                    what,
                    token: if user.is_empty() { 0 } else { hash_key("user", user.as_bytes()) },
                    skeleton: 0,
                    tool: 0,
                    network,
                    marks: if login.user_known { marks::USER_KNOWN } else { 0 },
                    row,
                });
            }
            Record::Publication(_) | Record::Share(_) | Record::Mail(_) | Record::Name(_) => {}
        }
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {
        self.rejects += 1;
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}

fn rows(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("{FOLDER}/{file}")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn report(events: &mut Events) -> AttackReport {
    std::mem::take(&mut events.challenges).settle(&mut events.all);
    AttackReport::of(&events.all, &Params::default(), &|at| at.0.div_euclid(DAY_US))
}

/// What a session should come to: a tool at an address without a pause of six hours.
struct Expected {
    tool: String,
    source: u64,
    first: Timestamp,
    last: Timestamp,
    lines: u64,
}

/// The sessions that the marked lines are.
fn expected(mut marked: Vec<(String, Event)>) -> Vec<Expected> {
    marked.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let mut expected: Vec<Expected> = Vec::new();
    for (tool, event) in &marked {
        match expected.last_mut() {
            Some(last)
                if last.tool == *tool
                    && last.source == event.source
                    && event.at.0 - last.last.0 < 6 * 3_600_000_000 =>
            {
                last.last = event.at;
                last.lines += 1;
            }
            _ => expected.push(Expected {
                tool: tool.clone(),
                source: event.source,
                first: event.at,
                last: event.at,
                lines: 1,
            }),
        }
    }
    expected
}

fn sessions() {
    let mut events = Events::new();
    let mut marked: Vec<(String, Event)> = Vec::new();
    for row in rows("requests.scanner-sessions.jsonl") {
        events.line(row["line"].as_str().unwrap());
        let event = events.all.last().copied().unwrap();
        marked.push((row["class"].as_str().unwrap().to_owned(), event));
    }
    let first = events.all.iter().map(|event| event.at).min().unwrap_or_default();
    let scanners = events.all.len();
    for row in rows("requests.elastic-apache.jsonl") {
        events.line(row["line"].as_str().unwrap());
    }
    // The visitors' days are moved by whole days so that both begin on the same one.
    let visitors = &mut events.all[scanners..];
    let their_first = visitors.iter().map(|event| event.at).min().unwrap_or_default();
    let shift = (first.0.div_euclid(DAY_US) - their_first.0.div_euclid(DAY_US)) * DAY_US;
    for event in visitors.iter_mut() {
        event.at.0 += shift;
    }
    let benign: BTreeSet<u64> = visitors.iter().map(|event| event.source).collect();

    let expected = expected(marked);
    let report = report(&mut events);
    println!(
        "scanner sessions: {scanners} lines among {} of visitors; {} attacks",
        events.all.len() - scanners,
        report.attacks.len()
    );
    let mut right = 0;
    for wanted in &expected {
        let found: Vec<_> = report
            .attacks
            .iter()
            .filter(|attack| {
                attack.sources.contains(&wanted.source)
                    && attack.first_at <= wanted.last
                    && attack.last_at >= wanted.first
            })
            .collect();
        let is_right = matches!(found.as_slice(), [one] if one.first_at == wanted.first
            && one.last_at == wanted.last && one.lines == wanted.lines && one.sources == [wanted.source]);
        right += usize::from(is_right);
        println!(
            "  {:<11} {:<16} {:>5} lines {} to {}: {}",
            wanted.tool,
            events.addresses[&wanted.source],
            wanted.lines,
            wanted.first,
            wanted.last,
            if is_right { "one attack, first and last line right" } else { "NOT RIGHT" }
        );
        if !is_right {
            for attack in found {
                let names: Vec<_> =
                    attack.sources.iter().take(5).map(|key| &events.addresses[key]).collect();
                println!(
                    "      {} to {} {} lines {names:?}",
                    attack.first_at, attack.last_at, attack.lines
                );
            }
        }
    }
    println!("  {right} of {} sessions are one attack each", expected.len());
    among_visitors(&events, &report, &expected, &benign);
}

/// What of the visitors was taken for attacks.
fn among_visitors(
    events: &Events,
    report: &AttackReport,
    expected: &[Expected],
    benign: &BTreeSet<u64>,
) {
    let scanners: BTreeSet<u64> = expected.iter().map(|wanted| wanted.source).collect();
    let (mut merged, mut alone, mut alone_lines) = (0, 0, 0);
    for attack in &report.attacks {
        let visitors = attack.sources.iter().filter(|source| benign.contains(source)).count();
        if attack.sources.iter().any(|source| scanners.contains(source)) {
            merged += visitors;
        } else {
            alone += 1;
            alone_lines += attack.lines;
        }
    }
    println!(
        "  {merged} of {} visitors merged in; {alone} attacks ({alone_lines} lines) among the visitors alone",
        benign.len()
    );
    for attack in &report.attacks {
        if !attack.sources.iter().any(|source| scanners.contains(source)) {
            let names: Vec<_> = attack.sources.iter().map(|key| &events.addresses[key]).collect();
            println!(
                "      {} {names:?} {} lines, {} telling",
                attack.first_at, attack.lines, attack.telling
            );
        }
    }
}

/// Kinds of logs that AT-1 names; programs in system logs by the name before the colon.
const KINDS: &[&str] = &["nginx", "apache2", "caddy", "traefik", "haproxy", "exim", "Nextcloud"];
/// Web servers and proxies that write formats of those.
const LIKE_THEM: &[&str] = &["roundcube", "litespeed", "nginx-proxy-manager", "iis"];
const PROGRAMS: [&str; 10] =
    ["sshd", "postfix", "dovecot", "exim", "nginx", "apache", "httpd", "su[", "sudo", "roundcube"];

/// Where no overflow is expected, all upstream tests load no scenario: they are about parsers, and their
/// lines may well be attacks. Read one by one, those that are not silent hold the names of scanners
/// (Nikto, Expanse), and refused relays with a failed login.
fn hub(is_verbose: bool) {
    let mut events = Events::new();
    let (mut all, mut found, mut quiet, mut bare, mut silent, mut unread) = (0, 0, 0, 0, 0, 0);
    // Of files in formats that nobody promised, as far as a line of them is read.
    let mut others = [0, 0];
    let mut by_kind: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for row in rows("attacks.crowdsec-hub.jsonl") {
        let kind = row["log_type"].as_str().unwrap();
        let lines: Vec<&str> =
            row["lines"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let is_ours = |line: &&str| PROGRAMS.iter().any(|name| program(line).starts_with(name));
        let is_named = [KINDS, LIKE_THEM].concat().contains(&kind)
            || kind == "syslog" && lines.iter().any(is_ours);
        events.clear();
        for line in &lines {
            events.line(line);
        }
        let report = report(&mut events);
        let name = row["service"].as_str().unwrap();
        let expect = row["expect_attacks"].as_array().unwrap();
        let said: BTreeSet<&String> = report
            .attacks
            .iter()
            .flat_map(|attack| &attack.sources)
            .map(|source| &events.addresses[source])
            .collect();
        if expect.is_empty() {
            if row["has_scenario_assert"] == true && is_named {
                // Where the upstream test loads no scenario, nothing could overflow there.
                bare += usize::from(row["scenarios"].as_array().is_some_and(Vec::is_empty));
                quiet += 1;
                silent += usize::from(report.attacks.is_empty());
                if is_verbose && !report.attacks.is_empty() {
                    println!("NOT SILENT {kind} {name}: {said:?} {:?}", report.attacks[0].labels);
                }
            }
            continue;
        }
        for overflow in expect {
            let sources: Vec<&str> =
                overflow["sources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let is_found = sources.iter().all(|source| said.iter().any(|said| same(said, source)));
            if !is_named {
                others[0] += usize::from(!events.all.is_empty());
                others[1] += usize::from(is_found && !events.all.is_empty());
                if is_verbose && !is_found && !events.all.is_empty() {
                    println!("OTHER {kind} {name}: {} {sources:?}", overflow["scenario"]);
                }
                continue;
            }
            // No line of the whole file in a format of ours.
            if events.all.is_empty() {
                unread += 1;
                continue;
            }
            all += 1;
            found += usize::from(is_found);
            let count = by_kind.entry(kind.to_owned()).or_default();
            count[0] += 1;
            count[1] += usize::from(is_found);
            if is_verbose && !is_found {
                println!(
                    "MISSED {kind} {name}: {} {sources:?}, {} events",
                    overflow["scenario"],
                    events.all.len()
                );
                for line in
                    lines.iter().filter(|line| sources.iter().all(|s| line.contains(s))).take(2)
                {
                    println!("      {line:.230}");
                }
            }
        }
    }
    println!(
        "hub: {found} of {all} expected overflows ({:.1} %) with the right sources; silent in {silent} of {quiet} where none is expected (in {bare} of these no scenario was loaded); {unread} overflows in formats we do not read",
        found as f64 * 100.0 / f64::from(all)
    );
    let [other, other_found] = others;
    println!("  in other formats, where a line is read: {other_found} of {other}");
    for (kind, [all, found]) in by_kind {
        println!("  {kind:<22} {found:>3} of {all:>3}");
    }
}

/// The program that a line of a system log names, roughly.
fn program(line: &str) -> &str {
    let is_name = |word: &&str| word.ends_with(':') || word.contains('[');
    let mut words = line.split_whitespace().skip(1).take(6);
    words.find(is_name).map_or("", |word| word.rsplit('/').next_back().unwrap_or(word))
}

fn same(said: &str, wanted: &str) -> bool {
    said == wanted
        || address_key(said.as_bytes()).is_some_and(|k| Some(k) == address_key(wanted.as_bytes()))
}

/// The committed mapping of their groups: refused logins, attacks on web servers, neither. A refused
/// login at a web site is both to them and a login to us.
fn agrees(said: &str, wanted: &str, is_web: bool) -> bool {
    said == wanted || (is_web && said == "login failure" && wanted == "web attack")
}

fn wanted_of(groups: &str) -> &'static str {
    if groups.contains("authentication_fail") || groups.contains("invalid_login") {
        "login failure"
    } else if groups.split(',').any(|group| group.trim() == "attack") {
        "web attack"
    } else {
        "neither"
    }
}

fn wazuh(is_verbose: bool) {
    const SERVICES: [&str; 8] =
        ["sshd", "dovecot", "postfix", "exim", "web_rules", "web_appsec", "apache", "nginx"];
    let mut events = Events::new();
    let mut by_service: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for row in rows("lines.wazuh.jsonl") {
        let service = row["service"].as_str().unwrap();
        // Where their test is that the rule must not fire, its groups say nothing of the line.
        if !SERVICES.contains(&service) || row["expect"]["match"] == false {
            continue;
        }
        events.clear();
        let line = row["line"].as_str().unwrap();
        events.line(line);
        let said = match events.last {
            Some(What::Failed | What::InvalidUser) => "login failure",
            Some(What::Shown(..)) => "web attack",
            _ => "neither",
        };
        let groups = row["expect"]["groups"].as_str().unwrap_or_default();
        let wanted = wanted_of(groups);
        let count = by_service.entry(service.to_owned()).or_default();
        count[0] += 1;
        let agrees = agrees(said, wanted, service.starts_with("web_"));
        count[1] += usize::from(agrees);
        if is_verbose && !agrees {
            println!("DIFFERS {service}: {said}, wanted {wanted}: {line:.200}");
        }
    }
    let [all, agree] =
        by_service.values().fold([0, 0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    println!("wazuh: {agree} of {all} lines agree ({:.1} %)", agree as f64 * 100.0 / all as f64);
    for (service, [all, agree]) in by_service {
        println!("  {service:<12} {agree:>3} of {all:>3}");
    }
}
