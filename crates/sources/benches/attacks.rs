//! The way of one line from bytes to counts by source: split, decode, classify, group; no writing.
//!
//! `cargo bench -p vigie-sources --bench attacks [-- MEGABYTES]` (1,000 without). MB per CPU second of
//! this thread (1 MB = 10^6 bytes), on two combined logs: an invented one (3 % of the lines carry an
//! attack, most lines repeat one of some hundred agents, paths and queries vary), and, where
//! ../shared/data is there, the lines of a real site with 3 % of others' attack lines, source and time
//! varied (research/attacks.md, section 6). For comparison, the parser alone.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench prints, reads its own CPU time, and stops at the first surprise"
)]

use std::fmt::Write;
use std::hint::black_box;

use jiff::tz::TimeZone;
use vigie_kernels::attacks::{Classifier, RequestLine, Shown, Tally, address_key};
use vigie_model::Timestamp;
use vigie_sources::{ALL, Raw, ReadOptions, Reading, Reason, Record, RecordSink};

/// Bytes made and read at a time.
const BLOCK: usize = 64 << 20;
const CHUNK: usize = 256 << 10;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let wanted: usize = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000);
    let mut random = Random(2027);
    measure("invented", wanted, || block(&mut random));
    match Given::read() {
        Some(given) => measure("given, varied", wanted, || given.block(&mut Random(7))),
        None => println!("given lines: skipped: no ../shared/data"),
    }
}

fn measure(name: &str, wanted: usize, mut block: impl FnMut() -> Vec<u8>) {
    let mut all = Judge::new();
    let (mut alone, mut judged, mut bytes) = (0.0, 0.0, 0);
    while bytes < wanted * 1_000_000 {
        let block = block();
        alone += timed(|| parse(&block, &mut Nothing(0)));
        judged += timed(|| parse(&block, &mut all));
        bytes += block.len();
    }
    let megabytes = bytes as f64 / 1e6;
    judged += timed(|| drop(black_box(all.tally.sorted())));
    let sources = all.tally.sorted();
    println!(
        "{name}: {megabytes:.0} MB, {} lines, {} sources, {} lines of a class",
        all.lines,
        sources.len(),
        all.said
    );
    println!("parse only                         {:>8.0} MB/CPU-s", megabytes / alone);
    println!(
        "parse, decode, classify, group     {:>8.0} MB/CPU-s  {:.2} M lines/CPU-s",
        megabytes / judged,
        all.lines as f64 / judged / 1e6
    );
}

/// Others' lines: what stands before and behind source and time is kept.
struct Given {
    usual: Vec<String>,
    attacks: Vec<String>,
}

impl Given {
    fn read() -> Option<Self> {
        let lines = |set: &str, label: &str| -> Option<Vec<String>> {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks");
            let text = std::fs::read_to_string(format!("{folder}/requests.{set}.jsonl")).ok()?;
            let rows = text.lines().filter_map(|row| serde_json::from_str(row).ok());
            let kept = rows.filter(|row: &serde_json::Value| {
                label.is_empty() || row["label"] == label && row["log_visible"] == "yes"
            });
            let rest = |row: serde_json::Value| {
                let line = row["line"].as_str()?;
                line.split_once("] ").map(|(_, rest)| rest.to_owned())
            };
            Some(kept.filter_map(rest).collect())
        };
        let usual = lines("elastic-apache", "")?;
        let mut attacks = lines("crs", "attack")?;
        attacks.extend(lines("httpparams", "attack")?);
        attacks.extend(lines("csic2010", "attack")?);
        Some(Self { usual, attacks })
    }

    fn block(&self, random: &mut Random) -> Vec<u8> {
        let mut text = String::with_capacity(BLOCK + 10_000);
        let mut at = 0;
        while text.len() < BLOCK {
            let source = random.uneven(200_000);
            let (a, b) = (source >> 8 & 255, source & 255);
            let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
            let lines = if random.below(100) < 3 { &self.attacks } else { &self.usual };
            // Usual lines in their order, so that what comes together stays together.
            at += 1;
            let count = lines.len();
            let rest = &lines[if count == self.usual.len() {
                at % count
            } else {
                usize::try_from(random.below(count as u64)).unwrap()
            }];
            let _ = writeln!(
                text,
                "198.{}.{a}.{b} - - [01/Apr/2027:{hour:02}:{minute:02}:{second:02} +0200] {rest}",
                18 + (source >> 16)
            );
        }
        text.into_bytes()
    }
}

fn timed(run: impl FnOnce()) -> f64 {
    let before = cpu_seconds();
    run();
    cpu_seconds() - before
}

/// CPU time of this thread. Linux tells it to the nanosecond; elsewhere nothing is measured.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse::<u64>().ok());
    nanoseconds.map_or(f64::NAN, |nanoseconds| nanoseconds as f64 / 1e9)
}

fn parse(bytes: &[u8], sink: &mut dyn RecordSink) {
    let options = ReadOptions {
        mapping: Vec::new(),
        host: String::new(),
        zone: TimeZone::UTC,
        reference: Timestamp(0),
        proxies: vigie_sources::Proxies::default(),
    };
    let source = ALL.iter().find(|source| source.id() == "web-access").unwrap();
    let mut parser = source.parser(&options).unwrap();
    for chunk in bytes.chunks(CHUNK) {
        parser.feed(chunk, sink);
    }
    parser.finish(sink);
}

struct Nothing(usize);

impl RecordSink for Nothing {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        black_box((&raw, &record));
        self.0 += 1;
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}

    fn skipped(&mut self, _: Raw<'_>) {}
}

struct Judge {
    classifier: Classifier,
    tally: Tally,
    shown: Vec<Shown>,
    lines: usize,
    said: usize,
}

impl Judge {
    fn new() -> Self {
        Self {
            classifier: Classifier::new().unwrap(),
            tally: Tally::default(),
            shown: Vec::new(),
            lines: 0,
            said: 0,
        }
    }
}

impl RecordSink for Judge {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let Record::Request(request) = record else { return };
        let line = RequestLine {
            method: request.method.unwrap_or_default().as_bytes(),
            path: request.path.unwrap_or_default().as_bytes(),
            query: request.query.unwrap_or_default().as_bytes(),
            referer: request.referer.unwrap_or_default().as_bytes(),
            agent: request.agent.unwrap_or_default().as_bytes(),
            status: request.status.and_then(|status| u16::try_from(status).ok()).unwrap_or(0),
        };
        self.classifier.judge(&line, &mut self.shown);
        let at = request.claimed.and_then(|claimed| claimed.at).unwrap_or_default();
        let key = address_key(request.source_address.as_bytes()).unwrap_or(0);
        self.tally.add(key, at, self.shown.iter().map(|shown| shown.class));
        self.lines += 1;
        self.said += usize::from(!self.shown.is_empty());
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}

    fn skipped(&mut self, _: Raw<'_>) {}
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    /// Small numbers are much likelier.
    fn uneven(&mut self, end: u64) -> u64 {
        let one = self.below(end) + 1;
        self.below(one)
    }
}

const ATTACKS: [&str; 6] = [
    "/list?id=1%27%20UNION%20SELECT%201,2,3--%20",
    "/view?page=../../../../etc/passwd",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/.env",
    "/ping?host=x;cat%20/etc/hosts",
    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
];

fn block(random: &mut Random) -> Vec<u8> {
    let mut text = String::with_capacity(BLOCK + 2_000);
    while text.len() < BLOCK {
        let source = random.uneven(200_000);
        let (a, b) = (source >> 8 & 255, source & 255);
        let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
        let _ = write!(
            text,
            "198.{}.{a}.{b} - - [01/Apr/2027:{hour:02}:{minute:02}:{second:02} +0200] \"GET ",
            18 + (source >> 16)
        );
        let page = random.uneven(20_000);
        match random.below(100) {
            0..3 => text.push_str(ATTACKS[usize::try_from(random.below(6)).unwrap()]),
            3..30 => {
                let _ = write!(
                    text,
                    "/articles/{page}/the-campaign-in-town?utm_source=news&page={}&session={}",
                    random.below(90),
                    random.below(1 << 40)
                );
            }
            30..60 => {
                let _ = write!(text, "/static/img/photo-{page}.jpg");
            }
            _ => {
                let _ = write!(
                    text,
                    "/articles/2027/04/{page}-what-the-candidates-say-about-schools.html"
                );
            }
        }
        let agent = random.uneven(400);
        let _ = writeln!(
            text,
            " HTTP/1.1\" 200 {} \"https://www.campaign.example/articles/{}\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.{agent} (KHTML, like Gecko) Chrome/1{agent}.0.0.0 Safari/537.36\"",
            random.below(90_000),
            random.uneven(5_000),
        );
    }
    text.into_bytes()
}
