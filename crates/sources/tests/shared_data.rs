//! Files that others made, when they are there: every row is read, and as what it is.

#![expect(clippy::unwrap_used, reason = "helpers of a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "files of known size")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use serde_json::Value;
use vigie_model::Timestamp;
use vigie_sources::{ALL, Notice, Raw, ReadOptions, Reading, Reason, Record, RecordSink, best};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");

/// What was found in a file.
#[derive(Default, Debug)]
struct Counts {
    records: usize,
    timed: usize,
    /// Requests with a path, publications with a text.
    full: usize,
    rejects: Vec<(u64, Reason)>,
    notices: Vec<Notice>,
}

impl RecordSink for Counts {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let (claimed, full) = match record {
            Record::Publication(row) => (row.claimed, row.text.is_some()),
            Record::Share(row) => (row.claimed, row.content_id.is_some()),
            Record::Request(row) => (row.claimed, row.path.is_some()),
            Record::Login(row) => (row.claimed, row.user.is_some()),
            Record::Mail(row) => (row.claimed, row.from_domain.is_some()),
            Record::Name(row) => (row.claimed, row.names.is_some()),
        };
        self.records += 1;
        self.full += usize::from(full);
        let at = claimed.and_then(|claimed| claimed.at);
        self.timed += usize::from(at.is_some_and(Timestamp::is_plausible));
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, _: &str) {
        self.rejects.push((raw.line, reason));
    }

    fn skipped(&mut self, _: Raw<'_>) {}

    fn notice(&mut self, notice: &Notice) {
        self.notices.push(notice.clone());
    }
}

fn read(id: &str, mapping: &[(&str, &str)], bytes: &[u8]) -> Counts {
    let options = ReadOptions {
        mapping: mapping.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        host: String::new(),
        zone: jiff::tz::TimeZone::UTC,
        reference: Timestamp::from_seconds(1_811_808_000),
        proxies: vigie_sources::Proxies::default(),
    };
    let source = ALL.iter().find(|source| source.id() == id).unwrap();
    let mut parser = source.parser(&options).unwrap();
    let mut counts = Counts::default();
    for chunk in bytes.chunks(100_003) {
        parser.feed(chunk, &mut counts);
    }
    parser.finish(&mut counts);
    counts
}

/// The bytes of a file, when it is there.
fn shared(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(format!("{SHARED}{name}")).ok();
    if bytes.is_none() {
        println!("skipped: no ../shared/data");
    }
    bytes
}

/// The `line` fields of a file of cases, as one log.
fn log(name: &str) -> Option<(usize, Vec<u8>)> {
    let cases = shared(name)?;
    let mut log = Vec::new();
    let mut count = 0;
    for case in cases.split(|byte| *byte == b'\n').filter(|case| !case.is_empty()) {
        let case: Value = serde_json::from_slice(case).unwrap();
        log.extend_from_slice(case["line"].as_str().unwrap().as_bytes());
        log.push(b'\n');
        count += 1;
    }
    Some((count, log))
}

#[test]
fn coordination_tables_are_read_whole() {
    let Some(bytes) = shared("coordination/russian_coord_tweets.csv") else { return };
    let ranked = best(&bytes[..4096]);
    assert_eq!(ranked[0].0.id(), "co-sharing");
    let counts = read("co-sharing", &[], &bytes);
    assert_eq!((counts.records, counts.timed, counts.rejects.len()), (35_125, 35_125, 0));

    let Some(bytes) = shared("coordination/german_elections.csv") else { return };
    let mapping = [
        ("author_id", "account_id"),
        ("native_id", "post_id"),
        ("link", "url_id"),
        ("hashtag", "hashtag_id"),
        ("domain", "domain_id"),
        ("image", "phash_id"),
        ("published_at", "timestamp"),
    ];
    let counts = read("table", &mapping, &bytes);
    assert_eq!((counts.records, counts.timed, counts.rejects.len()), (218_971, 218_971, 0));
}

#[test]
fn posts_are_read_whole() {
    let Some(bytes) = shared("text/telegram_ru_news.jsonl") else { return };
    let mapping = [
        ("native_id", "message_id"),
        ("author_id", "user_id"),
        ("author_name", "username"),
        ("text", "message"),
        ("published_at", "timestamp"),
        ("label", "category"),
        ("platform", "'telegram'"),
    ];
    assert_eq!(best(&bytes[..65_536])[0].0.id(), "table");
    let counts = read("table", &mapping, &bytes);
    assert_eq!((counts.records, counts.timed, counts.rejects.len()), (22_099, 22_099, 0));
    assert!(counts.notices.is_empty(), "{:?}", counts.notices);
}

#[test]
fn access_logs_are_read_whole() {
    for name in ["attacks/requests.elastic-apache.jsonl", "attacks/requests.scanner-sessions.jsonl"]
    {
        let Some((count, bytes)) = log(name) else { return };
        assert_eq!(best(&bytes[..65_536])[0].0.id(), "web-access", "{name}");
        let counts = read("web-access", &[], &bytes);
        println!(
            "{name}: {count} lines, {} requests, {} with a path, rejected {:?}",
            counts.records, counts.full, counts.rejects
        );
        assert_eq!(counts.records + counts.rejects.len(), count);
        assert_eq!(counts.timed, counts.records);
        assert!(counts.rejects.len() * 1_000 <= count, "{name}: {:?}", counts.rejects);
    }
}
