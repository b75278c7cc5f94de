//! Two people on one incident, hostile words, files that arrive.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use vigie_server::check;

use crate::place::{HOST, Place, TOKEN, run};

async fn opened(place: &Place, title: &str) -> Value {
    let body = json!({ "title": title, "when": "today", "findings": [] });
    let answer = place.post("/api/incidents", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

#[test]
fn the_slower_of_two_writers_gets_the_newest_state_and_nothing_is_lost() {
    run(async {
        let place = Place::new();
        let incident = opened(&place, "Six accounts").await;
        check("Incident", &incident).unwrap();
        let path = format!("/api/incidents/{}", incident["alias"].as_str().unwrap());
        let note = |text: &str| json!({ "expected_head": incident["head"], "text": text });
        let first = place.post(&format!("{path}/note"), &note("from one window")).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text());
        let second = place.post(&format!("{path}/note"), &note("from another")).await;
        assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.text());
        let problem = second.json();
        check("Problem", &problem).unwrap();
        check("Incident", &problem["current"]).unwrap();
        assert!(problem["current"]["journal"].to_string().contains("from one window"));
        let again = json!({ "expected_head": problem["current"]["head"], "text": "from another" });
        let third = place.post(&format!("{path}/note"), &again).await;
        assert_eq!(third.status, StatusCode::OK);
        let journal = third.json()["journal"].to_string();
        assert!(journal.contains("from one window") && journal.contains("from another"));
    });
}

#[test]
fn an_incident_goes_through_its_life_and_an_undo_takes_one_step_back() {
    run(async {
        let place = Place::new();
        let incident = opened(&place, "x").await;
        let path = format!("/api/incidents/{}", incident["id"].as_str().unwrap());
        let assess = json!({ "how_sure": "likely", "text": "we think so" });
        let assessed = place.post(&format!("{path}/assess"), &assess).await.json();
        assert_eq!(assessed["how_sure"], "likely");
        let closed = place.post(&format!("{path}/close"), &json!({ "reason": "over" })).await;
        assert_eq!(closed.json()["open"], false);
        let last = closed.json()["journal"].as_array().unwrap().last().unwrap()["entry"].clone();
        let undone = place.post("/api/undo", &json!({ "entry": last })).await;
        check("Written", &undone.json()).unwrap();
        assert_eq!(place.get(&path).await.json()["open"], true);
        for (change, body) in [("close", json!({})), ("explode", json!({ "text": "x" }))] {
            let answer = place.post(&format!("{path}/{change}"), &body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
        }
        let nobody = place.get("/api/incidents/I-0099").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn hostile_words_come_back_as_words() {
    run(async {
        let place = Place::new();
        let hostile = "<script>alert(1)</script>\u{202e}\u{1b}[2J\u{200b} =cmd|'/C calc'!A0";
        let incident = opened(&place, hostile).await;
        let shown = incident["title"].as_str().unwrap();
        assert!(shown.starts_with("<script>"), "words stay words: the screen escapes them");
        for hidden in ['\u{202e}', '\u{1b}', '\u{200b}'] {
            assert!(!incident.to_string().contains(hidden), "{hidden:?}");
        }
        let found = place.get("/api/search?q=%3Cscript%3E").await;
        check("Search", &found.json()).unwrap();
        assert_eq!(found.json()["incidents"].as_array().unwrap().len(), 1);
        assert_eq!(found.headers["content-type"], "application/json");
    });
}

#[test]
fn measures_are_set_with_a_head_and_exported() {
    run(async {
        let place = Place::new();
        let body = json!({
            "asset": "mail", "measure": "second factor", "owner": "Ines", "due": "2027-03-31",
            "state": "planned", "done": 31, "of": 34
        });
        let set = place.send(Method::PUT, "/api/measures/new", &body).await;
        assert_eq!(set.status, StatusCode::OK, "{}", set.text());
        check("MeasureRow", &set.json()).unwrap();
        assert_eq!(set.json()["overdue"], true, "its day was yesterday");
        let morning = place.get("/api/morning").await.json();
        check("Morning", &morning).unwrap();
        assert_eq!(morning["overdue"][0]["owner"], "Ines");
        let mut old = body.clone();
        old["expected_head"] = set.json()["head"].clone();
        let path = format!("/api/measures/{}", set.json()["id"].as_str().unwrap());
        assert_eq!(place.send(Method::PUT, &path, &old).await.status, StatusCode::OK);
        assert_eq!(place.send(Method::PUT, &path, &old).await.status, StatusCode::CONFLICT);
        let csv = place.get("/api/measures/export.csv").await;
        assert!(csv.text().contains("second factor"));
        assert!(csv.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let book = place.get("/api/measures/export.xlsx").await;
        assert!(book.body.starts_with(b"PK"));
    });
}

#[test]
fn a_file_that_arrives_is_read_and_a_table_asks_for_a_mapping() {
    run(async {
        let place = Place::new();
        let send = |name: &str, body: &str| {
            let path = format!("/api/inbox?name={name}");
            let request = Request::post(path).header("host", HOST).header("x-vigie-token", TOKEN);
            request.body(Body::from(body.to_owned())).unwrap()
        };
        let line =
            "192.0.2.7 - - [01/Apr/2027:06:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\"\n";
        let log = place.ask(send("..%2F..%2Faccess.log", &line.repeat(3))).await;
        assert_eq!(log.status, StatusCode::OK, "{}", log.text());
        check("InboxItem", &log.json()).unwrap();
        assert_eq!(log.json()["status"], "read");
        assert_eq!(log.json()["report"]["streams"][0]["new"], 3);
        assert!(!place.folder.path().parent().unwrap().join("access.log").try_exists().unwrap());
        let table = "message,who,when\nhello,ann,2027-04-01T06:00:00Z\n";
        let table = place.ask(send("table.csv", table)).await.json();
        check("InboxItem", &table).unwrap();
        assert_eq!(table["status"], "needs_mapping");
        let path = format!("/api/inbox/{}/read", table["id"].as_str().unwrap());
        let mapping = json!({ "text": "message", "author_id": "who", "published_at": "when" });
        let read = place.post(&path, &json!({ "mapping": mapping })).await;
        assert_eq!(read.json()["report"]["streams"][0]["new"], 1, "{}", read.text());
    });
}

#[test]
fn a_sealed_rumour_shows_its_code_and_waits_with_its_text() {
    run(async {
        let place = Place::new();
        let words = "the candidate hides a second household";
        let body = json!({
            "topic": "household", "terms": ["second household"], "examples": [words],
            "category": "private_life"
        });
        let row = place.post("/api/rumours", &body).await;
        assert_eq!(row.status, StatusCode::OK, "{}", row.text());
        check("RumourRow", &row.json()).unwrap();
        let code = row.json()["code"].as_str().unwrap().to_owned();
        // An analyst's own words repeat it: they come out as the code too.
        let incident = opened(&place, &format!("They say {words}.")).await;
        assert!(!incident.to_string().contains("second household"), "{incident}");
        let path = format!("/api/rumours/{code}/reveal");
        let alone = place.post(&path, &json!({ "reason": "the press calls" })).await;
        assert_eq!(alone.status, StatusCode::ACCEPTED, "{}", alone.text());
        check("RumourWait", &alone.json()).unwrap();
        let both = json!({ "reason": "the press calls", "second": "Selma" });
        let shown = place.post(&path, &both).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        check("RumourText", &shown.json()).unwrap();
        assert!(shown.text().contains("second household"));
    });
}

#[test]
fn a_brief_is_drafted_frozen_served_under_a_policy_of_its_own_and_recalled() {
    run(async {
        let place = Place::new();
        let blocks = json!([{ "id": "b1", "kind": "text", "text": "We saw 12 accounts." }]);
        let draft = place.send(Method::PUT, "/api/brief/draft", &json!({ "blocks": blocks })).await;
        check("Draft", &draft.json()).unwrap();
        assert_eq!(draft.json()["blocks"][0]["unsupported"], true);
        let old = json!({ "blocks": [], "head": "0" });
        let late = place.send(Method::PUT, "/api/brief/draft", &old).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
        let frozen = place.post("/api/brief/freeze", &json!({})).await;
        assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.text());
        check("Frozen", &frozen.json()).unwrap();
        let page = place.get(frozen.json()["html"].as_str().unwrap()).await;
        assert_eq!(page.status, StatusCode::OK);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("sandbox") && !policy.contains("script-src"), "{policy}");
        let id = frozen.json()["id"].as_str().unwrap().to_owned();
        let recalled = place
            .post(&format!("/api/briefs/{id}/recall"), &json!({ "reason": "wrong day" }))
            .await;
        check("Briefs", &recalled.json()).unwrap();
        assert_eq!(recalled.json()[0]["recalled"]["reason"], "wrong day");
    });
}
