//! Who is refused, and what every answer carries.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::place::{HOST, Place, TOKEN, run};

#[test]
fn only_our_own_host_is_answered() {
    run(async {
        let place = Place::new();
        for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8470", ""]
        {
            let request = Request::get("/api/session").header("host", host);
            let answer = place.ask(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host:?}");
        }
        let nameless = Request::get("/api/session").body(Body::empty()).unwrap();
        assert_eq!(place.ask(nameless).await.status, StatusCode::FORBIDDEN);
        let absolute = Request::get("http://evil.example/api/session").header("host", HOST);
        let answer = place.ask(absolute.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "the request line wins over Host");
        for host in [HOST, "localhost:8470", "[::1]:8470", "LOCALHOST:8470"] {
            let request = Request::get("/api/session").header("host", host);
            let answer = place.ask(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK, "{host:?}");
        }
    });
}

#[test]
fn a_page_of_another_origin_is_refused_even_for_reading() {
    run(async {
        let place = Place::new();
        let from = |origin: &str| {
            let request = Request::get("/api/session").header("host", HOST);
            request.header("origin", origin).body(Body::empty()).unwrap()
        };
        for origin in ["http://evil.example", "null", "https://127.0.0.1:8470", "http://127.0.0.1"]
        {
            let answer = place.ask(from(origin)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
        }
        let answer = place.ask(from("http://127.0.0.1:8470")).await;
        assert_eq!(answer.status, StatusCode::OK);
    });
}

#[test]
fn every_change_needs_the_token_and_leaves_nothing_without_it() {
    run(async {
        let place = Place::new();
        for token in [None, Some(""), Some("wrong"), Some("known-in-test")] {
            for (method, path) in [
                ("POST", "/api/incidents"),
                ("PUT", "/api/measures/M-x"),
                ("DELETE", "/api/measures/M-x"),
                ("POST", "/api/inbox?name=x.csv"),
                ("POST", "/api/nothing"),
                ("POST", "/morning"),
            ] {
                let mut request = Request::builder().method(method).uri(path).header("host", HOST);
                if let Some(token) = token {
                    request = request.header("x-vigie-token", token);
                }
                let answer = place.ask(request.body(Body::from("{}")).unwrap()).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {token:?}");
                assert!(!answer.text().contains(TOKEN));
            }
        }
        assert!(!place.folder.path().join("cases").try_exists().unwrap());
        assert!(!place.folder.path().join("inbox").try_exists().unwrap());
    });
}

#[test]
fn every_answer_carries_the_policy_and_is_not_sniffed() {
    run(async {
        let place = Place::new();
        for path in
            ["/", "/morning", "/api/session", "/api/nothing", "/x.js", "/openapi.json", "/briefs/x"]
        {
            let answer = place.get(path).await;
            let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-eval"));
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert!(!policy.contains("script-src 'unsafe"), "{path}: {policy}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
            assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert!(!answer.headers.contains_key("access-control-allow-origin"));
        }
        let stranger =
            Request::get("/").header("host", "evil.example").body(Body::empty()).unwrap();
        assert!(place.ask(stranger).await.headers.contains_key("content-security-policy"));
    });
}

#[test]
fn the_page_carries_the_token_and_the_language_and_is_never_stored() {
    run(async {
        let place = Place::new();
        let page = place.get("/triage").await;
        assert!(page.text().contains(TOKEN), "{}", page.text());
        assert!(page.text().contains("lang=\"en\""));
        assert!(!page.text().contains("%VIGIE_"));
        assert_eq!(page.headers["cache-control"], "no-store");
    });
}

#[test]
fn paths_lead_nowhere_else() {
    run(async {
        let place = Place::new();
        std::fs::write(place.folder.path().join("secret.json"), "{}").unwrap();
        for path in [
            "/briefs/..%2Fsecret.json",
            "/briefs/..%2f..%2fvigie.toml",
            "/briefs/B-2027-04-01-1.html%00",
            "/briefs/vigie.toml",
            "/..%2fvigie.toml",
            "/keys/vigie.key",
            "/vigie.toml",
        ] {
            let answer = place.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        }
    });
}

#[test]
fn bodies_are_bounded_typed_and_named_in_problems() {
    run(async {
        let place = Place::new();
        let send = |kind: &str, body: Vec<u8>| {
            let request = Request::post("/api/incidents").header("host", HOST);
            let request = request.header("x-vigie-token", TOKEN).header("content-type", kind);
            request.body(Body::from(body)).unwrap()
        };
        let large = place.ask(send("application/json", vec![b' '; (1 << 20) + 1])).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        let form = place.ask(send("application/x-www-form-urlencoded", b"a=b".to_vec())).await;
        assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let broken = place.ask(send("application/json", b"{\"title\":".to_vec())).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST);
        let unknown =
            place.post("/api/undo", &json!({"entry": "x-0000#1", "evil\u{202e}": 1})).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
        assert!(!unknown.text().contains('\u{202e}'), "{}", unknown.text());
        for problem in [large, form, broken, unknown] {
            vigie_server::check("Problem", &problem.json()).unwrap();
            assert!(problem.json()["hint"].is_string());
        }
    });
}

#[test]
fn a_wrong_method_is_told_apart_from_a_wrong_path() {
    run(async {
        let place = Place::new();
        let answer = place.post("/api/session", &json!({})).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        vigie_server::check("Problem", &answer.json()).unwrap();
        let answer = place.post("/api/nothing", &json!({})).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    });
}
