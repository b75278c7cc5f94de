//! The event stream: what is told, and what a client that comes back is told again.

use axum::body::Body;
use axum::http::Request;
use futures::StreamExt;
use serde_json::json;
use tower::ServiceExt;
use vigie_app::model::{Event, EventSink, Level};

use crate::place::{HOST, Place, run};

/// Opens the stream and reads until `count` messages have come.
async fn messages(place: &Place, last_id: Option<&str>, count: usize) -> Vec<String> {
    let mut request = Request::get("/api/events").header("host", HOST);
    if let Some(id) = last_id {
        request = request.header("last-event-id", id);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = place.app.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body().into_data_stream();
    let mut text = String::new();
    while text.matches("\n\n").count() < count {
        text.push_str(std::str::from_utf8(&body.next().await.unwrap().unwrap()).unwrap());
    }
    text.split("\n\n").filter(|message| !message.is_empty()).map(str::to_owned).collect()
}

fn log(place: &Place, text: &str) {
    place.bus.emit(Event::Log { level: Level::Warn, text: text.to_owned() });
}

#[test]
fn a_client_that_lost_its_connection_gets_what_it_missed() {
    run(async {
        let place = Place::new();
        log(&place, "one");
        log(&place, "two");
        let all = messages(&place, Some("t-0"), 2).await;
        assert!(all[0].contains("id: t-1") && all[0].contains("event: log"), "{all:?}");
        log(&place, "three\u{1b}");
        let missed = messages(&place, Some("t-1"), 2).await;
        assert!(missed[0].contains("two") && missed[1].contains("three"), "{missed:?}");
        assert!(!missed[1].contains('\u{1b}'));
        let other_start = messages(&place, Some("s-1"), 1).await;
        assert!(other_start[0].contains(r#""what":["all"]"#), "{other_start:?}");
    });
}

#[test]
fn a_change_by_one_client_is_told_to_the_others() {
    run(async {
        let place = Place::new();
        let body = json!({ "title": "x", "when": "note", "findings": [] });
        place.post("/api/incidents", &body).await;
        let told = messages(&place, Some("t-0"), 1).await;
        assert!(told[0].contains("event: changed") && told[0].contains("incidents"), "{told:?}");
    });
}

#[test]
fn the_end_of_the_server_ends_open_streams() {
    run(async {
        let place = Place::new();
        let request = Request::get("/api/events").header("host", HOST).body(Body::empty()).unwrap();
        let response = place.app.clone().oneshot(request).await.unwrap();
        let mut body = response.into_body().into_data_stream();
        place.stop.stop();
        assert!(body.next().await.is_none());
    });
}
