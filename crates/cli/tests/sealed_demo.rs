//! The demo plants a sealed rumour about a private life. Whatever the demo and the project that it
//! leaves print, log, answer, export or refuse, no four words of the rumour in a row come out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::io::Cursor;

use calamine::Reader as _;
use serde_json::{Value, json};
use vigie_scenario::{RUMOUR_EXAMPLES, RUMOUR_TERMS, RUMOUR_TOPIC};
use vigie_testkit::Sealed;
use vigie_testkit::leak::Leaks;
use vigie_testkit::web::{Served, rest_of};

/// Enough for everything that is planted.
const SIZE: &str = "4000";
/// The most work of a kind: the season holds far more findings than are needed to see a leak.
const SOME: usize = 6;

fn leaks() -> Leaks {
    let texts = [RUMOUR_EXAMPLES.as_slice(), &RUMOUR_TERMS, &[RUMOUR_TOPIC]].concat();
    Leaks::of(&texts)
}

/// The first example, as people write it in addresses and as a hashtag.
fn slug() -> String {
    RUMOUR_EXAMPLES[1].to_lowercase().replace([' ', '?'], "-")
}

fn hashtag() -> String {
    let words = RUMOUR_EXAMPLES[0].split(' ');
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    format!("#{}", words.filter(|word| word.is_ascii()).map(capital).collect::<String>())
}

/// Everything that was seen, with where it was seen.
struct Seen {
    leaks: Leaks,
    looked: usize,
    codes: usize,
}

impl Seen {
    fn look(&mut self, place: &str, output: &str) {
        if let Some(leak) = self.leaks.find(output) {
            let lines = output.lines().filter(|line| self.leaks.find(line).is_some()).take(3);
            panic!("{leak} left by {place}:\n{:#?}", lines.collect::<Vec<_>>());
        }
        self.looked += 1;
        self.codes += usize::from(output.contains("RUM-1"));
    }
}

#[test]
fn no_four_words_of_the_rumour_leave_the_demo_or_what_it_leaves_behind() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let mut seen = Seen { leaks: leaks(), looked: 0, codes: 0 };
    // What is looked for is there to be found: the posts repeat it, and plainly so.
    let demo = |more: &[&str]| {
        let arguments = [&["demo", "--no-serve", "--size", SIZE][..], more].concat();
        place.run(&arguments).unwrap()
    };
    let kept = ["--keep", "season", "--log", "trace", "--progress", "json", "--format", "text"];
    let told = demo(&kept);
    assert_eq!(told.code(), Some(0), "{}", told.transcript());
    seen.look("the demo in text, with every log", &told.transcript());
    assert!(told.out().contains("RUM-1"), "the rumour is told by its code");
    let posts = place.files().unwrap().into_iter();
    let planted = posts.filter(|name| name.starts_with("season/season/")).any(|name| {
        seen.leaks.find(&String::from_utf8_lossy(&place.read(&name).unwrap())).is_some()
    });
    assert!(planted, "the season repeats the rumour");
    let french = ["--keep", "encore", "--lang", "fr", "--format", "json", "--log", "debug"];
    seen.look("the demo in French, as JSON", &demo(&french).transcript());

    // Before anybody types it: no file but the lake and the input holds it, and no pack.
    let packed = place.run(&["case", "pack", "season/out.pack", "-C", "season"]).unwrap();
    packed.done().unwrap();
    every_file(&place, |_| true, &mut seen);
    // Then the team itself writes it, everywhere. Its own files hold what it wrote; what leaves
    // does not.
    every_command(&place, &mut seen);
    every_answer(&place, &mut seen);
    let leaves = |name: &str| name.contains("briefs/") || name.contains("/out.");
    every_file(&place, leaves, &mut seen);
    // What it wrote went into the journal as the code, so that packs hold no more than that.
    let packed = place.run(&["case", "pack", "season/late.pack", "-C", "season"]).unwrap();
    packed.done().unwrap();
    every_file(&place, |name| name.contains("/late."), &mut seen);
    assert!(seen.looked > 200, "{} outputs", seen.looked);
    assert!(seen.codes > 10, "the code stands in {} outputs", seen.codes);
}

/// Briefs, journals, exports: what lies outside the lake, its key and the invented input.
fn every_file(place: &Sealed, counts: impl Fn(&str) -> bool, seen: &mut Seen) {
    for name in place.files().unwrap().into_iter().filter(|name| counts(name)) {
        let inside = |folder: &str| name.contains(&format!("/{folder}/"));
        if ["lake", "keys", "season", "changed-copy", "inbox"].into_iter().any(inside) {
            continue;
        }
        let bytes = place.read(&name).unwrap();
        seen.look(&name, &text_of(&name, bytes));
    }
}

/// A file as text; the cells of a workbook.
fn text_of(name: &str, bytes: Vec<u8>) -> String {
    if !name.contains(".xlsx") {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for sheet in book.sheet_names() {
        let cells = book.worksheet_range(&sheet).unwrap();
        for (_, _, cell) in cells.used_cells() {
            text.push_str(&cell.to_string());
            text.push('\n');
        }
    }
    text
}

/// Commands that show, and commands that go wrong on the text itself.
fn every_command(place: &Sealed, seen: &mut Seen) {
    let ids = findings(place);
    let (said, slug, tag) = (RUMOUR_EXAMPLES[0], slug(), hashtag());
    let quoted = format!("SELECT '{said}' AS said");
    let column = format!("SELECT \"{said}\" FROM publications");
    let like = format!("SELECT * FROM requests WHERE path LIKE '%{slug}%'");
    let config = format!("project.person='{said}'");
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["today", "--since", "2027-01-01"],
        vec!["today", "--since", said],
        vec!["case", "list", "--all", "--limit", "0"],
        vec!["case", "proposals"],
        vec!["case", "show", "1"],
        vec!["case", "note", "1", "--text", said],
        vec!["case", "title", "1", "--title", &tag],
        vec!["case", "show", "1"],
        vec!["case", "show", &slug],
        vec!["case", "journal", "--limit", "0"],
        vec!["case", "examples"],
        vec!["case", "undo", said],
        vec!["case", "attach", said, said],
        vec!["case", "watch", &ids[0]],
        vec!["case", "dismiss", &ids[1], "--reason", said],
        vec!["measure", "set", "--asset", said, "--measure", &tag, "--evidence", &slug],
        vec!["measure", "list"],
        vec!["measure", "set", &slug, "--done", "1"],
        vec!["measure", "import", &slug],
        vec!["tip", "take", "--text", said, "--from", said, "--about", said],
        vec!["tip", "take", "--text", said, "--from", said],
        vec!["tip", "list"],
        vec!["tip", "show", said, "--reason", said],
        vec!["inbox", "list"],
        vec!["inbox", "read", &slug],
        vec!["ingest", &slug],
        vec!["ingest", "season/vigie.toml", "--map", said],
        vec!["ingest", "season/vigie.toml", "--mandate", said],
        vec!["mandate", "add", &slug, "--purpose", said, "--basis", said, "--end", said],
        vec!["mandate", "add", "again", "--purpose", said, "--basis", &tag, "--end", "2027-06-01"],
        vec!["mandate", "list"],
        vec!["detect", said],
        vec!["detector", "show", said],
        vec!["explain", said],
        vec!["sql", "SELECT * FROM publications"],
        vec!["sql", "SELECT * FROM acts LIMIT 500"],
        vec!["sql", "SELECT * FROM requests LIMIT 500"],
        vec!["sql", "SELECT * FROM findings"],
        vec!["sql", "SELECT * FROM rejected"],
        vec!["sql", &quoted],
        vec!["sql", &column],
        vec!["sql", &like],
        vec!["rumour", "list"],
        vec!["rumour", "add", "--category", said],
        vec!["rumour", "reveal", said, "--reason", said],
        vec!["rumour", "reveal", "RUM-1", "--reason", said],
        vec!["brief", "--title", said],
        vec!["brief", "list"],
        vec!["brief", "recall", &slug, "--reason", said],
        vec!["forget", "--rule", said, "--yes"],
        vec!["config", "show", "--config", &config],
        vec!["doctor"],
        vec!["network", said],
        vec!["verify", "--head", &slug],
        vec!["frobnicate", said],
    ];
    for id in ids.iter().take(SOME) {
        commands.push(vec!["explain", id]);
        commands.push(vec!["explain", id, "--reveal", said]);
    }
    // A format each in turn: what differs between them is one printer.
    let formats = [["--format", "text"], ["--format", "json"], ["--format", "ndjson"]];
    for (at, command) in commands.iter().enumerate() {
        let format = &formats[at % formats.len()];
        let more = ["-C", "season", "--log", "debug", "--progress", "json"];
        let arguments = [command, &format[..], &more].concat();
        let told = place.run(&arguments).unwrap();
        assert_ne!(told.code(), Some(70), "{}", told.transcript());
        seen.look(&format!("vigie {}", arguments.join(" ")), &told.transcript());
    }
    for export in [
        &["measure", "export", "season/out.csv"][..],
        &["measure", "export", "season/out.xlsx"],
        &["case", "export", "--gexf", "season/out.gexf"],
    ] {
        let arguments = [export, &["-C", "season"]].concat();
        place.run(&arguments).unwrap().done().unwrap();
    }
}

/// The full ids of all findings.
fn findings(place: &Sealed) -> Vec<String> {
    let query = "SELECT DISTINCT finding_id FROM findings ORDER BY finding_id";
    let arguments = ["sql", query, "--format", "ndjson", "-C", "season"];
    let told = place.run(&arguments).unwrap().done().unwrap();
    let ids: Vec<String> =
        told.match_indices("F-").map(|(at, _)| told[at..at + 34].to_owned()).collect();
    assert!(ids.len() > 2, "the season has findings: {told}");
    ids
}

/// Every operation of the served document: reads with ids that are there, changes with the sealed
/// text wherever a text goes. And the twin of every page, the briefs, the stream of events.
fn every_answer(place: &Sealed, seen: &mut Seen) {
    let more = ["-C", "season", "--log", "trace", "--progress", "json"];
    let served = Served::start(place, &more).unwrap();
    let events = served.open("GET", "/api/events", "application/json", b"").unwrap();
    let document = served.get("/openapi.json").unwrap().json();
    let ids = Ids::read(&served);
    let said = percent(RUMOUR_EXAMPLES[0]);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase();
            if method == "GET" && path != "/api/events" {
                for path in ids.fill(path) {
                    for path in [path.clone(), format!("{path}?q={said}&all=true&since={said}")] {
                        let answer = served.get(&path).unwrap();
                        seen.look(&path, &text_of(&path, answer.body));
                    }
                }
            }
            if method != "GET" {
                let shape = &operation["requestBody"]["content"]["application/json"]["schema"];
                let body = filled(&document, shape, 0);
                for path in ids.fill(path).into_iter().chain([path.replace('{', &said)]) {
                    let answer = served.send(&method, &path, &body).unwrap();
                    seen.look(&format!("{method} {path}"), &(answer.head.clone() + &answer.text()));
                }
            }
        }
    }
    let bytes = format!("id,{0}\n1,{0}\n", RUMOUR_EXAMPLES[0]);
    for path in [format!("/api/inbox?name={said}.csv"), format!("/api/measures/import?name={said}")]
    {
        let kind = "application/octet-stream";
        let answer = served.ask("POST", &path, kind, bytes.as_bytes()).unwrap();
        seen.look(&path, &answer.text());
    }
    let pages = ["session", "morning", "triage", "incidents", "measures", "rumours", "brief"];
    let more = ["told", "inbox", "search", "verify"];
    let mut paths: Vec<String> =
        pages.iter().chain(&more).map(|name| format!("/{name}.json")).collect();
    paths.extend(ids.findings.iter().map(|id| format!("/findings/{id}.json")));
    paths.extend(ids.incidents.iter().map(|id| format!("/incidents/{id}.json")));
    for ending in ["html", "md", "json"] {
        paths.extend(ids.briefs.iter().map(|id| format!("/briefs/{id}.{ending}")));
    }
    paths.push(format!("/search.json?q={said}"));
    paths.push(format!("/{said}"));
    for path in paths {
        let answer = served.get(&path).unwrap();
        assert!(answer.status == 200 || path.contains(&said), "{path}: {}", answer.text());
        seen.look(&path, &answer.text());
    }
    let (out, log) = served.end().unwrap();
    seen.look("what the workbench printed", &out);
    seen.look("what the workbench logged", &log);
    // The connection was open all the while: everything that was sent on it.
    let events = String::from_utf8_lossy(&rest_of(events).unwrap()).into_owned();
    assert!(events.contains("data:"), "{events}");
    seen.look("the stream of events", &events);
}

/// What there is to be asked for.
struct Ids {
    findings: Vec<String>,
    incidents: Vec<String>,
    briefs: Vec<String>,
    measures: Vec<String>,
}

impl Ids {
    fn read(served: &Served) -> Self {
        let mut findings = Vec::new();
        gather(&served.get("/api/triage").unwrap().json(), "id", "F-", &mut findings);
        gather(&served.get("/api/incidents").unwrap().json(), "id", "F-", &mut findings);
        let of = |path: &str, prefix: &str| {
            let mut found = Vec::new();
            gather(&served.get(path).unwrap().json(), "id", prefix, &mut found);
            found
        };
        findings.truncate(SOME);
        let ids = Self {
            findings,
            incidents: of("/api/incidents", "I-"),
            briefs: of("/api/briefs", "B-"),
            measures: of("/api/measures", "M-").into_iter().take(2).collect(),
        };
        let lists = [&ids.findings, &ids.incidents, &ids.briefs, &ids.measures];
        assert!(lists.iter().all(|list| !list.is_empty()), "the season has some of each");
        ids
    }

    /// A path of the document with what it can be about.
    fn fill(&self, path: &str) -> Vec<String> {
        let ids: &[String] = match path.split('/').nth(2) {
            Some("findings") => &self.findings[..2.min(self.findings.len())],
            Some("incidents") => &self.incidents,
            Some("briefs") => &self.briefs,
            Some("measures") if !path.contains("export") => &self.measures,
            _ => &[],
        };
        if !path.contains('{') {
            return vec![path.to_owned()];
        }
        let changes = ["title", "note", "assess", "attach", "close"];
        let path = ids.iter().map(|id| path.replace("{id}", id));
        path.flat_map(|path| {
            let has_change = path.contains("{change}");
            let some = if has_change { &changes[..] } else { &changes[..1] };
            some.iter().map(move |change| path.replace("{change}", change)).collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Every text under `key` that begins so.
fn gather(value: &Value, key: &str, prefix: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| gather(one, key, prefix, found)),
        Value::Object(fields) => {
            let id = fields.get(key).and_then(Value::as_str);
            if let Some(id) = id.filter(|id| id.starts_with(prefix)) {
                if !found.iter().any(|known| known == id) {
                    found.push(id.to_owned());
                }
            }
            fields.values().for_each(|one| gather(one, key, prefix, found));
        }
        _ => {}
    }
}

/// A value of the shape with the sealed text wherever a text goes.
fn filled(document: &Value, shape: &Value, depth: usize) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    if let Some(name) = shape["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return filled(document, &document["components"]["schemas"][name], depth + 1);
    }
    if let Some(words) = shape["enum"].as_array() {
        return words.first().cloned().unwrap_or_default();
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = shape[choice].as_array().and_then(|all| all.first()) {
            return filled(document, first, depth + 1);
        }
    }
    let kind = shape["type"].as_str().or_else(|| shape["type"][0].as_str()).unwrap_or_default();
    match kind {
        "string" => RUMOUR_EXAMPLES[depth % 2].into(),
        "integer" | "number" => 1.into(),
        "boolean" => true.into(),
        "array" => json!([filled(document, &shape["items"], depth + 1)]),
        "object" => {
            let fields = shape["properties"].as_object().cloned().unwrap_or_default();
            // A head would only make it a conflict.
            let fields = fields.iter().filter(|(name, _)| !name.ends_with("head"));
            let filled =
                fields.map(|(name, shape)| (name.clone(), filled(document, shape, depth + 1)));
            Value::Object(filled.collect())
        }
        _ => Value::Null,
    }
}

/// A text as part of an address.
fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
