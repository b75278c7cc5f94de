//! Bad input is normal: a clear error or a rejected row, the documented exit code, nothing lost,
//! never a panic, and nothing hostile in any output.

#![expect(
    clippy::unwrap_used,
    clippy::format_push_string,
    reason = "tests build texts and stop at the first surprise"
)]

use vigie_testkit::fixtures::{access_line, csv_row, sshd_line};
use vigie_testkit::{Sealed, hostile_texts, packed, terminal_harm};

fn place() -> Sealed {
    Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap()
}

fn good_line(at: u32) -> String {
    format!(
        "192.0.2.1 - - [01/Apr/2027:10:00:{:02} +0000] \"GET /{at} HTTP/1.1\" 200 1 \"-\" \"x\"\n",
        at % 60
    )
}

#[test]
fn every_failure_has_its_exit_code_and_a_hint() {
    let place = place();
    place.write("folder/x.log", "x").unwrap();
    place.write("unknown.bin", [0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]).unwrap();
    for (arguments, code) in [
        (vec!["ingest", "no-such-file"], 1),
        (vec!["ingest", "folder"], 1),
        (vec!["ingest", "unknown.bin"], 1),
        (vec!["ingest", "unknown.bin", "--map", "texte=a"], 1),
        (vec!["ingest", "unknown.bin", "--source", "web-acces"], 1),
        (vec!["detect", "same-object-togther"], 1),
        (vec!["explain", "F-00"], 1),
        (vec!["sql", "SELECT nonsense FROM nowhere"], 1),
        (vec!["sql", "CREATE TABLE x AS SELECT 1"], 1),
        (vec!["ingest"], 2),
        (vec!["frobnicate"], 2),
    ] {
        let ran = place.run(&arguments).unwrap();
        let told = ran.transcript();
        assert_eq!(ran.code(), Some(code), "vigie {}:\n{told}", arguments.join(" "));
        assert!(ran.err().contains("error:"), "{told}");
        if code == 1 {
            assert!(
                ran.err().contains("hint:"),
                "no hint for vigie {}:\n{told}",
                arguments.join(" ")
            );
        }
    }
}

#[test]
fn a_truncated_gzip_keeps_what_was_read_and_says_incomplete() {
    let place = place();
    let whole = packed::gzip((0..5_000).map(good_line).collect::<String>().as_bytes()).unwrap();
    place.write("cut.log.gz", &whole[..whole.len() / 2]).unwrap();
    let ran = place.run(&["ingest", "cut.log.gz"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    let rows =
        place.run(&["sql", "SELECT count(*) AS n FROM requests", "--format", "ndjson"]).unwrap();
    assert!(!rows.out().contains("\"0\""), "{}", rows.out());
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn a_decompression_bomb_is_stopped() {
    let place = place();
    place.write("bomb.gz", packed::gzip_bomb(1 << 30).unwrap()).unwrap();
    let ran = place.run(&["ingest", "bomb.gz", "--source", "web-access"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    assert!(ran.usage.peak_bytes < 400 << 20, "{} bytes", ran.usage.peak_bytes);
}

#[test]
fn a_line_of_100_megabytes_is_set_aside_in_bounded_memory() {
    let place = place();
    let mut log = good_line(1).into_bytes();
    log.resize(log.len() + 100_000_000, b'x');
    log.push(b'\n');
    log.extend_from_slice(good_line(2).as_bytes());
    place.write("long.log", &log).unwrap();
    let ran = place.run(&["ingest", "long.log", "--source", "web-access"]).unwrap();
    assert_eq!(ran.code(), Some(0), "{}", ran.transcript());
    assert!(ran.usage.peak_bytes < 300 << 20, "{} bytes", ran.usage.peak_bytes);
    let rows = place.run(&["sql", "SELECT path FROM requests", "--format", "ndjson"]).unwrap();
    assert_eq!(rows.done().unwrap().lines().count(), 2);
}

#[test]
fn mixed_encodings_lose_no_row() {
    let place = place();
    let mut table = b"m,u,t\n".to_vec();
    table.extend_from_slice("déjà vu,a,1806573600\n".as_bytes());
    table.extend_from_slice(b"d\xe9j\xe0 vu,b,1806573601\n");
    table.extend_from_slice(b"\xff\xfe\x80,c,1806573602\n");
    place.write("mixed.csv", &table).unwrap();
    let map = "text=m,author_id=u,published_at=t";
    place.run(&["ingest", "mixed.csv", "--map", map]).unwrap().done().unwrap();
    let count = |view: &str| {
        let query = format!("SELECT * FROM {view}");
        place.run(&["sql", &query, "--format", "ndjson"]).unwrap().done().unwrap().lines().count()
    };
    assert_eq!(count("publications") + count("rejected"), 3);
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn bad_rows_are_set_aside_and_good_rows_stay() {
    let place = place();
    let mut log = Vec::new();
    for at in 0..10 {
        log.extend_from_slice(good_line(at).as_bytes());
        log.extend_from_slice(b"\x00\x01 binary \xff\xfe\n");
        log.extend_from_slice("not a log line\n".as_bytes());
    }
    place.write("mixed.log", &log).unwrap();
    let ran = place.run(&["ingest", "mixed.log", "--source", "web-access"]).unwrap();
    assert_eq!(ran.code(), Some(0), "{}", ran.transcript());
    let count = |view: &str| {
        let query = format!("SELECT * FROM {view}");
        place.run(&["sql", &query, "--format", "ndjson"]).unwrap().done().unwrap().lines().count()
    };
    assert_eq!((count("requests"), count("rejected")), (10, 20));
}

#[test]
fn empty_and_strange_tables_do_not_break_anything() {
    let map = "text=m,author_id=u,published_at=t";
    let deep =
        format!("{{\"m\":{}1{},\"u\":\"a\",\"t\":1}}\n", "[".repeat(10_000), "]".repeat(10_000));
    let good = "{\"m\":\"hello\",\"u\":\"a\",\"t\":1806573600}\n";
    for (name, content) in [
        ("empty.csv", String::new()),
        ("header.csv", "m,u,t\n".to_owned()),
        ("quote.csv", "m,u,t\n\"never closed,a,1\nx,b,2\n".to_owned()),
        ("deep.ndjson", deep + good),
        ("float.ndjson", format!("{{\"m\":\"x\",\"u\":1.2345678901234568e17,\"t\":1}}\n{good}")),
        (
            "years.ndjson",
            format!(
                "{{\"m\":\"x\",\"u\":\"a\",\"t\":\"0000-01-01\"}}\n{{\"m\":\"y\",\"u\":\"a\",\"t\":\"9999-12-31T23:59:59Z\"}}\n{good}"
            ),
        ),
        ("nul.csv", "m,u,t\na\0b,c,1806573600\n\"line\nbreak\",d,1806573600\n".to_owned()),
        ("crlf.csv", "m,u,t\r\nx,y,1806573600\r\n".to_owned()),
    ] {
        let place = place();
        place.write(name, content).unwrap();
        let ran = place.run(&["ingest", name, "--map", map]).unwrap();
        assert!(matches!(ran.code(), Some(0 | 1)), "{name}: {}", ran.transcript());
        place.run(&["detect"]).unwrap().done().unwrap();
        place.run(&["verify"]).unwrap().done().unwrap();
    }
}

/// Posts, requests, logins, measures and a note that hold every hostile text.
fn hostile_place() -> Sealed {
    let place = place();
    let (mut rows, mut web, mut logins) = (String::new(), String::new(), String::new());
    let mut measures = "asset,measure,owner,evidence\n".to_owned();
    let mut note = String::new();
    for (at, hostile) in hostile_texts().iter().enumerate() {
        for second in [5, 10] {
            let row = serde_json::json!({
                "u": format!("{} {}", hostile.text, second),
                "m": hostile.text,
                "l": format!("https://tribune.example/{}", at % 3),
                "t": format!("2027-04-01T1{}:00:{second:02}Z", at % 3),
                "p": hostile.text,
            });
            rows += &format!("{row}\n");
        }
        if hostile.text.len() > 4_000 {
            continue;
        }
        measures += &csv_row(&[&hostile.text; 4]);
        note += &format!("{}\n", hostile.text);
        let line = hostile.text.replace(['\n', '\r'], "");
        let time = format!("2027-04-01T10:{:02}:{:02}Z", at / 60, at % 60);
        web += &access_line("203.0.113.9", &time, &format!("/wp-login.php?{line}"), 404)
            .replace("reader/1.0", &line);
        let said = format!("Failed password for invalid user {line} from 203.0.113.9 port 4 ssh2");
        logins += &sshd_line("gate", &time, 12, &said);
    }
    for (name, text) in [
        ("hostile.ndjson", rows),
        ("web.log", web),
        ("auth.log", logins),
        // A table with a NUL in it is no text and is refused whole.
        ("measures.csv", measures.replace('\0', "")),
        ("note.txt", note.replace('\0', "")),
    ] {
        place.write(name, text).unwrap();
    }
    place
}

#[test]
fn hostile_texts_are_harmless_in_every_output() {
    let place = hostile_place();
    let map = "text=m,author_id=u,link=l,published_at=t,label=p,platform='forum'";
    let run = |arguments: &[&str]| {
        let more = ["--log", "debug", "--progress", "json"];
        let ran = place.run(&[arguments, &more].concat()).unwrap();
        assert_ne!(ran.code(), Some(70), "{}", ran.transcript());
        for text in [ran.out(), ran.err()] {
            assert_eq!(terminal_harm(text.as_bytes()), [], "{}", arguments.join(" "));
        }
        ran
    };
    for arguments in [
        vec!["ingest", "hostile.ndjson", "--map", map],
        vec!["ingest", "web.log", "auth.log"],
        vec!["detect"],
        vec!["measure", "import", "measures.csv"],
    ] {
        let ran = run(&arguments);
        assert_eq!(ran.code(), Some(0), "{}", ran.transcript());
    }
    let listed = run(&["case", "list", "--all", "--limit", "0", "--format", "json"]).out();
    let ids: Vec<String> = listed
        .match_indices("\"F-")
        .filter_map(|(at, _)| listed.get(at + 1..at + 35))
        .filter(|id| id[2..].bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    assert!(!ids.is_empty(), "{listed}");
    run(&["case", "open", &ids[0], "--title", &hostile_texts()[1].text]);
    let note = place.read("note.txt").unwrap();
    let noted = place.run_with_input(&["case", "note", "1", "--text", "-"], &note).unwrap();
    assert_eq!(noted.code(), Some(0), "{}", noted.err());
    assert_eq!(terminal_harm(noted.out().as_bytes()), []);
    let mut commands = vec![
        vec!["today", "--since", "2027-01-01"],
        vec!["case", "show", "1"],
        vec!["case", "journal"],
        vec!["measure", "list"],
        vec!["brief"],
        vec!["sql", "SELECT * FROM publications"],
        vec!["sql", "SELECT * FROM requests"],
        vec!["sql", "SELECT * FROM logins"],
        vec!["sql", "SELECT * FROM rejected"],
    ];
    for id in ids.iter().take(8) {
        commands.push(vec!["explain", id, "--reveal", "reading hostile texts", "--lines", "400"]);
    }
    for (at, command) in commands.iter().enumerate() {
        let format = ["text", "json", "ndjson"][at % 3];
        run(&[&command[..], &["--format", format]].concat());
    }
    run(&["measure", "export", "out.csv"]);
    run(&["case", "pack", "out.pack"]);
    for name in place.files().unwrap() {
        if name.starts_with("briefs/") || name.starts_with("out.") {
            let text = place.read(&name).unwrap();
            let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
            let text = String::from_utf8(text.to_vec()).unwrap().replace('\r', "");
            assert_eq!(terminal_harm(text.as_bytes()), [], "{name}");
        }
    }
}

#[test]
fn a_broken_pipe_is_success() {
    let place = place();
    place.write("a.log", (0..2_000).map(good_line).collect::<String>()).unwrap();
    place.run(&["ingest", "a.log"]).unwrap().done().unwrap();
    let ran = place.run_into_closed_pipe(&["sql", "SELECT * FROM requests"]).unwrap();
    assert_eq!(ran.code(), Some(0), "{}", ran.err());
}

#[test]
fn a_read_only_folder_is_a_clear_error() {
    let place = place();
    place.write("a.log", good_line(1)).unwrap();
    place.write("file-in-the-way", "x").unwrap();
    place.write("vigie.toml", "[lake]\npath = \"file-in-the-way\"\n").unwrap();
    let ran = place.run(&["ingest", "a.log"]).unwrap();
    assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
    assert!(ran.err().contains("hint:"), "{}", ran.transcript());
}
