//! Everything that is served, behind the guard.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower::ServiceExt;
use vigie_app::Project;
use vigie_app::words::Language;

use crate::bus::Bus;
use crate::guard::guard;
use crate::house::{House, Options};
use crate::serve::Stop;
use crate::{ServerError, api, openapi, pages};

/// The whole service over one project, for [`crate::Door`] and for tests.
///
/// # Errors
/// When the system gives no random numbers for the token.
pub fn router(
    project: Arc<Project>,
    bus: Arc<Bus>,
    options: &Options,
    stop: &Stop,
) -> Result<Router, ServerError> {
    Ok(service(Arc::new(House::new(project, bus, options, stop.seen())?)))
}

/// The service over a house. Our screens name the language they speak when they ask the API; the
/// pages themselves, and whoever names none that we speak, get the project's.
pub(crate) fn service(house: Arc<House>) -> Router {
    let other = match house.words.language() {
        Language::English => Language::French,
        Language::French => Language::English,
    };
    let others = in_one_language(Arc::new(house.in_language(other)));
    let own = in_one_language(house);
    let chosen = move |request: Request| {
        let asks = request.uri().path().starts_with("/api/");
        let speaks_other = asks && spoken(request.headers()) == Some(other);
        let service = if speaks_other { others.clone() } else { own.clone() };
        async move { service.oneshot(request).await.map_or_else(never, IntoResponse::into_response) }
    };
    Router::new().fallback(chosen)
}

/// Routers answer always.
fn never(impossible: std::convert::Infallible) -> Response {
    match impossible {}
}

/// The first language of Accept-Language, if we speak it. Weights are not read: browsers list what
/// they prefer first.
fn spoken(headers: &HeaderMap) -> Option<Language> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let first = asked.split([',', ';', '-']).next()?.trim();
    Language::from_code(&first.to_ascii_lowercase())
}

fn in_one_language(house: Arc<House>) -> Router {
    let (api, _) = openapi::routes().split_for_parts();
    api.merge(api::twins())
        .route("/openapi.json", get(openapi::openapi))
        .route("/briefs/{name}", get(pages::brief))
        .fallback(pages::other)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(from_fn_with_state(Arc::clone(&house), guard))
        .with_state(house)
}
