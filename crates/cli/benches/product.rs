//! What the product costs as a user runs it: CPU seconds of the binary, user and system together.
//!
//! `cargo bench -p vigie-cli --bench product [-- NAME…]`; only parts whose name holds one of the
//! words run: `log`, `posts`, `jetstream`,
//! `telegram`, `acts`, `shares`. `BENCH_MB` is the size of the access log (1,000 by
//! default; the posts are three tenths of it); beside each figure stands its goal, if it has one. `VIGIE_BIN` names another binary to measure.
//! Everything is generated into a temporary folder, apart from the shares: those are read from
//! ../shared/data, and left out where that is absent.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads its surroundings, prints, and stops at the first surprise"
)]

#[path = "../../kernels/tests/support/naive.rs"]
mod naive;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use vigie_scenario::{Act, Kind, POSTS_MAPPING, Season, Size, acts};
use vigie_testkit::{Ran, Sealed, Usage};

const RUNS: usize = 3;
const SEED: u64 = 2027;
const ACTS: u64 = 10_000_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    let bench = Bench::new();
    bench.heading();
    if wanted("log") {
        bench.access_log();
    }
    if wanted("posts") {
        bench.posts();
    }
    if wanted("jetstream") {
        bench.invented("jetstream.ndjson", "vigie ingest, Bluesky Jetstream", jetstream_line);
    }
    if wanted("telegram") {
        bench.invented("telethon.ndjson", "vigie ingest, Telegram (Telethon)", telethon_line);
    }
    if wanted("acts") {
        bench.acts();
    }
    if wanted("shares") {
        bench.shares();
    }
}

struct Bench {
    binary: PathBuf,
    folder: tempfile::TempDir,
    megabytes: u64,
}

impl Bench {
    fn new() -> Self {
        let binary = std::env::var_os("VIGIE_BIN").map_or_else(
            || PathBuf::from(env!("CARGO_BIN_EXE_vigie")),
            |path| std::path::absolute(path).unwrap(),
        );
        let megabytes =
            std::env::var("BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
        Self { binary, folder: tempfile::tempdir().unwrap(), megabytes }
    }

    fn heading(&self) {
        let profile = if self.binary == Path::new(env!("CARGO_BIN_EXE_vigie")) {
            if cfg!(debug_assertions) { "dev" } else { "release" }.to_owned()
        } else {
            format!("as built in {}", self.binary.parent().unwrap().display())
        };
        println!("profile {profile}; CPU seconds are the median of up to {RUNS} runs");
        println!(
            "{:<36} {:>8} {:>9} {:>9} {:>9} {:>12}  remark",
            "what", "MB", "cpu_s", "MB/cpu_s", "peak_MB", "goal"
        );
    }

    fn place(&self) -> Sealed {
        Sealed::new(&self.binary).unwrap()
    }

    fn access_log(&self) {
        let path = self.folder.path().join("access.log");
        let length = self.season(Kind::Web, &path, self.megabytes * 1_000_000);
        let counted = other("wc", &["-l"], &path);
        let searched = other("rg", &["-c", " 404 "], &path);
        row("wc -l", length, counted.as_ref(), "", "");
        row("rg -c ' 404 '", length, searched.as_ref(), "", "");
        let usage = self.ingest(&path, &[]);
        let remark = beside(usage, counted);
        row("vigie ingest, combined log", length, Some(&usage), "150 MB/s", &remark);
        std::fs::remove_file(&path).unwrap();
    }

    fn posts(&self) {
        let path = self.folder.path().join("posts.ndjson");
        let length = self.season(Kind::Posts, &path, self.megabytes * 300_000);
        let counted = other("wc", &["-l"], &path);
        let searched = other("rg", &["-c", "https://"], &path);
        row("wc -l", length, counted.as_ref(), "", "");
        row("rg -c https://", length, searched.as_ref(), "", "");
        let usage = self.ingest(&path, &["--map", POSTS_MAPPING]);
        let remark = beside(usage, counted);
        row("vigie ingest, NDJSON posts", length, Some(&usage), "100 MB/s", &remark);
        std::fs::remove_file(&path).unwrap();
    }

    /// Three tenths of the size, of invented lines.
    fn invented(&self, name: &str, what: &str, line: fn(u64) -> String) {
        let path = self.folder.path().join(name);
        let mut file = BufWriter::new(File::create(&path).unwrap());
        let (mut length, mut number) = (0, 0);
        while length < self.megabytes * 300_000 {
            let line = line(number);
            file.write_all(line.as_bytes()).unwrap();
            length += line.len() as u64;
            number += 1;
        }
        file.flush().unwrap();
        let counted = other("wc", &["-l"], &path);
        let usage = self.ingest(&path, &[]);
        row(what, length, Some(&usage), "100 MB/s", &beside(usage, counted));
        std::fs::remove_file(&path).unwrap();
    }

    /// Ten million acts under a memory pool of 1 GB: as they happened, and shuffled.
    fn acts(&self) {
        let mut all: Vec<Act> = acts(ACTS, SEED).collect();
        self.acts_of("in time order", &all, "");
        let mut random = SEED;
        for last in (1..all.len()).rev() {
            // Knuth's generator is good enough to make a mess.
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            all.swap(last, (random >> 33) as usize % (last + 1));
        }
        self.acts_of("in any order", &all, "30 s");
    }

    fn acts_of(&self, order: &str, acts: &[Act], goal: &str) {
        let path = self.folder.path().join("shares.csv");
        let mut file = BufWriter::new(File::create(&path).unwrap());
        writeln!(file, "object_id,account_id,content_id,timestamp_share").unwrap();
        for (place, act) in acts.iter().enumerate() {
            let at = act.at / 1_000_000;
            let (object, account) = (act.object.cast_unsigned(), act.account.cast_unsigned());
            writeln!(file, "{object},{account},{place},{at}").unwrap();
        }
        file.flush().unwrap();
        let length = path.metadata().unwrap().len();
        let place = self.place();
        let counted = other("wc", &["-l"], &path);
        let ingest = finished(place.run(&["ingest", &text(&path)]).unwrap()).usage;
        let name = format!("vigie ingest, acts {order}");
        row(&name, length, Some(&ingest), goal, &beside(ingest, counted));
        std::fs::remove_file(&path).unwrap();
        let arguments = [
            "detect",
            "same-object-together",
            "--config",
            "engine.memory=1GB",
            "--format",
            "ndjson",
        ];
        let detect = finished(place.run(&arguments).unwrap());
        let remark = format!("{} findings, pool of 1 GB", findings(&detect.out()).len());
        let name = format!("vigie detect, acts {order}");
        row(&name, 0, Some(&detect.usage), "12 s", &remark);
    }

    /// The Russian set, from its file to an explained finding, against the naive pair rule alone.
    fn shares(&self) {
        let path = Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/data/coordination/russian_coord_tweets.csv"
        ));
        if !path.is_file() {
            println!("shares: skipped: no ../shared/data");
            return;
        }
        let length = path.metadata().unwrap().len();
        let parts = ["ingest", "views", "detect", "explain"];
        let mut runs: Vec<[Usage; 4]> = (0..RUNS).map(|_| self.whole_way(path)).collect();
        runs.sort_by_key(|steps| steps.iter().map(Usage::cpu).sum::<Duration>());
        let steps = runs[RUNS / 2];
        for (name, usage) in parts.iter().zip(&steps) {
            row(&format!("vigie {name}, Russian set"), 0, Some(usage), "", "");
        }
        let acts = read_shares(path);
        let began = Instant::now();
        let pairs = naive::windowed(&acts, 60_000_000, 2);
        let naive = began.elapsed().as_secs_f64();
        let whole: f64 = steps.iter().map(|usage| usage.cpu().as_secs_f64()).sum();
        println!(
            "{:<36} {:>8.1} {whole:>9.3} {:>9} {:>9} {:>12}  naive pair rule alone {naive:.1} s ({:.0} x), {} pairs",
            "  the whole way",
            mega(length),
            "",
            "",
            "0.5 s",
            naive / whole,
            pairs.len()
        );
    }

    fn whole_way(&self, path: &Path) -> [Usage; 4] {
        let place = self.place();
        let run = |arguments: &[&str]| finished(place.run(arguments).unwrap());
        let ingest = run(&["ingest", &text(path)]);
        let views = run(&["sql", "SELECT layer, count(*) FROM acts GROUP BY layer"]);
        let detect = run(&[
            "detect",
            "same-object-together",
            "--set",
            "window_s=60",
            "--set",
            "min_objects=2",
            "--format",
            "ndjson",
        ]);
        let found = findings(&detect.out());
        let explain = run(&["explain", found.first().unwrap()]);
        [ingest, views, detect, explain].map(|ran| ran.usage)
    }

    /// The median ingest of a file into a new lake.
    fn ingest(&self, path: &Path, options: &[&str]) -> Usage {
        let file = text(path);
        let arguments: Vec<&str> =
            ["ingest", &file].into_iter().chain(options.iter().copied()).collect();
        median((0..RUNS).map(|_| finished(self.place().run(&arguments).unwrap()).usage).collect())
    }

    /// Writes about so many bytes of one kind of an invented season; gives how many.
    fn season(&self, kind: Kind, path: &Path, bytes: u64) -> u64 {
        let of = |lines: u64| {
            let mut size = Size::LEAST;
            match kind {
                Kind::Posts => size.posts = size.posts.max(lines),
                _ => size.web_lines = size.web_lines.max(lines),
            }
            Season::new(SEED, size).unwrap()
        };
        // How long a line is, from a season of a few.
        let trial = of(20_000);
        let mut length = 0;
        pour(&trial, kind, |bytes| length += bytes.len() as u64);
        let lines = bytes.saturating_mul(20_000) / length.max(1);
        let mut file = BufWriter::new(File::create(path).unwrap());
        pour(&of(lines), kind, |bytes| file.write_all(bytes).unwrap());
        file.flush().unwrap();
        path.metadata().unwrap().len()
    }
}

const WORDS: [&str; 16] = [
    "réunion", "halle", "port", "marché", "soir", "débat", "gazette", "demain", "place", "liste",
    "quai", "école", "tram", "budget", "lettre", "photo",
];

/// A number that looks like chance, the same each time (splitmix64, Steele et al. 2014).
fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(SEED).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Some words, one of them a hashtag's.
fn invented_text(number: u64) -> String {
    let words = 6 + mixed(number) % 24;
    let word = |at: u64| WORDS[(mixed(number * 64 + at) % 16) as usize];
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

/// An event of the Jetstream: half of them likes and the like, as in the real one.
fn jetstream_line(number: u64) -> String {
    let account = mixed(number) % 50_000;
    let (did, time) =
        (format!("did:plc:essai{account:019}"), 1_806_566_400_000_000 + number * 9_000);
    let key = format!("3k{number:011}");
    let stamp = jiff::Timestamp::from_microsecond((time - 400_000) as i64).unwrap();
    let head = format!(
        r#"{{"did":"{did}","time_us":{time},"kind":"commit","commit":{{"rev":"{key}","operation":"create""#
    );
    let cid = format!("bafyrei{:053}", mixed(number + 1));
    if number % 2 == 0 {
        return format!(
            r#"{head},"collection":"app.bsky.feed.like","rkey":"{key}","record":{{"$type":"app.bsky.feed.like","createdAt":"{stamp}","subject":{{"cid":"{cid}","uri":"at://{did}/app.bsky.feed.post/{key}"}}}},"cid":"{cid}"}}}}
"#
        );
    }
    let text = invented_text(number);
    let tag = WORDS[(number % 16) as usize];
    let link = format!("https://gazette.example/{tag}/{}", mixed(number) % 5_000);
    format!(
        r#"{head},"collection":"app.bsky.feed.post","rkey":"{key}","record":{{"$type":"app.bsky.feed.post","text":"{text}","createdAt":"{stamp}","langs":["fr"],"facets":[{{"features":[{{"$type":"app.bsky.richtext.facet#link","uri":"{link}"}}],"index":{{"byteStart":0,"byteEnd":4}}}},{{"features":[{{"$type":"app.bsky.richtext.facet#tag","tag":"{tag}"}}],"index":{{"byteStart":5,"byteEnd":9}}}}]}},"cid":"{cid}"}}}}
"#
    )
}

/// A message as Telethon dumps it, with the fields that it dumps empty.
fn telethon_line(number: u64) -> String {
    let (channel, time) = (1_465_000_000 + mixed(number) % 300, 1_806_566_400 + number / 20);
    let text = invented_text(number);
    let views = mixed(number + 7) % 90_000;
    let link = format!("https://gazette.example/{}", mixed(number) % 5_000);
    format!(
        r#"{{"_":"Message","id":{number},"peer_id":{{"_":"PeerChannel","channel_id":{channel}}},"date":{time},"message":"{text} {link}","out":false,"mentioned":false,"media_unread":false,"silent":false,"post":true,"from_scheduled":false,"legacy":false,"edit_hide":false,"pinned":false,"noforwards":false,"from_id":null,"fwd_from":null,"via_bot_id":null,"reply_to":null,"media":null,"reply_markup":null,"entities":[{{"_":"MessageEntityUrl","offset":{},"length":{}}}],"views":{views},"forwards":{},"replies":null,"edit_date":null,"post_author":null,"grouped_id":null,"reactions":null,"restriction_reason":[],"ttl_period":null}}
"#,
        text.chars().count() + 1,
        link.len(),
        views / 40
    )
}

/// All bytes of one kind, one machine after the other.
fn pour(season: &Season, kind: Kind, mut sink: impl FnMut(&[u8])) {
    for file in season.files().iter().filter(|file| file.kind == kind) {
        let write = |bytes: &[u8]| {
            sink(bytes);
            Ok::<(), std::convert::Infallible>(())
        };
        season.write(file, write).unwrap();
    }
}

fn finished(ran: Ran) -> Ran {
    assert!(matches!(ran.code(), Some(0)), "{}", ran.transcript());
    ran
}

/// Another program on the same file, where it is installed.
fn other(name: &str, options: &[&str], file: &Path) -> Option<Usage> {
    let folders = std::env::var_os("PATH")?;
    let binary = std::env::split_paths(&folders).map(|folder| folder.join(name));
    let binary = binary.into_iter().find(|path| path.is_file())?;
    let file = text(file);
    let arguments: Vec<&str> = options.iter().copied().chain([file.as_str()]).collect();
    let place = Sealed::new(binary).unwrap();
    Some(median((0..RUNS).map(|_| place.run(&arguments).unwrap().usage).collect()))
}

fn median(mut runs: Vec<Usage>) -> Usage {
    runs.sort_by_key(Usage::cpu);
    runs[runs.len() / 2]
}

/// How many times as long as counting lines.
fn beside(ours: Usage, wc: Option<Usage>) -> String {
    wc.map_or_else(String::new, |wc| {
        let ratio = ours.cpu().as_secs_f64() / wc.cpu().as_secs_f64().max(0.001);
        format!("{ratio:.0} x wc")
    })
}

fn row(what: &str, bytes: u64, usage: Option<&Usage>, goal: &str, remark: &str) {
    let Some(usage) = usage else {
        println!("{what:<36} not installed");
        return;
    };
    let cpu = usage.cpu().as_secs_f64();
    let (size, speed) = match bytes {
        0 => (String::new(), String::new()),
        bytes => (format!("{:.0}", mega(bytes)), format!("{:.0}", mega(bytes) / cpu.max(0.001))),
    };
    let peak = mega(usage.peak_bytes);
    println!("{what:<36} {size:>8} {cpu:>9.2} {speed:>9} {peak:>9.0} {goal:>12}  {remark}");
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// The ids in a run's lines.
fn findings(lines: &str) -> Vec<String> {
    let ids = lines.lines().filter_map(|line| {
        let id = line.split("\"id\":\"").nth(1)?.split('"').next()?;
        id.starts_with("F-").then(|| id.to_owned())
    });
    ids.collect()
}

/// Object, account, content and time of a co-sharing table without quotes, as numbers.
fn read_shares(path: &Path) -> Vec<naive::Act> {
    let mut codes: BTreeMap<String, i64> = BTreeMap::new();
    let mut code = |text: &str| {
        let next = codes.len() as i64;
        *codes.entry(text.to_owned()).or_insert(next)
    };
    let table = std::fs::read_to_string(path).unwrap();
    let rows = table.lines().skip(1).zip(0..).map(|(line, tie)| {
        let cells: Vec<&str> = line.split(',').collect();
        let at = cells[3].parse::<i64>().unwrap() * 1_000_000;
        naive::Act { account: code(cells[1]), object: code(cells[0]), at, tie }
    });
    rows.collect()
}
