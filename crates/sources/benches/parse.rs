//! What parsing costs, in MB per CPU second of this process (1 MB = 10^6 bytes), each against a
//! naive parser that splits lines into `String`s, and the floor: counting newlines.
//!
//! `cargo bench -p vigie-sources [-- NAME…]`; only cases whose name holds one of the words run. The
//! input is made in memory: invented lines with varying addresses, paths, agents and times.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench prints, reads its own CPU time, and stops at the first surprise"
)]

use std::fmt::Write;
use std::hint::black_box;

use jiff::tz::TimeZone;
use vigie_model::Timestamp;
use vigie_sources::{ALL, Raw, ReadOptions, Reading, Reason, Record, RecordSink};

/// Bytes of each input, and of the chunks that it is fed in.
const SIZE: usize = 64 << 20;
const CHUNK: usize = 256 << 10;
const RUNS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    println!("{:<24} {:>12} {:>12} {:>9}  rows", "name", "MB/CPU-s", "rows/CPU-s", "vs naive");
    let cases: [Case; 8] = [
        ("web-access combined", "web-access", web_line, naive_web),
        ("table ndjson", "table", json_line, naive_json),
        ("table csv", "table", csv_line, naive_csv),
        ("co-sharing csv", "co-sharing", share_line, naive_shares),
        ("sshd syslog", "sshd", ssh_line, naive_ssh),
        ("jetstream ndjson", "jetstream", jetstream_line, naive_json),
        ("telegram export", "telegram-export", export_line, naive_json),
        ("telethon ndjson", "telethon", telethon_line, naive_json),
    ];
    for (name, id, line, naive) in cases {
        if wanted(name) {
            case(name, id, &input(line), naive);
        }
    }
}

/// Its name, the source, what makes a line, and the reference.
type Case = (&'static str, &'static str, fn(usize) -> String, Naive);
type Naive = fn(&str) -> Vec<String>;

fn input(line: fn(usize) -> String) -> Vec<u8> {
    let mut text = String::with_capacity(SIZE + 1_000);
    let mut at = 0;
    while text.len() < SIZE {
        let _ = writeln!(text, "{}", line(at));
        at += 1;
    }
    text.into_bytes()
}

fn case(name: &str, id: &str, bytes: &[u8], naive: Naive) {
    let megabytes = bytes.len() as f64 / 1e6;
    let (ours, rows) = timed(|| parse(id, bytes));
    let (reference, naive_rows) = timed(|| {
        let text = String::from_utf8_lossy(bytes);
        let lines = text.lines().map(|line| black_box(naive(line)).len());
        lines.filter(|fields| *fields > 0).count()
    });
    let (floor, _) = timed(|| memchr::memchr_iter(b'\n', bytes).count());
    let print = |name: &str, cpu: f64, rows: usize, ratio: f64| {
        let speed = megabytes / cpu;
        println!("{name:<24} {speed:>12.0} {:>12.0} {ratio:>8.1}x  {rows}", rows as f64 / cpu);
    };
    print(name, ours, rows, reference / ours);
    print("  naive", reference, naive_rows, 1.0);
    print("  newlines only", floor, rows, reference / floor);
}

/// CPU time of this thread. Linux tells it to the nanosecond; elsewhere nothing is measured.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse::<u64>().ok());
    nanoseconds.map_or(f64::NAN, |nanoseconds| nanoseconds as f64 / 1e9)
}

/// The median CPU time, and the last result.
fn timed<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..RUNS {
        let before = cpu_seconds();
        result = Some(black_box(run()));
        times.push(cpu_seconds() - before);
    }
    times.sort_unstable_by(f64::total_cmp);
    (times[RUNS / 2], result.unwrap())
}

/// Takes every record and looks at nothing.
#[derive(Default)]
struct Count {
    records: usize,
    rejects: usize,
}

impl RecordSink for Count {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        black_box((&raw, &record));
        self.records += 1;
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {
        self.rejects += 1;
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}

fn parse(id: &str, bytes: &[u8]) -> usize {
    let mapping = [
        ("native_id", "id"),
        ("author_id", "user_id"),
        ("text", "message"),
        ("published_at", "date"),
        ("platform", "'telegram'"),
    ];
    let options = ReadOptions {
        mapping: mapping.map(|(column, field)| (column.to_owned(), field.to_owned())).to_vec(),
        host: "h".to_owned(),
        zone: TimeZone::get("Europe/Paris").unwrap(),
        reference: Timestamp::from_seconds(1_811_808_000),
        proxies: vigie_sources::Proxies::default(),
    };
    let source = ALL.iter().find(|source| source.id() == id).unwrap();
    let mut parser = source.parser(&options).unwrap();
    let mut count = Count::default();
    for chunk in bytes.chunks(CHUNK) {
        parser.feed(chunk, &mut count);
    }
    parser.finish(&mut count);
    // The one document of an export is cut after a whole message.
    assert!(count.rejects <= usize::from(id == "telegram-export"), "{}", count.rejects);
    count.records
}

/// A number that looks drawn: splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
fn mixed(at: usize) -> usize {
    let mut z = (at as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((z ^ (z >> 31)) >> 1).unwrap_or(0)
}

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "curl/8.9.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
];

fn web_line(at: usize) -> String {
    let draw = mixed(at);
    let second = at / 20;
    format!(
        "198.51.100.{} - - [01/Apr/2027:{:02}:{:02}:{:02} +0200] \"GET /articles/{}/{}?page={}&ref=accueil HTTP/1.1\" {} {} \"https://gazette.example/rubrique/{}\" \"{}\"",
        draw % 256,
        second / 3600 % 24,
        second / 60 % 60,
        second % 60,
        draw % 977,
        draw % 31,
        draw % 11,
        [200, 304, 404, 301][draw % 4],
        draw % 65_536,
        draw % 17,
        AGENTS[draw % 4],
    )
}

const TEXTS: [&str; 4] = [
    "Réunion publique ce soir à la halle, venez nombreux.\\n\\n[Programme](https://gazette.example/programme)",
    "Le compte rendu du débat est en ligne : trois heures d'échanges, dix questions, peu de réponses.",
    "\\\"On ne lâche rien\\\", dit la candidate d'essai devant la presse. #debat #port",
    "Photo du jour",
];

fn json_line(at: usize) -> String {
    let draw = mixed(at);
    format!(
        "{{\"id\": \"-100{}_{at}\", \"user_id\": \"-100{}\", \"username\": \"Chaîne d'essai {}\", \"message\": \"{} {}\", \"date\": {}, \"views\": {}, \"reactions\": [{{\"emoji\": \"👍\", \"count\": {}}}], \"category\": \"politique\"}}",
        draw % 1_000_000,
        draw % 977,
        draw % 977,
        TEXTS[draw % 4],
        TEXTS[draw / 4 % 4],
        1_806_566_400 + at,
        draw % 5_000,
        draw % 300,
    )
}

/// An event of Jetstream; every eighth is a like, which is passed over.
fn jetstream_line(at: usize) -> String {
    let draw = mixed(at);
    let (did, time) = (draw % 9_973, 1_806_566_400_000_000 + at * 1_000);
    let head = format!("{{\"did\":\"did:plc:{did:024}\",\"time_us\":{time},\"kind\":\"commit\"");
    if at % 8 == 7 {
        return format!(
            "{head},\"commit\":{{\"rev\":\"3l{at:011}\",\"operation\":\"create\",\"collection\":\"app.bsky.feed.like\",\"rkey\":\"3l{at:011}\",\"record\":{{\"$type\":\"app.bsky.feed.like\",\"createdAt\":\"2027-04-01T08:00:00.120Z\",\"subject\":{{\"cid\":\"bafyreib{draw:020}\",\"uri\":\"at://did:plc:{did:024}/app.bsky.feed.post/3l{at:011}\"}}}},\"cid\":\"bafyreia{draw:020}\"}}}}"
        );
    }
    let text = [TEXTS[draw % 4], TEXTS[draw / 4 % 4]].join(" ");
    let link = "\"facets\":[{\"features\":[{\"$type\":\"app.bsky.richtext.facet#link\",\"uri\":\"https://gazette.example/programme\"}],\"index\":{\"byteEnd\":74,\"byteStart\":40}}],";
    let facets = if draw.is_multiple_of(4) { link } else { "" };
    format!(
        "{head},\"commit\":{{\"rev\":\"3l{at:011}\",\"operation\":\"create\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"3l{at:011}\",\"record\":{{\"$type\":\"app.bsky.feed.post\",\"createdAt\":\"2027-04-01T08:00:00.120Z\",{facets}\"langs\":[\"fr\"],\"text\":\"{text}\"}},\"cid\":\"bafyreia{draw:020}\"}}}}"
    )
}

/// A message of a Telegram Desktop export, indented as the exporter does.
fn export_line(at: usize) -> String {
    let draw = mixed(at);
    let head = if at == 0 {
        "{\n \"name\": \"Canal d'essai\",\n \"type\": \"public_channel\",\n \"id\": 1465000001,\n \"messages\": [\n"
    } else {
        ""
    };
    let (one, two) = (TEXTS[draw % 4], TEXTS[draw / 4 % 4]);
    let text = if draw.is_multiple_of(4) {
        format!(
            "[\n    \"{one} \",\n    {{\n     \"type\": \"link\",\n     \"text\": \"https://gazette.example/{at}\"\n    }}\n   ]"
        )
    } else {
        format!("\"{one} {two}\"")
    };
    format!(
        "{head}  {{\n   \"id\": {at},\n   \"type\": \"message\",\n   \"date\": \"2027-04-01T10:00:00\",\n   \"date_unixtime\": \"{}\",\n   \"from\": \"Canal d'essai\",\n   \"from_id\": \"channel1465000001\",\n   \"text\": {text},\n   \"text_entities\": [\n    {{\n     \"type\": \"plain\",\n     \"text\": \"{one}\"\n    }}\n   ]\n  }},",
        1_806_566_400 + at
    )
}

fn telethon_line(at: usize) -> String {
    let draw = mixed(at);
    format!(
        "{{\"_\":\"Message\",\"id\":{at},\"peer_id\":{{\"_\":\"PeerChannel\",\"channel_id\":{}}},\"date\":{},\"message\":\"{} {}\",\"out\":false,\"mentioned\":false,\"silent\":false,\"post\":true,\"from_id\":null,\"fwd_from\":null,\"entities\":[],\"views\":{},\"forwards\":{},\"media\":null,\"edit_date\":null}}",
        1_465_000_000 + draw % 977,
        1_806_566_400 + at,
        TEXTS[draw % 4],
        TEXTS[draw / 4 % 4],
        draw % 5_000,
        draw % 300,
    )
}

fn csv_line(at: usize) -> String {
    if at == 0 {
        return "id,user_id,message,date,views".to_owned();
    }
    let draw = mixed(at);
    let text =
        ["Photo du jour", "\"Réunion, ce soir\n20 h\"", "\"il dit \"\"non\"\" encore\""][draw % 3];
    format!(
        "{at},u{},{text},2027-04-01 10:{:02}:{:02},{}",
        draw % 977,
        at / 60 % 60,
        at % 60,
        draw % 5_000
    )
}

fn share_line(at: usize) -> String {
    if at == 0 {
        return "object_id,account_id,content_id,timestamp_share".to_owned();
    }
    let draw = mixed(at);
    let hash = |at: usize| format!("{:016x}{:016x}", mixed(at), mixed(at + 1));
    format!("{},{},{},{}", hash(draw % 9_973), hash(draw % 997), hash(at), 1_806_566_400 + at / 10)
}

fn ssh_line(at: usize) -> String {
    let draw = mixed(at);
    let second = at / 4;
    let user = ["root", "invalid user admin", "invalid user oracle", "alice"][draw % 4];
    format!(
        "Apr  1 {:02}:{:02}:{:02} www1 sshd[{}]: Failed password for {user} from 198.51.100.{} port {} ssh2",
        second / 3600 % 24,
        second / 60 % 60,
        second % 60,
        draw % 32_768,
        draw % 256,
        1_024 + draw % 60_000,
    )
}

fn owned(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| (*field).to_owned()).collect()
}

fn naive_web(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split('"').collect();
    let [head, request, answer, referer, _, agent, ..] = parts[..] else { return Vec::new() };
    let mut fields = owned(&[referer, agent]);
    fields.extend(head.split(' ').chain(request.split([' ', '?'])).map(str::to_owned));
    fields.extend(answer.split_whitespace().map(str::to_owned));
    let stamp = head.split(['[', ']']).nth(1).unwrap_or_default();
    let read = jiff::fmt::strtime::parse("%d/%b/%Y:%H:%M:%S %z", stamp);
    fields.push(
        read.and_then(|time| time.to_timestamp()).map(|at| at.to_string()).unwrap_or_default(),
    );
    fields
}

fn naive_json(line: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(line) else { return Vec::new() };
    ["id", "user_id", "message", "date"].map(|key| value[key].to_string()).to_vec()
}

fn naive_csv(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut in_quotes) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => fields.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    fields.push(field);
    fields
}

fn naive_shares(line: &str) -> Vec<String> {
    owned(&line.split(',').collect::<Vec<_>>())
}

fn naive_ssh(line: &str) -> Vec<String> {
    owned(&line.split_whitespace().collect::<Vec<_>>())
}
