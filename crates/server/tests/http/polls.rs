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

/// What a reader sees, line by line; levels are the business of `read`.
fn told(found: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let mut out = String::new();
    for table in list(&found["tables"]) {
        writeln!(out, "{}: {} polls", text(&table["heading"]), table["polls"]).unwrap();
        for line in list(&table["lines"]) {
            let ends = ["low", "mean", "high"].map(|name| line["level"][name].as_f64());
            let level = match ends {
                [Some(low), Some(mean), Some(high)] if low < mean && mean < high => "a level",
                _ => line["no_level"].as_str().unwrap_or("–"),
            };
            let through_time = list(&line["levels"]).len() > 1;
            writeln!(
                out,
                "  {}: {level}, through time {through_time}, last {} by {}",
                text(&line["candidate"]),
                line["last_value"],
                text(&line["last_institute"]),
            )
            .unwrap();
        }
        for one in list(&table["asked"]).iter().take(2) {
            let [institute, sponsor, end] =
                ["institute", "sponsor", "end"].map(|name| text(&one[name]));
            writeln!(
                out,
                "    {institute} for {sponsor}, {end}, n={}: {}",
                one["sample"], one["values"]
            )
            .unwrap();
        }
    }
    for file in list(&found["files"]) {
        writeln!(out, "{}", text(&file["sentence"])).unwrap();
    }
    for file in list(&found["left_out"]) {
        writeln!(out, "left out: {}", text(&file["why"])).unwrap();
    }
    for caveat in list(&found["caveats"]) {
        let begins: Vec<String> = text(&caveat).split(' ').take(4).map(str::to_owned).collect();
        writeln!(out, "- {} …", begins.join(" ")).unwrap();
    }
    out
}

#[test]
fn the_folder_of_polls_is_shown_by_what_was_asked_and_a_broken_file_alone_is_left_out() {
    run(async {
        let place = Place::new();
        let empty = polls(&place, "").await;
        assert_eq!(empty["folder"], "polls");
        assert_eq!(empty["tables"], serde_json::json!([]));
        put(&place, "presidentielle2027.csv", season());
        put(&place, "article.txt", ARTICLE);
        put(&place, "cut.json", "{\"sondages\": {\"20270310_a\": {");
        insta::assert_snapshot!(told(&polls(&place, "").await), @r###"
        voting intention · first round · 2027: 6 polls
          Élise Corvel: a level, through time true, last 27.0 by Cardinal
          Yann Hameau: a level, through time true, last 14.0 by Cardinal
            Cardinal for La Gazette, 2027-03-22, n=1000: [27.0,14.0]
            Alpha for La Gazette, 2027-03-18, n=1000: [26.0,14.0]
        favourable opinion: 1 polls
          Élise Corvel: too_few, through time false, last 41.0 by Sondix
            Sondix for –, 2027-03-09, n=1004: [41.0]
        polls/article.txt · an article · 1 poll figure, 0 other percentages
        polls/presidentielle2027.csv · nsppolls · 6 polls, 12 figures
        left out: the JSON of polls/cut.json ends or breaks at line 1
        - Each question stands alone: …
        - polls/presidentielle2027.csv does not say …
        - Level: what the polls …
        - A dash stands where …
        - No poll shows why …
        "###);
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
