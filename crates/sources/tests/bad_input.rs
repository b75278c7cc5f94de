//! Bad input is normal: it becomes a rejected row with a reason, and reading goes on.

#![expect(clippy::unwrap_used, reason = "helpers of a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "fixtures are small files of ours")]

#[path = "common/check.rs"]
mod check;
#[path = "common/options.rs"]
mod options;

use check::{Kind, Transcript, read_checked};
use vigie_sources::{ALL, Source};

fn source(id: &str) -> &'static dyn Source {
    *ALL.iter().find(|source| source.id() == id).unwrap()
}

fn transcript(id: &str, bytes: &[u8]) -> Transcript {
    read_checked(source(id), bytes, &[3, 1, 50]).unwrap()
}

/// One word for each stretch that is a row: `ok`, or the reason why not.
fn rows(id: &str, bytes: &[u8]) -> String {
    let transcript = transcript(id, bytes);
    let rows = transcript.found.iter().filter_map(|found| match found.kind {
        Kind::Record => Some("ok"),
        Kind::Reject => found.what.split(':').next(),
        Kind::Skipped => None,
    });
    rows.collect::<Vec<_>>().join(", ")
}

const WEB: &str = "192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5\n";
const SSH: &str = "Apr  1 10:00:00 www1 sshd[8]: Invalid user x from 192.0.2.7 port 1\n";
const CSV: &str = "id,user.id,name,text,date,link\n";

#[test]
fn binary_lines_are_set_aside_and_the_next_is_read() {
    assert_eq!(rows("web-access", format!("{WEB}a\0b\n{WEB}").as_bytes()), "ok, binary, ok");
    assert_eq!(rows("sshd", format!("{SSH}\0\0\n{SSH}").as_bytes()), "ok, binary, ok");
    let json = "{\"text\":\"a\"}\n{\"text\":\"a\0\"}\n{\"text\":\"b\"}\n";
    assert_eq!(rows("table", json.as_bytes()), "ok, binary, ok");
    let csv = format!("{CSV}1,u,n,t,0,\n2,u,\0,t,0,\n3,u,n,t,0,\n");
    assert_eq!(rows("table", csv.as_bytes()), "ok, binary, ok");
    let noise: Vec<u8> = (0..=255_u8).cycle().take(5_000).collect();
    for source in ALL {
        assert!(!rows(source.id(), &noise).contains("ok"), "{}", source.id());
    }
}

#[test]
fn mixed_encodings_are_repaired_and_kept() {
    let latin = b"192.0.2.7 - - [01/Apr/2027:10:00:00 +0200] \"GET /\xe9t\xe9 HTTP/1.1\" 200 5 \"-\" \"\xe9\"\n";
    assert!(
        transcript("web-access", latin).found[0]
            .what
            .contains("path: Some(\"/\u{fffd}t\u{fffd}\")")
    );
    let json = b"{\"text\":\"\xe9t\xe9 \xc3\xa9\"}\n";
    assert!(
        transcript("table", json).found[0].what.contains("text: Some(\"\u{fffd}t\u{fffd} é\")")
    );
    let csv = [CSV.as_bytes(), b"1,u,\xe9,\"\xe9 \"\"x\"\"\",0,\n"].concat();
    let seen = transcript("table", &csv);
    assert!(seen.found[1].what.contains("author_name: Some(\"é\")"), "{}", seen.found[1].what);
    assert!(seen.found[1].what.contains(r#"text: Some("é \"x\"")"#), "{}", seen.found[1].what);
    let ssh = b"Apr  1 10:00:00 www1 sshd[8]: Invalid user \xe9 from 192.0.2.7 port 1\n";
    assert!(transcript("sshd", ssh).found[0].what.contains("user: Some(\"\u{fffd}\")"));
}

#[test]
fn deep_json_is_refused_whether_it_is_mapped_or_not() {
    let deep = |key: &str, depth: usize| {
        format!("{{\"text\":\"a\",\"{key}\":{}{}}}\n", "[".repeat(depth), "]".repeat(depth))
    };
    let objects =
        format!("{{\"text\":\"a\",\"x\":{}1{}}}\n", "{\"y\":".repeat(10_000), "}".repeat(10_000));
    for key in ["x", "link", "user"] {
        assert_eq!(rows("table", (deep(key, 10_000) + &deep(key, 100)).as_bytes()), "json, ok");
    }
    assert_eq!(rows("table", objects.as_bytes()), "json");
    assert_eq!(rows("table", format!("[{}]", objects.trim_end()).as_bytes()), "json");
    assert_eq!(rows("table", "[{".repeat(10_000).as_bytes()), "truncated");
}

#[test]
fn lists_that_a_service_wraps_are_read_like_lists() {
    let page =
        r#"{"meta":{"n":2},"data":[{"text":"a"},{"text":"b","data":[{"text":"c"}]}],"next":"x"}"#;
    assert_eq!(rows("table", page.as_bytes()), "ok, ok");
    let pretty =
        "{\n \"data\": [\n  {\n   \"text\": \"a\"\n  },\n  {\n   \"text\": \"b\"\n  }\n ]\n}\n";
    assert_eq!(rows("table", pretty.as_bytes()), "ok, ok");
    assert_eq!(
        rows("table", "{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}\n".as_bytes()),
        "ok, ok"
    );
    // Lines that hold a list of that name are records when the first does not.
    let lines = "{\"text\":\"a\"}\n{\"text\":\"b\",\"data\":[{\"text\":\"c\"}]}\n";
    assert_eq!(rows("table", lines.as_bytes()), "ok, ok");
    assert_eq!(rows("table", &pretty.as_bytes()[..pretty.len() - 20]), "ok, truncated");
}

#[test]
fn rounded_ids_are_refused_and_long_ones_keep_their_digits() {
    let json = "{\"id\":1.2345678901234568e+17}\n{\"id\":123456789012345678}\n{\"user\":{\"id\":1e17}}\n{\"user\":{\"id\":1.0e17}}\n";
    assert_eq!(rows("table", json.as_bytes()), "rounded id, ok, ok, rounded id");
    let kept = transcript("table", json.as_bytes());
    assert!(kept.found[1].what.contains("native_id: Some(\"123456789012345678\")"));
    let csv =
        format!("{CSV}1.23457E+17,u,n,t,0,\n1,1623881091162388109.0,n,t,0,\n1,12.0,n,t,1.5e9,\n");
    assert_eq!(rows("table", csv.as_bytes()), "rounded id, rounded id, ok");
}

#[test]
fn absurd_and_unreadable_times_keep_the_row() {
    for (date, note) in [
        ("0000-01-01T00:00:00Z", "Absurd"),
        ("9999-12-01T00:00:00Z", "Absurd"),
        ("99999999999999999", "Absurd"),
        ("123456789012345678901", "Unreadable"),
        ("yesterday", "Unreadable"),
        ("2027-02-30", "Unreadable"),
        ("", "Missing"),
    ] {
        let seen = transcript("table", format!("{CSV}1,u,n,t,{date},\n").as_bytes());
        assert!(seen.found[1].what.contains(&format!("note: Some({note})")), "{date}");
    }
    for year in ["0000", "9999"] {
        let line = WEB.replace("2027", year);
        assert!(
            transcript("web-access", line.as_bytes()).found[0].what.contains("Absurd"),
            "{year}"
        );
        let line = SSH.replace("Apr  1 10:00:00", &format!("{year}-04-01T10:00:00Z"));
        assert!(transcript("sshd", line.as_bytes()).found[0].what.contains("Absurd"), "{year}");
    }
}

#[test]
fn line_ends_do_not_change_what_is_read() {
    for (id, text) in [
        ("web-access", WEB.repeat(2)),
        ("sshd", SSH.repeat(2)),
        ("table", format!("{CSV}1,u,n,t,0,l\n2,u,n,\"t\",0,\"l\"\n")),
        ("table", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n".to_owned()),
        (
            "co-sharing",
            "object_id,account_id,timestamp_share,content_id\no,a,1,c\no,b,2,c\n".to_owned(),
        ),
    ] {
        let whats = |text: &str| {
            let seen = transcript(id, text.as_bytes());
            seen.found
                .into_iter()
                .map(|found| (found.kind, found.kept, found.what))
                .collect::<Vec<_>>()
        };
        let unix = whats(&text);
        assert!(unix.iter().filter(|(kind, ..)| *kind == Kind::Record).count() == 2);
        assert_eq!(whats(&text.replace('\n', "\r\n")), unix, "{id}");
        assert_eq!(whats(text.trim_end()), unix, "{id}");
    }
}

#[test]
fn lone_quotes_cost_their_line() {
    let csv = format!("{CSV}1,u,n,\"t,0,\n2,u,n,t,0,\n3,u,n,t,0,\n");
    assert_eq!(rows("table", csv.as_bytes()), "csv, ok, ok");
    // A second quote where a field begins makes one broken record of what stands between.
    let csv = format!("{CSV}1,u,n,\"t,0,\n2,u,n,t,0,\n3,u,\"n\",t,0,\n4,u,n,t,0,\n");
    let seen = transcript("table", csv.as_bytes());
    assert_eq!(seen.found[1].what, "csv: 7 fields where the header has 6, over 3 lines");
    assert_eq!(rows("table", csv.as_bytes()), "csv, ok");
    assert_eq!(rows("table", format!("{CSV}1,u,n,t,0,\"\n").as_bytes()), "csv");
    assert_eq!(rows("table", format!("{CSV}1,u,n,t,0,\"").as_bytes()), "truncated");
    assert_eq!(rows("table", format!("{CSV}\"\n1,u,n,t,0,\n").as_bytes()), "csv, ok");
    let web = WEB.replace("GET", "\"GET");
    assert_eq!(rows("web-access", (web + WEB).as_bytes()), "ok, ok");
}

#[test]
fn a_cut_stream_says_truncated_and_not_more() {
    for (id, text) in [
        ("web-access", format!("{WEB}{}", WEB.trim_end().replace(" 200 5", " 200 5 \"-\" \"a\""))),
        ("sshd", format!("{SSH}{SSH}")),
        ("table", format!("{CSV}1,u,n,t,0,l\n2,u,n,\"t\",0,l\n")),
        ("table", "{\"text\":\"a\"}\n{\"text\":\"b\"}".to_owned()),
        ("table", "[{\"text\":\"a\"},\n{\"text\":\"b\"}]".to_owned()),
    ] {
        let first = text.find('\n').unwrap() + 1;
        for end in first..text.len() {
            let seen = rows(id, &text.as_bytes()[..end]);
            let last = seen.rsplit(", ").next().unwrap();
            let whole = id == "table" && text.starts_with("id,") && end <= first + 13;
            assert!(matches!(last, "ok" | "truncated") || whole, "{id} cut at {end}: {seen}");
        }
    }
}

#[test]
fn a_table_without_a_mapped_field_says_which_once() {
    let seen = transcript("table", b"id,user.id,nmae,text,date,link\n1,u,n,t,0,\n2,u,n,t,0,\n");
    let rejects: Vec<_> = seen.found.iter().map(|found| found.what.as_str()).collect();
    assert_eq!(
        rejects,
        [
            "missing field: no field \"name\" in the header; nearest: nmae, date, id, link, text",
            "missing field: the header cannot be used",
            "missing field: the header cannot be used",
        ]
    );
    assert_eq!(seen.notices.len(), 1);
    assert!(seen.notices[0].contains("rows_rejected: true"));
    let hostile = transcript("table", "id,\u{1b}[31mname\u{202e},text\n".as_bytes());
    assert!(
        hostile.found[0].what.chars().all(|letter| !letter.is_control() && letter != '\u{202e}')
    );
}

/// Lines that would cost the square of their length, or a deep stack, if read without care.
#[test]
fn hostile_lines_are_read_in_linear_time() {
    let ssh = |message: &str| format!("Apr  1 10:00:00 www1 sshd[8]: {message}\n");
    let nested = "message repeated 1 times: [ ".repeat(100_000) + &"]".repeat(100_000);
    for message in [
        nested,
        format!("Failed publickey for x{} y", " from a".repeat(500_000)),
        format!("Failed publickey for x{}", " from 192.0.2.7 port 1 ssh2: ".repeat(100_000)),
        format!("Disconnecting user x{}", " 192.0.2.7 port 1: ".repeat(100_000)),
        format!("{}x", "PID 1: ".repeat(500_000)),
        format!("{}x", "[ID ".repeat(500_000)),
    ] {
        assert_eq!(common_rows("sshd", &ssh(&message)), 1);
    }
    let web = WEB.replace("/ HTTP", &format!("/{} HTTP", "\\\"".repeat(1 << 20)));
    assert_eq!(common_rows("web-access", &web), 1);
    let wide = format!("{}\n{}\n", "a,".repeat(1 << 20), "b,".repeat(1 << 20));
    assert_eq!(common_rows("table", &wide), 2);
    let named = format!("{}\n1\n", "n".repeat(4 << 20));
    assert_eq!(common_rows("table", &named), 2);
    let escaped = format!("{{\"text\":\"{}\"}}\n", "\\ud83d".repeat(1 << 20));
    assert_eq!(common_rows("table", &escaped), 1);
}

/// How many stretches there are, read once and in large pieces.
fn common_rows(id: &str, text: &str) -> usize {
    let found = check::read(source(id), text.as_bytes(), &[256 << 10]).found;
    found.len()
}

/// Every source sees every fixture cut short; its own at many more places.
#[test]
fn fixtures_cut_anywhere_are_covered() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        for source in ALL {
            let places = if name.starts_with(source.id()) { 1_200 } else { 12 };
            for end in (0..bytes.len()).step_by(1 + bytes.len() / places) {
                read_checked(*source, &bytes[..end], &[11]).unwrap();
            }
        }
    }
}
