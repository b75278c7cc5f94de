//! Everything that is served, behind the guard.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use vigie_app::Project;

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

/// The service over a house.
pub(crate) fn service(house: Arc<House>) -> Router {
    let (api, _) = openapi::routes().split_for_parts();
    api.merge(api::twins())
        .route("/openapi.json", get(openapi::openapi))
        .route("/briefs/{name}", get(pages::brief))
        .fallback(pages::other)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(from_fn_with_state(Arc::clone(&house), guard))
        .with_state(house)
}
