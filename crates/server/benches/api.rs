//! How fast the API answers on the demo at ten times its size: p50 and p95 of each route, in
//! milliseconds, through the whole service but the socket.
//!
//! `cargo bench -p vigie-server -- --size 1` measures at the demo's own size.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench looks at the clock, prints, and stops at the first surprise"
)]

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;
use vigie_app::System;
use vigie_app::demo::{Demo, Size};
use vigie_app::model::Timestamp;
use vigie_app::model::event::NoEvents;
use vigie_server::{Bus, Options, Stop, router};

/// Requests for each route; the first, which fills what is kept at hand, is told apart.
const REQUESTS: usize = 200;
/// A route that is slower than its budget is asked less often: this many times, then for so long.
const LEAST_REQUESTS: usize = 20;
const LONGEST_S: f64 = 30.0;
/// No route may take longer at the 95th of a hundred.
const BUDGET: f64 = 100.0;

const ROUTES: [&str; 15] = [
    "/api/session",
    "/api/morning",
    "/api/triage",
    "/api/incidents",
    "/api/incidents/I-0001",
    "/api/measures",
    "/api/rumours",
    "/api/brief/draft",
    "/api/briefs",
    "/api/search?q=ports",
    "/api/inbox",
    "/api/attacks?by=day",
    "/api/attacks?by=target",
    "/api/network",
    "/api/story?about=%23hopital",
];

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--size");
    let times = arguments.nth(1).and_then(|times| times.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().unwrap();
    let bus = Arc::new(Bus::new(Arc::new(NoEvents), "bench"));
    let system = System::still(Timestamp::parse("2027-04-01T07:05:00Z").unwrap());
    let demo = Demo::open(folder.path(), 2027, Size::FULL.times(times), &[], &system).unwrap();
    let began = Instant::now();
    demo.play(&|| true).unwrap();
    println!("the demo at {times} times its size: {:.1} s", began.elapsed().as_secs_f64());
    let options = Options { port: 8470, ..Options::default() };
    let app = router(demo.project(), bus, &options, &Stop::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut routes: Vec<String> = ROUTES.map(str::to_owned).to_vec();
    let triage = runtime.block_on(answer(&app, "/api/triage"));
    let triage: serde_json::Value = serde_json::from_slice(&triage).unwrap();
    let open = triage["open"].as_array().unwrap();
    routes.extend(
        open.iter().take(5).map(|row| format!("/api/findings/{}", row["id"].as_str().unwrap())),
    );
    println!("{:<44} {:>9} {:>9} {:>9}  {:>9}", "route", "first ms", "p50 ms", "p95 ms", "bytes");
    let mut slow = 0;
    for route in &routes {
        let (bytes, mut times) = runtime.block_on(measure(&app, route));
        let first = times.remove(0);
        times.sort_by(f64::total_cmp);
        let (p50, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        slow += usize::from(p95 > BUDGET);
        println!("{route:<44.44} {first:>9.2} {p50:>9.2} {p95:>9.2}  {bytes:>9}");
    }
    assert!(slow == 0, "{slow} routes are slower than {BUDGET} ms at p95");
}

async fn measure(app: &Router, route: &str) -> (usize, Vec<f64>) {
    let (mut bytes, mut times) = (0, Vec::new());
    let start = Instant::now();
    for asked in 0..=REQUESTS {
        if asked > LEAST_REQUESTS && start.elapsed().as_secs_f64() > LONGEST_S {
            break;
        }
        let began = Instant::now();
        bytes = answer(app, route).await.len();
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    (bytes, times)
}

async fn answer(app: &Router, route: &str) -> Vec<u8> {
    let request = Request::get(route).header("host", "127.0.0.1:8470").body(Body::empty());
    let response = app.clone().oneshot(request.unwrap()).await.unwrap();
    assert!(response.status().is_success(), "{route}: {}", response.status());
    axum::body::to_bytes(response.into_body(), 256 << 20).await.unwrap().to_vec()
}
