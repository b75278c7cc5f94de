//! Each of the 200 hostile texts goes in wherever outside text does, as posts, accounts, links,
//! requests, logins, measures, tips, notes, titles, tables and names of files, and every output is
//! walked once: routes, twins of pages, explanations, SQL, the brief, the exports.

use std::collections::BTreeSet;
use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calamine::Reader as _;
use serde_json::{Value, json};
use vigie_app::Project;
use vigie_app::explain::ExplainRequest;
use vigie_app::gate::{MAX_RENDERED, harmless};
use vigie_app::ingest::{IngestRequest, Input};
use vigie_testkit::fixtures::{access_line, csv_row, sshd_line};
use vigie_testkit::{Hostile, hostile_texts, terminal_harm};

use crate::place::{HOST, Place, TOKEN, run};

/// The longest line of an output: one rendered text, with the sentence around it.
const LONGEST_LINE: usize = MAX_RENDERED + 600;
/// What is longer is sent once, and not wherever a text goes.
const SHORT: usize = 8_000;

const MAP: &str = "text=m,author_id=u,link=l,published_at=t,label=p,platform='forum'";

/// Two accounts named by each text share three links with it, and a log of each kind holds it.
fn ingest(project: &Project) {
    let (mut posts, mut web, mut logins) = (String::new(), String::new(), String::new());
    for (at, hostile) in hostile_texts().iter().enumerate() {
        let (day, hour) = (1 + at / 24 % 28, at % 24);
        let post = |user: &str, link: String, time: String| {
            let text = hostile.text.as_str();
            let (m, p) = (text, if text.len() < SHORT { text } else { "" });
            json!({ "u": user, "m": m, "l": link, "t": time, "p": p }).to_string() + "\n"
        };
        if hostile.text.len() >= SHORT {
            posts +=
                &post("long", format!("https://a.example/{at}"), "2027-03-01T00:00:00Z".into());
            continue;
        }
        for link in 0..3 {
            for (user, second) in [("a", 5), ("b", 9)] {
                let user = format!("{}{user}", hostile.text);
                let link = format!("https://a.example/{at}/{link}?{}", hostile.text);
                let time = format!("2027-03-{day:02}T{hour:02}:{link:02}:{second:02}Z", link = 1);
                posts += &post(&user, link, time);
            }
        }
        let line = hostile.text.replace(['\n', '\r'], "");
        let time = format!("2027-03-30T10:{:02}:{:02}Z", at / 60, at % 60);
        web += &access_line("203.0.113.9", &time, &format!("/wp-login.php?{line}"), 404)
            .replace("reader/1.0", &line);
        let said = format!("Failed password for invalid user {line} from 203.0.113.9 port 4 ssh2");
        logins += &sshd_line("gate", &time, 12, &said);
    }
    for (name, bytes, map) in
        [("posts.ndjson", posts, Some(MAP)), ("web.log", web, None), ("auth.log", logins, None)]
    {
        let input = Input::Bytes { name: name.to_owned(), bytes: bytes.into_bytes().into() };
        let map = map.map(str::to_owned);
        let host = Some("<b>host</b>\u{202e}".to_owned());
        let request = IngestRequest { inputs: vec![input], map, host, ..IngestRequest::default() };
        project.ingest(&request).unwrap();
    }
    project.detect(&vigie_app::detect::DetectRequest::default()).unwrap();
    for texts in hostile_texts().chunks(10) {
        let short = texts.iter().filter(|hostile| hostile.text.len() < SHORT / 2);
        let text: Vec<&str> = short.map(|hostile| hostile.text.as_str()).collect();
        let (text, from) = (text.join("\n"), texts[0].text.chars().take(200).collect());
        if !text.trim().is_empty() {
            let tip = vigie_app::tips::TipInput { text, from, ..Default::default() };
            project.take_tip(&tip).unwrap();
        }
    }
    let measure = |hostile: &Hostile| csv_row(&[&hostile.text; 4]);
    let rows: String = hostile_texts().iter().map(measure).collect();
    assert!(import(project, "asset,measure,owner,evidence", &rows) > 150);
    let line = |hostile: &Hostile| csv_row(&[&*hostile.text, &*hostile.text, &*hostile.text, "5"]);
    let rows: String = hostile_texts().iter().map(line).collect();
    assert!(import(project, "if,who,calls,minutes", &rows) > 150);
}

/// How many rows of a table went into the register. One with a NUL in it would be no text.
fn import(project: &Project, heading: &str, rows: &str) -> u64 {
    let table = format!("{heading}\n{rows}").replace('\0', "");
    project.import_measures("table.csv", table.as_bytes()).unwrap().added
}

/// A text as part of an address.
fn percent(text: &str) -> String {
    let short: String = text.chars().take(100).collect();
    short.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Everything that was walked: what was said, and where it was said first.
#[derive(Default)]
struct Walked {
    texts: BTreeSet<String>,
    outputs: usize,
}

impl Walked {
    fn text(&mut self, place: &str, text: &str) {
        assert_eq!(terminal_harm(text.as_bytes()), [], "{place}: {text:.300}");
        for line in text.lines() {
            assert!(line.len() <= LONGEST_LINE, "{place}: {} bytes: {line:.300}", line.len());
        }
        self.texts.insert(text.to_owned());
    }

    fn value(&mut self, place: &str, value: &Value) {
        match value {
            Value::String(text) => self.text(place, text),
            Value::Array(all) => all.iter().for_each(|one| self.value(place, one)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    assert!(!name.contains(['<', '\u{1b}']), "{place}: a field is {name}");
                    self.value(&format!("{place} {name}"), value);
                }
            }
            _ => {}
        }
    }

    fn json(&mut self, place: &str, bytes: &[u8]) -> Value {
        self.outputs += 1;
        assert_eq!(terminal_harm(bytes), [], "{place}");
        let value: Value = serde_json::from_slice(bytes).unwrap();
        self.value(place, &value);
        value
    }

    /// A page: no tag that could run or load anything, no attribute that runs.
    fn html(&mut self, place: &str, page: &str) {
        self.outputs += 1;
        assert_eq!(terminal_harm(page.as_bytes()), [], "{place}");
        let (head, rest) = page.split_once("<style>").unwrap();
        let page = format!("{head}{}", rest.split_once("</style>").unwrap().1);
        for tag in page.split('<').skip(1).map(|tag| tag.split_once('>').unwrap().0) {
            let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
            let runs =
                ["script", "iframe", "img", "object", "embed", "link", "base", "form", "input"];
            assert!(!runs.contains(&name) && name.is_ascii(), "{place}: <{tag}>");
            // Values of attributes away: what is left are names.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.contains(" on") && !names.contains("javascript"), "{place}: <{tag}>");
        }
        assert!(page.len() < 300_000, "{place}");
    }

    fn markdown(&mut self, place: &str, text: &str) {
        self.outputs += 1;
        assert_eq!(terminal_harm(text.as_bytes()), [], "{place}");
        for (at, _) in text.match_indices('<') {
            assert!(
                text[..at].ends_with('\\'),
                "{place}: {}",
                &text[at..].chars().take(80).collect::<String>()
            );
        }
    }
}

#[test]
fn each_hostile_text_is_harmless_in_every_output() {
    run(async {
        let mut walked = Walked::default();
        // The lake and the engine block: not where the service runs.
        let newsroom = || Place::with_role(vigie_app::config::Role::Newsroom, ingest);
        let place = tokio::task::block_in_place(newsroom);
        judge(&place, &mut walked).await;
        brief(&place, &mut walked).await;
        walk(&place, &mut walked).await;
        refuse(&place, &mut walked).await;
        exports(&place, &mut walked).await;
        tokio::task::block_in_place(|| questions(&place, &mut walked));
        // Each was seen: as a title or a note on the screens of incidents.
        let lost = hostile_texts().iter().filter(|hostile| {
            let line = hostile.text.lines().next().unwrap_or_default();
            let start: String = harmless(line.trim()).chars().take(60).collect();
            hostile.text.len() < SHORT && !walked.texts.iter().any(|text| text.contains(&start))
        });
        let lost: Vec<&str> = lost.map(|hostile| hostile.text.as_str()).collect();
        assert!(lost.is_empty(), "never shown: {lost:?}");
        assert!(walked.outputs > 700, "{} outputs", walked.outputs);
    });
}

/// Incidents titled, and one incident noted, with each text; the longest are refused.
async fn judge(place: &Place, walked: &mut Walked) {
    let body = json!({ "title": "Hostile", "when": "today", "findings": [] });
    let opened = place.post("/api/incidents", &body).await.json();
    let path = format!("/api/incidents/{}", opened["alias"].as_str().unwrap());
    for hostile in hostile_texts() {
        let note = json!({ "text": hostile.text });
        let answer = place.post(&format!("{path}/note"), &note).await;
        let fits = hostile.text.len() < 60_000 && !hostile.text.trim().is_empty();
        assert!(!fits || answer.status == StatusCode::OK, "{}", answer.text());
        let title = json!({ "title": hostile.text });
        let answer = place.post(&format!("{path}/title"), &title).await;
        walked.json("an incident", &answer.body);
    }
}

/// A draft that holds them, frozen and read in all its forms.
async fn brief(place: &Place, walked: &mut Walked) {
    let short = hostile_texts().iter().filter(|hostile| hostile.text.len() < SHORT);
    let blocks: Vec<Value> = short
        .map(|hostile| json!({ "id": hostile.text, "kind": "text", "text": hostile.text }))
        .collect();
    let draft = json!({ "blocks": blocks, "title": hostile_texts()[0].text });
    let kept = place.send(axum::http::Method::PUT, "/api/brief/draft", &draft).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    walked.json("the draft", &kept.body);
    let frozen = place.post("/api/brief/freeze", &json!({})).await;
    let frozen = walked.json("freezing", &frozen.body);
    let id = frozen["id"].as_str().unwrap();
    walked.html("the brief", &place.get(&format!("/briefs/{id}.html")).await.text());
    walked.markdown("the brief", &place.get(&format!("/briefs/{id}.md")).await.text());
    let model = place.get(&format!("/briefs/{id}.json")).await;
    walked.json("the brief's model", &model.body);
}

/// Every read of the document and every twin, and what is found by searching for each text.
async fn walk(place: &Place, walked: &mut Walked) {
    for hostile in hostile_texts().iter().filter(|hostile| hostile.text.len() < SHORT) {
        let name = percent(&hostile.text);
        let table = csv_row(&["text", &hostile.text, "when"]) + &csv_row(&[&*hostile.text; 3]);
        let request = Request::post(format!("/api/inbox?name={name}.csv"))
            .header("host", HOST)
            .header("x-vigie-token", TOKEN);
        let answer = place.ask(request.body(Body::from(table)).unwrap()).await;
        walked.json("the inbox", &answer.body);
        let answer = place.get(&format!("/api/search?q={name}&all=true")).await;
        walked.json("a search", &answer.body);
    }
    let document = place.get("/openapi.json").await.json();
    let mut paths: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, operations)| {
            operations["get"].is_object() && !path.contains(['{', '.']) && *path != "/api/events"
        })
        .map(|(path, _)| path.clone())
        .collect();
    for name in ["session", "morning", "triage", "incidents", "measures", "rumours", "brief"] {
        paths.push(format!("/{name}.json"));
    }
    paths.extend(["told", "inbox", "search", "verify"].map(|name| format!("/{name}.json")));
    let mut about = BTreeSet::new();
    for path in paths {
        let answer = place.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        ids(&walked.json(&path, &answer.body), &mut about);
    }
    let findings: Vec<&String> = about.iter().filter(|id| id.starts_with("F-")).collect();
    let incidents = about.iter().filter(|id| id.starts_with("I-"));
    assert!(findings.len() > 20, "{} findings", findings.len());
    for id in findings.iter().step_by(findings.len() / 20) {
        for path in [format!("/api/findings/{id}"), format!("/findings/{id}.json")] {
            walked.json(&path, &place.get(&path).await.body);
        }
    }
    for id in incidents {
        for path in [format!("/api/incidents/{id}"), format!("/incidents/{id}.json")] {
            walked.json(&path, &place.get(&path).await.body);
        }
    }
}

/// Every full id under `id`.
fn ids(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| ids(one, found)),
        Value::Object(fields) => {
            found.extend(fields.get("id").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|one| ids(one, found));
        }
        _ => {}
    }
}

/// What is refused quotes what was asked.
async fn refuse(place: &Place, walked: &mut Walked) {
    for hostile in hostile_texts().iter().filter(|hostile| hostile.text.len() < SHORT) {
        let name = percent(&hostile.text);
        for path in [format!("/api/findings/{name}"), format!("/api/incidents/{name}")] {
            let answer = place.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.text());
            walked.json("a refusal", &answer.body);
        }
        let answer = place.post("/api/undo", &json!({ "entry": hostile.text })).await;
        assert!(answer.status.is_client_error(), "{}", answer.text());
        walked.json("a refusal", &answer.body);
    }
}

async fn exports(place: &Place, walked: &mut Walked) {
    let csv = place.get("/api/measures/export.csv").await.text();
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(&csv);
    assert_eq!(terminal_harm(csv.replace('\r', "").as_bytes()), []);
    let cells = cells(csv);
    assert!(cells.len() > 1_000, "{} cells", cells.len());
    for cell in &cells {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
    }
    walked.outputs += 1;
    let book = place.get("/api/measures/export.xlsx").await.body;
    let mut book = calamine::Xlsx::new(Cursor::new(book)).unwrap();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet} holds a formula");
        for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
            assert!(matches!(cell, calamine::Data::String(_)), "{cell:?} is no text");
            walked.text("a workbook", &cell.to_string());
        }
        walked.outputs += 1;
    }
}

/// The cells of a CSV file (RFC 4180).
fn cells(csv: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    cells
}

/// Explanations with everything revealed, and all rows of all views.
fn questions(place: &Place, walked: &mut Walked) {
    let project = &place.project;
    let all = project.sql("SELECT DISTINCT finding_id FROM findings", None, 10_000).unwrap();
    let ids: Vec<String> = all.rows.into_iter().filter_map(|row| row[0].clone()).collect();
    for id in ids {
        let reveal = Some("to read hostile texts".to_owned());
        let request = ExplainRequest { id: id.clone(), reveal, lines: 1_000, ..Default::default() };
        let told = serde_json::to_vec(&project.explain(&request).unwrap()).unwrap();
        walked.json(&id, &told);
    }
    for view in ["publications", "acts", "requests", "logins", "findings", "rejected"] {
        let table = project.sql(&format!("SELECT * FROM {view}"), None, 100_000).unwrap();
        assert!(!table.rows.is_empty(), "{view} is empty");
        walked.json(view, &serde_json::to_vec(&table).unwrap());
    }
    for tip in project.tips().unwrap() {
        walked.text("a tip", &project.reveal_tip(&tip.tip, "to read hostile texts").unwrap());
    }
}
