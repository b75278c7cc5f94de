//! A project in a temporary folder behind the router, and requests to it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;
use vigie_app::config::Role;
use vigie_app::model::Timestamp;
use vigie_app::model::event::NoEvents;
use vigie_app::{Project, System};
use vigie_server::{Bus, Options, Stop, router};

pub(crate) const TOKEN: &str = "known-in-tests";
pub(crate) const HOST: &str = "127.0.0.1:8470";

pub(crate) struct Place {
    pub(crate) project: Arc<Project>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) app: Router,
    pub(crate) bus: Arc<Bus>,
    pub(crate) stop: Stop,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Place {
    /// A campaign's project on a morning in 2027; nothing has been read.
    pub(crate) fn new() -> Self {
        Self::with_role(Role::Campaign, |_| {})
    }

    /// A project of a role on that morning, with what `prepare` puts into it.
    pub(crate) fn with_role(role: Role, prepare: impl FnOnce(&Project)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bus = Arc::new(Bus::new(Arc::new(NoEvents), "t"));
        let at = Timestamp::parse("2027-04-01T07:05:00Z").unwrap();
        let system = System { events: Arc::clone(&bus) as _, ..System::still(at) };
        let project = Arc::new(Project::init(folder.path(), role, &[], &system).unwrap());
        prepare(&project);
        let options = Options { port: 8470, token: Some(TOKEN.to_owned()), ..Options::default() };
        let stop = Stop::default();
        let app = router(Arc::clone(&project), Arc::clone(&bus), &options, &stop).unwrap();
        Self { project, folder, app, bus, stop }
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).header("host", HOST).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("x-vigie-token", TOKEN)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.ask(request).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, body).await
    }
}

/// Runs a test on a runtime of its own.
pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(test);
}
