//! The polls of a project over HTTP: what was put into its folder, in the shape of the document and
//! through the gate.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use vigie_server::check;

use crate::place::{HOST, Place, TOKEN, run};

const HEADING: &str = "candidat,parti,intentions,erreur_sup,erreur_inf,id,nom_institut,commanditaire,debut_enquete,fin_enquete,echantillon,population,rolling,media,tour,hypothese,sous_echantillon\n";

/// Six invented polls of a first round by two institutes.
fn season() -> String {
    let mut table = HEADING.to_owned();
    for at in 0..6_u32 {
        let institute = ["Alpha", "Cardinal"][at as usize % 2];
        let (from, to) = (1 + 4 * at, 2 + 4 * at);
        for (name, value) in [("Élise Corvel", 26 + at % 2), ("Yann Hameau", 14)] {
            writeln!(
                table,
                "{name},,{value},,,p{at},{institute},La Gazette,2027-03-{from:02},2027-03-{to:02},1000,,False,True,Premier tour,,"
            )
            .unwrap();
        }
    }
    table
}

const ARTICLE: &str = "Corvel gains\n\n12 March 2027\n\n\
    According to a Sondix poll of 1,004 people conducted on 8 and 9 March, 41 % have a favourable opinion of Élise Corvel.\n";

fn put(place: &Place, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = place.project.polls_folder();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

async fn polls(place: &Place, query: &str) -> Value {
    let answer = place.get(&format!("/api/polls{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let found = answer.json();
    check("Polls", &found).unwrap();
    found
}

/// What a reader sees, line by line.
fn told(found: &Value) -> String {
    let mut out = String::new();
    for table in found["tables"].as_array().unwrap() {
        writeln!(out, "{}: {} polls", table["heading"].as_str().unwrap(), table["polls"]).unwrap();
        for line in table["lines"].as_array().unwrap() {
            let shown = |name: &str| match &line["level"][name] {
                Value::Null => line["no_level"].as_str().unwrap_or("–").to_owned(),
                level => format!("{:.0}", level.as_f64().unwrap()),
            };
            writeln!(
                out,
                "  {} level {} ({} to {}), {} levels; last {} by {} on {}",
                line["candidate"].as_str().unwrap(),
                shown("mean"),
                shown("low"),
                shown("high"),
                line["levels"].as_array().unwrap().len(),
                line["last_value"],
                line["last_institute"],
                line["last"],
            )
            .unwrap();
        }
        for one in table["asked"].as_array().unwrap() {
            writeln!(
                out,
                "    {} for {} {} to {} n={} {}",
                one["institute"],
                one["sponsor"],
                one["start"],
                one["end"],
                one["sample"],
                one["values"]
            )
            .unwrap();
        }
    }
    for file in found["files"].as_array().unwrap() {
        writeln!(out, "{}", file["sentence"].as_str().unwrap()).unwrap();
    }
    for file in found["left_out"].as_array().unwrap() {
        writeln!(out, "left out: {}", file["why"].as_str().unwrap()).unwrap();
    }
    for caveat in found["caveats"].as_array().unwrap() {
        writeln!(out, "- {}", caveat.as_str().unwrap()).unwrap();
    }
    out
}

#[test]
fn the_folder_of_polls_is_shown_by_what_was_asked_and_a_broken_file_alone_is_left_out() {
    run(async {
        let place = Place::new();
        let empty = polls(&place, "").await;
        assert_eq!((&empty["folder"], &empty["tables"]), (&"polls".into(), &Value::Array(vec![])));
        put(&place, "presidentielle2027.csv", season());
        put(&place, "article.txt", ARTICLE);
        put(&place, "cut.json", "{\"sondages\": {\"20270310_a\": {");
        insta::assert_snapshot!(told(&polls(&place, "").await), @"");
        assert_eq!(place.get("/polls.json").await.json(), polls(&place, "").await);
    });
}

#[test]
fn a_day_is_asked_of_a_name_and_never_answered_with_a_cause() {
    run(async {
        let place = Place::new();
        put(&place, "presidentielle2027.csv", season());
        let found = polls(&place, "?about=hameau&event=2027-03-12").await;
        let lines = found["tables"][0]["lines"].as_array().unwrap();
        assert_eq!(lines.len(), 1, "{found:#}");
        assert!(lines[0]["event"]["sentence"].is_string(), "{found:#}");
        assert!(found["caveats"].to_string().contains("No poll shows why"), "{found:#}");
        assert_eq!(found["repeat"], "vigie polls --about \"hameau\" --event 2027-03-12");
        for (query, said) in [
            ("?event=2027-03-12", "asked of one candidate"),
            ("?about=hameau&event=soon", "soon"),
            ("?about=nobody", "polled are"),
        ] {
            let answer = place.get(&format!("/api/polls{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.text());
            check("Problem", &answer.json()).unwrap();
            assert!(answer.text().contains(said), "{query}: {}", answer.text());
        }
    });
}

#[test]
fn what_a_table_says_passes_the_gate() {
    run(async {
        let place = Place::new();
        let hostile = season().replace("Yann Hameau", "Yann\u{202e}\u{1b}[31m Hameau");
        put(&place, "a\u{202e}2027.csv", hostile.replace("Alpha", "Al\u{200b}pha<script>"));
        let shown = polls(&place, "").await.to_string();
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{200b}']), "{shown}");
    });
}

#[test]
fn a_table_that_is_dropped_joins_the_folder_and_needs_no_mapping() {
    run(async {
        let place = Place::new();
        let request = Request::post("/api/inbox?name=presidentielle2027.csv")
            .header("host", HOST)
            .header("x-vigie-token", TOKEN)
            .header("content-type", "application/octet-stream");
        let answer = place.ask(request.body(Body::from(season())).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let item = answer.json();
        check("InboxItem", &item).unwrap();
        assert_eq!(item["status"], "read", "{item:#}");
        assert!(item["note"].as_str().unwrap().contains("it lies in polls now"), "{item:#}");
        let found = polls(&place, "").await;
        assert_eq!(found["tables"][0]["polls"], 6, "{found:#}");
        assert_eq!(place.get("/api/inbox").await.text(), "[]");
    });
}
