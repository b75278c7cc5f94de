//! Reading an article over HTTP: its shape, its bounds, its refusals, and what stays sealed.

use axum::http::StatusCode;
use serde_json::json;
use vigie_server::check;

use crate::place::{Place, run};

/// Invented. Nobody in it exists.
const ARTICLE: &str = "Minister rejects hacking claims\n\n\
    Election commissioner Dora Vane accused Utopian Telecom of 300 attacks a day on Monday.\n\n\
    Pavel Strand, a spokesman for Utopian Telecom, denied the accusation.\n\n\
    According to a Sondix poll, 41 % have a favourable opinion of Mira Oskeld.\n";

#[test]
fn an_article_is_read_in_the_shape_of_the_document_and_nothing_is_kept() {
    run(async {
        let place = Place::new();
        let before = place.get("/api/morning").await.text();
        let answer =
            place.post("/api/statements", &json!({ "text": ARTICLE, "check": true })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let found = answer.json();
        check("Statements", &found).unwrap();
        let statements = found["statements"].as_array().unwrap();
        let accusation = statements.iter().find(|row| row["act"] == "accuse").unwrap();
        assert_eq!(accusation["speaker"], "Dora Vane");
        assert!(!accusation["checked"]["parts"].as_array().unwrap().is_empty(), "{accusation:#}");
        assert_eq!(found["polls"][0]["question"], "favourable", "{found:#}");
        assert_eq!(place.get("/api/morning").await.text(), before);
        let asked =
            json!({ "text": ARTICLE, "acts": ["deny"], "about": "strand", "name": "a.txt" });
        let denials = place.post("/api/statements", &asked).await.json();
        check("Statements", &denials).unwrap();
        assert!(denials["statements"].as_array().unwrap().iter().all(|row| row["act"] == "deny"));
        assert!(denials["not_asked_for"].as_u64().unwrap() > 0, "{denials:#}");
    });
}

#[test]
fn what_cannot_be_read_is_refused_and_what_is_odd_is_read_as_far_as_it_goes() {
    run(async {
        let place = Place::new();
        for body in [
            json!({}),
            json!({ "text": "x", "nothing": 1 }),
            json!({ "text": "x", "acts": ["mumble"] }),
        ] {
            let answer = place.post("/api/statements", &body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}: {}", answer.text());
            check("Problem", &answer.json()).unwrap();
        }
        let huge = json!({ "text": "x".repeat(11 << 20) });
        assert_eq!(
            place.post("/api/statements", &huge).await.status,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        // More than other bodies may hold, and less than an article may.
        let long = json!({ "text": ARTICLE.repeat(4_000) });
        assert!(long.to_string().len() > 1 << 20);
        for body in [long, json!({ "text": "" }), json!({ "text": "<p>“never closed <b>" })] {
            let answer = place.post("/api/statements", &body).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            check("Statements", &answer.json()).unwrap();
        }
    });
}
