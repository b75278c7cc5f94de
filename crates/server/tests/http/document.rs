//! The OpenAPI document, the twins of pages, and that every read answers as the document says.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use vigie_app::config::Role;
use vigie_server::{check, document};

use crate::place::{HOST, Place, run};

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may be asked to update what it compares")]
fn the_document_in_docs_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    if std::env::var_os("VIGIE_UPDATE").is_some() {
        std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, document()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == document(), "docs/openapi.json is old: run the test with VIGIE_UPDATE=1");
    run(async {
        let place = Place::new();
        assert_eq!(place.get("/openapi.json").await.text(), kept);
    });
}

/// Every path that is read without an id, with the name of its shape.
fn reads() -> BTreeMap<String, String> {
    let document: Value = serde_json::from_str(&document()).unwrap();
    let mut reads = BTreeMap::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let content = &operations["get"]["responses"]["200"]["content"]["application/json"];
        if let (Some(shape), false) = (content["schema"]["$ref"].as_str(), path.contains('{')) {
            reads.insert(path.clone(), shape.rsplit('/').next().unwrap().to_owned());
        }
    }
    reads
}

#[test]
fn every_read_answers_in_the_shape_that_the_document_names() {
    run(async {
        // As those who may see every answer.
        let place = Place::with_role(Role::Research, |_| {});
        let reads = reads();
        assert!(reads.len() >= 11, "{reads:?}");
        for (path, shape) in reads {
            let answer = place.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            check(&shape, &answer.json()).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    });
}

#[test]
fn each_page_has_a_twin_with_the_same_data() {
    run(async {
        let place = Place::new();
        for (page, api) in [
            ("/morning.json", "/api/morning"),
            ("/triage.json", "/api/triage"),
            ("/incidents.json", "/api/incidents"),
            ("/measures.json", "/api/measures"),
            ("/rumours.json", "/api/rumours"),
            ("/brief.json", "/api/brief/draft"),
            ("/told.json", "/api/briefs"),
            ("/inbox.json", "/api/inbox"),
        ] {
            assert_eq!(place.get(page).await.text(), place.get(api).await.text(), "{page}");
        }
    });
}

#[test]
fn the_api_answers_in_the_language_of_the_screen() {
    run(async {
        let place = Place::new();
        let asked = |path: &str, language: &str| {
            let request = Request::get(path).header("host", HOST);
            request.header("accept-language", language).body(Body::empty()).unwrap()
        };
        let own = place.get("/api/measures").await.text();
        let french = place.ask(asked("/api/measures", "fr-FR,fr;q=0.9,en;q=0.1")).await.text();
        assert!(own.contains("second factor") && french.contains("second facteur"), "{french}");
        for (path, language) in [("/api/measures", "de, fr"), ("/measures.json", "fr")] {
            assert_eq!(place.ask(asked(path, language)).await.text(), own, "{path} {language}");
        }
    });
}

#[test]
fn a_folder_that_may_not_be_written_is_shown_and_a_change_says_why_not() {
    use std::os::unix::fs::PermissionsExt;
    run(async {
        let place = Place::new();
        let folder = place.folder.path();
        // Root may write anywhere: then there is nothing to see here.
        let set = |mode| std::fs::set_permissions(folder, PermissionsExt::from_mode(mode)).unwrap();
        set(0o555);
        let is_refused = std::fs::write(folder.join("probe"), "").is_err();
        assert_eq!(place.get("/api/morning").await.status, StatusCode::OK);
        if is_refused {
            let body = serde_json::json!({ "title": "x", "when": "note", "findings": [] });
            let answer = place.post("/api/incidents", &body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
            check("Problem", &answer.json()).unwrap();
        }
        set(0o755);
    });
}
